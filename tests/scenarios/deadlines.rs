//! Requests that are worth an answer only until a moment.

use super::faults::troubled;
use crate::support::clock::TestClock;
use crate::support::shop::pence;
use crate::support::trouble::Trouble;
use crate::support::{Backend, World, keyed, on_both};
use paywright::{
    Acceptance, Answer, Clock, Engine, Error, Fault, PlaceOrder, RegisterUser, Request, SeededEntropy,
    Timestamp, User,
};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

on_both![
    a_request_whose_deadline_has_passed_changes_nothing,
    a_request_whose_deadline_is_still_ahead_is_done,
    a_deadline_is_no_part_of_what_a_key_stands_for,
    a_passed_deadline_is_looked_at_before_anything_else,
    the_others_of_a_batch_go_on,
    the_first_passed_deadline_refuses_an_atomic_batch,
    a_preview_has_a_deadline_too,
    a_deadline_passes_while_another_caller_holds_the_engine,
];

/// Registers a user under one key, answered by then.
fn register_until(world: &World, deadline: Timestamp) -> Result<Answer<User>, Error> {
    world.engine.request(RegisterUser::new("customer")).key("user-1").deadline(deadline).answer()
}

/// A request for another user, answered within so many seconds from now.
fn within(world: &World, key: &str, seconds: i64) -> Request {
    keyed(key, RegisterUser::new(key)).deadline(world.clock.reads().plus_seconds(seconds))
}

#[track_caller]
fn assert_late<T>(answer: Result<T, Error>) -> String {
    let error = answer.err().expect("it was in time");
    assert_eq!((error.code(), error.is_retryable()), (Fault::DeadlineExceeded.spec().code, true), "{error}");
    error.to_string()
}

fn codes(results: &[Result<Answer, Error>]) -> Vec<&'static str> {
    results.iter().map(|result| result.as_ref().err().map_or("", Error::code)).collect()
}

fn a_request_whose_deadline_has_passed_changes_nothing(world: &World) {
    let now = world.clock.reads();
    let before = world.dump();
    for deadline in [now, now.plus_micros(-1), Timestamp::default()] {
        let text = assert_late(register_until(world, deadline));
        assert!(text.contains(&deadline.to_string()) && text.contains("nothing was changed"), "{text}");
        before.assert_unchanged(&world.dump());
    }
}

fn a_request_whose_deadline_is_still_ahead_is_done(world: &World) {
    let next = world.clock.reads().plus_micros(1);
    assert_eq!(register_until(world, next).unwrap().acceptance, Acceptance::New);
}

fn a_deadline_is_no_part_of_what_a_key_stands_for(world: &World) {
    let now = world.clock.reads();
    let first = register_until(world, now.plus_seconds(1)).unwrap();
    let again = register_until(world, now.plus_seconds(2)).unwrap();
    assert_eq!((again.acceptance, &again.output), (Acceptance::Replayed, &first.output));
    let without = world.engine.request(RegisterUser::new("customer")).key("user-1").answer().unwrap();
    assert_eq!(without, again);
}

#[test]
fn a_deadline_leaves_no_trace_in_the_bytes() {
    for backend in Backend::ALL {
        let told = |seconds: Option<i64>| {
            let world = World::new(backend);
            let user = keyed("one", RegisterUser::new("one"));
            let user = seconds.map_or(user, |seconds| within(&world, "one", seconds));
            world.engine.batch([user]).remove(0).unwrap();
            world.dump()
        };
        told(None).assert_unchanged(&told(Some(60)));
    }
}

fn a_passed_deadline_is_looked_at_before_anything_else(world: &World) {
    let now = world.clock.reads();
    register_until(world, now.plus_seconds(1)).unwrap();
    // Also before the key: whoever wants to know what came of it asks with a later deadline, or none.
    assert_late(register_until(world, now));
    assert_late(world.engine.request(RegisterUser::new(" ")).key("k").deadline(now).answer());
}

fn the_others_of_a_batch_go_on(world: &World) {
    let requests = [
        within(world, "late", 0),
        keyed("without", RegisterUser::new("without")),
        within(world, "later", 60),
        within(world, "late too", -60),
    ];
    let results = world.engine.batch(requests);
    assert_eq!(codes(&results), ["deadline_exceeded", "", "", "deadline_exceeded"]);
    let mut users: Vec<_> = world.all::<User>().into_iter().map(|user| user.reference).collect();
    users.sort_unstable();
    assert_eq!(users, ["later", "without"]);
}

fn the_first_passed_deadline_refuses_an_atomic_batch(world: &World) {
    let shop = world.shop();
    let before = world.dump();
    let fails = keyed("fails", PlaceOrder::new(shop.merchant, pence(0)));
    let requests = |seconds: i64| [within(world, "a", 60), fails.clone(), within(world, "b", seconds)];
    let text = assert_late(world.engine.atomic(requests(-1)));
    assert!(text.contains(&world.clock.reads().plus_seconds(-1).to_string()), "{text}");
    assert_eq!(world.engine.atomic(requests(1)).unwrap_err().code(), "amount_must_be_positive");
    before.assert_unchanged(&world.dump());
    assert_eq!(world.engine.atomic([within(world, "a", 1), within(world, "b", 2)]).unwrap().len(), 2);
}

