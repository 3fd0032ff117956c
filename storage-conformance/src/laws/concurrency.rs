//! Many writers and readers at once.

use crate::draft::{Draft, PATIENCE};
use crate::ground::{commit, ground, head, key, lawful, opened, purse, seed};
use crate::law::{broken, ensure};
use crate::read::{contents, find, found, keys, pages, same, walk};
use crate::refusal::{named, row};
use crate::tables::{Head, Purse};
use crate::{Backend, Outcome, Unheld};
use paywright::storage::{Batch, CommitError, Direction, Key, Record, Scan, Storage, StorageError, Value};
use std::collections::BTreeMap;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// Commits batches at the same moment, each on a thread of its own.
fn at_once(commits: &[(&dyn Storage, Batch)]) -> Result<Vec<Result<(), CommitError>>, Unheld> {
    let start = Barrier::new(commits.len());
    let run = |(storage, batch): &(&dyn Storage, Batch)| {
        start.wait();
        storage.commit(batch, PATIENCE)
    };
    let answers: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = commits.iter().map(|one| scope.spawn(|| run(one))).collect();
        threads.into_iter().map(thread::ScopedJoinHandle::join).collect()
    });
    answers
        .into_iter()
        .map(|answer| answer.map_err(|_| Unheld::Broken("a commit panicked".to_owned())))
        .collect()
}

/// Runs something beside the trial until the trial is over.
fn beside(mut work: impl FnMut(u64) -> Outcome + Send, trial: impl FnOnce() -> Outcome) -> Outcome {
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        let worker = scope.spawn(|| {
            let mut step = 0;
            while !over.load(Ordering::Relaxed) {
                work(step)?;
                step += 1;
            }
            Ok(())
        });
        let outcome = trial();
        over.store(true, Ordering::Relaxed);
        let worked = worker.join().unwrap_or_else(|_| Err(Unheld::Broken("a commit panicked".to_owned())));
        outcome.and(worked)
    })
}

pub(super) fn one_of_many_commits_on_a_version_wins(backend: &dyn Backend) -> Outcome {
    const WRITERS: u64 = 6;
    let (place, shared) = ground(backend)?;
    seed(&*shared)?;
    let own = (0..WRITERS).map(|_| opened(&*place)).collect::<Result<Vec<_>, _>>()?;
    for round in 1..=30 {
        let batch = |writer: u64| {
            Draft::new()
                .change(&purse(1, i128::from(writer)), round)
                .add(&purse(1_000 + round * WRITERS + writer, 0))
        };
        let storage = |writer: usize| if round % 2 == 0 { &*shared } else { &*own[writer] };
        let commits: Vec<_> =
            (0..WRITERS).map(|writer| (storage(writer as usize), batch(writer).batch())).collect();
        let mut winners = Vec::new();
        for (writer, answer) in (0..WRITERS).zip(at_once(&commits)?) {
            match answer {
                Ok(()) => winners.push(writer),
                Err(CommitError::Conflict(conflicts)) => {
                    let names = named(&conflicts);
                    ensure!(names == [row::<Purse>(key(1))], "a loser is told of {names:?}");
                }
                Err(other) => broken!("a loser is answered {other:?}"),
            }
        }
        ensure!(winners.len() == 1, "{} of {WRITERS} commits on version {round} won", winners.len());
        let (left, stamp) = found::<Purse>(&*shared, key(1))?;
        let amounts: Vec<_> = winners.iter().map(|writer| i128::from(*writer)).collect();
        ensure!(amounts == [left.amount], "writer {winners:?} won, and the row is of writer {}", left.amount);
        ensure!(stamp.version == round + 1, "the row has version {} after round {round}", stamp.version);
    }
    let rows = walk(&*shared, &Scan::all(Purse::TABLE, 100))?.len();
    ensure!(rows == 8 + 30, "30 winners left {} rows of their own", rows.saturating_sub(8));
    Ok(())
}

