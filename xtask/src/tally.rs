//! Counting tests from what the test harness prints.

use std::iter::Sum;
use std::ops::{Add, AddAssign};

/// How many tests passed, failed and were left out.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
    pub ignored: u64,
}

impl Tally {
    /// Reads a line such as `test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; ...`.
    /// Every other line is nothing.
    pub fn of_line(line: &str) -> Option<Self> {
        let rest = line.trim().strip_prefix("test result: ")?;
        let figures = rest.strip_prefix("ok. ").or_else(|| rest.strip_prefix("FAILED. "))?;
        let mut figures = figures.split("; ");
        let tally = Self {
            passed: figure(figures.next()?, " passed")?,
            failed: figure(figures.next()?, " failed")?,
            ignored: figure(figures.next()?, " ignored")?,
        };
        Some(tally)
    }
}

fn figure(text: &str, unit: &str) -> Option<u64> {
    text.strip_suffix(unit)?.parse().ok()
}

impl Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            ignored: self.ignored + other.ignored,
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(tallies: I) -> Self {
        tallies.fold(Self::default(), Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OK: &str =
        "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.01s";
    const FAILED: &str =
        "test result: FAILED. 7 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.30s";

    #[test]
    fn a_line_of_results_is_counted() {
        assert_eq!(Tally::of_line(OK), Some(Tally { passed: 12, failed: 0, ignored: 1 }));
        assert_eq!(Tally::of_line(FAILED), Some(Tally { passed: 7, failed: 2, ignored: 0 }));
        assert_eq!(Tally::of_line(&format!("{OK}\r\n")), Tally::of_line(OK));
    }

    #[test]
    fn every_other_line_is_passed_over() {
        let others = [
            "",
            "running 12 tests",
            "test tally::tests::a_line_of_results_is_counted ... ok",
            "test result: ok",
            "test result: ok. many passed; 0 failed; 0 ignored",
            "test result: ok. 1 passed; 0 failed",
            "said: test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured",
            "all doctests ran in 0.35s; merged doctests compilation took 0.19s",
        ];
        for line in others {
            assert_eq!(Tally::of_line(line), None, "{line}");
        }
    }

    #[test]
    fn tallies_add_up() {
        let sum: Tally = [OK, FAILED].into_iter().filter_map(Tally::of_line).sum();
        assert_eq!(sum, Tally { passed: 19, failed: 2, ignored: 1 });
    }
}
