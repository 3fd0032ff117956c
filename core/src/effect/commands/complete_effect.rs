//! Complete an effect.

use super::by_platform;
use crate::command::command;
use crate::effect::{Effect, EffectEvent, EffectState, done};
use crate::engine::{Stop, View};
use crate::id::EffectId;
use crate::limits;
use crate::operation::{Operation, Outcome, Report, observe};

/// An unanswered question is asked again after so long, doubling each time,
const FIRST_WAIT_SECONDS: i64 = 30;
/// up to this often.
const MOST_DOUBLINGS: u32 = 10;

command! {
    /// Brings what came of an effect. From whoever no longer holds the claim, it counts as an observation all
    /// the same; only their silence says nothing.
    pub struct CompleteEffect = 25 "complete_effect", repeated by State, answers Operation {
        /// The effect.
        1 effect: EffectId,
        /// Who did it.
        2 worker: String,
        /// Under which claim: the effect's `claims` as it was handed out. Where it is left out, the worker's
        /// present claim; a host whose threads share a name gives it.
        3 claim: Option<u32>,
        /// What came of it.
        4 outcome: Outcome,
    }
    refuses [InvalidValue, NotPermitted, NotFound]
}

impl CompleteEffect {
    /// By this worker, with this outcome.
    pub fn new(effect: EffectId, worker: impl Into<String>, outcome: Outcome) -> Self {
        Self { effect, worker: worker.into(), claim: None, outcome }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Operation, Stop> {
        limits::text("name of the worker", &self.worker, limits::NAME_BYTES)?;
        self.outcome.check()?;
        by_platform(on)?;
        let effect = on.get::<Effect>(self.effect)?;
        let holds = effect.state == EffectState::Claimed
            && effect.worker.as_ref() == Some(&self.worker)
            && self.claim.is_none_or(|claim| claim == effect.claims);
        if holds || !matches!(self.outcome, Outcome::Unknown { .. }) {
            let report = observe(on, effect.operation, &self.outcome)?;
            if holds {
                end(on, &effect, report)?;
            }
        }
        on.get::<Operation>(effect.operation).map(|operation| Operation::clone(&operation))
    }
}

fn end(on: &mut View<'_>, effect: &Effect, report: Report) -> Result<(), Stop> {
    if report == Report::Settled || !effect.kind.is_repeatable() {
        return done(on, effect.id, EffectEvent::WasCompleted).map(|_| ());
    }
    let doublings = effect.claims.saturating_sub(1).min(MOST_DOUBLINGS);
    let again = on.now().plus_seconds(FIRST_WAIT_SECONDS.saturating_mul(1 << doublings));
    let change = |effect: &mut Effect| (effect.worker, effect.due_at) = (None, Some(again));
    on.advance::<Effect>(effect.id, EffectEvent::Postponed, change).map(|_| ())
}
