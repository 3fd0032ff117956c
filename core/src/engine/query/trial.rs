//! The trial balance: the sums of all accounts, now or at a cut.

use super::as_of::Horizon;
use super::chain::{Chain, broken};
use super::read_all;
use crate::engine::Engine;
use crate::error::Error;
use crate::id::AccountId;
use crate::journal::Cut;
use crate::ledger::{Account, Balance, Figures, Purpose};
use crate::money::Currency;
use crate::shape::told;
use crate::storage::{Key, Reader, Record, Rows, Scan, StorageError};
use std::collections::{BTreeMap, HashMap};

/// Balances read at once.
const PAGE: u32 = 1_000;

told! {
    /// A line of the trial balance: all accounts of one purpose in one currency.
    pub struct TrialLine {
        /// The currency.
        currency: Currency,
        /// The purpose.
        purpose: Purpose,
        /// Their sums. Over all lines of a currency, debits equal credits, posted and pending.
        figures: Figures,
    }
}

impl Engine {
    /// The sums of all accounts, by currency and purpose.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub fn trial_balance(&self) -> Result<Vec<TrialLine>, Error> {
        Ok(lines(&*self.reads()?.snapshot()?, &Horizon::Now)?)
    }

    /// The trial balance at a cut: the same for ever, whatever was booked since. A purpose whose accounts all
    /// came later has a line of zeros.
    ///
    /// It takes some reads of the history of each account; memory grows with currencies and purposes alone.
    ///
    /// ```
    /// # use paywright::*;
    /// let engine = Engine::new(MemoryStorage::new())?;
    /// let open = |purpose| engine.execute(OpenAccount::new(AccountKey::platform(purpose, Currency::EUR)));
    /// let (bank, equity) = (open(Purpose::Bank)?.id, open(Purpose::Equity)?.id);
    /// let post = |name| {
    ///     let transfer = NewTransfer::posted(bank, equity, Money::new(100, Currency::EUR));
    ///     engine.execute(PostTransfers::new([transfer.with_id(TransferId::derived(name))]))
    /// };
    /// post("before the audit")?;
    /// let (audit, then) = (engine.cut()?, engine.trial_balance()?);
    /// post("behind it")?;
    /// assert_ne!(engine.trial_balance()?, then);
    /// assert_eq!(engine.trial_balance_at(&audit)?, then);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// `journal_forked` for a cut that this storage does not hold; [`Error::Storage`].
    pub fn trial_balance_at(&self, cut: &Cut) -> Result<Vec<TrialLine>, Error> {
        let snapshot = self.reads()?.snapshot()?;
        let horizon = Horizon::cut(cut, &*snapshot)?;
        Ok(lines(&*snapshot, &horizon)?)
    }
}

fn lines(from: &dyn Reader, horizon: &Horizon) -> Result<Vec<TrialLine>, StorageError> {
    let mut lines: BTreeMap<(Currency, Purpose), Figures> = BTreeMap::new();
    let mut last: Option<Key> = None;
    loop {
        let after = last.map(|key| [key.value()]);
        let after = after.as_ref().map(|key| &key[..]);
        let mut rows = Rows::new(Balance::TABLE);
        let more = from.scan(&Scan { after, ..Scan::all(Balance::TABLE, PAGE) }, &mut rows)?;
        let balances = read_all::<Balance>(&rows)?;
        let accounts = accounts_of(from, &balances)?;
        for (i, balance) in balances.iter().enumerate() {
            let account = accounts.get(&balance.account);
            let account = account.ok_or_else(|| {
                broken(
                    Account::TABLE.name,
                    balance.account.into(),
                    "the row is missing, and it has a balance",
                )
            })?;
            let side = account.purpose.side();
            let sums = horizon.sums(&mut Chain::of(from, &rows, i, side)?)?;
            let line = lines.entry((account.currency, account.purpose)).or_insert(Figures::zero(side));
            *line = line.plus(&sums);
        }
        last = rows.len().checked_sub(1).map(|last| rows.key(last)).filter(|_| more);
        if last.is_none() {
            break;
        }
    }
    let line = |((currency, purpose), figures)| TrialLine { currency, purpose, figures };
    Ok(lines.into_iter().map(line).collect())
}

fn accounts_of(from: &dyn Reader, balances: &[Balance]) -> Result<HashMap<AccountId, Account>, StorageError> {
    let mut keys: Vec<Key> = balances.iter().map(|balance| balance.account.into()).collect();
    keys.sort_unstable();
    keys.dedup();
    let mut rows = Rows::new(Account::TABLE);
    from.load(Account::TABLE, &keys, &mut rows)?;
    Ok(read_all::<Account>(&rows)?.into_iter().map(|account| (account.id, account)).collect())
}
