//! What the outcome of an operation does to its refund.

use super::{Refund, RefundEvent, RefundState, advance, back, reserve, reserved};
use crate::case::{CaseKind, open_case};
use crate::engine::{Stop, View};
use crate::id::{AccountId, OperationId, PaymentId, RefundId};
use crate::ledger::{self, AccountKey, Booking, Cause, Purpose, Resolution, TransferKind};
use crate::operation::{self, Operation, OperationState};
use crate::order::Order;
use crate::payment::{self, Method, Part, Payment};

/// The channel gave the money back.
pub(crate) fn succeeded(on: &mut View<'_>, operation: &Operation, id: RefundId) -> Result<(), Stop> {
    let refund = on.get::<Refund>(id)?;
    if refund.state == RefundState::Succeeded {
        return given_twice(on, &refund, operation);
    }
    if refund.operation != Some(operation.id) {
        overtaken(on, &refund, operation)?;
    }
    if refund.state == RefundState::Abnormal {
        advance(on, id, RefundEvent::GivenUp, |_| {})?;
    }
    given_back(on, id, Some(operation.id), Cause::Outcome)
}

/// An earlier attempt went through after all: the one after it is not sent, if nobody took it yet. A refund
/// that was to go elsewhere since then has gone where that attempt sent it.
fn overtaken(on: &mut View<'_>, refund: &Refund, operation: &Operation) -> Result<(), Stop> {
    if let Some(last) = refund.operation {
        operation::call_off(on, last)?;
    }
    if refund.destination.is_none() {
        return Ok(());
    }
    if let Some(hold) = refund.hold {
        ledger::resolve(on, hold, Resolution::Void, TransferKind::REFUND)?;
    }
    let there = Some(Method::channel(operation.channel.clone()));
    let came_from_there = on.get::<Payment>(refund.payment)?.method == there;
    on.change::<Refund>(refund.id, |refund| {
        (refund.destination, refund.hold) = (there.filter(|_| !came_from_there), None);
    })?;
    Ok(())
}

/// More was given back than the refund asked for: people look at it.
fn given_twice(on: &mut View<'_>, refund: &Refund, operation: &Operation) -> Result<(), Stop> {
    let (suspense, receivable) = twice(on, operation)?;
    let kind = TransferKind::REVERSED_TWICE;
    let booking = Booking { debit: suspense, credit: receivable, kind, ..back(on, refund)? };
    let transfer = Cause::Outcome.book(on, &booking)?;
    let (channel, amount) = (&operation.channel, operation.amount);
    let detail = format!("{channel} gave {amount} of {} back once more: {}", refund.id, operation.id);
    open_case(on, CaseKind::GivenBackTwice, operation.id.to_bytes(), Some(transfer), detail)
}

fn twice(on: &mut View<'_>, operation: &Operation) -> Result<(AccountId, AccountId), Stop> {
    let currency = operation.amount.currency();
    let suspense = ledger::open(on, &AccountKey::platform(Purpose::Suspense, currency))?.id;
    Ok((suspense, ledger::open(on, &AccountKey::channel(operation.channel.clone(), currency))?.id))
}

/// The money is back: into a wallet because it was asked for, at a channel because it happened.
pub(super) fn given_back(
    on: &mut View<'_>,
    id: RefundId,
    by: Option<OperationId>,
    cause: Cause,
) -> Result<(), Stop> {
    let before = on.get::<Refund>(id)?.state;
    let refund = advance(on, id, RefundEvent::WentThrough, |refund| {
        (refund.failure, refund.given_by) = (None, by);
    })?;
    match refund.hold {
        Some(hold) => drop(cause.post(on, hold, None, TransferKind::REFUND)?),
        None => {
            let booking = back(on, &refund)?;
            cause.book(on, &booking)?;
        }
    }
    on.change::<Refund>(id, |refund| refund.hold = None)?;
    let amount = refund.amount.minor();
    if !matches!(before, RefundState::Closed | RefundState::Cancelled) {
        reserved(on, refund.payment, amount.saturating_neg())?;
    }
    refunded(on, refund.payment, amount)
}

