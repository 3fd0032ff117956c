//! What an account holds, and what it held.

use super::account;
use super::chain::{Chain, Place};
use super::read_all;
use crate::engine::Engine;
use crate::error::Error;
use crate::id::AccountId;
use crate::journal::Cut;
use crate::ledger::{Account, Figures, Side, Transfer};
use crate::storage::{Reader, Record, Rows, Scan, StorageError, Value};
use crate::time::Timestamp;

/// The moment that a balance is asked for at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsOf<'a> {
    /// When every lane had come exactly so far. The answer is the same for ever.
    Cut(&'a Cut),
    /// All that was recorded at this time or before. For a time that has just passed the answer may still
    /// change: another engine's clock may be up to five seconds behind.
    Recorded(Timestamp),
    /// All that counts from this time or before: what was recorded until then, and what was recorded later
    /// and dated back to it. What is pending is as recorded then. Each line that is dated back so far is
    /// looked at.
    Effective(Timestamp),
}

/// Up to where histories count.
#[derive(Debug)]
pub(super) enum Horizon {
    Now,
    /// This time included.
    Time(Timestamp),
    /// For each lane the time of the last entry that counts. All transfers of an entry have its time, and
    /// each entry of a lane has a later one.
    Lanes(Vec<(u16, Timestamp)>),
}

impl Horizon {
    /// At a cut of this storage.
    pub(super) fn cut(cut: &Cut, from: &dyn Reader) -> Result<Self, Error> {
        cut.times(from).map(Self::Lanes)
    }

    fn includes(&self, place: Place) -> bool {
        match self {
            Self::Now => true,
            Self::Time(time) => place.at <= *time,
            Self::Lanes(lanes) => {
                let lane = place.position.lane();
                let known = lanes.binary_search_by_key(&lane, |(lane, _)| *lane).ok();
                known.and_then(|known| lanes.get(known)).is_some_and(|(_, time)| place.at <= *time)
            }
        }
    }

    /// The sums of one history up to here.
    pub(super) fn sums(&self, chain: &mut Chain<'_>) -> Result<Figures, StorageError> {
        let lines = chain.count(&|place| self.includes(place))?;
        chain.sums_after(lines)
    }

    fn sums_of(&self, from: &dyn Reader, account: &Account) -> Result<Figures, StorageError> {
        let zero = Figures::zero(account.purpose.side());
        let chains = Chain::all_of(from, account)?;
        chains.into_iter().try_fold(zero, |sums, mut chain| Ok(sums.plus(&self.sums(&mut chain)?)))
    }
}

impl Engine {
    /// What an account holds: balance, available, and the four sums they come from. `None`: there is no such
    /// account.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub fn balance(&self, account: AccountId) -> Result<Option<Figures>, Error> {
        let snapshot = self.reads()?.snapshot()?;
        let Some(account) = self::account(&*snapshot, account)? else { return Ok(None) };
        Ok(Some(Horizon::Now.sums_of(&*snapshot, &account)?))
    }

    /// What an account held at a moment, in the same four sums: nothing, where it was opened later. `None`:
    /// there is no such account.
    ///
    /// ```
    /// # use paywright::*;
    /// let engine = Engine::new(MemoryStorage::new())?;
    /// let open = |purpose| engine.execute(OpenAccount::new(AccountKey::platform(purpose, Currency::EUR)));
    /// let (bank, equity) = (open(Purpose::Bank)?.id, open(Purpose::Equity)?.id);
    /// let before = engine.cut()?;
    /// let transfer = NewTransfer::posted(bank, equity, "30.00 EUR".parse()?);
    /// engine.execute(PostTransfers::new([transfer.with_id(TransferId::derived("first"))]))?;
    /// let then = engine.balance_as_of(bank, AsOf::Cut(&before))?;
    /// assert_eq!(then.map(|then| then.balance()), Some(0));
    /// let now = engine.balance_as_of(bank, AsOf::Cut(&engine.cut()?))?;
    /// assert_eq!(now, engine.balance(bank)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// `journal_forked` for a cut that this storage does not hold; [`Error::Storage`], where links of the
    /// history are broken `storage_corrupt`.
    pub fn balance_as_of(&self, account: AccountId, at: AsOf<'_>) -> Result<Option<Figures>, Error> {
        let snapshot = self.reads()?.snapshot()?;
        let horizon = match at {
            AsOf::Cut(cut) => Horizon::cut(cut, &*snapshot)?,
            AsOf::Recorded(time) | AsOf::Effective(time) => Horizon::Time(time),
        };
        let Some(account) = self::account(&*snapshot, account)? else { return Ok(None) };
        let mut sums = horizon.sums_of(&*snapshot, &account)?;
        if let AsOf::Effective(time) = at {
            for side in [Side::Debit, Side::Credit] {
                sums = sums.with(side, dated_back(&*snapshot, account.id, side, time)?, 0);
            }
        }
        Ok(Some(sums))
    }
}

/// What was recorded on one side after a time, and counts from it or from before.
fn dated_back(
    from: &dyn Reader,
    account: AccountId,
    side: Side,
    time: Timestamp,
) -> Result<i128, StorageError> {
    let index = match side {
        Side::Debit => "by_debit_effective",
        Side::Credit => "by_credit_effective",
    };
    let prefix = [Value::Id(account.to_bytes())];
    let below = Some(Value::Int(time.plus_micros(1).as_micros()));
    let index = Transfer::TABLE.index(index);
    let mut sum: i128 = 0;
    let mut last: Option<[Value<'_>; 3]> = None;
    loop {
        let after = last.as_ref().map(|last| &last[..]);
        let scan = Scan { index, prefix: &prefix, below, after, ..Scan::all(Transfer::TABLE, 1_000) };
        let mut rows = Rows::new(Transfer::TABLE);
        let more = from.scan(&scan, &mut rows)?;
        let lines = read_all::<Transfer>(&rows)?;
        let counts = |line: &&Transfer| line.recorded_at > time && line.phase.moves_money();
        let amounts = lines.iter().filter(counts).map(|line| i128::from(line.amount));
        sum = amounts.fold(sum, i128::saturating_add);
        let Some((line, at)) =
            lines.last().filter(|_| more).and_then(|line| Some((line, line.effective_at?)))
        else {
            return Ok(sum);
        };
        let [prefix] = prefix;
        last = Some([prefix, Value::Int(at.as_micros()), Value::Int(line.position.as_int())]);
    }
}
