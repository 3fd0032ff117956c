//! A clock that moves when it is told to.

use paywright::{Clock, Timestamp};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};

/// Its clones show the same time.
#[derive(Clone)]
pub struct TestClock(Arc<AtomicI64>);

impl TestClock {
    /// Stands at the morning of a market day.
    pub fn new() -> Self {
        Self::at("2026-11-23T09:00:00Z".parse().unwrap())
    }

    pub fn at(time: Timestamp) -> Self {
        Self(Arc::new(AtomicI64::new(time.as_micros())))
    }

    pub fn reads(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(SeqCst))
    }

    /// Goes on, or back where `seconds` is negative.
    pub fn moves(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        self.reads()
    }
}
