//! The tables of the laws: every kind of column, key and index, under names that need quoting.

use paywright::storage::{
    Corrupt, Field, FieldSpec, Index, Key, Kind, Record, RowReader, RowWriter, Schema, Table, Upkeep,
};
use paywright::{Money, Timestamp};

/// Bytes of any length.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Blob(pub(crate) Vec<u8>);

impl Field for Blob {
    const COLUMNS: &'static [(&'static str, Kind)] = &[("", Kind::Bytes)];
    fn write(&self, row: &mut RowWriter<'_>) {
        row.bytes(&self.0);
    }
    fn read(row: &mut RowReader<'_>) -> Result<Self, Corrupt> {
        row.bytes().map(|bytes| Self(bytes.to_vec()))
    }
}

/// `struct Name = tag "table" kept by Upkeep, Kind of key: Type { fields } { indexes }`
macro_rules! tables {
    (@unique index) => { false };
    (@unique unique) => { true };
    ($(
        $(#[doc = $doc:literal])*
        $name:ident = $tag:literal $table:literal kept by $upkeep:ident, $kind:ident($key:ty) {
            $($field:ident: $ty:ty,)*
        }
        { $($unique:ident $index:ident($($column:ident),+);)* }
    )*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub(crate) struct $name {
            pub(crate) id: $key,
            $(pub(crate) $field: $ty,)*
        }

        impl Record for $name {
            type Id = Key;
            const TABLE: &'static Table = {
                const FIELDS: &[FieldSpec] = &numbered([
                    spec::<$key>("id", stringify!($key)),
                    $(spec::<$ty>(stringify!($field), stringify!($ty)),)*
                ]);
                &Table {
                    tag: $tag,
                    name: $table,
                    doc: concat!($($doc),*),
                    fields: FIELDS,
                    indexes: &[$(Index {
                        name: stringify!($index),
                        columns: &[$(stringify!($column)),+],
                        unique: tables!(@unique $unique),
                    },)*],
                    upkeep: Upkeep::$upkeep,
                }
            };

            fn id(&self) -> Key {
                Key::$kind(self.id)
            }

            fn write(&self, row: &mut RowWriter<'_>) {
                self.id.write(row);
                $(self.$field.write(row);)*
            }

            fn read(row: &mut RowReader<'_>) -> Result<Self, Corrupt> {
                Ok(Self { id: Field::read(row)?, $($field: Field::read(row)?,)* })
            }
        }
    )*};
}

const fn spec<F: Field>(name: &'static str, type_name: &'static str) -> FieldSpec {
    let doc = "A field of the laws' tables.";
    FieldSpec { number: 0, name, doc, type_name, columns: F::COLUMNS, nullable: F::NULLABLE }
}

/// Numbers the fields by their places.
const fn numbered<const N: usize>(mut fields: [FieldSpec; N]) -> [FieldSpec; N] {
    let mut number = 0;
    let mut place = 0;
    while place < N {
        fields[place].number = number;
        number += 1;
        place += 1;
    }
    fields
}

tables! {
    /// What moves from one row to another while its sum stays.
    Purse = 1 "purse" kept by Journal, Id([u8; 16]) {
        owner: String,
        amount: i128,
    } {
        index by_owner(owner);
    }

    /// Every kind of column, with and without a value.
    Sample = 2 "select" kept by Journal, Id([u8; 16]) {
        order: i64,
        group: String,
        code: [u8; 16],
        blob: Blob,
        story: String,
        sum: i128,
        price: Money,
        at: Timestamp,
        maybe_number: Option<i64>,
        maybe_code: Option<[u8; 16]>,
        maybe_text: Option<String>,
        maybe_blob: Option<Blob>,
        maybe_sum: Option<i128>,
        maybe_price: Option<Money>,
    } {
        unique one_text(maybe_text);
        unique one_pair(maybe_number, maybe_code);
        index by_order(order);
        index by_three(group, order, code);
        index by_blob(maybe_blob);
        index by_sum(maybe_sum_hi, maybe_sum_lo);
        index by_price(price_currency, price);
    }

    /// Rows that are only added, by position.
    Line = 3 "line" kept by Append, Int(i64) {
        of: [u8; 16],
        amount: i64,
        reference: Option<[u8; 16]>,
    } {
        unique one_reference(reference);
        index by_of(of);
    }

    /// Who may append to a lane, and where.
    Head = 4 "table" kept by Derived, Int(i64) {
        epoch: u64,
        sequence: u64,
    } {}

    /// A table of the older schema.
    Young = 5 "grown" kept by Journal, Id([u8; 16]) {
        name: String,
        amount: i64,
    } {
        index by_name(name);
    }

    /// The same table in the newer one: columns between the old ones and at the end, and more indexes.
    Grown = 5 "grown" kept by Journal, Id([u8; 16]) {
        note: Option<String>,
        name: String,
        amount: i64,
        limit: Option<Money>,
    } {
        index by_name(name);
        unique one_note(note);
        index by_amount(amount);
    }

    /// A table that the older schema does not have.
    Late = 6 "late" kept by Append, Int(i64) {
        of: [u8; 16],
    } {}
}

/// What the laws run on.
pub(crate) const SCHEMA: Schema = Schema {
    version: 2,
    tables: &[Purse::TABLE, Sample::TABLE, Line::TABLE, Head::TABLE, Grown::TABLE, Late::TABLE],
};

/// An earlier release of it.
pub(crate) const OLDER: Schema =
    Schema { version: 1, tables: &[Purse::TABLE, Sample::TABLE, Line::TABLE, Head::TABLE, Young::TABLE] };

/// The key of a small number.
pub(crate) fn id(number: u64) -> [u8; 16] {
    (u128::from(number) << 8 | 0x5a).to_be_bytes()
}
