//! Callers on many threads share commits: the first decides and commits, those who come meanwhile wait, and
//! one of them decides for all of them next.

use super::faults::troubled;
use crate::support::clock::TestClock;
use crate::support::dump::journal_of;
use crate::support::shop::pence;
use crate::support::trouble::{Trouble, Troubled};
use crate::support::{World, keyed};
use paywright::journal::IdempotencyKey;
use paywright::limits::WAITING_CALLS;
use paywright::{
    Acceptance, AccountKey, Answer, Clock, Currency, Engine, Error, ForgetKeys, MemoryStorage, OpenAccount,
    PlaceOrder, Purpose, RegisterUser, Request, SeededEntropy, Timestamp, User,
};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{Builder, Scope, ScopedJoinHandle, scope, yield_now};

type Answers = Vec<Result<Answer, Error>>;

/// A commit that stands still until it is told to go on.
struct Held {
    reached: Receiver<()>,
    go: Sender<()>,
}

impl Held {
    /// The next commit of this storage.
    fn next_of(storage: &Troubled) -> Self {
        let (reaches, reached) = channel();
        let (go, goes) = channel();
        storage.before_commit(move || {
            reaches.send(()).unwrap();
            goes.recv().unwrap();
        });
        Self { reached, go }
    }

    fn wait(&self) {
        self.reached.recv().unwrap();
    }

    fn go_on(&self) {
        self.go.send(()).unwrap();
    }
}

fn register(name: &str) -> Request {
    keyed(name, RegisterUser::new(name))
}

/// One request of this name, in a thread of its own; the next line runs when it waits.
fn waits<'s>(
    scope: &'s Scope<'s, '_>,
    engine: &'s Engine,
    ask: impl FnOnce() -> Answers + Send + 's,
) -> ScopedJoinHandle<'s, Answers> {
    let before = engine.waiting();
    let thread = Builder::new().stack_size(256 * 1024).spawn_scoped(scope, ask).unwrap();
    while engine.waiting() == before {
        assert!(!thread.is_finished(), "it did not wait");
        yield_now();
    }
    thread
}

/// While one commit stands still, each of these calls comes to wait; then that commit goes on.
fn behind_one<'s>(
    scope: &'s Scope<'s, '_>,
    (world, storage): (&'s World, &Troubled),
    calls: Vec<Vec<Request>>,
    then: impl FnOnce(),
) -> Vec<ScopedJoinHandle<'s, Answers>> {
    let engine = &world.engine;
    let held = Held::next_of(storage);
    let first = scope.spawn(|| engine.batch([register("leader")]));
    held.wait();
    let calls = calls.into_iter().map(|call| waits(scope, engine, move || engine.batch(call))).collect();
    then();
    held.go_on();
    assert!(first.join().unwrap()[0].is_ok());
    calls
}

fn answers(threads: Vec<ScopedJoinHandle<'_, Answers>>) -> Answers {
    threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
}

fn codes(answers: &Answers) -> Vec<&'static str> {
    answers.iter().map(|answer| answer.as_ref().err().map_or("", Error::code)).collect()
}

fn users(world: &World) -> Vec<String> {
    let mut users = world.all::<User>();
    users.sort_by_key(|user| user.id);
    users.into_iter().map(|user| user.reference).collect()
}

fn singles(names: &[&str]) -> Vec<Vec<Request>> {
    names.iter().map(|name| vec![register(name)]).collect()
}

#[test]
fn who_comes_while_one_commits_shares_the_next_commit_in_the_order_of_coming() {
    let (world, storage) = troubled();
    let before = storage.commits();
    let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
    scope(|scope| {
        let calls = behind_one(scope, (&world, &storage), singles(&names), || {});
        let answers = answers(calls);
        let of = |answer: &Result<Answer, Error>| {
            answer.clone().unwrap().of::<RegisterUser>().unwrap().output.reference
        };
        assert_eq!(answers.iter().map(of).collect::<Vec<_>>(), names);
    });
    assert_eq!(storage.commits() - before, 2);
    assert_eq!(users(&world)[1..], ["leader", "a", "b", "c", "d", "e", "f", "g", "h"]);
    world.check();
}

