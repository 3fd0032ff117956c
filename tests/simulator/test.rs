//! The same worlds in every run: nothing is found, every command comes to every outcome, and every fault
//! strikes. `cargo xtask simulate` tells as many others as one likes.

mod exempt;
mod life;
mod model;
mod moves;
mod run;
mod shrink;
mod tally;
mod tell;
mod touched;
mod twist;

#[allow(dead_code, unused_imports, unused_macros, reason = "shared with the scenarios, which use the rest")]
#[path = "../day/mod.rs"]
mod day;
#[allow(dead_code, unused_imports, unused_macros, reason = "shared with the scenarios, which use the rest")]
#[path = "../support/mod.rs"]
mod support;

use moves::Plan;
use run::run;
use support::Backend;
use tell::{How, tell};

const SEEDS: u64 = 320;
const STEPS: usize = 1_200;

#[test]
fn in_no_world_is_anything_found_and_each_command_comes_to_each_outcome() {
    let (tally, defects) =
        tell(1..SEEDS + 1, How { ground: None, steps: STEPS }, |found| println!("{found}"));
    println!("{tally}\n{}", tally.line(defects));
    assert_eq!(defects, 0, "see above");
    let gaps = tally.gaps();
    assert!(gaps.is_empty(), "{gaps:#?}");
}

#[test]
fn a_world_is_the_same_whenever_it_is_told() {
    for seed in [1, 2, 3, 4] {
        let [(once, first), (again, second)] = [(); 2].map(|()| run(&Plan::of(seed, 200)));
        assert!(first.is_none() && second.is_none());
        assert_eq!(once, again);
    }
}

#[test]
fn most_worlds_lie_on_files_and_one_of_three_has_two_engines() {
    let plans: Vec<Plan> = (1..SEEDS + 1).map(|seed| Plan::of(seed, 1)).collect();
    let share = |of: &dyn Fn(&&Plan) -> bool| plans.iter().filter(of).count() * 100 / plans.len();
    assert!(share(&|plan| plan.backend == Backend::Sqlite) >= 50);
    assert!((25..45).contains(&share(&|plan| plan.off.len() == 2)));
}
