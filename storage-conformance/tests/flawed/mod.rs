//! A storage in memory with one flaw at a time, on places that can make every fault.

mod bend;
mod turn;

use bend::{bend, bent, copy, loosened};
use paywright::storage::{
    Batch, CommitError, Conflict, Corrupt, Direction, JournalRow, Key, MemoryStorage, Reader, Rows, Scan,
    Schema, Storage, StorageError, Table, Turn, Value,
};
use paywright_storage_conformance::{Backend, Cannot, Disk, Place};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::thread;
use std::time::Duration;
use turn::FlawedTurn;

/// What is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    Nothing,
    RefusesEmptyBatches,
    AppliesHalfOfARefusedBatch,
    LosesTheJournal,
    LosesRemovals,
    CutsLargeBatches,
    ChecksUniqueBeforeRemovals,
    RefusesReliedAbsence,
    IgnoresVersions,
    SkipsRelied,
    SkipsReliedAbsence,
    InsertsGoneRows,
    OverwritesTakenKeys,
    IgnoresUnique,
    ChecksUniqueOnlyAgainstStored,
    NamesOnlyTheFirstConflict,
    TakesNullForAValue,
    ChecksThenWrites,
    SharesTurns,
    EndsTurnsWhereRefused,
    KeepsHalfOfWhatATurnRefuses,
    KeepsTurns,
    CommitsAfterTheTurn,
    SnapshotIsLive,
    PagesByCount,
    VisitsARowTwiceBetweenPages,
    AbsentIsAnError,
    ReadsStale,
    ForgetsWhenClosed,
    LoadsOnlySomeKeys,
    FailsPing,
    ReversesPages,
    IgnoresBelow,
    IgnoresDirection,
    TakesAFullPageForMore,
    NeedsTheRowToContinueAfter,
    IndexesNull,
    KeepsOldPlacesOfChanged,
    KeepsPlacesOfRemoved,
    IgnoresAfterInTheJournal,
    DropsEntriesOfTakenPlaces,
    EndsTextsAtNul,
    RoundsLargeNumbers,
    CutsLargeCells,
    RoundsTimes,
    EmptiesWhenMigrating,
    OpensNewerSchemas,
    NeverGrows,
    LiesOnABrokenDisk,
    HidesDamagedRows,
    TakesALostAnswerForARefusal,
}

pub(crate) struct Flawed(pub(crate) Flaw);

impl Backend for Flawed {
    fn place(&self) -> Result<Box<dyn Place>, StorageError> {
        let kept = Arc::new(MemoryStorage::new());
        let data = Mutex::new(Arc::downgrade(&kept));
        let kept = (self.0 != Flaw::ForgetsWhenClosed).then_some(kept);
        let disk = Mutex::new(Disk::Sound);
        Ok(Box::new(FlawedPlace {
            flaw: self.0,
            kept,
            data,
            disk,
            damaged: Arc::default(),
            loses: false.into(),
        }))
    }
}