pub(super) fn crosswise_batches_never_both_commit(backend: &dyn Backend) -> Outcome {
    let (place, one) = ground(backend)?;
    let other = opened(&*place)?;
    commit(&*one, Draft::new().add(&purse(1, 0)).add(&purse(2, 0)))?;
    let (mut first, mut second) = (1, 1);
    for round in 0..120 {
        let changes_first = Draft::new().change(&purse(1, round), first).rely::<Purse>(key(2), second);
        let changes_second = Draft::new().change(&purse(2, round), second).rely::<Purse>(key(1), first);
        let right = if round % 2 == 0 { &*one } else { &*other };
        let answers = at_once(&[(&*one, changes_first.batch()), (right, changes_second.batch())])?;
        match answers.as_slice() {
            [Ok(()), Ok(())] => broken!("both batches of round {round} were committed"),
            [Ok(()), Err(CommitError::Conflict(told))] if named(told) == [row::<Purse>(key(1))] => first += 1,
            [Err(CommitError::Conflict(told)), Ok(())] if named(told) == [row::<Purse>(key(2))] => {
                second += 1
            }
            others => {
                broken!("one batch of two should commit and one be told of its relied row, but: {others:?}")
            }
        }
    }
    Ok(())
}

pub(super) fn a_snapshot_stays_at_its_moment(backend: &dyn Backend) -> Outcome {
    let (place, storage) = ground(backend)?;
    let other = opened(&*place)?;
    seed(&*storage)?;
    let before = contents(&*storage)?;
    let snapshot = storage.snapshot()?;
    commit(&*storage, lawful(Draft::new()))?;
    same(&before, &contents(&*snapshot)?, "in a snapshot, after its own storage committed,")?;
    commit(&*other, Draft::new().change(&purse(3, 1), 1).remove::<Purse>(key(4), 1).add(&purse(51, 1)))?;
    same(&before, &contents(&*snapshot)?, "in a snapshot, after another storage committed,")?;
    ensure!(find::<Purse>(&*snapshot, key(50))?.is_none(), "a later row is in the snapshot");
    ensure!(found::<Purse>(&*snapshot, key(1))?.0.amount == 100, "a later change is in the snapshot");
    ensure!(
        found::<Purse>(&*snapshot, key(2))?.0.amount == 100,
        "a row removed later is another in the snapshot"
    );
    let later = storage.snapshot()?;
    ensure!(find::<Purse>(&*later, key(51))?.is_some(), "a second snapshot does not see what was committed");
    same(&before, &contents(&*snapshot)?, "in a snapshot, after a second was made,")
}

const PURSES: u64 = 12;

/// Moves one from a purse to another, with an entry of lane 1; somebody else may be first.
fn transfer(storage: &dyn Storage, step: u64) -> Outcome {
    let (from, to) = (1 + step % PURSES, 1 + (step + 1 + step % 7) % PURSES);
    let (payer, paid) = (found::<Purse>(storage, key(from))?, found::<Purse>(storage, key(to))?);
    let (lane, stamp) = found::<Head>(storage, Key::Int(1))?;
    let sequence = lane.sequence + 1;
    let pays = Draft::new().change(&purse(from, payer.0.amount - 1), payer.1.version);
    let is_paid = pays.change(&purse(to, paid.0.amount + 1), paid.1.version);
    unless_conflict(storage, is_paid.change(&head(1, 1, sequence), stamp.version).entry(1, sequence))
}

/// Commits a draft that another writer may have been quicker than.
fn unless_conflict(storage: &dyn Storage, draft: Draft) -> Outcome {
    match storage.commit(&draft.batch(), PATIENCE) {
        Ok(()) | Err(CommitError::Conflict(_)) => Ok(()),
        Err(other) => broken!("a commit beside others is answered {other:?}"),
    }
}

pub(super) fn a_snapshot_balances_while_others_commit(backend: &dyn Backend) -> Outcome {
    let (place, storage) = ground(backend)?;
    let writer = opened(&*place)?;
    let purses = (1..=PURSES).fold(Draft::new(), |draft, number| draft.add(&purse(number, 100)));
    commit(&*storage, purses.add(&head(1, 1, 0)))?;
    beside(
        |step| transfer(&*writer, step),
        || {
            for round in 0..60 {
                let snapshot = storage.snapshot()?;
                let last = found::<Head>(&*snapshot, Key::Int(1))?.0.sequence;
                let mut sum = 0;
                pages(&*snapshot, &Scan::all(Purse::TABLE, 2), |page| {
                    for i in 0..page.len() {
                        sum += Purse::read(&mut page.reader(i))?.amount;
                    }
                    // However the threads run, something is moved between two pages.
                    transfer(&*storage, round)
                })?;
                ensure!(sum == i128::from(PURSES) * 100, "the purses of snapshot {round} sum up to {sum}");
                let entries = snapshot.journal(1, 0, u32::MAX)?.len() as u64;
                ensure!(
                    entries == last,
                    "snapshot {round} has {entries} entries, its lane's head says {last}"
                );
            }
            Ok(())
        },
    )
}

