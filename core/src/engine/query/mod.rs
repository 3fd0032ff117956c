//! Reads: records by id, pages by index, what an account holds and held, its statement, the trial balance.
//! Each reads one snapshot.

mod accounts;
mod as_of;
mod chain;
mod cursor;
mod merged;
mod statement;
mod trial;

pub use accounts::AccountsOf;
pub use as_of::AsOf;
pub use cursor::Cursor;
pub use statement::{StatementLine, StatementLines, StatementOf};
pub use trial::TrialLine;

use super::{Engine, Shelved, transfer_with_id};
use crate::error::{Error, Misuse};
use crate::id::{AccountId, TransferId};
use crate::journal::Cut;
use crate::ledger::{Account, Transfer};
use crate::limits;
use crate::storage::{
    Corrupt, Direction, Key, Reader, Record, RowReader, Rows, Scan, StorageError, Table, Value,
};

/// A page of records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<R> {
    /// The records, in the order asked for.
    pub items: Vec<R>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<Cursor>,
}

/// Which page of a list: of which index, with which leading values, from where, how many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageOf<'a> {
    /// Name of the index; `None` lists by id.
    pub index: Option<&'a str>,
    /// Values that the index's leading columns must have.
    pub with: &'a [Value<'a>],
    /// Which way.
    pub direction: Direction,
    /// Where to begin: what the page before gave.
    pub after: Option<&'a Cursor>,
    /// At most so many, up to 1,000.
    pub limit: u32,
}

impl<'a> PageOf<'a> {
    /// The first hundred by id.
    pub const ALL: PageOf<'static> =
        PageOf { index: None, with: &[], direction: Direction::Ascending, after: None, limit: 100 };

    /// The first hundred of an index with these leading values.
    #[must_use]
    pub const fn index(index: &'a str, with: &'a [Value<'a>]) -> Self {
        Self { index: Some(index), with, direction: Direction::Ascending, after: None, limit: 100 }
    }
}

impl Engine {
    /// The record with this id.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub fn get<R: Shelved>(&self, id: R::Id) -> Result<Option<R>, Error> {
        Ok(with_id(self.reads()?, id)?)
    }

    /// A page of a table, by id or by one of its indexes
    /// ([`Table::indexes`](crate::storage::Table::indexes)).
    ///
    /// # Errors
    /// [`Error::Storage`]; [`Misuse::InvalidCursor`]; [`Misuse::TooMany`] for more than 1,000 rows.
    pub fn list<R: Record>(&self, page: &PageOf<'_>) -> Result<Page<R>, Error> {
        self.page_of(R::TABLE, page, R::read)
    }

    /// The same of whatever table, each row as it is read.
    pub(crate) fn page_of<T>(
        &self,
        table: &'static Table,
        page: &PageOf<'_>,
        read: impl Fn(&mut RowReader<'_>) -> Result<T, Corrupt>,
    ) -> Result<Page<T>, Error> {
        let (rows, next) = self.page(table, page)?;
        let read = |i| read(&mut rows.reader(i)).map_err(StorageError::from);
        let items = (0..rows.len()).map(read).collect::<Result<_, _>>()?;
        Ok(Page { items, next })
    }

    /// The row with this key, of whatever table, as it is read.
    pub(crate) fn row_of<T>(
        &self,
        table: &'static Table,
        key: Key,
        read: impl Fn(&mut RowReader<'_>) -> Result<T, Corrupt>,
    ) -> Result<Option<T>, Error> {
        let rows = row(self.reads()?, table, key)?;
        Ok(rows.map(|rows| read(&mut rows.reader(0)).map_err(StorageError::from)).transpose()?)
    }

    /// The rows of a page, of whatever table, and where the next one begins.
    fn page(&self, table: &'static Table, page: &PageOf<'_>) -> Result<(Rows, Option<Cursor>), Error> {
        within_a_page(page.limit)?;
        let index = match page.index {
            None => None,
            Some(name) => Some(table.index(name).ok_or_else(|| unknown_index(table.name, name))?),
        };
        let (prefix, direction, limit) = (page.with, page.direction, page.limit);
        let mut scan = Scan { index, prefix, direction, ..Scan::all(table, limit) };
        let marks = page.after.map(|cursor| cursor.marks(scan.order().count())).transpose()?;
        let after: Option<Vec<Value<'_>>> =
            marks.as_ref().map(|marks| marks.iter().map(cursor::Mark::value).collect());
        scan.after = after.as_deref();
        let mut rows = Rows::new(table);
        let more = self.reads()?.scan(&scan, &mut rows)?;
        let next = more.then(|| Cursor::behind(&scan, &rows, rows.len().saturating_sub(1)));
        Ok((rows, next))
    }

    /// The transfer with this id.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub fn transfer(&self, id: TransferId) -> Result<Option<Transfer>, Error> {
        Ok(transfer_with_id(self.reads()?, id)?)
    }

    /// How far each lane has come.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub fn cut(&self) -> Result<Cut, Error> {
        Ok(Cut::now(&*self.reads()?.snapshot()?)?)
    }
}

/// Refuses a page of no rows or of too many.
fn within_a_page(limit: u32) -> Result<(), Error> {
    if limit > 0 && usize::try_from(limit).is_ok_and(|limit| limit <= limits::PAGE_ROWS) {
        return Ok(());
    }
    let most = limits::PAGE_ROWS;
    Err(Error::misuse(Misuse::TooMany, format!("{limit} rows asked; a page has between 1 and {most}")))
}

fn unknown_index(table: &str, name: &str) -> Error {
    Error::misuse(Misuse::InvalidCursor, format!("the table {table} has no index {name}"))
}

pub(crate) fn read_all<R: Record>(rows: &Rows) -> Result<Vec<R>, StorageError> {
    (0..rows.len()).map(|i| R::read(&mut rows.reader(i)).map_err(StorageError::from)).collect()
}

fn with_id<R: Record>(from: &dyn Reader, id: R::Id) -> Result<Option<R>, StorageError> {
    let rows = row(from, R::TABLE, id.into())?;
    let read = |rows: Rows| R::read(&mut rows.reader(0)).map_err(StorageError::from);
    rows.map(read).transpose()
}

/// The row with this key, of whatever table.
fn row(from: &dyn Reader, table: &'static Table, key: Key) -> Result<Option<Rows>, StorageError> {
    let mut rows = Rows::new(table);
    from.load(table, &[key], &mut rows)?;
    Ok((!rows.is_empty()).then_some(rows))
}

fn account(from: &dyn Reader, id: AccountId) -> Result<Option<Account>, StorageError> {
    with_id(from, id)
}
