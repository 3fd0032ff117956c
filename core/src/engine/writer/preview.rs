//! Deciding without committing.

use super::{Answer, Error, Ground, Intent, Pass, Prepared, Writer};
use crate::engine::view::ReadBy;

impl Writer {
    /// What the request would be answered now. Whatever there is of a lane stays as it is: a preview takes
    /// none, and does not settle what became of a commit whose answer was lost, for either would write.
    pub(in crate::engine) fn preview(
        &mut self,
        ground: &Ground<'_>,
        request: &Prepared,
    ) -> Result<Answer, Error> {
        let (lane, unresolved) = (self.lane.clone(), std::mem::take(&mut self.unresolved));
        let answer = self.batch(ground, &[std::slice::from_ref(request)], Intent::Preview).pop();
        (self.lane, self.unresolved) = (lane, unresolved);
        answer.unwrap_or_else(|| Err(Error::Bug("a request was not answered".to_owned())))
    }

    /// Gives up what this batch accepted. No commit will find out whether it rested on what storage holds, so
    /// that is asked here, of one moment.
    pub(super) fn give_up_unless_stale(&mut self, ground: &Ground<'_>) -> Result<(), Pass> {
        let snapshot = ground.storage.snapshot()?;
        if self.shelves.forget_stale(ReadBy::Batch, &*snapshot)? {
            return Err(Pass::Again);
        }
        self.give_up_batch();
        Ok(())
    }
}
