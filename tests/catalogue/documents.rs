//! The generated documents are those of today's tables.

use paywright::ErrorKind;
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
    for (name, table) in paywright::catalogue::machines() {
        is_up_to_date(&format!("machines/{name}.md"), &format!("{}\n", table.trim_end()));
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
fn the_codes_have_their_page() {
    is_up_to_date("errors.md", &errors());
}

fn errors() -> String {
    let mut text = String::from(
        "# Errors\n\n\
         Every error has a stable code, and its kind says who is at fault. This page is written from the \
         catalogue in `core/src/error.rs`.\n",
    );
    let kinds = [
        (
            ErrorKind::Refused,
            "Refused",
            "The rules say no. Nothing was changed. Each command lists its own in order of precedence.",
        ),
        (ErrorKind::Storage, "Storage", "The world failed."),
        (ErrorKind::Misuse, "Misuse", "The caller erred; the message says how to mend it."),
        (ErrorKind::Bug, "Bug", "We erred; please report it."),
    ];
    for (kind, title, what) in kinds {
        text.push_str(&format!("\n## {title}\n{what}\n\n| code | meaning | retryable |\n|---|---|---|\n"));
        for spec in paywright::error::catalogue().filter(|spec| spec.kind == kind) {
            let retryable = if spec.retryable { "yes" } else { "no" };
            text.push_str(&format!("| `{}` | {} | {retryable} |\n", spec.code, spec.doc.trim()));
        }
    }
    text
}
