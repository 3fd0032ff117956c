//! A world to tell stories in: an engine on one of the storages, a clock that moves when it is told to, and
//! short words for what every story needs. At the end of each story the books are checked.

pub mod books;
mod borders;
pub mod clock;
pub mod dice;
pub mod dump;
pub mod rows;
pub mod shop;
pub mod trouble;

use clock::TestClock;
use dump::Dump;
use paywright::storage::{
    Batch, CommitError, JournalRow, Key, Reader, Rows, Scan, Schema, Storage, StorageError, Table, Turn,
};
use paywright::{
    AccountKey, Actor, Answer, AnyOutput, Command, Currency, Engine, Error, Figures, MemoryStorage, Money,
    Request, SeededEntropy,
};
use paywright_sqlite::{SqliteOptions, SqliteStorage, Synchronous};
use paywright_testing::Faults;
use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

/// Tells each story on memory and on SQLite, and checks the books at its end.
macro_rules! on_both {
    ($($story:ident),+ $(,)?) => {$(
        mod $story {
            #[test]
            fn on_memory() {
                $crate::support::World::tell($crate::support::Backend::Memory, super::$story);
            }
            #[test]
            fn on_sqlite() {
                $crate::support::World::tell($crate::support::Backend::Sqlite, super::$story);
            }
        }
    )+};
}
pub(crate) use on_both;

/// Where a world keeps its records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    Memory,
    Sqlite,
}

impl Backend {
    pub const ALL: [Self; 2] = [Self::Memory, Self::Sqlite];
}

/// Opens another storage on the same data.
pub type Opens = dyn Fn() -> Shared + Send + Sync;

/// What two engines on the same data share.
#[derive(Clone)]
enum Home {
    Memory(MemoryStorage),
    Sqlite(Arc<TempDir>),
    Given(Shared),
    /// Each time it is opened anew.
    Opened(Arc<Opens>),
}

/// An engine, its clock, and its storage to look into.
pub struct World {
    pub engine: Engine,
    /// Reads what is stored, where the engine's own reads may fail.
    eye: Option<Engine>,
    pub clock: TestClock,
    pub storage: Shared,
    home: Home,
    faults: Option<Faults>,
    name: &'static str,
    seed: u64,
    asked: Cell<u32>,
}

impl World {
    /// The seed of every world that is not given one.
    pub const SEED: u64 = 0x5eed;

    pub fn new(backend: Backend) -> Self {
        Self::seeded(backend, Self::SEED)
    }

    pub fn seeded(backend: Backend, seed: u64) -> Self {
        let home = match backend {
            Backend::Memory => Home::Memory(MemoryStorage::new()),
            Backend::Sqlite => Home::Sqlite(Arc::new(tempfile::tempdir().unwrap())),
        };
        Self::at(home, None, TestClock::new(), ("first", seed)).unwrap()
    }

    /// Whose storage fails when it is told to, in every engine of this world.
    pub fn faulty(backend: Backend, seed: u64, faults: &Faults) -> Self {
        let home = Self::seeded(backend, seed).home;
        Self::at(home, Some(faults.clone()), TestClock::new(), ("first", seed)).unwrap()
    }

    /// The same on data that the story brings along: whoever opens it gets a storage of their own.
    pub fn faulty_on(opens: Arc<Opens>, seed: u64, faults: &Faults) -> Self {
        Self::at(Home::Opened(opens), Some(faults.clone()), TestClock::new(), ("first", seed)).unwrap()
    }

    pub fn is_faulty(&self) -> bool {
        self.faults.is_some()
    }

    /// An engine that reads what is stored, whatever the storage does to others.
    pub fn eye(&self) -> &Engine {
        self.eye.as_ref().unwrap_or(&self.engine)
    }

    /// An engine that remembers nothing, over what is stored.
    pub fn newcomer(&self) -> Engine {
        Engine::with(self.storage.clone(), self.clock.clone(), SeededEntropy(self.seed)).unwrap()
    }

