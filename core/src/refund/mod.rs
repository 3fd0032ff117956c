//! Refunds: money back to a payer, reserved when it is asked for and posted when it is back.

mod commands;
mod states;

pub use commands::approve_refund::ApproveRefund;
pub use commands::request_refund::RequestRefund;
pub use states::{RefundEvent, RefundState};

use crate::engine::{Stop, View};
use crate::id::{OperationId, PaymentId, RefundId, TransferId};
use crate::ledger::{self, Resolution, TransferKind};
use crate::money::Money;
use crate::operation::{self, NewOperation, Operation, OperationKind};
use crate::order::Order;
use crate::payment::{Method, Part, Payment};
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
    }
    index by_payment(payment);
}

/// An approved refund is on its way: at a channel as an operation that the host sends; into a wallet at once.
fn send(on: &mut View<'_>, refund: &Refund) -> Result<(), Stop> {
    let payment = on.get::<Payment>(refund.payment)?;
    let Method::Channel(channel) = &payment.method else {
        sent(on, refund.id)?;
        return succeeded(on, refund.id);
    };
    // One operation may have taken all of it; of several, the channel knows them by what they were authorised
    // by.
    let original = match payment.taken_by {
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

/// The host took the refund to send it.
pub(crate) fn sent(on: &mut View<'_>, id: RefundId) -> Result<(), Stop> {
    on.advance::<Refund>(id, RefundEvent::WasSent, |_| {}).map(|_| ())
}

/// The money is back.
pub(crate) fn succeeded(on: &mut View<'_>, id: RefundId) -> Result<(), Stop> {
    let refund = on.advance::<Refund>(id, RefundEvent::WentThrough, |refund| refund.failure = None)?;
    let Some(hold) = refund.hold else {
        return Err(Stop::Bug(format!("the refund {id} reserves nothing")));
    };
    ledger::resolve(on, hold, Resolution::Post(None), (None, TransferKind::REFUND, None))?;
    on.change::<Refund>(id, |refund| refund.hold = None)?;
    let amount = refund.amount.minor();
    let payment = reserved(on, refund.payment, amount.saturating_neg())?;
    on.change::<Payment>(payment.id, |payment| payment.refunded = payment.refunded.saturating_add(amount))?;
    on.change::<Part>(Payment::part(payment.id, 1), |part| {
        part.refunded = part.refunded.saturating_add(amount)
    })?;
    if let Some(order) = payment.order {
        on.change::<Order>(order, |order| order.refunded = order.refunded.saturating_add(amount))?;
    }
    Ok(())
}

/// It did not go through; its amount stays reserved until it is retried or closed.
pub(crate) fn failed(on: &mut View<'_>, id: RefundId, reason: &str) -> Result<(), Stop> {
    on.advance::<Refund>(id, RefundEvent::WasRefused, |refund| refund.failure = Some(reason.to_owned()))
        .map(|_| ())
}

/// Reserves so much more of a payment for refunds (less, where it is negative), on its part and its order
/// too.
fn reserved(on: &mut View<'_>, payment: PaymentId, more: i64) -> Result<Arc<Payment>, Stop> {
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
