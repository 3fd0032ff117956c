//! The handle of an open engine: who may use it, and until when.

use crate::fault::{detached, detached_raised, misuse};
use crate::forks::{self, Kept};
use crate::host::{HostClock, HostEntropy};
use crate::place::{OfServer, Place, opened};
use paywright::{Clock, Engine, Entropy, Error, SeededEntropy, SystemClock, SystemEntropy};
use paywright_sqlite::{Access, SqliteStorage};
use pyo3::exceptions::PyValueError;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use std::ffi::OsString;
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// An engine, and the note that its file is open, which goes after it.
#[derive(Debug)]
pub(crate) struct Open {
    engine: Engine,
    _kept: Option<Kept>,
}

impl Deref for Open {
    type Target = Engine;

    fn deref(&self) -> &Engine {
        &self.engine
    }
}

/// An open engine. Threads may share it; processes may not.
#[pyclass(frozen, module = "paywright._native")]
#[derive(Debug)]
pub(crate) struct Handle {
    engine: Mutex<Option<Arc<Open>>>,
    place: Place,
    /// What may be done to it; the file is opened once more with no greater rights.
    access: Access,
    /// The clock and entropy that the engine holds: they may hold whoever holds this.
    host: Vec<Weak<Py<PyAny>>>,
    /// Of which process it is: locks of a file and the memory of an engine do not survive a fork.
    forks: u32,
}

impl Handle {
    /// The engine, while this handle may use it. A call that is under way when another thread closes the
    /// handle goes on to its end.
    pub(crate) fn engine(&self, py: Python<'_>) -> PyResult<Arc<Open>> {
        if forks::count() != self.forks {
            let text =
                "this engine was opened before the process forked: let each process open its own, later";
            return Err(misuse(py, "forked", text));
        }
        let engine = self.engine.lock().unwrap_or_else(PoisonError::into_inner).clone();
        engine.ok_or_else(|| misuse(py, "closed", "this engine was closed: open it again"))
    }

    /// The same, and what is asked of it, without the lock of the interpreter.
    pub(crate) fn ask<T: Send>(
        &self,
        py: Python<'_>,
        what: impl FnOnce(&Engine) -> Result<T, Error> + Send,
    ) -> PyResult<T> {
        let engine = self.engine(py)?;
        detached(py, move || what(&engine))
    }

    /// The same, and what the host's code raised meanwhile.
    pub(crate) fn ask_raised<T: Send>(
        &self,
        py: Python<'_>,
        what: impl FnOnce(&Engine) -> Result<T, Error> + Send,
    ) -> PyResult<(T, Option<PyErr>)> {
        let engine = self.engine(py)?;
        detached_raised(py, move || what(&engine))
    }

    /// The file once more, for what is asked of the file and not of the engine.
    pub(crate) fn file<T: Send>(
        &self,
        py: Python<'_>,
        what: impl FnOnce(&SqliteStorage) -> Result<T, Error> + Send,
    ) -> PyResult<T> {
        let _open = self.engine(py)?;
        let path = self.place.file(py)?;
        let access = if self.access == Access::ReadOnly { Access::ReadOnly } else { Access::Existing };
        detached(py, move || what(&opened(path, access)?))
    }
}

fn access_of(word: &str) -> PyResult<Access> {
    match word {
        "create" => Ok(Access::Create),
        "existing" => Ok(Access::Existing),
        "read_only" => Ok(Access::ReadOnly),
        _ => {
            let text = format!("access: one of create, existing, read_only is wanted, not {word:?}");
            Err(PyValueError::new_err(text))
        }
    }
}

impl Handle {
    /// The engine, to be let go of; nothing in a process that only inherited it: its files are still open in
    /// the one that opened them, and closing them here would fold their log.
    fn take(&self) -> Option<Arc<Open>> {
        let engine = self.engine.lock().unwrap_or_else(PoisonError::into_inner).take();
        if forks::count() == self.forks {
            return engine;
        }
        std::mem::forget(engine);
        None
    }
}

#[pymethods]
impl Handle {
    /// Opens a file, a database on a server by its address, or one in memory where there is neither.
    #[new]
    fn open(
        py: Python<'_>,
        place: (Option<PathBuf>, OfServer),
        clock: Option<Py<PyAny>>,
        entropy: Option<Py<PyAny>>,
        access: &str,
    ) -> PyResult<Self> {
        let access = access_of(access)?;
        let place = Place::of(place.0, place.1)?;
        let mut host = Vec::new();
        let mut kept = |callable: Py<PyAny>| {
            let callable = Arc::new(callable);
            host.push(Arc::downgrade(&callable));
            callable
        };
        let clock: Box<dyn Clock> = match clock {
            Some(clock) => Box::new(HostClock(kept(clock))),
            None => Box::new(SystemClock),
        };
        let entropy: Box<dyn Entropy> = match entropy {
            None => Box::new(SystemEntropy),
            Some(seed) => match seed.extract::<u64>(py) {
                Ok(seed) => Box::new(SeededEntropy(seed)),
                Err(_) => Box::new(HostEntropy(kept(seed))),
            },
        };
        let kept = place.keep(py)?;
        let engine = detached(py, || place.engine(access, clock, entropy))?;
        let engine = Mutex::new(Some(Arc::new(Open { engine, _kept: kept })));
        Ok(Self { engine, place, access, host, forks: forks::count() })
    }

    /// Lets go of the engine. What other threads are asking it is answered; closing twice does nothing.
    fn close(&self, py: Python<'_>) {
        let engine = self.take();
        py.detach(|| drop(engine));
    }

    /// What the garbage collector follows.
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.host.iter().filter_map(Weak::upgrade).try_for_each(|callable| visit.call(&*callable))
    }

    /// Nobody can reach it any more but its own clock.
    fn __clear__(&self) {
        drop(self.take());
    }

    /// Whether it was closed.
    #[getter]
    fn closed(&self) -> bool {
        self.engine.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    /// Where it is, as a person may see it: no password is in it.
    #[getter]
    fn place(&self) -> OsString {
        self.place.shown()
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        drop(self.take());
    }
}
