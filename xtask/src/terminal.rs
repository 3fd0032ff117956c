//! How the programs of this repository speak to a person at a terminal: what a command line that is not
//! understood is answered with, and printing for a reader who may have left.
//!
//! The other programs take this file in by its path, so that all of them speak alike.

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, Parser};

/// The exit code of a question that was not understood; nothing was done.
pub const USAGE: u8 = 2;

/// What is said instead of doing something: help, or what was wrong with the question.
#[derive(Debug)]
pub struct Answer {
    pub text: String,
    /// Help that was asked for is 0.
    pub code: u8,
}

impl Answer {
    /// Prints the answer where it belongs.
    pub fn give(self) -> ExitCode {
        if self.code == 0 {
            return match print(&self.text) {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => {
                    say(&format!("the help cannot be printed: {}", reason(&error)));
                    ExitCode::FAILURE
                }
            };
        }
        say(self.text.trim_end());
        ExitCode::from(self.code)
    }
}

/// Reads a whole command line, the program's name first.
pub fn read<P: Parser>(arguments: impl IntoIterator<Item = OsString>) -> Result<P, Answer> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    P::try_parse_from(&arguments).map_err(|error| {
        let mut whole = P::command();
        whole.build();
        let name = arguments.get(1).and_then(|argument| argument.to_str()).unwrap_or_default();
        let mut asked = whole.find_subcommand(name).unwrap_or(&whole).clone();
        answer(&error, &mut asked)
    })
}

/// The answer to an error in the arguments of `asked`.
fn answer(error: &clap::Error, asked: &mut Command) -> Answer {
    let help = match error.kind() {
        ErrorKind::DisplayHelp => Some(0),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => Some(USAGE),
        _ => None,
    };
    if let Some(code) = help {
        return Answer { text: error.to_string(), code };
    }
    let name = asked.get_bin_name().unwrap_or_default().to_owned();
    let (usage, wrong) = (asked.render_usage(), wrong(error, asked));
    let more = match list(asked) {
        Some(list) if error.kind() == ErrorKind::InvalidSubcommand => {
            format!("These exist:\n{list}\n`{name} help COMMAND` says more about one of them.")
        }
        _ => format!("{usage}\n`{name} --help` says more."),
    };
    Answer { text: format!("{wrong}\n\n{more}\n"), code: USAGE }
}

/// What was wrong, as a sentence, with what was probably meant.
fn wrong(error: &clap::Error, asked: &Command) -> String {
    let argument = named(error, ContextKind::InvalidArg);
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let command = named(error, ContextKind::InvalidSubcommand);
            let known = asked.get_subcommands().map(|known| known.get_name().to_owned());
            format!("There is no command `{command}`.{}", meant(&command, known))
        }
        ErrorKind::UnknownArgument if argument.starts_with('-') => {
            let known = asked.get_arguments().filter_map(|known| Some(format!("--{}", known.get_long()?)));
            format!("There is no option `{argument}`.{}", meant(&argument, known))
        }
        ErrorKind::UnknownArgument => format!("`{argument}` stands where nothing is expected."),
        ErrorKind::InvalidValue if named(error, ContextKind::InvalidValue).is_empty() => {
            format!("`{argument}` was given without a value.")
        }
        ErrorKind::TooManyValues => format!("`{argument}` takes no value."),
        ErrorKind::MissingRequiredArgument => format!("`{argument}` is missing."),
        ErrorKind::ArgumentConflict if argument == named(error, ContextKind::PriorArg) => {
            format!("`{argument}` was given more than once.")
        }
        _ => {
            let text = error.to_string();
            text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned()
        }
    }
}

fn named(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("` and `"),
        _ => String::new(),
    }
}

/// The commands with a line each; nothing where there are none.
fn list(of: &Command) -> Option<String> {
    let line = |one: &Command| {
        let about = one.get_about().map(ToString::to_string).unwrap_or_default();
        let bin = of.get_bin_name().unwrap_or_default();
        format!("\n  {bin} {:<8} {about}", one.get_name())
    };
    let lines: String = of.get_subcommands().map(line).collect();
    (!lines.is_empty()).then(|| lines + "\n")
}

