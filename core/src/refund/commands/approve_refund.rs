//! Approve a refund.

use crate::actor::Role;
use crate::command::command;
use crate::engine::{Stop, View};
use crate::error::{Code, refused};
use crate::id::RefundId;
use crate::refund::{Refund, RefundEvent, send};

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
        if !on.actor().may(Role::Reviewer) {
            return Err(refused!(
                Code::NotPermitted,
                "{} may not review refunds; a reviewer may",
                on.actor()
            )
            .into());
        }
        let refund = on.get::<Refund>(self.refund)?;
        let by = on.actor().to_string();
        let approved = on.advance::<Refund>(refund.id, RefundEvent::WasApproved, |_| {})?;
        if refund.requested_by == by {
            return Err(refused!(
                Code::SelfReview,
                "{by} asked for the refund {} and may not approve it",
                refund.id
            )
            .into());
        }
        send(on, &approved)?;
        on.get::<Refund>(refund.id).map(|refund| Refund::clone(&refund))
    }
}
