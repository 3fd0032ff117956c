//! The change feed: what happened, entry by entry, for whoever follows the books from outside.

use super::chain::{Link, damaged, heads, newer};
use super::cut::Cut;
use super::entry::{Entry, Hash, Written};
use super::merged::{Merged, Place, Waits};
use crate::actor::Actor;
use crate::catalogue;
use crate::command::AnyCommand;
use crate::engine::{RULES, table_with_tag};
use crate::error::Error;
use crate::id::{Id, write_text};
use crate::ledger::Position;
use crate::limits;
use crate::machine::EdgeName;
use crate::shape::told;
use crate::storage::{Reader, Record};
use crate::time::Timestamp;
use std::fmt;

told! {
    /// Some events, and the cut behind them.
    pub struct FeedPage {
        /// What happened: of each lane in order of sequence, and between lanes by time.
        events: Vec<Event>,
        /// Where the next page begins. Where there is no event, the cut that was asked with.
        next: Cut,
    }
}

told! {
    /// One accepted command and what it changed.
    ///
    /// Lane and sequence tell an event from every other: a subscriber that may be handed one twice knows it
    /// by them. Between lanes the order is by time, and clocks differ: what changed a record last is told by
    /// [`Change::version`], never by the order in which events came.
    pub struct Event {
        /// The lane.
        lane: u16,
        /// Place in the lane, from 1, without gaps.
        sequence: u64,
        /// Hash of the journal entry.
        hash: Hash,
        /// When it was decided.
        at: Timestamp,
        /// Who asked.
        actor: Actor,
        /// The idempotency key, if there was one.
        key: Option<String>,
        /// What was asked.
        command: AnyCommand,
        /// The records that it wrote. Balances follow from the transfers and are not among them.
        changes: Vec<Change>,
        /// The transfers that it posted, if it did.
        transfers: Option<AddedTransfers>,
    }
}

told! {
    /// A record that was written.
    pub struct Change {
        /// Its table.
        table: &'static str,
        /// Its id, as text.
        id: String,
        /// How many commands wrote it, with this one. A subscriber that knows a higher version of the record
        /// knows this change already.
        version: u64,
        /// The edges that it took, in order.
        edges: Vec<EdgeName>,
    }
}

told! {
    /// Transfers at consecutive places.
    pub struct AddedTransfers: Copy {
        /// Where the first of them stands.
        first: Position,
        /// How many there are.
        count: u64,
    }
}

impl Event {
    /// The command's name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.command.spec().name
    }

    /// `rules_version_unsupported` where it speaks of what only a later release knows.
    pub(crate) fn of(link: &Link) -> Result<Self, Error> {
        let (entry, place) = (&link.entry, (link.row.lane, link.row.sequence));
        let command = AnyCommand::decode(entry.command, &entry.input).ok_or_else(|| {
            let what = format!("command {} cannot be read", entry.command);
            unknown(entry, place, &what)
        })?;
        let changes = entry.written.iter().map(|written| change(written, entry, place));
        Ok(Self {
            lane: entry.lane,
            sequence: entry.sequence,
            hash: link.row.hash,
            at: entry.at,
            actor: entry.actor.clone(),
            key: entry.key.clone(),
            command,
            changes: changes.collect::<Result<_, _>>()?,
            transfers: entry
                .added
                .as_ref()
                .map(|added| AddedTransfers { first: added.first, count: added.count }),
        })
    }
}

fn change(written: &Written, entry: &Entry, place: Place) -> Result<Change, Error> {
    let table = table_with_tag(written.table);
    let table =
        table.ok_or_else(|| unknown(entry, place, &format!("table {} is not known", written.table)))?;
    let edge = |tag: &u16| {
        let edge = catalogue::edges().find(|edge| edge.tag == *tag && edge.table == written.table);
        edge.ok_or_else(|| unknown(entry, place, &format!("edge {tag} of {} is not known", table.name)))
    };
    Ok(Change {
        table: table.name,
        id: IdText { table: written.table, key: *written.key }.to_string(),
        version: written.version,
        edges: written.edges.iter().map(edge).collect::<Result<_, _>>()?,
    })
}

/// What is not known is of a later release where the entry says so, and damage where it does not.
fn unknown(entry: &Entry, place: Place, what: &str) -> Error {
    if entry.rules > RULES { newer(place, what) } else { damaged(place, what) }
}

/// The id of a record, by its table.
pub(crate) struct IdText {
    pub(crate) table: u16,
    pub(crate) key: [u8; 16],
}

macro_rules! prefixes {
    ($($field:ident: $record:ty,)*) => {
        /// What the ids of each table's records begin with.
        const PREFIXES: &[(u16, &str)] =
            &[$((<$record as Record>::TABLE.tag, <<$record as Record>::Id as Id>::PREFIX),)*];
    };
}

catalogue::records!(prefixes);

impl fmt::Display for IdText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = PREFIXES.iter().find(|(table, _)| *table == self.table);
        write_text(known.map_or("id", |(_, prefix)| prefix), self.key, f)
    }
}

/// The events behind a cut, at most `most`, and no more of them than memory should hold at once.
pub(crate) fn page(from: &dyn Reader, after: &Cut, most: usize) -> Result<FeedPage, Error> {
    after.times(from)?;
    let mut merged = Merged::after(after, &heads(from)?, Waits::default());
    let mut page = FeedPage { events: Vec::new(), next: after.clone() };
    let mut bytes = 0_usize;
    while page.events.len() < most && bytes <= limits::FEED_BYTES {
        let link = match merged.next(from) {
            Ok(Some(link)) => link,
            Ok(None) => break,
            // What stands before it is handed out first.
            Err(error) if page.events.is_empty() => return Err(error),
            Err(_) => break,
        };
        match Event::of(&link) {
            Ok(event) => page.events.push(event),
            Err(error) if page.events.is_empty() => return Err(error),
            Err(_) => break,
        }
        page.next.reach(link.anchor());
        bytes = bytes.saturating_add(link.row.bytes.len());
    }
    Ok(page)
}
