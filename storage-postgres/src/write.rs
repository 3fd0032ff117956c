//! A batch as statements, all of which can be on their way before the first answer comes.
//!
//! First every row that the batch changes, removes or relies on is locked, table after table by number and
//! key after key: all writers go through rows in this one order, so none waits for one that waits for it.
//! Where a change is all that a table needs, it is its own lock. Then the other rows are written: removes,
//! then changes, then adds, so that a unique value which one row gives up is free for another. Each statement
//! comes with the answer that means its premises hold.

use crate::column::{Column, Type};
use crate::read::{int, key_at};
use crate::session::{Answer, Asked};
use crate::sql::{Sql, Statements, TableSql, number};
use crate::wire::{Array, Parameter};
use paywright::storage::{Batch, JournalRow, Key, Rows, Stamp, TableChanges, Value};
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::sync::Arc;

/// Changes between locks that rows are written and that they are relied on, in one table: beyond so many the
/// relied rows are locked like the others, in one statement.
const MOST_RUNS: usize = 64;

/// How changed rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// In place.
    Updated,
    /// In place twice, first with unique values that nobody has: the server looks at them row by row, and one
    /// row may take what another has not given up yet. Taking all out and putting them back would do the same
    /// and lose what stands in columns of a later release.
    Parked,
}

/// The values that rows are changed to, and the versions that they have before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Values {
    /// Their own, where they have the versions that the batch read.
    Given,
    /// Unique ones that nobody has, from those versions.
    Parked,
    /// Their own, where that was done.
    OfParked,
}

/// Statements, and what each answers if its premises hold.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(crate) asked: Vec<Asked>,
    expected: Vec<Expected>,
    /// What is asked where the answers are others.
    pub(crate) names: Vec<Sql>,
}

#[derive(Debug)]
enum Expected {
    /// These keys with these versions, in this order.
    Rows(Vec<(Key, i64)>, Type),
    /// So many rows written.
    Count(usize),
}

impl Plan {
    pub(crate) fn new(statements: &Statements, batch: &Batch, way: Way) -> Self {
        let mut tables: Vec<(&TableChanges, Arc<TableSql>)> = batch
            .tables
            .iter()
            .filter(|changes| !changes.is_empty())
            .map(|changes| (changes, statements.of(changes.table)))
            .collect();
        tables.sort_by_key(|(changes, _)| changes.table.tag);
        let mut plan = Self::default();
        for (changes, sql) in &tables {
            if is_locked_by_change(sql, changes) {
                plan.change(sql, changes, Values::Given);
            } else {
                plan.lock(sql, changes);
            }
        }
        for (changes, sql) in &tables {
            plan.write(sql, changes, way);
            plan.names.extend(sql.unique.iter().map(|unique| unique.holders.clone()));
            plan.names.push(sql.versions.clone());
        }
        plan.names.push(statements.journal.taken.clone());
        if !batch.journal.is_empty() {
            plan.write_rows(&statements.journal.append, entries(&batch.journal), batch.journal.len());
        }
        plan
    }

    /// Whether the answers are those that the premises of the batch promise.
    pub(crate) fn holds(&self, answers: &[Answer]) -> bool {
        answers.len() == self.expected.len()
            && self.expected.iter().zip(answers).all(|(expected, answer)| match (expected, answer) {
                (Expected::Count(count), Answer::Count(found)) => u64::try_from(*count) == Ok(*found),
                (Expected::Rows(rows, holds), Answer::Rows(found)) => {
                    let found = found.iter().map(|row| key_at(row, 0, *holds).zip(int(row, 1)));
                    found.eq(rows.iter().copied().map(Some))
                }
                _ => false,
            })
    }

