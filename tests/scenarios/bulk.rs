//! Bulks that are stopped and finished, and keys that are forgotten.

use crate::faults::troubled;
use crate::support::shop::pence;
use crate::support::trouble::Trouble;
use crate::support::{World, keyed, on_both};
use paywright::journal::IdempotencyKey;
use paywright::{
    Acceptance, AnyOutput, Bulk, Engine, ForgetKeys, PlaceOrder, Progress, RegisterUser, Request, User,
};
use std::ops::ControlFlow::{Break, Continue};

on_both![
    each_request_of_a_bulk_has_its_result,
    a_bulk_is_stopped_between_commits_and_finished_by_the_same_requests,
    a_bulk_of_nothing_is_done,
    a_bulk_takes_between_one_and_ten_thousand_requests_a_commit,
    requests_are_taken_as_the_bulk_goes,
    keys_are_forgotten_after_thirty_days,
    a_forgotten_key_may_be_used_again,
    forgetting_goes_on_in_steps_and_can_be_stopped,
    a_key_is_new_once_an_earlier_request_forgot_it_but_not_within_one_atomic_call,
];

const DAY: i64 = 86_400;

fn register(n: usize) -> Request {
    keyed(&format!("import/{n}"), RegisterUser::new(format!("customer-{n}")))
}

fn all_done(bulk: &Bulk) {
    assert_eq!(bulk.ended_early, None);
    assert!(bulk.results.iter().all(Result::is_ok));
}

fn each_request_of_a_bulk_has_its_result(world: &World) {
    let shop = world.shop();
    let mut requests: Vec<Request> = (0..25).map(register).collect();
    requests.insert(7, Request::new(RegisterUser::new(" ")).key("blank"));
    requests.insert(11, PlaceOrder::new(shop.merchant, pence(5)).into());
    let mut told = Vec::new();
    let done = world.engine.bulk(requests, 10, |progress| {
        told.push(progress);
        Continue(())
    });
    let of = |done| Progress { done, total: Some(27) };
    assert_eq!((told, done.ended_early), (vec![of(10), of(20), of(27)], None));
    let code = |place: usize| done.results[place].as_ref().unwrap_err().code();
    assert_eq!((code(7), code(11)), ("invalid_value", "not_repeatable"));
    let AnyOutput::User(user) = &done.results[26].as_ref().unwrap().output else { panic!("no user") };
    assert_eq!(user.reference, "customer-24");
    assert_eq!(done.results.iter().filter(|result| result.is_ok()).count(), 25);
}

fn a_bulk_is_stopped_between_commits_and_finished_by_the_same_requests(world: &World) {
    let stop_at =
        |most: u64| move |progress: Progress| if progress.done >= most { Break(()) } else { Continue(()) };
    let first = world.engine.bulk((0..30).map(register), 10, stop_at(20));
    assert_eq!(first.results.len(), 20);
    let stopped = first.ended_early.unwrap();
    assert_eq!(stopped.code(), "stopped");
    assert_eq!(stopped.to_string(), "stopped as asked after 20 of 30 requests");
    assert_eq!(world.all::<User>().len(), 20);
    let rest = world.engine.bulk((0..30).map(register), 10, |_| Continue(()));
    all_done(&rest);
    let replayed = |result: &Result<paywright::Answer, _>| {
        result.as_ref().is_ok_and(|answer| answer.acceptance == Acceptance::Replayed)
    };
    assert_eq!(rest.results.iter().filter(|result| replayed(result)).count(), 20);
    assert_eq!(world.all::<User>().len(), 30);
}

fn a_bulk_of_nothing_is_done(world: &World) {
    let before = world.dump();
    let done = world.engine.bulk([], Engine::ROWS_PER_COMMIT, |_| panic!("nothing was done"));
    assert_eq!(done, Bulk { results: vec![], ended_early: None });
    before.assert_unchanged(&world.dump());
}

fn a_bulk_takes_between_one_and_ten_thousand_requests_a_commit(world: &World) {
    let before = world.dump();
    for rows in [0, 10_001, usize::MAX] {
        let done = world.engine.bulk([register(1)], rows, |_| Continue(()));
        assert_eq!(done.ended_early.unwrap().code(), "too_many");
        assert!(done.results.is_empty());
    }
    before.assert_unchanged(&world.dump());
    all_done(&world.engine.bulk([register(1)], 10_000, |_| Continue(())));
}

fn requests_are_taken_as_the_bulk_goes(world: &World) {
    // What one commit made is what the next requests are made of.
    let mut made = 0;
    let requests = std::iter::from_fn(|| {
        made += 1;
        let registered = world.all::<User>().len();
        assert_eq!(registered, (made - 1) / 4 * 4);
        (made <= 10).then(|| register(made))
    });
    let done = world.engine.bulk(requests, 4, |progress| {
        assert_eq!(progress.total, None);
        Continue(())
    });
    all_done(&done);
}

#[test]
fn a_bulk_ends_where_the_storage_does_and_is_finished_later() {
    let (world, storage) = troubled();
    let before = world.all::<User>().len();
    let asked = |n| {
        if n == 25 {
            storage.always(Trouble::Unavailable);
        }
        register(n)
    };
    let done = world.engine.bulk((0..40).map(asked), 10, |_| Continue(()));
    assert_eq!(done.results.len(), 20);
    assert_eq!(done.ended_early.unwrap().code(), "storage_unavailable");
    storage.recovers();
    assert_eq!(world.all::<User>().len(), before + 20);
    all_done(&world.engine.bulk((0..40).map(register), 10, |_| Continue(())));
    assert_eq!(world.all::<User>().len(), before + 40);
}

