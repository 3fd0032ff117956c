//! What the flaws do to batches, rows and schemas.

use super::Flaw;
use paywright::Timestamp;
use paywright::storage::{
    Batch, Index, Key, MemoryStorage, Reader, Rows, Schema, Stamp, Table, TableChanges, Value,
};

/// The same batch again.
pub(crate) fn copy(batch: &Batch) -> Batch {
    let tables = batch.tables.iter().map(|changes| TableChanges {
        table: changes.table,
        new: changes.new.clone(),
        changed: changes.changed.clone(),
        changed_from: changes.changed_from.clone(),
        removed: changes.removed.clone(),
        relied: changes.relied.clone(),
    });
    Batch { tables: tables.collect(), journal: batch.journal.clone() }
}

/// Makes of a batch what a storage with the flaw would write.
pub(crate) fn bend(
    flaw: Flaw,
    batch: &mut Batch,
    version: impl Fn(&'static Table, Key) -> u64,
    inner: &MemoryStorage,
) {
    match flaw {
        Flaw::LosesTheJournal => batch.journal.clear(),
        Flaw::DropsEntriesOfTakenPlaces => batch.journal.retain(|entry| {
            inner
                .journal(entry.lane, entry.sequence - 1, 1)
                .unwrap()
                .iter()
                .all(|held| held.sequence != entry.sequence)
        }),
        _ => {}
    }
    for changes in &mut batch.tables {
        let table = changes.table;
        match flaw {
            Flaw::LosesRemovals => changes.removed.clear(),
            Flaw::CutsLargeBatches => changes.new = some(&changes.new, |i| i < 1_000),
            Flaw::SkipsRelied => changes.relied.clear(),
            Flaw::SkipsReliedAbsence => changes.relied.retain(|(_, version)| *version != 0),
            Flaw::IgnoresVersions | Flaw::ChecksThenWrites => {
                let keys = (0..changes.changed.len()).map(|i| changes.changed.key(i));
                changes.changed_from = keys.map(|key| version(table, key)).collect();
            }
            Flaw::InsertsGoneRows => {
                let gone = |i: usize| version(table, changes.changed.key(i)) == 0;
                let inserted = some(&changes.changed, gone);
                (0..inserted.len()).for_each(|i| changes.new.push_row_of(&inserted, i));
                let kept: Vec<_> = (0..changes.changed.len()).filter(|i| !gone(*i)).collect();
                changes.changed_from = kept.iter().map(|i| changes.changed_from[*i]).collect();
                changes.changed = some(&changes.changed, |i| kept.contains(&i));
            }
            Flaw::OverwritesTakenKeys => {
                let taken = |i: usize| version(table, changes.new.key(i)) != 0;
                let overwritten = some(&changes.new, taken);
                changes.new = some(&changes.new, |i| !taken(i));
                for i in 0..overwritten.len() {
                    changes.changed.push_row_of(&overwritten, i);
                    changes.changed_from.push(version(table, overwritten.key(i)));
                }
            }
            _ => {}
        }
    }
}

fn some(rows: &Rows, keep: impl Fn(usize) -> bool) -> Rows {
    let mut kept = Rows::new(rows.table());
    (0..rows.len()).filter(|i| keep(*i)).for_each(|i| kept.push_row_of(rows, i));
    kept
}

/// Appends a row as a storage with the flaw would read it.
pub(crate) fn bent(flaw: Flaw, rows: &Rows, i: usize, into: &mut Rows) {
    let Stamp { version, changed_at } = rows.stamp(i);
    let micros = changed_at.as_micros();
    let micros = if flaw == Flaw::RoundsTimes { micros / 1_000 * 1_000 } else { micros };
    let mut writer = into.row(Stamp { version, changed_at: Timestamp::from_micros(micros) });
    for value in rows.values(i) {
        writer.value(match value {
            Value::Text(text) if flaw == Flaw::EndsTextsAtNul => {
                Value::Text(text.split('\0').next().unwrap())
            }
            Value::Bytes(bytes) if flaw == Flaw::CutsLargeCells => {
                Value::Bytes(&bytes[..bytes.len().min(1 << 16)])
            }
            other => other,
        });
    }
}

/// The same tables, with indexes that take every value twice.
pub(crate) fn loosened(schema: &Schema) -> Schema {
    let tables = schema.tables.iter().map(|table| {
        let plain = |index: &Index| Index { name: index.name, columns: index.columns, unique: false };
        let indexes: Vec<_> = table.indexes.iter().map(plain).collect();
        &*Box::leak(Box::new(Table {
            tag: table.tag,
            name: table.name,
            doc: table.doc,
            fields: table.fields,
            indexes: Vec::leak(indexes),
            upkeep: table.upkeep,
        }))
    });
    Schema { version: schema.version, tables: Vec::leak(tables.collect()) }
}
