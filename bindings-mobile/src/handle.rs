//! The handle of an open engine: who may use it, and until when.

use crate::fault::{Fault, guarded};
use crate::host::{Clocked, Entropic, HostClock, HostEntropy};
use paywright::storage::StorageError;
use paywright::{Clock, Engine, Entropy, MemoryStorage, SeededEntropy, SystemClock, SystemEntropy};
use paywright_sqlite::{Access, SqliteOptions, SqliteStorage};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// What may be done to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum FileAccess {
    /// It is made where it is missing.
    Create,
    /// It must be there.
    Existing,
    /// Nothing is written to it.
    ReadOnly,
}

/// How an engine is opened.
#[derive(uniffi::Record)]
#[expect(missing_debug_implementations, reason = "the host's clock has none")]
pub struct Opening {
    /// The file; a database in memory where there is none.
    pub path: Option<String>,
    /// What may be done to it.
    pub access: FileAccess,
    /// The machine's where it is left out.
    pub clock: Option<Arc<dyn HostClock>>,
    /// The machine's where it is left out.
    pub entropy: Option<Arc<dyn HostEntropy>>,
    /// Entropy from a seed, instead.
    pub seed: Option<u64>,
}

/// An open engine. Threads may share it; processes open their own.
#[derive(Debug, uniffi::Object)]
pub struct NativeEngine {
    engine: Mutex<Option<Arc<Engine>>>,
    /// From the root on: it is opened once more for what is asked of the file, and the process may work
    /// elsewhere by then.
    file: Option<PathBuf>,
    access: Access,
}

impl NativeEngine {
    /// The engine, while this handle may use it. A call that is under way when another thread lets go of it
    /// goes on to its end.
    fn engine(&self) -> Result<Arc<Engine>, Fault> {
        let engine = self.engine.lock().unwrap_or_else(PoisonError::into_inner).clone();
        engine.ok_or_else(|| Fault::misuse("closed", "this engine was closed: open it again"))
    }

    /// What is asked of it.
    pub(crate) fn ask<T>(&self, what: impl FnOnce(&Engine) -> Result<T, Fault>) -> Result<T, Fault> {
        let engine = self.engine()?;
        guarded(move || what(&engine))
    }

    /// The file once more, for what is asked of the file and not of the engine.
    pub(crate) fn file<T>(&self, what: impl FnOnce(&SqliteStorage) -> Result<T, Fault>) -> Result<T, Fault> {
        let _open = self.engine()?;
        let text = "this database is in memory: there is no file to look at or to copy";
        let path = self.file.as_ref().ok_or_else(|| Fault::misuse("in_memory", text))?;
        let access = if self.access == Access::ReadOnly { Access::ReadOnly } else { Access::Existing };
        guarded(move || what(&opened(path, access).map_err(paywright::Error::from)?))
    }
}

fn opened(path: &Path, access: Access) -> Result<SqliteStorage, StorageError> {
    SqliteStorage::open_with(path, SqliteOptions { access, ..SqliteOptions::default() })
}

impl Drop for NativeEngine {
    fn drop(&mut self) {
        self.let_go();
    }
}

#[uniffi::export]
impl NativeEngine {
    /// Opens a file, or a database in memory.
    ///
    /// # Errors
    /// `storage_unavailable`, `storage_corrupt`, `newer_schema`; what the host's clock raises.
    #[uniffi::constructor]
    pub fn open(opening: Opening) -> Result<Arc<Self>, Fault> {
        let access = match opening.access {
            FileAccess::Create => Access::Create,
            FileAccess::Existing => Access::Existing,
            FileAccess::ReadOnly => Access::ReadOnly,
        };
        let clock: Box<dyn Clock> = match opening.clock {
            Some(clock) => Box::new(Clocked(clock)),
            None => Box::new(SystemClock),
        };
        let entropy: Box<dyn Entropy> = match (opening.entropy, opening.seed) {
            (Some(entropy), _) => Box::new(Entropic(entropy)),
            (None, Some(seed)) => Box::new(SeededEntropy(seed)),
            (None, None) => Box::new(SystemEntropy),
        };
        // What has no absolute path cannot be opened either, and that says why.
        let absolute = |path: String| std::path::absolute(&path).unwrap_or_else(|_| path.into());
        let file = opening.path.map(absolute);
        let engine = guarded(|| {
            Ok(match &file {
                Some(path) => {
                    let storage = opened(path, access).map_err(paywright::Error::from)?;
                    Engine::with(storage, clock, entropy)?
                }
                None => Engine::with(MemoryStorage::new(), clock, entropy)?,
            })
        })?;
        Ok(Arc::new(Self { engine: Mutex::new(Some(Arc::new(engine))), file, access }))
    }

    /// Lets go of the engine. What other threads are asking it is answered; doing it twice does nothing.
    pub fn let_go(&self) {
        let engine = self.engine.lock().unwrap_or_else(PoisonError::into_inner).take();
        // Closing a file may take a while, and the lock is free by now. A panic would end a process in Swift.
        let _ = guarded(|| {
            drop(engine);
            Ok(())
        });
    }

    /// Whether it was let go of.
    pub fn is_closed(&self) -> bool {
        self.engine.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }
}
