//! What requests will need, found out before their turn: so a few loads bring it for all of them.

use super::{Ground, Prepared, Stop, Touch, View, Writer, contained, next_stamp, replay};
use crate::storage::{JournalRow, StorageError};

/// How many requests ahead are asked what they will need.
const REQUESTS: usize = 1_024;
/// How many times they are asked, while that finds more: the first time at most once, for most name what is
/// new, and all else is in memory.
const LOOKS: [usize; 2] = [1, 16];

/// Up to which request of a batch it was looked ahead, the first time and again.
#[derive(Debug, Default)]
pub(super) struct Looked([usize; 2]);

impl Looked {
    /// How often the requests from this one on are to be asked now that it misses something; `None` where
    /// they were asked enough.
    pub(super) fn looks(&mut self, from: usize) -> Option<usize> {
        let (until, looks) = self.0.iter_mut().zip(LOOKS).find(|(until, _)| **until <= from)?;
        *until = from.saturating_add(REQUESTS);
        Some(looks)
    }
}

impl Writer {
    /// Decides the next requests, each on top of those before it, only to see what is missing: that is loaded
    /// for all of them at once, and those that stopped are decided again on top of the others. Nothing of it
    /// is kept and none is answered; what a request turns out to need beyond this is loaded at its turn.
    pub(super) fn look_ahead<'a>(
        &mut self,
        ground: &Ground<'_>,
        requests: impl Iterator<Item = &'a Prepared>,
        looks: usize,
    ) -> Result<(), StorageError> {
        let mut stopped: Vec<&Prepared> = requests.take(REQUESTS).collect();
        let (Some(holding), Some(first)) = (&self.lane, stopped.first()) else { return Ok(()) };
        let lane = &holding.next;
        let command = next_stamp(&mut self.stamp);
        let mut view = View {
            shelves: &mut self.shelves,
            now: ground.clock.now().max(lane.last_at.plus_micros(1)),
            lane: lane.lane.0,
            bits: None,
            entropy: &|| 0,
            made: 0,
            at: Touch { command, stamp: command },
            actor: &first.actor,
            knows: ground.knows,
        };
        let mut looked = Ok(());
        for _ in 0..looks {
            stopped.retain(|request| {
                view.actor = &request.actor;
                let look = |view: &mut View<'_>| contained(|| look(view, request, &self.entries, ground));
                view.attempt(look).is_err()
            });
            match view.shelves.load_missing(ground.storage) {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    looked = Err(error);
                    break;
                }
            }
        }
        self.stamp = view.at.stamp;
        self.shelves.undo();
        looked
    }
}

/// As the request will be decided, but for what is found out before a rule is asked.
fn look(
    view: &mut View<'_>,
    request: &Prepared,
    accepted: &[JournalRow],
    ground: &Ground<'_>,
) -> Result<(), Stop> {
    let Some(used) = replay::replay_check(view, request)? else {
        return request.command.decide(view).map(drop);
    };
    match replay::entry(accepted, ground, used) {
        Ok(Some(entry)) => request.command.recall(&entry.outcome, view).map(drop),
        _ => Ok(()),
    }
}
