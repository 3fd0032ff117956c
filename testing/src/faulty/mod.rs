//! A storage that fails as real ones do, and always in the same way.

mod fault;
mod faults;
mod past;

pub use fault::StorageFault;
pub use faults::Faults;

use faults::Until;
use paywright::journal::Lane;
use paywright::storage::{
    Batch, CommitError, Conflict, Corrupt, JournalRow, Key, Reader, Record, Rows, Scan, Schema, Storage,
    StorageError, Table, TableChanges, Turn,
};
use std::time::Duration;

/// What arrives late waits for nobody, but on a server it takes its time.
const ARRIVAL: Duration = Duration::from_secs(10);

/// Any storage, with faults: planned one by one, or struck by chance from a seed. So a host tests that its
/// own code asks again when it must, and only then.
///
/// ```
/// use paywright::{Acceptance, Answer, Engine, Error, MemoryStorage, RegisterUser, User};
/// use paywright_testing::{FaultyStorage, StorageFault};
///
/// /// The host's code: asks again under the same key as long as that may help.
/// fn register(engine: &Engine) -> Result<Answer<User>, Error> {
///     let mut asked = 0;
///     loop {
///         let answer = engine.request(RegisterUser::new("customer-17850")).key("sign-up-17850").answer();
///         asked += 1;
///         match answer {
///             Err(error) if error.is_retryable() && asked < 5 => {}
///             answer => return answer,
///         }
///     }
/// }
///
/// # fn main() -> Result<(), Error> {
/// let storage = FaultyStorage::over(MemoryStorage::new(), 7);
/// let faults = storage.faults();
/// let engine = Engine::new(storage)?;
/// engine.request(RegisterUser::new("the first")).key("0").execute()?;
///
/// // The disk is full, twice: nothing is stored, and asking again is right.
/// faults.storm(StorageFault::Unavailable, 2);
/// assert_eq!(register(&engine)?.acceptance, Acceptance::New);
/// assert_eq!(faults.struck(StorageFault::Unavailable), 2);
///
/// // The answer is lost: the engine finds out by itself, and nothing is done twice.
/// faults.next(StorageFault::UnknownStored);
/// let user = engine.request(RegisterUser::new("customer-17851")).key("sign-up-17851").answer()?;
/// assert_eq!(user.acceptance, Acceptance::New);
/// assert_eq!(register(&engine)?.acceptance, Acceptance::Replayed);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct FaultyStorage<S> {
    inner: S,
    faults: Faults,
}

impl<S: Storage> FaultyStorage<S> {
    /// Nothing goes wrong until it is planned. The seed decides what chance decides.
    #[must_use]
    pub fn over(storage: S, seed: u64) -> Self {
        Faults::new(seed).over(storage)
    }

    /// What the test keeps while an engine has the storage.
    #[must_use]
    pub fn faults(&self) -> Faults {
        self.faults.clone()
    }

    /// What was late arrives now, if its time has come. What it rested on may have changed: then it is
    /// refused, as it would have been on its way.
    fn arrivals(&self, of: &[Until]) {
        let due: Vec<Batch> = {
            let mut plan = self.faults.plan();
            if plan.turns > 0 || plan.late.is_empty() {
                return;
            }
            let (due, late) =
                std::mem::take(&mut plan.late).into_iter().partition(|(until, _)| of.contains(until));
            plan.late = late;
            due.into_iter().map(|(_, batch): (Until, Batch)| batch).collect()
        };
        for batch in due {
            if let Err(CommitError::Storage(StorageError::Unavailable(_))) =
                self.store(&batch, &mut || self.inner.commit(&batch, ARRIVAL))
            {
                self.faults.plan().late.push((Until::Now, batch));
            }
        }
    }

    /// Somebody is about to read: the commits that waited for a look arrive after it.
    fn look(&self) {
        self.arrivals(&[Until::Now]);
        for (until, _) in self.faults.plan().late.iter_mut().filter(|(until, _)| *until == Until::Look) {
            *until = Until::Now;
        }
    }

    fn reach(&self) -> Result<(), StorageError> {
        match self.faults.at_read(|_, fault| fault == StorageFault::Unreachable) {
            Some(_) => Err(unavailable()),
            None => Ok(()),
        }
    }

