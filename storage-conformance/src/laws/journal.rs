//! Entries, lanes and who may append.

use crate::draft::{Draft, PATIENCE, entry};
use crate::ground::{commit, ground, head, lawful, opened, purse, seed};
use crate::law::{broken, ensure};
use crate::read::{contents, same};
use crate::refusal::{refused, row};
use crate::tables::Head;
use crate::{Backend, Outcome};
use paywright::storage::{CommitError, JournalRow, Key, Reader, StorageError};

pub(super) fn the_journal_is_in_order(backend: &dyn Backend) -> Outcome {
    let (place, storage) = ground(backend)?;
    let lanes = [1, 2, 9, 512, 1_023];
    let mut sequence = 1;
    for size in [1, 3, 1, 2, 7, 1, 10] {
        for lane in lanes {
            commit(
                &*storage,
                (sequence..sequence + size).fold(Draft::new(), |draft, place| draft.entry(lane, place)),
            )?;
        }
        sequence += size;
    }
    let other = opened(&*place)?;
    let readers: [&dyn Reader; 3] = [&*storage, &*other, &*storage.snapshot()?];
    for reader in readers {
        for lane in lanes {
            let expected: Vec<_> = (1..sequence).map(|sequence| entry(lane, sequence)).collect();
            is_answered(reader, (lane, 0, u32::MAX), &expected)?;
            is_answered(reader, (lane, 0, 25), &expected)?;
            is_answered(reader, (lane, 0, 1), &expected[..1])?;
            is_answered(reader, (lane, 3, 4), &expected[3..7])?;
            is_answered(reader, (lane, 20, 100), &expected[20..])?;
            is_answered(reader, (lane, 25, 100), &[])?;
        }
        is_answered(reader, (3, 0, 100), &[])?;
        is_answered(reader, (0, 0, 100), &[])?;
    }
    Ok(())
}

fn is_answered(reader: &dyn Reader, asked: (u16, u64, u32), expected: &[JournalRow]) -> Outcome {
    let (lane, after, limit) = asked;
    let answered = reader.journal(lane, after, limit)?;
    let places: Vec<_> = answered.iter().map(|entry| (entry.lane, entry.sequence)).collect();
    ensure!(answered == expected, "asked for {limit} of lane {lane} after {after}, answered is {places:?}");
    Ok(())
}

pub(super) fn a_taken_place_in_a_lane_is_refused(backend: &dyn Backend) -> Outcome {
    let (_place, storage) = ground(backend)?;
    seed(&*storage)?;
    commit(&*storage, Draft::new().entry(1, 2).entry(1, 3))?;
    let before = contents(&*storage)?;
    let drafts = [
        Draft::new().entry(1, 3),
        Draft::new().add(&purse(60, 1)).change(&purse(1, 1), 1).entry(1, 1),
        Draft::new().add(&purse(60, 1)).entry(1, 3).entry(1, 4),
        Draft::new().add(&purse(60, 1)).entry(1, 4).entry(1, 4),
    ];
    for draft in drafts {
        match storage.commit(&draft.batch(), PATIENCE) {
            Err(CommitError::Storage(StorageError::Corrupt(corrupt))) if corrupt.table == "journal" => {}
            other => broken!("an entry for a taken place is answered {other:?}"),
        }
        same(&before, &contents(&*storage)?, "after an entry for a taken place")?;
    }
    commit(&*storage, Draft::new().add(&purse(60, 1)).entry(1, 4).entry(1, 5))
}

pub(super) fn a_fenced_lane_cannot_append(backend: &dyn Backend) -> Outcome {
    let (place, holder) = ground(backend)?;
    let successor = opened(&*place)?;
    seed(&*holder)?;
    commit(&*holder, lawful(Draft::new()))?;
    commit(&*successor, Draft::new().change(&head(1, 2, 2), 2))?;
    let named = [row::<Head>(Key::Int(1))];
    // Before the successor appends, the holder's next place is still free; afterwards it is taken as well.
    refused(&*holder, Draft::new().add(&purse(60, 1)).change(&head(1, 1, 3), 2).entry(1, 3), &named)?;
    commit(&*successor, Draft::new().change(&head(1, 2, 3), 3).entry(1, 3))?;
    refused(&*holder, Draft::new().add(&purse(60, 1)).change(&head(1, 1, 3), 2).entry(1, 3), &named)?;
    commit(&*successor, Draft::new().change(&head(1, 2, 4), 4).entry(1, 4))
}
