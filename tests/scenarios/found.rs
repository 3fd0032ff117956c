//! What random days found: each defect they met is a story of its own here.

use crate::support::shop::{Shop, declined, fee_income, pending_of, receivable, wallet};
use crate::support::{World, money, on_both};
use paywright::{
    ActivateMerchant, CapturePayment, ChangeBounds, CreateFeePlan, FeesOnRefund, Method, OperationKind,
    OperationState, Outcome, PaymentState, RefundReview, RefundState, RegisterMerchant, RequestRefund,
    RerouteRefund, RetryRefund,
};

on_both!(
    a_refunded_top_up_is_not_rerouted_to_the_wallet_that_gives_it,
    a_part_of_what_is_reserved_is_captured_also_below_a_tightened_bound,
    an_earlier_attempt_of_a_refund_goes_through_while_its_retry_is_on_its_way,
    a_refund_that_went_through_by_an_earlier_attempt_fails_when_that_is_taken_back,
    a_refund_in_a_wallet_stays_there_when_a_card_takes_its_own_back,
    an_authorisation_that_comes_back_after_its_payment_ended_is_reversed,
    a_capture_after_a_refund_bears_the_whole_fee_of_what_is_not_refunded,
);

fn a_refunded_top_up_is_not_rerouted_to_the_wallet_that_gives_it(world: &World) {
    let shop = world.shop();
    let top_up = world.tops_up(shop.customer, "20.00 GBP");
    let refund = world.done(RequestRefund::new(top_up.id, money("5.00 GBP")));
    world.channel_says(&Outcome::destination_closed());
    let message = world.refused(RerouteRefund::new(refund.id, Method::Wallet), "wrong_state");
    assert!(message.contains("topped that very wallet up"), "{message}");
    world.assert_available(&wallet(shop.customer), "15.00 GBP");
}

fn a_part_of_what_is_reserved_is_captured_also_below_a_tightened_bound(world: &World) {
    let shop = world.shop();
    world.tops_up(shop.customer, "20.00 GBP");
    let payment = world.authorised_from_wallet(&shop, "15.00 GBP");
    let account = wallet(shop.customer).id();
    world.done(ChangeBounds { min_available: Some(1_000), ..ChangeBounds::new(account) });
    world.done(CapturePayment::part(payment.id, money("6.00 GBP")));
    world.assert_balance(&wallet(shop.customer), "14.00 GBP");
    world.assert_available(&wallet(shop.customer), "5.00 GBP");
    world.done(CapturePayment::all(payment.id));
    world.assert_available(&wallet(shop.customer), "5.00 GBP");
    let below = ChangeBounds { min_available: Some(0), ..ChangeBounds::new(account) };
    world.done(below);
}

fn taken_back() -> Outcome {
    Outcome::TakenBack { reason: "the card's bank sent it back".to_owned() }
}

fn an_earlier_attempt_of_a_refund_goes_through_while_its_retry_is_on_its_way(world: &World) {
    let shop = world.shop();
    let payment = world.paid_by_card(&shop, "20.00 GBP");
    let first = world.done(RequestRefund::new(payment.id, money("5.00 GBP"))).operation.unwrap();
    world.channel_says(&declined());
    let refund = world.all::<paywright::Refund>().remove(0);
    let retry = world.done(RetryRefund::new(refund.id)).operation.unwrap();
    let work = world.claims_one();
    world.observes(first, Outcome::Succeeded);
    assert_eq!(world.refund(refund.id).state, RefundState::Succeeded);
    world.check();
    // Nobody can call the retry off any more: what it does is looked at, and the refund stays as it is.
    assert_eq!(work.operation.id, retry);
    world.observes(retry, Outcome::Succeeded);
    assert_eq!(world.cases().len(), 1);
    assert_eq!(world.payment(payment.id).refunded, 500);
}

fn a_refund_that_went_through_by_an_earlier_attempt_fails_when_that_is_taken_back(world: &World) {
    let shop = world.shop();
    let payment = world.paid_by_card(&shop, "20.00 GBP");
    let first = world.done(RequestRefund::new(payment.id, money("5.00 GBP"))).operation.unwrap();
    world.channel_says(&declined());
    let refund = world.all::<paywright::Refund>().remove(0).id;
    let retry = world.done(RetryRefund::new(refund)).operation.unwrap();
    world.observes(first, Outcome::Succeeded);
    assert_eq!(world.operation(retry).state, OperationState::Failed);
    world.observes(first, taken_back());
    assert_eq!(world.refund(refund).state, RefundState::Failed);
    assert_eq!(world.payment(payment.id).refunded, 0);
    world.assert_available(&pending_of(shop.merchant), "14.12 GBP");
    assert!(world.cases().is_empty());
}

fn a_refund_in_a_wallet_stays_there_when_a_card_takes_its_own_back(world: &World) {
    let shop = world.shop();
    let payment = world.paid_by_card(&shop, "20.00 GBP");
    let refund = world.done(RequestRefund::new(payment.id, money("5.00 GBP")));
    world.channel_says(&Outcome::destination_closed());
    world.done(RerouteRefund::new(refund.id, Method::Wallet));
    let card = refund.operation.unwrap();
    world.observes(card, Outcome::Succeeded);
    world.assert_balance(&receivable(), "15.00 GBP");
    world.observes(card, taken_back());
    world.assert_balance(&receivable(), "20.00 GBP");
    world.assert_balance(&wallet(shop.customer), "5.00 GBP");
    assert_eq!(world.refund(refund.id).state, RefundState::Succeeded);
}

fn an_authorisation_that_comes_back_after_its_payment_ended_is_reversed(world: &World) {
    let shop = world.shop();
    let payment = world.authorised_by_card(&shop, "20.00 GBP");
    let authorise = payment.authorised_by.unwrap();
    world.observes(authorise, taken_back());
    assert_eq!(world.payment(payment.id).state, PaymentState::Expired);
    world.observes(authorise, Outcome::Succeeded);
    let reverse = world.last_operation(payment.id);
    assert_eq!((reverse.kind, reverse.original), (OperationKind::Reverse, Some(authorise)));
    assert_eq!(world.operation(authorise).reversed_by, Some(reverse.id));
    world.channel_says(&Outcome::Succeeded);
    world.assert_balance(&receivable(), "0.00 GBP");
}

/// First the whole capture is refunded, and with it the whole fee; then as much is captured again.
fn a_capture_after_a_refund_bears_the_whole_fee_of_what_is_not_refunded(world: &World) {
    let terms = CreateFeePlan::new("returned", "0.05".parse().unwrap(), money("0.20 GBP"));
    let plan = world.done(CreateFeePlan { on_refund: FeesOnRefund::Returned, ..terms }).id;
    let review = RefundReview::NotRequired;
    let draft = RegisterMerchant { refund_review: review, ..RegisterMerchant::new("Hotel", plan) };
    let merchant = world.done(draft).id;
    world.done(ActivateMerchant::new(merchant));
    let customer = world.user("guest-1");
    let payment = world.authorised_by_card(&Shop { plan, merchant, customer }, "20.00 GBP");
    world.done(CapturePayment::part(payment.id, money("10.00 GBP")));
    world.channel_says(&Outcome::Succeeded);
    world.done(RequestRefund::all(payment.id));
    world.channel_says(&Outcome::Succeeded);
    world.assert_balance(&fee_income(), "0.00 GBP");
    world.done(CapturePayment::all(payment.id));
    world.channel_says(&Outcome::Succeeded);
    world.assert_balance(&fee_income(), "0.70 GBP");
    world.assert_balance(&pending_of(merchant), "9.30 GBP");
}
