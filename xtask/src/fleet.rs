//! Many processes on one PostgreSQL, killed and restarted for as long as one likes.

use std::io;
use std::process::ExitCode;

use clap::Args;

use crate::tool::SERVER;
use crate::{postgres, process};

const MORE: &str = "\
What happens:
  Four processes work on one database, on a server that is started for them and thrown away. Any of them is
  killed at any moment, and another takes its place; the server is stopped in the middle of their work and
  started again. Every few seconds all are killed, and each answer that was given is held against what is
  stored: what was accepted is there once, what was refused is not, nothing is half there, the books are
  sound.

Examples:
  cargo xtask fleet                       a minute, as before a change is sent
  cargo xtask fleet --minutes 60          after a change of how commits are made
  cargo xtask fleet --seed 7              with the choices of another run

The choices are those of the seed; the moments at which they meet the processes are never quite the same.

Ends with 0 where every answer was true, with 1 where one was not or PostgreSQL's server is missing, and with
2 where the options were not understood.";

/// Kill and restart many processes and their PostgreSQL server, and hold every answer against the books
#[derive(Debug, Args)]
#[command(after_help = MORE)]
pub struct Options {
    /// How long
    #[arg(long, value_name = "N", default_value_t = 1)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..))]
    pub minutes: u32,
    /// What the choices follow from
    #[arg(long, value_name = "SEED", default_value_t = 1)]
    pub seed: u64,
}

/// Runs the test of the same name for longer. Its exit code is ours.
///
/// # Errors
/// Where PostgreSQL cannot be had, or cargo cannot be started.
pub fn run(options: &Options) -> io::Result<ExitCode> {
    postgres::ready(&SERVER)?;
    let mut command = process::command("cargo");
    command.args(["test", "--quiet", "-p", "paywright-postgres", "--test", "fleet"]);
    command.args(["--", "--nocapture", "--exact", TEST]).current_dir(process::top());
    command.env("PAYWRIGHT_SECONDS", (u64::from(options.minutes) * 60).to_string());
    command.env("PAYWRIGHT_SEED", options.seed.to_string());
    process::replace(command)
}

const TEST: &str = "kills::four_processes_killed_at_any_moment_on_a_server_that_restarts_lose_nothing";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_test_that_is_run_is_there() {
        let (file, test) = TEST.split_once("::").expect("a file and a test");
        let path = process::top().join("storage-postgres/tests/fleet").join(file).with_extension("rs");
        let text = std::fs::read_to_string(path).expect("a file of tests");
        assert!(text.contains(&format!("fn {test}()")), "cargo xtask fleet would run nothing");
    }
}