    fn store(
        &self,
        batch: &Batch,
        commit: &mut dyn FnMut() -> Result<(), CommitError>,
    ) -> Result<(), CommitError> {
        let before = past::before(&self.inner, batch)?;
        commit()?;
        self.faults.plan().past.remember(before);
        Ok(())
    }

    /// A commit, here or in a turn, and what befalls it.
    fn attempt(
        &self,
        batch: &Batch,
        patience: Option<Duration>,
        commit: &mut dyn FnMut() -> Result<(), CommitError>,
    ) -> Result<(), CommitError> {
        let mut stored = || {
            self.store(batch, commit)?;
            self.arrivals(&[Until::Commit]);
            Ok(())
        };
        let lost = || {
            self.faults.lose();
            Err(CommitError::Unknown("the connection was lost".to_owned()))
        };
        let late = |until| {
            self.faults.plan().late.push((until, batch.clone()));
            lost()
        };
        match self.faults.at_commit() {
            Some(StorageFault::Unavailable) => Err(unavailable().into()),
            Some(StorageFault::UnknownStored) => stored().and_then(|()| lost()),
            Some(StorageFault::UnknownLost) => lost(),
            Some(StorageFault::UnknownLate) => late(Until::Look),
            Some(StorageFault::UnknownFenced) => late(Until::Commit),
            Some(StorageFault::Conflict) => Err(CommitError::Conflict(self.some_of(batch))),
            Some(StorageFault::SpuriousConflict) => Err(CommitError::Conflict(elsewhere(batch))),
            Some(StorageFault::Slow) if !self.faults.wait(patience) => Err(unavailable().into()),
            Some(StorageFault::StoredUnavailable) => stored().and_then(|()| Err(unavailable().into())),
            _ => stored(),
        }
    }

    /// Rows of a batch, one at least where it has any beside the head of its lane.
    fn some_of(&self, batch: &Batch) -> Vec<Conflict> {
        let mut named = Vec::new();
        for changes in batch.tables.iter().filter(|changes| changes.table != Lane::TABLE) {
            let [new, changed] =
                [&changes.new, &changes.changed].map(|rows| (0..rows.len()).map(|i| rows.key(i)));
            let others = changes.removed.iter().chain(&changes.relied).map(|(key, _)| *key);
            let keys = new.chain(changed).chain(others);
            named.extend(keys.map(|key| Conflict { table: changes.table, key, index: None }));
        }
        let mut plan = self.faults.plan();
        let kept = u32::try_from(named.len()).map_or(0, |most| plan.below(most));
        let mut nth = 0_u32;
        named.retain(|_| {
            nth = nth.saturating_add(1);
            nth == kept.saturating_add(1) || plan.below(3) == 0
        });
        named
    }

    /// The rows as some moment had them, or each as some moment had it.
    fn load_past(
        &self,
        fault: StorageFault,
        keys: &[Key],
        (now, into): (&Rows, &mut Rows),
    ) -> Result<(), StorageError> {
        let (table, mut plan) = (now.table(), self.faults.plan());
        let moments = plan.past.moments(table, keys);
        let choice = plan.below(u32::try_from(moments.len()).unwrap_or(u32::MAX));
        let moment = usize::try_from(choice).ok().and_then(|choice| moments.get(choice).copied());
        for key in keys {
            let as_it_is = fault == StorageFault::MixedLoad && plan.below(2) == 0;
            let then = moment.filter(|_| !as_it_is).and_then(|moment| plan.past.row_at(moment, table, *key));
            let row = then.unwrap_or(now);
            (0..row.len()).filter(|i| row.key(*i) == *key).for_each(|i| into.push_row_of(row, i));
        }
        Ok(())
    }
}

fn unavailable() -> StorageError {
    StorageError::Unavailable("the device does not answer".to_owned())
}

