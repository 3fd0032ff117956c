//! The baselines: SQLite by hand, without an engine.

mod ledger;
mod replay;
mod scan;
mod statement;
pub mod transfers;

pub use ledger::{Layout, RawLedger};
pub use replay::Replay;
pub use scan::scan;
pub use statement::RawStatement;

use crate::Outcome;
use paywright_sqlite::SqliteOptions;
use rusqlite::Connection;
use std::path::Path;

/// A connection as the storage's own that writes: the same log, flushes, page cache and checks of pages.
pub fn connect(path: &Path) -> Outcome<Connection> {
    open(path, SqliteOptions::default().cache_bytes)
}

/// A connection as the storage's own that reads.
pub fn connect_to_read(path: &Path) -> Outcome<Connection> {
    let connection = open(path, SqliteOptions::default().cache_bytes / 8)?;
    connection.execute_batch("PRAGMA query_only = ON")?;
    Ok(connection)
}

fn open(path: &Path, cache_bytes: u32) -> Outcome<Connection> {
    let connection = Connection::open(path)?;
    connection.set_prepared_statement_cache_capacity(512);
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(format!("{} lies where no write-ahead log can be kept", path.display()).into());
    }
    connection.execute_batch(&format!(
        "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA cache_size = -{};
         PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 16000; PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;",
        cache_bytes / 1024
    ))?;
    Ok(connection)
}

/// Folds the log into the file, so that the file's size is that of the data.
pub fn checkpoint(path: &Path) -> Outcome<()> {
    let connection = Connection::open(path)?;
    let busy: i64 = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if busy != 0 {
        return Err(format!("the log of {} is still in use", path.display()).into());
    }
    Ok(())
}
