//! Connections, lent and given back: one that writes, and as many as are needed that read.

use crate::file::{Deadline, Fault, File, Role};
use crate::log::Linked;
use paywright::storage::StorageError;
use rusqlite::Connection;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

#[derive(Debug)]
pub(crate) struct Pool {
    file: Arc<File>,
    role: Role,
    most: usize,
    keep: usize,
    shelf: Mutex<Shelf>,
    freed: Condvar,
}

#[derive(Debug, Default)]
struct Shelf {
    idle: Vec<Linked>,
    lent: usize,
}

impl Pool {
    /// The one connection that writes.
    pub(crate) fn writer(file: Arc<File>) -> Self {
        Self { file, role: Role::Writer, most: 1, keep: 1, shelf: Mutex::default(), freed: Condvar::new() }
    }

    /// Connections that read: nobody waits for one, and a few are kept.
    pub(crate) fn readers(file: Arc<File>) -> Self {
        Self {
            file,
            role: Role::Reader,
            most: usize::MAX,
            keep: 8,
            shelf: Mutex::default(),
            freed: Condvar::new(),
        }
    }

    pub(crate) fn take(&self, deadline: Deadline) -> Result<Lease<'_>, StorageError> {
        let mut shelf = self.lock();
        while shelf.lent >= self.most {
            let left = deadline.left();
            if left.is_zero() {
                return Err(self
                    .file
                    .unavailable("is busy: another commit of this process did not finish in time"));
            }
            shelf = self.freed.wait_timeout(shelf, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        shelf.lent += 1;
        let mut lease = Lease { pool: self, connection: shelf.idle.pop() };
        drop(shelf);
        match &lease.connection {
            Some(connection) => connection.glance()?,
            None => lease.connection = Some(self.file.connect(self.role)?),
        }
        Ok(lease)
    }

    fn lock(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection on loan. Dropping it rolls back what was not committed.
#[derive(Debug)]
pub(crate) struct Lease<'a> {
    pool: &'a Pool,
    connection: Option<Linked>,
}

impl Lease<'_> {
    pub(crate) fn connection(&self) -> Result<&Connection, Fault> {
        Ok(self.linked()?.connection()?)
    }

    /// Answers whether what is written to it is where others will find it.
    pub(crate) fn look(&self) -> Result<(), StorageError> {
        self.linked()?.look()
    }

    /// The same, where a microsecond counts.
    pub(crate) fn glance(&self) -> Result<(), StorageError> {
        self.linked()?.glance()
    }

    fn linked(&self) -> Result<&Linked, StorageError> {
        self.connection.as_ref().ok_or_else(|| self.pool.file.unavailable("has lost its connection"))
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        // A connection that cannot even roll back is closed, which undoes as much; the next loan opens a new
        // one.
        let sound = self.connection.take().filter(is_settled);
        let mut shelf = self.pool.lock();
        shelf.lent = shelf.lent.saturating_sub(1);
        if shelf.idle.len() < self.pool.keep {
            shelf.idle.extend(sound);
        }
        drop(shelf);
        self.pool.freed.notify_one();
    }
}

/// Outside every transaction, after rolling back one that was left open.
fn is_settled(linked: &Linked) -> bool {
    let Ok(connection) = linked.connection() else { return false };
    if !connection.is_autocommit() {
        // Whether it worked is asked of the connection itself.
        let _ = connection.prepare_cached("ROLLBACK").and_then(|mut rollback| rollback.raw_execute());
    }
    connection.is_autocommit()
}
