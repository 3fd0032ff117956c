//! Asking twice: by key, and by the id of what is made.

use crate::support::shop::{CARDS, pence};
use crate::support::{World, keyed, money, on_both};
use paywright::{
    Acceptance, Actor, AnyOutput, CapturePayment, ConfirmPayment, CreateFeePlan, Error, FeePlanId,
    MerchantId, Method, OrderId, PaymentId, PaymentState, PlaceOrder, RefundId, RefundReview,
    RegisterMerchant, RegisterUser, Request, RequestRefund, Role, StartPayment, UserId,
};

on_both![
    a_replay_gives_the_same_ids_and_records_as_they_are_now,
    a_key_used_for_something_else_is_refused,
    keys_belong_to_their_principal,
    a_refused_request_may_be_tried_again_under_its_key,
    the_same_key_twice_in_one_batch_is_one_request,
    a_key_is_honoured_by_another_engine,
    what_is_made_twice_under_one_id_is_there_once,
    an_id_used_for_something_else_names_the_field,
    what_could_not_be_told_from_its_repeat_needs_a_key,
];

fn a_replay_gives_the_same_ids_and_records_as_they_are_now(world: &World) {
    let shop = world.shop();
    world.tops_up(shop.customer, "50.00 GBP");
    let order = world.order_of(&shop, "10.00 GBP");
    let start = || world.engine.request(StartPayment::new(order.id, Method::Wallet)).key("checkout-8812");
    let first = start().answer().unwrap();
    assert_eq!(first.acceptance, Acceptance::New);
    assert_eq!(first.output.state, PaymentState::RequiresConfirmation);
    world.done(ConfirmPayment::new(first.output.id));

    let before = world.dump();
    let again = start().answer().unwrap();

    assert_eq!(again.acceptance, Acceptance::Replayed);
    assert_eq!(again.output.id, first.output.id);
    assert_eq!(again.output.state, PaymentState::Succeeded, "the record as it is now");
    before.assert_unchanged(&world.dump());
}

fn a_key_used_for_something_else_is_refused(world: &World) {
    let shop = world.shop();
    let order = |total: &str| keyed("order-1", PlaceOrder::new(shop.merchant, money(total)));
    assert!(world.engine.batch([order("5.00 GBP")])[0].is_ok());
    let before = world.dump();
    for other in [order("6.00 GBP"), keyed("order-1", RegisterUser::new("u"))] {
        let error = world.engine.batch([other]).remove(0).unwrap_err();
        assert_eq!(error.code(), "idempotency_key_reused");
        assert!(error.to_string().contains("order-1"), "{error}");
    }
    before.assert_unchanged(&world.dump());
}

fn keys_belong_to_their_principal(world: &World) {
    let shop = world.shop();
    let order = |total: &str| keyed("order-1", PlaceOrder::new(shop.merchant, money(total)));
    let actors = [Actor::System, Actor::Merchant(shop.merchant), Actor::operator("anna", [Role::Agent])];
    let results = world.engine.batch(actors.map(|actor| order("5.00 GBP").actor(actor)));
    let ids: Vec<OrderId> = results.into_iter().map(|result| placed(result.unwrap().output)).collect();
    assert!(ids[0] != ids[1] && ids[1] != ids[2] && ids[0] != ids[2], "three orders: {ids:?}");
    // Roles are no part of who somebody is.
    let promoted = Actor::operator("anna", [Role::Agent, Role::Reviewer]);
    let again = world.engine.batch([order("5.00 GBP").actor(promoted)]).remove(0).unwrap();
    assert_eq!(again.acceptance, Acceptance::Replayed);
    assert_eq!(placed(again.output), ids[2]);
}

fn placed(output: AnyOutput) -> OrderId {
    match output {
        AnyOutput::Order(order) => order.id,
        other => panic!("{other:?}"),
    }
}

