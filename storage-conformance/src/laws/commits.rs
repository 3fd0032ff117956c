//! A commit is all or nothing.

use crate::draft::{Draft, PATIENCE, stamp};
use crate::ground::{commit, ground, head, key, lawful, line, opened, purse, sample, seed, text_sample};
use crate::law::{broken, ensure};
use crate::read::{contents, find, found, keys, same, walk};
use crate::refusal::{Named, named, row, value};
use crate::tables::{Head, Line, Purse, Sample};
use crate::{Backend, Outcome};
use paywright::storage::{Batch, CommitError, Key, Record, Scan, TableChanges, Value};

pub(super) fn an_empty_batch_commits(backend: &dyn Backend) -> Outcome {
    let (_place, storage) = ground(backend)?;
    seed(&*storage)?;
    let before = contents(&*storage)?;
    storage.commit(&Batch::default(), PATIENCE)?;
    let tables = vec![TableChanges::new(Purse::TABLE), TableChanges::new(Line::TABLE)];
    storage.commit(&Batch { tables, journal: Vec::new() }, PATIENCE)?;
    same(&before, &contents(&*storage)?, "after an empty batch")
}

/// One broken premise, added to a draft, and what it is named as.
type Breach = (fn(Draft) -> Draft, Named);

pub(super) fn a_batch_is_all_or_nothing(backend: &dyn Backend) -> Outcome {
    let breaches: Vec<Breach> = vec![
        (|draft| draft.change(&purse(4, 1), 7), row::<Purse>(key(4))),
        (|draft| draft.remove::<Purse>(key(4), 7), row::<Purse>(key(4))),
        (|draft| draft.rely::<Purse>(key(4), 7), row::<Purse>(key(4))),
        (|draft| draft.rely::<Purse>(key(4), 0), row::<Purse>(key(4))),
        (|draft| draft.change(&purse(60, 1), 1), row::<Purse>(key(60))),
        (|draft| draft.add(&purse(4, 1)), row::<Purse>(key(4))),
        (|draft| draft.add(&text_sample(60, "b")), value::<Sample>(key(60), "one_text")),
        (|draft| draft.change(&text_sample(2, "c"), 1), value::<Sample>(key(2), "one_text")),
        (|draft| draft.add(&line(2, 9)), row::<Line>(Key::Int(2))),
        (|draft| draft.rely::<Line>(Key::Int(9), 1), row::<Line>(Key::Int(9))),
        (|draft| draft.rely::<Head>(Key::Int(9), 1), row::<Head>(Key::Int(9))),
    ];
    let (_place, storage) = ground(backend)?;
    seed(&*storage)?;
    let before = contents(&*storage)?;
    for (breach, expected) in breaches {
        for draft in [lawful(breach(Draft::new())), breach(lawful(Draft::new()))] {
            match storage.commit(&draft.batch(), PATIENCE) {
                Err(CommitError::Conflict(conflicts)) => {
                    ensure!(
                        named(&conflicts) == [expected],
                        "named is {conflicts:?} instead of {expected:?}"
                    );
                }
                other => broken!("a batch with {expected:?} was answered {other:?}"),
            }
            same(&before, &contents(&*storage)?, &format!("after a batch refused for {expected:?}"))?;
        }
    }
    commit(&*storage, lawful(Draft::new()))
}

pub(super) fn a_commit_writes_everything(backend: &dyn Backend) -> Outcome {
    let (place, storage) = ground(backend)?;
    seed(&*storage)?;
    commit(&*storage, lawful(Draft::new()))?;
    let other = opened(&*place)?;
    for reader in [&*storage, &*other] {
        let (added, added_stamp) = found::<Purse>(reader, key(50))?;
        ensure!(
            added == purse(50, 5) && added_stamp == stamp::<Purse>(1),
            "a new row is {added:?}, {added_stamp:?}"
        );
        let (changed, changed_stamp) = found::<Purse>(reader, key(1))?;
        let as_written = changed == purse(1, 95) && changed_stamp == stamp::<Purse>(2);
        ensure!(as_written, "a changed row is {changed:?}, {changed_stamp:?}");
        ensure!(find::<Purse>(reader, key(2))?.is_none(), "a removed row is still there");
        let (relied, relied_stamp) = found::<Purse>(reader, key(3))?;
        let untouched = relied == purse(3, 100) && relied_stamp == stamp::<Purse>(1);
        ensure!(untouched, "a relied row became {relied:?}, {relied_stamp:?}");
        ensure!(
            found::<Sample>(reader, key(1))?.0 == text_sample(1, "one"),
            "a changed row of another table is not"
        );
        ensure!(found::<Line>(reader, Key::Int(50))?.0 == line(50, 50), "an added line is another");
        ensure!(found::<Head>(reader, Key::Int(1))?.0 == head(1, 1, 2), "a changed head is another");
        let entries = reader.journal(1, 0, 10)?;
        ensure!(entries.len() == 2, "the journal has {} entries instead of 2", entries.len());
    }
    Ok(())
}

