//! A cut: how far each lane had come at one moment. It is what a feed goes on from, what a balance is asked
//! for at, and what is noted elsewhere to find a rewritten or restored journal by.

use super::chain::{Chain, heads};
use super::entry::{Entry, Hash, sha256};
use super::records::Lane;
use crate::engine::MOST_LANES;
use crate::error::{Error, Fault, Misuse};
use crate::limits;
use crate::shape::told;
use crate::storage::{Reader, StorageError};
use crate::time::Timestamp;
use std::fmt;

/// The head of a lane as it was noted elsewhere. Only with one can `verify` find a journal that was rewritten
/// whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct Anchor {
    /// The lane.
    #[n(0)]
    pub lane: u16,
    /// Sequence of an entry of it.
    #[n(1)]
    pub sequence: u64,
    /// That entry's hash.
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    pub hash: Hash,
}

/// How far each lane had come at one moment: one [`Anchor`] a lane. Its text can be kept and taken back.
///
/// Everything before a cut was caused by nothing behind it, whichever engine wrote it.
///
/// ```
/// use paywright::*;
/// let engine = Engine::new(MemoryStorage::new())?;
/// let empty = engine.cut()?;
/// engine.execute(OpenAccount::new(AccountKey::platform(Purpose::Bank, Currency::EUR)))?;
/// let cut = engine.cut()?;
/// assert_ne!(cut, empty);
/// assert_eq!(cut.to_string().parse::<Cut>()?, cut);
/// assert!(engine.verify(cut.anchors())?.is_clean());
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cut(Vec<Anchor>);

told! {
    /// How far books have come beyond a cut of them: what a copy that stands there does not show yet.
    pub struct Behind: Copy {
        /// Entries written since.
        entries: u64,
        /// When the first of them was written; none where the cut is where the books stand.
        since: Option<Timestamp>,
    }
}

impl Behind {
    /// What is stored beyond the cut.
    ///
    /// # Errors
    /// As [`Engine::behind`](crate::Engine::behind).
    pub(crate) fn of(cut: &Cut, from: &dyn Reader) -> Result<Self, Error> {
        cut.times(from)?;
        let mut behind = Self { entries: 0, since: None };
        for head in heads(from)? {
            let seen = cut.of(head.lane.0);
            let (first, last) = (seen.map_or(0, |anchor| anchor.sequence), head.sequence);
            behind.entries = behind.entries.saturating_add(last.saturating_sub(first));
            let next = Chain::after(head, seen).peek(from)?.map(|link| link.entry.at);
            behind.since = behind.since.into_iter().chain(next).min();
        }
        Ok(behind)
    }
}

impl Cut {
    /// Before everything.
    pub const START: Self = Self(Vec::new());

    /// The heads, in order of lane.
    #[must_use]
    pub fn anchors(&self) -> &[Anchor] {
        &self.0
    }

    /// How far this lane had come; `None` where it had no entry.
    #[must_use]
    pub fn of(&self, lane: u16) -> Option<&Anchor> {
        self.0.binary_search_by_key(&lane, |anchor| anchor.lane).ok().and_then(|place| self.0.get(place))
    }

    /// Where a storage, or a snapshot of one, stands.
    ///
    /// # Errors
    /// [`StorageError`]: it cannot be read.
    pub fn now(from: &dyn Reader) -> Result<Self, StorageError> {
        let lanes = heads(from)?.into_iter().filter(|head| head.sequence > 0);
        let anchor = |head: Lane| Anchor { lane: head.lane.0, sequence: head.sequence, hash: head.hash };
        Ok(Self(lanes.map(anchor).collect()))
    }

    /// Moves on to an entry: for whoever notes, inside a page of the feed, how far they have come.
    pub fn reach(&mut self, anchor: Anchor) {
        match self.0.binary_search_by_key(&anchor.lane, |known| known.lane) {
            Ok(place) => drop(self.0.get_mut(place).map(|known| *known = anchor)),
            Err(place) => self.0.insert(place, anchor),
        }
    }

    /// Finds the entry of each lane again and answers its time.
    ///
    /// # Errors
    /// `journal_forked` where an entry is no longer there, or another stands in its place.
    pub(crate) fn times(&self, from: &dyn Reader) -> Result<Vec<(u16, Timestamp)>, Error> {
        self.0.iter().map(|anchor| Ok((anchor.lane, anchor.entry(from)?.at))).collect()
    }
}

impl Anchor {
    /// The entry that was noted.
    ///
    /// # Errors
    /// `journal_forked` where it is no longer there, or another stands in its place.
    pub(crate) fn entry(&self, from: &dyn Reader) -> Result<Entry, Error> {
        let stored = from.journal(self.lane, self.sequence.saturating_sub(1), 1)?.pop();
        let same = |row: &crate::storage::JournalRow| {
            row.sequence == self.sequence && row.hash == self.hash && sha256(&row.bytes) == self.hash
        };
        let entry = stored.filter(same).and_then(|row| Entry::from_bytes(&row.bytes));
        entry.ok_or_else(|| {
            let (lane, sequence) = (self.lane, self.sequence);
            Error::storage(
                Fault::JournalForked,
                format!(
                    "lane {lane} does not hold entry {sequence} as it was noted: an older copy of the \
                     storage was put in its place, or this is another storage; find out which one is \
                     meant, and begin again from its start"
                ),
            )
        })
    }
}

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Writing to memory cannot fail.
        let bytes = minicbor::to_vec(&self.0).unwrap_or_default();
        bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::str::FromStr for Cut {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        let bytes = limits::hex(text, limits::CUT_BYTES).ok_or_else(foreign)?;
        let mut decoder = minicbor::Decoder::new(&bytes);
        let anchors: Vec<Anchor> = decoder.decode().map_err(|_| foreign())?;
        let ascending = anchors.is_sorted_by(|one, next| one.lane < next.lane);
        let sound = |anchor: &Anchor| (1..=MOST_LANES).contains(&anchor.lane) && anchor.sequence > 0;
        if decoder.position() == bytes.len() && ascending && anchors.iter().all(sound) {
            Ok(Self(anchors))
        } else {
            Err(foreign())
        }
    }
}

fn foreign() -> Error {
    Error::misuse(Misuse::InvalidCursor, "this is no cut that this engine gave; begin from the start")
}
