//! What random days found: each defect they met is a story of its own here.

use crate::support::shop::wallet;
use crate::support::{World, money, on_both};
use paywright::{Method, Outcome, RequestRefund, RerouteRefund};

on_both!(a_refunded_top_up_is_not_rerouted_to_the_wallet_that_gives_it);

fn a_refunded_top_up_is_not_rerouted_to_the_wallet_that_gives_it(world: &World) {
    let shop = world.shop();
    let top_up = world.tops_up(shop.customer, "20.00 GBP");
    let refund = world.done(RequestRefund::new(top_up.id, money("5.00 GBP")));
    world.channel_says(&Outcome::destination_closed());
    let message = world.refused(RerouteRefund::new(refund.id, Method::Wallet), "wrong_state");
    assert!(message.contains("topped that very wallet up"), "{message}");
    world.assert_available(&wallet(shop.customer), "15.00 GBP");
}
