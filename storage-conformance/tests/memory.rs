//! The laws on the storage in memory.

use paywright::storage::{Key, MemoryStorage, Storage, StorageError, Table};
use paywright_storage_conformance::{Backend, Cannot, Disk, Place};

struct Memory;

struct MemoryPlace(MemoryStorage);

impl Backend for Memory {
    fn place(&self) -> Result<Box<dyn Place>, StorageError> {
        Ok(Box::new(MemoryPlace(MemoryStorage::new())))
    }
}

impl Place for MemoryPlace {
    fn open(&self) -> Result<Box<dyn Storage>, StorageError> {
        Ok(Box::new(self.0.clone()))
    }

    fn set_disk(&self, _: Disk) -> Result<(), Cannot> {
        Err(Cannot("memory has no disk".to_owned()))
    }

    fn damage(&self, _: &'static Table, _: Key) -> Result<(), Cannot> {
        Err(Cannot("nobody else can write to this memory".to_owned()))
    }

    fn lose_answer(&self) -> Result<(), Cannot> {
        Err(Cannot("a call within the process is always answered".to_owned()))
    }
}

paywright_storage_conformance::conformance!(Memory);
