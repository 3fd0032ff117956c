//! One request: its key looked up, its command decided, and what it is answered.

use super::{
    AHEAD_MICROS, Acceptance, Answer, BACK_MICROS, Books, BooksId, Code, Error, Fault, Ground,
    IdempotencyKey, LATEST, Lane, Misuse, Pass, Prepared, Shelved, Stop, Timestamp, Touch, View, Writer,
    key_id, refused, replay,
};
use crate::defect::{Defect, planted};
use crate::engine::view::ReadBy;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What one request came to.
#[expect(clippy::large_enum_variant, reason = "one at a time is alive, and it is moved on at once")]
pub(super) enum One {
    Answered(Result<Answer, Error>),
    /// Something is not in memory.
    Missing,
}

impl Writer {
    /// Decides one request over what is in memory.
    pub(super) fn one(&mut self, ground: &Ground<'_>, request: &Prepared) -> Result<One, Pass> {
        let Some(lane) = self.lane.as_ref().map(|lane| lane.next.clone()) else {
            return Err(Error::Bug("a request is decided before a lane is chosen".to_owned()).into());
        };
        let command = next_stamp(&mut self.stamp);
        let mut view = View {
            shelves: &mut self.shelves,
            now: lane.last_at,
            lane: lane.lane.0,
            bits: None,
            entropy: &|| 0,
            made: 0,
            at: Touch { command, stamp: command },
            actor: &request.actor,
            knows: ground.knows,
        };
        match replay::replay_check(&mut view, request) {
            Err(stop) => return self.stopped(ground, stop),
            Ok(Some((lane, sequence))) => return self.replay(ground, request, (lane, sequence)),
            Ok(None) => {}
        }
        let clock = ground.clock.now();
        if let Some(error) = wrong_clock(clock, lane.last_at) {
            // Whoever repeats what was done is told so, whatever the clock says: also where another engine
            // did it since the key was looked up.
            return self.unless_stale(ground, Err(error));
        }
        let (mut now, mut raised) = (clock.max(lane.last_at.plus_micros(1)), false);
        let entropy = || ground.bits(&lane);
        loop {
            view = View {
                shelves: &mut self.shelves,
                now,
                lane: lane.lane.0,
                bits: None,
                entropy: &entropy,
                made: 0,
                at: Touch { command, stamp: next_stamp(&mut self.stamp) },
                actor: &request.actor,
                knows: ground.knows,
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
            let Decided { output, kept } = match decided {
                Ok(decided) => decided,
                Err(stop) => return self.stopped(ground, stop),
            };
            let newest = self.shelves.newest();
            if newest >= now {
                now = newest.plus_micros(1);
                if now.micros_since(clock) > AHEAD_MICROS && newest > lane.last_at {
                    return self.unless_stale(ground, Err(clock_behind(clock, newest)));
                }
                self.shelves.undo();
                raised = true;
                continue;
            }
            if !self.shelves.wrote() {
                return self.unless_stale(ground, Ok(Answer { output, acceptance: Acceptance::Unchanged }));
            }
            self.accept(request, &lane, (now, bits), kept)?;
            return Ok(One::Answered(Ok(Answer { output, acceptance: Acceptance::New })));
        }
    }

    /// Whether an earlier request of this batch forgot the key of this one.
    pub(super) fn forgets_key_of(&mut self, request: &Prepared) -> bool {
        let id = request.key.as_ref().map(|key| key_id(&request.principal, key));
        id.is_some_and(|id| IdempotencyKey::shelf(&mut self.shelves).was_removed(id))
    }

    pub(super) fn stopped(&mut self, ground: &Ground<'_>, stop: Stop) -> Result<One, Pass> {
        match stop {
            Stop::Missing => {
                self.shelves.undo();
                Ok(One::Missing)
            }
            Stop::Refused(refused) => self.unless_stale(ground, Err(refused.into())),
            Stop::Bug(what) => self.unless_stale(ground, Err(Error::Bug(what))),
            Stop::RulesTooOld(rules) => {
                let knows = ground.knows;
                Err(Error::storage(
                    Fault::RulesVersionTooOld,
                    format!("the books ask for rules {rules}, and this release knows {knows}: update it"),
                )
                .into())
            }
        }
    }

    /// Others may have written since the records were read: an answer that leaves no entry is given only when
    /// what it rests on is what storage holds at one moment.
    pub(super) fn unless_stale(
        &mut self,
        ground: &Ground<'_>,
        answer: Result<Answer, Error>,
    ) -> Result<One, Pass> {
        let snapshot = ground.storage.snapshot()?;
        let stale =
            !planted(Defect::RefusalFromMemory) && self.shelves.forget_stale(ReadBy::Command, &*snapshot)?;
        if !planted(Defect::RefusalKept) {
            self.shelves.undo();
        }
        if stale { Err(Pass::Again) } else { Ok(One::Answered(answer)) }
    }
}

pub(super) fn next_stamp(stamp: &mut u64) -> u64 {
    *stamp = stamp.saturating_add(1);
    *stamp
}

/// What a command came to.
pub(super) struct Decided {
    pub(super) output: crate::command::AnyOutput,
    pub(super) kept: Kept,
}

/// What its entry keeps of that.
#[derive(PartialEq, Eq)]
pub(super) struct Kept {
    pub(super) outcome: Vec<u8>,
    /// The rules that held when it was decided.
    pub(super) rules: u32,
}

/// Decides the command; where it changed something, its key is used up with it.
pub(super) fn decide(view: &mut View<'_>, request: &Prepared, lane: &Lane) -> Result<Decided, Stop> {
    let Some(books) = view.find::<Books>(BooksId::ONLY)? else {
        return Err(Stop::Bug("the books are missing".to_owned()));
    };
    if books.rules > view.knows {
        return Err(Stop::RulesTooOld(books.rules));
    }
    let rules = books.rules;
    let (output, outcome) = request.command.decide(view)?;
    let to_note = view.shelves.wrote() && !planted(Defect::KeyForgotten);
    if let (true, Some(key)) = (to_note, &request.key) {
        let id = key_id(&request.principal, key);
        if view.was_removed::<IdempotencyKey>(id) {
            let just = "is forgotten by an earlier request of the same call; ask again";
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
    Ok(Decided { output, kept: Kept { outcome, rules } })
}

/// A clock that no entry can be timed by.
fn wrong_clock(clock: Timestamp, last: Timestamp) -> Option<Error> {
    if last.micros_since(clock) > BACK_MICROS {
        let back =
            format!("the clock says {clock}, more than a day before the last entry of {last}: set it right");
        return Some(Error::misuse(Misuse::ClockMovedBack, back));
    }
    (clock > LATEST).then(|| {
        let beyond = format!("the clock says {clock}, which is beyond the year 9999: set it right");
        Error::misuse(Misuse::ClockOutOfRange, beyond)
    })
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
pub(super) fn contained<T>(rule: impl FnOnce() -> Result<T, Stop>) -> Result<T, Stop> {
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
