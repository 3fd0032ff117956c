//! A copy of everything stored, to be broken in one place and looked at by `verify`.

use crate::support::dump::{journal_of, rows_of};
use crate::support::{Shared, World};
use minicbor::bytes::ByteArray;
use paywright::storage::{Batch, JournalRow, Record, Rows, Stamp, Storage, Table, TableChanges, Value};
use paywright::{Anchor, Engine, Finding, MemoryStorage, SeededEntropy};
use std::collections::BTreeMap;
use std::time::Duration;

/// A row as an entry says it was written: table, key, version, digest, edges.
pub type Written = (u16, ByteArray<16>, u64, ByteArray<32>, Vec<u16>);

pub struct Copy {
    world: World,
    tables: BTreeMap<u16, Rows>,
    pub journal: Vec<JournalRow>,
    pub anchors: Vec<Anchor>,
}

impl Copy {
    pub fn of(world: World) -> Self {
        let tables = paywright::schema().tables;
        let tables = tables.iter().map(|table| (table.tag, rows_of(&world.storage, table))).collect();
        let journal = journal_of(&world.storage);
        Self { world, tables, journal, anchors: Vec::new() }
    }

    /// All records of a type, to be edited at will.
    pub fn edit<R: Record>(&mut self, edit: impl FnOnce(&mut Vec<(Stamp, R)>)) {
        let rows = &self.tables[&R::TABLE.tag];
        let read = |i| (rows.stamp(i), R::read(&mut rows.reader(i)).unwrap());
        let mut all: Vec<(Stamp, R)> = (0..rows.len()).map(read).collect();
        edit(&mut all);
        let mut rows = Rows::new(R::TABLE);
        all.iter().for_each(|(stamp, record)| record.write(&mut rows.row(*stamp)));
        self.tables.insert(R::TABLE.tag, rows);
    }

    /// Changes the first record that fits.
    #[track_caller]
    pub fn change<R: Record>(&mut self, fits: impl Fn(&R) -> bool, change: impl FnOnce(&mut R)) {
        self.edit::<R>(|all| change(&mut all.iter_mut().find(|(_, one)| fits(one)).unwrap().1));
    }

    /// Changes the stamp of the first record.
    pub fn stamp<R: Record>(&mut self, change: impl FnOnce(&mut Stamp)) {
        self.edit::<R>(|all| change(&mut all[0].0));
    }

    /// Takes the first record away that fits.
    #[track_caller]
    pub fn remove<R: Record>(&mut self, fits: impl Fn(&R) -> bool) {
        self.edit::<R>(|all| drop(all.remove(all.iter().position(|(_, one)| fits(one)).unwrap())));
    }

    /// Adds a record like the last one.
    pub fn add<R: Record>(&mut self, change: impl FnOnce(&mut R)) {
        let rows = &self.tables[&R::TABLE.tag];
        let last = rows.len() - 1;
        let (stamp, mut record) = (rows.stamp(last), R::read(&mut rows.reader(last)).unwrap());
        change(&mut record);
        self.edit::<R>(|all| all.push((stamp, record)));
    }

    /// Adds a row like the last one, value by value.
    pub fn add_values(&mut self, table: &'static Table, change: impl FnOnce(&mut [Value<'_>])) {
        let rows = &self.tables[&table.tag];
        let mut more = rows.clone();
        let last = rows.len() - 1;
        let mut values: Vec<Value<'_>> = rows.values(last).collect();
        change(&mut values);
        let mut row = more.row(rows.stamp(last));
        values.into_iter().for_each(|value| row.value(value));
        self.tables.insert(table.tag, more);
    }

    /// The first record that fits.
    #[track_caller]
    pub fn first<R: Record>(&self, fits: impl Fn(&R) -> bool) -> R {
        let rows = &self.tables[&R::TABLE.tag];
        let mut all = (0..rows.len()).map(|i| R::read(&mut rows.reader(i)).unwrap());
        all.find(|one| fits(one)).unwrap()
    }

    /// Puts another value into a field of an entry.
    pub fn entry(&mut self, place: usize, field: u32, value: &[u8]) {
        let bytes = &self.journal[place].bytes;
        let at = span(bytes, field);
        self.journal[place].bytes = [&bytes[..at.start], value, &bytes[at.end..]].concat();
    }

    /// Changes what an entry says it wrote.
    pub fn wrote(&mut self, place: usize, change: impl FnOnce(&mut Vec<Written>)) {
        let bytes = &self.journal[place].bytes;
        let mut written: Vec<Written> = minicbor::decode(&bytes[span(bytes, 15)]).unwrap();
        change(&mut written);
        self.entry(place, 15, &minicbor::to_vec(&written).unwrap());
    }

    /// Place of the first entry of a command.
    pub fn place_of(&self, command: u16) -> usize {
        let of = |row: &JournalRow| minicbor::decode::<u16>(&row.bytes[span(&row.bytes, 12)]).unwrap();
        self.journal.iter().position(|row| of(row) == command).unwrap()
    }

    /// A storage that holds the copy.
    pub fn stored(&self) -> Shared {
        let storage = MemoryStorage::new();
        storage.migrate(&paywright::schema()).unwrap();
        let filled = |rows: &Rows| {
            let mut changes = TableChanges::new(rows.table());
            (0..rows.len()).for_each(|i| changes.new.push_row_of(rows, i));
            changes
        };
        let tables = self.tables.values().map(filled).collect();
        storage.commit(&Batch { tables, journal: self.journal.clone() }, Duration::ZERO).unwrap();
        Shared::new(storage)
    }

    /// What `verify` says of it.
    pub fn findings(&self) -> Vec<Finding> {
        findings(self.stored(), self.world.clock.clone(), &self.anchors)
    }
}

pub fn findings(storage: Shared, clock: impl paywright::Clock + 'static, anchors: &[Anchor]) -> Vec<Finding> {
    let engine = Engine::with(storage, clock, SeededEntropy(1)).unwrap();
    engine.verify(anchors).unwrap().findings
}

/// Where the value of a field stands in an entry.
fn span(entry: &[u8], field: u32) -> std::ops::Range<usize> {
    let mut decoder = minicbor::Decoder::new(entry);
    for _ in 0..decoder.map().unwrap().unwrap() {
        let number = decoder.u32().unwrap();
        let start = decoder.position();
        decoder.skip().unwrap();
        if number == field {
            return start..decoder.position();
        }
    }
    panic!("the entry has no field {field}")
}