/// A row of a table of the batch that the batch does not hold.
fn elsewhere(batch: &Batch) -> Vec<Conflict> {
    let changes = batch.tables.iter().find(|changes| changes.table != Lane::TABLE && !changes.new.is_empty());
    let name = |changes: &TableChanges| {
        let key = match changes.new.key(0) {
            Key::Id(_) => Key::Id([0xee; 16]),
            Key::Int(_) => Key::Int(i64::MAX),
        };
        Conflict { table: changes.table, key, index: None }
    };
    changes.map(name).into_iter().collect()
}

impl<S: Storage> Reader for FaultyStorage<S> {
    fn load(&self, table: &'static Table, keys: &[Key], into: &mut Rows) -> Result<(), StorageError> {
        self.look();
        if self.faults.reads_are_sound() {
            return self.inner.load(table, keys, into);
        }
        let mut now = Rows::new(table);
        self.inner.load(table, keys, &mut now)?;
        let fault = self.faults.at_read(|plan, fault| match fault {
            StorageFault::DamagedRow => !now.is_empty() && table != Lane::TABLE,
            StorageFault::StaleLoad | StorageFault::MixedLoad => !plan.past.moments(table, keys).is_empty(),
            _ => true,
        });
        match fault {
            Some(StorageFault::Unreachable) => return Err(unavailable()),
            Some(StorageFault::DamagedRow) => {
                let (key, what) = (Some(now.key(0)), "its bytes are not what was written".to_owned());
                return Err(Corrupt { table: table.name, key, what }.into());
            }
            Some(fault) => return self.load_past(fault, keys, (&now, into)),
            None => (0..now.len()).for_each(|i| into.push_row_of(&now, i)),
        }
        Ok(())
    }

    fn scan(&self, scan: &Scan<'_>, into: &mut Rows) -> Result<bool, StorageError> {
        self.look();
        self.reach()?;
        self.inner.scan(scan, into)
    }

    fn journal(&self, lane: u16, after: u64, limit: u32) -> Result<Vec<JournalRow>, StorageError> {
        self.look();
        self.reach()?;
        self.inner.journal(lane, after, limit)
    }
}

impl<S: Storage> Storage for FaultyStorage<S> {
    fn migrate(&self, schema: &Schema) -> Result<(), StorageError> {
        self.inner.migrate(schema)
    }

    fn commit(&self, batch: &Batch, patience: Duration) -> Result<(), CommitError> {
        self.arrivals(&[Until::Now]);
        self.attempt(batch, Some(patience), &mut || self.inner.commit(batch, patience))
    }

    fn snapshot(&self) -> Result<Box<dyn Reader + '_>, StorageError> {
        self.look();
        self.reach()?;
        self.inner.snapshot()
    }

    fn turn(&self, patience: Duration) -> Result<Option<Box<dyn Turn + '_>>, StorageError> {
        self.arrivals(&[Until::Now]);
        self.reach()?;
        let Some(turn) = self.inner.turn(patience)? else { return Ok(None) };
        let mut plan = self.faults.plan();
        plan.turns = plan.turns.saturating_add(1);
        Ok(Some(Box::new(FaultyTurn { storage: self, turn: Some(turn) })))
    }

    fn ping(&self) -> Result<(), StorageError> {
        self.reach()?;
        self.inner.ping()
    }
}

/// A turn, in which commits fail as elsewhere.
struct FaultyTurn<'a, S: Storage> {
    storage: &'a FaultyStorage<S>,
    turn: Option<Box<dyn Turn + 'a>>,
}

impl<S: Storage> FaultyTurn<'_, S> {
    fn end(&mut self) {
        if self.turn.take().is_some() {
            let mut plan = self.storage.faults.plan();
            plan.turns = plan.turns.saturating_sub(1);
        }
    }
}

impl<S: Storage> Turn for FaultyTurn<'_, S> {
    fn commit(&mut self, batch: &Batch) -> Result<(), CommitError> {
        let Some(turn) = &mut self.turn else {
            return Err(StorageError::Unavailable("the turn is over".to_owned()).into());
        };
        let answer = self.storage.attempt(batch, None, &mut || turn.commit(batch));
        if !matches!(answer, Err(CommitError::Conflict(_))) {
            self.end();
        }
        answer
    }
}

impl<S: Storage> Drop for FaultyTurn<'_, S> {
    fn drop(&mut self) {
        self.end();
    }
}
