//! Captures by hand: all, in parts, the last part releasing the rest; from a wallet and by card.

use crate::support::shop::{CARDS, declined, pence, pending_of, receivable, silence, wallet};
use crate::support::{World, money, on_both};
use paywright::{
    CancelOrder, CaptureKind, CaptureMode, CapturePayment, IncrementAuthorisation, Method, OperationKind,
    OrderState, Outcome, PaymentState, RequestRefund, StartPayment,
};

on_both![
    all_is_captured_from_a_wallet,
    parts_are_captured_from_a_wallet_and_the_last_releases_the_rest,
    all_is_captured_by_card,
    parts_are_captured_by_card_and_the_last_releases_the_rest,
    the_part_that_leaves_nothing_is_the_last,
    a_capture_beyond_the_authorised_amount_is_refused,
    a_second_capture_waits_while_the_first_is_in_doubt,
    a_refused_capture_goes_back_and_may_be_tried_again,
    a_refused_later_capture_goes_back_to_partially_captured,
    a_late_success_of_a_refused_capture_still_counts,
    a_late_success_of_a_capture_that_no_longer_fits_is_kept_for_the_payer,
    a_hold_counts_against_the_balance,
    a_closed_order_takes_no_increment,
];

fn all_is_captured_from_a_wallet(world: &World) {
    let shop = world.shop();
    world.tops_up(shop.customer, "30.00 GBP");
    let payment = world.authorised_from_wallet(&shop, "20.00 GBP");
    assert_eq!((payment.state, payment.authorised), (PaymentState::Authorised, 2000));
    world.assert_balance(&wallet(shop.customer), "30.00 GBP");
    world.assert_available(&wallet(shop.customer), "10.00 GBP");

    let payment = world.done(CapturePayment::all(payment.id));

    assert_eq!((payment.state, payment.captured), (PaymentState::Succeeded, 2000));
    assert_eq!(payment.hold, None);
    world.assert_available(&wallet(shop.customer), "10.00 GBP");
    world.refused(CapturePayment::all(payment.id), "wrong_state");
}

fn parts_are_captured_from_a_wallet_and_the_last_releases_the_rest(world: &World) {
    let shop = world.shop();
    world.tops_up(shop.customer, "30.00 GBP");
    let payment = world.authorised_from_wallet(&shop, "20.00 GBP");

    let payment = world.done(CapturePayment::part(payment.id, money("5.00 GBP")));
    assert_eq!(payment.state, PaymentState::PartiallyCaptured);
    assert_eq!(payment.capturable(), money("15.00 GBP"));
    world.assert_balance(&wallet(shop.customer), "25.00 GBP");
    world.assert_available(&wallet(shop.customer), "10.00 GBP");

    let payment = world.done(CapturePayment::part(payment.id, money("6.00 GBP")));
    assert_eq!((payment.state, payment.captured), (PaymentState::PartiallyCaptured, 1100));
    assert_eq!(world.order(payment.order.unwrap()).state, OrderState::PartiallyPaid);

    let last = CapturePayment { kind: CaptureKind::Last, ..CapturePayment::part(payment.id, pence(400)) };
    let payment = world.done(last);
    assert_eq!((payment.state, payment.captured), (PaymentState::Succeeded, 1500));
    world.assert_balance(&wallet(shop.customer), "15.00 GBP");
    world.assert_available(&wallet(shop.customer), "15.00 GBP");
    let order = world.order(payment.order.unwrap());
    assert_eq!((order.paid, order.in_flight, order.due()), (1500, 0, money("5.00 GBP")));
}

fn all_is_captured_by_card(world: &World) {
    let shop = world.shop();
    let payment = world.authorised_by_card(&shop, "20.00 GBP");
    assert_eq!(payment.state, PaymentState::Authorised);
    assert_eq!(world.figures(&receivable()).balance(), 0, "an authorisation moves nothing");

    let payment = world.done(CapturePayment::all(payment.id));
    assert_eq!(payment.state, PaymentState::Capturing);
    let operation = world.last_operation(payment.id);
    assert_eq!((operation.kind, operation.original), (OperationKind::Capture, payment.authorised_by));
    assert_eq!(world.figures(&receivable()).balance(), 0, "money is posted when the channel says so");

    world.channel_says(&Outcome::Succeeded);
    assert_eq!(world.payment(payment.id).state, PaymentState::Succeeded);
    world.assert_balance(&receivable(), "20.00 GBP");
}

