//! Transfers against the entries that added them, and balances and marks against the transfers.

use super::entries::{each, each_stamped};
use super::{Slice, Verification, sorted};
use crate::engine::read_all;
use crate::id::{AccountId, BalanceId, MarkId, TransferId};
use crate::journal::entry::Added;
use crate::journal::{Entry, Lane};
use crate::ledger::{Account, Balance, Mark, Phase, Position, Side, Transfer};
use crate::storage::{Key, Reader, Record, Rows, Scan, Stamp, StorageError, Value};
use crate::time::Timestamp;
use std::collections::HashMap;

/// Transfers read at once.
const PAGE: u32 = 1_000;

/// A balance as its transfers make it, and when the last one was.
#[derive(Clone, Debug)]
struct Folded {
    balance: Balance,
    at: Timestamp,
}

/// The transfers of one lane, in order.
#[derive(Debug)]
struct Stream {
    lane: u16,
    rows: Rows,
    next: usize,
    last: i64,
    more: bool,
}

pub(super) struct Books<'a> {
    from: &'a dyn Reader,
    slice: Slice,
    accounts: HashMap<AccountId, Account>,
    streams: HashMap<u16, Stream>,
    balances: HashMap<BalanceId, Folded>,
    marks: HashMap<MarkId, (Mark, Timestamp)>,
    holds: HashMap<TransferId, i64>,
}

impl<'a> Books<'a> {
    pub(super) fn new(from: &'a dyn Reader, slice: Slice) -> Result<Self, StorageError> {
        let mut accounts = HashMap::new();
        each::<Account>(from, |account| {
            accounts.insert(account.id, account);
        })
        .or_else(|error| if matches!(error, StorageError::Corrupt(_)) { Ok(()) } else { Err(error) })?;
        let (streams, balances) = (HashMap::new(), HashMap::new());
        Ok(Self { from, slice, accounts, streams, balances, marks: HashMap::new(), holds: HashMap::new() })
    }

    /// Takes the rows that an entry added, in the order of causes, and hands them on.
    pub(super) fn note(
        &mut self,
        entry: &Entry,
        found: &mut Verification,
    ) -> Result<Vec<Transfer>, StorageError> {
        let Some(added) = &entry.added else { return Ok(Vec::new()) };
        let stream = self.streams.entry(entry.lane).or_insert_with(|| Stream::new(entry.lane));
        let mut rows = Rows::new(Transfer::TABLE);
        for i in 0..added.count {
            let wanted = added.first.as_int().saturating_add(i64::try_from(i).unwrap_or(i64::MAX));
            if !stream.take(self.from, wanted, &mut rows, found)? {
                found.find("transfers", Position::from_int(wanted), "the row is missing");
                // The count may be what is damaged: no more is looked for than there is.
                if stream.is_over() {
                    break;
                }
            }
        }
        if Added::of(&rows, 0, added.first) != *added {
            let (lane, sequence) = (entry.lane, entry.sequence);
            let what = format!("the {} rows of entry {lane}/{sequence} are not what it added", added.count);
            found.find("transfers", format!("from {}", added.first), what);
        }
        let transfers = read_all::<Transfer>(&rows)?;
        if self.slice.is_first() {
            for transfer in &transfers {
                found.transfers = found.transfers.saturating_add(1);
                self.fold(transfer, entry.at, found);
            }
        }
        Ok(transfers)
    }

    fn fold(&mut self, transfer: &Transfer, at: Timestamp, found: &mut Verification) {
        if transfer.recorded_at != at {
            found.find("transfers", transfer.position, "recorded_at is not the time of its entry");
        }
        let pending = self.pending(transfer, found);
        let posted = if transfer.phase.moves_money() { transfer.amount } else { 0 };
        let currencies =
            [transfer.debit, transfer.credit].map(|id| self.accounts.get(&id).map(|one| one.currency));
        let [debited, credited] = currencies;
        if debited != credited {
            found.find("transfers", transfer.position, "its accounts are of different currencies");
        }
        for side in [Side::Debit, Side::Credit] {
            self.fold_side(transfer, side, (posted, pending), found);
        }
    }

