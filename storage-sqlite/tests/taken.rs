//! The log is taken away under an open storage, as another SQLite library in the same process does when it
//! closes the file: what was answered is kept, and nothing is answered that would be lost.
#![cfg(unix)]

#[allow(dead_code, unreachable_pub, reason = "each story uses a part")]
mod tables;

use paywright::storage::{CommitError, Reader, Rows, Scan, Storage, StorageError};
use paywright::{Cut, Engine, RegisterUser};
use paywright_sqlite::SqliteStorage;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use tables::{ORDERS, SCHEMA_1, entry, new_orders};

const PATIENCE: Duration = Duration::from_secs(30);
const CHILD: &str = "PAYWRIGHT_SQLITE_OTHER";

fn place() -> (tempfile::TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("shop.db");
    (directory, path)
}

fn shop(path: &Path) -> SqliteStorage {
    let storage = SqliteStorage::open(path).unwrap();
    storage.migrate(&SCHEMA_1).unwrap();
    storage.commit(&new_orders(1..=20), PATIENCE).unwrap();
    storage
}

fn orders(storage: &dyn Reader) -> Result<usize, StorageError> {
    let mut rows = Rows::new(&ORDERS);
    storage.scan(&Scan::all(&ORDERS, 1_000), &mut rows)?;
    Ok(rows.len())
}

fn log(path: &Path) -> PathBuf {
    path.with_extension("db-wal")
}

/// The locks of this process go with any descriptor that is closed; whoever then closes the file in the
/// belief to be the last folds the log and removes it.
fn another_library_looks_and_closes(path: &Path) {
    for file in [path.to_owned(), path.with_extension("db-shm")] {
        drop(File::open(file).unwrap());
    }
    another_process("look", path);
    assert!(!log(path).exists());
}

fn another_process(what: &str, path: &Path) {
    let said = Command::new(std::env::current_exe().unwrap())
        .args(["the_other_process", "--exact"])
        .env(CHILD, format!("{what} {}", path.display()))
        .output()
        .unwrap();
    assert_eq!(said.status.success(), what == "look", "{said:?}");
}

/// Not a story: what the other process does.
#[test]
fn the_other_process() {
    let Ok(told) = std::env::var(CHILD) else { return };
    let (what, path) = told.split_once(' ').unwrap();
    let other = rusqlite::Connection::open(path).unwrap();
    let found: i64 = other.query_row("SELECT count(*) FROM orders", [], |row| row.get(0)).unwrap();
    assert!(found >= 20);
    if what == "crash" {
        SqliteStorage::open(path).unwrap().commit(&new_orders([100]), PATIENCE).unwrap();
        std::process::abort();
    }
}

fn is_lost(answer: Result<(), StorageError>) -> bool {
    match answer {
        Err(StorageError::Lost(what)) => {
            assert!(what.contains("shop.db") && what.contains("open it anew"), "{what}");
            true
        }
        Err(other) => panic!("{other:?}"),
        Ok(()) => false,
    }
}

#[test]
fn what_was_answered_before_is_kept_and_what_comes_after_is_refused_until_it_is_opened_anew() {
    let (_directory, path) = place();
    let storage = shop(&path);
    another_library_looks_and_closes(&path);
    match storage.commit(&new_orders([21]), PATIENCE) {
        Err(CommitError::Storage(lost)) => assert!(is_lost(Err(lost))),
        other => panic!("{other:?}"),
    }
    // Nor does it tell what it may no longer know.
    assert!(is_lost(orders(&storage).map(drop)) && is_lost(storage.ping()));
    assert!(is_lost(storage.snapshot().map(drop)) && is_lost(storage.turn(PATIENCE).map(drop)));
    drop(storage);
    let storage = SqliteStorage::open(&path).unwrap();
    assert_eq!(orders(&storage), Ok(20));
    storage.commit(&new_orders([21]), PATIENCE).unwrap();
    assert_eq!(orders(&storage), Ok(21));
}

#[test]
fn a_batch_that_was_decided_before_the_log_went_is_refused_whole() {
    let (_directory, path) = place();
    let storage = shop(&path);
    let mut turn = storage.turn(PATIENCE).unwrap().unwrap();
    another_library_looks_and_closes(&path);
    match turn.commit(&new_orders([21])) {
        Err(CommitError::Storage(lost)) => assert!(is_lost(Err(lost))),
        other => panic!("{other:?}"),
    }
    drop(turn);
    drop(storage);
    assert_eq!(orders(&SqliteStorage::open(&path).unwrap()), Ok(20));
}

