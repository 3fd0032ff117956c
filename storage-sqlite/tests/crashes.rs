//! What is left when a process or the machine stops at any point, and processes that share one file.

#[allow(dead_code, unreachable_pub, reason = "each story uses a part")]
mod tables;

use paywright::storage::{Batch, CommitError, Reader, Rows, Scan, Storage, TableChanges};
use paywright_sqlite::SqliteStorage;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use tables::{ORDERS, SCHEMA_1, entry, key, new_orders, renamed};

const PATIENCE: Duration = Duration::from_secs(30);

/// Commit `n` adds order `n` and entry `n`.
fn commit(storage: &SqliteStorage, n: u8) {
    let mut batch = new_orders([n]);
    batch.journal = vec![entry(u64::from(n), &[n; 3_000])];
    storage.commit(&batch, PATIENCE).unwrap();
}

fn orders(storage: &SqliteStorage) -> usize {
    let mut rows = Rows::new(&ORDERS);
    storage.scan(&Scan::all(&ORDERS, 1_000), &mut rows).unwrap();
    rows.len()
}

#[test]
fn a_power_cut_that_loses_the_end_of_the_log_loses_whole_commits_only() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("shop.db");
    let storage = SqliteStorage::open(&path).unwrap();
    storage.migrate(&SCHEMA_1).unwrap();
    let log = |path: &Path| path.with_extension("db-wal");
    let before = fs::metadata(log(&path)).unwrap().len();
    (1..=20).for_each(|n| commit(&storage, n));

    // As another process would find the files: the log, without the memory that was shared.
    let found = directory.path().join("found.db");
    fs::copy(&path, &found).unwrap();
    let whole = fs::read(log(&path)).unwrap();
    let mut last = 0;
    for left in (usize::try_from(before).unwrap()..=whole.len()).step_by(1_000).chain([whole.len()]) {
        fs::copy(&path, &found).unwrap();
        fs::write(log(&found), &whole[..left]).unwrap();
        let _ = fs::remove_file(found.with_extension("db-shm"));
        let storage = SqliteStorage::open(&found).unwrap();
        storage.migrate(&SCHEMA_1).unwrap();
        let entries = storage.journal(7, 0, 1_000).unwrap();
        assert_eq!(entries.len(), orders(&storage));
        assert!(
            entries.iter().zip(1..).all(|(found, n)| *found == entry(n, &[u8::try_from(n).unwrap(); 3_000]))
        );
        assert!(entries.len() >= last);
        last = entries.len();
        // And business goes on.
        commit(&storage, u8::try_from(last).unwrap() + 1);
    }
    assert_eq!(last, 20);
}

const CHILD: &str = "PAYWRIGHT_SQLITE_SHOP";

#[test]
fn several_processes_migrate_and_commit_at_once_and_no_commit_is_lost() {
    if let Some(path) = std::env::var_os(CHILD) {
        return count_to_25(Path::new(&path));
    }
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("shop.db");
    let name = "several_processes_migrate_and_commit_at_once_and_no_commit_is_lost";
    let children: Vec<_> = (0..4)
        .map(|_| {
            Command::new(std::env::current_exe().unwrap())
                .args([name, "--exact"])
                .env(CHILD, &path)
                .stdout(std::process::Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let storage = SqliteStorage::open(&path).unwrap();
    let mut rows = Rows::new(&ORDERS);
    storage.load(&ORDERS, &[key(1)], &mut rows).unwrap();
    assert_eq!(rows.stamp(0).version, 1 + 4 * 25);
}

/// Changes order 1 25 times, each time from the version that it has.
fn count_to_25(path: &Path) {
    let storage = SqliteStorage::open(path).unwrap();
    storage.migrate(&SCHEMA_1).unwrap();
    match storage.commit(&new_orders([1]), PATIENCE) {
        Ok(()) | Err(CommitError::Conflict(_)) => {}
        Err(error) => panic!("{error}"),
    }
    let mut done = 0;
    while done < 25 {
        let mut rows = Rows::new(&ORDERS);
        storage.load(&ORDERS, &[key(1)], &mut rows).unwrap();
        let mut changes = TableChanges::new(&ORDERS);
        renamed(&mut changes, 1, None, rows.stamp(0).version);
        match storage.commit(&Batch { tables: vec![changes], journal: Vec::new() }, PATIENCE) {
            Ok(()) => done += 1,
            Err(CommitError::Conflict(_)) => {}
            Err(error) => panic!("{error}"),
        }
    }
}
