//! Forks. SQLite knows for each process, not for each of its connections, which locks it has on a file; a
//! child inherits what it knows and none of the locks. If it opened a file that was open when its parent
//! forked, whoever closes the file next would throw away what the child wrote. So that is refused.

use pyo3::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// How often this process was forked off another one.
static FORKS: AtomicU32 = AtomicU32::new(0);

/// Files that this process has open. Both lists are only looked at with the interpreter's lock held, which a
/// fork has too: no child inherits them in the middle of a change.
static OPEN: Mutex<Vec<(Weak<()>, PathBuf)>> = Mutex::new(Vec::new());

/// Files that were open when this process was forked off.
static INHERITED: Mutex<Vec<Identity>> = Mutex::new(Vec::new());

/// Device and number: a file has many paths.
type Identity = (u64, u64);

/// A file is open while this lives.
#[derive(Debug)]
pub(crate) struct Kept {
    _alive: Arc<()>,
}

/// Tells processes apart.
pub(crate) fn count() -> u32 {
    FORKS.load(Ordering::Relaxed)
}

/// Python calls it in the child of every fork.
#[pyfunction]
pub(crate) fn forked() {
    FORKS.fetch_add(1, Ordering::Relaxed);
    let open = std::mem::take(&mut *OPEN.lock().unwrap_or_else(PoisonError::into_inner));
    let open = open.iter().filter(|(alive, _)| alive.strong_count() > 0);
    let found = open.filter_map(|(_, path)| identity(path));
    INHERITED.lock().unwrap_or_else(PoisonError::into_inner).extend(found);
}

/// Notes that a file is opened, unless this process inherited it.
pub(crate) fn keep(_: Python<'_>, path: &Path) -> Option<Kept> {
    let inherited = INHERITED.lock().unwrap_or_else(PoisonError::into_inner);
    if identity(path).is_some_and(|identity| inherited.contains(&identity)) {
        return None;
    }
    let alive = Arc::new(());
    let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
    open.retain(|(alive, _)| alive.strong_count() > 0);
    open.push((Arc::downgrade(&alive), path.to_owned()));
    Some(Kept { _alive: alive })
}

#[cfg(unix)]
fn identity(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).ok().map(|file| (file.dev(), file.ino()))
}

/// Nothing forks elsewhere.
#[cfg(not(unix))]
fn identity(_: &Path) -> Option<Identity> {
    None
}