fn parts_are_captured_by_card_and_the_last_releases_the_rest(world: &World) {
    let shop = world.shop();
    let payment = world.authorised_by_card(&shop, "20.00 GBP");
    world.done(CapturePayment::part(payment.id, money("5.00 GBP")));
    world.channel_says(&Outcome::Succeeded);
    assert_eq!(world.payment(payment.id).state, PaymentState::PartiallyCaptured);

    let last = CapturePayment { kind: CaptureKind::Last, ..CapturePayment::part(payment.id, pence(800)) };
    world.done(last);
    world.channel_says(&Outcome::Succeeded);

    let payment = world.payment(payment.id);
    assert_eq!((payment.state, payment.captured), (PaymentState::Succeeded, 1300));
    let order = world.order(payment.order.unwrap());
    assert_eq!((order.state, order.due()), (OrderState::PartiallyPaid, money("7.00 GBP")));
    world.assert_balance(&receivable(), "13.00 GBP");
}

fn the_part_that_leaves_nothing_is_the_last(world: &World) {
    let shop = world.shop();
    world.tops_up(shop.customer, "20.00 GBP");
    let by_wallet = world.authorised_from_wallet(&shop, "20.00 GBP");
    let by_wallet = world.done(CapturePayment::part(by_wallet.id, money("20.00 GBP")));
    assert_eq!((by_wallet.state, by_wallet.hold), (PaymentState::Succeeded, None));

    let by_card = world.authorised_by_card(&shop, "20.00 GBP");
    world.done(CapturePayment::part(by_card.id, money("20.00 GBP")));
    world.channel_says(&Outcome::Succeeded);
    assert_eq!(world.payment(by_card.id).state, PaymentState::Succeeded);
}

fn a_capture_beyond_the_authorised_amount_is_refused(world: &World) {
    let shop = world.shop();
    world.tops_up(shop.customer, "50.00 GBP");
    for payment in
        [world.authorised_from_wallet(&shop, "20.00 GBP"), world.authorised_by_card(&shop, "20.00 GBP")]
    {
        world.refused(CapturePayment::part(payment.id, pence(2001)), "exceeds_authorised");
        world.done(CapturePayment::part(payment.id, pence(1500)));
        world.channel_says(&Outcome::Succeeded);
        let text = world.refused(CapturePayment::part(payment.id, pence(501)), "exceeds_authorised");
        assert!(text.contains("5.01 GBP") && text.contains("5.00 GBP"), "{text}");
    }
}

fn a_second_capture_waits_while_the_first_is_in_doubt(world: &World) {
    let shop = world.shop();
    let payment = world.authorised_by_card(&shop, "20.00 GBP");
    world.done(CapturePayment::part(payment.id, pence(500)));
    let second = || CapturePayment::part(payment.id, pence(600));
    world.refused(second(), "operation_unfinished");
    let work = world.claims_one();
    world.refused(second(), "operation_unfinished");
    world.observes(work.operation.id, silence());
    world.refused(second(), "operation_unfinished");
    world.refused(RequestRefund::all(payment.id), "operation_unfinished");

    world.observes(work.operation.id, Outcome::Succeeded);
    world.done(second());
    world.channel_says(&Outcome::Succeeded);
    assert_eq!(world.payment(payment.id).captured, 1100);
}

fn a_refused_capture_goes_back_and_may_be_tried_again(world: &World) {
    let shop = world.shop();
    let payment = world.authorised_by_card(&shop, "20.00 GBP");
    world.done(CapturePayment::all(payment.id));
    world.channel_says(&declined());
    let back = world.payment(payment.id);
    assert_eq!((back.state, back.captured, back.last_capture), (PaymentState::Authorised, 0, None));
    assert_eq!(world.order(payment.order.unwrap()).in_flight, 2000, "it is still reserved");

    world.done(CapturePayment::all(payment.id));
    world.channel_says(&Outcome::Succeeded);
    assert_eq!(world.payment(payment.id).state, PaymentState::Succeeded);
}

