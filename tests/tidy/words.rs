//! Words that have no place in the repository. This file has to spell them out, so it alone is not searched.

use crate::code::{line_of, words};
use crate::offence::Offence;
use crate::tree::File;

const THIS_FILE: &str = "tests/tidy/words.rs";
/// `XXX` is looked for by itself: it is also the ISO code for "no currency".
const MARKERS: [&str; 3] = ["TODO", "FIXME", "HACK"];
const LATER: [&str; 2] = ["todo!", "unimplemented!"];
/// Where people keep their files: a path that begins there is of one machine.
const MACHINE: [&str; 4] = ["/home/", "/Users/", "/mnt/", "/opt/"];

fn searched(files: &[File]) -> impl Iterator<Item = &File> {
    files.iter().filter(|file| file.path != THIS_FILE)
}

/// Notes to oneself, in comments of Rust and anywhere in other text, and macros that stand for missing code.
pub fn left_for_later(files: &[File]) -> Vec<Offence> {
    let mut offences = Vec::new();
    for file in searched(files) {
        let prose = if file.is_rust() { file.comments() } else { file.text.clone() };
        let mut found = |text: &str, at: usize, word: &str| {
            let what = format!("`{word}`: do it now, or write it down where follow-ups are kept");
            offences.push(Offence::new(&file.path, line_of(text, at), what));
        };
        for marker in MARKERS {
            words(&prose, marker).for_each(|at| found(&prose, at, marker));
        }
        words(&prose, "XXX").filter(|at| is_marker(&prose, *at)).for_each(|at| found(&prose, at, "XXX"));
        if file.is_rust() {
            let code = file.code();
            for call in LATER {
                words(&code, call).for_each(|at| found(&code, at, call));
            }
        }
    }
    offences
}

/// Whether the word opens its comment or is followed by a colon, as notes are and a currency is not.
fn is_marker(prose: &str, at: usize) -> bool {
    let line_start = prose[..at].rfind('\n').map_or(0, |end| end + 1);
    let before = prose[line_start..at].trim();
    let opens = !before.is_empty() && before.chars().all(|character| "/*#!-;<".contains(character));
    opens || prose[at + 3..].starts_with(':')
}

/// Tests that are written and never run.
pub fn ignored_tests(files: &[File]) -> Vec<Offence> {
    let mut offences = Vec::new();
    for file in searched(files).filter(|file| file.is_rust()) {
        let code = file.code();
        for (at, _) in code.match_indices("#[ignore") {
            let what = "an ignored test: make it run, or delete it";
            offences.push(Offence::new(&file.path, line_of(&code, at), what));
        }
    }
    offences
}

/// Absolute paths that exist on the machine where the file was written and nowhere else.
pub fn machine_paths(files: &[File]) -> Vec<Offence> {
    let mut offences = Vec::new();
    for file in searched(files) {
        for path in MACHINE {
            for (at, _) in file.text.match_indices(path) {
                let before = file.text[..at].chars().next_back();
                if before.is_none_or(|before| !before.is_ascii_alphanumeric() && !"_.".contains(before)) {
                    let what =
                        format!("`{path}` is a path of one machine: use a relative path or an argument");
                    offences.push(Offence::new(&file.path, line_of(&file.text, at), what));
                }
            }
        }
    }
    offences
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::offence::places;

    #[test]
    fn notes_to_oneself_are_found_in_comments_and_in_prose() {
        let rust = "// TODO: later\nlet a = \"TODO\"; /* FIXME */\n// METHODOLOGY, TODOS\n\
                    todo!();\nunimplemented!()";
        let files =
            [File::new("a.rs", rust), File::new("b.md", "fine\na HACK\n"), File::new("c.sql", "-- fine")];
        let expected = ["a.rs:1", "a.rs:2", "a.rs:4", "a.rs:5", "b.md:2"];
        assert_eq!(places(&left_for_later(&files)), expected);
    }

    #[test]
    fn the_code_of_no_currency_is_not_a_note() {
        let rust =
            "// XXX later\n/// The codes XTS and XXX are no currencies.\n// why XXX: later\n(\"XXX\", 0),\n";
        let files =
            [File::new("a.rs", rust), File::new("b.csv", "XXX,0\n"), File::new("c.sh", "# XXX mend\n")];
        assert_eq!(places(&left_for_later(&files)), ["a.rs:1", "a.rs:3", "c.sh:1"]);
    }

    #[test]
    fn ignored_tests_are_found() {
        let rust = "#[test]\n#[ignore]\nfn a() {}\n// #[ignore]\n#[ignore = \"slow\"]\nfn b() {}";
        assert_eq!(places(&ignored_tests(&[File::new("a.rs", rust)])), ["a.rs:2", "a.rs:5"]);
    }

    #[test]
    fn absolute_paths_are_found_and_others_are_not() {
        let text = "cd /home/anna\nsee ../home/x and a/opt/b and home_/mnt/c\n\"/Users/anna\"\n=/mnt/";
        assert_eq!(
            places(&machine_paths(&[File::new("a.toml", text)])),
            ["a.toml:1", "a.toml:3", "a.toml:4"]
        );
        assert_eq!(places(&machine_paths(&[File::new("b", "/opt/")])), ["b:1"]);
    }
}
