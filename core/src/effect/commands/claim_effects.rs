//! Claim effects.

use super::by_platform;
use crate::command::{Output, command};
use crate::defect::{Defect, planted};
use crate::effect::{Effect, EffectEvent, EffectKind, EffectState, done};
use crate::engine::{Stop, View};
use crate::error::{Code, refused};
use crate::id::EffectId;
use crate::limits;
use crate::operation::{Operation, OperationState, handed_out};
use crate::shape::told;
use minicbor::{Decoder, Encoder};
use std::convert::Infallible;

command! {
    /// Hands effects to a worker. What is not ready, because another worker was faster, is left out of the
    /// answer.
    ///
    /// [`Engine::claim`](crate::Engine::claim) finds effects that are due and issues this command.
    pub struct ClaimEffects = 24 "claim_effects", repeated by State, answers Claimed {
        /// Who will do them, at most 128 bytes; the same name after a restart.
        1 worker: String,
        /// The effects, between one and 1,000.
        2 effects: Vec<EffectId>,
        /// For how many seconds, up to a day.
        3 lease_seconds: u32,
    }
    refuses [InvalidValue, NotPermitted]
}

told! {
    /// An effect with the operation it is about: what a worker needs to do it.
    pub struct Work {
        /// The effect.
        effect: Effect,
        /// The operation.
        operation: Operation,
    }
}

told! {
    /// What a worker was given.
    pub struct Claimed {
        /// Each effect with its operation, in the order asked for.
        work: Vec<Work>,
    }
}

impl ClaimEffects {
    fn decide(&self, on: &mut View<'_>) -> Result<Claimed, Stop> {
        limits::text("name of the worker", &self.worker, limits::NAME_BYTES)?;
        limits::list("effects", self.effects.len(), limits::EFFECTS)?;
        let seconds = usize::try_from(self.lease_seconds).unwrap_or(usize::MAX);
        if seconds == 0 || seconds > limits::LEASE_SECONDS {
            return Err(
                refused!(Code::InvalidValue, "a lease of {seconds} s is not between 1 s and a day").into()
            );
        }
        by_platform(on)?;
        on.want::<Effect>(self.effects.iter().copied())?;
        let mut operations = Vec::with_capacity(self.effects.len());
        for id in &self.effects {
            operations.extend(on.find::<Effect>(*id)?.map(|effect| effect.operation));
        }
        on.want::<Operation>(operations)?;
        let mut work = Vec::with_capacity(self.effects.len());
        let mut missing = false;
        for id in &self.effects {
            match self.claim(on, *id) {
                Ok(claimed) => work.extend(claimed),
                Err(Stop::Missing) => missing = true,
                Err(stop) => return Err(stop),
            }
        }
        if missing { Err(Stop::Missing) } else { Ok(Claimed { work }) }
    }

    fn claim(&self, on: &mut View<'_>, id: EffectId) -> Result<Option<Work>, Stop> {
        let now = on.now();
        let Some(effect) = on.find::<Effect>(id)? else { return Ok(None) };
        if effect.state == EffectState::Claimed && planted(Defect::ClaimedTwice) {
            let operation = on.get::<Operation>(effect.operation)?;
            return Ok(Some(Work {
                effect: Effect::clone(&effect),
                operation: Operation::clone(&operation),
            }));
        }
        if effect.state != EffectState::Ready || effect.due_at.is_none_or(|due_at| due_at > now) {
            return Ok(None);
        }
        let operation = on.get::<Operation>(effect.operation)?;
        let wanted = match effect.kind {
            EffectKind::SendOperation => operation.state == OperationState::Created,
            EffectKind::AskOperation => operation.is_unfinished(),
        };
        if !wanted {
            done(on, id, EffectEvent::Superseded)?;
            return Ok(None);
        }
        let until = now.plus_seconds(i64::from(self.lease_seconds));
        let operation = match effect.kind {
            EffectKind::SendOperation => handed_out(on, effect.operation, until)?,
            EffectKind::AskOperation => operation,
        };
        let effect = on.advance::<Effect>(id, EffectEvent::WasClaimed, |effect| {
            effect.worker = Some(self.worker.clone());
            effect.due_at = Some(until);
            effect.claims = effect.claims.saturating_add(1);
        })?;
        Ok(Some(Work { effect: Effect::clone(&effect), operation: Operation::clone(&operation) }))
    }
}

/// A replay hands out again what the same claim still holds; what was completed or recovered since is not
/// done twice.
impl Output for Claimed {
    fn keep(&self, e: &mut Encoder<Vec<u8>>) -> Result<(), minicbor::encode::Error<Infallible>> {
        let claims: Vec<(EffectId, u32)> =
            self.work.iter().map(|work| (work.effect.id, work.effect.claims)).collect();
        e.encode(claims).map(|_| ())
    }

    fn recall(d: &mut Decoder<'_>, on: &mut View<'_>) -> Result<Self, Stop> {
        let claims: Vec<(EffectId, u32)> = d.decode().map_err(Stop::undecodable)?;
        on.want::<Effect>(claims.iter().map(|(id, _)| *id))?;
        let mut work = Vec::with_capacity(claims.len());
        for (id, claim) in claims {
            let effect = on.get::<Effect>(id)?;
            if effect.state == EffectState::Claimed && effect.claims == claim {
                let operation = on.get::<Operation>(effect.operation)?;
                work.push(Work { effect: Effect::clone(&effect), operation: Operation::clone(&operation) });
            }
        }
        Ok(Self { work })
    }
}
