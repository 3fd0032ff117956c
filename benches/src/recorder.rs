//! A storage that keeps what an engine writes, so that the same rows can be written again by hand.

use paywright::storage::{
    Batch, CommitError, JournalRow, Key, Reader, Rows, Scan, Schema, Storage, StorageError, Table,
    TableChanges,
};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Passes everything on but turns, and keeps a copy of each batch.
pub struct Recorder<S> {
    storage: S,
    batches: Recording,
}

/// The batches, to be looked at while the engine has the storage.
#[derive(Clone, Debug, Default)]
pub struct Recording(Arc<Mutex<Vec<Batch>>>);

impl Recording {
    /// What was committed since the last call.
    #[must_use]
    pub fn take(&self) -> Vec<Batch> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl<S: Storage> Recorder<S> {
    /// Over this storage.
    pub fn over(storage: S) -> (Self, Recording) {
        let batches = Recording::default();
        (Self { storage, batches: batches.clone() }, batches)
    }
}

fn copy(batch: &Batch) -> Batch {
    let table = |changes: &TableChanges| TableChanges {
        table: changes.table,
        new: changes.new.clone(),
        changed: changes.changed.clone(),
        changed_from: changes.changed_from.clone(),
        removed: changes.removed.clone(),
        relied: changes.relied.clone(),
    };
    Batch { tables: batch.tables.iter().map(table).collect(), journal: batch.journal.clone() }
}

impl<S: Storage> Reader for Recorder<S> {
    fn load(&self, table: &'static Table, keys: &[Key], into: &mut Rows) -> Result<(), StorageError> {
        self.storage.load(table, keys, into)
    }

    fn scan(&self, scan: &Scan<'_>, into: &mut Rows) -> Result<bool, StorageError> {
        self.storage.scan(scan, into)
    }

    fn journal(&self, lane: u16, after: u64, limit: u32) -> Result<Vec<JournalRow>, StorageError> {
        self.storage.journal(lane, after, limit)
    }
}

impl<S: Storage> Storage for Recorder<S> {
    fn migrate(&self, schema: &Schema) -> Result<(), StorageError> {
        self.storage.migrate(schema)
    }

    fn commit(&self, batch: &Batch, patience: Duration) -> Result<(), CommitError> {
        self.storage.commit(batch, patience)?;
        self.batches.0.lock().unwrap_or_else(PoisonError::into_inner).push(copy(batch));
        Ok(())
    }

    fn snapshot(&self) -> Result<Box<dyn Reader + '_>, StorageError> {
        self.storage.snapshot()
    }

    fn ping(&self) -> Result<(), StorageError> {
        self.storage.ping()
    }
}
