//! Lints: the strict set at the top of each library crate, and a reason at each exception.

use std::collections::BTreeSet;

use crate::code::{bracketed, line_of};
use crate::offence::Offence;
use crate::tree::File;

const LIBRARIES: [&str; 8] = [
    "core/src/lib.rs",
    "storage-sqlite/src/lib.rs",
    "storage-conformance/src/lib.rs",
    "storage-postgres/src/lib.rs",
    "testing/src/lib.rs",
    "tables/src/lib.rs",
    "bindings-mobile/src/lib.rs",
    "bindings-python/src/lib.rs",
];

const LINTS: [&str; 15] = [
    "missing_docs",
    "missing_debug_implementations",
    "unreachable_pub",
    "clippy::unwrap_used",
    "clippy::expect_used",
    "clippy::panic",
    "clippy::todo",
    "clippy::dbg_macro",
    "clippy::print_stdout",
    "clippy::print_stderr",
    "clippy::use_self",
    "clippy::manual_let_else",
    "clippy::too_many_lines",
    "clippy::too_many_arguments",
    "clippy::allow_attributes_without_reason",
];

/// Tables are handed to and from Python by the addresses of their buffers, which is unsafe in its nature: one
/// file of the binding may do it, with its reason.
const UNSAFE_IN_ONE_FILE: &str = "bindings-python/";

/// Laws fail by panicking: that is what the conformance suite is for.
const LEFT_TO_LAWS: [&str; 3] = ["clippy::unwrap_used", "clippy::expect_used", "clippy::panic"];

/// Library crates that do not forbid unsafe code (deny it, where one file may have some), or do not warn of
/// the whole strict set.
pub fn missing_lints(files: &[File]) -> Vec<Offence> {
    let mut offences = Vec::new();
    for library in LIBRARIES {
        let Some(file) = files.iter().find(|file| file.path == library) else {
            offences.push(Offence::new(library, 1, "this library crate is gone: take it out of LIBRARIES"));
            continue;
        };
        let code = file.code();
        let (levels, level) = if library.starts_with(UNSAFE_IN_ONE_FILE) {
            (&["forbid", "deny"][..], "deny")
        } else {
            (&["forbid"][..], "forbid")
        };
        if !lints_at(&code, levels).contains("unsafe_code") {
            offences.push(Offence::new(library, 1, format!("add `#![{level}(unsafe_code)]`")));
        }
        let found = lints_at(&code, &["warn", "deny", "forbid"]);
        let laws = library.starts_with("storage-conformance/");
        let wanted = LINTS.iter().filter(|lint| !(laws && LEFT_TO_LAWS.contains(lint)));
        let missing: Vec<&str> = wanted.copied().filter(|lint| !found.contains(*lint)).collect();
        if !missing.is_empty() {
            offences.push(Offence::new(library, 1, format!("add `#![warn({})]`", missing.join(", "))));
        }
    }
    offences
}

/// The lints that inner attributes set to one of `levels`.
fn lints_at(code: &str, levels: &[&str]) -> BTreeSet<String> {
    let mut lints = BTreeSet::new();
    for (at, _) in code.match_indices("#![") {
        let Some(body) = bracketed(code, at, b'[') else { continue };
        let attribute: String = code[body].chars().filter(|character| !character.is_whitespace()).collect();
        let Some((level, list)) = attribute.trim_matches(['[', ']']).split_once('(') else { continue };
        if levels.contains(&level) {
            lints.extend(list.trim_end_matches(')').split(',').map(str::to_owned));
        }
    }
    lints
}

/// `allow` and `expect` attributes that do not say why.
pub fn exceptions_without_reason(files: &[File]) -> Vec<Offence> {
    let mut offences = Vec::new();
    for file in files.iter().filter(|file| file.is_rust()) {
        let code = file.code();
        for opening in ["#[allow(", "#![allow(", "#[expect(", "#![expect("] {
            for (at, _) in code.match_indices(opening) {
                let attribute = bracketed(&code, at, b'[').map_or("", |body| &code[body]);
                let words: String = attribute.split_whitespace().collect();
                if !words.contains("reason=") {
                    let what = "a lint is switched off: say why with `reason = \"...\"`, or mend the code";
                    offences.push(Offence::new(&file.path, line_of(&code, at), what));
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

    fn libraries(text: &str) -> Vec<File> {
        LIBRARIES.iter().map(|path| File::new(path, text)).collect()
    }

    #[test]
    fn a_library_with_the_whole_set_is_well() {
        let (rustc, clippy) = LINTS.split_at(3);
        let text = format!(
            "//! A crate.\n#![forbid(unsafe_code)]\n#![warn({})]\n#![deny(\n    {},\n)]\n",
            rustc.join(", "),
            clippy.join(",\n    ")
        );
        assert_eq!(missing_lints(&libraries(&text)), []);
    }

    #[test]
    fn each_missing_lint_is_named() {
        let text = "// #![forbid(unsafe_code)]\n#![deny(unsafe_code)]\n\
                    #![allow(missing_docs)]\n#![warn(clippy::todo)]";
        let offences = missing_lints(&libraries(text));
        assert_eq!(offences.len(), 2 * LIBRARIES.len() - 1);
        assert_eq!(offences[0].to_string(), "core/src/lib.rs:1: add `#![forbid(unsafe_code)]`");
        let lints = offences[1].to_string();
        assert!(lints.contains("missing_docs") && lints.contains("clippy::panic"), "{lints}");
        assert!(!lints.contains("clippy::todo"), "{lints}");
        assert!(!offences[5].to_string().contains("clippy::panic"), "{}", offences[5]);
    }

    #[test]
    fn only_the_binding_may_deny_unsafe_code_instead_of_forbidding_it() {
        let offences = |text: &str| {
            let offences = missing_lints(&libraries(text));
            offences
                .iter()
                .map(ToString::to_string)
                .filter(|what| what.contains("unsafe"))
                .collect::<Vec<_>>()
        };
        let denied = offences("#![deny(unsafe_code)]");
        assert_eq!(denied.len(), LIBRARIES.len() - 1);
        assert!(!denied.iter().any(|what| what.starts_with("bindings-python/")), "{denied:?}");
        let allowed = offences("");
        assert!(allowed.contains(&"bindings-python/src/lib.rs:1: add `#![deny(unsafe_code)]`".to_owned()));
    }

    #[test]
    fn a_library_that_is_gone_is_named() {
        assert_eq!(missing_lints(&[]).len(), LIBRARIES.len());
    }

    #[test]
    fn exceptions_that_do_not_say_why_are_found() {
        let text = "#[allow(dead_code)]\n#[allow(\n    dead_code,\n    reason = \"why\"\n)]\n\
                    #![expect(clippy::panic)]\n#[expect(clippy::panic, reason = \"why\")]\n// #[allow(x)]\n";
        assert_eq!(places(&exceptions_without_reason(&[File::new("a.rs", text)])), ["a.rs:1", "a.rs:6"]);
    }
}
