//! A batch that others were quicker than is decided again in a turn of its own, while they cannot commit. So
//! nobody loses for ever, however long a batch takes to decide.

use super::deadline::{all_late, earliest};
use super::{Ground, Intent, Pass, Results, Shelves, Unit, Writer};
use crate::engine::lane::patience;
use crate::storage::{Batch, CommitError, StorageError};
use std::time::Duration;

/// How often it is decided in its turn. The first time shows what others changed before it; what comes later
/// is keys that are taken, and only the commit said so.
const ROUNDS: u32 = 6;

impl Writer {
    /// Decides the batch in a turn. [`Pass::Again`] where there is nothing to it: the storage has no turns,
    /// others held theirs until a deadline passed, or it is not others who stand in the way.
    pub(super) fn in_turn(&mut self, ground: &Ground<'_>, units: &[Unit<'_>]) -> Result<Results, Pass> {
        self.give_up_batch();
        let now = ground.clock.now();
        // Nobody waits for those whose time is up already.
        if let Some(late) = all_late(units, ground.clock) {
            return Ok(late);
        }
        let earliest = earliest(units, now);
        let turn = match ground.storage.turn(patience(earliest, now)) {
            Ok(turn) => turn.ok_or(Pass::Again)?,
            // Those whose time is up are answered; for the others it waits again.
            Err(StorageError::Unavailable(_))
                if earliest.is_some_and(|deadline| ground.clock.now() >= deadline) =>
            {
                return Err(Pass::Again);
            }
            Err(error) => return Err(error.into()),
        };
        *ground.turn.borrow_mut() = Some(turn);
        let results = self.rounds(ground, units);
        *ground.turn.borrow_mut() = None;
        results
    }

    fn rounds(&mut self, ground: &Ground<'_>, units: &[Unit<'_>]) -> Result<Results, Pass> {
        for _ in 0..ROUNDS {
            match self.pass(ground, units, Intent::Commit) {
                // Answers without an entry find out one by one that they are stale; what is read now is not.
                Err(Pass::Again) => {
                    self.give_up_batch();
                    self.shelves = Shelves::default();
                }
                outcome => return outcome,
            }
        }
        Err(Pass::Again)
    }
}

impl Ground<'_> {
    /// In the turn, where there is one; it ends as soon as it is known whether the batch is there, so that
    /// whoever asks what became of it does not wait for itself.
    pub(super) fn commit(&self, batch: &Batch, patience: Duration) -> Result<(), CommitError> {
        let held = self.turn.borrow_mut().take();
        let Some(mut turn) = held else { return self.storage.commit(batch, patience) };
        let answer = turn.commit(batch);
        if matches!(answer, Err(CommitError::Conflict(_))) {
            *self.turn.borrow_mut() = Some(turn);
        }
        answer
    }
}
