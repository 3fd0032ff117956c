//! A statement by hand: entries by account and sequence, each joined to its transfer.

use super::connect_to_read;
use super::ledger::account_id;
use crate::Outcome;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use std::path::Path;

/// Reads the entries of one account, the newest first.
#[derive(Debug)]
pub struct RawStatement {
    connection: Connection,
}

impl RawStatement {
    /// Over a ledger with entries.
    pub fn open(path: &Path) -> Outcome<Self> {
        Ok(Self { connection: connect_to_read(path)? })
    }

    /// How many lines the newest page has. Every column of every line is read, and kept as a value.
    pub fn page(&self, account: usize, lines: usize) -> Outcome<usize> {
        let mut statement = self.connection.prepare_cached(
            "SELECT e.seq, e.amount, t.id, t.debit, t.credit, t.amount, t.at
             FROM entries e JOIN transfers t ON t.id = e.transfer
             WHERE e.account = ?1 ORDER BY e.seq DESC LIMIT ?2",
        )?;
        let mut rows = statement.query((account_id(account)?, i64::try_from(lines)?))?;
        let mut page: Vec<[rusqlite::types::Value; 7]> = Vec::with_capacity(lines);
        while let Some(row) = rows.next()? {
            let mut line = [const { rusqlite::types::Value::Null }; 7];
            for (place, value) in line.iter_mut().enumerate() {
                let read: ValueRef<'_> = row.get_ref(place)?;
                *value = read.try_into()?;
            }
            page.push(line);
        }
        Ok(std::hint::black_box(page).len())
    }
}
