//! What a rule sees: records by key, the time, who asks, and new ids. Nothing of it reaches storage before
//! the command is accepted.

use super::postings::Postings;
use super::shelf::{Shelf, Touch};
use crate::actor::Actor;
use crate::error::{Code, Refused, refused};
use crate::id::{Id, TransferId, uuid_v7};
use crate::journal::{Added, Premises, Written, posted_to};
use crate::ledger::{Position, Transfer};
use crate::machine::{State, Stateful};
use crate::storage::{Batch, Conflict, Key, Reader, Record, StorageError, Table};
use crate::time::Timestamp;
use std::sync::Arc;

/// Why a rule stopped.
#[derive(Debug)]
pub enum Stop {
    /// The rules say no.
    Refused(Refused),
    /// A record is not in memory yet: the engine loads it and decides again.
    Missing,
    /// A rule of ours is broken.
    Bug(String),
    /// The storage asks for this version of the rules, which this release does not know.
    RulesTooOld(u32),
}

impl From<Refused> for Stop {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl Stop {
    pub(crate) fn undecodable(error: minicbor::decode::Error) -> Self {
        Self::Bug(format!("a stored outcome cannot be read: {error}"))
    }

    pub(crate) fn unencodable(error: impl std::fmt::Display) -> Self {
        Self::Bug(format!("an outcome cannot be written: {error}"))
    }
}

/// A record type that the engine keeps in memory by key.
pub trait Shelved: Record {
    #[doc(hidden)]
    #[expect(private_interfaces, reason = "only core declares records; public for its bounds")]
    fn shelf(shelves: &mut Shelves) -> &mut Shelf<Self>;
}

macro_rules! shelves {
    ($($field:ident: $record:ty,)*) => {
        /// One typed shelf a record type, and the transfers of the batch.
        #[derive(Debug, Default)]
        pub(crate) struct Shelves {
            $($field: Shelf<$record>,)*
            pub(super) postings: Postings,
        }

        /// Where a command stands on each shelf.
        #[derive(Debug)]
        struct Marks { $($field: usize,)* postings: usize }

        $(impl Shelved for $record {
            #[expect(private_interfaces, reason = "only core declares records; public for its bounds")]
            fn shelf(shelves: &mut Shelves) -> &mut Shelf<Self> { &mut shelves.$field }
        })*

        /// Tables of the shelved records, in order of tag.
        pub(crate) const SHELVED: &[&Table] = &[$(<$record as Record>::TABLE,)*];

        impl Shelves {
            /// Loads what was missed, and says whether there was anything. Transfers last: that one is not
            /// there is known of a moment behind that of all records.
            pub(super) fn load_missing(&mut self, from: &dyn Reader) -> Result<bool, StorageError> {
                let mut loaded = false;
                $(loaded |= self.$field.load_missing(from)?;)*
                if loaded {
                    self.postings.forget_absent();
                }
                Ok(loaded | self.postings.load_missing(from)?)
            }

            pub(super) fn wrote(&self) -> bool {
                self.postings.wrote() $(|| self.$field.wrote())*
            }

            pub(super) fn newest(&self) -> Timestamp {
                [self.postings.newest(), $(self.$field.newest(),)*].into_iter().max().unwrap_or_default()
            }

            pub(super) fn accept(&mut self, at: Timestamp) -> Accepted {
                let (mut written, mut premises) = (Vec::new(), Vec::new());
                $(self.$field.accept(at, &mut written, &mut premises);)*
                let posted_to = posted_to(self.postings.running());
                premises.retain(|premise| !premise.is_implied(&posted_to));
                let added = self.postings.accept(&mut premises);
                Accepted { written, added, premises: Premises::of(premises) }
            }

            fn marks(&self) -> Marks {
                Marks { $($field: self.$field.mark(),)* postings: self.postings.mark() }
            }

            fn undo_attempt(&mut self, marks: &Marks) {
                $(self.$field.undo_attempt(marks.$field);)*
                self.postings.undo_to(marks.postings);
            }

            /// Undoes the running command.
            pub(super) fn undo(&mut self) {
                $(self.$field.undo();)*
                self.postings.undo();
            }

            pub(super) fn changes(&mut self, batch: &mut Batch) {
                $(batch.tables.extend(self.$field.changes());)*
                batch.tables.extend(self.postings.changes());
            }

            /// Before a batch: nothing is kept that grows with use.
            pub(super) fn begin(&mut self, stamp: u64) {
                $(self.$field.tidy(stamp);)*
                self.postings.settle();
            }

            pub(super) fn settle(&mut self) {
                $(self.$field.settle();)*
                self.postings.settle();
            }

            pub(super) fn forget_batch(&mut self) {
                $(self.$field.forget_batch();)*
                self.postings.forget_batch();
            }

            /// Whether what was read is what storage holds at one moment; what is not is forgotten.
            pub(super) fn forget_stale(
                &mut self,
                by: ReadBy,
                from: &dyn Reader,
            ) -> Result<bool, StorageError> {
                let mut stale = by == ReadBy::Batch && self.postings.meet_taken(from)?;
                $({
                    let premises = match by {
                        ReadBy::Command => self.$field.premises(),
                        ReadBy::Batch => self.$field.batch_premises(),
                    };
                    stale |= self.$field.forget_stale(&premises, from)?;
                })*
                Ok(stale)
            }
        }
    };
}

crate::catalogue::records!(shelves);

/// Who read what is compared with storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReadBy {
    /// The running command.
    Command,
    /// The accepted commands of this batch; what they added is looked up too, where no commit will find out.
    Batch,
}

