//! Everything in memory: for tests, previews and phones that keep nothing.

mod encoding;
mod sorted;
mod table;
mod turns;

use super::{
    Batch, CommitError, Corrupt, JournalRow, Key, Reader, Rows, Scan, Schema, Storage, StorageError, Table,
    Turn,
};
use sorted::Sorted;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;
use table::{Plan, TableRows};
use turns::{Held, Turns};

/// A storage that is gone with the process.
///
/// Its clones share the same data, so that two engines can work on one. A snapshot takes no copy: what is
/// written while it is alive is written beside it. Commits wait for each other while memory is written, and
/// for whoever has a turn.
///
/// ```
/// use paywright::storage::{Batch, MemoryStorage, Schema, Storage};
/// use std::time::Duration;
///
/// let storage = MemoryStorage::new();
/// storage.migrate(&Schema { version: 1, tables: &[] })?;
/// storage.clone().commit(&Batch::default(), Duration::ZERO)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct MemoryStorage {
    shared: Arc<RwLock<Shared>>,
    turns: Arc<Turns>,
}

#[derive(Debug, Default)]
struct Shared {
    state: Arc<State>,
    /// A commit is being written. Seen from outside only after a panic in the middle of one.
    torn: bool,
}

/// All data of one moment.
#[derive(Debug, Clone, Default)]
struct State {
    schema: u32,
    tables: BTreeMap<u16, Arc<TableRows>>,
    journal: Sorted<(u16, u64), Arc<JournalRow>>,
}

struct Snapshot(Arc<State>);

impl MemoryStorage {
    /// An empty storage without tables.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn read(&self) -> Result<RwLockReadGuard<'_, Shared>, StorageError> {
        let shared = self.shared.read().unwrap_or_else(PoisonError::into_inner);
        if shared.torn { Err(torn()) } else { Ok(shared) }
    }

    fn write(&self) -> Result<RwLockWriteGuard<'_, Shared>, StorageError> {
        let shared = self.shared.write().unwrap_or_else(PoisonError::into_inner);
        if shared.torn { Err(torn()) } else { Ok(shared) }
    }

    /// Whoever calls it has the turn.
    fn apply(&self, batch: &Batch) -> Result<(), CommitError> {
        let mut shared = self.write()?;
        let plans = shared.state.plan(batch)?;
        let journal: Vec<_> = batch.journal.iter().cloned().map(Arc::new).collect();
        // Nothing below can fail.
        shared.torn = true;
        let state = Arc::make_mut(&mut shared.state);
        for (tag, plan) in plans {
            if let Some(table) = state.tables.get_mut(&tag) {
                Arc::make_mut(table).apply(plan);
            }
        }
        for entry in journal {
            state.journal.insert((entry.lane, entry.sequence), entry);
        }
        shared.torn = false;
        Ok(())
    }
}

fn torn() -> StorageError {
    StorageError::Unavailable(
        "a commit broke off while memory was written; its data can not be trusted".to_owned(),
    )
}

impl Reader for MemoryStorage {
    fn load(&self, table: &'static Table, keys: &[Key], into: &mut Rows) -> Result<(), StorageError> {
        self.read()?.state.load(table, keys, into)
    }

    fn scan(&self, scan: &Scan<'_>, into: &mut Rows) -> Result<bool, StorageError> {
        self.read()?.state.scan(scan, into)
    }

    fn journal(&self, lane: u16, after: u64, limit: u32) -> Result<Vec<JournalRow>, StorageError> {
        Ok(self.read()?.state.journal(lane, after, limit))
    }
}

impl Storage for MemoryStorage {
    fn migrate(&self, schema: &Schema) -> Result<(), StorageError> {
        let mut shared = self.write()?;
        let next = shared.state.migrated(schema)?;
        shared.state = Arc::new(next);
        Ok(())
    }

    fn commit(&self, batch: &Batch, patience: Duration) -> Result<(), CommitError> {
        let _turn = self.turns.take(patience)?;
        self.apply(batch)
    }

    fn snapshot(&self) -> Result<Box<dyn Reader + '_>, StorageError> {
        Ok(Box::new(Snapshot(Arc::clone(&self.read()?.state))))
    }

    fn turn(&self, patience: Duration) -> Result<Option<Box<dyn Turn + '_>>, StorageError> {
        let held = Some(self.turns.take(patience)?);
        Ok(Some(Box::new(MemoryTurn { storage: self, held })))
    }

    fn ping(&self) -> Result<(), StorageError> {
        self.read().map(|_| ())
    }
}

