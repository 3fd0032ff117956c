//! What comes late, twice, against what was said before, or is taken back; and what is asked meanwhile.

use crate::support::shop::{
    CARDS, Shop, declined, failed, fee_income, payer_refundable, pence, pending_of, receivable, wallet,
};
use crate::support::{World, gbp, money, on_both};
use paywright::{
    AccountKey, ActivateMerchant, AttachMethod, CancelOrder, CancelPayment, CaptureMode, CapturePayment,
    CaseKind, ChangeBounds, ConfirmPayment, CreateFeePlan, FeesOnRefund, IncrementAuthorisation, Method,
    Operation, OperationId, OperationKind, OperationState, Outcome, Payment, PaymentState, PlaceOrder,
    Purpose, Refund, RefundReview, RefundState, RegisterMerchant, RequestRefund, RerouteRefund, RetryRefund,
    RetryReversal, StartPayment, VoidPayment,
};

on_both!(
    a_wallet_keeps_a_refund_when_the_closed_card_gives_its_own_back,
    a_refund_fails_when_the_attempt_that_gave_it_is_taken_back,
    a_refund_that_was_given_twice_stands_when_one_is_taken_back,
    a_retry_that_is_under_way_stands_beside_a_refund_that_went_through,
    a_late_success_of_the_first_destination_calls_the_second_off,
    a_part_is_captured_from_a_wallet_whose_bound_was_tightened,
    the_fee_follows_a_capture_after_a_refund,
    a_payment_of_a_closed_order_is_neither_incremented_nor_captured,
    a_late_void_ends_a_payment_whose_second_void_is_under_way,
    a_start_repeats_after_another_method_took_the_place_of_its_own,
    a_start_with_other_terms_is_no_repeat,
    a_payment_that_succeeded_from_a_wallet_has_no_failure,
    a_reversal_is_called_off_when_the_channel_took_the_money_back_itself,
    a_reversal_that_succeeds_late_calls_its_retry_off,
    a_reversal_that_is_declined_because_nothing_is_left_opens_no_case,
    a_success_told_again_after_it_was_taken_back_starts_no_second_reversal,
    what_was_given_twice_and_taken_back_once_is_even,
    an_authorisation_that_comes_back_after_its_payment_ended_is_given_up,
    an_authorisation_taken_back_during_a_capture_is_not_forgotten,
    an_overdue_order_takes_no_payment_also_before_it_is_closed,
    an_earlier_attempt_of_a_refund_goes_through_while_its_retry_is_on_its_way,
    a_refund_that_went_through_by_an_earlier_attempt_fails_when_that_is_taken_back,
    a_capture_after_a_refund_bears_the_whole_fee_of_what_is_not_refunded,
    a_part_of_what_is_reserved_is_captured_also_below_a_tightened_bound,
);

fn taken_back() -> Outcome {
    Outcome::TakenBack { reason: "returned by the bank".to_owned() }
}

fn suspense() -> AccountKey {
    AccountKey::platform(Purpose::Suspense, gbp())
}

/// A refund of five pounds that was handed out to be sent.
fn refund_sent(world: &World) -> (Shop, Payment, Refund, OperationId) {
    let shop = world.shop();
    let payment = world.paid_by_card(&shop, "20.00 GBP");
    let refund = world.done(RequestRefund::new(payment.id, pence(500)));
    let operation = world.claims_one().operation.id;
    (shop, payment, world.refund(refund.id), operation)
}

fn a_wallet_keeps_a_refund_when_the_closed_card_gives_its_own_back(world: &World) {
    let (shop, payment, refund, card) = refund_sent(world);
    world.observes(card, Outcome::destination_closed());
    world.done(RerouteRefund::new(refund.id, Method::Wallet));
    // The card takes it all the same, which is once too often, and its bank returns it.
    world.observes(card, Outcome::Succeeded);
    world.assert_balance(&suspense(), "-5.00 GBP");
    world.observes(card, taken_back());
    world.assert_balance(&suspense(), "0.00 GBP");
    world.assert_balance(&wallet(shop.customer), "5.00 GBP");
    assert_eq!(world.refund(refund.id).state, RefundState::Succeeded);
    assert_eq!(world.payment(payment.id).refunded, 500);
}

