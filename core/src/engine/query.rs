//! Reads: records by id, pages by index, what an account holds, the trial balance. Each reads one snapshot.

use super::postings::transfer_with_id;
use super::{Engine, Shelved};
use crate::error::{Error, Misuse};
use crate::id::{AccountId, TransferId};
use crate::journal::Cut;
use crate::ledger::{Account, Balance, Figures, Purpose, Side, Transfer};
use crate::limits;
use crate::money::Currency;
use crate::storage::{Direction, Reader, Record, Rows, Scan, StorageError, Value};
use std::collections::BTreeMap;
use std::fmt;

/// A page of records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<R> {
    /// The records, in the order asked for.
    pub items: Vec<R>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<Cursor>,
}

/// Where a page begins. Its text can be handed out and taken back.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Cursor(Vec<u8>);

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::str::FromStr for Cursor {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        limits::hex(text, limits::CURSOR_BYTES).map(Self).ok_or_else(foreign_cursor)
    }
}

fn foreign_cursor() -> Error {
    Error::misuse(
        Misuse::InvalidCursor,
        "this is no cursor that a page of this list gave; start from the first page",
    )
}

/// One value of a cursor.
#[derive(minicbor::Encode, minicbor::Decode)]
enum Mark {
    #[n(0)]
    Int(#[n(0)] i64),
    #[n(1)]
    Id(
        #[n(0)]
        #[cbor(with = "minicbor::bytes")]
        [u8; 16],
    ),
    #[n(2)]
    Text(#[n(0)] String),
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

/// A line of the trial balance: all accounts of one purpose in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrialLine {
    /// The currency.
    pub currency: Currency,
    /// The purpose.
    pub purpose: Purpose,
    /// Their sums. Over all lines of a currency, debits equal credits, posted and pending.
    pub figures: Figures,
}

impl Engine {
    /// The record with this id.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub fn get<R: Shelved>(&self, id: R::Id) -> Result<Option<R>, Error> {
        let mut rows = Rows::new(R::TABLE);
        self.storage.load(R::TABLE, &[id.into()], &mut rows)?;
        Ok(read_all::<R>(&rows)?.pop())
    }

    /// A page of a table, by id or by one of its indexes
    /// ([`Table::indexes`](crate::storage::Table::indexes)).
    ///
    /// # Errors
    /// [`Error::Storage`]; [`Misuse::InvalidCursor`]; [`Misuse::TooMany`] for more than 1,000 rows.
    pub fn list<R: Record>(&self, page: &PageOf<'_>) -> Result<Page<R>, Error> {
        if page.limit == 0 || usize::try_from(page.limit).unwrap_or(usize::MAX) > limits::PAGE_ROWS {
            let most = limits::PAGE_ROWS;
            return Err(Error::misuse(Misuse::TooMany, format!("a page has between 1 and {most} rows")));
        }
        let index = match page.index {
            None => None,
            Some(name) => Some(R::TABLE.index(name).ok_or_else(|| unknown_index(R::TABLE.name, name))?),
        };
        let (prefix, direction, limit) = (page.with, page.direction, page.limit);
        let mut scan = Scan { index, prefix, direction, ..Scan::all(R::TABLE, limit) };
        let marks = page.after.map(|cursor| cursor.marks(scan.order().count())).transpose()?;
        let after: Option<Vec<Value<'_>>> =
            marks.as_ref().map(|marks| marks.iter().map(Mark::value).collect());
        scan.after = after.as_deref();
        let mut rows = Rows::new(R::TABLE);
        let more = self.storage.scan(&scan, &mut rows)?;
        let next = if more { Some(Cursor::behind_last(&scan, &rows)) } else { None };
        Ok(Page { items: read_all::<R>(&rows)?, next })
    }

    /// The transfer with this id.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub fn transfer(&self, id: TransferId) -> Result<Option<Transfer>, Error> {
        Ok(transfer_with_id(&*self.storage, id)?)
    }

