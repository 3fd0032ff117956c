//! A storage in memory that fails on demand.

use super::Shared;
use super::dump::{journal_of, rows_of};
use paywright::MemoryStorage;
use paywright::storage::{
    Batch, CommitError, Conflict, Corrupt, JournalRow, Key, Reader, Rows, Scan, Schema, Storage,
    StorageError, Table, TableChanges, Turn,
};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How a commit goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It goes well.
    None,
    /// The disk is gone; nothing is stored.
    Unavailable,
    /// It is stored, and the answer is lost.
    UnknownStored,
    /// It is not stored, and the answer is lost.
    UnknownLost,
    /// Somebody is said to have been first.
    Conflict,
    /// A row is said to be damaged.
    Corrupt,
}

type Deed = Box<dyn FnOnce() + Send>;

/// What the story planned for the next commits and reads.
#[derive(Default)]
struct Plan {
    commits: VecDeque<Trouble>,
    always: Option<Trouble>,
    before_commit: Option<Deed>,
    after_commit: Option<Deed>,
    reads: VecDeque<Trouble>,
    patience: Option<Duration>,
    made: usize,
    turns: VecDeque<Trouble>,
}

/// Its clones are the same storage.
#[derive(Clone)]
pub struct Troubled {
    inner: Arc<Mutex<MemoryStorage>>,
    plan: Arc<Mutex<Plan>>,
}

impl Troubled {
    pub fn new() -> Self {
        Self { inner: Arc::new(Mutex::new(MemoryStorage::new())), plan: Arc::default() }
    }

    pub fn shared(&self) -> Shared {
        Shared::new(self.clone())
    }

    /// The storage without its troubles.
    pub fn memory(&self) -> MemoryStorage {
        self.inner.lock().unwrap().clone()
    }

    /// The next commits go like this, one after the other; later ones go well.
    pub fn next_commits(&self, troubles: &[Trouble]) {
        self.plan.lock().unwrap().commits.extend(troubles);
    }

    /// Every commit goes like this.
    pub fn always(&self, trouble: Trouble) {
        self.plan.lock().unwrap().always = Some(trouble);
    }

    /// The next reads go like this, one after the other.
    pub fn next_reads(&self, troubles: &[Trouble]) {
        self.plan.lock().unwrap().reads.extend(troubles);
    }

    /// No trouble any more.
    pub fn recovers(&self) {
        *self.plan.lock().unwrap() = Plan::default();
    }

    /// Happens just before the next commit.
    pub fn before_commit(&self, deed: impl FnOnce() + Send + 'static) {
        self.plan.lock().unwrap().before_commit = Some(Box::new(deed));
    }

    /// Happens just after the next commit, before it is answered.
    pub fn after_commit(&self, deed: impl FnOnce() + Send + 'static) {
        self.plan.lock().unwrap().after_commit = Some(Box::new(deed));
    }

    /// How long the last commit was told to wait for others.
    pub fn patience(&self) -> Option<Duration> {
        self.plan.lock().unwrap().patience
    }

    /// How many commits were asked for.
    pub fn commits(&self) -> usize {
        self.plan.lock().unwrap().made
    }

    /// The next turns are given, and the first commit in each goes like this. Else there are none.
    pub fn next_turns(&self, troubles: &[Trouble]) {
        self.plan.lock().unwrap().turns.extend(troubles);
    }

    /// Another storage takes this one's place: a backup is put back.
    pub fn put_back(&self, backup: MemoryStorage) {
        *self.inner.lock().unwrap() = backup;
    }

    fn reads(&self) -> Result<(), StorageError> {
        match self.plan.lock().unwrap().reads.pop_front() {
            Some(Trouble::Unavailable) => Err(unavailable()),
            Some(Trouble::Corrupt) => Err(damaged().into()),
            _ => Ok(()),
        }
    }
}

fn unavailable() -> StorageError {
    StorageError::Unavailable("the disk is gone".to_owned())
}

fn damaged() -> Corrupt {
    Corrupt { table: "users", key: None, what: "column reference holds nothing".to_owned() }
}

