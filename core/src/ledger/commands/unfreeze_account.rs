//! Unfreeze an account.

use super::by_accountant;
use super::freeze_account::Sides;
use crate::command::command;
use crate::engine::{Stop, View};
use crate::error::{Code, refused};
use crate::id::AccountId;
use crate::ledger::{Account, AccountEvent, AccountState};
use crate::limits;

command! {
    /// Lets debits, credits or both be posted to a frozen account again.
    pub struct UnfreezeAccount = 4 "unfreeze_account", repeated by State, answers Account {
        /// The account.
        1 account: AccountId,
        /// What is let through again, as far as it was stopped.
        2 sides: Sides = "both",
        /// Why, at most 256 bytes; kept in the journal.
        3 reason: Option<String>,
    }
    refuses [InvalidValue, NotPermitted, NotFound, WrongState]
}

impl UnfreezeAccount {
    /// Debits and credits.
    #[must_use]
    pub const fn new(account: AccountId) -> Self {
        Self { account, sides: Sides::Both, reason: None }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Account, Stop> {
        limits::optional_text("reason", self.reason.as_ref(), limits::TEXT_BYTES)?;
        by_accountant(on)?;
        let state = on.get::<Account>(self.account)?.state;
        let debits = matches!(state, AccountState::Frozen | AccountState::DebitsFrozen);
        let credits = matches!(state, AccountState::Frozen | AccountState::CreditsFrozen);
        let (debits, credits) = (self.sides.debits() && debits, self.sides.credits() && credits);
        if !debits && !credits {
            let (id, sides) = (self.account, self.sides);
            return Err(refused!(
                Code::WrongState,
                "the account {id} is {state}: its {sides} are not frozen"
            )
            .into());
        }
        // After this line nothing may fail.
        if debits {
            on.advance::<Account>(self.account, AccountEvent::ThawedDebits, |_| {})?;
        }
        if credits {
            on.advance::<Account>(self.account, AccountEvent::ThawedCredits, |_| {})?;
        }
        on.get::<Account>(self.account).map(|account| Account::clone(&account))
    }
}
