//! One database file: how connections to it are opened, and how its failures are put into words.

use crate::log::{Linked, Way};
use crate::options::{Access, SqliteOptions, Synchronous};
use crate::schema;
use paywright::storage::{CommitError, Corrupt, StorageError};
use rusqlite::{Connection, ErrorCode, OpenFlags, ffi};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// "PayW": tells our files from those of other applications (`PRAGMA application_id`).
pub(crate) const APPLICATION_ID: i32 = 0x5061_7957;
/// SQLite's table of tables; errors that concern no table of ours name it.
pub(crate) const WHOLE_FILE: &str = "sqlite_schema";
/// How long a connection waits where no caller said how long: for recovery after a crash, or for another
/// migration.
const PATIENCE: Duration = Duration::from_secs(10);
const STATEMENTS: usize = 512;

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Writer,
    Reader,
}

/// What went wrong below the storage's face.
#[derive(Debug)]
pub(crate) enum Fault {
    Sqlite(rusqlite::Error),
    Storage(StorageError),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<StorageError> for Fault {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

impl From<Corrupt> for Fault {
    fn from(corrupt: Corrupt) -> Self {
        Self::Storage(corrupt.into())
    }
}

#[derive(Debug)]
pub(crate) struct File {
    path: PathBuf,
    options: SqliteOptions,
    way: Way,
}

impl File {
    /// The path is made absolute: "file:..." would otherwise be read as a URI, and a change of directory
    /// would move it.
    pub(crate) fn new(path: &Path, options: SqliteOptions) -> Result<Self, StorageError> {
        let way = Way::of(options.access);
        let file = Self { options, way, ..Self::to_be_made(path)? };
        file.look()?;
        Ok(file)
    }

    /// One that nobody has looked for yet.
    pub(crate) fn to_be_made(path: &Path) -> Result<Self, StorageError> {
        let path = std::path::absolute(path)
            .map_err(|error| StorageError::Unavailable(format!("the path '{}': {error}", path.display())))?;
        Ok(Self { path, options: SqliteOptions::default(), way: Way::default() })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn unavailable(&self, what: &str) -> StorageError {
        unavailable(&self.path, what)
    }

    fn look(&self) -> Result<(), StorageError> {
        if self.path.is_dir() {
            return Err(self.unavailable("is a directory; give the path of a file"));
        }
        if self.path.parent().is_some_and(|parent| !parent.is_dir()) {
            return Err(self.unavailable("lies in a directory that does not exist; make the directory first"));
        }
        self.look_at_log()?;
        if self.options.access != Access::Create && !self.path.exists() {
            return Err(self.unavailable("does not exist; give the path of a database that is there"));
        }
        Ok(())
    }

    /// A log begins only when its file has a first page. SQLite takes a log without a file for rubbish and
    /// removes it, and with it commits that were answered.
    fn look_at_log(&self) -> Result<(), StorageError> {
        let log = beside(&self.path, "-wal");
        let bytes = |path: &Path| path.metadata().map_or(0, |of| of.len());
        // In this order: another process may be making both just now.
        let of_log = bytes(&log);
        if of_log > 0 && bytes(&self.path) == 0 {
            let log = log.display();
            return Err(self.unavailable(&format!(
                "is missing or empty, but {log} holds {of_log} bytes of its commits: put the file back that \
                 this log belongs to, or move the log away"
            )));
        }
        Ok(())
    }

    pub(crate) fn connect(&self, role: Role) -> Result<Linked, StorageError> {
        Linked::open(&self.path, &self.way, || self.open(role).map_err(|fault| self.fault(WHOLE_FILE, fault)))
    }

    fn open(&self, role: Role) -> Result<Connection, Fault> {
        let flags = match (self.options.access, role) {
            (Access::ReadOnly, _) => OpenFlags::SQLITE_OPEN_READ_ONLY,
            (Access::Create, Role::Writer) => {
                OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE
            }
            _ => OpenFlags::SQLITE_OPEN_READ_WRITE,
        };
        let connection = Connection::open_with_flags(&self.path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(PATIENCE)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        if role == Role::Writer {
            self.recognise(&connection)?;
        }
        self.set_up(&connection, role)?;
        // The log is opened by the first to read.
        schema::touch(&connection)?;
        Ok(connection)
    }

    /// Looks at the file before anything is written to it: another application's is left as it is.
    fn recognise(&self, connection: &Connection) -> Result<(), Fault> {
        if self.options.access != Access::ReadOnly && connection.is_readonly("main")? {
            return Err(self
                .unavailable("can only be read; grant the right to write, or open it read-only")
                .into());
        }
        // Both at one moment: another process may be making its tables just now.
        connection.execute_batch("BEGIN")?;
        let id: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
        let objects: i64 =
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        connection.execute_batch("COMMIT")?;
        if id == APPLICATION_ID {
            return Ok(());
        }
        if id != 0 || objects != 0 {
            return Err(self
                .unavailable(
                    "is the database of another application, and was left as it is; give another path",
                )
                .into());
        }
        if self.options.access != Access::Create {
            return Err(self
                .unavailable("is empty: no storage was made in it yet; give the path of another file")
                .into());
        }
        Ok(())
    }

    fn set_up(&self, connection: &Connection, role: Role) -> Result<(), Fault> {
        let (cache, query_only) = match role {
            Role::Writer => (self.options.cache_bytes, ""),
            Role::Reader => (self.options.cache_bytes / 8, "PRAGMA query_only = ON;"),
        };
        // A write that returned must be on the device itself: `fullfsync` says so where a plain flush does
        // not (Apple).
        let synchronous = match self.options.synchronous {
            Synchronous::Full => "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON;",
            Synchronous::Normal => "PRAGMA synchronous = NORMAL;",
        };
        if role == Role::Writer && self.options.access != Access::ReadOnly {
            self.use_write_ahead_log(connection)?;
        }
        connection.execute_batch(&format!(
            "{synchronous} PRAGMA cache_size = -{}; PRAGMA temp_store = MEMORY;
             PRAGMA wal_autocheckpoint = 16000; PRAGMA trusted_schema = OFF;
             PRAGMA cell_size_check = ON; {query_only}",
            (cache / 1024).max(64)
        ))?;
        if let Some(bytes) = self.options.most_bytes {
            let size: u32 = connection.query_row("PRAGMA page_size", [], |row| row.get(0))?;
            let pages = (bytes / u64::from(size.max(1))).clamp(1, u64::from(u32::MAX - 1));
            connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))?;
        }
        Ok(())
    }

    /// Changing the journal mode of a new file takes a lock that SQLite does not always wait for by itself.
    fn use_write_ahead_log(&self, connection: &Connection) -> Result<(), Fault> {
        let deadline = Deadline::after(PATIENCE);
        loop {
            match connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get::<_, String>(0)) {
                Ok(mode) if mode == "wal" => return Ok(()),
                Ok(_) => return Err(self.unavailable("lies where no write-ahead log can be kept").into()),
                Err(error) if is_busy(&error) && !deadline.left().is_zero() => {
                    std::thread::sleep(Duration::from_millis(5));
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// A sentence for an operator: what was asked, what stood in the way.
    pub(crate) fn fault(&self, table: &'static str, fault: Fault) -> StorageError {
        let error = match fault {
            Fault::Storage(error) => return error,
            Fault::Sqlite(error) => error,
        };
        let path = self.path.display();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                StorageError::Corrupt(Corrupt { table, key: None, what: format!("{path}: {error}") })
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                self.unavailable("is busy: another process is writing to it and did not finish in time")
            }
            // The plain code answers whoever writes to what was opened for reading; the longer ones come from
            // opening it.
            Some(ErrorCode::ReadOnly) if extended(&error) == ffi::SQLITE_READONLY => {
                self.unavailable("can only be read")
            }
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen) => self.unavailable(self.without_right()),
            Some(ErrorCode::DiskFull) => {
                self.unavailable("cannot grow: the disk is full, or the options allow no more bytes")
            }
            Some(ErrorCode::SystemIoFailure) => {
                let code = extended(&error);
                self.unavailable(&format!("could not be read or written: {error} (SQLite code {code})"))
            }
            _ => self.unavailable(&format!("cannot be used: {error}")),
        }
    }

    /// SQLite keeps two files beside the database while it is open, also where it only reads.
    fn without_right(&self) -> &'static str {
        match self.options.access {
            Access::ReadOnly => {
                "cannot be read: SQLite keeps its log beside it; grant the right to read the file and to \
                 write to its directory, or read a copy elsewhere"
            }
            _ => {
                "cannot be opened or written; grant the right to write to the file and to its directory, or \
                 give another path"
            }
        }
    }

    /// What a failed COMMIT means. SQLite then rolls back, and whoever reads now finds nothing of the batch.
    /// But all of it may stand in the log already: a flush that fails comes after the frames, the last of
    /// which says "commit", and if the process dies before the next commit overwrites them, recovery takes
    /// them for good. So only errors that come before that last frame is whole are known to have changed
    /// nothing.
    pub(crate) fn fate(&self, error: rusqlite::Error) -> CommitError {
        let known = match error.sqlite_error() {
            Some(error) => match error.code {
                ErrorCode::DatabaseBusy | ErrorCode::DiskFull | ErrorCode::ReadOnly => true,
                _ => error.extended_code == ffi::SQLITE_IOERR_WRITE,
            },
            None => false,
        };
        match self.fault(WHOLE_FILE, error.into()) {
            error if known => CommitError::Storage(error),
            error => CommitError::Unknown(error.to_string()),
        }
    }
}

pub(crate) fn unavailable(path: &Path, what: &str) -> StorageError {
    StorageError::Unavailable(format!("{} {what}", path.display()))
}

/// What SQLite keeps beside a file while it is open.
pub(crate) const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.to_path_buf().into_os_string();
    name.push(ending);
    name.into()
}

