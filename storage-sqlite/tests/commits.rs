//! What a commit changes, what it refuses, and whom it waits for.

#[allow(dead_code, unreachable_pub, reason = "each story uses a part")]
mod tables;

use paywright::storage::{Batch, CommitError, Conflict, Corrupt, Reader, Rows, Storage, StorageError};
use paywright::storage::{TableChanges, Value};
use paywright_sqlite::SqliteStorage;
use std::sync::Barrier;
use std::time::{Duration, Instant};
use tables::{
    LINES, ORDERS, ORDERS_2, SCHEMA_1, SCHEMA_2, entry, id, key, new_orders, order, renamed, stamp,
};

const PATIENCE: Duration = Duration::from_secs(10);

fn shop() -> (tempfile::TempDir, SqliteStorage) {
    let directory = tempfile::tempdir().unwrap();
    let storage = SqliteStorage::open(directory.path().join("shop.db")).unwrap();
    storage.migrate(&SCHEMA_1).unwrap();
    storage.commit(&new_orders(1..=9), PATIENCE).unwrap();
    (directory, storage)
}

fn one(changes: TableChanges) -> Batch {
    Batch { tables: vec![changes], journal: Vec::new() }
}

fn conflicts(storage: &SqliteStorage, batch: &Batch) -> Vec<Conflict> {
    match storage.commit(batch, PATIENCE) {
        Err(CommitError::Conflict(conflicts)) => conflicts,
        other => panic!("{other:?}"),
    }
}

/// Reference and version of an order.
fn look(storage: &dyn Reader, n: u8) -> Option<(Option<String>, u64)> {
    let mut rows = Rows::new(&ORDERS);
    storage.load(&ORDERS, &[key(n)], &mut rows).unwrap();
    let reference = match rows.values(0).nth(2)? {
        Value::Text(text) => Some(text.to_owned()),
        _ => None,
    };
    Some((reference, rows.stamp(0).version))
}

#[test]
fn rows_are_added_changed_and_removed_in_one_commit_with_its_entries() {
    let (_directory, storage) = shop();
    let mut changes = TableChanges::new(&ORDERS);
    order(&mut changes.new, 10, None, 1);
    renamed(&mut changes, 1, Some("order 1"), 1);
    renamed(&mut changes, 2, Some("second"), 1);
    changes.removed.push((key(3), 1));
    changes.relied.extend([(key(4), 1), (key(100), 0)]);
    let batch = Batch { tables: vec![changes], journal: vec![entry(1, b"one"), entry(2, &[])] };
    storage.commit(&batch, PATIENCE).unwrap();
    assert_eq!(look(&storage, 10), Some((None, 1)));
    assert_eq!(look(&storage, 1), Some((Some("order 1".to_owned()), 2)));
    assert_eq!(look(&storage, 2), Some((Some("second".to_owned()), 2)));
    assert_eq!(look(&storage, 3), None);
    assert_eq!(storage.journal(7, 0, 9).unwrap(), batch.journal);
    assert_eq!(storage.journal(7, 1, 9).unwrap(), batch.journal[1..]);
    assert_eq!(storage.journal(8, 0, 9).unwrap(), []);
}

#[test]
fn every_broken_premise_is_named_at_once_and_nothing_is_changed() {
    let (_directory, storage) = shop();
    let mut changes = TableChanges::new(&ORDERS);
    order(&mut changes.new, 1, Some("fresh"), 1); // the key is taken
    order(&mut changes.new, 50, Some("order 2"), 1); // the reference is taken
    order(&mut changes.new, 51, Some("fine"), 1);
    renamed(&mut changes, 3, Some("order 3"), 7); // stale
    renamed(&mut changes, 4, Some("order 9"), 1); // the reference is taken
    renamed(&mut changes, 60, None, 1); // missing
    changes.removed.extend([(key(5), 2), (key(61), 1)]); // stale, missing
    // Stale, present, absent, and one that is as it was.
    changes.relied.extend([(key(6), 2), (key(7), 0), (key(62), 1), (key(8), 1)]);
    let batch = Batch { tables: vec![changes], journal: vec![entry(1, b"one")] };

    let mut found: Vec<_> =
        conflicts(&storage, &batch).into_iter().map(|c| (c.table.name, c.key, c.index)).collect();
    found.sort_unstable();
    let mut wanted: Vec<_> = [1, 3, 5, 6, 7, 60, 61, 62].map(|n| ("orders", key(n), None)).into();
    wanted.extend([4, 50].map(|n| ("orders", key(n), Some("by_reference"))));
    wanted.sort_unstable();
    assert_eq!(found, wanted);
    assert_eq!(look(&storage, 51), None);
    assert_eq!(storage.journal(7, 0, 9).unwrap(), []);
    storage.commit(&new_orders([51]), PATIENCE).unwrap();
}

