//! What is printed of stages: a line as each ends, and at the end the table and the figures.

use std::fmt::Write;
use std::time::Duration;

use crate::runner::{Outcome, Verdict};
use crate::tally::Tally;

/// The width of a stage's name and the dots after it.
const NAME: usize = 40;

/// One line for a stage that has just ended.
pub fn line(outcome: &Outcome) -> String {
    let dots = ".".repeat(NAME.saturating_sub(outcome.name.len()).max(3));
    let remark = match &outcome.verdict {
        Verdict::Passed => "",
        Verdict::Failed(_) => "  FAILED",
        Verdict::Skipped(_) => "  skipped",
    };
    format!("stage {} {dots} {} min{remark}", outcome.name, minutes(outcome.took))
}

/// The table of all stages; its last line is `N passed, N failed`.
pub fn table(outcomes: &[Outcome]) -> String {
    let tests: Tally = outcomes.iter().map(|outcome| outcome.tests).sum();
    let took: Duration = outcomes.iter().map(|outcome| outcome.took).sum();
    let mut text = format!("\n{:<NAME$} minutes  passed  failed\n", "stage");
    for outcome in outcomes {
        row(&mut text, outcome.name, outcome.took, outcome.tests);
    }
    row(&mut text, "all", took, tests);
    text.push('\n');
    for outcome in outcomes {
        let (what, reason) = match &outcome.verdict {
            Verdict::Passed => continue,
            Verdict::Failed(reason) => ("failed", reason),
            Verdict::Skipped(reason) => ("was skipped", reason),
        };
        let _ = writeln!(text, "stage {} {what}: {reason}", outcome.name);
    }
    if tests.ignored > 0 {
        let _ = writeln!(text, "{} tests were ignored", tests.ignored);
    }
    let _ = writeln!(text, "{} passed, {} failed", tests.passed, tests.failed);
    text
}

fn row(text: &mut String, name: &str, took: Duration, tests: Tally) {
    let _ = writeln!(text, "{name:<NAME$} {:>7} {:>7} {:>7}", minutes(took), tests.passed, tests.failed);
}

fn minutes(took: Duration) -> String {
    format!("{:.1}", took.as_secs_f64() / 60.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(name: &'static str, seconds: u64, passed: u64, failed: u64, verdict: Verdict) -> Outcome {
        let tests = Tally { passed, failed, ignored: 0 };
        Outcome { name, took: Duration::from_secs(seconds), tests, verdict }
    }

    #[test]
    fn a_stage_ends_with_its_minutes() {
        let ended = outcome("core tests", 72, 512, 0, Verdict::Passed);
        assert_eq!(line(&ended), "stage core tests .............................. 1.2 min");
        let ended = outcome("core tests", 6, 511, 1, Verdict::Failed("why".to_owned()));
        assert!(line(&ended).ends_with(". 0.1 min  FAILED"), "{}", line(&ended));
    }

    #[test]
    fn the_table_sums_names_what_failed_and_ends_with_the_figures() {
        let outcomes = [
            outcome("core tests", 72, 512, 0, Verdict::Passed),
            outcome(
                "storages",
                18,
                88,
                1,
                Verdict::Failed("`cargo test` ended with exit code 101".to_owned()),
            ),
            outcome("python", 0, 0, 0, Verdict::Skipped("maturin is missing".to_owned())),
        ];
        let expected = "
stage                                    minutes  passed  failed
core tests                                   1.2     512       0
storages                                     0.3      88       1
python                                       0.0       0       0
all                                          1.5     600       1

stage storages failed: `cargo test` ended with exit code 101
stage python was skipped: maturin is missing
600 passed, 1 failed
";
        assert_eq!(table(&outcomes), expected);
    }
}
