//! The entries of all lanes, merged in the order of their causes, each checked against the chain it stands
//! in.

use super::Verification;
use crate::engine::read_all;
use crate::journal::entry::{FORMAT, Hash, sha256};
use crate::journal::{Anchor, Entry, Lane};
use crate::storage::{JournalRow, Key, Reader, Record, Rows, Scan, Stamp, StorageError, Table};
use crate::time::Timestamp;
use std::collections::VecDeque;

/// Entries read at once; one may be as large as a bulk command.
const PAGE: u32 = 16;
const LANES: u16 = 1_023;

/// Heads of all lanes, with their stamps.
pub(super) fn lanes(from: &dyn Reader) -> Result<Vec<(Lane, Stamp)>, StorageError> {
    let mut rows = Rows::new(Lane::TABLE);
    from.scan(&Scan::all(Lane::TABLE, u32::from(LANES)), &mut rows)?;
    let heads = read_all::<Lane>(&rows)?;
    Ok(heads.into_iter().enumerate().map(|(i, head)| (head, rows.stamp(i))).collect())
}

/// One lane, as far as it was read.
struct Cursor<'a> {
    lane: u16,
    head: Option<&'a (Lane, Stamp)>,
    page: VecDeque<JournalRow>,
    sequence: u64,
    hash: Hash,
    at: Timestamp,
    epoch: u64,
    /// Ordinal of the last transfer.
    transfers: u64,
    next: Option<Entry>,
}

/// All lanes.
pub(super) struct Entries<'a> {
    from: &'a dyn Reader,
    anchors: &'a [Anchor],
    cursors: Vec<Cursor<'a>>,
    /// Heads of lanes that no engine opens, or that nothing ever happened on.
    strange_heads: Vec<u16>,
    started: bool,
    read: u64,
}

impl<'a> Entries<'a> {
    pub(super) fn new(from: &'a dyn Reader, heads: &'a [(Lane, Stamp)], anchors: &'a [Anchor]) -> Self {
        // Also lanes without a head: their entries would be rows that somebody added.
        let cursor = |lane| Cursor {
            lane,
            head: heads.iter().find(|(head, _)| head.lane.0 == lane),
            page: VecDeque::new(),
            sequence: 0,
            hash: [0; 32],
            at: Timestamp::default(),
            epoch: 0,
            transfers: 0,
            next: None,
        };
        let cursors = (1..=LANES).map(cursor).collect();
        // A lane begins with an entry, or with a fence, which raises the epoch.
        let is_strange =
            |head: &Lane| !(1..=LANES).contains(&head.lane.0) || (head.sequence == 0 && head.epoch < 2);
        let strange = heads.iter().filter(|(head, _)| is_strange(head));
        let strange_heads = strange.map(|(head, _)| head.lane.0).collect();
        Self { from, anchors, cursors, strange_heads, started: false, read: 0 }
    }

    /// How many entries were read.
    pub(super) const fn read(&self) -> u64 {
        self.read
    }

    /// The next entry in the order of causes.
    pub(super) fn next(&mut self, found: &mut Verification) -> Result<Option<Entry>, StorageError> {
        if !self.started {
            self.started = true;
            for stray in self.from.journal(0, 0, PAGE)? {
                let place = format!("{}/{}", stray.lane, stray.sequence);
                found.find("journal", place, "no lane can hold an entry at this place");
            }
            let nowhere = |anchor: &&Anchor| !(1..=LANES).contains(&anchor.lane) || anchor.sequence == 0;
            for anchor in self.anchors.iter().filter(nowhere) {
                let place = format!("{}/{}", anchor.lane, anchor.sequence);
                found.find(
                    "journal",
                    place,
                    "an entry was noted elsewhere that no lane can hold at this place",
                );
            }
            for lane in self.strange_heads.drain(..) {
                found.find("lanes", lane, "no engine made this row");
            }
            for cursor in &mut self.cursors {
                cursor.advance(self.from, self.anchors, found)?;
            }
            self.cursors.retain(|cursor| cursor.next.is_some());
        }
        let order = |cursor: &&mut Cursor<'_>| cursor.next.as_ref().map(|entry| (entry.at, entry.lane));
        let Some(cursor) = self.cursors.iter_mut().min_by_key(order) else { return Ok(None) };
        let entry = cursor.next.take();
        cursor.advance(self.from, self.anchors, found)?;
        if cursor.next.is_none() {
            let over = cursor.lane;
            self.cursors.retain(|cursor| cursor.lane != over);
        }
        self.read = self.read.saturating_add(1);
        Ok(entry)
    }
}

