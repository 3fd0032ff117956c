//! Where a trial starts: an open storage, and rows to begin with.

use crate::draft::{Draft, PATIENCE};
use crate::tables::{Blob, Head, Line, Purse, SCHEMA, Sample, id};
use crate::{Backend, Outcome, Place, Unheld};
use paywright::storage::{Key, Storage};
use paywright::{Currency, Money, Timestamp};

/// A place and the storage that is open on it.
pub(crate) type Ground = (Box<dyn Place>, Box<dyn Storage>);

/// A new place with an open, migrated storage on it.
pub(crate) fn ground(backend: &dyn Backend) -> Result<Ground, Unheld> {
    let place = backend.place()?;
    let storage = opened(&*place)?;
    Ok((place, storage))
}

/// Another storage on a place, as a second program would open it.
pub(crate) fn opened(place: &dyn Place) -> Result<Box<dyn Storage>, Unheld> {
    let storage = place.open()?;
    storage.migrate(&SCHEMA)?;
    Ok(storage)
}

/// Commits a batch that has nothing against it.
pub(crate) fn commit(storage: &dyn Storage, draft: Draft) -> Outcome {
    Ok(storage.commit(&draft.batch(), PATIENCE)?)
}

pub(crate) fn purse(number: u64, amount: i128) -> Purse {
    Purse { id: id(number), owner: format!("owner {}", number % 7), amount }
}

pub(crate) fn line(position: i64, of: u64) -> Line {
    Line { id: position, of: id(of), amount: position, reference: None }
}

pub(crate) fn head(lane: i64, epoch: u64, sequence: u64) -> Head {
    Head { id: lane, epoch, sequence }
}

/// A sample without optional values.
pub(crate) fn sample(number: u64) -> Sample {
    Sample {
        id: id(number),
        order: i64::try_from(number).unwrap_or(i64::MAX),
        group: "group".to_owned(),
        code: id(number),
        blob: Blob(number.to_be_bytes().to_vec()),
        story: String::new(),
        sum: i128::from(number),
        price: Money::new(1, Currency::EUR),
        at: Timestamp::from_micros(1),
        maybe_number: None,
        maybe_code: None,
        maybe_text: None,
        maybe_blob: None,
        maybe_sum: None,
        maybe_price: None,
    }
}

pub(crate) fn text_sample(number: u64, text: &str) -> Sample {
    Sample { maybe_text: Some(text.to_owned()), ..sample(number) }
}

/// Key of a row with an id.
pub(crate) fn key(number: u64) -> Key {
    Key::Id(id(number))
}

/// Purses 1 to 8 of 100 each, samples 1 to 3 with texts a, b and c, lines 1 to 3, the head of lane 1 and its
/// first entry.
pub(crate) fn seed(storage: &dyn Storage) -> Outcome {
    let purses = (1..=8).fold(Draft::new(), |draft, number| draft.add(&purse(number, 100)));
    let samples = purses.add(&text_sample(1, "a")).add(&text_sample(2, "b")).add(&text_sample(3, "c"));
    let reference = Some(id(500));
    let lines = samples.add(&Line { reference, ..line(1, 1) }).add(&line(2, 1)).add(&line(3, 2));
    commit(storage, lines.add(&head(1, 1, 1)).entry(1, 1))
}

/// Changes of every sort whose premises hold after [`seed`].
pub(crate) fn lawful(draft: Draft) -> Draft {
    draft
        .add(&purse(50, 5))
        .change(&purse(1, 95), 1)
        .remove::<Purse>(key(2), 1)
        .rely::<Purse>(key(3), 1)
        .add(&text_sample(50, "fifty"))
        .change(&text_sample(1, "one"), 1)
        .add(&line(50, 50))
        .change(&head(1, 1, 2), 1)
        .entry(1, 2)
}
