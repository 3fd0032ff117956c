//! Review a payment.

use super::answer;
use super::confirm_payment::{in_time, proceed};
use crate::actor::Role;
use crate::command::command;
use crate::engine::{Stop, View};
use crate::error::{Code, refused};
use crate::id::PaymentId;
use crate::limits;
use crate::machine::State;
use crate::payment::closing::close;
use crate::payment::{Payment, PaymentEvent, PaymentState};
use crate::storage::words;

words! {
    /// What a reviewer says.
    pub enum Decision {
        /// It may go on.
        1 Approve = "approve",
        /// It may not.
        2 Reject = "reject",
    }
}

command! {
    /// Lets a payment that was held for review go on, or ends it. Whoever confirmed it may not review it.
    pub struct ReviewPayment = 37 "review_payment", repeated by State, answers Payment {
        /// The payment.
        1 payment: PaymentId,
        /// Whether it may go on.
        2 decision: Decision,
        /// Why, at most 256 bytes.
        3 reason: Option<String>,
    }
    refuses [
        InvalidValue, NotPermitted, NotFound, WrongState, SelfReview, AccountNotOpen, InsufficientFunds,
        BalanceLimitExceeded, AmountTooLarge,
    ]
}

impl ReviewPayment {
    /// It may go on.
    #[must_use]
    pub const fn approve(payment: PaymentId) -> Self {
        Self { payment, decision: Decision::Approve, reason: None }
    }

    /// It may not.
    pub fn reject(payment: PaymentId, reason: impl Into<String>) -> Self {
        Self { payment, decision: Decision::Reject, reason: Some(reason.into()) }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Payment, Stop> {
        limits::optional_text("reason of the review", self.reason.as_ref(), limits::TEXT_BYTES)?;
        if !on.actor().may(Role::Reviewer) {
            let actor = on.actor();
            return Err(
                refused!(Code::NotPermitted, "{actor} may not review payments; a reviewer may").into()
            );
        }
        let payment = on.get::<Payment>(self.payment)?;
        PaymentState::step(Some(payment.state), PaymentEvent::ReviewApproved)?;
        in_time(on, &payment)?;
        let by = on.actor().to_string();
        if payment.confirmed_by.as_ref() == Some(&by) {
            let id = payment.id;
            return Err(
                refused!(Code::SelfReview, "{by} confirmed the payment {id} and may not review it").into()
            );
        }
        match self.decision {
            Decision::Approve => proceed(on, &payment, PaymentEvent::ReviewApproved)?,
            Decision::Reject => {
                let reason = self.reason.as_deref().unwrap_or("the review stopped it");
                close(on, payment.id, PaymentEvent::ReviewRejected, Some(reason))?;
            }
        }
        answer(on, self.payment)
    }
}
