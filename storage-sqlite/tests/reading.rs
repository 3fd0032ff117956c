//! Pages, snapshots, and rows that are not what was written.

#[allow(dead_code, unreachable_pub, reason = "each story uses a part")]
mod tables;

use paywright::storage::{
    Corrupt, Direction, Key, Reader, Rows, Scan, Storage, StorageError, TableChanges, Value,
};
use paywright_sqlite::SqliteStorage;
use std::path::PathBuf;
use std::time::Duration;
use tables::{LINES, ORDERS, ORDERS_2, SCHEMA_1, SCHEMA_2, id, key, new_orders};

const PATIENCE: Duration = Duration::from_secs(5);

fn shop() -> (tempfile::TempDir, PathBuf, SqliteStorage) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("shop.db");
    let storage = SqliteStorage::open(&path).unwrap();
    storage.migrate(&SCHEMA_1).unwrap();
    (directory, path, storage)
}

fn keys(rows: &Rows) -> Vec<Key> {
    (0..rows.len()).map(|i| rows.key(i)).collect()
}

/// All pages of a scan, each continued after the last row of the one before.
fn walk(storage: &dyn Reader, scan: &Scan<'_>) -> Vec<Key> {
    let positions: Vec<_> = scan.order().map(|name| scan.table.position(name).unwrap()).collect();
    let (mut all, mut last) = (Vec::new(), Rows::new(scan.table));
    loop {
        let mut page = Rows::new(scan.table);
        let values: Vec<Value<'_>> = last.values(last.len().wrapping_sub(1)).collect();
        let after: Vec<Value<'_>> = positions.iter().filter_map(|i| values.get(*i).copied()).collect();
        let after = Some(after.as_slice()).filter(|after| !after.is_empty());
        let more = storage.scan(&Scan { after, ..scan.clone() }, &mut page).unwrap();
        assert!(page.len() <= usize::try_from(scan.limit).unwrap());
        all.extend(keys(&page));
        if !more {
            return all;
        }
        last = page;
    }
}

#[test]
fn pages_of_any_size_visit_each_row_once_in_both_directions() {
    let (_directory, _, storage) = shop();
    storage.migrate(&SCHEMA_2).unwrap();
    let mut changes = TableChanges::new(&LINES);
    for position in 0..40_u8 {
        let mut row = changes.new.row(paywright::storage::Stamp::ADDED);
        row.int(i64::from(position) - 20);
        row.id(id(position));
        row.value(match position % 4 {
            0 => Value::Null,
            1 => Value::Text("rent"),
            _ => Value::Text("wage"),
        });
    }
    let batch = paywright::storage::Batch { tables: vec![changes], journal: Vec::new() };
    storage.commit(&batch, PATIENCE).unwrap();
    let position = |n: &u8| Key::Int(i64::from(*n) - 20);
    let rent: Vec<Key> = (0..40).filter(|n| n % 4 == 1).map(|n| position(&n)).collect();
    let wage: Vec<Key> = (0..40).filter(|n| n % 4 > 1).map(|n| position(&n)).collect();
    for limit in [1, 2, 3, 7, 10, 20, 100] {
        let all = Scan { index: LINES.index("by_memo"), ..Scan::all(&LINES, limit) };
        let mut wanted = [rent.clone(), wage.clone()].concat();
        assert_eq!(walk(&storage, &all), wanted);
        assert_eq!(walk(&storage, &Scan { prefix: &[Value::Text("wage")], ..all.clone() }), wage);
        assert_eq!(walk(&storage, &Scan { from: Some(Value::Text("sold")), ..all.clone() }), wage);
        assert_eq!(walk(&storage, &Scan { below: Some(Value::Text("wage")), ..all.clone() }), rent);
        let some = Scan { prefix: &[Value::Text("rent")], from: Some(Value::Int(-3)), ..all.clone() };
        let some = Scan { below: Some(Value::Int(13)), ..some };
        let between: Vec<Key> = rent[4..8].to_vec();
        assert_eq!(walk(&storage, &some), between);
        wanted.reverse();
        assert_eq!(walk(&storage, &Scan { direction: Direction::Descending, ..all }), wanted);
        let backwards: Vec<Key> = between.into_iter().rev().collect();
        assert_eq!(walk(&storage, &Scan { direction: Direction::Descending, ..some }), backwards);
        assert_eq!(walk(&storage, &Scan::all(&LINES, limit)).len(), 40);
    }
    let mut none = Rows::new(&LINES);
    assert!(storage.scan(&Scan::all(&LINES, 0), &mut none).unwrap());
    assert!(none.is_empty());
}

