//! Payments: every way from their start to their end.

use crate::support::World;
use crate::support::shop::{CARDS, declined, fee_income, pence, receivable, wallet};
use crate::told::stories;
use paywright::{
    Actor, AnswerChallenge, AttachMethod, CancelPayment, CaptureMode, CapturePayment, ChallengeResult,
    ConfirmPayment, IncrementAuthorisation, Method, OperationKind, Outcome, Payment, PaymentState,
    ReleaseRest, ReviewPayment, Role, StartPayment, Verdict, VoidPayment,
};

stories! {
    a_payment_without_a_method_takes_one reaches [
        "payment: started", "payment: requires_method + method_attached",
        "payment: requires_confirmation + allowed", "payment: processing + captured",
    ];
    a_decline_leaves_the_payer_another_method_as_often_as_was_agreed reaches [
        "payment: started_with_method", "payment: processing + declined_for_now",
        "payment: processing + declined_for_good",
    ];
    a_challenge_is_failed_twice_and_passed reaches [
        "payment: requires_confirmation + challenged", "payment: requires_action + action_failed_once",
        "payment: requires_action + action_passed",
    ];
    a_challenge_that_is_failed_for_good_asks_for_another_method reaches [
        "payment: requires_action + action_failed",
    ];
    a_payment_is_denied reaches ["payment: requires_confirmation + denied"];
    a_payment_is_reviewed reaches [
        "payment: requires_confirmation + held_for_review", "payment: under_review + review_approved",
        "payment: under_review + review_rejected",
    ];
    a_payment_that_nobody_reviews_is_cancelled reaches ["payment: under_review + review_timed_out"];
    a_payment_is_captured_in_parts reaches [
        "payment: processing + authorised", "payment: authorised + capture_started",
        "payment: capturing + first_capture_refused", "payment: capturing + captured_part",
        "payment: partially_captured + capture_started", "payment: capturing + later_capture_refused",
        "payment: capturing + captured_last",
    ];
    an_authorisation_is_voided reaches [
        "payment: authorised + void_started", "payment: voiding + void_refused", "payment: voiding + voided",
    ];
    an_authorisation_is_voided_late reaches ["payment: voiding + voided"];
    an_authorisation_is_incremented reaches ["payment: authorised + incremented"];
    an_increment_that_is_declined_changes_nothing reaches ["payment: authorised + capture_started"];
    an_authorisation_expires reaches [
        "payment: authorised + authorisation_expired", "payment: partially_captured + authorisation_expired",
    ];
    an_authorisation_does_not_expire_while_its_channel_was_asked_something reaches [
        "payment: authorised + authorisation_expired",
    ];
    the_rest_is_released reaches ["payment: partially_captured + rest_released"];
    a_payment_is_cancelled_before_anything_was_asked reaches [
        "payment: requires_method + cancelled", "payment: requires_confirmation + cancelled",
        "payment: requires_action + cancelled", "payment: under_review + cancelled",
    ];
    a_payment_that_is_not_confirmed_in_time_expires reaches [
        "payment: requires_method + timed_out", "payment: requires_confirmation + timed_out",
        "payment: requires_action + timed_out", "payment: under_review + timed_out",
    ];
}

fn cards() -> Option<Method> {
    Some(Method::channel(CARDS))
}

/// A payment of one pound for an order of its own, started with a method.
fn started(world: &World) -> (Payment, paywright::OrderId) {
    let shop = world.shop();
    let order = world.order_of(&shop, "1.00 GBP").id;
    (world.done(StartPayment::new(order, Method::channel(CARDS))), order)
}

fn judged(payment: &Payment, verdict: Verdict) -> ConfirmPayment {
    ConfirmPayment { payment: payment.id, verdict }
}

