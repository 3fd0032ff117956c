//! Effects: work for the outside world, written down with the decision and done afterwards by the host.
//!
//! The host claims effects, performs them and completes them. A send is *ask first*: when its claim ends
//! without an answer nobody knows whether it was sent, so the operation becomes unknown and the next effect
//! asks the channel; it is never sent twice. An ask is *repeatable*.

mod commands;
mod states;

pub use commands::claim_effects::{ClaimEffects, Claimed, Work};
pub use commands::complete_effect::CompleteEffect;
pub use commands::recover_effects::RecoverEffects;
pub use states::{EffectEvent, EffectState};

use crate::defect::{Defect, planted};
use crate::engine::{Stop, View};
use crate::id::{EffectId, OperationId};
use crate::operation::{Operation, OperationState, Outcome, observe};
use crate::storage::{record, words};
use crate::time::Timestamp;
use std::sync::Arc;

record! {
    /// Work for the outside world.
    pub struct Effect = 16 "effects" kept by Journal {
        /// Its id.
        id: EffectId,
        /// What is to be done.
        1 kind: EffectKind,
        /// The operation it is about.
        2 operation: OperationId,
        /// Where it stands.
        3 state: EffectState,
        /// Who has claimed it.
        4 worker: Option<String>,
        /// When it may be claimed; when it is claimed, until when.
        5 due_at: Option<Timestamp>,
        /// How often it was claimed.
        6 claims: u32,
    }
    index by_due(state, kind, due_at);
    index by_worker(worker);
}

words! {
    /// What is to be done.
    pub enum EffectKind {
        /// Send the operation to its channel, once. Never repeated without asking first.
        1 SendOperation = "send_operation",
        /// Ask the channel what became of the operation. May be repeated.
        2 AskOperation = "ask_operation",
    }
}

/// Clocks of two hosts may differ by so much: a claim is taken for abandoned only so long after its time, for
/// its worker may still see itself in it.
pub(crate) const CLOCKS_DIFFER_SECONDS: i64 = 5;

impl Effect {
    /// Whether its claim's time has passed by every clock.
    pub(crate) fn is_abandoned(&self, now: Timestamp) -> bool {
        self.state == EffectState::Claimed
            && self.due_at.is_some_and(|until| until.plus_seconds(CLOCKS_DIFFER_SECONDS) <= now)
    }
}

impl EffectKind {
    /// When a claim ends without an answer, it may be done again.
    #[must_use]
    pub const fn is_repeatable(self) -> bool {
        matches!(self, Self::AskOperation)
    }
}

/// Writes down an effect that may be claimed from `due_at` on.
pub(crate) fn queue(
    on: &mut View<'_>,
    kind: EffectKind,
    operation: OperationId,
    due_at: Timestamp,
) -> Result<EffectId, Stop> {
    let id = on.new_id()?;
    let effect = Effect {
        id,
        kind,
        operation,
        state: EffectState::Ready,
        worker: None,
        due_at: Some(due_at),
        claims: 0,
    };
    on.begin(effect, EffectEvent::Queued)?;
    Ok(id)
}

/// Nobody needs to do it any more.
pub(crate) fn supersede(on: &mut View<'_>, id: EffectId) -> Result<(), Stop> {
    if on.get::<Effect>(id)?.state == EffectState::Ready {
        done(on, id, EffectEvent::Superseded)?;
    }
    Ok(())
}

/// It may be claimed from now on, if nobody has claimed it.
pub(crate) fn hasten(on: &mut View<'_>, id: EffectId) -> Result<(), Stop> {
    let now = on.now();
    let effect = on.get::<Effect>(id)?;
    if effect.state == EffectState::Ready && effect.due_at.is_none_or(|due_at| due_at > now) {
        on.change::<Effect>(id, |effect| effect.due_at = Some(now))?;
    }
    Ok(())
}

/// A claim ended without an answer: its lease ran out, or its worker started anew.
pub(crate) fn claim_ended(on: &mut View<'_>, effect: &Effect) -> Result<(), Stop> {
    let now = on.now();
    if effect.kind.is_repeatable() || planted(Defect::AskFirstResent) {
        let change = |effect: &mut Effect| (effect.worker, effect.due_at) = (None, Some(now));
        return on.advance::<Effect>(effect.id, EffectEvent::ClaimEnded, change).map(|_| ());
    }
    done(on, effect.id, EffectEvent::AnswerLost)?;
    let operation: Arc<Operation> = on.get(effect.operation)?;
    if operation.state == OperationState::Sent {
        observe(on, effect.operation, &Outcome::Unknown { raw: None })?;
    }
    Ok(())
}

/// The effect is over.
pub(crate) fn done(on: &mut View<'_>, id: EffectId, event: EffectEvent) -> Result<Arc<Effect>, Stop> {
    on.advance::<Effect>(id, event, |effect| (effect.worker, effect.due_at) = (None, None))
}
