//! Versioned rows against the entries that wrote them: version, digest, time, and a state that its edges lead
//! to.

use super::entries::{each_row, each_stamped};
use super::{Slice, Verification, sorted};
use crate::catalogue;
use crate::engine::{schema, table_with_tag};
use crate::error::Error;
use crate::id::{BooksId, KeyId};
use crate::journal::entry::row_digest;
use crate::journal::{Books, Entry, ForgetKeys, Hash, IdempotencyKey, Written, key_id};
use crate::machine::EdgeName;
use crate::storage::{Key, Reader, Record, Rows, Stamp, StorageError, Table, Upkeep, Value};
use crate::time::Timestamp;
use std::collections::{BTreeMap, HashMap};

/// What the newest entry says of a row.
#[derive(Clone, Copy, Debug, Default)]
struct Expected {
    version: u64,
    digest: Hash,
    at: Timestamp,
    /// Word of the state that the last edge led to.
    state: Option<&'static str>,
}

/// The entry that used a key.
#[derive(Clone, Copy, Debug)]
struct Used {
    lane: u16,
    sequence: u64,
    at: Timestamp,
}

pub(super) struct Records {
    slice: Slice,
    edges: HashMap<u16, EdgeName>,
    rows: HashMap<(u16, [u8; 16]), Expected>,
    /// The oldest rules that an entry was decided by: those that the books began with.
    first_rules: Option<u32>,
    keys: HashMap<[u8; 16], Used>,
    /// Keys used anew before it was read that they were forgotten: by an engine whose clock is behind that of
    /// whoever forgot them. When they were used first, and what is wrong unless they are.
    anew: BTreeMap<[u8; 16], (Timestamp, String, String)>,
}

impl Records {
    pub(super) fn new(slice: Slice) -> Self {
        let edges = catalogue::edges().map(|edge| (edge.tag, edge)).collect();
        let mut rows = HashMap::new();
        let books = Key::from(BooksId::ONLY).bytes();
        if slice.has(&books) {
            rows.insert((Books::TABLE.tag, books), Expected { version: 1, ..Expected::default() });
        }
        Self { slice, edges, rows, first_rules: None, keys: HashMap::new(), anew: BTreeMap::new() }
    }

    /// Takes over what an entry wrote.
    pub(super) fn note(&mut self, entry: &Entry, found: &mut Verification) {
        self.first_rules = self.first_rules.into_iter().chain([entry.rules]).min();
        for written in entry.written.iter().filter(|written| self.slice.has(&written.key)) {
            let table = table_name(written.table);
            let place = || format!("{}/{}", entry.lane, entry.sequence);
            let row = self.rows.entry((written.table, *written.key)).or_default();
            if written.version != row.version.saturating_add(1) {
                let (key, version, before) = (Key::Id(*written.key), written.version, row.version);
                found.find(
                    table,
                    key,
                    format!("entry {} wrote version {version} after version {before}", place()),
                );
            }
            (row.version, row.digest, row.at) = (written.version, *written.digest, entry.at);
            follow(&self.edges, written, row, found);
        }
        self.forget(entry);
        if let Some(key) = &entry.key {
            let id = key_id(&entry.actor.to_string(), key).to_bytes();
            if self.slice.has(&id) {
                let used = Used { lane: entry.lane, sequence: entry.sequence, at: entry.at };
                if let Some(before) = self.keys.insert(id, used) {
                    let (first, second) = (before.sequence, used.sequence);
                    let what = format!("used by entries {first} and {second}");
                    self.anew.insert(id, (before.at, key.clone(), what));
                }
            }
        }
    }

    /// Keys that an entry forgot are no longer looked for.
    fn forget(&mut self, entry: &Entry) {
        let Some(forget) = ForgetKeys::of(entry) else { return };
        for id in forget.keys {
            if self.keys.get(&id.to_bytes()).is_some_and(|used| used.at < forget.before) {
                self.keys.remove(&id.to_bytes());
            }
            if self.anew.get(&id.to_bytes()).is_some_and(|(first, ..)| *first < forget.before) {
                self.anew.remove(&id.to_bytes());
            }
        }
    }

