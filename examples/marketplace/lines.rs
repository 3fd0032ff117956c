//! An order file's lines: one product of one invoice each, read strictly.

use crate::terminal;
use chrono::{Datelike, NaiveDateTime};
use csv::{ByteRecord, StringRecord};
use flate2::read::MultiGzDecoder;
use paywright::{Currency, Money, Rate, Rounding, limits};
use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

/// What the first line of an order file says.
pub const COLUMNS: [&str; 8] = [
    "InvoiceNo",
    "StockCode",
    "Description",
    "Quantity",
    "InvoiceDate",
    "UnitPrice",
    "CustomerID",
    "Country",
];
/// Where order lines have these columns.
const INVOICE: usize = 0;
const QUANTITY: usize = 3;
const DATE: usize = 4;
const PRICE: usize = 5;
const CUSTOMER: usize = 6;
const COUNTRY: usize = 7;
/// So many characters of a text are shown of what is wrong with it.
const SHOWN: usize = 120;

/// An order file of our own making, for whoever names none.
const OWN: &[u8] = include_bytes!("../data/orders.csv");

/// Where order lines come from.
#[derive(Clone, Debug)]
pub enum Source {
    /// The file that is built into this program.
    Own,
    /// A file; one that ends in `.gz` is compressed.
    File(PathBuf),
}

/// Why an order file cannot be used. Nothing was posted.
#[derive(Debug, thiserror::Error)]
pub enum OrdersError {
    /// It cannot be opened.
    #[error(
        "the order file {file} cannot be opened: {}\nNothing was posted. Give the path of a .csv or .csv.gz \
         file, or leave --orders out.",
        terminal::reason(error)
    )]
    Unreadable { file: String, error: io::Error },
    /// A line of it is not what it should be.
    #[error("{file}, line {line}: {reason}\nNothing was posted. Mend the file and start again.")]
    Malformed { file: String, line: u64, reason: String },
}

/// One line of an invoice.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number in the file, from 1.
    pub number: u64,
    pub invoice: String,
    /// As it is written, in London.
    pub date: NaiveDateTime,
    pub customer: Option<String>,
    pub country: String,
    /// Quantity x unit price in pence, rounded half-up.
    pub pence: i64,
}

impl Source {
    /// How it is called in sentences.
    pub fn name(&self) -> String {
        match self {
            Self::Own => "examples/data/orders.csv (built in)".to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }

    fn open(&self) -> io::Result<Box<dyn Read>> {
        let Self::File(path) = self else { return Ok(Box::new(OWN)) };
        let file = File::open(path)?;
        if file.metadata()?.is_dir() {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a directory"));
        }
        let compressed = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("gz"));
        Ok(if compressed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) })
    }

    /// What is wrong with one of its lines.
    pub fn malformed(&self, line: u64, reason: impl Into<String>) -> OrdersError {
        OrdersError::Malformed { file: self.name(), line, reason: reason.into() }
    }

    /// Hands each line to `take`, in the order of the file.
    ///
    /// # Errors
    /// The first line that is malformed, by its number; what `take` answers.
    pub fn each_line(
        &self,
        mut take: impl FnMut(Line) -> Result<(), OrdersError>,
    ) -> Result<(), OrdersError> {
        let opened = self.open();
        let from = opened.map_err(|error| OrdersError::Unreadable { file: self.name(), error })?;
        // With a last line end wherever the file has none, each record is one line end behind its last line.
        let from = WithoutReturns(from).chain(&b"\n"[..]);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(from);
        let mut record = ByteRecord::new();
        let mut first = true;
        loop {
            let begun = reader.position().line();
            let more = reader.read_byte_record(&mut record);
            let reached = reader.position().line();
            let cut =
                |error| self.malformed(reached, format!("the file cannot be read on: {}", of_csv(&error)));
            if !more.map_err(cut)? {
                break;
            }
            let inside = record.as_slice().iter().filter(|byte| **byte == b'\n').count();
            let line = reached.saturating_sub(1).saturating_sub(u64::try_from(inside).unwrap_or(0));
            // A quotation that never ends holds the last line end too.
            let line = line.max(begun);
            let text = StringRecord::from_byte_record(std::mem::take(&mut record));
            let text = text.map_err(|_| self.malformed(line, "the line is not UTF-8 text"))?;
            if first {
                first = false;
                header(&text).map_err(|reason| self.malformed(line, reason))?;
            } else {
                take(Line::read(&text, line).map_err(|reason| self.malformed(line, reason))?)?;
            }
            record = text.into_byte_record();
        }
        if first { Err(self.malformed(1, "the file is empty")) } else { Ok(()) }
    }
}

