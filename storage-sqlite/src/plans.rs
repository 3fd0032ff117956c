//! Every way to read a declared index begins at the right place of that index and sorts nothing.

use crate::page::Page;
use crate::sql::{Statements, index_name};
use crate::tables::{LINES, ORDERS_2, SCHEMA_2};
use crate::{SqliteStorage, file::Deadline};
use paywright::storage::{Direction, Index, Kind, Scan, Schema, Storage as _, Table, Value};
use std::time::Duration;

fn sample(kind: Kind) -> Value<'static> {
    match kind {
        Kind::Int => Value::Int(3),
        Kind::Id => Value::Id([3; 16]),
        Kind::Text => Value::Text("EUR"),
        Kind::Bytes => Value::Bytes(b"3"),
    }
}

/// All shapes of a scan: each prefix, each bound, both ways, from the start and from a row on.
fn shapes(table: &'static Table, index: Option<&'static Index>, check: &mut dyn FnMut(&Scan<'_>)) {
    let scan = Scan { index, ..Scan::all(table, 10) };
    let kinds = |name: &str| table.columns().find(|column| column.name == name).unwrap().kind;
    let values: Vec<Value<'_>> = scan.order().map(|name| sample(kinds(name))).collect();
    for prefix in 0..=values.len() {
        for (from, below) in [(false, false), (true, false), (false, true), (true, true)] {
            for direction in [Direction::Ascending, Direction::Descending] {
                for after in [None, Some(values.as_slice())] {
                    let bound = |wanted| values.get(prefix).copied().filter(|_| wanted);
                    let prefix = &values[..prefix];
                    check(&Scan { prefix, from: bound(from), below: bound(below), direction, after, ..scan });
                }
            }
        }
    }
}

#[test]
fn every_declared_index_answers_every_shape_of_scan_without_sorting() {
    assert!(shapes_checked(&SCHEMA_2) > 150);
}

#[test]
fn so_does_every_index_of_the_engine() {
    assert!(shapes_checked(&paywright::schema()) > 500);
}

fn shapes_checked(schema: &Schema) -> usize {
    let directory = tempfile::tempdir().unwrap();
    let storage = SqliteStorage::open(directory.path().join("plans.db")).unwrap();
    storage.migrate(schema).unwrap();
    let lease = storage.writer.take(Deadline::after(Duration::ZERO)).unwrap();
    let connection = lease.connection().unwrap();
    let statements = Statements::default();
    let mut seen = 0;
    for table in schema.tables.iter().copied() {
        for index in table.indexes.iter().map(Some).chain([None]) {
            shapes(table, index, &mut |scan| {
                let Some(page) = Page::new(&statements.of(table), scan).unwrap() else { return };
                let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {}", page.sql)).unwrap();
                assert_eq!(statement.parameter_count(), page.values.len(), "{}", page.sql);
                let mut rows = statement.raw_query();
                let mut plan = String::new();
                while let Some(row) = rows.next().unwrap() {
                    plan += &row.get::<_, String>("detail").unwrap();
                }
                let about = format!("{}\n{plan}", page.sql);
                assert!(!plan.contains("TEMP B-TREE"), "{about}");
                let limited = page.values.len() > 1;
                assert!(plan.starts_with("SEARCH") || !limited, "{about}");
                if let Some(index) = index {
                    assert!(plan.contains(&index_name(table, index)), "{about}");
                }
                if page.sql.contains("COLLATE") {
                    // The row to continue after is sought by all of its columns.
                    let rest = scan.order().count() - scan.prefix.len();
                    let row = format!("({}?)", "?,".repeat(rest - 1));
                    let sought = [format!(">{row}"), format!("<{row}"), ">?)".to_owned(), "<?)".to_owned()];
                    let sought = if rest == 1 { &sought[2..] } else { &sought[..2] };
                    assert!(sought.iter().any(|sought| plan.contains(sought)), "{about}");
                }
                seen += 1;
            });
        }
    }
    seen
}

#[test]
fn a_conflict_on_a_unique_value_is_found_by_its_index() {
    let directory = tempfile::tempdir().unwrap();
    let storage = SqliteStorage::open(directory.path().join("plans.db")).unwrap();
    storage.migrate(&SCHEMA_2).unwrap();
    let lease = storage.writer.take(Deadline::after(Duration::ZERO)).unwrap();
    let statements = Statements::default();
    for table in [&ORDERS_2, &LINES] {
        for unique in &statements.of(table).unique {
            let sql = format!("EXPLAIN QUERY PLAN {}", unique.holder);
            let mut statement = lease.connection().unwrap().prepare(&sql).unwrap();
            let plan: String =
                statement.raw_query().next().unwrap().map(|row| row.get("detail").unwrap()).unwrap();
            assert!(plan.contains(&index_name(table, unique.index)), "{plan}");
        }
    }
}
