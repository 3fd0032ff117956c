//! Withdraw a refund.

use super::{answer, by_refunder, unfinished};
use crate::command::command;
use crate::engine::{Stop, View};
use crate::id::RefundId;
use crate::machine::State;
use crate::operation;
use crate::refund::{Refund, RefundEvent, RefundState, end};

command! {
    /// Takes a refund back before it was sent; what it reserved is released.
    pub struct WithdrawRefund = 41 "withdraw_refund", repeated by State, answers Refund {
        /// The refund.
        1 refund: RefundId,
    }
    refuses [NotFound, NotPermitted, OperationUnfinished, WrongState]
}

impl WithdrawRefund {
    /// This refund.
    #[must_use]
    pub const fn new(refund: RefundId) -> Self {
        Self { refund }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Refund, Stop> {
        let refund = on.get::<Refund>(self.refund)?;
        by_refunder(on, &refund)?;
        if let (RefundState::Processing, Some(operation)) = (refund.state, refund.operation) {
            return Err(unfinished(&refund, operation).into());
        }
        RefundState::step(Some(refund.state), RefundEvent::Withdrawn)?;
        // After this line nothing may fail.
        if let Some(operation) = refund.operation {
            operation::call_off(on, operation)?;
        }
        end(on, refund.id, RefundEvent::Withdrawn, |_| {})?;
        answer(on, refund.id)
    }
}
