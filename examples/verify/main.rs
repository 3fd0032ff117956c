#![forbid(unsafe_code)]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::todo, clippy::dbg_macro)]
#![deny(clippy::use_self, clippy::manual_let_else, clippy::too_many_lines, clippy::too_many_arguments)]
#![deny(clippy::allow_attributes_without_reason)]
//! Checks a database: everything stored against the journal.

mod options;

#[path = "../database.rs"]
mod database;
#[path = "../reader.rs"]
mod reader;
#[path = "../../xtask/src/terminal.rs"]
mod terminal;

use options::Options;
use paywright::journal::Lane;
use paywright::{Engine, Error, PageOf, Verification};
use paywright_sqlite::SqliteStorage;
use reader::{FOUND, Failure, UNREAD};
use std::fmt::{self, Write};
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let options: Options = match terminal::read(std::env::args_os()) {
        Ok(options) => options,
        Err(answer) => return answer.give(),
    };
    let (verification, lanes) = match check(&options.database) {
        Ok(checked) => checked,
        Err(Failure { why, code }) => {
            terminal::say(&format!("the database cannot be checked: {why}"));
            return ExitCode::from(code);
        }
    };
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = tell(&mut text, &options.database, &verification, lanes);
    if let Err(error) = terminal::print(&text) {
        let reason = terminal::reason(&error);
        terminal::say(&format!(
            "what was found cannot be printed: {reason}; start again with a place for it"
        ));
        return ExitCode::from(UNREAD);
    }
    ExitCode::from(if verification.is_clean() { 0 } else { FOUND })
}

/// What the check found, and how many lanes the journal has.
fn check(database: &Path) -> Result<(Verification, usize), Failure> {
    verify(reader::open(database)?).map_err(|error| reader::failed(database, &error))
}

fn verify(storage: SqliteStorage) -> Result<(Verification, usize), Error> {
    let engine = Engine::new(storage)?;
    let lanes = engine.list::<Lane>(&PageOf { limit: 1_000, ..PageOf::ALL })?.items.len();
    Ok((engine.verify(&[])?, lanes))
}

fn tell(out: &mut String, database: &Path, found: &Verification, lanes: usize) -> fmt::Result {
    let Verification { entries, records, transfers, .. } = found;
    let lanes = if lanes == 1 { "1 lane".to_owned() } else { format!("{lanes} lanes") };
    writeln!(out, "{}", database.display())?;
    writeln!(
        out,
        "checked: {entries} journal entries on {lanes}, {transfers} transfers, {records} other records"
    )?;
    if found.is_clean() {
        return writeln!(out, "verified: everything stored is as the journal tells it");
    }
    for finding in &found.findings {
        writeln!(out, "{finding}")?;
    }
    let count =
        u64::try_from(found.findings.len()).unwrap_or(u64::MAX).saturating_add(found.further_findings);
    let (things, are) = if count == 1 { ("thing", "is") } else { ("things", "are") };
    let listed = if found.further_findings > 0 { ", the first of each table listed here" } else { "" };
    writeln!(out, "NOT verified: {count} {things} {are} not as the journal tells it{listed}")
}