/// Rows with even numbers stay; rows with odd numbers come and go, and purse 2 is written again and again.
fn churn(storage: &dyn Storage, step: u64, region: u64) -> Outcome {
    let number = region + 2 * (step * 37 % 97);
    let draft = match find::<Purse>(storage, key(number))? {
        Some((_, stamp)) => Draft::new().remove::<Purse>(key(number), stamp.version),
        None => Draft::new().add(&purse(number, 0)),
    };
    let staying = 2 * (1 + step % 140);
    let (row, stamp) = found::<Purse>(storage, key(staying))?;
    let draft = draft.change(&Purse { amount: row.amount + 1, ..row }, stamp.version);
    // Both churning threads may have taken the same staying row.
    unless_conflict(storage, draft)
}

pub(super) fn paging_visits_each_row_once_while_others_write(backend: &dyn Backend) -> Outcome {
    let (place, storage) = ground(backend)?;
    let (writer, other) = (opened(&*place)?, opened(&*place)?);
    commit(&*storage, (1..=140).fold(Draft::new(), |draft, number| draft.add(&purse(number * 2, 0))))?;
    let owner = [Value::Text("owner 3")];
    let by_owner = Purse::TABLE.index("by_owner");
    let all = Scan::all(Purse::TABLE, 7);
    let scans = [
        all.clone(),
        Scan { index: by_owner, ..all.clone() },
        Scan { index: by_owner, prefix: &owner, limit: 2, ..all.clone() },
        Scan { from: Some(key(40).value()), below: Some(key(241).value()), ..all },
    ];
    beside(
        |step| churn(&*other, step, 101),
        || {
            let mut step = 0;
            for scan in &scans {
                let staying = walk(&*storage, &Scan { limit: 1_000, ..scan.clone() })?;
                let staying: Vec<_> = keys(&staying).into_iter().filter(|key| is_even(*key)).collect();
                ensure!(staying.len() > 10, "a scan leads to {} rows only", staying.len());
                for direction in [Direction::Ascending, Direction::Descending] {
                    let mut visits: BTreeMap<Key, usize> = staying.iter().map(|key| (*key, 0)).collect();
                    pages(&*storage, &Scan { direction, ..scan.clone() }, |page| {
                        keys(page).into_iter().for_each(|key| *visits.entry(key).or_default() += 1);
                        step += 1;
                        churn(&*writer, step, 1)
                    })?;
                    let staying = visits.iter().find(|(key, visits)| is_even(**key) && **visits != 1);
                    ensure!(
                        staying.is_none(),
                        "a row that stays was not visited once: {staying:?}, {direction:?}"
                    );
                }
            }
            Ok(())
        },
    )
}

fn is_even(key: Key) -> bool {
    key.bytes()[14].is_multiple_of(2)
}

pub(super) fn writers_of_one_lane_leave_no_gap(backend: &dyn Backend) -> Outcome {
    const EACH: u64 = 20;
    let (place, storage) = ground(backend)?;
    commit(&*storage, Draft::new().add(&head(1, 1, 0)))?;
    let append = |storage: &dyn Storage| {
        let mut appended = 0;
        while appended < EACH {
            let (lane, stamp) = found::<Head>(storage, Key::Int(1))?;
            let draft = Draft::new().change(&head(1, 1, lane.sequence + 1), stamp.version);
            match storage.commit(&draft.entry(1, lane.sequence + 1).batch(), PATIENCE) {
                Ok(()) => appended += 1,
                Err(CommitError::Conflict(_)) => {}
                Err(other) => broken!("a writer of a lane is answered {other:?}"),
            }
        }
        Ok(())
    };
    let writers = (0..3).map(|_| opened(&*place)).collect::<Result<Vec<_>, _>>()?;
    let outcomes: Vec<Outcome> = thread::scope(|scope| {
        let threads: Vec<_> = writers.iter().map(|storage| scope.spawn(|| append(&**storage))).collect();
        let panicked = |_| Err(Unheld::from(StorageError::Unavailable("a commit panicked".to_owned())));
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(panicked)).collect()
    });
    outcomes.into_iter().collect::<Outcome>()?;
    let sequences: Vec<_> = storage.journal(1, 0, 1_000)?.iter().map(|entry| entry.sequence).collect();
    ensure!(sequences == (1..=3 * EACH).collect::<Vec<_>>(), "the lane has the places {sequences:?}");
    let last = found::<Head>(&*storage, Key::Int(1))?.0.sequence;
    ensure!(last == 3 * EACH, "the lane's head says {last} after {} entries", 3 * EACH);
    Ok(())
}