fn a_refund_fails_when_the_attempt_that_gave_it_is_taken_back(world: &World) {
    let (_, payment, refund, first) = refund_sent(world);
    world.observes(first, failed());
    world.done(RetryRefund::new(refund.id));
    world.observes(first, Outcome::Succeeded);
    assert_eq!(world.refund(refund.id).state, RefundState::Succeeded);
    assert!(world.claimed().is_empty(), "the retry is called off");
    world.observes(first, taken_back());
    assert_eq!(world.refund(refund.id).state, RefundState::Failed, "the payer does not have the money");
    assert_eq!((world.payment(payment.id).refunded, world.payment(payment.id).refunds_reserved), (0, 500));
    world.assert_balance(&suspense(), "0.00 GBP");
    world.assert_balance(&receivable(), "20.00 GBP");
    world.done(RetryRefund::new(refund.id));
    world.channel_says(&Outcome::Succeeded);
    world.assert_balance(&receivable(), "15.00 GBP");
}

fn a_refund_that_was_given_twice_stands_when_one_is_taken_back(world: &World) {
    let (_, payment, refund, first) = refund_sent(world);
    world.observes(first, failed());
    world.done(RetryRefund::new(refund.id));
    let second = world.claims_one().operation.id;
    world.observes(first, Outcome::Succeeded);
    world.observes(second, Outcome::Succeeded);
    world.assert_balance(&suspense(), "-5.00 GBP");
    world.observes(first, taken_back());
    assert_eq!(world.refund(refund.id).state, RefundState::Succeeded, "the payer has it by the second");
    world.assert_balance(&suspense(), "0.00 GBP");
    world.observes(second, taken_back());
    assert_eq!(world.refund(refund.id).state, RefundState::Failed);
    assert_eq!(world.payment(payment.id).refunded, 0);
    world.assert_balance(&suspense(), "0.00 GBP");
    world.assert_balance(&receivable(), "20.00 GBP");
}

fn a_retry_that_is_under_way_stands_beside_a_refund_that_went_through(world: &World) {
    let (_, payment, refund, first) = refund_sent(world);
    world.observes(first, failed());
    world.done(RetryRefund::new(refund.id));
    let second = world.claims_one().operation.id;
    world.observes(first, Outcome::Succeeded);
    world.check();
    // Taken back meanwhile, it is not sent a third time before the second is known.
    world.observes(first, taken_back());
    world.check();
    world.refused(RetryRefund::new(refund.id), "operation_unfinished");
    world.observes(second, Outcome::Succeeded);
    assert_eq!(world.refund(refund.id).state, RefundState::Succeeded);
    assert_eq!(world.payment(payment.id).refunded, 500);
    world.assert_balance(&receivable(), "15.00 GBP");
    world.assert_balance(&suspense(), "0.00 GBP");
}

fn a_late_success_of_the_first_destination_calls_the_second_off(world: &World) {
    let transfers = AccountKey::channel("transfers", gbp());
    let (_, payment, refund, card) = refund_sent(world);
    world.observes(card, Outcome::destination_closed());
    world.done(RerouteRefund::new(refund.id, Method::channel("transfers")));
    world.observes(card, Outcome::Succeeded);
    assert_eq!(world.refund(refund.id).state, RefundState::Succeeded);
    assert!(world.claimed().is_empty(), "it is not given a second time");
    assert_eq!((world.payment(payment.id).refunded, world.payment(payment.id).refunds_reserved), (500, 0));
    world.assert_balance(&receivable(), "15.00 GBP");
    world.assert_balance(&transfers, "0.00 GBP");
    world.observes(card, taken_back());
    world.assert_balance(&receivable(), "20.00 GBP");

    // While it is abnormal once more, nobody looks for a third destination any longer.
    let (_, payment, refund, card) = refund_sent(world);
    world.observes(card, Outcome::destination_closed());
    world.done(RerouteRefund::new(refund.id, Method::channel("transfers")));
    world.channel_says(&Outcome::destination_closed());
    world.observes(card, Outcome::Succeeded);
    assert_eq!(world.refund(refund.id).state, RefundState::Succeeded);
    assert_eq!(world.payment(payment.id).refunded, 500);
}

fn a_part_is_captured_from_a_wallet_whose_bound_was_tightened(world: &World) {
    let shop = world.shop();
    world.tops_up(shop.customer, "10.00 GBP");
    let id = wallet(shop.customer).id();
    world.done(ChangeBounds { min_available: Some(-5000), ..ChangeBounds::new(id) });
    let payment = world.authorised_from_wallet(&shop, "30.00 GBP");
    world.done(ChangeBounds { min_available: Some(-1000), ..ChangeBounds::new(id) });
    // What was reserved before stays reserved: no bound is broken worse.
    world.done(CapturePayment::part(payment.id, pence(1000)));
    world.done(CapturePayment { amount: Some(pence(1000)), ..CapturePayment::all(payment.id) });
}

