//! Tables that are not an engine's: the storage knows none of them by name.

use paywright::Timestamp;
use paywright::storage::{Batch, FieldSpec, Index, JournalRow, Key, Kind, Rows, Schema, Stamp};
use paywright::storage::{Table, TableChanges, Upkeep, Value};

const fn field(number: u16, name: &'static str, columns: &'static [(&'static str, Kind)]) -> FieldSpec {
    FieldSpec { number, name, doc: "", type_name: "", columns, nullable: false }
}

const fn optional(number: u16, name: &'static str, columns: &'static [(&'static str, Kind)]) -> FieldSpec {
    FieldSpec { number, name, doc: "", type_name: "", columns, nullable: true }
}

const ID: &[(&str, Kind)] = &[("", Kind::Id)];
const INT: &[(&str, Kind)] = &[("", Kind::Int)];
const TEXT: &[(&str, Kind)] = &[("", Kind::Text)];
const BYTES: &[(&str, Kind)] = &[("", Kind::Bytes)];
const MONEY: &[(&str, Kind)] = &[("", Kind::Int), ("_currency", Kind::Text)];

const fn plain(name: &'static str, columns: &'static [&'static str]) -> Index {
    Index { name, columns, unique: false }
}

const fn unique(name: &'static str, columns: &'static [&'static str]) -> Index {
    Index { name, columns, unique: true }
}

pub static ORDERS: Table = Table {
    tag: 1,
    name: "orders",
    doc: "",
    fields: &[
        field(0, "id", ID),
        field(1, "merchant", ID),
        optional(2, "reference", TEXT),
        field(3, "amount", MONEY),
        field(4, "placed_at", INT),
        optional(5, "note", BYTES),
    ],
    indexes: &[
        unique("by_reference", &["merchant", "reference"]),
        plain("by_time", &["placed_at"]),
        plain("by_currency", &["amount_currency", "placed_at"]),
    ],
    upkeep: Upkeep::Journal,
};

/// The same table one release later.
pub static ORDERS_2: Table = Table {
    fields: &[
        field(0, "id", ID),
        field(1, "merchant", ID),
        optional(2, "reference", TEXT),
        field(3, "amount", MONEY),
        field(4, "placed_at", INT),
        optional(5, "note", BYTES),
        optional(6, "due", MONEY),
    ],
    indexes: &[
        unique("by_reference", &["merchant", "reference"]),
        plain("by_time", &["placed_at"]),
        plain("by_currency", &["amount_currency", "placed_at"]),
        plain("by_due", &["due_currency", "due"]),
    ],
    ..ORDERS
};

/// Only added to, found by position.
pub static LINES: Table = Table {
    tag: 2,
    name: "order \"lines\"",
    doc: "",
    fields: &[field(0, "id", INT), field(1, "line", ID), optional(2, "memo", TEXT)],
    indexes: &[unique("by_line", &["line"]), plain("by_memo", &["memo"])],
    upkeep: Upkeep::Append,
};

pub const SCHEMA_1: Schema = Schema { version: 1, tables: &[&ORDERS] };
pub const SCHEMA_2: Schema = Schema { version: 2, tables: &[&ORDERS_2, &LINES] };

pub const fn id(n: u8) -> [u8; 16] {
    [n; 16]
}

pub const fn key(n: u8) -> Key {
    Key::Id(id(n))
}

pub const fn stamp(version: u64) -> Stamp {
    Stamp { version, changed_at: Timestamp::from_micros(1_000 * version as i64) }
}

/// An order of merchant 1 with this reference, of `n` minor units, placed at time `n`.
pub fn order(rows: &mut Rows, n: u8, reference: Option<&str>, version: u64) {
    let mut row = rows.row(stamp(version));
    row.id(id(n));
    row.id(id(1));
    row.value(reference.map_or(Value::Null, Value::Text));
    row.int(i64::from(n));
    row.text("EUR");
    row.int(i64::from(n));
    row.null();
}

/// New orders, each with a reference of its own.
pub fn new_orders(numbers: impl IntoIterator<Item = u8>) -> Batch {
    let mut changes = TableChanges::new(&ORDERS);
    for n in numbers {
        order(&mut changes.new, n, Some(&format!("order {n}")), 1);
    }
    Batch { tables: vec![changes], journal: Vec::new() }
}

/// Order `n` with another reference, read at version `from`.
pub fn renamed(changes: &mut TableChanges, n: u8, reference: Option<&str>, from: u64) {
    order(&mut changes.changed, n, reference, from + 1);
    changes.changed_from.push(from);
}

pub fn entry(sequence: u64, bytes: &[u8]) -> JournalRow {
    JournalRow { lane: 7, sequence, bytes: bytes.to_vec(), hash: [u8::try_from(sequence % 251).unwrap(); 32] }
}
