//! Random days at the market, on memory and on SQLite side by side: the same answers, the same bytes, and
//! books that hold at the end.

mod day;

use crate::support::dump::journal_of;
use crate::support::{Backend, World};
use day::{Day, Step};
use proptest::prelude::*;
use proptest::test_runner::Config;

/// What fails is printed with the steps that lead there, at their shortest; no file is left behind.
/// `PROPTEST_CASES` asks for more days than a usual run has time for.
fn config() -> Config {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    let cases = cases.unwrap_or(48);
    Config { cases, failure_persistence: None, max_shrink_iters: 400, ..Config::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_day_gives_the_same_answers_and_bytes_on_every_storage(
        steps in prop::collection::vec(Step::any(), 1..90),
        seed in any::<u64>(),
    ) {
        let (memory, sqlite) = (World::seeded(Backend::Memory, seed), World::seeded(Backend::Sqlite, seed));
        let (mut on_memory, mut on_sqlite) = (Day::begins(&memory), Day::begins(&sqlite));
        for step in &steps {
            let (one, two) = (on_memory.does(step), on_sqlite.does(step));
            prop_assert_eq!(one, two, "{:?}", step);
        }
        memory.check();
        sqlite.check();
        prop_assert!(journal_of(&memory.storage) == journal_of(&sqlite.storage), "the journals differ");
        memory.dump().assert_unchanged(&sqlite.dump());
    }

    #[test]
    fn any_day_is_survived_by_restarts(
        steps in prop::collection::vec((Step::any(), 0..6_u8), 1..50),
        seed in any::<u64>(),
    ) {
        let mut world = World::seeded(Backend::Memory, seed);
        let mut day = Day::begins(&world).ids;
        for (step, restart) in &steps {
            if *restart == 0 {
                world = world.reopened();
            }
            let mut one = Day::goes_on(&world, day);
            one.does(step);
            day = one.ids;
        }
        world.check();
        prop_assert_eq!(world.all::<paywright::journal::Lane>().len(), 1);
    }

    #[test]
    fn any_day_is_shared_by_two_engines(
        steps in prop::collection::vec((Step::any(), any::<bool>()), 1..70),
        seed in any::<u64>(),
    ) {
        let world = World::seeded(Backend::Memory, seed);
        let mut day = Day::begins(&world).ids;
        let colleague = world.colleague("second");
        for (step, by_colleague) in &steps {
            let mut one = Day::goes_on(if *by_colleague { &colleague } else { &world }, day);
            one.does(step);
            day = one.ids;
        }
        world.check();
        prop_assert!(world.all::<paywright::journal::Lane>().len() <= 2);
    }
}
