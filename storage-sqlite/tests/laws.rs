//! The laws of a storage, on files.

use paywright::storage::{Key, Kind, Storage, StorageError, Table};
use paywright_sqlite::{Access, SqliteOptions, SqliteStorage};
use paywright_storage_conformance::{Backend, Cannot, Disk, Place, check};
use std::path::PathBuf;
use std::sync::Mutex;

struct Files;

impl Backend for Files {
    fn place(&self) -> Result<Box<dyn Place>, StorageError> {
        let directory = tempfile::tempdir().map_err(|error| StorageError::Unavailable(error.to_string()))?;
        Ok(Box::new(OneFile { directory, disk: Mutex::new(Disk::Sound) }))
    }
}

struct OneFile {
    directory: tempfile::TempDir,
    disk: Mutex<Disk>,
}

impl OneFile {
    fn path(&self) -> PathBuf {
        self.directory.path().join("laws.db")
    }
}

impl Place for OneFile {
    fn open(&self) -> Result<Box<dyn Storage>, StorageError> {
        let mut options = SqliteOptions::default();
        match *self.disk.lock().unwrap() {
            Disk::Sound => {}
            Disk::Full => options.most_bytes = Some(std::fs::metadata(self.path()).unwrap().len()),
            Disk::ReadOnly => options.access = Access::ReadOnly,
        }
        Ok(Box::new(SqliteStorage::open_with(self.path(), options)?))
    }

    fn set_disk(&self, disk: Disk) -> Result<(), Cannot> {
        *self.disk.lock().unwrap() = disk;
        Ok(())
    }

    fn damage(&self, table: &'static Table, key: Key) -> Result<(), Cannot> {
        let cannot = |error: rusqlite::Error| Cannot(error.to_string());
        let wrong = |kind| match kind {
            Kind::Text => Some("CAST(x'ff' AS TEXT)"),
            Kind::Id => Some("x'01'"),
            Kind::Int | Kind::Bytes => None, // STRICT lets nothing else in
        };
        let mut columns =
            table.columns().skip(1).filter_map(|column| Some((column.name, wrong(column.kind)?)));
        let (column, wrong) =
            columns.next().ok_or_else(|| Cannot("no column takes a wrong value".to_owned()))?;
        let sql = format!("UPDATE \"{}\" SET \"{column}\" = {wrong} WHERE id = ?1", table.name);
        let file = rusqlite::Connection::open(self.path()).map_err(cannot)?;
        let changed = match key {
            Key::Id(id) => file.execute(&sql, [&id[..]]),
            Key::Int(position) => file.execute(&sql, [position]),
        };
        assert_eq!(changed.map_err(cannot)?, 1, "there is no row {key} in table {}", table.name);
        Ok(())
    }

    fn lose_answer(&self) -> Result<(), Cannot> {
        Err(Cannot("there is no connection that could be lost: SQLite runs in this process".to_owned()))
    }
}

paywright_storage_conformance::conformance!(Files);

#[test]
fn only_the_lost_answer_is_not_tried() {
    let report = check(&Files).to_string();
    assert_eq!(report.matches("not tried").count(), 1, "{report}");
}
