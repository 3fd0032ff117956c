//! Approve a refund.

use super::{answer, by_reviewer, in_time};
use crate::command::command;
use crate::engine::{Stop, View};
use crate::error::{Code, refused};
use crate::id::RefundId;
use crate::ledger::Cause;
use crate::refund::{Refund, RefundEvent, advance, send};

command! {
    /// Lets a refund pass its review. Its requester may not approve it.
    pub struct ApproveRefund = 21 "approve_refund", repeated by State, answers Refund {
        /// The refund.
        1 refund: RefundId,
    }
    refuses [NotPermitted, NotFound, WrongState, SelfReview, AccountNotOpen]
}

impl ApproveRefund {
    /// This refund.
    #[must_use]
    pub const fn new(refund: RefundId) -> Self {
        Self { refund }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Refund, Stop> {
        by_reviewer(on)?;
        let refund = on.get::<Refund>(self.refund)?;
        in_time(on, &refund)?;
        let by = on.actor().to_string();
        let reviewer = Some(by.clone());
        let approved =
            advance(on, refund.id, RefundEvent::WasApproved, |refund| refund.reviewed_by = reviewer)?;
        if refund.requested_by == by {
            let id = refund.id;
            return Err(
                refused!(Code::SelfReview, "{by} asked for the refund {id} and may not approve it").into()
            );
        }
        send(on, &approved, Cause::Request)?;
        answer(on, refund.id)
    }
}
