//! What the hosts of a world were told, held against what its journal says: each success is there, once; what
//! was refused or failed has left nothing; and what nobody could say at first turns out one way.

use crate::day::{Asked, Said};
use crate::support::World;
use paywright::journal::IdempotencyKey;
use paywright::{Acceptance, Answer, AnyCommand, ClaimEffects, Cut, Error, ErrorKind, Event};
use std::collections::{BTreeMap, BTreeSet};

/// Who asked, and under which key.
type Who = (String, String);

/// Commands that the engine issues itself when it is called, without a key.
const ITS_OWN: [&str; 3] = ["claim_effects", "recover_effects", "time_out"];

/// What befell the storage during a move.
#[derive(Clone, Copy, Debug, Default)]
pub struct Befallen {
    /// Faults of any kind struck.
    pub struck: u64,
    /// Commits were stored and denied.
    pub denied: u64,
}

/// What callers were told during one move.
#[derive(Default)]
struct Told {
    befallen: Befallen,
    forgets: bool,
    /// The engine was called to find out itself what is to be done.
    called: bool,
    done: BTreeSet<Who>,
    replayed: BTreeSet<Who>,
}

/// What must be so, by what was said and written before.
#[derive(Default)]
pub struct Model {
    cut: Cut,
    keys: BTreeSet<Who>,
    /// What was asked, and nobody knows whether it happened.
    doubts: BTreeMap<Who, Asked>,
    /// The same of what the engine finds out itself, which has no key.
    host_doubts: bool,
}

impl Model {
    /// Of everything written so far.
    pub fn of(world: &World) -> Self {
        let mut model = Self::default();
        let events = model.news(world);
        model.keys = events.into_iter().filter_map(|event| who(&event)).collect();
        model
    }

    /// Requests of which nobody knows whether they happened.
    pub fn doubts(&self) -> Vec<Asked> {
        self.doubts.values().cloned().collect()
    }

    /// What was written since it was asked last.
    fn news(&mut self, world: &World) -> Vec<Event> {
        let mut events = Vec::new();
        loop {
            let page = world.eye().feed(&self.cut, 1_000).unwrap();
            if page.events.is_empty() {
                return events;
            }
            self.cut = page.next;
            events.extend(page.events);
        }
    }

    /// What was said during a move, and what befell the storage meanwhile. Answers what was written.
    pub fn hears(&mut self, world: &World, said: &[Said], befallen: Befallen) -> Result<Vec<Event>, String> {
        let events = self.news(world);
        // Where keys are forgotten in the middle of others' requests, nothing can be said of them.
        let forgets = events.iter().any(|event| matches!(event.command, AnyCommand::ForgetKeys(_)));
        let mut told = Told { forgets, befallen, ..Told::default() };
        for said in said {
            match said {
                Said::Host { error, .. } => {
                    told.called = true;
                    self.host_doubts |= error.as_ref().is_some_and(|error| may_be(error, befallen));
                }
                Said::Answer { asked, answer, alone } => {
                    self.hears_of(asked, answer, *alone, &mut told)?;
                    answer.as_ref().map_or(Ok(()), |answer| handed_out(asked, answer, &events))?;
                }
            }
        }
        self.reads(&events, &mut told)?;
        if let Some(lost) = told.done.first() {
            return Err(format!("accepted, and the journal knows nothing of it: {lost:?}"));
        }
        let unfounded = told.replayed.iter().find(|key| !self.keys.contains(*key));
        if let Some(unfounded) = unfounded.filter(|_| !forgets) {
            return Err(format!("replayed, and the journal knows nothing of it: {unfounded:?}"));
        }
        if forgets {
            let keys = world.all::<IdempotencyKey>().into_iter();
            self.keys = keys.map(|key| (key.principal, key.key)).collect();
        }
        Ok(events)
    }

    fn hears_of(
        &mut self,
        asked: &Asked,
        answer: &Result<Answer, Error>,
        alone: bool,
        told: &mut Told,
    ) -> Result<(), String> {
        let used = self.keys.contains(&asked.key) || told.done.contains(&asked.key);
        let known = used && !told.forgets;
        match answer.as_ref().map(|answer| answer.acceptance) {
            Ok(Acceptance::New) if known => return Err(format!("done twice: {asked:?}")),
            Ok(Acceptance::New) => drop(told.done.insert(asked.key.clone())),
            Ok(Acceptance::Replayed) => drop(told.replayed.insert(asked.key.clone())),
            Ok(Acceptance::Unchanged) if known => {
                return Err(format!("unchanged, though its key was used: {asked:?}"));
            }
            Ok(Acceptance::Unchanged) => {}
            Err(error) if may_be(error, told.befallen) => {
                self.doubts.insert(asked.key.clone(), asked.clone());
            }
            Err(error) => {
                let answered = matches!(error.kind(), ErrorKind::Refused | ErrorKind::Misuse);
                if known && answered && alone {
                    return Err(format!("{}, though its key was used: {asked:?}", error.code()));
                }
            }
        }
        Ok(())
    }

    /// Each entry is of somebody who was told so, or could not be told.
    fn reads(&mut self, events: &[Event], told: &mut Told) -> Result<(), String> {
        for event in events {
            let Some(who) = who(event) else {
                if !(ITS_OWN.contains(&event.name()) && (told.called || self.host_doubts)) {
                    return Err(format!("nobody asked for it: {event:?}"));
                }
                continue;
            };
            let accepted = told.done.remove(&who);
            let doubted = self.doubts.remove(&who).is_some();
            if !accepted && !doubted {
                return Err(format!("it is written, and whoever asked was told that it is not: {event:?}"));
            }
            if !self.keys.insert(who) && !told.forgets {
                return Err(format!("written twice: {event:?}"));
            }
        }
        Ok(())
    }
}

/// What was handed out to a worker was claimed for it, each once.
fn handed_out(asked: &Asked, answer: &Answer, events: &[Event]) -> Result<(), String> {
    if !matches!(asked.command, AnyCommand::ClaimEffects(_)) || answer.acceptance == Acceptance::Replayed {
        return Ok(());
    }
    let own = events.iter().filter(|event| who(event).as_ref() == Some(&asked.key));
    let mut claimed: BTreeSet<&str> =
        own.flat_map(|event| &event.changes).map(|change| change.id.as_str()).collect();
    let work = answer.clone().of::<ClaimEffects>().map(|answer| answer.output.work).unwrap_or_default();
    match work.iter().find(|work| !claimed.remove(work.effect.id.to_string().as_str())) {
        Some(work) => Err(format!("handed out, and not claimed: {work:?}")),
        None => Ok(()),
    }
}

fn who(event: &Event) -> Option<Who> {
    Some((event.actor.to_string(), event.key.clone()?))
}

/// The caller cannot know whether it happened.
fn may_be(error: &Error, befallen: Befallen) -> bool {
    match error.code() {
        "outcome_unknown" => true,
        "deadline_exceeded" => befallen.denied > 0 || error.to_string().contains("may have"),
        // What was stored was denied: that is outside the laws, and nobody can tell.
        "storage_unavailable" | "journal_forked" | "contended" => befallen.denied > 0,
        _ => false,
    }
}