fn a_payment_without_a_method_takes_one(world: &World) {
    let shop = world.shop();
    let order = world.order_of(&shop, "20.00 GBP").id;
    let payment = world.done(StartPayment::without_method(order));
    assert_eq!((payment.state, payment.method), (PaymentState::RequiresMethod, None));
    world.refused(ConfirmPayment::new(payment.id), "wrong_state");
    let customer = Actor::User(shop.customer);
    let ready = world.done_as(&customer, AttachMethod::new(payment.id, Method::channel(CARDS)));
    assert_eq!((ready.state, ready.method), (PaymentState::RequiresConfirmation, cards()));
    world.done_as(&customer, ConfirmPayment::new(payment.id));
    world.channel_says(&Outcome::Succeeded);
    assert_eq!(world.payment(payment.id).state, PaymentState::Succeeded);
}

fn a_decline_leaves_the_payer_another_method_as_often_as_was_agreed(world: &World) {
    let shop = world.shop();
    let order = world.order_of(&shop, "20.00 GBP").id;
    let start = StartPayment { attempts: Some(2), ..StartPayment::new(order, Method::channel(CARDS)) };
    let payment = world.confirmed(start);
    world.channel_says(&declined());
    let waits = world.payment(payment.id);
    assert_eq!((waits.state, waits.method, waits.attempts_left), (PaymentState::RequiresMethod, None, 1));
    assert_eq!(waits.failure.as_deref(), Some("not enough on the card"), "the reason is kept");
    assert_eq!(world.order(order).in_flight, 2000, "its part of what is due stays reserved");
    world.done(AttachMethod::new(payment.id, Method::channel("open-banking")));
    world.done(ConfirmPayment::new(payment.id));
    assert_eq!(world.last_operation(payment.id).channel, "open-banking");
    world.channel_says(&declined());
    assert_eq!(world.payment(payment.id).state, PaymentState::Failed);
    assert_eq!(world.order(order).in_flight, 0);
    // Two attempts of the same payment, of which the first succeeds after all.
    let first = world.all::<paywright::Operation>().remove(0);
    world.observes(first.id, Outcome::Succeeded);
    assert_eq!(world.payment(payment.id).unwanted, 2000);
    world.channel_says(&Outcome::Succeeded);
    world.assert_balance(&receivable(), "0.00 GBP");
}

fn a_challenge_is_failed_twice_and_passed(world: &World) {
    let (payment, _) = started(world);
    let user = payment.payer.map(Actor::User).unwrap();
    world.refused_as(&user, judged(&payment, Verdict::Challenge), "not_permitted");
    world.done(judged(&payment, Verdict::Challenge));
    let answer = |result| AnswerChallenge::new(payment.id, result);
    world.refused_as(&user, answer(ChallengeResult::Passed), "not_permitted");
    for left in [2, 1] {
        let failed = world.done(answer(ChallengeResult::Failed));
        assert_eq!((failed.state, failed.tries_left), (PaymentState::RequiresAction, left));
    }
    let passed = world.done(answer(ChallengeResult::Passed));
    assert_eq!(passed.state, PaymentState::Processing);
    world.channel_says(&Outcome::Succeeded);
    assert_eq!(world.payment(payment.id).state, PaymentState::Succeeded);
}

fn a_challenge_that_is_failed_for_good_asks_for_another_method(world: &World) {
    let (payment, _) = started(world);
    world.done(judged(&payment, Verdict::Challenge));
    for _ in 0..3 {
        world.done(AnswerChallenge::new(payment.id, ChallengeResult::Failed));
    }
    let failed = world.payment(payment.id);
    assert_eq!((failed.state, failed.method), (PaymentState::RequiresMethod, None));
    world.refused(AnswerChallenge::new(payment.id, ChallengeResult::Passed), "wrong_state");
    world.done(AttachMethod::new(payment.id, Method::channel(CARDS)));
    world.done(ConfirmPayment::new(payment.id));
    world.channel_says(&Outcome::Succeeded);
    assert_eq!(world.payment(payment.id).state, PaymentState::Succeeded);
}

fn a_payment_is_denied(world: &World) {
    let (payment, order) = started(world);
    let denied = world.done(judged(&payment, Verdict::Deny { reason: "on the list".to_owned() }));
    assert_eq!((denied.state, denied.failure.as_deref()), (PaymentState::Failed, Some("on the list")));
    assert_eq!(world.order(order).in_flight, 0);
    assert!(world.claimed().is_empty());
}

