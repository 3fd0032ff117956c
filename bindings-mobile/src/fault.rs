//! Errors of the engine for Kotlin and Swift, and panics that never reach them as such.

use paywright::{Error, ErrorKind};
use std::any::Any;
use std::cell::RefCell;
use std::fmt;
use std::panic::{self, AssertUnwindSafe};

/// Who is at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum FaultKind {
    /// The rules say no.
    Refused,
    /// The world failed.
    Storage,
    /// The caller erred.
    Misuse,
    /// A value is none of its type: nothing was asked of the engine.
    Value,
    /// The host's own code failed while the engine asked it.
    Host,
    /// The engine erred.
    Bug,
}

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct FaultParts {
    /// Who is at fault.
    pub kind: FaultKind,
    /// The family of a refusal; empty for all else.
    pub family: String,
    /// Which one, as the catalogue of codes has it.
    pub code: String,
    /// A sentence for people.
    pub reason: String,
    /// The same request may succeed later.
    pub retryable: bool,
}

/// The one error of all exported functions.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Error)]
pub enum Fault {
    /// It was not done.
    Failed {
        /// Why.
        parts: FaultParts,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Failed { parts } = self;
        f.write_str(&parts.reason)
    }
}

impl std::error::Error for Fault {}

impl Fault {
    /// A mistake of the caller that only a binding can see.
    pub(crate) fn misuse(code: &str, reason: impl fmt::Display) -> Self {
        Self::of(FaultKind::Misuse, code, reason)
    }

    /// A value that is none of its type.
    pub(crate) fn value(code: &str, reason: impl fmt::Display) -> Self {
        Self::of(FaultKind::Value, code, reason)
    }

    fn of(kind: FaultKind, code: &str, reason: impl fmt::Display) -> Self {
        let (family, code, reason) = (String::new(), code.to_owned(), reason.to_string());
        Self::Failed { parts: FaultParts { kind, family, code, reason, retryable: false } }
    }
}

impl From<Error> for FaultParts {
    fn from(error: Error) -> Self {
        let kind = match error.kind() {
            ErrorKind::Refused => FaultKind::Refused,
            ErrorKind::Storage => FaultKind::Storage,
            ErrorKind::Misuse => FaultKind::Misuse,
            ErrorKind::Bug => FaultKind::Bug,
        };
        if let (FaultKind::Bug, Some((_, reason))) = (kind, error.to_string().split_once(LEFT)) {
            return Self::host(reason.to_owned());
        }
        let family = match &error {
            Error::Refused(refused) => refused.code.family().to_string(),
            _ => String::new(),
        };
        let (code, retryable) = (error.code().to_owned(), error.is_retryable());
        Self { kind, family, code, reason: error.to_string(), retryable }
    }
}

impl FaultParts {
    /// The host's own code failed.
    fn host(reason: String) -> Self {
        let (family, code) = (String::new(), "host_failed".to_owned());
        Self { kind: FaultKind::Host, family, code, reason, retryable: false }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Failed { parts: error.into() }
    }
}

thread_local! {
    /// How the host's own code failed while the engine was asking it, on its way through the engine.
    static RAISED: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// What stands before the reason where the host's code left the engine. The engine takes it for a panic of
/// the one rule that asked, so one request of many fails, perhaps another caller's.
const LEFT: &str = "the host's own code failed: ";

/// Keeps how the host's code failed until the engine's call is over.
pub(crate) fn keep(reason: String) {
    RAISED.with_borrow_mut(|raised| {
        raised.get_or_insert(reason);
    });
}

/// Leaves the engine at once: how the host's code failed is kept, and the engine, which expects an answer,
/// takes this as it takes any panic of its host.
pub(crate) fn leave(reason: String) -> ! {
    let left = format!("{LEFT}{reason}");
    keep(reason);
    // No panic hook sees it: nothing is printed.
    panic::resume_unwind(Box::new(left))
}

/// Runs the engine. How the host's code failed comes instead of the panic or the stop that only follows from
/// it, and of nothing else: this thread may have asked the host's code for another caller. A panic is a fault
/// like any other.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    // Of a call around this one, from inside whose progress this one comes.
    let around = RAISED.take();
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    match (result, RAISED.replace(around)) {
        (Err(_), Some(reason)) => Err(Fault::Failed { parts: FaultParts::host(reason) }),
        (Err(panic), None) => Err(Error::Bug(message(&*panic)).into()),
        (Ok(Err(Fault::Failed { parts })), Some(reason)) if parts.code == STOPPED => {
            Err(Fault::Failed { parts: FaultParts::host(reason) })
        }
        (Ok(result), _) => result,
    }
}

/// What a call answers that its progress stopped.
const STOPPED: &str = "stopped";

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a panic without a text").to_owned()
}
