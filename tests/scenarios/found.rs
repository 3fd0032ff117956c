//! What random days found: each defect they met is a story of its own here.

use crate::support::shop::wallet;
use crate::support::{World, money, on_both};
use paywright::{CapturePayment, ChangeBounds, Method, Outcome, RequestRefund, RerouteRefund};

on_both!(
    a_refunded_top_up_is_not_rerouted_to_the_wallet_that_gives_it,
    a_part_of_what_is_reserved_is_captured_also_below_a_tightened_bound,
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
