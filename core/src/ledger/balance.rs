//! What an account holds: four sums, and where its history begins.

use super::account::Side;
use super::transfer::Position;
use crate::id::{AccountId, BalanceId, MarkId};
use crate::shape::told;
use crate::storage::{Key, record};

/// Every so many transfers a balance gets a mark, so that deep pages of its history need no long walk.
pub(crate) const MARK_EVERY: u64 = 64;

record! {
    /// What an account holds, on one lane if the account is shared. Its history is the chain of transfers
    /// from `newest` back.
    pub struct Balance = 5 "balances" kept by Derived {
        /// Derived from account and lane.
        id: BalanceId,
        /// The account.
        1 account: AccountId,
        /// The lane that writes it; 0 for a guarded account, which every lane writes.
        2 lane: u16,
        /// Posted debits, in minor units.
        3 debits: i128,
        /// Posted credits.
        4 credits: i128,
        /// Pending debits. One lane's share may be negative, where it resolved a hold that another lane made.
        5 pending_debits: i128,
        /// Pending credits.
        6 pending_credits: i128,
        /// Its newest transfer.
        7 newest: Option<Position>,
        /// How many transfers there were.
        8 transfers: u64,
    }
    index by_account(account);
    ; version counts transfers
}

record! {
    /// Where the 64th, 128th, ... transfer of a balance stands, and what it had summed to with it.
    pub struct Mark = 8 "marks" kept by Derived {
        /// Derived from balance and count.
        id: MarkId,
        /// The balance.
        1 balance: BalanceId,
        /// How many transfers the balance had with this one.
        2 transfers: u64,
        /// Where it stands.
        3 position: Position,
        /// Posted debits so far, in minor units.
        4 debits: i128,
        /// Posted credits so far.
        5 credits: i128,
        /// Pending debits then. One lane's share may be negative, as in a balance.
        6 pending_debits: i128,
        /// Pending credits then.
        7 pending_credits: i128,
    }
    ; never changes
}

impl Balance {
    /// Id of the one balance of a guarded account.
    #[must_use]
    pub(crate) const fn guarded(account: AccountId) -> BalanceId {
        BalanceId::of(Key::Id(account.to_bytes()))
    }

    /// Id of a shared account's balance on one lane.
    #[must_use]
    pub(crate) fn shared(account: AccountId, lane: u16) -> BalanceId {
        BalanceId::of(Key::natural("balances", (account, lane)))
    }

    /// Nothing yet.
    pub(crate) const fn zero(id: BalanceId, account: AccountId, lane: u16) -> Self {
        Self {
            id,
            account,
            lane,
            debits: 0,
            credits: 0,
            pending_debits: 0,
            pending_credits: 0,
            newest: None,
            transfers: 0,
        }
    }

    /// Its sums, seen from one side.
    #[must_use]
    pub fn figures(&self, side: Side) -> Figures {
        Figures {
            side,
            debits: self.debits,
            credits: self.credits,
            pending_debits: self.pending_debits,
            pending_credits: self.pending_credits,
        }
    }

    /// The mark that this transfer count calls for.
    pub(crate) fn mark(&self) -> Option<Mark> {
        let position = self.newest.filter(|_| self.transfers.checked_rem(MARK_EVERY) == Some(0))?;
        Some(Mark {
            id: Mark::id_of(self.id, self.transfers),
            balance: self.id,
            transfers: self.transfers,
            position,
            debits: self.debits,
            credits: self.credits,
            pending_debits: self.pending_debits,
            pending_credits: self.pending_credits,
        })
    }
}

impl Mark {
    pub(crate) fn id_of(balance: BalanceId, transfers: u64) -> MarkId {
        MarkId::of(Key::natural("marks", (balance, transfers)))
    }

    /// The sums so far, seen from one side.
    #[must_use]
    pub fn figures(&self, side: Side) -> Figures {
        Figures {
            side,
            debits: self.debits,
            credits: self.credits,
            pending_debits: self.pending_debits,
            pending_credits: self.pending_credits,
        }
    }
}

told! {
    /// The four sums of an account, in minor units, and what follows from them.
    pub struct Figures: Copy {
        /// The normal side.
        side: Side,
        /// Posted debits.
        debits: i128,
        /// Posted credits.
        credits: i128,
        /// Pending debits.
        pending_debits: i128,
        /// Pending credits.
        pending_credits: i128,
    }
}

impl Figures {
    /// No sums.
    #[must_use]
    pub const fn zero(side: Side) -> Self {
        Self { side, debits: 0, credits: 0, pending_debits: 0, pending_credits: 0 }
    }

    /// Posted, on the normal side.
    #[must_use]
    pub const fn balance(&self) -> i128 {
        let (with, against) = self.posted();
        with.saturating_sub(against)
    }

    /// The balance less what is held of it.
    #[must_use]
    pub const fn available(&self) -> i128 {
        let held = match self.side {
            Side::Credit => self.pending_debits,
            Side::Debit => self.pending_credits,
        };
        self.balance().saturating_sub(held)
    }

    /// The balance with all that is pending for it.
    #[must_use]
    pub const fn ceiling(&self) -> i128 {
        let coming = match self.side {
            Side::Credit => self.pending_credits,
            Side::Debit => self.pending_debits,
        };
        self.balance().saturating_add(coming)
    }

    /// The sums of both.
    #[must_use]
    pub const fn plus(&self, other: &Self) -> Self {
        Self {
            side: self.side,
            debits: self.debits.saturating_add(other.debits),
            credits: self.credits.saturating_add(other.credits),
            pending_debits: self.pending_debits.saturating_add(other.pending_debits),
            pending_credits: self.pending_credits.saturating_add(other.pending_credits),
        }
    }

    /// With so much more posted and pending on one side.
    #[must_use]
    pub(crate) const fn with(mut self, on: Side, posted: i128, pending: i128) -> Self {
        let (sum, held) = match on {
            Side::Debit => (&mut self.debits, &mut self.pending_debits),
            Side::Credit => (&mut self.credits, &mut self.pending_credits),
        };
        *sum = sum.saturating_add(posted);
        *held = held.saturating_add(pending);
        self
    }

    const fn posted(&self) -> (i128, i128) {
        match self.side {
            Side::Credit => (self.credits, self.debits),
            Side::Debit => (self.debits, self.credits),
        }
    }
}
