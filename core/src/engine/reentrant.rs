//! Calls from inside a call. The host's clock and entropy are asked in the middle of one, where the engine
//! can answer no other: whoever asks it there would wait for itself.

use crate::error::{Error, Misuse};
use crate::time::{Clock, Entropy, Timestamp};
use std::cell::Cell;

thread_local! {
    /// A clock or entropy of a host runs on this thread, asked by an engine. Of any engine: two of them may
    /// share a storage, whose turn the asking one has.
    static IN_HOST: Cell<bool> = const { Cell::new(false) };
}

/// A clock or entropy of the host. The thread is marked while its code runs.
pub(super) struct Marking<T>(pub(super) T);

impl<C: Clock> Clock for Marking<C> {
    fn now(&self) -> Timestamp {
        let _mark = Mark::set();
        self.0.now()
    }
}

impl<E: Entropy> Entropy for Marking<E> {
    fn bits(&self, lane: u16, sequence: u64) -> u64 {
        let _mark = Mark::set();
        self.0.bits(lane, sequence)
    }
}

/// Gone when it is dropped, so also where the host's code panics.
struct Mark {
    /// A clock may ask another for the time.
    before: bool,
}

impl Mark {
    fn set() -> Self {
        Self { before: IN_HOST.replace(true) }
    }
}

impl Drop for Mark {
    fn drop(&mut self) {
        IN_HOST.set(self.before);
    }
}

/// Refuses a call that the host's clock or entropy makes.
pub(super) fn not_in_host() -> Result<(), Error> {
    if !IN_HOST.get() {
        return Ok(());
    }
    let from_host = "the host's clock or entropy called an engine while an engine was asking it; nothing was \
                     changed: let it answer without any engine";
    Err(Error::misuse(Misuse::ReentrantCall, from_host))
}

/// What a thread is answered that asks while it leads: out of an import, or out of the storage.
pub(super) fn while_leading() -> Error {
    let leads = "this thread is inside a call that has the engine to itself, as an import has it while it \
                 takes lines and tells its progress; nothing was changed: ask when that call has returned";
    Error::misuse(Misuse::ReentrantCall, leads)
}
