//! The command line of the marketplace. `cargo xtask` takes this file in too, to answer help at once.

use clap::Parser;
use std::path::PathBuf;

const MORE: &str = "\
Order files:
  Comma-separated lines under this first line; prices are in pounds, times are London's, as in
  2026-11-23 09:00:00. Of a file that is malformed anywhere nothing is posted.
  InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country

What is printed and written:
  The report goes to standard output, in pounds; with --json it is one object, amounts in pence, times in
  seconds, sizes in bytes. Progress, findings and errors go to standard error. The database is written,
  with FILE-wal and FILE-shm beside it while it is open, and nothing else. It is kept, and the report says
  where; one that was not named is removed again with --json.

Examples:
  cargo xtask demo
  cargo xtask demo --orders orders.csv.gz --database shop.db
  cargo xtask demo --orders orders.csv.gz --database shop.db --json
  cargo xtask verify --database shop.db
  cargo xtask demo --orders orders.csv.gz --storage postgres://shop@127.0.0.1/shop

  A run that was stopped at any moment, also by a power cut, is started again with the same options: it
  asks the card channel what became of payments under way, goes on, and ends with the same figures.

Ends with:
  0  all orders are in the books, and everything stored is as the journal tells it
  1  the run stopped, or the check found something; standard error says what
  2  the options were not understood; nothing was read or written";

/// Run a marketplace: order lines through the engine into a database, then a report
#[derive(Debug, Parser)]
#[command(name = "marketplace", bin_name = "cargo xtask demo", after_help = MORE)]
pub struct Options {
    /// Order lines, .csv or .csv.gz
    /// [default: 153 invoices that are built in]
    #[arg(long, value_name = "FILE", verbatim_doc_comment)]
    pub orders: Option<PathBuf>,

    /// The SQLite database, made if it is missing
    /// [default: a fresh one in the directory for temporary files]
    #[arg(long, value_name = "FILE", verbatim_doc_comment)]
    pub database: Option<PathBuf>,

    /// A PostgreSQL server instead: postgres://user:password@host:5432/database
    /// The schema `paywright` is made there if it is missing
    #[arg(long, value_name = "ADDRESS", conflicts_with = "database", verbatim_doc_comment)]
    #[arg(value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub storage: Option<String>,

    /// Print the figures as one JSON object
    #[arg(long)]
    pub json: bool,
}