fn a_payment_is_reviewed(world: &World) {
    let anna = Actor::operator("anna", [Role::Agent, Role::Reviewer]);
    let ben = Actor::operator("ben", [Role::Reviewer]);
    let hold = |payment: &Payment| {
        world.done_as(&anna, judged(payment, Verdict::Review { until: None }));
    };
    let (payment, _) = started(world);
    hold(&payment);
    world.refused_as(&anna, ReviewPayment::approve(payment.id), "self_review");
    assert!(world.claimed().is_empty(), "nothing is sent before the review");
    let approved = world.done_as(&ben, ReviewPayment::approve(payment.id));
    assert_eq!(approved.state, PaymentState::Processing);
    world.channel_says(&Outcome::Succeeded);
    assert_eq!(world.payment(payment.id).state, PaymentState::Succeeded);

    let (payment, order) = started(world);
    hold(&payment);
    let rejected = world.done_as(&ben, ReviewPayment::reject(payment.id, "stolen card"));
    assert_eq!((rejected.state, rejected.failure.as_deref()), (PaymentState::Failed, Some("stolen card")));
    assert_eq!(world.order(order).in_flight, 0);
}

fn a_payment_that_nobody_reviews_is_cancelled(world: &World) {
    let (payment, order) = started(world);
    let until = Some(world.clock.reads().plus_seconds(3_600));
    world.done(judged(&payment, Verdict::Review { until }));
    world.clock.moves(3_600);
    world.refused(ReviewPayment::reject(payment.id, "too late"), "wrong_state");
    world.time_passes(0);
    assert_eq!(world.payment(payment.id).state, PaymentState::Cancelled);
    assert_eq!(world.order(order).in_flight, 0);
}

fn a_payment_is_captured_in_parts(world: &World) {
    let shop = world.shop();
    let payment = world.authorised_by_card(&shop, "20.00 GBP");
    let state = |outcome: &Outcome, capture: CapturePayment| {
        world.done(capture);
        world.channel_says(outcome);
        world.payment(payment.id).state
    };
    let part = || CapturePayment::part(payment.id, pence(500));
    assert_eq!(state(&declined(), part()), PaymentState::Authorised);
    assert_eq!(state(&Outcome::Succeeded, part()), PaymentState::PartiallyCaptured);
    assert_eq!(state(&declined(), part()), PaymentState::PartiallyCaptured);
    assert_eq!(state(&Outcome::Succeeded, CapturePayment::all(payment.id)), PaymentState::Succeeded);
    world.assert_balance(&receivable(), "20.00 GBP");
    world.assert_balance(&fee_income(), "0.88 GBP");
}

fn an_authorisation_is_voided(world: &World) {
    let shop = world.shop();
    let payment = world.authorised_by_card(&shop, "20.00 GBP");
    assert_eq!(world.done(VoidPayment::new(payment.id)).state, PaymentState::Voiding);
    world.refused(CapturePayment::all(payment.id), "operation_unfinished");
    world.channel_says(&declined());
    assert_eq!(world.payment(payment.id).state, PaymentState::Authorised);
    world.done(VoidPayment::new(payment.id));
    let operation = world.last_operation(payment.id);
    assert_eq!((operation.kind, operation.original), (OperationKind::Void, payment.authorised_by));
    world.channel_says(&Outcome::Succeeded);
    let voided = world.payment(payment.id);
    assert_eq!((voided.state, voided.capturable()), (PaymentState::Cancelled, pence(0)));
    assert_eq!(world.order(payment.order.unwrap()).due(), pence(2000));
    world.refused(VoidPayment::new(payment.id), "wrong_state");

    world.tops_up(shop.customer, "20.00 GBP");
    let held = world.authorised_from_wallet(&shop, "20.00 GBP");
    assert_eq!(world.done(VoidPayment::new(held.id)).state, PaymentState::Cancelled);
    world.assert_available(&wallet(shop.customer), "20.00 GBP");
}

