//! Descriptors: how records lie in tables. A backend makes real tables with real columns from them.

use super::{Kind, Value};

/// One field of a record: one column, or two for a value that needs them.
#[derive(Debug)]
pub struct FieldSpec {
    /// Its number in row digests; never reused. The key is 0.
    pub number: u16,
    /// Its name; with each suffix of `columns` the name of a column.
    pub name: &'static str,
    /// What it means.
    pub doc: &'static str,
    /// Its Rust type, for people and generators.
    pub type_name: &'static str,
    /// Suffix and kind of each column.
    pub columns: &'static [(&'static str, Kind)],
    /// May be absent (all its columns are then NULL).
    pub nullable: bool,
}

/// A secondary index over whole columns. Rows with NULL in one of its columns are not in it.
#[derive(Debug)]
pub struct Index {
    /// Its name, unique within the table.
    pub name: &'static str,
    /// Names of its columns, in order.
    pub columns: &'static [&'static str],
    /// No two rows alike.
    pub unique: bool,
}

/// Who answers for the rows of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Upkeep {
    /// Each write is in a journal entry with the row's digest.
    Journal,
    /// Rows are only added, in order of position; an entry's rows share one digest.
    Append,
    /// `verify` computes the rows again from the others.
    Derived,
}

/// How a record lies in a table. The first column is the primary key. All but [`Upkeep::Append`] tables have
/// two more columns at the end: `version` and `changed_at`.
#[derive(Debug)]
pub struct Table {
    /// Its number in entries and digests; never reused.
    pub tag: u16,
    /// Its name.
    pub name: &'static str,
    /// What a row is.
    pub doc: &'static str,
    /// The fields, the key first.
    pub fields: &'static [FieldSpec],
    /// The secondary indexes.
    pub indexes: &'static [Index],
    /// Who answers for its rows.
    pub upkeep: Upkeep,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name, to be quoted.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// May be NULL.
    pub nullable: bool,
}

impl Table {
    /// Its columns, the key first, without `version` and `changed_at`.
    pub fn columns(&self) -> impl Iterator<Item = Column> + '_ {
        self.fields.iter().flat_map(|field| {
            field.columns.iter().map(|(suffix, kind)| Column {
                name: format!("{}{suffix}", field.name),
                kind: *kind,
                nullable: field.nullable,
            })
        })
    }

    /// Number of those columns.
    #[must_use]
    pub fn width(&self) -> usize {
        self.fields.iter().map(|field| field.columns.len()).sum()
    }

    /// Where a column stands.
    #[must_use]
    pub fn position(&self, column: &str) -> Option<usize> {
        self.columns().position(|known| known.name == column)
    }

    /// The index with this name.
    #[must_use]
    pub fn index(&self, name: &str) -> Option<&'static Index> {
        self.indexes.iter().find(|index| index.name == name)
    }

    /// What the key column holds: [`Kind::Id`] or [`Kind::Int`].
    #[must_use]
    pub fn key_kind(&self) -> Kind {
        self.fields.first().and_then(|field| field.columns.first()).map_or(Kind::Id, |(_, kind)| *kind)
    }

    /// Rows carry `version` and `changed_at`.
    #[must_use]
    pub const fn is_stamped(&self) -> bool {
        !matches!(self.upkeep, Upkeep::Append)
    }
}

/// All tables of a release. A higher version adds tables, nullable columns and indexes to those of a lower
/// one.
#[derive(Debug, Clone, Copy)]
pub struct Schema {
    /// Number of the release's schema.
    pub version: u32,
    /// The tables.
    pub tables: &'static [&'static Table],
}

/// Which way to read an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// Least first.
    #[default]
    Ascending,
    /// Greatest first.
    Descending,
}

/// A page of one index, or of the primary key.
#[derive(Debug, Clone)]
pub struct Scan<'a> {
    /// The table.
    pub table: &'static Table,
    /// The index; `None` reads by primary key.
    pub index: Option<&'static Index>,
    /// Values that the leading columns must equal.
    pub prefix: &'a [Value<'a>],
    /// The column after the prefix is at least this.
    pub from: Option<Value<'a>>,
    /// The column after the prefix is less than this.
    pub below: Option<Value<'a>>,
    /// Which way.
    pub direction: Direction,
    /// Continue after the row with these values: the index's columns, then the primary key.
    pub after: Option<&'a [Value<'a>]>,
    /// At most so many rows.
    pub limit: u32,
}

impl Scan<'_> {
    /// All rows by primary key, at most `limit` a page.
    #[must_use]
    pub const fn all(table: &'static Table, limit: u32) -> Self {
        Self {
            table,
            index: None,
            prefix: &[],
            from: None,
            below: None,
            direction: Direction::Ascending,
            after: None,
            limit,
        }
    }

    /// The columns that order the page: the index's, then the primary key.
    pub fn order(&self) -> impl Iterator<Item = &'static str> + use<> {
        let key = self.table.fields.first().map(|field| field.name);
        self.index.map(|index| index.columns).unwrap_or_default().iter().copied().chain(key)
    }
}