fn a_refused_later_capture_goes_back_to_partially_captured(world: &World) {
    let shop = world.shop();
    let payment = world.authorised_by_card(&shop, "20.00 GBP");
    world.done(CapturePayment::part(payment.id, pence(500)));
    world.channel_says(&Outcome::Succeeded);
    world.done(CapturePayment::all(payment.id));
    world.channel_says(&declined());
    let back = world.payment(payment.id);
    assert_eq!((back.state, back.captured), (PaymentState::PartiallyCaptured, 500));
}

fn a_late_success_of_a_refused_capture_still_counts(world: &World) {
    let shop = world.shop();
    let payment = world.authorised_by_card(&shop, "20.00 GBP");
    world.done(CapturePayment::part(payment.id, pence(500)));
    let operation = world.last_operation(payment.id);
    world.channel_says(&declined());

    world.observes(operation.id, Outcome::Succeeded);

    let payment = world.payment(payment.id);
    assert_eq!((payment.state, payment.captured), (PaymentState::PartiallyCaptured, 500));
    assert!(world.cases().is_empty(), "nobody needs to look at it");
    world.assert_balance(&receivable(), "5.00 GBP");
    world.done(CapturePayment::all(payment.id));
    world.channel_says(&Outcome::Succeeded);
    assert_eq!(world.payment(payment.id).captured, 2000);
}

fn a_late_success_of_a_capture_that_no_longer_fits_is_kept_for_the_payer(world: &World) {
    let shop = world.shop();
    let payment = world.authorised_by_card(&shop, "20.00 GBP");
    world.done(CapturePayment::all(payment.id));
    let first = world.last_operation(payment.id);
    world.channel_says(&declined());
    world.done(CapturePayment::all(payment.id));
    world.channel_says(&Outcome::Succeeded);

    world.observes(first.id, Outcome::Succeeded);

    let payment = world.payment(payment.id);
    assert_eq!((payment.captured, payment.unwanted), (2000, 2000));
    assert_eq!(world.operation(world.operation(first.id).reversed_by.unwrap()).kind, OperationKind::Reverse);
    world.assert_balance(&receivable(), "40.00 GBP");
    world.assert_balance(&crate::support::shop::payer_refundable(), "20.00 GBP");
}

fn a_hold_counts_against_the_balance(world: &World) {
    let shop = world.shop();
    world.tops_up(shop.customer, "20.00 GBP");
    let held = world.authorised_from_wallet(&shop, "15.00 GBP");
    let order = world.order_of(&shop, "5.01 GBP");
    let start = paywright::StartPayment::new(order.id, paywright::Method::Wallet);
    let second = world.done(start);
    world.refused(paywright::ConfirmPayment::new(second.id), "insufficient_funds");

    let last = CapturePayment { kind: CaptureKind::Last, ..CapturePayment::part(held.id, pence(100)) };
    world.done(last);
    let second = world.done(paywright::ConfirmPayment::new(second.id));
    assert_eq!(second.state, PaymentState::Succeeded);
    world.assert_balance(&pending_of(shop.merchant), "5.23 GBP");
}

fn a_closed_order_takes_no_increment(world: &World) {
    let shop = world.shop();
    let order = world.order_of(&shop, "20.00 GBP");
    let start = StartPayment::new(order.id, Method::channel(CARDS));
    let start = StartPayment { amount: Some(pence(500)), capture: CaptureMode::Manual, ..start };
    let payment = world.confirmed(start);
    world.observes(world.last_operation(payment.id).id, Outcome::Succeeded);
    world.done(CancelOrder::new(order.id));
    // The channel does not give the authorisation up: it ends with its time.
    world.observes(world.last_operation(payment.id).id, declined());
    assert_eq!(world.payment(payment.id).state, PaymentState::Authorised);
    world.refused(IncrementAuthorisation::new(payment.id, pence(100)), "wrong_state");
}
