//! Simulates worlds, as many as one likes: in all of them nothing may be found. Whether anything would be
//! found is another question: in a build with `--cfg paywright_defects`, `--defects` breaks one rule of the
//! engine after the other (`core/src/defect.rs`). Each must be found within 100,000 steps and come down to 20
//! at most.

#[cfg(paywright_defects)]
mod defects;
mod exempt;
mod life;
mod model;
mod moves;
mod options;
mod run;
#[cfg(not(paywright_defects))]
mod server;
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
#[allow(dead_code, reason = "shared with programs that print more")]
#[path = "../../xtask/src/terminal.rs"]
mod terminal;

#[cfg(paywright_defects)]
use moves::Ground;
use options::Options;
use std::process::ExitCode;
#[cfg(paywright_defects)]
use std::sync::Arc;
use tell::{How, tell};

fn main() -> ExitCode {
    let options: Options = match terminal::read(std::env::args_os()) {
        Ok(options) => options,
        Err(answer) => return answer.give(),
    };
    if let Some(name) = &options.defects {
        return seek(name.as_deref(), options.from, options.steps);
    }
    let (from, seeds) = options.seed.map_or((options.from, options.seeds), |seed| (seed, 1));
    let ground = match options.storage.as_deref().map(ground).transpose() {
        Ok(ground) => ground,
        Err(why) => {
            terminal::say(&why);
            return ExitCode::from(2);
        }
    };
    let how = How { ground: ground.as_ref(), steps: options.steps };
    let say = |found: &str| drop(terminal::print(&format!("{found}\n")));
    let (tally, defects) = tell(from..from.saturating_add(seeds), how, say);
    // Whoever reads the output may have left.
    let gaps: String = tally.gaps().iter().map(|gap| format!("{gap}\n")).collect();
    drop(terminal::print(&format!("{tally}{gaps}\n{}\n", tally.line(defects))));
    ExitCode::from(u8::from(defects > 0))
}

#[cfg(not(paywright_defects))]
use server::ground;

/// Rules are broken where worlds are quick.
#[cfg(paywright_defects)]
fn ground(_: &str) -> Result<Arc<dyn Ground>, String> {
    Err("This build breaks rules in memory and on files only.".to_owned())
}

#[cfg(paywright_defects)]
use defects::seek;

#[cfg(not(paywright_defects))]
fn seek(_: Option<&str>, _: u64, _: usize) -> ExitCode {
    terminal::say("No rule can be broken in this build: `cargo xtask simulate --defects` makes one.");
    ExitCode::from(2)
}
