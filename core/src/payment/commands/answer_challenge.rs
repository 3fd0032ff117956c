//! Answer a challenge.

use super::confirm_payment::{in_time, proceed};
use super::{answer, no_operation, platforms_business};
use crate::command::command;
use crate::engine::{Stop, View};
use crate::id::PaymentId;
use crate::machine::State;
use crate::payment::{Payment, PaymentEvent, PaymentState, advance, drop_method};
use crate::storage::words;

words! {
    /// What came of a challenge to a payer.
    pub enum ChallengeResult {
        /// The payer proved who they are.
        1 Passed = "passed",
        /// The payer did not.
        2 Failed = "failed",
    }
}

command! {
    /// Brings what the payer answered to the platform's own challenge. Three times it may fail; then the
    /// payment needs another method. What a channel needs of the payer is no challenge: its outcome is
    /// observed.
    pub struct AnswerChallenge = 30 "answer_challenge", repeated by Key, answers Payment {
        /// The payment.
        1 payment: PaymentId,
        /// What came of it.
        2 result: ChallengeResult,
    }
    refuses [
        NotFound, NotPermitted, OperationUnfinished, WrongState, AccountNotOpen, InsufficientFunds,
        BalanceLimitExceeded, AmountTooLarge,
    ]
}

impl AnswerChallenge {
    /// This result of this payment's.
    #[must_use]
    pub const fn new(payment: PaymentId, result: ChallengeResult) -> Self {
        Self { payment, result }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Payment, Stop> {
        let payment = on.get::<Payment>(self.payment)?;
        platforms_business(on.actor(), "answer a challenge")?;
        no_operation(&payment)?;
        PaymentState::step(Some(payment.state), PaymentEvent::ActionPassed)?;
        in_time(on, &payment)?;
        match self.result {
            ChallengeResult::Passed => proceed(on, &payment, PaymentEvent::ActionPassed)?,
            ChallengeResult::Failed => {
                let left = payment.tries_left.saturating_sub(1);
                let event =
                    if left > 0 { PaymentEvent::ActionFailedOnce } else { PaymentEvent::ActionFailed };
                advance(on, payment.id, event, |payment| {
                    payment.tries_left = left;
                    payment.failure = Some("the payer failed the challenge".to_owned());
                    if left == 0 {
                        drop_method(payment);
                    }
                })?;
            }
        }
        answer(on, self.payment)
    }
}
