#![forbid(unsafe_code)]
#![deny(missing_docs, missing_debug_implementations, unreachable_pub)]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::todo, clippy::dbg_macro)]
#![deny(clippy::print_stdout, clippy::print_stderr, clippy::use_self, clippy::manual_let_else)]
#![deny(clippy::too_many_lines, clippy::too_many_arguments, clippy::allow_attributes_without_reason)]
//! Paywright in one SQLite file: the embedded default.
//!
//! ```
//! use paywright::storage::{Reader, Storage};
//! use paywright_sqlite::SqliteStorage;
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let directory = tempfile::tempdir()?;
//! # let path = directory.path().join("shop.db");
//! let storage = SqliteStorage::open(&path)?; // an engine takes it from here
//! storage.ping()?;
//! # Ok(())
//! # }
//! ```
//!
//! # What it promises
//! A commit is there whole or not at all. Once it returned, every reader sees it, in this process and in
//! others, and it survives a crash of the process and, with [`Synchronous::Full`] (the default), of the
//! machine. All broken premises of a batch are named at once. Readers neither wait for a writer nor hold it
//! up, and a snapshot stays what it was. What is read is checked against its column: a damaged row is
//! answered as [`Corrupt`](paywright::storage::Corrupt), with its table, key and column.
//!
//! # The files
//! Beside `shop.db` lie `shop.db-wal` (commits that are not yet in the main file; a part of the data, never
//! to be removed) and `shop.db-shm` (shared by the processes, made again when needed). Both go when the last
//! process closes the storage. The log is folded into the main file about every 64 MB; a snapshot held for
//! long makes it larger.
//!
//! Tables and columns have the names of the records and their fields, so any SQLite tool can read them. It
//! should not write: `verify` will find it, and [`SqliteStorage::check`] what is wrong with an index.
//! Numbers are INTEGER, texts TEXT, ids and hashes BLOB; the rules are not in the file.
//!
//! # Several processes
//! Several may have one file open; one at a time commits, and the others wait as long as they have patience.
//! Whoever decided on what another changed meanwhile decides again with the lock in its hand, so a large
//! batch does not lose to small ones for ever; the others wait for that one decision. All must be on the
//! machine that has the disk: the shared memory of the log and the locks of a network file system (NFS, SMB,
//! many container volumes) do not reach from one machine to another, and the file would be damaged.
//!
//! # Another SQLite in the same process
//! A process may hold another SQLite library than this one: Python's `sqlite3`, the one of the operating
//! system, a reader of another database. None of them should open the file while it is open here. POSIX gives
//! a process its locks once: when that library closes the file, the locks of this one are gone with its own,
//! and, taking itself for the last user, it folds the log into the file and removes it.
//!
//! A storage notices. It looks for its file and its log under their names before and after each commit and
//! before each read, and where another stands there or none, it answers
//! [`Lost`](paywright::storage::StorageError::Lost) from then on; so does each attempt to open the file in
//! this process, until every storage on it is closed. What was answered before is kept. What a commit wrote
//! while the log was being removed is [`Unknown`](paywright::storage::CommitError::Unknown). Opened anew, the
//! storage goes on.
//!
//! It cannot notice in time that the log is about to go, and it is not the only writer while its locks are
//! gone: where a library opens or closes the file on one thread while another commits, that commit may be
//! lost though it was answered, and the file be damaged. Look at it from another process, or at a backup.
//!
//! # A process that forks
//! It should fork before it opens the file. What was open does not survive a fork: a child inherits none of
//! the locks, so a storage of its parent, and whatever it opens on the same file, answers `Lost` there.
//!
//! # A backup
//! [`SqliteStorage::backup`] copies one moment while payments go on, verifies the copy and only then gives it
//! its name: one file, complete by itself. `shop.db` alone, copied while it is open, is no backup: the newest
//! commits are in the log. Neither is a snapshot of the disk that does not hold both files at one moment.
//!
//! While the copy is made the log cannot be folded into the main file and grows by what is written meanwhile.
//! The copy goes where a local disk is, too; from there it may be carried anywhere.
//!
//! To restore, stop every process that has the file open, move `shop.db`, `shop.db-wal` and `shop.db-shm`
//! away together, and put the backup in the place of the first. A log left behind would be taken for the
//! backup's own. An engine that is still alive answers `storage_lost`; where the file was overwritten in
//! place, it knows later entries than it finds and answers `journal_forked`.

mod backup;
mod check;
mod file;
mod log;
mod options;
mod page;
mod pool;
mod read;
mod schema;
mod sizes;
mod sql;
mod turn;
mod write;

#[cfg(test)]
mod plans;
#[cfg(test)]
#[path = "../tests/tables/mod.rs"]
#[allow(dead_code, unreachable_pub, reason = "shared with the tests outside, which use the rest")]
mod tables;

pub use backup::Backup;
pub use options::{Access, SqliteOptions, Synchronous};
pub use sizes::{Sizes, TableSize};

use file::{Deadline, Fault, File, WHOLE_FILE};
use paywright::storage::{
    Batch, CommitError, JournalRow, Key, Reader, Rows, Scan, Schema, Storage, StorageError, Table, Turn,
};
use pool::{Lease, Pool};
use rusqlite::Connection;
use sql::Statements;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use turn::SqliteTurn;

/// A storage in one SQLite file. Opening it twice, here or in another process, gives two storages on the same
/// data.
#[derive(Debug)]
pub struct SqliteStorage {
    file: Arc<File>,
    statements: Statements,
    // Closed before the writer, so that the last connection may fold the log into the file.
    readers: Pool,
    writer: Pool,
}

