//! Time and randomness: the only file that may touch the system's.
//!
//! Inside the engine a time is a count of microseconds; people meet it as [`chrono::DateTime`]. Both the
//! clock and the entropy are handed to [`Engine::with`](crate::Engine::with), so the same commands with the
//! same clock and seed give the same bytes.

use chrono::{DateTime, Datelike, Timelike, Utc};
use ring::digest::{SHA256, digest};
use ring::rand::{SecureRandom, SystemRandom};
use std::fmt;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// A moment in UTC, in microseconds since 1970-01-01T00:00:00Z.
///
/// ```
/// use paywright::Timestamp;
/// let opening: Timestamp = "2026-11-23T09:00:00Z".parse()?;
/// assert_eq!(opening.plus_seconds(90).to_string(), "2026-11-23T09:01:30.000000Z");
/// # Ok::<(), paywright::InvalidTimestamp>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, minicbor::Encode, minicbor::Decode)]
#[cbor(transparent)]
pub struct Timestamp(#[n(0)] i64);

/// A text that is not an RFC 3339 time, or a time that in UTC lies outside of the years 0 to 9999.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a time of the form 2026-11-23T09:00:00Z")]
pub struct InvalidTimestamp;

impl Timestamp {
    /// From microseconds since 1970, UTC.
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since 1970, UTC.
    #[must_use]
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// This many seconds later (earlier, if negative), stopping at the ends of what can be said.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        self.plus_micros(seconds.saturating_mul(1_000_000))
    }

    /// This many microseconds later (earlier, if negative), stopping at the ends of what can be said.
    #[must_use]
    pub const fn plus_micros(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros))
    }

    /// Microseconds from `earlier` to this moment; negative if `earlier` is later.
    #[must_use]
    pub const fn micros_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// As a calendar time; `None` beyond the years chrono knows (262,000 either way).
    #[must_use]
    pub fn to_datetime(self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp_micros(self.0)
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(time: DateTime<Utc>) -> Self {
        Self(time.timestamp_micros())
    }
}

impl std::str::FromStr for Timestamp {
    type Err = InvalidTimestamp;
    fn from_str(text: &str) -> Result<Self, InvalidTimestamp> {
        let time = DateTime::parse_from_rfc3339(text).map_err(|_| InvalidTimestamp)?;
        let moment = Self::from_micros(time.timestamp_micros());
        // An offset or a leap second may lead out of the years that can be written back.
        let year = moment.to_datetime().map(|time| time.year());
        year.filter(|year| (0..=9999).contains(year)).map(|_| moment).ok_or(InvalidTimestamp)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(time) = self.to_datetime() else { return write!(f, "{} us after 1970", self.0) };
        match time.year() {
            year @ 0..=9999 => write!(f, "{year:04}")?,
            year => write!(f, "{year:+05}")?,
        }
        let (month, day, hour, minute) = (time.month(), time.day(), time.hour(), time.minute());
        let (second, micros) = (time.second(), time.timestamp_subsec_micros());
        write!(f, "-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{micros:06}Z")
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Tells the engine what time it is.
///
/// Law: answers at once and never calls an engine, nor waits for a thread that does. A call that it makes
/// itself, on its own thread, is answered `reentrant_call` with nothing changed, and the call that asked for
/// the time goes on; [`Engine::now`](crate::Engine::now), which has no way to say so, asks it again.
///
/// A clock may stand still (the engine then counts microseconds itself, so that no two entries share a time)
/// and may step back a little; more than a day back is refused.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place where time comes in")]
    fn now(&self) -> Timestamp {
        let since_1970 =
            std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(since_1970.as_micros()).unwrap_or(i64::MAX))
    }
}

impl<C: Clock + ?Sized> Clock for std::sync::Arc<C> {
    fn now(&self) -> Timestamp {
        (**self).now()
    }
}

impl<C: Clock + ?Sized> Clock for Box<C> {
    fn now(&self) -> Timestamp {
        (**self).now()
    }
}

/// Gives the engine 64 bits for each entry it is about to decide.
///
/// Law: two entries of different (lane, sequence) get unrelated bits, also after a reopen; a seeded source
/// gives the same bits for the same pair. It never calls an engine, nor waits for a thread that does: a call
/// of its own is answered as one of a [`Clock`] is.
pub trait Entropy: Send + Sync {
    /// Bits for the entry at this place of the journal.
    fn bits(&self, lane: u16, sequence: u64) -> u64;
}

impl<E: Entropy + ?Sized> Entropy for Box<E> {
    fn bits(&self, lane: u16, sequence: u64) -> u64 {
        (**self).bits(lane, sequence)
    }
}

/// The operating system's randomness: asked once a process, and stretched from there, because ids are made by
/// the thousand.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn bits(&self, lane: u16, sequence: u64) -> u64 {
        static SEED: OnceLock<[u8; 32]> = OnceLock::new();
        static ASKED: AtomicU64 = AtomicU64::new(0);
        let seed = SEED.get_or_init(|| {
            let mut seed = [0; 32];
            // Without the system's randomness ids stay unique within the storage: time, lane and sequence are
            // in them.
            let _ = SystemRandom::new().fill(&mut seed);
            seed
        });
        // The process is part of it, because a fork takes the seed along.
        let process = std::process::id();
        stretched(&(&seed[..], process, ASKED.fetch_add(1, Ordering::Relaxed), lane, sequence))
    }
}

/// Bytes that nobody can guess; `None` where the operating system gives none.
pub(crate) fn random_bytes() -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    SystemRandom::new().fill(&mut bytes).is_ok().then_some(bytes)
}

/// The same bits for the same seed, lane and sequence: for tests and for replays.
#[derive(Clone, Copy, Debug)]
pub struct SeededEntropy(pub u64);

impl Entropy for SeededEntropy {
    fn bits(&self, lane: u16, sequence: u64) -> u64 {
        stretched(&(self.0, lane, sequence))
    }
}

/// The first 64 bits of the hash of these parts.
fn stretched(parts: &impl minicbor::Encode<()>) -> u64 {
    // Writing to memory cannot fail.
    let canonical = minicbor::to_vec(parts).unwrap_or_default();
    let mut bits = [0; 8];
    for (to, from) in bits.iter_mut().zip(digest(&SHA256, &canonical).as_ref()) {
        *to = *from;
    }
    u64::from_le_bytes(bits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_moment_that_is_read_is_written_so_that_it_is_read_again() {
        for text in ["9999-12-31T23:59:59.999999Z", "0000-01-01T00:00:00Z", "2016-12-31T23:59:60.5Z"] {
            let moment: Timestamp = text.parse().unwrap();
            assert_eq!(moment.to_string().parse(), Ok(moment), "{text}");
        }
    }

    #[test]
    fn a_moment_of_a_year_that_has_no_four_digits_in_utc_is_refused() {
        for text in [
            "9999-12-31T23:59:59-00:01",
            "9999-12-31T23:59:60Z",
            "0000-01-01T00:00:00+00:01",
            "+10000-01-01T00:00:00Z",
        ] {
            assert_eq!(text.parse::<Timestamp>(), Err(InvalidTimestamp), "{text}");
        }
    }
}