fn an_authorisation_is_voided_late(world: &World) {
    let shop = world.shop();
    let payment = world.authorised_by_card(&shop, "20.00 GBP");
    world.done(VoidPayment::new(payment.id));
    let void = world.last_operation(payment.id);
    world.channel_says(&declined());
    assert_eq!(world.payment(payment.id).state, PaymentState::Authorised);
    world.observes(void.id, Outcome::Succeeded);
    assert_eq!(world.payment(payment.id).state, PaymentState::Cancelled);
    assert!(world.claimed().is_empty(), "there is nothing to undo");
}

/// Ten pounds authorised of an order of twenty.
fn half_authorised(world: &World, method: Method) -> Payment {
    let shop = world.shop();
    world.tops_up(shop.customer, "15.00 GBP");
    let order = world.order_of(&shop, "20.00 GBP").id;
    let start = StartPayment { capture: CaptureMode::Manual, ..StartPayment::new(order, method) };
    let payment = world.confirmed(StartPayment { amount: Some(pence(1000)), ..start });
    world.channel_says(&Outcome::Succeeded);
    world.payment(payment.id)
}

fn an_authorisation_is_incremented(world: &World) {
    let payment = half_authorised(world, Method::channel(CARDS));
    let order = payment.order.unwrap();
    world.refused(IncrementAuthorisation::new(payment.id, pence(1001)), "exceeds_due");
    world.done(IncrementAuthorisation::new(payment.id, pence(300)));
    assert_eq!(world.order(order).in_flight, 1300);
    world.refused(CapturePayment::all(payment.id), "operation_unfinished");
    world.channel_says(&Outcome::Succeeded);
    let more = world.payment(payment.id);
    assert_eq!((more.state, more.authorised, more.amount), (PaymentState::Authorised, 1300, pence(1300)));
    world.done(CapturePayment::all(payment.id));
    world.channel_says(&Outcome::Succeeded);
    assert_eq!((world.order(order).paid, world.order(order).in_flight), (1300, 0));

    let held = half_authorised(world, Method::Wallet);
    world.refused(IncrementAuthorisation::new(held.id, pence(501)), "insufficient_funds");
    let more = world.done(IncrementAuthorisation::new(held.id, pence(500)));
    assert_eq!((more.authorised, more.capturable()), (1500, pence(1500)));
    world.assert_available(&wallet(held.payer.unwrap()), "0.00 GBP");
    world.done(CapturePayment::all(held.id));
    world.assert_balance(&wallet(held.payer.unwrap()), "0.00 GBP");
}

fn an_increment_that_is_declined_changes_nothing(world: &World) {
    let payment = half_authorised(world, Method::channel(CARDS));
    world.done(IncrementAuthorisation::new(payment.id, pence(300)));
    world.channel_says(&declined());
    let same = world.payment(payment.id);
    assert_eq!((same.state, same.authorised, same.amount), (PaymentState::Authorised, 1000, pence(1000)));
    assert_eq!(world.order(payment.order.unwrap()).in_flight, 1000);
    world.done(CapturePayment::all(payment.id));
    world.channel_says(&Outcome::Succeeded);
    // Its late success gives nobody anything, and is undone.
    let increment = world.all::<paywright::Operation>();
    let increment = increment.iter().find(|one| one.kind == OperationKind::Increment).unwrap();
    world.observes(increment.id, Outcome::Succeeded);
    assert_eq!(world.last_operation(payment.id).kind, OperationKind::Reverse);
}

fn an_authorisation_expires(world: &World) {
    let shop = world.shop();
    let payment = world.authorised_by_card(&shop, "20.00 GBP");
    world.clock.moves(7 * 86_400 + 1);
    world.refused(CapturePayment::all(payment.id), "authorisation_expired");
    world.refused(IncrementAuthorisation::new(payment.id, pence(1)), "authorisation_expired");
    world.time_passes(0);
    assert_eq!(world.payment(payment.id).state, PaymentState::Expired);
    assert_eq!(world.order(payment.order.unwrap()).due(), pence(2000));

    world.tops_up(shop.customer, "20.00 GBP");
    let order = world.order_of(&shop, "20.00 GBP").id;
    let start = StartPayment { capture: CaptureMode::Manual, ..StartPayment::new(order, Method::Wallet) };
    let held = world.confirmed(StartPayment { authorisation_seconds: Some(60), ..start });
    world.done(CapturePayment::part(held.id, pence(500)));
    world.time_passes(61);
    let part = world.payment(held.id);
    assert_eq!((part.state, part.captured, part.hold), (PaymentState::Succeeded, 500, None));
    world.assert_available(&wallet(shop.customer), "15.00 GBP");
    assert_eq!(world.order(order).due(), pence(1500));
}