impl SqliteStorage {
    /// Opens the file, or makes it if it is missing.
    ///
    /// # Errors
    /// As [`SqliteStorage::open_with`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StorageError> {
        Self::open_with(path, SqliteOptions::default())
    }

    /// Opens the file as the options say.
    ///
    /// # Errors
    /// [`StorageError::Unavailable`] for a directory, a missing directory, a file without the right to write,
    /// the database of another application, or a missing or empty file whose log is there;
    /// [`StorageError::Corrupt`] for a file that is no database or a damaged one; [`StorageError::Lost`]
    /// where a storage of this process on the same file has lost its log and is not closed yet, or the
    /// process was forked while it was open. The file is then as it was.
    pub fn open_with(path: impl AsRef<Path>, options: SqliteOptions) -> Result<Self, StorageError> {
        let file = Arc::new(File::new(path.as_ref(), options)?);
        let storage = Self {
            statements: Statements::default(),
            readers: Pool::readers(Arc::clone(&file)),
            writer: Pool::writer(Arc::clone(&file)),
            file,
        };
        storage.writer.take(Deadline::after(Duration::ZERO))?;
        Ok(storage)
    }

    fn reader(&self) -> Result<Lease<'_>, StorageError> {
        self.readers.take(Deadline::after(Duration::ZERO))
    }

    /// One moment, held until it is dropped.
    fn moment(&self) -> Result<Snapshot<'_>, StorageError> {
        let lease = self.reader()?;
        let pinned = lease.connection().and_then(|connection| {
            begin(connection)?;
            // The moment is that of the first read, not that of BEGIN.
            schema::touch(connection)
        });
        pinned.map_err(|fault| self.file.fault(WHOLE_FILE, fault))?;
        Ok(Snapshot { storage: self, lease })
    }

    /// Reads at one moment of its own.
    fn read<T>(
        &self,
        table: &'static str,
        read: impl FnOnce(&Connection) -> Result<T, Fault>,
    ) -> Result<T, StorageError> {
        let lease = self.reader()?;
        lease.connection().and_then(read).map_err(|fault| self.file.fault(table, fault))
    }
}

impl Reader for SqliteStorage {
    fn load(&self, table: &'static Table, keys: &[Key], into: &mut Rows) -> Result<(), StorageError> {
        self.read(table.name, |connection| {
            if keys.len() > 1 {
                // All of one moment; ended when the connection goes back.
                begin(connection)?;
            }
            read::load(connection, &self.statements.of(table), keys, into)
        })
    }

    fn scan(&self, scan: &Scan<'_>, into: &mut Rows) -> Result<bool, StorageError> {
        let sql = self.statements.of(scan.table);
        self.read(scan.table.name, |connection| read::scan(connection, &sql, scan, into))
    }

    fn journal(&self, lane: u16, after: u64, limit: u32) -> Result<Vec<JournalRow>, StorageError> {
        self.read("journal", |connection| read::journal(connection, lane, after, limit))
    }
}

impl Storage for SqliteStorage {
    fn migrate(&self, schema: &Schema) -> Result<(), StorageError> {
        let lease = self.writer.take(Deadline::after(MIGRATION))?;
        let migrated = lease.connection().and_then(|connection| {
            connection.busy_timeout(MIGRATION)?;
            schema::migrate(connection, schema)
        });
        migrated.map_err(|fault| self.file.fault(WHOLE_FILE, fault))?;
        lease.look()
    }

    fn commit(&self, batch: &Batch, patience: Duration) -> Result<(), CommitError> {
        self.writing(patience)?.commit(batch)
    }

    fn turn(&self, patience: Duration) -> Result<Option<Box<dyn Turn + '_>>, StorageError> {
        Ok(Some(Box::new(SqliteTurn::of(self.writing(patience)?)?)))
    }

    fn snapshot(&self) -> Result<Box<dyn Reader + '_>, StorageError> {
        Ok(Box::new(self.moment()?))
    }

    fn ping(&self) -> Result<(), StorageError> {
        let lease = self.reader()?;
        lease.look()?;
        lease.connection().and_then(schema::touch).map_err(|fault| self.file.fault(WHOLE_FILE, fault))
    }
}

/// How long a migration waits for that of another process.
const MIGRATION: Duration = Duration::from_secs(60);

fn begin(connection: &Connection) -> Result<(), Fault> {
    connection.prepare_cached("BEGIN")?.raw_execute()?;
    Ok(())
}

/// One moment: a connection with a read transaction open, given back when dropped.
#[derive(Debug)]
struct Snapshot<'a> {
    storage: &'a SqliteStorage,
    lease: Lease<'a>,
}

impl Snapshot<'_> {
    fn read<T>(
        &self,
        table: &'static str,
        read: impl FnOnce(&Connection) -> Result<T, Fault>,
    ) -> Result<T, StorageError> {
        self.lease.connection().and_then(read).map_err(|fault| self.storage.file.fault(table, fault))
    }
}

impl Reader for Snapshot<'_> {
    fn load(&self, table: &'static Table, keys: &[Key], into: &mut Rows) -> Result<(), StorageError> {
        let sql = self.storage.statements.of(table);
        self.read(table.name, |connection| read::load(connection, &sql, keys, into))
    }

    fn scan(&self, scan: &Scan<'_>, into: &mut Rows) -> Result<bool, StorageError> {
        let sql = self.storage.statements.of(scan.table);
        self.read(scan.table.name, |connection| read::scan(connection, &sql, scan, into))
    }

    fn journal(&self, lane: u16, after: u64, limit: u32) -> Result<Vec<JournalRow>, StorageError> {
        self.read("journal", |connection| read::journal(connection, lane, after, limit))
    }
}
