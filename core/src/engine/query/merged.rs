//! The lines of an account's histories between two places, in one order, each with the balance after it.

use super::StatementLine;
use super::chain::{Chain, Place, side_of};
use crate::storage::{Direction, StorageError};

pub(super) struct Merged<'a> {
    parts: Vec<Part<'a>>,
    direction: Direction,
    /// The account's balance before the next line (oldest first), or after it (newest first).
    balance: i128,
}

/// One history, and what of it is still to come: the lines after the first `from` up to line `until`.
struct Part<'a> {
    chain: Chain<'a>,
    from: u64,
    until: u64,
    /// Its share of the account's balance.
    balance: i128,
    /// Where its next line stands, once that was looked up.
    next: Option<Place>,
}

impl<'a> Merged<'a> {
    /// The lines that are not `before` the window (none are where it has no beginning) and are `within` it.
    pub(super) fn new(
        chains: Vec<Chain<'a>>,
        before: Option<&dyn Fn(Place) -> bool>,
        within: &dyn Fn(Place) -> bool,
        direction: Direction,
    ) -> Result<Self, StorageError> {
        let parts = chains.into_iter().map(|mut chain| {
            let from = before.map_or(Ok(0), |before| chain.count(before))?;
            let until = chain.count(within)?.max(from);
            let share = match direction {
                Direction::Ascending => from,
                Direction::Descending => until,
            };
            let balance = chain.balance_after(share)?;
            Ok(Part { chain, from, until, balance, next: None })
        });
        let parts = parts.collect::<Result<Vec<_>, StorageError>>()?;
        let balance = parts.iter().map(|part| part.balance).fold(0, i128::saturating_add);
        Ok(Self { parts, direction, balance })
    }

    /// More lines follow.
    pub(super) fn has_more(&self) -> bool {
        self.parts.iter().any(Part::has_more)
    }

    pub(super) fn next(&mut self) -> Result<Option<StatementLine>, StorageError> {
        let mut first: Option<(Place, &mut Part<'a>)> = None;
        for part in self.parts.iter_mut().filter(|part| part.has_more()) {
            let place = part.place(self.direction)?;
            let is_first = first.as_ref().is_none_or(|(other, _)| match self.direction {
                Direction::Ascending => place < *other,
                Direction::Descending => place > *other,
            });
            if is_first {
                first = Some((place, part));
            }
        }
        let Some((_, part)) = first else { return Ok(None) };
        let share = part.balance;
        let account = part.chain.account();
        let transfer = part.chain.line(part.number(self.direction))?.clone();
        let side = side_of(&transfer, account)?;
        part.next = None;
        match self.direction {
            Direction::Ascending => {
                part.from = part.from.saturating_add(1);
                part.balance = transfer.after(side);
            }
            Direction::Descending => {
                part.until = part.until.saturating_sub(1);
                part.balance = part.chain.balance_after(part.until)?;
            }
        }
        let other = self.balance.saturating_sub(share).saturating_add(part.balance);
        let before = std::mem::replace(&mut self.balance, other);
        let balance = if self.direction == Direction::Ascending { other } else { before };
        Ok(Some(StatementLine { transfer, side, balance }))
    }
}

impl Part<'_> {
    const fn has_more(&self) -> bool {
        self.from < self.until
    }

    /// Number of its next line.
    const fn number(&self, direction: Direction) -> u64 {
        match direction {
            Direction::Ascending => self.from.saturating_add(1),
            Direction::Descending => self.until,
        }
    }

    fn place(&mut self, direction: Direction) -> Result<Place, StorageError> {
        if let Some(place) = self.next {
            return Ok(place);
        }
        let place = Place::of(self.chain.line(self.number(direction))?);
        Ok(*self.next.insert(place))
    }
}