    /// On a storage that the story brings along.
    pub fn on(storage: Shared, name: &'static str) -> Result<Self, Error> {
        Self::at(Home::Given(storage), None, TestClock::new(), (name, Self::SEED))
    }

    /// Another engine on the same data, as if in a process of its own, with a clock of its own.
    pub fn beside(&self, name: &'static str) -> Self {
        self.beside_with(name, Self::SEED + 1)
    }

    /// With a seed of its own, so that ids which two engines make at one place and time never meet.
    pub fn beside_with(&self, name: &'static str, seed: u64) -> Self {
        let clock = TestClock::at(self.clock.reads());
        Self::at(self.home.clone(), self.faults.clone(), clock, (name, seed)).unwrap()
    }

    /// Another engine on the same data, by the same clock.
    pub fn colleague(&self, name: &'static str) -> Self {
        let clock = self.clock.clone();
        Self::at(self.home.clone(), self.faults.clone(), clock, (name, Self::SEED + 1)).unwrap()
    }

    /// As an engine of a release that knows rules up to this version.
    pub fn knowing(self, rules: u32) -> Self {
        Self { engine: self.engine.knowing(rules), ..self }
    }

    /// The same host after a restart: everything in memory is gone, its clock goes on.
    pub fn reopened(&self) -> Self {
        self.opens_again().unwrap()
    }

    /// The same, where the storage may stand in the way.
    pub fn opens_again(&self) -> Result<Self, Error> {
        let (home, clock) = (self.home.clone(), self.clock.clone());
        let again = Self::at(home, self.faults.clone(), clock, (self.name, self.seed))?;
        again.asked.set(self.asked.get());
        Ok(again)
    }

