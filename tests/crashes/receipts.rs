//! What was answered on one file, and the proof that all of it is there.

use crate::business::{Business, Role, Said, request_of};
use crate::dice::Dice;
use crate::orders::{Orders, Task};
use crate::steps::named;
use crate::storage::Point;
use crate::support::shop::WORKER;
use crate::support::{Shared, World};
use paywright::journal::Lane;
use paywright::{Effect, Order, Refund, Request, User};
use paywright_sqlite::SqliteStorage;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// One file, all answers that were given on it, and the round that it is in.
pub struct Receipts {
    directory: Option<TempDir>,
    file: PathBuf,
    pub seed: u64,
    pub round: u64,
    /// What the clocks of all processes show: seconds since the morning.
    pub clock: i64,
    last: u64,
    /// Requests that were done though nobody was answered.
    pub unheard: usize,
    most_lanes: usize,
    given: BTreeMap<String, Said>,
}

impl Receipts {
    pub fn new(seed: u64) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("shop.db");
        Self { directory: Some(directory), ..Self::on(file, seed) }
    }

    /// On a file that is somebody else's to remove.
    pub fn on(file: PathBuf, seed: u64) -> Self {
        Self {
            directory: None,
            file,
            seed,
            round: 1,
            clock: 0,
            last: 1,
            unheard: 0,
            most_lanes: 1,
            given: BTreeMap::new(),
        }
    }

    /// Of so many processes that write at once.
    pub fn of_writers(seed: u64, writers: usize) -> Self {
        Self { most_lanes: writers, ..Self::new(seed) }
    }

    /// With some business on the file, which is closed.
    pub fn begun() -> Self {
        let mut receipts = Self::new(1);
        let world = receipts.opened();
        receipts.go_on(&world);
        receipts
    }

    pub fn file(&self) -> &Path {
        &self.file
    }

    pub fn len(&self) -> usize {
        self.given.len()
    }

    /// The steps that were answered, to be asked again.
    pub fn requests(&self) -> Vec<Request> {
        self.given.keys().filter_map(|key| named(key)).map(|(step, customer)| step.of(customer).1).collect()
    }

    pub fn orders(&self, seed: u64, point: Option<Point>) -> Orders {
        Orders {
            file: self.file.clone(),
            seed,
            round: self.round,
            clock: self.clock,
            task: Task::Business,
            point,
        }
    }

    pub fn opened(&self) -> World {
        let world = World::on(Shared::new(SqliteStorage::open(&self.file).unwrap()), "parent").unwrap();
        world.clock.moves(self.clock);
        world
    }

    /// After a crash: the file is sound, and what was answered is there.
    #[track_caller]
    pub fn hold_after(&mut self, said: Vec<Said>) -> World {
        let world = self.opened();
        let verification = world.engine.verify(&[]).unwrap();
        assert!(verification.is_clean(), "{:#?}", verification.findings);
        let round = |said: &Said| named(&said.key).map(|(step, customer)| step.lag + customer);
        self.last = self.last.max(said.iter().filter_map(round).max().unwrap_or(0));
        let refused = said.iter().filter(|said| !said.is_accepted()).filter_map(round).min();
        self.round = refused.unwrap_or(self.last);
        assert_answered_again(&world, &said);
        self.take(said);
        world
    }

    /// What was not answered is wholly there or not at all: it is asked again, and the next round after it.
    #[track_caller]
    pub fn go_on(&mut self, world: &World) {
        let mut said = Vec::new();
        world.engine.recover(WORKER).unwrap();
        let mut tell = |one| said.push(one);
        let dice = Dice::new(self.seed ^ self.round);
        let mut business = Business { world, role: Role::Owner, dice, tell: &mut tell };
        business.serves();
        business.opens();
        (self.round..=self.last + 1).for_each(|round| business.does_round(round));
        (self.round, self.last) = (self.last + 1, self.last + 1);
        let refused = said.iter().find(|said| !said.is_accepted());
        assert_eq!(refused, None, "round {}", self.round);
        assert_answered_again(world, &said);
        self.take(said);
    }

    /// Opened as it is found, and nothing is missing.
    #[track_caller]
    pub fn work_goes_on(&mut self) {
        let world = self.opened();
        self.go_on(&world);
        self.are_complete(&world);
    }

    /// The books, and every answer that was ever given.
    #[track_caller]
    pub fn are_complete(&self, world: &World) {
        world.check();
        let said: Vec<Said> = self.given.values().cloned().collect();
        assert_answered_again(world, &said);
        once(world.all::<Order>().into_iter().filter_map(|order| order.reference));
        once(world.all::<User>().into_iter().map(|user| user.reference));
        // Those that the closing of an order requests say so, and are one a payment.
        let refunds = world.all::<Refund>().into_iter();
        once(refunds.filter_map(|refund| match refund.reason? {
            reason if reason == "the order was closed" => Some(refund.payment.to_string()),
            reason => Some(reason),
        }));
        let lanes = world.all::<Lane>().len();
        assert!(lanes <= self.most_lanes, "{lanes} lanes");
    }

    /// Remembers them; the first answer to each key stays the answer.
    #[track_caller]
    pub fn take(&mut self, said: Vec<Said>) {
        for said in said.into_iter().filter(Said::is_kept) {
            if let Some(before) = self.given.get(&said.key) {
                assert_eq!((&said.acceptance[..], &said.id), ("Replayed", &before.id), "{said:?}");
            } else {
                self.unheard += usize::from(said.acceptance == "Replayed");
                self.given.insert(said.key.clone(), said);
            }
        }
    }

    /// Leaves the files behind, for whoever looks into a failure.
    pub fn keep(&mut self) -> &Path {
        self.directory.iter_mut().for_each(|directory| directory.disable_cleanup(true));
        &self.file
    }
}

/// Each key is answered as it was, from the journal.
#[track_caller]
fn assert_answered_again(world: &World, said: &[Said]) {
    let kept = said.iter().filter(|said| said.is_kept());
    let asked: Vec<(&Said, _)> = kept.map(|said| (said, request_of(world, &said.key).unwrap())).collect();
    for asked in asked.chunks(1_000) {
        let answers = world.engine.batch(asked.iter().map(|(_, request)| request.clone()));
        for ((said, _), answer) in asked.iter().zip(answers) {
            let again = Said::of(said.key.clone(), &answer);
            assert_eq!((&again.acceptance[..], &again.id), ("Replayed", &said.id), "{answer:?}");
        }
    }
    for said in said.iter().filter(|said| said.acceptance == "Claimed") {
        let (effect, claims) = said.key["claim-".len()..].rsplit_once('-').unwrap();
        let effect = world.engine.get::<Effect>(effect.parse().unwrap()).unwrap().unwrap();
        assert!(effect.claims >= claims.parse().unwrap(), "{said:?}: {effect:?}");
    }
}

/// Nothing was made twice.
#[track_caller]
fn once(references: impl Iterator<Item = String>) {
    let mut seen = BTreeSet::new();
    for reference in references {
        assert!(seen.insert(reference.clone()), "{reference} is there twice");
    }
}
