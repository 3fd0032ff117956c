//! The storage fails: its answers are lost, it is gone, it is damaged, an older copy is put back.

use crate::support::dump::journal_of;
use crate::support::rows::{add, remove, rewrite};
use crate::support::trouble::{Trouble, Troubled, copy_of};
use crate::support::{World, keyed};
use paywright::id::BooksId;
use paywright::journal::{Books, Lane, LaneNumber};
use paywright::storage::Schema;
use paywright::{
    Acceptance, Answer, Clock, Engine, Error, Fault, MemoryStorage, RegisterUser, SeededEntropy, Timestamp,
    User, UserId,
};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

/// A world whose storage fails on demand, with one user in it.
pub fn troubled() -> (World, Troubled) {
    let storage = Troubled::new();
    let world = World::on(storage.shared(), "first").unwrap();
    world.user("the first");
    (world, storage)
}

/// Registers a user under one key, as a host that asks again would.
fn register(world: &World) -> Result<Answer<User>, Error> {
    world.engine.request(RegisterUser::new("customer")).key("user-1").answer()
}

#[track_caller]
fn is_there_exactly_once(world: &World) {
    let found = world.all::<User>().into_iter().filter(|user| user.reference == "customer").count();
    assert_eq!(found, 1);
    assert_eq!(register(world).unwrap().acceptance, Acceptance::Replayed);
    world.user("life goes on");
    world.check();
}

#[test]
fn a_commit_whose_answer_was_lost_and_that_happened_is_a_success_exactly_once() {
    let (world, storage) = troubled();
    storage.next_commits(&[Trouble::UnknownStored]);
    assert_eq!(register(&world).unwrap().acceptance, Acceptance::New);
    assert_eq!(journal_of(&world.storage).len(), 2);
    is_there_exactly_once(&world);
}

#[test]
fn a_commit_whose_answer_was_lost_and_that_did_not_happen_is_done_again_exactly_once() {
    let (world, storage) = troubled();
    storage.next_commits(&[Trouble::UnknownLost]);
    assert_eq!(register(&world).unwrap().acceptance, Acceptance::New);
    is_there_exactly_once(&world);
}

#[test]
fn a_fence_whose_answer_was_lost_does_not_stop_the_engine_for_ever() {
    for fence in [Trouble::UnknownLost, Trouble::UnknownStored] {
        let (world, storage) = troubled();
        storage.next_commits(&[Trouble::UnknownLost, fence]);
        register(&world).unwrap();
        is_there_exactly_once(&world);
    }
}

#[test]
fn while_the_storage_does_not_say_the_outcome_is_unknown_and_asking_again_settles_it() {
    for trouble in [Trouble::UnknownLost, Trouble::UnknownStored] {
        let (world, storage) = troubled();
        storage.next_commits(&[trouble]);
        let gone = storage.clone();
        storage.after_commit(move || {
            gone.next_reads(&[Trouble::Unavailable; 8]);
            gone.always(Trouble::UnknownLost);
        });
        let error = register(&world).unwrap_err();
        assert_eq!(error.code(), "outcome_unknown", "{trouble:?}");
        assert!(error.is_retryable());
        // Until it is known, the lane commits nothing more.
        let stored = journal_of(&storage.memory());
        assert_eq!(
            world.ask(RegisterUser::new("another")).unwrap_err().kind(),
            paywright::ErrorKind::Storage
        );
        assert_eq!(stored, journal_of(&storage.memory()));

        storage.recovers();
        let expected = if trouble == Trouble::UnknownStored { Acceptance::Replayed } else { Acceptance::New };
        assert_eq!(register(&world).unwrap().acceptance, expected);
        is_there_exactly_once(&world);
    }
}

#[test]
fn an_answer_lost_while_another_engine_takes_the_lane_over_is_settled_by_the_lanes_entry() {
    for trouble in [Trouble::UnknownLost, Trouble::UnknownStored] {
        let (world, storage) = troubled();
        let (inner, clock) = (storage.memory(), world.clock.clone());
        storage.next_commits(&[trouble]);
        storage.after_commit(move || {
            let other = Engine::with(inner, clock, SeededEntropy(9)).unwrap();
            other.request(RegisterUser::new("of another")).key("other").execute().unwrap();
        });
        assert_eq!(register(&world).unwrap().acceptance, Acceptance::New, "{trouble:?}");
        is_there_exactly_once(&world);
    }
}

