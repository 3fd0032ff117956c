//! The command line of xtask: what can be asked.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::terminal::{self, Answer};
use crate::{app, fleet, fuzz, postgres};

// The options of the programs are the programs' own files: help and usage errors are then answered at once,
// before anything is built, and in the same words.
#[allow(dead_code, reason = "xtask only checks the options; the program reads them")]
#[path = "../../benches/src/options.rs"]
mod bench;
#[allow(dead_code, reason = "xtask only checks the options; the program reads them")]
#[path = "../../examples/inspect/options.rs"]
mod inspect;
#[allow(dead_code, reason = "xtask only checks the options; the program reads them")]
#[path = "../../examples/marketplace/options.rs"]
mod marketplace;
#[allow(dead_code, reason = "xtask only checks the options; the program reads them")]
#[path = "../../tests/simulator/options.rs"]
mod simulate;
#[allow(dead_code, reason = "xtask only checks the options; the program reads them")]
#[path = "../../examples/verify/options.rs"]
mod verify;

const CODES: &str = "\
Examples:
  cargo xtask demo                          the marketplace, on orders that are built in
  cargo xtask help demo                     the options of one command
  cargo xtask verify --database shop.db     the check of a database
  cargo xtask test                          before a change is sent

Ends with:
  0  all is well
  1  something failed or was found; what it was is said above
  2  the command line was not understood (verify, inspect: or there was nothing that could be read)";

/// Build, try, measure and test Paywright
#[derive(Parser)]
#[command(bin_name = "cargo xtask", arg_required_else_help = true, after_help = CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// One command of `cargo xtask`.
#[derive(Debug, Subcommand)]
pub enum Command {
    Demo(marketplace::Options),
    Verify(verify::Options),
    Inspect(inspect::Options),
    Bench(bench::Options),
    Simulate(simulate::Options),
    Fleet(fleet::Options),
    Postgres(postgres::Options),
    AppLibrary(app::Options),

    /// Run every test in stages, each timed; the last line counts the tests
    #[command(after_help = "\
Writes only to the build directory and the directory for temporary files.

Ends with 0 where every test passed, with 1 where one failed (the table names its stage), and with 2 where
the options were not understood.")]
    Test {
        /// Fail where a stage lacks its tools, instead of skipping it
        #[arg(long)]
        all: bool,
        /// Try the Python package on its oldest version too
        #[arg(long, value_name = "VERSION", value_parser = ["3.10"])]
        python: Option<String>,
    },

    /// Run a command in the environment that the Python package is tested in
    #[command(after_help = "\
Examples:
  cargo xtask python maturin develop --manifest-path bindings-python/Cargo.toml
  cargo xtask python pytest bindings-python/tests -k refund
  cargo xtask python --version 3.10 python

The environment is made under target/python, and again where bindings-python/requirements changed. It has what
`tests.txt` there names; that of another version has what `running.txt` names.

Ends with the exit code of the command; with 1 where it, or the environment, cannot be had, and with 2 where
the options were not understood.")]
    Python {
        /// That of this Python, such as 3.10: from the path, or as pyenv installed it
        #[arg(long = "version", value_name = "VERSION")]
        series: Option<String>,
        /// The program and its arguments
        #[arg(trailing_var_arg = true, required = true, value_name = "COMMAND")]
        command: Vec<OsString>,
    },

    /// Build the wheel of the Python package into target/python/wheels, as tests need it
    #[command(after_help = "\
What lay there before is removed. The wheel is built without optimisation.

Ends with 0 where it was built, with 1 or the exit code of maturin where it was not, and with 2 where the
options were not understood.")]
    Wheel,

    /// Build the native half and its glue for the Kotlin package, then run Maven there
    #[command(after_help = "\
Examples:
  cargo xtask kotlin
  cargo xtask kotlin test -Dtest=StoryTest
  cargo xtask kotlin install
  cargo xtask kotlin --release install
  cargo xtask kotlin --project examples/kotlin test

Where Maven or a JDK is missing, root on a Debian gets them installed; anyone else is told how.

Ends with the exit code of Maven; with 1 where it, or what the package is made of, cannot be had, and with 2
where the options were not understood.")]
    Kotlin {
        /// The folder of another project that uses the package
        #[arg(long, value_name = "FOLDER")]
        project: Option<PathBuf>,
        /// With the library as apps carry it, small and stripped
        #[arg(long)]
        release: bool,
        /// What Maven does, and its options; `test` where nothing is given
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "MAVEN ARGUMENTS")]
        arguments: Vec<OsString>,
    },

    /// Test the Swift package, or run `swift` with other arguments for it
    #[command(after_help = "\
Examples:
  cargo xtask swift
  cargo xtask swift test --filter Story
  cargo xtask swift run --package-path examples/swift/programs wallet

A Swift 5.9 or newer of the path is taken. Where there is none, that of Debian trixie is unpacked, once,
into a folder under PAYWRIGHT_CACHE (else ~/.cache/paywright): 530 MB are fetched, and 2.5 GB are kept. It
runs in a root of its own, which needs the right to mount, or bubblewrap.

