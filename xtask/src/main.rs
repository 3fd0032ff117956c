//! `cargo xtask`: everything a contributor runs, under one roof.
//!
//! - `demo`, `verify`, `inspect`, `bench` and `simulate` build a program of the workspace and become it:
//!   [`program`]
//! - `fleet` runs the test of that name for as long as one likes: [`fleet`]
//! - `fuzz` runs targets under libFuzzer: [`fuzz`]
//! - `test`, `check` and `generate` run a list of stages, each timed, and end with one line of figures:
//!   [`stage`]
//! - `wheel` and `python` build the Python package, and run what is said in the environment it is tested in:
//!   [`python`]
//! - `kotlin` builds what the Kotlin package is made of, and runs Maven: [`kotlin`]
//! - `swift` builds the Swift package, and runs Swift for it: [`swift`]
//! - `postgres` sees to PostgreSQL's server, and starts one to throw away: [`postgres`]
//! - `app-library` builds the native half of the Kotlin and Swift packages as an app carries it: [`app`]
//!
//! The package depends on no other member of the workspace, so it also runs when they do not build.

mod app;
mod cli;
mod debian;
mod elf;
mod fleet;
mod fuzz;
mod kotlin;
mod measured;
mod postgres;
mod process;
mod program;
mod python;
mod report;
mod runner;
mod stage;
mod swift;
mod tally;
mod terminal;
mod tool;
mod weight;

use std::io::{self, Write};
use std::process::ExitCode;

use cli::Command;
use program::{BENCH, DEFECTS, INSPECT, MARKETPLACE, SIMULATE, VERIFY};
use runner::Absent;
use stage::{CHECKS, GENERATED, OLDEST_PYTHON, Stage, TESTS};

fn main() -> ExitCode {
    let command = match cli::read(std::env::args_os()) {
        Ok(command) => command,
        Err(answer) => return answer.give(),
    };
    // What stands behind the command is the program's; it reads it again, and for good.
    let passed = std::env::args_os().skip(2);
    let ended = match command {
        Command::Demo(_) => MARKETPLACE.become_it(passed),
        Command::Verify(_) => VERIFY.become_it(passed),
        Command::Inspect(_) => INSPECT.become_it(passed),
        Command::Bench(options) => BENCH.become_with(&measured::needed(&options.names), passed),
        Command::Simulate(options) if options.defects.is_some() => DEFECTS.become_it(passed),
        Command::Simulate(_) => SIMULATE.become_it(passed),
        Command::Fleet(options) => fleet::run(&options),
        Command::Test { all, python } => {
            let mut asked = TESTS.to_vec();
            asked.extend(python.map(|_| OLDEST_PYTHON));
            stages(&asked, if all { Absent::Fails } else { Absent::Skips })
        }
        Command::Python { series, command } => python::run(series.as_deref(), &command),
        Command::Wheel => python::wheel(),
        Command::Kotlin { project, release, arguments } => {
            kotlin::run(project.as_deref(), release, &arguments)
        }
        Command::Swift { arguments } => swift::run(&arguments),
        Command::AppLibrary(options) => app::library(options.target.as_deref(), options.json),
        Command::Postgres(options) => postgres::run(&options),
        Command::Generate => stages(GENERATED, Absent::Fails),
        Command::Fuzz { target, seconds } => fuzz::run(target.as_deref(), seconds),
        Command::Check => stages(CHECKS, Absent::Fails),
    };
    ended.unwrap_or_else(|error| {
        // Whoever read the output (`| head`) has left, and need not be told.
        if error.kind() != io::ErrorKind::BrokenPipe {
            terminal::say(&format!("xtask could not go on: {}", terminal::reason(&error)));
        }
        ExitCode::FAILURE
    })
}

/// Runs every stage, even after a failed one, and prints the table and the figures last.
fn stages(stages: &[Stage], absent: Absent) -> io::Result<ExitCode> {
    let mut out = io::stdout().lock();
    let outcomes = runner::run(stages, absent, &mut out)?;
    write!(out, "{}", report::table(&outcomes))?;
    out.flush()?;
    let failed = outcomes.iter().any(|outcome| outcome.verdict.is_failure());
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
