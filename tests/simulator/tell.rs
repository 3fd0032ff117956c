//! Many worlds, as many at once as the machine has cores.

use crate::moves::Plan;
use crate::run::{Finding, run};
use crate::shrink::shrink;
use crate::tally::Tally;
use std::fmt::Write;
use std::ops::Range;
use std::sync::Mutex;
use std::thread;

/// Tells the worlds of these seeds. Says what is found when it is; answers what was counted, and how many
/// worlds something was found in.
pub fn tell(seeds: Range<u64>, steps: usize, say: impl Fn(&str) + Sync) -> (Tally, u64) {
    let seeds = Mutex::new(seeds);
    let all = Mutex::new((Tally::default(), 0_u64));
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let Some(seed) = seeds.lock().unwrap().next() else { return };
                    let plan = Plan::of(seed, steps);
                    let (tally, finding) = run(&plan);
                    let found = finding.as_ref().map(|finding| told(&plan, finding, steps));
                    let mut all = all.lock().unwrap();
                    all.0.adds(&tally);
                    if let Some(found) = found {
                        all.1 += 1;
                        say(&found);
                    }
                }
            });
        }
    });
    all.into_inner().unwrap()
}

/// What was found, the shortest way there, and how it is told again.
fn told(plan: &Plan, finding: &Finding, steps: usize) -> String {
    let (small, found) = shrink(plan, finding);
    let (mut text, seed) = (String::new(), plan.seed);
    let Finding { step, what, .. } = finding;
    let _ = writeln!(text, "seed {seed}, step {step}: {what}");
    let (short, backend, off) = (small.steps(), small.backend, &small.off);
    let _ = writeln!(text, "at its shortest, {short} steps on {backend:?}, clocks off by {off:?}:");
    let _ = write!(text, "{small}");
    let _ = writeln!(text, "which comes to: {}", found.what);
    let _ = writeln!(text, "again: cargo xtask simulate --seed {seed} --steps {steps}");
    text
}