/// Leaves carriage returns out: the CSV reader would count a line's number before them, and they say nothing
/// here.
struct WithoutReturns<R>(R);

impl<R: Read> Read for WithoutReturns<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.0.read(into)?;
            let mut kept = 0;
            for place in 0..read {
                if into[place] != b'\r' {
                    into[kept] = into[place];
                    kept += 1;
                }
            }
            if kept > 0 || read == 0 {
                return Ok(kept);
            }
        }
    }
}

fn header(record: &StringRecord) -> Result<(), String> {
    if record.iter().eq(COLUMNS) {
        return Ok(());
    }
    let found: Vec<&str> = record.iter().collect();
    let (found, columns) = (shown(&found.join(",")), COLUMNS.join(","));
    Err(format!("the first line is '{found}'; an order file begins with '{columns}'"))
}

/// A text of the file as it may be printed: control characters would be obeyed by the terminal, and the first
/// line of what is no order file may be the whole of it.
fn shown(text: &str) -> String {
    let mut shown = String::new();
    for character in text.chars().take(SHOWN) {
        if character.is_control() {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    if text.chars().nth(SHOWN).is_some() {
        shown.push_str(" ...");
    }
    shown
}

/// The reader's error is the system's where it has one; its own words are for programmers.
fn of_csv(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Io(error) => terminal::reason(error),
        _ => error.to_string(),
    }
}

impl Line {
    fn read(record: &StringRecord, number: u64) -> Result<Self, String> {
        if record.len() != COLUMNS.len() {
            return Err(format!("{} fields where {} belong", record.len(), COLUMNS.len()));
        }
        let field = |place: usize| record.get(place).unwrap_or_default();
        let customer = Some(field(CUSTOMER)).filter(|text| !text.is_empty());
        Ok(Self {
            number,
            invoice: text("InvoiceNo", field(INVOICE))?,
            date: date(field(DATE))?,
            customer: customer.map(|customer| text("CustomerID", customer)).transpose()?,
            country: text("Country", field(COUNTRY))?,
            pence: pence(field(QUANTITY), field(PRICE))?,
        })
    }
}

/// A text that names something in the engine, within its bounds.
fn text(column: &str, text: &str) -> Result<String, String> {
    if text.trim().is_empty() {
        return Err(format!("{column} is empty"));
    }
    if text.len() > limits::NAME_BYTES {
        let most = limits::NAME_BYTES;
        return Err(format!("{column} has {} bytes; at most {most} are taken", text.len()));
    }
    if text.contains(char::is_control) {
        return Err(format!("{column} holds a control character"));
    }
    Ok(text.to_owned())
}

fn date(text: &str) -> Result<NaiveDateTime, String> {
    let malformed = || format!("InvoiceDate '{}' is no time of the form 2026-11-23 09:00:00", shown(text));
    let date = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").map_err(|_| malformed())?;
    if (1970..=9999).contains(&date.year()) {
        return Ok(date);
    }
    Err(format!("InvoiceDate '{text}' is not between the years 1970 and 9999"))
}

/// Exact until it is rounded, once, to pence; exactly between two, away from zero.
fn pence(quantity: &str, price: &str) -> Result<i64, String> {
    let pieces: i64 =
        quantity.parse().map_err(|_| format!("Quantity '{}' is no whole number", shown(quantity)))?;
    let price_of_one: Rate =
        price.parse().map_err(|_| format!("UnitPrice '{}' is no decimal number", shown(price)))?;
    let pounds = pieces.checked_mul(100).map(|minor| Money::new(minor, Currency::GBP));
    let amount = pounds.and_then(|pounds| price_of_one.of(pounds, Rounding::HalfUp).ok());
    amount.map(Money::minor).ok_or_else(|| format!("{quantity} x {price} is more than can be counted"))
}
