//! A few of the worlds on a PostgreSQL server: the same answers and the same journal as in memory.

#[allow(dead_code, reason = "shared with the simulator, which asks for gaps")]
mod exempt;
mod life;
mod model;
#[allow(dead_code, reason = "shared with the simulator, which makes worlds smaller")]
mod moves;
#[allow(dead_code, reason = "shared with the simulator, which makes worlds smaller")]
mod run;
mod server;
#[allow(dead_code, reason = "shared with the simulator, which asks for gaps")]
mod tally;
mod touched;
mod twist;

#[allow(dead_code, unused_imports, unused_macros, reason = "shared with the scenarios, which use the rest")]
#[path = "../day/mod.rs"]
mod day;
#[allow(dead_code, unused_imports, unused_macros, reason = "shared with the scenarios, which use the rest")]
#[path = "../support/mod.rs"]
mod support;

use moves::{Ground, Plan};
use paywright::MemoryStorage;
use paywright::storage::{
    Batch, CommitError, JournalRow, Key, Reader, Rows, Scan, Schema, Storage, StorageError, Table,
};
use run::run_to;
use std::sync::Arc;
use std::time::Duration;
use support::{Opens, Shared};
use tally::Tally;

const STEPS: usize = 250;

/// Memory whose writers are given no turns: on a server there are none, and whoever was beaten too often is
/// told so.
#[derive(Debug)]
struct Unturned(MemoryStorage);

impl Reader for Unturned {
    fn load(&self, table: &'static Table, keys: &[Key], into: &mut Rows) -> Result<(), StorageError> {
        self.0.load(table, keys, into)
    }
    fn scan(&self, scan: &Scan<'_>, into: &mut Rows) -> Result<bool, StorageError> {
        self.0.scan(scan, into)
    }
    fn journal(&self, lane: u16, after: u64, limit: u32) -> Result<Vec<JournalRow>, StorageError> {
        self.0.journal(lane, after, limit)
    }
}

impl Storage for Unturned {
    fn migrate(&self, schema: &Schema) -> Result<(), StorageError> {
        self.0.migrate(schema)
    }
    fn commit(&self, batch: &Batch, patience: Duration) -> Result<(), CommitError> {
        self.0.commit(batch, patience)
    }
    fn snapshot(&self) -> Result<Box<dyn Reader + '_>, StorageError> {
        self.0.snapshot()
    }
    fn ping(&self) -> Result<(), StorageError> {
        self.0.ping()
    }
}

#[derive(Debug)]
struct InMemory;

impl Ground for InMemory {
    fn place(&self, _: u64) -> Arc<Opens> {
        let storage = MemoryStorage::new();
        Arc::new(move || Shared::new(Unturned(storage.clone())))
    }
}

/// How a world went, and how far its lanes came, with the hash over all that was written.
fn told(plan: &Plan) -> (Tally, String) {
    let mut cut = None;
    let (tally, found) = run_to(plan, |life| cut = Some(life.cut()));
    assert!(found.is_none(), "seed {} on {}: {found:?}", plan.seed, plan.lies_on());
    (tally, cut.expect("it came to its end"))
}

#[test]
fn a_world_on_a_server_is_the_one_of_its_seed_in_memory() {
    let server = server::ground("postgres").unwrap_or_else(|why| panic!("{why}"));
    let memory: Arc<dyn Ground> = Arc::new(InMemory);
    let (mut engines, mut all) = (0, Tally::default());
    for seed in 1..=8 {
        let plan = Plan::of(seed, STEPS);
        engines += plan.off.len();
        let there = told(&plan.clone().on(Some(&server)));
        assert_eq!(there, told(&plan.on(Some(&memory))), "seed {seed}");
        all.adds(&there.0);
    }
    println!("{}", all.line(0));
    assert!(all.restarts > 20 && all.faults.values().sum::<u64>() > 100 && engines > 8, "{all}");
}

#[test]
fn an_address_of_nobody_is_told_so_without_its_password() {
    let ground: Result<Arc<dyn Ground>, String> =
        server::ground("postgres://shop:throw-away@127.0.0.1:1/shop?sslmode=disable");
    let why = ground.expect_err("nobody is there");
    assert!(why.contains("cannot be reached") && !why.contains("throw-away"), "{why}");
}