#[test]
fn unique_values_may_change_hands_within_a_batch() {
    let (_directory, storage) = shop();
    let mut changes = TableChanges::new(&ORDERS);
    renamed(&mut changes, 1, Some("order 2"), 1); // a swap
    renamed(&mut changes, 2, Some("order 1"), 1);
    renamed(&mut changes, 3, Some("order 4"), 1); // a chain, its end removed
    renamed(&mut changes, 4, Some("order 5"), 1);
    changes.removed.push((key(5), 1));
    order(&mut changes.new, 10, Some("order 3"), 1);
    storage.commit(&one(changes), PATIENCE).unwrap();
    for (n, reference) in [(1, 2), (2, 1), (3, 4), (4, 5), (10, 3)] {
        assert_eq!(look(&storage, n).unwrap().0, Some(format!("order {reference}")));
    }
}

#[test]
fn absent_references_are_not_alike() {
    let (_directory, storage) = shop();
    let mut changes = TableChanges::new(&ORDERS);
    order(&mut changes.new, 20, None, 1);
    order(&mut changes.new, 21, None, 1);
    renamed(&mut changes, 1, None, 1);
    storage.commit(&one(changes), PATIENCE).unwrap();
}

#[test]
fn positions_and_extreme_values_come_back_as_they_were() {
    let (_directory, storage) = shop();
    storage.migrate(&SCHEMA_2).unwrap();
    let mut changes = TableChanges::new(&LINES);
    let long = "ä\0\u{10ffff}".repeat(50_000);
    for (position, line, memo) in [(i64::MIN, 1, None), (0, 2, Some("")), (i64::MAX, 3, Some(long.as_str()))]
    {
        let mut row = changes.new.row(paywright::storage::Stamp::ADDED);
        row.int(position);
        row.id(id(line));
        row.value(memo.map_or(Value::Null, Value::Text));
    }
    let mut orders = TableChanges::new(&ORDERS_2);
    let mut row = orders.new.row(stamp(u64::try_from(i64::MAX).unwrap() / 1_000));
    let values =
        [Value::Id([0xff; 16]), Value::Id([0; 16]), Value::Null, Value::Int(i64::MIN), Value::Text("")];
    for value in values {
        row.value(value);
    }
    for value in [Value::Int(i64::MAX), Value::Bytes(&[]), Value::Int(-1), Value::Text("JPY")] {
        row.value(value);
    }
    let entry = entry(u64::try_from(i64::MAX).unwrap(), &[3; 1_000_000]);
    let batch = Batch { tables: vec![changes, orders], journal: vec![entry] };
    storage.commit(&batch, PATIENCE).unwrap();
    for changes in &batch.tables {
        let keys: Vec<_> = (0..changes.new.len()).map(|i| changes.new.key(i)).collect();
        let mut rows = Rows::new(changes.table);
        storage.load(changes.table, &keys, &mut rows).unwrap();
        assert_eq!(format!("{rows:?}"), format!("{:?}", changes.new));
    }
    assert_eq!(storage.journal(7, u64::try_from(i64::MAX).unwrap() - 1, 1).unwrap(), batch.journal);
    assert_eq!(storage.journal(7, u64::MAX, 1).unwrap(), []);
    let again = conflicts(&storage, &Batch { journal: Vec::new(), ..batch });
    assert_eq!(again.iter().map(|c| c.index).collect::<Vec<_>>(), [None; 4]);
}

