//! Refunds: money back to a payer, reserved when it is asked for and posted when it is back.

mod commands;
mod outcome;
mod states;

pub use commands::approve_refund::ApproveRefund;
pub use commands::close_refund::CloseRefund;
pub use commands::give_up_refund::GiveUpRefund;
pub use commands::reject_refund::RejectRefund;
pub use commands::request_refund::RequestRefund;
pub use commands::reroute_refund::RerouteRefund;
pub use commands::retry_refund::RetryRefund;
pub use commands::withdraw_refund::WithdrawRefund;
pub(crate) use outcome::{destination_closed, failed, succeeded, taken_back};
pub use states::{RefundEvent, RefundState};

use crate::case::{CaseKind, open_case};
use crate::defect::{Defect, planted};
use crate::engine::{Stop, View};
use crate::error::Refused;
use crate::id::{OperationId, PaymentId, RefundId, TransferId};
use crate::ledger::{self, AccountKey, Booking, Cause, Owner, Purpose, Resolution, TransferKind};
use crate::merchant::{Merchant, RefundReview, Unreviewed};
use crate::metadata::Metadata;
use crate::money::Money;
use crate::operation::{self, NewOperation, Operation, OperationKind};
use crate::order::Order;
use crate::payment::{Method, Part, Payment, way};
use crate::storage::record;
use crate::time::Timestamp;
use std::sync::Arc;

record! {
    /// Money back to a payer.
    pub struct Refund = 17 "refunds" kept by Journal {
        /// Its id.
        id: RefundId,
        /// The payment it gives back.
        1 payment: PaymentId,
        /// How much.
        2 amount: Money,
        /// Who asked.
        3 requested_by: String,
        /// Why.
        4 reason: Option<String>,
        /// The pending transfer that reserves the amount.
        5 hold: Option<TransferId>,
        /// Its last operation at the channel.
        6 operation: Option<OperationId>,
        /// Why it did not go through.
        7 failure: Option<String>,
        /// Where it stands.
        8 state: RefundState,
        /// Since when.
        9 requested_at: Timestamp,
        /// Where it goes; none where it goes back to where the payment came from.
        10 destination: Option<Method>,
        /// Who reviewed it.
        11 reviewed_by: Option<String>,
        /// Until when its review may answer, while it waits for that.
        12 due_at: Option<Timestamp>,
        /// What the host keeps with it.
        13 metadata: Option<Metadata>,
        /// The operation that gave the money back; none where the ledger did, and as long as it is not back.
        14 given_by: Option<OperationId>,
    }
    index by_payment(payment);
    index by_due(due_at);
}

/// A refund to be requested.
struct NewRefund {
    id: RefundId,
    amount: Money,
    reason: Option<String>,
    metadata: Option<Metadata>,
}

/// Takes an edge. Only while it waits for a review there is a time for it.
fn advance(
    on: &mut View<'_>,
    id: RefundId,
    event: RefundEvent,
    change: impl FnOnce(&mut Refund),
) -> Result<Arc<Refund>, Stop> {
    on.advance::<Refund>(id, event, |refund| {
        change(refund);
        refund.due_at = None;
    })
}

/// Asks for a refund and reserves its amount. Where the merchant's policy asks for no review, it is sent.
fn request(on: &mut View<'_>, payment: &Payment, new: NewRefund) -> Result<(), Stop> {
    let policy = match payment.receiver {
        Owner::Merchant(merchant) => {
            let merchant = on.get::<Merchant>(merchant)?;
            (merchant.refund_review == RefundReview::Required).then_some(merchant.review_seconds)
        }
        _ => None,
    };
    let due_at = policy.flatten().map(|seconds| on.now().plus_seconds(i64::from(seconds)));
    let id = new.id;
    let refund = Refund {
        id,
        payment: payment.id,
        amount: new.amount,
        requested_by: on.actor().to_string(),
        reason: new.reason,
        hold: None,
        operation: None,
        failure: None,
        state: RefundState::PendingReview,
        requested_at: on.now(),
        destination: None,
        reviewed_by: None,
        due_at,
        metadata: new.metadata,
        given_by: None,
    };
    let event = match policy {
        Some(_) => RefundEvent::Requested,
        None => RefundEvent::RequestedAndApproved,
    };
    let refund = on.begin(refund, event)?;
    let refund = reserve(on, &refund)?;
    reserved(on, payment.id, new.amount.minor())?;
    if policy.is_none() { send(on, &refund, Cause::Request) } else { Ok(()) }
}

/// The transfer from whoever was paid to where the refund goes.
fn back(on: &mut View<'_>, refund: &Refund) -> Result<Booking, Stop> {
    let payment = on.get::<Payment>(refund.payment)?;
    let there = way(on, &payment, refund.amount.minor())?;
    let currency = refund.amount.currency();
    let credit = match (&refund.destination, payment.payer) {
        (None, _) => there.debit,
        (Some(Method::Channel(name)), _) => ledger::open(on, &AccountKey::channel(name, currency))?.id,
        (Some(Method::Wallet), Some(payer)) => {
            ledger::open(on, &AccountKey::user(payer, Purpose::Wallet, currency))?.id
        }
        (Some(Method::Wallet), None) => {
            return Err(Stop::Bug(format!("{} goes to a guest's wallet", refund.id)));
        }
    };
    let subject = Some(refund.id.to_bytes());
    Ok(Booking { debit: there.credit, credit, kind: TransferKind::REFUND, subject, ..there })
}

