//! Many requests at once: each over what those before it did, or all or nothing.

use super::ledger::{accounts, posted};
use crate::support::shop::{CARDS, pence, wallet};
use crate::support::{World, keyed, money, on_both};
use paywright::{
    Acceptance, Answer, AnyOutput, ConfirmPayment, Error, Method, NewTransfer, OrderId, PaymentId,
    PaymentState, PlaceOrder, PostTransfers, RegisterUser, Request, StartPayment, TransferId, UserId, limits,
};

on_both![
    each_request_sees_what_those_before_it_did,
    a_refused_request_does_not_disturb_the_others,
    the_same_id_twice_in_one_batch_is_made_once,
    one_commit_takes_the_whole_batch,
    all_or_nothing_does_all,
    all_or_nothing_does_nothing_when_one_is_refused,
    all_or_nothing_is_not_refused_for_a_transfer_that_is_there_already,
    a_chain_that_begins_with_a_transfer_that_is_there_already_goes_on,
    a_batch_that_is_too_large_is_refused_whole,
    an_empty_batch_is_answered,
    requests_that_are_malformed_are_answered_in_their_place,
];

/// An order, its payment and the confirmation, each naming what the one before it makes.
fn checkout(world: &World, name: &str) -> (Vec<Request>, PaymentId) {
    let (order, payment) = (OrderId::derived(name), PaymentId::derived(name));
    let shop = world.shop();
    world.tops_up(shop.customer, "20.00 GBP");
    let place = PlaceOrder { id: Some(order), ..PlaceOrder::new(shop.merchant, money("18.50 GBP")) };
    let place = PlaceOrder { customer: Some(shop.customer), ..place };
    let start = StartPayment { id: Some(payment), ..StartPayment::new(order, Method::Wallet) };
    (vec![place.into(), start.into(), ConfirmPayment::new(payment).into()], payment)
}

fn each_request_sees_what_those_before_it_did(world: &World) {
    let (requests, payment) = checkout(world, "8812");
    let results = world.engine.batch(requests);
    assert!(results.iter().all(|result| result.as_ref().unwrap().acceptance == Acceptance::New));
    assert_eq!(world.payment(payment).state, PaymentState::Succeeded);
}

fn a_refused_request_does_not_disturb_the_others(world: &World) {
    let (mut requests, payment) = checkout(world, "8812");
    // A second payment of the order that the batch places.
    let second = StartPayment::new(OrderId::derived("8812"), Method::channel(CARDS));
    requests.insert(2, StartPayment { id: Some(PaymentId::derived("x")), ..second }.into());
    requests.push(ConfirmPayment::new(payment).into());
    let codes: Vec<_> = world.engine.batch(requests).iter().map(code).collect();
    assert_eq!(codes, ["", "", "exceeds_due", "", "wrong_state"]);
    assert_eq!(world.payment(payment).state, PaymentState::Succeeded);
}

fn the_same_id_twice_in_one_batch_is_made_once(world: &World) {
    let user = || RegisterUser { id: Some(UserId::derived("u")), ..RegisterUser::new("customer") };
    let other = RegisterUser { reference: "other".to_owned(), ..user() };
    let results = world.engine.batch([user().into(), user().into(), Request::new(other)]);
    let acceptance = |i: usize| results[i].as_ref().unwrap().acceptance;
    assert_eq!((acceptance(0), acceptance(1)), (Acceptance::New, Acceptance::Unchanged));
    assert_eq!(code(&results[2]), "id_reused");
    assert_eq!(world.dump().rows("users").len(), 1);
}

fn code(result: &Result<Answer, Error>) -> &'static str {
    result.as_ref().err().map_or("", Error::code)
}

fn one_commit_takes_the_whole_batch(world: &World) {
    let before = world.dump();
    let users = (0..300).map(|i| keyed(&format!("u{i}"), RegisterUser::new(format!("customer-{i}"))));
    assert!(world.engine.batch(users).iter().all(Result::is_ok));
    let after = world.dump();
    assert_eq!(after.journal.len(), before.journal.len() + 300);
    assert_eq!(after.rows("lanes").len(), 1);
}

fn all_or_nothing_does_all(world: &World) {
    let (requests, payment) = checkout(world, "8812");
    let answers = world.engine.atomic(requests).unwrap();
    assert_eq!(answers.len(), 3);
    assert!(matches!(&answers[2].output, AnyOutput::Payment(paid) if paid.id == payment));
    assert_eq!(world.payment(payment).state, PaymentState::Succeeded);
}

