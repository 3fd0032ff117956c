//! How payments end without being paid: given up, timed out, or wound up with their order.

use super::outcome::not_done;
use super::{Method, Part, Payment, PaymentEvent, PaymentState, advance, change};
use crate::engine::{Stop, View};
use crate::id::PaymentId;
use crate::ledger::{self, Resolution, TransferKind};
use crate::money::Money;
use crate::operation::{self, NewOperation, Operation, OperationKind};
use crate::order::{self, Order, OrderState};
use crate::refund;
use crate::time::Timestamp;
use std::sync::Arc;

/// Why a payment of a closed order ended.
pub(super) const ORDER_CLOSED: &str = "its order was closed";

/// The payment is over: what it held is released, on the ledger and of its order's due.
pub(super) fn close(
    on: &mut View<'_>,
    id: PaymentId,
    event: PaymentEvent,
    reason: Option<&str>,
) -> Result<Arc<Payment>, Stop> {
    let payment = on.get::<Payment>(id)?;
    if let Some(hold) = payment.hold {
        let timed_out = event == PaymentEvent::AuthorisationExpired;
        let how = if timed_out { Resolution::Expire } else { Resolution::Void };
        ledger::resolve(on, hold, how, TransferKind::CAPTURE)?;
    }
    let released = payment.in_flight();
    let payment = advance(on, id, event, |payment| {
        (payment.operation, payment.hold, payment.last_capture) = (None, None, None);
        payment.authorised = payment.captured;
        if let Some(reason) = reason {
            payment.failure = Some(reason.to_owned());
        }
    })?;
    if let (Some(order), true) = (payment.order, released > 0) {
        order::released(on, order, released)?;
    }
    Ok(payment)
}

/// Gives an authorisation up: from a wallet at once, at a channel by an operation.
pub(super) fn void(on: &mut View<'_>, payment: &Payment) -> Result<(), Stop> {
    let Some(Method::Channel(channel)) = &payment.method else {
        advance(on, payment.id, PaymentEvent::VoidStarted, |_| {})?;
        return close(on, payment.id, PaymentEvent::WasVoided, None).map(|_| ());
    };
    let new = release(payment, channel, OperationKind::Void);
    let operation = operation::begin(on, new)?;
    let operation = Some(operation.id);
    advance(on, payment.id, PaymentEvent::VoidStarted, |payment| payment.operation = operation).map(|_| ())
}

/// Releases what is authorised and not captured. The channel is told, and the payment rests on no answer.
pub(super) fn release_rest(on: &mut View<'_>, payment: &Payment) -> Result<(), Stop> {
    if let Some(Method::Channel(channel)) = &payment.method {
        operation::begin(on, release(payment, channel, OperationKind::Reverse))?;
    }
    close(on, payment.id, PaymentEvent::RestReleased, None).map(|_| ())
}

fn release(payment: &Payment, channel: &str, kind: OperationKind) -> NewOperation {
    NewOperation {
        kind,
        channel: channel.to_owned(),
        amount: payment.capturable(),
        payment: payment.id,
        refund: None,
        original: payment.authorised_by,
        capture: None,
    }
}

/// Nothing more was authorised: what was reserved for it is released.
pub(super) fn increment_refused(on: &mut View<'_>, operation: &Operation, reason: &str) -> Result<(), Stop> {
    let more = operation.amount;
    let less = |of: Money| Money::new(of.minor().saturating_sub(more.minor()), of.currency());
    on.change::<Part>(Payment::part(operation.payment, 1), |part| part.amount = less(part.amount))?;
    let payment = change(on, operation.payment, |payment| {
        payment.operation = None;
        payment.amount = less(payment.amount);
        payment.incremented = payment.incremented.saturating_sub(more.minor());
        payment.failure = Some(reason.to_owned());
    })?;
    payment.order.map_or(Ok(()), |order| order::released(on, order, more.minor()))
}

/// Whether anybody still waits for the payment.
pub(super) fn is_wanted(on: &mut View<'_>, payment: &Payment) -> Result<bool, Stop> {
    let Some(order) = payment.order else { return Ok(true) };
    Ok(on.get::<Order>(order)?.state != OrderState::Closed)
}

/// Ends what is under way for a closed order, as far as it can be ended now. What is unfinished at a channel
/// waits for its outcome, and is looked at again then.
pub(crate) fn wind_up(on: &mut View<'_>, id: PaymentId) -> Result<(), Stop> {
    let payment = on.get::<Payment>(id)?;
    match payment.state {
        PaymentState::RequiresMethod
        | PaymentState::RequiresConfirmation
        | PaymentState::RequiresAction
        | PaymentState::UnderReview => {
            close(on, id, PaymentEvent::WasCancelled, Some(ORDER_CLOSED)).map(|_| ())
        }
        PaymentState::Processing => match payment.operation {
            Some(operation) if operation::call_off(on, operation)? => {
                close(on, id, PaymentEvent::Unwanted, Some(ORDER_CLOSED)).map(|_| ())
            }
            _ => Ok(()),
        },
        PaymentState::Capturing | PaymentState::Authorised => match payment.operation {
            // What ends so winds the payment up once more.
            Some(operation) if operation::call_off(on, operation)? => {
                let operation = on.get::<Operation>(operation)?;
                not_done(on, &operation, ORDER_CLOSED)
            }
            Some(_) => Ok(()),
            None => void(on, &payment),
        },
        PaymentState::PartiallyCaptured => {
            release_rest(on, &payment)?;
            refund::give_back(on, id)
        }
        PaymentState::Succeeded => refund::give_back(on, id),
        _ => Ok(()),
    }
}

/// Does what time makes due; says whether there was anything to do.
pub(crate) fn time_out(on: &mut View<'_>, id: PaymentId) -> Result<bool, Stop> {
    let now = on.now();
    let Some(payment) = on.find::<Payment>(id)? else { return Ok(false) };
    if payment.due_at.is_none_or(|due_at| due_at > now) {
        return Ok(false);
    }
    let over = |until: Option<Timestamp>| until.is_some_and(|until| until <= now);
    let (event, reason) = match payment.state {
        PaymentState::UnderReview if !over(payment.expires_at) => {
            (PaymentEvent::ReviewTimedOut, "nobody reviewed it in time")
        }
        PaymentState::Authorised | PaymentState::PartiallyCaptured => {
            (PaymentEvent::AuthorisationExpired, "the authorisation expired")
        }
        _ => (PaymentEvent::TimedOut, "its time passed"),
    };
    close(on, id, event, Some(reason))?;
    Ok(true)
}
