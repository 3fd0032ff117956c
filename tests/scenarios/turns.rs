//! Others are always quicker: whoever lost to them decides again while they cannot commit.

use super::faults::troubled;
use super::ledger::accounts;
use crate::support::shop::pence;
use crate::support::trouble::Trouble;
use crate::support::{Shared, World, keyed, on_both};
use paywright::storage::{
    Batch, CommitError, JournalRow, Key, Reader, Rows, Scan, Schema, Storage, StorageError, Table, Turn,
};
use paywright::{
    Acceptance, ActivateMerchant, Engine, Error, NewTransfer, PlaceOrder, PostTransfers, RegisterUser,
    SeededEntropy, SuspendMerchant, User,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::time::Duration;

on_both![
    a_large_command_beside_one_who_is_always_quicker_is_answered,
    a_batch_beside_one_who_is_always_quicker_is_one_commit,
    all_or_nothing_beside_one_who_is_always_quicker_is_one_commit,
    a_refusal_in_a_turn_ends_it,
    a_preview_takes_no_turn,
];

type Rival = Arc<dyn Fn() + Send + Sync>;

/// Where somebody else is always quicker.
struct Outpaced {
    inner: Shared,
    before_commit: Rival,
    before_snapshot: Rival,
    /// Commits outside of turns, and turns.
    seen: Arc<[AtomicU32; 2]>,
}

impl Reader for Outpaced {
    fn load(&self, table: &'static Table, keys: &[Key], into: &mut Rows) -> Result<(), StorageError> {
        self.inner.load(table, keys, into)
    }
    fn scan(&self, scan: &Scan<'_>, into: &mut Rows) -> Result<bool, StorageError> {
        self.inner.scan(scan, into)
    }
    fn journal(&self, lane: u16, after: u64, limit: u32) -> Result<Vec<JournalRow>, StorageError> {
        self.inner.journal(lane, after, limit)
    }
}

impl Storage for Outpaced {
    fn migrate(&self, schema: &Schema) -> Result<(), StorageError> {
        self.inner.migrate(schema)
    }
    fn commit(&self, batch: &Batch, patience: Duration) -> Result<(), CommitError> {
        self.seen[0].fetch_add(1, SeqCst);
        (self.before_commit)();
        self.inner.commit(batch, patience)
    }
    fn snapshot(&self) -> Result<Box<dyn Reader + '_>, StorageError> {
        (self.before_snapshot)();
        self.inner.snapshot()
    }
    fn turn(&self, patience: Duration) -> Result<Option<Box<dyn Turn + '_>>, StorageError> {
        self.seen[1].fetch_add(1, SeqCst);
        self.inner.turn(patience)
    }
    fn ping(&self) -> Result<(), StorageError> {
        self.inner.ping()
    }
}

/// Puts a penny into each of the wallets that the slow one is about to change.
fn pays_into(world: &World, transfers: Vec<NewTransfer>) -> Rival {
    let quick =
        Engine::with(world.storage.clone(), world.clock.clone(), SeededEntropy(World::SEED + 9)).unwrap();
    let paid = AtomicU32::new(0);
    Arc::new(move || {
        let number = paid.fetch_add(1, SeqCst);
        quick
            .request(PostTransfers::new(transfers.clone()))
            .key(format!("quick-{number}"))
            .execute()
            .unwrap();
    })
}

fn nothing() -> Rival {
    Arc::new(|| {})
}

fn outpaced(
    world: &World,
    before_commit: Rival,
    before_snapshot: Rival,
) -> (Engine, impl Fn() -> [u32; 2] + use<>) {
    let seen: Arc<[AtomicU32; 2]> = Arc::default();
    let storage =
        Outpaced { inner: world.storage.clone(), before_commit, before_snapshot, seen: Arc::clone(&seen) };
    let engine = Engine::with(storage, world.clock.clone(), SeededEntropy(World::SEED + 8)).unwrap();
    (engine, move || [seen[0].load(SeqCst), seen[1].load(SeqCst)])
}

fn a_large_command_beside_one_who_is_always_quicker_is_answered(world: &World) {
    let on = accounts(world);
    let penny = NewTransfer::posted(on.bank, on.wallet, pence(1));
    let (slow, seen) = outpaced(world, pays_into(world, vec![penny.clone()]), nothing());
    for command in 1..=20 {
        let many = PostTransfers::new(vec![penny.clone(); 100]);
        let answer = slow.request(many).key(format!("slow-{command}")).answer().unwrap();
        assert!(answer.output.results.iter().all(Result::is_ok));
        assert_eq!(seen(), [command, command], "it lost once and then had its turn");
    }
    let balance = world.engine.balance(on.wallet).unwrap().unwrap().balance();
    assert_eq!(balance, 20 * 100 + 20, "and the quick one lost nothing");
}

fn register(number: u32) -> paywright::Request {
    keyed(&format!("user-{number}"), RegisterUser::new(format!("user-{number}")))
}