fn the_fee_follows_a_capture_after_a_refund(world: &World) {
    for (on_refund, returned) in
        [(FeesOnRefund::Kept, 0), (FeesOnRefund::Returned, 29), (FeesOnRefund::ProRata, 44)]
    {
        let shop = world.shop();
        let terms = CreateFeePlan::new("terms", "0.029".parse().unwrap(), money("0.30 GBP"));
        let plan = world.done(CreateFeePlan { on_refund, ..terms }).id;
        let refund_review = RefundReview::NotRequired;
        let merchant = world.done(RegisterMerchant { refund_review, ..RegisterMerchant::new("m", plan) }).id;
        world.done(ActivateMerchant::new(merchant));
        let payment = world.authorised_by_card(&Shop { merchant, plan, ..shop }, "20.00 GBP");
        world.done(CapturePayment::part(payment.id, pence(1000)));
        world.channel_says(&Outcome::Succeeded);
        world.done(RequestRefund::all(payment.id));
        world.channel_says(&Outcome::Succeeded);
        world.done(CapturePayment::all(payment.id));
        world.channel_says(&Outcome::Succeeded);
        // 20.00 captured and 10.00 of it back: 58 and 30 pence of fee, as if it had been captured first.
        let part = world.part(payment.id);
        assert_eq!((part.fee, part.fee_returned), (88, returned), "{on_refund:?}");
    }
}

fn a_payment_of_a_closed_order_is_neither_incremented_nor_captured(world: &World) {
    let shop = world.shop();
    let order = world.order_of(&shop, "20.00 GBP").id;
    let start = StartPayment::new(order, Method::channel(CARDS));
    let start = StartPayment { amount: Some(pence(1000)), capture: CaptureMode::Manual, ..start };
    let payment = world.confirmed(start);
    world.channel_says(&Outcome::Succeeded);
    world.done(CancelOrder::new(order));
    world.channel_says(&declined());
    assert_eq!(world.payment(payment.id).state, PaymentState::Authorised, "the void was declined");
    world.refused(IncrementAuthorisation::new(payment.id, pence(100)), "wrong_state");
    world.refused(CapturePayment::all(payment.id), "wrong_state");
    world.done(VoidPayment::new(payment.id));
    world.channel_says(&Outcome::Succeeded);
    assert_eq!(world.payment(payment.id).state, PaymentState::Cancelled);
}

fn a_late_void_ends_a_payment_whose_second_void_is_under_way(world: &World) {
    let shop = world.shop();
    let payment = world.authorised_by_card(&shop, "20.00 GBP");
    for is_sent in [false, true] {
        let payment = if is_sent { world.authorised_by_card(&shop, "20.00 GBP") } else { payment.clone() };
        let first = world.done(VoidPayment::new(payment.id)).operation.unwrap();
        world.channel_says(&declined());
        let second = world.done(VoidPayment::new(payment.id)).operation.unwrap();
        if is_sent {
            world.claims_one();
        }
        world.observes(first, Outcome::Succeeded);
        assert_eq!(world.payment(payment.id).state, PaymentState::Cancelled);
        assert_eq!(world.order(payment.order.unwrap()).in_flight, 0);
        assert!(world.claimed().is_empty(), "nothing more is sent");
        world.check();
        let is = world.observes(second, declined()).state;
        assert_eq!(is, if is_sent { OperationState::Declined } else { OperationState::Failed });
        assert_eq!(world.payment(payment.id).state, PaymentState::Cancelled);
    }
}

fn a_start_repeats_after_another_method_took_the_place_of_its_own(world: &World) {
    let shop = world.shop();
    let order = world.order_of(&shop, "20.00 GBP").id;
    let id: paywright::PaymentId = "pay_01h455vb4pex5vsknk084sn02q".parse().unwrap();
    let start =
        StartPayment { id: Some(id), attempts: Some(2), ..StartPayment::new(order, Method::channel(CARDS)) };
    let repeats = || assert_eq!(world.done(start.clone()).id, id);
    let payment = world.done(start.clone());
    repeats();
    world.done(ConfirmPayment::new(payment.id));
    repeats();
    world.channel_says(&declined());
    repeats();
    world.done(AttachMethod::new(payment.id, Method::channel("open-banking")));
    repeats();
    world.done(ConfirmPayment::new(payment.id));
    world.channel_says(&Outcome::Succeeded);
    repeats();
    let other = StartPayment { method: Some(Method::channel("open-banking")), ..start.clone() };
    world.refused(other, "id_reused");
}

