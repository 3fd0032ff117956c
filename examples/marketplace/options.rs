//! The command line.

use crate::failure::Failure;
use crate::lines::Source;
use clap::Parser;
use std::path::PathBuf;
use tempfile::TempDir;

const EXAMPLES: &str = "\
Order files:
  Comma-separated lines under this first line; times are London's, prices pounds:
  InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country

Examples:
  cargo xtask demo
  cargo xtask demo --orders orders.csv.gz --database shop.db
  cargo xtask demo --orders orders.csv.gz --database shop.db --json
  cargo xtask verify --database shop.db

A run that was stopped at any moment, also by a power cut, is started again with the same options: it
asks the card channel what became of payments under way, goes on, and ends with the same figures.";

/// Run a marketplace: order lines through the engine into a SQLite file, then a report
#[derive(Debug, Parser)]
#[command(name = "marketplace", bin_name = "cargo xtask demo", after_help = EXAMPLES)]
pub struct Options {
    /// Order lines, .csv or .csv.gz; a small file of its own where it is left out
    #[arg(long, value_name = "FILE")]
    orders: Option<PathBuf>,

    /// The SQLite database, made if it is missing; a fresh one in the directory for temporary files where it
    /// is left out
    #[arg(long, value_name = "FILE")]
    database: Option<PathBuf>,

    /// Print the figures as one JSON object; amounts in pence
    #[arg(long)]
    pub json: bool,
}

/// Where the database is.
#[derive(Debug)]
pub enum Place {
    /// Where the caller wants it.
    Named(PathBuf),
    /// In a directory of its own, which goes when this is dropped.
    Passing(TempDir),
}

impl Options {
    pub fn source(&self) -> Source {
        self.orders.clone().map_or(Source::Own, Source::File)
    }

    /// Where the database is to be. Whoever reads the report is told where it is, and may want it: it stays.
    pub fn place(&self) -> Result<Place, Failure> {
        if let Some(path) = &self.database {
            return Ok(Place::Named(path.clone()));
        }
        let made = tempfile::Builder::new().prefix("paywright-").tempdir();
        let directory = made.map_err(Failure::machine("no directory for a new database could be made"))?;
        Ok(if self.json { Place::Passing(directory) } else { Place::Named(in_it(&directory.keep())) })
    }
}

impl Place {
    pub fn path(&self) -> PathBuf {
        match self {
            Self::Named(path) => path.clone(),
            Self::Passing(directory) => in_it(directory.path()),
        }
    }
}

fn in_it(directory: &std::path::Path) -> PathBuf {
    directory.join("marketplace.db")
}
