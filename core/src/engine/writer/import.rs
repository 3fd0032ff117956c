//! An export played again: each command is decided anew by the same code as when it was first asked, and must
//! come to the same entry.

use super::{Books, BooksId, Error, Fault, Ground, Holding, Misuse, PATIENCE, Writer};
use crate::engine::read_all;
use crate::journal::chain::{Unread, decode, heads};
use crate::journal::line::{Header, Line, invalid, read_line, unsupported};
use crate::journal::{Entry, ForgetKeys, Hash, Imported, Lane, verify};
use crate::progress::Progress;
use crate::storage::{Batch, CommitError, JournalRow, Record, Rows, Stamp, TableChanges};
use crate::time::Timestamp;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// Entries of one commit,
const ENTRIES_A_STEP: usize = 1_000;
/// and bytes of them.
const BYTES_A_STEP: usize = 16 << 20;

type Lines<'a> = dyn Iterator<Item = Result<String, Error>> + 'a;

/// An import under way.
struct Import<'a, 'b, 'c> {
    writer: &'a mut Writer,
    ground: &'a Ground<'b>,
    lines: &'a mut Lines<'c>,
    /// Number of the line that was read last.
    line: u64,
    lanes: BTreeMap<u16, Reached>,
    /// Entries that the storage had at first.
    there: u64,
    /// Entries that are in the storage, and those that were met again there.
    done: Progress,
    already: u64,
    /// Bytes of the entries that wait for the commit.
    bytes: usize,
}

/// How far the import of a lane has come.
struct Reached {
    /// What the lane must come to.
    head: Lane,
    /// Its head in the storage, with its version.
    stored: Option<(Lane, u64)>,
    /// The last entry that was read.
    sequence: u64,
    hash: Hash,
}

impl Writer {
    /// Imports the lines. Whatever was in memory is of books that are about to change, or to be refused.
    pub(in crate::engine) fn import(
        &mut self,
        ground: &Ground<'_>,
        lines: &mut Lines<'_>,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Imported, Error> {
        *self = Self::default();
        let imported = Import::begin(self, ground, lines).and_then(|mut import| import.run(progress));
        *self = Self::default();
        imported
    }
}

impl<'a, 'b, 'c> Import<'a, 'b, 'c> {
    fn begin(
        writer: &'a mut Writer,
        ground: &'a Ground<'b>,
        lines: &'a mut Lines<'c>,
    ) -> Result<Self, Error> {
        let knows = ground.knows;
        let first = lines.next().transpose()?.map(|text| read_line(&text, 1, knows)).transpose()?;
        let Some(Line::Header(header)) = first else {
            return Err(invalid(1, "it is not the header of an export"));
        };
        let lanes = stored_lanes(ground, &header)?;
        let there = lanes.values().filter_map(|lane| lane.stored.as_ref());
        let there = there.map(|(head, _)| head.sequence).fold(0_u64, u64::saturating_add);
        let done = Progress { done: 0, total: Some(header.entries()) };
        let import = Self { writer, ground, lines, line: 1, lanes, there, done, already: 0, bytes: 0 };
        if there == 0 {
            import.begin_books(header.books_rules)?;
        }
        Ok(import)
    }

    /// New books begin with the newest rules; these begin with those that the export's began with.
    fn begin_books(&self, rules: u32) -> Result<(), Error> {
        let mut stored = Rows::new(Books::TABLE);
        self.ground.storage.load(Books::TABLE, &[BooksId::ONLY.into()], &mut stored)?;
        if read_all::<Books>(&stored)?.first().is_none_or(|books| *books == Books::first(rules)) {
            return Ok(());
        }
        let mut changes = TableChanges::new(Books::TABLE);
        Books::first(rules).write(&mut changes.changed.row(Stamp::ADDED));
        changes.changed_from.push(stored.stamp(0).version);
        self.commit(&Batch { tables: vec![changes], journal: Vec::new() })
    }

    fn run(&mut self, progress: &mut dyn FnMut(Progress) -> ControlFlow<()>) -> Result<Imported, Error> {
        loop {
            let Some(line) = self.next_line()? else {
                return Err(self.invalid("the lines end before the footer"));
            };
            match line {
                Line::Header(_) => return Err(self.invalid("it is a second header")),
                Line::Entry(bytes, hash) => self.entry(bytes, hash, progress)?,
                Line::Footer(entries) => {
                    self.end(entries, progress)?;
                    return Ok(Imported { entries, already_there: self.already });
                }
            }
        }
    }

