//! The command line of the inspection. `cargo xtask` takes this file in too, to answer help at once.

use clap::Parser;
use std::path::PathBuf;

const USAGE: &str = "\
cargo xtask inspect [--json] --database <FILE>
       cargo xtask inspect [--json] --storage <ADDRESS>";
const MORE: &str = "\
What is printed and written:
  What is in the database goes to standard output, errors to standard error. Amounts are in minor units:
  pence, cents. The database is only read, also while others write to it; the trial balance and the sizes are
  then each of a moment of their own. While it is read, and where it was not closed, FILE-wal and FILE-shm lie
  beside it.

Examples:
  cargo xtask inspect --database shop.db
  cargo xtask inspect --database shop.db --json > shop.json
  cargo xtask inspect --storage postgres://shop@127.0.0.1/shop

Ends with:
  0  what is in it was printed
  1  debits and credits are not equal, or the file is damaged so that it cannot be read
  2  there was nothing to be read: the options were not understood, or no database is there";

/// Show what is in a database: accounts, trial balance, lanes, what waits, sizes
#[derive(Debug, Parser)]
#[command(name = "inspect", bin_name = "cargo xtask inspect", override_usage = USAGE, after_help = MORE)]
pub struct Options {
    /// The SQLite database; it must be there, and is only read
    #[arg(long, value_name = "FILE", required_unless_present = "storage")]
    pub database: Option<PathBuf>,
    /// A PostgreSQL server instead: postgres://user:password@host:5432/database
    #[arg(long, value_name = "ADDRESS", conflicts_with = "database")]
    #[arg(value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub storage: Option<String>,
    /// Print one JSON object instead of text
    #[arg(long)]
    pub json: bool,
}
