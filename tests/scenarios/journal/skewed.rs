//! Clocks that differ: whoever changes a record may have an earlier time than those who relied on it as it
//! was.

use super::lines::{exported, imported};
use crate::ledger::id;
use crate::support::shop::{Shop, pence};
use crate::support::{World, on_both};
use paywright::journal::IdempotencyKey;
use paywright::{
    ActivateMerchant, Code, ForgetKeys, FreezeAccount, NewTransfer, Order, PlaceOrder, PostTransfers,
    SuspendMerchant, UnfreezeAccount,
};

on_both![
    an_order_placed_before_a_suspension_of_an_earlier_time_is_imported,
    what_follows_from_a_late_suspension_is_imported_behind_it,
    who_was_registered_behind_a_late_suspension_is_there_when_somebody_tops_up,
    transfers_that_follow_from_late_ones_are_imported_behind_them,
    engines_an_hour_apart_that_take_turns_are_imported,
    balances_that_were_only_looked_at_are_found_as_they_were,
    what_was_posted_before_an_account_was_frozen_at_an_earlier_time_is_imported,
    a_key_that_was_forgotten_and_used_again_at_an_earlier_time_is_imported,
    keys_that_another_engine_had_forgotten_are_forgotten_once,
    a_transfer_that_was_not_there_yet_is_imported_behind_whoever_missed_it,
    a_transfer_that_another_engine_had_posted_is_imported_before_whoever_met_it,
    a_chain_that_missed_a_transfer_is_imported_before_it,
];

/// Two engines with a lane each; the second one's clock is so many seconds behind.
fn behind(world: &World, seconds: i64) -> (Shop, World) {
    let shop = world.shop();
    world.clock.moves(2 * seconds);
    let second = world.beside("second");
    second.clock.moves(-seconds);
    second.user("takes the first lane over");
    world.user("takes it back, for by its clock nobody holds it any more");
    second.user("makes another");
    let lanes: Vec<paywright::journal::Lane> = world.all();
    assert_eq!(lanes.len(), 2);
    (shop, second)
}

/// A third engine with a lane of its own, whose clock is half a minute behind.
fn between(world: &World, second: &World) -> World {
    let third = world.beside("third");
    third.clock.moves(-30);
    third.user("takes a lane over");
    second.user("makes another");
    world.user("goes on");
    let lanes: Vec<paywright::journal::Lane> = world.all();
    assert_eq!(lanes.len(), 3);
    third
}

#[track_caller]
fn survives_the_journey(world: &World) {
    let lines = exported(&world.engine);
    let copy = imported(&lines);
    world.dump().assert_unchanged(&copy.dump());
    copy.check();
    assert!(exported(&copy.engine) == lines);
}

fn an_order_placed_before_a_suspension_of_an_earlier_time_is_imported(world: &World) {
    let (shop, second) = behind(world, 60);
    let order: Order = world.done(PlaceOrder::new(shop.merchant, pence(100)));
    second.done(SuspendMerchant::new(shop.merchant));
    let lines = exported(&world.engine);
    let place = |what: &str| lines.iter().position(|line| line.contains(what)).unwrap();
    assert!(place("\"place_order\"") < place("\"suspend_merchant\""), "by time it would be the other way");
    assert!(second.clock.reads() < order.placed_at);
    survives_the_journey(world);
}

fn what_follows_from_a_late_suspension_is_imported_behind_it(world: &World) {
    let (shop, second) = behind(world, 60);
    let third = between(world, &second);
    world.done(PlaceOrder::new(shop.merchant, pence(100)));
    second.done(SuspendMerchant::new(shop.merchant));
    // The third one's clock is between the two: what it does comes after the suspension, and so after an
    // order of a later time.
    third.done(ActivateMerchant::new(shop.merchant));
    third.done(PlaceOrder::new(shop.merchant, pence(200)));
    second.done(paywright::RegisterUser::new("goes on"));
    survives_the_journey(world);
}

