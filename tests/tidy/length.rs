//! Numbers that keep files readable. How long functions are and how many arguments they take, clippy checks.

use crate::offence::Offence;
use crate::tree::{File, test_files};

const FILE: usize = 400;
const FILE_OF_TESTS: usize = 600;
const COLUMNS: usize = 110;

/// Files that may be longer, each with its reason: tables to look things up in, and generated files.
pub const EXEMPT: &[(&str, &str)] = &[];

/// Rust files longer than their limit, and exemptions that are no longer needed.
pub fn long_files(files: &[File], exempt: &[(&str, &str)]) -> Vec<Offence> {
    let tests = test_files(files);
    let limit = |file: &File| if tests.contains(file.path.as_str()) { FILE_OF_TESTS } else { FILE };
    files
        .iter()
        .filter(|file| file.is_rust())
        .filter_map(|file| long_file(file, limit(file), exempt))
        .collect()
}

fn long_file(file: &File, limit: usize, exempt: &[(&str, &str)]) -> Option<Offence> {
    let length = file.text.lines().count();
    let exempted = exempt.iter().any(|(path, _)| *path == file.path);
    let what = match (length > limit, exempted) {
        (true, false) => {
            format!(
                "{length} lines, {limit} are allowed: find the second concept in it and give it its own file"
            )
        }
        (false, true) => {
            format!("{length} lines fit the limit of {limit}: take it out of EXEMPT in tests/tidy")
        }
        _ => return None,
    };
    Some(Offence::new(&file.path, length, what))
}

/// Lines of Rust wider than the screen; rustfmt leaves comments and strings as they are.
pub fn long_lines(files: &[File]) -> Vec<Offence> {
    let mut offences = Vec::new();
    for file in files.iter().filter(|file| file.is_rust()) {
        for (index, line) in file.text.lines().enumerate() {
            let columns = line.chars().count();
            if columns > COLUMNS {
                let what = format!("{columns} columns, {COLUMNS} are allowed: break the line");
                offences.push(Offence::new(&file.path, index + 1, what));
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
    fn a_file_one_line_too_long_is_found() {
        let files = [
            File::new("core/src/a.rs", "\n".repeat(400)),
            File::new("core/src/b.rs", "\n".repeat(401)),
            File::new("core/src/b/tests.rs", "\n".repeat(600)),
            File::new("tests/src/c.rs", "\n".repeat(601)),
            File::new("docs/d.md", "\n".repeat(5000)),
        ];
        assert_eq!(places(&long_files(&files, &[])), ["core/src/b.rs:401", "tests/src/c.rs:601"]);
    }

    #[test]
    fn an_exempted_file_is_left_alone_until_it_fits() {
        let exempt = [("core/src/table.rs", "a table")];
        let long = [File::new("core/src/table.rs", "\n".repeat(900))];
        assert_eq!(places(&long_files(&long, &exempt)), [""; 0]);
        let short = [File::new("core/src/table.rs", "\n".repeat(90))];
        assert_eq!(places(&long_files(&short, &exempt)), ["core/src/table.rs:90"]);
    }

    #[test]
    fn a_wide_line_is_found_and_characters_are_counted_not_bytes() {
        let text = format!("{}\n{}\n{}\n", "é".repeat(110), "x".repeat(111), "x".repeat(110));
        let files = [File::new("a.rs", text.as_str()), File::new("a.md", text.as_str())];
        assert_eq!(places(&long_lines(&files)), ["a.rs:2"]);
    }
}
