//! What was committed is read, by whom and whenever.

use crate::draft::Draft;
use crate::ground::{commit, ground, head, key, lawful, line, opened, purse, seed};
use crate::law::ensure;
use crate::read::{contents, find, found, keys, same, walk};
use crate::tables::{Line, Purse, SCHEMA, Sample, id};
use crate::{Backend, Outcome};
use paywright::storage::{Direction, Key, Kind, Reader, Record, Rows, Scan, Value};

pub(super) fn absent_is_no_error(backend: &dyn Backend) -> Outcome {
    let (_place, storage) = ground(backend)?;
    nothing_is_there(&*storage)?;
    nothing_is_there(&*storage.snapshot()?)?;
    seed(&*storage)?;
    ensure!(find::<Purse>(&*storage, key(99))?.is_none(), "a row that was never written is there");
    ensure!(find::<Line>(&*storage, Key::Int(99))?.is_none(), "a line that was never written is there");
    let prefix = [Value::Text("nobody")];
    let scan = Scan { index: Purse::TABLE.index("by_owner"), prefix: &prefix, ..Scan::all(Purse::TABLE, 10) };
    ensure!(walk(&*storage, &scan)?.is_empty(), "an index has rows under a value that nobody has");
    ensure!(storage.journal(1, 1, 10)?.is_empty(), "a lane has entries after its last");
    ensure!(storage.journal(1, u64::from(u32::MAX), 10)?.is_empty(), "a lane has entries far after its last");
    ensure!(storage.journal(2, 0, 10)?.is_empty(), "a lane that nobody wrote has entries");
    Ok(())
}

fn nothing_is_there(reader: &dyn Reader) -> Outcome {
    for table in SCHEMA.tables {
        let mut rows = Rows::new(table);
        reader.load(table, &[], &mut rows)?;
        let absent = if table.key_kind() == Kind::Id { key(1) } else { Key::Int(1) };
        reader.load(table, &[absent], &mut rows)?;
        for index in table.indexes.iter().map(Some).chain([None]) {
            for direction in [Direction::Ascending, Direction::Descending] {
                let more = reader.scan(&Scan { index, direction, ..Scan::all(table, 10) }, &mut rows)?;
                ensure!(!more, "an empty table says that more rows follow");
            }
        }
        ensure!(rows.is_empty(), "table {} is new and has rows", table.name);
    }
    ensure!(reader.journal(0, 0, 10)?.is_empty(), "a new storage has entries");
    Ok(())
}

pub(super) fn a_returned_commit_is_seen(backend: &dyn Backend) -> Outcome {
    let (place, first) = ground(backend)?;
    let second = opened(&*place)?;
    let mut pair = [&first, &second];
    commit(&*first, Draft::new().add(&purse(1, 0)).add(&head(1, 1, 0)))?;
    for round in 1..=25 {
        let [writer, reader] = pair;
        let amount = i128::from(round);
        let draft =
            Draft::new().change(&purse(1, amount), round).change(&head(1, 1, round), round).entry(1, round);
        commit(&**writer, draft.add(&purse(100 + round, 1)))?;
        let snapshot = reader.snapshot()?;
        let readers: [&dyn Reader; 3] = [&**writer, &**reader, &*snapshot];
        for reader in readers {
            let (seen, stamp) = found::<Purse>(reader, key(1))?;
            ensure!(
                seen.amount == amount && stamp.version == round + 1,
                "round {round} reads {seen:?}, {stamp:?}"
            );
            let rows = walk(reader, &Scan::all(Purse::TABLE, 100))?;
            ensure!(rows.len() as u64 == round + 1, "round {round} finds {} rows", rows.len());
            let last = reader.journal(1, round - 1, 10)?;
            ensure!(last.len() == 1, "round {round} finds {} new entries instead of 1", last.len());
        }
        pair.reverse();
    }
    Ok(())
}

pub(super) fn a_returned_commit_is_seen_after_reopening(backend: &dyn Backend) -> Outcome {
    let (place, storage) = ground(backend)?;
    seed(&*storage)?;
    commit(&*storage, lawful(Draft::new()))?;
    let before = contents(&*storage)?;
    drop(storage);
    let reopened = opened(&*place)?;
    same(&before, &contents(&*reopened)?, "after reopening")?;
    commit(&*reopened, Draft::new().change(&purse(1, 1), 2).change(&head(1, 1, 3), 2).entry(1, 3))?;
    let before = contents(&*reopened)?;
    drop(reopened);
    same(&before, &contents(&*opened(&*place)?)?, "after reopening again")
}

pub(super) fn load_answers_each_key_that_exists(backend: &dyn Backend) -> Outcome {
    let (_place, storage) = ground(backend)?;
    let even = (1..=1_500).fold(Draft::new(), |draft, number| draft.add(&purse(number * 2, 1)));
    commit(&*storage, (1..=20).fold(even, |draft, position| draft.add(&line(position - 10, 1))))?;
    let asked: Vec<_> = (1..=3_100).rev().map(|number| key(number * 7 % 3_109)).collect();
    let mut rows = Rows::new(Purse::TABLE);
    storage.load(Purse::TABLE, &asked[..100], &mut rows)?;
    storage.load(Purse::TABLE, &asked[100..], &mut rows)?;
    let mut answered = keys(&rows);
    answered.sort_unstable();
    let mut expected: Vec<_> =
        (1..=1_500).map(|number| key(number * 2)).filter(|key| asked.contains(key)).collect();
    expected.sort_unstable();
    ensure!(answered == expected, "{} rows were answered instead of {}", answered.len(), expected.len());

    let mut lines = Rows::new(Line::TABLE);
    storage.load(Line::TABLE, &[Key::Int(10), Key::Int(-9), Key::Int(11), Key::Int(0)], &mut lines)?;
    let mut positions = keys(&lines);
    positions.sort_unstable();
    ensure!(positions == [Key::Int(-9), Key::Int(0), Key::Int(10)], "the lines answered are {positions:?}");
    let mut samples = Rows::new(Sample::TABLE);
    storage.load(Sample::TABLE, &[Key::Id(id(2))], &mut samples)?;
    ensure!(samples.is_empty(), "a key of another table is answered");
    Ok(())
}

pub(super) fn a_ping_is_answered(backend: &dyn Backend) -> Outcome {
    let (place, storage) = ground(backend)?;
    storage.ping()?;
    Ok(place.open()?.ping()?)
}
