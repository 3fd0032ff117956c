//! A clock that stands until it is set.

use paywright::{Clock, Timestamp};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// A clock that stands until it is set. Clones show the same time: one goes to the engine, the other stays in
/// the test.
///
/// ```
/// use paywright::Clock;
/// use paywright_testing::ManualClock;
/// let clock = ManualClock::new("2026-11-23T09:00:00Z".parse()?);
/// let engines = clock.clone();
/// clock.advance_seconds(90);
/// assert_eq!(engines.now().to_string(), "2026-11-23T09:01:30.000000Z");
/// # Ok::<(), paywright::InvalidTimestamp>(())
/// ```
#[derive(Clone, Debug)]
pub struct ManualClock(Arc<AtomicI64>);

impl ManualClock {
    /// Stands at this time.
    #[must_use]
    pub fn new(at: Timestamp) -> Self {
        Self(Arc::new(AtomicI64::new(at.as_micros())))
    }

    /// Stands at this time from now on. An engine refuses to write once its clock is more than a day behind
    /// its last entry.
    pub fn set(&self, to: Timestamp) {
        self.0.store(to.as_micros(), Ordering::SeqCst);
    }

    /// Stands this many seconds later from now on; earlier, if negative.
    pub fn advance_seconds(&self, seconds: i64) {
        self.set(self.now().plus_seconds(seconds));
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::SeqCst))
    }
}
