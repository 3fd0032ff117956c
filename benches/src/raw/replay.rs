//! The rows of an engine's batches, written by hand: one prepared statement a table, nothing checked, nothing
//! decided.

use super::connect;
use crate::Outcome;
use paywright::storage::{Batch, Rows, Table, TableChanges, Value};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ToSql};
use std::collections::HashMap;
use std::path::Path;

/// A file whose tables an engine made.
pub struct Replay {
    connection: Connection,
    statements: HashMap<u16, Statements>,
}

/// What is done to the rows of one table.
struct Statements {
    insert: String,
    /// Sets the columns that no index holds: no change of a recorded batch concerns another.
    update: String,
    /// Where the set columns stand in a row.
    set: Vec<usize>,
}

impl Statements {
    fn of(table: &Table) -> Self {
        let columns: Vec<String> = table.columns().map(|column| column.name).collect();
        let indexed = |name: &str| table.indexes.iter().any(|index| index.columns.contains(&name));
        let set: Vec<usize> = (1..columns.len()).filter(|place| !indexed(&columns[*place])).collect();
        let stamp: &[&str] = if table.is_stamped() { &["version", "changed_at"] } else { &[] };
        let all: Vec<&str> = columns.iter().map(String::as_str).chain(stamp.iter().copied()).collect();
        let assigned = set.iter().map(|place| columns[*place].as_str()).chain(stamp.iter().copied());
        let assigned: Vec<String> =
            assigned.enumerate().map(|(i, column)| format!("\"{column}\" = ?{}", i + 2)).collect();
        let name = table.name;
        Self {
            insert: format!(
                "INSERT INTO \"{name}\"(\"{}\") VALUES({})",
                all.join("\", \""),
                vec!["?"; all.len()].join(", ")
            ),
            update: format!("UPDATE \"{name}\" SET {} WHERE \"{}\" = ?1", assigned.join(", "), columns[0]),
            set,
        }
    }
}

impl Replay {
    /// Over this file.
    pub fn open(path: &Path) -> Outcome<Self> {
        let tables = paywright::schema().tables;
        let statements = tables.iter().map(|table| (table.tag, Statements::of(table))).collect();
        Ok(Self { connection: connect(path)?, statements })
    }

    /// One batch in one commit.
    pub fn commit(&self, batch: &Batch) -> Outcome<()> {
        self.connection.prepare_cached("BEGIN IMMEDIATE")?.raw_execute()?;
        for changes in &batch.tables {
            self.write(changes)?;
        }
        let mut journal = self
            .connection
            .prepare_cached("INSERT INTO journal(lane, sequence, bytes, hash) VALUES(?1, ?2, ?3, ?4)")?;
        for entry in &batch.journal {
            let sequence = i64::try_from(entry.sequence)?;
            journal.execute((entry.lane, sequence, &entry.bytes, &entry.hash[..]))?;
        }
        drop(journal);
        self.connection.prepare_cached("COMMIT")?.raw_execute()?;
        Ok(())
    }

    fn write(&self, changes: &TableChanges) -> Outcome<()> {
        let statements = self.statements.get(&changes.table.tag).ok_or("a table without statements")?;
        if !changes.new.is_empty() {
            let mut insert = self.connection.prepare_cached(&statements.insert)?;
            for i in 0..changes.new.len() {
                let mut next = 1;
                for value in changes.new.values(i) {
                    insert.raw_bind_parameter(next, Hand(value))?;
                    next += 1;
                }
                stamp(&mut insert, &changes.new, i, next)?;
                insert.raw_execute()?;
            }
        }
        if changes.changed.is_empty() {
            return Ok(());
        }
        let mut update = self.connection.prepare_cached(&statements.update)?;
        for i in 0..changes.changed.len() {
            update.raw_bind_parameter(1, Hand(changes.changed.key(i).value()))?;
            let mut wanted = statements.set.iter().peekable();
            let mut next = 2;
            for (place, value) in changes.changed.values(i).enumerate() {
                if wanted.next_if_eq(&&place).is_some() {
                    update.raw_bind_parameter(next, Hand(value))?;
                    next += 1;
                }
            }
            stamp(&mut update, &changes.changed, i, next)?;
            if update.raw_execute()? != 1 {
                return Err(format!("no row of {} to change", changes.table.name).into());
            }
        }
        Ok(())
    }
}

/// The two columns that stand behind the record's own.
fn stamp(statement: &mut CachedStatement<'_>, rows: &Rows, i: usize, next: usize) -> Outcome<()> {
    if rows.table().is_stamped() {
        let stamp = rows.stamp(i);
        statement.raw_bind_parameter(next, i64::try_from(stamp.version)?)?;
        statement.raw_bind_parameter(next + 1, stamp.changed_at.as_micros())?;
    }
    Ok(())
}

/// A value as a parameter.
struct Hand<'a>(Value<'a>);

impl ToSql for Hand<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match &self.0 {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Id(id) => ValueRef::Blob(id),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}
