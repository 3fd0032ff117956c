//! Until when a caller waits, by the engine's clock.

use super::{Error, Fault, Mode, PATIENCE, Prepared, Results};
use crate::time::{Clock, Timestamp};
use std::time::Duration;

impl Prepared {
    /// What the request is answered where its deadline has passed before anything was done.
    pub(super) fn late(&self, clock: &dyn Clock) -> Option<Error> {
        let deadline = self.passed(clock)?;
        let late =
            format!("the deadline of {deadline} passed; nothing was changed, ask again with a later one");
        Some(Error::storage(Fault::DeadlineExceeded, late))
    }

    /// What a failure of the whole batch means to this request: where the deadline passed while the storage
    /// did not answer, the caller is told that.
    pub(super) fn failed(&self, error: &Error, clock: &dyn Clock) -> Error {
        let Error::Storage { fault, .. } = error else { return error.clone() };
        let late = match fault {
            Fault::Unavailable | Fault::Contended => self.late(clock),
            Fault::OutcomeUnknown => self.passed(clock).map(|deadline| {
                let may = "the storage does not say whether the commit happened; it may have: ask again with \
                           the same key or id";
                Error::storage(
                    Fault::DeadlineExceeded,
                    format!("the deadline of {deadline} passed, and {may}"),
                )
            }),
            _ => None,
        };
        late.unwrap_or_else(|| error.clone())
    }

    /// The deadline, where it has passed. Whoever named none does not look at the clock.
    fn passed(&self, clock: &dyn Clock) -> Option<Timestamp> {
        self.deadline.filter(|deadline| clock.now() >= *deadline)
    }
}

/// The answers where nothing is left to decide: each request is late, or one is of a batch that stands or
/// falls as a whole.
pub(super) fn all_late(requests: &[Prepared], mode: Mode, clock: &dyn Clock) -> Option<Results> {
    let first = requests.iter().find_map(|request| request.late(clock))?;
    if mode == Mode::AllOrNothing {
        return Some(requests.iter().map(|_| Err(first.clone())).collect());
    }
    requests.iter().map(|request| request.late(clock).map(Err)).collect()
}

/// How long a commit may wait for other writers: until the earliest deadline of what it carries.
pub(super) fn patience(earliest: Option<Timestamp>, now: Timestamp) -> Duration {
    let left = |deadline: Timestamp| u64::try_from(deadline.micros_since(now)).unwrap_or(0);
    earliest.map_or(PATIENCE, |deadline| PATIENCE.min(Duration::from_micros(left(deadline))))
}