/// A question with the known word that is nearest, if one is near enough to have been meant.
fn meant(word: &str, known: impl Iterator<Item = String>) -> String {
    let word = word.to_lowercase();
    let near = known.map(|known| (steps(&word, &known), known)).min();
    match near {
        Some((steps, known)) if steps <= 2 && steps < word.trim_start_matches('-').len() => {
            format!(" Did you mean `{known}`?")
        }
        _ => String::new(),
    }
}

/// How many letters have to be changed, added or left out to make one word of the other.
fn steps(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (place, letter) in one.chars().enumerate() {
        let mut next = vec![place + 1];
        for (column, (known, above)) in other.iter().zip(row.windows(2)).enumerate() {
            let changed = above[0] + usize::from(letter != *known);
            next.push(changed.min(above[1] + 1).min(next[column] + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

/// Prints on standard output. A reader who has left (`| head`) is no failure: nobody is there to be told.
///
/// # Errors
/// Where the text could not be written for any other reason.
pub fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        printed => printed,
    }
}

/// Prints a line on standard error. Where that cannot be written, nobody is there to be told.
pub fn say(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Why the operating system refused, in words and without its number.
pub fn reason(error: &io::Error) -> String {
    match (error.raw_os_error(), error.kind()) {
        (Some(_), io::ErrorKind::NotFound) => "it does not exist".to_owned(),
        (Some(_), io::ErrorKind::PermissionDenied) => "permission was denied".to_owned(),
        _ => error.to_string().split(" (os error").next().unwrap_or_default().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Goes shopping
    #[derive(Debug, Parser)]
    #[command(bin_name = "cargo xtask shop")]
    struct Shop {
        #[arg(long, value_name = "FILE")]
        list: std::path::PathBuf,
        #[arg(long)]
        cash: bool,
    }

    fn answered(line: &str) -> Answer {
        let arguments = std::iter::once("shop").chain(line.split(' ')).map(OsString::from);
        read::<Shop>(arguments).expect_err(line)
    }

    #[test]
    fn what_was_wrong_is_said_in_a_sentence_with_the_usage_and_where_more_is_said() {
        let cases = [
            ("--lits a", "There is no option `--lits`. Did you mean `--list`?"),
            ("--LIST a", "There is no option `--LIST`. Did you mean `--list`?"),
            ("--quickly", "There is no option `--quickly`."),
            ("-x", "There is no option `-x`."),
            ("--list a milk", "`milk` stands where nothing is expected."),
            ("--list", "`--list <FILE>` was given without a value."),
            ("--list=", "`--list <FILE>` was given without a value."),
            ("--list a --list b", "`--list <FILE>` was given more than once."),
            ("--list a --cash=all", "`--cash` takes no value."),
            ("--cash", "`--list <FILE>` is missing."),
        ];
        for (line, wrong) in cases {
            let Answer { text, code } = answered(line);
            let rest = "\n\nUsage: cargo xtask shop [OPTIONS] --list <FILE>\n`cargo xtask shop --help` says \
                        more.\n";
            assert_eq!((text, code), (format!("{wrong}{rest}"), USAGE), "{line}");
        }
    }

    #[test]
    fn help_that_was_asked_for_is_no_mistake() {
        let Answer { text, code } = answered("--help");
        assert_eq!(code, 0);
        assert!(text.starts_with("Goes shopping\n\nUsage: cargo xtask shop "), "{text}");
    }

    #[test]
    fn only_what_is_near_is_taken_for_what_was_meant() {
        let known = || ["demo", "test", "verify"].into_iter().map(str::to_owned);
        for (word, near) in [("demoo", "demo"), ("tset", "test"), ("VERIFY", "verify"), ("verfiy", "verify")]
        {
            assert_eq!(meant(word, known()), format!(" Did you mean `{near}`?"));
        }
        for word in ["", "x", "no", "build"] {
            assert_eq!(meant(word, known()), "", "{word}");
        }
    }

    #[test]
    fn the_system_is_quoted_without_its_numbers() {
        assert_eq!(reason(&io::Error::from_raw_os_error(2)), "it does not exist");
        assert!(!reason(&io::Error::from_raw_os_error(28)).contains("os error"));
    }
}
