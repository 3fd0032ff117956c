//! The loop: replay check, decide over what is in memory, load what is missing, commit once, decide again on
//! conflict, then while nobody else commits.

mod again;
mod commit;
mod deadline;
mod import;
mod preview;
mod replay;
mod turn;

use super::lane::{Holding, PATIENCE, Standing};
use super::request::{Acceptance, Answer, Prepared};
use super::shelf::Touch;
use super::view::{Shelves, Stop, View};
use super::{Ground, RULES};
use crate::error::{Code, Error, Fault, Misuse, refused};
use crate::id::BooksId;
use crate::journal::{Books, IdempotencyKey, Lane, key_id};
use crate::storage::JournalRow;
use crate::time::Timestamp;
use deadline::all_late;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// How often one request is decided while others may be first,
const ATTEMPTS: u32 = 16;
/// and how often a batch before it is split.
const LOSSES: u32 = 2;
/// How many requests ahead are asked what they will need,
const LOOK_AHEAD: usize = 1_024;
/// and how many times, while they find more.
const LOOKS: usize = 6;
/// How far other writers may be ahead of this clock.
const AHEAD_MICROS: i64 = 5_000_000;
/// How far this clock may be behind the lane's last entry.
const BACK_MICROS: i64 = 86_400_000_000;

/// The end of the year 9999.
const LATEST: Timestamp = Timestamp::from_micros(253_402_300_799_999_999);

type Results = Vec<Result<Answer, Error>>;

/// What is to become of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// What was accepted is committed; a refused request does not stop the others.
    Each,
    /// The first request that is not accepted refuses all.
    AllOrNothing,
    /// It is decided, answered and given up.
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
    Failed(Error),
}

impl<E: Into<Error>> From<E> for Pass {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// What one request came to.
#[expect(clippy::large_enum_variant, reason = "one at a time is alive, and it is moved on at once")]
enum One {
    Answered(Result<Answer, Error>),
    /// Something is not in memory.
    Missing,
}

impl Writer {
    /// Decides the requests in order and commits what was accepted, at once. Where others were first, they
    /// are kept away while it is decided again, if the storage can do that.
    pub(super) fn batch(&mut self, ground: &Ground<'_>, requests: &[Prepared], mode: Mode) -> Results {
        self.shelves.begin(self.stamp);
        let can_split = requests.len() > 1 && mode == Mode::Each;
        for attempt in 1..=ATTEMPTS {
            let outcome = match self.pass(ground, requests, mode) {
                Ok(results) => return results,
                Err(Pass::Again) if attempt == 1 && mode != Mode::Preview => {
                    self.in_turn(ground, requests, mode)
                }
                Err(Pass::Again) => Ok(None),
                Err(Pass::Failed(error)) => Err(error),
            };
            self.give_up_batch();
            match outcome {
                Ok(Some(results)) => return results,
                Ok(None) if attempt < LOSSES || !can_split => continue,
                Ok(None) => {}
                // A damaged row concerns those who need it: found by halves.
                Err(error) if error.code() == Fault::Corrupt.spec().code && can_split => {}
                Err(error) => return failed(ground, requests, &error),
            }
            let (first, second) = requests.split_at(requests.len() / 2);
            let mut results = self.batch(ground, first, mode);
            results.extend(self.batch(ground, second, mode));
            return results;
        }
        let contended = "other writers changed the same records each time; nothing was changed, try again";
        failed(ground, requests, &Error::storage(Fault::Contended, contended))
    }

    fn pass(&mut self, ground: &Ground<'_>, requests: &[Prepared], mode: Mode) -> Result<Results, Pass> {
        if let Some(late) = all_late(requests, mode, ground.clock) {
            return Ok(late);
        }
        self.begin(ground)?;
        let mut results = Vec::with_capacity(requests.len());
        let mut looked = 0;
        while let Some(request) = requests.get(results.len()) {
            let one = match request.late(ground.clock) {
                Some(late) => One::Answered(Err(late)),
                None => self.one(ground, request, true)?,
            };
            match one {
                One::Answered(Err(error)) if mode == Mode::AllOrNothing => {
                    // It may rest on what the requests before it read and did.
                    self.give_up_unless_stale(ground)?;
                    return Ok(requests.iter().map(|_| Err(error.clone())).collect());
                }
                One::Answered(result) => results.push(result),
                One::Missing => {
                    self.shelves.load_missing(ground.storage)?;
                    if results.len() >= looked {
                        looked = results.len().saturating_add(1).saturating_add(LOOK_AHEAD);
                        self.look_ahead(ground, requests.get(results.len()..).unwrap_or_default())?;
                    }
                }
            }
        }
        if self.entries.is_empty() {
            self.give_up_batch();
        } else if mode == Mode::Preview {
            self.give_up_unless_stale(ground)?;
        } else {
            self.commit(ground)?;
        }
        Ok(results)
    }

