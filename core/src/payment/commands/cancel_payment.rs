//! Cancel a payment.

use super::{answer, payers_business, receivers_business};
use crate::command::command;
use crate::engine::{Stop, View};
use crate::error::{Code, refused};
use crate::id::PaymentId;
use crate::machine::State;
use crate::payment::closing::close;
use crate::payment::{Payment, PaymentEvent, PaymentState};

command! {
    /// Gives a payment up before anything was authorised; what it kept of its order's due is free again.
    ///
    /// Once a channel was asked, its answer is waited for; only where it waits for the payer the payment can
    /// still be cancelled, and what succeeds there afterwards is given back. An authorised payment is voided.
    pub struct CancelPayment = 32 "cancel_payment", repeated by State, answers Payment {
        /// The payment.
        1 payment: PaymentId,
    }
    refuses [NotFound, NotPermitted, OperationUnfinished, WrongState]
}

impl CancelPayment {
    /// This payment.
    #[must_use]
    pub const fn new(payment: PaymentId) -> Self {
        Self { payment }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Payment, Stop> {
        let payment = on.get::<Payment>(self.payment)?;
        payers_business(on.actor(), payment.payer).or_else(|_| receivers_business(on.actor(), &payment))?;
        if let (Some(operation), false) = (payment.operation, payment.state == PaymentState::RequiresAction) {
            let id = payment.id;
            return Err(refused!(
                Code::OperationUnfinished,
                "{operation} of the payment {id} is unfinished; wait for it"
            )
            .into());
        }
        PaymentState::step(Some(payment.state), PaymentEvent::WasCancelled)?;
        close(on, payment.id, PaymentEvent::WasCancelled, None)?;
        answer(on, self.payment)
    }
}
