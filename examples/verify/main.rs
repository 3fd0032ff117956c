#![forbid(unsafe_code)]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::todo, clippy::dbg_macro)]
#![deny(clippy::use_self, clippy::manual_let_else, clippy::too_many_lines, clippy::too_many_arguments)]
#![deny(clippy::allow_attributes_without_reason)]
//! Checks a database: everything stored against the journal, and each index against its table.

mod options;

#[path = "../database.rs"]
mod database;
#[path = "../reader.rs"]
mod reader;
#[path = "../../xtask/src/terminal.rs"]
mod terminal;

use database::shown;
use options::Options;
use paywright::journal::Lane;
use paywright::storage::Storage;
use paywright::{Engine, Error, PageOf, Verification};
use reader::{FOUND, Failure, UNREAD};
use std::fmt::{self, Write};
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let options: Options = match terminal::read(std::env::args_os()) {
        Ok(options) => options,
        Err(answer) => return answer.give(),
    };
    let (place, checked) = check(&options);
    let found = match checked {
        Ok(checked) => checked,
        Err(Failure { why, code }) => {
            terminal::say(&format!("the database cannot be checked: {why}"));
            return ExitCode::from(code);
        }
    };
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = tell(&mut text, &place, &found);
    if let Err(error) = terminal::print(&text) {
        let reason = terminal::reason(&error);
        terminal::say(&format!(
            "what was found cannot be printed: {reason}; start again with a place for it"
        ));
        return ExitCode::from(UNREAD);
    }
    ExitCode::from(if found.is_clean() { 0 } else { FOUND })
}

/// What the check found.
struct Found {
    verification: Verification,
    /// What SQLite says of its file.
    file: Vec<String>,
    /// Lanes of the journal.
    lanes: usize,
}

impl Found {
    fn is_clean(&self) -> bool {
        self.verification.is_clean() && self.file.is_empty()
    }
}

/// Where it looked, in words, and what it found.
fn check(options: &Options) -> (String, Result<Found, Failure>) {
    if let Some(address) = &options.storage {
        return (shown(address), check_server(address));
    }
    let database = options.database.clone().unwrap_or_default();
    (database.display().to_string(), check_file(&database))
}

fn check_file(database: &Path) -> Result<Found, Failure> {
    let (storage, file) = (reader::open(database)?, reader::open(database)?);
    let checked = verify(storage).and_then(|found| Ok(Found { file: file.check()?, ..found }));
    checked.map_err(|error| reader::failed(&database.display(), &error))
}

fn check_server(address: &str) -> Result<Found, Failure> {
    verify(reader::on_server(address)?).map_err(|error| reader::failed(&shown(address), &error))
}

fn verify(storage: impl Storage + 'static) -> Result<Found, Error> {
    let engine = Engine::new(storage)?;
    let lanes = engine.list::<Lane>(&PageOf { limit: 1_000, ..PageOf::ALL })?.items.len();
    Ok(Found { verification: engine.verify(&[])?, file: Vec::new(), lanes })
}

fn tell(out: &mut String, place: &str, found: &Found) -> fmt::Result {
    let Verification { entries, records, transfers, findings, further_findings, .. } = &found.verification;
    let lanes = if found.lanes == 1 { "1 lane".to_owned() } else { format!("{} lanes", found.lanes) };
    writeln!(out, "{place}")?;
    writeln!(
        out,
        "checked: {entries} journal entries on {lanes}, {transfers} transfers, {records} other records"
    )?;
    if found.is_clean() {
        return writeln!(out, "verified: everything stored is as the journal tells it");
    }
    for finding in findings {
        writeln!(out, "{finding}")?;
    }
    for finding in &found.file {
        writeln!(out, "{finding}")?;
    }
    let listed = findings.len().saturating_add(found.file.len());
    let count = u64::try_from(listed).unwrap_or(u64::MAX).saturating_add(*further_findings);
    let (things, are) = if count == 1 { ("thing", "is") } else { ("things", "are") };
    let listed = if *further_findings > 0 { ", the first of each table listed here" } else { "" };
    writeln!(out, "NOT verified: {count} {things} {are} not as the engine wrote it{listed}")
}
