//! What the outcome of an operation does to its payment.

use super::booking::{capture, captured};
use super::closing::{ORDER_CLOSED, close, increment_refused, is_wanted, wind_up};
use super::unwanted::{charged_back, given_back, keep_for_payer, late, restored, was_given_otherwise};
use super::{CaptureKind, Payment, PaymentEvent, PaymentState, advance, change, drop_method};
use crate::case::{CaseKind, open_case};
use crate::engine::{Stop, View};
use crate::ledger::{self, Cause, Resolution, TransferKind};
use crate::operation::{Operation, OperationKind};

/// An operation of the payment succeeded.
pub(crate) fn succeeded(on: &mut View<'_>, operation: &Operation) -> Result<(), Stop> {
    let payment = on.get::<Payment>(operation.payment)?;
    if operation.taken_back_at.is_some() {
        return restored(on, &payment, operation);
    }
    if operation.kind == OperationKind::Reverse {
        return given_back(on, &payment, operation);
    }
    if payment.operation != Some(operation.id) {
        return late(on, &payment, operation);
    }
    change(on, payment.id, |payment| payment.operation = None)?;
    match operation.kind {
        OperationKind::Sale | OperationKind::Authorise => return answered(on, &payment, operation),
        OperationKind::Capture => {
            change(on, payment.id, |payment| payment.taken_by = Some(operation.id))?;
            captured(on, &payment, operation.amount.minor(), Cause::Outcome)?;
        }
        OperationKind::Void => drop(close(on, payment.id, PaymentEvent::WasVoided, None)?),
        OperationKind::Increment => drop(advance(on, payment.id, PaymentEvent::Incremented, |payment| {
            payment.authorised = payment.authorised.saturating_add(operation.amount.minor());
        })?),
        OperationKind::Refund | OperationKind::Reverse => {
            return Err(Stop::Bug(format!("no payment rests on {}", operation.id)));
        }
    }
    if is_wanted(on, &payment)? { Ok(()) } else { wind_up(on, payment.id) }
}

/// The channel reserved or took the amount.
fn answered(on: &mut View<'_>, payment: &Payment, operation: &Operation) -> Result<(), Stop> {
    if payment.state == PaymentState::RequiresAction {
        advance(on, payment.id, PaymentEvent::ActionPassed, |_| {})?;
    }
    if !is_wanted(on, payment)? {
        close(on, payment.id, PaymentEvent::Unwanted, Some(ORDER_CLOSED))?;
        return keep_for_payer(on, payment, operation);
    }
    let amount = operation.amount.minor();
    if operation.kind == OperationKind::Authorise {
        return authorised(on, payment, |payment| payment.authorised_by = Some(operation.id));
    }
    advance(on, payment.id, PaymentEvent::WasCaptured, |payment| {
        payment.authorised = amount;
        payment.taken_by = Some(operation.id);
        payment.failure = None;
    })?;
    capture(on, payment.id, (amount, CaptureKind::Last), Cause::Outcome)
}

/// The whole amount is reserved on the payer's side.
pub(super) fn authorised(
    on: &mut View<'_>,
    payment: &Payment,
    by: impl FnOnce(&mut Payment),
) -> Result<(), Stop> {
    let until = on.now().plus_seconds(i64::from(payment.authorisation_seconds));
    advance(on, payment.id, PaymentEvent::WasAuthorised, |payment| {
        payment.authorised = payment.amount.minor();
        payment.authorised_until = Some(until);
        payment.failure = None;
        by(payment);
    })?;
    Ok(())
}

