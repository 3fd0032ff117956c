//! The SQL of a table, made once from its descriptor.

use paywright::storage::{Column, Index, Kind, Table, Value};
use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, ValueRef};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, PoisonError, RwLock};

/// A value as a parameter, bound without a copy of ours.
#[derive(Debug)]
pub(crate) struct Bound<'a>(pub(crate) Value<'a>);

impl ToSql for Bound<'_> {
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

/// A version, sequence or limit as SQLite keeps it.
pub(crate) fn number(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// All statements about one table. Parameters 1 to n are the columns in order, then come version and time.
#[derive(Debug)]
pub(crate) struct TableSql {
    pub(crate) table: &'static Table,
    pub(crate) columns: Vec<Column>,
    /// `SELECT` all columns, the version and the time.
    pub(crate) select: String,
    /// The row with key ?1.
    pub(crate) load: String,
    /// The version of the row with key ?1.
    pub(crate) version: String,
    pub(crate) insert: String,
    /// Changes a row that has the version read, if that leaves all indexed columns as they are. SQLite writes
    /// an index again for each column in SET, whether it changed or not; most changes concern none that is
    /// indexed. Measured on balances with two indexes: a third to a half of a commit's time.
    pub(crate) update_unindexed: Option<String>,
    /// Changes a row that has the version read.
    pub(crate) update: String,
    /// Removes the row with key ?1 and version ?2.
    pub(crate) delete: String,
    /// Finds another row with the same values in a unique index.
    pub(crate) unique: Vec<UniqueSql>,
}

/// How to find the row that holds a unique value.
#[derive(Debug)]
pub(crate) struct UniqueSql {
    pub(crate) index: &'static Index,
    /// Finds a row with the values ?2... whose key is not ?1.
    pub(crate) holder: String,
    /// Where the index's columns stand in a row.
    pub(crate) positions: Vec<usize>,
}

impl TableSql {
    fn new(table: &'static Table) -> Self {
        let columns: Vec<Column> = table.columns().collect();
        let (name, width) = (quoted(table.name), columns.len());
        let key = quoted(columns.first().map_or("id", |column| &column.name));
        let version = if table.is_stamped() { "\"version\"" } else { "1" };
        let mut names: Vec<String> = columns.iter().map(|column| quoted(&column.name)).collect();
        if table.is_stamped() {
            names.extend(["\"version\"".to_owned(), "\"changed_at\"".to_owned()]);
        }
        let list = names.join(", ");
        let marks = listed(1..=names.len(), ", ", |out, i| write!(out, "?{i}"));
        let select = format!("SELECT {list} FROM {name}");

        let is_indexed = |i: usize| {
            let column = columns.get(i).map(|column| column.name.as_str());
            table.indexes.iter().flat_map(|index| index.columns).any(|indexed| Some(*indexed) == column)
        };
        let from = format!("{key} = ?1 AND {version} = ?{}", names.len() + 1);
        let set = |skip: &dyn Fn(usize) -> bool| {
            let set = (1..names.len()).filter(|i| !skip(*i));
            listed(set, ", ", |out, i| {
                write!(out, "{} = ?{}", names.get(i).map_or("", String::as_str), i + 1)
            })
        };
        let same = listed((1..width).filter(|i| is_indexed(*i)), "", |out, i| {
            write!(out, " AND {} IS ?{}", names.get(i).map_or("", String::as_str), i + 1)
        });
        let unindexed = set(&is_indexed);
        let update_unindexed = (!same.is_empty() && !unindexed.is_empty())
            .then(|| format!("UPDATE {name} SET {unindexed} WHERE {from}{same}"));

        Self {
            load: format!("{select} WHERE {key} = ?1"),
            version: format!("SELECT {version} FROM {name} WHERE {key} = ?1"),
            insert: format!("INSERT INTO {name}({list}) VALUES({marks})"),
            update_unindexed,
            update: format!("UPDATE {name} SET {} WHERE {from}", set(&|_| false)),
            delete: format!("DELETE FROM {name} WHERE {key} = ?1 AND {version} = ?2"),
            unique: table
                .indexes
                .iter()
                .filter(|index| index.unique)
                .map(|i| UniqueSql::new(table, i))
                .collect(),
            table,
            columns,
            select,
        }
    }
}

impl UniqueSql {
    fn new(table: &'static Table, index: &'static Index) -> Self {
        let key = quoted(table.fields.first().map_or("id", |field| field.name));
        let same = listed(index.columns.iter().enumerate(), "", |out, (i, column)| {
            write!(out, " AND {} = ?{}", quoted(column), i + 2)
        });
        Self {
            index,
            holder: format!("SELECT 1 FROM {} WHERE {key} <> ?1{same}", quoted(table.name)),
            positions: index.columns.iter().filter_map(|column| table.position(column)).collect(),
        }
    }
}

/// The DDL of a new table.
pub(crate) fn create_table(table: &Table) -> String {
    let columns = listed(table.columns().enumerate(), ", ", |out, (i, column)| match (i, column.kind) {
        (0, Kind::Int) => write!(out, "{} INTEGER PRIMARY KEY", quoted(&column.name)),
        (0, _) => write!(out, "{} PRIMARY KEY", define(&column)),
        _ => out.write_str(&define(&column)),
    });
    let stamp = match table.is_stamped() {
        true => ", \"version\" INTEGER NOT NULL, \"changed_at\" INTEGER NOT NULL",
        false => "",
    };
    let without = if table.key_kind() == Kind::Int { "" } else { ", WITHOUT ROWID" };
    format!("CREATE TABLE {}({columns}{stamp}) STRICT{without}", quoted(table.name))
}

/// The DDL of a new column.
pub(crate) fn add_column(table: &Table, column: &Column) -> String {
    format!("ALTER TABLE {} ADD COLUMN {}", quoted(table.name), define(column))
}

/// The DDL of a new index; it holds only the rows without NULL in its columns.
pub(crate) fn create_index(table: &Table, index: &Index) -> String {
    let unique = if index.unique { "UNIQUE " } else { "" };
    let columns = listed(index.columns.iter(), ", ", |out, column| out.write_str(&quoted(column)));
    let present = present(table, index);
    let filter = if present.is_empty() { String::new() } else { format!(" WHERE {present}") };
    let (name, table) = (quoted(&index_name(table, index)), quoted(table.name));
    format!("CREATE {unique}INDEX {name} ON {table}({columns}){filter}")
}

/// The condition of a partial index, or nothing; a query must repeat it to be answered from the index.
pub(crate) fn present(table: &Table, index: &Index) -> String {
    let nullable =
        index.columns.iter().filter(|name| table.columns().any(|c| c.nullable && c.name == **name));
    listed(nullable, " AND ", |out, column| write!(out, "{} IS NOT NULL", quoted(column)))
}

pub(crate) fn index_name(table: &Table, index: &Index) -> String {
    format!("{}_{}", table.name, index.name)
}

pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn define(column: &Column) -> String {
    let kind = match column.kind {
        Kind::Int => "INTEGER",
        Kind::Text => "TEXT",
        Kind::Id | Kind::Bytes => "BLOB",
    };
    format!("{} {kind}{}", quoted(&column.name), if column.nullable { "" } else { " NOT NULL" })
}

/// Each item as `write` puts it, with `between` in between.
pub(crate) fn listed<T>(
    items: impl Iterator<Item = T>,
    between: &str,
    write: impl Fn(&mut String, T) -> std::fmt::Result,
) -> String {
    let mut out = String::new();
    for item in items {
        if !out.is_empty() {
            out.push_str(between);
        }
        // Writing to a string cannot fail.
        let _ = write(&mut out, item);
    }
    out
}

/// The SQL of every table that was asked about, kept by the address of its descriptor: two releases of one
/// table are two descriptors, and each gets the columns that it knows.
#[derive(Debug, Default)]
pub(crate) struct Statements(RwLock<HashMap<usize, Arc<TableSql>>>);

impl Statements {
    pub(crate) fn of(&self, table: &'static Table) -> Arc<TableSql> {
        let address = std::ptr::from_ref(table).addr();
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&address).cloned();
        known.unwrap_or_else(|| {
            let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(all.entry(address).or_insert_with(|| Arc::new(TableSql::new(table))))
        })
    }
}
