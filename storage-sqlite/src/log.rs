//! The log that is written to, and whether it is still the one that others will find.
//!
//! POSIX gives a process its locks on a file, not its open descriptors: if another SQLite library in the
//! same process closes the file, the locks of this one are gone, and that library, taking itself for the last
//! user, folds the log and removes it. What is then written goes into a file without a name. The operating
//! system tells nobody, so the names are looked at: before a commit, after it, and before every read.

use crate::file::{beside, unavailable};
use crate::options::Access;
use paywright::storage::StorageError;
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};

/// The files that this process has open. SQLite keeps one memory of the log for a file in a process, so
/// connections to it must agree on the log, whichever storage they belong to.
static OPEN: Mutex<Vec<(Identity, Weak<Door>)>> = Mutex::new(Vec::new());

/// All connections of this process to one file.
#[derive(Debug, Default)]
struct Door {
    behind: Mutex<Option<Behind>>,
}

/// How a storage comes to its connections.
#[derive(Debug, Default)]
pub(crate) struct Way {
    /// To what it opened first.
    door: OnceLock<Arc<Door>>,
    /// It only reads.
    may_lack_log: bool,
}

impl Way {
    pub(crate) fn of(access: Access) -> Self {
        Self { door: OnceLock::new(), may_lack_log: access == Access::ReadOnly }
    }
}

/// What is open.
#[derive(Debug)]
struct Behind {
    files: Arc<Files>,
    connections: usize,
}

/// The files as they were found when the first connection was opened.
#[derive(Debug)]
struct Files {
    path: PathBuf,
    log_path: PathBuf,
    main: Identity,
    /// None for a file that is only read and has no log, such as a backup.
    log: Option<Identity>,
    process: u32,
    lost: AtomicBool,
}

impl Files {
    fn at(path: &Path) -> Option<Self> {
        // A link's log lies beside what it leads to.
        let log_path = beside(&path.canonicalize().ok()?, "-wal");
        Some(Self {
            main: identity(path)?,
            log: identity(&log_path),
            path: path.to_owned(),
            log_path,
            process: std::process::id(),
            lost: AtomicBool::new(false),
        })
    }

    /// Answers whether what is written now is what others will find. Once it was not, it never is again.
    fn look(&self) -> Result<(), StorageError> {
        self.glance()?;
        self.found(identity(&self.path) == Some(self.main))
    }

    /// The same of the log alone, which goes first: a look at a name is a microsecond.
    fn glance(&self) -> Result<(), StorageError> {
        if self.process != std::process::id() {
            return Err(forked(&self.path));
        }
        let lost = self.lost.load(Ordering::Relaxed);
        self.found(!lost && (self.log.is_none() || identity(&self.log_path) == self.log))
    }

    fn found(&self, there: bool) -> Result<(), StorageError> {
        if there {
            return Ok(());
        }
        self.lost.store(true, Ordering::Relaxed);
        Err(lost(&self.path))
    }
}

/// An open connection, which knows whether its log is still there.
#[derive(Debug)]
pub(crate) struct Linked {
    /// None while it is being closed.
    connection: Option<Connection>,
    files: Arc<Files>,
    door: Arc<Door>,
}

impl Linked {
    /// Opens a connection and reads through it, unless one that is open has lost its log: the new one would
    /// share its memory with that one and its log with nobody.
    pub(crate) fn open(
        path: &Path,
        way: &Way,
        open: impl FnOnce() -> Result<Connection, StorageError>,
    ) -> Result<Self, StorageError> {
        // The file that was opened before has a say also where its name now stands for another.
        let doors = [way.door.get().cloned(), identity(path).map(door)];
        for door in doors.into_iter().flatten() {
            let behind = door.lock();
            behind.as_ref().map_or(Ok(()), |behind| behind.files.look())?;
        }
        let connection = open()?;
        let linked = match Files::at(path).filter(|files| files.log.is_some() || way.may_lack_log) {
            Some(files) => Self::join(connection, files)?,
            None => return Err(left_alone(connection, lost(path))),
        };
        way.door.get_or_init(|| Arc::clone(&linked.door));
        Ok(linked)
    }