    fn next_line(&mut self) -> Result<Option<Line>, Error> {
        let text = self.lines.next().transpose()?;
        self.line = self.line.saturating_add(1);
        text.map(|text| read_line(&text, self.line, self.ground.knows)).transpose()
    }

    fn invalid(&self, what: &str) -> Error {
        invalid(self.line, what)
    }

    /// An entry that is there already is met again; another one is decided.
    fn entry(
        &mut self,
        bytes: Vec<u8>,
        hash: Hash,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let entry = decode(&bytes, &hash).map_err(|unread| match unread {
            Unread::Damaged(what) => self.invalid(what),
            Unread::Newer(format) => {
                unsupported(&format!("line {} has format {format}", self.line), self.ground.knows)
            }
        })?;
        let knows = self.ground.knows;
        if entry.rules > knows {
            return Err(unsupported(&format!("line {} has rules {}", self.line, entry.rules), knows));
        }
        let row = JournalRow { lane: entry.lane, sequence: entry.sequence, bytes, hash };
        let stored = self.follow(&entry, &row)?;
        if entry.sequence <= stored {
            self.meet(&row)?;
            return if self.already.is_multiple_of(1_000) {
                self.done.tell("entries", progress)
            } else {
                Ok(())
            };
        }
        if self.already < self.there {
            return Err(not_empty("it holds entries that this export does not have at its beginning"));
        }
        if self.writer.lane.as_ref().is_some_and(|lane| lane.next.lane.0 != entry.lane) {
            self.step(progress)?;
        }
        self.open(entry.lane);
        self.writer.decide_again(self.ground, &entry, &row)?;
        self.done.done = self.done.done.saturating_add(1);
        self.bytes = self.bytes.saturating_add(row.bytes.len());
        // A key that was forgotten can be used again only in another batch.
        let forgot = ForgetKeys::of(&entry).is_some();
        if forgot || self.writer.entries.len() >= ENTRIES_A_STEP || self.bytes >= BYTES_A_STEP {
            self.step(progress)?;
        }
        Ok(())
    }

    /// The entry must be the next one of its lane. Answers how many entries of it are stored.
    fn follow(&mut self, entry: &Entry, row: &JournalRow) -> Result<u64, Error> {
        let (line, lane, sequence) = (self.line, entry.lane, entry.sequence);
        let Some(reached) = self.lanes.get_mut(&lane) else {
            return Err(invalid(line, &format!("the header has no lane {lane}")));
        };
        let expected = reached.sequence.saturating_add(1);
        if sequence != expected {
            let what = format!("it is entry {lane}/{sequence} where {lane}/{expected} belongs");
            return Err(invalid(line, &what));
        }
        if *entry.previous != reached.hash {
            return Err(invalid(line, "the entry does not follow the one before it"));
        }
        let (last, epochs) = (reached.head.sequence, reached.head.epoch);
        if entry.epoch > epochs {
            let what = format!("it is of epoch {}, the header ends lane {lane} in {epochs}", entry.epoch);
            return Err(invalid(line, &what));
        }
        if sequence > last {
            return Err(invalid(line, &format!("the header ends lane {lane} with entry {last}")));
        }
        if sequence == last && row.hash != reached.head.hash {
            return Err(invalid(line, &format!("it is not the entry that the header ends lane {lane} with")));
        }
        (reached.sequence, reached.hash) = (sequence, row.hash);
        Ok(reached.stored.as_ref().map_or(0, |(head, _)| head.sequence))
    }

    /// Compares an entry with the one that an earlier import brought.
    fn meet(&mut self, row: &JournalRow) -> Result<(), Error> {
        let stored = self.ground.storage.journal(row.lane, row.sequence.saturating_sub(1), 1)?;
        let goes_on = self.already == self.done.done;
        if !goes_on || stored.first().is_none_or(|stored| stored.hash != row.hash) {
            let (lane, sequence) = (row.lane, row.sequence);
            return Err(not_empty(&format!("its entry {lane}/{sequence} is not that of this export")));
        }
        self.already = self.already.saturating_add(1);
        self.done.done = self.done.done.saturating_add(1);
        Ok(())
    }

    /// Makes sure that a lane is there to be written.
    fn open(&mut self, lane: u16) {
        if self.writer.lane.is_some() {
            return;
        }
        let stored = self.lanes.get(&lane).and_then(|reached| reached.stored.clone());
        let holding = self.writer.lane.insert(Holding::of(lane, stored));
        let transfers = holding.next.transfers;
        self.writer.shelves.begin(self.writer.stamp);
        self.writer.shelves.postings.begin(lane, transfers);
        self.bytes = 0;
    }