fn a_refused_request_may_be_tried_again_under_its_key(world: &World) {
    let shop = world.shop();
    let order = world.order_of(&shop, "10.00 GBP");
    let payment = world.done(StartPayment::new(order.id, Method::Wallet));
    let confirm = || world.engine.request(ConfirmPayment::new(payment.id)).key("confirm-1").answer();
    assert_eq!(confirm().unwrap_err().code(), "insufficient_funds");
    world.tops_up(shop.customer, "10.00 GBP");
    assert_eq!(confirm().unwrap().acceptance, Acceptance::New);
    assert_eq!(confirm().unwrap().acceptance, Acceptance::Replayed);
}

fn the_same_key_twice_in_one_batch_is_one_request(world: &World) {
    let shop = world.shop();
    let order = || keyed("order-1", PlaceOrder::new(shop.merchant, pence(500)));
    let other = keyed("order-1", PlaceOrder::new(shop.merchant, pence(501)));
    let results = world.engine.batch([order(), order(), other]);
    let answers: Vec<_> = results.iter().map(Result::as_ref).collect();
    let acceptance = |i: usize| answers[i].unwrap().acceptance;
    assert_eq!((acceptance(0), acceptance(1)), (Acceptance::New, Acceptance::Replayed));
    assert_eq!(answers[0].unwrap().output, answers[1].unwrap().output);
    assert_eq!(answers[2].unwrap_err().code(), "idempotency_key_reused");
    assert_eq!(world.all::<paywright::Order>().len(), 1);
}

fn a_key_is_honoured_by_another_engine(world: &World) {
    let shop = world.shop();
    let order = || keyed("order-1", PlaceOrder::new(shop.merchant, pence(500)));
    let first = world.engine.batch([order()]).remove(0).unwrap();
    let again = world.beside("second").engine.batch([order()]).remove(0).unwrap();
    assert_eq!(again.acceptance, Acceptance::Replayed);
    assert_eq!(first.output, again.output);
}

/// Asked twice without a key: the second changes nothing and answers the same.
fn made_once(world: &World, request: &Request) {
    let first = world.engine.batch([request.clone()]).remove(0).unwrap();
    let before = world.dump();
    let again = world.engine.batch([request.clone()]).remove(0).unwrap();
    assert_eq!((first.acceptance, again.acceptance), (Acceptance::New, Acceptance::Unchanged));
    assert_eq!(first.output, again.output);
    before.assert_unchanged(&world.dump());
}

struct Made {
    user: RegisterUser,
    plan: CreateFeePlan,
    merchant: RegisterMerchant,
    order: PlaceOrder,
    payment: StartPayment,
    refund: RequestRefund,
}

/// One of each command that takes an id, in a world where all of them are done once.
fn made(world: &World) -> Made {
    let shop = world.shop();
    let paid = world.paid_by_card(&shop, "10.00 GBP");
    let to_pay = world.order_of(&shop, "7.00 GBP");
    let plan = CreateFeePlan::new("plain", "0.01".parse().unwrap(), money("0.10 GBP"));
    let order = PlaceOrder { customer: Some(shop.customer), ..PlaceOrder::new(shop.merchant, pence(700)) };
    let made = Made {
        user: RegisterUser { id: Some(UserId::derived("u")), ..RegisterUser::new("customer-1") },
        plan: CreateFeePlan { id: Some(FeePlanId::derived("p")), ..plan },
        merchant: RegisterMerchant {
            id: Some(MerchantId::derived("m")),
            ..RegisterMerchant::new("Kiosk", shop.plan)
        },
        order: PlaceOrder { id: Some(OrderId::derived("o")), ..order },
        payment: StartPayment {
            id: Some(PaymentId::derived("y")),
            ..StartPayment::new(to_pay.id, Method::channel(CARDS))
        },
        refund: RequestRefund { id: Some(RefundId::derived("r")), ..RequestRefund::new(paid.id, pence(300)) },
    };
    made_once(world, &made.user.clone().into());
    made_once(world, &made.plan.clone().into());
    made_once(world, &made.merchant.clone().into());
    made_once(world, &made.order.clone().into());
    made_once(world, &made.payment.clone().into());
    made_once(world, &made.refund.clone().into());
    made
}

