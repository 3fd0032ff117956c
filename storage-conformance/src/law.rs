//! A law, what came of it, and the report on all of them.

use crate::{Backend, Cannot, LAWS};
use paywright::storage::{CommitError, Corrupt, StorageError};
use std::fmt;

/// One promise of a storage, with the function that tries to catch a backend breaking it.
#[derive(Clone, Copy)]
pub struct Law {
    /// Its name, that of the generated test.
    pub name: &'static str,
    /// What is promised.
    pub sentence: &'static str,
    /// Tries it on new places of the backend.
    pub trial: fn(&dyn Backend) -> Outcome,
}

impl fmt::Debug for Law {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.sentence)
    }
}

/// The law held, or why that cannot be said.
pub type Outcome = Result<(), Unheld>;

/// Why a law did not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unheld {
    /// The backend broke it: what was found.
    Broken(String),
    /// The backend cannot make the fault that the law is about: its reason.
    NotTried(String),
}

impl From<Cannot> for Unheld {
    fn from(cannot: Cannot) -> Self {
        Self::NotTried(cannot.0)
    }
}

impl From<StorageError> for Unheld {
    fn from(error: StorageError) -> Self {
        Self::Broken(format!("the storage answered an error: {error}"))
    }
}

impl From<Corrupt> for Unheld {
    fn from(corrupt: Corrupt) -> Self {
        Self::Broken(format!("a row does not hold what was written: {corrupt}"))
    }
}

impl From<CommitError> for Unheld {
    fn from(error: CommitError) -> Self {
        let named = match &error {
            CommitError::Conflict(conflicts) => format!("{:?}", crate::refusal::named(conflicts)),
            _ => String::new(),
        };
        Self::Broken(format!("a commit whose premises all held was refused: {error} {named}"))
    }
}

/// Answers that the law is broken.
macro_rules! broken {
    ($($message:tt)*) => { return Err($crate::Unheld::Broken(format!($($message)*))) };
}

/// Answers that the law is broken unless something holds.
macro_rules! ensure {
    ($holds:expr, $($message:tt)*) => { if !$holds { $crate::law::broken!($($message)*); } };
}

pub(crate) use {broken, ensure};

/// What came of one law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It held.
    Held,
    /// It was broken: what was found.
    Broken(String),
    /// It could not be tried: why.
    NotTried(String),
}

/// What came of all laws, in the order of [`LAWS`].
#[derive(Debug, Clone)]
pub struct Report {
    /// Each law with its verdict.
    pub verdicts: Vec<(&'static Law, Verdict)>,
}

impl Report {
    /// No law was broken.
    #[must_use]
    pub fn is_lawful(&self) -> bool {
        !self.verdicts.iter().any(|(_, verdict)| matches!(verdict, Verdict::Broken(_)))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (law, verdict) in &self.verdicts {
            match verdict {
                Verdict::Held => writeln!(f, "held       {}", law.name)?,
                Verdict::Broken(what) => {
                    writeln!(f, "BROKEN     {}: {}\n           {what}", law.name, law.sentence)?
                }
                Verdict::NotTried(why) => writeln!(f, "not tried  {}: {why}", law.name)?,
            }
        }
        Ok(())
    }
}

/// Tries every law, one after the other.
#[must_use]
pub fn check(backend: &dyn Backend) -> Report {
    Report { verdicts: LAWS.iter().map(|law| (law, verdict(law, backend))).collect() }
}

/// Tries one law, for a test of that name.
///
/// # Panics
/// With the law's sentence and what was found, when the backend breaks it; or when there is no such law.
pub fn uphold(backend: &dyn Backend, name: &str) {
    let law = LAWS.iter().find(|law| law.name == name);
    assert!(law.is_some(), "there is no law {name}");
    let broken = law.and_then(|law| match verdict(law, backend) {
        Verdict::Broken(what) => Some(format!("{} But: {what}", law.sentence)),
        Verdict::Held | Verdict::NotTried(_) => None,
    });
    assert!(broken.is_none(), "{}", broken.unwrap_or_default());
}

fn verdict(law: &Law, backend: &dyn Backend) -> Verdict {
    match (law.trial)(backend) {
        Ok(()) => Verdict::Held,
        Err(Unheld::Broken(what)) => Verdict::Broken(what),
        Err(Unheld::NotTried(why)) => Verdict::NotTried(why),
    }
}
