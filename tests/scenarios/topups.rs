//! Money into wallets: by card, and from one wallet to another.

use crate::support::shop::{declined, payer_refundable, pence, receivable, silence, wallet};
use crate::support::{World, gbp, money, on_both};
use paywright::{
    AccountKey, CaptureMode, ConfirmPayment, Method, OpenAccount, Outcome, PaymentState, Purpose,
    RequestRefund, StartPayment,
};

on_both![
    a_top_up_reaches_the_wallet_and_pays,
    a_top_up_is_spent_only_when_it_came,
    a_declined_top_up_releases_what_it_reserved,
    a_top_up_that_succeeds_after_its_decline_is_kept_for_the_payer,
    one_wallet_tops_up_another,
    a_wallet_that_would_rise_too_high_takes_no_top_up,
    a_friend_tops_up_by_card,
    a_top_up_is_refunded_as_far_as_it_is_still_there,
    a_wallet_to_wallet_top_up_is_refunded_at_once,
    what_a_top_up_cannot_be,
];

fn a_top_up_reaches_the_wallet_and_pays(world: &World) {
    let shop = world.shop();
    let payment = world.tops_up(shop.customer, "50.00 GBP");
    assert_eq!((payment.state, payment.captured), (PaymentState::Succeeded, 5000));
    world.assert_balance(&wallet(shop.customer), "50.00 GBP");
    world.assert_balance(&receivable(), "50.00 GBP");
    world.paid_from_wallet(&shop, "50.00 GBP");
    world.assert_balance(&wallet(shop.customer), "0.00 GBP");
}

fn a_top_up_is_spent_only_when_it_came(world: &World) {
    let shop = world.shop();
    world.confirmed(StartPayment::top_up(shop.customer, pence(5000), Method::channel("cards")));
    assert_eq!(world.figures(&wallet(shop.customer)).ceiling(), 5000);
    world.assert_available(&wallet(shop.customer), "0.00 GBP");
    let order = world.order_of(&shop, "1.00 GBP");
    let payment = world.done(StartPayment::new(order.id, Method::Wallet));
    world.refused(ConfirmPayment::new(payment.id), "insufficient_funds");
}

fn a_declined_top_up_releases_what_it_reserved(world: &World) {
    let user = world.user("u");
    let payment = world.confirmed(StartPayment::top_up(user, pence(5000), Method::channel("cards")));
    world.channel_says(&declined());
    assert_eq!(world.payment(payment.id).state, PaymentState::Failed);
    assert_eq!(world.figures(&wallet(user)).ceiling(), 0);
}

fn a_top_up_that_succeeds_after_its_decline_is_kept_for_the_payer(world: &World) {
    let user = world.user("u");
    let payment = world.confirmed(StartPayment::top_up(user, pence(5000), Method::channel("cards")));
    let operation = world.last_operation(payment.id);
    world.channel_says(&declined());

    world.observes(operation.id, Outcome::Succeeded);

    world.assert_balance(&wallet(user), "0.00 GBP");
    world.assert_balance(&payer_refundable(), "50.00 GBP");
    world.channel_says(&Outcome::Succeeded);
    world.assert_balance(&payer_refundable(), "0.00 GBP");
}

fn one_wallet_tops_up_another(world: &World) {
    let (payer, receiver) = (world.user("payer"), world.user("receiver"));
    world.tops_up(payer, "20.00 GBP");
    let gift = StartPayment::top_up(receiver, pence(1200), Method::Wallet);
    let payment = world.confirmed(StartPayment { payer: Some(payer), ..gift });
    assert_eq!(payment.state, PaymentState::Succeeded);
    world.assert_balance(&wallet(payer), "8.00 GBP");
    world.assert_balance(&wallet(receiver), "12.00 GBP");
}

fn a_wallet_that_would_rise_too_high_takes_no_top_up(world: &World) {
    let (payer, receiver) = (world.user("payer"), world.user("receiver"));
    world.tops_up(payer, "200.00 GBP");
    let limit = OpenAccount {
        max_balance: Some(10_000),
        ..OpenAccount::new(AccountKey::user(receiver, Purpose::Wallet, gbp()))
    };
    world.done(limit);

    let card = StartPayment::top_up(receiver, pence(10_001), Method::channel("cards"));
    let by_card = world.done(card);
    world.refused(ConfirmPayment::new(by_card.id), "balance_limit_exceeded");

    // What is on its way counts: a limit must hold when the money comes.
    world.confirmed(StartPayment::top_up(receiver, pence(6_000), Method::channel("cards")));
    let gift = StartPayment::top_up(receiver, pence(4_001), Method::Wallet);
    let gift = world.done(StartPayment { payer: Some(payer), ..gift });
    world.refused(ConfirmPayment::new(gift.id), "balance_limit_exceeded");
    let fits = StartPayment::top_up(receiver, pence(4_000), Method::Wallet);
    world.confirmed(StartPayment { payer: Some(payer), ..fits });
    world.channel_says(&Outcome::Succeeded);
    world.assert_balance(&wallet(receiver), "100.00 GBP");
}

fn a_friend_tops_up_by_card(world: &World) {
    let (payer, receiver) = (world.user("payer"), world.user("receiver"));
    let gift = StartPayment::top_up(receiver, pence(1200), Method::channel("cards"));
    let payment = world.confirmed(StartPayment { payer: Some(payer), ..gift });
    world.channel_says(&silence());
    assert_eq!(world.payment(payment.id).state, PaymentState::Processing);
    world.clock.moves(60);
    world.channel_says(&Outcome::Succeeded);
    world.assert_balance(&wallet(receiver), "12.00 GBP");
    assert_eq!(world.figures(&wallet(payer)).balance(), 0);
}

fn a_top_up_is_refunded_as_far_as_it_is_still_there(world: &World) {
    let shop = world.shop();
    let top_up = world.tops_up(shop.customer, "20.00 GBP");
    world.paid_from_wallet(&shop, "15.00 GBP");
    world.refused(RequestRefund::all(top_up.id), "insufficient_funds");

    let refund = world.done(RequestRefund::new(top_up.id, money("5.00 GBP")));
    world.assert_available(&wallet(shop.customer), "0.00 GBP");
    world.channel_says(&Outcome::Succeeded);
    assert_eq!(world.refund(refund.id).state, paywright::RefundState::Succeeded);
    world.assert_balance(&receivable(), "15.00 GBP");
}

fn a_wallet_to_wallet_top_up_is_refunded_at_once(world: &World) {
    let (payer, receiver) = (world.user("payer"), world.user("receiver"));
    world.tops_up(payer, "20.00 GBP");
    let gift = StartPayment::top_up(receiver, pence(1200), Method::Wallet);
    let gift = world.confirmed(StartPayment { payer: Some(payer), ..gift });
    world.done(RequestRefund::new(gift.id, pence(1000)));
    world.assert_balance(&wallet(payer), "18.00 GBP");
    world.assert_balance(&wallet(receiver), "2.00 GBP");
}

fn what_a_top_up_cannot_be(world: &World) {
    let user = world.user("u");
    let by_card = || StartPayment::top_up(user, pence(100), Method::channel("cards"));
    world.refused(StartPayment { amount: None, ..by_card() }, "invalid_value");
    world.refused(StartPayment { capture: CaptureMode::Manual, ..by_card() }, "invalid_value");
    world.refused(StartPayment { method: Some(Method::Wallet), ..by_card() }, "invalid_value");
}
