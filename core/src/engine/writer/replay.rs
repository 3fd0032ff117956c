//! A request whose key was used before is answered by what came of it then.

use super::{
    Acceptance, Answer, Code, Error, Fault, Ground, One, Pass, Prepared, Stop, Touch, View, Writer,
    contained, refused,
};
use crate::journal::{Entry, IdempotencyKey, key_id};
use crate::storage::{JournalRow, StorageError};

impl Writer {
    /// Answers a request whose key was used before.
    pub(super) fn replay(
        &mut self,
        ground: &Ground<'_>,
        request: &Prepared,
        (lane, sequence): (u16, u64),
    ) -> Result<One, Pass> {
        let Some(entry) = entry(&self.entries, ground, (lane, sequence))? else {
            return self.unless_stale(ground, Err(unreadable(lane, sequence)));
        };
        if entry.fingerprint.is_none_or(|known| Some(*known) != request.fingerprint) {
            self.shelves.undo();
            let key = request.key.as_deref().unwrap_or_default();
            let refused =
                refused!(Code::IdempotencyKeyReused, "the key '{key}' was used for another request");
            return Ok(One::Answered(Err(refused.into())));
        }
        let at = Touch { command: self.stamp, stamp: self.stamp };
        let (shelves, actor) = (&mut self.shelves, &request.actor);
        let (now, bits, entropy) = (entry.at, None, &|| 0);
        let mut view = View { shelves, now, lane, bits, entropy, made: 0, at, actor, knows: ground.knows };
        match contained(|| Ok(request.command.recall(&entry.outcome, &mut view))) {
            Ok(Ok(output)) => {
                self.unless_stale(ground, Ok(Answer { output, acceptance: Acceptance::Replayed }))
            }
            // No rule was asked: what was answered once cannot be read again, or what it made is gone.
            Ok(Err(Stop::Bug(what))) => self.unless_stale(ground, Err(Error::storage(Fault::Corrupt, what))),
            Ok(Err(stop)) | Err(stop) => self.stopped(ground, stop),
        }
    }
}

/// An entry that this batch accepted or that storage holds, if it can be read.
pub(super) fn entry(
    accepted: &[JournalRow],
    ground: &Ground<'_>,
    (lane, sequence): (u16, u64),
) -> Result<Option<Entry>, StorageError> {
    let in_batch = accepted.iter().find(|row| row.lane == lane && row.sequence == sequence);
    let stored = match in_batch {
        Some(_) => Vec::new(),
        None => ground.storage.journal(lane, sequence.saturating_sub(1), 1)?,
    };
    let row = in_batch.or(stored.first()).filter(|row| row.sequence == sequence);
    Ok(row.and_then(|row| Entry::from_bytes(&row.bytes)))
}

/// The entry that this request's key names, if it was used before.
pub(super) fn replay_check(view: &mut View<'_>, request: &Prepared) -> Result<Option<(u16, u64)>, Stop> {
    let Some(key) = &request.key else { return Ok(None) };
    let used = view.find::<IdempotencyKey>(key_id(&request.principal, key))?;
    Ok(used.map(|used| (used.lane, used.sequence)))
}

fn unreadable(lane: u16, sequence: u64) -> Error {
    let what = format!("entry {sequence} of lane {lane}, which the key names, is missing or unreadable");
    Error::storage(Fault::Corrupt, what)
}