fn what_is_made_twice_under_one_id_is_there_once(world: &World) {
    let made = made(world);
    // What was left out the first time may be spelled out the second.
    let week = Some(7 * 86_400);
    let spelled = StartPayment { amount: Some(pence(700)), authorisation_seconds: week, ..made.payment };
    assert_eq!(world.ask(spelled).unwrap().acceptance, Acceptance::Unchanged);
}

#[track_caller]
fn reused(world: &World, request: impl Into<Request>, field: &str) {
    let before = world.dump();
    let error = world.engine.batch([request.into()]).remove(0).unwrap_err();
    assert_eq!(error.code(), "id_reused", "{error}");
    assert!(error.to_string().ends_with(&format!("with another {field}")), "{error}");
    before.assert_unchanged(&world.dump());
}

fn an_id_used_for_something_else_names_the_field(world: &World) {
    let Made { user, plan, merchant, order, payment, refund } = made(world);
    reused(world, RegisterUser { reference: "other".to_owned(), ..user }, "reference");

    reused(world, CreateFeePlan { name: "other".to_owned(), ..plan.clone() }, "name");
    reused(world, CreateFeePlan { rate: "0.02".parse().unwrap(), ..plan.clone() }, "rate");
    reused(world, CreateFeePlan { rounding: paywright::Rounding::Down, ..plan.clone() }, "rounding");
    reused(world, CreateFeePlan { fixed: money("0.10 EUR"), ..plan.clone() }, "fixed fee");

    let other_plan = plan.id.unwrap();
    reused(world, RegisterMerchant { name: "Stall".to_owned(), ..merchant.clone() }, "name");
    reused(world, RegisterMerchant { fee_plan: other_plan, ..merchant.clone() }, "fee plan");
    let review = RefundReview::NotRequired;
    reused(world, RegisterMerchant { refund_review: review, ..merchant.clone() }, "refund review");

    reused(world, PlaceOrder { merchant: merchant.id.unwrap(), ..order.clone() }, "merchant");
    reused(world, PlaceOrder { customer: None, ..order.clone() }, "customer");
    reused(world, PlaceOrder { total: money("7.00 EUR"), ..order.clone() }, "total");
    reused(world, PlaceOrder { reference: Some("x".to_owned()), ..order.clone() }, "reference");

    let purpose = paywright::PaymentPurpose::Order(order.id.unwrap());
    reused(world, StartPayment { purpose, ..payment.clone() }, "purpose");
    reused(world, StartPayment { amount: Some(pence(699)), ..payment.clone() }, "amount");
    reused(world, StartPayment { method: Some(Method::Wallet), ..payment.clone() }, "method");
    reused(world, StartPayment { payer: user.id, ..payment.clone() }, "payer");
    let capture = paywright::CaptureMode::Manual;
    reused(world, StartPayment { capture, ..payment.clone() }, "capture mode");
    let authorisation_seconds = Some(60);
    reused(world, StartPayment { authorisation_seconds, ..payment.clone() }, "time of an authorisation");

    reused(world, RequestRefund { amount: Some(pence(299)), ..refund.clone() }, "amount");
    reused(world, RequestRefund { reason: Some("late".to_owned()), ..refund.clone() }, "reason");
    reused(world, RequestRefund { payment: payment.id.unwrap(), ..refund }, "payment");
}

fn what_could_not_be_told_from_its_repeat_needs_a_key(world: &World) {
    let shop = world.shop();
    let payment = world.authorised_by_card(&shop, "10.00 GBP");
    let before = world.dump();
    let bare = [
        Request::new(RegisterUser::new("u")),
        Request::new(PlaceOrder::new(shop.merchant, pence(1))),
        Request::new(CapturePayment::all(payment.id)),
        Request::new(RequestRefund::all(payment.id)),
    ];
    for result in world.engine.batch(bare) {
        let error = result.unwrap_err();
        assert_eq!(error.code(), "not_repeatable");
        assert!(matches!(error, Error::Misuse { .. }));
    }
    before.assert_unchanged(&world.dump());
}
