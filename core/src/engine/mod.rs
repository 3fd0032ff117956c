//! The engine: load, decide, commit. No rule of payments stands here.

mod bulk;
mod effects;
mod forgetting;
mod hasher;
mod held;
mod journal;
mod lane;
mod postings;
mod query;
mod queue;
mod reentrant;
mod request;
mod shelf;
mod view;
mod writer;

pub use bulk::Bulk;
pub(crate) use lane::MOST_LANES;
pub(crate) use postings::transfer_with_id;
pub(crate) use query::read_all;
pub use query::{
    AccountsOf, AsOf, Cursor, Page, PageOf, StatementLine, StatementLines, StatementOf, TrialLine,
};
use queue::{Call, Lead, Queue, Turn as Entered};
use reentrant::Marking;
pub use request::{Acceptance, Answer, Request, TypedRequest};
pub(crate) use view::SHELVED;
pub use view::{Shelved, Stop, View};
use writer::Intent;

use crate::command::{AnyCommand, Command};
use crate::error::{Error, Misuse};
use crate::id::BooksId;
use crate::journal::{Books, Lane};
use crate::ledger::Transfer;
use crate::limits;
use crate::storage::{
    Batch, CommitError, Corrupt, Record, Rows, Scan, Schema, Stamp, Storage, StorageError, Table,
    TableChanges, Turn,
};
use crate::time::{Clock, Entropy, SystemClock, SystemEntropy, Timestamp};
use std::cell::RefCell;
use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, PoisonError};

/// The newest version of the rules that this release knows. What holds is what the books say.
pub(crate) const RULES: u32 = 1;

/// The tables of this release.
pub fn schema() -> Schema {
    Schema { version: 1, tables: TABLES.as_slice() }
}

/// Every table: the shelved records', then lanes and transfers.
static TABLES: std::sync::LazyLock<Vec<&'static Table>> = std::sync::LazyLock::new(|| {
    let mut tables: Vec<&'static Table> = SHELVED.to_vec();
    tables.extend([Lane::TABLE, Transfer::TABLE]);
    tables.sort_unstable_by_key(|table| table.tag);
    tables
});

/// The table with this number in entries, if this release has one.
pub(crate) fn table_with_tag(tag: u16) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.tag == tag).copied()
}

/// A payment engine over one storage. It can be shared between threads; it starts none.
///
/// Threads that ask at the same time share commits: the first decides and commits, those who come meanwhile
/// wait, and one of them decides for all of them next. Whoever asks alone waits for nobody. As many calls may
/// wait as [`WAITING_CALLS`](crate::limits::WAITING_CALLS) says; the next is answered `busy`.
///
/// See the [front page](crate) for a first payment.
pub struct Engine {
    storage: Arc<dyn Storage>,
    clock: Box<dyn Clock>,
    entropy: Box<dyn Entropy>,
    knows: u32,
    queue: Queue,
    writer: Mutex<writer::Writer>,
}

/// What the loop stands on.
pub(crate) struct Ground<'a> {
    storage: &'a dyn Storage,
    clock: &'a dyn Clock,
    entropy: &'a dyn Entropy,
    /// The newest rules that the engine knows.
    knows: u32,
    /// That of the running batch, if it has one.
    turn: RefCell<Option<Box<dyn Turn + 'a>>>,
}

impl Ground<'_> {
    /// Randomness of the entry behind a lane's head.
    fn bits(&self, lane: &Lane) -> u64 {
        self.entropy.bits(lane.lane.0, lane.sequence.saturating_add(1))
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").finish_non_exhaustive()
    }
}

impl Engine {
    /// Requests a commit that suit a bulk: enough that flushing each commit hardly counts, few enough that
    /// other writers wait for milliseconds.
    pub const ROWS_PER_COMMIT: usize = 1_000;

    /// Opens a storage, with the system's clock and entropy. Makes the tables where they are missing.
    ///
    /// # Errors
    /// [`Error::Storage`]: the storage cannot be reached, is damaged, or was written by a later release.
    /// `reentrant_call`, as every call: it comes out of a [`Clock`] or [`Entropy`].
    pub fn new(storage: impl Storage + 'static) -> Result<Self, Error> {
        Self::with(storage, SystemClock, SystemEntropy)
    }

