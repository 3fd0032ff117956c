//! Which premises of a batch do not hold: asked at one moment, after its own writes were rolled back.
//!
//! What a transaction met on its way is no answer: a statement that failed hides the later ones. So every
//! premise is looked at afresh, and one answer names all that are broken.

use crate::column::Type;
use crate::failure::Fault;
use crate::read::{int, key_at};
use crate::session::{Answer, Asked};
use crate::sql::{Statements, TableSql, UniqueSql, number};
use crate::wire::Array;
use crate::write::{key_type, keys};
use paywright::storage::{Batch, Conflict, Corrupt, Key, Rows, TableChanges, Value};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// What is asked about a batch, in the order in which it is.
pub(crate) struct Premises<'a> {
    batch: &'a Batch,
    tables: Vec<(&'a TableChanges, Arc<TableSql>)>,
}

/// A row that the batch writes: where it stands and its key.
type Written<'a> = (&'a Rows, usize);

impl<'a> Premises<'a> {
    pub(crate) fn new(statements: &Statements, batch: &'a Batch) -> Self {
        let tables = batch.tables.iter().filter(|changes| !changes.is_empty());
        Self { batch, tables: tables.map(|changes| (changes, statements.of(changes.table))).collect() }
    }

    /// For each table keys and versions, then holders of its unique values; at last places in the journal.
    pub(crate) fn asked(&self, statements: &Statements) -> Vec<Asked> {
        let mut asked = Vec::new();
        for (changes, sql) in &self.tables {
            let written = written(changes).map(|(rows, i)| rows.key(i));
            let named = changes.removed.iter().chain(&changes.relied).map(|(key, _)| *key);
            let parameters = vec![keys(key_type(sql), written.chain(named))];
            asked.push(Asked { sql: sql.versions.clone(), parameters, rows: true });
            for unique in &sql.unique {
                asked.push(holders(changes, sql, unique));
            }
        }
        let mut arrays = [Array::new(Type::Int), Array::new(Type::Int)];
        for entry in &self.batch.journal {
            let place = [Value::Int(entry.lane.into()), Value::Int(number(entry.sequence))];
            arrays.iter_mut().zip(place).for_each(|(array, value)| array.push(value));
        }
        let parameters = arrays.into_iter().map(Array::finish).collect();
        asked.push(Asked { sql: statements.journal.taken.clone(), parameters, rows: true });
        asked
    }

    /// Every broken premise. An entry whose place is taken, though the lane's head is as the batch read it,
    /// means that head and journal disagree.
    pub(crate) fn broken(&self, answers: &[Answer]) -> Result<Vec<Conflict>, Fault> {
        let mut answers = answers.iter();
        let mut conflicts = Vec::new();
        for (changes, sql) in &self.tables {
            let mut naming = Naming { changes, sql, conflicts: &mut conflicts };
            naming.versions(answers.next());
            for unique in &sql.unique {
                naming.values(unique, answers.next());
            }
        }
        if conflicts.is_empty() {
            self.places(answers.next())?;
        }
        Ok(conflicts)
    }

    fn places(&self, answer: Option<&Answer>) -> Result<(), Corrupt> {
        let taken = |lane: String, sequence: i64| {
            let what = format!("lane {lane} has an entry in this place already");
            Corrupt { table: "journal", key: Some(Key::Int(sequence)), what }
        };
        if let Some(Answer::Rows(rows)) = answer
            && let Some(row) = rows.first()
        {
            let lane = int(row, 0).map_or_else(String::new, |lane| lane.to_string());
            return Err(taken(lane, int(row, 1).unwrap_or(0)));
        }
        let mut places = HashSet::new();
        match self.batch.journal.iter().find(|entry| !places.insert((entry.lane, entry.sequence))) {
            Some(twice) => Err(taken(twice.lane.to_string(), number(twice.sequence))),
            None => Ok(()),
        }
    }
}

/// The rows that the batch writes, changed ones first: their keys are not new.
fn written(changes: &TableChanges) -> impl Iterator<Item = Written<'_>> {
    let changed = (0..changes.changed.len()).map(|i| (&changes.changed, i));
    changed.chain((0..changes.new.len()).map(|i| (&changes.new, i)))
}

