//! Rows changed behind the engine's back, as an operator with a database tool would.

use super::dump::rows_of;
use paywright::storage::{Batch, Key, Record, Rows, Stamp, Storage, TableChanges};
use std::time::Duration;

/// Changes one record where it lies; its version rises, as with every write.
pub fn rewrite<R: Record>(storage: &dyn Storage, id: R::Id, change: impl FnOnce(&mut R)) {
    let mut rows = Rows::new(R::TABLE);
    storage.load(R::TABLE, &[id.into()], &mut rows).unwrap();
    let stamp = rows.stamp(0);
    let mut record = R::read(&mut rows.reader(0)).unwrap();
    change(&mut record);
    let mut changes = TableChanges::new(R::TABLE);
    record.write(&mut changes.changed.row(Stamp { version: stamp.version + 1, ..stamp }));
    changes.changed_from.push(stamp.version);
    commit(storage, changes);
}

/// Adds records like one that is there.
pub fn add<R: Record>(storage: &dyn Storage, records: impl IntoIterator<Item = R>) {
    let stamp = rows_of(storage, R::TABLE).stamp(0);
    let mut changes = TableChanges::new(R::TABLE);
    records.into_iter().for_each(|record| record.write(&mut changes.new.row(stamp)));
    commit(storage, changes);
}

/// Takes a record away.
pub fn remove<R: Record>(storage: &dyn Storage, id: R::Id) {
    let key: Key = id.into();
    let mut rows = Rows::new(R::TABLE);
    storage.load(R::TABLE, &[key], &mut rows).unwrap();
    let mut changes = TableChanges::new(R::TABLE);
    changes.removed.push((key, rows.stamp(0).version));
    commit(storage, changes);
}

fn commit(storage: &dyn Storage, changes: TableChanges) {
    let batch = Batch { tables: vec![changes], journal: Vec::new() };
    storage.commit(&batch, Duration::from_secs(10)).unwrap();
}
