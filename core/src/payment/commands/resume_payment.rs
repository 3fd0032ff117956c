//! Resume a payment.

use super::{answer, payers_business};
use crate::command::command;
use crate::effect;
use crate::engine::{Stop, View};
use crate::error::{Code, refused};
use crate::id::PaymentId;
use crate::operation::{Operation, OperationState};
use crate::payment::{Payment, PaymentState};

command! {
    /// The payer is back from where the channel sent them: the channel is asked at once what came of it. That
    /// they came back says nothing of the money.
    pub struct ResumePayment = 36 "resume_payment", repeated by State, answers Payment {
        /// The payment, whose channel waits for the payer.
        1 payment: PaymentId,
    }
    refuses [NotFound, NotPermitted, WrongState]
}

impl ResumePayment {
    /// This payment.
    #[must_use]
    pub const fn new(payment: PaymentId) -> Self {
        Self { payment }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Payment, Stop> {
        let payment = on.get::<Payment>(self.payment)?;
        payers_business(on.actor(), payment.payer)?;
        let (id, state) = (payment.id, payment.state);
        let Some(operation) = payment.operation.filter(|_| state == PaymentState::RequiresAction) else {
            return Err(refused!(
                Code::WrongState,
                "the payment {id} is {state}: no channel waits for its payer"
            )
            .into());
        };
        let operation = on.get::<Operation>(operation)?;
        // Where nobody knows what became of it, it is being asked about already.
        if let (OperationState::AwaitingPayer, Some(ask)) = (operation.state, operation.effect) {
            effect::hasten(on, ask)?;
        }
        answer(on, id)
    }
}
