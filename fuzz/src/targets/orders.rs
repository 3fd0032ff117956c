//! Order files, plain and compressed, through the marketplace's own reader.

use crate::lines::{OrdersError, Source};
use crate::orders::Orders;
use crate::text;
use flate2::Compression;
use flate2::write::GzEncoder;
use paywright::limits;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use tempfile::TempDir;

/// A file that is read comes to invoices that can be booked, each in one batch; any other is refused with the
/// number of a line.
pub fn check(bytes: &[u8]) -> bool {
    thread_local!(static FOLDER: TempDir = tempfile::tempdir().unwrap());
    let is_compressed = bytes.starts_with(&[0x1f, 0x8b]);
    let name = if is_compressed { "orders.csv.gz" } else { "orders.csv" };
    let path: PathBuf = FOLDER.with(|folder| folder.path().join(name));
    fs::write(&path, bytes).unwrap();
    match Orders::read(Source::File(path)) {
        Ok(orders) => {
            assert_bookable(&orders);
            true
        }
        Err(error) => {
            let OrdersError::Malformed { line, reason, .. } = &error else { panic!("{error}") };
            let ends = bytes.iter().filter(|byte| **byte == b'\n').count();
            assert!(*line >= 1 && (is_compressed || *line <= ends as u64 + 2), "line {line} of {ends}");
            text::assert_sentence(reason);
            false
        }
    }
}

fn assert_bookable(orders: &Orders) {
    let invoices = &orders.invoices;
    assert!(!invoices.is_empty() && !orders.countries().is_empty());
    assert!(invoices.is_sorted_by_key(|invoice| (invoice.at, invoice.first_line)));
    let mut next = 0;
    for batch in orders.batches() {
        assert_eq!(batch.start, next, "the batches have a gap");
        next = batch.end;
    }
    assert_eq!(next, invoices.len());
    for invoice in invoices {
        assert!(invoice.total.unsigned_abs() <= limits::AMOUNT_MINOR.unsigned_abs());
        assert!(invoice.number.len() <= limits::NAME_BYTES && invoice.country.len() <= limits::NAME_BYTES);
        for paid in orders.paid_before(invoice) {
            assert!(paid.at <= invoice.at && paid.customer == invoice.customer && paid.total > 0);
        }
    }
}

pub fn corpus() -> Vec<Vec<u8>> {
    let own = include_str!("../../../examples/data/orders.csv");
    let few: Vec<&str> = own.lines().take(8).collect();
    let few = few.join("\n");
    let quoted = few.replacen("\n", "\r\n", 2)
        + "\n700999,A1,\"a \"\"quoted\"\"\nname\",-2,2026-10-25 01:30:00,0.005,,Norway\n";
    let mut compressed = GzEncoder::new(Vec::new(), Compression::fast());
    compressed.write_all(few.as_bytes()).unwrap();
    vec![few.clone().into_bytes(), quoted.into_bytes(), compressed.finish().unwrap()]
}
