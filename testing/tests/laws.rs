//! As long as nothing is planned, a storage that could fail keeps every law.

use paywright::MemoryStorage;
use paywright::storage::{Key, Storage, StorageError, Table};
use paywright_storage_conformance::{Backend, Cannot, Disk, Place};
use paywright_testing::Faults;

struct Faulty;

struct FaultyPlace(MemoryStorage, Faults);

impl Backend for Faulty {
    fn place(&self) -> Result<Box<dyn Place>, StorageError> {
        Ok(Box::new(FaultyPlace(MemoryStorage::new(), Faults::new(7))))
    }
}

impl Place for FaultyPlace {
    fn open(&self) -> Result<Box<dyn Storage>, StorageError> {
        Ok(Box::new(self.1.over(self.0.clone())))
    }

    fn set_disk(&self, _: Disk) -> Result<(), Cannot> {
        Err(Cannot("memory has no disk".to_owned()))
    }

    fn damage(&self, _: &'static Table, _: Key) -> Result<(), Cannot> {
        Err(Cannot("nobody else can write to this memory".to_owned()))
    }

    fn lose_answer(&self) -> Result<(), Cannot> {
        self.1.next(paywright_testing::StorageFault::UnknownStored);
        Ok(())
    }
}

paywright_storage_conformance::conformance!(Faulty);
