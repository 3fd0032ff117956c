//! The journal taken along: exported from one storage, and played again on an empty one.

pub mod lines;
mod mutated;
mod refused;
mod skewed;

use super::ledger::{accounts, id};
use crate::support::dump::Dump;
use crate::support::shop::{declined, pence, silence};
use crate::support::trouble::{Trouble, Troubled};
use crate::support::{Backend, World, on_both};
use lines::{exported, goes_on, import, imported};
use paywright::journal::Lane;
use paywright::{
    CapturePayment, Engine, NewTransfer, Outcome, PostTransfers, Progress, RegisterUser, RequestRefund,
    SeededEntropy,
};
use std::ops::ControlFlow;

on_both![
    what_was_exported_is_the_same_after_an_import,
    an_import_goes_on_where_it_was_stopped,
    after_an_import_the_engine_works_as_ever,
    empty_books_are_exported_and_imported_too,
    what_an_engine_happened_to_know_is_no_premise,
    a_transfer_that_was_sent_twice_is_met_again_by_an_import,
    keys_that_were_forgotten_and_used_again_are_imported,
];

/// Two engines sell, refund and disagree; the second one's clock lags.
pub fn a_shared_day(world: &World) -> World {
    let shop = world.shop();
    let second = world.beside("second");
    second.clock.moves(-2);
    world.tops_up(shop.customer, "100.00 GBP");
    for round in 0..4 {
        let (one, two) = if round % 2 == 0 { (world, &second) } else { (&second, world) };
        one.clock.moves(5);
        two.clock.moves(5);
        let held = one.authorised_from_wallet(&shop, "10.00 GBP");
        two.done(CapturePayment::part(held.id, "4.00 GBP".parse().unwrap()));
        let paid = one.paid_by_card(&shop, "20.00 GBP");
        two.done(RequestRefund::new(paid.id, "5.00 GBP".parse().unwrap()));
        one.channel_says(&silence());
        two.channel_says(&Outcome::Succeeded);
        let order = two.order_of(&shop, "7.00 GBP");
        let failed = one.card_payment(order.id, paywright::CaptureMode::Automatic);
        let operation = one.last_operation(failed.id);
        two.channel_says(&declined());
        one.observes(operation.id, Outcome::Succeeded);
    }
    assert_eq!(world.all::<Lane>().len(), 2);
    second
}

fn what_was_exported_is_the_same_after_an_import(world: &World) {
    a_shared_day(world);
    let lines = exported(&world.engine);
    assert_eq!(lines.len(), world.dump().journal.len() + 2);
    for backend in Backend::ALL {
        let copy = World::seeded(backend, 77);
        let found = import(&copy.engine, &lines).unwrap();
        assert_eq!((found.entries, found.already_there), (lines.len() as u64 - 2, 0));
        world.dump().assert_unchanged(&copy.dump());
        copy.check();
        assert!(exported(&copy.engine) == lines, "the copy is exported otherwise");
        // Nothing is left to do, and nothing is done.
        assert_eq!(import(&copy.engine, &lines).unwrap().already_there, found.entries);
        world.dump().assert_unchanged(&copy.dump());
    }
}

