//! The command line of the consumer.

use clap::Parser;
use std::path::PathBuf;

const MORE: &str = "\
What is printed and written:
  A line an event goes to standard output, with --json one object each; errors to standard error. The
  database is only read. How far it was followed stands in the cursor file, which is replaced as a whole
  after each page was printed: whoever is stopped between both is told that page again. Delete the file to
  begin from the start.

Examples:
  cargo run -p paywright-examples --bin feed -- --database shop.db --cursor shop.cursor
  cargo run -p paywright-examples --bin feed -- --database shop.db --cursor shop.cursor --once --json

Ends with:
  0  everything that had happened was printed, or the reader left
  1  the database or the cursor file cannot be used, or they do not belong together
  2  the options were not understood; nothing was read or written";

/// Follow a database: print what happens in it, and remember how far that was
#[derive(Debug, Parser)]
#[command(name = "feed", bin_name = "feed", after_help = MORE)]
pub struct Options {
    /// The SQLite database; it must be there, and is only read
    #[arg(long, value_name = "FILE")]
    pub database: PathBuf,

    /// How far it was followed; made if it is missing
    #[arg(long, value_name = "FILE")]
    pub cursor: PathBuf,

    /// Print each event as one JSON object
    #[arg(long)]
    pub json: bool,

    /// End where nothing more has happened, instead of waiting for it
    #[arg(long)]
    pub once: bool,
}
