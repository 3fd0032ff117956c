//! A storage that ends its process at an exact point of a commit.

use paywright::storage::{
    Batch, CommitError, JournalRow, Key, Reader, Rows, Scan, Schema, Storage, StorageError, Table, Turn,
};
use paywright_sqlite::SqliteStorage;
use std::fmt;
use std::process::abort;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::SeqCst};
use std::time::{Duration, Instant};

/// Where in a commit the process ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Before anything of it was written.
    Before,
    /// While it is being written, so many per mille of the usual time after it began.
    During(u64),
    /// It is written, and nobody was answered.
    After,
}

/// The process ends in this commit; making the tables is commit 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    pub place: Place,
    pub commit: u32,
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (place, mille) = match self.place {
            Place::Before => ("before", 0),
            Place::During(mille) => ("during", mille),
            Place::After => ("after", 0),
        };
        write!(f, "{place} {mille} {}", self.commit)
    }
}

impl std::str::FromStr for Point {
    type Err = std::num::ParseIntError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let words: Vec<&str> = text.split(' ').collect();
        let place = match words[0] {
            "before" => Place::Before,
            "during" => Place::During(words[1].parse()?),
            _ => Place::After,
        };
        Ok(Self { place, commit: words[2].parse()? })
    }
}

/// A file whose process ends at a point.
pub struct Fatal {
    inner: SqliteStorage,
    point: Point,
    commits: AtomicU32,
    usual_micros: AtomicU64,
}

impl Fatal {
    pub fn new(inner: SqliteStorage, point: Point) -> Self {
        Self { inner, point, commits: AtomicU32::new(0), usual_micros: AtomicU64::new(3_000) }
    }

    fn survives<T>(&self, commit: impl FnOnce() -> T) -> T {
        let began = Instant::now();
        if self.commits.fetch_add(1, SeqCst) != self.point.commit {
            let result = commit();
            self.usual_micros.store(u64::try_from(began.elapsed().as_micros()).unwrap(), SeqCst);
            return result;
        }
        match self.point.place {
            Place::Before => abort(),
            Place::After => {
                commit();
                abort()
            }
            Place::During(mille) => {
                let moment = Duration::from_micros(self.usual_micros.load(SeqCst) * mille / 1_000);
                let end = std::thread::spawn(move || -> () {
                    // Sleeping is too coarse for the length of a commit.
                    while began.elapsed() < moment {
                        std::hint::spin_loop();
                    }
                    abort()
                });
                commit();
                let _ = end.join();
                abort()
            }
        }
    }
}

impl Reader for Fatal {
    fn load(&self, table: &'static Table, keys: &[Key], into: &mut Rows) -> Result<(), StorageError> {
        self.inner.load(table, keys, into)
    }
    fn scan(&self, scan: &Scan<'_>, into: &mut Rows) -> Result<bool, StorageError> {
        self.inner.scan(scan, into)
    }
    fn journal(&self, lane: u16, after: u64, limit: u32) -> Result<Vec<JournalRow>, StorageError> {
        self.inner.journal(lane, after, limit)
    }
}

impl Storage for Fatal {
    fn migrate(&self, schema: &Schema) -> Result<(), StorageError> {
        self.survives(|| self.inner.migrate(schema))
    }
    fn commit(&self, batch: &Batch, patience: Duration) -> Result<(), CommitError> {
        self.survives(|| self.inner.commit(batch, patience))
    }
    fn snapshot(&self) -> Result<Box<dyn Reader + '_>, StorageError> {
        self.inner.snapshot()
    }
    fn turn(&self, patience: Duration) -> Result<Option<Box<dyn Turn + '_>>, StorageError> {
        let turn = self.inner.turn(patience)?;
        Ok(turn.map(|turn| -> Box<dyn Turn> { Box::new(FatalTurn { of: self, turn }) }))
    }
    fn ping(&self) -> Result<(), StorageError> {
        self.inner.ping()
    }
}

struct FatalTurn<'a> {
    of: &'a Fatal,
    turn: Box<dyn Turn + 'a>,
}

impl Turn for FatalTurn<'_> {
    fn commit(&mut self, batch: &Batch) -> Result<(), CommitError> {
        self.of.survives(|| self.turn.commit(batch))
    }
}
