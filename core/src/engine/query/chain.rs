//! The history of one balance, as if it were a list of its transfers: line 1 is the oldest. Storage holds it
//! as links from each transfer to the one before it, with a mark at every 64th: a line is found by the mark
//! behind it and at most 63 links.

use super::read_all;
use crate::id::{AccountId, TransferId};
use crate::ledger::{Account, Balance, Figures, Hold, MARK_EVERY, Mark, Phase, Position, Side, Transfer};
use crate::storage::{Corrupt, Key, Reader, Record, Rows, Scan, StorageError, Value};
use crate::time::Timestamp;
use std::collections::HashMap;

/// Where a line stands among those of all lanes: by time, then by lane and ordinal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) at: Timestamp,
    pub(super) position: Position,
}

impl Place {
    pub(super) const fn of(transfer: &Transfer) -> Self {
        Self { at: transfer.recorded_at, position: transfer.position }
    }
}

/// One balance's history.
pub(super) struct Chain<'a> {
    from: &'a dyn Reader,
    balance: Balance,
    /// Time of the balance's newest transfer.
    newest_at: Timestamp,
    /// The account's normal side.
    side: Side,
    segment: Option<Segment>,
    row: Rows,
}

/// Lines that lie between two marks, as far as they were walked back to: the newest first.
#[derive(Debug)]
struct Segment {
    nth: u64,
    lines: Vec<Transfer>,
    /// The line before those.
    next: Option<Position>,
}

impl<'a> Chain<'a> {
    /// Row `i` of balances, of an account with this normal side.
    pub(super) fn of(from: &'a dyn Reader, rows: &Rows, i: usize, side: Side) -> Result<Self, StorageError> {
        let balance = Balance::read(&mut rows.reader(i))?;
        if balance.newest.is_some() != (balance.transfers > 0) {
            return Err(broken(Balance::TABLE.name, balance.id.into(), "newest and transfers disagree"));
        }
        let (newest_at, row) = (rows.stamp(i).changed_at, Rows::new(Transfer::TABLE));
        Ok(Self { from, balance, newest_at, side, segment: None, row })
    }

    /// The histories of an account: one, or one a lane.
    pub(super) fn all_of(from: &'a dyn Reader, account: &Account) -> Result<Vec<Self>, StorageError> {
        let prefix = [Value::Id(account.id.to_bytes())];
        let index = Balance::TABLE.index("by_account");
        let mut rows = Rows::new(Balance::TABLE);
        from.scan(&Scan { index, prefix: &prefix, ..Scan::all(Balance::TABLE, 1_024) }, &mut rows)?;
        (0..rows.len()).map(|i| Self::of(from, &rows, i, account.purpose.side())).collect()
    }

    pub(super) const fn account(&self) -> AccountId {
        self.balance.account
    }

    /// How many lines there are.
    pub(super) const fn len(&self) -> u64 {
        self.balance.transfers
    }

    /// The line with this number, from 1.
    pub(super) fn line(&mut self, number: u64) -> Result<&Transfer, StorageError> {
        let before = number.saturating_sub(1);
        let (of, within) = (before / MARK_EVERY, before % MARK_EVERY);
        let behind = self.lines_in(of).checked_sub(within.saturating_add(1));
        let key = self.balance.id.into();
        let fewer = || broken(Balance::TABLE.name, key, "it has fewer transfers than it counts");
        let behind = usize::try_from(behind.ok_or_else(fewer)?).unwrap_or(usize::MAX);
        self.walk(of, behind.saturating_add(1))?.get(behind).ok_or_else(fewer)
    }

    /// How many lines belong to what `includes` describes. They must be the first ones.
    pub(super) fn count(&mut self, includes: &dyn Fn(Place) -> bool) -> Result<u64, StorageError> {
        let Some(position) = self.balance.newest else { return Ok(0) };
        if includes(Place { at: self.newest_at, position }) {
            return Ok(self.len());
        }
        let (mut within, mut beyond) = (0, (self.len() / MARK_EVERY).saturating_add(1));
        while beyond.saturating_sub(within) > 1 {
            let middle = within.midpoint(beyond);
            let (mark, at) = self.mark(middle.saturating_mul(MARK_EVERY))?;
            if includes(Place { at, position: mark.position }) {
                within = middle;
            } else {
                beyond = middle;
            }
        }
        let behind = self.all_in(within)?.partition_point(|line| !includes(Place::of(line)));
        let behind = u64::try_from(behind).unwrap_or(MARK_EVERY);
        let first = within.saturating_mul(MARK_EVERY);
        Ok(first.saturating_add(self.lines_in(within)).saturating_sub(behind))
    }

    /// The balance after so many lines, on the account's normal side.
    pub(super) fn balance_after(&mut self, lines: u64) -> Result<i128, StorageError> {
        if lines == self.len() || lines.is_multiple_of(MARK_EVERY) {
            return Ok(self.sums_after(lines)?.balance());
        }
        let account = self.balance.account;
        let line = self.line(lines)?;
        Ok(line.after(side_of(line, account)?))
    }

    /// The sums after so many lines.
    pub(super) fn sums_after(&mut self, lines: u64) -> Result<Figures, StorageError> {
        if lines == self.len() {
            return Ok(self.balance.figures(self.side));
        }
        let (of, within) = (lines / MARK_EVERY, lines % MARK_EVERY);
        let opening = match lines.saturating_sub(within) {
            0 => Figures::zero(self.side),
            first => self.mark(first)?.0.figures(self.side),
        };
        if within == 0 {
            return Ok(opening);
        }
        let (from, account) = (self.from, self.balance.account);
        let behind = usize::try_from(self.lines_in(of).saturating_sub(within)).unwrap_or(usize::MAX);
        summed(from, account, opening, self.all_in(of)?.get(behind..).unwrap_or_default())
    }

