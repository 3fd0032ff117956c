//! Records of one type in memory: what storage holds, what this batch changed, and how to undo the running
//! command.

use crate::journal::{Premise, Written};
use crate::storage::{Key, Reader, Record, Rows, Stamp, StorageError, TableChanges, Upkeep};
use crate::time::Timestamp;
use std::collections::HashMap;
use std::sync::Arc;

use super::Stop;
use super::hasher::KeyHasher;

/// Records kept of one type between batches.
const KEPT: usize = 65_536;
/// Stamps within which a touch counts as recent.
const RECENT: u64 = 4_096;

/// Which command touches a record. Within one command the stamp rises at each attempt that may be undone
/// alone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Touch {
    pub(super) command: u64,
    pub(super) stamp: u64,
}

/// One record, or the knowledge that there is none.
#[derive(Clone, Debug)]
struct Held<R> {
    record: Option<Arc<R>>,
    /// Version in storage; 0 where there is no row.
    stored: u64,
    /// Version with what this batch changed.
    version: u64,
    /// Time of the last entry that wrote it, also of this batch.
    changed_at: Timestamp,
    /// Stamp of the last touch.
    stamp: u64,
    /// That command wrote it.
    wrote: bool,
    /// Edges that command took.
    edges: Vec<u16>,
    /// An accepted command of this batch touched it.
    in_batch: bool,
}

/// A record that the running command touched.
#[derive(Debug)]
struct Touched<R: Record> {
    id: R::Id,
    /// As it was before (`None`: it was not in memory).
    before: Option<Held<R>>,
    /// Something rests on how it was. Not where a record is only added: that there is none yet is the
    /// commit's to find out, whether or not memory knew it.
    read: bool,
}

/// All records of one type that are in memory.
#[derive(Debug)]
pub(super) struct Shelf<R: Record> {
    held: HashMap<R::Id, Held<R>, KeyHasher>,
    touched: Vec<Touched<R>>,
    /// What the accepted commands of this batch touched.
    in_batch: Vec<R::Id>,
    missing: Vec<R::Id>,
    /// Where rows are written to be digested.
    scratch: Rows,
}

