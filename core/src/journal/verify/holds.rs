//! Holds against the transfers that made and resolved them.

use super::entries::each;
use super::{Slice, Verification, sorted};
use crate::id::{AccountId, TransferId};
use crate::ledger::{Hold, HoldState, Phase, Transfer};
use crate::storage::{Reader, StorageError};
use std::collections::HashMap;

/// A hold as its transfers make it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Folded {
    debit: AccountId,
    credit: AccountId,
    amount: i64,
    posted: i64,
    state: HoldState,
}

pub(super) struct Holds {
    slice: Slice,
    holds: HashMap<TransferId, Folded>,
}

impl Holds {
    pub(super) fn new(slice: Slice) -> Self {
        Self { slice, holds: HashMap::new() }
    }

    /// Takes a transfer over, in the order of causes.
    pub(super) fn note(&mut self, transfer: &Transfer, found: &mut Verification) {
        let id = transfer.hold.unwrap_or(transfer.id);
        if transfer.phase == Phase::Posted || !self.slice.has(&id.to_bytes()) {
            return;
        }
        let (debit, credit, amount) = (transfer.debit, transfer.credit, transfer.amount);
        if transfer.phase == Phase::Pending {
            self.holds.insert(id, Folded { debit, credit, amount, posted: 0, state: HoldState::Open });
            return;
        }
        let Some(hold) = self.holds.get_mut(&id) else { return };
        (hold.posted, hold.state) = match transfer.phase {
            Phase::PostsPending => (amount, HoldState::Posted),
            Phase::VoidsPending => (0, HoldState::Voided),
            _ => (0, HoldState::Expired),
        };
        if (hold.debit, hold.credit) != (debit, credit) || amount > hold.amount {
            found.find(
                "transfers",
                transfer.position,
                format!("it resolves more than, or not, the hold {id}"),
            );
        }
    }

    /// Compares what the transfers make with the table.
    pub(super) fn compare(mut self, from: &dyn Reader, found: &mut Verification) -> Result<(), StorageError> {
        each::<Hold>(from, |hold| {
            if !self.slice.has(&hold.id.to_bytes()) {
                return;
            }
            let (debit, credit, amount) = (hold.debit, hold.credit, hold.amount);
            let says = Folded { debit, credit, amount, posted: hold.posted, state: hold.state };
            let due = if hold.state == HoldState::Open { hold.expires_at } else { None };
            if self.holds.remove(&hold.id) != Some(says) || hold.due_at != due {
                found.find("holds", hold.id, "not what the transfers say");
            }
        })?;
        for id in sorted(self.holds.keys()) {
            found.find("holds", id, "the row is missing");
        }
        Ok(())
    }
}
