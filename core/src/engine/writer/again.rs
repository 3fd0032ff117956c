//! An entry decided again: by the same code, over the same records, and to the same bytes.

use super::one::Kept;
use super::{Error, Fault, Ground, Prepared, Stop, Touch, View, Writer, contained, decide, replay};
use crate::command::AnyCommand;
use crate::engine::Request;
use crate::journal::line::unsupported;
use crate::journal::{Entry, Lane};
use crate::storage::JournalRow;

impl Writer {
    /// Decides an entry's command as it was decided then; its entry must be the same, byte for byte.
    pub(super) fn decide_again(
        &mut self,
        ground: &Ground<'_>,
        entry: &Entry,
        row: &JournalRow,
    ) -> Result<(), Error> {
        let request = request_of(entry)?;
        let Some(holding) = &mut self.lane else {
            return Err(Error::Bug("an entry is decided again without a lane".to_owned()));
        };
        if entry.at <= holding.next.last_at || entry.epoch < holding.next.epoch {
            return Err(differs(entry, "it is not later than the one before it"));
        }
        holding.next.epoch = entry.epoch;
        let lane = holding.next.clone();
        let (bits, kept) = loop {
            let (bits, decided) = self.decide_once(ground.knows, &request, (entry, &lane));
            match decided {
                Ok(kept) if self.came_to(entry, &kept) => break (bits, kept),
                // The first time, the commit found out that a transfer was there already.
                Ok(_) if self.shelves.postings.meet_taken(ground.storage)? => self.shelves.undo(),
                Ok(_) => return Err(differs(entry, "its outcome is another")),
                Err(Stop::Missing) => {
                    self.shelves.undo();
                    self.shelves.load_missing(ground.storage)?;
                }
                Err(Stop::RulesTooOld(rules)) => {
                    return Err(unsupported(&format!("the books ask for rules {rules}"), ground.knows));
                }
                Err(Stop::Refused(refused)) => return Err(differs(entry, &refused.to_string())),
                Err(Stop::Bug(what)) => return Err(differs(entry, &what)),
            }
        };
        if self.shelves.newest() >= entry.at {
            return Err(differs(entry, "it rests on what is later than itself"));
        }
        self.accept(&request, &lane, (entry.at, bits), kept)?;
        if self.entries.last() == Some(row) { Ok(()) } else { Err(differs(entry, "its entry is another")) }
    }

    fn decide_once(
        &mut self,
        knows: u32,
        request: &Prepared,
        (entry, lane): (&Entry, &Lane),
    ) -> (Option<u64>, Result<Kept, Stop>) {
        self.stamp = self.stamp.saturating_add(1);
        let mut view = View {
            shelves: &mut self.shelves,
            now: entry.at,
            lane: lane.lane.0,
            bits: None,
            entropy: &|| entry.entropy.unwrap_or(0),
            made: 0,
            at: Touch { command: self.stamp, stamp: self.stamp },
            actor: &request.actor,
            knows,
        };
        let decided = contained(|| match replay::replay_check(&mut view, request)? {
            Some((lane, sequence)) => Err(Stop::Bug(format!("entry {lane}/{sequence} used its key before"))),
            None => decide(&mut view, request, lane).map(|decided| decided.kept),
        });
        let (bits, stamp) = (view.bits, view.at.stamp);
        self.stamp = stamp;
        (bits, decided)
    }

    /// What the running command came to is what the entry says, as far as that can be told before it is kept.
    fn came_to(&self, entry: &Entry, kept: &Kept) -> bool {
        let added = entry.added.as_ref().map_or(0, |added| added.count);
        let running = u64::try_from(self.shelves.postings.running().len());
        self.shelves.wrote() && kept.outcome == entry.outcome && running == Ok(added)
    }
}

/// The request that led to an entry.
fn request_of(entry: &Entry) -> Result<Prepared, Error> {
    let command = AnyCommand::decode(entry.command, &entry.input);
    let command = command.ok_or_else(|| differs(entry, "its command cannot be read"))?;
    let request = Request::new(command).actor(entry.actor.clone());
    let request = entry.key.iter().fold(request, Request::key);
    request.prepare().map_err(|error| differs(entry, &error.to_string()))
}

fn differs(entry: &Entry, what: &str) -> Error {
    let (lane, sequence) = (entry.lane, entry.sequence);
    let text =
        format!("entry {lane}/{sequence} does not come to what it says when it is decided again: {what}");
    Error::storage(Fault::ReplayDiffers, text)
}
