//! One table in memory: its rows by key, and of each index the places of its rows.

use super::encoding::{Cells, after_all_with, int_order, order, order_key, pack};
use super::sorted::Sorted;
use crate::storage::{
    Conflict, Corrupt, Direction, Index, Key, Rows, Scan, Stamp, Table, TableChanges, Value,
};
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The rows of one table and their places in its indexes.
#[derive(Debug, Clone)]
pub(super) struct TableRows {
    table: &'static Table,
    width: usize,
    rows: Sorted<Key, Row>,
    indexes: Vec<IndexRows>,
}

#[derive(Debug, Clone)]
struct Row {
    stamp: Stamp,
    cells: Arc<[u8]>,
}

#[derive(Debug, Clone)]
struct IndexRows {
    index: &'static Index,
    columns: Vec<usize>,
    entries: Sorted<Entry, Key>,
}

/// The ordered values of an index's columns, then the ordered key.
type Entry = Arc<[u8]>;

/// The entry of a row in each index of its table, `None` where it is in none.
type Entries = Vec<Option<Entry>>;

/// A row to be written, with its entries so far and from now on.
#[derive(Debug)]
struct Put {
    key: Key,
    row: Row,
    before: Entries,
    after: Entries,
}

/// What a commit does to one table, ready so that applying it cannot fail.
#[derive(Debug)]
pub(super) struct Plan {
    removed: Vec<(Key, Entries)>,
    puts: Vec<Put>,
}

impl TableRows {
    /// An empty table.
    pub(super) fn new(table: &'static Table) -> Result<Self, Corrupt> {
        let indexes =
            table.indexes.iter().map(|index| IndexRows::new(table, index)).collect::<Result<_, _>>()?;
        Ok(Self { table, width: table.width(), rows: Sorted::default(), indexes })
    }

    /// The same rows as the table of a later release wants them: columns found by name, new ones without a
    /// value.
    pub(super) fn grown(&self, table: &'static Table) -> Result<Self, Corrupt> {
        let from: Vec<_> = table.columns().map(|column| self.table.position(&column.name)).collect();
        let mut changes = TableChanges::new(table);
        for (_, row) in self.rows.iter() {
            let cells: Vec<_> = Cells(&row.cells).collect();
            let mut writer = changes.new.row(row.stamp);
            for position in &from {
                writer
                    .value(position.and_then(|position| cells.get(position)).copied().unwrap_or(Value::Null));
            }
        }
        let mut grown = Self::new(table)?;
        let mut conflicts = Vec::new();
        let plan = grown.plan(&changes, &mut conflicts);
        if let Some(Conflict { key, index, .. }) = conflicts.first() {
            let what = format!("its value of the new unique index {} is taken", index.unwrap_or_default());
            return Err(Corrupt { table: table.name, key: Some(*key), what });
        }
        grown.apply(plan);
        Ok(grown)
    }

    /// Number of its columns.
    pub(super) const fn width(&self) -> usize {
        self.width
    }

    /// Whether a table has these columns and indexes.
    pub(super) fn lies_as(&self, table: &'static Table) -> bool {
        let indexes = |table: &'static Table| table.indexes.iter().map(|index| index.name);
        self.table.columns().eq(table.columns()) && indexes(self.table).eq(indexes(table))
    }

    /// Appends the row under a key, if there is one.
    pub(super) fn load(&self, key: Key, into: &mut Rows) {
        if let Some(row) = self.row(key) {
            let mut writer = into.row(row.stamp);
            for value in Cells(&row.cells) {
                writer.value(value);
            }
        }
    }

    /// Appends one page and says whether more rows follow.
    pub(super) fn page(&self, scan: &Scan<'_>, into: &mut Rows) -> Result<bool, Corrupt> {
        let Some(bounds) = Bounds::of(scan) else { return Ok(false) };
        match scan.index {
            None => {
                let mut page = bounds.page(&self.rows, scan.direction);
                page.by_ref().take(limit(scan)).for_each(|(key, _)| self.load(*key, into));
                Ok(page.next().is_some())
            }
            Some(wanted) => {
                let Some(found) = self.indexes.iter().find(|known| known.index.name == wanted.name) else {
                    let what = format!("it has no index {}", wanted.name);
                    return Err(Corrupt { table: self.table.name, key: None, what });
                };
                let mut page = bounds.page(&found.entries, scan.direction);
                page.by_ref().take(limit(scan)).for_each(|(_, key)| self.load(*key, into));
                Ok(page.next().is_some())
            }
        }
    }

