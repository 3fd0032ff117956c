#![forbid(unsafe_code)]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::todo, clippy::dbg_macro)]
#![deny(clippy::use_self, clippy::manual_let_else, clippy::too_many_lines, clippy::too_many_arguments)]
#![deny(clippy::allow_attributes_without_reason)]
//! Checks a database: everything stored against the journal.

use clap::Parser;
use paywright::journal::Lane;
use paywright::{Engine, Error, Fault, PageOf, Verification};
use paywright_sqlite::{Access, SqliteOptions, SqliteStorage};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const CODES: &str = "\
Ends with 0 where everything is as the engine wrote it, with 1 where it is not (each finding is named), and
with 2 where there is nothing to check.";

/// Check a database from journal to balances
#[derive(Debug, Parser)]
#[command(name = "verify", bin_name = "cargo xtask verify", after_help = CODES)]
struct Options {
    /// The SQLite database; it is only read
    #[arg(long, value_name = "FILE")]
    database: PathBuf,
}

fn main() -> ExitCode {
    let database = Options::parse().database;
    match check(&database) {
        Ok((verification, lanes)) => match print(&database, &verification, lanes) {
            Ok(()) if verification.is_clean() => ExitCode::SUCCESS,
            Ok(()) => ExitCode::from(1),
            Err(_) => ExitCode::from(2),
        },
        Err(error) => {
            eprintln!("{}: {error}", database.display());
            let damaged = matches!(error, Error::Storage { fault: Fault::Corrupt, .. });
            ExitCode::from(if damaged { 1 } else { 2 })
        }
    }
}

/// What the check found, and how many lanes the journal has.
fn check(database: &Path) -> Result<(Verification, usize), Error> {
    let options = SqliteOptions { access: Access::ReadOnly, ..SqliteOptions::default() };
    let engine = Engine::new(SqliteStorage::open_with(database, options)?)?;
    let lanes = engine.list::<Lane>(&PageOf { limit: 1_000, ..PageOf::ALL })?.items.len();
    Ok((engine.verify(&[])?, lanes))
}

fn print(database: &Path, found: &Verification, lanes: usize) -> io::Result<()> {
    let mut out = io::stdout().lock();
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