    /// Compares what the entries say with the tables.
    pub(super) fn compare(mut self, from: &dyn Reader, found: &mut Verification) -> Result<(), Error> {
        for table in schema().tables.iter().filter(|table| table.upkeep == Upkeep::Journal) {
            let compared = self.compare_table(from, table, found);
            if compared.is_err() {
                // What stands behind the damaged row was not read: it is not called missing.
                self.rows.retain(|(tag, _), _| *tag != table.tag);
            }
            found.forgive(compared)?;
        }
        for (tag, key) in sorted(self.rows.keys()) {
            found.find(table_name(tag), Key::Id(key), "the row is missing");
        }
        for (_, key, what) in self.anew.values() {
            found.find("idempotency_keys", key, what.as_str());
        }
        let compared = self.compare_keys(from, found);
        found.forgive(compared)
    }

    fn compare_table(
        &mut self,
        from: &dyn Reader,
        table: &'static Table,
        found: &mut Verification,
    ) -> Result<(), StorageError> {
        let state = table.position("state");
        each_row(from, table, |rows, i| {
            let key = rows.key(i);
            if self.slice.has(&key.bytes()) {
                found.records = found.records.saturating_add(1);
                match self.rows.remove(&(table.tag, key.bytes())) {
                    // The row that a storage begins with has no entry.
                    Some(expected) if table == Books::TABLE && expected.version == 1 => {
                        let stored = Books::read(&mut rows.reader(i))?.rules;
                        let digest = first_books(self.first_rules.unwrap_or(stored));
                        compare_row(rows, i, &Expected { digest, ..expected }, state, found);
                    }
                    Some(expected) => compare_row(rows, i, &expected, state, found),
                    None => found.find(table.name, key, "no entry wrote this row"),
                }
            }
            Ok(())
        })
    }

    fn compare_keys(&mut self, from: &dyn Reader, found: &mut Verification) -> Result<(), StorageError> {
        let table = IdempotencyKey::TABLE.name;
        each_stamped::<IdempotencyKey>(from, |row, stamp| {
            if !self.slice.has(&row.id.to_bytes()) {
                return;
            }
            found.records = found.records.saturating_add(1);
            let Some(used) = self.keys.remove(&row.id.to_bytes()) else {
                found.find(table, row.id, "no entry used this key");
                return;
            };
            let says = (row.lane, row.sequence, key_id(&row.principal, &row.key), stamp);
            let expected = Stamp { version: 1, changed_at: used.at };
            if says != (used.lane, used.sequence, row.id, expected) {
                found.find(table, row.id, format!("not what entry {}/{} says", used.lane, used.sequence));
            }
        })?;
        for id in sorted(self.keys.keys()) {
            found.find(table, KeyId::of(Key::Id(id)), "the row is missing, and an entry used the key");
        }
        Ok(())
    }
}

/// Each edge must be one of the table, and begin where the last one ended.
fn follow(edges: &HashMap<u16, EdgeName>, written: &Written, row: &mut Expected, found: &mut Verification) {
    let (table, key) = (table_name(written.table), Key::Id(*written.key));
    for tag in &written.edges {
        let Some(edge) = edges.get(tag).filter(|edge| edge.table == written.table) else {
            found.find(table, key, format!("its history has an edge {tag}, which no table has"));
            continue;
        };
        if edge.from != row.state {
            let (state, event) = (row.state.unwrap_or("(new)"), edge.event);
            found.find(table, key, format!("its history has {event} in the state {state}"));
        }
        row.state = Some(edge.to);
    }
}

fn compare_row(rows: &Rows, i: usize, expected: &Expected, state: Option<usize>, found: &mut Verification) {
    let (table, key, stamp) = (rows.table().name, rows.key(i), rows.stamp(i));
    if stamp.version != expected.version {
        let (is, says) = (stamp.version, expected.version);
        found.find(table, key, format!("the row has version {is}, its newest entry wrote version {says}"));
    }
    let word = state.and_then(|place| rows.values(i).nth(place));
    if let Some(Value::Text(word)) = word
        && Some(word) != expected.state
    {
        let leads = expected.state.unwrap_or("no state");
        found.find(table, key, format!("the row is {word}, its history leads to {leads}"));
    }
    if row_digest(rows, i) != expected.digest {
        found.find(table, key, "the row is not what its newest entry wrote");
    }
}

/// The digest of the row that a storage begins with.
fn first_books(rules: u32) -> Hash {
    let mut first = Rows::new(Books::TABLE);
    Books::first(rules).write(&mut first.row(Stamp::ADDED));
    row_digest(&first, 0)
}

fn table_name(tag: u16) -> &'static str {
    table_with_tag(tag).map_or("(unknown table)", |table| table.name)
}
