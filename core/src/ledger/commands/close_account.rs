//! Close an account.

use super::{by_accountant, may_be_stopped};
use crate::command::command;
use crate::engine::{MOST_LANES, Stop, View};
use crate::error::{Code, refused};
use crate::id::{AccountId, BalanceId};
use crate::ledger::{Account, AccountEvent, AccountState, Balance, Figures};
use crate::machine::State;

command! {
    /// Closes an account for ever. Its posted debits must equal its posted credits, and nothing may be
    /// pending on it.
    ///
    /// Of a shared account every lane's balance is looked at, and the commit is refused if another engine
    /// posts to any of them meanwhile.
    pub struct CloseAccount = 5 "close_account", repeated by State, answers Account {
        /// The account.
        1 account: AccountId,
    }
    refuses [NotPermitted, NotFound, PurposeNotAllowed, WrongState, AccountNotEmpty]
}

impl CloseAccount {
    /// This account.
    #[must_use]
    pub const fn new(account: AccountId) -> Self {
        Self { account }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Account, Stop> {
        by_accountant(on)?;
        let account = on.get::<Account>(self.account)?;
        may_be_stopped(&account)?;
        AccountState::step(Some(account.state), AccountEvent::WasClosed)?;
        let figures = figures(on, &account)?;
        let (balance, id) = (figures.balance(), account.id);
        let pending = [figures.pending_debits, figures.pending_credits];
        if balance != 0 || pending != [0, 0] {
            let [debits, credits] = pending;
            let pending = format!("{debits} of debits and {credits} of credits are pending");
            return Err(refused!(
                Code::AccountNotEmpty,
                "the account {id} holds {balance} minor units, and {pending}"
            )
            .into());
        }
        // After this line nothing may fail.
        on.advance::<Account>(account.id, AccountEvent::WasClosed, |_| {})
            .map(|account| Account::clone(&account))
    }
}

/// The sums over all lanes; each lane's balance, or that there is none, becomes a premise.
fn figures(on: &mut View<'_>, account: &Account) -> Result<Figures, Stop> {
    let ids: Vec<BalanceId> = if account.purpose.is_guarded() {
        vec![Balance::guarded(account.id)]
    } else {
        (1..=MOST_LANES).map(|lane| Balance::shared(account.id, lane)).collect()
    };
    on.want::<Balance>(ids.iter().copied())?;
    let side = account.purpose.side();
    let mut sums = Figures::zero(side);
    for id in ids {
        if let Some(balance) = on.find::<Balance>(id)? {
            sums = sums.plus(&balance.figures(side));
        }
    }
    Ok(sums)
}