type Damaged = Arc<Mutex<Vec<(&'static str, Key)>>>;

struct FlawedPlace {
    flaw: Flaw,
    #[allow(dead_code, reason = "keeps the data alive while no storage is open")]
    kept: Option<Arc<MemoryStorage>>,
    data: Mutex<Weak<MemoryStorage>>,
    disk: Mutex<Disk>,
    damaged: Damaged,
    loses: AtomicBool,
}

impl Place for FlawedPlace {
    fn open(&self) -> Result<Box<dyn Storage>, StorageError> {
        let mut data = self.data.lock().unwrap();
        let inner = data.upgrade().unwrap_or_default();
        *data = Arc::downgrade(&inner);
        let stale = Mutex::new(frozen(&inner));
        let (flaw, disk, damaged) = (self.flaw, *self.disk.lock().unwrap(), Arc::clone(&self.damaged));
        let loses = self.loses.swap(false, Ordering::Relaxed).into();
        Ok(Box::new(FlawedStorage { flaw, inner, stale, disk, damaged, loses, counted: Mutex::default() }))
    }

    fn set_disk(&self, disk: Disk) -> Result<(), Cannot> {
        *self.disk.lock().unwrap() = disk;
        Ok(())
    }

    fn damage(&self, table: &'static Table, key: Key) -> Result<(), Cannot> {
        self.damaged.lock().unwrap().push((table.name, key));
        Ok(())
    }

    fn lose_answer(&self) -> Result<(), Cannot> {
        self.loses.store(true, Ordering::Relaxed);
        Ok(())
    }
}

/// A reader of this moment that needs no borrow.
fn frozen(inner: &MemoryStorage) -> Box<dyn Reader> {
    Box::leak(Box::new(inner.clone())).snapshot().unwrap()
}

struct FlawedStorage {
    flaw: Flaw,
    inner: Arc<MemoryStorage>,
    stale: Mutex<Box<dyn Reader>>,
    disk: Disk,
    damaged: Damaged,
    loses: AtomicBool,
    counted: Mutex<u32>,
}

impl FlawedStorage {
    fn is(&self, flaw: Flaw) -> bool {
        self.flaw == flaw
    }

    /// Copies rows as read, bent, and stops at a damaged one.
    fn hand_over(&self, rows: &Rows, into: &mut Rows) -> Result<(), StorageError> {
        let table = rows.table().name;
        for i in 0..rows.len() {
            let key = rows.key(i);
            if !self.damaged.lock().unwrap().contains(&(table, key)) {
                bent(self.flaw, rows, i, into);
            } else if !self.is(Flaw::HidesDamagedRows) {
                return Err(Corrupt { table, key: Some(key), what: "a cell is damaged".to_owned() }.into());
            }
        }
        Ok(())
    }

    fn version(&self, table: &'static Table, key: Key) -> u64 {
        let mut rows = Rows::new(table);
        self.inner.load(table, &[key], &mut rows).unwrap();
        if rows.is_empty() { 0 } else { rows.stamp(0).version }
    }

    /// Conflicts of checks that are wrong, or are made too early.
    fn early_conflicts(&self, batch: &Batch) -> Vec<Conflict> {
        let mut conflicts = Vec::new();
        let mut names = |table, key, index| conflicts.push(Conflict { table, key, index });
        for changes in &batch.tables {
            let table = changes.table;
            for i in 0..changes.new.len() {
                let key = changes.new.key(i);
                for index in table.indexes.iter().filter(|index| index.unique) {
                    let values: Vec<_> = changes.new.values(i).collect();
                    let at = index.columns.iter().filter_map(|column| table.position(column));
                    let values: Vec<_> = at.map(|position| values[position]).collect();
                    let mut holders = Rows::new(table);
                    let scan = Scan { index: Some(index), prefix: &values, ..Scan::all(table, 1) };
                    self.inner.scan(&scan, &mut holders).unwrap();
                    let early = self.is(Flaw::ChecksUniqueBeforeRemovals)
                        || self.is(Flaw::ChecksUniqueOnlyAgainstStored);
                    let null = self.is(Flaw::TakesNullForAValue) && values.contains(&Value::Null);
                    if early && !holders.is_empty() || null && i > 0 {
                        names(table, key, Some(index.name));
                    }
                }
            }
            let changed =
                (0..changes.changed.len()).map(|i| (changes.changed.key(i), changes.changed_from[i]));
            for (key, from) in changed.filter(|_| self.is(Flaw::ChecksThenWrites)) {
                if self.version(table, key) != from {
                    names(table, key, None);
                }
            }
            for (key, version) in &changes.relied {
                if self.is(Flaw::RefusesReliedAbsence) && *version == 0 {
                    names(table, *key, None);
                }
            }
        }
        conflicts
    }

    fn answer(&self, batch: &Batch, answer: Result<(), CommitError>) -> Result<(), CommitError> {
        let Err(CommitError::Conflict(mut conflicts)) = answer else { return answer };
        if self.is(Flaw::NamesOnlyTheFirstConflict) {
            conflicts.truncate(1);
        }
        if self.is(Flaw::AppliesHalfOfARefusedBatch) {
            let mut half = copy(batch);
            half.journal.clear();
            half.tables.truncate(1);
            let _ = self.inner.commit(&half, Duration::ZERO);
        }
        Err(CommitError::Conflict(conflicts))
    }

    /// The old view is renewed by commits that the flaw does not concern.
    fn renew(&self, batch: &Batch) {
        let keeps = batch.tables.iter().any(|changes| match self.flaw {
            Flaw::KeepsOldPlacesOfChanged => !changes.changed.is_empty(),
            Flaw::KeepsPlacesOfRemoved => !changes.removed.is_empty(),
            _ => false,
        });
        if !keeps {
            *self.stale.lock().unwrap() = frozen(&self.inner);
        }
    }

    /// The page as asked for, with the flaws of asking.
    fn page(&self, scan: &Scan<'_>, page: &mut Rows) -> Result<bool, StorageError> {
        let mut asked = scan.clone();
        let rounded: Vec<_> = scan.prefix.iter().map(|value| self.rounded(*value)).collect();
        asked.prefix = &rounded;
        match self.flaw {
            Flaw::IgnoresBelow => asked.below = None,
            Flaw::IgnoresDirection => asked.direction = Direction::Ascending,
            Flaw::NeedsTheRowToContinueAfter => {
                let last = scan.after.and_then(|values| values.last()).map(|value| match value {
                    Value::Id(id) => Key::Id(*id),
                    Value::Int(position) => Key::Int(*position),
                    _ => Key::Int(0),
                });
                if last.is_some_and(|key| self.version(scan.table, key) == 0) {
                    asked.after = None;
                }
            }
            _ => {}
        }
        if self.is(Flaw::PagesByCount) {
            return self.page_by_count(&asked, page);
        }
        let old = self.is(Flaw::ReadsStale)
            || scan.index.is_some()
                && (self.is(Flaw::KeepsOldPlacesOfChanged) || self.is(Flaw::KeepsPlacesOfRemoved));
        if old { self.stale.lock().unwrap().scan(&asked, page) } else { self.inner.scan(&asked, page) }
    }

    /// Leaves out as many rows as were handed over, instead of those up to the last one.
    fn page_by_count(&self, scan: &Scan<'_>, page: &mut Rows) -> Result<bool, StorageError> {
        let mut counted = self.counted.lock().unwrap();
        let passed = if scan.after.is_some() { *counted } else { 0 };
        let mut rows = Rows::new(scan.table);
        let more =
            self.inner.scan(&Scan { after: None, limit: passed + scan.limit, ..scan.clone() }, &mut rows)?;
        (passed as usize..rows.len()).for_each(|i| page.push_row_of(&rows, i));
        *counted = rows.len() as u32;
        Ok(more)
    }

    fn rounded<'a>(&self, value: Value<'a>) -> Value<'a> {
        match value {
            Value::Int(number) if self.is(Flaw::RoundsLargeNumbers) && number.unsigned_abs() > 1 << 53 => {
                Value::Int(number & !1023)
            }
            other => other,
        }
    }
}

