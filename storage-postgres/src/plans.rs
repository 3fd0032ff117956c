//! Every way to read a declared index of an engine begins at the right place of that index and sorts nothing.

use crate::column::{Type, columns};
use crate::page::page;
use crate::pool::Lease;
use crate::runtime::Deadline;
use crate::session::Asked;
use crate::sql::{Statements, index_name, quoted, within};
use crate::{PostgresOptions, PostgresStorage};
use paywright::storage::{Direction, Index, Kind, Scan, Storage as _, Table, Value};
use paywright_testing::PostgresServer;
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
    let kind = |name: &str| table.columns().find(|column| column.name == name).unwrap().kind;
    let values: Vec<Value<'_>> = scan.order().map(|name| sample(kind(name))).collect();
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

/// How the server would go about it.
fn plan(lease: &Lease<'_>, asked: Asked) -> String {
    let asked = Asked { sql: format!("EXPLAIN {}", asked.sql).into(), ..asked };
    let until = Deadline::after(Duration::from_secs(60));
    let rows = lease.run(move |session| async move { until.bound(session.rows(asked)).await }).unwrap();
    rows.iter().map(|row| row.get::<_, String>(0) + "\n").collect()
}

/// Begins a transaction in which the table has this index and no other: of an empty table each would do.
fn alone(table: &Table, index: Option<&Index>) -> String {
    let mut sql = "BEGIN READ WRITE".to_owned();
    for other in table.indexes.iter().filter(|other| index.is_none_or(|index| index.name != other.name)) {
        sql += &format!("; DROP INDEX {}", within("shop", &index_name(table, other)));
    }
    if index.is_some() {
        let (table, key) = (within("shop", table.name), quoted(&format!("{}_pkey", table.name)));
        sql += &format!("; ALTER TABLE {table} DROP CONSTRAINT {key}");
    }
    sql
}

#[test]
fn every_index_of_the_engine_answers_every_shape_of_scan_without_sorting() {
    let server = PostgresServer::start(&[]).unwrap();
    let options = PostgresOptions { schema: "shop".to_owned(), ..PostgresOptions::default() };
    let storage = PostgresStorage::open_with(&server.address(), options).unwrap();
    let schema = paywright::schema();
    storage.migrate(&schema).unwrap();
    let lease = storage.pool.take(storage.until()).unwrap();
    // The tables are empty, and reading all of nothing would cost the least.
    let fair = "SET enable_seqscan = off; SET enable_bitmapscan = off";
    lease.run(move |session| async move { session.run(fair).await }).unwrap();
    let statements = Statements::new("shop");
    let mut seen = 0;
    for table in schema.tables.iter().copied() {
        for index in table.indexes.iter().map(Some).chain([None]) {
            let name = index.map_or_else(|| format!("{}_pkey", table.name), |index| index_name(table, index));
            let alone = alone(table, index);
            lease.run(move |session| async move { session.run(&alone).await }).unwrap();
            shapes(table, index, &mut |scan| {
                let Some(asked) = page(&statements.of(table), scan).unwrap() else { return };
                let (sql, is_limited) = (asked.sql.clone(), asked.parameters.len() > 1);
                let plan = plan(&lease, asked);
                assert!(plan.contains(&name) && !plan.contains("Sort"), "{sql}\n{plan}");
                assert!(plan.contains("Index Cond") || !is_limited, "{sql}\n{plan}");
                seen += 1;
            });
            lease.run(|session| async move { session.run("ROLLBACK").await }).unwrap();
        }
    }
    assert!(seen > 500, "only {seen} shapes");
}

#[test]
fn an_engine_keeps_sums_whose_halves_are_one_column() {
    let all = paywright::schema().tables.iter().flat_map(|table| columns(table));
    assert!(all.filter(|column| column.holds == Type::Sum).count() >= 4);
}
