//! Where an effect stands.

use super::Effect;
use crate::storage::states;

states! {
    machine "effect" of Effect;
    /// Where an effect stands.
    pub enum EffectState {
        /// It waits to be claimed.
        1 Ready = "ready",
        /// A worker does it.
        2 Claimed = "claimed",
        /// It was done, or is no longer needed.
        3 Done = "done",
        /// Its claim ended without an answer, and it may not be repeated; another effect asks.
        4 Lost = "lost",
    }
    /// What happens to an effect.
    pub enum EffectEvent {
        /// It was written down.
        1 Queued = "queued",
        /// A worker took it.
        2 WasClaimed = "claimed",
        /// The worker brought an outcome.
        3 WasCompleted = "completed",
        /// The worker brought no outcome yet; it is done again later.
        4 Postponed = "postponed",
        /// The claim ended, and it may be repeated.
        5 ClaimEnded = "claim_ended",
        /// The claim ended, and it may not be repeated.
        6 AnswerLost = "answer_lost",
        /// The outcome came another way before it was claimed.
        7 Superseded = "superseded",
    }
    starts { 1601 Queued => Ready, }
    edges {
        1602 Ready + WasClaimed => Claimed,
        1603 Claimed + WasCompleted => Done,
        1604 Claimed + Postponed => Ready,
        1605 Claimed + ClaimEnded => Ready,
        1606 Claimed + AnswerLost => Lost,
        1607 Ready + Superseded => Done,
    }
}
