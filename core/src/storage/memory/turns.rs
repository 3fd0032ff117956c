//! Whose turn it is to commit.

use super::StorageError;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// One turn at a time.
#[derive(Debug, Default)]
pub(super) struct Turns {
    taken: Mutex<bool>,
    freed: Condvar,
}

/// The turn; it ends when this is dropped.
pub(super) struct Held<'a>(&'a Turns);

impl Turns {
    pub(super) fn take(&self, patience: Duration) -> Result<Held<'_>, StorageError> {
        let mut taken = self.lock();
        // Where nobody has it, no clock is looked at: some hosts of a storage in memory have none.
        if *taken {
            let waited = self.freed.wait_timeout_while(taken, patience, |taken| *taken);
            taken = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        if *taken {
            let busy = "it is busy: another commit did not finish in time";
            return Err(StorageError::Unavailable(busy.to_owned()));
        }
        *taken = true;
        Ok(Held(self))
    }

    fn lock(&self) -> MutexGuard<'_, bool> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        *self.0.lock() = false;
        self.0.freed.notify_one();
    }
}

/// What is answered to whoever goes on after the end of a turn.
pub(super) fn over() -> StorageError {
    StorageError::Unavailable("the turn is over: ask for another".to_owned())
}
