//! Errors of the engine as exceptions, and panics that never reach Python as such.

use crate::registry::Registry;
use paywright::{Error, ErrorKind};
use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};

/// The exception for an error.
pub(crate) fn exception(py: Python<'_>, error: &Error) -> PyErr {
    raised(py, error.kind(), error.code(), &error.to_string(), error.is_retryable())
}

/// A mistake of the caller that only a binding can see.
pub(crate) fn misuse(py: Python<'_>, code: &str, text: &str) -> PyErr {
    raised(py, ErrorKind::Misuse, code, text, false)
}

/// An exception as a value that is handed out and not raised. Python notices Ctrl-C while it is made, if not
/// before: that is raised, for nobody looks for it among answers.
pub(crate) fn as_value(py: Python<'_>, made: PyErr) -> PyResult<Bound<'_, PyAny>> {
    if made.is_instance_of::<PyException>(py) {
        Ok(made.into_value(py).into_bound(py).into_any())
    } else {
        Err(made)
    }
}

fn raised(py: Python<'_>, kind: ErrorKind, code: &str, text: &str, retryable: bool) -> PyErr {
    let kind = match kind {
        ErrorKind::Refused => "refused",
        ErrorKind::Storage => "storage",
        ErrorKind::Misuse => "misuse",
        ErrorKind::Bug => "bug",
    };
    let made =
        Registry::get(py).and_then(|registry| registry.error.bind(py).call1((kind, code, text, retryable)));
    made.map_or_else(|error| error, PyErr::from_value)
}

thread_local! {
    /// What the host's own code raised while the engine was asking it, on its way through the engine.
    static RAISED: RefCell<Option<PyErr>> = const { RefCell::new(None) };
}

/// Keeps what the host's code raised until the engine's call is over.
pub(crate) fn keep(error: PyErr) {
    RAISED.with_borrow_mut(|raised| {
        raised.get_or_insert(error);
    });
}

/// Whether the host's code raised anything.
pub(crate) fn kept() -> bool {
    RAISED.with_borrow(Option::is_some)
}

/// What stands before the text where the host's code left the engine. The engine takes it for a panic of the
/// one rule that asked, so one request of many fails, perhaps another caller's.
const LEFT: &str = "the host's own code raised an exception: ";

/// Leaves the engine at once: what the host's code raised is kept, and the engine, which expects an answer,
/// takes this as it takes any panic of its host.
pub(crate) fn leave(error: PyErr) -> ! {
    let text = format!("{LEFT}{error}");
    keep(error);
    // No panic hook sees it: nothing is printed.
    panic::resume_unwind(Box::new(text))
}

/// Whether an error only follows from what the host's code raised.
pub(crate) fn follows(error: &Error) -> bool {
    match error {
        Error::Bug(text) => text.contains(LEFT),
        error => error.code() == "stopped",
    }
}

/// Runs the engine without the lock of the interpreter. What the host's code raised comes instead of the
/// panic or the error that only follows from it, and of nothing else: what was accepted is answered, and this
/// thread may have asked the host's code for another caller. Ctrl-C comes out in any case.
pub(crate) fn detached<T: Send>(
    py: Python<'_>,
    work: impl FnOnce() -> Result<T, Error> + Send,
) -> PyResult<T> {
    match detached_raised(py, work)? {
        (_, Some(raised)) if !raised.is_instance_of::<PyException>(py) => Err(raised),
        (value, _) => Ok(value),
    }
}

/// The same, and what the host's code raised meanwhile, though the engine has answered.
pub(crate) fn detached_raised<T: Send>(
    py: Python<'_>,
    work: impl FnOnce() -> Result<T, Error> + Send,
) -> PyResult<(T, Option<PyErr>)> {
    // Of a call around this one, from inside whose progress this one comes.
    let around = RAISED.take();
    let result = py.detach(|| panic::catch_unwind(AssertUnwindSafe(work)));
    let raised = RAISED.replace(around);
    match (result, raised) {
        (Ok(Ok(value)), raised) => Ok((value, raised)),
        (Ok(Err(error)), Some(raised)) if follows(&error) => Err(raised),
        (Ok(Err(_)), Some(raised)) if !raised.is_instance_of::<PyException>(py) => Err(raised),
        (Ok(Err(error)), _) => Err(exception(py, &error)),
        (Err(_), Some(raised)) => Err(raised),
        (Err(panic), None) => Err(exception(py, &Error::Bug(message(&*panic)))),
    }
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a panic without a text").to_owned()
}
