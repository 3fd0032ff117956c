//! How rows were before the last commits.

use paywright::journal::Lane;
use paywright::storage::{Batch, Key, Reader, Record, Rows, StorageError, Table};
use std::collections::{BTreeMap, VecDeque};

/// So many commits are remembered.
const COMMITS: usize = 16;

/// Of the rows that one commit wrote, how each was before it: no row or one.
pub(super) type Before = BTreeMap<(u16, Key), Rows>;

/// The newest commit stands last.
#[derive(Debug, Default)]
pub(super) struct Past(VecDeque<Before>);

impl Past {
    pub(super) fn remember(&mut self, before: Before) {
        self.0.push_back(before);
        if self.0.len() > COMMITS {
            self.0.pop_front();
        }
    }

    /// Numbers of commits after which at least one of the rows was another than it is now.
    pub(super) fn moments(&self, table: &'static Table, keys: &[Key]) -> Vec<usize> {
        let differs = |moment: &usize| keys.iter().any(|key| self.row_at(*moment, table, *key).is_some());
        (0..self.0.len()).filter(differs).collect()
    }

    /// The row before that many of the remembered commits were followed by the others; `None` where it is
    /// now as it was then.
    pub(super) fn row_at(&self, moment: usize, table: &'static Table, key: Key) -> Option<&Rows> {
        self.0.iter().skip(moment).find_map(|before| before.get(&(table.tag, key)))
    }
}

/// How the rows are that a batch is about to write.
pub(super) fn before(storage: &dyn Reader, batch: &Batch) -> Result<Before, StorageError> {
    let mut before = Before::new();
    for changes in batch.tables.iter().filter(|changes| changes.table != Lane::TABLE) {
        let table = changes.table;
        let [new, changed] =
            [&changes.new, &changes.changed].map(|rows| (0..rows.len()).map(|i| rows.key(i)));
        let known: Vec<Key> = changed.chain(changes.removed.iter().map(|(key, _)| *key)).collect();
        before.extend(new.chain(known.iter().copied()).map(|key| ((table.tag, key), Rows::new(table))));
        let mut rows = Rows::new(table);
        storage.load(table, &known, &mut rows)?;
        for i in 0..rows.len() {
            if let Some(row) = before.get_mut(&(table.tag, rows.key(i))) {
                row.push_row_of(&rows, i);
            }
        }
    }
    Ok(before)
}