    /// Opens a storage with a clock and entropy of the host. The same commands on the same start with the
    /// same clock and entropy give the same bytes in storage.
    ///
    /// # Errors
    /// As [`Engine::new`].
    pub fn with(
        storage: impl Storage + 'static,
        clock: impl Clock + 'static,
        entropy: impl Entropy + 'static,
    ) -> Result<Self, Error> {
        reentrant::not_in_host()?;
        storage.migrate(&schema())?;
        make_books(&storage)?;
        Ok(Self {
            storage: Arc::new(storage),
            clock: Box::new(Marking(clock)),
            entropy: Box::new(Marking(entropy)),
            knows: RULES,
            queue: Queue::default(),
            writer: Mutex::default(),
        })
    }

    /// The engine of a release that knows rules up to this version, which are those of this release: so is
    /// tried what a fleet does while releases are exchanged.
    #[doc(hidden)]
    #[must_use]
    pub fn knowing(self, rules: u32) -> Self {
        Self { knows: rules, ..self }
    }

    /// One command of the host itself, in one commit.
    ///
    /// # Errors
    /// [`Error`], with nothing changed; only `outcome_unknown` leaves open whether it happened.
    pub fn execute<C: Command>(&self, command: C) -> Result<C::Output, Error> {
        self.request(command).execute()
    }

