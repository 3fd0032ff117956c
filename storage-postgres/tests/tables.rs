//! Tables that are not an engine's, and batches on them.

use paywright::Timestamp;
use paywright::storage::{Batch, FieldSpec, Index, JournalRow, Key, Kind, Reader, Rows, Schema, Stamp};
use paywright::storage::{Table, TableChanges, Upkeep, Value};

const fn field(number: u16, name: &'static str, kind: &'static [(&'static str, Kind)]) -> FieldSpec {
    FieldSpec { number, name, doc: "", type_name: "", columns: kind, nullable: false }
}

const ID: &[(&str, Kind)] = &[("", Kind::Id)];
const INT: &[(&str, Kind)] = &[("", Kind::Int)];
const TEXT: &[(&str, Kind)] = &[("", Kind::Text)];

/// Each with a reference of its own, or none.
pub static ORDERS: Table = Table {
    tag: 2,
    name: "orders",
    doc: "",
    fields: &[
        field(0, "id", ID),
        FieldSpec { nullable: true, ..field(1, "reference", TEXT) },
        field(2, "amount", INT),
    ],
    indexes: &[
        Index { name: "by_reference", columns: &["reference"], unique: true },
        Index { name: "by_amount", columns: &["amount"], unique: false },
    ],
    upkeep: Upkeep::Journal,
};

/// Only added to, each of another order.
pub static LINES: Table = Table {
    tag: 3,
    name: "lines",
    doc: "",
    fields: &[field(0, "id", INT), field(1, "of", ID)],
    indexes: &[Index { name: "by_order", columns: &["of"], unique: true }],
    upkeep: Upkeep::Append,
};

pub const SCHEMA: Schema = Schema { version: 1, tables: &[&ORDERS, &LINES] };

pub const fn key(n: u64) -> Key {
    Key::Id((n as u128).to_be_bytes())
}

/// A batch in the making. Keys of each list must come in order.
#[derive(Default)]
pub struct Draft(Batch);

impl Draft {
    pub fn new() -> Self {
        Self::default()
    }

    fn of(&mut self, table: &'static Table) -> &mut TableChanges {
        let tables = &mut self.0.tables;
        let at = tables.iter().position(|changes| changes.table == table).unwrap_or(tables.len());
        if at == tables.len() {
            tables.push(TableChanges::new(table));
        }
        &mut tables[at]
    }

    pub fn add(mut self, n: u64, reference: Option<&str>) -> Self {
        order(&mut self.of(&ORDERS).new, n, reference, 1);
        self
    }

    pub fn change(mut self, n: u64, reference: Option<&str>, from: u64) -> Self {
        let changes = self.of(&ORDERS);
        order(&mut changes.changed, n, reference, from + 1);
        changes.changed_from.push(from);
        self
    }

    pub fn remove(mut self, n: u64, version: u64) -> Self {
        self.of(&ORDERS).removed.push((key(n), version));
        self
    }

    pub fn rely(mut self, n: u64, version: u64) -> Self {
        self.of(&ORDERS).relied.push((key(n), version));
        self
    }

    pub fn rely_on_line(mut self, position: i64, version: u64) -> Self {
        self.of(&LINES).relied.push((Key::Int(position), version));
        self
    }

    pub fn line(mut self, position: i64, of: u64) -> Self {
        let mut row = self.of(&LINES).new.row(Stamp::ADDED);
        row.int(position);
        row.value(key(of).value());
        self
    }

    pub fn entry(self, sequence: u64) -> Self {
        self.entry_of(sequence, sequence.to_string().into_bytes())
    }

    pub fn entry_of(mut self, sequence: u64, bytes: Vec<u8>) -> Self {
        self.0.journal.push(JournalRow { lane: 1, sequence, bytes, hash: [7; 32] });
        self
    }

    pub fn batch(self) -> Batch {
        self.0
    }
}

fn order(rows: &mut Rows, n: u64, reference: Option<&str>, version: u64) {
    let changed_at = Timestamp::from_micros(i64::try_from(version).unwrap());
    let mut row = rows.row(Stamp { version, changed_at });
    row.value(key(n).value());
    row.value(reference.map_or(Value::Null, Value::Text));
    row.int(i64::try_from(n).unwrap());
}

/// Version and reference of an order that is there.
pub fn stored(reader: &dyn Reader, n: u64) -> Option<(u64, Option<String>)> {
    let mut rows = Rows::new(&ORDERS);
    reader.load(&ORDERS, &[key(n)], &mut rows).unwrap();
    if rows.is_empty() {
        return None;
    }
    let reference = match rows.values(0).nth(1) {
        Some(Value::Text(text)) => Some(text.to_owned()),
        _ => None,
    };
    Some((rows.stamp(0).version, reference))
}