    /// Asks the next requests what they will need, so that one load brings it for all of them: first what
    /// they name, then what that leads to. What depends on a request before them is loaded at their turn.
    fn look_ahead(&mut self, ground: &Ground<'_>, requests: &[Prepared]) -> Result<(), Pass> {
        for _ in 0..LOOKS {
            for later in requests.iter().take(LOOK_AHEAD) {
                self.one(ground, later, false)?;
            }
            if !self.shelves.load_missing(ground.storage)? {
                break;
            }
        }
        Ok(())
    }

    /// Makes sure that there is a lane and that its last commit is known.
    fn begin(&mut self, ground: &Ground<'_>) -> Result<(), Error> {
        if self.unresolved {
            let unknown =
                "what became of an earlier commit cannot be learnt yet; nothing was changed, try again";
            self.resolve(ground).map_err(|error| match error.code() {
                code if code == Fault::OutcomeUnknown.spec().code => {
                    Error::storage(Fault::Unavailable, unknown)
                }
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

    /// Decides one request. Only where `keep` is set is anything kept of it; else it only asks for records.
    fn one(&mut self, ground: &Ground<'_>, request: &Prepared, keep: bool) -> Result<One, Pass> {
        let Some(lane) = self.lane.as_ref().map(|lane| lane.next.clone()) else {
            return Err(Error::Bug("a request is decided before a lane is chosen".to_owned()).into());
        };
        self.stamp = self.stamp.saturating_add(1);
        let command = self.stamp;
        let mut view = View {
            shelves: &mut self.shelves,
            now: lane.last_at,
            lane: lane.lane.0,
            bits: None,
            entropy: &|| 0,
            made: 0,
            at: Touch { command, stamp: command },
            actor: &request.actor,
        };
        match replay::replay_check(&mut view, request) {
            Err(stop) => return self.stopped(ground, stop, keep),
            Ok(Some((lane, sequence))) => return self.replay(ground, request, (lane, sequence), keep),
            Ok(None) => {}
        }
        let clock = ground.clock.now();
        if let Some(error) = wrong_clock(clock, lane.last_at) {
            return self.clock_is_wrong(ground, error, keep);
        }
        let (mut now, mut raised) = (clock.max(lane.last_at.plus_micros(1)), false);
        let entropy =
            || if keep { ground.entropy.bits(lane.lane.0, lane.sequence.saturating_add(1)) } else { 0 };
        loop {
            view = View {
                shelves: &mut self.shelves,
                now,
                lane: lane.lane.0,
                bits: None,
                entropy: &entropy,
                made: 0,
                at: Touch { command, stamp: view_stamp(&mut self.stamp) },
                actor: &request.actor,
            };
            let decided = contained(|| {
                if raised {
                    // That the key is not used was undone with the rest; the answer rests on it too.
                    replay::replay_check(&mut view, request)?;
                }
                decide(&mut view, request, &lane)
            });
            let bits = view.bits;
            self.stamp = view.at.stamp;
            let (output, outcome) = match decided {
                Ok(decided) if keep => decided,
                Ok(_) => {
                    self.shelves.undo();
                    return Ok(One::Missing);
                }
                Err(stop) => return self.stopped(ground, stop, keep),
            };
            let newest = self.shelves.newest();
            if newest >= now {
                now = newest.plus_micros(1);
                if now.micros_since(clock) > AHEAD_MICROS && newest > lane.last_at {
                    return self.clock_is_wrong(ground, clock_behind(clock, newest), keep);
                }
                self.shelves.undo();
                raised = true;
                continue;
            }
            if !self.shelves.wrote() {
                return self.unless_stale(ground, Ok(Answer { output, acceptance: Acceptance::Unchanged }));
            }
            self.accept(request, &lane, (now, bits), outcome)?;
            return Ok(One::Answered(Ok(Answer { output, acceptance: Acceptance::New })));
        }
    }

    /// Whoever repeats what was done is told so, whatever the clock says: also where another engine did it
    /// since the key was looked up.
    fn clock_is_wrong(&mut self, ground: &Ground<'_>, error: Error, keep: bool) -> Result<One, Pass> {
        if keep {
            return self.unless_stale(ground, Err(error));
        }
        self.shelves.undo();
        Ok(One::Missing)
    }

    fn stopped(&mut self, ground: &Ground<'_>, stop: Stop, keep: bool) -> Result<One, Pass> {
        match stop {
            Stop::Missing => {
                self.shelves.undo();
                Ok(One::Missing)
            }
            _ if !keep => {
                self.shelves.undo();
                Ok(One::Missing)
            }
            Stop::Refused(refused) => self.unless_stale(ground, Err(refused.into())),
            Stop::Bug(what) => self.unless_stale(ground, Err(Error::Bug(what))),
            Stop::RulesTooOld(rules) => Err(Error::storage(
                Fault::RulesVersionTooOld,
                format!("the storage asks for rules version {rules}, this release knows {RULES}: update it"),
            )
            .into()),
        }
    }

    /// Others may have written since the records were read: an answer that leaves no entry is given only when
    /// what it rests on is what storage holds at one moment.
    fn unless_stale(&mut self, ground: &Ground<'_>, answer: Result<Answer, Error>) -> Result<One, Pass> {
        let snapshot = ground.storage.snapshot()?;
        let stale = self.shelves.forget_stale(&*snapshot)?;
        self.shelves.undo();
        if stale { Err(Pass::Again) } else { Ok(One::Answered(answer)) }
    }
}

/// The answers to a batch that failed as a whole.
fn failed(ground: &Ground<'_>, requests: &[Prepared], error: &Error) -> Results {
    requests.iter().map(|request| Err(request.failed(error, ground.clock))).collect()
}

fn view_stamp(stamp: &mut u64) -> u64 {
    *stamp = stamp.saturating_add(1);
    *stamp
}

/// Decides the command; where it changed something, its key is used up with it.
fn decide(
    view: &mut View<'_>,
    request: &Prepared,
    lane: &Lane,
) -> Result<(crate::command::AnyOutput, Vec<u8>), Stop> {
    let Some(books) = view.find::<Books>(BooksId::ONLY)? else {
        return Err(Stop::Bug("the books are missing".to_owned()));
    };
    if books.rules > RULES {
        return Err(Stop::RulesTooOld(books.rules));
    }
    let decided = request.command.decide(view)?;
    if let (true, Some(key)) = (view.shelves.wrote(), &request.key) {
        let id = key_id(&request.principal, key);
        if view.was_removed::<IdempotencyKey>(id) {
            let just = "was forgotten by an earlier request of the same batch; ask again";
            return Err(refused!(Code::IdempotencyKeyReused, "the key '{key}' {just}").into());
        }
        view.insert(IdempotencyKey {
            id,
            principal: request.principal.clone(),
            key: key.clone(),
            lane: lane.lane.0,
            sequence: lane.sequence.saturating_add(1),
        })?;
    }
    Ok(decided)
}

/// A clock that no entry can be timed by.
fn wrong_clock(clock: Timestamp, last: Timestamp) -> Option<Error> {
    if last.micros_since(clock) > BACK_MICROS {
        let back =
            format!("the clock says {clock}, more than a day before the last entry of {last}: set it right");
        return Some(Error::misuse(Misuse::ClockMovedBack, back));
    }
    let beyond = format!("the clock says {clock}, which is beyond the year 9999: set it right");
    (clock > LATEST).then(|| Error::misuse(Misuse::ClockOutOfRange, beyond))
}

fn clock_behind(clock: Timestamp, newest: Timestamp) -> Error {
    Error::storage(
        Fault::ClockBehind,
        format!(
            "another engine wrote at {newest}, this clock says {clock}: set the clocks right and try again"
        ),
    )
}

/// A panic in a rule is a bug of ours, and the engine goes on: what the rule did is undone as after any other
/// stop.
fn contained<T>(rule: impl FnOnce() -> Result<T, Stop>) -> Result<T, Stop> {
    catch_unwind(AssertUnwindSafe(rule)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
        let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
        let text = text.unwrap_or_else(|| "without a message".to_owned());
        Err(Stop::Bug(format!("a rule panicked: {text}")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_in_a_rule_is_answered_as_a_bug_with_its_message() {
        let texts =
            [contained::<()>(|| panic!("no {}", "way")), contained(|| panic!("never"))].map(|stopped| {
                let Err(Stop::Bug(text)) = stopped else { panic!("{stopped:?}") };
                text
            });
        assert_eq!(texts, ["a rule panicked: no way", "a rule panicked: never"]);
        assert!(matches!(contained(|| Ok(7)), Ok(7)));
    }
}
