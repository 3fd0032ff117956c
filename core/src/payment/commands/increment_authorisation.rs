//! Increment an authorisation.

use super::confirm_payment::in_time;
use super::{answer, no_operation, order_open, receivers_business, still_authorised};
use crate::command::command;
use crate::engine::{Stop, View};
use crate::error::{Code, refused};
use crate::id::PaymentId;
use crate::ledger::{self, Resolution, TransferKind};
use crate::limits;
use crate::machine::State;
use crate::money::Money;
use crate::operation::{self, NewOperation, OperationKind};
use crate::order::Order;
use crate::payment::booking::way;
use crate::payment::{Method, Part, Payment, PaymentEvent, PaymentState, advance, change};

command! {
    /// Reserves more on the payer's side than was authorised, as far as its order has more due: a hotel's
    /// extra night. From a wallet at once; at a channel an operation is written down for the host to send.
    pub struct IncrementAuthorisation = 33 "increment_authorisation", repeated by Key, answers Payment {
        /// The payment, authorised and not captured yet.
        1 payment: PaymentId,
        /// How much more.
        2 amount: Money,
    }
    refuses [
        AmountMustBePositive, AmountTooLarge, NotFound, NotPermitted, CurrencyMismatch, OperationUnfinished,
        WrongState, AuthorisationExpired, ExceedsDue, AccountNotOpen, InsufficientFunds,
    ]
}

impl IncrementAuthorisation {
    /// By so much.
    #[must_use]
    pub const fn new(payment: PaymentId, amount: Money) -> Self {
        Self { payment, amount }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Payment, Stop> {
        limits::amount(self.amount.minor())?;
        let payment = on.get::<Payment>(self.payment)?;
        receivers_business(on.actor(), &payment)?;
        let (id, amount) = (payment.id, self.amount);
        if amount.currency() != payment.amount.currency() {
            return Err(refused!(Code::CurrencyMismatch, "{amount} more of {}", payment.amount).into());
        }
        no_operation(&payment)?;
        PaymentState::step(Some(payment.state), PaymentEvent::Incremented)?;
        order_open(on, &payment)?;
        still_authorised(on, &payment)?;
        in_time(on, &payment)?;
        let Some(order) = payment.order else {
            return Err(Stop::Bug(format!("{id} is authorised and pays no order")));
        };
        let due = on.get::<Order>(order)?.due();
        if amount.minor() > due.minor() {
            return Err(
                refused!(Code::ExceedsDue, "{amount} more asked, {due} is due of the order {order}").into()
            );
        }
        on.change::<Order>(order, |order| order.in_flight = order.in_flight.saturating_add(amount.minor()))?;
        let more = |of: Money| Money::new(of.minor().saturating_add(amount.minor()), of.currency());
        on.change::<Part>(Payment::part(id, 1), |part| part.amount = more(part.amount))?;
        let payment = change(on, id, |payment| {
            payment.amount = more(payment.amount);
            payment.incremented = payment.incremented.saturating_add(amount.minor());
        })?;
        match &payment.method {
            Some(Method::Channel(channel)) => {
                let new = NewOperation {
                    kind: OperationKind::Increment,
                    channel: channel.clone(),
                    amount,
                    payment: id,
                    refund: None,
                    original: payment.authorised_by,
                    capture: None,
                };
                let operation = operation::begin(on, new)?;
                change(on, id, |payment| payment.operation = Some(operation.id))?;
            }
            _ => from_wallet(on, &payment, amount)?,
        }
        answer(on, id)
    }
}

/// One hold of the whole takes the place of the one before.
fn from_wallet(on: &mut View<'_>, payment: &Payment, amount: Money) -> Result<(), Stop> {
    let Some(hold) = payment.hold else {
        return Err(Stop::Bug(format!("{} is authorised from a wallet and holds nothing", payment.id)));
    };
    ledger::resolve(on, hold, Resolution::Void, TransferKind::CAPTURE)?;
    let whole = payment.authorised.saturating_add(amount.minor());
    let booking = way(on, payment, whole)?;
    let hold = ledger::reserve_instead(on, &booking, hold)?;
    advance(on, payment.id, PaymentEvent::Incremented, |payment| {
        (payment.authorised, payment.hold) = (whole, Some(hold));
    })?;
    Ok(())
}
