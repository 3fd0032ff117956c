//! What the laws need of a backend.

use paywright::storage::{Key, Storage, StorageError, Table};

/// A kind of storage under trial.
pub trait Backend: Sync {
    /// A new place without any data and without tables; no two places share data.
    ///
    /// # Errors
    /// Whatever stands in the way; the law then counts as broken.
    fn place(&self) -> Result<Box<dyn Place>, StorageError>;
}

/// Where the data of one storage lie: a file, a schema of a server, a shared memory. They are there as long
/// as the place is, also while no storage is open on it; dropping it cleans up.
///
/// The last three methods make faults. A backend that cannot make one answers why.
pub trait Place: Sync {
    /// Opens a storage on this place as a program that just started would, without migrating it. Several
    /// may be open at once, used by several threads.
    ///
    /// # Errors
    /// As that program would be answered.
    fn open(&self) -> Result<Box<dyn Storage>, StorageError>;

    /// Puts the disk in this state for the storages opened from now on.
    ///
    /// # Errors
    /// [`Cannot`] when the backend has no such state.
    fn set_disk(&self, disk: Disk) -> Result<(), Cannot>;

    /// Makes one cell of this row, other than the key, something that cannot be a value of its column
    /// (another kind, or a text that is not UTF-8), behind the back of every storage.
    ///
    /// # Errors
    /// [`Cannot`] when there is no way to.
    fn damage(&self, table: &'static Table, key: Key) -> Result<(), Cannot>;

    /// Arranges that the next commit of the storage opened next loses its connection before it is answered.
    ///
    /// # Errors
    /// [`Cannot`] when every commit is answered.
    fn lose_answer(&self) -> Result<(), Cannot>;
}

/// State of the disk under a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disk {
    /// As it should be.
    Sound,
    /// Reads work, and nothing more can be stored.
    Full,
    /// Reads work, and nothing may be written.
    ReadOnly,
}

/// Why a backend cannot make a fault; it stands in the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cannot(pub String);