/// A user never changes; that there is one is a premise like any other.
fn who_was_registered_behind_a_late_suspension_is_there_when_somebody_tops_up(world: &World) {
    let (shop, second) = behind(world, 60);
    let third = between(world, &second);
    world.done(PlaceOrder::new(shop.merchant, pence(100)));
    second.done(SuspendMerchant::new(shop.merchant));
    let user = second.user("stands behind the suspension on its lane");
    third.tops_up(user, "5.00 GBP");
    survives_the_journey(world);
}

fn transfers_that_follow_from_late_ones_are_imported_behind_them(world: &World) {
    let on = super::super::ledger::accounts(world);
    let fund = |of: &World| {
        let transfer = NewTransfer::posted(on.bank, on.wallet, pence(10));
        of.done(PostTransfers::new(vec![transfer])).results.remove(0).unwrap();
    };
    let (shop, second) = behind(world, 60);
    let third = between(world, &second);
    world.done(PlaceOrder::new(shop.merchant, pence(100)));
    second.done(SuspendMerchant::new(shop.merchant));
    // On the second lane this stands behind the suspension, which waits for an order of a later time; the
    // third engine's time lies between the two.
    fund(&second);
    fund(&third);
    survives_the_journey(world);
}

fn engines_an_hour_apart_that_take_turns_are_imported(world: &World) {
    let (shop, second) = behind(world, 3_600);
    for round in 0..5 {
        world.clock.moves(7);
        second.clock.moves(7);
        world.done(PlaceOrder::new(shop.merchant, pence(100 + round)));
        second.done(SuspendMerchant::new(shop.merchant));
        let refused = world.ask(PlaceOrder::new(shop.merchant, pence(300 + round))).unwrap_err();
        assert_eq!(refused.code(), "merchant_not_active");
        second.done(ActivateMerchant::new(shop.merchant));
        world.done(PlaceOrder::new(shop.merchant, pence(200 + round)));
    }
    survives_the_journey(world);
}

fn a_key_that_was_forgotten_and_used_again_at_an_earlier_time_is_imported(world: &World) {
    let uses = |of: &World, reference: &str| {
        of.engine.request(paywright::RegisterUser::new(reference)).key("the key").answer().unwrap()
    };
    uses(world, "the first");
    let (_, second) = behind(world, 60);
    world.clock.moves(40 * 86_400);
    second.clock.moves(40 * 86_400);
    let month_ago = world.clock.reads().plus_seconds(-35 * 86_400);
    assert!(world.engine.forget_keys(month_ago, |_| std::ops::ControlFlow::Continue(())).unwrap() > 0);
    assert_eq!(uses(&second, "the second").acceptance, paywright::Acceptance::New);
    survives_the_journey(world);
}

fn balances_that_were_only_looked_at_are_found_as_they_were(world: &World) {
    let on = super::super::ledger::accounts(world);
    let fund = |of: &World, amount: i64| {
        let transfer = NewTransfer::posted(on.bank, on.wallet, pence(amount));
        of.done(PostTransfers::new(vec![transfer])).results.remove(0).unwrap();
    };
    fund(world, 100);
    let (_, second) = behind(world, 60);
    for round in 0..3 {
        world.clock.moves(7);
        second.clock.moves(7);
        // One of both is refused, and rests on a wallet that is not written.
        let too_much = NewTransfer::posted(on.wallet, on.equity, pence(150 + 50 * round));
        let other = NewTransfer::posted(on.bank, on.equity, pence(1));
        let results = world.done(PostTransfers::new(vec![too_much, other])).results;
        assert_eq!(results.iter().filter(|result| result.is_err()).count(), 1);
        fund(&second, 50);
        second.done(FreezeAccount::new(on.wallet));
        second.done(UnfreezeAccount::new(on.wallet));
        // What follows on the other lane is later than the clock it was told by.
        world.clock.moves(7);
    }
    survives_the_journey(world);
}