Ends with the exit code of Swift; with 1 where it, or the native half, cannot be had, and with 2 where the
options were not understood.")]
    Swift {
        /// Arguments of `swift`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGUMENTS")]
        arguments: Vec<OsString>,
    },

    /// Write again what is generated: the bindings' typed files and the documents of the catalogue
    #[command(after_help = "\
Changes files of the repository; `git diff` shows which. Tests fail where one is not as this writes it.

Ends with 0 where all was written, with 1 where something was not, and with 2 where the options were not
understood.")]
    Generate,

    /// Fuzz what parses bytes from outside, guided by the code that each input reaches
    #[command(after_help = "\
Needs Rust's nightly toolchain and cargo-fuzz, and says so where they are missing. The targets are tried on
seeded inputs by `cargo xtask test` too, which needs neither.

What is found lies under fuzz/found, and is tried again by `cargo test -p paywright-fuzz` from then on.

Ends with 0 where nothing was found, with 1 where something was or the tools are missing, and with 2 where
the options were not understood.")]
    Fuzz {
        /// One target; each in its turn where it is left out
        #[arg(value_parser = fuzz::known)]
        target: Option<String>,
        /// For each target
        #[arg(long, value_name = "N", default_value_t = 60)]
        #[arg(value_parser = clap::value_parser!(u32).range(1..))]
        seconds: u32,
    },

    /// Check formatting, lints, documentation and the tidy test; quick, before each commit
    #[command(after_help = "\
Changes no source file; `cargo fmt --all` does.

Ends with 0 where all is well, with 1 where something is to be mended, and with 2 where the options were not
understood.")]
    Check,
}