/// A row's values in a unique index, cell after cell; `None` where one is absent and the row is not in it.
fn values<'a>(row: Written<'a>, sql: &TableSql, unique: &UniqueSql) -> Option<Vec<Value<'a>>> {
    let columns = unique.columns.iter().filter_map(|at| sql.columns.get(*at));
    let cells = columns.flat_map(|column| column.cell..column.cell + column.holds.cells());
    let values: Vec<_> = cells.filter_map(|cell| row.0.values(row.1).nth(cell)).collect();
    (!values.contains(&Value::Null)).then_some(values)
}

/// Which rows hold the unique values that the batch wants, by the place of the row in it.
fn holders(changes: &TableChanges, sql: &TableSql, unique: &UniqueSql) -> Asked {
    let columns: Vec<_> = unique.columns.iter().filter_map(|at| sql.columns.get(*at)).collect();
    let mut arrays: Vec<Array> = columns.iter().map(|column| Array::new(column.holds)).collect();
    for row in written(changes) {
        // A row that is not in the index keeps its place, and no row has nothing as a value.
        let mut cells = values(row, sql, unique).unwrap_or_default().into_iter();
        let mut next = || cells.next().unwrap_or(Value::Null);
        for (column, array) in columns.iter().zip(&mut arrays) {
            match column.holds {
                Type::Sum => array.push_sum(next(), next()),
                _ => array.push(next()),
            }
        }
    }
    let parameters = arrays.into_iter().map(Array::finish).collect();
    Asked { sql: unique.holders.clone(), parameters, rows: true }
}

struct Naming<'a> {
    changes: &'a TableChanges,
    sql: &'a TableSql,
    conflicts: &'a mut Vec<Conflict>,
}

impl Naming<'_> {
    fn name(&mut self, key: Key, index: Option<&'static str>) {
        self.conflicts.push(Conflict { table: self.changes.table, key, index });
    }

    fn versions(&mut self, answer: Option<&Answer>) {
        let Some(Answer::Rows(rows)) = answer else { return };
        let holds = key_type(self.sql);
        let found: HashMap<Key, i64> =
            rows.iter().filter_map(|row| key_at(row, 0, holds).zip(int(row, 1))).collect();
        let changes = self.changes;
        for i in 0..changes.changed.len() {
            let (key, from) = (changes.changed.key(i), changes.changed_from.get(i).copied().unwrap_or(0));
            if found.get(&key) != Some(&number(from)) {
                self.name(key, None);
            }
        }
        for (key, version) in &changes.removed {
            if found.get(key) != Some(&number(*version)) {
                self.name(*key, None);
            }
        }
        for (key, version) in &changes.relied {
            let found = found.get(key);
            // Version 0 is that of a row which must be absent.
            if found.copied().unwrap_or(0) != number(*version) || (*version == 0 && found.is_some()) {
                self.name(*key, None);
            }
        }
        let mut before = None;
        for i in 0..changes.new.len() {
            let key = changes.new.key(i);
            if found.contains_key(&key) || before == Some(key) {
                self.name(key, None);
            }
            before = Some(key);
        }
    }

    /// A value is taken that stays with a row outside the batch, or that two rows of it want.
    fn values(&mut self, unique: &UniqueSql, answer: Option<&Answer>) {
        let Some(Answer::Rows(rows)) = answer else { return };
        let changes = self.changes;
        let index = Some(unique.index.name);
        let all: Vec<Written<'_>> = written(changes).collect();
        let mut wanted = BTreeMap::new();
        for row in &all {
            let Some(values) = values(*row, self.sql, unique) else { continue };
            if wanted.insert(values, ()).is_some() {
                self.name(row.0.key(row.1), index);
            }
        }
        let changed = (0..changes.changed.len()).map(|i| changes.changed.key(i));
        let gives_up: HashSet<Key> = changes.removed.iter().map(|(key, _)| *key).chain(changed).collect();
        for row in rows {
            let place = int(row, 0).and_then(|place| usize::try_from(place - 1).ok());
            let key = place.and_then(|place| all.get(place)).map(|(rows, i)| rows.key(*i));
            let (Some(key), Some(holder)) = (key, key_at(row, 1, key_type(self.sql))) else { continue };
            if holder != key && !gives_up.contains(&holder) {
                self.name(key, index);
            }
        }
    }
}
