//! The storage stores: tables, keys and versions. It never knows what a payment is, and no rule lives in it.
//!
//! Whoever writes a backend implements [`Reader`] and [`Storage`], seven methods in all, and runs the laws of
//! the package `paywright-storage-conformance` against it. An eighth, [`Storage::turn`], keeps a large commit
//! from losing to small ones for ever.

mod batch;
mod field;
mod memory;
mod record;
mod row;
mod table;

pub use batch::{Batch, Conflict, JournalRow, TableChanges};
pub use field::Field;
pub use memory::MemoryStorage;
pub use record::Record;
pub(crate) use record::{record, states, words};
pub use row::{Key, Kind, RowReader, RowWriter, Rows, Stamp, Value};
pub use table::{Column, Direction, FieldSpec, Index, Scan, Schema, Table, Upkeep};

use std::time::Duration;

/// Reads of one storage, or of one moment of it.
pub trait Reader: Send {
    /// Appends each row that exists among `keys`, in any order; an absent key appends nothing and is no
    /// error.
    ///
    /// # Errors
    /// [`StorageError::Unavailable`], or [`StorageError::Corrupt`] where a cell is not of its column's kind.
    fn load(&self, table: &'static Table, keys: &[Key], into: &mut Rows) -> Result<(), StorageError>;

    /// Appends one page of an index in order and says whether more rows follow it.
    ///
    /// # Errors
    /// As [`Reader::load`].
    fn scan(&self, scan: &Scan<'_>, into: &mut Rows) -> Result<bool, StorageError>;

    /// Entries of one lane after a sequence, in order, at most `limit`.
    ///
    /// Lanes are numbered from 1 to 1,023. Asked for lane 0, a backend whose tables others can write answers
    /// the rows that stand where no lane's entry can: `verify` names them.
    ///
    /// # Errors
    /// As [`Reader::load`].
    fn journal(&self, lane: u16, after: u64, limit: u32) -> Result<Vec<JournalRow>, StorageError>;
}

/// Where an engine keeps its records. The laws a backend promises are in `paywright-storage-conformance`; in
/// short: a commit is all or nothing, every premise of it is checked and every broken one named, and once it
/// returned, every read sees it, also after a crash.
pub trait Storage: Reader + Sync {
    /// Creates what the schema asks for and is missing. Running it again changes nothing.
    ///
    /// # Errors
    /// [`StorageError::NewerSchema`] when the storage was written by a later release; nothing is then
    /// changed.
    fn migrate(&self, schema: &Schema) -> Result<(), StorageError>;

    /// All of the batch or nothing, waiting at most `patience` for other writers. Durable when it returns.
    ///
    /// # Errors
    /// [`CommitError`]; every broken premise of the batch is named at once.
    fn commit(&self, batch: &Batch, patience: Duration) -> Result<(), CommitError>;

    /// A reader of this one moment, whatever is committed later.
    ///
    /// # Errors
    /// [`StorageError::Unavailable`].
    fn snapshot(&self) -> Result<Box<dyn Reader + '_>, StorageError>;

    /// Waits at most `patience` for other writers, and from then on nobody else commits, here or elsewhere,
    /// until the turn ends: for a batch that others were quicker than. Reading goes on as ever.
    ///
    /// `None`, the default, is for a storage that cannot. An engine on it decides again for a while, and in
    /// the end answers `contended`.
    ///
    /// # Errors
    /// [`StorageError::Unavailable`]: others did not finish in time, or nothing can be written.
    fn turn(&self, patience: Duration) -> Result<Option<Box<dyn Turn + '_>>, StorageError> {
        let _ = patience;
        Ok(None)
    }

    /// Answers whether the storage can be reached.
    ///
    /// # Errors
    /// [`StorageError::Unavailable`].
    fn ping(&self) -> Result<(), StorageError>;
}

/// The only one who commits. Everybody waits for its end, so it is kept for one batch, and whoever has it
/// commits nothing elsewhere on the same data: that would wait for itself.
pub trait Turn: Send {
    /// As [`Storage::commit`], at once. The turn goes on where the batch was refused for a conflict, so that
    /// it can be decided again over what then stays as it is; it ends with any other answer, and when it is
    /// dropped. What is asked of a turn that ended is not done.
    ///
    /// # Errors
    /// [`CommitError`]; [`StorageError::Unavailable`] after the end.
    fn commit(&mut self, batch: &Batch) -> Result<(), CommitError>;
}

/// Stored bytes are not what was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("table {table}{}: {what}", key.map_or_else(String::new, |key| format!(", row {key}")))]
pub struct Corrupt {
    /// The table, or `journal`.
    pub table: &'static str,
    /// The row, where it can be told.
    pub key: Option<Key>,
    /// What is wrong with it.
    pub what: String,
}

/// The world failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StorageError {
    /// The device or server cannot answer now; nothing was changed.
    #[error("the storage cannot answer: {0}")]
    Unavailable(String),
    /// Stored bytes are not what was written.
    #[error("the storage is damaged: {0}")]
    Corrupt(Corrupt),
    /// A later release wrote this storage.
    #[error(
        "the storage has schema {found}, this release knows up to {known}: \
         open it with the release that wrote it"
    )]
    NewerSchema {
        /// Schema of the storage.
        found: u32,
        /// Newest schema of this release.
        known: u32,
    },
    /// What this storage writes to is no longer what others find under its name; nothing was changed. It
    /// answers nothing else from then on: open it anew.
    #[error("the storage was taken away: {0}")]
    Lost(String),
}

impl From<Corrupt> for StorageError {
    fn from(corrupt: Corrupt) -> Self {
        Self::Corrupt(corrupt)
    }
}

/// Why a commit did not happen, or may not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CommitError {
    /// Somebody else changed or made these first. Nothing was changed.
    #[error("{} rows were changed or made by somebody else first", .0.len())]
    Conflict(Vec<Conflict>),
    /// It is not known whether the commit happened (the connection was lost): ask the lane.
    #[error("it is not known whether the commit happened: {0}")]
    Unknown(String),
    /// The storage could not; nothing was changed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}
