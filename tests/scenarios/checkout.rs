//! A shop checks out: by card, from a wallet, as a guest.

use crate::support::shop::{declined, failed, fee_income, pence, pending_of, receivable, wallet};
use crate::support::{World, money, on_both};
use paywright::{
    CaptureMode, ConfirmPayment, Method, OperationKind, OperationState, OrderState, Outcome, PaymentState,
    PlaceOrder, StartPayment, SuspendMerchant,
};

on_both![
    a_card_is_charged_once_and_the_order_is_paid,
    a_wallet_pays_within_the_confirmation,
    a_guest_pays_by_card,
    an_order_is_paid_in_two_payments,
    a_started_payment_reserves_its_part_of_what_is_due,
    a_declined_payment_frees_what_is_due_and_a_second_one_pays,
    a_failed_authorisation_frees_what_is_due,
    a_wallet_with_too_little_leaves_the_payment_where_it_was,
    a_suspended_merchant_takes_no_orders_and_no_payments_but_what_is_open_goes_on,
    a_paid_order_takes_no_further_payment,
];

fn a_card_is_charged_once_and_the_order_is_paid(world: &World) {
    let shop = world.shop();
    let order = world.order_of(&shop, "18.50 GBP");
    let payment = world.card_payment(order.id, CaptureMode::Automatic);
    assert_eq!(payment.state, PaymentState::Processing);
    let work = world.claims_one();
    assert_eq!(work.operation.kind, OperationKind::Sale);
    assert_eq!(work.operation.amount, money("18.50 GBP"));
    assert_eq!(work.operation.state, OperationState::Sent);

    let operation = world.done(paywright::CompleteEffect::new(
        work.effect.id,
        crate::support::shop::WORKER,
        Outcome::Succeeded,
    ));

    assert_eq!(operation.state, OperationState::Succeeded);
    let payment = world.payment(payment.id);
    assert_eq!((payment.state, payment.captured), (PaymentState::Succeeded, 1850));
    let order = world.order(order.id);
    assert_eq!((order.state, order.paid, order.in_flight), (OrderState::Paid, 1850, 0));
    world.assert_balance(&receivable(), "18.50 GBP");
    // 2.9 % of 18.50 is 0.5365, and 30 pence.
    world.assert_balance(&fee_income(), "0.84 GBP");
    world.assert_balance(&pending_of(shop.merchant), "17.66 GBP");
    assert!(world.claimed().is_empty(), "nothing is sent twice");
}

fn a_wallet_pays_within_the_confirmation(world: &World) {
    let shop = world.shop();
    world.tops_up(shop.customer, "50.00 GBP");

    let payment = world.paid_from_wallet(&shop, "18.50 GBP");

    assert_eq!((payment.state, payment.captured), (PaymentState::Succeeded, 1850));
    assert_eq!(payment.operation, None);
    world.assert_balance(&wallet(shop.customer), "31.50 GBP");
    world.assert_balance(&pending_of(shop.merchant), "17.66 GBP");
    assert!(world.claimed().is_empty(), "the ledger answered; there is nothing to send");
}

fn a_guest_pays_by_card(world: &World) {
    let shop = world.shop();
    let order = world.done(PlaceOrder::new(shop.merchant, money("9.99 GBP")));
    assert_eq!(order.customer, None);
    world.refused(StartPayment::new(order.id, Method::Wallet), "invalid_value");

    let payment = world.card_payment(order.id, CaptureMode::Automatic);
    world.channel_says(&Outcome::Succeeded);

    let payment = world.payment(payment.id);
    assert_eq!((payment.state, payment.payer), (PaymentState::Succeeded, None));
    assert_eq!(world.order(order.id).state, OrderState::Paid);
}

fn an_order_is_paid_in_two_payments(world: &World) {
    let shop = world.shop();
    world.tops_up(shop.customer, "5.00 GBP");
    let order = world.order_of(&shop, "12.00 GBP");
    let part =
        StartPayment { amount: Some(money("5.00 GBP")), ..StartPayment::new(order.id, Method::Wallet) };
    world.confirmed(part);
    let after_one = world.order(order.id);
    assert_eq!((after_one.state, after_one.due()), (OrderState::PartiallyPaid, money("7.00 GBP")));

    let rest = world.card_payment(order.id, CaptureMode::Automatic);
    assert_eq!(rest.amount, money("7.00 GBP"), "all that is due, where no amount is given");
    world.channel_says(&Outcome::Succeeded);

    let order = world.order(order.id);
    assert_eq!((order.state, order.paid), (OrderState::Paid, 1200));
}

