//! Random days at the market, on memory and on SQLite side by side: the same answers, the same bytes, and
//! books that hold after every step.

mod audit;
mod coverage;
pub mod crowd;
mod follower;

use super::journal::lines::{exported, import};
use crate::day::step::Step;
use crate::day::{Day, Memory};
use crate::support::dump::journal_of;
use crate::support::{Backend, World};
use paywright::{Account, AccountId};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestError, TestRunner};
use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};

/// Tells a story of many days. Whatever fails is printed with the steps that lead there, at their shortest,
/// and with the command that repeats it. `PROPTEST_CASES` asks for more days than a usual run has time for,
/// `PROPTEST_RNG_SEED` for the days of an earlier run.
pub fn tell<S: Strategy>(name: &str, usual: u32, days: S, day: impl Fn(S::Value)) {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    let cases = asked.unwrap_or(usual);
    let seed = match Config::default().rng_seed {
        RngSeed::Fixed(seed) => seed,
        RngSeed::Random => RandomState::new().hash_one(name),
    };
    let rng_seed = RngSeed::Fixed(seed);
    let config = Config {
        cases,
        rng_seed,
        failure_persistence: None,
        max_shrink_iters: 600,
        max_shrink_time: 120_000,
        ..Config::default()
    };
    let outcome = TestRunner::new(config).run(&days, |given| {
        day(given);
        Ok(())
    });
    let again = format!(
        "PROPTEST_RNG_SEED={seed} PROPTEST_CASES={cases} \
         cargo test -p paywright-scenarios --test scenarios {name} -- --nocapture"
    );
    match outcome {
        Ok(()) => {}
        Err(TestError::Fail(why, steps)) => {
            panic!("{why}\nat its shortest: {steps:#?}\nthe same days again: {again}")
        }
        Err(other) => panic!("{other}\nthe same days again: {again}"),
    }
}

#[test]
fn any_day_gives_the_same_answers_and_bytes_on_every_storage() {
    let days = (Step::days(120), any::<u64>());
    let name = "any_day_gives_the_same_answers_and_bytes_on_every_storage";
    tell(name, 250, days, |(steps, seed)| {
        let (memory, sqlite) = (World::seeded(Backend::Memory, seed), World::seeded(Backend::Sqlite, seed));
        let (mut on_memory, mut on_sqlite) = (Day::begins(&memory), Day::begins(&sqlite));
        let mut before = figures(&memory);
        for step in &steps {
            let (one, two) = (on_memory.does(step), on_sqlite.does(step));
            assert_eq!(one, two, "{step:?}");
            memory.check_invariants();
            before = no_breach_is_worse(&memory, &before, step);
        }
        sqlite.check_invariants();
        assert!(journal_of(&memory.storage) == journal_of(&sqlite.storage), "the journals differ");
        memory.dump().assert_unchanged(&sqlite.dump());
    });
}

#[test]
fn any_day_is_survived_by_restarts() {
    let days = (Step::days(60), prop::collection::vec(0..6_u8, 60), any::<u64>());
    tell("any_day_is_survived_by_restarts", 250, days, |(steps, restarts, seed)| {
        let mut world = World::seeded(Backend::Memory, seed);
        let mut memory = Day::begins(&world).memory;
        for (step, restart) in steps.iter().zip(restarts) {
            if restart == 0 {
                world = world.reopened();
            }
            memory = one_step(&world, memory, step);
        }
        world.check_invariants();
        assert_eq!(world.all::<paywright::journal::Lane>().len(), 1);
    });
}

#[test]
fn any_day_is_the_same_to_an_engine_that_remembers_nothing() {
    let days = (Step::days(60), any::<u64>());
    tell("any_day_is_the_same_to_an_engine_that_remembers_nothing", 250, days, |(steps, seed)| {
        let warm = World::seeded(Backend::Memory, seed);
        let mut cold = World::seeded(Backend::Memory, seed);
        let mut remembers = Day::begins(&warm);
        let mut memory = Day::begins(&cold).memory;
        for step in &steps {
            cold = cold.reopened();
            let mut day = Day::goes_on(&cold, memory);
            assert_eq!(day.does(step), remembers.does(step), "{step:?}");
            memory = day.memory;
        }
        cold.check_invariants();
    });
}