#[test]
fn one_request_that_is_not_repeatable_does_not_carry_a_bulk_past_a_storage_that_failed() {
    let (world, storage) = troubled();
    let merchant = world.shop().merchant;
    let unfit = || Request::from(PlaceOrder::new(merchant, pence(5)));
    let asked = |n| if n == 14 { unfit() } else { register(n) };
    storage.always(Trouble::Unavailable);
    let done = world.engine.bulk((10..40).map(asked), 10, |_| Continue(()));
    assert_eq!(done.results.len(), 0);
    assert_eq!(done.ended_early.unwrap().code(), "storage_unavailable");
    storage.recovers();
    let done = world.engine.bulk((10..40).map(asked), 10, |_| Continue(()));
    assert_eq!((done.results.len(), done.ended_early), (30, None));
}

fn forget(world: &World, days: i64) -> Result<u64, paywright::Error> {
    world.engine.forget_keys(world.clock.reads().plus_seconds(-days * DAY), |_| Continue(()))
}

fn keys(world: &World) -> usize {
    world.all::<IdempotencyKey>().len()
}

fn keys_are_forgotten_after_thirty_days(world: &World) {
    world.engine.batch([register(1), register(2)]);
    world.clock.moves(31 * DAY);
    world.engine.batch([register(3)]);
    assert_eq!(forget(world, 29).unwrap_err().code(), "invalid_value");
    assert_eq!(keys(world), 3);
    assert_eq!(forget(world, 32).unwrap(), 0);
    assert_eq!(forget(world, 30).unwrap(), 2);
    assert_eq!(keys(world), 1);
    assert_eq!(forget(world, 30).unwrap(), 0);
    world.check();
    // Another engine knows of it too.
    let beside = world.reopened();
    assert_eq!(beside.engine.batch([register(3)]).remove(0).unwrap().acceptance, Acceptance::Replayed);
}

fn a_forgotten_key_may_be_used_again(world: &World) {
    world.engine.batch([register(1)]);
    world.clock.moves(31 * DAY);
    assert_eq!(forget(world, 30).unwrap(), 1);
    let again = keyed("import/1", RegisterUser::new("somebody else"));
    assert_eq!(world.engine.batch([again.clone()]).remove(0).unwrap().acceptance, Acceptance::New);
    assert_eq!(world.engine.batch([again]).remove(0).unwrap().acceptance, Acceptance::Replayed);
    assert_eq!(world.engine.batch([register(1)]).remove(0).unwrap_err().code(), "idempotency_key_reused");
}

fn forgetting_goes_on_in_steps_and_can_be_stopped(world: &World) {
    all_done(&world.engine.bulk((0..2_900).map(register), 1_000, |_| Continue(())));
    world.clock.moves(40 * DAY);
    let before = world.clock.reads().plus_seconds(-35 * DAY);
    let stopped = world.engine.forget_keys(before, |_| Break(())).unwrap_err();
    assert_eq!(stopped.code(), "stopped");
    assert_eq!(keys(world), 900);
    let mut told = Vec::new();
    let rest = world.engine.forget_keys(before, |progress| {
        told.push(progress.done);
        Continue(())
    });
    assert_eq!((rest.unwrap(), told), (900, vec![]));
    assert_eq!(keys(world), 0);
}

#[test]
fn what_another_engine_forgets_meanwhile_is_not_forgotten_twice() {
    let (world, storage) = troubled();
    all_done(&world.engine.bulk((0..3).map(register), 10, |_| Continue(())));
    world.clock.moves(31 * DAY);
    let before = world.clock.reads().plus_seconds(-30 * DAY);
    let (inner, taken) = (storage.memory(), vec![world.all::<IdempotencyKey>()[0].id]);
    let (clock, entropy) = (world.clock.clone(), paywright::SeededEntropy(5));
    let all = keys(&world);
    storage.before_commit(move || {
        let other = Engine::with(inner, clock, entropy).unwrap();
        assert_eq!(other.execute(ForgetKeys { keys: taken, before }).unwrap().keys, 1);
    });
    assert_eq!(forget(&world, 30).unwrap(), all as u64 - 1);
    assert_eq!(keys(&world), 0);
}

fn a_key_is_new_once_an_earlier_request_forgot_it_but_not_within_one_atomic_call(world: &World) {
    world.engine.batch([register(1)]);
    world.clock.moves(31 * DAY);
    let (keys, before) =
        (vec![world.all::<IdempotencyKey>()[0].id], world.clock.reads().plus_seconds(-30 * DAY));
    let forget = Request::new(ForgetKeys { keys, before });
    let before = world.dump();
    let refused = world.engine.atomic([forget.clone(), register(1)]).unwrap_err();
    assert_eq!(refused.code(), "idempotency_key_reused", "{refused}");
    before.assert_unchanged(&world.dump());
    for result in world.engine.batch([forget, register(1), register(2)]) {
        assert_eq!(result.unwrap().acceptance, Acceptance::New);
    }
    assert_eq!(world.engine.batch([register(1)]).remove(0).unwrap().acceptance, Acceptance::Replayed);
}
