//! Fees are taken with each capture, on the total captured so far.

use crate::support::shop::{fee_income, pence, pending_of};
use crate::support::{World, money, on_both};
use paywright::{
    AccountKey, CaptureMode, CapturePayment, CreateFeePlan, Method, Outcome, PaymentState, PlaceOrder,
    Purpose, RefundReview, RequestRefund, Rounding, StartPayment,
};

on_both![
    the_fixed_fee_is_taken_once_and_the_rate_on_the_total_so_far,
    halves_of_a_penny_are_rounded_up,
    a_fee_above_the_amount_drives_the_merchant_negative,
    a_plan_without_a_fee_books_none,
    a_refund_keeps_the_fee,
    a_top_up_costs_no_fee,
    a_fee_larger_than_one_booking_may_be_still_leaves_the_outcome_accepted,
];

fn the_fixed_fee_is_taken_once_and_the_rate_on_the_total_so_far(world: &World) {
    let shop = world.shop();
    world.tops_up(shop.customer, "100.00 GBP");
    let payment = world.authorised_from_wallet(&shop, "10.00 GBP");
    // 2.9 % of the total so far: 9.686, 19.372, 29 pence, each rounded half-up, and 30 pence once.
    for (part, so_far) in [(334, 40), (334, 49), (332, 59)] {
        world.done(CapturePayment::part(payment.id, pence(part)));
        assert_eq!(world.part(payment.id).fee, so_far);
        world.assert_balance(&fee_income(), &pence(so_far).to_string());
    }
    assert_eq!(world.payment(payment.id).state, PaymentState::Succeeded);
    world.assert_balance(&pending_of(shop.merchant), "9.41 GBP");
}

fn halves_of_a_penny_are_rounded_up(world: &World) {
    let shop = world.shop_with("0.025", "0.00 GBP", RefundReview::NotRequired);
    world.tops_up(shop.customer, "100.00 GBP");
    // 2.5 % of 20 pence is half a penny; of 60 pence one and a half.
    for (total, fee) in [("0.20 GBP", 1), ("0.60 GBP", 2), ("0.19 GBP", 0)] {
        let payment = world.paid_from_wallet(&shop, total);
        assert_eq!(world.part(payment.id).fee, fee, "{total}");
    }
}

fn a_fee_above_the_amount_drives_the_merchant_negative(world: &World) {
    let shop = world.shop();
    let payment = world.paid_by_card(&shop, "0.10 GBP");
    assert_eq!(world.part(payment.id).fee, 30);
    world.assert_balance(&pending_of(shop.merchant), "-0.20 GBP");
}

fn a_plan_without_a_fee_books_none(world: &World) {
    let shop = world.shop_with("0", "0.00 GBP", RefundReview::NotRequired);
    world.paid_by_card(&shop, "10.00 GBP");
    world.assert_balance(&pending_of(shop.merchant), "10.00 GBP");
    assert!(world.engine.balance(fee_income().id()).unwrap().is_none(), "nothing to open an account for");
}

fn a_refund_keeps_the_fee(world: &World) {
    let shop = world.shop();
    let payment = world.paid_by_card(&shop, "10.00 GBP");
    world.done(RequestRefund::all(payment.id));
    world.channel_says(&Outcome::Succeeded);
    world.assert_balance(&fee_income(), "0.59 GBP");
    world.assert_balance(&pending_of(shop.merchant), "-0.59 GBP");
}

fn a_top_up_costs_no_fee(world: &World) {
    let shop = world.shop();
    let payment = world.tops_up(shop.customer, "10.00 GBP");
    assert_eq!((world.part(payment.id).fee, world.part(payment.id).fee_plan), (0, None));
}

fn a_fee_larger_than_one_booking_may_be_still_leaves_the_outcome_accepted(world: &World) {
    // Everything, and a penny: more than an outside amount may be.
    let shop = world.shop_with("1", "0.01 GBP", RefundReview::NotRequired);
    let most = pence(paywright::limits::AMOUNT_MINOR);
    let order = world.done(PlaceOrder::new(shop.merchant, most));
    let payment = world.card_payment(order.id, CaptureMode::Automatic);
    world.channel_says(&Outcome::Succeeded);
    assert_eq!(world.payment(payment.id).state, PaymentState::Succeeded);
    world.assert_balance(&pending_of(shop.merchant), "-0.01 GBP");
}

/// Every named rounding, on one plan each.
#[test]
fn a_plan_rounds_as_it_says() {
    let world = World::new(crate::support::Backend::Memory);
    let rate = || "0.025".parse().unwrap();
    for (rounding, fee) in
        [(Rounding::HalfUp, 3), (Rounding::HalfEven, 2), (Rounding::Down, 2), (Rounding::Up, 3)]
    {
        let plan = CreateFeePlan { rounding, ..CreateFeePlan::new("rounding", rate(), money("0.00 GBP")) };
        let plan = world.done(plan);
        // Two and a half pence.
        assert_eq!(plan.fee(money("1.00 GBP")).unwrap(), pence(fee), "{rounding:?}");
    }
}

#[test]
fn an_order_is_in_the_currency_of_the_plan() {
    let world = World::new(crate::support::Backend::Memory);
    let shop = world.shop_with("0", "0 JPY", RefundReview::NotRequired);
    world.refused(PlaceOrder::new(shop.merchant, money("5.00 GBP")), "currency_mismatch");
    let order = world.done(PlaceOrder::new(shop.merchant, money("500 JPY")));
    world.confirmed(StartPayment::new(order.id, Method::channel("cards")));
    world.channel_says(&Outcome::Succeeded);
    let yen = money("1 JPY").currency();
    world.assert_balance(&AccountKey::merchant(shop.merchant, Purpose::MerchantPending, yen), "500 JPY");
    world.check();
}