#[test]
fn any_day_is_shared_by_two_engines() {
    let days = (Step::days(80), prop::collection::vec(any::<bool>(), 80), any::<u64>());
    tell("any_day_is_shared_by_two_engines", 250, days, |(steps, by_whom, seed)| {
        let world = World::seeded(Backend::Memory, seed);
        let mut memory = Day::begins(&world).memory;
        let colleague = world.colleague("second");
        for (step, by_colleague) in steps.iter().zip(by_whom) {
            memory = one_step(if by_colleague { &colleague } else { &world }, memory, step);
        }
        world.check_invariants();
        assert!(world.all::<paywright::journal::Lane>().len() <= 2);
    });
}

#[test]
fn any_day_of_two_engines_whose_clocks_differ_is_played_again_from_its_export() {
    let days = (Step::days(80), prop::collection::vec(any::<bool>(), 80), 0..6_i64);
    let name = "any_day_of_two_engines_whose_clocks_differ_is_played_again_from_its_export";
    tell(name, 120, days, |(steps, by_whom, behind)| {
        let world = World::seeded(Backend::Memory, 5);
        let mut memory = Day::begins(&world).memory;
        let second = world.beside("second");
        second.clock.moves(-behind);
        for (step, by_second) in steps.iter().zip(by_whom) {
            memory = one_step(if by_second { &second } else { &world }, memory, step);
            // Whoever's clock moved, the other one follows.
            let apart = world.clock.reads().plus_seconds(-behind).micros_since(second.clock.reads());
            let apart = apart / 1_000_000;
            if apart > 0 { second.clock.moves(apart) } else { world.clock.moves(-apart) }
        }
        let lines = exported(&world.engine);
        let copy = World::seeded(Backend::Memory, 6);
        import(&copy.engine, &lines).unwrap();
        world.dump().assert_unchanged(&copy.dump());
        copy.check_invariants();
        assert!(exported(&copy.engine) == lines, "the copy is exported otherwise");
    });
}

fn one_step(world: &World, memory: Memory, step: &Step) -> Memory {
    let mut day = Day::goes_on(world, memory);
    day.does(step);
    day.memory
}

/// Of each account: its bounds, what is available, and what it may rise to.
type Bounded = BTreeMap<AccountId, (Option<i64>, Option<i64>, i128, i128)>;

fn figures(world: &World) -> Bounded {
    let of = |account: Account| {
        let figures = world.engine.balance(account.id).unwrap().unwrap();
        let bounds = (account.min_available, account.max_balance);
        (account.id, (bounds.0, bounds.1, figures.available(), figures.ceiling()))
    };
    world.all::<Account>().into_iter().map(of).collect()
}

/// A bound may be tighter than what is there; no transfer makes such a breach worse. Where bounds and
/// transfers change in one step, nothing can be said.
fn no_breach_is_worse(world: &World, before: &Bounded, step: &Step) -> Bounded {
    let after = figures(world);
    for (account, (least, most, available, ceiling)) in &after {
        let earlier = before.get(account).copied().unwrap_or((*least, *most, 0, 0));
        if (earlier.0, earlier.1) != (*least, *most) {
            continue;
        }
        let worse = least.is_some_and(|least| *available < earlier.2 && *available < i128::from(least));
        assert!(!worse, "{account}: {available} after {earlier:?}: {step:?}");
        let worse = most.is_some_and(|most| *ceiling > earlier.3 && *ceiling > i128::from(most));
        assert!(!worse, "{account}: {ceiling} after {earlier:?}: {step:?}");
    }
    after
}