impl Reader for Troubled {
    fn load(&self, table: &'static Table, keys: &[Key], into: &mut Rows) -> Result<(), StorageError> {
        self.reads()?;
        self.memory().load(table, keys, into)
    }
    fn scan(&self, scan: &Scan<'_>, into: &mut Rows) -> Result<bool, StorageError> {
        self.reads()?;
        self.memory().scan(scan, into)
    }
    fn journal(&self, lane: u16, after: u64, limit: u32) -> Result<Vec<JournalRow>, StorageError> {
        self.reads()?;
        self.memory().journal(lane, after, limit)
    }
}

impl Storage for Troubled {
    fn migrate(&self, schema: &Schema) -> Result<(), StorageError> {
        self.memory().migrate(schema)
    }

    fn commit(&self, batch: &Batch, patience: Duration) -> Result<(), CommitError> {
        let (trouble, before, after) = {
            let mut plan = self.plan.lock().unwrap();
            let trouble = plan.commits.pop_front().or(plan.always).unwrap_or(Trouble::None);
            plan.patience = Some(patience);
            plan.made += 1;
            (trouble, plan.before_commit.take(), plan.after_commit.take())
        };
        before.into_iter().for_each(|deed| deed());
        let result = gone_through(trouble, batch, || self.memory().commit(batch, patience));
        after.into_iter().for_each(|deed| deed());
        result
    }

    fn turn(&self, patience: Duration) -> Result<Option<Box<dyn Turn + '_>>, StorageError> {
        let mut plan = self.plan.lock().unwrap();
        let Some(trouble) = plan.turns.pop_front() else { return Ok(None) };
        plan.patience = Some(patience);
        if trouble == Trouble::Unavailable {
            return Err(unavailable());
        }
        Ok(Some(Box::new(TroubledTurn { memory: self.memory(), trouble })))
    }

    fn snapshot(&self) -> Result<Box<dyn Reader + '_>, StorageError> {
        self.reads()?;
        Ok(Box::new(Moment(copy_of(&self.memory()))))
    }

    fn ping(&self) -> Result<(), StorageError> {
        Ok(())
    }
}

struct TroubledTurn {
    memory: MemoryStorage,
    trouble: Trouble,
}

impl Turn for TroubledTurn {
    fn commit(&mut self, batch: &Batch) -> Result<(), CommitError> {
        let trouble = std::mem::replace(&mut self.trouble, Trouble::None);
        gone_through(trouble, batch, || self.memory.commit(batch, Duration::ZERO))
    }
}

fn gone_through(
    trouble: Trouble,
    batch: &Batch,
    commit: impl FnOnce() -> Result<(), CommitError>,
) -> Result<(), CommitError> {
    let lost = || CommitError::Unknown("the connection was lost".to_owned());
    match trouble {
        Trouble::None => commit(),
        Trouble::Unavailable => Err(unavailable().into()),
        Trouble::UnknownStored => commit().and(Err(lost())),
        Trouble::UnknownLost => Err(lost()),
        Trouble::Conflict => Err(CommitError::Conflict(Vec::from_iter(spurious(batch)))),
        Trouble::Corrupt => Err(StorageError::from(damaged()).into()),
    }
}

/// The first row of the batch that is not a lane.
fn spurious(batch: &Batch) -> Option<Conflict> {
    let table =
        batch.tables.iter().find(|changes| changes.table.name != "lanes" && !changes.new.is_empty())?;
    Some(Conflict { table: table.table, key: table.new.key(0), index: None })
}

struct Moment(MemoryStorage);

impl Reader for Moment {
    fn load(&self, table: &'static Table, keys: &[Key], into: &mut Rows) -> Result<(), StorageError> {
        self.0.load(table, keys, into)
    }
    fn scan(&self, scan: &Scan<'_>, into: &mut Rows) -> Result<bool, StorageError> {
        self.0.scan(scan, into)
    }
    fn journal(&self, lane: u16, after: u64, limit: u32) -> Result<Vec<JournalRow>, StorageError> {
        self.0.journal(lane, after, limit)
    }
}

/// A backup: the same rows and entries in a storage of their own.
pub fn copy_of(storage: &dyn Reader) -> MemoryStorage {
    let copy = MemoryStorage::new();
    copy.migrate(&paywright::schema()).unwrap();
    let mut batch = Batch { tables: Vec::new(), journal: journal_of(storage) };
    for table in paywright::schema().tables {
        let mut changes = TableChanges::new(table);
        changes.new = rows_of(storage, table);
        batch.tables.push(changes);
    }
    copy.commit(&batch, Duration::ZERO).unwrap();
    copy
}
