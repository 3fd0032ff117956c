//! The tidy test: what house style can say in numbers, checked over every file of the repository.
//!
//! Each check is a pure function over paths and texts; here it meets the real tree, and in its own file a bad
//! example that it must find. A failing test lists every offender as `file:line` and what to do about it.

mod attributes;
mod code;
mod dependencies;
mod documents;
mod length;
mod names;
mod offence;
mod panics;
mod traits;
mod tree;
mod words;

use offence::expect_none;
use tree::tree;

#[test]
fn the_tree_is_found() {
    let paths: Vec<&str> = tree().iter().map(|file| file.path.as_str()).collect();
    for path in ["Cargo.toml", "core/src/lib.rs", "tests/tidy/main.rs", "xtask/src/main.rs"] {
        assert!(
            paths.contains(&path),
            "the walk over the repository misses {path}: the checks would see nothing"
        );
    }
    assert!(!paths.iter().any(|path| path.starts_with("target/")), "the walk enters target/");
}

#[test]
fn files_are_short_enough_to_read_in_one_go() {
    expect_none(length::long_files(tree(), length::EXEMPT));
}

#[test]
fn lines_fit_the_screen() {
    expect_none(length::long_lines(tree()));
}

#[test]
fn a_binding_is_thin() {
    expect_none(length::thick_bindings(tree()));
}

#[test]
fn public_traits_fit_on_one_screen() {
    expect_none(traits::large_traits(tree()));
}

#[test]
fn library_code_does_not_unwrap() {
    expect_none(panics::unwraps(tree()));
}

#[test]
fn no_file_or_module_has_a_name_that_hides_its_concept() {
    expect_none(names::empty_names(tree()));
}

#[test]
fn nothing_is_left_for_later_in_the_source() {
    expect_none(words::left_for_later(tree()));
}

#[test]
fn no_test_is_switched_off() {
    expect_none(words::ignored_tests(tree()));
}

#[test]
fn no_file_names_the_paths_of_one_machine() {
    expect_none(words::machine_paths(tree()));
}

#[test]
fn library_crates_start_with_the_strict_lints() {
    expect_none(attributes::missing_lints(tree()));
}

#[test]
fn every_exception_from_a_lint_gives_its_reason() {
    expect_none(attributes::exceptions_without_reason(tree()));
}

#[test]
fn every_dependency_says_why_it_is_there_and_its_licence() {
    expect_none(dependencies::unexplained(tree()));
}

#[test]
fn decisions_are_numbered_without_gaps_and_listed() {
    expect_none(documents::disorder_in_decisions(tree()));
}

#[test]
fn links_in_documents_lead_somewhere() {
    expect_none(documents::dead_links(tree()));
}