    /// What the transfer adds to the pending sums.
    fn pending(&mut self, transfer: &Transfer, found: &mut Verification) -> i64 {
        match (transfer.phase, transfer.hold) {
            (Phase::Posted, None) => 0,
            (Phase::Pending, None) => {
                self.holds.insert(transfer.id, transfer.amount);
                transfer.amount
            }
            (_, Some(hold)) if !matches!(transfer.phase, Phase::Posted | Phase::Pending) => {
                self.holds.remove(&hold).map_or_else(
                    || {
                        found.find("transfers", transfer.position, "it resolves a hold that is not open");
                        0
                    },
                    i64::saturating_neg,
                )
            }
            _ => {
                found.find("transfers", transfer.position, "phase and hold do not belong together");
                0
            }
        }
    }

    fn fold_side(&mut self, transfer: &Transfer, side: Side, by: (i64, i64), found: &mut Verification) {
        let (account, before, after) = match side {
            Side::Debit => (transfer.debit, transfer.debit_before, transfer.debit_after),
            Side::Credit => (transfer.credit, transfer.credit_before, transfer.credit_after),
        };
        let Some(account) = self.accounts.get(&account) else {
            found.find("transfers", transfer.position, format!("its account {account} is missing"));
            return;
        };
        let lane = transfer.position.lane();
        let id = account.balance_id(lane);
        let lane = if account.purpose.is_guarded() { 0 } else { lane };
        let zero = || Folded { balance: Balance::zero(id, account.id, lane), at: Timestamp::default() };
        let folded = self.balances.entry(id).or_insert_with(zero);
        folded.at = transfer.recorded_at;
        let balance = &mut folded.balance;
        if balance.newest.replace(transfer.position) != before {
            found.find(
                "transfers",
                transfer.position,
                format!("its link does not follow the chain of {}", account.id),
            );
        }
        let (posted, pending) = match side {
            Side::Debit => (&mut balance.debits, &mut balance.pending_debits),
            Side::Credit => (&mut balance.credits, &mut balance.pending_credits),
        };
        *posted = posted.saturating_add(i128::from(by.0));
        *pending = pending.saturating_add(i128::from(by.1));
        balance.transfers = balance.transfers.saturating_add(1);
        if balance.figures(account.purpose.side()).balance() != i128::from(after) {
            found.find(
                "transfers",
                transfer.position,
                format!("the balance after it is not that of {}", account.id),
            );
        }
        if let Some(mark) = balance.mark() {
            self.marks.insert(mark.id, (mark, transfer.recorded_at));
        }
    }

    /// Compares what the transfers make with the tables. Accounts leave the map as their balances are met, so
    /// that a guarded account without one is found.
    pub(super) fn compare(
        mut self,
        from: &dyn Reader,
        lanes: &[(Lane, Stamp)],
        found: &mut Verification,
    ) -> Result<(), StorageError> {
        self.extra_transfers(lanes, found)?;
        each_stamped::<Balance>(from, |balance, stamp| self.compare_balance(&balance, stamp, found))?;
        for id in sorted(self.balances.keys()) {
            found.find("balances", id, "the row is missing");
        }
        self.accounts.retain(|_, account| account.purpose.is_guarded());
        for id in sorted(self.accounts.keys()) {
            found.find("balances", Balance::guarded(id), format!("the row of {id} is missing"));
        }
        each_stamped::<Mark>(from, |mark, stamp| match self.marks.remove(&mark.id) {
            Some((expected, at)) if expected == mark && stamp == (Stamp { version: 1, changed_at: at }) => {}
            Some(_) => found.find("marks", mark.id, "not what the transfers say"),
            None => found.find("marks", mark.id, "no transfer calls for this mark"),
        })?;
        for id in sorted(self.marks.keys()) {
            found.find("marks", id, "the row is missing");
        }
        Ok(())
    }