impl<R: Record> Default for Shelf<R> {
    fn default() -> Self {
        Self {
            held: HashMap::default(),
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
        self.touch(id, at).map(|held| held.record.clone())
    }

    fn touch(&mut self, id: R::Id, at: Touch) -> Result<&mut Held<R>, Stop> {
        let Some(held) = self.held.get_mut(&id) else {
            self.missing.push(id);
            return Err(Stop::Missing);
        };
        if held.stamp != at.stamp {
            self.touched.push(Touched { id, before: Some(held.clone()), read: true });
            held.wrote &= held.stamp >= at.command;
            held.stamp = at.stamp;
        }
        Ok(held)
    }

    /// The record is in memory.
    pub(super) fn remembers(&self, id: R::Id) -> bool {
        self.held.get(&id).is_some_and(|held| held.record.is_some())
    }

    /// Notes every id that is not in memory; a miss if there is one.
    pub(super) fn want(&mut self, ids: impl IntoIterator<Item = R::Id>) -> Result<(), Stop> {
        let before = self.missing.len();
        self.missing.extend(ids.into_iter().filter(|id| !self.held.contains_key(id)));
        if self.missing.len() == before { Ok(()) } else { Err(Stop::Missing) }
    }

    /// Changes a record that is in memory and exists.
    pub(super) fn change(&mut self, id: R::Id, at: Touch, f: impl FnOnce(&mut R)) -> Result<Arc<R>, Stop> {
        let held = self.touch(id, at)?;
        let Some(record) = held.record.as_mut().filter(|_| R::CHANGES) else {
            let why = if R::CHANGES { "does not exist" } else { "is of those that never change" };
            return Err(Stop::Bug(format!("{} {id:?} is changed and {why}", R::TABLE.name)));
        };
        f(Arc::make_mut(record));
        held.wrote = true;
        Ok(Arc::clone(record))
    }

    /// Removes a record that is in memory and exists.
    pub(super) fn remove(&mut self, id: R::Id, at: Touch) -> Result<(), Stop> {
        let held = self.touch(id, at)?;
        if held.record.take().is_none() {
            return Err(Stop::Bug(format!("{} {id:?} is removed and does not exist", R::TABLE.name)));
        }
        held.wrote = true;
        Ok(())
    }

    /// Time of the last entry that wrote the record, as far as it is in memory.
    pub(super) fn changed_at(&self, id: R::Id) -> Timestamp {
        self.held.get(&id).map(|held| held.changed_at).unwrap_or_default()
    }

    /// This batch removed the record that storage holds.
    pub(super) fn was_removed(&self, id: R::Id) -> bool {
        self.held.get(&id).is_some_and(|held| held.record.is_none() && held.stored > 0)
    }

    /// Adds a record. One that storage already holds is found at commit.
    pub(super) fn insert(&mut self, record: Arc<R>, at: Touch) -> Result<(), Stop> {
        let id = record.id();
        if let Some(held) = self.held.get(&id) {
            let read = held.stamp >= at.command;
            self.touch(id, at)?;
            if let Some(touched) = self.touched.last_mut().filter(|_| !read) {
                touched.read = false;
            }
            let held = self.touch(id, at)?;
            if held.record.is_some() {
                return Err(Stop::Bug(format!("{} {id:?} is made and exists", R::TABLE.name)));
            }
            held.record = Some(record);
            held.wrote = true;
            return Ok(());
        }
        self.touched.push(Touched { id, before: None, read: false });
        let held = Held {
            record: Some(record),
            stored: 0,
            version: 0,
            changed_at: Timestamp::default(),
            stamp: at.stamp,
            wrote: true,
            edges: Vec::new(),
            in_batch: false,
        };
        self.held.insert(id, held);
        Ok(())
    }

    /// Notes an edge that the running command took with a record it wrote.
    pub(super) fn edge(&mut self, id: R::Id, tag: u16) {
        if let Some(held) = self.held.get_mut(&id) {
            held.edges.push(tag);
        }
    }

    /// The running command wrote something here.
    pub(super) fn wrote(&self) -> bool {
        self.touched.iter().any(|touched| self.held.get(&touched.id).is_some_and(|held| held.wrote))
    }

    /// Time of the newest entry among what the running command touched.
    pub(super) fn newest(&self) -> Timestamp {
        let before = self.touched.iter().filter_map(|touched| touched.before.as_ref());
        before.map(|held| held.changed_at).max().unwrap_or_default()
    }

    /// Key and stored version of all that the running command touched.
    pub(super) fn premises(&self) -> Vec<(Key, u64)> {
        let premise = |one: &Touched<R>| one.before.as_ref().map(|held| (one.id.into(), held.stored));
        let mut premises: Vec<(Key, u64)> = self.touched.iter().filter_map(premise).collect();
        premises.sort_unstable();
        premises.dedup();
        premises
    }

    /// The same of all that the accepted commands of this batch touched.
    pub(super) fn batch_premises(&self) -> Vec<(Key, u64)> {
        let premise = |id: &R::Id| self.held.get(id).map(|held| ((*id).into(), held.stored));
        self.in_batch.iter().filter_map(premise).collect()
    }

    /// Keeps what the running command did, and notes each row that it wrote and each that it relied on.
    pub(super) fn accept(&mut self, at: Timestamp, written: &mut Vec<Written>, premises: &mut Vec<Premise>) {
        let scratch = &mut self.scratch;
        let mut relied = Vec::new();
        for Touched { id, .. } in self.touched.drain(..) {
            let Some(held) = self.held.get_mut(&id) else { continue };
            if !held.in_batch {
                held.in_batch = true;
                self.in_batch.push(id);
            }
            let edges = std::mem::take(&mut held.edges);
            if !std::mem::take(&mut held.wrote) {
                relied.push(id);
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
        let premises_of = relied.into_iter().filter_map(|id| self.premise(id, at));
        premises.extend(premises_of);
    }

    /// What an entry of this time says of a record that its command touched. Nothing where the command wrote
    /// it; where there is none in a derived table, for whoever adds one relies on what it derives from; and
    /// where one is there that is derived and never changes. What never changes is a premise too: where
    /// clocks differ, time alone does not tell that it was made before.
    fn premise(&self, id: R::Id, at: Timestamp) -> Option<Premise> {
        let held = self.held.get(&id).filter(|held| held.changed_at != at)?;
        let table = R::TABLE;
        let key: Key = id.into();
        let premise = |version| Some(Premise { table: table.tag, key: key.bytes(), version });
        match held.record {
            Some(_) if R::CHANGES || table.upkeep == Upkeep::Journal => premise(held.version),
            None if table.upkeep != Upkeep::Derived => premise(0),
            _ => None,
        }
    }

    /// Where the running command stands, to come back to.
    pub(super) const fn mark(&self) -> usize {
        self.touched.len()
    }

    /// Undoes the running command.
    pub(super) fn undo(&mut self) {
        for Touched { id, before, .. } in self.touched.drain(..).rev() {
            match before {
                Some(held) => self.held.insert(id, held),
                None => self.held.remove(&id),
            };
        }
    }

    /// Undoes what an attempt did since a mark, and remembers what it read: its refusal rests on that.
    pub(super) fn undo_attempt(&mut self, mark: usize) {
        let attempt = self.touched.split_off(mark);
        for Touched { id, before, .. } in attempt.iter().rev() {
            match before {
                Some(held) => self.held.insert(*id, held.clone()),
                None => self.held.remove(id),
            };
        }
        self.touched.extend(attempt.into_iter().filter(|touched| touched.read));
    }

    /// Loads what was missed.
    pub(super) fn load_missing(&mut self, from: &dyn Reader) -> Result<bool, StorageError> {
        if self.missing.is_empty() {
            return Ok(false);
        }
        self.missing.sort_unstable_by_key(|id| (*id).into());
        self.missing.dedup();
        let keys: Vec<Key> = self.missing.iter().map(|id| (*id).into()).collect();
        let mut rows = Rows::new(R::TABLE);
        from.load(R::TABLE, &keys, &mut rows)?;
        for i in 0..rows.len() {
            let record = R::read(&mut rows.reader(i))?;
            self.put(record.id(), Some(Arc::new(record)), rows.stamp(i));
        }
        for id in std::mem::take(&mut self.missing) {
            if !self.held.contains_key(&id) {
                self.put(id, None, Stamp { version: 0, changed_at: Timestamp::default() });
            }
        }
        Ok(true)
    }

    fn put(&mut self, id: R::Id, record: Option<Arc<R>>, stamp: Stamp) {
        let Stamp { version, changed_at } = stamp;
        let (stored, stamp) = (version, 0);
        let (wrote, edges, in_batch) = (false, Vec::new(), false);
        self.held.insert(id, Held { record, stored, version, changed_at, stamp, wrote, edges, in_batch });
    }

    /// Everything that this batch writes and relies on, in key order.
    pub(super) fn changes(&mut self) -> Option<TableChanges> {
        let mut changes = TableChanges::new(R::TABLE);
        self.in_batch.sort_unstable_by_key(|id| (*id).into());
        for id in &self.in_batch {
            let Some(held) = self.held.get(id) else { continue };
            let stamp = Stamp { version: held.version, changed_at: held.changed_at };
            match &held.record {
                Some(record) if held.stored == 0 => record.write(&mut changes.new.row(stamp)),
                Some(record) if held.version != held.stored => {
                    record.write(&mut changes.changed.row(stamp));
                    changes.changed_from.push(held.stored);
                }
                None if held.stored > 0 => changes.removed.push(((*id).into(), held.stored)),
                _ => changes.relied.push(((*id).into(), held.stored)),
            }
        }
        (!changes.is_empty()).then_some(changes)
    }

    /// The batch was committed: what it wrote is what storage holds.
    pub(super) fn settle(&mut self) {
        for id in self.in_batch.drain(..) {
            if let Some(held) = self.held.get_mut(&id) {
                held.stored = held.version;
                held.in_batch = false;
            }
        }
    }

    /// Between batches: where too much is in memory, what was not touched of late is dropped.
    pub(super) fn tidy(&mut self, stamp: u64) {
        if self.held.len() > KEPT {
            let recent = stamp.saturating_sub(RECENT);
            self.held.retain(|_, held| held.stamp >= recent);
        }
        if self.held.len() > KEPT {
            self.held.clear();
        }
    }

    /// The batch was not committed: what it touched is loaded again when it is next needed.
    pub(super) fn forget_batch(&mut self) {
        self.undo();
        self.missing.clear();
        for id in self.in_batch.drain(..) {
            self.held.remove(&id);
        }
    }

    /// Forgets the records whose stored version is not the one in memory.
    pub(super) fn forget_stale(
        &mut self,
        premises: &[(Key, u64)],
        from: &dyn Reader,
    ) -> Result<bool, StorageError> {
        if premises.is_empty() {
            return Ok(false);
        }
        let keys: Vec<Key> = premises.iter().map(|(key, _)| *key).collect();
        let mut rows = Rows::new(R::TABLE);
        from.load(R::TABLE, &keys, &mut rows)?;
        let fresh: HashMap<Key, u64> =
            (0..rows.len()).map(|i| (rows.key(i), rows.stamp(i).version)).collect();
        let is_stale = |(key, version): &&(Key, u64)| fresh.get(key).copied().unwrap_or(0) != *version;
        let stale: Vec<Key> = premises.iter().filter(is_stale).map(|(key, _)| *key).collect();
        if !stale.is_empty() {
            self.held.retain(|id, _| !stale.contains(&(*id).into()));
            // Undoing the running command must not bring them back.
            self.touched.retain(|touched| !stale.contains(&touched.id.into()));
        }
        Ok(!stale.is_empty())
    }
}
