//! Everything a storage holds, to be compared row for row.

use paywright::journal::Lane;
use paywright::storage::{JournalRow, Reader, Record, Rows, Scan, Table};
use std::collections::BTreeMap;

/// Each table's rows with their stamps, and the journal of each lane.
#[derive(Clone, PartialEq, Eq)]
pub struct Dump {
    tables: BTreeMap<&'static str, Vec<String>>,
    pub journal: Vec<JournalRow>,
}

impl Dump {
    pub fn of(storage: &dyn Reader) -> Self {
        let tables = paywright::schema().tables;
        let tables = tables.iter().map(|table| (table.name, printed(&rows_of(storage, table)))).collect();
        Self { tables, journal: journal_of(storage) }
    }

    /// Panics with the first rows that differ.
    #[track_caller]
    pub fn assert_unchanged(&self, after: &Self) {
        for (table, rows) in &self.tables {
            let found = &after.tables[table];
            let gone = rows.iter().filter(|row| !found.contains(row));
            let new = found.iter().filter(|row| !rows.contains(row));
            let (gone, new): (Vec<_>, Vec<_>) = (gone.collect(), new.collect());
            assert!(gone.is_empty() && new.is_empty(), "{table} changed:\n- {gone:#?}\n+ {new:#?}");
        }
        assert_eq!(self.journal.len(), after.journal.len(), "the journal grew");
        assert!(self.journal == after.journal, "the journal changed");
    }

    pub fn rows(&self, table: &str) -> &[String] {
        &self.tables[table]
    }
}

/// All rows of a table by key.
pub fn rows_of(storage: &dyn Reader, table: &'static Table) -> Rows {
    let mut all = Rows::new(table);
    loop {
        let last = all.len().checked_sub(1).map(|last| [all.key(last).value()]);
        let after = last.as_ref().map(|last| &last[..]);
        let mut page = Rows::new(table);
        let more = storage.scan(&Scan { after, ..Scan::all(table, 1_000) }, &mut page).unwrap();
        (0..page.len()).for_each(|i| all.push_row_of(&page, i));
        if !more {
            return all;
        }
    }
}

/// All entries, lane after lane.
pub fn journal_of(storage: &dyn Reader) -> Vec<JournalRow> {
    let lanes = rows_of(storage, Lane::TABLE);
    let mut journal: Vec<JournalRow> = Vec::new();
    for i in 0..lanes.len() {
        let lane = Lane::read(&mut lanes.reader(i)).unwrap().lane.0;
        let mut after = 0;
        loop {
            let page = storage.journal(lane, after, 1_000).unwrap();
            let Some(last) = page.last() else { break };
            after = last.sequence;
            journal.extend(page);
        }
    }
    journal
}

/// Tags of the edges that an entry says it took: of each row in its field 15, the fifth value.
pub fn edges_of(entry: &JournalRow) -> Vec<u16> {
    let mut decoder = minicbor::Decoder::new(&entry.bytes);
    let mut tags = Vec::new();
    for _ in 0..decoder.map().unwrap().unwrap() {
        if decoder.u32().unwrap() != 15 {
            decoder.skip().unwrap();
            continue;
        }
        for _ in 0..decoder.array().unwrap().unwrap() {
            assert_eq!(decoder.array().unwrap(), Some(5), "the form of an entry has changed");
            (0..4).for_each(|_| decoder.skip().unwrap());
            tags.extend(decoder.array_iter::<u16>().unwrap().map(Result::unwrap));
        }
    }
    tags
}

fn printed(rows: &Rows) -> Vec<String> {
    let print = |i: usize| {
        let (stamp, values) = (rows.stamp(i), rows.values(i).collect::<Vec<_>>());
        format!("v{} {} {values:?}", stamp.version, stamp.changed_at)
    };
    (0..rows.len()).map(print).collect()
}
