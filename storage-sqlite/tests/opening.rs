//! What a path may turn out to be, and what the operator is told.

#[allow(dead_code, unreachable_pub, reason = "each story uses a part")]
mod tables;

use paywright::storage::{Corrupt, Key, Reader, Rows, Scan, Storage, StorageError};
use paywright_sqlite::{Access, SqliteOptions, SqliteStorage, Synchronous};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tables::{ORDERS, SCHEMA_1, key, new_orders};

const PATIENCE: Duration = Duration::from_secs(5);

fn place() -> (tempfile::TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("shop.db");
    (directory, path)
}

/// A closed storage with orders 1 to 200.
fn shop(path: &Path) {
    let storage = SqliteStorage::open(path).unwrap();
    storage.migrate(&SCHEMA_1).unwrap();
    storage.commit(&new_orders(1..=200), PATIENCE).unwrap();
}

fn unavailable(path: &Path, options: SqliteOptions) -> String {
    match SqliteStorage::open_with(path, options) {
        Err(StorageError::Unavailable(what)) => what,
        other => panic!("{other:?}"),
    }
}

fn access(access: Access) -> SqliteOptions {
    SqliteOptions { access, ..SqliteOptions::default() }
}

#[test]
fn what_was_committed_is_there_after_reopening_and_the_log_is_gone_after_closing() {
    let (_directory, path) = place();
    shop(&path);
    assert!(!path.with_extension("db-wal").exists());
    let storage = SqliteStorage::open(&path).unwrap();
    let mut rows = Rows::new(&ORDERS);
    storage.load(&ORDERS, &[key(9), Key::Id([0; 16]), key(3)], &mut rows).unwrap();
    assert_eq!((rows.len(), rows.key(0), rows.key(1)), (2, key(9), key(3)));
}

#[test]
fn a_directory_and_a_path_without_a_directory_are_refused_with_a_sentence() {
    let (directory, path) = place();
    assert!(unavailable(directory.path(), SqliteOptions::default()).contains("is a directory"));
    let lost = path.join("deeper").join("shop.db");
    let what = unavailable(&lost, SqliteOptions::default());
    assert!(what.contains("directory that does not exist") && what.contains("deeper"), "{what}");
}

#[test]
fn a_mistyped_path_makes_no_file_where_one_must_exist() {
    let (_directory, path) = place();
    for wanted in [Access::Existing, Access::ReadOnly] {
        assert!(unavailable(&path, access(wanted)).contains("does not exist"));
        assert!(!path.exists());
    }
    fs::write(&path, b"").unwrap();
    assert!(unavailable(&path, access(Access::Existing)).contains("is empty"));
}

#[test]
fn a_log_whose_file_is_missing_or_empty_is_left_where_it_is() {
    let (_directory, path) = place();
    shop(&path);
    let storage = SqliteStorage::open(&path).unwrap();
    storage.commit(&new_orders([201]), PATIENCE).unwrap();
    let log = path.with_extension("db-wal");
    let (main, newest) = (fs::read(&path).unwrap(), fs::read(&log).unwrap());
    drop(storage);
    fs::write(&log, &newest).unwrap();
    for found in [None, Some("")] {
        fs::remove_file(&path).unwrap();
        found.into_iter().for_each(|found| fs::write(&path, found).unwrap());
        assert!(unavailable(&path, SqliteOptions::default()).contains("shop.db-wal holds"));
        assert_eq!(path.exists(), found.is_some());
        assert!(fs::read(&log).unwrap() == newest);
        fs::write(&path, &main).unwrap();
    }
    let mut rows = Rows::new(&ORDERS);
    SqliteStorage::open(&path).unwrap().load(&ORDERS, &[key(201)], &mut rows).unwrap();
    assert_eq!(rows.len(), 1);
}

#[test]
fn a_file_that_is_no_database_is_refused_and_left_as_it_was() {
    let (_directory, path) = place();
    let letter = "Dear Sir or Madam, ".repeat(100);
    fs::write(&path, &letter).unwrap();
    match SqliteStorage::open(&path) {
        Err(StorageError::Corrupt(Corrupt { what, .. })) => {
            assert!(what.contains("shop.db: file is not a database"), "{what}");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), letter);
}

#[test]
fn the_database_of_another_application_is_refused_and_left_as_it_was() {
    let (_directory, path) = place();
    for sql in ["CREATE TABLE bookmarks(url TEXT)", "PRAGMA application_id = 77"] {
        let _ = fs::remove_file(&path);
        rusqlite::Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        let before = fs::read(&path).unwrap();
        assert!(unavailable(&path, SqliteOptions::default()).contains("another application"));
        assert_eq!(fs::read(&path).unwrap(), before);
    }
}