#[test]
fn a_log_that_goes_while_a_commit_is_written_leaves_its_fate_unknown() {
    let (_directory, path) = place();
    for _ in 0..20 {
        let storage = SqliteStorage::open(&path).unwrap();
        storage.migrate(&SCHEMA_1).unwrap();
        let size = || fs::metadata(log(&path)).map_or(0, |of| of.len());
        let before = size();
        let mut batch = new_orders([]);
        batch.journal = vec![entry(1, &[7; 8_000_000])];
        let answer = std::thread::scope(|scope| {
            // Only a COMMIT makes it grow, long after it was last looked for.
            scope.spawn(|| {
                while size() == before {}
                fs::remove_file(log(&path)).unwrap();
            });
            storage.commit(&batch, PATIENCE)
        });
        match answer {
            Err(CommitError::Unknown(what)) => {
                assert!(what.contains("open it anew"), "{what}");
                return assert!(is_lost(storage.ping()));
            }
            // Removed too late to be seen: as if it had been after the commit.
            Ok(()) => {
                drop(storage);
                fs::remove_file(&path).unwrap();
            }
            other => panic!("{other:?}"),
        }
    }
    panic!("the log was never removed in time");
}

#[test]
fn a_second_storage_does_not_join_one_that_has_lost_its_log() {
    let (_directory, path) = place();
    let (first, second) = (shop(&path), SqliteStorage::open(&path).unwrap());
    another_library_looks_and_closes(&path);
    assert!(is_lost(SqliteStorage::open(&path).map(drop)));
    drop(first);
    assert!(is_lost(SqliteStorage::open(&path).map(drop)));
    assert!(!log(&path).exists(), "nothing was begun that others would not share");
    drop(second);
    assert_eq!(orders(&SqliteStorage::open(&path).unwrap()), Ok(20));
}

#[test]
fn closing_what_was_lost_leaves_alone_what_others_wrote_since() {
    let (_directory, path) = place();
    let storage = shop(&path);
    another_library_looks_and_closes(&path);
    another_process("crash", &path);
    let left = fs::read(log(&path)).unwrap();
    assert!(!left.is_empty());
    drop(storage);
    assert!(fs::read(log(&path)).unwrap() == left);
    assert_eq!(orders(&SqliteStorage::open(&path).unwrap()), Ok(21));
}

#[test]
fn a_link_leads_to_the_file_and_to_its_log() {
    let (directory, path) = place();
    drop(shop(&path));
    let link = directory.path().join("link.db");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    let storage = SqliteStorage::open(&link).unwrap();
    storage.commit(&new_orders([21]), PATIENCE).unwrap();
    another_library_looks_and_closes(&path);
    assert!(SqliteStorage::open(&path).is_err());
    assert!(matches!(storage.ping(), Err(StorageError::Lost(_))));
    drop(storage);
    assert_eq!(orders(&SqliteStorage::open(&link).unwrap()), Ok(21));
}

#[test]
fn a_file_that_was_moved_away_is_not_written_to() {
    let (directory, path) = place();
    let storage = shop(&path);
    fs::rename(&path, directory.path().join("elsewhere.db")).unwrap();
    assert!(is_lost(storage.ping()));
    match storage.commit(&new_orders([21]), PATIENCE) {
        Err(CommitError::Storage(lost)) => assert!(is_lost(Err(lost))),
        other => panic!("{other:?}"),
    }
}

#[test]
fn others_who_open_fold_truncate_and_close_as_they_should_disturb_nobody() {
    let (_directory, path) = place();
    let storage = shop(&path);
    for n in 21..=40 {
        let other = rusqlite::Connection::open(&path).unwrap();
        let fold = "PRAGMA wal_checkpoint(TRUNCATE)";
        other.query_row(fold, [], |row| row.get::<_, i64>(0)).unwrap();
        let second = SqliteStorage::open(&path).unwrap();
        assert_eq!(orders(&second), Ok(usize::from(n - 1)));
        drop(other);
        another_process("look", &path);
        storage.commit(&new_orders([n]), PATIENCE).unwrap();
        assert_eq!(orders(&second), Ok(usize::from(n)));
    }
    let again = |_| drop(SqliteStorage::open(&path).unwrap());
    std::thread::scope(|scope| {
        (0..4).for_each(|_| drop(scope.spawn(|| (0..50).for_each(again))));
        drop(storage);
    });
    assert_eq!(orders(&SqliteStorage::open(&path).unwrap()), Ok(40));
}

#[test]
fn an_engine_says_that_its_storage_is_lost_and_goes_on_when_opened_anew() {
    let (_directory, path) = place();
    let open = || Engine::new(SqliteStorage::open(&path).unwrap()).unwrap();
    let register = |engine: &Engine, name: &str| engine.request(RegisterUser::new(name)).key(name).execute();
    let engine = open();
    register(&engine, "first").unwrap();
    for file in [path.clone(), path.with_extension("db-shm")] {
        drop(File::open(file).unwrap());
    }
    let looked = Command::new(std::env::current_exe().unwrap())
        .args(["the_other_process", "--exact"])
        .env(CHILD, format!("look {}", path.display()))
        .output();
    // It finds another kind of shop, and closes it all the same.
    assert!(looked.is_ok() && !log(&path).exists());
    for _ in 0..2 {
        let refused = register(&engine, "second").unwrap_err();
        assert_eq!((refused.code(), refused.is_retryable()), ("storage_lost", false), "{refused}");
    }
    drop(engine);
    let engine = open();
    assert_eq!(engine.verify(Cut::default().anchors()).unwrap().entries, 1);
    register(&engine, "second").unwrap();
}
