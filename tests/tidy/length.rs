//! Numbers that keep files readable. How long functions are and how many arguments they take, clippy checks.

use crate::offence::Offence;
use crate::tree::{File, test_files};

const FILE: usize = 400;
const FILE_OF_TESTS: usize = 600;
const COLUMNS: usize = 110;
/// What a generated file says at its top.
const GENERATED: &str = "Written by `cargo xtask generate`";
/// How many lines of a binding there may be to a hundred of core.
const BINDING_PERCENT: usize = 15;
/// The bindings, by the folder of their hand-written Rust.
const BINDINGS: &[&str] = &["bindings-mobile/src/", "bindings-python/src/"];

/// Files that may be longer, each with its reason: tables to look things up in, and generated files.
pub const EXEMPT: &[(&str, &str)] = &[];

/// Rust and Python files longer than their limit, and exemptions that are no longer needed.
pub fn long_files(files: &[File], exempt: &[(&str, &str)]) -> Vec<Offence> {
    let tests = test_files(files);
    let is_test = |file: &File| tests.contains(file.path.as_str()) || file.path.contains("/tests/");
    let limit = |file: &File| if is_test(file) { FILE_OF_TESTS } else { FILE };
    files
        .iter()
        .filter(|file| file.is_rust() || is_written_python(file))
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

/// A Python file that somebody wrote.
fn is_written_python(file: &File) -> bool {
    let is_python = [".py", ".pyi"].iter().any(|ending| file.path.ends_with(ending));
    is_python && !file.text.lines().take(5).any(|line| line.contains(GENERATED))
}

/// A binding converts, calls, and converts: one that grows beyond its share of core decides something.
pub fn thick_bindings(files: &[File]) -> Vec<Offence> {
    let tests = test_files(files);
    let lines_in = |folder: &str| -> usize {
        let of = files.iter().filter(|file| file.is_rust() && file.path.starts_with(folder));
        of.filter(|file| !tests.contains(file.path.as_str())).map(|file| file.text.lines().count()).sum()
    };
    let core = lines_in("core/src/");
    let most = core * BINDING_PERCENT / 100;
    let thick = BINDINGS.iter().map(|folder| (folder, lines_in(folder))).filter(|(_, lines)| *lines > most);
    let what = |lines| {
        format!("{lines} lines, {most} are allowed ({BINDING_PERCENT} % of core): find the verb core lacks")
    };
    thick.map(|(folder, lines)| Offence::new(folder, lines, what(lines))).collect()
}

/// Lines of Rust and Python wider than the screen; formatters leave comments and strings as they are.
pub fn long_lines(files: &[File]) -> Vec<Offence> {
    let mut offences = Vec::new();
    for file in files.iter().filter(|file| file.is_rust() || is_written_python(file)) {
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
    fn written_python_is_measured_and_generated_python_is_not() {
        let generated = format!("\"\"\"Ids.\n\n{GENERATED} from core.\n\"\"\"\n{}", "\n".repeat(900));
        let files = [
            File::new("p/generated.py", generated),
            File::new("p/long.py", "\n".repeat(401)),
            File::new("p/tests/long.py", "\n".repeat(600)),
            File::new("p/wide.py", "x".repeat(111)),
        ];
        assert_eq!(places(&long_files(&files, &[])), ["p/long.py:401"]);
        assert_eq!(places(&long_lines(&files)), ["p/wide.py:1"]);
    }

    #[test]
    fn a_binding_that_grows_beyond_its_share_is_found() {
        let core = File::new("core/src/a.rs", "\n".repeat(1_000));
        let binding = |lines| File::new("bindings-python/src/a.rs", "\n".repeat(lines));
        assert_eq!(places(&thick_bindings(&[binding(150)])), ["bindings-python/src/:150"]);
        assert_eq!(places(&thick_bindings(&[core, binding(150)])), [""; 0]);
    }

    #[test]
    fn a_wide_line_is_found_and_characters_are_counted_not_bytes() {
        let text = format!("{}\n{}\n{}\n", "é".repeat(110), "x".repeat(111), "x".repeat(110));
        let files = [File::new("a.rs", text.as_str()), File::new("a.md", text.as_str())];
        assert_eq!(places(&long_lines(&files)), ["a.rs:2"]);
    }
}