fn an_import_goes_on_where_it_was_stopped(world: &World) {
    a_shared_day(world);
    let lines = exported(&world.engine);
    let copy = World::new(Backend::Sqlite);
    let mut stops = 0;
    let found = loop {
        let mut told: Vec<Progress> = Vec::new();
        let outcome = copy.engine.import(lines.iter().cloned().map(Ok), |progress| {
            told.push(progress);
            let new = told.first().is_none_or(|first| progress.done > first.done + 10);
            if new { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert!(told.is_sorted_by_key(|progress| progress.done));
        match outcome {
            Ok(found) => break found,
            Err(error) => assert_eq!(error.code(), "stopped", "{error}"),
        }
        stops += 1;
        assert!(copy.engine.verify(&[]).unwrap().is_clean(), "what was imported so far is whole");
    };
    assert!(stops > 2 && found.already_there > 0 && found.already_there < found.entries, "{stops} {found:?}");
    world.dump().assert_unchanged(&copy.dump());
}

fn after_an_import_the_engine_works_as_ever(world: &World) {
    let shop = world.shop();
    world.paid_by_card(&shop, "20.00 GBP");
    let copy = imported(&exported(&world.engine));
    copy.clock.moves(120);
    copy.order_of(&shop, "3.00 GBP");
    copy.paid_by_card(&shop, "4.00 GBP");
    copy.check();
    let lanes: Vec<Lane> = copy.all();
    assert_eq!((lanes.len(), lanes[0].epoch), (1, 2), "it took the lane over");
}

fn empty_books_are_exported_and_imported_too(world: &World) {
    let lines = exported(&world.engine);
    assert_eq!(lines.len(), 2);
    let copy = imported(&lines);
    world.dump().assert_unchanged(&copy.dump());
}

/// A chain is refused, and what it would have added is of no account, whether or not memory knew that it was
/// not there.
fn what_an_engine_happened_to_know_is_no_premise(world: &World) {
    let on = accounts(world);
    let absent = NewTransfer::void_pending(id("held"));
    assert!(world.done(PostTransfers::new(vec![absent])).results[0].is_err(), "now it is known to be absent");
    let held = NewTransfer::pending(on.bank, on.equity, pence(1)).with_id(id("held")).chained();
    let refused = NewTransfer::posted(on.wallet, on.equity, pence(1));
    let good = NewTransfer::posted(on.bank, on.equity, pence(1));
    let results = world.done(PostTransfers::new(vec![held, refused, good])).results;
    assert_eq!(results.iter().map(Result::is_ok).collect::<Vec<_>>(), [false, false, true]);
    let copy = imported(&exported(&world.engine));
    world.dump().assert_unchanged(&copy.dump());
}

fn a_transfer_that_was_sent_twice_is_met_again_by_an_import(world: &World) {
    let on = accounts(world);
    let transfer = NewTransfer::posted(on.bank, on.equity, pence(1)).with_id(id("once"));
    let other = NewTransfer::posted(on.bank, on.equity, pence(2));
    let second = world.beside("second");
    second.user("takes the first lane over");
    world.done(PostTransfers::new(vec![transfer.clone()]));
    // It does not know of the first one, and its commit finds out. Nor does an import, which has committed
    // the entry of the other lane before.
    assert!(second.done(PostTransfers::new(vec![other, transfer])).results.iter().all(Result::is_ok));
    let copy = imported(&exported(&world.engine));
    world.dump().assert_unchanged(&copy.dump());
}

fn keys_that_were_forgotten_and_used_again_are_imported(world: &World) {
    for month in 0..3 {
        world.engine.request(RegisterUser::new(format!("user {month}"))).key("monthly").execute().unwrap();
        world.clock.moves(40 * 86_400);
        let before = world.clock.reads().plus_seconds(-35 * 86_400);
        assert_eq!(world.engine.forget_keys(before, |_| ControlFlow::Continue(())).unwrap(), 1);
    }
    let copy = imported(&exported(&world.engine));
    world.dump().assert_unchanged(&copy.dump());
    copy.check();
}

#[test]
fn an_import_survives_whatever_happens_to_its_commits() {
    let world = World::new(Backend::Memory);
    a_shared_day(&world);
    let lines = exported(&world.engine);
    let storage = Troubled::new();
    let engine = Engine::with(storage.shared(), world.clock.clone(), SeededEntropy(1)).unwrap();
    let troubles = [Trouble::Unavailable, Trouble::UnknownStored, Trouble::UnknownLost, Trouble::Corrupt];
    let mut tries = 0;
    loop {
        let good = [Trouble::None; 3];
        storage.next_commits(&[&good[..], &[troubles[tries % troubles.len()]]].concat());
        match import(&engine, &lines) {
            Ok(_) => break,
            Err(error) => assert_eq!(error.kind(), paywright::ErrorKind::Storage, "{error}"),
        }
        storage.recovers();
        tries += 1;
        assert!(engine.verify(&[]).unwrap().is_clean());
    }
    assert!(tries > troubles.len(), "{tries}");
    world.dump().assert_unchanged(&Dump::of(&storage.memory()));
}

#[test]
fn lanes_that_only_were_fenced_are_taken_along() {
    let storage = Troubled::new();
    let world = World::on(storage.shared(), "first").unwrap();
    world.user("the first");
    let second = world.beside("second");
    second.user("takes the lane over");
    // The first engine makes another lane; its first commit is lost, so it fences that lane and tries again
    // while the storage is gone.
    storage.next_commits(&[Trouble::None, Trouble::UnknownLost, Trouble::None, Trouble::Unavailable]);
    world.ask(RegisterUser::new("lost")).unwrap_err();
    storage.recovers();
    let lanes: Vec<Lane> = second.all();
    let lines = exported(&second.engine);
    let copy = imported(&lines);
    assert_eq!(copy.all::<Lane>(), lanes);
    second.dump().assert_unchanged(&copy.dump());
}

#[test]
fn verify_tells_how_far_it_is_and_can_be_stopped() {
    let world = World::new(Backend::Memory);
    world.shop();
    let mut told = Vec::new();
    let found = world.engine.verify_with(&[], |progress| goes_on(&mut told, progress)).unwrap();
    assert!(found.is_clean());
    assert_eq!(told.last(), Some(&Progress { done: found.entries, total: Some(found.entries) }));
    let stopped = world.engine.verify_with(&[], |_| ControlFlow::Break(())).unwrap_err();
    assert_eq!(stopped.code(), "stopped");
}
