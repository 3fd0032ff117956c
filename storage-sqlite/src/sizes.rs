//! How large a storage is: its files, and each table in rows and bytes.

use crate::file::{Fault, WHOLE_FILE, beside};
use crate::{SqliteStorage, begin};
use paywright::storage::StorageError;
use rusqlite::{Connection, Row};
use std::fs;

/// How large a storage is, at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sizes {
    /// The main file.
    pub file_bytes: u64,
    /// The write-ahead log beside it; 0 where there is none.
    pub log_bytes: u64,
    /// A page.
    pub page_bytes: u64,
    /// Pages of the main file that hold nothing; they are used before it grows.
    pub free_pages: u64,
    /// Each table, the journal among them, by name.
    pub tables: Vec<TableSize>,
}

/// How large a table is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableSize {
    /// Its name.
    pub table: String,
    /// Its rows.
    pub rows: u64,
    /// Its pages and those of its indexes.
    pub bytes: u64,
}

impl SqliteStorage {
    /// How large the storage is. Every page is looked at, so it takes about as long as reading the file.
    ///
    /// ```
    /// # use paywright::{Engine, RegisterUser};
    /// # use paywright_sqlite::SqliteStorage;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let directory = tempfile::tempdir()?;
    /// # let path = directory.path().join("shop.db");
    /// let engine = Engine::new(SqliteStorage::open(&path)?)?;
    /// engine.request(RegisterUser::new("customer-17850")).key("user-17850").execute()?;
    /// let sizes = SqliteStorage::open(&path)?.sizes()?;
    /// let users = sizes.tables.iter().find(|size| size.table == "users");
    /// assert_eq!(users.map(|users| users.rows), Some(1));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`StorageError::Unavailable`]; [`StorageError::Corrupt`] for a page that is not as SQLite left it.
    pub fn sizes(&self) -> Result<Sizes, StorageError> {
        let length = |path| fs::metadata(path).map_or(0, |of| of.len());
        let (file_bytes, log_bytes) = (length(self.file.path()), length(&beside(self.file.path(), "-wal")));
        self.read(WHOLE_FILE, |connection| {
            // All of one moment; ended when the connection goes back.
            begin(connection)?;
            let (page_bytes, free_pages) =
                (number(connection, "page_size")?, number(connection, "freelist_count")?);
            Ok(Sizes { file_bytes, log_bytes, page_bytes, free_pages, tables: tables(connection)? })
        })
    }
}

fn number(connection: &Connection, pragma: &str) -> Result<u64, Fault> {
    Ok(connection.query_row(&format!("PRAGMA {pragma}"), [], count)?)
}

fn count(row: &Row<'_>) -> rusqlite::Result<u64> {
    Ok(u64::try_from(row.get::<_, i64>(0)?).unwrap_or(0))
}

fn tables(connection: &Connection) -> Result<Vec<TableSize>, Fault> {
    let mut sizes = connection.prepare(
        "SELECT sum(tree.pgsize), of.tbl_name FROM sqlite_schema AS of \
         JOIN dbstat AS tree ON tree.name = of.name AND tree.aggregate = TRUE \
         GROUP BY of.tbl_name ORDER BY of.tbl_name",
    )?;
    let sizes = sizes.query_map([], |row| Ok((row.get(1)?, count(row)?)))?;
    let mut tables = Vec::new();
    for size in sizes {
        let (table, bytes): (String, u64) = size?;
        let quoted = table.replace('"', "\"\"");
        let rows = connection.query_row(&format!("SELECT count(*) FROM \"{quoted}\""), [], count)?;
        tables.push(TableSize { table, rows, bytes });
    }
    Ok(tables)
}