impl Cursor<'_> {
    fn advance(
        &mut self,
        from: &dyn Reader,
        anchors: &[Anchor],
        found: &mut Verification,
    ) -> Result<(), StorageError> {
        while self.next.is_none() {
            if self.page.is_empty() && !self.load(from, found)? {
                continue;
            }
            let Some(row) = self.page.pop_front() else {
                self.check_head(anchors, found);
                return Ok(());
            };
            self.next = self.check(&row, anchors, found);
        }
        Ok(())
    }

    /// Reads on; a row that cannot be read is named and stepped over (then the answer is no).
    fn load(&mut self, from: &dyn Reader, found: &mut Verification) -> Result<bool, StorageError> {
        for limit in [PAGE, 1] {
            match from.journal(self.lane, self.sequence, limit) {
                Ok(page) => self.page = page.into(),
                Err(StorageError::Corrupt(_)) => continue,
                Err(error) => return Err(error),
            }
            return Ok(true);
        }
        self.sequence = self.sequence.saturating_add(1);
        found.find("journal", format!("{}/{}", self.lane, self.sequence), "the row is damaged");
        Ok(false)
    }

    /// Checks a row against the one before it. `None`: it cannot be read.
    fn check(&mut self, row: &JournalRow, anchors: &[Anchor], found: &mut Verification) -> Option<Entry> {
        let place = format!("{}/{}", self.lane, row.sequence);
        let expected = self.sequence.saturating_add(1);
        if row.sequence != expected {
            found.find("journal", format!("{}/{expected}", self.lane), "the entry is missing");
        }
        if sha256(&row.bytes) != row.hash {
            found.find("journal", &place, "the bytes do not have the hash that stands beside them");
        }
        // Two may name the same entry: what was noted on different days.
        let noted = |anchor: &&Anchor| (anchor.lane, anchor.sequence) == (self.lane, row.sequence);
        if anchors.iter().filter(noted).any(|anchor| anchor.hash != row.hash) {
            found.find("journal", &place, "the hash is not the one that was noted elsewhere");
        }
        let entry = Entry::from_bytes(&row.bytes).filter(|entry| entry.format == FORMAT);
        let Some(entry) = entry else {
            found.find("journal", &place, "the bytes are no entry of a known format");
            (self.sequence, self.hash) = (row.sequence, row.hash);
            return None;
        };
        if (entry.lane, entry.sequence) != (self.lane, row.sequence) {
            found.find("journal", &place, format!("the entry belongs to {}/{}", entry.lane, entry.sequence));
        }
        if *entry.previous != self.hash && row.sequence == expected {
            found.find("journal", &place, "the entry does not follow the one before it");
        }
        if entry.at <= self.at {
            found.find("journal", &place, "the entry is not later than the one before it");
        }
        if entry.epoch < self.epoch {
            found.find("journal", &place, "the entry is of an earlier epoch than the one before it");
        }
        (self.sequence, self.hash, self.at, self.epoch) = (row.sequence, row.hash, entry.at, entry.epoch);
        let added = entry.added.as_ref().map_or(0, |added| added.count);
        self.transfers = self.transfers.saturating_add(added);
        Some(entry)
    }

    /// At the end of a lane, its head must say what its last entry is.
    fn check_head(&self, anchors: &[Anchor], found: &mut Verification) {
        let beyond = anchors.iter().any(|anchor| anchor.lane == self.lane && anchor.sequence > self.sequence);
        if beyond {
            found.find("journal", self.lane, "the lane ends before an entry that was noted elsewhere");
        }
        let Some((head, stamp)) = self.head else {
            if self.sequence > 0 {
                found.find("lanes", self.lane, "the lane has entries and no head");
            }
            return;
        };
        if head.sequence > self.sequence {
            let missing = self.sequence.saturating_add(1);
            found.find("journal", format!("{}/{missing}", self.lane), "the entry is missing");
        }
        let differs = [
            ("sequence", head.sequence != self.sequence),
            ("hash", head.hash != self.hash),
            ("last_at", head.last_at != self.at),
            ("transfers", head.transfers != self.transfers),
            ("version", stamp.version != head.version()),
            ("changed_at", stamp.changed_at != head.last_at),
            ("epoch", head.epoch < self.epoch),
        ];
        for (column, _) in differs.iter().filter(|(_, differs)| *differs) {
            found.find("lanes", self.lane, format!("{column} is not what the lane's entries say"));
        }
    }
}

/// Every row of a table in order of key.
pub(super) fn each_row(
    from: &dyn Reader,
    table: &'static Table,
    mut each: impl FnMut(&Rows, usize) -> Result<(), StorageError>,
) -> Result<(), StorageError> {
    let mut last: Option<Key> = None;
    loop {
        let after = last.map(|key| [key.value()]);
        let after = after.as_ref().map(|key| &key[..]);
        let mut rows = Rows::new(table);
        let more = from.scan(&Scan { after, ..Scan::all(table, 1_000) }, &mut rows)?;
        for i in 0..rows.len() {
            last = Some(rows.key(i));
            each(&rows, i)?;
        }
        if !more {
            return Ok(());
        }
    }
}

/// The same, decoded and with its stamp.
pub(super) fn each_stamped<R: Record>(
    from: &dyn Reader,
    mut each: impl FnMut(R, Stamp),
) -> Result<(), StorageError> {
    each_row(from, R::TABLE, |rows, i| {
        each(R::read(&mut rows.reader(i))?, rows.stamp(i));
        Ok(())
    })
}

/// The same without.
pub(super) fn each<R: Record>(from: &dyn Reader, mut each: impl FnMut(R)) -> Result<(), StorageError> {
    each_stamped::<R>(from, |record, _| each(record))
}