/// Another engine makes this user between our decision and our commit.
fn made_meanwhile(reference: &str) -> (World, RegisterUser) {
    let (world, storage) = troubled();
    let ours = RegisterUser { id: Some(UserId::derived("u")), ..RegisterUser::new("customer") };
    let theirs = RegisterUser { reference: reference.to_owned(), ..ours.clone() };
    let (inner, clock) = (storage.memory(), world.clock.clone());
    storage.before_commit(move || {
        Engine::with(inner, clock, SeededEntropy(9)).unwrap().execute(theirs).unwrap();
    });
    (world, ours)
}

#[test]
fn what_another_made_just_before_the_commit_is_found_and_decided_about() {
    let (world, ours) = made_meanwhile("customer");
    assert_eq!(world.ask(ours).unwrap().acceptance, Acceptance::Unchanged);
    world.check();
    let (world, ours) = made_meanwhile("somebody else");
    let error = world.ask(ours).unwrap_err();
    assert_eq!(error.code(), "id_reused");
    world.check();
}

#[test]
fn one_spurious_conflict_is_decided_again() {
    let (world, storage) = troubled();
    storage.next_commits(&[Trouble::Conflict, Trouble::Conflict, Trouble::Conflict]);
    assert_eq!(register(&world).unwrap().acceptance, Acceptance::New);
    is_there_exactly_once(&world);
}

#[test]
fn a_storm_of_conflicts_is_given_up_with_nothing_changed() {
    let (world, storage) = troubled();
    let before = world.dump();
    storage.always(Trouble::Conflict);
    let error = register(&world).unwrap_err();
    assert_eq!(error.code(), "contended");
    let batch = (0..10).map(|i| keyed(&format!("u{i}"), RegisterUser::new("u")));
    for result in world.engine.batch(batch) {
        assert_eq!(result.unwrap_err().code(), "contended");
    }
    before.assert_unchanged(&world.dump());
    storage.recovers();
    register(&world).unwrap();
    is_there_exactly_once(&world);
}

#[test]
fn a_storage_that_is_gone_changes_nothing_and_a_retry_works() {
    let (world, storage) = troubled();
    let before = world.dump();
    storage.next_commits(&[Trouble::Unavailable]);
    let error = register(&world).unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), ("storage_unavailable", true));
    before.assert_unchanged(&world.dump());
    storage.next_reads(&[Trouble::Unavailable]);
    assert_eq!(register(&world).unwrap_err().code(), "storage_unavailable");
    before.assert_unchanged(&world.dump());
    register(&world).unwrap();
    is_there_exactly_once(&world);
}

#[test]
fn a_damaged_storage_is_named_and_nothing_is_changed() {
    let (world, storage) = troubled();
    let before = world.dump();
    storage.next_commits(&[Trouble::Corrupt]);
    let error = register(&world).unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), ("storage_corrupt", false));
    before.assert_unchanged(&world.dump());
    register(&world).unwrap();
    is_there_exactly_once(&world);
}

#[test]
fn an_older_copy_put_back_stops_the_engine_that_knows_better() {
    let (world, storage) = troubled();
    let backup = copy_of(&storage.memory());
    world.user("after the backup");
    storage.put_back(backup);
    let before = world.dump();
    for _ in 0..2 {
        let error = register(&world).unwrap_err();
        assert_eq!((error.code(), error.is_retryable()), ("journal_forked", false), "{error}");
        before.assert_unchanged(&world.dump());
    }
    // Whoever decides that the copy is right opens it anew.
    let anew = World::on(storage.shared(), "anew").unwrap();
    register(&anew).unwrap();
    is_there_exactly_once(&anew);
}

#[test]
fn an_older_copy_in_which_another_has_written_meanwhile_stops_it_too() {
    let (world, storage) = troubled();
    let backup = copy_of(&storage.memory());
    world.user("after the backup");
    world.user("and another");
    storage.put_back(backup);
    let second = World::on(storage.shared(), "second").unwrap();
    for nth in 0..5 {
        // At first it is behind what the engine knows, then beyond.
        second.done(RegisterUser::new(format!("in the copy {nth}")));
        assert_eq!(register(&world).unwrap_err().code(), "journal_forked");
    }
}

#[test]
fn an_older_copy_in_which_another_has_come_further_stops_it_at_once() {
    let (world, storage) = troubled();
    let backup = copy_of(&storage.memory());
    world.user("after the backup");
    storage.put_back(backup);
    let second = World::on(storage.shared(), "second").unwrap();
    for nth in 0..5 {
        second.done(RegisterUser::new(format!("in the copy {nth}")));
    }
    let before = world.dump();
    assert_eq!(register(&world).unwrap_err().code(), "journal_forked");
    before.assert_unchanged(&world.dump());
}