/// Reads a whole command line, the program's name first.
pub fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, Answer> {
    terminal::read::<Cli>(arguments).map(|cli| cli.command)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn asked(line: &str) -> Result<Command, Answer> {
        read(std::iter::once("xtask").chain(line.split_whitespace()).map(OsString::from))
    }

    fn answered(line: &str) -> Answer {
        asked(line).expect_err(line)
    }

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn what_the_programs_take_is_taken() {
        for line in ["demo", "demo --orders a.csv --database b.db --json"] {
            assert!(matches!(asked(line), Ok(Command::Demo(_))), "{line}");
        }
        assert!(matches!(asked("verify --database b.db"), Ok(Command::Verify(_))));
        assert!(matches!(asked("inspect --database b.db --json"), Ok(Command::Inspect(_))));
        for line in [
            "simulate",
            "simulate --seeds 9 --steps 100",
            "simulate --seed 81",
            "simulate --storage postgres --seeds 3",
            "simulate --defects no_fence",
        ] {
            assert!(matches!(asked(line), Ok(Command::Simulate(_))), "{line}");
        }
        assert!(matches!(asked("postgres"), Ok(Command::Postgres(postgres::Options { install: false }))));
        assert!(matches!(asked("postgres --install"), Ok(Command::Postgres(_))));
        for line in ["bench", "bench --json --quick verify bytes"] {
            assert!(matches!(asked(line), Ok(Command::Bench(_))), "{line}");
        }
    }

    #[test]
    fn a_fleet_works_for_a_minute_unless_more_is_asked_for() {
        let Ok(Command::Fleet(usual)) = asked("fleet") else { panic!("it was not understood") };
        assert_eq!((usual.minutes, usual.seed), (1, 1));
        let asked = asked("fleet --minutes 60 --seed 7");
        assert!(matches!(asked, Ok(Command::Fleet(fleet::Options { minutes: 60, seed: 7 }))));
        assert!(answered("fleet --minutes 0").text.starts_with("invalid value '0' for '--minutes <N>'"));
    }

    #[test]
    fn tests_skip_what_lacks_its_tools_unless_all_is_asked_for() {
        assert!(matches!(asked("test"), Ok(Command::Test { all: false, python: None })));
        assert!(matches!(asked("test --all"), Ok(Command::Test { all: true, python: None })));
    }

    #[test]
    fn the_oldest_python_is_asked_for_by_name_and_no_other() {
        assert!(matches!(asked("test --python 3.10"), Ok(Command::Test { python: Some(_), .. })));
        let Answer { text, code } = answered("test --python 3.9");
        assert_eq!(code, 2);
        assert!(text.starts_with("invalid value '3.9' for '--python <VERSION>'"), "{text}");
    }

    #[test]
    fn a_command_in_python_is_taken_whole_with_options_of_its_own() {
        let Ok(Command::Python { series, command }) = asked("python --version 3.10 pytest -k all --version")
        else {
            panic!("it was not understood");
        };
        assert_eq!(series.as_deref(), Some("3.10"));
        assert_eq!(command, ["pytest", "-k", "all", "--version"]);
    }

    #[test]
    fn swift_is_given_what_stands_behind_it() {
        assert!(matches!(asked("swift"), Ok(Command::Swift { arguments }) if arguments.is_empty()));
        let asked = asked("swift test --filter Story");
        assert!(
            matches!(asked, Ok(Command::Swift { arguments }) if arguments == ["test", "--filter", "Story"])
        );
    }

    #[test]
    fn what_stands_behind_kotlin_is_mavens() {
        assert!(matches!(asked("kotlin"), Ok(Command::Kotlin { project: None, release: false, .. })));
        assert!(matches!(asked("kotlin --release install"), Ok(Command::Kotlin { release: true, .. })));
        let line = "kotlin --project examples/kotlin test -Dtest=StoryTest -X";
        let Ok(Command::Kotlin { project, arguments, .. }) = asked(line) else {
            panic!("it was not understood")
        };
        assert_eq!(project, Some("examples/kotlin".into()));
        assert_eq!(arguments, ["test", "-Dtest=StoryTest", "-X"]);
    }

    #[test]
    fn all_targets_are_fuzzed_or_one_that_exists() {
        assert!(matches!(asked("fuzz"), Ok(Command::Fuzz { target: None, seconds: 60 })));
        let line = "fuzz money --seconds 5";
        assert!(matches!(asked(line), Ok(Command::Fuzz { target: Some(_), seconds: 5 })));
        let Answer { text, code } = answered("fuzz mony");
        assert_eq!(code, 2);
        assert!(text.starts_with("invalid value 'mony' for '[TARGET]': there are money, ids, "), "{text}");
    }

    #[test]
    fn an_unknown_command_is_answered_with_those_that_exist_and_the_one_that_was_meant() {
        let Answer { text, code } = answered("tset");
        assert_eq!(code, 2);
        assert!(text.starts_with("There is no command `tset`. Did you mean `test`?\n"), "{text}");
        for command in [
            "demo",
            "verify",
            "inspect",
            "bench",
            "simulate",
            "fleet",
            "test",
            "python",
            "wheel",
            "kotlin",
            "swift",
            "app-library",
            "postgres",
            "generate",
            "fuzz",
            "check",
        ] {
            assert!(text.contains(&format!("cargo xtask {command} ")), "{command} is not listed:\n{text}");
        }
        for line in ["xyz", "help xyz"] {
            let text = answered(line).text;
            assert!(text.starts_with("There is no command `xyz`.\n"), "{text}");
        }
    }

    #[test]
    fn a_wrong_option_of_a_program_is_answered_before_it_is_built() {
        let cases = [
            ("demo --ordres a", "There is no option `--ordres`. Did you mean `--orders`?", "demo"),
            ("demo --orders", "`--orders <FILE>` was given without a value.", "demo"),
            ("demo shop.db", "`shop.db` stands where nothing is expected.", "demo"),
            ("verify", "`--database <FILE>` is missing.", "verify"),
            ("inspect", "`--database <FILE>` is missing.", "inspect"),
            ("bench --quik", "There is no option `--quik`. Did you mean `--quick`?", "bench"),
            ("test --al", "There is no option `--al`. Did you mean `--all`?", "test"),
            ("fuzz --seconds 0", "invalid value '0' for '--seconds <N>': 0 is not in 1..=4294967295", "fuzz"),
            ("python", "`<COMMAND>...` is missing.", "python"),
            ("wheel now", "`now` stands where nothing is expected.", "wheel"),
            ("check now", "`now` stands where nothing is expected.", "check"),
        ];
        for (line, wrong, command) in cases {
            let Answer { text, code } = answered(line);
            assert_eq!((text.lines().next(), code), (Some(wrong), 2), "{line}");
            assert!(text.contains(&format!("Usage: cargo xtask {command}")), "{text}");
            assert!(text.contains(&format!("`cargo xtask {command} --help` says more.")), "{text}");
        }
    }

    #[test]
    fn the_help_of_each_command_shows_its_options_and_what_the_exit_codes_mean() {
        for (command, option) in [
            ("demo", "--orders <FILE>"),
            ("verify", "--database <FILE>"),
            ("inspect", "--json"),
            ("bench", "--quick"),
            ("simulate", "--seeds <N>"),
            ("fleet", "--minutes <N>"),
            ("test", "--all"),
            ("test", "--python <VERSION>"),
            ("python", "--version <VERSION>"),
            ("wheel", "--help"),
            ("kotlin", "--project <FOLDER>"),
            ("swift", "--help"),
            ("app-library", "--target <TRIPLE>"),
            ("postgres", "--install"),
            ("generate", "--help"),
            ("fuzz", "--seconds <N>"),
            ("check", "--help"),
        ] {
            for line in [format!("help {command}"), format!("{command} --help"), format!("{command} -h")] {
                let Answer { text, code } = answered(&line);
                assert_eq!(code, 0, "{line}");
                assert!(text.contains(&format!("Usage: cargo xtask {command}")), "{text}");
                assert!(text.contains(option) && text.contains("Ends with"), "{text}");
                assert!(text.lines().all(|line| line.len() <= 110), "{line} is too wide");
            }
        }
        assert_eq!(answered("--help").code, 0);
        assert_eq!(answered("").code, 2);
    }
}
