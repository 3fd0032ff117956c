//! Opening a database only to read it, and how a program ends that could not. The programs here that read
//! share this.

use crate::database::{unopened, unreached};
use paywright::storage::StorageError;
use paywright::{Error, Fault};
use paywright_postgres::{self as postgres, PostgresOptions, PostgresStorage};
use paywright_sqlite::{Access, SqliteOptions, SqliteStorage};
use std::fmt::Display;
use std::path::Path;

/// Something in the database is not as it should be, or it is damaged.
pub const FOUND: u8 = 1;
/// There was nothing that could be read.
pub const UNREAD: u8 = 2;

/// Why a program could not do its work: a sentence, and the exit code, by whether the database is to blame.
pub struct Failure {
    pub why: String,
    pub code: u8,
}

pub fn open(database: &Path) -> Result<SqliteStorage, Failure> {
    let options = SqliteOptions { access: Access::ReadOnly, ..SqliteOptions::default() };
    SqliteStorage::open_with(database, options).map_err(|error| {
        let damaged = matches!(error, StorageError::Corrupt(_));
        Failure { why: unopened(database, &error), code: if damaged { FOUND } else { UNREAD } }
    })
}

/// The same on a server.
pub fn on_server(address: &str) -> Result<PostgresStorage, Failure> {
    let only_read = PostgresOptions { access: postgres::Access::ReadOnly, ..PostgresOptions::default() };
    let opened = PostgresStorage::open_with(address, only_read);
    opened.map_err(|error| Failure { why: unreached(&error), code: UNREAD })
}

/// After it was opened.
pub fn failed(place: &dyn Display, error: &Error) -> Failure {
    let damaged = matches!(error, Error::Storage { fault: Fault::Corrupt, .. });
    let why = format!("{place}: {error}");
    Failure { why, code: if damaged { FOUND } else { UNREAD } }
}
