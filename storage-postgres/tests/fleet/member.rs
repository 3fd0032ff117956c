//! One process of the fleet: an engine, and threads that ask it.

use crate::calls::Asker;
use crate::child::Child;
use crate::{till, work};
use paywright::Engine;
use paywright_postgres::PostgresStorage;
use std::io::Read;
use std::process::{Command, Stdio};
use std::time::Duration;

const ADDRESS: &str = "PAYWRIGHT_FLEET_ADDRESS";
const SEED: &str = "PAYWRIGHT_FLEET_SEED";
const LIFE: &str = "PAYWRIGHT_FLEET_LIFE";
/// Threads of a process, beside the one at the till.
const THREADS: u64 = 4;

/// A process that works until it is killed, and the threads in it.
pub struct Member {
    pub process: Child,
    pub askers: Vec<Asker>,
}

impl Member {
    /// Starts it; no two have the same `life`.
    pub fn start(address: &str, seed: u64, life: u64) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "--nocapture", "the_work_of_a_member"]);
        command.env(ADDRESS, address).env(SEED, seed.to_string()).env(LIFE, life.to_string());
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = Child::of(command);
        process.go();
        Self { process, askers: work::askers(seed, life, THREADS) }
    }
}

/// The process's own side. Does nothing in one that nobody told.
pub fn works_if_told() {
    let Ok(address) = std::env::var(ADDRESS) else { return };
    let told = |name: &str| std::env::var(name).unwrap().parse().unwrap();
    // The test runner has begun a line.
    println!();
    std::io::stdin().read_exact(&mut [0; 3]).unwrap();
    let (engine, life) = (engine(&address), told(LIFE));
    std::thread::scope(|scope| {
        scope.spawn(|| till::serves(&engine, life));
        work::until_killed(&engine, &work::askers(told(SEED), life, THREADS));
    });
}

/// An engine as soon as there is a server.
fn engine(address: &str) -> Engine {
    loop {
        match PostgresStorage::open(address).map_err(Into::into).and_then(Engine::new) {
            Err(error) if error.is_retryable() => std::thread::sleep(Duration::from_millis(20)),
            opened => return opened.unwrap_or_else(|error| panic!("{error}")),
        }
    }
}
