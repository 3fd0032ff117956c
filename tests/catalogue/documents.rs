//! The generated documents are those of today's tables.

use crate::pages;
use std::fs;
use std::path::PathBuf;

fn docs() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs")
}

/// Compares a document with what it should be, or writes it.
fn is_up_to_date(path: &str, text: &str) {
    let whole = docs().join(path);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::create_dir_all(whole.parent().unwrap()).unwrap();
        fs::write(&whole, text).unwrap();
    }
    let found = fs::read_to_string(&whole).unwrap_or_default();
    assert!(
        found == text,
        "docs/{path} is not what the tables say. Write it anew:\n\
         UPDATE_DOCS=1 cargo test -p paywright-scenarios --test catalogue"
    );
}

#[test]
fn each_machine_has_its_page() {
    for (name, page) in paywright::catalogue::machines() {
        is_up_to_date(&format!("machines/{name}.md"), &page);
    }
}

#[test]
fn no_page_is_left_of_a_machine_that_is_gone() {
    let machines = paywright::catalogue::machines();
    for page in fs::read_dir(docs().join("machines")).unwrap() {
        let name = page.unwrap().file_name().into_string().unwrap();
        let known = machines.iter().any(|(machine, _)| name == format!("{machine}.md"));
        assert!(known, "docs/machines/{name} is of no machine: remove it");
    }
}

#[test]
fn codes_commands_and_limits_have_their_pages() {
    is_up_to_date("errors.md", &pages::errors());
    is_up_to_date("commands.md", &pages::commands());
    is_up_to_date("limits.md", &pages::limits());
}