#[test]
fn a_lone_caller_commits_at_once() {
    let (world, storage) = troubled();
    let before = storage.commits();
    for name in ["a", "b", "c"] {
        world.engine.batch([register(name)]).remove(0).unwrap();
    }
    assert_eq!((storage.commits() - before, world.engine.waiting()), (3, 0));
}

#[test]
fn a_leader_is_answered_after_its_own_commit_whoever_waits_behind_it() {
    let (world, storage) = troubled();
    let engine = &world.engine;
    let first = Held::next_of(&storage);
    scope(|scope| {
        let leader = scope.spawn(|| engine.batch([register("first")]));
        first.wait();
        let next = waits(scope, engine, || engine.batch([register("next")]));
        let second = Held::next_of(&storage);
        first.go_on();
        assert_eq!(codes(&leader.join().unwrap()), [""]);
        second.wait();
        second.go_on();
        assert_eq!(codes(&next.join().unwrap()), [""]);
    });
}

#[test]
fn a_leader_that_took_a_refused_call_along_is_answered_after_one_commit_all_the_same() {
    let (world, storage) = troubled();
    let engine = &world.engine;
    scope(|scope| {
        let first = Held::next_of(&storage);
        scope.spawn(|| engine.batch([register("first")]));
        first.wait();
        let leads = waits(scope, engine, || engine.batch([register("leads")]));
        let falls = waits(scope, engine, || {
            let refused = engine.atomic([register("a"), keyed("b", RegisterUser::new(" "))]);
            vec![refused.map(|mut answers| answers.remove(0))]
        });
        let last = waits(scope, engine, || engine.batch([register("last")]));
        let second = Held::next_of(&storage);
        first.go_on();
        second.wait();
        let third = Held::next_of(&storage);
        second.go_on();
        assert_eq!(codes(&leads.join().unwrap()), [""]);
        third.wait();
        assert!(!last.is_finished());
        third.go_on();
        assert_eq!(codes(&answers(vec![falls, last])), ["invalid_value", ""]);
    });
    assert_eq!(users(&world)[1..], ["first", "leads", "last"]);
    world.check();
}

#[test]
fn a_large_call_is_committed_by_itself_and_small_ones_do_not_wait_for_its_end() {
    let (world, storage) = troubled();
    let before = storage.commits();
    let large = (0..1_024).map(|n| register(&format!("bulk-{n}"))).collect();
    let calls = vec![vec![register("a")], large, vec![register("b")], vec![register("c")]];
    scope(|scope| {
        let answers = answers(behind_one(scope, (&world, &storage), calls, || {}));
        assert!(answers.iter().all(Result::is_ok));
    });
    // The leader's; a's; the bulk; b's and c's.
    assert_eq!(storage.commits() - before, 4);
}

#[test]
fn an_atomic_call_that_is_refused_takes_nobody_along() {
    let (world, storage) = troubled();
    let merchant = world.shop().merchant;
    let engine = &world.engine;
    scope(|scope| {
        let held = Held::next_of(&storage);
        scope.spawn(|| engine.batch([register("leader")]));
        held.wait();
        let a = waits(scope, engine, || engine.batch([register("a")]));
        let falls = move || {
            let order = keyed("order", PlaceOrder::new(merchant, pence(0)));
            let refused = engine.atomic([register("b"), order, register("c")]);
            vec![refused.map(|mut answers| answers.remove(0))]
        };
        let falls = waits(scope, engine, falls);
        let stands = waits(scope, engine, || {
            engine
                .atomic([register("d"), register("e")])
                .map_or_else(|error| vec![Err(error)], |answers| answers.into_iter().map(Ok).collect())
        });
        let f = waits(scope, engine, || engine.batch([register("f"), register(" ")]));
        held.go_on();
        let answers = answers(vec![a, falls, stands, f]);
        assert_eq!(codes(&answers), ["", "amount_must_be_positive", "", "", "", "invalid_value"]);
    });
    let users = users(&world);
    assert_eq!(users[users.len() - 5..], ["leader", "a", "d", "e", "f"]);
    world.check();
}