/// What an accepted command wrote, added and relied on, as its entry says it.
#[derive(Debug)]
pub(super) struct Accepted {
    pub(super) written: Vec<Written>,
    pub(super) added: Option<Added>,
    pub(super) premises: Option<Premises>,
}

impl Shelves {
    /// Ids that a commit found taken are looked up before they are tried again.
    pub(super) fn taken(&mut self, conflicts: &[Conflict]) {
        for conflict in conflicts.iter().filter(|conflict| conflict.table == Transfer::TABLE) {
            if let Key::Int(position) = conflict.key {
                self.postings.taken(Position::from_int(position));
            }
        }
    }
}

/// What `decide` works on.
pub struct View<'a> {
    pub(super) shelves: &'a mut Shelves,
    pub(super) now: Timestamp,
    pub(super) lane: u16,
    /// Randomness of the entry, drawn when the first id is made.
    pub(super) bits: Option<u64>,
    pub(super) entropy: &'a dyn Fn() -> u64,
    pub(super) made: u32,
    pub(super) at: Touch,
    pub(super) actor: &'a Actor,
    /// The newest rules that this engine knows.
    pub(super) knows: u32,
}

impl std::fmt::Debug for View<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("View").field("now", &self.now).field("actor", &self.actor).finish_non_exhaustive()
    }
}

