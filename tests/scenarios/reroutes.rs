//! Refunds whose destination is closed, and where they go instead.

use crate::support::shop::{Shop, receivable, wallet};
use crate::support::{World, gbp, on_both};
use paywright::{
    AccountKey, CaseKind, ChangeBounds, Method, Outcome, Purpose, Refund, RefundState, RequestRefund,
    RerouteRefund,
};

on_both![
    a_refund_is_not_rerouted_into_the_wallet_it_comes_from,
    what_the_first_channel_does_after_a_reroute_into_a_wallet_is_not_the_refunds,
    a_refund_is_rerouted_also_where_its_wallet_must_keep_more_by_now,
];

/// A refund of all of it that found its card closed.
fn abnormal(world: &World, payment: paywright::PaymentId) -> Refund {
    let refund = world.done(RequestRefund::all(payment));
    world.observes(world.refund(refund.id).operation.unwrap(), Outcome::destination_closed());
    let refund = world.refund(refund.id);
    assert_eq!(refund.state, RefundState::Abnormal);
    refund
}

fn a_refund_is_not_rerouted_into_the_wallet_it_comes_from(world: &World) {
    let Shop { customer, .. } = world.shop();
    let refund = abnormal(world, world.tops_up(customer, "6.00 GBP").id);
    let text = world.refused(RerouteRefund::new(refund.id, Method::Wallet), "wrong_state");
    assert!(text.contains("topped that very wallet up"), "{text}");
    world.done(RerouteRefund::new(refund.id, Method::channel("transfers")));
    // From somebody else's it may go into the payer's.
    let friend = world.user("friend");
    let top_up =
        paywright::StartPayment::top_up(friend, "6.00 GBP".parse().unwrap(), Method::channel("cards"));
    let gift = world.confirmed(paywright::StartPayment { payer: Some(customer), ..top_up });
    world.observes(world.last_operation(gift.id).id, Outcome::Succeeded);
    let refund = abnormal(world, gift.id);
    let refund = world.done(RerouteRefund::new(refund.id, Method::Wallet));
    assert_eq!(refund.state, RefundState::Succeeded);
    world.assert_available(&wallet(customer), "6.00 GBP");
}

fn what_the_first_channel_does_after_a_reroute_into_a_wallet_is_not_the_refunds(world: &World) {
    let shop = world.shop();
    let payment = world.paid_by_card(&shop, "5.00 GBP");
    let refund = abnormal(world, payment.id);
    let operation = refund.operation.unwrap();
    world.done(RerouteRefund::new(refund.id, Method::Wallet));
    world.assert_balance(&wallet(shop.customer), "5.00 GBP");
    world.assert_balance(&receivable(), "5.00 GBP");

    // The card was not closed after all: the payer has it twice, and people look at it.
    world.observes(operation, Outcome::Succeeded);
    world.assert_balance(&receivable(), "0.00 GBP");
    assert_eq!(world.cases()[0].kind, CaseKind::GivenBackTwice);

    // Then it comes back, and the wallet keeps what it has.
    world.observes(operation, Outcome::TakenBack { reason: "returned".to_owned() });
    assert_eq!(world.refund(refund.id).state, RefundState::Succeeded);
    world.assert_balance(&wallet(shop.customer), "5.00 GBP");
    world.assert_balance(&receivable(), "5.00 GBP");
    world.assert_balance(&AccountKey::platform(Purpose::Suspense, gbp()), "0.00 GBP");
}

fn a_refund_is_rerouted_also_where_its_wallet_must_keep_more_by_now(world: &World) {
    let Shop { customer, .. } = world.shop();
    let refund = abnormal(world, world.tops_up(customer, "6.00 GBP").id);
    let account = wallet(customer).id();
    world.done(ChangeBounds { min_available: Some(300), ..ChangeBounds::new(account) });

    let refund = world.done(RerouteRefund::new(refund.id, Method::channel("bank transfer")));

    assert_eq!(refund.state, RefundState::Processing);
    world.assert_available(&wallet(customer), "0.00 GBP");
    world.observes(refund.operation.unwrap(), Outcome::Succeeded);
    assert_eq!(world.refund(refund.id).state, RefundState::Succeeded);
}
