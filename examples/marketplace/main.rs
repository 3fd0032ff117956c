#![forbid(unsafe_code)]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::todo, clippy::dbg_macro)]
#![deny(clippy::use_self, clippy::manual_let_else, clippy::too_many_lines, clippy::too_many_arguments)]
#![deny(clippy::allow_attributes_without_reason)]
//! A marketplace's orders through Paywright onto one SQLite file or a PostgreSQL server, and a report of what
//! the books then say.
//!
//! To read: [`host`] shows how an application uses the engine; the rest reads the order file and prints.

mod books;
mod failure;
mod figures;
mod host;
mod invoice;
mod lines;
mod options;
mod orders;
mod pages;
mod place;
mod report;
mod table;

#[path = "../database.rs"]
mod database;
#[path = "../../xtask/src/terminal.rs"]
mod terminal;

use failure::Failure;
use figures::{Effort, Figures, Tally};
use host::Host;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use options::Options;
use orders::Orders;
use report::Report;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

fn main() -> ExitCode {
    let options: Options = match terminal::read(std::env::args_os()) {
        Ok(options) => options,
        Err(answer) => return answer.give(),
    };
    match run(&options) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            terminal::say(&failure.to_string());
            ExitCode::FAILURE
        }
    }
}

/// Answers whether the database is as the journal tells it.
fn run(options: &Options) -> Result<bool, Failure> {
    let started = Instant::now();
    let orders = Orders::read(options.source())?;
    let place = options.place()?;
    let mut host = Host::open(&place, &orders)?;
    let bar = progress(orders.invoices.len());
    host.run(|behind| bar.set_position(u64::try_from(behind).unwrap_or(u64::MAX)))?;
    bar.set_message("reading and checking the books");
    let books = Tally::of_books(host.engine(), &orders)?;
    let trial_balance = host.engine().trial_balance()?;
    let verification = host.engine().verify(&[])?;
    bar.finish_and_clear();
    let (verified, commands) = (verification.is_clean(), host.commands()?);
    drop(host);
    let seconds = (started.elapsed().as_secs_f64() * 1_000.0).round() / 1_000.0;
    let effort =
        Effort { verified, commands, seconds, database_bytes: place.path().map(|file| bytes(&file)) };
    let figures = Figures::new(&orders, &books, effort);
    if options.json {
        let json = serde_json::to_string(&figures).map_err(std::io::Error::from)?;
        terminal::print(&format!("{json}\n"))?;
    } else {
        let report =
            Report { orders: &orders, figures: &figures, trial_balance: &trial_balance, place: &place };
        terminal::print(&format!("{}\n", report.to_string().trim_end()))?;
    }
    for finding in &verification.findings {
        terminal::say(&finding.to_string());
    }
    Ok(verified)
}

/// A bar on standard error; none where that is no terminal.
fn progress(invoices: usize) -> ProgressBar {
    let length = u64::try_from(invoices).unwrap_or(u64::MAX);
    let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::stderr());
    let template = "{bar:40} {human_pos} of {human_len} invoices, {elapsed} {msg}";
    bar.with_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// The closed database, with what may be left of its log.
fn bytes(database: &Path) -> u64 {
    let mut log = database.as_os_str().to_owned();
    log.push("-wal");
    let size = |path: &Path| std::fs::metadata(path).map_or(0, |file| file.len());
    size(database).saturating_add(size(Path::new(&log)))
}
