//! What requests will need, found out before their turn: so a few loads bring it for all of them.

use super::{Ground, Prepared, Stop, Touch, View, Writer, contained, next_stamp, replay};
use crate::journal::Entry;
use crate::storage::StorageError;

/// How many requests ahead are asked what they will need.
const REQUESTS: usize = 1_024;
/// How many times they are asked, while that finds more. Twice it is only once: mostly their keys and what
/// they name are new, and all else is in memory.
const LOOKS: [usize; 3] = [1, 1, 16];

/// Up to which request of a batch it was looked ahead, each time.
#[derive(Debug, Default)]
pub(super) struct Looked([usize; 3]);

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
            let mut failed = None;
            stopped.retain(|request| {
                view.actor = &request.actor;
                let entry = |used| match failed {
                    None => replay::entry(&self.entries, ground, used).unwrap_or_else(|error| {
                        failed = Some(error);
                        None
                    }),
                    Some(_) => None,
                };
                view.attempt(|view| look(view, request, entry)).is_err()
            });
            match failed.map_or_else(|| view.shelves.load_missing(ground.storage), Err) {
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

/// Decides the request by its own rule, or recalls its answer where its key was used.
fn look(
    view: &mut View<'_>,
    request: &Prepared,
    entry: impl FnOnce((u16, u64)) -> Option<Entry>,
) -> Result<(), Stop> {
    let Some(used) = replay::replay_check(view, request)? else {
        return contained(|| request.command.decide(view).map(drop));
    };
    let Some(entry) = entry(used) else { return Ok(()) };
    contained(|| request.command.recall(&entry.outcome, view).map(drop))
}
