//! Close a refund.

use super::{answer, by_refunder, no_operation};
use crate::command::command;
use crate::engine::{Stop, View};
use crate::id::RefundId;
use crate::machine::State;
use crate::refund::{Refund, RefundEvent, RefundState, end};

command! {
    /// Gives a refund that failed up: what it reserved is released. Should its channel report a success after
    /// all, it is booked.
    pub struct CloseRefund = 45 "close_refund", repeated by State, answers Refund {
        /// The refund.
        1 refund: RefundId,
    }
    refuses [NotFound, NotPermitted, OperationUnfinished, WrongState]
}

impl CloseRefund {
    /// This refund.
    #[must_use]
    pub const fn new(refund: RefundId) -> Self {
        Self { refund }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Refund, Stop> {
        let refund = on.get::<Refund>(self.refund)?;
        by_refunder(on, &refund)?;
        no_operation(on, &refund)?;
        RefundState::step(Some(refund.state), RefundEvent::WasClosed)?;
        // After this line nothing may fail.
        end(on, refund.id, RefundEvent::WasClosed, |_| {})?;
        answer(on, refund.id)
    }
}
