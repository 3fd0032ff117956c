//! Freeze an account.

use super::{by_accountant, may_be_stopped};
use crate::command::command;
use crate::engine::{Stop, View};
use crate::error::{Code, refused};
use crate::id::AccountId;
use crate::ledger::{Account, AccountEvent, AccountState};
use crate::limits;
use crate::storage::words;

words! {
    /// Which side of an account is meant.
    pub enum Sides {
        /// Debits.
        1 Debits = "debits",
        /// Credits.
        2 Credits = "credits",
        /// Debits and credits.
        3 Both = "both",
    }
}

impl Sides {
    pub(in crate::ledger) const fn debits(self) -> bool {
        matches!(self, Self::Debits | Self::Both)
    }

    pub(in crate::ledger) const fn credits(self) -> bool {
        matches!(self, Self::Credits | Self::Both)
    }
}

command! {
    /// Stops debits, credits or both on an account. What is pending on it can be voided and expires, and
    /// cannot be posted. What a channel did meanwhile goes to `suspense`, and a case is opened.
    ///
    /// The platform's accounts that take what channels did are never frozen.
    pub struct FreezeAccount = 3 "freeze_account", repeated by State, answers Account {
        /// The account.
        1 account: AccountId,
        /// What is stopped, beside what already was.
        2 sides: Sides = "both",
        /// Why, at most 256 bytes; kept in the journal.
        3 reason: Option<String>,
    }
    refuses [InvalidValue, NotPermitted, NotFound, PurposeNotAllowed, WrongState]
}

impl FreezeAccount {
    /// Debits and credits.
    #[must_use]
    pub const fn new(account: AccountId) -> Self {
        Self { account, sides: Sides::Both, reason: None }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Account, Stop> {
        limits::optional_text("reason", self.reason.as_ref(), limits::TEXT_BYTES)?;
        by_accountant(on)?;
        let account = on.get::<Account>(self.account)?;
        may_be_stopped(&account)?;
        let state = account.state;
        let debits = matches!(state, AccountState::Open | AccountState::CreditsFrozen);
        let credits = matches!(state, AccountState::Open | AccountState::DebitsFrozen);
        let (debits, credits) = (self.sides.debits() && debits, self.sides.credits() && credits);
        if !debits && !credits {
            let (id, sides) = (self.account, self.sides);
            return Err(
                refused!(Code::WrongState, "the account {id} is {state}: no {sides} to freeze").into()
            );
        }
        // After this line nothing may fail.
        if debits {
            on.advance::<Account>(self.account, AccountEvent::FrozeDebits, |_| {})?;
        }
        if credits {
            on.advance::<Account>(self.account, AccountEvent::FrozeCredits, |_| {})?;
        }
        on.get::<Account>(self.account).map(|account| Account::clone(&account))
    }
}
