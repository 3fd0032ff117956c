//! How far a long call has come, and how to stop it.

use crate::error::{Error, Misuse};
use std::ops::ControlFlow;

/// How far a long call has come. The caller is told between steps, and may stop it there.
///
/// Whoever is told may call the engine, but [`Engine::import`](crate::Engine::import) has it to itself from
/// beginning to end: it may be read then, and a command is answered `reentrant_call`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// How many of the things that it goes through are done: requests, entries, pages.
    pub done: u64,
    /// How many there are in all, where that is known.
    pub total: Option<u64>,
}

impl Progress {
    /// Tells the caller, who may stop here. `what` is what it counts, as people say it: "pages".
    ///
    /// ```
    /// use paywright::*;
    /// use std::ops::ControlFlow;
    /// let after = Progress { done: 3, total: Some(8) };
    /// let stopped = after.tell("pages", &mut |_| ControlFlow::Break(())).unwrap_err();
    /// assert_eq!(stopped.code(), "stopped");
    /// assert_eq!(stopped.to_string(), "stopped as asked after 3 of 8 pages");
    /// ```
    ///
    /// # Errors
    /// `stopped`.
    pub fn tell(self, what: &str, progress: &mut dyn FnMut(Self) -> ControlFlow<()>) -> Result<(), Error> {
        match progress(self) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => {
                let done = self.done;
                let of = self.total.map_or_else(String::new, |total| format!(" of {total}"));
                Err(Error::misuse(Misuse::Stopped, format!("stopped as asked after {done}{of} {what}")))
            }
        }
    }
}
