//! The check of a database, as a person would run it.

#[path = "program/mod.rs"]
mod program;

use program::{figures, marketplace, said};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

fn shop() -> (TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let database = directory.path().join("shop.db");
    figures(marketplace(None, &database));
    (directory, database)
}

fn verify(database: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_verify")).arg("--database").arg(database).output().unwrap()
}

fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_database_as_it_was_written_is_verified_and_left_as_it_is() {
    let (_directory, database) = shop();
    let before = fs::read(&database).unwrap();
    let output = verify(&database);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let text = printed(&output);
    assert!(text.contains("checked: 667 journal entries on 1 lane"), "{text}");
    assert!(text.ends_with("verified: everything stored is as the journal tells it\n"), "{text}");
    assert!(fs::read(&database).unwrap() == before, "the file was changed");
}

#[test]
fn a_changed_amount_is_named_by_both_programs() {
    let (_directory, database) = shop();
    let connection = rusqlite::Connection::open(&database).unwrap();
    let change = "UPDATE refunds SET amount = amount + 1 WHERE id = (SELECT min(id) FROM refunds)";
    assert_eq!(connection.execute(change, []).unwrap(), 1);
    drop(connection);
    let output = verify(&database);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let text = printed(&output);
    assert!(text.contains("refunds ") && text.contains("NOT verified: "), "{text}");
    let output = marketplace(None, &database).output().unwrap();
    assert!(!output.status.success());
    assert!(said(&output).starts_with("the books disagree: the refunds of pay_"), "{}", said(&output));
}

#[test]
fn what_is_not_there_is_not_made() {
    let directory = tempfile::tempdir().unwrap();
    let database = directory.path().join("shop.db");
    let output = verify(&database);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("does not exist"), "{}", said(&output));
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
    let output = Command::new(env!("CARGO_BIN_EXE_verify")).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_damaged_a_newer_and_a_foreign_database_are_told_apart() {
    let (directory, database) = shop();
    let whole = fs::read(&database).unwrap();

    let mut newer = whole.clone();
    newer[60..64].copy_from_slice(&99_u32.to_be_bytes()); // where SQLite keeps the schema's number
    fs::write(&database, newer).unwrap();
    let output = verify(&database);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("schema 99"), "{}", said(&output));

    let mut damaged = whole.clone();
    damaged[4_096 * 20..4_096 * 60].fill(0x5a);
    fs::write(&database, damaged).unwrap();
    let output = verify(&database);
    assert_eq!(output.status.code(), Some(1), "{}{}", printed(&output), said(&output));

    fs::write(&database, &whole[..whole.len() / 2]).unwrap();
    assert_ne!(verify(&database).status.code(), Some(0));

    let foreign = directory.path().join("notes.txt");
    fs::write(&foreign, "not a database at all, but long enough to be looked at as if it were one").unwrap();
    let output = verify(&foreign);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("notes.txt"), "{}", said(&output));
}
