//! The whole engine on SQLite, killed at any point and given files that are in trouble.
//!
//! `PAYWRIGHT_KILLS` asks for more kills than a usual run has; `PAYWRIGHT_SEED` repeats the moments of a run
//! that failed.
#![cfg(unix)]

#[allow(dead_code, unused_imports, unused_macros, reason = "shared with the scenarios, which use the rest")]
#[path = "../support/mod.rs"]
mod support;

mod backups;
mod business;
mod calls;
mod child;
mod damage;
mod dice;
mod kills;
mod lanes;
mod load;
mod orders;
mod paths;
mod processes;
mod proof;
mod racers;
mod races;
mod receipts;
mod rights;
mod room;
mod steps;
mod storage;
mod stress;
mod work;

/// The program that the stories start: this test does nothing unless one of them says what.
#[test]
fn the_business_of_a_child() {
    orders::works_if_told();
}
