//! Many worlds, as many at once as the machine has cores.

use crate::moves::{Ground, Plan};
use crate::run::{Finding, run};
use crate::shrink::shrink;
use crate::tally::Tally;
use std::fmt::Write;
use std::ops::Range;
use std::sync::{Arc, Mutex};
use std::thread;

/// Where worlds are, where they are not each where its plan says; and how long they are at most.
#[derive(Clone, Copy, Debug)]
pub struct How<'a> {
    pub ground: Option<&'a Arc<dyn Ground>>,
    pub steps: usize,
}

/// Tells the worlds of these seeds. Says what is found when it is; answers what was counted, and how many
/// worlds something was found in.
pub fn tell(seeds: Range<u64>, how: How<'_>, say: impl Fn(&str) + Sync) -> (Tally, u64) {
    let seeds = Mutex::new(seeds);
    let all = Mutex::new((Tally::default(), 0_u64));
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let Some(seed) = seeds.lock().unwrap().next() else { return };
                    let plan = Plan::of(seed, how.steps).on(how.ground);
                    let (tally, finding) = run(&plan);
                    let found = finding.as_ref().map(|finding| told(&plan, finding, how.steps));
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
    let (short, place, off) = (small.steps(), small.lies_on(), &small.off);
    let _ = writeln!(text, "at its shortest, {short} steps on {place}, clocks off by {off:?}:");
    let _ = write!(text, "{small}");
    let _ = writeln!(text, "which comes to: {}", found.what);
    let on = if plan.ground.is_some() { " --storage postgres" } else { "" };
    let _ = writeln!(text, "again: cargo xtask simulate --seed {seed} --steps {steps}{on}");
    text
}
