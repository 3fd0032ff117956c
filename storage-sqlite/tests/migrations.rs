//! A release finds the file of an older one, of its own, of a newer one.

#[allow(dead_code, unreachable_pub, reason = "each story uses a part")]
mod tables;

use paywright::storage::{
    Corrupt, FieldSpec, Kind, Reader, Rows, Scan, Schema, Storage, StorageError, Table, Value,
};
use paywright_sqlite::SqliteStorage;
use std::sync::Barrier;
use std::time::Duration;
use tables::{LINES, ORDERS, ORDERS_2, SCHEMA_1, SCHEMA_2, key, new_orders};

const PATIENCE: Duration = Duration::from_secs(5);

fn objects(path: &std::path::Path) -> Vec<(String, Option<String>)> {
    let other = rusqlite::Connection::open(path).unwrap();
    let mut statement = other.prepare("SELECT name, sql FROM sqlite_schema ORDER BY 1").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
fn a_release_adds_its_tables_columns_and_indexes_to_an_older_file() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("shop.db");
    let storage = SqliteStorage::open(&path).unwrap();
    storage.migrate(&SCHEMA_1).unwrap();
    storage.commit(&new_orders(1..=3), PATIENCE).unwrap();
    drop(storage);

    let storage = SqliteStorage::open(&path).unwrap();
    storage.migrate(&SCHEMA_2).unwrap();
    let mut rows = Rows::new(&ORDERS_2);
    storage.load(&ORDERS_2, &[key(2)], &mut rows).unwrap();
    let values: Vec<_> = rows.values(0).collect();
    assert_eq!(values[values.len() - 2..], [Value::Null, Value::Null]);
    let due = Scan { index: ORDERS_2.index("by_due"), ..Scan::all(&ORDERS_2, 9) };
    assert!(!storage.scan(&due, &mut rows).unwrap());
    assert_eq!(rows.len(), 1);

    let names: Vec<_> = objects(&path).into_iter().map(|(name, _)| name).collect();
    for name in ["journal", "orders", "orders_by_due", "orders_by_reference", "order \"lines\""] {
        assert!(names.iter().any(|found| found == name), "{name} in {names:?}");
    }
}

#[test]
fn tables_are_strict_and_keyed_as_the_descriptors_say() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("shop.db");
    SqliteStorage::open(&path).unwrap().migrate(&SCHEMA_2).unwrap();
    let all = objects(&path);
    let sql = |name: &str| all.iter().find(|(found, _)| found == name).unwrap().1.clone().unwrap();
    let orders = "CREATE TABLE \"orders\"(\"id\" BLOB NOT NULL PRIMARY KEY, \"merchant\" BLOB NOT NULL, \
         \"reference\" TEXT, \"amount\" INTEGER NOT NULL, \"amount_currency\" TEXT NOT NULL, \
         \"placed_at\" INTEGER NOT NULL, \"note\" BLOB, \"due\" INTEGER, \"due_currency\" TEXT, \
         \"version\" INTEGER NOT NULL, \"changed_at\" INTEGER NOT NULL) STRICT, WITHOUT ROWID";
    assert_eq!(sql("orders"), orders);
    let lines = "CREATE TABLE \"order \"\"lines\"\"\"(\"id\" INTEGER PRIMARY KEY, \"line\" BLOB NOT NULL, \
         \"memo\" TEXT) STRICT";
    assert_eq!(sql("order \"lines\""), lines);
    let index = "CREATE UNIQUE INDEX \"orders_by_reference\" ON \"orders\"(\"merchant\", \"reference\") \
         WHERE \"reference\" IS NOT NULL";
    assert_eq!(sql("orders_by_reference"), index);
}

#[test]
fn migrating_again_changes_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("shop.db");
    let storage = SqliteStorage::open(&path).unwrap();
    storage.migrate(&SCHEMA_2).unwrap();
    let before = objects(&path);
    storage.migrate(&SCHEMA_2).unwrap();
    SqliteStorage::open(&path).unwrap().migrate(&SCHEMA_2).unwrap();
    assert_eq!(objects(&path), before);
}

#[test]
fn a_file_of_a_newer_release_is_refused_and_nothing_is_changed() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("shop.db");
    SqliteStorage::open(&path).unwrap().migrate(&SCHEMA_2).unwrap();
    let before = objects(&path);
    let older = SqliteStorage::open(&path).unwrap();
    assert_eq!(older.migrate(&SCHEMA_1), Err(StorageError::NewerSchema { found: 2, known: 1 }));
    assert_eq!(objects(&path), before);
}

#[test]
fn a_table_an_index_or_a_column_that_somebody_took_away_is_named() {
    for (sql, named) in [
        ("DROP INDEX orders_by_due", "the index orders_by_due is missing"),
        ("ALTER TABLE orders DROP COLUMN note", "the column note is missing"),
        ("DROP TABLE orders", "the table is missing"),
    ] {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("shop.db");
        SqliteStorage::open(&path).unwrap().migrate(&SCHEMA_2).unwrap();
        rusqlite::Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        match SqliteStorage::open(&path).unwrap().migrate(&SCHEMA_2) {
            Err(StorageError::Corrupt(Corrupt { table: "orders", what, .. })) => {
                assert!(what.contains(named), "{what}");
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_migration_that_cannot_be_done_leaves_the_file_as_it_was() {
    static FIELDS: &[FieldSpec] = &[FieldSpec {
        number: 9,
        name: "added",
        doc: "",
        type_name: "",
        columns: &[("", Kind::Int)],
        nullable: false,
    }];
    static REQUIRED: Table = Table { fields: FIELDS, indexes: &[], ..ORDERS };
    static TABLES: &[&Table] = &[&LINES, &REQUIRED];
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("shop.db");
    let storage = SqliteStorage::open(&path).unwrap();
    storage.migrate(&SCHEMA_1).unwrap();
    storage.commit(&new_orders([1]), PATIENCE).unwrap();
    let before = objects(&path);
    let refused = storage.migrate(&Schema { version: 2, tables: TABLES });
    assert!(matches!(refused, Err(StorageError::Unavailable(_))), "{refused:?}");
    assert_eq!(objects(&path), before);
    storage.migrate(&SCHEMA_2).unwrap();
}

#[test]
fn of_many_that_open_a_new_file_at_once_exactly_one_makes_the_tables() {
    let directory = tempfile::tempdir().unwrap();
    for round in 0..5 {
        let path = directory.path().join(format!("shop {round}.db"));
        let barrier = Barrier::new(6);
        std::thread::scope(|scope| {
            let openers: Vec<_> = (0..6)
                .map(|_| {
                    scope.spawn(|| {
                        barrier.wait();
                        let storage = SqliteStorage::open(&path)?;
                        storage.migrate(&SCHEMA_2)?;
                        storage.ping()
                    })
                })
                .collect();
            for opener in openers {
                opener.join().unwrap().unwrap();
            }
        });
    }
}

#[test]
fn a_storage_that_was_never_migrated_says_so_in_a_sentence() {
    let directory = tempfile::tempdir().unwrap();
    let storage = SqliteStorage::open(directory.path().join("shop.db")).unwrap();
    let missing = storage.commit(&new_orders([1]), PATIENCE).unwrap_err().to_string();
    assert!(missing.contains("no such table: orders"), "{missing}");
}
