//! The transfers of one batch: only added, found by id where a caller may send one twice.

use super::Stop;
use super::hasher::KeyHasher;
use crate::id::TransferId;
use crate::journal::{Added, Premise};
use crate::ledger::{Position, Transfer};
use crate::storage::{Reader, Record, Rows, Scan, Stamp, StorageError, TableChanges, Value};
use crate::time::Timestamp;
use std::collections::HashMap;

/// Transfers that this batch adds, in order of position.
#[derive(Debug)]
pub(super) struct Postings {
    lane: u16,
    /// Ordinal of the lane's last transfer in storage.
    stored: u64,
    fresh: Vec<Transfer>,
    by_id: HashMap<TransferId, usize, KeyHasher>,
    /// How many of `fresh` accepted commands added.
    accepted: usize,
    encoded: Rows,
    /// What looking an id up in storage found.
    found: HashMap<TransferId, Option<Transfer>>,
    missing: Vec<TransferId>,
    /// Ids that the running command looked up: when another lane had posted them, or that nobody had.
    relied: Vec<(TransferId, Option<Timestamp>)>,
}

impl Default for Postings {
    fn default() -> Self {
        Self {
            lane: 0,
            stored: 0,
            fresh: Vec::new(),
            by_id: HashMap::default(),
            accepted: 0,
            encoded: Rows::new(Transfer::TABLE),
            found: HashMap::new(),
            missing: Vec::new(),
            relied: Vec::new(),
        }
    }
}

impl Postings {
    /// Starts a batch on a lane that holds so many transfers.
    pub(super) fn begin(&mut self, lane: u16, stored: u64) {
        self.forget_batch();
        (self.lane, self.stored) = (lane, stored);
    }

    /// Place of the next transfer.
    pub(super) fn next_position(&self) -> Position {
        let added = u64::try_from(self.fresh.len()).unwrap_or(u64::MAX);
        Position::new(self.lane, self.stored.saturating_add(added).saturating_add(1))
    }

    pub(super) fn append(&mut self, transfer: Transfer) {
        self.by_id.insert(transfer.id, self.fresh.len());
        self.fresh.push(transfer);
    }

    /// A transfer that this batch added, or that a look-up found. `None` means only that it was not met yet:
    /// the commit refuses a taken id, and the look-up follows.
    pub(super) fn met(&mut self, id: TransferId) -> Option<&Transfer> {
        let fresh = self.by_id.get(&id).and_then(|place| self.fresh.get(*place));
        let met = fresh.or_else(|| self.found.get(&id).and_then(Option::as_ref));
        let others = met.filter(|met| met.position.lane() != self.lane);
        self.relied.extend(others.map(|other| (id, Some(other.recorded_at))));
        met
    }

    /// Notes every id that was not looked up; a miss if there is one.
    pub(super) fn want(&mut self, ids: impl IntoIterator<Item = TransferId>) -> Result<(), Stop> {
        let before = self.missing.len();
        for id in ids {
            if self.by_id.contains_key(&id) {
                continue;
            }
            match self.found.get(&id) {
                None => self.missing.push(id),
                Some(None) => self.relied.push((id, None)),
                // Whoever met it has noted that.
                Some(Some(_)) => {}
            }
        }
        if self.missing.len() == before { Ok(()) } else { Err(Stop::Missing) }
    }

    /// The transfer with this id, asking storage if need be.
    pub(super) fn look_up(&mut self, id: TransferId) -> Result<Option<&Transfer>, Stop> {
        self.want([id])?;
        Ok(self.met(id))
    }

    /// The running command added something.
    pub(super) const fn wrote(&self) -> bool {
        self.fresh.len() > self.accepted
    }

    /// The transfers that the running command added.
    pub(super) fn running(&self) -> &[Transfer] {
        self.fresh.get(self.accepted..).unwrap_or_default()
    }

    /// Time of the newest transfer of another lane that the running command met.
    pub(super) fn newest(&self) -> Timestamp {
        self.relied.iter().filter_map(|(_, at)| *at).max().unwrap_or_default()
    }

