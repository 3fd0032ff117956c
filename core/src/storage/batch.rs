//! What one commit writes: a value, no transaction object.

use super::{Key, Rows, Table};

/// Changes of one table. Rows of each list are in key order; no key stands in two lists.
#[derive(Debug, Clone)]
pub struct TableChanges {
    /// Which table.
    pub table: &'static Table,
    /// New rows. A taken key or unique value is a conflict.
    pub new: Rows,
    /// Changed rows, with their new stamps.
    pub changed: Rows,
    /// For each row of `changed`, the version that must still be stored.
    pub changed_from: Vec<u64>,
    /// Removed rows, with the version that must still be stored.
    pub removed: Vec<(Key, u64)>,
    /// Rows that a rule relied on without changing them: they must still have this version.
    pub relied: Vec<(Key, u64)>,
}

impl TableChanges {
    /// No changes yet.
    #[must_use]
    pub fn new(table: &'static Table) -> Self {
        Self {
            table,
            new: Rows::new(table),
            changed: Rows::new(table),
            changed_from: Vec::new(),
            removed: Vec::new(),
            relied: Vec::new(),
        }
    }

    /// Nothing to write and nothing to check.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty() && self.removed.is_empty() && self.relied.is_empty()
    }
}

/// One accepted command in the journal. What the entry says is inside `bytes`; nothing is outside the hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalRow {
    /// The lane.
    pub lane: u16,
    /// Place in the lane, from 1, without gaps.
    pub sequence: u64,
    /// The encoded entry; it names the hash of the one before it.
    pub bytes: Vec<u8>,
    /// SHA-256 of `bytes`.
    pub hash: [u8; 32],
}

/// All of it or nothing.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    /// Changes, one item a table.
    pub tables: Vec<TableChanges>,
    /// Entries to append, of one lane, in order.
    pub journal: Vec<JournalRow>,
}

/// A premise of a batch that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The table.
    pub table: &'static Table,
    /// Key of the row in the batch.
    pub key: Key,
    /// The unique index whose value is taken; `None` when the key is taken or the version is another.
    pub index: Option<&'static str>,
}

impl PartialEq for Table {
    fn eq(&self, other: &Self) -> bool {
        self.tag == other.tag
    }
}

impl Eq for Table {}
