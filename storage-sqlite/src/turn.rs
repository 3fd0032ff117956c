//! The one who writes: the file's lock is taken before anything is looked at, and in a turn it is kept while
//! a batch that was refused is decided again.

use crate::file::{Deadline, Fault, WHOLE_FILE, is_busy};
use crate::pool::Lease;
use crate::{SqliteStorage, write};
use paywright::storage::{Batch, CommitError, StorageError, Turn};
use rusqlite::Connection;
use std::time::Duration;

impl SqliteStorage {
    /// Waits for the others, here and in other processes.
    pub(crate) fn writing(&self, patience: Duration) -> Result<Writing<'_>, StorageError> {
        let deadline = Deadline::after(patience);
        let lease = self.writer.take(deadline)?;
        let begun = lease.connection().and_then(|connection| begin_writing(connection, deadline));
        begun.map_err(|fault| self.file.fault(WHOLE_FILE, fault))?;
        Ok(Writing { storage: self, lease })
    }
}

/// The connection that writes, with the lock. Dropping it rolls back what was not committed.
#[derive(Debug)]
pub(crate) struct Writing<'a> {
    storage: &'a SqliteStorage,
    lease: Lease<'a>,
}

impl Writing<'_> {
    /// A batch that is refused leaves behind what it wrote before that.
    pub(crate) fn commit(&self, batch: &Batch) -> Result<(), CommitError> {
        let file = &self.storage.file;
        let fault = |table, fault| CommitError::Storage(file.fault(table, fault));
        let connection = self.lease.connection().map_err(|error| fault(WHOLE_FILE, error))?;
        let conflicts = write::write(connection, &self.storage.statements, batch)
            .map_err(|(table, error)| fault(table, error))?;
        if !conflicts.is_empty() {
            return Err(CommitError::Conflict(conflicts));
        }
        let mut commit =
            connection.prepare_cached("COMMIT").map_err(|error| fault(WHOLE_FILE, error.into()))?;
        self.lease.look()?;
        commit.raw_execute().map_err(|error| file.fate(error))?;
        // Whoever removed the log just now may have folded this commit into the file, or not.
        self.lease.glance().map_err(|error| CommitError::Unknown(error.to_string()))
    }

    fn run(&self, sql: &str) -> Result<(), StorageError> {
        let run = |connection: &Connection| Ok(connection.prepare_cached(sql)?.raw_execute().map(|_| ())?);
        self.lease.connection().and_then(run).map_err(|fault| self.storage.file.fault(WHOLE_FILE, fault))
    }
}

/// The lock, kept over refused batches. Plain commits do without the savepoint: SQLite keeps a copy of each
/// page that is changed after one.
#[derive(Debug)]
pub(crate) struct SqliteTurn<'a> {
    storage: &'a SqliteStorage,
    writing: Option<Writing<'a>>,
}

impl<'a> SqliteTurn<'a> {
    pub(crate) fn of(writing: Writing<'a>) -> Result<Self, StorageError> {
        writing.run("SAVEPOINT turn")?;
        Ok(Self { storage: writing.storage, writing: Some(writing) })
    }
}

impl Turn for SqliteTurn<'_> {
    fn commit(&mut self, batch: &Batch) -> Result<(), CommitError> {
        let Some(writing) = self.writing.take() else {
            return Err(self.storage.file.unavailable("is not written to after the end of a turn").into());
        };
        let answer = writing.commit(batch);
        if matches!(answer, Err(CommitError::Conflict(_))) {
            writing.run("ROLLBACK TO turn")?;
            self.writing = Some(writing);
        }
        answer
    }
}

/// Waits for other processes in short steps. SQLite's own waiting grows to steps of 100 ms, and a writer that
/// commits without pause is then hardly ever found between two commits.
fn begin_writing(connection: &Connection, deadline: Deadline) -> Result<(), Fault> {
    connection.busy_timeout(Duration::ZERO)?;
    let mut begin = connection.prepare_cached("BEGIN IMMEDIATE")?;
    let mut pause = Duration::from_micros(100);
    loop {
        match begin.raw_execute() {
            Err(error) if is_busy(&error) && !deadline.left().is_zero() => {
                std::thread::sleep(pause.min(deadline.left()));
                pause = (pause * 2).min(Duration::from_millis(2));
            }
            begun => return Ok(begun.map(|_| ())?),
        }
    }
}
