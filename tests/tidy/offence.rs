//! What a check found.

use std::fmt::{self, Write};

/// One place that breaks a rule.
#[derive(Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Offence {
    path: String,
    line: usize,
    what: String,
}

impl Offence {
    /// `line` counts from 1; `what` says what is wrong and what to do.
    pub fn new(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, what: what.into() }
    }
}

impl fmt::Display for Offence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.what)
    }
}

/// Fails with the whole list in order of place, not with the first.
#[track_caller]
pub fn expect_none(mut offences: Vec<Offence>) {
    offences.sort();
    let mut list = String::new();
    for offence in &offences {
        let _ = writeln!(list, "  {offence}");
    }
    assert!(offences.is_empty(), "{} to mend:\n{list}", offences.len());
}

/// `file:line` of each offence in order, for the checks' own tests.
pub fn places(offences: &[Offence]) -> Vec<String> {
    let mut offences: Vec<&Offence> = offences.iter().collect();
    offences.sort();
    offences.into_iter().map(|offence| format!("{}:{}", offence.path, offence.line)).collect()
}

#[test]
#[should_panic(expected = "2 to mend:\n  a.rs:1: too long\n  b.rs:7: too wide\n")]
fn every_offender_is_listed() {
    expect_none(vec![Offence::new("b.rs", 7, "too wide"), Offence::new("a.rs", 1, "too long")]);
}
