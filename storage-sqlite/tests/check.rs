//! What no row shows, SQLite's own check finds.

use paywright::{AccountKey, Currency, Engine, OpenAccount, Purpose, RegisterUser, Request, UserId};
use paywright_sqlite::SqliteStorage;
use rusqlite::Connection;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn shop() -> (TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("shop.db");
    let engine = Engine::new(SqliteStorage::open(&path).unwrap()).unwrap();
    let requests = (0..20).flat_map(|n| -> [Request; 2] {
        let (name, id) = (format!("customer-{n}"), UserId::derived(&n.to_string()));
        let wallet = AccountKey::user(id, Purpose::Wallet, Currency::EUR);
        [RegisterUser { id: Some(id), ..RegisterUser::new(name) }.into(), OpenAccount::new(wallet).into()]
    });
    for answer in engine.batch(requests) {
        answer.unwrap();
    }
    (directory, path)
}

/// The only page of an index of the accounts says that it holds nothing.
fn empty_an_index(path: &Path) -> String {
    let of_accounts = "SELECT name, rootpage FROM sqlite_schema \
                    WHERE tbl_name = 'accounts' AND type = 'index' AND sql IS NOT NULL";
    let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, u32>(1)?));
    let (name, page) = Connection::open(path).unwrap().query_row(of_accounts, [], row).unwrap();
    let mut bytes = fs::read(path).unwrap();
    let at = (page as usize - 1) * 4_096;
    assert_eq!(bytes[at], 10, "the leaf page of an index");
    bytes[at + 3..at + 5].fill(0);
    fs::write(path, bytes).unwrap();
    name
}

#[test]
fn nothing_is_found_in_a_sound_file_also_while_it_is_written() {
    let (_directory, path) = shop();
    let engine = Engine::new(SqliteStorage::open(&path).unwrap()).unwrap();
    engine.request(RegisterUser::new("one more")).key("one more").execute().unwrap();
    assert_eq!(SqliteStorage::open(&path).unwrap().check().unwrap(), [""; 0]);
}

#[test]
fn an_index_that_lost_its_entries_is_found_by_the_check_alone() {
    let (_directory, path) = shop();
    let index = empty_an_index(&path);
    let engine = Engine::new(SqliteStorage::open(&path).unwrap()).unwrap();
    assert!(engine.verify(&[]).unwrap().is_clean(), "each row is as the journal tells it");
    let found = SqliteStorage::open(&path).unwrap().check().unwrap();
    assert_eq!(found.len(), 20, "{found:#?}");
    assert!(found.iter().any(|one| one.starts_with("SQLite finds: ") && one.contains(&index)), "{found:#?}");
}

#[test]
fn a_file_that_ends_early_is_a_finding_and_no_error() {
    let (_directory, path) = shop();
    let storage = SqliteStorage::open(&path).unwrap();
    let length = fs::metadata(&path).unwrap().len();
    fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(length - 4_096 * 4).unwrap();
    assert!(!storage.check().unwrap().is_empty());
}

#[test]
fn a_copy_in_which_something_is_found_is_no_backup() {
    let (directory, path) = shop();
    empty_an_index(&path);
    let to = directory.path().join("backup.db");
    let storage = SqliteStorage::open(&path).unwrap();
    let error = storage.backup(&to, &mut |_| ControlFlow::Continue(())).unwrap_err();
    assert_eq!(error.code(), "storage_corrupt");
    assert!(
        error.to_string().contains("was not made") && error.to_string().contains("SQLite finds"),
        "{error}"
    );
    assert!(!to.exists());
}
