//! What the field complains of most, each as a story: broken state machines and broken accounting.

use crate::support::shop::{CARDS, WORKER, declined, failed, pence, receivable, silence, wallet};
use crate::support::{World, on_both};
use paywright::{
    Acceptance, ApproveRefund, CaptureMode, CapturePayment, CloseRefund, CompleteEffect, ConfirmPayment,
    EffectKind, Method, OperationState, Outcome, PaymentState, RefundReview, RefundState, RequestRefund,
    RetryRefund, StartPayment,
};

on_both![
    a_hold_counts_against_the_balance_whoever_made_it,
    a_refund_cannot_be_repeated,
    a_second_capture_waits_while_the_first_is_in_doubt,
    no_refund_is_pending_that_was_never_to_be_sent,
    a_resolver_cannot_race_a_retry,
    several_partial_refunds_add_up_to_what_was_paid,
    the_reason_of_a_failure_is_kept,
    nothing_is_charged_twice_because_an_answer_was_lost,
];

/// "The available balance ignored open authorisations, and customers overspent."
fn a_hold_counts_against_the_balance_whoever_made_it(world: &World) {
    let shop = world.shop();
    world.tops_up(shop.customer, "20.00 GBP");
    world.authorised_from_wallet(&shop, "12.00 GBP");
    world.assert_balance(&wallet(shop.customer), "20.00 GBP");
    world.assert_available(&wallet(shop.customer), "8.00 GBP");
    let order = world.order_of(&shop, "8.01 GBP");
    let second = world.done(StartPayment::new(order.id, Method::Wallet));
    world.refused(ConfirmPayment::new(second.id), "insufficient_funds");
}

/// "The refund button was pressed twice, and the customer was paid twice."
fn a_refund_cannot_be_repeated(world: &World) {
    let shop = world.shop();
    let payment = world.paid_by_card(&shop, "20.00 GBP");
    let press = || world.engine.request(RequestRefund::all(payment.id)).key("return-1").answer();
    let first = press().unwrap();
    let second = press().unwrap();
    assert_eq!((second.acceptance, second.output.id), (Acceptance::Replayed, first.output.id));
    world.channel_says(&Outcome::Succeeded);
    press().unwrap();
    // Another key does not help either: nothing is left.
    world.refused(RequestRefund::new(payment.id, pence(1)), "exceeds_refundable");
    world.assert_balance(&receivable(), "0.00 GBP");
}

/// "The first capture timed out, the second succeeded, and then so did the first."
fn a_second_capture_waits_while_the_first_is_in_doubt(world: &World) {
    let shop = world.shop();
    let payment = world.authorised_by_card(&shop, "20.00 GBP");
    world.done(CapturePayment::all(payment.id));
    let first = world.claims_one();
    world.done(CompleteEffect::new(first.effect.id, WORKER, silence()));
    world.refused(CapturePayment::all(payment.id), "operation_unfinished");
    world.refused(paywright::VoidPayment::new(payment.id), "operation_unfinished");
    world.channel_says(&Outcome::Succeeded);
    let payment = world.payment(payment.id);
    assert_eq!((payment.state, payment.captured), (PaymentState::Succeeded, 2000));
}

/// "The refund was pending for weeks; it had never been sent."
fn no_refund_is_pending_that_was_never_to_be_sent(world: &World) {
    let shop = world.shop_with("0.029", "0.30 GBP", RefundReview::Required);
    let payment = world.paid_by_card(&shop, "20.00 GBP");
    let merchant = paywright::Actor::Merchant(shop.merchant);
    let refund = world.done_as(&merchant, RequestRefund::all(payment.id));
    assert_eq!((refund.state, refund.operation), (RefundState::PendingReview, None));
    let approved = world.done(ApproveRefund::new(refund.id));
    assert_eq!(approved.state, RefundState::Approved, "approved, not sent");
    let operation = approved.operation.unwrap();
    assert_eq!(world.operation(operation).state, OperationState::Created);
    // Processing means: a worker took it. If that worker dies, the channel is asked.
    let work = world.claims_one();
    assert_eq!(world.refund(refund.id).state, RefundState::Processing);
    world.time_passes(66);
    assert_eq!(world.operation(operation).state, OperationState::Unknown);
    let ask = world.claims_one();
    assert_eq!((ask.effect.kind, ask.operation.id), (EffectKind::AskOperation, work.operation.id));
}

