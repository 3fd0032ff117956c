//! Records of one type in memory: what storage holds, what this batch changed, and how to undo the running
//! command.

use super::Stop;
use super::hasher::KeyHasher;
use super::held::{Held, Touched};
use crate::defect::{Defect, planted};
use crate::journal::{Premise, Written};
use crate::storage::{Key, Reader, Record, Rows, Stamp, StorageError, Table, TableChanges, Upkeep};
use crate::time::Timestamp;
use std::collections::HashMap;
use std::mem;
use std::sync::Arc;

/// Records kept of one type between batches.
const KEPT: usize = 32_768;
/// Stamps within which a touch counts as recent.
const RECENT: u64 = 4_096;

/// Which command touches a record. Within one command the stamp rises at each attempt that may be undone
/// alone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Touch {
    pub(super) command: u64,
    pub(super) stamp: u64,
}

/// All records of one type that are in memory.
#[derive(Debug)]
pub(super) struct Shelf<R: Record> {
    /// Where each id stands in `held`. Looked up several times a transfer, so nothing large lies here.
    places: HashMap<R::Id, usize, KeyHasher>,
    held: Vec<Held<R>>,
    touched: Vec<Touched<R>>,
    /// What the accepted commands of this batch touched.
    in_batch: Vec<(Key, usize)>,
    missing: Vec<R::Id>,
    /// Where rows are written to be digested.
    scratch: Rows,
}

impl<R: Record> Default for Shelf<R> {
    fn default() -> Self {
        Self {
            places: HashMap::default(),
            held: Vec::new(),
            touched: Vec::new(),
            in_batch: Vec::new(),
            missing: Vec::new(),
            scratch: Rows::new(R::TABLE),
        }
    }
}

impl<R: Record> Shelf<R> {
    /// The record, or that there is none; a miss where neither is known.
    pub(super) fn find(&mut self, id: R::Id, at: Touch) -> Result<Option<Arc<R>>, Stop> {
        self.touch(id, at).map(|(held, _)| held.record.clone())
    }

    fn touch(&mut self, id: R::Id, at: Touch) -> Result<(&mut Held<R>, &mut Touched<R>), Stop> {
        let place = self.places.get(&id).copied();
        let known = place.and_then(|place| Some((place, self.held.get_mut(place)?)));
        let Some((place, held)) = known.filter(|(_, held)| held.known) else {
            self.missing.push(id);
            return Err(Stop::Missing);
        };
        if held.stamp != at.stamp {
            let touched = held.touched(place, true);
            held.noted = self.touched.len();
            held.wrote &= held.stamp >= at.command;
            held.stamp = at.stamp;
            self.touched.push(touched);
        }
        let Some(touched) = self.touched.get_mut(held.noted) else {
            return Err(Stop::Bug(format!("a touch of {} {id:?} is not noted", R::TABLE.name)));
        };
        Ok((held, touched))
    }

    /// What is known of this id, which may be that there is no record.
    fn known(&self, id: R::Id) -> Option<&Held<R>> {
        self.places.get(&id).and_then(|place| self.held.get(*place)).filter(|held| held.known)
    }

    /// The record is in memory.
    pub(super) fn remembers(&self, id: R::Id) -> bool {
        self.known(id).is_some_and(|held| held.record.is_some())
    }

    /// Notes every id that is not in memory; a miss if there is one.
    pub(super) fn want(&mut self, ids: impl IntoIterator<Item = R::Id>) -> Result<(), Stop> {
        let before = self.missing.len();
        for id in ids {
            if self.known(id).is_none() {
                self.missing.push(id);
            }
        }
        if self.missing.len() == before { Ok(()) } else { Err(Stop::Missing) }
    }

    /// Changes a record that is in memory and exists.
    pub(super) fn change(&mut self, id: R::Id, at: Touch, f: impl FnOnce(&mut R)) -> Result<Arc<R>, Stop> {
        let (held, touched) = self.touch(id, at)?;
        let Some(record) = held.record.as_mut().filter(|_| R::CHANGES) else {
            let why = if R::CHANGES { "does not exist" } else { "is of those that never change" };
            return Err(Stop::Bug(format!("{} {id:?} is changed and {why}", R::TABLE.name)));
        };
        touched.before.get_or_insert_with(|| Some(Arc::clone(record)));
        f(Arc::make_mut(record));
        held.wrote = true;
        Ok(Arc::clone(record))
    }

    /// Sets a record that is in memory, or known not to be there.
    pub(super) fn put(&mut self, record: R, at: Touch) -> Result<(), Stop> {
        let (held, touched) = self.touch(record.id(), at)?;
        held.write(Some(Arc::new(record)), touched);
        Ok(())
    }

    /// Removes a record that is in memory and exists.
    pub(super) fn remove(&mut self, id: R::Id, at: Touch) -> Result<(), Stop> {
        let (held, touched) = self.touch(id, at)?;
        if held.record.is_none() {
            return Err(Stop::Bug(format!("{} {id:?} is removed and does not exist", R::TABLE.name)));
        }
        held.write(None, touched);
        Ok(())
    }

