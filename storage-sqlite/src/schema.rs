//! Tables, columns and indexes: what is missing of a release's schema, and adding it.

use crate::file::{APPLICATION_ID, Fault, WHOLE_FILE};
use crate::sql;
use paywright::storage::{Corrupt, Schema, StorageError, Table};
use rusqlite::Connection;
use std::collections::HashSet;

/// Entries are 100 bytes to 1 MB. As an ordinary table, entry after entry lies in leaf pages of its own tree
/// and the index holds only lane and sequence; WITHOUT ROWID would keep whole entries in an index tree, which
/// sends everything above 1 KB to overflow pages. Measured: equal at 150 bytes, half the space and a third of
/// the time at 1.5 KB, half the time at 700 KB.
const JOURNAL: &str = "CREATE TABLE \"journal\"(\"lane\" INTEGER NOT NULL, \"sequence\" INTEGER NOT NULL, \
     \"bytes\" BLOB NOT NULL, \"hash\" BLOB NOT NULL, PRIMARY KEY(\"lane\", \"sequence\")) STRICT";

/// Something that the schema names and the file has not.
struct Missing {
    table: &'static str,
    what: String,
    ddl: String,
}

/// Creates what is missing. The number in the file is read again under the lock, so of two processes one does
/// it.
pub(crate) fn migrate(connection: &Connection, schema: &Schema) -> Result<(), Fault> {
    if is_current(connection, schema)? {
        return complete(connection, schema);
    }
    connection.execute_batch("BEGIN IMMEDIATE")?;
    if is_current(connection, schema)? {
        return complete(connection, schema);
    }
    for missing in missing(connection, schema)? {
        connection.execute_batch(&missing.ddl)?;
    }
    connection.execute_batch(&format!(
        "PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {}; COMMIT",
        schema.version
    ))?;
    Ok(())
}

/// Whether the file has exactly this schema.
pub(crate) fn is_current(connection: &Connection, schema: &Schema) -> Result<bool, Fault> {
    let id: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let found: u32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > schema.version {
        return Err(StorageError::NewerSchema { found, known: schema.version }.into());
    }
    Ok(id == APPLICATION_ID && found == schema.version)
}

fn complete(connection: &Connection, schema: &Schema) -> Result<(), Fault> {
    match missing(connection, schema)?.into_iter().next() {
        None => Ok(()),
        Some(Missing { table, what, .. }) => {
            let what = format!("{what} is missing, though the file has schema {}", schema.version);
            Err(Corrupt { table, key: None, what }.into())
        }
    }
}

fn missing(connection: &Connection, schema: &Schema) -> Result<Vec<Missing>, Fault> {
    let mut objects = connection.prepare("SELECT name FROM sqlite_schema")?;
    let present: HashSet<String> = objects.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut all = Vec::new();
    if !present.contains("journal") {
        all.push(Missing { table: "journal", what: "the table".to_owned(), ddl: JOURNAL.to_owned() });
    }
    for table in schema.tables {
        if present.contains(table.name) {
            missing_columns(connection, table, &mut all)?;
        } else {
            let ddl = sql::create_table(table);
            all.push(Missing { table: table.name, what: "the table".to_owned(), ddl });
        }
        for index in table.indexes {
            let name = sql::index_name(table, index);
            if !present.contains(&name) {
                let ddl = sql::create_index(table, index);
                all.push(Missing { table: table.name, what: format!("the index {name}"), ddl });
            }
        }
    }
    Ok(all)
}

fn missing_columns(connection: &Connection, table: &Table, all: &mut Vec<Missing>) -> Result<(), Fault> {
    let mut columns = connection.prepare("SELECT name FROM pragma_table_info(?1)")?;
    let present: HashSet<String> =
        columns.query_map([table.name], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for column in table.columns().filter(|column| !present.contains(&column.name)) {
        let what = format!("the column {}", column.name);
        all.push(Missing { table: table.name, what, ddl: sql::add_column(table, &column) });
    }
    Ok(())
}

/// Reads something, so that the file is really looked at and a transaction begins at this moment.
pub(crate) fn touch(connection: &Connection) -> Result<(), Fault> {
    let mut statement = connection.prepare_cached("SELECT count(*) FROM sqlite_schema WHERE name = ?1")?;
    statement.query_row([WHOLE_FILE], |row| row.get::<_, i64>(0))?;
    Ok(())
}