#[test]
fn a_key_that_another_caller_forgets_in_the_same_group_is_new() {
    let (world, storage) = troubled();
    world.engine.batch([register("old")]).remove(0).unwrap();
    world.clock.moves(31 * 86_400);
    let keys = world.all::<IdempotencyKey>();
    let keys = keys.into_iter().filter(|key| key.key == "old").map(|key| key.id).collect();
    let before = world.clock.reads().plus_seconds(-30 * 86_400);
    let calls = vec![vec![ForgetKeys { keys, before }.into()], vec![register("old")], vec![register("b")]];
    scope(|scope| {
        let answers = answers(behind_one(scope, (&world, &storage), calls, || {}));
        let new = |answer: &Result<Answer, Error>| answer.as_ref().unwrap().acceptance == Acceptance::New;
        assert!(answers.iter().all(new), "{answers:?}");
    });
    world.check();
}

#[test]
fn hundreds_of_atomic_calls_that_are_refused_in_one_group_are_each_answered() {
    let (world, storage) = troubled();
    let engine = &world.engine;
    scope(|scope| {
        let held = Held::next_of(&storage);
        scope.spawn(|| engine.batch([register("leader")]));
        held.wait();
        let falls = |n: u32| {
            waits(scope, engine, move || {
                let refused = engine
                    .atomic([register(&format!("{n}")), keyed(&format!("{n}/2"), RegisterUser::new(" "))]);
                vec![refused.map(|mut answers| answers.remove(0))]
            })
        };
        let calls = (0..500).map(falls).collect();
        held.go_on();
        assert!(codes(&answers(calls)).iter().all(|code| *code == "invalid_value"));
    });
    assert_eq!(users(&world)[1..], ["leader"]);
    world.check();
}

#[test]
fn a_request_whose_time_is_up_before_it_is_taken_leaves_the_line_and_did_not_happen() {
    let (world, storage) = troubled();
    let engine = &world.engine;
    let deadline = world.clock.reads().plus_micros(20_000);
    let held = Held::next_of(&storage);
    scope(|scope| {
        let leader = scope.spawn(|| engine.batch([register("leader")]));
        held.wait();
        let hurried = waits(scope, engine, || engine.batch([register("hurried").deadline(deadline)]));
        // One of these has time.
        let patient = vec![register("late").deadline(deadline), register("patient")];
        let patient = waits(scope, engine, || engine.batch(patient));
        let atomic = vec![register("c").deadline(deadline), register("d")];
        let atomic = waits(scope, engine, || vec![engine.atomic(atomic).map(|mut all| all.remove(0))]);
        world.clock.moves(1);
        // The commit of the leader still stands.
        for answers in [hurried, atomic].map(|thread| thread.join().unwrap()) {
            assert_eq!(codes(&answers), ["deadline_exceeded"]);
            let text = answers[0].as_ref().unwrap_err().to_string();
            assert!(text.contains("nothing was changed") && text.contains(&deadline.to_string()), "{text}");
        }
        assert_eq!((engine.waiting(), leader.is_finished()), (1, false));
        held.go_on();
        assert_eq!(codes(&patient.join().unwrap()), ["deadline_exceeded", ""]);
    });
    assert_eq!(users(&world)[1..], ["leader", "patient"]);
    world.check();
}

