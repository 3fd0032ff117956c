//! The command line: what can be asked, and what is answered to a question nobody understands.

use std::ffi::OsString;
use std::fmt::Write;
use std::process::ExitCode;

use clap::error::{ContextKind, ErrorKind};
use clap::{Args, CommandFactory, Parser, Subcommand};

/// Build, try, measure and test Paywright.
#[derive(Parser)]
#[command(bin_name = "cargo xtask", arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// One command of `cargo xtask`.
#[derive(Debug, PartialEq, Subcommand)]
pub enum Command {
    /// Run the marketplace: order lines through the engine into a SQLite file, then a report
    ///
    /// Without arguments it reads a small data file of its own. Everything given is passed on: --orders FILE,
    /// --database FILE, --json; `cargo xtask demo --help` shows the marketplace's own help.
    #[command(disable_help_flag = true)]
    Demo(Passed),

    /// Check a database from journal to balances: --database FILE
    ///
    /// Ends with a code other than zero, and names the row, when something is not as the engine wrote it.
    #[command(disable_help_flag = true)]
    Verify(Passed),

    /// Measure the engine against baselines taken in the same run: [--json] [--quick]
    #[command(disable_help_flag = true)]
    Bench(Passed),

    /// Run every test in stages, each timed; the last line counts the tests
    Test {
        /// Fail where a stage lacks its tools, instead of skipping it
        #[arg(long)]
        all: bool,
    },

    /// Formatting, lints, documentation and the tidy test
    Check,
}

/// Arguments that belong to the program which is run, not to xtask.
#[derive(Args, Debug, PartialEq)]
pub struct Passed {
    /// Passed on as they are
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGS")]
    pub arguments: Vec<OsString>,
}

/// What is said instead of running a command: help, or what was wrong with the question.
#[derive(Debug)]
pub enum Answer {
    /// Help that was asked for, and the usage errors that clap words well.
    Clap(clap::Error),
    /// A command that does not exist; the text lists those that do.
    Unknown(String),
}

impl Answer {
    /// Prints the answer where it belongs; help is a success, an error is code 2.
    pub fn give(self) -> ExitCode {
        match self {
            Self::Clap(error) => {
                // A closed pipe is all that can go wrong here, and there is nobody left to tell.
                let _ = error.print();
                if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS }
            }
            Self::Unknown(text) => {
                eprint!("{text}");
                ExitCode::from(2)
            }
        }
    }
}

/// Reads a whole command line, the program's name first.
pub fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, Answer> {
    match Cli::try_parse_from(arguments) {
        Ok(cli) => Ok(cli.command),
        Err(error) if error.kind() == ErrorKind::InvalidSubcommand => Err(Answer::Unknown(unknown(&error))),
        Err(error) => Err(Answer::Clap(error)),
    }
}

fn unknown(error: &clap::Error) -> String {
    let asked = error.get(ContextKind::InvalidSubcommand).map(ToString::to_string).unwrap_or_default();
    let mut text = format!("There is no command `{asked}`. These exist:\n\n");
    for command in Cli::command().get_subcommands() {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(text, "  cargo xtask {:<8} {about}", command.get_name());
    }
    text.push_str("\n`cargo xtask help COMMAND` says more about one of them.\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(line: &str) -> Result<Command, Answer> {
        read(std::iter::once("xtask").chain(line.split_whitespace()).map(OsString::from))
    }

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn what_belongs_to_a_program_is_passed_on_untouched() {
        for line in ["--orders a.csv --database b.db --json", "--help", "-h", "--json", "a -- --b", ""] {
            let passed = || Passed { arguments: line.split_whitespace().map(OsString::from).collect() };
            assert_eq!(asked(&format!("demo {line}")).unwrap(), Command::Demo(passed()), "demo {line}");
            assert_eq!(asked(&format!("verify {line}")).unwrap(), Command::Verify(passed()), "verify {line}");
            assert_eq!(asked(&format!("bench {line}")).unwrap(), Command::Bench(passed()), "bench {line}");
        }
    }

    #[test]
    fn tests_skip_what_lacks_its_tools_unless_all_is_asked_for() {
        assert_eq!(asked("test").unwrap(), Command::Test { all: false });
        assert_eq!(asked("test --all").unwrap(), Command::Test { all: true });
    }

    #[test]
    fn an_unknown_command_is_answered_with_those_that_exist() {
        let Err(Answer::Unknown(text)) = asked("tset") else { panic!("`tset` was understood") };
        assert!(text.starts_with("There is no command `tset`."), "{text}");
        for command in ["demo", "verify", "bench", "test", "check"] {
            assert!(text.contains(&format!("cargo xtask {command} ")), "{command} is not listed:\n{text}");
        }
    }

    #[test]
    fn help_and_an_unknown_option_are_left_to_clap() {
        for line in ["--help", "test --help", "check --fast", ""] {
            assert!(matches!(asked(line), Err(Answer::Clap(_))), "{line}");
        }
    }
}
