//! The check of everything stored against the journal.
//!
//! The entries of all lanes are read in the order of their causes: time, lane, sequence. In that order each
//! record's versions count up by one, each edge begins where the last one ended, and each balance follows
//! from its transfers; what is computed so is compared with the tables. Memory grows with accounts and open
//! holds; what grows with history is gone through in slices.

mod amounts;
mod books;
mod entries;
mod holds;
mod links;
mod records;

use super::cut::Anchor;
use crate::error::Error;
use crate::limits;
use crate::progress::Progress;
use crate::shape::told;
use crate::storage::{Reader, StorageError};
use std::fmt;
use std::ops::ControlFlow;

/// Entries whose records are kept in mind at once.
const ENTRIES_A_SLICE: u64 = 1_000_000;
/// Entries between two tellings of progress.
const ENTRIES_A_STEP: u64 = 1_000;

told! {
    /// Something that is not as the journal says.
    pub struct Finding {
        /// The table.
        table: &'static str,
        /// The row: its key; of the journal and of transfers, lane and number.
        row: String,
        /// What is wrong with it.
        what: String,
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.table, self.row, self.what)
    }
}

told! {
    /// What a check found, and how much it looked at.
    pub struct Verification: Default {
        /// The first twenty findings of each table. None: everything is as the journal says.
        findings: Vec<Finding>,
        /// How many findings there are beyond those.
        further_findings: u64,
        /// Journal entries checked.
        entries: u64,
        /// Records checked, beside transfers.
        records: u64,
        /// Transfers checked.
        transfers: u64,
    }
}

impl Verification {
    /// Everything is as the journal says.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }

    fn find(&mut self, table: &'static str, row: impl fmt::Display, what: impl Into<String>) {
        let finding = Finding { table, row: row.to_string(), what: what.into() };
        // One damaged row can make a thousand others look wrong: each table keeps its place in the list.
        let of_table = self.findings.iter().filter(|known| known.table == table);
        if of_table.clone().any(|known| *known == finding) {
            return;
        }
        if of_table.count() >= limits::FINDINGS {
            self.further_findings = self.further_findings.saturating_add(1);
        } else {
            self.findings.push(finding);
        }
    }

    /// A damaged row is a finding; a storage that does not answer is an error.
    fn forgive(&mut self, result: Result<(), StorageError>) -> Result<(), Error> {
        match result {
            Err(StorageError::Corrupt(corrupt)) => {
                let row = corrupt.key.map_or_else(String::new, |key| key.to_string());
                self.find(corrupt.table, row, corrupt.what);
                Ok(())
            }
            other => other.map_err(Error::from),
        }
    }
}

/// Keys of a map in order, so that the same damage is always reported alike.
fn sorted<'a, K: Copy + Ord + 'a>(keys: impl Iterator<Item = &'a K>) -> Vec<K> {
    let mut keys: Vec<K> = keys.copied().collect();
    keys.sort_unstable();
    keys
}

/// The records that one pass keeps in mind.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slice {
    nth: u8,
    of: u8,
}

impl Slice {
    /// The passes that a journal of so many entries takes.
    pub(crate) fn all(entries: u64) -> impl Iterator<Item = Self> {
        let of = u8::try_from(entries / ENTRIES_A_SLICE).unwrap_or(u8::MAX - 1).saturating_add(1);
        (0..of).map(move |nth| Self { nth, of })
    }

    pub(crate) fn has(self, key: &[u8; 16]) -> bool {
        let [.., last] = key;
        last.checked_rem(self.of) == Some(self.nth)
    }

    /// The pass that also checks what is checked once.
    pub(crate) const fn is_first(self) -> bool {
        self.nth == 0
    }
}

/// Checks one snapshot, and tells how far it has come every so many entries.
pub(crate) fn verify(
    snapshot: &dyn Reader,
    anchors: &[Anchor],
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Verification, Error> {
    let mut found = Verification::default();
    let lanes = match entries::lanes(snapshot) {
        Ok(lanes) => lanes,
        Err(error) => {
            found.forgive(Err(error))?;
            Vec::new()
        }
    };
    let total = lanes.iter().map(|(lane, _)| lane.sequence).fold(0_u64, u64::saturating_add);
    let passes = u64::try_from(Slice::all(total).count()).unwrap_or(u64::MAX);
    let mut done = Progress { done: 0, total: Some(total.saturating_mul(passes)) };
    for slice in Slice::all(total) {
        let mut entries = entries::Entries::new(snapshot, &lanes, anchors);
        let mut records = records::Records::new(slice);
        let mut books = books::Books::new(snapshot, slice)?;
        let mut amounts = amounts::Amounts::new(slice);
        let mut holds = holds::Holds::new(slice);
        while let Some(entry) = entries.next(&mut found)? {
            if done.done.is_multiple_of(ENTRIES_A_STEP) {
                done.tell("entries", progress)?;
            }
            done.done = done.done.saturating_add(1);
            records.note(&entry, &mut found);
            match books.note(&entry, &mut found) {
                Ok(transfers) => transfers.iter().for_each(|transfer| {
                    amounts.note(transfer);
                    holds.note(transfer, &mut found);
                }),
                Err(error) => found.forgive(Err(error))?,
            }
        }
        if slice.is_first() {
            let compared = links::compare(snapshot, &mut found);
            found.forgive(compared)?;
            found.entries = entries.read();
            let compared = books.compare(snapshot, &lanes, &mut found);
            found.forgive(compared)?;
        }
        records.compare(snapshot, &mut found)?;
        let compared = amounts.compare(snapshot, &mut found);
        found.forgive(compared)?;
        let compared = holds.compare(snapshot, &mut found);
        found.forgive(compared)?;
    }
    // There is nothing left to stop.
    let _ = progress(done);
    Ok(found)
}
