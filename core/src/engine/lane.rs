//! The lane that this engine writes: which one it takes, how it notices that another took it over, and how it
//! learns what became of a commit whose answer was lost.

use crate::defect::{Defect, planted};
use crate::error::{Error, Fault};
use crate::journal::{Lane, LaneNumber};
use crate::storage::{Batch, Record, Rows, Scan, Stamp, Storage, TableChanges};
use crate::time::{Clock, Timestamp};
use std::time::Duration;

/// How long a holder counts as alive without a commit, in seconds. Whoever is taken for dead too early,
/// because it paused or because clocks are apart, is fenced by the epoch and decides again: it loses nothing.
const HELD_SECONDS: i64 = 10;
/// How often that is doubled at most, for an engine that was fenced again and again: to about ten minutes.
const MOST_DOUBLINGS: u32 = 6;
/// After so many commits on its lane an engine that is fenced may take over from a living one, as if it
/// opened; the second time after twice as many, and so on. One more decision costs little beside them.
const EARNED_BY_COMMITS: u32 = 256;
/// As many lanes as a position can name.
pub(crate) const MOST_LANES: u16 = 1_023;
/// How long a commit may wait for other writers,
pub(super) const PATIENCE: Duration = Duration::from_secs(10);
/// and how long one that learns what became of another may at least.
const A_MOMENT: Duration = Duration::from_secs(1);

/// How long a commit may wait that is to be answered by then.
pub(super) fn patience(deadline: Option<Timestamp>, now: Timestamp) -> Duration {
    let left = |deadline: Timestamp| u64::try_from(deadline.micros_since(now)).unwrap_or(0);
    deadline.map_or(PATIENCE, |deadline| PATIENCE.min(Duration::from_micros(left(deadline))))
}

/// What became of a commit whose answer was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Happened,
    /// And it can no longer happen.
    DidNotHappen,
    /// Another engine has the lane now.
    LaneLost {
        happened: bool,
    },
}

/// How an engine chooses its lane. One that opens takes over the lane that has been silent longest, even from
/// a living holder.
#[derive(Debug, Default)]
pub(super) struct Standing {
    /// How often another engine took over a lane that this one held.
    fenced: u32,
    /// Whether it must leave living holders alone.
    waits: bool,
    /// Lanes that it chose since it last held one, and others were faster: they are alive.
    alive: Vec<LaneNumber>,
}

impl Standing {
    /// Another engine has the lane. Who only wanted to take it over chooses another. Who held it opens again
    /// if it made good use of it, and otherwise waits. Both take more each time, so living engines do not
    /// pass one lane to and fro for ever.
    pub(super) fn lost(&mut self, lane: &Holding) {
        if !lane.is_held() {
            self.alive.push(lane.next.lane);
        } else {
            self.alive.clear();
            self.fenced = self.fenced.saturating_add(1);
            self.waits = lane.commits < EARNED_BY_COMMITS.saturating_mul(self.fenced);
        }
    }

    /// Whether such a lane may be taken over: after a silence of 10 seconds, then 20, 40 and so on.
    fn may_take(&self, lane: &Lane, now: Timestamp) -> bool {
        let doublings = self.fenced.saturating_sub(1).min(MOST_DOUBLINGS);
        let beyond_hold = HELD_SECONDS.saturating_mul((1 << doublings) - 1);
        let is_silent = lane.held_until.plus_seconds(beyond_hold) <= now;
        is_silent || (!self.waits && !self.alive.contains(&lane.lane))
    }
}

/// While the storage does not answer, the commit may have happened.
fn unknown(error: Error) -> Error {
    let may = "the commit may have happened; ask again with the same key or id";
    Error::storage(Fault::OutcomeUnknown, format!("{error}: {may}"))
}

/// A lane as this engine holds it, or is about to.
#[derive(Clone, Debug)]
pub(super) struct Holding {
    /// The head in storage; `None` for a lane that is not there yet.
    stored: Option<Lane>,
    /// Its version; 0 for a lane that is not there yet.
    version: u64,
    /// The head that the running batch will leave.
    pub(super) next: Lane,
    /// Commits of this engine on it.
    commits: u32,
}