    /// A command to which a key or an actor is added before it is executed.
    pub fn request<C: Command>(&self, command: C) -> TypedRequest<'_, C> {
        TypedRequest { engine: self, request: Request::new(command), command: PhantomData }
    }

    /// Decides the requests in order, each over what those before it did, and commits what was accepted at
    /// once. One result a request, in their order; a refused one does not stop the others.
    pub fn batch(&self, requests: impl IntoIterator<Item = Request>) -> Vec<Result<Answer, Error>> {
        self.answer_each(requests.into_iter().map(Request::prepare).collect())
    }

    /// Decides those that are ready; the others have their answer.
    fn answer_each(&self, requests: Vec<Result<request::Prepared, Error>>) -> Vec<Result<Answer, Error>> {
        let split = |one: Result<_, Error>| one.map_or_else(|e| (None, Some(e)), |p| (Some(p), None));
        let (prepared, errors): (Vec<_>, Vec<_>) = requests.into_iter().map(split).unzip();
        let ready: Vec<_> = prepared.into_iter().flatten().collect();
        if let Err(error) = bounded(errors.len(), &ready) {
            return errors.iter().map(|_| Err(error.clone())).collect();
        }
        let mut answers = self.decide(ready, false).into_iter();
        let lost = || Err(Error::Bug("a request was not answered".to_owned()));
        errors
            .into_iter()
            .map(|error| error.map_or_else(|| answers.next().unwrap_or_else(lost), Err))
            .collect()
    }

    /// As [`Engine::batch`], but all or nothing.
    ///
    /// # Errors
    /// That of the first request that was not accepted; nothing was then changed.
    pub fn atomic(&self, requests: impl IntoIterator<Item = Request>) -> Result<Vec<Answer>, Error> {
        let prepared = requests.into_iter().map(Request::prepare).collect::<Result<Vec<_>, _>>()?;
        bounded(prepared.len(), &prepared)?;
        self.decide(prepared, true).into_iter().collect()
    }

    /// What a request would be answered if it were made now: the same answer, refused or accepted. Nothing is
    /// written, and it needs neither a key nor an id, for it leaves nothing that could be repeated.
    ///
    /// The ids and times that it names may be others when the command is executed; and what only a commit
    /// finds out, such as a storage that is gone or an older copy of it, it does not foresee.
    ///
    /// ```
    /// # use paywright::*;
    /// # let engine = Engine::new(MemoryStorage::new())?;
    /// let expected = engine.preview(RegisterUser::new("customer-17850"))?;
    /// assert_eq!(expected.acceptance, Acceptance::New);
    /// assert!(engine.list::<User>(&PageOf::ALL)?.items.is_empty());
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error`], as executing would.
    pub fn preview(&self, request: impl Into<Request>) -> Result<Answer, Error> {
        let prepared = request.into().prepare_preview()?;
        bounded(1, std::slice::from_ref(&prepared))?;
        self.alone(|writer, ground| writer.preview(ground, &prepared))?
    }

    /// With what other threads ask for meanwhile, in one commit.
    fn decide(&self, requests: Vec<request::Prepared>, atomic: bool) -> Vec<Result<Answer, Error>> {
        let count = requests.len();
        if count == 0 {
            return Vec::new();
        }
        match self.queue.enter(Some(Call { requests, atomic }), &*self.clock) {
            Ok(Entered::Lead(lead)) => {
                let units = lead.units();
                let results = self.write(&lead, |writer, ground| {
                    let (mut results, mut left) = (Vec::new(), &*units);
                    while !left.is_empty() && !lead.may_end(results.len()) {
                        let (decided, after) = writer.some(ground, left, Intent::Commit);
                        results.extend(decided);
                        left = after;
                    }
                    results
                });
                lead.answer(results)
            }
            Ok(Entered::Answered(results)) => results,
            Err(error) => vec![Err(error); count],
        }
    }

    /// When this caller's turn comes, with nobody's requests but its own.
    fn alone<T>(&self, work: impl FnOnce(&mut writer::Writer, &Ground<'_>) -> T) -> Result<T, Error> {
        match self.queue.enter(None, &*self.clock)? {
            Entered::Lead(lead) => Ok(self.write(&lead, work)),
            Entered::Answered(_) => Err(Error::Bug("a caller that leads alone was answered".to_owned())),
        }
    }

    /// Whoever leads works with what the engine has in memory.
    fn write<T>(&self, _: &Lead<'_>, work: impl FnOnce(&mut writer::Writer, &Ground<'_>) -> T) -> T {
        let ground = Ground {
            storage: &*self.storage,
            clock: &*self.clock,
            entropy: &*self.entropy,
            knows: self.knows,
            turn: RefCell::default(),
        };
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        if self.writer.is_poisoned() {
            // A panic in a rule is caught; this one was in the host's clock, entropy or storage, and left a
            // batch half done. All that was in memory is dropped; taking the lane over anew fences what may
            // be on its way.
            *writer = writer::Writer::default();
            self.writer.clear_poison();
        }
        work(&mut writer, &ground)
    }

    /// What every read begins with.
    fn reads(&self) -> Result<&dyn Storage, Error> {
        reentrant::not_in_host()?;
        Ok(&*self.storage)
    }

    /// How many calls wait for this engine just now. A host that is asked for more than the storage can take
    /// sees it grow, and can send callers away before the engine answers `busy`.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.queue.waiting()
    }

    /// The engine's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

fn bounded(requests: usize, ready: &[request::Prepared]) -> Result<(), Error> {
    if requests > limits::BATCH_REQUESTS {
        let most = limits::BATCH_REQUESTS;
        return Err(Error::misuse(
            Misuse::TooMany,
            format!("{requests} requests at once; one call takes {most}"),
        ));
    }
    let bytes = ready.iter().map(|request| request.input.len()).fold(0, usize::saturating_add);
    if bytes > limits::BATCH_BYTES {
        let most = limits::BATCH_BYTES;
        return Err(Error::misuse(
            Misuse::TooMany,
            format!("{bytes} bytes of commands at once; one call takes {most}"),
        ));
    }
    Ok(())
}

/// The one row that every storage begins with.
fn make_books(storage: &dyn Storage) -> Result<(), Error> {
    let mut rows = Rows::new(Books::TABLE);
    storage.load(Books::TABLE, &[BooksId::ONLY.into()], &mut rows)?;
    if !rows.is_empty() {
        return Ok(());
    }
    let mut lanes = Rows::new(Lane::TABLE);
    storage.scan(&Scan::all(Lane::TABLE, 1), &mut lanes)?;
    if !lanes.is_empty() {
        let (table, key) = (Books::TABLE.name, Some(BooksId::ONLY.into()));
        let what = "the row is missing, and the storage is not new".to_owned();
        return Err(StorageError::Corrupt(Corrupt { table, key, what }).into());
    }
    let mut changes = TableChanges::new(Books::TABLE);
    Books::first(RULES).write(&mut changes.new.row(Stamp::ADDED));
    match storage.commit(&Batch { tables: vec![changes], journal: Vec::new() }, lane::PATIENCE) {
        // Somebody else was first, or the answer was lost: either way it is asked for again when it is
        // needed.
        Ok(()) | Err(CommitError::Conflict(_) | CommitError::Unknown(_)) => Ok(()),
        Err(CommitError::Storage(error)) => Err(error.into()),
    }
}

/// Every command there is.
#[must_use]
pub const fn commands() -> &'static [&'static crate::command::CommandSpec] {
    AnyCommand::CATALOGUE
}