    /// Time of the last entry that wrote the record, as far as it is in memory.
    pub(super) fn changed_at(&self, id: R::Id) -> Timestamp {
        self.known(id).map(|held| held.changed_at).unwrap_or_default()
    }

    /// This batch removed the record that storage holds.
    pub(super) fn was_removed(&self, id: R::Id) -> bool {
        self.known(id).is_some_and(|held| held.record.is_none() && held.stored > 0)
    }

    /// Adds a record. One that storage already holds is found at commit.
    pub(super) fn insert(&mut self, record: Arc<R>, at: Touch) -> Result<(), Stop> {
        let id = record.id();
        let place = self.place(id);
        let Some(held) = self.held.get_mut(place) else { return Err(Stop::Missing) };
        if held.record.is_some() {
            return Err(Stop::Bug(format!("{} {id:?} is made and exists", R::TABLE.name)));
        }
        if held.stamp != at.stamp || !held.known {
            let read = held.known && held.stamp >= at.command;
            let touched = held.touched(place, read);
            held.noted = self.touched.len();
            self.touched.push(touched);
        }
        (held.known, held.stamp) = (true, at.stamp);
        if let Some(touched) = self.touched.get_mut(held.noted) {
            held.write(Some(record), touched);
        }
        Ok(())
    }

    /// Notes an edge that the running command took with a record it wrote.
    pub(super) fn edge(&mut self, id: R::Id, tag: u16) {
        let held = self.places.get(&id).and_then(|place| self.held.get_mut(*place));
        if let Some(held) = held.filter(|_| !planted(Defect::EdgeForgotten)) {
            held.edges.push(tag);
        }
    }

    /// What the running command touched.
    fn running(&self) -> impl Iterator<Item = (&Touched<R>, &Held<R>)> {
        self.touched.iter().filter_map(|touched| Some((touched, self.held.get(touched.place)?)))
    }

    /// The running command wrote something here.
    pub(super) fn wrote(&self) -> bool {
        self.running().any(|(_, held)| held.wrote)
    }

    /// Time of the newest entry among what the running command touched.
    pub(super) fn newest(&self) -> Timestamp {
        let known = self.running().filter(|(touched, _)| touched.known);
        known.map(|(_, held)| held.changed_at).max().unwrap_or_default()
    }

    /// Key and stored version of all that the running command touched.
    // Not put into its caller, which has one for each record: a linker keeps one of those that are alike.
    #[inline(never)]
    pub(super) fn premises(&self) -> Vec<(Key, u64)> {
        let known = self.running().filter(|(touched, _)| touched.known);
        let mut premises: Vec<(Key, u64)> = known.map(|(_, held)| (held.id.into(), held.stored)).collect();
        premises.sort_unstable();
        premises.dedup();
        premises
    }

    /// The same of all that the accepted commands of this batch touched.
    #[inline(never)]
    pub(super) fn batch_premises(&self) -> Vec<(Key, u64)> {
        let held = self.in_batch.iter().filter_map(|(_, place)| self.held.get(*place));
        held.map(|held| (held.id.into(), held.stored)).collect()
    }

    /// Keeps what the running command did, and notes each row that it wrote and each that it relied on.
    pub(super) fn accept(&mut self, at: Timestamp, written: &mut Vec<Written>, premises: &mut Vec<Premise>) {
        let scratch = &mut self.scratch;
        for Touched { place, .. } in self.touched.drain(..) {
            let Some(held) = self.held.get_mut(place) else { continue };
            if !held.in_batch {
                held.in_batch = true;
                self.in_batch.push((held.id.into(), place));
            }
            let edges = mem::take(&mut held.edges);
            if !mem::take(&mut held.wrote) {
                premises.extend(held.premise(at));
                continue;
            }
            let Some(record) = &held.record else {
                held.version = 0;
                continue;
            };
            held.version = record.version_after(held.version);
            held.changed_at = at;
            if R::TABLE.upkeep == Upkeep::Journal {
                scratch.clear();
                record.write(&mut scratch.row(Stamp { version: held.version, changed_at: at }));
                written.push(Written::of(scratch, 0, edges));
            }
        }
    }

    /// Where this id stands, from now on.
    fn place(&mut self, id: R::Id) -> usize {
        *self.places.entry(id).or_insert_with(|| {
            self.held.push(Held::unknown(id));
            self.held.len().saturating_sub(1)
        })
    }

    /// Where the running command stands, to come back to.
    pub(super) const fn mark(&self) -> usize {
        self.touched.len()
    }

    /// Undoes the running command.
    pub(super) fn undo(&mut self) {
        self.undo_to(0);
        self.touched.clear();
    }

    fn undo_to(&mut self, mark: usize) {
        for touched in self.touched.iter().skip(mark).rev() {
            if let Some(held) = self.held.get_mut(touched.place) {
                held.undo(touched);
            }
        }
    }

    /// Undoes what an attempt did since a mark. What it read is noted anew: its refusal rests on that.
    pub(super) fn undo_attempt(&mut self, mark: usize) {
        self.undo_to(mark);
        for touched in self.touched.split_off(mark).into_iter().filter(|touched| touched.read) {
            let read = self.held.get(touched.place).filter(|held| held.known);
            self.touched.extend(read.map(|held| held.touched(touched.place, true)));
        }
    }