#[test]
fn a_row_that_its_table_cannot_hold_is_an_error_and_no_conflict() {
    let (_directory, storage) = shop();
    for wrong in [Value::Null, Value::Text("seven")] {
        let mut changes = TableChanges::new(&ORDERS);
        let mut row = changes.new.row(stamp(1));
        for value in [Value::Id(id(70)), Value::Id(id(1)), Value::Null, wrong, Value::Text("EUR")] {
            row.value(value);
        }
        row.int(1);
        row.null();
        match storage.commit(&one(changes), PATIENCE) {
            Err(CommitError::Storage(StorageError::Corrupt(Corrupt { table, key: Some(found), .. }))) => {
                assert_eq!((table, found), ("orders", key(70)));
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_place_in_a_lane_is_taken_once() {
    let (_directory, storage) = shop();
    let batch = Batch { tables: Vec::new(), journal: vec![entry(1, b"one")] };
    storage.commit(&batch, PATIENCE).unwrap();
    let twice = storage.commit(&batch, PATIENCE).unwrap_err();
    assert!(matches!(twice, CommitError::Storage(StorageError::Corrupt(_))), "{twice:?}");
    // Where the lane's head explains it, only the head is named.
    let mut changes = TableChanges::new(&ORDERS);
    renamed(&mut changes, 1, None, 5);
    let stale = Batch { tables: vec![changes], journal: batch.journal };
    assert_eq!(conflicts(&storage, &stale).len(), 1);
}

#[test]
fn a_writer_waits_for_another_storage_on_the_file_as_long_as_it_has_patience() {
    let (directory, storage) = shop();
    let other = rusqlite::Connection::open(directory.path().join("shop.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let began = Instant::now();
    let busy = storage.commit(&new_orders([10]), Duration::from_millis(80)).unwrap_err().to_string();
    assert!(busy.contains("another process is writing"), "{busy}");
    assert!(began.elapsed() >= Duration::from_millis(70) && began.elapsed() < Duration::from_secs(5));
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| storage.commit(&new_orders([10]), PATIENCE));
        std::thread::sleep(Duration::from_millis(50));
        // Reading never waits.
        assert_eq!(look(&storage, 10), None);
        other.execute_batch("ROLLBACK").unwrap();
        waiting.join().unwrap().unwrap();
    });
    assert_eq!(look(&storage, 10), Some((Some("order 10".to_owned()), 1)));
}

#[test]
fn of_many_writers_on_one_version_exactly_one_wins_each_round() {
    let (directory, storage) = shop();
    let second = SqliteStorage::open(directory.path().join("shop.db")).unwrap();
    let barrier = Barrier::new(6);
    for version in 1..=20 {
        let won: usize = std::thread::scope(|scope| {
            let writers: Vec<_> = (0..6)
                .map(|n| if n % 2 == 0 { &storage } else { &second })
                .map(|storage| {
                    let barrier = &barrier;
                    scope.spawn(move || {
                        let mut changes = TableChanges::new(&ORDERS);
                        renamed(&mut changes, 1, Some("mine"), version);
                        barrier.wait();
                        match storage.commit(&one(changes), PATIENCE) {
                            Ok(()) => 1,
                            Err(CommitError::Conflict(_)) => 0,
                            Err(error) => panic!("{error}"),
                        }
                    })
                })
                .collect();
            writers.into_iter().map(|writer| writer.join().unwrap()).sum()
        });
        assert_eq!(won, 1);
        // Both see it, whoever wrote it.
        assert_eq!(look(&storage, 1), look(&second, 1));
        assert_eq!(look(&second, 1).unwrap().1, version + 1);
    }
}

#[test]
fn a_refused_commit_leaves_the_connection_usable() {
    let (_directory, storage) = shop();
    for n in 10..60 {
        let mut changes = TableChanges::new(&ORDERS);
        order(&mut changes.new, n, Some("order 1"), 1);
        assert_eq!(conflicts(&storage, &one(changes)).len(), 1);
        storage.commit(&new_orders([n]), PATIENCE).unwrap();
    }
    storage.commit(&Batch::default(), Duration::ZERO).unwrap();
}