#[test]
fn a_name_that_looks_like_a_uri_is_a_name() {
    let (directory, _) = place();
    let path = directory.path().join("file:shop?mode=memory");
    shop(&path);
    assert!(path.exists());
}

#[test]
fn a_truncated_file_is_corrupt_and_no_panic() {
    let (_directory, path) = place();
    shop(&path);
    let whole = fs::read(&path).unwrap();
    for size in [60, 100, 512, 4096, whole.len() / 2, whole.len() - 4096] {
        fs::write(&path, &whole[..size]).unwrap();
        match read_all(&path) {
            Err(StorageError::Corrupt(_)) => {}
            other => panic!("{size} of {} bytes: {other:?}", whole.len()),
        }
    }
}

#[test]
fn damage_anywhere_is_corrupt_or_read_around_and_never_a_panic() {
    let (_directory, path) = place();
    shop(&path);
    let whole = fs::read(&path).unwrap();
    let mut corrupt = 0;
    for at in (0..whole.len()).step_by(1024) {
        let mut damaged = whole.clone();
        damaged[at..at + 64].fill(0xff);
        fs::write(&path, &damaged).unwrap();
        if let Err(StorageError::Corrupt(_)) = read_all(&path) {
            corrupt += 1;
        }
    }
    assert!(corrupt > 5, "{corrupt}");
}

fn read_all(path: &Path) -> Result<usize, StorageError> {
    let storage = SqliteStorage::open(path)?;
    storage.migrate(&SCHEMA_1)?;
    let mut rows = Rows::new(&ORDERS);
    for index in ORDERS.indexes.iter().map(Some).chain([None]) {
        storage.scan(&Scan { index, ..Scan::all(&ORDERS, 1_000) }, &mut rows)?;
    }
    storage.journal(7, 0, 10)?;
    Ok(rows.len())
}

#[test]
fn a_storage_opened_for_reading_reads_and_refuses_to_commit() {
    let (_directory, path) = place();
    shop(&path);
    let storage = SqliteStorage::open_with(&path, access(Access::ReadOnly)).unwrap();
    storage.migrate(&SCHEMA_1).unwrap();
    let mut rows = Rows::new(&ORDERS);
    storage.load(&ORDERS, &[key(1)], &mut rows).unwrap();
    assert_eq!(rows.len(), 1);
    let refused = storage.commit(&new_orders([201]), PATIENCE).unwrap_err().to_string();
    assert!(refused.contains("can only be read"), "{refused}");
}

#[test]
fn a_file_without_the_right_to_write_is_refused_unless_opened_for_reading() {
    let (_directory, path) = place();
    shop(&path);
    let mut rights = fs::metadata(&path).unwrap().permissions();
    rights.set_readonly(true);
    fs::set_permissions(&path, rights).unwrap();
    if fs::OpenOptions::new().write(true).open(&path).is_ok() {
        return; // An administrator may write it all the same.
    }
    assert!(unavailable(&path, SqliteOptions::default()).contains("can only be read"));
    let storage = SqliteStorage::open_with(&path, access(Access::ReadOnly)).unwrap();
    storage.ping().unwrap();
}

#[test]
fn a_file_that_may_not_grow_answers_that_it_is_full_and_nothing_is_changed() {
    let (_directory, path) = place();
    shop(&path);
    let full =
        SqliteOptions { most_bytes: Some(fs::metadata(&path).unwrap().len()), ..SqliteOptions::default() };
    let storage = SqliteStorage::open_with(&path, full).unwrap();
    let mut batch = new_orders([201]);
    batch.journal = vec![tables::entry(1, &[7; 100_000])];
    let refused = storage.commit(&batch, PATIENCE).unwrap_err().to_string();
    assert!(refused.contains("cannot grow"), "{refused}");
    let mut rows = Rows::new(&ORDERS);
    storage.load(&ORDERS, &[key(201), key(1)], &mut rows).unwrap();
    assert_eq!(rows.len(), 1);
    // With more room it is done.
    drop(storage);
    let storage = SqliteStorage::open(&path).unwrap();
    storage.commit(&batch, PATIENCE).unwrap();
    assert_eq!(storage.journal(7, 0, 10).unwrap(), batch.journal);
}

#[test]
fn the_options_reach_the_file() {
    let (_directory, path) = place();
    let options = SqliteOptions {
        synchronous: Synchronous::Normal,
        cache_bytes: 0,
        most_bytes: Some(u64::MAX),
        ..SqliteOptions::default()
    };
    let storage = SqliteStorage::open_with(&path, options).unwrap();
    storage.migrate(&SCHEMA_1).unwrap();
    storage.commit(&new_orders(1..=250), Duration::MAX).unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    let mode: String = other.query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
}