/// Holds the amount on its way back, in the place of a hold that was just released, if it had one.
fn reserve(on: &mut View<'_>, refund: &Refund) -> Result<Arc<Refund>, Stop> {
    let booking = back(on, refund)?;
    let hold = match refund.hold {
        Some(released) => ledger::reserve_instead(on, &booking, released)?,
        None => ledger::reserve(on, &booking, None)?,
    };
    on.change::<Refund>(refund.id, |refund| refund.hold = Some(hold))
}

/// An approved refund is on its way: at a channel as an operation that the host sends; into a wallet at once.
fn send(on: &mut View<'_>, refund: &Refund, cause: Cause) -> Result<(), Stop> {
    let payment = on.get::<Payment>(refund.payment)?;
    let rerouted = refund.destination.is_some();
    let method = refund.destination.as_ref().or(payment.method.as_ref());
    let Some(Method::Channel(channel)) = method else {
        sent(on, refund.id)?;
        return outcome::given_back(on, refund.id, None, cause);
    };
    // One operation may have taken all of it; of several, the channel knows them by what they were authorised
    // by.
    let original = match payment.taken_by {
        _ if rerouted => None,
        Some(taken_by) if on.get::<Operation>(taken_by)?.amount.minor() < payment.captured => {
            payment.authorised_by
        }
        taken_by => taken_by,
    };
    let new = NewOperation {
        kind: OperationKind::Refund,
        channel: channel.clone(),
        amount: refund.amount,
        payment: refund.payment,
        refund: Some(refund.id),
        original,
        capture: None,
    };
    let operation = operation::begin(on, new)?;
    on.change::<Refund>(refund.id, |refund| refund.operation = Some(operation.id)).map(|_| ())
}

/// The host took the refund to send it; one that is retried was sent before.
pub(crate) fn sent(on: &mut View<'_>, id: RefundId) -> Result<(), Stop> {
    if on.get::<Refund>(id)?.state == RefundState::Approved {
        advance(on, id, RefundEvent::WasSent, |_| {})?;
    }
    Ok(())
}

/// The refund is over without money moved: what it reserved is released.
fn end(
    on: &mut View<'_>,
    id: RefundId,
    event: RefundEvent,
    change: impl FnOnce(&mut Refund),
) -> Result<(), Stop> {
    let refund = on.get::<Refund>(id)?;
    if let Some(hold) = refund.hold.filter(|_| !planted(Defect::HoldKept)) {
        ledger::resolve(on, hold, Resolution::Void, TransferKind::REFUND)?;
    }
    advance(on, id, event, |refund| {
        change(refund);
        refund.hold = None;
    })?;
    reserved(on, refund.payment, refund.amount.minor().saturating_neg()).map(|_| ())
}

/// Reserves so much more of a payment for refunds (less, where it is negative), on its part and its order
/// too.
fn reserved(on: &mut View<'_>, payment: PaymentId, more: i64) -> Result<Arc<Payment>, Stop> {
    let more = if planted(Defect::ReservationForgotten) { 0 } else { more };
    on.change::<Part>(Payment::part(payment, 1), |part| {
        part.refunds_reserved = part.refunds_reserved.saturating_add(more);
    })?;
    let payment = on.change::<Payment>(payment, |payment| {
        payment.refunds_reserved = payment.refunds_reserved.saturating_add(more);
    })?;
    if let Some(order) = payment.order {
        on.change::<Order>(order, |order| {
            order.refunds_reserved = order.refunds_reserved.saturating_add(more)
        })?;
    }
    Ok(payment)
}

/// Requests the refund of all that is captured for an order that was closed. Where that is not possible,
/// people look at it: the order is closed all the same.
pub(crate) fn give_back(on: &mut View<'_>, id: PaymentId) -> Result<(), Stop> {
    let payment = on.get::<Payment>(id)?;
    let amount = payment.refundable();
    if !amount.is_positive() {
        return Ok(());
    }
    let reason = Some("the order was closed".to_owned());
    let new = NewRefund { id: on.new_id()?, amount, reason, metadata: None };
    match on.attempt(|on| request(on, &payment, new)) {
        Err(Stop::Refused(refused)) => {
            let detail = format!("{amount} of {id} could not be given back: {refused}");
            open_case(on, CaseKind::RefundNotPossible, id.to_bytes(), None, detail)
        }
        other => other,
    }
}

/// Nobody reviewed it in time: the merchant's policy decides. Says whether there was anything to do.
pub(crate) fn time_out(on: &mut View<'_>, id: RefundId) -> Result<bool, Stop> {
    let Some(refund) = on.find::<Refund>(id)? else { return Ok(false) };
    if refund.due_at.is_none_or(|due_at| due_at > on.now()) {
        return Ok(false);
    }
    let unreviewed = match on.get::<Payment>(refund.payment)?.receiver {
        Owner::Merchant(merchant) => on.get::<Merchant>(merchant)?.unreviewed,
        _ => Unreviewed::Reject,
    };
    let mut refused: Option<Refused> = None;
    if unreviewed == Unreviewed::Approve {
        let approved = on.attempt(|on| {
            let refund = advance(on, id, RefundEvent::ReviewTimedOutApproved, |_| {})?;
            send(on, &refund, Cause::Request)
        });
        match approved {
            Err(Stop::Refused(why)) => refused = Some(why),
            other => return other.map(|()| true),
        }
    }
    end(on, id, RefundEvent::ReviewTimedOutRejected, |refund| {
        let why = refused.map(|refused| refused.to_string());
        refund.failure = Some(why.unwrap_or_else(|| "nobody reviewed it in time".to_owned()));
    })?;
    Ok(true)
}