    fn at(
        home: Home,
        faults: Option<Faults>,
        clock: TestClock,
        (name, seed): (&'static str, u64),
    ) -> Result<Self, Error> {
        let storage = match &home {
            Home::Memory(storage) => Shared::new(storage.clone()),
            Home::Sqlite(directory) => {
                // A power cut is another test's business; here a flush for each commit would only cost time.
                let options = SqliteOptions { synchronous: Synchronous::Normal, ..SqliteOptions::default() };
                Shared::new(SqliteStorage::open_with(directory.path().join("world.db"), options).unwrap())
            }
            Home::Given(storage) => storage.clone(),
            Home::Opened(opens) => opens(),
        };
        let entropy = SeededEntropy(seed);
        let (engine, eye) = match &faults {
            None => (Engine::with(storage.clone(), clock.clone(), entropy)?, None),
            Some(faults) => (
                Engine::with(faults.over(storage.clone()), clock.clone(), entropy)?,
                Some(Engine::with(storage.clone(), clock.clone(), SeededEntropy(seed))?),
            ),
        };
        Ok(Self { engine, eye, clock, storage, home, faults, name, seed, asked: Cell::new(0) })
    }

    /// Tells a story and checks the books behind it.
    pub fn tell(backend: Backend, story: fn(&Self)) {
        let world = Self::new(backend);
        story(&world);
        world.check();
    }

    /// A key that was not used yet.
    pub fn fresh_key(&self) -> String {
        self.asked.set(self.asked.get() + 1);
        format!("{}-{}", self.name, self.asked.get())
    }

    /// By the host, under a fresh key.
    pub fn ask<C: Command>(&self, command: C) -> Result<Answer<C::Output>, Error> {
        self.ask_as(&Actor::System, command)
    }

    /// By an actor, under a fresh key. A refusal must be one that the command declares.
    pub fn ask_as<C: Command>(&self, actor: &Actor, command: C) -> Result<Answer<C::Output>, Error> {
        let answer = self.engine.request(command).key(self.fresh_key()).actor(actor.clone()).answer();
        if let Err(Error::Refused(refused)) = &answer {
            let declared = C::SPEC.refusals.contains(&refused.code);
            assert!(declared, "{} does not declare {}: {refused}", C::SPEC.name, refused.code);
        }
        answer
    }

    /// What the command answers; the story goes on.
    #[track_caller]
    pub fn done<C: Command>(&self, command: C) -> C::Output {
        self.done_as(&Actor::System, command)
    }

    #[track_caller]
    pub fn done_as<C: Command>(&self, actor: &Actor, command: C) -> C::Output {
        match self.ask_as(actor, command) {
            Ok(answer) => answer.output,
            Err(error) => panic!("{}: {error}", error.code()),
        }
    }

    /// Refused with this code, and nothing changed.
    #[track_caller]
    pub fn refused<C: Command>(&self, command: C, code: &str) -> String {
        self.refused_as(&Actor::System, command, code)
    }

    #[track_caller]
    pub fn refused_as<C: Command>(&self, actor: &Actor, command: C, code: &str) -> String {
        let before = self.dump();
        let error = self.ask_as(actor, command).err().expect("it was accepted");
        assert_eq!(error.code(), code, "{error}");
        before.assert_unchanged(&self.dump());
        error.to_string()
    }

    /// Everything stored, row for row.
    pub fn dump(&self) -> Dump {
        Dump::of(&self.storage)
    }

    /// What an account holds; nothing where it was never opened.
    pub fn figures(&self, account: &AccountKey) -> Figures {
        let figures = self.eye().balance(account.id()).unwrap();
        figures.unwrap_or(Figures::zero(account.purpose.side()))
    }

    #[track_caller]
    pub fn assert_balance(&self, account: &AccountKey, expected: &str) {
        let balance = i64::try_from(self.figures(account).balance()).unwrap();
        assert_eq!(Money::new(balance, account.currency).to_string(), expected, "{account:?}");
    }

    #[track_caller]
    pub fn assert_available(&self, account: &AccountKey, expected: &str) {
        let available = i64::try_from(self.figures(account).available()).unwrap();
        assert_eq!(Money::new(available, account.currency).to_string(), expected, "{account:?}");
    }
}

/// An amount as people write it.
pub fn money(text: &str) -> Money {
    text.parse().unwrap()
}

pub fn gbp() -> Currency {
    Currency::from_code("GBP").unwrap()
}

/// A request of the host under a key.
pub fn keyed(key: &str, command: impl Command) -> Request {
    Request::new(command).key(key)
}

/// What a request that was answered so is answered again: the same, and each transfer was there already.
pub fn told_again(output: impl Into<AnyOutput>) -> AnyOutput {
    let mut output = output.into();
    if let AnyOutput::Posted(posted) = &mut output {
        posted.results.iter_mut().flatten().for_each(|booked| booked.repeated = true);
    }
    output
}

/// A storage that several hold.
#[derive(Clone)]
pub struct Shared(Arc<dyn Storage>);

impl Shared {
    pub fn new(storage: impl Storage + 'static) -> Self {
        Self(Arc::new(storage))
    }
}

impl Reader for Shared {
    fn load(&self, table: &'static Table, keys: &[Key], into: &mut Rows) -> Result<(), StorageError> {
        self.0.load(table, keys, into)
    }
    fn scan(&self, scan: &Scan<'_>, into: &mut Rows) -> Result<bool, StorageError> {
        self.0.scan(scan, into)
    }
    fn journal(&self, lane: u16, after: u64, limit: u32) -> Result<Vec<JournalRow>, StorageError> {
        self.0.journal(lane, after, limit)
    }
}

impl Storage for Shared {
    fn migrate(&self, schema: &Schema) -> Result<(), StorageError> {
        self.0.migrate(schema)
    }
    fn commit(&self, batch: &Batch, patience: Duration) -> Result<(), CommitError> {
        self.0.commit(batch, patience)
    }
    fn snapshot(&self) -> Result<Box<dyn Reader + '_>, StorageError> {
        self.0.snapshot()
    }
    fn turn(&self, patience: Duration) -> Result<Option<Box<dyn Turn + '_>>, StorageError> {
        self.0.turn(patience)
    }
    fn ping(&self) -> Result<(), StorageError> {
        self.0.ping()
    }
}
