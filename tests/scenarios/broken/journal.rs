//! Entries and heads of lanes, broken.

use super::Break;
use super::copy::{Copy, findings};
use super::scene::scene;
use crate::support::Shared;
use crate::support::clock::TestClock;
use paywright::journal::{IdempotencyKey, Lane, LaneNumber};
use paywright::storage::{
    Batch, CommitError, Corrupt, JournalRow, Key, Reader, Rows, Scan, Schema, Storage, StorageError, Table,
};
use paywright::{Anchor, Merchant};
use std::time::Duration;

pub const DAMAGED: &str = "the row is damaged";

/// Tags of commands whose entries are looked for.
const REGISTER_MERCHANT: u16 = 12;
const ACTIVATE_MERCHANT: u16 = 13;

const NOWHERE: &str = "an entry was noted elsewhere that no lane can hold at this place";
const HEAD: &str = "{column} is not what the lane's entries say";

pub const BREAKS: &[Break] = &[
    ("journal", "no lane can hold an entry at this place", |copy| {
        let stray = JournalRow { lane: 0, ..copy.journal[0].clone() };
        copy.journal.push(stray);
    }),
    ("journal", "the entry is missing", |copy| drop(copy.journal.remove(5))),
    ("journal", "the entry is missing", |copy| drop(copy.journal.pop())),
    ("journal", "the bytes do not have the hash that stands beside them", |copy| {
        copy.journal[5].hash = [7; 32];
    }),
    ("journal", "the hash is not the one that was noted elsewhere", |copy| {
        copy.anchors.push(Anchor { lane: 1, sequence: 3, hash: [7; 32] });
    }),
    ("journal", "the hash is not the one that was noted elsewhere", |copy| {
        let right = Anchor { lane: 1, sequence: 3, hash: copy.journal[2].hash };
        copy.anchors.extend([right, Anchor { hash: [7; 32], ..right }]);
    }),
    ("journal", NOWHERE, |copy| copy.anchors.push(Anchor { lane: 1, sequence: 0, hash: [7; 32] })),
    ("journal", NOWHERE, |copy| copy.anchors.push(Anchor { lane: 1_024, sequence: 3, hash: [7; 32] })),
    ("journal", "the lane ends before an entry that was noted elsewhere", |copy| {
        copy.anchors.push(Anchor { lane: 1, sequence: 1_000_000, hash: [7; 32] });
    }),
    ("journal", "the bytes are no entry of a known format", |copy| copy.journal[5].bytes = vec![0]),
    ("journal", "the entry belongs to {}/{}", |copy| copy.entry(5, 5, &[0x18, 99])),
    ("journal", "the entry does not follow the one before it", |copy| {
        copy.entry(5, 6, &[&[0x58, 32][..], &[7; 32]].concat());
    }),
    ("journal", "the entry is not later than the one before it", |copy| copy.entry(5, 7, &[1])),
    ("journal", "the entry is of an earlier epoch than the one before it", |copy| copy.entry(5, 4, &[0])),
    ("lanes", "no engine made this row", |copy| {
        copy.add::<Lane>(|lane| (lane.lane, lane.epoch, lane.sequence) = (LaneNumber(2), 1, 0));
    }),
    ("lanes", "the lane has entries and no head", |copy| copy.remove::<Lane>(|_| true)),
    ("lanes", HEAD, |copy| head(copy, |lane| lane.sequence -= 1)),
    ("lanes", HEAD, |copy| head(copy, |lane| lane.hash = [7; 32])),
    ("lanes", HEAD, |copy| head(copy, |lane| lane.last_at = lane.last_at.plus_micros(1))),
    ("lanes", HEAD, |copy| head(copy, |lane| lane.transfers += 1)),
    ("lanes", HEAD, |copy| head(copy, |lane| lane.epoch = 0)),
    ("lanes", HEAD, |copy| copy.stamp::<Lane>(|stamp| stamp.version += 1)),
    ("merchants", "entry {} wrote version {version} after version {before}", |copy| {
        let place = copy.place_of(ACTIVATE_MERCHANT);
        copy.wrote(place, |written| written[0].2 = 7);
    }),
    ("merchants", "its history has an edge {tag}, which no table has", |copy| {
        let place = copy.place_of(ACTIVATE_MERCHANT);
        copy.wrote(place, |written| written[0].4 = vec![9_999]);
    }),
    ("merchants", "its history has {event} in the state {state}", |copy| {
        let place = copy.place_of(REGISTER_MERCHANT);
        copy.wrote(place, |written| written[0].4.clear());
    }),
    ("merchants", "no entry wrote this row", |copy| {
        let place = copy.place_of(REGISTER_MERCHANT);
        copy.wrote(place, Vec::clear);
        let place = copy.place_of(ACTIVATE_MERCHANT);
        copy.wrote(place, Vec::clear);
    }),
    ("merchants", "the row is missing", |copy| copy.remove::<Merchant>(|_| true)),
    ("merchants", "the row has version {is}, its newest entry wrote version {says}", |copy| {
        copy.stamp::<Merchant>(|stamp| stamp.version += 1);
    }),
    ("merchants", "the row is {word}, its history leads to {leads}", |copy| {
        copy.change::<Merchant>(|_| true, |one| one.state = paywright::MerchantState::Suspended);
    }),
    ("merchants", "the row is not what its newest entry wrote", |copy| {
        copy.change::<Merchant>(|_| true, |one| one.name = "Butcher".to_owned());
    }),
    ("idempotency_keys", "used by entries {first} and {second}", |copy| {
        let key = minicbor::to_vec(copy.first::<IdempotencyKey>(|one| one.sequence == 2).key).unwrap();
        copy.entry(2, 10, &key);
    }),
    ("idempotency_keys", "no entry used this key", |copy| {
        copy.add::<IdempotencyKey>(|one| one.id = paywright::id::KeyId::derived("another"));
    }),
    ("idempotency_keys", "not what entry {}/{} says", |copy| {
        copy.change::<IdempotencyKey>(|_| true, |one| one.sequence += 1);
    }),
    ("idempotency_keys", "the row is missing, and an entry used the key", |copy| {
        copy.remove::<IdempotencyKey>(|_| true);
    }),
];

