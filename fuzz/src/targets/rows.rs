//! Rows of every table, whatever their cells hold.

use crate::ground::filled;
use crate::support::dump::rows_of;
use paywright::journal::{Books, IdempotencyKey, Lane};
use paywright::ledger::Mark;
use paywright::storage::{Record, Rows, Stamp, Table, Value};
use paywright::*;

/// A record that is read writes the same cells; any others are damage, and say of which table. The first byte
/// chooses the table.
pub fn check(bytes: &[u8]) -> bool {
    let Some((first, bytes)) = bytes.split_first() else { return false };
    let (table, reads) = TABLES[usize::from(*first) % TABLES.len()];
    let mut rows = Rows::new(table);
    let mut row = rows.row(Stamp::ADDED);
    let mut rest = bytes;
    (0..table.width()).map_while(|_| take(&mut rest)).for_each(|cell| match cell {
        // A storage gives texts as texts only.
        Cell::Text(text) => row.text(&text),
        Cell::Other(value) => row.value(value),
    });
    reads(&rows)
}

enum Cell<'a> {
    Text(std::borrow::Cow<'a, str>),
    Other(Value<'a>),
}

/// A cell: its kind, and for a text or bytes their length in two bytes.
fn take<'a>(rest: &mut &'a [u8]) -> Option<Cell<'a>> {
    let (kind, behind) = rest.split_first()?;
    let long = |behind: &'a [u8]| {
        let (length, behind) = behind.split_first_chunk()?;
        Some(behind.split_at(usize::from(u16::from_be_bytes(*length)).min(behind.len())))
    };
    let (cell, behind) = match kind % 5 {
        0 => (Cell::Other(Value::Null), behind),
        1 => {
            let (number, behind) = behind.split_first_chunk()?;
            (Cell::Other(Value::Int(i64::from_be_bytes(*number))), behind)
        }
        2 => {
            let (id, behind) = behind.split_first_chunk()?;
            (Cell::Other(Value::Id(*id)), behind)
        }
        3 => {
            let (text, behind) = long(behind)?;
            (Cell::Text(String::from_utf8_lossy(text)), behind)
        }
        _ => {
            let (bytes, behind) = long(behind)?;
            (Cell::Other(Value::Bytes(bytes)), behind)
        }
    };
    *rest = behind;
    Some(cell)
}

fn put(value: Value<'_>, to: &mut Vec<u8>) {
    let long = |kind, bytes: &[u8], to: &mut Vec<u8>| {
        to.push(kind);
        to.extend(u16::try_from(bytes.len()).expect("a short example").to_be_bytes());
        to.extend(bytes);
    };
    match value {
        Value::Null => to.push(0),
        Value::Int(number) => to.extend([&[1][..], &number.to_be_bytes()].concat()),
        Value::Id(id) => to.extend([&[2][..], &id].concat()),
        Value::Text(text) => long(3, text.as_bytes(), to),
        Value::Bytes(bytes) => long(4, bytes, to),
    }
}

fn reads<R: Record>(rows: &Rows) -> bool {
    match R::read(&mut rows.reader(0)) {
        Ok(record) => {
            let mut again = Rows::new(R::TABLE);
            record.write(&mut again.row(Stamp::ADDED));
            assert_eq!(cells(&again), cells(rows), "{record:?}");
            true
        }
        Err(corrupt) => {
            assert_eq!((corrupt.table, corrupt.key), (R::TABLE.name, Some(rows.key(0))));
            assert!(!corrupt.what.is_empty());
            false
        }
    }
}

fn cells(rows: &Rows) -> Vec<Value<'_>> {
    rows.values(0).collect()
}

type Reads = fn(&Rows) -> bool;

macro_rules! tables {
    ($($record:ty,)*) => {
        const TABLES: &[(&Table, Reads)] = &[$((<$record as Record>::TABLE, reads::<$record>),)*];
    };
}

tables! {
    Books, Lane, IdempotencyKey, Account, Balance, Hold, Mark, Transfer, Merchant, FeePlan, User, Order,
    Payment, Part, Operation, Effect, Refund, Case, Asset, Exchange,
}

pub fn corpus() -> Vec<Vec<u8>> {
    assert_eq!(TABLES.len(), schema().tables.len(), "a table is missing above");
    let mut all = Vec::new();
    for (place, (table, _)) in TABLES.iter().enumerate() {
        let rows = rows_of(&filled().storage, table);
        // The first and the last few: enough to have each column with and without a value.
        for i in (0..rows.len()).filter(|i| *i < 4 || *i + 4 >= rows.len()) {
            let mut row = vec![u8::try_from(place).expect("fewer tables than bytes")];
            rows.values(i).for_each(|value| put(value, &mut row));
            all.push(row);
        }
    }
    all
}