fn an_authorisation_does_not_expire_while_its_channel_was_asked_something(world: &World) {
    let payment = half_authorised(world, Method::channel(CARDS));
    world.done(IncrementAuthorisation::new(payment.id, pence(300)));
    let asked = world.claims_one().operation;
    world.time_passes(8 * 86_400);
    assert_eq!(world.payment(payment.id).state, PaymentState::Authorised, "the answer is waited for");
    world.observes(asked.id, Outcome::Succeeded);
    world.time_passes(0);
    assert_eq!(world.payment(payment.id).state, PaymentState::Expired);
    assert_eq!(world.order(payment.order.unwrap()).in_flight, 0);
}

fn the_rest_is_released(world: &World) {
    let shop = world.shop();
    let payment = world.authorised_by_card(&shop, "20.00 GBP");
    world.refused(ReleaseRest::new(payment.id), "wrong_state");
    world.done(CapturePayment::part(payment.id, pence(500)));
    world.channel_says(&Outcome::Succeeded);
    let released = world.done(ReleaseRest::new(payment.id));
    assert_eq!((released.state, released.capturable()), (PaymentState::Succeeded, pence(0)));
    assert_eq!(world.order(payment.order.unwrap()).due(), pence(1500));
    let told = world.claims_one().operation;
    assert_eq!((told.kind, told.amount), (OperationKind::Reverse, pence(1500)));
    world.observes(told.id, Outcome::Succeeded);
    world.assert_balance(&receivable(), "5.00 GBP");
}

fn a_payment_is_cancelled_before_anything_was_asked(world: &World) {
    let prepare: [fn(&World, &Payment); 3] = [
        |_, _| {},
        |world, payment| drop(world.done(judged(payment, Verdict::Challenge))),
        |world, payment| drop(world.done(judged(payment, Verdict::Review { until: None }))),
    ];
    for prepare in prepare {
        let (payment, order) = started(world);
        prepare(world, &payment);
        assert_eq!(world.done(CancelPayment::new(payment.id)).state, PaymentState::Cancelled);
        assert_eq!(world.order(order).due(), pence(100));
        world.refused(CancelPayment::new(payment.id), "wrong_state");
    }
    let shop = world.shop();
    let order = world.order_of(&shop, "1.00 GBP").id;
    let payment = world.done(StartPayment::without_method(order));
    world.done_as(&Actor::Merchant(shop.merchant), CancelPayment::new(payment.id));
}

fn a_payment_that_is_not_confirmed_in_time_expires(world: &World) {
    let shop = world.shop();
    let order = world.order_of(&shop, "20.00 GBP").id;
    let expires_at = Some(world.clock.reads().plus_seconds(900));
    let start = |method| {
        let start = StartPayment { method, expires_at, ..StartPayment::without_method(order) };
        world.done(StartPayment { amount: Some(pence(100)), ..start })
    };
    let (without, ready, challenged, reviewed) =
        (start(None), start(cards()), start(cards()), start(cards()));
    world.done(judged(&challenged, Verdict::Challenge));
    world.done(judged(&reviewed, Verdict::Review { until: None }));
    world.clock.moves(900);
    world.refused(ConfirmPayment::new(ready.id), "wrong_state");
    world.refused(AttachMethod::new(without.id, Method::channel(CARDS)), "wrong_state");
    world.refused(AnswerChallenge::new(challenged.id, ChallengeResult::Passed), "wrong_state");
    assert_eq!(world.engine.tick().unwrap(), 4);
    for payment in [without, ready, challenged, reviewed] {
        assert_eq!(world.payment(payment.id).state, PaymentState::Expired);
    }
    assert_eq!(world.order(order).in_flight, 0);
}