    /// Loads what was missed.
    #[inline(never)]
    pub(super) fn load_missing(&mut self, from: &dyn Reader) -> Result<bool, StorageError> {
        if self.missing.is_empty() {
            return Ok(false);
        }
        let rows = stored(R::TABLE, self.missing.iter().map(|id| (*id).into()).collect(), from)?;
        for i in 0..rows.len() {
            let record = R::read(&mut rows.reader(i))?;
            self.keep(record.id(), Some(Arc::new(record)), rows.stamp(i));
        }
        for id in mem::take(&mut self.missing) {
            if self.known(id).is_none() {
                self.keep(id, None, Stamp { version: 0, changed_at: Timestamp::default() });
            }
        }
        Ok(true)
    }

    fn keep(&mut self, id: R::Id, record: Option<Arc<R>>, Stamp { version, changed_at }: Stamp) {
        let place = self.place(id);
        if let Some(held) = self.held.get_mut(place) {
            *held = Held { known: true, record, stored: version, version, changed_at, ..Held::unknown(id) };
        }
    }

    /// Everything that this batch writes and relies on, in key order.
    pub(super) fn changes(&mut self) -> Option<TableChanges> {
        let mut changes = TableChanges::new(R::TABLE);
        sort(&mut self.in_batch);
        for (key, place) in &self.in_batch {
            let Some(held) = self.held.get(*place) else { continue };
            let stamp = Stamp { version: held.version, changed_at: held.changed_at };
            match &held.record {
                Some(record) if held.stored == 0 => record.write(&mut changes.new.row(stamp)),
                Some(record) if held.version != held.stored => {
                    record.write(&mut changes.changed.row(stamp));
                    changes.changed_from.push(held.stored);
                }
                None if held.stored > 0 => changes.removed.push((*key, held.stored)),
                _ if planted(Defect::ReliedUnchecked) => {}
                _ => changes.relied.push((*key, held.stored)),
            }
        }
        (!changes.is_empty()).then_some(changes)
    }

    /// The batch was committed: what it wrote is what storage holds.
    pub(super) fn settle(&mut self) {
        for (_, place) in self.in_batch.drain(..) {
            if let Some(held) = self.held.get_mut(place) {
                held.stored = held.version;
                held.in_batch = false;
            }
        }
    }

    /// Between batches: where too much is in memory, what was not touched of late is dropped.
    pub(super) fn tidy(&mut self, stamp: u64) {
        if self.held.len() <= KEPT {
            return;
        }
        let recent = stamp.saturating_sub(RECENT);
        self.held.retain(|held| held.known && held.stamp >= recent);
        if self.held.len() > KEPT {
            self.held.clear();
        }
        self.places = self.held.iter().enumerate().map(|(place, held)| (held.id, place)).collect();
    }

    /// The batch was not committed: what it touched is loaded again when it is next needed.
    pub(super) fn forget_batch(&mut self) {
        self.undo();
        self.missing.clear();
        for (_, place) in self.in_batch.drain(..) {
            if let Some(held) = self.held.get_mut(place) {
                held.forget();
            }
        }
    }

    /// Forgets the records whose stored version is not the one in memory.
    #[inline(never)]
    pub(super) fn forget_stale(
        &mut self,
        premises: &[(Key, u64)],
        from: &dyn Reader,
    ) -> Result<bool, StorageError> {
        let stale = stale(R::TABLE, premises, from)?;
        if stale.is_empty() {
            return Ok(false);
        }
        for held in self.held.iter_mut().filter(|held| stale.contains(&held.id.into())) {
            held.forget();
        }
        // Undoing the running command must not bring them back.
        let held = &self.held;
        self.touched.retain(|touched| held.get(touched.place).is_some_and(|held| held.known));
        Ok(true)
    }
}

// What does not depend on the type of record is compiled once, not for each of them.

/// The rows with these keys.
fn stored(table: &'static Table, mut keys: Vec<Key>, from: &dyn Reader) -> Result<Rows, StorageError> {
    keys.sort_unstable();
    keys.dedup();
    let mut rows = Rows::new(table);
    from.load(table, &keys, &mut rows)?;
    Ok(rows)
}

/// The keys whose stored version is another.
fn stale(
    table: &'static Table,
    premises: &[(Key, u64)],
    from: &dyn Reader,
) -> Result<Vec<Key>, StorageError> {
    if premises.is_empty() {
        return Ok(Vec::new());
    }
    let rows = stored(table, premises.iter().map(|(key, _)| *key).collect(), from)?;
    let fresh: HashMap<Key, u64> = (0..rows.len()).map(|i| (rows.key(i), rows.stamp(i).version)).collect();
    let is_stale = |(key, version): &&(Key, u64)| fresh.get(key).copied().unwrap_or(0) != *version;
    Ok(premises.iter().filter(is_stale).map(|(key, _)| *key).collect())
}

fn sort(places: &mut [(Key, usize)]) {
    places.sort_unstable_by_key(|(key, _)| *key);
}
