//! Batches written in a line each.

use paywright::Timestamp;
use paywright::storage::{Batch, JournalRow, Key, Record, Rows, Stamp, Table, TableChanges};
use std::time::Duration;

/// Longer than any commit of the laws should take.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A batch in the making; the lists are sorted when it is finished.
#[derive(Default)]
pub(crate) struct Draft {
    batch: Batch,
}

impl Draft {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// A new row of version 1.
    pub(crate) fn add<R: Record>(self, record: &R) -> Self {
        self.add_stamped(record, stamp::<R>(1))
    }

    pub(crate) fn add_stamped<R: Record>(mut self, record: &R, stamp: Stamp) -> Self {
        record.write(&mut self.of(R::TABLE).new.row(stamp));
        self
    }

    pub(crate) fn change<R: Record>(mut self, record: &R, from: u64) -> Self {
        let changes = self.of(R::TABLE);
        record.write(&mut changes.changed.row(stamp::<R>(from + 1)));
        changes.changed_from.push(from);
        self
    }

    pub(crate) fn remove<R: Record>(mut self, key: impl Into<Key>, version: u64) -> Self {
        self.of(R::TABLE).removed.push((key.into(), version));
        self
    }

    pub(crate) fn rely<R: Record>(mut self, key: impl Into<Key>, version: u64) -> Self {
        self.of(R::TABLE).relied.push((key.into(), version));
        self
    }

    pub(crate) fn entry(mut self, lane: u16, sequence: u64) -> Self {
        self.batch.journal.push(entry(lane, sequence));
        self
    }

    pub(crate) fn batch(mut self) -> Batch {
        for changes in &mut self.batch.tables {
            let order = sorted(&changes.changed);
            changes.changed_from =
                order.iter().filter_map(|i| changes.changed_from.get(*i).copied()).collect();
            changes.changed = picked(&changes.changed, &order);
            changes.new = picked(&changes.new, &sorted(&changes.new));
            changes.removed.sort_unstable();
            changes.relied.sort_unstable();
        }
        self.batch
    }

    fn of(&mut self, table: &'static Table) -> &mut TableChanges {
        let tables = &mut self.batch.tables;
        let place = tables.iter().position(|changes| changes.table == table).unwrap_or(tables.len());
        if place == tables.len() {
            tables.push(TableChanges::new(table));
        }
        &mut tables[place]
    }
}

fn sorted(rows: &Rows) -> Vec<usize> {
    let mut order: Vec<_> = (0..rows.len()).collect();
    order.sort_by_key(|i| rows.key(*i));
    order
}

fn picked(rows: &Rows, order: &[usize]) -> Rows {
    let mut picked = Rows::new(rows.table());
    order.iter().for_each(|i| picked.push_row_of(rows, *i));
    picked
}

/// The stamp of a row that a draft writes.
pub(crate) fn stamp<R: Record>(version: u64) -> Stamp {
    let at = i64::try_from(version).unwrap_or(i64::MAX).saturating_mul(1_000_003);
    if R::TABLE.is_stamped() {
        Stamp { version, changed_at: Timestamp::from_micros(at) }
    } else {
        Stamp::ADDED
    }
}

/// The entry that a draft appends at a place.
pub(crate) fn entry(lane: u16, sequence: u64) -> JournalRow {
    let bytes = format!("entry {sequence} of lane {lane}\0").into_bytes();
    let mut hash = [0xff; 32];
    hash[..8].copy_from_slice(&sequence.to_be_bytes());
    JournalRow { lane, sequence, bytes, hash }
}