fn a_start_with_other_terms_is_no_repeat(world: &World) {
    let shop = world.shop();
    let order = world.order_of(&shop, "20.00 GBP").id;
    let id = Some("pay_01h455vb4pex5vsknk084sn02q".parse().unwrap());
    let start =
        StartPayment { id, capture: CaptureMode::Manual, ..StartPayment::new(order, Method::channel(CARDS)) };
    world.done(start.clone());
    world.refused(StartPayment { authorisation_seconds: Some(60), ..start.clone() }, "id_reused");
    world.done(StartPayment { authorisation_seconds: Some(7 * 86_400), ..start.clone() });
    let order = world.order_of(&shop, "20.00 GBP").id;
    let id = Some("pay_01h455vb4pex5vsknk084sn03q".parse().unwrap());
    let start = StartPayment { id, attempts: Some(3), ..StartPayment::new(order, Method::channel(CARDS)) };
    world.done(start.clone());
    world.refused(StartPayment { attempts: Some(2), ..start }, "id_reused");
}

fn a_payment_that_succeeded_from_a_wallet_has_no_failure(world: &World) {
    let shop = world.shop();
    world.tops_up(shop.customer, "20.00 GBP");
    let order = world.order_of(&shop, "20.00 GBP").id;
    let start = StartPayment { attempts: Some(2), ..StartPayment::new(order, Method::channel(CARDS)) };
    let payment = world.confirmed(start);
    world.channel_says(&declined());
    world.done(AttachMethod::new(payment.id, Method::Wallet));
    let paid = world.done(ConfirmPayment::new(payment.id));
    assert_eq!((paid.state, paid.failure), (PaymentState::Succeeded, None));
}

/// A sale of twenty pounds that succeeded after its payment was cancelled, and the reversal of it.
fn unwanted_sale(world: &World) -> (Payment, OperationId, Operation) {
    let shop = world.shop();
    let order = world.order_of(&shop, "20.00 GBP");
    let payment = world.card_payment(order.id, CaptureMode::Automatic);
    let sale = world.claims_one().operation.id;
    let action = paywright::PayerAction::Redirect("https://bank.example/3ds".to_owned());
    world.observes(sale, Outcome::NeedsPayer { action, until: None });
    world.done(CancelPayment::new(payment.id));
    world.observes(sale, Outcome::Succeeded);
    let reversal = world.last_operation(payment.id);
    assert_eq!((reversal.kind, reversal.state), (OperationKind::Reverse, OperationState::Created));
    (payment, sale, reversal)
}

fn a_reversal_is_called_off_when_the_channel_took_the_money_back_itself(world: &World) {
    let (payment, sale, reversal) = unwanted_sale(world);
    world.observes(sale, taken_back());
    assert_eq!(world.payment(payment.id).unwanted, 0);
    assert_eq!(world.operation(reversal.id).state, OperationState::Failed);
    assert!(world.claimed().is_empty(), "it is not given back a second time");
    assert_eq!(world.cases(), []);
    // It is taken again after all, and given back.
    world.observes(sale, Outcome::Succeeded);
    world.assert_balance(&payer_refundable(), "20.00 GBP");
    world.channel_says(&Outcome::Succeeded);
    world.assert_balance(&payer_refundable(), "0.00 GBP");
}

fn a_reversal_that_succeeds_late_calls_its_retry_off(world: &World) {
    let (payment, sale, reversal) = unwanted_sale(world);
    world.channel_says(&declined());
    world.done(RetryReversal::new(sale));
    world.observes(reversal.id, Outcome::Succeeded);
    assert_eq!(world.payment(payment.id).unwanted, 0);
    assert!(world.claimed().is_empty(), "it is not given back a second time");
    world.refused(RetryReversal::new(sale), "wrong_state");
    world.assert_balance(&receivable(), "0.00 GBP");
}

fn a_reversal_that_is_declined_because_nothing_is_left_opens_no_case(world: &World) {
    let (_, sale, reversal) = unwanted_sale(world);
    world.claims_one();
    world.observes(sale, taken_back());
    world.observes(reversal.id, declined());
    assert_eq!(world.cases(), []);

    let (_, sale, reversal) = unwanted_sale(world);
    world.channel_says(&declined());
    let retry = world.done(RetryReversal::new(sale)).reversed_by.unwrap();
    world.claims_one();
    world.observes(reversal.id, Outcome::Succeeded);
    let cases = world.cases();
    world.observes(retry, declined());
    assert_eq!(world.cases(), cases);
}

