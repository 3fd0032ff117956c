//! Tables are made once and only grow.

use crate::draft::{Draft, stamp};
use crate::ground::{commit, ground, key, line, opened, purse, seed};
use crate::law::{broken, ensure};
use crate::read::{contents, find, found, keys, same, walk};
use crate::refusal::{refused, value};
use crate::tables::{Grown, Late, Line, OLDER, Purse, SCHEMA, Young, id};
use crate::{Backend, Outcome, Unheld};
use paywright::storage::{Key, Reader, Record, Scan, Storage, StorageError, Value};
use paywright::{Currency, Money};
use std::thread;

pub(super) fn migrating_twice_changes_nothing(backend: &dyn Backend) -> Outcome {
    let (place, storage) = ground(backend)?;
    storage.migrate(&SCHEMA)?;
    seed(&*storage)?;
    let before = contents(&*storage)?;
    storage.migrate(&SCHEMA)?;
    same(&before, &contents(&*storage)?, "after migrating again")?;
    let other = opened(&*place)?;
    same(&before, &contents(&*other)?, "after a second storage migrated")?;
    commit(&*other, Draft::new().change(&purse(1, 1), 1))?;
    commit(&*storage, Draft::new().change(&purse(1, 2), 2))?;

    let place = backend.place()?;
    let storages = (0..3).map(|_| place.open()).collect::<Result<Vec<_>, _>>()?;
    let answers: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> =
            storages.iter().map(|storage| scope.spawn(|| storage.migrate(&SCHEMA))).collect();
        threads.into_iter().map(thread::ScopedJoinHandle::join).collect()
    });
    for answer in answers {
        answer.map_err(|_| Unheld::Broken("migrating panicked".to_owned()))??;
    }
    storages.first().map_or(Ok(()), |storage| seed(&**storage))
}

pub(super) fn a_newer_schema_refuses_to_open(backend: &dyn Backend) -> Outcome {
    let (place, storage) = ground(backend)?;
    seed(&*storage)?;
    let before = contents(&*storage)?;
    for storage in [&storage, &place.open()?] {
        match storage.migrate(&OLDER) {
            Err(StorageError::NewerSchema { found, known }) => {
                let (newer, older) = (SCHEMA.version, OLDER.version);
                ensure!((found, known) == (newer, older), "found {found} and known {known} are told as such");
            }
            other => broken!("a schema of a later release was answered {other:?}"),
        }
    }
    same(&before, &contents(&*storage)?, "after an earlier release was refused")?;
    same(&before, &contents(&*opened(&*place)?)?, "after an earlier release was refused")
}

pub(super) fn an_older_schema_grows(backend: &dyn Backend) -> Outcome {
    let place = backend.place()?;
    let older = place.open()?;
    older.migrate(&OLDER)?;
    let young = |number| Young { id: id(number), name: format!("name {}", number % 2), amount: -1 };
    let draft = (1..=6).fold(Draft::new(), |draft, number| draft.add(&young(number)));
    commit(&*older, draft.add(&purse(1, 1)).add(&line(1, 1)).entry(1, 1))?;
    commit(&*older, Draft::new().change(&young(2), 1).remove::<Young>(key(6), 1))?;
    drop(older);

    let newer = opened(&*place)?;
    let grown =
        |number| Grown { id: id(number), note: None, name: young(number).name, amount: -1, limit: None };
    for number in 1..=5 {
        let (row, row_stamp) = found::<Grown>(&*newer, key(number))?;
        let expected = stamp::<Grown>(if number == 2 { 2 } else { 1 });
        ensure!(
            row == grown(number) && row_stamp == expected,
            "a row of the older schema is {row:?}, {row_stamp:?}"
        );
    }
    ensure!(find::<Grown>(&*newer, key(6))?.is_none(), "a removed row came back");
    ensure!(found::<Purse>(&*newer, key(1))?.0 == purse(1, 1), "a row of an unchanged table is another");
    ensure!(found::<Line>(&*newer, Key::Int(1))?.0 == line(1, 1), "a line is another");
    ensure!(newer.journal(1, 0, 10)?.len() == 1, "the journal is another");
    new_parts_work(&*newer, grown)?;
    let before = contents(&*newer)?;
    drop(newer);
    same(&before, &contents(&*opened(&*place)?)?, "after reopening the grown storage")
}

fn new_parts_work(newer: &dyn Storage, grown: impl Fn(u64) -> Grown) -> Outcome {
    let five: Vec<_> = (1..=5).map(key).collect();
    is_found(newer, "by_amount", Value::Int(-1), &five)?;
    is_found(newer, "by_name", Value::Text("name 1"), &[key(1), key(3), key(5)])?;
    let limit = Some(Money::new(i64::MIN, Currency::EUR));
    let full = |number| Grown { note: Some("note".to_owned()), limit, ..grown(number) };
    let draft = Draft::new().change(&full(1), 1).add(&Late { id: 7, of: id(1) }).add(&grown(9));
    commit(newer, draft.add(&Grown { note: Some(String::new()), ..full(10) }))?;
    ensure!(found::<Grown>(newer, key(1))?.0 == full(1), "new columns do not keep their values");
    ensure!(find::<Late>(newer, Key::Int(7))?.is_some(), "a new table does not keep its row");
    is_found(newer, "one_note", Value::Text("note"), &[key(1)])?;
    refused(newer, Draft::new().change(&full(3), 1), &[value::<Grown>(key(3), "one_note")])
}

fn is_found(reader: &dyn Reader, index: &str, value: Value<'_>, expected: &[Key]) -> Outcome {
    let known = Grown::TABLE.index(index);
    let rows = walk(reader, &Scan { index: known, prefix: &[value], ..Scan::all(Grown::TABLE, 2) })?;
    ensure!(
        keys(&rows) == expected,
        "index {index} leads from {value:?} to {:?}, not {expected:?}",
        keys(&rows)
    );
    Ok(())
}