    /// Prepares changes, and names every premise of them that does not hold.
    pub(super) fn plan(&self, changes: &TableChanges, conflicts: &mut Vec<Conflict>) -> Plan {
        let mut broken = |key| conflicts.push(Conflict { table: self.table, key, index: None });
        let mut plan = Plan { removed: Vec::new(), puts: Vec::new() };
        let mut bytes = Vec::new();
        let from = changes.changed_from.iter().copied().chain(std::iter::repeat(0));
        for (i, version) in (0..changes.changed.len()).zip(from) {
            let mut put = self.put(&changes.changed, i, &mut bytes);
            match self.row(put.key) {
                Some(row) if row.stamp.version == version => {
                    put.before = self.entries(&row.cells, put.key, &mut bytes);
                }
                _ => broken(put.key),
            }
            plan.puts.push(put);
        }
        for (key, version) in changes.removed.iter().copied() {
            match self.row(key) {
                Some(row) if row.stamp.version == version => {
                    plan.removed.push((key, self.entries(&row.cells, key, &mut bytes)));
                }
                _ => broken(key),
            }
        }
        for (key, version) in changes.relied.iter().copied() {
            if self.row(key).map_or(0, |row| row.stamp.version) != version {
                broken(key);
            }
        }
        for i in 0..changes.new.len() {
            let put = self.put(&changes.new, i, &mut bytes);
            if self.row(put.key).is_some() {
                broken(put.key);
            }
            plan.puts.push(put);
        }
        self.check_unique(changes, &plan.puts, conflicts);
        plan
    }

    /// Carries a plan out; it was made under the same lock, so nothing stands in the way.
    pub(super) fn apply(&mut self, plan: Plan) {
        for (key, before) in plan.removed {
            self.move_entries(key, before, Vec::new());
            self.rows.remove(&key);
        }
        for Put { key, row, before, after } in plan.puts {
            self.move_entries(key, before, after);
            self.rows.insert(key, row);
        }
    }

    fn move_entries(&mut self, key: Key, before: Entries, after: Entries) {
        let before = before.into_iter().chain(std::iter::repeat(None));
        let after = after.into_iter().chain(std::iter::repeat(None));
        for (index, (before, after)) in self.indexes.iter_mut().zip(before.zip(after)) {
            if before == after {
                continue;
            }
            if let Some(before) = before {
                index.entries.remove(&before);
            }
            if let Some(after) = after {
                index.entries.insert(after, key);
            }
        }
    }

    fn row(&self, key: Key) -> Option<&Row> {
        self.rows.find(|known| known.cmp(&key))
    }

    fn put(&self, rows: &Rows, i: usize, bytes: &mut Vec<u8>) -> Put {
        let key = rows.key(i);
        let stamp = if self.table.is_stamped() { rows.stamp(i) } else { Stamp::ADDED };
        bytes.clear();
        pack(rows.values(i), bytes);
        let cells = Arc::from(bytes.as_slice());
        let after = self.entries(&cells, key, bytes);
        Put { key, row: Row { stamp, cells }, before: Vec::new(), after }
    }

    fn entries(&self, cells: &[u8], key: Key, bytes: &mut Vec<u8>) -> Entries {
        if self.indexes.is_empty() {
            return Vec::new();
        }
        let values: Vec<_> = Cells(cells).collect();
        let mut entry = |index: &IndexRows| {
            bytes.clear();
            for column in &index.columns {
                order(*values.get(*column)?, bytes)?;
            }
            order_key(key, bytes);
            Some(Arc::from(bytes.as_slice()))
        };
        self.indexes.iter().map(&mut entry).collect()
    }