    /// Keeps what the running command added: first place, count, and one digest over all its rows. Notes what
    /// it looked up, as version 1 where another lane had posted it.
    pub(super) fn accept(&mut self, premises: &mut Vec<Premise>) -> Option<Added> {
        let table = Transfer::TABLE.tag;
        premises.extend(self.relied.drain(..).map(|(id, at)| Premise {
            table,
            key: id.to_bytes(),
            version: u64::from(at.is_some()),
        }));
        let new = self.fresh.get(self.accepted..).unwrap_or_default();
        let first = new.first()?;
        let from = self.encoded.len();
        for transfer in new {
            transfer.write(&mut self.encoded.row(Stamp::ADDED));
        }
        let added = Added::of(&self.encoded, from, first.position);
        self.accepted = self.fresh.len();
        Some(added)
    }

    /// Where the running command stands, to come back to.
    pub(super) const fn mark(&self) -> usize {
        self.fresh.len()
    }

    /// Undoes what was added since a mark, or, where that is older, by the running command.
    pub(super) fn undo_to(&mut self, mark: usize) {
        for transfer in self.fresh.drain(mark.max(self.accepted)..) {
            self.by_id.remove(&transfer.id);
        }
    }

    /// Undoes the running command.
    pub(super) fn undo(&mut self) {
        self.undo_to(0);
        self.relied.clear();
    }

    pub(super) fn load_missing(&mut self, from: &dyn Reader) -> Result<bool, StorageError> {
        let missing = std::mem::take(&mut self.missing);
        let any = !missing.is_empty();
        for id in missing {
            let transfer = transfer_with_id(from, id)?;
            self.found.insert(id, transfer);
        }
        Ok(any)
    }

    /// Forgets which ids nobody had: whoever has used one meanwhile may have written what is loaded now.
    pub(super) fn forget_absent(&mut self) {
        self.found.retain(|_, transfer| transfer.is_some());
    }

    /// A commit found the id of the row at this position taken: it must be looked up before it is tried
    /// again.
    pub(super) fn taken(&mut self, position: Position) {
        let taken = self.fresh.iter().find(|transfer| transfer.position == position);
        self.missing.extend(taken.map(|transfer| transfer.id));
    }

    /// Whether storage holds an id that this batch adds. What is found so is met when the batch is decided
    /// again.
    pub(super) fn meet_taken(&mut self, from: &dyn Reader) -> Result<bool, StorageError> {
        let mut any = false;
        for added in &self.fresh {
            let taken = transfer_with_id(from, added.id)?;
            any |= taken.is_some();
            self.found.extend(taken.map(|taken| (taken.id, Some(taken))));
        }
        Ok(any)
    }

    pub(super) fn changes(&mut self) -> Option<TableChanges> {
        if self.encoded.is_empty() {
            return None;
        }
        let mut changes = TableChanges::new(Transfer::TABLE);
        std::mem::swap(&mut changes.new, &mut self.encoded);
        Some(changes)
    }

    /// Gives a batch up. Transfers that look-ups found stay for when it is tried again: they are there for
    /// ever.
    pub(super) fn forget_batch(&mut self) {
        self.forget_absent();
        self.relied.clear();
        self.fresh.clear();
        self.by_id.clear();
        self.encoded.clear();
        self.accepted = 0;
    }

    /// Forgets what look-ups found.
    pub(super) fn settle(&mut self) {
        self.forget_batch();
        self.found.clear();
        self.missing.clear();
    }
}

/// The transfer with this id, by the unique index.
pub(crate) fn transfer_with_id(from: &dyn Reader, id: TransferId) -> Result<Option<Transfer>, StorageError> {
    let mut rows = Rows::new(Transfer::TABLE);
    let prefix = [Value::Id(id.to_bytes())];
    let index = Transfer::TABLE.index("by_id");
    from.scan(&Scan { index, prefix: &prefix, ..Scan::all(Transfer::TABLE, 1) }, &mut rows)?;
    if rows.is_empty() { Ok(None) } else { Ok(Some(Transfer::read(&mut rows.reader(0))?)) }
}