    /// What an account holds: balance, available, and the four sums they come from. `None`: there is no such
    /// account.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub fn balance(&self, account: AccountId) -> Result<Option<Figures>, Error> {
        let snapshot = self.storage.snapshot()?;
        let mut rows = Rows::new(Account::TABLE);
        snapshot.load(Account::TABLE, &[account.into()], &mut rows)?;
        let Some(account) = read_all::<Account>(&rows)?.pop() else { return Ok(None) };
        let mut sums = Figures::zero(account.purpose.side());
        let prefix = [Value::Id(account.id.to_bytes())];
        let scan = Scan {
            index: Balance::TABLE.index("by_account"),
            prefix: &prefix,
            ..Scan::all(Balance::TABLE, 1_024)
        };
        let mut rows = Rows::new(Balance::TABLE);
        snapshot.scan(&scan, &mut rows)?;
        for balance in read_all::<Balance>(&rows)? {
            sums = sums.plus(&balance.figures(sums.side));
        }
        Ok(Some(sums))
    }

    /// How far each lane has come.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub fn cut(&self) -> Result<Cut, Error> {
        Ok(Cut::now(&*self.storage)?)
    }

    /// The sums of all accounts, by currency and purpose.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub fn trial_balance(&self) -> Result<Vec<TrialLine>, Error> {
        let snapshot = self.storage.snapshot()?;
        let mut lines: BTreeMap<(Currency, Purpose), Figures> = BTreeMap::new();
        let mut last = None;
        while let Some(balances) = next_rows::<Balance>(&*snapshot, &mut last)? {
            let keys: Vec<_> = balances.iter().map(|balance| balance.account.into()).collect();
            let mut rows = Rows::new(Account::TABLE);
            snapshot.load(Account::TABLE, &distinct(keys), &mut rows)?;
            let accounts = read_all::<Account>(&rows)?;
            let accounts: BTreeMap<AccountId, Account> =
                accounts.into_iter().map(|one| (one.id, one)).collect();
            for balance in balances {
                let Some(account) = accounts.get(&balance.account) else { continue };
                let side = account.purpose.side();
                let line = lines.entry((account.currency, account.purpose)).or_insert(Figures::zero(side));
                *line = line.plus(&balance.figures(side));
            }
        }
        let line = |((currency, purpose), figures)| TrialLine { currency, purpose, figures };
        Ok(lines.into_iter().map(line).collect())
    }
}

fn distinct(mut keys: Vec<crate::storage::Key>) -> Vec<crate::storage::Key> {
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn unknown_index(table: &str, name: &str) -> Error {
    Error::misuse(Misuse::InvalidCursor, format!("the table {table} has no index {name}"))
}

pub(crate) fn read_all<R: Record>(rows: &Rows) -> Result<Vec<R>, StorageError> {
    (0..rows.len()).map(|i| R::read(&mut rows.reader(i)).map_err(StorageError::from)).collect()
}

/// The next rows of a whole table by key, from where `last` stands; `None` at the end.
fn next_rows<R: Record>(
    from: &dyn Reader,
    last: &mut Option<crate::storage::Key>,
) -> Result<Option<Vec<R>>, StorageError> {
    let mut rows = Rows::new(R::TABLE);
    let after = last.map(|key| [key.value()]);
    let after = after.as_ref().map(|key| &key[..]);
    from.scan(&Scan { after, ..Scan::all(R::TABLE, 1_000) }, &mut rows)?;
    if rows.is_empty() {
        return Ok(None);
    }
    *last = Some(rows.key(rows.len().saturating_sub(1)));
    read_all(&rows).map(Some)
}

/// What an account's normal side is called in a report.
impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Debit => "debit",
            Self::Credit => "credit",
        })
    }
}

impl Mark {
    fn value(&self) -> Value<'_> {
        match self {
            Self::Int(number) => Value::Int(*number),
            Self::Id(id) => Value::Id(*id),
            Self::Text(text) => Value::Text(text),
        }
    }
}

impl Cursor {
    fn behind_last(scan: &Scan<'_>, rows: &Rows) -> Self {
        let last: Vec<Value<'_>> = rows.values(rows.len().saturating_sub(1)).collect();
        let at =
            scan.order().filter_map(|column| scan.table.position(column)).filter_map(|place| last.get(place));
        let marks: Vec<Mark> = at
            .filter_map(|value| match value {
                Value::Int(number) => Some(Mark::Int(*number)),
                Value::Id(id) => Some(Mark::Id(*id)),
                Value::Text(text) => Some(Mark::Text((*text).to_owned())),
                Value::Null | Value::Bytes(_) => None,
            })
            .collect();
        // Writing to memory cannot fail.
        Self(minicbor::to_vec(marks).unwrap_or_default())
    }

    fn marks(&self, columns: usize) -> Result<Vec<Mark>, Error> {
        let marks: Vec<Mark> = minicbor::decode(&self.0).map_err(|_| foreign_cursor())?;
        if marks.len() == columns { Ok(marks) } else { Err(foreign_cursor()) }
    }
}
