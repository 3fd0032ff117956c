//! A few of the worlds on a PostgreSQL server: the same answers and the same journal as in memory.

mod exempt;
mod life;
mod model;
mod moves;
mod run;
mod server;
mod tally;
mod touched;
mod twist;

#[allow(dead_code, unused_imports, unused_macros, reason = "shared with the scenarios, which use the rest")]
#[path = "../day/mod.rs"]
mod day;
#[allow(dead_code, unused_imports, unused_macros, reason = "shared with the scenarios, which use the rest")]
#[path = "../support/mod.rs"]
mod support;
#[allow(dead_code, reason = "shared with programs that print more")]
#[path = "../../xtask/src/terminal.rs"]
mod terminal;

use moves::{Ground, Plan};
use run::run_to;
use std::sync::Arc;
use support::Backend;
use tally::Tally;

const STEPS: usize = 250;

/// How a world went, and how far its lanes came, with the hash over all that was written.
fn told(plan: &Plan) -> (Tally, String) {
    let mut cut = None;
    let (tally, found) = run_to(plan, |life| cut = Some(life.cut()));
    assert!(found.is_none(), "seed {} on {}: {found:?}", plan.seed, plan.lies_on());
    (tally, cut.expect("it came to its end"))
}

#[test]
fn a_world_on_a_server_is_the_one_of_its_seed_in_memory() {
    let ground = server::ground("postgres").unwrap_or_else(|why| panic!("{why}"));
    let (mut engines, mut all) = (0, Tally::default());
    for seed in 1..=8 {
        let plan = Plan { backend: Backend::Memory, ..Plan::of(seed, STEPS) };
        let there = told(&plan.clone().on(Some(&ground)));
        assert_eq!(there, told(&plan), "seed {seed}");
        engines += plan.off.len();
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