    /// Commits what was decided, and tells how far that is.
    fn step(&mut self, progress: &mut dyn FnMut(Progress) -> ControlFlow<()>) -> Result<(), Error> {
        let Some(mut lane) = self.writer.lane.take() else { return Ok(()) };
        // Who holds it is said in the end.
        let mut batch = Batch { tables: vec![lane.change(Timestamp::default())], journal: Vec::new() };
        self.writer.shelves.changes(&mut batch);
        batch.journal = std::mem::take(&mut self.writer.entries);
        self.commit(&batch)?;
        lane.settle();
        self.writer.shelves.settle();
        if let Some(reached) = self.lanes.get_mut(&lane.next.lane.0) {
            reached.stored = Some((lane.next.clone(), lane.next.version()));
        }
        self.done.tell("entries", progress)
    }

    fn commit(&self, batch: &Batch) -> Result<(), Error> {
        self.ground.storage.commit(batch, PATIENCE).map_err(|error| match error {
            CommitError::Storage(error) => error.into(),
            CommitError::Conflict(_) => not_empty("somebody else writes to it"),
            CommitError::Unknown(why) => {
                let again = "import the same lines again, which go on where it stopped";
                Error::storage(
                    Fault::OutcomeUnknown,
                    format!("{why}: the last entries may be stored; {again}"),
                )
            }
        })
    }

    /// Behind the footer: all must be there, and nothing may follow. Then the lanes are given the heads that
    /// they had, also those without entries.
    fn end(
        &mut self,
        entries: u64,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let (done, total) = (self.done.done, self.done.total.unwrap_or(0));
        if entries != total || done != total {
            let what =
                format!("the header tells of {total} entries, the footer of {entries}, and {done} came");
            return Err(self.invalid(&what));
        }
        if self.lines.next().transpose()?.is_some() {
            self.line = self.line.saturating_add(1);
            return Err(self.invalid("it stands behind the footer"));
        }
        self.step(progress)?;
        let mut changes = TableChanges::new(Lane::TABLE);
        for (lane, reached) in &self.lanes {
            let (stored, version) =
                reached.stored.as_ref().map_or((None, 0), |(head, version)| (Some(head), *version));
            let last_at = stored.map_or(Timestamp::default(), |stored| stored.last_at);
            let head = Lane { last_at, ..reached.head.clone() };
            if stored.map_or(0, |stored| stored.transfers) != head.transfers {
                let what = format!("the header tells of {} transfers on lane {lane}", head.transfers);
                return Err(invalid(1, &what));
            }
            let stamp = Stamp { version: head.version(), changed_at: last_at };
            if stored.is_none() {
                head.write(&mut changes.new.row(stamp));
            } else if stored != Some(&head) {
                head.write(&mut changes.changed.row(stamp));
                changes.changed_from.push(version);
            }
        }
        if changes.is_empty() {
            Ok(())
        } else {
            self.commit(&Batch { tables: vec![changes], journal: Vec::new() })
        }
    }
}

/// The lanes of the export as the storage has them. What it holds must be the beginning of the export: it is
/// whole in itself, and no lane is further than the export's.
fn stored_lanes(ground: &Ground<'_>, header: &Header) -> Result<BTreeMap<u16, Reached>, Error> {
    let snapshot = ground.storage.snapshot()?;
    let reached = |head: &Lane| {
        let (stored, sequence, hash) = (None, 0, [0; 32]);
        (head.lane.0, Reached { head: head.clone(), stored, sequence, hash })
    };
    let mut lanes = BTreeMap::new();
    lanes.extend(header.lanes.iter().map(reached));
    for stored in heads(&*snapshot)? {
        let further = |of: &Reached| stored.sequence > of.head.sequence || stored.epoch > of.head.epoch;
        match lanes.get_mut(&stored.lane.0) {
            Some(reached) if !further(reached) => {
                let version = stored.version();
                reached.stored = Some((stored, version));
            }
            _ => {
                let (lane, sequence) = (stored.lane.0, stored.sequence);
                return Err(not_empty(&format!(
                    "its lane {lane} with {sequence} entries is not of this export"
                )));
            }
        }
    }
    let verification = verify::verify(&*snapshot, &[], &mut |_| ControlFlow::Continue(()))?;
    match verification.findings.first() {
        Some(finding) => Err(not_empty(&finding.to_string())),
        None => Ok(lanes),
    }
}

fn not_empty(what: &str) -> Error {
    Error::misuse(
        Misuse::StorageNotEmpty,
        format!(
            "the storage is neither empty nor the beginning of this export: {what}; import into a new storage"
        ),
    )
}