impl View<'_> {
    /// Time of the command: later than the entry of everything it reads.
    #[must_use]
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// Who asks.
    #[must_use]
    pub const fn actor(&self) -> &Actor {
        self.actor
    }

    /// The newest version of the rules that this engine knows. What holds is what the books say.
    pub(crate) const fn knows(&self) -> u32 {
        self.knows
    }

    /// The lane that the entry goes to.
    #[must_use]
    pub const fn lane(&self) -> u16 {
        self.lane
    }

    /// A new id; the same when the command is decided again.
    pub(crate) fn new_id<I: Id>(&mut self) -> Result<I, Stop> {
        self.made = self.made.saturating_add(1);
        let bits = *self.bits.get_or_insert_with(self.entropy);
        I::from_bytes(uuid_v7(self.now, self.made, bits)).map_err(|error| Stop::Bug(error.to_string()))
    }

    /// The id that the caller chose, or a new one.
    pub(crate) fn id_or_new<I: Id>(&mut self, chosen: Option<I>) -> Result<I, Stop> {
        chosen.map_or_else(|| self.new_id(), Ok)
    }

    /// The record with this id; refused `not_found` where there is none.
    pub(crate) fn get<R: Shelved>(&mut self, id: R::Id) -> Result<Arc<R>, Stop>
    where
        R::Id: std::fmt::Display,
    {
        let found = self.find::<R>(id)?;
        found.ok_or_else(|| {
            Stop::Refused(refused!(Code::NotFound, "there is no {id} among the {}", R::TABLE.name))
        })
    }

    /// The record with this id, if there is one. The commit is refused if that changed meanwhile.
    pub(crate) fn find<R: Shelved>(&mut self, id: R::Id) -> Result<Option<Arc<R>>, Stop> {
        R::shelf(self.shelves).find(id, self.at)
    }

    /// Whether a record with this id is in memory. Not a premise of the commit: ask it only where the commit
    /// finds out what memory does not know.
    pub(crate) fn remembers<R: Shelved>(&mut self, id: R::Id) -> bool {
        R::shelf(self.shelves).remembers(id)
    }

    /// Loads all of these at once, before a rule goes through them one by one.
    pub(crate) fn want<R: Shelved>(&mut self, ids: impl IntoIterator<Item = R::Id>) -> Result<(), Stop> {
        R::shelf(self.shelves).want(ids)
    }

    /// Adds a record.
    pub(crate) fn insert<R: Shelved>(&mut self, record: R) -> Result<Arc<R>, Stop> {
        let record = Arc::new(record);
        R::shelf(self.shelves).insert(Arc::clone(&record), self.at)?;
        Ok(record)
    }

    /// A record as it is from now on, whether there was one or not.
    pub(crate) fn put<R: Shelved>(&mut self, record: R) -> Result<(), Stop> {
        R::shelf(self.shelves).put(record, self.at)
    }

    /// Removes a record that entries do not name: `verify` computes such rows again.
    pub(crate) fn remove<R: Shelved>(&mut self, id: R::Id) -> Result<(), Stop> {
        R::shelf(self.shelves).remove(id, self.at)
    }

    /// Time of the last entry that wrote a record that was found.
    pub(crate) fn changed_at<R: Shelved>(&mut self, id: R::Id) -> Timestamp {
        R::shelf(self.shelves).changed_at(id)
    }

    /// Whether an earlier command of this batch removed the record that storage holds.
    pub(super) fn was_removed<R: Shelved>(&mut self, id: R::Id) -> bool {
        R::shelf(self.shelves).was_removed(id)
    }

    /// Changes a record.
    pub(crate) fn change<R: Shelved>(&mut self, id: R::Id, f: impl FnOnce(&mut R)) -> Result<Arc<R>, Stop> {
        R::shelf(self.shelves).change(id, self.at, f)
    }

    /// Adds a record with a state, by an edge that begins its machine.
    pub(crate) fn begin<R: Shelved + Stateful>(
        &mut self,
        mut record: R,
        event: <R::State as State>::Event,
    ) -> Result<Arc<R>, Stop> {
        let edge = R::State::step(None, event)?;
        record.set_state(edge.to);
        let record = self.insert(record)?;
        R::shelf(self.shelves).edge(record.id(), edge.tag);
        Ok(record)
    }

    /// Takes an edge: the record's next state comes from the table, the rest from `f`.
    pub(crate) fn advance<R: Shelved + Stateful>(
        &mut self,
        id: R::Id,
        event: <R::State as State>::Event,
        f: impl FnOnce(&mut R),
    ) -> Result<Arc<R>, Stop> {
        let Some(record) = self.find::<R>(id)? else {
            return Err(Stop::Bug(format!("{} {id:?} is advanced and does not exist", R::TABLE.name)));
        };
        let edge = R::State::step(Some(record.state()), event)?;
        drop(record);
        let record = self.change::<R>(id, |record| {
            record.set_state(edge.to);
            f(record);
        })?;
        R::shelf(self.shelves).edge(id, edge.tag);
        Ok(record)
    }

    /// Runs a part of a rule; what it did is undone where it is refused.
    pub(crate) fn attempt<T>(&mut self, part: impl FnOnce(&mut Self) -> Result<T, Stop>) -> Result<T, Stop> {
        let marks = self.shelves.marks();
        self.at.stamp = self.at.stamp.saturating_add(1);
        let result = part(self);
        if result.is_err() {
            self.shelves.undo_attempt(&marks);
        }
        self.at.stamp = self.at.stamp.saturating_add(1);
        result
    }

    /// Where the next transfer will stand.
    pub(crate) fn next_position(&self) -> Position {
        self.shelves.postings.next_position()
    }

    /// Adds a transfer at [`View::next_position`].
    pub(crate) fn append(&mut self, transfer: Transfer) {
        self.shelves.postings.append(transfer);
    }

    /// A transfer that this batch added or that was looked up.
    pub(crate) fn met_transfer(&mut self, id: TransferId) -> Option<&Transfer> {
        self.shelves.postings.met(id)
    }

    /// Looks all of these up at once; a miss where that is not done yet.
    pub(crate) fn want_transfers(&mut self, ids: impl IntoIterator<Item = TransferId>) -> Result<(), Stop> {
        self.shelves.postings.want(ids)
    }

    /// The transfer with this id, asking storage if need be.
    pub(crate) fn look_up_transfer(&mut self, id: TransferId) -> Result<Option<&Transfer>, Stop> {
        self.shelves.postings.look_up(id)
    }
}