/// "Support retried the refund while the nightly job found that the first one had gone through."
fn a_resolver_cannot_race_a_retry(world: &World) {
    let shop = world.shop();
    let payment = world.paid_by_card(&shop, "20.00 GBP");
    let refund = world.done(RequestRefund::new(payment.id, pence(500)));
    let first = refund.operation.unwrap();
    world.channel_says(&silence());
    world.refused(RetryRefund::new(refund.id), "operation_unfinished");
    world.refused(CloseRefund::new(refund.id), "operation_unfinished");
    world.observes(first, failed());
    world.done(RetryRefund::new(refund.id));
    // The nightly job says that the first went through: the retry, which nobody sent yet, is called off.
    world.observes(first, Outcome::Succeeded);
    assert_eq!(world.refund(refund.id).state, RefundState::Succeeded);
    assert!(world.claimed().is_empty(), "nothing is sent any more");
    assert_eq!(world.payment(payment.id).refunded, 500);
    world.assert_balance(&receivable(), "15.00 GBP");
}

/// "Two partial refunds were possible that together exceeded the payment, a third one was not possible at
/// all."
fn several_partial_refunds_add_up_to_what_was_paid(world: &World) {
    let shop = world.shop();
    let payment = world.paid_by_card(&shop, "20.00 GBP");
    let part = |minor| RequestRefund::new(payment.id, pence(minor));
    let rejected = world.done(part(700));
    world.channel_says(&declined());
    world.done(part(800));
    world.channel_says(&Outcome::Succeeded);
    world.refused(part(501), "exceeds_refundable");
    world.done(CloseRefund::new(rejected.id));
    world.done(part(1200));
    world.channel_says(&Outcome::Succeeded);
    let paid = world.payment(payment.id);
    assert_eq!((paid.refunded, paid.refunds_reserved, paid.refundable()), (2000, 0, pence(0)));
}

/// "It said failed. Nobody could say why."
fn the_reason_of_a_failure_is_kept(world: &World) {
    let shop = world.shop();
    let order = world.order_of(&shop, "20.00 GBP");
    let payment = world.card_payment(order.id, CaptureMode::Automatic);
    world.channel_says(&declined());
    let reason = Some("not enough on the card");
    assert_eq!(world.payment(payment.id).failure.as_deref(), reason);
    assert_eq!(world.last_operation(payment.id).reason.as_deref(), reason);
    let paid = world.paid_by_card(&shop, "20.00 GBP");
    let refund = world.done(RequestRefund::all(paid.id));
    world.channel_says(&failed());
    assert_eq!(world.refund(refund.id).failure.as_deref(), Some("the acquirer was down"));
    world.done(CloseRefund::new(refund.id));
    assert_eq!(world.refund(refund.id).failure.as_deref(), Some("the acquirer was down"));
}

/// "The gateway timed out, the job retried, and the card was charged twice."
fn nothing_is_charged_twice_because_an_answer_was_lost(world: &World) {
    let shop = world.shop();
    let order = world.order_of(&shop, "20.00 GBP");
    let start = StartPayment { attempts: Some(3), ..StartPayment::new(order.id, Method::channel(CARDS)) };
    let payment = world.confirmed(start);
    world.channel_says(&silence());
    world.refused(ConfirmPayment::new(payment.id), "wrong_state");
    world.refused(StartPayment::new(order.id, Method::channel(CARDS)), "exceeds_due");
    for work in world.claimed() {
        assert_eq!(work.effect.kind, EffectKind::AskOperation, "it is asked about, not sent again");
        world.done(CompleteEffect::new(work.effect.id, WORKER, Outcome::Succeeded));
    }
    assert_eq!(world.payment(payment.id).captured, 2000);
    world.assert_balance(&receivable(), "20.00 GBP");
}
