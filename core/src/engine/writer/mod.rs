//! The loop: replay check, decide over what is in memory, load what is missing, commit once, decide again on
//! conflict, then while nobody else commits.

mod again;
mod ahead;
mod commit;
mod deadline;
mod import;
mod one;
mod preview;
mod replay;
mod turn;

use super::lane::{Holding, PATIENCE, Standing};
use super::request::{Acceptance, Answer, Prepared};
use super::shelf::Touch;
use super::view::{Shelves, Stop, View};
use super::{Ground, Shelved};
use crate::defect::{Defect, planted};
use crate::error::{Code, Error, Fault, Misuse, refused};
use crate::id::BooksId;
use crate::journal::{Books, IdempotencyKey, Lane, key_id};
use crate::storage::{JournalRow, StorageError};
use crate::time::Timestamp;
use ahead::Looked;
use deadline::{all_late, earliest, first_late};
pub(super) use deadline::{late, late_or_done};
use one::{One, contained, decide, next_stamp};

/// How often one request is decided while others may be first,
const ATTEMPTS: u32 = 16;
/// and how often a batch before it is split.
const LOSSES: u32 = 2;
/// How far other writers may be ahead of this clock.
const AHEAD_MICROS: i64 = 5_000_000;
/// How far this clock may be behind the lane's last entry.
const BACK_MICROS: i64 = 86_400_000_000;

/// The end of the year 9999.
const LATEST: Timestamp = Timestamp::from_micros(253_402_300_799_999_999);

pub(super) type Results = Vec<Result<Answer, Error>>;

/// Requests that are accepted together or not at all; mostly one.
pub(super) type Unit<'a> = &'a [Prepared];

/// What is to become of what was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Intent {
    /// It is committed.
    Commit,
    /// It is answered and given up.
    Preview,
}

/// Everything an engine has in memory.
#[derive(Debug, Default)]
pub(super) struct Writer {
    shelves: Shelves,
    lane: Option<Holding>,
    standing: Standing,
    /// A commit whose answer was lost, not yet resolved.
    unresolved: bool,
    entries: Vec<JournalRow>,
    /// The earliest deadline of what these entries were asked for.
    deadline: Option<Timestamp>,
    stamp: u64,
}

/// Why a pass over a batch ended without a commit.
enum Pass {
    /// Decide again: what it rested on was changed by others and is forgotten, or the commit waited until a
    /// deadline passed.
    Again,
    /// A request of this unit was not accepted, but some before it were: the unit is decided by itself.
    Fell(usize),
    Failed(Error),
}

impl<E: Into<Error>> From<E> for Pass {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl Writer {
    /// Decides the units in order and commits what was accepted, at once but where that cannot be: one result
    /// a request.
    pub(super) fn batch(&mut self, ground: &Ground<'_>, units: &[Unit<'_>], intent: Intent) -> Results {
        let (mut results, mut left) = (Vec::new(), units);
        while !left.is_empty() {
            let (decided, after) = self.some(ground, left, intent);
            results.extend(decided);
            left = after;
        }
        results
    }

