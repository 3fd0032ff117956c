//! What the threads of a process under load do until it is killed.

use crate::business::Said;
use crate::calls::{Asker, Call, completion, said_of};
use crate::child::say_all;
use crate::support::{Shared, World};
use paywright::{Clock, Engine, SystemClock};
use std::thread::{scope, sleep};
use std::time::Duration;

/// How long a thread waits where the storage could not be reached: it asks for so much that whoever proves
/// its answers afterwards would never be done otherwise.
const BREATH: Duration = Duration::from_millis(200);

/// Each asks, and says what it was answered.
pub fn until_killed(engine: &Engine, askers: &[Asker]) {
    scope(|scope| {
        for asker in askers {
            scope.spawn(move || {
                for n in 0.. {
                    let said = asker.asks(engine, n);
                    say_all(&said);
                    if said.iter().all(|said| said.acceptance == "storage_unavailable") {
                        sleep(BREATH);
                    }
                    if asker.dice(n ^ 0xff).once_in(5) {
                        does_work(asker, engine, &mut |said| say_all(said));
                    }
                }
            });
        }
    });
}

/// What they left, by a clock that is not behind those of the dead.
pub fn world_after(storage: Shared) -> World {
    let world = World::on(storage, "parent").unwrap();
    world.clock.moves(SystemClock.now().micros_since(world.clock.reads()) / 1_000_000 + 1);
    world
}

/// Claims what is due and brings the channel's answers.
pub fn does_work(asker: &Asker, engine: &Engine, tell: &mut dyn FnMut(&[Said])) {
    let claims = asker.claims(engine);
    tell(&claims);
    let asks = claims.iter().filter_map(completion).collect();
    tell(&said_of(engine, Call { atomic: false, asks }, None));
}

pub fn askers(seed: u64, life: u64, threads: u64) -> Vec<Asker> {
    (0..threads).map(|thread| Asker { seed, life, thread }).collect()
}
