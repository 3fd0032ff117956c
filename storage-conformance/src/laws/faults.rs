//! What goes wrong in the world, where the backend can make it go wrong.

use crate::draft::{Draft, PATIENCE};
use crate::ground::{commit, ground, head, key, lawful, opened, purse, sample, seed};
use crate::law::{broken, ensure};
use crate::read::{contents, found, same};
use crate::tables::{Blob, Purse, SCHEMA, Sample};
use crate::{Backend, Cannot, Disk, Outcome, Place, Unheld};
use paywright::storage::{CommitError, Key, Record, Rows, Scan, StorageError};

pub(super) fn a_full_disk_is_unavailable(backend: &dyn Backend) -> Outcome {
    a_disk(backend, Disk::Full)
}

pub(super) fn a_read_only_disk_is_unavailable(backend: &dyn Backend) -> Outcome {
    a_disk(backend, Disk::ReadOnly)
}

fn a_disk(backend: &dyn Backend, disk: Disk) -> Outcome {
    let (place, storage) = ground(backend)?;
    seed(&*storage)?;
    let before = contents(&*storage)?;
    drop(storage);
    place.set_disk(disk)?;
    match place.open() {
        Ok(storage) => a_commit_is_unavailable(&*storage, disk, &before)?,
        Err(StorageError::Unavailable(_)) => {}
        Err(other) => broken!("opening on a disk that is {disk:?} was answered {other:?}"),
    }
    sound_again(&*place)?;
    let storage = opened(&*place)?;
    same(&before, &contents(&*storage)?, &format!("after a commit on a disk that was {disk:?}"))?;
    commit(&*storage, lawful(Draft::new()))
}

fn a_commit_is_unavailable(
    storage: &dyn paywright::storage::Storage,
    disk: Disk,
    before: &[String],
) -> Outcome {
    same(before, &contents(storage)?, &format!("on a disk that is {disk:?}"))?;
    // Large enough for no page that is free by chance to hold it.
    let blob = Blob(vec![7; 1 << 20]);
    let draft = lawful(Draft::new()).add(&Sample { blob: blob.clone(), ..sample(70) });
    match storage.commit(&draft.add(&Sample { blob, ..sample(71) }).batch(), PATIENCE) {
        Err(CommitError::Storage(StorageError::Unavailable(_))) => {}
        other => broken!("a commit on a disk that is {disk:?} was answered {other:?}"),
    }
    same(before, &contents(storage)?, &format!("after a commit on a disk that is {disk:?}"))
}

fn sound_again(place: &dyn Place) -> Outcome {
    place
        .set_disk(Disk::Sound)
        .map_err(|Cannot(why)| Unheld::Broken(format!("the disk cannot be mended: {why}")))
}

pub(super) fn a_damaged_row_is_corrupt(backend: &dyn Backend) -> Outcome {
    let (place, storage) = ground(backend)?;
    seed(&*storage)?;
    for (table, victim, neighbour) in [
        (Purse::TABLE, key(3), key(4)),
        (Sample::TABLE, key(2), key(1)),
        (SCHEMA.tables[2], Key::Int(2), Key::Int(1)),
    ] {
        place.damage(table, victim)?;
        let storage = opened(&*place)?;
        let mut rows = Rows::new(table);
        let loaded = storage.load(table, &[victim], &mut rows);
        let scanned = storage.scan(&Scan::all(table, 100), &mut rows).map(|_| ());
        for answer in [loaded, scanned] {
            match answer {
                Err(StorageError::Corrupt(corrupt)) if corrupt.table == table.name => {}
                other => broken!("a damaged row of table {} was answered {other:?}", table.name),
            }
        }
        let mut rows = Rows::new(table);
        storage.load(table, &[neighbour], &mut rows)?;
        ensure!(rows.len() == 1, "beside a damaged row another is not found");
    }
    commit(&*storage, Draft::new().change(&purse(1, 5), 1).change(&head(1, 1, 2), 1).entry(1, 2))?;
    ensure!(found::<Purse>(&*storage, key(1))?.0.amount == 5, "beside a damaged row nothing is written");
    Ok(())
}

pub(super) fn a_lost_answer_is_unknown(backend: &dyn Backend) -> Outcome {
    let (place, storage) = ground(backend)?;
    seed(&*storage)?;
    let before = contents(&*storage)?;
    place.lose_answer()?;
    let losing = place.open()?;
    match losing.commit(&lawful(Draft::new()).batch(), PATIENCE) {
        Err(CommitError::Unknown(_)) => {}
        other => broken!("a commit that lost its connection was answered {other:?}"),
    }
    drop(losing);
    let other = opened(&*place)?;
    let after = contents(&*other)?;
    if after == before {
        return commit(&*other, lawful(Draft::new()));
    }
    let (place, whole) = ground(backend)?;
    seed(&*whole)?;
    commit(&*whole, lawful(Draft::new()))?;
    let expected = contents(&*whole)?;
    drop(place);
    same(&expected, &after, "a commit whose answer was lost is half there:")
}