#[test]
fn a_request_whose_time_is_up_while_another_commits_it_may_have_happened() {
    let (world, storage) = troubled();
    let engine = &world.engine;
    let deadline = world.clock.reads().plus_seconds(5);
    scope(|scope| {
        let first = Held::next_of(&storage);
        scope.spawn(|| engine.batch([register("first")]));
        first.wait();
        let leads = waits(scope, engine, || engine.batch([register("leads")]));
        let soon = world.clock.reads().plus_micros(20_000);
        let hurried = waits(scope, engine, move || engine.batch([register("hurried").deadline(soon)]));
        let taken = Held::next_of(&storage);
        first.go_on();
        taken.wait();
        world.clock.moves(1);
        let answers = hurried.join().unwrap();
        assert_eq!(codes(&answers), ["deadline_exceeded"]);
        let text = answers[0].as_ref().unwrap_err().to_string();
        assert!(text.contains("may have") && text.contains("the same key or id"), "{text}");
        taken.go_on();
        assert_eq!(codes(&leads.join().unwrap()), [""]);
    });
    let again = engine.batch([register("hurried").deadline(deadline)]).remove(0).unwrap();
    assert_eq!(again.acceptance, Acceptance::Replayed);
    world.check();
}

/// What one more than may wait is answered.
pub fn too_many() -> Error {
    let (world, storage) = troubled();
    let mut refused = None;
    scope(|scope| {
        let names: Vec<String> = (0..WAITING_CALLS).map(|n| format!("caller-{n}")).collect();
        let calls = names.iter().map(|name| vec![register(name)]).collect();
        let calls = behind_one(scope, (&world, &storage), calls, || {
            let engine = &world.engine;
            assert_eq!(engine.waiting(), WAITING_CALLS);
            assert_eq!(engine.preview(register("one too many")).unwrap_err().code(), "busy");
            refused = engine.batch([register("one too many")]).remove(0).err();
        });
        assert!(answers(calls).iter().all(Result::is_ok));
    });
    world.engine.batch([register("one too many")]).remove(0).unwrap();
    assert_eq!(world.all::<User>().len(), WAITING_CALLS + 3);
    world.check();
    refused.unwrap()
}

#[test]
fn when_too_many_wait_the_next_is_told_so_at_once() {
    let text = too_many().to_string();
    assert!(text.contains(&WAITING_CALLS.to_string()) && text.contains("try again"), "{text}");
}

/// Says nothing to one thread.
struct Fragile(TestClock);

impl Clock for Fragile {
    fn now(&self) -> Timestamp {
        assert_ne!(std::thread::current().name(), Some("unlucky"), "the host's clock panics");
        self.0.reads()
    }
}

#[test]
fn a_caller_whose_clock_panics_while_it_waits_strands_nobody() {
    let storage = Troubled::new();
    let clock = TestClock::new();
    let deadline = clock.reads().plus_seconds(5);
    let engine = &Engine::with(storage.shared(), Fragile(clock), SeededEntropy(1)).unwrap();
    let held = Held::next_of(&storage);
    scope(|scope| {
        let leader = scope.spawn(|| engine.batch([register("leader")]));
        held.wait();
        let unlucky = Builder::new().name("unlucky".to_owned());
        let ask = || engine.batch([register("unlucky").deadline(deadline)]);
        assert!(unlucky.spawn_scoped(scope, ask).unwrap().join().is_err());
        let next = waits(scope, engine, || engine.batch([register("next")]));
        assert_eq!(engine.waiting(), 1);
        held.go_on();
        assert_eq!(codes(&answers(vec![leader, next])), ["", ""]);
    });
}

