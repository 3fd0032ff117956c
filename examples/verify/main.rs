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
Ends with 0 where everything is as the engine wrote it, with 1 where it is not (each finding is named), and with 2 where
there is nothing to check.";

/// Check a database from journal to balances
#[derive(Debug, Parser)]
#[command(name = "verify", bin_name = "cargo xtask verify", after_help = CODES)]
struct Options {
    /// The SQLite database; it is only read
    #[arg(long, value_name = "FILE")]
    database: PathBuf,
}

/// What a check that was possible came to.
struct Checked {
    entries: u64,
    transfers: u64,
    lanes: usize,
    verification: Verification,
}

fn main() -> ExitCode {
    let database = Options::parse().database;
    match check(&database) {
        Ok(checked) => match checked.print(&database) {
            Ok(()) if checked.verification.findings.is_empty() => ExitCode::SUCCESS,
            Ok(()) => ExitCode::from(1),
            Err(_) => ExitCode::from(2),
        },
        Err(error) => {
            eprintln!("{error}");
            let damaged = matches!(error, Error::Storage { fault: Fault::Corrupt, .. });
            ExitCode::from(if damaged { 1 } else { 2 })
        }
    }
}

fn check(database: &Path) -> Result<Checked, Error> {
    let options = SqliteOptions { access: Access::ReadOnly, ..SqliteOptions::default() };
    let engine = Engine::new(SqliteStorage::open_with(database, options)?)?;
    let verification = engine.verify(&[])?;
    let lanes = engine.list::<Lane>(&PageOf { limit: 1_000, ..PageOf::ALL })?.items;
    let sum = |count: fn(&Lane) -> u64| lanes.iter().map(count).fold(0, u64::saturating_add);
    let (entries, transfers) = (sum(|lane| lane.sequence), sum(|lane| lane.transfers));
    Ok(Checked { entries, transfers, lanes: lanes.len(), verification })
}

impl Checked {
    fn print(&self, database: &Path) -> io::Result<()> {
        let mut out = io::stdout().lock();
        let Self { entries, transfers, lanes, verification } = self;
        let file = database.display();
        let lanes = if *lanes == 1 { "1 lane".to_owned() } else { format!("{lanes} lanes") };
        writeln!(
            out,
            "{file}: {entries} journal entries on {lanes}, {transfers} transfers, and every row they left"
        )?;
        if verification.findings.is_empty() {
            return writeln!(out, "verified: everything stored is as the journal tells it");
        }
        for finding in &verification.findings {
            writeln!(out, "{finding:?}")?;
        }
        writeln!(out, "NOT verified: {} findings", verification.findings.len())
    }
}
