//! The command line of the check. `cargo xtask` takes this file in too, to answer help at once.

use clap::Parser;
use std::path::PathBuf;

const USAGE: &str = "\
cargo xtask verify --database <FILE>
       cargo xtask verify --storage <ADDRESS>";
const MORE: &str = "\
What is printed and written:
  What was checked and each finding go to standard output, errors to standard error. The database is only
  read; while it is read, and where it was not closed, FILE-wal and FILE-shm lie beside it. Run the check as
  the user who owns the database, or on a copy of all three files, so that they stay that user's.

Examples:
  cargo xtask verify --database shop.db
  cargo xtask verify --storage postgres://shop@127.0.0.1/shop
  cargo xtask verify --database shop.db > findings.txt || echo \"look at findings.txt\"

Ends with:
  0  everything stored is as the engine wrote it
  1  it is not: each finding is named, or the file is damaged so that it cannot be read
  2  there was nothing that could be checked: the options were not understood, or no database is there";

/// Check a database from journal to balances and indexes; names each row that is not as it was written
#[derive(Debug, Parser)]
#[command(name = "verify", bin_name = "cargo xtask verify", override_usage = USAGE, after_help = MORE)]
pub struct Options {
    /// The SQLite database; it must be there, and is only read
    #[arg(long, value_name = "FILE", required_unless_present = "storage")]
    pub database: Option<PathBuf>,
    /// A PostgreSQL server instead: postgres://user:password@host:5432/database
    #[arg(long, value_name = "ADDRESS", conflicts_with = "database")]
    #[arg(value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub storage: Option<String>,
}
