//! Counting tests from what cargo's test harness, pytest, Maven's Surefire and XCTest print.

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
    /// Reads a line such as `test result: ok. 12 passed; 0 failed; 1 ignored; ...`, or the last line of
    /// pytest, such as `==== 12 passed, 1 skipped in 1.20s ====`, or of Surefire, such as
    /// `[INFO] Tests run: 12, Failures: 0, Errors: 0, Skipped: 1`, or the end of one test of XCTest, whose
    /// sums come once for each suite and again for all. Every other line is nothing.
    pub fn of_line(line: &str) -> Option<Self> {
        let line = line.trim();
        Self::of_cargo(line)
            .or_else(|| Self::of_pytest(line))
            .or_else(|| Self::of_surefire(line))
            .or_else(|| Self::of_xctest(line))
    }

    /// The lines of single classes go on with the time that they took; they are in the last line again.
    fn of_surefire(line: &str) -> Option<Self> {
        let figures = line.strip_prefix('[')?.split_once("] Tests run: ")?.1;
        let mut figures = figures.split(", ");
        let run: u64 = figures.next()?.parse().ok()?;
        let mut named = |name: &str| figures.next()?.strip_prefix(name)?.parse::<u64>().ok();
        let (failed, broken, ignored) = (named("Failures: ")?, named("Errors: ")?, named("Skipped: ")?);
        if figures.next().is_some() {
            return None;
        }
        let failed = failed + broken;
        Some(Self { passed: run.checked_sub(failed + ignored)?, failed, ignored })
    }

    fn of_cargo(line: &str) -> Option<Self> {
        let rest = line.strip_prefix("test result: ")?;
        let figures = rest.strip_prefix("ok. ").or_else(|| rest.strip_prefix("FAILED. "))?;
        let mut figures = figures.split("; ");
        let tally = Self {
            passed: figure(figures.next()?, " passed")?,
            failed: figure(figures.next()?, " failed")?,
            ignored: figure(figures.next()?, " ignored")?,
        };
        Some(tally)
    }

    /// What could not be prepared or taken down has failed; what is expected to fail proves nothing, and is
    /// left out. Warnings are no tests, nor are the parts of a test; one that failed is among the failed.
    fn of_pytest(line: &str) -> Option<Self> {
        let (figures, took) = line.trim_matches('=').trim().rsplit_once(" in ")?;
        let seconds = took.split_once(" (").map_or(took, |(seconds, _)| seconds).strip_suffix('s')?;
        seconds.parse::<f64>().ok()?;
        let mut tally = Self::default();
        for figure in figures.split(", ") {
            let (number, what) = figure.split_once(' ')?;
            let number: u64 = number.parse().ok()?;
            match what {
                "passed" | "xpassed" => tally.passed += number,
                "failed" | "error" | "errors" => tally.failed += number,
                "skipped" | "xfailed" => tally.ignored += number,
                "deselected" | "warning" | "warnings" => {}
                "subtests passed" | "subtests failed" | "subtests skipped" => {}
                _ => return None,
            }
        }
        Some(tally)
    }
}

impl Tally {
    fn of_xctest(line: &str) -> Option<Self> {
        let (_, ended) = line.strip_prefix("Test Case '")?.rsplit_once("' ")?;
        let (how, took) = ended.split_once(" (")?;
        took.split_once(" seconds)")?.0.parse::<f64>().ok()?;
        let counted = |passed, failed, ignored| Some(Self { passed, failed, ignored });
        match how {
            "passed" => counted(1, 0, 0),
            "failed" => counted(0, 1, 0),
            "skipped" => counted(0, 0, 1),
            _ => None,
        }
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
    fn the_last_line_of_pytest_is_counted() {
        let counted = |passed, failed, ignored| Some(Tally { passed, failed, ignored });
        let cases = [
            ("============ 12 passed in 0.31s ============", counted(12, 0, 0)),
            ("3 passed, 1 skipped in 1.20s", counted(3, 0, 1)),
            ("=== 1 failed, 2 passed, 3 warnings in 75.02s (0:01:15) ===\r\n", counted(2, 1, 0)),
            ("==== 2 passed, 1 warning, 2 errors in 0.50s ====", counted(2, 2, 0)),
            ("1 skipped, 4 deselected, 2 xfailed, 1 xpassed, 1 error in 3.00s", counted(1, 1, 3)),
            ("== 1 failed, 1 passed, 2 subtests passed in 0.10s ==", counted(1, 1, 0)),
        ];
        for (line, tally) in cases {
            assert_eq!(Tally::of_line(line), tally, "{line}");
        }
    }

    #[test]
    fn the_last_line_of_surefire_is_counted() {
        let counted = |passed, failed, ignored| Some(Tally { passed, failed, ignored });
        let cases = [
            ("[INFO] Tests run: 12, Failures: 0, Errors: 0, Skipped: 0", counted(12, 0, 0)),
            ("[WARNING] Tests run: 12, Failures: 0, Errors: 0, Skipped: 2\r\n", counted(10, 0, 2)),
            ("[ERROR] Tests run: 18, Failures: 2, Errors: 1, Skipped: 0", counted(15, 3, 0)),
        ];
        for (line, tally) in cases {
            assert_eq!(Tally::of_line(line), tally, "{line}");
        }
    }

    #[test]
    fn each_test_of_xctest_is_counted_where_it_ends_and_no_sum_again() {
        let counted = |passed, failed, ignored| Some(Tally { passed, failed, ignored });
        let cases = [
            ("Test Case 'StoryTests.testInMemory' passed (0.412 seconds)", counted(1, 0, 0)),
            (
                "Test Case '-[PaywrightTests.StoryTests testInMemory]' passed (0.412 seconds).",
                counted(1, 0, 0),
            ),
            ("Test Case 'StoryTests.testOnAFile' failed (1.0 seconds)", counted(0, 1, 0)),
            ("Test Case 'StoryTests.testOnAMac' skipped (0.0 seconds)", counted(0, 0, 1)),
            ("Test Case 'StoryTests.testInMemory' started at 2026-11-27 19:04:23.725", None),
            ("Test Suite 'StoryTests' passed at 2026-11-27 19:04:23.731", None),
            ("\t Executed 2 tests, with 1 failure (0 unexpected) in 1.412 (1.412) seconds", None),
        ];
        for (line, tally) in cases {
            assert_eq!(Tally::of_line(line), tally, "{line}");
        }
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
            "============ no tests ran in 0.01s ============",
            "12 passed",
            "12 passed in a hurry",
            "12 passed in 0.31 s",
            "12 payments passed in 0.31s",
            "said: 12 passed in 0.31s",
            "[INFO] Tests run: 2, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 2.9 s -- in dev.paywright.StoryTest",
            "[ERROR] Tests run: many, Failures: 0, Errors: 0, Skipped: 0",
            "Tests run: 2, Failures: 0, Errors: 0, Skipped: 0",
            "====== test session starts ======",
            "Documentation built in 0.15 seconds",
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