#[test]
fn later_rules_are_not_written_under() {
    let (world, storage) = troubled();
    rewrite::<Books>(&storage.memory(), BooksId::ONLY, |books| books.rules = 2);
    let before = world.dump();
    for engine in [&world, &World::on(storage.shared(), "second").unwrap()] {
        let error = register(engine).unwrap_err();
        assert_eq!(error.code(), "rules_version_too_old");
        before.assert_unchanged(&world.dump());
    }
    assert_eq!(world.all::<User>().len(), 1, "reading goes on");
}

/// An engine that lost its lane where all others are held.
pub fn without_a_lane() -> (World, Troubled) {
    let (world, storage) = troubled();
    let lane = world.all::<Lane>().remove(0);
    let held = |number| {
        let mut lane = lane.clone();
        lane.lane = LaneNumber(number);
        lane.held_until = lane.held_until.plus_seconds(3_600);
        lane
    };
    add(&storage.memory(), (2..=1_023).map(held));
    World::on(storage.shared(), "second").unwrap().done(RegisterUser::new("takes the first lane over"));
    (world, storage)
}

#[test]
fn where_all_lanes_are_held_nothing_is_changed_and_a_later_try_finds_one() {
    let (world, _) = without_a_lane();
    let before = world.dump();
    let error = register(&world).unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), ("no_free_lane", true));
    before.assert_unchanged(&world.dump());
    world.clock.moves(66);
    register(&world).unwrap();
}

#[test]
fn a_storage_of_a_later_release_is_not_opened() {
    let storage = MemoryStorage::new();
    let tables = paywright::schema().tables;
    let later = Schema { version: paywright::schema().version + 1, tables };
    paywright::storage::Storage::migrate(&storage, &later).unwrap();
    let error = Engine::new(storage).unwrap_err();
    assert_eq!(error.code(), Fault::NewerSchema.spec().code);
}

#[test]
fn books_that_vanish_are_our_own_defect_and_change_nothing() {
    let (world, storage) = troubled();
    remove::<Books>(&storage.memory(), BooksId::ONLY);
    let before = world.dump();
    let reopened =
        World::on(storage.shared(), "second").err().expect("a storage without books is not opened");
    assert_eq!(reopened.code(), "storage_corrupt");
    // The engine that is open relies on the books it read; its commit finds them gone.
    let error = register(&world).unwrap_err();
    assert_eq!(error.code(), "bug", "{error}");
    before.assert_unchanged(&world.dump());
}

#[test]
fn a_replay_whose_record_vanished_is_damage_and_no_defect_of_ours() {
    let (world, storage) = troubled();
    let user = register(&world).unwrap().output;
    remove::<User>(&storage.memory(), user.id);
    let reopened = world.reopened();
    let before = world.dump();
    let error = register(&reopened).unwrap_err();
    assert_eq!(error.code(), "storage_corrupt", "{error}");
    assert!(error.to_string().contains(&user.id.to_string()), "{error}");
    before.assert_unchanged(&world.dump());
}

/// A clock that breaks at its n-th look.
#[derive(Clone)]
struct Fragile(Arc<AtomicU32>);

impl Clock for Fragile {
    fn now(&self) -> Timestamp {
        assert_ne!(self.0.fetch_sub(1, SeqCst), 1, "the clock breaks");
        "2026-11-23T09:00:00Z".parse().unwrap()
    }
}

/// A rule that panics cannot be provoked from outside: no command's input makes one panic, which is what the
/// random days look for. What a host hands in can, and at the worst moment: between two requests of a batch.
#[test]
fn after_a_panic_of_the_hosts_clock_the_engine_begins_anew() {
    let left = Arc::new(AtomicU32::new(1_000));
    let engine = Engine::with(MemoryStorage::new(), Fragile(Arc::clone(&left)), SeededEntropy(1)).unwrap();
    let batch = |name: &str| (0..3).map(|i| keyed(&format!("{name}{i}"), RegisterUser::new("u"))).collect();
    let requests: Vec<_> = batch("before");
    assert!(engine.batch(requests).iter().all(Result::is_ok));
    for looks in 1..5 {
        left.store(looks, SeqCst);
        let requests: Vec<_> = batch("broken");
        catch_unwind(AssertUnwindSafe(|| engine.batch(requests))).unwrap_err();
        left.store(1_000, SeqCst);
        let requests: Vec<_> = batch(&format!("after{looks}-"));
        let results = engine.batch(requests);
        assert!(results.iter().all(|one| one.as_ref().unwrap().acceptance == Acceptance::New), "{results:?}");
        let verification = engine.verify(&[]).unwrap();
        assert!(verification.findings.is_empty(), "{looks}: {:#?}", verification.findings);
    }
}
