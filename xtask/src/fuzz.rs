//! Coverage-guided fuzzing: one target after the other under libFuzzer, each for so many seconds.
//!
//! What libFuzzer learns stays in `target/fuzz`, and the next run goes on from there. What it finds goes to
//! `fuzz/found`, where the ordinary test tries it again.

use std::fs;
use std::io;
use std::process::{Command, ExitCode};

use crate::tool::{CARGO_FUZZ, NIGHTLY};
use crate::{process, terminal};

// The names are the targets' own file: a wrong one is then answered at once.
#[allow(unused_macros, reason = "the package of the targets uses the rest of it")]
#[path = "../../fuzz/src/names.rs"]
mod names;

/// Longer inputs reach little more, slowly.
const LONGEST: u32 = 4_096;
/// Seconds that one input may take.
const PATIENCE: u32 = 10;
/// Megabytes that the program may come to hold.
const MEMORY: u32 = 2_048;

/// Fuzzes one target, or all; every target has its turn, also after a finding.
pub fn run(target: Option<&str>, seconds: u32) -> io::Result<ExitCode> {
    let lacking: Vec<String> = [NIGHTLY, CARGO_FUZZ].iter().filter_map(|tool| tool.lacking()).collect();
    if !lacking.is_empty() {
        terminal::say(&format!("The targets cannot be fuzzed: {}.", lacking.join("; ")));
        return Ok(ExitCode::FAILURE);
    }
    let mut failed = Vec::new();
    for name in names::NAMES.iter().filter(|name| target.is_none_or(|target| target == **name)) {
        terminal::say(&format!("\nFuzzing {name} for {seconds} s."));
        if !fuzz(name, seconds)? {
            failed.push(*name);
        }
    }
    if failed.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    terminal::say(&format!(
        "\nNot all is well with {}: the output above says why. An input that was found lies under \
         fuzz/found; `cargo test -p paywright-fuzz` tries it again.",
        failed.join(", ")
    ));
    Ok(ExitCode::FAILURE)
}

/// Answers whether nothing was found.
fn fuzz(name: &str, seconds: u32) -> io::Result<bool> {
    let top = process::top();
    let (corpus, found) = (top.join("target/fuzz").join(name), top.join("fuzz/found").join(name));
    fs::create_dir_all(&corpus)?;
    fs::create_dir_all(&found)?;
    let mut command = guided(name, seconds);
    let ended = command.env("PAYWRIGHT_FUZZ_CORPUS", corpus).current_dir(top).status();
    // Nothing was found where it can be removed.
    let _ = fs::remove_dir(&found);
    ended.map(|status| status.success())
}

fn guided(name: &str, seconds: u32) -> Command {
    let mut command = process::command("rustup");
    // No memory is unsafe here, so no sanitizer is needed; and with link-time optimisation the build takes
    // many times as long.
    command.args(["run", "nightly", "cargo", "fuzz", "run", "--fuzz-dir", "fuzz", "--sanitizer", "none"]);
    command.args(["--features", "guided", "guided"]).arg(format!("target/fuzz/{name}")).arg("--");
    command.arg(format!("-artifact_prefix=fuzz/found/{name}/"));
    for (option, value) in
        [("max_total_time", seconds), ("max_len", LONGEST), ("timeout", PATIENCE), ("rss_limit_mb", MEMORY)]
    {
        command.arg(format!("-{option}={value}"));
    }
    command.arg("-print_final_stats=1");
    command.envs([("CARGO_PROFILE_RELEASE_LTO", "off"), ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")]);
    command.env("PAYWRIGHT_FUZZ_TARGET", name);
    command
}

/// A name from the command line.
pub fn known(name: &str) -> Result<String, String> {
    if names::NAMES.contains(&name) {
        return Ok(name.to_owned());
    }
    Err(format!("there are {}", names::NAMES.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_known_by_its_name_and_another_is_answered_with_all() {
        assert_eq!(known("money"), Ok("money".to_owned()));
        assert!(known("mony").unwrap_err().starts_with("there are money, ids, "));
    }

    #[test]
    fn what_is_found_goes_where_the_ordinary_test_tries_it() {
        let command = guided("money", 60);
        let words: Vec<&str> = command.get_args().filter_map(|word| word.to_str()).collect();
        assert!(words.contains(&"-artifact_prefix=fuzz/found/money/"), "{words:?}");
        assert!(words.contains(&"-max_total_time=60"), "{words:?}");
    }
}
