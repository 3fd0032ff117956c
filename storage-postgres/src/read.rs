//! Rows from the server, each cell checked against its column.

use crate::column::{Column, Type};
use crate::failure::Fault;
use crate::sql::TableSql;
use crate::wire::{Raw, read_sum, read_text};
use paywright::Timestamp;
use paywright::storage::{Corrupt, JournalRow, Key, Rows, Stamp, Value};
use tokio_postgres::Row;

/// Appends rows of a `SELECT` of the table.
pub(crate) fn append(sql: &TableSql, rows: &[Row], into: &mut Rows) -> Result<(), Fault> {
    let Some(first) = rows.first() else { return Ok(()) };
    let stamps = if sql.table.is_stamped() { 2 } else { 0 };
    let held = sql.columns.iter().map(|column| (column.name.as_str(), column.holds));
    let held = held.chain([("version", Type::Int), ("changed_at", Type::Int)]);
    for ((name, holds), found) in held.take(sql.columns.len() + stamps).zip(first.columns()) {
        if found.type_().oid() != holds.oid() {
            let (wanted, found) = (holds.sql(), found.type_().name());
            let what = format!("column {name} has the type {found} where {wanted} belongs");
            return Err(Corrupt { table: sql.table.name, key: None, what }.into());
        }
    }
    rows.iter().try_for_each(|row| append_one(sql, row, into))
}

/// A damaged row is appended too, with nothing in its damaged cells, so that the rows stay whole.
fn append_one(sql: &TableSql, row: &Row, into: &mut Rows) -> Result<(), Fault> {
    let mut damage = None;
    let stamp = stamp(sql, row).unwrap_or_else(|what| {
        damage = Some(what);
        Stamp::ADDED
    });
    let mut writer = into.row(stamp);
    for (i, column) in sql.columns.iter().enumerate() {
        let Err(what) = cell(raw(row, i), column, |value| writer.value(value)) else { continue };
        damage.get_or_insert(what);
        (0..column.holds.cells()).for_each(|_| writer.null());
    }
    match damage {
        Some(what) => {
            let key = raw(row, 0).and_then(|bytes| key(bytes, sql.columns.first()?.holds));
            Err(Corrupt { table: sql.table.name, key, what }.into())
        }
        None => Ok(()),
    }
}

fn raw(row: &Row, i: usize) -> Option<&[u8]> {
    row.try_get::<_, Option<Raw<'_>>>(i).ok().flatten().map(|raw| raw.0)
}

/// A number as the server sends it.
pub(crate) fn int(row: &Row, i: usize) -> Option<i64> {
    raw(row, i).and_then(|bytes| bytes.try_into().ok()).map(i64::from_be_bytes)
}

/// A key in column `i`.
pub(crate) fn key_at(row: &Row, i: usize, holds: Type) -> Option<Key> {
    raw(row, i).and_then(|bytes| key(bytes, holds))
}

fn key(bytes: &[u8], holds: Type) -> Option<Key> {
    match holds {
        Type::Int => bytes.try_into().ok().map(i64::from_be_bytes).map(Key::Int),
        Type::Id => bytes.try_into().ok().map(Key::Id),
        _ => None,
    }
}

fn stamp(sql: &TableSql, row: &Row) -> Result<Stamp, String> {
    if !sql.table.is_stamped() {
        return Ok(Stamp::ADDED);
    }
    let width = sql.columns.len();
    match (int(row, width), int(row, width + 1)) {
        (Some(version), Some(at)) if version >= 0 => {
            Ok(Stamp { version: version.unsigned_abs(), changed_at: Timestamp::from_micros(at) })
        }
        (version, at) => {
            let told = |number: Option<i64>| number.map_or_else(|| "nothing".to_owned(), |n| n.to_string());
            Err(format!(
                "columns version and changed_at hold {} and {} where a version and a time belong",
                told(version),
                told(at)
            ))
        }
    }
}

fn cell(found: Option<&[u8]>, column: &Column, mut write: impl FnMut(Value<'_>)) -> Result<(), String> {
    let wrong = |what: &str| {
        let wanted = column.holds.described();
        format!("column {} holds {what} where {wanted} belongs", column.name)
    };
    let Some(bytes) = found else {
        if !column.nullable {
            return Err(wrong("nothing"));
        }
        (0..column.holds.cells()).for_each(|_| write(Value::Null));
        return Ok(());
    };
    let read = match column.holds {
        Type::Int => bytes.try_into().ok().map(|bytes| write(Value::Int(i64::from_be_bytes(bytes)))),
        Type::Id => bytes.try_into().ok().map(|id| write(Value::Id(id))),
        Type::Bytes => {
            write(Value::Bytes(bytes));
            Some(())
        }
        Type::Text => read_text(bytes).map(|text| write(Value::Text(&text))),
        Type::Sum => read_sum(bytes).map(|(hi, lo)| {
            write(Value::Int(hi));
            write(Value::Int(lo));
        }),
    };
    read.ok_or_else(|| wrong("something else"))
}

/// Entries of one lane.
pub(crate) fn entries(lane: u16, rows: &[Row]) -> Result<Vec<JournalRow>, Fault> {
    let mut entries = Vec::with_capacity(rows.len());
    for row in rows {
        let sequence = int(row, 0).unwrap_or(-1);
        let bytes = raw(row, 1).map(<[u8]>::to_vec);
        let hash = raw(row, 2).and_then(|hash| hash.try_into().ok());
        let (Ok(place), Some(bytes), Some(hash)) = (u64::try_from(sequence), bytes, hash) else {
            let what = format!("an entry of lane {lane} is not a sequence, bytes and a hash of 32 bytes");
            return Err(Corrupt { table: "journal", key: Some(Key::Int(sequence)), what }.into());
        };
        entries.push(JournalRow { lane, sequence: place, bytes, hash });
    }
    Ok(entries)
}

/// Rows that no lane can hold: another program wrote them. Lane and sequence are as near as their types can
/// say.
pub(crate) fn strays(rows: &[Row]) -> Vec<JournalRow> {
    let stray = |row: &Row| {
        let lane = u16::try_from(int(row, 0).unwrap_or(0).max(0)).unwrap_or(u16::MAX);
        let sequence = u64::try_from(int(row, 1).unwrap_or(0)).unwrap_or(0);
        JournalRow { lane, sequence, bytes: Vec::new(), hash: [0; 32] }
    };
    rows.iter().map(stray).collect()
}
