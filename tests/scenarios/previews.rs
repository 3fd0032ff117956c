//! What a command would be answered, without doing it.

use super::faults::troubled;
use super::ledger::{accounts, id, posted};
use crate::support::shop::pence;
use crate::support::trouble::Trouble;
use crate::support::{Backend, World, keyed, on_both};
use paywright::{
    Acceptance, Actor, AnyOutput, Booked, Command, ConfirmPayment, Method, NewTransfer, OrderId, PaymentId,
    PaymentState, PlaceOrder, PostTransfers, RegisterUser, Request, StartPayment, SuspendMerchant, UserId,
};

on_both![
    a_preview_answers_as_the_command_will_and_changes_nothing,
    a_preview_is_refused_as_the_command_would_be,
    a_preview_of_what_was_done_says_so,
    a_preview_needs_no_key_and_uses_none_up,
    a_preview_on_a_new_storage_writes_no_row,
    a_preview_takes_no_lane_from_its_holder,
    a_preview_rests_on_what_is_stored_now,
    a_preview_of_a_transfer_with_a_used_id_is_its_repeat,
    a_preview_shows_each_transfer_that_would_be_refused,
];

/// An order, and its payment from a wallet that holds enough.
fn to_confirm(world: &World) -> PaymentId {
    let shop = world.shop();
    world.tops_up(shop.customer, "10.00 GBP");
    let order = world.order_of(&shop, "10.00 GBP");
    world.done(StartPayment::new(order.id, Method::Wallet)).id
}

fn a_preview_answers_as_the_command_will_and_changes_nothing(world: &World) {
    let payment = to_confirm(world);
    let before = world.dump();
    let confirm = || world.engine.request(ConfirmPayment::new(payment));
    let expected = confirm().preview().unwrap();
    assert_eq!((expected.acceptance, expected.output.state), (Acceptance::New, PaymentState::Succeeded));
    assert_eq!(confirm().preview().unwrap(), expected, "a preview leaves nothing for the next");
    let untyped = world.engine.preview(ConfirmPayment::new(payment)).unwrap();
    assert_eq!(untyped.output, AnyOutput::Payment(expected.output.clone()));
    before.assert_unchanged(&world.dump());

    // The clock stands still, so even the ids and times are those of the preview.
    assert_eq!(confirm().answer().unwrap(), expected);
}

#[test]
fn previews_in_between_leave_no_trace_in_the_bytes() {
    for backend in Backend::ALL {
        let told = |asks_first: bool| {
            let world = World::new(backend);
            let payment = to_confirm(&world);
            if asks_first {
                world.engine.preview(ConfirmPayment::new(payment)).unwrap();
                world.engine.preview(ConfirmPayment::new(PaymentId::derived("nowhere"))).unwrap_err();
            }
            world.done(ConfirmPayment::new(payment));
            if asks_first {
                world.engine.preview(ConfirmPayment::new(payment)).unwrap_err();
            }
            world.user("afterwards");
            world.check();
            world.dump()
        };
        told(false).assert_unchanged(&told(true));
    }
}

/// The preview and the command are refused with the same code and words, and nothing is changed.
#[track_caller]
fn refused_both_ways<C: Command>(world: &World, actor: &Actor, command: &C, code: &str) {
    let before = world.dump();
    let request = || world.engine.request(command.clone()).key("k").actor(actor.clone());
    let foreseen = request().preview().err().expect("it would be accepted");
    assert_eq!(foreseen.code(), code, "{foreseen}");
    before.assert_unchanged(&world.dump());
    assert_eq!(request().execute().err().map(|error| error.to_string()), Some(foreseen.to_string()));
    before.assert_unchanged(&world.dump());
}

fn a_preview_is_refused_as_the_command_would_be(world: &World) {
    let shop = world.shop();
    let order = world.order_of(&shop, "10.00 GBP");
    let payment = world.done(StartPayment::new(order.id, Method::Wallet)).id;
    let host = &Actor::System;
    refused_both_ways(world, host, &ConfirmPayment::new(payment), "insufficient_funds");
    refused_both_ways(world, host, &ConfirmPayment::new(PaymentId::derived("nowhere")), "not_found");
    refused_both_ways(world, host, &RegisterUser::new(" "), "invalid_value");
    let user = Actor::User(shop.customer);
    refused_both_ways(world, &user, &RegisterUser::new("friend"), "not_permitted");
    world.engine.request(RegisterUser::new("one")).key("k").execute().unwrap();
    refused_both_ways(world, host, &RegisterUser::new("two"), "idempotency_key_reused");
}

fn a_preview_of_what_was_done_says_so(world: &World) {
    let register = || {
        let user = RegisterUser { id: Some(UserId::derived("u")), ..RegisterUser::new("one") };
        world.engine.request(user)
    };
    let user = register().key("user-1").execute().unwrap();
    let before = world.dump();
    let replayed = register().key("user-1").preview().unwrap();
    assert_eq!((replayed.acceptance, &replayed.output), (Acceptance::Replayed, &user));
    let unchanged = register().preview().unwrap();
    assert_eq!((unchanged.acceptance, unchanged.output), (Acceptance::Unchanged, user));
    before.assert_unchanged(&world.dump());
}

fn a_preview_needs_no_key_and_uses_none_up(world: &World) {
    let shop = world.shop();
    let order = PlaceOrder::new(shop.merchant, pence(500));
    assert_eq!(world.engine.execute(order.clone()).unwrap_err().code(), "not_repeatable");
    assert_eq!(world.engine.preview(order.clone()).unwrap().acceptance, Acceptance::New);
    world.engine.preview(keyed("order-1", order)).unwrap();
    let other = world.engine.request(PlaceOrder::new(shop.merchant, pence(700))).key("order-1").answer();
    assert_eq!(other.unwrap().acceptance, Acceptance::New, "the key is still free");
    let long = keyed(&"k".repeat(65), PlaceOrder::new(shop.merchant, pence(1)));
    assert_eq!(world.engine.preview(long).unwrap_err().code(), "invalid_value");
}