#[test]
fn a_place_to_continue_outside_the_asked_range_is_no_trap() {
    let (_directory, _, storage) = shop();
    storage.commit(&new_orders(1..=9), PATIENCE).unwrap();
    let scan = Scan { index: ORDERS.index("by_time"), ..Scan::all(&ORDERS, 100) };
    let found = |after: &[Value<'_>], scan: &Scan<'_>| {
        let mut rows = Rows::new(&ORDERS);
        storage.scan(&Scan { after: Some(after), ..scan.clone() }, &mut rows).unwrap();
        keys(&rows)
    };
    let third = [Value::Int(3), Value::Id(id(3))];
    let from = Scan { from: Some(Value::Int(8)), ..scan.clone() };
    assert_eq!(found(&third, &from), [key(8), key(9)]);
    let back = Scan { direction: Direction::Descending, below: Some(Value::Int(3)), ..scan.clone() };
    assert_eq!(found(&third, &back), [key(2), key(1)]);
    assert_eq!(found(&[Value::Int(8), Value::Id(id(8))], &back), [key(2), key(1)]);
    // Another prefix than the one asked for: all of it lies behind, or ahead.
    assert_eq!(found(&third, &Scan { prefix: &[Value::Int(2)], ..scan.clone() }), []);
    assert_eq!(found(&third, &Scan { prefix: &[Value::Int(4)], ..scan.clone() }), [key(4)]);
    let mut rows = Rows::new(&ORDERS);
    let short = storage.scan(&Scan { after: Some(&third[..1]), ..scan }, &mut rows);
    assert!(matches!(short, Err(StorageError::Unavailable(_))), "{short:?}");
}

#[test]
fn a_snapshot_stays_what_it_was_while_others_commit() {
    let (_directory, path, storage) = shop();
    storage.commit(&new_orders(1..=3), PATIENCE).unwrap();
    let second = SqliteStorage::open(&path).unwrap();
    let snapshot = storage.snapshot().unwrap();
    second.commit(&new_orders(4..=6), PATIENCE).unwrap();
    assert_eq!(walk(snapshot.as_ref(), &Scan::all(&ORDERS, 2)).len(), 3);
    assert_eq!(walk(&storage, &Scan::all(&ORDERS, 2)).len(), 6);
    storage.commit(&new_orders(7..=9), PATIENCE).unwrap();
    let mut rows = Rows::new(&ORDERS);
    snapshot.load(&ORDERS, &[key(1), key(7)], &mut rows).unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(snapshot.journal(7, 0, 1).unwrap(), []);
    drop(snapshot);
    // Its connection goes on as an ordinary one.
    let again = storage.snapshot().unwrap();
    assert_eq!(walk(again.as_ref(), &Scan::all(&ORDERS, 100)).len(), 9);
}

#[test]
fn many_snapshots_may_be_open_at_once() {
    let (_directory, _, storage) = shop();
    let snapshots: Vec<_> = (1..=20)
        .map(|n| {
            storage.commit(&new_orders([n]), PATIENCE).unwrap();
            storage.snapshot().unwrap()
        })
        .collect();
    for (i, snapshot) in snapshots.iter().enumerate() {
        assert_eq!(walk(snapshot.as_ref(), &Scan::all(&ORDERS, 3)).len(), i + 1);
    }
}

#[test]
fn a_cell_that_cannot_be_is_named_with_table_key_and_column() {
    let (_directory, path, storage) = shop();
    storage.migrate(&SCHEMA_2).unwrap();
    storage.commit(&new_orders(1..=9), PATIENCE).unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    for (n, set, column) in [
        (1, "merchant = x'0102'", "merchant holds 2 bytes"),
        (2, "reference = CAST(x'ff' AS TEXT)", "reference holds a text that is not UTF-8"),
        (3, "version = -1", "version and changed_at hold the number -1"),
    ] {
        other.execute(&format!("UPDATE orders SET {set} WHERE id = ?1"), [&id(n)[..]]).unwrap();
        let mut rows = Rows::new(&ORDERS);
        match storage.load(&ORDERS, &[key(9), key(n), key(8)], &mut rows) {
            Err(StorageError::Corrupt(Corrupt { table: "orders", key: Some(found), what })) => {
                assert_eq!(found, key(n));
                assert!(what.contains(column), "{what}");
            }
            other => panic!("{other:?}"),
        }
        let scanned = storage.scan(&Scan::all(&ORDERS, 100), &mut rows);
        assert!(matches!(scanned, Err(StorageError::Corrupt(_))), "{scanned:?}");
    }
    other.execute_batch("INSERT INTO journal VALUES(7, 1, x'00', x'01')").unwrap();
    assert!(matches!(storage.journal(7, 0, 9), Err(StorageError::Corrupt(Corrupt { table: "journal", .. }))));
}

#[test]
fn two_descriptors_of_one_table_each_read_what_they_know() {
    let (_directory, _, storage) = shop();
    storage.commit(&new_orders([1]), PATIENCE).unwrap();
    storage.migrate(&SCHEMA_2).unwrap();
    for table in [&ORDERS, &ORDERS_2] {
        let mut rows = Rows::new(table);
        storage.load(table, &[key(1)], &mut rows).unwrap();
        assert_eq!(rows.values(0).len(), table.width());
    }
}