fn a_preview_has_a_deadline_too(world: &World) {
    assert_late(world.engine.preview(within(world, "a", 0)));
    world.engine.preview(within(world, "a", 1)).unwrap();
}

type Deed = Box<dyn FnOnce() + Send>;

/// A clock at whose next look something happens.
#[derive(Clone)]
struct Eventful {
    clock: TestClock,
    next: Arc<Mutex<Option<Deed>>>,
}

impl Clock for Eventful {
    fn now(&self) -> Timestamp {
        let deed = self.next.lock().unwrap().take();
        deed.into_iter().for_each(|deed| deed());
        self.clock.reads()
    }
}

fn a_deadline_passes_while_another_caller_holds_the_engine(world: &World) {
    let clock = Eventful { clock: world.clock.clone(), next: Arc::default() };
    let engine = Engine::with(world.storage.clone(), clock.clone(), SeededEntropy(9)).unwrap();
    let (holds, held) = mpsc::channel();
    let (release, released) = mpsc::channel::<()>();
    *clock.next.lock().unwrap() = Some(Box::new(move || {
        holds.send(()).unwrap();
        released.recv().unwrap();
    }));
    let deadline = world.clock.reads().plus_seconds(5);
    let request = |name: &'static str| engine.request(RegisterUser::new(name)).key(name);
    std::thread::scope(|scope| {
        let slow = scope.spawn(|| request("slow").execute());
        held.recv().unwrap();
        let waits = scope.spawn(|| request("waits").deadline(deadline).execute());
        let patient = scope.spawn(|| request("patient").deadline(deadline.plus_seconds(60)).execute());
        world.clock.moves(6);
        release.send(()).unwrap();
        assert_late(waits.join().unwrap());
        assert_eq!(slow.join().unwrap().unwrap().reference, "slow");
        assert_eq!(patient.join().unwrap().unwrap().reference, "patient");
    });
    assert_eq!(world.all::<User>().len(), 2);
}

#[test]
fn a_deadline_passes_while_others_are_first_again_and_again() {
    let (world, storage) = troubled();
    let before = world.dump();
    let deadline = world.clock.reads().plus_seconds(5);
    storage.always(Trouble::Conflict);
    let clock = world.clock.clone();
    storage.after_commit(move || clock.moves(6));
    let text = assert_late(register_until(&world, deadline));
    assert!(text.contains("nothing was changed"), "{text}");
    before.assert_unchanged(&world.dump());
    // In a batch the others are tried again.
    storage.recovers();
    storage.next_commits(&[Trouble::Conflict]);
    let clock = world.clock.clone();
    storage.after_commit(move || clock.moves(6));
    let results = world.engine.batch([within(&world, "hurried", 5), within(&world, "patient", 60)]);
    assert_eq!(codes(&results), ["deadline_exceeded", ""]);
    world.check();
}

#[test]
fn a_commit_waits_no_longer_than_the_earliest_deadline_of_what_it_carries() {
    let (world, storage) = troubled();
    let patience = |requests: Vec<Request>| {
        let results = world.engine.batch(requests);
        (codes(&results).join(" "), storage.patience().unwrap())
    };
    let usual = Duration::from_secs(10);
    assert_eq!(patience(vec![keyed("none", RegisterUser::new("u"))]), (String::new(), usual));
    assert_eq!(patience(vec![within(&world, "far", 3_600)]).1, usual);
    assert_eq!(patience(vec![within(&world, "near", 3)]).1, Duration::from_secs(3));
    let several = vec![within(&world, "a", 7), keyed("b", RegisterUser::new("b")), within(&world, "c", 4)];
    assert_eq!(patience(several).1, Duration::from_secs(4));
    // What is refused, repeated or late is not carried.
    let refused = keyed("d", RegisterUser::new(" ")).deadline(world.clock.reads().plus_seconds(1));
    let repeated = within(&world, "a", 2);
    let late = within(&world, "e", 0);
    let several = vec![refused, repeated, late, within(&world, "f", 6)];
    assert_eq!(patience(several), ("invalid_value  deadline_exceeded ".to_owned(), Duration::from_secs(6)));
    // And the next batch begins anew.
    assert_eq!(patience(vec![keyed("g", RegisterUser::new("g"))]).1, usual);
    world.check();
}

/// The next commit is answered like this, after six seconds.
fn answers_slowly(world: &World, storage: &crate::support::trouble::Troubled, trouble: Trouble) {
    let clock = world.clock.clone();
    storage.next_commits(&[trouble]);
    storage.after_commit(move || clock.moves(6));
}

