//! What was accepted becomes an entry, and all of a batch one commit; what became of it is learnt even where
//! the answer was lost.

use super::one::Kept;
use super::{Error, Ground, Holding, Pass, Prepared, Shelves, Writer};
use crate::defect::{Defect, planted};
use crate::engine::lane::{Fate, patience};
use crate::engine::view::Accepted;
use crate::journal::{Entry, FORMAT, Lane};
use crate::storage::{Batch, CommitError, Conflict, Record, StorageError};
use crate::time::Timestamp;

impl Writer {
    /// Keeps what the command did: its records stay changed in memory, and its entry waits for the commit.
    pub(super) fn accept(
        &mut self,
        request: &Prepared,
        lane: &Lane,
        (at, entropy): (Timestamp, Option<u64>),
        kept: Kept,
    ) -> Result<(), Error> {
        let Accepted { written, added, premises } = self.shelves.accept(at);
        let transfers = added.as_ref().map_or(0, |added| added.count);
        let entry = Entry {
            format: FORMAT,
            rules: kept.rules,
            lane: lane.lane.0,
            epoch: lane.epoch,
            sequence: lane.sequence.saturating_add(1),
            previous: lane.hash.into(),
            at,
            entropy,
            actor: request.actor.clone(),
            key: request.key.clone(),
            fingerprint: request.fingerprint.map(Into::into),
            command: request.command.spec().tag,
            input: request.input.clone(),
            outcome: kept.outcome,
            written,
            added,
            premises,
        };
        let row = entry.to_row();
        let Some(holding) = &mut self.lane else {
            return Err(Error::Bug("a request is accepted without a lane".to_owned()));
        };
        let next = &mut holding.next;
        (next.sequence, next.hash, next.last_at) = (entry.sequence, row.hash, at);
        next.transfers = next.transfers.saturating_add(transfers);
        self.entries.push(row);
        self.deadline = self.deadline.into_iter().chain(request.deadline).min();
        Ok(())
    }

    pub(super) fn commit(&mut self, ground: &Ground<'_>) -> Result<(), Pass> {
        let Some(lane) = &mut self.lane else {
            return Err(Error::Bug("a commit without a lane".to_owned()).into());
        };
        let (now, deadline) = (ground.clock.now(), self.deadline);
        let mut batch = Batch { tables: vec![lane.change(now)], journal: Vec::new() };
        self.shelves.changes(&mut batch);
        batch.journal = std::mem::take(&mut self.entries);
        match ground.commit(&batch, patience(deadline, now)) {
            Ok(()) => {
                lane.settle();
                self.shelves.settle();
                Ok(())
            }
            Err(error) if taken_for_success(&error) => {
                lane.settle();
                self.shelves.settle();
                Ok(())
            }
            Err(CommitError::Conflict(conflicts)) => self.conflict(ground, &conflicts),
            Err(CommitError::Unknown(_)) if planted(Defect::UnknownIsLost) => Err(Pass::Again),
            Err(CommitError::Unknown(_)) => {
                self.unresolved = true;
                let happened = self.resolve(ground, deadline);
                if self.unresolved {
                    self.shelves.forget_batch();
                }
                if happened? { Ok(()) } else { Err(Pass::Again) }
            }
            // Those whose time is up are answered; for the others it waits again.
            Err(CommitError::Storage(StorageError::Unavailable(_)))
                if deadline.is_some_and(|deadline| ground.clock.now() >= deadline) =>
            {
                Err(Pass::Again)
            }
            Err(CommitError::Storage(error)) => Err(error.into()),
        }
    }

    /// Learns whether the commit whose answer was lost happened, for those who want to know by then.
    pub(super) fn resolve(
        &mut self,
        ground: &Ground<'_>,
        deadline: Option<Timestamp>,
    ) -> Result<bool, Error> {
        let Some(lane) = &mut self.lane else { return Ok(false) };
        let fate = lane.resolve(ground.storage, ground.clock, deadline)?;
        self.unresolved = false;
        match fate {
            Fate::Happened => self.shelves.settle(),
            Fate::DidNotHappen => self.shelves.forget_batch(),
            Fate::LaneLost { .. } => self.drop_lane(),
        }
        Ok(matches!(fate, Fate::Happened | Fate::LaneLost { happened: true }))
    }

    /// Some premise of the commit no longer holds: what it rested on is forgotten.
    fn conflict(&mut self, ground: &Ground<'_>, conflicts: &[Conflict]) -> Result<(), Pass> {
        self.shelves.taken(conflicts);
        let lost = conflicts.iter().any(|conflict| conflict.table == Lane::TABLE);
        if let (true, Some(lane)) = (lost, &self.lane) {
            lane.lost(ground.storage)?;
            self.drop_lane();
            self.lane = Some(Holding::choose(ground.storage, ground.clock.now(), &self.standing)?);
        }
        self.give_up_batch();
        self.shelves.load_missing(ground.storage)?;
        Err(Pass::Again)
    }

    /// Another engine has it.
    fn drop_lane(&mut self) {
        if let Some(lane) = &self.lane {
            self.standing.lost(lane);
        }
        self.shelves = Shelves::default();
        self.lane = None;
        self.unresolved = false;
    }

    pub(super) fn give_up_batch(&mut self) {
        self.shelves.forget_batch();
        self.entries.clear();
        if let Some(lane) = self.lane.as_mut().filter(|_| !self.unresolved) {
            lane.reset();
        }
    }
}

/// Never, but where that was broken on purpose.
fn taken_for_success(error: &CommitError) -> bool {
    match error {
        CommitError::Storage(_) => planted(Defect::FaultIsSuccess),
        CommitError::Conflict(_) => planted(Defect::ConflictIsSuccess),
        CommitError::Unknown(_) => false,
    }
}
