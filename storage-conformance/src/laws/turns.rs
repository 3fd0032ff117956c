//! One who commits while nobody else does.

use crate::draft::{Draft, PATIENCE};
use crate::ground::{commit, ground, key, lawful, opened, purse, seed};
use crate::law::{broken, ensure};
use crate::read::{contents, found, same};
use crate::refusal::{named, row};
use crate::tables::Purse;
use crate::{Backend, Outcome, Unheld};
use paywright::storage::{CommitError, Storage, StorageError, Turn};
use std::time::Duration;

/// Longer than any commit that need not wait for a turn.
const SOON: Duration = Duration::from_secs(2);

fn turn(storage: &dyn Storage) -> Result<Box<dyn Turn + '_>, Unheld> {
    let turn = storage.turn(PATIENCE)?;
    turn.ok_or_else(|| Unheld::NotTried("the storage has no turns".to_owned()))
}

/// The storages find that somebody else has the turn, and that nothing changed.
fn ensure_nobody_commits(storages: [&dyn Storage; 2], before: &[String], when: &str) -> Outcome {
    const SHORT: Duration = Duration::from_millis(2);
    for (storage, which) in storages.into_iter().zip(["the same storage", "another storage"]) {
        match storage.commit(&Draft::new().add(&purse(90, 1)).batch(), SHORT) {
            Err(CommitError::Storage(StorageError::Unavailable(_))) => {}
            other => broken!("{when} a commit of {which} is answered {other:?}"),
        }
        let second = storage.turn(SHORT).map(|turn| turn.is_some());
        ensure!(matches!(second, Err(StorageError::Unavailable(_))), "{when} {which} has a turn, too");
        same(before, &contents(storage)?, &format!("{when} to a reader of {which}"))?;
        same(before, &contents(&*storage.snapshot()?)?, &format!("{when} in a snapshot of {which}"))?;
    }
    Ok(())
}

pub(super) fn in_a_turn_nobody_else_commits(backend: &dyn Backend) -> Outcome {
    let (place, storage) = ground(backend)?;
    let other = opened(&*place)?;
    seed(&*storage)?;
    let before = contents(&*storage)?;
    let held = turn(&*storage)?;
    ensure_nobody_commits([&*storage, &*other], &before, "in a turn")?;
    drop(held);
    same(&before, &contents(&*other)?, "after a turn in which nothing was committed")?;
    commit(&*other, lawful(Draft::new()))?;
    commit(&*storage, Draft::new().change(&purse(1, 1), 2))?;
    turn(&*other).map(|_| ())
}

pub(super) fn a_refused_batch_leaves_the_turn(backend: &dyn Backend) -> Outcome {
    let (place, storage) = ground(backend)?;
    let other = opened(&*place)?;
    seed(&*storage)?;
    commit(&*other, Draft::new().change(&purse(8, 8), 1))?;
    let before = contents(&*storage)?;
    let mut held = turn(&*storage)?;
    for round in 0..3 {
        let stale = lawful(Draft::new()).change(&purse(8, round), 1).rely::<Purse>(key(7), 9);
        match held.commit(&stale.batch()) {
            Err(CommitError::Conflict(conflicts)) => {
                let (names, expected) = (named(&conflicts), [row::<Purse>(key(7)), row::<Purse>(key(8))]);
                ensure!(names == expected, "named is {names:?} instead of {expected:?}");
            }
            answer => broken!("a stale batch in a turn is answered {answer:?}"),
        }
        ensure_nobody_commits([&*storage, &*other], &before, "after a refused batch in a turn")?;
    }
    held.commit(&lawful(Draft::new()).change(&purse(8, 9), 2).batch())?;
    let amounts = [found::<Purse>(&*other, key(1))?.0.amount, found::<Purse>(&*other, key(8))?.0.amount];
    ensure!(amounts == [95, 9], "another storage finds {amounts:?} where [95, 9] were committed");
    let entries = other.journal(1, 0, 10)?.len();
    ensure!(entries == 2, "the journal has {entries} entries instead of 2");
    Ok(())
}

pub(super) fn a_turn_ends_with_its_commit(backend: &dyn Backend) -> Outcome {
    let (place, storage) = ground(backend)?;
    let other = opened(&*place)?;
    seed(&*storage)?;
    let mut held = turn(&*storage)?;
    held.commit(&Draft::new().change(&purse(1, 1), 1).batch())?;
    other.commit(&Draft::new().change(&purse(1, 2), 2).batch(), SOON)?;
    storage.commit(&Draft::new().change(&purse(1, 3), 3).batch(), SOON)?;
    let before = contents(&*storage)?;
    match held.commit(&Draft::new().change(&purse(1, 4), 4).batch()) {
        Err(CommitError::Storage(StorageError::Unavailable(_))) => {}
        answer => broken!("a commit after the end of a turn is answered {answer:?}"),
    }
    same(&before, &contents(&*other)?, "after a commit that came after the end of its turn")
}
