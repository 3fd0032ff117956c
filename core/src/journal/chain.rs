//! The strict reading of a lane: entry after entry, each checked against its hash, its place and the entry
//! before it. Whatever is wrong ends the reading with the place where it is.

use super::cut::Anchor;
use super::entry::{Entry, FORMAT, Hash, sha256};
use super::records::Lane;
use crate::engine::{MOST_LANES, read_all};
use crate::error::{Error, Fault};
use crate::storage::{JournalRow, Reader, Record, Rows, Scan, StorageError};
use std::collections::VecDeque;

/// Entries read at once; one may be as large as a bulk command.
const PAGE: u32 = 16;

/// Heads of all lanes, in order of lane.
pub(crate) fn heads(from: &dyn Reader) -> Result<Vec<Lane>, StorageError> {
    let mut rows = Rows::new(Lane::TABLE);
    from.scan(&Scan::all(Lane::TABLE, u32::from(MOST_LANES)), &mut rows)?;
    read_all::<Lane>(&rows)
}

/// An entry with the bytes that it was read from.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    pub(crate) row: JournalRow,
    pub(crate) entry: Entry,
}

impl Link {
    pub(crate) const fn anchor(&self) -> Anchor {
        Anchor { lane: self.row.lane, sequence: self.row.sequence, hash: self.row.hash }
    }
}

/// A lane as far as it was read, up to its head.
#[derive(Debug)]
pub(crate) struct Chain {
    head: Lane,
    /// Sequence and hash of the last entry that was taken.
    sequence: u64,
    hash: Hash,
    page: VecDeque<JournalRow>,
    next: Option<Link>,
}

impl Chain {
    /// From behind an entry, or from the beginning of the lane.
    pub(crate) fn after(head: Lane, anchor: Option<&Anchor>) -> Self {
        let (sequence, hash) = anchor.map_or((0, [0; 32]), |anchor| (anchor.sequence, anchor.hash));
        Self { head, sequence, hash, page: VecDeque::new(), next: None }
    }

    pub(crate) const fn lane(&self) -> u16 {
        self.head.lane.0
    }

    /// Sequence of the last entry that was taken.
    pub(crate) const fn taken(&self) -> u64 {
        self.sequence
    }

    /// The next entry; `None` behind the head.
    ///
    /// # Errors
    /// `storage_corrupt`, with lane and sequence; `rules_version_unsupported` where a later release wrote it.
    pub(crate) fn peek(&mut self, from: &dyn Reader) -> Result<Option<&Link>, Error> {
        if self.next.is_none() && self.sequence < self.head.sequence {
            if self.page.is_empty() {
                self.load(from)?;
            }
            let row = self.page.pop_front().ok_or_else(|| self.broken("the entry is missing"))?;
            self.next = Some(self.check(row)?);
        }
        Ok(self.next.as_ref())
    }

    /// Takes what [`Chain::peek`] showed.
    pub(crate) fn take(&mut self) -> Option<Link> {
        let link = self.next.take()?;
        (self.sequence, self.hash) = (link.row.sequence, link.row.hash);
        Some(link)
    }

    /// A row that the storage cannot read is met alone, so that it can be named.
    fn load(&mut self, from: &dyn Reader) -> Result<(), Error> {
        let page = from.journal(self.lane(), self.sequence, PAGE);
        let page = match page {
            Err(StorageError::Corrupt(_)) => from.journal(self.lane(), self.sequence, 1),
            other => other,
        };
        self.page = match page {
            Err(StorageError::Corrupt(corrupt)) => return Err(self.broken(&corrupt.what)),
            other => other?.into(),
        };
        Ok(())
    }

    fn check(&self, row: JournalRow) -> Result<Link, Error> {
        let expected = (self.lane(), self.sequence.saturating_add(1));
        if (row.lane, row.sequence) != expected {
            return Err(self.broken("the entry is missing"));
        }
        let entry = decode(&row.bytes, &row.hash).map_err(|unread| match unread {
            Unread::Damaged(what) => self.broken(what),
            Unread::Newer(format) => newer(expected, &format!("it has format {format}")),
        })?;
        if (entry.lane, entry.sequence) != expected {
            return Err(self.broken("the entry belongs to another place"));
        }
        if *entry.previous != self.hash {
            return Err(self.broken("the entry does not follow the one before it"));
        }
        if row.sequence == self.head.sequence && row.hash != self.head.hash {
            return Err(self.broken("the lane's head does not name this entry"));
        }
        Ok(Link { row, entry })
    }

    fn broken(&self, what: &str) -> Error {
        damaged((self.lane(), self.sequence.saturating_add(1)), what)
    }
}

/// Why bytes are not the entry that they should be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Unread {
    Damaged(&'static str),
    /// They have this format, which a later release writes.
    Newer(u16),
}

/// The entry in these bytes, if they have this hash.
pub(crate) fn decode(bytes: &[u8], hash: &Hash) -> Result<Entry, Unread> {
    if sha256(bytes) != *hash {
        return Err(Unread::Damaged("the bytes do not have the hash that stands beside them"));
    }
    match format_of(bytes) {
        Some(format) if format > FORMAT => Err(Unread::Newer(format)),
        Some(FORMAT) => Entry::from_bytes(bytes).ok_or(Unread::Damaged("the bytes are no entry")),
        _ => Err(Unread::Damaged("the bytes are no entry")),
    }
}

/// The one field that every release can read.
fn format_of(bytes: &[u8]) -> Option<u16> {
    #[derive(minicbor::Decode)]
    #[cbor(map)]
    struct Form {
        #[n(1)]
        format: u16,
    }
    minicbor::decode::<Form>(bytes).ok().map(|form| form.format)
}

/// An entry that is not as it was written.
pub(crate) fn damaged((lane, sequence): (u16, u64), what: &str) -> Error {
    let text = format!(
        "the journal is damaged at entry {lane}/{sequence}: {what}; check the storage with `verify` and \
         restore a backup"
    );
    Error::storage(Fault::Corrupt, text)
}

/// An entry that only a later release can read.
pub(crate) fn newer((lane, sequence): (u16, u64), what: &str) -> Error {
    let text = format!(
        "entry {lane}/{sequence} was written by a later release: {what}; use that release or a later one"
    );
    Error::storage(Fault::RulesVersionUnsupported, text)
}