fn all_or_nothing_does_nothing_when_one_is_refused(world: &World) {
    let (requests, payment) = checkout(world, "8812");
    let before = world.dump();
    for at in 0..=requests.len() {
        let mut some = requests.clone();
        some.insert(at, ConfirmPayment::new(PaymentId::derived("nowhere")).into());
        assert_eq!(world.engine.atomic(some).unwrap_err().code(), "not_found");
        before.assert_unchanged(&world.dump());
    }
    let mut malformed = requests.clone();
    malformed.push(Request::new(RegisterUser::new("no key")));
    assert_eq!(world.engine.atomic(malformed).unwrap_err().code(), "not_repeatable");
    before.assert_unchanged(&world.dump());

    world.engine.atomic(requests).unwrap();
    assert_eq!(world.payment(payment).state, PaymentState::Succeeded);
}

fn all_or_nothing_is_not_refused_for_a_transfer_that_is_there_already(world: &World) {
    let shop = world.shop();
    world.tops_up(shop.customer, "16.00 GBP");
    let order = world.order_of(&shop, "10.00 GBP");
    let payment = world.done(StartPayment::new(order.id, Method::Wallet)).id;
    let equity = accounts(world).equity;
    let taken = NewTransfer::posted(wallet(shop.customer).id(), equity, pence(600))
        .with_id(TransferId::derived("taken"));
    posted(world, taken.clone());
    // Posted a second time it would leave too little for the payment; but it is there, and is not posted.
    let requests = [PostTransfers::new([taken]).into(), ConfirmPayment::new(payment).into()];
    let answers = world.engine.atomic(requests).unwrap();
    let acceptances: Vec<_> = answers.iter().map(|answer| answer.acceptance).collect();
    assert_eq!(acceptances, [Acceptance::Unchanged, Acceptance::New]);
    world.assert_balance(&wallet(shop.customer), "0.00 GBP");
}

fn a_chain_that_begins_with_a_transfer_that_is_there_already_goes_on(world: &World) {
    let user = world.user("u");
    world.tops_up(user, "25.00 GBP");
    let (debit, credit) = (wallet(user).id(), accounts(world).equity);
    let ten = NewTransfer::posted(debit, credit, pence(1000)).with_id(TransferId::derived("ten"));
    posted(world, ten.clone());
    // Taken twice, the first would leave too little for the second.
    let twelve = NewTransfer::posted(debit, credit, pence(1200)).with_id(TransferId::derived("twelve"));
    let results = world.done(PostTransfers::new([ten.chained(), twelve])).results;
    assert!(results.iter().all(Result::is_ok), "{results:?}");
}

fn a_batch_that_is_too_large_is_refused_whole(world: &World) {
    let before = world.dump();
    let users = |count: usize| (0..count).map(|i| keyed(&format!("u{i}"), RegisterUser::new("u")));
    let results = world.engine.batch(users(limits::BATCH_REQUESTS + 1));
    assert_eq!(results.len(), limits::BATCH_REQUESTS + 1);
    assert!(results.iter().all(|result| code(result) == "too_many"));
    let error = world.engine.atomic(users(limits::BATCH_REQUESTS + 1)).unwrap_err();
    assert_eq!(error.code(), "too_many");
    before.assert_unchanged(&world.dump());
}

/// Whatever the storage: the requests are weighed before it is asked.
#[test]
fn a_batch_that_weighs_too_much_is_refused_whole() {
    let world = World::new(crate::support::Backend::Memory);
    let before = world.dump();
    let account = paywright::AccountId::derived;
    let transfer = NewTransfer::posted(account("a"), account("b"), pence(1));
    let transfers = PostTransfers::new(vec![transfer; limits::TRANSFERS]);
    let bytes = paywright::AnyCommand::from(transfers.clone()).encode().len();
    let requests = (0..=limits::BATCH_BYTES / bytes).map(|i| keyed(&format!("t{i}"), transfers.clone()));
    assert!(world.engine.batch(requests).iter().all(|result| code(result) == "too_many"));
    before.assert_unchanged(&world.dump());
}

fn an_empty_batch_is_answered(world: &World) {
    let before = world.dump();
    assert!(world.engine.batch([]).is_empty());
    assert!(world.engine.atomic([]).unwrap().is_empty());
    before.assert_unchanged(&world.dump());
}

fn requests_that_are_malformed_are_answered_in_their_place(world: &World) {
    let shop = world.shop();
    let requests = [
        Request::new(RegisterUser::new("without a key")),
        keyed("one", RegisterUser::new("customer-1")),
        keyed(&"k".repeat(65), RegisterUser::new("customer-2")),
        keyed("two", PlaceOrder::new(shop.merchant, pence(0))),
        keyed("three", RegisterUser::new("customer-3")),
    ];
    let results = world.engine.batch(requests);
    let codes: Vec<_> = results.iter().map(code).collect();
    assert_eq!(codes, ["not_repeatable", "", "invalid_value", "amount_must_be_positive", ""]);
}