/// So much more is given back of a payment (less, where it is negative), on its part and its order too. What
/// the world gave back beyond what was captured is noted as such.
fn refunded(on: &mut View<'_>, id: PaymentId, more: i64) -> Result<(), Stop> {
    on.change::<Part>(Payment::part(id, 1), |part| {
        part.refunded = part.refunded.saturating_add(more);
    })?;
    let payment = on.change::<Payment>(id, |payment| {
        payment.refunded = payment.refunded.saturating_add(more);
        let taken = payment.refunded.saturating_add(payment.refunds_reserved);
        let excess = taken.saturating_sub(payment.captured);
        payment.refunded_in_excess = payment.refunded_in_excess.max(excess);
    })?;
    if let Some(order) = payment.order {
        on.change::<Order>(order, |order| order.refunded = order.refunded.saturating_add(more))?;
    }
    payment::adjust_fee(on, id)
}

/// It did not go through; its amount stays reserved until it is retried or closed.
pub(crate) fn failed(
    on: &mut View<'_>,
    operation: &Operation,
    id: RefundId,
    reason: &str,
) -> Result<(), Stop> {
    ended(on, operation, id, (RefundEvent::WasRefused, reason))
}

/// Where it should go is closed: it waits for another destination.
pub(crate) fn destination_closed(on: &mut View<'_>, operation: &Operation, id: RefundId) -> Result<(), Stop> {
    ended(on, operation, id, (RefundEvent::DestinationClosed, "its destination is closed"))
}

fn ended(
    on: &mut View<'_>,
    operation: &Operation,
    id: RefundId,
    (event, reason): (RefundEvent, &str),
) -> Result<(), Stop> {
    let refund = on.get::<Refund>(id)?;
    // The failure of an attempt that the refund does not rest on says nothing new.
    if refund.operation != Some(operation.id) || refund.state != RefundState::Processing {
        return Ok(());
    }
    advance(on, id, event, |refund| refund.failure = Some(reason.to_owned())).map(|_| ())
}

/// The channel took back what it had given to the payer: the ledger follows, and the amount is reserved
/// again. Where it cannot be, it is once the refund is retried. Where it had been given twice, it is now
/// given once.
pub(crate) fn taken_back(
    on: &mut View<'_>,
    operation: &Operation,
    id: RefundId,
    reason: &str,
) -> Result<(), Stop> {
    let refund = on.get::<Refund>(id)?;
    let back = back(on, &refund)?;
    if !rests_on(on, &refund, operation)? {
        let (credit, debit) = twice(on, operation)?;
        let kind = TransferKind::REVERSED_TWICE;
        let transfer = Cause::Outcome.book(on, &Booking { debit, credit, kind, ..back })?;
        let detail = format!("{} took {} of {id} back: {reason}", operation.channel, operation.amount);
        return open_case(on, CaseKind::GivenBackTwice, operation.id.to_bytes(), Some(transfer), detail);
    }
    let refund = advance(on, id, RefundEvent::TakenBack, |refund| {
        (refund.failure, refund.given_by) = (Some(reason.to_owned()), None);
    })?;
    let (debit, credit, kind) = (back.credit, back.debit, TransferKind::REFUND_TAKEN_BACK);
    Cause::Outcome.book(on, &Booking { debit, credit, kind, ..back })?;
    let amount = refund.amount.minor();
    reserved(on, refund.payment, amount)?;
    refunded(on, refund.payment, amount.saturating_neg())?;
    match on.attempt(|on| reserve(on, &refund)) {
        Ok(_) | Err(Stop::Refused(_)) => Ok(()),
        Err(stop) => Err(stop),
    }
}

/// Whether the payer has the money by this operation alone. One that gave it a second time takes its place.
fn rests_on(on: &mut View<'_>, refund: &Refund, operation: &Operation) -> Result<bool, Stop> {
    if refund.state != RefundState::Succeeded || refund.given_by != Some(operation.id) {
        return Ok(false);
    }
    let Some(last) = refund.operation.filter(|last| *last != operation.id) else { return Ok(true) };
    if on.get::<Operation>(last)?.state != OperationState::Succeeded {
        return Ok(true);
    }
    on.change::<Refund>(refund.id, |refund| refund.given_by = Some(last)).map(|_| false)
}
