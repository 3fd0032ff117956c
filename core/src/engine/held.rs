//! What is known of one record, and how the running command's doings are undone.

use crate::journal::Premise;
use crate::storage::{Key, Record, Upkeep};
use crate::time::Timestamp;
use std::sync::Arc;

/// One record, or the knowledge that there is none, or nothing.
#[derive(Debug)]
pub(super) struct Held<R: Record> {
    pub(super) id: R::Id,
    /// Whether anything is known; else `record` is `None`, and all else of no meaning.
    pub(super) known: bool,
    pub(super) record: Option<Arc<R>>,
    /// Version in storage; 0 where there is no row.
    pub(super) stored: u64,
    /// Version with what this batch changed.
    pub(super) version: u64,
    /// Time of the last entry that wrote it, also of this batch.
    pub(super) changed_at: Timestamp,
    /// Stamp of the last touch.
    pub(super) stamp: u64,
    /// Where that touch is noted.
    pub(super) noted: usize,
    /// That command wrote it.
    pub(super) wrote: bool,
    /// Edges that command took.
    pub(super) edges: Vec<u16>,
    /// An accepted command of this batch touched it.
    pub(super) in_batch: bool,
}

/// A record that the running command touched, and how it was before.
#[derive(Debug)]
pub(super) struct Touched<R: Record> {
    pub(super) place: usize,
    pub(super) known: bool,
    /// How it was, once it is written. What is only read costs nothing to undo.
    pub(super) before: Option<Option<Arc<R>>>,
    pub(super) stamp: u64,
    pub(super) wrote: bool,
    pub(super) edges: usize,
    /// Something rests on how it was. Not where a record is only added: that there is none yet is the
    /// commit's to find out, whether or not memory knew it.
    pub(super) read: bool,
}

impl<R: Record> Held<R> {
    /// Nothing is known yet.
    pub(super) const fn unknown(id: R::Id) -> Self {
        Self {
            id,
            known: false,
            record: None,
            stored: 0,
            version: 0,
            changed_at: Timestamp::from_micros(0),
            stamp: 0,
            noted: 0,
            wrote: false,
            edges: Vec::new(),
            in_batch: false,
        }
    }

    pub(super) fn forget(&mut self) {
        *self = Self::unknown(self.id);
    }

    /// What is noted of it before it is touched.
    pub(super) fn touched(&self, place: usize, read: bool) -> Touched<R> {
        let Self { known, stamp, wrote, .. } = *self;
        Touched { place, known, before: None, stamp, wrote, edges: self.edges.len(), read }
    }

    /// Makes it what it was before.
    pub(super) fn undo(&mut self, touched: &Touched<R>) {
        if !touched.known {
            return self.forget();
        }
        if let Some(before) = &touched.before {
            self.record.clone_from(before);
        }
        (self.known, self.stamp, self.wrote) = (true, touched.stamp, touched.wrote);
        self.edges.truncate(touched.edges);
    }

    /// Sets the record, and notes how it was unless that is noted already.
    pub(super) fn write(&mut self, record: Option<Arc<R>>, touched: &mut Touched<R>) {
        let before = std::mem::replace(&mut self.record, record);
        touched.before.get_or_insert(before);
        self.wrote = true;
    }

    /// What an entry of this time says of it, if its command touched it. Nothing where the command wrote it;
    /// where there is none in a derived table, for whoever adds one relies on what it derives from; and where
    /// one is there that is derived and never changes. What never changes is a premise too: where clocks
    /// differ, time alone does not tell that it was made before.
    pub(super) fn premise(&self, at: Timestamp) -> Option<Premise> {
        let table = R::TABLE;
        let key: Key = self.id.into();
        let premise = |version| Some(Premise { table: table.tag, key: key.bytes(), version });
        match self.record {
            _ if self.changed_at == at => None,
            Some(_) if R::CHANGES || table.upkeep == Upkeep::Journal => premise(self.version),
            None if table.upkeep != Upkeep::Derived => premise(0),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::shelf::{Shelf, Touch};
    use crate::id::{AccountId, BalanceId};
    use crate::ledger::Balance;
    use std::sync::Arc;

    /// How a balance that is nowhere is added, and changed by a part of the rule that added it.
    fn added_and_changed(shelf: &mut Shelf<Balance>, at: Touch) {
        let zero = Balance::zero(id(), AccountId::derived("wallet"), 0);
        shelf.insert(Arc::new(zero), at).unwrap();
        let within = Touch { stamp: at.stamp + 1, ..at };
        shelf.change(id(), within, |balance| balance.debits += 1).unwrap();
    }

    fn id() -> BalanceId {
        BalanceId::derived("of the wallet")
    }

    #[test]
    fn what_an_attempt_added_and_read_is_not_there_after_it_nor_after_the_command() {
        let mut shelf = Shelf::<Balance>::default();
        added_and_changed(&mut shelf, Touch { command: 1, stamp: 2 });
        shelf.undo_attempt(0);
        assert!(!shelf.remembers(id()));
        // Once more, and kept until the whole command is undone.
        added_and_changed(&mut shelf, Touch { command: 1, stamp: 5 });
        assert!(shelf.remembers(id()));
        shelf.undo();
        assert!(!shelf.remembers(id()), "nobody has loaded it");
        assert!(shelf.find(id(), Touch { command: 8, stamp: 8 }).is_err(), "nor that there is none");
    }
}
