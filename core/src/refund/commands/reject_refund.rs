//! Reject a refund.

use super::{answer, by_reviewer, in_time};
use crate::command::command;
use crate::engine::{Stop, View};
use crate::id::RefundId;
use crate::limits;
use crate::machine::State;
use crate::refund::{Refund, RefundEvent, RefundState, end};

command! {
    /// Stops a refund in its review; what it reserved is released.
    pub struct RejectRefund = 40 "reject_refund", repeated by State, answers Refund {
        /// The refund.
        1 refund: RefundId,
        /// Why, at most 256 bytes.
        2 reason: Option<String>,
    }
    refuses [InvalidValue, NotPermitted, NotFound, WrongState]
}

impl RejectRefund {
    /// This refund.
    #[must_use]
    pub const fn new(refund: RefundId) -> Self {
        Self { refund, reason: None }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Refund, Stop> {
        limits::optional_text("reason of the review", self.reason.as_ref(), limits::TEXT_BYTES)?;
        by_reviewer(on)?;
        let refund = on.get::<Refund>(self.refund)?;
        RefundState::step(Some(refund.state), RefundEvent::WasRejected)?;
        in_time(on, &refund)?;
        // After this line nothing may fail.
        let by = on.actor().to_string();
        end(on, refund.id, RefundEvent::WasRejected, |refund| {
            refund.reviewed_by = Some(by);
            refund.failure = self.reason.clone();
        })?;
        answer(on, refund.id)
    }
}