/// The only one who commits, as long as it is held.
struct MemoryTurn<'a> {
    storage: &'a MemoryStorage,
    held: Option<Held<'a>>,
}

impl Turn for MemoryTurn<'_> {
    fn commit(&mut self, batch: &Batch) -> Result<(), CommitError> {
        let held = self.held.take().ok_or_else(turns::over)?;
        let answer = self.storage.apply(batch);
        if matches!(answer, Err(CommitError::Conflict(_))) {
            self.held = Some(held);
        }
        answer
    }
}

impl Reader for Snapshot {
    fn load(&self, table: &'static Table, keys: &[Key], into: &mut Rows) -> Result<(), StorageError> {
        self.0.load(table, keys, into)
    }

    fn scan(&self, scan: &Scan<'_>, into: &mut Rows) -> Result<bool, StorageError> {
        self.0.scan(scan, into)
    }

    fn journal(&self, lane: u16, after: u64, limit: u32) -> Result<Vec<JournalRow>, StorageError> {
        Ok(self.0.journal(lane, after, limit))
    }
}

impl State {
    fn load(&self, table: &'static Table, keys: &[Key], into: &mut Rows) -> Result<(), StorageError> {
        let rows = self.table(table)?;
        keys.iter().for_each(|key| rows.load(*key, into));
        Ok(())
    }

    fn scan(&self, scan: &Scan<'_>, into: &mut Rows) -> Result<bool, StorageError> {
        Ok(self.table(scan.table)?.page(scan, into)?)
    }

    fn journal(&self, lane: u16, after: u64, limit: u32) -> Vec<JournalRow> {
        let first = self.journal.seek(|place| *place <= (lane, after));
        let entries = self.journal.ascending(first).take_while(|((of, _), _)| *of == lane);
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        entries.take(limit).map(|(_, entry)| JournalRow::clone(entry)).collect()
    }

    /// The rows of a table, if it was migrated to the layout that is asked for.
    fn table(&self, table: &'static Table) -> Result<&Arc<TableRows>, StorageError> {
        let known = self.tables.get(&table.tag);
        known.filter(|known| known.width() == table.width()).ok_or_else(|| {
            StorageError::Unavailable(format!(
                "table {} is not there as asked for: migrate first",
                table.name
            ))
        })
    }

    fn plan(&self, batch: &Batch) -> Result<Vec<(u16, Plan)>, CommitError> {
        let mut conflicts = Vec::new();
        let mut plans = Vec::with_capacity(batch.tables.len());
        for changes in &batch.tables {
            let rows = self.table(changes.table)?;
            plans.push((changes.table.tag, rows.plan(changes, &mut conflicts)));
        }
        if !conflicts.is_empty() {
            return Err(CommitError::Conflict(conflicts));
        }
        let mut places = BTreeSet::new();
        let mut is_taken = |entry: &&JournalRow| {
            let place = (entry.lane, entry.sequence);
            self.journal.find(|known| known.cmp(&place)).is_some() || !places.insert(place)
        };
        match batch.journal.iter().find(&mut is_taken) {
            None => Ok(plans),
            Some(entry) => Err(StorageError::from(taken_place(entry)).into()),
        }
    }

    fn migrated(&self, schema: &Schema) -> Result<Self, StorageError> {
        if self.schema > schema.version {
            return Err(StorageError::NewerSchema { found: self.schema, known: schema.version });
        }
        let mut next = Self { schema: schema.version, ..self.clone() };
        for table in schema.tables {
            let rows = match next.tables.get(&table.tag) {
                None => TableRows::new(table)?,
                Some(known) if known.lies_as(table) => continue,
                Some(known) => known.grown(table)?,
            };
            next.tables.insert(table.tag, Arc::new(rows));
        }
        Ok(next)
    }
}

/// The lane's head said that the place is free, or the batch would have conflicted there.
fn taken_place(entry: &JournalRow) -> Corrupt {
    Corrupt {
        table: "journal",
        key: i64::try_from(entry.sequence).ok().map(Key::Int),
        what: format!(
            "place {} of lane {} is taken already, though its head was not",
            entry.sequence, entry.lane
        ),
    }
}
