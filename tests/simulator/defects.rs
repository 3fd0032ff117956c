//! Rules of the engine are broken on purpose, one at a time, and worlds are told until it is found: a
//! simulator that misses them would miss real ones too. Each must be found within so many steps and come down
//! to a short world, of which the commands that it begins with are counted too.
//!
//! To add a defect, give it a name and a sentence in `core/src/defect.rs`, and ask `planted` for it where the
//! rule is kept. Where it is not found, the model or the moves are to be made stronger.

use crate::moves::Plan;
use crate::run::{Finding, run};
use crate::shrink::shrink;
use crate::terminal;
use paywright::defect::{Defect, plant};
use std::fmt::Write;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::Duration;

/// A defect must be found within so many steps,
const STEPS: usize = 100_000;
/// and in a world that comes down to so many.
const SHORT: usize = 20;
/// Where nothing is broken, nothing is found in so many.
const SOUND: usize = 20_000;
/// Where no search ends for so long, one hangs.
const PATIENCE: Duration = Duration::from_secs(900);

/// What became of one search.
struct Search {
    name: &'static str,
    /// Of all worlds that were told.
    steps: usize,
    found: Option<Found>,
    ok: bool,
}

struct Found {
    seed: u64,
    small: Plan,
    finding: Finding,
}

/// Seeks all defects, or the one of this name, in worlds from this seed on.
pub fn seek(name: Option<&str>, from: u64, most: usize) -> ExitCode {
    let mut sought: Vec<Option<Defect>> = Defect::ALL.iter().copied().map(Some).collect();
    if let Some(name) = name {
        sought.retain(|defect| defect.is_some_and(|defect| defect.name() == name));
    }
    if sought.is_empty() {
        let names: Vec<&str> = Defect::ALL.iter().map(|defect| defect.name()).collect();
        terminal::say(&format!("There is no such defect. There are {}.", names.join(", ")));
        return ExitCode::from(2);
    }
    // The search that finds nothing takes the longest.
    sought.insert(0, None);
    let count = sought.len();
    let searches = searched(sought, from, most);
    drop(terminal::print(&table(&searches)));
    let missed = searches.iter().filter(|search| !search.ok).count() + count - searches.len();
    drop(terminal::print(&format!("\n{} searches, {missed} of them failed\n", count)));
    ExitCode::from(u8::from(missed > 0))
}

/// As many at once as the machine has cores. A search that hangs, or dies, is not among them.
fn searched(sought: Vec<Option<Defect>>, from: u64, most: usize) -> Vec<Search> {
    let queue = Arc::new(Mutex::new(sought.into_iter()));
    let (done, searches) = mpsc::channel();
    for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
        let (queue, done) = (Arc::clone(&queue), done.clone());
        thread::spawn(move || {
            loop {
                let Some(defect) = queue.lock().unwrap().next() else { return };
                plant(defect);
                if done.send(search(defect, from, most)).is_err() {
                    return;
                }
            }
        });
    }
    drop(done);
    let mut ended = Vec::new();
    while let Ok(search) = searches.recv_timeout(PATIENCE) {
        drop(terminal::print(&search.told()));
        ended.push(search);
    }
    ended
}

/// What is found is made small; where it stays too long, others are looked for.
fn search(defect: Option<Defect>, from: u64, most: usize) -> Search {
    let name = defect.map_or("nothing", Defect::name);
    let limit = if defect.is_some() { STEPS } else { SOUND };
    let mut search = Search { name, steps: 0, found: None, ok: defect.is_none() };
    for seed in from.. {
        let plan = Plan::of(seed, most);
        let (_, finding) = run(&plan);
        search.steps += finding.as_ref().map_or(plan.moves.len(), |finding| finding.step);
        if search.steps > limit {
            break;
        }
        let Some(finding) = finding else { continue };
        let (small, finding) = shrink(&plan, &finding);
        search.ok = defect.is_some() && small.steps() <= SHORT;
        if search.found.as_ref().is_none_or(|found| small.steps() < found.small.steps()) {
            search.found = Some(Found { seed, small, finding });
        }
        if search.ok || defect.is_none() {
            break;
        }
    }
    search
}

impl Search {
    /// All that is known of it.
    fn told(&self) -> String {
        let (mut text, Self { name, steps, .. }) = (String::new(), self);
        let Some(Found { seed, small, finding }) = &self.found else {
            return format!("{name}: nothing was found in {steps} steps\n");
        };
        let (short, what) = (small.steps(), finding.what.chars().take(300).collect::<String>());
        let _ =
            writeln!(text, "{name}: found after {steps} steps, at seed {seed}; {short} steps lead there:");
        let _ = write!(text, "{small}");
        let _ = writeln!(text, "which comes to: {what}");
        text
    }
}

/// Failed searches say so at the end of their lines.
fn table(searches: &[Search]) -> String {
    let mut text = format!("\n{:<24}{:>8}{:>8}{:>8}  found by\n", "defect", "seed", "steps", "shrunk");
    for Search { name, steps, found, ok } in searches {
        let (seed, short, by) = found.as_ref().map_or_else(
            || ("-".to_owned(), "-".to_owned(), "-".to_owned()),
            |Found { seed, small, finding }| {
                let by = finding.kind.chars().take(70).collect::<String>().replace('\n', " ");
                (seed.to_string(), small.steps().to_string(), by)
            },
        );
        let failed = if *ok { "" } else { "  FAILED" };
        let _ = writeln!(text, "{name:<24}{seed:>8}{steps:>8}{short:>8}  {}{failed}", by.trim_end());
    }
    text
}