fn a_started_payment_reserves_its_part_of_what_is_due(world: &World) {
    let shop = world.shop();
    let order = world.order_of(&shop, "10.00 GBP");
    let start = |amount: &str| StartPayment {
        amount: Some(money(amount)),
        ..StartPayment::new(order.id, Method::channel("cards"))
    };
    world.done(start("6.00 GBP"));
    assert_eq!(world.order(order.id).due(), money("4.00 GBP"));
    world.refused(start("4.01 GBP"), "exceeds_due");
    world.done(start("4.00 GBP"));
    world.refused(StartPayment::new(order.id, Method::channel("cards")), "exceeds_due");
}

fn a_declined_payment_frees_what_is_due_and_a_second_one_pays(world: &World) {
    let shop = world.shop();
    let order = world.order_of(&shop, "20.00 GBP");
    let first = world.card_payment(order.id, CaptureMode::Automatic);
    world.refused(StartPayment::new(order.id, Method::channel("cards")), "exceeds_due");

    world.channel_says(&declined());

    let first = world.payment(first.id);
    assert_eq!(first.state, PaymentState::Failed);
    assert_eq!(first.failure.as_deref(), Some("not enough on the card"));
    assert_eq!(world.order(order.id).due(), money("20.00 GBP"));
    world.refused(ConfirmPayment::new(first.id), "wrong_state");

    let second = world.card_payment(order.id, CaptureMode::Automatic);
    world.channel_says(&Outcome::Succeeded);
    assert_eq!(world.payment(second.id).state, PaymentState::Succeeded);
    assert_eq!(world.order(order.id).state, OrderState::Paid);
    world.assert_balance(&receivable(), "20.00 GBP");
}

fn a_failed_authorisation_frees_what_is_due(world: &World) {
    let shop = world.shop();
    let order = world.order_of(&shop, "20.00 GBP");
    let payment = world.card_payment(order.id, CaptureMode::Manual);
    world.channel_says(&failed());
    assert_eq!(world.payment(payment.id).state, PaymentState::Failed);
    assert_eq!(world.order(order.id).due(), money("20.00 GBP"));
    assert_eq!(world.figures(&receivable()).balance(), 0);
}

fn a_wallet_with_too_little_leaves_the_payment_where_it_was(world: &World) {
    let shop = world.shop();
    world.tops_up(shop.customer, "10.00 GBP");
    let order = world.order_of(&shop, "10.01 GBP");
    let payment = world.done(StartPayment::new(order.id, Method::Wallet));
    world.refused(ConfirmPayment::new(payment.id), "insufficient_funds");
    assert_eq!(world.payment(payment.id).state, PaymentState::RequiresConfirmation);

    world.tops_up(shop.customer, "0.01 GBP");
    assert_eq!(world.done(ConfirmPayment::new(payment.id)).state, PaymentState::Succeeded);
    world.assert_balance(&wallet(shop.customer), "0.00 GBP");
}

fn a_suspended_merchant_takes_no_orders_and_no_payments_but_what_is_open_goes_on(world: &World) {
    let shop = world.shop();
    let (one, two) = (world.order_of(&shop, "5.00 GBP"), world.order_of(&shop, "6.00 GBP"));
    let open = world.done(StartPayment::new(one.id, Method::channel("cards")));

    world.done(SuspendMerchant::new(shop.merchant));

    world.refused(PlaceOrder::new(shop.merchant, pence(100)), "merchant_not_active");
    world.refused(StartPayment::new(two.id, Method::channel("cards")), "merchant_not_active");
    world.done(ConfirmPayment::new(open.id));
    world.channel_says(&Outcome::Succeeded);
    assert_eq!(world.payment(open.id).state, PaymentState::Succeeded);
}

fn a_paid_order_takes_no_further_payment(world: &World) {
    let shop = world.shop();
    let paid = world.paid_by_card(&shop, "3.00 GBP");
    let order = paid.order.unwrap();
    world.refused(StartPayment::new(order, Method::channel("cards")), "wrong_state");
}
