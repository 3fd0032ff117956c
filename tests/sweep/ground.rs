//! Where the sweep stands: a filled world that is never changed, and copies of it that are.

use crate::examples::{Example, fill};
use crate::support::dump::Dump;
use crate::support::trouble::copy_of;
use crate::support::{Backend, Shared, World};
use paywright::{ConfirmPayment, Error, MemoryStorage, PaymentId, Request, Timestamp};

/// The filled world, its examples, and everything stored in it.
pub struct Ground {
    storage: MemoryStorage,
    pub now: Timestamp,
    pub before: Dump,
    pub examples: Vec<Example>,
    pub filled: World,
}

impl Ground {
    pub fn new() -> Self {
        let filled = World::new(Backend::Memory);
        let examples = fill(&filled);
        filled.check();
        let (storage, before) = (copy_of(&filled.storage), filled.dump());
        Self { storage, now: filled.clock.reads(), before, examples, filled }
    }

    /// A copy of it, with the same clock and the same entropy each time, and an engine of the next release.
    pub fn world(&self) -> World {
        let world = World::on(Shared::new(copy_of(&self.storage)), "copy").unwrap().knowing(2);
        world.clock.moves(self.now.micros_since(world.clock.reads()) / 1_000_000);
        world
    }
}

/// Refused whenever it is asked.
pub fn impossible() -> Request {
    Request::new(ConfirmPayment::new(nowhere()))
}

fn nowhere() -> PaymentId {
    PaymentId::derived("nowhere")
}

/// Whether it was the impossible that stood in the way.
pub fn was_impossible(error: &Error) -> bool {
    error.code() == "not_found" && error.to_string().contains(&nowhere().to_string())
}