fn a_preview_on_a_new_storage_writes_no_row(world: &World) {
    let before = world.dump();
    assert!(before.rows("lanes").is_empty());
    let request = Request::new(RegisterUser::new("the first"));
    assert_eq!(world.engine.preview(request).unwrap().acceptance, Acceptance::New);
    before.assert_unchanged(&world.dump());
    world.user("the first");
    assert_eq!(world.all::<paywright::journal::Lane>().len(), 1);
}

fn a_preview_takes_no_lane_from_its_holder(world: &World) {
    let shop = world.shop();
    let other = world.beside("second");
    other.engine.preview(PlaceOrder::new(shop.merchant, pence(100))).unwrap();
    // The holder goes on, and the other opens as if it had never asked.
    world.order_of(&shop, "1.00 GBP");
    other.order_of(&shop, "2.00 GBP");
    let lanes = world.all::<paywright::journal::Lane>();
    assert_eq!(lanes.iter().map(|lane| (lane.lane.0, lane.epoch)).collect::<Vec<_>>(), [(1, 2)]);
}

fn a_preview_rests_on_what_is_stored_now(world: &World) {
    let payment = to_confirm(world);
    let shop = world.shop();
    let order = PlaceOrder { id: Some(OrderId::derived("o")), ..PlaceOrder::new(shop.merchant, pence(100)) };
    world.engine.preview(order.clone()).unwrap();
    let other = world.beside("second");
    other.engine.preview(ConfirmPayment::new(payment)).unwrap();
    // Either engine remembers how it was before the other wrote.
    world.done(ConfirmPayment::new(payment));
    assert_eq!(other.engine.preview(ConfirmPayment::new(payment)).unwrap_err().code(), "wrong_state");
    let made = other.done(order.clone());
    let seen = world.engine.request(order.clone()).preview().unwrap();
    assert_eq!((seen.acceptance, seen.output), (Acceptance::Unchanged, made));
    other.done(SuspendMerchant::new(shop.merchant));
    let next = PlaceOrder { id: None, ..order };
    assert_eq!(world.engine.preview(next).unwrap_err().code(), "merchant_not_active");
}

fn a_preview_of_a_transfer_with_a_used_id_is_its_repeat(world: &World) {
    let on = accounts(world);
    let transfer = NewTransfer::posted(on.bank, on.wallet, pence(500)).with_id(id("salary"));
    let hold = NewTransfer::pending(on.wallet, on.equity, pence(200)).with_id(id("held"));
    posted(world, transfer.clone());
    posted(world, hold.clone());
    let post = |transfers: &[NewTransfer]| world.engine.request(PostTransfers::new(transfers)).preview();
    let seen = post(&[transfer.clone(), hold]).unwrap();
    assert_eq!(seen.acceptance, Acceptance::Unchanged, "neither would be posted twice");
    let other = NewTransfer::posted(on.bank, on.wallet, pence(501)).with_id(id("salary"));
    let seen = post(&[other]).unwrap();
    assert_eq!(seen.output.results[0].as_ref().unwrap_err().code.spec().code, "id_reused");
    let cold = world.beside("second").engine.request(PostTransfers::new([transfer])).preview().unwrap();
    assert_eq!(cold.acceptance, Acceptance::Unchanged);
}

fn a_preview_shows_each_transfer_that_would_be_refused(world: &World) {
    let on = accounts(world);
    let brings = NewTransfer::posted(on.bank, on.wallet, pence(500)).with_id(id("brings"));
    let spends = NewTransfer::posted(on.wallet, on.equity, pence(501)).with_id(id("spends"));
    let both = PostTransfers::new([brings, spends]);
    let before = world.dump();
    let seen = world.engine.request(both.clone()).preview().unwrap();
    before.assert_unchanged(&world.dump());
    assert_eq!(seen.output.results[0], Ok(Booked { id: id("brings"), moved: None, repeated: false }));
    assert_eq!(seen.output.results[1].as_ref().unwrap_err().code.spec().code, "insufficient_funds");
    assert_eq!(world.engine.request(both).key("both").answer().unwrap(), seen);
}

/// What became of the commit is left to the next command: to learn it may need a write.
#[test]
fn a_preview_does_not_settle_a_commit_whose_answer_was_lost() {
    for trouble in [Trouble::UnknownLost, Trouble::UnknownStored] {
        let (world, storage) = troubled();
        storage.next_commits(&[trouble]);
        let gone = storage.clone();
        storage.after_commit(move || {
            gone.next_reads(&[Trouble::Unavailable; 8]);
            gone.always(Trouble::UnknownLost);
        });
        let register = || world.engine.request(RegisterUser::new("customer")).key("user-1");
        assert_eq!(register().execute().unwrap_err().code(), "outcome_unknown");
        storage.recovers();

        let before = world.dump();
        let stored = trouble == Trouble::UnknownStored;
        let expected = if stored { Acceptance::Replayed } else { Acceptance::New };
        assert_eq!(register().preview().unwrap().acceptance, expected);
        world.engine.preview(RegisterUser::new("another")).unwrap();
        before.assert_unchanged(&world.dump());

        assert_eq!(register().answer().unwrap().acceptance, expected, "{trouble:?}");
        world.user("life goes on");
        world.check();
    }
}