#[test]
fn a_storage_that_is_busy_until_the_deadline_changes_nothing() {
    let (world, storage) = troubled();
    let before = world.dump();
    answers_slowly(&world, &storage, Trouble::Unavailable);
    let text = assert_late(register_until(&world, world.clock.reads().plus_seconds(5)));
    assert!(text.contains("nothing was changed"), "{text}");
    before.assert_unchanged(&world.dump());
    // A deadline that is still ahead has nothing to do with it.
    answers_slowly(&world, &storage, Trouble::Unavailable);
    let error = register_until(&world, world.clock.reads().plus_seconds(7)).unwrap_err();
    assert_eq!(error.code(), "storage_unavailable");
    // Nor is a hurried request a reason for the others to give up.
    answers_slowly(&world, &storage, Trouble::Unavailable);
    let hurried = || [within(&world, "hurried", 5), keyed("patient", RegisterUser::new("patient"))];
    assert_eq!(codes(&world.engine.batch(hurried())), ["deadline_exceeded", ""]);
    assert_eq!(storage.patience(), Some(Duration::from_secs(10)));
    answers_slowly(&world, &storage, Trouble::Unavailable);
    let mut requests = hurried();
    requests.reverse();
    let before = world.dump();
    assert_late(world.engine.atomic(requests));
    before.assert_unchanged(&world.dump());
    world.check();
}

#[test]
fn a_storage_that_cannot_be_read_until_the_deadline_changes_nothing() {
    let (world, storage) = troubled();
    let other = World::on(storage.shared(), "second").unwrap();
    let (reads, clock) = (storage.clone(), other.clock.clone());
    storage.next_commits(&[Trouble::Conflict]);
    storage.after_commit(move || {
        clock.moves(6);
        reads.next_reads(&[Trouble::Unavailable; 8]);
    });
    assert_late(register_until(&other, other.clock.reads().plus_seconds(5)));
    storage.recovers();
    world.check();
}

#[test]
fn a_commit_that_succeeds_after_the_deadline_is_a_success() {
    for trouble in [Trouble::None, Trouble::UnknownStored] {
        let (world, storage) = troubled();
        answers_slowly(&world, &storage, trouble);
        let answer = register_until(&world, world.clock.reads().plus_seconds(5)).unwrap();
        assert_eq!(answer.acceptance, Acceptance::New, "{trouble:?}");
        world.check();
    }
}

#[test]
fn a_commit_that_is_known_to_be_lost_is_not_tried_again_after_the_deadline() {
    let (world, storage) = troubled();
    answers_slowly(&world, &storage, Trouble::UnknownLost);
    let text = assert_late(register_until(&world, world.clock.reads().plus_seconds(5)));
    assert!(text.contains("nothing was changed"), "{text}");
    assert_eq!(world.all::<User>().len(), 1);
    world.check();
}

#[test]
fn an_answer_lost_for_good_by_the_deadline_may_mean_that_it_happened() {
    for trouble in [Trouble::UnknownLost, Trouble::UnknownStored] {
        let (world, storage) = troubled();
        let (gone, clock) = (storage.clone(), world.clock.clone());
        storage.next_commits(&[trouble]);
        storage.after_commit(move || {
            clock.moves(6);
            gone.next_reads(&[Trouble::Unavailable; 8]);
            gone.always(Trouble::UnknownLost);
        });
        let text = assert_late(register_until(&world, world.clock.reads().plus_seconds(5)));
        assert!(text.contains("may have") && text.contains("the same key or id"), "{text}");
        storage.recovers();
        let expected = if trouble == Trouble::UnknownStored { Acceptance::Replayed } else { Acceptance::New };
        let again = register_until(&world, world.clock.reads().plus_seconds(5)).unwrap();
        assert_eq!(again.acceptance, expected, "{trouble:?}");
        world.check();
    }
}

/// A storage that never says what became of a commit, such as a server whose standby is gone.
#[test]
fn whoever_has_a_deadline_does_not_wait_again_and_again_for_what_became_of_a_commit() {
    let (world, storage) = troubled();
    let asks = |seconds: Option<i64>| {
        let (before, clock) = (storage.commits(), world.clock.clone());
        storage.always(Trouble::UnknownLost);
        storage.after_commit(move || clock.moves(6));
        let request = keyed("user-1", RegisterUser::new("customer"));
        let deadline = seconds.map(|seconds| world.clock.reads().plus_seconds(seconds));
        let request = deadline.into_iter().fold(request, Request::deadline);
        let error = world.engine.batch([request]).remove(0).unwrap_err();
        (error.code(), storage.commits() - before)
    };
    // The commit, and one attempt to learn of it.
    assert_eq!(asks(Some(5)), ("deadline_exceeded", 2));
    assert_eq!(storage.patience(), Some(Duration::from_secs(1)));
    // And what is asked next has its own deadline for that attempt.
    assert_eq!(asks(Some(3)), ("deadline_exceeded", 1));
    assert_eq!(storage.patience(), Some(Duration::from_secs(3)));
    // Whoever has none waits.
    assert_eq!(asks(None), ("storage_unavailable", 4));
    storage.recovers();
    assert_eq!(
        register_until(&world, world.clock.reads().plus_seconds(5)).unwrap().acceptance,
        Acceptance::New
    );
    world.check();
}
