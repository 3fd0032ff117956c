//! Turns, and what the flaws make of them.

use super::bend::copy;
use super::{Flaw, FlawedStorage};
use paywright::storage::{Batch, CommitError, Storage, StorageError, Turn};
use std::time::Duration;

pub(super) struct FlawedTurn<'a> {
    of: &'a FlawedStorage,
    held: Option<Box<dyn Turn + 'a>>,
}

impl<'a> FlawedTurn<'a> {
    pub(super) fn of(of: &'a FlawedStorage, patience: Duration) -> Result<Self, StorageError> {
        let held = if of.flaw == Flaw::SharesTurns { None } else { of.inner.turn(patience)? };
        Ok(Self { of, held })
    }
}

impl Turn for FlawedTurn<'_> {
    fn commit(&mut self, batch: &Batch) -> Result<(), CommitError> {
        let flaw = self.of.flaw;
        let answer = match &mut self.held {
            Some(held) if flaw != Flaw::CommitsAfterTheTurn => held.commit(batch),
            Some(_) | None => {
                self.held = None;
                self.of.inner.commit(batch, Duration::ZERO)
            }
        };
        match (&answer, flaw) {
            (Err(CommitError::Conflict(_)), Flaw::EndsTurnsWhereRefused) => {
                self.held = None;
            }
            (Err(CommitError::Conflict(_)), Flaw::KeepsHalfOfWhatATurnRefuses) => {
                let mut half = copy(batch);
                half.tables.iter_mut().for_each(|changes| {
                    changes.changed.clear();
                    changes.changed_from.clear();
                    changes.relied.clear();
                });
                half.journal.clear();
                if let Some(held) = &mut self.held {
                    let _ = held.commit(&half);
                }
                self.held = self.of.inner.turn(Duration::ZERO)?;
            }
            (Ok(()), Flaw::KeepsTurns) => self.held = self.of.inner.turn(Duration::ZERO)?,
            _ => {}
        }
        answer
    }
}
