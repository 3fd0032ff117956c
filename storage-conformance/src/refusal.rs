//! What a refused commit names, and that it changed nothing.

use crate::Outcome;
use crate::draft::{Draft, PATIENCE};
use crate::law::{broken, ensure};
use crate::read::{contents, same};
use paywright::storage::{CommitError, Conflict, Key, Record, Storage};

/// A conflict as the laws compare it.
pub(crate) type Named = (&'static str, Key, Option<&'static str>);

/// The row of a record by its own premise.
pub(crate) fn row<R: Record>(key: impl Into<Key>) -> Named {
    (R::TABLE.name, key.into(), None)
}

/// The row of a record by a unique index.
pub(crate) fn value<R: Record>(key: impl Into<Key>, index: &'static str) -> Named {
    (R::TABLE.name, key.into(), Some(index))
}

/// What a conflict names, each once.
pub(crate) fn named(conflicts: &[Conflict]) -> Vec<Named> {
    let mut named: Vec<_> = conflicts.iter().map(|one| (one.table.name, one.key, one.index)).collect();
    named.sort_unstable();
    named.dedup();
    named
}

/// Commits a batch that must be refused with these conflicts, all of them and no other, and change nothing.
pub(crate) fn refused(storage: &dyn Storage, draft: Draft, expected: &[Named]) -> Outcome {
    let before = contents(storage)?;
    let answer = storage.commit(&draft.batch(), PATIENCE);
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    match answer {
        Err(CommitError::Conflict(conflicts)) => {
            let named = named(&conflicts);
            let missing: Vec<_> = expected.iter().filter(|one| !named.contains(one)).collect();
            let wrong: Vec<_> = named.iter().filter(|one| !expected.contains(one)).collect();
            ensure!(missing.is_empty(), "of {} conflicts these are not named: {missing:?}", expected.len());
            ensure!(wrong.is_empty(), "these are named and are no conflicts: {wrong:?}");
        }
        Ok(()) => broken!("a batch was committed in spite of {expected:?}"),
        Err(other) => broken!("{expected:?} was answered with another error: {other:?}"),
    }
    same(&before, &contents(storage)?, "after a refused commit")
}
