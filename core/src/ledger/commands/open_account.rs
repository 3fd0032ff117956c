//! Open an account.

use super::{by_accountant, check_bounds, check_values};
use crate::command::command;
use crate::engine::{Stop, View};
use crate::ledger::{Account, AccountKey, Owner};
use crate::merchant::Merchant;
use crate::user::User;

command! {
    /// Opens the account with this key, or answers the one that is there; its bounds then stay as they are.
    ///
    /// Accounts open by themselves when they are first posted to; this command is for the bounds of a wallet,
    /// and for accounts that the host posts to by hand.
    pub struct OpenAccount = 1 "open_account", repeated by State, answers Account {
        /// Owner, purpose, currency and scope.
        1 account: AccountKey,
        /// What must stay available, in minor units: 0 where it is left out, negative for a credit line. Only
        /// for guarded purposes.
        2 min_available: Option<i64>,
        /// What the balance may rise to, in minor units; without end where it is left out. Only for guarded
        /// purposes.
        3 max_balance: Option<i64>,
    }
    refuses [InvalidValue, NotPermitted, PurposeNotAllowed, NotFound, UnknownAsset]
}

impl OpenAccount {
    /// With the bounds of its purpose.
    #[must_use]
    pub const fn new(account: AccountKey) -> Self {
        Self { account, min_available: None, max_balance: None }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Account, Stop> {
        self.account.check()?;
        // What is left out is 0: an upper bound below it leaves no balance that is allowed.
        check_values(self.min_available.or(Some(0)), self.max_balance)?;
        by_accountant(on)?;
        check_bounds(self.account.purpose, self.min_available, self.max_balance)?;
        self.account.fits()?;
        match self.account.owner {
            Owner::Platform => {}
            Owner::User(user) => drop(on.get::<User>(user)?),
            Owner::Merchant(merchant) => drop(on.get::<Merchant>(merchant)?),
        }
        if let Some(account) = on.find::<Account>(self.account.id())? {
            return Ok(Account::clone(&account));
        }
        crate::ledger::open(on, &self.account)?;
        // After this line nothing may fail.
        let account = on.change::<Account>(self.account.id(), |account| {
            account.min_available = self.min_available.or(account.min_available);
            account.max_balance = self.max_balance;
        })?;
        Ok(Account::clone(&account))
    }
}
