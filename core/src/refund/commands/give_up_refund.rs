//! Give a refund's destination up.

use super::{answer, by_refunder};
use crate::command::command;
use crate::engine::{Stop, View};
use crate::id::RefundId;
use crate::refund::{Refund, RefundEvent, advance};

command! {
    /// Looks for no other destination for a refund: it has failed, and can be retried or closed.
    pub struct GiveUpRefund = 44 "give_up_refund", repeated by State, answers Refund {
        /// The refund.
        1 refund: RefundId,
    }
    refuses [NotFound, NotPermitted, WrongState]
}

impl GiveUpRefund {
    /// This refund.
    #[must_use]
    pub const fn new(refund: RefundId) -> Self {
        Self { refund }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Refund, Stop> {
        let refund = on.get::<Refund>(self.refund)?;
        by_refunder(on, &refund)?;
        advance(on, refund.id, RefundEvent::GivenUp, |_| {})?;
        answer(on, refund.id)
    }
}