    /// The mark at this count, and the time of its transfer.
    fn mark(&self, transfers: u64) -> Result<(Mark, Timestamp), StorageError> {
        let id = Mark::id_of(self.balance.id, transfers);
        let mut rows = Rows::new(Mark::TABLE);
        self.from.load(Mark::TABLE, &[id.into()], &mut rows)?;
        let mark = read_all::<Mark>(&rows)?.pop();
        let own = |mark: &Mark| mark.balance == self.balance.id && mark.transfers == transfers;
        let mark = mark.filter(own).ok_or_else(|| missing::<Mark>(id))?;
        Ok((mark, rows.stamp(0).changed_at))
    }

    /// How many lines a segment has.
    fn lines_in(&self, segment: u64) -> u64 {
        self.len().saturating_sub(segment.saturating_mul(MARK_EVERY)).min(MARK_EVERY)
    }

    /// All lines of a segment, the newest first.
    fn all_in(&mut self, segment: u64) -> Result<&[Transfer], StorageError> {
        let all = usize::try_from(self.lines_in(segment)).unwrap_or(usize::MAX);
        self.walk(segment, all)
    }

    /// The newest lines of a segment, at least so many: from the mark behind it, or from the newest transfer
    /// of all, back by links.
    fn walk(&mut self, nth: u64, wanted: usize) -> Result<&[Transfer], StorageError> {
        let (first, count) = (nth.saturating_mul(MARK_EVERY), self.lines_in(nth));
        let mut segment = match self.segment.take().filter(|segment| segment.nth == nth) {
            Some(segment) => segment,
            None => {
                let last = first.saturating_add(count);
                let newest = self.balance.newest;
                let next = if last == self.len() { newest } else { Some(self.mark(last)?.0.position) };
                Segment { nth, lines: Vec::new(), next }
            }
        };
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        while segment.lines.len() < wanted.min(count) {
            let line = self.before(&segment)?;
            segment.next = line.before(side_of(&line, self.balance.account)?);
            segment.lines.push(line);
            if segment.lines.len() == count {
                let before = if first == 0 { None } else { Some(self.mark(first)?.0.position) };
                if segment.next != before {
                    let what = format!("line {} does not follow the one before it", first.saturating_add(1));
                    return Err(broken(Balance::TABLE.name, self.balance.id.into(), what));
                }
            }
        }
        Ok(&self.segment.insert(segment).lines)
    }

    /// The line before those of a segment that are known.
    fn before(&mut self, segment: &Segment) -> Result<Transfer, StorageError> {
        let position = segment.next.ok_or_else(|| {
            let key = self.balance.id.into();
            broken(Balance::TABLE.name, key, "its chain of transfers ends before its count does")
        })?;
        self.row.clear();
        self.from.load(Transfer::TABLE, &[position.into()], &mut self.row)?;
        if self.row.is_empty() {
            return Err(missing::<Transfer>(position));
        }
        let line = Transfer::read(&mut self.row.reader(0))?;
        if segment.lines.last().is_some_and(|later| Place::of(&line) >= Place::of(later)) {
            return Err(broken(Transfer::TABLE.name, position.into(), "a link points to a later transfer"));
        }
        Ok(line)
    }
}

pub(super) fn side_of(line: &Transfer, account: AccountId) -> Result<Side, StorageError> {
    let key = line.position.into();
    line.side_of(account)
        .ok_or_else(|| broken(Transfer::TABLE.name, key, format!("it stands in the history of {account}")))
}

/// The sums after these lines. A line that resolves a hold releases all that was held.
fn summed(
    from: &dyn Reader,
    account: AccountId,
    opening: Figures,
    lines: &[Transfer],
) -> Result<Figures, StorageError> {
    let wanted: Vec<Key> = lines.iter().filter_map(|line| line.hold).map(Key::from).collect();
    let mut rows = Rows::new(Hold::TABLE);
    from.load(Hold::TABLE, &wanted, &mut rows)?;
    let held: HashMap<TransferId, i64> =
        read_all::<Hold>(&rows)?.into_iter().map(|hold| (hold.id, hold.amount)).collect();
    lines.iter().try_fold(opening, |sums, line| {
        let posted = if line.phase.moves_money() { line.amount } else { 0 };
        let pending = match (line.phase, line.hold) {
            (Phase::Posted, None) => 0,
            (Phase::Pending, None) => line.amount,
            (Phase::PostsPending | Phase::VoidsPending | Phase::ExpiresPending, Some(hold)) => {
                held.get(&hold).ok_or_else(|| missing::<Hold>(hold))?.saturating_neg()
            }
            _ => {
                let what = "phase and hold do not belong together";
                return Err(broken(Transfer::TABLE.name, line.position.into(), what));
            }
        };
        Ok(sums.with(side_of(line, account)?, i128::from(posted), i128::from(pending)))
    })
}

fn missing<R: Record>(id: R::Id) -> StorageError {
    broken(R::TABLE.name, id.into(), "the row is missing")
}

pub(super) fn broken(table: &'static str, key: Key, what: impl Into<String>) -> StorageError {
    StorageError::Corrupt(Corrupt { table, key: Some(key), what: what.into() })
}
