//! The table of the laws is whole: no function in a file of laws is left out of it.

use paywright_storage_conformance::LAWS;
use std::collections::BTreeSet;
use std::{env, fs, path};

#[test]
fn every_law_function_is_in_the_table() {
    let folder = path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/laws");
    let mut functions = BTreeSet::new();
    for file in fs::read_dir(folder).unwrap() {
        let source = fs::read_to_string(file.unwrap().path()).unwrap();
        for line in source.lines().filter(|line| line.ends_with("(backend: &dyn Backend) -> Outcome {")) {
            let name = line.split("fn ").nth(1).and_then(|rest| rest.split('(').next()).unwrap();
            functions.insert(name.to_owned());
        }
    }
    let listed: BTreeSet<_> = LAWS.iter().map(|law| law.name.to_owned()).collect();
    assert_eq!(functions, listed);
    assert_eq!(listed.len(), LAWS.len(), "a law is in the table twice");
}

#[test]
fn every_law_has_a_sentence() {
    for law in LAWS {
        assert!(law.sentence.ends_with('.') && law.sentence.len() > 30, "{law:?}");
    }
}