fn what_was_posted_before_an_account_was_frozen_at_an_earlier_time_is_imported(world: &World) {
    let on = super::super::ledger::accounts(world);
    let (_, second) = behind(world, 60);
    let post =
        |amount| world.done(PostTransfers::new([NewTransfer::posted(on.bank, on.wallet, pence(amount))]));
    // The wallet was never changed before, so the entry does not name it: its transfer does.
    post(70);
    second.done(FreezeAccount::new(on.wallet));
    super::super::ledger::refused(
        world,
        NewTransfer::posted(on.bank, on.wallet, pence(1)),
        Code::AccountNotOpen,
    );
    second.done(UnfreezeAccount::new(on.wallet));
    post(30);
    let lines = exported(&world.engine);
    let place = |what: &str| lines.iter().position(|line| line.contains(what)).unwrap();
    assert!(place("\"post_transfers\"") < place("\"freeze_account\""), "by time it would be the other way");
    survives_the_journey(world);
}

/// Two engines find the same key old. Only one forgets it, and the other forgets what is left.
fn keys_that_another_engine_had_forgotten_are_forgotten_once(world: &World) {
    let used = |key: &str| {
        world.engine.request(paywright::RegisterUser::new(key)).key(key).answer().unwrap();
        world.all::<IdempotencyKey>().into_iter().find(|row| row.key == key).unwrap().id
    };
    let (both, one, other) = (used("both"), used("one"), used("other"));
    let (_, second) = behind(world, 60);
    world.clock.moves(40 * 86_400);
    second.clock.moves(40 * 86_400);
    let before = world.clock.reads().plus_seconds(-35 * 86_400);
    assert_eq!(world.done(ForgetKeys { keys: vec![both, one], before }).keys, 2);
    let late = second.ask(ForgetKeys { keys: vec![both, other], before }).unwrap_err();
    assert_eq!(late.code(), "not_found", "{late}");
    assert_eq!(second.done(ForgetKeys { keys: vec![other, other], before }).keys, 1);
    assert_eq!(second.done(ForgetKeys { keys: vec![both, other], before }).keys, 0);
    survives_the_journey(world);
}

fn nothing_of(on: &super::super::ledger::Accounts, name: &str) -> NewTransfer {
    NewTransfer::posted(on.bank, on.equity, pence(0)).with_id(id(name))
}

fn a_transfer_that_was_not_there_yet_is_imported_behind_whoever_missed_it(world: &World) {
    let on = super::super::ledger::accounts(world);
    let (_, second) = behind(world, 60);
    let other = NewTransfer::posted(on.bank, on.equity, pence(1)).with_id(id("other"));
    let results = world.done(PostTransfers::new([nothing_of(&on, "contested"), other])).results;
    assert_eq!(results[0].as_ref().unwrap_err().code, Code::AmountMustBePositive);
    let contested = NewTransfer::posted(on.bank, on.equity, pence(2)).with_id(id("contested"));
    second.done(PostTransfers::new([contested])).results.remove(0).unwrap();
    survives_the_journey(world);
}

fn a_transfer_that_another_engine_had_posted_is_imported_before_whoever_met_it(world: &World) {
    let on = super::super::ledger::accounts(world);
    let (_, second) = behind(world, 4);
    let shared = NewTransfer::posted(on.bank, on.equity, pence(2)).with_id(id("shared"));
    let other = NewTransfer::posted(on.bank, on.equity, pence(1)).with_id(id("other"));
    world.done(PostTransfers::new([shared.clone()])).results.remove(0).unwrap();
    let results = second.done(PostTransfers::new([shared, other])).results;
    assert!(results.iter().all(Result::is_ok));
    survives_the_journey(world);
}

fn a_chain_that_missed_a_transfer_is_imported_before_it(world: &World) {
    let on = super::super::ledger::accounts(world);
    let (_, second) = behind(world, 60);
    let first = NewTransfer::posted(on.bank, on.equity, pence(2)).with_id(id("first"));
    let chain = [first.clone().chained(), nothing_of(&on, "last")];
    let other = NewTransfer::posted(on.bank, on.equity, pence(1)).with_id(id("other"));
    let results = world.done(PostTransfers::new([chain.as_slice(), &[other]].concat())).results;
    assert_eq!(results.iter().filter(|result| result.is_err()).count(), 2);
    second.done(PostTransfers::new([first])).results.remove(0).unwrap();
    survives_the_journey(world);
}
