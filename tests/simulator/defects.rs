//! Rules of the engine are broken on purpose, one at a time, and worlds are told until it is found: a
//! simulator that misses them would miss a real one. To add a defect, name it in `core/src/defect.rs` and break
//! the rule where it is kept, by `planted`.

use crate::moves::Plan;
use crate::run::{Finding, run};
use crate::shrink::shrink;
use crate::terminal;
use paywright::defect::{Defect, plant};
use std::fmt::Write;
use std::process::ExitCode;
use std::sync::Mutex;
use std::thread;

/// A defect must be found within so many steps,
const STEPS: usize = 100_000;
/// and in a world that comes down to so many.
const SHORT: usize = 20;
/// Where nothing is broken, nothing is found in so many.
const SOUND: usize = 20_000;

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
    sought.insert(0, None);
    let searches = Mutex::new(Vec::new());
    let queue = Mutex::new(sought.into_iter().enumerate());
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let Some((nth, defect)) = queue.lock().unwrap().next() else { return };
                    plant(defect);
                    let search = search(defect, from, most);
                    plant(None);
                    drop(terminal::print(&search.told()));
                    searches.lock().unwrap().push((nth, search));
                }
            });
        }
    });
    let mut searches = searches.into_inner().unwrap();
    searches.sort_by_key(|(nth, _)| *nth);
    drop(terminal::print(&table(searches.iter().map(|(_, search)| search))));
    ExitCode::from(u8::from(searches.iter().any(|(_, search)| !search.ok)))
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
        eprintln!("DBG {name} seed {seed} steps {} -> {} {:?}", search.steps, small.steps(), finding.kind);
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
        let _ = writeln!(text, "{name}: found after {steps} steps, at seed {seed}; {short} steps lead there:");
        let _ = write!(text, "{small}");
        let _ = writeln!(text, "which comes to: {what}");
        text
    }
}

fn table<'a>(searches: impl Iterator<Item = &'a Search>) -> String {
    let mut text = format!("\n{:<24}{:>8}{:>8}{:>8}  found by\n", "defect", "seed", "steps", "shrunk");
    for Search { name, steps, found, ok } in searches {
        let _ = match found {
            Some(Found { seed, small, finding }) => {
                let short = small.steps();
                let by = finding.kind.replace("\n", " ");
                writeln!(text, "{name:<24}{seed:>8}{steps:>8}{short:>8}  {by}{}", if *ok { "" } else { "  NO" })
            }
            None => writeln!(text, "{name:<24}{:>8}{steps:>8}{:>8}  -{}", "-", "-", if *ok { "" } else { "  NO" }),
        };
    }
    text
}