#[test]
fn when_the_leader_panics_whoever_it_took_along_is_told_that_nobody_knows() {
    let (world, storage) = troubled();
    let engine = &world.engine;
    scope(|scope| {
        let first = Held::next_of(&storage);
        scope.spawn(|| engine.batch([register("first")]));
        first.wait();
        let leads = waits(scope, engine, || engine.batch([register("leads")]));
        let others = ["a", "b"].map(|name| waits(scope, engine, move || engine.batch([register(name)])));
        let alone = waits(scope, engine, || vec![engine.preview(register("preview"))]);
        storage.before_commit(|| panic!("the host's storage panics"));
        first.go_on();
        assert!(leads.join().is_err());
        assert_eq!(codes(&answers(others.into())), ["outcome_unknown", "outcome_unknown"]);
        assert_eq!(codes(&alone.join().unwrap()), [""]);
    });
    for name in ["leads", "a", "b"] {
        assert_eq!(engine.batch([register(name)]).remove(0).unwrap().acceptance, Acceptance::New);
    }
    world.check();
}

#[test]
fn what_becomes_of_a_shared_commit_each_caller_is_told_truly() {
    let cases = [
        (Trouble::Unavailable, "storage_unavailable", Acceptance::New),
        (Trouble::UnknownStored, "", Acceptance::Replayed),
        (Trouble::UnknownLost, "", Acceptance::Replayed),
        (Trouble::Conflict, "", Acceptance::Replayed),
    ];
    for (trouble, code, again) in cases {
        let (world, storage) = troubled();
        scope(|scope| {
            let then = || storage.next_commits(&[trouble]);
            // The first commit has begun: the trouble is the second's.
            let answers = answers(behind_one(scope, (&world, &storage), singles(&["a", "b", "c"]), then));
            assert_eq!(codes(&answers), [code; 3], "{trouble:?}");
        });
        for name in ["a", "b", "c"] {
            let answer = world.engine.batch([register(name)]).remove(0).unwrap();
            assert_eq!(answer.acceptance, again, "{trouble:?}: {name}");
        }
        assert_eq!(journal_of(&world.storage).len(), 5);
        world.check();
    }
}

#[test]
fn a_preview_and_an_import_wait_for_their_turn_and_have_it_alone() {
    let source = Engine::new(MemoryStorage::new()).unwrap();
    let lines: Vec<_> = source.export().unwrap().collect();
    let (world, storage) = troubled();
    let engine = &world.engine;
    let before = storage.commits();
    scope(|scope| {
        let held = Held::next_of(&storage);
        scope.spawn(|| engine.batch([register("leader")]));
        held.wait();
        let a = waits(scope, engine, || engine.batch([register("a")]));
        let preview = waits(scope, engine, || vec![engine.preview(register("a"))]);
        let import = waits(scope, engine, || {
            let imported = engine.import(lines, |_| std::ops::ControlFlow::Continue(()));
            assert_eq!(imported.unwrap_err().code(), "storage_not_empty");
            Vec::new()
        });
        let b = waits(scope, engine, || engine.batch([register("b")]));
        held.go_on();
        // Its key was used by then.
        assert_eq!(preview.join().unwrap()[0].as_ref().unwrap().acceptance, Acceptance::Replayed);
        assert_eq!(codes(&answers(vec![a, import, b])), ["", ""]);
    });
    assert_eq!(storage.commits() - before, 3);
    world.check();
}

#[test]
fn sixteen_threads_do_everything_once() {
    for backend in crate::support::Backend::ALL {
        let world = World::new(backend);
        let engine = &world.engine;
        scope(|scope| {
            for thread in 0..16 {
                scope.spawn(move || {
                    for n in 0..25 {
                        let name = format!("{thread}-{n}");
                        let account = AccountKey::platform(Purpose::Bank, Currency::EUR);
                        let calls = [register(&name), keyed(&format!("{name}/a"), OpenAccount::new(account))];
                        let answers = engine.atomic(calls).unwrap();
                        assert_eq!(answers[0].acceptance, Acceptance::New);
                        let again = engine.batch([register(&name)]).remove(0).unwrap();
                        assert_eq!(again.acceptance, Acceptance::Replayed);
                    }
                });
            }
        });
        assert_eq!(world.all::<User>().len(), 400);
        world.check();
    }
}
