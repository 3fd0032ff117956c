//! A ledger by hand: one insert and two balance updates a transfer, with and without its history.

use super::{checkpoint, connect};
use crate::Outcome;
use crate::ground::{Database, Ground};
use crate::load::Movement;
use rusqlite::Connection;
use std::path::Path;

/// What is written of a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// The transfer under its time-ordered id, and both balances: nothing that lists an account's history.
    Seq,
    /// Also an entry for each side, with an index by account and sequence.
    Entries,
}

const ACCOUNTS_AND_TRANSFERS: &str = "
    CREATE TABLE accounts(id INTEGER PRIMARY KEY, debits INTEGER NOT NULL, credits INTEGER NOT NULL);
    CREATE TABLE transfers(id BLOB PRIMARY KEY, debit INTEGER NOT NULL, credit INTEGER NOT NULL,
        amount INTEGER NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;";
const ENTRIES: &str = "
    CREATE TABLE entries(transfer BLOB NOT NULL, account INTEGER NOT NULL, seq INTEGER NOT NULL,
        amount INTEGER NOT NULL);
    CREATE INDEX entries_by_account ON entries(account, seq);";

/// A file with such a ledger.
pub struct RawLedger {
    connection: Connection,
    layout: Layout,
    seq: i64,
}

impl RawLedger {
    /// A closed file with the accounts and nothing else, to be copied for each round.
    pub fn template(ground: &Ground, layout: Layout) -> Outcome<Database> {
        let database = ground.database();
        let connection = connect(database.path())?;
        connection.execute_batch("BEGIN")?;
        connection.execute_batch(ACCOUNTS_AND_TRANSFERS)?;
        if layout == Layout::Entries {
            connection.execute_batch(ENTRIES)?;
        }
        let mut insert = connection.prepare("INSERT INTO accounts VALUES(?1, 0, 0)")?;
        for account in 0..ground.scale.accounts {
            insert.execute([account_id(account)?])?;
        }
        drop(insert);
        connection.execute_batch("COMMIT")?;
        drop(connection);
        checkpoint(database.path())?;
        Ok(database)
    }

    /// Over a copy of that file.
    pub fn open(path: &Path, layout: Layout) -> Outcome<Self> {
        Ok(Self { connection: connect(path)?, layout, seq: 0 })
    }

    /// All of these in one commit.
    pub fn commit(&mut self, movements: &[Movement]) -> Outcome<()> {
        self.connection.prepare_cached("BEGIN IMMEDIATE")?.raw_execute()?;
        let mut insert =
            self.connection.prepare_cached("INSERT INTO transfers VALUES(?1, ?2, ?3, ?4, ?5)")?;
        let mut debit =
            self.connection.prepare_cached("UPDATE accounts SET debits = debits + ?2 WHERE id = ?1")?;
        let mut credit =
            self.connection.prepare_cached("UPDATE accounts SET credits = credits + ?2 WHERE id = ?1")?;
        let mut entry = match self.layout {
            Layout::Seq => None,
            Layout::Entries => {
                Some(self.connection.prepare_cached("INSERT INTO entries VALUES(?1, ?2, ?3, ?4)")?)
            }
        };
        for one in movements {
            self.seq += 1;
            let (from, to) = (account_id(one.debit)?, account_id(one.credit)?);
            insert.execute((&one.id[..], from, to, one.amount, one.at))?;
            debit.execute((from, one.amount))?;
            credit.execute((to, one.amount))?;
            if let Some(entry) = &mut entry {
                entry.execute((&one.id[..], from, self.seq, -one.amount))?;
                entry.execute((&one.id[..], to, self.seq, one.amount))?;
            }
        }
        self.connection.prepare_cached("COMMIT")?.raw_execute()?;
        Ok(())
    }
}

pub(super) fn account_id(account: usize) -> Outcome<i64> {
    Ok(i64::try_from(account)? + 1)
}