    /// Unique is the result: a value that a changed or removed row gives up is free.
    fn check_unique(&self, changes: &TableChanges, puts: &[Put], conflicts: &mut Vec<Conflict>) {
        let gives_up = |key: Key| {
            changes.removed.iter().any(|(removed, _)| *removed == key)
                || (0..changes.changed.len()).any(|i| changes.changed.key(i) == key)
        };
        for (position, known) in self.indexes.iter().enumerate().filter(|(_, known)| known.index.unique) {
            let mut taken = BTreeSet::new();
            for put in puts {
                let Some(Some(entry)) = put.after.get(position) else { continue };
                let values = without_key(entry, put.key);
                let holder = known.holder(values).filter(|holder| *holder != put.key && !gives_up(*holder));
                if !taken.insert(values) || holder.is_some() {
                    conflicts.push(Conflict {
                        table: self.table,
                        key: put.key,
                        index: Some(known.index.name),
                    });
                }
            }
        }
    }
}

impl IndexRows {
    fn new(table: &'static Table, index: &'static Index) -> Result<Self, Corrupt> {
        let position = |column: &&str| {
            let what = format!("index {} names the column {column}, which it has not", index.name);
            table.position(column).ok_or(Corrupt { table: table.name, key: None, what })
        };
        let columns = index.columns.iter().map(position).collect::<Result<_, _>>()?;
        Ok(Self { index, columns, entries: Sorted::default() })
    }

    /// The row that has these values.
    fn holder(&self, values: &[u8]) -> Option<Key> {
        let first = self.entries.seek(|entry| **entry < *values);
        self.entries
            .ascending(first)
            .next()
            .filter(|(entry, _)| entry.starts_with(values))
            .map(|(_, key)| *key)
    }
}

fn without_key(entry: &[u8], key: Key) -> &[u8] {
    let key = match key {
        Key::Id(id) => id.len(),
        Key::Int(position) => int_order(position).len(),
    };
    entry.get(..entry.len().saturating_sub(key)).unwrap_or(entry)
}

fn limit(scan: &Scan<'_>) -> usize {
    usize::try_from(scan.limit).unwrap_or(usize::MAX)
}

/// Between which bytes a page lies.
struct Bounds {
    low: Vec<u8>,
    high: Option<Vec<u8>>,
    after: Option<Vec<u8>>,
}

impl Bounds {
    /// `None` when nothing can lie there, as no value is equal to or greater than an absent one.
    fn of(scan: &Scan<'_>) -> Option<Self> {
        let bytes = |values: &[Value<'_>]| {
            let mut bytes = Vec::new();
            values.iter().try_for_each(|value| order(*value, &mut bytes))?;
            Some(bytes)
        };
        let mut low = bytes(scan.prefix)?;
        let high = match scan.below {
            Some(below) => {
                let mut high = low.clone();
                order(below, &mut high)?;
                Some(high)
            }
            None => after_all_with(low.clone()),
        };
        if let Some(from) = scan.from {
            order(from, &mut low)?;
        }
        let after = match scan.after {
            Some(after) => Some(bytes(after)?),
            None => None,
        };
        Some(Self { low, high, after })
    }

    fn page<'a, K: Place, V>(&'a self, of: &'a Sorted<K, V>, direction: Direction) -> Page<'a, K, V> {
        let below =
            |key: &K, bytes: &Option<Vec<u8>>| bytes.as_ref().is_none_or(|bytes| key.against(bytes).is_lt());
        match direction {
            Direction::Ascending => {
                let passed = |key: &K| self.after.as_ref().is_some_and(|after| key.against(after).is_le());
                let first = of.seek(|key| key.against(&self.low).is_lt() || passed(key));
                Box::new(of.ascending(first).take_while(move |(key, _)| below(key, &self.high)))
            }
            Direction::Descending => {
                let first = of.seek(|key| below(key, &self.high) && below(key, &self.after));
                Box::new(of.descending(first).take_while(|(key, _)| key.against(&self.low).is_ge()))
            }
        }
    }
}

type Page<'a, K, V> = Box<dyn Iterator<Item = &'a (K, V)> + 'a>;

/// What ordered bytes are compared with.
trait Place {
    fn against(&self, bytes: &[u8]) -> Ordering;
}

impl Place for Entry {
    fn against(&self, bytes: &[u8]) -> Ordering {
        (**self).cmp(bytes)
    }
}

impl Place for Key {
    fn against(&self, bytes: &[u8]) -> Ordering {
        match self {
            Self::Id(id) => id.as_slice().cmp(bytes),
            Self::Int(position) => int_order(*position).as_slice().cmp(bytes),
        }
    }
}