impl Reader for FlawedStorage {
    fn load(&self, table: &'static Table, keys: &[Key], into: &mut Rows) -> Result<(), StorageError> {
        let mut rows = Rows::new(table);
        let keys = if self.is(Flaw::LoadsOnlySomeKeys) { &keys[..keys.len().min(999)] } else { keys };
        if self.is(Flaw::ReadsStale) {
            self.stale.lock().unwrap().load(table, keys, &mut rows)?;
        } else {
            self.inner.load(table, keys, &mut rows)?;
        }
        if self.is(Flaw::AbsentIsAnError) && rows.len() < keys.len() {
            return Err(StorageError::Unavailable("no such row".to_owned()));
        }
        self.hand_over(&rows, into)
    }

    fn scan(&self, scan: &Scan<'_>, into: &mut Rows) -> Result<bool, StorageError> {
        let mut page = Rows::new(scan.table);
        let mut more = self.page(scan, &mut page)?;
        if self.is(Flaw::IndexesNull) && scan.index.is_some() && scan.after.is_none() {
            self.inner.scan(&Scan::all(scan.table, 1), &mut page)?;
        }
        let mut kept = Rows::new(scan.table);
        let twice = self.is(Flaw::VisitsARowTwiceBetweenPages) && scan.after.is_some() && !page.is_empty();
        let mut order: Vec<_> = (0..page.len()).chain(twice.then_some(0)).collect();
        if self.is(Flaw::ReversesPages) {
            order.reverse();
        }
        order.truncate(scan.limit as usize);
        order.iter().for_each(|i| kept.push_row_of(&page, *i));
        if self.is(Flaw::TakesAFullPageForMore) {
            more = page.len() == scan.limit as usize;
        }
        self.hand_over(&kept, into)?;
        Ok(more)
    }