impl Holding {
    /// Chooses a lane: the one silent longest, if the engine's standing allows to take it over, or a new one.
    /// So there are about as many lanes as writers were ever alive at once.
    pub(super) fn choose(storage: &dyn Storage, now: Timestamp, standing: &Standing) -> Result<Self, Error> {
        let mut rows = Rows::new(Lane::TABLE);
        storage.scan(&Scan::all(Lane::TABLE, u32::from(MOST_LANES)), &mut rows)?;
        let mut lanes = Vec::with_capacity(rows.len());
        for i in 0..rows.len() {
            let lane = Lane::read(&mut rows.reader(i)).map_err(crate::storage::StorageError::from)?;
            lanes.push((lane, rows.stamp(i).version));
        }
        let free = lanes.iter().filter(|(lane, _)| standing.may_take(lane, now));
        if let Some((stored, version)) = free.min_by_key(|(lane, _)| (lane.held_until, lane.lane)) {
            let next = Lane { epoch: stored.epoch.saturating_add(1), ..stored.clone() };
            return Ok(Self { stored: Some(stored.clone()), version: *version, next, commits: 0 });
        }
        let last = lanes.iter().map(|(lane, _)| lane.lane.0).max().unwrap_or(0);
        if last >= MOST_LANES {
            return Err(Error::storage(
                Fault::NoFreeLane,
                "all 1,023 lanes are held by living writers; try again later",
            ));
        }
        Ok(Self::of(last.saturating_add(1), None))
    }

    /// A lane with its head in storage and the version of that; a new lane where there is none.
    pub(super) fn of(lane: u16, stored: Option<(Lane, u64)>) -> Self {
        if let Some((stored, version)) = stored {
            return Self { next: stored.clone(), stored: Some(stored), version, commits: 0 };
        }
        let (lane, zero) = (LaneNumber(lane), Timestamp::default());
        let (sequence, hash, transfers) = (0, [0; 32], 0);
        let next = Lane { lane, epoch: 1, held_until: zero, sequence, hash, last_at: zero, transfers };
        Self { stored: None, version: 0, next, commits: 0 }
    }

    /// Back to what storage holds: the running batch is given up.
    pub(super) fn reset(&mut self) {
        let epoch = self.next.epoch;
        if let Some(stored) = &self.stored {
            self.next = Lane { epoch, ..stored.clone() };
        } else {
            (self.next.sequence, self.next.hash, self.next.transfers) = (0, [0; 32], 0);
            self.next.last_at = Timestamp::default();
        }
    }

    /// The change of the head that a commit carries, holding the lane for a while from `now`.
    pub(super) fn change(&mut self, now: Timestamp) -> TableChanges {
        self.next.held_until = now.max(self.next.last_at).plus_seconds(HELD_SECONDS);
        let mut changes = TableChanges::new(Lane::TABLE);
        let stamp = Stamp { version: self.next.version(), changed_at: self.next.last_at };
        if self.version == 0 {
            self.next.write(&mut changes.new.row(stamp));
        } else {
            self.next.write(&mut changes.changed.row(stamp));
            changes.changed_from.push(self.version);
        }
        changes
    }

    /// The batch was committed.
    pub(super) fn settle(&mut self) {
        self.stored = Some(self.next.clone());
        self.version = self.next.version();
        self.commits = self.commits.saturating_add(1);
    }

    /// Whether this engine has written here, or fenced whoever did.
    pub(super) fn is_held(&self) -> bool {
        self.stored.as_ref().is_some_and(|stored| stored.epoch == self.next.epoch)
    }

