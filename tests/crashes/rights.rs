//! Files that somebody may not write: what can be done with them, and what is said of the rest.

use crate::business::Said;
use crate::child::{Child, say};
use crate::orders::{Orders, Task};
use crate::receipts::Receipts;
use crate::support::dump::Dump;
use paywright::{Engine, Error, RegisterUser, SystemClock, SystemEntropy};
use paywright_sqlite::{Access, SqliteOptions, SqliteStorage};
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::Path;

/// Whoever this number is, it is not the administrator, whom no permission binds.
const SOMEBODY: u32 = 65_534;

fn opened(file: &Path, access: Access) -> Result<Engine, Error> {
    let options = SqliteOptions { access, ..SqliteOptions::default() };
    Engine::with(SqliteStorage::open_with(file, options)?, SystemClock, SystemEntropy)
}

fn code(error: &Error) -> &'static str {
    println!("{error}");
    error.code()
}

fn writes(engine: &Engine) -> Result<(), Error> {
    engine.request(RegisterUser::new("a stranger")).key("stranger").execute().map(|_| ())
}

/// The child's side: says what an engine answers that wants to write, and one that only reads.
pub fn looks(file: &Path) {
    let told = |key: &str, acceptance: &'static str| {
        say(&Said { key: key.to_owned(), acceptance: acceptance.to_owned(), id: "-".to_owned() });
    };
    told("writer", opened(file, Access::Create).map_or_else(|error| code(&error), |_| "opened"));
    let reader = match opened(file, Access::ReadOnly) {
        Err(error) => return told("reader", code(&error)),
        Ok(reader) => reader,
    };
    told("reader", "opened");
    let verification = reader.verify(&[]).unwrap();
    told("verify", if verification.is_clean() && verification.entries > 50 { "clean" } else { "dirty" });
    told("write", writes(&reader).map_or_else(|error| code(&error), |()| "done"));
}

/// What somebody without rights is told of this file.
fn told_of(file: &Path) -> Option<Vec<(String, String)>> {
    let orders = Orders { file: file.to_owned(), seed: 0, round: 1, clock: 0, task: Task::Look, point: None };
    // Where this program lies somebody may not look.
    let program = file.with_file_name("program");
    fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    let mut command = orders.command(&program);
    command.current_dir(file.parent().unwrap());
    if fs::metadata(&program).unwrap().uid() == 0 {
        command.uid(SOMEBODY).gid(SOMEBODY);
    }
    let Ok(process) = command.spawn() else {
        println!("NOT RUN: this administrator may not act as somebody else");
        return None;
    };
    let (status, said) = Child::with(process).ends();
    assert!(status.success(), "{status}");
    Some(said.into_iter().map(|said| (said.key, said.acceptance)).collect())
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_file_that_may_not_be_written_is_refused_with_a_code_and_loses_nothing() {
    const NO: &str = "storage_unavailable";
    let read: &[(&str, &str)] = &[("writer", NO), ("reader", "opened"), ("verify", "clean"), ("write", NO)];
    let nothing: &[(&str, &str)] = &[("writer", NO), ("reader", NO)];
    for (of_file, of_directory, expected) in
        [(0o444, 0o777, read), (0o666, 0o555, nothing), (0o444, 0o555, nothing), (0o000, 0o777, nothing)]
    {
        let mut receipts = Receipts::begun();
        let file = receipts.file().to_owned();
        let directory = file.parent().unwrap();
        let before = receipts.opened().dump();
        mode(&file, of_file);
        mode(directory, of_directory);
        let told = told_of(&file);
        mode(directory, 0o700);
        mode(&file, 0o600);
        let Some(told) = told else { return };
        let told: Vec<(&str, &str)> = told.iter().map(|(key, code)| (&key[..], &code[..])).collect();
        assert_eq!(told, expected, "file {of_file:o} in a directory {of_directory:o}");
        let world = receipts.opened();
        before.assert_unchanged(&world.dump());
        receipts.go_on(&world);
        receipts.are_complete(&world);
    }
}

#[test]
fn an_engine_that_only_reads_sees_what_another_writes_and_changes_nothing() {
    let mut receipts = Receipts::begun();
    let world = receipts.opened();
    let reader = opened(receipts.file(), Access::ReadOnly).unwrap();
    let before = Dump::of(&world.storage);
    let error = writes(&reader).unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), ("storage_unavailable", true), "{error}");
    assert!(error.to_string().contains("can only be read"), "{error}");
    before.assert_unchanged(&world.dump());
    let entries = reader.verify(&[]).unwrap().entries;
    receipts.go_on(&world);
    let verification = reader.verify(&[]).unwrap();
    assert!(verification.is_clean() && verification.entries > entries);
    receipts.are_complete(&world);
}

#[test]
fn a_reader_of_a_file_in_which_no_engine_ever_was_is_told_so() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("shop.db");
    for bytes in [None, Some("")] {
        bytes.into_iter().for_each(|bytes| fs::write(&file, bytes).unwrap());
        let error = opened(&file, Access::ReadOnly).unwrap_err();
        assert_eq!(error.code(), "storage_unavailable", "{error}");
    }
    assert_eq!(fs::metadata(&file).unwrap().len(), 0);
}
