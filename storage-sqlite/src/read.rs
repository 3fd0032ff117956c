//! Rows out of the file, each cell checked against its column.

use crate::file::Fault;
use crate::page::Page;
use crate::sql::{Bound, TableSql, number};
use paywright::Timestamp;
use paywright::storage::{Column, Corrupt, JournalRow, Key, Kind, Rows, Scan, Stamp, Value};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

pub(crate) fn load(
    connection: &Connection,
    sql: &TableSql,
    keys: &[Key],
    into: &mut Rows,
) -> Result<(), Fault> {
    let mut statement = connection.prepare_cached(&sql.load)?;
    for key in keys {
        statement.raw_bind_parameter(1, Bound(key.value()))?;
        if let Some(row) = statement.raw_query().next()? {
            append(sql, row, into)?;
        }
    }
    Ok(())
}

pub(crate) fn scan(
    connection: &Connection,
    sql: &TableSql,
    scan: &Scan<'_>,
    into: &mut Rows,
) -> Result<bool, Fault> {
    let Some(page) = Page::new(sql, scan)? else { return Ok(false) };
    let mut statement = connection.prepare_cached(&page.sql)?;
    for (i, value) in page.values.into_iter().enumerate() {
        statement.raw_bind_parameter(i + 1, Bound(value))?;
    }
    let mut rows = statement.raw_query();
    for _ in 0..scan.limit {
        match rows.next()? {
            Some(row) => append(sql, row, into)?,
            None => return Ok(false),
        }
    }
    Ok(rows.next()?.is_some())
}

pub(crate) fn journal(
    connection: &Connection,
    lane: u16,
    after: u64,
    limit: u32,
) -> Result<Vec<JournalRow>, Fault> {
    if lane == 0 {
        return strays(connection, limit);
    }
    let mut statement = connection.prepare_cached(
        "SELECT sequence, bytes, hash FROM journal WHERE lane = ?1 AND sequence > ?2 \
         ORDER BY sequence LIMIT ?3",
    )?;
    let mut rows = statement.query((lane, number(after), limit))?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        let sequence = row.get_ref(0)?.as_i64().unwrap_or(-1);
        let bytes = row.get_ref(1)?.as_blob().map(<[u8]>::to_vec);
        let hash = row.get_ref(2)?.as_blob().ok().and_then(|hash| hash.try_into().ok());
        let (Ok(sequence), Ok(bytes), Some(hash)) = (u64::try_from(sequence), bytes, hash) else {
            let what = format!("an entry of lane {lane} is not a sequence, bytes and a hash of 32 bytes");
            return Err(Corrupt { table: "journal", key: Some(Key::Int(sequence)), what }.into());
        };
        entries.push(JournalRow { lane, sequence, bytes, hash });
    }
    Ok(entries)
}

/// Rows that no lane can hold: another program wrote them. Lane and sequence are as near as their types can
/// say.
fn strays(connection: &Connection, limit: u32) -> Result<Vec<JournalRow>, Fault> {
    let mut statement = connection.prepare_cached(
        "SELECT lane, sequence FROM journal WHERE lane NOT BETWEEN 1 AND 1023 OR sequence < 1 LIMIT ?1",
    )?;
    let rows = statement.query_map([limit], |row| {
        let (lane, sequence) = (row.get::<_, i64>(0)?, row.get::<_, i64>(1)?);
        let lane = u16::try_from(lane.max(0)).unwrap_or(u16::MAX);
        let sequence = u64::try_from(sequence).unwrap_or(0);
        Ok(JournalRow { lane, sequence, bytes: Vec::new(), hash: [0; 32] })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A damaged row is appended too, with nothing in its damaged cells, so that the rows stay whole.
fn append(sql: &TableSql, row: &Row<'_>, into: &mut Rows) -> Result<(), Fault> {
    let mut damage = None;
    let stamp = stamp(sql, row)?.unwrap_or_else(|what| {
        damage = Some(what);
        Stamp::ADDED
    });
    let mut writer = into.row(stamp);
    let mut key = None;
    for (i, column) in sql.columns.iter().enumerate() {
        match cell(row.get_ref(i)?, column) {
            Ok(value) => {
                match (i, value) {
                    (0, Value::Id(id)) => key = Some(Key::Id(id)),
                    (0, Value::Int(position)) => key = Some(Key::Int(position)),
                    _ => {}
                }
                writer.value(value);
            }
            Err(what) => {
                damage.get_or_insert(what);
                writer.null();
            }
        }
    }
    match damage {
        Some(what) => Err(Corrupt { table: sql.table.name, key, what }.into()),
        None => Ok(()),
    }
}

fn stamp(sql: &TableSql, row: &Row<'_>) -> Result<Result<Stamp, String>, Fault> {
    if !sql.table.is_stamped() {
        return Ok(Ok(Stamp::ADDED));
    }
    let width = sql.columns.len();
    let cells = (row.get_ref(width)?, row.get_ref(width + 1)?);
    Ok(match cells {
        (ValueRef::Integer(version), ValueRef::Integer(at)) if version >= 0 => {
            Ok(Stamp { version: version.unsigned_abs(), changed_at: Timestamp::from_micros(at) })
        }
        (version, at) => Err(format!(
            "columns version and changed_at hold {} and {} where a version and a time belong",
            described(version),
            described(at)
        )),
    })
}

fn cell<'a>(found: ValueRef<'a>, column: &Column) -> Result<Value<'a>, String> {
    let value = match (found, column.kind) {
        (ValueRef::Null, _) if column.nullable => Some(Value::Null),
        (ValueRef::Integer(number), Kind::Int) => Some(Value::Int(number)),
        (ValueRef::Blob(bytes), Kind::Id) => bytes.try_into().ok().map(Value::Id),
        (ValueRef::Blob(bytes), Kind::Bytes) => Some(Value::Bytes(bytes)),
        (ValueRef::Text(text), Kind::Text) => std::str::from_utf8(text).ok().map(Value::Text),
        _ => None,
    };
    value.ok_or_else(|| {
        let wanted = match column.kind {
            Kind::Int => "a number",
            Kind::Id => "sixteen bytes",
            Kind::Text => "a text in UTF-8",
            Kind::Bytes => "bytes",
        };
        format!("column {} holds {} where {wanted} belongs", column.name, described(found))
    })
}

fn described(found: ValueRef<'_>) -> String {
    match found {
        ValueRef::Null => "nothing".to_owned(),
        ValueRef::Integer(number) => format!("the number {number}"),
        ValueRef::Real(_) => "a floating-point number".to_owned(),
        ValueRef::Text(text) if std::str::from_utf8(text).is_err() => "a text that is not UTF-8".to_owned(),
        ValueRef::Text(_) => "a text".to_owned(),
        ValueRef::Blob(bytes) => format!("{} bytes", bytes.len()),
    }
}
