//! The laws of a storage, on a schema a place.

use crate::proxy::{AtCommit, Proxy};
use crate::server::{new_schema, options, run, server};
use paywright::storage::{Key, Kind, Storage, StorageError, Table};
use paywright_postgres::PostgresStorage;
use paywright_storage_conformance::{Backend, Cannot, Disk, Place, check};
use std::sync::Mutex;

struct Schemas;

impl Backend for Schemas {
    fn place(&self) -> Result<Box<dyn Place>, StorageError> {
        Ok(Box::new(OneSchema {
            schema: new_schema(),
            disk: Mutex::new(Disk::Sound),
            proxy: Mutex::new(None),
        }))
    }
}

struct OneSchema {
    schema: String,
    disk: Mutex<Disk>,
    /// Kept while a connection through it may be there.
    proxy: Mutex<Option<Proxy>>,
}

impl OneSchema {
    fn table(&self, name: &str) -> String {
        format!("\"{}\".\"{name}\"", self.schema.replace('"', "\"\""))
    }
}

impl Place for OneSchema {
    fn open(&self) -> Result<Box<dyn Storage>, StorageError> {
        let mut address = server().address();
        if let Some(proxy) = self.proxy.lock().unwrap().as_ref() {
            address = proxy.address();
        }
        if *self.disk.lock().unwrap() == Disk::ReadOnly {
            address.push_str("&options=-c%20default_transaction_read_only=on");
        }
        Ok(Box::new(PostgresStorage::open_with(&address, options(&self.schema))?))
    }

    fn set_disk(&self, disk: Disk) -> Result<(), Cannot> {
        if disk == Disk::Full {
            return Err(Cannot("a server of its own on a small disk is filled by another test".to_owned()));
        }
        *self.disk.lock().unwrap() = disk;
        Ok(())
    }

    /// A text that this storage never writes; where there is no text, nothing where something belongs.
    fn damage(&self, table: &'static Table, key: Key) -> Result<(), Cannot> {
        let name = self.table(table.name);
        let row = match key {
            Key::Id(_) => format!("\"id\" = '{key}'"),
            Key::Int(position) => format!("\"id\" = {position}"),
        };
        let text = table.columns().skip(1).find(|column| column.kind == Kind::Text);
        let wrong = match text {
            Some(column) => format!("UPDATE {name} SET \"{}\" = E'\\x01' WHERE {row}", column.name),
            None => {
                let mut columns = table.columns().skip(1).filter(|column| !column.nullable);
                let column = columns.next().ok_or_else(|| Cannot("each column may be empty".to_owned()))?;
                let column = column.name;
                format!(
                    "ALTER TABLE {name} ALTER \"{column}\" DROP NOT NULL; \
                     UPDATE {name} SET \"{column}\" = NULL WHERE {row}"
                )
            }
        };
        run(&format!("{wrong} RETURNING 'changed'")).map_err(Cannot).map(|changed| {
            assert_eq!(changed, "changed", "there is no row {key} in table {}", table.name);
        })
    }

    fn lose_answer(&self) -> Result<(), Cannot> {
        let proxy = Proxy::start();
        proxy.at_commit(AtCommit::CutAfter);
        *self.proxy.lock().unwrap() = Some(proxy);
        Ok(())
    }
}

paywright_storage_conformance::conformance!(Schemas);

#[test]
fn only_the_full_disk_and_turns_are_not_tried() {
    let report = check(&Schemas).to_string();
    assert_eq!(report.matches("not tried").count(), 4, "{report}");
}
