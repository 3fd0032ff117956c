//! Commits to be made in a round, and the times they take.

use crate::Outcome;
use crate::figure::number;
use std::time::{Duration, Instant};

/// Commits, those of the warm-up apart: after them both sides have in memory what the timed ones touch.
#[derive(Clone, Debug)]
pub struct Work<T> {
    /// Not timed.
    pub warm_up: Vec<T>,
    /// Timed.
    pub timed: Vec<T>,
}

impl<T> Work<T> {
    /// Of these commits, so many are the warm-up's.
    pub fn split(mut commits: Vec<T>, warm_up: usize) -> Self {
        let timed = commits.split_off(warm_up.min(commits.len()));
        Self { warm_up: commits, timed }
    }

    /// The same commits, borrowed.
    pub fn as_ref(&self) -> Work<&T> {
        Work { warm_up: self.warm_up.iter().collect(), timed: self.timed.iter().collect() }
    }

    /// Each commit as another, unless one cannot be.
    pub fn try_map<U>(self, mut each: impl FnMut(T) -> Outcome<U>) -> Outcome<Work<U>> {
        let warm_up = self.warm_up.into_iter().map(&mut each).collect::<Outcome<_>>()?;
        Ok(Work { warm_up, timed: self.timed.into_iter().map(each).collect::<Outcome<_>>()? })
    }

    /// Each commit as another.
    pub fn map<U>(self, mut each: impl FnMut(T) -> U) -> Work<U> {
        let warm_up = self.warm_up.into_iter().map(&mut each).collect();
        Work { warm_up, timed: self.timed.into_iter().map(each).collect() }
    }

    /// Makes them all, one after the other.
    pub fn run(self, mut commit: impl FnMut(T) -> Outcome<()>) -> Outcome<Times> {
        for one in self.warm_up {
            commit(one)?;
        }
        let mut times = Vec::with_capacity(self.timed.len());
        for one in self.timed {
            let start = Instant::now();
            commit(one)?;
            times.push(start.elapsed());
        }
        Ok(Times(times))
    }
}

impl<T> Work<Vec<T>> {
    /// The same in commits of one each, but for the warm-up.
    pub fn spread(self) -> Self {
        Self { warm_up: self.warm_up, timed: self.timed.into_iter().flatten().map(|one| vec![one]).collect() }
    }
}

/// How long a piece of work took, with what it answered.
pub fn timed<T>(work: impl FnOnce() -> Outcome<T>) -> Outcome<(Duration, T)> {
    let start = Instant::now();
    let answer = work()?;
    Ok((start.elapsed(), answer))
}

/// How long each timed commit took.
#[derive(Clone, Debug)]
pub struct Times(Vec<Duration>);

impl Times {
    /// How many of `count` things, done in all of them together, a second.
    #[must_use]
    pub fn rate(&self, count: usize) -> f64 {
        let total: Duration = self.0.iter().sum();
        number(count) / total.as_secs_f64()
    }

    /// Microseconds of the commit in the middle.
    #[must_use]
    pub fn p50_micros(&self) -> f64 {
        self.part_micros(50)
    }

    /// Microseconds of the commit that so many of a hundred are faster than; of 100, the slowest.
    #[must_use]
    pub fn part_micros(&self, percent: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let place = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
        sorted.get(place).map_or(f64::NAN, |time| time.as_secs_f64() * 1e6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_follows_the_warm_up_is_timed() {
        let mut made = Vec::new();
        let times = Work::split(vec![1, 2, 3], 2).map(|one| one * 10).run(|one| {
            made.push(one);
            Ok(())
        });
        assert_eq!(times.unwrap().0.len(), 1);
        assert_eq!(made, [10, 20, 30]);
    }

    #[test]
    fn a_rate_counts_all_commits_and_a_p50_is_that_of_one() {
        let times = Times([1, 9, 2].map(Duration::from_millis).to_vec());
        assert!((times.rate(24) - 2_000.0).abs() < 1e-6);
        assert!((times.p50_micros() - 2_000.0).abs() < 1e-6);
        assert!((times.part_micros(100) - 9_000.0).abs() < 1e-6);
    }
}