fn extended(error: &rusqlite::Error) -> i32 {
    error.sqlite_error().map_or(0, |error| error.extended_code)
}

pub(crate) fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// Until when a caller is patient.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline(Instant);

impl Deadline {
    /// Patience beyond a day is a day.
    pub(crate) fn after(patience: Duration) -> Self {
        Self(Instant::now() + patience.min(Duration::from_secs(86_400)))
    }

    pub(crate) fn left(self) -> Duration {
        self.0.saturating_duration_since(Instant::now())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failed(code: i32) -> rusqlite::Error {
        rusqlite::Error::SqliteFailure(ffi::Error::new(code), None)
    }

    #[test]
    fn a_commit_that_failed_to_flush_is_of_unknown_fate_and_one_that_found_no_space_is_not() {
        let file = File::to_be_made(Path::new("shop.db")).unwrap();
        for code in [ffi::SQLITE_FULL, ffi::SQLITE_BUSY, ffi::SQLITE_READONLY, ffi::SQLITE_IOERR_WRITE] {
            let fate = file.fate(failed(code));
            assert!(matches!(fate, CommitError::Storage(StorageError::Unavailable(_))), "{code}: {fate:?}");
        }
        for code in
            [ffi::SQLITE_IOERR_FSYNC, ffi::SQLITE_IOERR_SHMMAP, ffi::SQLITE_NOMEM, ffi::SQLITE_CORRUPT]
        {
            assert!(matches!(file.fate(failed(code)), CommitError::Unknown(_)), "{code}");
        }
    }
}
