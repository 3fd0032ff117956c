//! Simulates worlds, as many as one likes.

mod life;
mod model;
mod moves;
mod options;
mod run;
mod shrink;
mod tally;
mod touched;

#[allow(dead_code, unused_imports, unused_macros, reason = "shared with the scenarios, which use the rest")]
#[path = "../day/mod.rs"]
mod day;
#[allow(dead_code, unused_imports, unused_macros, reason = "shared with the scenarios, which use the rest")]
#[path = "../support/mod.rs"]
mod support;
#[allow(dead_code, reason = "shared with programs that print more")]
#[path = "../../xtask/src/terminal.rs"]
mod terminal;

use moves::Plan;
use options::Options;
use run::{Finding, run};
use shrink::shrink;
use std::fmt::Write;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;
use tally::Tally;

fn main() -> ExitCode {
    let options: Options = match terminal::read(std::env::args_os()) {
        Ok(options) => options,
        Err(answer) => return answer.give(),
    };
    let (from, seeds) = options.seed.map_or((options.from, options.seeds), |seed| (seed, 1));
    let next = AtomicU64::new(0);
    let all = Mutex::new((Tally::default(), 0_u64));
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let nth = next.fetch_add(1, Relaxed);
                    if nth >= seeds {
                        return;
                    }
                    let plan = Plan::of(from + nth, options.steps);
                    let (tally, finding) = run(&plan);
                    let told = finding.as_ref().map(|finding| told(&plan, finding, options.steps));
                    let mut all = all.lock().unwrap();
                    all.0.adds(&tally);
                    if let Some(told) = told {
                        all.1 += 1;
                        let _ = terminal::print(&told);
                    }
                }
            });
        }
    });
    let (tally, defects) = all.into_inner().unwrap();
    let _ = terminal::print(&format!("{tally}\n{}\n", tally.line(defects)));
    ExitCode::from(u8::from(defects > 0))
}

/// What was found, the shortest way there, and how it is told again.
fn told(plan: &Plan, finding: &Finding, steps: usize) -> String {
    let (small, found) = shrink(plan, finding);
    let mut text = String::new();
    let Finding { step, what, .. } = finding;
    let _ = writeln!(text, "seed {}, step {step}: {what}", plan.seed);
    let _ = writeln!(
        text,
        "at its shortest, {} steps on {:?}, clocks {:?}:",
        small.moves.len(),
        small.backend,
        small.off
    );
    for one in &small.moves {
        let _ = writeln!(text, "  {one:?}");
    }
    let _ = writeln!(text, "which comes to: {}", found.what);
    let _ = writeln!(text, "again: cargo xtask simulate --seed {} --steps {steps}\n", plan.seed);
    text
}