pub(super) fn a_batch_of_thousands_commits(backend: &dyn Backend) -> Outcome {
    const MANY: u64 = 4_000;
    let (_place, storage) = ground(backend)?;
    let purses = (1..=MANY).fold(Draft::new(), |draft, number| draft.add(&purse(number, 1)));
    let lines = (1..=3_000).fold(purses, |draft, position| draft.add(&line(position, 1)));
    commit(&*storage, (1..=500).fold(lines, |draft, sequence| draft.entry(1, sequence)))?;
    let stored = walk(&*storage, &Scan::all(Purse::TABLE, 999))?.len() as u64;
    ensure!(stored == MANY, "of {MANY} new rows {stored} are there");
    let changed = (1..=MANY / 2).fold(Draft::new(), |draft, number| draft.change(&purse(number, 3), 1));
    let removed =
        (MANY / 2 + 1..=MANY - 10).fold(changed, |draft, number| draft.remove::<Purse>(key(number), 1));
    commit(&*storage, (MANY - 9..=MANY).fold(removed, |draft, number| draft.rely::<Purse>(key(number), 1)))?;
    let rows = walk(&*storage, &Scan::all(Purse::TABLE, 999))?;
    let mut sum = 0;
    for i in 0..rows.len() {
        sum += Purse::read(&mut rows.reader(i))?.amount;
    }
    let expected = i128::from(MANY / 2 * 3 + 10);
    ensure!(sum == expected, "the sum over {} rows is {sum} instead of {expected}", rows.len());
    let lines = walk(&*storage, &Scan::all(Line::TABLE, 1_000))?;
    ensure!(lines.len() == 3_000, "there are {} lines instead of 3000", lines.len());
    let entries = storage.journal(1, 0, 1_000)?.len();
    ensure!(entries == 500, "there are {entries} entries instead of 500");
    Ok(())
}

pub(super) fn a_value_given_up_can_be_taken_at_once(backend: &dyn Backend) -> Outcome {
    let (_place, storage) = ground(backend)?;
    seed(&*storage)?;
    let gives_up = Draft::new().remove::<Sample>(key(1), 1).change(&text_sample(2, "new"), 1);
    let takes = gives_up.change(&sample(3), 1).add(&text_sample(10, "a")).add(&text_sample(11, "b"));
    commit(&*storage, takes.add(&text_sample(12, "c")))?;
    for (text, number) in [("a", 10), ("b", 11), ("c", 12), ("new", 2)] {
        let index = Sample::TABLE.index("one_text");
        let scan = Scan { index, prefix: &[Value::Text(text)], ..Scan::all(Sample::TABLE, 10) };
        let holders = keys(&walk(&*storage, &scan)?);
        ensure!(holders == [key(number)], "text {text} is found at {holders:?} instead of {}", key(number));
    }
    Ok(())
}

pub(super) fn premises_that_hold_are_no_conflict(backend: &dyn Backend) -> Outcome {
    let (_place, storage) = ground(backend)?;
    seed(&*storage)?;
    commit(&*storage, Draft::new().change(&purse(1, 7), 1))?;
    let before = contents(&*storage)?;
    let present = Draft::new().rely::<Purse>(key(1), 2).rely::<Purse>(key(2), 1).rely::<Head>(Key::Int(1), 1);
    let absent = present.rely::<Purse>(key(77), 0).rely::<Line>(Key::Int(77), 0).rely::<Sample>(key(77), 0);
    commit(&*storage, absent.rely::<Line>(Key::Int(1), 1))?;
    same(&before, &contents(&*storage)?, "after a batch that only relied")?;
    let changes = Draft::new().change(&purse(3, 1), 1).rely::<Purse>(key(1), 2).rely::<Purse>(key(77), 0);
    commit(&*storage, changes)?;
    commit(&*storage, Draft::new().add(&purse(77, 1)).rely::<Purse>(key(3), 2))
}
