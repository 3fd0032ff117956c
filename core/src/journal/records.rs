//! What the journal keeps beside its entries: the head of each lane, the keys of keyed requests, and the
//! books.

use crate::id::{BooksId, KeyId};
use crate::shape::{Described, Piece, Shape};
use crate::storage::{Corrupt, Field, Key, Kind, RowReader, RowWriter, record};
use crate::time::Timestamp;

/// Number of a lane, 1 to 1,023.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LaneNumber(pub u16);

impl From<LaneNumber> for Key {
    fn from(lane: LaneNumber) -> Self {
        Self::Int(i64::from(lane.0))
    }
}

impl Field for LaneNumber {
    const COLUMNS: &'static [(&'static str, Kind)] = &[("", Kind::Int)];
    fn write(&self, row: &mut RowWriter<'_>) {
        self.0.write(row);
    }
    fn read(row: &mut RowReader<'_>) -> Result<Self, Corrupt> {
        u16::read(row).map(Self)
    }
}

impl Described for LaneNumber {
    const SHAPE: &'static Shape = u16::SHAPE;
    fn tell(&self, to: &mut dyn FnMut(Piece<'_>)) {
        self.0.tell(to);
    }
}

record! {
    /// The head of a lane: a sequence of entries without gaps, written by one engine at a time.
    pub struct Lane = 2 "lanes" kept by Derived {
        /// Its number, 1 to 1,023.
        lane: LaneNumber,
        /// Raised by each engine that takes the lane over, so that the one before can no longer append.
        1 epoch: u64,
        /// Until when its holder counts as alive without a commit.
        2 held_until: Timestamp,
        /// Sequence of its last entry.
        3 sequence: u64,
        /// Hash of its last entry.
        4 hash: [u8; 32],
        /// Time of its last entry.
        5 last_at: Timestamp,
        /// Ordinal of its last transfer.
        6 transfers: u64,
    }
}

record! {
    /// The key of an accepted request, and the entry that tells what came of it.
    pub struct IdempotencyKey = 3 "idempotency_keys" kept by Derived {
        /// Hash of principal and key.
        id: KeyId,
        /// Who asked.
        1 principal: String,
        /// The key the caller gave.
        2 key: String,
        /// Lane of the entry.
        3 lane: u16,
        /// Its sequence.
        4 sequence: u64,
    }
    ; never changes
}

record! {
    /// What holds for all books of this storage: one row, made when the storage is first opened.
    pub struct Books = 1 "books" kept by Journal {
        /// Always the same.
        id: BooksId,
        /// Version of the rules that every engine must know to write.
        1 rules: u32,
        /// No transfer may be effective at or before this time.
        2 closed_through: Option<Timestamp>,
    }
}

impl Lane {
    /// Its row's version: each commit adds an entry, each change of holder raises the epoch, which has room
    /// for two thousand million of them. No head that a restored copy of the storage leads to has the version
    /// of one that was there before.
    pub(crate) const fn version(&self) -> u64 {
        self.epoch.saturating_mul(1 << 32).saturating_add(self.sequence)
    }
}

impl Books {
    /// The books of a new storage.
    pub(crate) const fn first(rules: u32) -> Self {
        Self { id: BooksId::ONLY, rules, closed_through: None }
    }
}
