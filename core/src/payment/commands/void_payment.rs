//! Void a payment.

use super::{answer, no_operation, receivers_business};
use crate::command::command;
use crate::engine::{Stop, View};
use crate::id::PaymentId;
use crate::machine::State;
use crate::payment::closing::void;
use crate::payment::{Payment, PaymentEvent, PaymentState};

command! {
    /// Gives an authorisation up of which nothing was captured. From a wallet at once; at a channel an
    /// operation is written down for the host to send.
    pub struct VoidPayment = 34 "void_payment", repeated by State, answers Payment {
        /// The payment.
        1 payment: PaymentId,
    }
    refuses [NotFound, NotPermitted, OperationUnfinished, WrongState]
}

impl VoidPayment {
    /// This payment.
    #[must_use]
    pub const fn new(payment: PaymentId) -> Self {
        Self { payment }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Payment, Stop> {
        let payment = on.get::<Payment>(self.payment)?;
        receivers_business(on.actor(), &payment)?;
        no_operation(&payment)?;
        PaymentState::step(Some(payment.state), PaymentEvent::VoidStarted)?;
        void(on, &payment)?;
        answer(on, self.payment)
    }
}
