//! Statements: what moved on an account, line by line, with the balance after each.

use super::chain::{Chain, Place};
use super::cursor::{Mark, foreign};
use super::merged::Merged;
use super::{Cursor, Page, account, with_id, within_a_page};
use crate::engine::Engine;
use crate::error::Error;
use crate::id::AccountId;
use crate::ledger::{Position, Side, Transfer, TransferKind};
use crate::limits;
use crate::shape::{spoken, told};
use crate::storage::{Direction, Reader};
use crate::time::Timestamp;

spoken! {
    /// Which lines a statement shows.
    pub enum StatementLines {
        /// Those that moved money: posted at once, or by resolving a hold.
        1 Posted = "posted",
        /// Every one, also what was held, voided and expired. Those leave the balance as it was.
        2 All = "all",
    }
}

#[expect(clippy::derivable_impls, reason = "the macro that declares it derives for all of its kind")]
impl Default for StatementLines {
    fn default() -> Self {
        Self::Posted
    }
}

/// Which page of which account's statement.
///
/// ```
/// use paywright::*;
/// let account = AccountKey::platform(Purpose::Bank, Currency::EUR).id();
/// // The newest twenty lines of a day.
/// let day = StatementOf {
///     from: Some("2026-11-26T00:00:00Z".parse()?),
///     below: Some("2026-11-27T00:00:00Z".parse()?),
///     direction: storage::Direction::Descending,
///     limit: 20,
///     ..StatementOf::new(account)
/// };
/// // No such account was opened.
/// assert_eq!(Engine::new(MemoryStorage::new())?.statement(&day)?, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementOf<'a> {
    /// The account.
    pub account: AccountId,
    /// Lines recorded at this time or later; from the first one where it is left out.
    pub from: Option<Timestamp>,
    /// Lines recorded before this time; to the last one where it is left out.
    pub below: Option<Timestamp>,
    /// Only lines of this kind.
    pub kind: Option<TransferKind>,
    /// Which phases.
    pub lines: StatementLines,
    /// Oldest first (ascending), or newest first.
    pub direction: Direction,
    /// Where to begin: what the page before gave. The line it names need not be in the time asked for.
    pub after: Option<&'a Cursor>,
    /// At most so many lines, up to 1,000.
    pub limit: u32,
}

impl StatementOf<'_> {
    /// The oldest hundred lines that moved money.
    #[must_use]
    pub const fn new(account: AccountId) -> Self {
        Self {
            account,
            from: None,
            below: None,
            kind: None,
            lines: StatementLines::Posted,
            direction: Direction::Ascending,
            after: None,
            limit: 100,
        }
    }

    fn shows(&self, transfer: &Transfer) -> bool {
        (self.lines == StatementLines::All || transfer.phase.moves_money())
            && self.kind.is_none_or(|kind| transfer.kind == kind)
    }
}

told! {
    /// A line of a statement.
    pub struct StatementLine {
        /// What was booked.
        transfer: Transfer,
        /// The side on which the account stands in it.
        side: Side,
        /// The account's balance after it, in minor units on the account's normal side. Lines that are not
        /// shown count as well.
        balance: i128,
    }
    non_exhaustive
}

impl Engine {
    /// A page of an account's statement, in the order in which it was recorded: by time, then by lane and
    /// ordinal. `None`: there is no such account.
    ///
    /// Going on with each page's cursor shows every line once, from either end, and the direction may change
    /// on the way. What is booked meanwhile stands behind what was there; only on a shared account may a line
    /// come to stand a few seconds earlier, where another engine's clock is behind by so much. A page looks
    /// at 10,000 lines at most: where few are shown, it may come out short or empty and still name where the
    /// next begins. A time that ends before it begins holds no lines.
    ///
    /// ```
    /// # use paywright::*;
    /// let engine = Engine::new(MemoryStorage::new())?;
    /// let open = |purpose| engine.execute(OpenAccount::new(AccountKey::platform(purpose, Currency::EUR)));
    /// let (bank, equity) = (open(Purpose::Bank)?.id, open(Purpose::Equity)?.id);
    /// for (name, amount) in [("first", "30.00 EUR"), ("second", "12.50 EUR")] {
    ///     let transfer = NewTransfer::posted(bank, equity, amount.parse()?);
    ///     engine.execute(PostTransfers::new([transfer.with_id(TransferId::derived(name))]))?;
    /// }
    /// let page = engine.statement(&StatementOf::new(bank))?.ok_or("it was never opened")?;
    /// let balances: Vec<i128> = page.items.iter().map(|line| line.balance).collect();
    /// assert_eq!(balances, [3000, 4250]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// `too_many` for a limit of 0 or above 1,000; `invalid_cursor` for one that another account's statement
    /// gave, or none at all; [`Error::Storage`], where links of the history are broken `storage_corrupt`.
    pub fn statement(&self, of: &StatementOf<'_>) -> Result<Option<Page<StatementLine>>, Error> {
        within_a_page(of.limit)?;
        let snapshot = self.reads()?.snapshot()?;
        let Some(account) = account(&*snapshot, of.account)? else { return Ok(None) };
        let after = of.after.map(|cursor| cursor.place(&*snapshot, of.account)).transpose()?;
        let (first, last) = match of.direction {
            Direction::Ascending => (after, None),
            Direction::Descending => (None, after),
        };
        let early = |place: Place| of.from.is_some_and(|from| place.at < from);
        let before = |place: Place| early(place) || first.is_some_and(|first| place <= first);
        let in_time = |place: Place| of.below.is_none_or(|below| place.at < below);
        let within = |place: Place| in_time(place) && last.is_none_or(|last| place < last);
        let chains = Chain::all_of(&*snapshot, &account)?;
        let before: Option<&dyn Fn(Place) -> bool> =
            if of.from.is_some() || first.is_some() { Some(&before) } else { None };
        let mut merged = Merged::new(chains, before, &within, of.direction)?;
        let limit = usize::try_from(of.limit).unwrap_or(limits::PAGE_ROWS);
        let (mut items, mut last) = (Vec::new(), None);
        for _ in 0..limits::PAGE_LOOKS_AT {
            if items.len() >= limit {
                break;
            }
            let Some(line) = merged.next()? else { break };
            last = Some(Place::of(&line.transfer));
            if of.shows(&line.transfer) {
                items.push(line);
            }
        }
        let next = last.filter(|_| merged.has_more()).map(|place| Cursor::at(of.account, place));
        Ok(Some(Page { items, next }))
    }
}

impl Cursor {
    /// At a line of an account.
    fn at(account: AccountId, place: Place) -> Self {
        let (at, position) = (place.at.as_micros(), place.position.as_int());
        Self::of(&[Mark::Id(account.to_bytes()), Mark::Int(at), Mark::Int(position)])
    }

    /// The line of this account that it names.
    fn place(&self, from: &dyn Reader, account: AccountId) -> Result<Place, Error> {
        let marks = self.marks(3)?;
        let [Mark::Id(id), Mark::Int(at), Mark::Int(position)] = marks.as_slice() else {
            return Err(foreign());
        };
        let position = Position::from_int(*position);
        let place = Place { at: Timestamp::from_micros(*at), position };
        let named = with_id::<Transfer>(from, position)?;
        let own = |line: &Transfer| Place::of(line) == place && line.side_of(account).is_some();
        if *id == account.to_bytes() && named.as_ref().is_some_and(own) { Ok(place) } else { Err(foreign()) }
    }
}
