//! Until when a caller waits, by the engine's clock.

use super::{Error, Fault, Prepared, Results, Unit, refused_all};
use crate::time::{Clock, Timestamp};

impl Prepared {
    /// What the request is answered where its deadline has passed before anything was done.
    pub(super) fn late(&self, clock: &dyn Clock) -> Option<Error> {
        self.passed(clock).map(late)
    }

    /// What a failure of the whole batch means to this request: where the deadline passed while the storage
    /// did not answer, the caller is told that.
    pub(super) fn failed(&self, error: &Error, clock: &dyn Clock) -> Error {
        let Error::Storage { fault, .. } = error else { return error.clone() };
        let late = match fault {
            Fault::Unavailable | Fault::Contended => self.late(clock),
            Fault::OutcomeUnknown => self.passed(clock).map(late_or_done),
            _ => None,
        };
        late.unwrap_or_else(|| error.clone())
    }

    /// The deadline, where it has passed. Whoever named none does not look at the clock.
    fn passed(&self, clock: &dyn Clock) -> Option<Timestamp> {
        self.deadline.filter(|deadline| clock.now() >= *deadline)
    }
}

/// The deadline passed before anything was done.
pub(in crate::engine) fn late(deadline: Timestamp) -> Error {
    let late = format!("the deadline of {deadline} passed; nothing was changed, ask again with a later one");
    Error::storage(Fault::DeadlineExceeded, late)
}

/// The deadline passed while the storage did not say what became of the commit.
pub(in crate::engine) fn late_or_done(deadline: Timestamp) -> Error {
    let may = "the storage has not said whether the commit happened; it may have: ask again with the same \
               key or id";
    Error::storage(Fault::DeadlineExceeded, format!("the deadline of {deadline} passed, and {may}"))
}

/// What a unit is answered where the time of one of its requests is up.
pub(super) fn first_late(unit: Unit<'_>, clock: &dyn Clock) -> Option<Error> {
    unit.iter().find_map(|request| request.late(clock))
}

/// The answers where every unit is late, and nothing is left to decide.
pub(super) fn all_late(units: &[Unit<'_>], clock: &dyn Clock) -> Option<Results> {
    let late = units.iter().map(|unit| Some(refused_all(unit, first_late(unit, clock)?)));
    late.collect::<Option<Vec<_>>>().map(|late| late.into_iter().flatten().collect())
}

/// The earliest deadline that is still ahead of those that are asked for together.
pub(super) fn earliest(units: &[Unit<'_>], now: Timestamp) -> Option<Timestamp> {
    let deadlines = units.iter().copied().flatten().filter_map(|request| request.deadline);
    deadlines.filter(|deadline| *deadline > now).min()
}
