//! Library code never unwraps: a host's process is not ours to end.

use crate::code::{line_of, without_tests};
use crate::offence::Offence;
use crate::tree::{File, test_files};

/// The sources of library crates. The conformance suite is left out: its laws are tests, and speak by panics.
const LIBRARIES: [&str; 5] =
    ["core/src/", "storage-sqlite/src/", "storage-postgres/src/", "testing/src/", "tables/src/"];

/// Calls of `unwrap` and `expect` outside tests.
pub fn unwraps(files: &[File]) -> Vec<Offence> {
    let mut offences = Vec::new();
    let tests = test_files(files);
    let is_test = |file: &File| tests.contains(file.path.as_str());
    for file in files.iter().filter(|file| is_library(file) && !is_test(file)) {
        let code = without_tests(&file.code());
        for call in [".unwrap()", ".expect(", ".unwrap_err()", ".expect_err("] {
            for (at, _) in code.match_indices(call) {
                let what =
                    format!("`{call}` outside tests: return an error, or find the type that cannot fail");
                offences.push(Offence::new(&file.path, line_of(&code, at), what));
            }
        }
    }
    offences
}

fn is_library(file: &File) -> bool {
    file.is_rust() && LIBRARIES.iter().any(|folder| file.path.starts_with(folder))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::offence::places;

    #[test]
    fn calls_outside_tests_are_found() {
        let text = "/// ```\n/// a().unwrap();\n/// ```\nfn a() { b().unwrap(); b().unwrap_or(1); }\n\
                    fn c() { b()\n    .expect(\"b\"); } // .unwrap()\n\
                    #[cfg(test)]\nmod tests { fn d() { a().unwrap(); } }\n\
                    fn e() { f(\".unwrap()\"); f().unwrap_err(); }\n";
        let files = [
            File::new("core/src/a.rs", text),
            File::new("core/src/a/tests.rs", text),
            File::new("core/tests/a.rs", text),
            File::new("storage-conformance/src/lib.rs", text),
            File::new("xtask/src/main.rs", text),
        ];
        assert_eq!(places(&unwraps(&files)), ["core/src/a.rs:4", "core/src/a.rs:6", "core/src/a.rs:9"]);
    }
}