fn head(copy: &mut Copy, change: impl FnOnce(&mut Lane)) {
    copy.change::<Lane>(|_| true, change);
}

/// A storage with one entry that it cannot read.
struct Damaged(Shared);

impl Reader for Damaged {
    fn load(&self, table: &'static Table, keys: &[Key], into: &mut Rows) -> Result<(), StorageError> {
        self.0.load(table, keys, into)
    }
    fn scan(&self, scan: &Scan<'_>, into: &mut Rows) -> Result<bool, StorageError> {
        self.0.scan(scan, into)
    }
    fn journal(&self, lane: u16, after: u64, limit: u32) -> Result<Vec<JournalRow>, StorageError> {
        let page = self.0.journal(lane, after, limit)?;
        if page.iter().any(|row| row.sequence == 7) {
            let (key, what) = (Some(Key::Int(7)), "it cannot be read".to_owned());
            return Err(Corrupt { table: "journal", key, what }.into());
        }
        Ok(page)
    }
}

impl Storage for Damaged {
    fn migrate(&self, schema: &Schema) -> Result<(), StorageError> {
        self.0.migrate(schema)
    }
    fn commit(&self, batch: &Batch, patience: Duration) -> Result<(), CommitError> {
        self.0.commit(batch, patience)
    }
    fn snapshot(&self) -> Result<Box<dyn Reader + '_>, StorageError> {
        Ok(Box::new(Self(self.0.clone())))
    }
    fn ping(&self) -> Result<(), StorageError> {
        self.0.ping()
    }
}

#[test]
fn an_entry_that_cannot_be_read_is_named_and_stepped_over() {
    let storage = Shared::new(Damaged(Copy::of(scene()).stored()));
    let found = findings(storage, TestClock::new(), &[]);
    let place = |one: &&paywright::Finding| one.table == "journal" && one.row == "1/7";
    assert!(found.iter().filter(place).any(|one| one.what == DAMAGED), "{found:#?}");
}