    fn join(connection: Connection, files: Files) -> Result<Self, StorageError> {
        let door = door(files.main);
        let mut behind = door.lock();
        let mut files = Arc::new(files);
        let open = behind.get_or_insert_with(|| Behind { files: Arc::clone(&files), connections: 0 });
        match (open.files.log, files.log) {
            (Some(theirs), Some(ours)) if theirs != ours => {
                return Err(left_alone(connection, lost(&files.path)));
            }
            (None, Some(_)) => open.files = Arc::clone(&files),
            _ => files = Arc::clone(&open.files),
        }
        open.connections = open.connections.saturating_add(1);
        drop(behind);
        Ok(Self { connection: Some(connection), files, door })
    }

    /// Answers whether its log and its file are where they were.
    pub(crate) fn look(&self) -> Result<(), StorageError> {
        self.files.look()
    }

    /// The same, where a microsecond counts.
    pub(crate) fn glance(&self) -> Result<(), StorageError> {
        self.files.glance()
    }

    pub(crate) fn connection(&self) -> Result<&Connection, StorageError> {
        self.connection.as_ref().ok_or_else(|| unavailable(&self.files.path, "has lost its connection"))
    }
}

impl Drop for Linked {
    fn drop(&mut self) {
        // The last one removes the log, so nobody may look for it between that and the end of this.
        let mut behind = self.door.lock();
        if let Some(connection) = self.connection.take() {
            match self.files.look() {
                Ok(()) => drop(connection),
                Err(error) => drop(left_alone(connection, error)),
            }
        }
        if let Some(open) = behind.as_mut() {
            open.connections = open.connections.saturating_sub(1);
        }
        if behind.as_ref().is_some_and(|open| open.connections == 0) {
            *behind = None;
        }
    }
}

impl Door {
    fn lock(&self) -> MutexGuard<'_, Option<Behind>> {
        self.behind.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn door(main: Identity) -> Arc<Door> {
    let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
    open.retain(|(_, door)| door.strong_count() > 0);
    let known = open.iter().find(|(of, _)| *of == main).and_then(|(_, door)| door.upgrade());
    known.unwrap_or_else(|| {
        let door = Arc::new(Door::default());
        open.push((main, Arc::downgrade(&door)));
        door
    })
}

/// Closes a connection without folding its log into the file: others may have written to both, and the log
/// that SQLite would remove by its name is not the one that is open.
fn left_alone(connection: Connection, error: StorageError) -> StorageError {
    // Where it cannot be said, the connection stays open rather than spoil what others wrote.
    match connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true) {
        Ok(_) => drop(connection),
        Err(_) => std::mem::forget(connection),
    }
    error
}

fn lost(path: &Path) -> StorageError {
    StorageError::Lost(format!(
        "{} or the log beside it was moved or removed while it was open, as another SQLite library in this \
         process does when it closes the file; close every storage on it in this process and open it anew",
        path.display()
    ))
}

fn forked(path: &Path) -> StorageError {
    StorageError::Lost(format!(
        "{} was opened before this process was forked off, and its locks were not inherited; fork first, and \
         open it then",
        path.display()
    ))
}

/// Device and number: a name may come to stand for another file.
type Identity = (u64, u64);

#[cfg(unix)]
fn identity(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(path).ok().map(|of| (of.dev(), of.ino()))
}

/// Elsewhere locks belong to whoever opened the file, and an open file cannot be removed.
#[cfg(not(unix))]
fn identity(_: &Path) -> Option<Identity> {
    Some((0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_does_not_use_what_its_parent_opened() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("shop.db");
        std::fs::write(&path, b"").unwrap();
        let here = Files::at(&path).unwrap();
        assert_eq!(here.look(), Ok(()));
        let there = Files { process: here.process.wrapping_add(1), ..here };
        let Err(StorageError::Lost(what)) = there.look() else { panic!("it was used") };
        assert!(what.contains("forked off"), "{what}");
        // As if a parent had left it open: nothing is opened beside it.
        let known = door(there.main);
        *known.lock() = Some(Behind { files: Arc::new(there), connections: 1 });
        let refused = Linked::open(&path, &Way::default(), || panic!("it was opened"));
        assert!(matches!(refused, Err(StorageError::Lost(_))));
    }
}