fn a_batch_beside_one_who_is_always_quicker_is_one_commit(world: &World) {
    let on = accounts(world);
    let penny = NewTransfer::posted(on.bank, on.wallet, pence(1));
    let (slow, seen) = outpaced(world, pays_into(world, vec![penny.clone()]), nothing());
    let posts = (0..50).map(|n| keyed(&format!("slow-{n}"), PostTransfers::new(vec![penny.clone()])));
    let answers = slow.batch(posts);
    assert!(answers.iter().all(|answer| answer.as_ref().unwrap().acceptance == Acceptance::New));
    assert_eq!(seen(), [1, 1]);
    assert_eq!(world.engine.balance(on.wallet).unwrap().unwrap().balance(), 51);
}

fn all_or_nothing_beside_one_who_is_always_quicker_is_one_commit(world: &World) {
    let on = accounts(world);
    let penny = NewTransfer::posted(on.bank, on.wallet, pence(1));
    let (slow, seen) = outpaced(world, pays_into(world, vec![penny.clone()]), nothing());
    let posts = (0..5).map(|n| keyed(&format!("slow-{n}"), PostTransfers::new(vec![penny.clone()])));
    assert_eq!(slow.atomic(posts.chain([register(1)])).unwrap().len(), 6);
    assert_eq!(seen(), [1, 1]);
}

fn a_refusal_in_a_turn_ends_it(world: &World) {
    let shop = world.shop();
    let (quick, merchant) = (world.colleague("quick").engine, shop.merchant);
    let suspends = move || drop(quick.request(SuspendMerchant::new(merchant)).key("suspends").execute());
    let (slow, seen) = outpaced(world, Arc::new(suspends), nothing());
    let error = slow.request(PlaceOrder::new(merchant, pence(100))).key("slow").execute().unwrap_err();
    assert_eq!((error.code(), seen()), ("merchant_not_active", [1, 1]));
    // Others go on.
    world.done(ActivateMerchant::new(merchant));
}

fn a_preview_takes_no_turn(world: &World) {
    let on = accounts(world);
    let penny = NewTransfer::posted(on.bank, on.wallet, pence(1));
    let (slow, seen) = outpaced(world, nothing(), pays_into(world, vec![penny.clone()]));
    let error = slow.preview(PostTransfers::new(vec![penny])).unwrap_err();
    assert_eq!((error.code(), seen()), ("contended", [0, 0]));
}

/// Registers a user under one key, as a host that asks again would.
fn customer(world: &World) -> Result<paywright::Answer<User>, Error> {
    world.engine.request(RegisterUser::new("customer")).key("customer").answer()
}

#[test]
fn an_answer_that_is_lost_in_a_turn_is_found_out_as_ever() {
    for lost in [Trouble::UnknownStored, Trouble::UnknownLost, Trouble::Conflict, Trouble::None] {
        let (world, storage) = troubled();
        storage.next_commits(&[Trouble::Conflict]);
        storage.next_turns(&[lost]);
        assert_eq!(customer(&world).unwrap().acceptance, Acceptance::New, "{lost:?}");
        assert_eq!(customer(&world).unwrap().acceptance, Acceptance::Replayed);
        assert_eq!(world.all::<User>().len(), 2);
        world.user("life goes on");
        world.check();
    }
}

#[test]
fn a_storage_that_fails_in_a_turn_changes_nothing() {
    for (trouble, code) in
        [(Trouble::Unavailable, "storage_unavailable"), (Trouble::Corrupt, "storage_corrupt")]
    {
        let (world, storage) = troubled();
        let before = world.dump();
        storage.next_commits(&[Trouble::Conflict]);
        storage.next_turns(&[trouble]);
        assert_eq!(customer(&world).unwrap_err().code(), code);
        before.assert_unchanged(&world.dump());
        customer(&world).unwrap();
    }
}

#[test]
fn one_whose_time_was_up_before_does_not_keep_the_others_from_a_turn() {
    let (world, storage) = troubled();
    storage.next_commits(&[Trouble::Conflict]);
    storage.next_turns(&[Trouble::None]);
    let [late, patient] = ["late", "patient"].map(|name| keyed(name, RegisterUser::new(name)));
    let results = world.engine.batch([late.deadline(world.clock.reads()), patient]);
    assert_eq!(results[0].as_ref().unwrap_err().code(), "deadline_exceeded");
    assert_eq!(results[1].as_ref().unwrap().acceptance, Acceptance::New);
    assert_eq!(storage.patience(), Some(Duration::from_secs(10)));
    world.check();
}

#[test]
fn nobody_waits_for_a_turn_beyond_the_deadline() {
    let (world, storage) = troubled();
    let clock = world.clock.clone();
    storage.next_commits(&[Trouble::Conflict]);
    storage.next_turns(&[Trouble::Unavailable]);
    let deadline = clock.reads().plus_seconds(3);
    storage.before_commit(move || clock.moves(3));
    let request = world.engine.request(RegisterUser::new("customer")).key("customer").deadline(deadline);
    let error = request.answer().unwrap_err();
    assert_eq!(error.code(), "deadline_exceeded");
    assert!(storage.patience().is_some_and(|patience| patience <= Duration::from_secs(3)));
    assert_eq!(world.all::<User>().len(), 1);
    customer(&world).unwrap();
}
