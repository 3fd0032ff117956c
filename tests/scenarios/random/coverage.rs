//! What random days reach: every command of the catalogue, and every edge of the machines that money goes
//! through.

use crate::day::step::Step;
use crate::day::{Day, Memory};
use crate::support::dump::{edges_of, journal_of};
use crate::support::{Backend, World};
use paywright::AnyCommand;
use paywright::catalogue::edges;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use std::collections::{BTreeMap, BTreeSet};

/// So many days are enough for every edge.
const DAYS: usize = 700;
const STEPS: usize = 300;
/// The machines of which random days take every edge.
const MACHINES: &[&str] = &["payment", "operation", "order", "refund", "account", "hold", "effect", "case"];
/// Edges that chance takes too seldom to be asked for: an empty account is seldom closed while it is frozen.
const RARE: &[u16] = &[411, 412, 413];

/// The same days in every run.
fn days() -> Vec<(Vec<Step>, u64)> {
    let seed = RngSeed::Fixed(20_261_123);
    let mut runner =
        TestRunner::new(Config { rng_seed: seed, failure_persistence: None, ..Config::default() });
    let day = (Step::days(STEPS), any::<u64>());
    (0..DAYS).map(|_| day.new_tree(&mut runner).unwrap().current()).collect()
}

#[test]
fn random_days_ask_for_every_command_and_take_every_edge() {
    let mut taken: BTreeMap<u16, u32> = BTreeMap::new();
    let mut all = Memory::default();
    for (steps, seed) in days() {
        let world = World::seeded(Backend::Memory, seed);
        let mut day = Day::begins(&world);
        for step in &steps {
            day.does(step);
        }
        all.commands.extend(&day.memory.commands);
        for (command, (yes, no)) in &day.memory.answers {
            let count = all.answers.entry(command).or_default();
            *count = (count.0 + yes, count.1 + no);
        }
        for entry in journal_of(&world.storage) {
            edges_of(&entry).into_iter().for_each(|tag| *taken.entry(tag).or_default() += 1);
        }
        world.check_invariants();
    }
    for (command, (yes, no)) in &all.answers {
        println!("{command}: {yes} accepted, {no} refused");
        assert!(*yes > 0, "{command} was never accepted");
    }
    let catalogue: BTreeSet<&str> = AnyCommand::CATALOGUE.iter().map(|spec| spec.name).collect();
    let never: Vec<_> = catalogue.difference(&all.commands).collect();
    assert!(never.is_empty(), "no step asks for {never:?}");
    let mut missing = Vec::new();
    for edge in edges().filter(|edge| MACHINES.contains(&edge.machine)) {
        let count = taken.get(&edge.tag).copied().unwrap_or_default();
        println!("{} {}: {:?} + {} => {}: {count}", edge.tag, edge.machine, edge.from, edge.event, edge.to);
        if count == 0 && !RARE.contains(&edge.tag) {
            missing.push(edge);
        }
    }
    assert!(missing.is_empty(), "no random day takes {missing:#?}");
}