    fn compare_balance(&mut self, balance: &Balance, stamp: Stamp, found: &mut Verification) {
        found.records = found.records.saturating_add(1);
        let account = self.accounts.get(&balance.account);
        let (expected, at) = match self.balances.remove(&balance.id) {
            Some(folded) => (folded.balance, folded.at),
            // A guarded account has its balance from the start; the time is that of its opening.
            None if account.is_some_and(|account| {
                account.balance_id(0) == balance.id && account.purpose.is_guarded()
            }) =>
            {
                (Balance::zero(balance.id, balance.account, 0), stamp.changed_at)
            }
            None => {
                found.find("balances", balance.id, "no transfer calls for this row");
                return;
            }
        };
        if *balance != expected || stamp.changed_at != at {
            found.find(
                "balances",
                balance.id,
                format!("not what the transfers of {} sum to", balance.account),
            );
        }
        if stamp.version != expected.version_after(0) {
            found.find("balances", balance.id, "the version is not one more than its transfers");
        }
        self.accounts.remove(&balance.account);
    }

    /// Rows that no entry added: behind the last of a lane, or on a lane that has no entries.
    fn extra_transfers(
        &mut self,
        lanes: &[(Lane, Stamp)],
        found: &mut Verification,
    ) -> Result<(), StorageError> {
        let mut from = i64::MIN;
        let mut known: Vec<(i64, i64)> = Vec::new();
        for (head, _) in lanes {
            let first = Position::new(head.lane.0, 1).as_int();
            let read = self.streams.get(&head.lane.0).map_or(first, |stream| stream.last.saturating_add(1));
            known.push((first, read.max(first)));
        }
        known.push((i64::MAX, i64::MAX));
        for (first, read) in known {
            let below = if first == i64::MAX { None } else { Some(Value::Int(first)) };
            let scan = Scan { from: Some(Value::Int(from)), below, ..Scan::all(Transfer::TABLE, 10) };
            let mut rows = Rows::new(Transfer::TABLE);
            self.from.scan(&scan, &mut rows)?;
            for i in 0..rows.len() {
                if let Key::Int(position) = rows.key(i) {
                    found.find("transfers", Position::from_int(position), "no entry added this row");
                }
            }
            from = read;
        }
        Ok(())
    }
}

impl Stream {
    const fn is_over(&self) -> bool {
        !self.more && self.next >= self.rows.len()
    }

    fn new(lane: u16) -> Self {
        let last = Position::new(lane, 0).as_int();
        Self { lane, rows: Rows::new(Transfer::TABLE), next: 0, last, more: true }
    }

    /// Takes the row at this position over, if it is there; rows before it are too many.
    fn take(
        &mut self,
        from: &dyn Reader,
        wanted: i64,
        into: &mut Rows,
        found: &mut Verification,
    ) -> Result<bool, StorageError> {
        loop {
            if self.next >= self.rows.len() {
                if !self.more {
                    return Ok(false);
                }
                self.load(from)?;
                continue;
            }
            let Key::Int(position) = self.rows.key(self.next) else { return Ok(false) };
            if position > wanted {
                return Ok(false);
            }
            self.last = position;
            self.next = self.next.saturating_add(1);
            if position == wanted {
                into.push_row_of(&self.rows, self.next.saturating_sub(1));
                return Ok(true);
            }
            found.find("transfers", Position::from_int(position), "no entry added this row");
        }
    }

    fn load(&mut self, from: &dyn Reader) -> Result<(), StorageError> {
        self.rows.clear();
        self.next = 0;
        let after = [Value::Int(self.last)];
        let below = self.lane.checked_add(1).filter(|lane| *lane <= 1_023);
        let below = below.map(|lane| Value::Int(Position::new(lane, 0).as_int()));
        self.more = from
            .scan(&Scan { after: Some(&after), below, ..Scan::all(Transfer::TABLE, PAGE) }, &mut self.rows)?;
        Ok(())
    }
}