    /// What a conflict on the head means: `Ok` where another engine holds the lane now.
    pub(super) fn lost(&self, storage: &dyn Storage) -> Result<(), Error> {
        let Some(stored) = &self.stored else { return Ok(()) };
        let Some((head, _)) = self.reload(storage)? else { return Err(self.forked()) };
        // Before the lane is taken over, its holder may still write; afterwards only a higher epoch may.
        let moved_on = head.sequence >= stored.sequence && (!self.is_held() || head.epoch > stored.epoch);
        // Others may have gone on in an older copy, and further than this engine had come.
        if moved_on && Self::is_there(storage, stored)? { Ok(()) } else { Err(self.forked()) }
    }

    /// The entry that a head names is still the lane's.
    fn is_there(storage: &dyn Storage, head: &Lane) -> Result<bool, Error> {
        if head.sequence == 0 {
            return Ok(true);
        }
        let entry = storage.journal(head.lane.0, head.sequence.saturating_sub(1), 1)?;
        Ok(entry.first().is_some_and(|row| row.sequence == head.sequence && row.hash == head.hash))
    }

    /// What became of a commit whose answer was lost. Where it did not happen, the lane's epoch is raised
    /// first, so that it can no longer arrive. Until that is known nothing else can be written; so it is
    /// tried once also where the deadline has passed, and not again.
    pub(super) fn resolve(
        &mut self,
        storage: &dyn Storage,
        clock: &dyn Clock,
        deadline: Option<Timestamp>,
    ) -> Result<Fate, Error> {
        for attempt in 0..4 {
            let now = clock.now();
            if attempt > 0 && deadline.is_some_and(|deadline| now >= deadline) {
                break;
            }
            let found = self.reload(storage).map_err(unknown)?;
            if found.as_ref().map_or(0, |(_, version)| *version) != self.version {
                return self.moved(storage, found);
            }
            let expected = self.next.clone();
            self.reset();
            if planted(Defect::NoFence) {
                return Ok(Fate::DidNotHappen);
            }
            self.next.epoch = self.next.epoch.saturating_add(1);
            let fence = Batch { tables: vec![self.change(now)], journal: Vec::new() };
            if storage.commit(&fence, patience(deadline, now).max(A_MOMENT)).is_ok() {
                self.settle();
                return Ok(Fate::DidNotHappen);
            }
            self.next = expected;
        }
        let silent =
            "the storage does not say whether the commit happened; ask again with the same key or id";
        Err(Error::storage(Fault::OutcomeUnknown, silent))
    }

    /// The head is no longer the one from before the commit: the lane's entry at our place tells whether it
    /// is ours.
    fn moved(&mut self, storage: &dyn Storage, found: Option<(Lane, u64)>) -> Result<Fate, Error> {
        let before = self.next.sequence.saturating_sub(1);
        let entry = storage.journal(self.next.lane.0, before, 1).map_err(|error| unknown(error.into()))?;
        let happened = entry.first().is_some_and(|row| row.hash == self.next.hash);
        let still_ours =
            found.is_some_and(|(head, _)| head.epoch == self.next.epoch && head.hash == self.next.hash);
        if happened && still_ours {
            self.settle();
            return Ok(Fate::Happened);
        }
        if !happened {
            self.lost(storage)?;
        }
        Ok(Fate::LaneLost { happened })
    }

    fn reload(&self, storage: &dyn Storage) -> Result<Option<(Lane, u64)>, Error> {
        let mut rows = Rows::new(Lane::TABLE);
        storage.load(Lane::TABLE, &[self.next.lane.into()], &mut rows)?;
        if rows.is_empty() {
            return Ok(None);
        }
        let lane = Lane::read(&mut rows.reader(0)).map_err(crate::storage::StorageError::from)?;
        Ok(Some((lane, rows.stamp(0).version)))
    }

    fn forked(&self) -> Error {
        let (lane, sequence) = (self.next.lane.0, self.stored.as_ref().map_or(0, |head| head.sequence));
        Error::storage(
            Fault::JournalForked,
            format!(
                "lane {lane} no longer holds entry {sequence} that this engine wrote: an older copy of the \
                 storage was put in its place; find out which copy is right before writing again"
            ),
        )
    }
}