    fn lock(&mut self, sql: &TableSql, changes: &TableChanges) {
        let changed = (0..changes.changed.len())
            .map(|i| (changes.changed.key(i), changes.changed_from.get(i).copied().unwrap_or(0)));
        let written = changed.chain(changes.removed.iter().copied()).map(|(key, from)| (key, from, true));
        // Version 0 is that of a row which must be absent.
        let relied = changes.relied.iter().filter(|(_, version)| *version > 0);
        let relied = relied.map(|(key, version)| (*key, *version, false));
        let mut rows: Vec<(Key, u64, bool)> = written.chain(relied).collect();
        rows.sort_unstable();
        rows.dedup();
        let mut runs: Vec<&[(Key, u64, bool)]> = rows.chunk_by(|one, next| one.2 == next.2).collect();
        if runs.len() > MOST_RUNS {
            runs = vec![&rows];
        }
        for run in runs {
            let how = if run.iter().any(|(_, _, writes)| *writes) { &sql.lock } else { &sql.share };
            let holds = key_type(sql);
            let parameters = vec![keys(holds, run.iter().map(|(key, ..)| *key))];
            self.asked.push(Asked { sql: how.clone(), parameters, rows: true });
            let rows = run.iter().map(|(key, version, _)| (*key, number(*version))).collect();
            self.expected.push(Expected::Rows(rows, holds));
        }
    }

    fn write(&mut self, sql: &TableSql, changes: &TableChanges, way: Way) {
        let mut removed: Vec<Key> = changes.removed.iter().map(|(key, _)| *key).collect();
        removed.sort_unstable();
        self.write_keys(sql, &removed);

        if way == Way::Parked && !sql.unique.is_empty() {
            self.change(sql, changes, Values::Parked);
            self.change(sql, changes, Values::OfParked);
        } else if !is_locked_by_change(sql, changes) {
            self.change(sql, changes, Values::Given);
        }
        let absent: Vec<Key> =
            changes.relied.iter().filter(|(_, version)| *version == 0).map(|(key, _)| *key).collect();
        let new = (0..changes.new.len()).map(|i| (changes.new.key(i), Some((&changes.new, i))));
        let mut added: Vec<(Key, Option<(&Rows, usize)>)> =
            new.chain(absent.iter().map(|key| (*key, None))).collect();
        added.sort_by_key(|(key, _)| *key);
        if !added.is_empty() {
            let mut rows = RowArrays::new(sql);
            for (key, row) in &added {
                match row {
                    Some((all, i)) => rows.push(all, *i),
                    None => rows.push_nobody(*key),
                }
            }
            self.write_rows(&sql.insert, rows.finish(), added.len());
        }
        self.write_keys(sql, &absent);
    }

    /// Changes rows in place, in the order of their keys, where they have the versions that they must have.
    fn change(&mut self, sql: &TableSql, changes: &TableChanges, values: Values) {
        if changes.changed.is_empty() {
            return;
        }
        let mut rows = RowArrays::new(sql);
        let mut was = Array::new(Type::Int);
        for i in 0..changes.changed.len() {
            match values {
                Values::Parked => rows.push_parked(sql, &changes.changed, i),
                Values::Given | Values::OfParked => rows.push(&changes.changed, i),
            }
            let from = match values {
                Values::OfParked => changes.changed.stamp(i).version,
                Values::Given | Values::Parked => changes.changed_from.get(i).copied().unwrap_or(0),
            };
            was.push(Value::Int(number(from)));
        }
        let mut parameters = rows.finish();
        parameters.push(was.finish());
        self.write_rows(&sql.update, parameters, changes.changed.len());
    }

    /// Removes the rows with these keys. A row of nobody goes like this too: while the transaction lasts,
    /// whoever adds a row with that key waits for its end.
    fn write_keys(&mut self, sql: &TableSql, all: &[Key]) {
        if !all.is_empty() {
            let parameters = vec![keys(key_type(sql), all.iter().copied())];
            self.write_rows(&sql.delete, parameters, all.len());
        }
    }

    fn write_rows(&mut self, sql: &Arc<str>, parameters: Vec<Parameter>, count: usize) {
        self.asked.push(Asked { sql: sql.clone(), parameters, rows: false });
        self.expected.push(Expected::Count(count));
    }
}

/// Whether changing the rows of a table is all the locking that they need: a lock of its own would write each
/// row once more. Where others are relied on or go, all are locked together; where values are unique, a
/// change may wait for whoever adds such a value, and nobody waits for that before all locks are taken.
fn is_locked_by_change(sql: &TableSql, changes: &TableChanges) -> bool {
    sql.unique.is_empty()
        && !changes.changed.is_empty()
        && changes.removed.is_empty()
        && changes.relied.iter().all(|(_, version)| *version == 0)
}

pub(crate) fn key_type(sql: &TableSql) -> Type {
    sql.columns.first().map_or(Type::Id, |column| column.holds)
}

