//! Accounts by whose they are, what for, and how they stand.

use super::cursor::{Mark, foreign};
use super::{Cursor, Page, read_all, within_a_page};
use crate::engine::Engine;
use crate::error::Error;
use crate::ledger::{Account, AccountState, Owner, Purpose};
use crate::limits;
use crate::machine::Word;
use crate::storage::{Reader, Record, Rows, Scan, Value};

/// Accounts read at once where some of them will not be shown.
const ROWS_AT_ONCE: u32 = 1_000;

/// Which accounts: any combination of owner, purpose and state, and which page of them.
///
/// ```
/// use paywright::*;
/// // The platform's accounts that are frozen altogether, fifty at a time.
/// let frozen = AccountsOf {
///     owner: Some(Owner::Platform),
///     state: Some(AccountState::Frozen),
///     limit: 50,
///     ..AccountsOf::ALL
/// };
/// assert!(Engine::new(MemoryStorage::new())?.accounts(&frozen)?.items.is_empty());
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountsOf<'a> {
    /// Only this owner's.
    pub owner: Option<Owner>,
    /// Only those for this.
    pub purpose: Option<Purpose>,
    /// Only those that stand so.
    pub state: Option<AccountState>,
    /// Where to begin: what the page before gave, asked for the same.
    pub after: Option<&'a Cursor>,
    /// At most so many, up to 1,000.
    pub limit: u32,
}

impl AccountsOf<'_> {
    /// The first hundred of all.
    pub const ALL: AccountsOf<'static> =
        AccountsOf { owner: None, purpose: None, state: None, after: None, limit: 100 };

    fn shows(&self, account: &Account) -> bool {
        self.owner.is_none_or(|owner| account.owner == owner)
            && self.purpose.is_none_or(|purpose| account.purpose == purpose)
            && self.state.is_none_or(|state| account.state == state)
    }
}

impl Engine {
    /// A page of accounts, in an order of its own that does not change while pages are read.
    ///
    /// Everything but an owner's accounts in one state is found by an index alone; there, accounts in other
    /// states are looked at as well. A page looks at 10,000 accounts at most, and may then come out short or
    /// empty and still name where the next begins. An account whose state changes between two pages may be
    /// shown twice or not at all.
    ///
    /// # Errors
    /// `too_many` for a limit of 0 or above 1,000; `invalid_cursor` for one that a page of other accounts
    /// gave, or none at all; [`Error::Storage`].
    pub fn accounts(&self, of: &AccountsOf<'_>) -> Result<Page<Account>, Error> {
        within_a_page(of.limit)?;
        let owner = of.owner.map(|owner| owner.to_string());
        let owner = owner.as_deref().map(Value::Text);
        let purpose = of.purpose.map(|purpose| Value::Text(purpose.word()));
        let state = of.state.map(|state| Value::Text(state.word()));
        let (index, by) = match (owner, purpose, state) {
            (Some(_), ..) => (Some("by_owner"), [owner, purpose]),
            (None, Some(_), _) => (Some("by_purpose"), [purpose, state]),
            (None, None, Some(_)) => (Some("by_state"), [state, None]),
            (None, None, None) => (None, [None, None]),
        };
        let prefix: Vec<Value<'_>> = by.into_iter().map_while(|value| value).collect();
        let is_exact = [owner, purpose, state].iter().flatten().count() == prefix.len();
        let limit = if is_exact { of.limit } else { ROWS_AT_ONCE };
        let index = index.and_then(|name| Account::TABLE.index(name));
        let scan = Scan { index, prefix: &prefix, ..Scan::all(Account::TABLE, limit) };
        let snapshot = self.reads()?.snapshot()?;
        let mut page = Page { items: Vec::new(), next: of.after.cloned() };
        let mut looked_at: usize = 0;
        loop {
            let (rows, more) = rows_after(&*snapshot, &scan, page.next.take().as_ref())?;
            for (i, account) in read_all::<Account>(&rows)?.into_iter().enumerate() {
                looked_at = looked_at.saturating_add(1);
                page.items.extend(of.shows(&account).then_some(account));
                let is_full = u32::try_from(page.items.len()).map_or(true, |len| len >= of.limit);
                let is_last = i.saturating_add(1) == rows.len();
                let is_over = is_full || looked_at >= limits::PAGE_LOOKS_AT;
                if is_over || is_last {
                    page.next = (more || !is_last).then(|| Cursor::behind(&scan, &rows, i));
                }
                if is_over {
                    return Ok(page);
                }
            }
            if page.next.is_none() {
                return Ok(page);
            }
        }
    }
}

/// The rows behind a cursor, and whether more follow.
fn rows_after(from: &dyn Reader, scan: &Scan<'_>, after: Option<&Cursor>) -> Result<(Rows, bool), Error> {
    let marks = after.map(|cursor| cursor.marks(scan.order().count())).transpose()?;
    let after: Option<Vec<Value<'_>>> = marks.as_ref().map(|marks| marks.iter().map(Mark::value).collect());
    if after.as_ref().is_some_and(|after| !after.starts_with(scan.prefix)) {
        return Err(foreign());
    }
    let mut rows = Rows::new(scan.table);
    let more = from.scan(&Scan { after: after.as_deref(), ..scan.clone() }, &mut rows)?;
    Ok((rows, more))
}