/// An operation of the payment was declined or failed.
pub(crate) fn not_done(on: &mut View<'_>, operation: &Operation, reason: &str) -> Result<(), Stop> {
    let payment = on.get::<Payment>(operation.payment)?;
    if operation.kind == OperationKind::Reverse {
        if was_given_otherwise(on, operation)? {
            return Ok(());
        }
        let (id, amount, channel) = (operation.id, operation.amount, &operation.channel);
        let detail = format!("{id}: {channel} did not give {amount} back: {reason}");
        let subject = operation.original.unwrap_or(id).to_bytes();
        return open_case(on, CaseKind::ReversalFailed, subject, None, detail);
    }
    if payment.operation != Some(operation.id) {
        return Ok(());
    }
    let failed = |payment: &mut Payment| {
        (payment.operation, payment.last_capture) = (None, None);
        payment.failure = Some(reason.to_owned());
    };
    match operation.kind {
        OperationKind::Capture => {
            let first = payment.captured == 0;
            let event =
                if first { PaymentEvent::FirstCaptureRefused } else { PaymentEvent::LaterCaptureRefused };
            advance(on, payment.id, event, failed)?;
        }
        OperationKind::Increment => increment_refused(on, operation, reason)?,
        // Where its order is closed too, it ends with its authorisation: the channel is not asked for ever.
        OperationKind::Void => {
            return advance(on, payment.id, PaymentEvent::VoidRefused, failed).map(|_| ());
        }
        _ => return declined(on, &payment, reason),
    }
    if is_wanted(on, &payment)? { Ok(()) } else { wind_up(on, payment.id) }
}

/// The channel did not take or reserve anything: another method may be tried, as often as was agreed.
fn declined(on: &mut View<'_>, payment: &Payment, reason: &str) -> Result<(), Stop> {
    if payment.state == PaymentState::RequiresAction {
        advance(on, payment.id, PaymentEvent::ActionPassed, |_| {})?;
    }
    if payment.attempts_left == 0 || !is_wanted(on, payment)? {
        return close(on, payment.id, PaymentEvent::DeclinedForGood, Some(reason)).map(|_| ());
    }
    if let Some(hold) = payment.hold {
        ledger::resolve(on, hold, Resolution::Void, TransferKind::CAPTURE)?;
    }
    advance(on, payment.id, PaymentEvent::DeclinedForNow, |payment| {
        (payment.operation, payment.hold) = (None, None);
        drop_method(payment);
        payment.failure = Some(reason.to_owned());
    })?;
    Ok(())
}

/// The channel waits for the payer.
pub(crate) fn payer_needed(on: &mut View<'_>, operation: &Operation) -> Result<(), Stop> {
    let payment = on.get::<Payment>(operation.payment)?;
    if payment.operation != Some(operation.id) || payment.state != PaymentState::Processing {
        return Ok(());
    }
    advance(on, payment.id, PaymentEvent::PayerNeeded, |_| {})?;
    if is_wanted(on, &payment)? { Ok(()) } else { wind_up(on, payment.id) }
}

/// The channel took back what an operation of the payment had done.
pub(crate) fn taken_back(on: &mut View<'_>, operation: &Operation) -> Result<(), Stop> {
    let payment = on.get::<Payment>(operation.payment)?;
    match operation.kind {
        OperationKind::Sale | OperationKind::Capture => charged_back(on, &payment, operation),
        OperationKind::Authorise => {
            let rests = payment.authorised_by == Some(operation.id);
            match payment.state {
                PaymentState::Authorised | PaymentState::PartiallyCaptured
                    if rests && payment.operation.is_none() =>
                {
                    let reason = operation.reason.as_deref();
                    close(on, payment.id, PaymentEvent::AuthorisationExpired, reason).map(|_| ())
                }
                // What is under way decides what becomes of the payment; somebody must look at the rest.
                PaymentState::Authorised | PaymentState::Capturing if rests => tell(on, operation),
                _ => Ok(()),
            }
        }
        _ => {
            tell(on, operation)?;
            super::unwanted::not_given_back_after_all(on, &payment, operation)
        }
    }
}

/// What the channel took back does not end the payment: people look at it.
fn tell(on: &mut View<'_>, operation: &Operation) -> Result<(), Stop> {
    let (id, kind, channel) = (operation.id, operation.kind, &operation.channel);
    let reason = operation.reason.as_deref().unwrap_or_default();
    let detail = format!("{id}: {channel} took its {kind} of {} back: {reason}", operation.amount);
    open_case(on, CaseKind::ContradictingOutcome, id.to_bytes(), None, detail)
}