/// Keys as one parameter; one of the other kind is no row's.
pub(crate) fn keys(holds: Type, all: impl Iterator<Item = Key>) -> Parameter {
    let mut array = Array::new(holds);
    all.for_each(|key| array.push(key.value()));
    array.finish()
}

fn entries(all: &[JournalRow]) -> Vec<Parameter> {
    let mut arrays = [Type::Int, Type::Int, Type::Bytes, Type::Bytes].map(Array::new);
    for entry in all {
        let place = [Value::Int(entry.lane.into()), Value::Int(number(entry.sequence))];
        let values = place.into_iter().chain([Value::Bytes(&entry.bytes), Value::Bytes(&entry.hash)]);
        arrays.iter_mut().zip(values).for_each(|(array, value)| array.push(value));
    }
    arrays.into_iter().map(Array::finish).collect()
}

/// An array a column, then those of versions and times.
struct RowArrays<'a> {
    columns: &'a [Column],
    arrays: Vec<Array>,
    stamps: Option<(Array, Array)>,
}

impl<'a> RowArrays<'a> {
    fn new(sql: &'a TableSql) -> Self {
        let stamps = sql.table.is_stamped().then(|| (Array::new(Type::Int), Array::new(Type::Int)));
        let arrays = sql.columns.iter().map(|column| Array::new(column.holds)).collect();
        Self { columns: &sql.columns, arrays, stamps }
    }

    fn push(&mut self, rows: &Rows, i: usize) {
        let mut values = rows.values(i);
        let mut next = || values.next().unwrap_or(Value::Null);
        for (column, array) in self.columns.iter().zip(&mut self.arrays) {
            match column.holds {
                Type::Sum => array.push_sum(next(), next()),
                _ => array.push(next()),
            }
        }
        self.stamp(rows.stamp(i));
    }

    /// A row without its unique values, so that others can take them.
    fn push_parked(&mut self, sql: &TableSql, rows: &Rows, i: usize) {
        let nobody = Nobody::new();
        let mut values = rows.values(i);
        let mut next = || values.next().unwrap_or(Value::Null);
        for (at, (column, array)) in self.columns.iter().zip(&mut self.arrays).enumerate() {
            let cells = [next(), if column.holds == Type::Sum { next() } else { Value::Null }];
            let is_unique = sql.unique.iter().any(|unique| unique.columns.contains(&at));
            match column.holds {
                _ if at > 0 && is_unique => nobody.push(column, array),
                Type::Sum => array.push_sum(cells[0], cells[1]),
                _ => array.push(cells[0]),
            }
        }
        self.stamp(rows.stamp(i));
    }

    /// A row that only holds a key against others.
    fn push_nobody(&mut self, key: Key) {
        let nobody = Nobody::new();
        for (at, (column, array)) in self.columns.iter().zip(&mut self.arrays).enumerate() {
            if at == 0 { array.push(key.value()) } else { nobody.push(column, array) }
        }
        self.stamp(Stamp::ADDED);
    }

    fn stamp(&mut self, stamp: Stamp) {
        if let Some((versions, times)) = &mut self.stamps {
            versions.push(Value::Int(number(stamp.version)));
            times.push(Value::Int(stamp.changed_at.as_micros()));
        }
    }

    fn finish(self) -> Vec<Parameter> {
        let stamps = self.stamps.into_iter().flat_map(|(versions, times)| [versions, times]);
        self.arrays.into_iter().chain(stamps).map(Array::finish).collect()
    }
}

/// Values that no row has; nothing where nothing may be.
struct Nobody {
    number: i64,
    id: [u8; 16],
    text: String,
}

impl Nobody {
    fn new() -> Self {
        let random = || RandomState::new().build_hasher().finish();
        let number = random().cast_signed();
        let id = (u128::from(random()) << 64 | u128::from(random())).to_be_bytes();
        Self { number, id, text: format!("nobody {number}") }
    }

    fn push(&self, column: &Column, array: &mut Array) {
        match column.holds {
            _ if column.nullable => array.push(Value::Null),
            Type::Int => array.push(Value::Int(self.number)),
            Type::Id => array.push(Value::Id(self.id)),
            Type::Text => array.push(Value::Text(&self.text)),
            Type::Bytes => array.push(Value::Bytes(&self.id)),
            Type::Sum => array.push_sum(Value::Int(self.number), Value::Int(0)),
        }
    }
}