    fn journal(&self, lane: u16, after: u64, limit: u32) -> Result<Vec<JournalRow>, StorageError> {
        let after = if self.is(Flaw::IgnoresAfterInTheJournal) { 0 } else { after };
        self.inner.journal(lane, after, limit)
    }
}

impl Storage for FlawedStorage {
    fn migrate(&self, schema: &Schema) -> Result<(), StorageError> {
        let first = schema.tables[0];
        let known = self.inner.load(first, &[], &mut Rows::new(first)).is_ok();
        if self.is(Flaw::NeverGrows) && known {
            return Ok(());
        }
        let unlike = self.is(Flaw::IgnoresUnique) || self.is(Flaw::ChecksUniqueOnlyAgainstStored);
        let schema = if unlike { loosened(schema) } else { *schema };
        match self.inner.migrate(&schema) {
            Err(StorageError::NewerSchema { .. }) if self.is(Flaw::OpensNewerSchemas) => {}
            answer => answer?,
        }
        if self.is(Flaw::EmptiesWhenMigrating) {
            let mut rows = Rows::new(first);
            self.inner.scan(&Scan::all(first, 1_000), &mut rows)?;
            let mut changes = paywright::storage::TableChanges::new(first);
            changes.removed = (0..rows.len()).map(|i| (rows.key(i), rows.stamp(i).version)).collect();
            let _ = self.inner.commit(&Batch { tables: vec![changes], journal: Vec::new() }, Duration::ZERO);
        }
        Ok(())
    }

    fn commit(&self, batch: &Batch, patience: Duration) -> Result<(), CommitError> {
        if self.disk != Disk::Sound {
            let refusal = Err(StorageError::Unavailable("the disk takes nothing".to_owned()).into());
            return if self.is(Flaw::LiesOnABrokenDisk) { Ok(()) } else { refusal };
        }
        if self.is(Flaw::RefusesEmptyBatches) && batch.tables.is_empty() {
            return Err(CommitError::Conflict(Vec::new()));
        }
        let early = self.early_conflicts(batch);
        if !early.is_empty() {
            return Err(CommitError::Conflict(early));
        }
        if self.is(Flaw::ChecksThenWrites) {
            thread::sleep(Duration::from_millis(2));
        }
        let mut written = copy(batch);
        bend(self.flaw, &mut written, |table, key| self.version(table, key), &self.inner);
        let answer = self.inner.commit(&written, patience);
        let answer = self.answer(batch, answer);
        self.renew(batch);
        match (self.loses.swap(false, Ordering::Relaxed), self.flaw) {
            (true, Flaw::TakesALostAnswerForARefusal) => Err(CommitError::Conflict(Vec::new())),
            (true, _) => Err(CommitError::Unknown("the connection was lost".to_owned())),
            (false, _) => answer,
        }
    }

    fn snapshot(&self) -> Result<Box<dyn Reader + '_>, StorageError> {
        match self.flaw {
            Flaw::SnapshotIsLive => Ok(Box::new(MemoryStorage::clone(&self.inner))),
            Flaw::ReadsStale => Ok(frozen(&self.inner)),
            _ => self.inner.snapshot(),
        }
    }

    fn turn(&self, patience: Duration) -> Result<Option<Box<dyn Turn + '_>>, StorageError> {
        FlawedTurn::of(self, patience).map(|turn| Some(Box::new(turn) as Box<dyn Turn>))
    }

    fn ping(&self) -> Result<(), StorageError> {
        match self.flaw {
            Flaw::FailsPing => Err(StorageError::Unavailable("nobody answers".to_owned())),
            _ => self.inner.ping(),
        }
    }
}
