//! Recover effects.

use super::by_platform;
use crate::command::command;
use crate::effect::{Claimed, Effect, EffectState, claim_ended};
use crate::engine::{Stop, View};
use crate::id::EffectId;
use crate::limits;

command! {
    /// Ends claims whose worker is gone: those of the named worker, which started anew, and those whose time
    /// passed more than 5 seconds ago, for the clocks of two hosts may differ. What may be repeated waits to
    /// be claimed again; what may not makes its operation unknown, and the channel is asked. Other claims
    /// among the named effects go on.
    ///
    /// [`Engine::recover`](crate::Engine::recover) and [`Engine::tick`](crate::Engine::tick) find such claims
    /// and issue this command.
    pub struct RecoverEffects = 26 "recover_effects", repeated by State, answers Claimed {
        /// The worker that started anew, if one did.
        1 worker: Option<String>,
        /// The effects, between one and 1,000.
        2 effects: Vec<EffectId>,
    }
    refuses [InvalidValue, NotPermitted]
}

impl RecoverEffects {
    /// The answer is always empty: nothing is claimed any more.
    fn decide(&self, on: &mut View<'_>) -> Result<Claimed, Stop> {
        limits::optional_text("name of the worker", self.worker.as_ref(), limits::NAME_BYTES)?;
        limits::list("effects", self.effects.len(), limits::EFFECTS)?;
        by_platform(on)?;
        on.want::<Effect>(self.effects.iter().copied())?;
        let mut missing = false;
        for id in &self.effects {
            match self.recover(on, *id) {
                Ok(()) => {}
                Err(Stop::Missing) => missing = true,
                Err(stop) => return Err(stop),
            }
        }
        if missing { Err(Stop::Missing) } else { Ok(Claimed { work: Vec::new() }) }
    }

    fn recover(&self, on: &mut View<'_>, id: EffectId) -> Result<(), Stop> {
        let now = on.now();
        let Some(effect) = on.find::<Effect>(id)? else { return Ok(()) };
        let claimed = effect.state == EffectState::Claimed;
        let gone = claimed && self.worker.is_some() && effect.worker == self.worker;
        if gone || effect.is_abandoned(now) { claim_ended(on, &effect) } else { Ok(()) }
    }
}
