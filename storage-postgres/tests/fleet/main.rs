//! Many processes on one PostgreSQL, killed at any moment while the server restarts under them; and what
//! several engines race for.
//!
//! `PAYWRIGHT_SECONDS` asks for a longer run than the usual one; `PAYWRIGHT_SEED` repeats the choices of a
//! run that failed. `cargo xtask fleet` sets both.
#![cfg(unix)]

mod freeze;
mod kills;
mod member;
mod place;
mod racers;
mod till;

// What is asked and proved on a storage in one file is asked and proved here.
#[allow(dead_code, reason = "shared with the crashes, which use the rest")]
#[path = "../../../tests/crashes/business.rs"]
mod business;
#[allow(dead_code, reason = "shared with the crashes, which use the rest")]
#[path = "../../../tests/crashes/calls.rs"]
mod calls;
#[allow(dead_code, reason = "shared with the crashes, which use the rest")]
#[path = "../../../tests/crashes/child.rs"]
mod child;
#[allow(dead_code, reason = "shared with the crashes, which use the rest")]
#[path = "../../../tests/crashes/dice.rs"]
mod dice;
#[path = "../../../tests/crashes/proof.rs"]
mod proof;
#[allow(dead_code, reason = "shared with the crashes, which use the rest")]
#[path = "../../../tests/crashes/races.rs"]
mod races;
#[allow(dead_code, reason = "shared with the crashes, which use the rest")]
#[path = "../../../tests/crashes/steps.rs"]
mod steps;
#[allow(dead_code, unused_imports, unused_macros, reason = "shared with the scenarios, which use the rest")]
#[path = "../../../tests/support/mod.rs"]
mod support;
#[path = "../../../tests/crashes/work.rs"]
mod work;

/// The program that the fleet starts: this test does nothing unless somebody says what.
#[test]
fn the_work_of_a_member() {
    member::works_if_told();
}