fn a_success_told_again_after_it_was_taken_back_starts_no_second_reversal(world: &World) {
    let (payment, sale, reversal) = unwanted_sale(world);
    world.claims_one();
    world.observes(sale, taken_back());
    world.observes(sale, Outcome::Succeeded);
    assert!(world.claimed().is_empty(), "a reversal is under way already");
    assert_eq!(world.payment(payment.id).unwanted, 2000);
    world.observes(reversal.id, Outcome::Succeeded);
    assert_eq!(world.payment(payment.id).unwanted, 0);
    world.assert_balance(&suspense(), "0.00 GBP");
}

fn what_was_given_twice_and_taken_back_once_is_even(world: &World) {
    let (payment, sale, reversal) = unwanted_sale(world);
    world.claims_one();
    world.observes(sale, taken_back());
    world.observes(reversal.id, Outcome::Succeeded);
    world.assert_balance(&suspense(), "-20.00 GBP");
    world.observes(reversal.id, taken_back());
    world.assert_balance(&suspense(), "0.00 GBP");
    world.assert_balance(&payer_refundable(), "0.00 GBP");
    world.assert_balance(&receivable(), "0.00 GBP");
    assert_eq!(world.payment(payment.id).unwanted, 0);

    // The other way round: reversed, taken back, and taken again.
    let (payment, sale, _) = unwanted_sale(world);
    world.channel_says(&Outcome::Succeeded);
    world.observes(sale, taken_back());
    world.assert_balance(&suspense(), "-20.00 GBP");
    world.observes(sale, Outcome::Succeeded);
    world.assert_balance(&suspense(), "0.00 GBP");
    assert_eq!(world.payment(payment.id).unwanted, 0);
    assert!(world.claimed().is_empty(), "it was given back already");
}

fn an_authorisation_that_comes_back_after_its_payment_ended_is_given_up(world: &World) {
    let shop = world.shop();
    let payment = world.authorised_by_card(&shop, "20.00 GBP");
    let authorise = payment.authorised_by.unwrap();
    world.observes(authorise, taken_back());
    assert_eq!(world.payment(payment.id).state, PaymentState::Expired);
    world.observes(authorise, Outcome::Succeeded);
    let reversal = world.last_operation(payment.id);
    assert_eq!((reversal.kind, reversal.original), (OperationKind::Reverse, Some(authorise)));
    assert_eq!(world.operation(authorise).reversed_by, Some(reversal.id));
    world.channel_says(&Outcome::Succeeded);
    world.assert_balance(&receivable(), "0.00 GBP");
}

fn an_authorisation_taken_back_during_a_capture_is_not_forgotten(world: &World) {
    let shop = world.shop();
    let payment = world.authorised_by_card(&shop, "20.00 GBP");
    world.done(CapturePayment::all(payment.id));
    let capture = world.claims_one().operation.id;
    world.observes(payment.authorised_by.unwrap(), taken_back());
    assert_eq!(world.cases()[0].kind, CaseKind::ContradictingOutcome);
    world.observes(capture, declined());
    world.assert_balance(&pending_of(shop.merchant), "0.00 GBP");
}

fn an_overdue_order_takes_no_payment_also_before_it_is_closed(world: &World) {
    let shop = world.shop();
    world.tops_up(shop.customer, "20.00 GBP");
    let expires_at = Some(world.clock.reads().plus_seconds(900));
    let order = PlaceOrder { expires_at, ..PlaceOrder::new(shop.merchant, money("20.00 GBP")) };
    let order = world.done(PlaceOrder { customer: Some(shop.customer), ..order }).id;
    let start = StartPayment { amount: Some(pence(1000)), ..StartPayment::new(order, Method::Wallet) };
    let payment = world.done(start.clone());
    let held = StartPayment { capture: CaptureMode::Manual, amount: Some(pence(200)), ..start.clone() };
    let held = world.confirmed(held);
    world.clock.moves(900);
    world.refused(IncrementAuthorisation::new(held.id, pence(100)), "wrong_state");
    world.refused(start, "wrong_state");
    world.refused(ConfirmPayment::new(payment.id), "wrong_state");
    world.time_passes(0);
    assert_eq!(world.payment(payment.id).state, PaymentState::Cancelled);
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
