//! Retry a refund.

use super::{answer, by_refunder, no_operation};
use crate::command::command;
use crate::engine::{Stop, View};
use crate::id::RefundId;
use crate::ledger::Cause;
use crate::refund::{Refund, RefundEvent, advance, reserve, send};

command! {
    /// Sends a refund that failed once more, by an operation of its own, where it was to go before.
    pub struct RetryRefund = 42 "retry_refund", repeated by State, answers Refund {
        /// The refund.
        1 refund: RefundId,
    }
    refuses [NotFound, NotPermitted, OperationUnfinished, WrongState, AccountNotOpen, InsufficientFunds]
}

impl RetryRefund {
    /// This refund.
    #[must_use]
    pub const fn new(refund: RefundId) -> Self {
        Self { refund }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Refund, Stop> {
        let refund = on.get::<Refund>(self.refund)?;
        by_refunder(on, &refund)?;
        no_operation(on, &refund)?;
        let refund = advance(on, refund.id, RefundEvent::Retried, |_| {})?;
        if refund.hold.is_none() {
            reserve(on, &refund)?;
        }
        send(on, &refund, Cause::Request)?;
        answer(on, refund.id)
    }
}