    /// The results of the first units, at most one commit of them where nobody stands in the way, and the
    /// units after those. Where others were first, they are kept away while it is decided again, if the
    /// storage can do that.
    pub(super) fn some<'a, 'b>(
        &mut self,
        ground: &Ground<'_>,
        units: &'a [Unit<'b>],
        intent: Intent,
    ) -> (Results, &'a [Unit<'b>]) {
        self.shelves.begin(self.stamp);
        let can_split = units.len() > 1;
        for attempt in 1..=ATTEMPTS {
            let outcome = match self.pass(ground, units, intent) {
                Err(Pass::Again) if attempt == 1 && intent == Intent::Commit => self.in_turn(ground, units),
                outcome => outcome,
            };
            let pass = match outcome {
                Ok(results) => return (results, &[]),
                Err(pass) => pass,
            };
            self.give_up_batch();
            let half = units.len() / 2;
            let first = match pass {
                Pass::Again if attempt < LOSSES || !can_split => continue,
                Pass::Again => half,
                // Those before it, or it, by themselves.
                Pass::Fell(place) => place.max(1),
                // A damaged row concerns those who need it: found by halves.
                Pass::Failed(error) if error.code() == Fault::Corrupt.spec().code && can_split => half,
                Pass::Failed(error) => return (failed(ground, units, &error), &[]),
            };
            let (first, after) = units.split_at(first.min(units.len()));
            return (self.batch(ground, first, intent), after);
        }
        let contended = "other writers changed the same records each time; nothing was changed, try again";
        (failed(ground, units, &Error::storage(Fault::Contended, contended)), &[])
    }

    fn pass(&mut self, ground: &Ground<'_>, units: &[Unit<'_>], intent: Intent) -> Result<Results, Pass> {
        if let Some(late) = all_late(units, ground.clock) {
            return Ok(late);
        }
        self.begin(ground, units)?;
        let mut results = Vec::new();
        let mut looked = Looked::default();
        for (place, unit) in units.iter().enumerate() {
            let first = results.len();
            if let Some(late) = first_late(unit, ground.clock) {
                results.extend(refused_all(unit, late));
                continue;
            }
            while let Some(request) = unit.get(results.len().saturating_sub(first)) {
                match self.one(ground, request)? {
                    One::Answered(Err(error)) if unit.len() > 1 && !planted(Defect::HalfAtomic) => {
                        if units.len() > 1 {
                            return Err(Pass::Fell(place));
                        }
                        // It may rest on what the requests before it read and did.
                        self.give_up_unless_stale(ground)?;
                        return Ok(refused_all(unit, error).collect());
                    }
                    // Its key is new once the commit is there that forgets it.
                    One::Answered(Err(_)) if units.len() > 1 && self.forgets_key_of(request) => {
                        return Err(Pass::Fell(place));
                    }
                    One::Answered(result) => results.push(result),
                    One::Missing => match looked.looks(results.len()) {
                        Some(looks) => {
                            let ahead = units.iter().skip(place).copied().flatten();
                            let ahead = ahead.skip(results.len().saturating_sub(first));
                            self.look_ahead(ground, ahead, looks)?;
                        }
                        None => {
                            self.shelves.load_missing(ground.storage)?;
                        }
                    },
                }
            }
        }
        if self.entries.is_empty() {
            self.give_up_batch();
        } else if intent == Intent::Preview {
            self.give_up_unless_stale(ground)?;
        } else {
            self.commit(ground)?;
        }
        Ok(results)
    }

    /// Makes sure that there is a lane and that its last commit is known.
    fn begin(&mut self, ground: &Ground<'_>, units: &[Unit<'_>]) -> Result<(), Error> {
        if self.unresolved {
            let unknown =
                "what became of an earlier commit cannot be learnt yet; nothing was changed, try again";
            let deadline = earliest(units, ground.clock.now());
            self.resolve(ground, deadline).map_err(|error| match error.code() {
                code if code == Fault::OutcomeUnknown.spec().code => match ground.storage.ping() {
                    Err(lost @ StorageError::Lost(_)) => lost.into(),
                    _ => Error::storage(Fault::Unavailable, unknown),
                },
                _ => error,
            })?;
        }
        let lane = match &self.lane {
            Some(lane) => lane,
            None => self.lane.insert(Holding::choose(ground.storage, ground.clock.now(), &self.standing)?),
        };
        self.shelves.postings.begin(lane.next.lane.0, lane.next.transfers);
        self.entries.clear();
        self.deadline = None;
        Ok(())
    }
}

/// The answers to a batch that failed as a whole.
fn failed(ground: &Ground<'_>, units: &[Unit<'_>], error: &Error) -> Results {
    units.iter().copied().flatten().map(|request| Err(request.failed(error, ground.clock))).collect()
}

/// The same answer for each request of a unit.
fn refused_all(unit: Unit<'_>, error: Error) -> impl Iterator<Item = Result<Answer, Error>> {
    unit.iter().map(move |_| Err(error.clone()))
}
