//! What is found under a name: no database, an empty file, half of one, one of a later release.

use crate::receipts::Receipts;
use crate::support::rows::rewrite;
use crate::support::{Shared, World};
use paywright::id::BooksId;
use paywright::journal::Books;
use paywright::{Engine, Error, RegisterUser, User};
use paywright_sqlite::SqliteStorage;
use rusqlite::Connection;
use std::fs;
use std::path::Path;

fn opened(file: &Path) -> Result<Engine, Error> {
    Engine::new(SqliteStorage::open(file)?)
}

#[track_caller]
fn is_refused_and_left_as_it_was(file: &Path, code: &str) {
    let before = fs::read(file).unwrap();
    let error = opened(file).unwrap_err();
    assert_eq!(error.code(), code, "{error}");
    assert!(error.to_string().contains("shop.db") || code == "newer_schema", "{error}");
    assert!(fs::read(file).unwrap() == before, "the file was changed");
}

/// The backup that was kept is put back, and work goes on.
#[track_caller]
fn goes_on_with(receipts: &mut Receipts, backup: &[u8]) {
    for beside in ["db-wal", "db-shm"] {
        let _ = fs::remove_file(receipts.file().with_extension(beside));
    }
    fs::write(receipts.file(), backup).unwrap();
    receipts.work_goes_on();
}

#[test]
fn a_text_in_the_place_of_the_database_is_no_storage() {
    let mut receipts = Receipts::begun();
    let backup = fs::read(receipts.file()).unwrap();
    fs::write(receipts.file(), "Dear Sir or Madam, ".repeat(100)).unwrap();
    is_refused_and_left_as_it_was(receipts.file(), "storage_corrupt");
    goes_on_with(&mut receipts, &backup);
}

#[test]
fn an_empty_file_becomes_a_storage() {
    let mut receipts = Receipts::new(1);
    fs::write(receipts.file(), "").unwrap();
    receipts.work_goes_on();
}

#[test]
fn half_a_file_is_refused_or_read_with_errors_that_name_it() {
    let mut receipts = Receipts::begun();
    let whole = fs::read(receipts.file()).unwrap();
    for left in [100, 4_096, whole.len() / 3, whole.len() / 2, whole.len() - 4_096] {
        fs::write(receipts.file(), &whole[..left]).unwrap();
        let error = opened(receipts.file()).and_then(|engine| {
            let requests = receipts.requests();
            engine
                .verify(&[])
                .map(|_| ())
                .and(engine.batch(requests).into_iter().try_for_each(|one| one.map(|_| ())))
        });
        assert_eq!(error.unwrap_err().code(), "storage_corrupt", "{left} bytes");
    }
    goes_on_with(&mut receipts, &whole);
}

/// All newest commits are in the log; a storage made anew in its place would take it for rubbish.
#[test]
fn a_log_without_its_file_is_not_thrown_away() {
    let mut receipts = Receipts::begun();
    let world = receipts.opened();
    receipts.go_on(&world);
    let log = receipts.file().with_extension("db-wal");
    let (main, newest) = (fs::read(receipts.file()).unwrap(), fs::read(&log).unwrap());
    drop(world);
    for is_there in [true, false] {
        let _ = fs::remove_file(receipts.file());
        if is_there {
            fs::write(receipts.file(), "").unwrap();
        }
        fs::write(&log, &newest).unwrap();
        let error = opened(receipts.file()).unwrap_err();
        assert_eq!(error.code(), "storage_unavailable", "{error}");
        assert!(error.to_string().contains("shop.db-wal"), "{error}");
        assert!(fs::read(&log).unwrap() == newest, "the log was changed");
    }
    fs::write(receipts.file(), main).unwrap();
    receipts.work_goes_on();
}

#[test]
fn a_file_of_a_later_release_is_refused_until_that_release_opens_it() {
    let mut receipts = Receipts::begun();
    let version = |version: u32| {
        let raw = Connection::open(receipts.file()).unwrap();
        raw.pragma_update(None, "user_version", version).unwrap();
    };
    version(paywright::schema().version + 1);
    is_refused_and_left_as_it_was(receipts.file(), "newer_schema");
    version(paywright::schema().version);
    receipts.work_goes_on();
}

#[test]
fn under_later_rules_nothing_is_written_and_reading_goes_on() {
    let mut receipts = Receipts::begun();
    let world = receipts.opened();
    rewrite::<Books>(&world.storage, BooksId::ONLY, |books| books.rules += 1);
    let before = world.dump();
    let second = World::on(Shared::new(SqliteStorage::open(receipts.file()).unwrap()), "second").unwrap();
    for engine in [&world.engine, &second.engine] {
        let error = engine.request(RegisterUser::new("too early")).key("too early").execute().unwrap_err();
        assert_eq!((error.code(), error.is_retryable()), ("rules_version_too_old", false), "{error}");
        before.assert_unchanged(&world.dump());
        assert!(!engine.list::<User>(&paywright::PageOf::ALL).unwrap().items.is_empty());
    }
    drop(second);
    rewrite::<Books>(&world.storage, BooksId::ONLY, |books| books.rules -= 1);
    drop(world);
    // As if it had never been touched: its version too.
    let raw = Connection::open(receipts.file()).unwrap();
    raw.execute("UPDATE books SET version = version - 2", []).unwrap();
    receipts.work_goes_on();
}
