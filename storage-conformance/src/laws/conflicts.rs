//! What a refused commit answers.

use crate::draft::{Draft, PATIENCE};
use crate::ground::{commit, ground, head, key, lawful, line, purse, sample, seed, text_sample};
use crate::law::{broken, ensure};
use crate::read::{contents, found, same};
use crate::refusal::{Named, named, refused, row, value};
use crate::tables::{Head, Line, Purse, Sample, id};
use crate::{Backend, Outcome};
use paywright::storage::{CommitError, Key};

pub(super) fn a_stale_version_is_named(backend: &dyn Backend) -> Outcome {
    let (_place, storage) = ground(backend)?;
    seed(&*storage)?;
    commit(&*storage, Draft::new().change(&purse(1, 7), 1).change(&head(1, 1, 2), 1))?;
    for from in [1, 3] {
        refused(&*storage, Draft::new().change(&purse(1, 8), from), &[row::<Purse>(key(1))])?;
        refused(&*storage, Draft::new().remove::<Purse>(key(1), from), &[row::<Purse>(key(1))])?;
        refused(&*storage, Draft::new().change(&head(1, 1, 8), from), &[row::<Head>(Key::Int(1))])?;
    }
    commit(&*storage, Draft::new().change(&purse(1, 8), 2).change(&head(1, 1, 8), 2))
}

pub(super) fn a_changed_relied_row_is_named(backend: &dyn Backend) -> Outcome {
    let (_place, storage) = ground(backend)?;
    seed(&*storage)?;
    commit(&*storage, Draft::new().change(&purse(1, 7), 1))?;
    for relied in [1, 3] {
        refused(&*storage, Draft::new().rely::<Purse>(key(1), relied), &[row::<Purse>(key(1))])?;
        let changes = Draft::new().change(&purse(3, 8), 1).rely::<Purse>(key(1), relied);
        refused(&*storage, changes, &[row::<Purse>(key(1))])?;
    }
    commit(&*storage, Draft::new().change(&purse(3, 8), 1).rely::<Purse>(key(1), 2))
}

pub(super) fn a_relied_absence_that_ended_is_named(backend: &dyn Backend) -> Outcome {
    let (_place, storage) = ground(backend)?;
    let relied = |number: u64| Draft::new().add(&purse(100 + number, 1)).rely::<Purse>(key(9), 0);
    commit(&*storage, relied(1).rely::<Line>(Key::Int(9), 0))?;
    commit(&*storage, Draft::new().add(&purse(9, 1)).add(&line(9, 1)))?;
    refused(&*storage, relied(2), &[row::<Purse>(key(9))])?;
    let both = [row::<Purse>(key(9)), row::<Line>(Key::Int(9))];
    refused(&*storage, relied(2).rely::<Line>(Key::Int(9), 0), &both)
}

pub(super) fn a_row_that_is_gone_is_named(backend: &dyn Backend) -> Outcome {
    let (_place, storage) = ground(backend)?;
    seed(&*storage)?;
    commit(&*storage, Draft::new().remove::<Purse>(key(1), 1))?;
    for number in [1, 99] {
        let gone = [row::<Purse>(key(number))];
        refused(&*storage, Draft::new().change(&purse(number, 8), 1), &gone)?;
        refused(&*storage, Draft::new().remove::<Purse>(key(number), 1), &gone)?;
        refused(&*storage, Draft::new().add(&purse(60, 1)).rely::<Purse>(key(number), 1), &gone)?;
    }
    refused(&*storage, Draft::new().rely::<Line>(Key::Int(99), 1), &[row::<Line>(Key::Int(99))])
}

pub(super) fn a_taken_key_is_named(backend: &dyn Backend) -> Outcome {
    let (_place, storage) = ground(backend)?;
    seed(&*storage)?;
    refused(&*storage, Draft::new().add(&purse(1, 5)), &[row::<Purse>(key(1))])?;
    refused(&*storage, Draft::new().add(&purse(1, 100)), &[row::<Purse>(key(1))])?;
    refused(&*storage, Draft::new().add(&line(1, 5)).add(&line(4, 5)), &[row::<Line>(Key::Int(1))])?;
    refused(&*storage, Draft::new().add(&sample(1)), &[row::<Sample>(key(1))])?;
    refused(&*storage, Draft::new().add(&head(1, 9, 9)), &[row::<Head>(Key::Int(1))])
}

