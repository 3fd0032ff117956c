//! Change the bounds of an account.

use super::{by_accountant, check_bounds, check_values};
use crate::command::command;
use crate::engine::{Stop, View};
use crate::error::{Code, refused};
use crate::id::AccountId;
use crate::ledger::{Account, AccountState};

command! {
    /// Sets both bounds of an account. A bound may be tighter than what the account holds now: what is there
    /// stays, and from then on nothing makes the breach worse.
    pub struct ChangeBounds = 6 "change_bounds", repeated by State, answers Account {
        /// The account, of a guarded purpose.
        1 account: AccountId,
        /// What must stay available, in minor units; negative for a credit line, without such a bound where
        /// it is left out.
        2 min_available: Option<i64> = "0",
        /// What the balance may rise to, in minor units; without end where it is left out.
        3 max_balance: Option<i64>,
    }
    refuses [InvalidValue, NotPermitted, NotFound, PurposeNotAllowed, WrongState]
}

impl ChangeBounds {
    /// Nothing below zero, without an upper bound.
    #[must_use]
    pub const fn new(account: AccountId) -> Self {
        Self { account, min_available: Some(0), max_balance: None }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Account, Stop> {
        check_values(self.min_available, self.max_balance)?;
        by_accountant(on)?;
        let account = on.get::<Account>(self.account)?;
        if !account.purpose.is_guarded() {
            // Also where both are left out: nothing is to be changed there.
            check_bounds(account.purpose, Some(0), None)?;
        }
        if account.state == AccountState::Closed {
            return Err(refused!(Code::WrongState, "the account {} is closed", account.id).into());
        }
        if (account.min_available, account.max_balance) == (self.min_available, self.max_balance) {
            return Ok(Account::clone(&account));
        }
        // After this line nothing may fail.
        let account = on.change::<Account>(account.id, |account| {
            (account.min_available, account.max_balance) = (self.min_available, self.max_balance);
        })?;
        Ok(Account::clone(&account))
    }
}
