//! Release the rest of a payment.

use super::{answer, no_operation, receivers_business};
use crate::command::command;
use crate::engine::{Stop, View};
use crate::id::PaymentId;
use crate::machine::State;
use crate::payment::{Payment, PaymentEvent, PaymentState, closing};

command! {
    /// Gives up what is authorised and not captured, after a part was: the payment has then succeeded. A
    /// channel is told to release it; the payment waits for no answer.
    pub struct ReleaseRest = 35 "release_rest", repeated by State, answers Payment {
        /// The payment.
        1 payment: PaymentId,
    }
    refuses [NotFound, NotPermitted, OperationUnfinished, WrongState]
}

impl ReleaseRest {
    /// Of this payment.
    #[must_use]
    pub const fn new(payment: PaymentId) -> Self {
        Self { payment }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Payment, Stop> {
        let payment = on.get::<Payment>(self.payment)?;
        receivers_business(on.actor(), &payment)?;
        no_operation(&payment)?;
        PaymentState::step(Some(payment.state), PaymentEvent::RestReleased)?;
        closing::release_rest(on, &payment)?;
        answer(on, self.payment)
    }
}