pub(super) fn a_taken_unique_value_is_named(backend: &dyn Backend) -> Outcome {
    let (_place, storage) = ground(backend)?;
    seed(&*storage)?;
    let text = |number| [value::<Sample>(key(number), "one_text")];
    refused(&*storage, Draft::new().add(&text_sample(60, "b")), &text(60))?;
    refused(&*storage, Draft::new().change(&text_sample(1, "b"), 1), &text(1))?;
    let reference = Some(id(500));
    let taken = [value::<Line>(Key::Int(60), "one_reference")];
    refused(&*storage, Draft::new().add(&Line { reference, ..line(60, 1) }), &taken)?;

    let pair = |number, first, second| Sample {
        maybe_number: Some(first),
        maybe_code: Some(id(second)),
        ..sample(number)
    };
    commit(&*storage, Draft::new().add(&pair(61, 1, 1)).add(&pair(62, 1, 2)).add(&pair(63, 2, 1)))?;
    refused(&*storage, Draft::new().add(&pair(64, 1, 2)), &[value::<Sample>(key(64), "one_pair")])?;
    let both = Sample { maybe_text: Some("a".to_owned()), ..pair(64, 2, 1) };
    let twice = [value::<Sample>(key(64), "one_pair"), value::<Sample>(key(64), "one_text")];
    refused(&*storage, Draft::new().add(&both), &twice)?;
    commit(&*storage, Draft::new().change(&pair(61, 1, 1), 1).add(&pair(64, 2, 2)))
}

pub(super) fn a_unique_value_twice_in_a_batch_is_named(backend: &dyn Backend) -> Outcome {
    let (_place, storage) = ground(backend)?;
    seed(&*storage)?;
    let before = contents(&*storage)?;
    let new = Draft::new().add(&text_sample(60, "twice")).add(&text_sample(61, "twice"));
    let changed = Draft::new().change(&text_sample(1, "twice"), 1).add(&text_sample(61, "twice"));
    for (draft, first) in [(new, 60), (changed, 1)] {
        let either = [value::<Sample>(key(first), "one_text"), value::<Sample>(key(61), "one_text")];
        match storage.commit(&lawful_beside(draft).batch(), PATIENCE) {
            Err(CommitError::Conflict(conflicts)) => {
                let named = named(&conflicts);
                let good = !named.is_empty() && named.iter().all(|one| either.contains(one));
                ensure!(good, "named are {named:?}, where one of {either:?} is meant");
            }
            other => broken!("two rows with one unique value were answered {other:?}"),
        }
        same(&before, &contents(&*storage)?, "after a refused commit")?;
    }
    Ok(())
}

/// Changes whose premises hold, in other tables than the samples.
fn lawful_beside(draft: Draft) -> Draft {
    draft.add(&purse(50, 5)).change(&purse(1, 95), 1).add(&line(50, 50)).entry(1, 2)
}

pub(super) fn all_conflicts_are_named_at_once(backend: &dyn Backend) -> Outcome {
    let (_place, storage) = ground(backend)?;
    seed(&*storage)?;
    let stale =
        lawful(Draft::new()).change(&purse(4, 1), 9).remove::<Purse>(key(5), 9).rely::<Purse>(key(6), 9);
    let gone = stale.change(&purse(60, 1), 1).remove::<Purse>(key(61), 1).rely::<Purse>(key(62), 1);
    let taken = gone.rely::<Purse>(key(7), 0).add(&purse(8, 1)).add(&line(1, 1)).add(&text_sample(60, "b"));
    let values = taken.change(&text_sample(3, "b"), 1).add(&Line { reference: Some(id(500)), ..line(51, 1) });
    let purses = [4, 5, 6, 60, 61, 62, 7, 8].map(|number| row::<Purse>(key(number)));
    let others = [
        row::<Line>(Key::Int(1)),
        value::<Sample>(key(3), "one_text"),
        value::<Sample>(key(60), "one_text"),
        value::<Line>(Key::Int(51), "one_reference"),
    ];
    // Rows 3 and 60 both want the value that row 2 keeps.
    refused(&*storage, values, &[purses.as_slice(), others.as_slice()].concat())?;

    let many: Vec<_> = (1_000..3_500).collect();
    let relied = many.iter().fold(lawful(Draft::new()), |draft, number| draft.rely::<Purse>(key(*number), 1));
    let expected: Vec<Named> = many.iter().map(|number| row::<Purse>(key(*number))).collect();
    refused(&*storage, relied, &expected)?;
    commit(&*storage, lawful(Draft::new()))
}

pub(super) fn an_absent_value_is_never_taken(backend: &dyn Backend) -> Outcome {
    let (_place, storage) = ground(backend)?;
    let half = |number, with_number: bool| Sample {
        maybe_number: with_number.then_some(1),
        maybe_code: (!with_number).then(|| id(1)),
        ..sample(number)
    };
    commit(&*storage, (1..=20).fold(Draft::new(), |draft, number| draft.add(&half(number, true))))?;
    commit(&*storage, (21..=40).fold(Draft::new(), |draft, number| draft.add(&half(number, false))))?;
    commit(&*storage, (1..=20).fold(Draft::new(), |draft, position| draft.add(&line(position, 1))))?;
    commit(&*storage, (21..=40).fold(Draft::new(), |draft, number| draft.change(&sample(number), 1)))?;
    ensure!(
        found::<Sample>(&*storage, key(40))?.0 == sample(40),
        "a row whose value was taken away has it still"
    );
    Ok(())
}
