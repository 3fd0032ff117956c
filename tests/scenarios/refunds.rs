//! Money back: with and without review, in parts, into a wallet and at a channel.

use crate::support::shop::{
    Shop, declined, failed, fee_income, pence, pending_of, receivable, silence, wallet,
};
use crate::support::{World, gbp, money, on_both};
use paywright::{
    AccountKey, Actor, ApproveRefund, CapturePayment, OpenAccount, OperationKind, OperationState, Outcome,
    PaymentState, Purpose, RefundReview, RefundState, RequestRefund, Role,
};

on_both![
    a_refund_without_review_reaches_the_wallet_at_once,
    a_refund_without_review_is_sent_to_its_channel,
    a_reviewed_refund_waits_and_its_requester_may_not_approve_it,
    the_host_may_approve_what_a_merchant_requested_but_not_its_own,
    several_partial_refunds_never_exceed_what_was_captured,
    one_refund_after_another_and_a_failed_one_keeps_its_amount_reserved,
    a_refund_that_succeeds_after_its_decline_is_booked,
    a_refund_in_doubt_is_asked_about_and_never_sent_again,
    a_refund_may_drive_the_merchant_negative,
    a_part_captured_payment_is_refunded_as_far_as_it_is_captured,
    a_refund_into_a_full_wallet_is_refused,
    what_cannot_be_refunded,
];

fn reviewed(world: &World) -> Shop {
    world.shop_with("0.029", "0.30 GBP", RefundReview::Required)
}

fn a_refund_without_review_reaches_the_wallet_at_once(world: &World) {
    let shop = world.shop();
    world.tops_up(shop.customer, "50.00 GBP");
    let payment = world.paid_from_wallet(&shop, "20.00 GBP");
    let refund = world.done(RequestRefund::all(payment.id));
    assert_eq!((refund.state, refund.hold), (RefundState::Succeeded, None));
    world.assert_balance(&wallet(shop.customer), "50.00 GBP");
    let payment = world.payment(payment.id);
    assert_eq!((payment.refunded, payment.refunds_reserved), (2000, 0));
    let order = world.order(payment.order.unwrap());
    assert_eq!((order.refunded, order.refunds_reserved), (2000, 0));
    world.refused(RequestRefund::all(payment.id), "exceeds_refundable");
}

fn a_refund_without_review_is_sent_to_its_channel(world: &World) {
    let shop = world.shop();
    let payment = world.paid_by_card(&shop, "20.00 GBP");
    let refund = world.done(RequestRefund::new(payment.id, money("7.50 GBP")));
    assert_eq!(refund.state, RefundState::Approved);
    assert_eq!(world.payment(payment.id).refunds_reserved, 750);
    world.assert_available(&pending_of(shop.merchant), "11.62 GBP");

    let work = world.claims_one();
    assert_eq!((work.operation.kind, work.operation.original), (OperationKind::Refund, payment.taken_by));
    assert_eq!(world.refund(refund.id).state, RefundState::Processing);
    world.assert_balance(&receivable(), "20.00 GBP");

    world.observes(work.operation.id, Outcome::Succeeded);
    assert_eq!(world.refund(refund.id).state, RefundState::Succeeded);
    world.assert_balance(&receivable(), "12.50 GBP");
}

fn a_reviewed_refund_waits_and_its_requester_may_not_approve_it(world: &World) {
    let shop = reviewed(world);
    let payment = world.paid_by_card(&shop, "20.00 GBP");
    let anna = Actor::operator("anna", [Role::Agent, Role::Reviewer]);
    let ben = Actor::operator("ben", [Role::Reviewer]);
    let refund = world.done_as(&anna, RequestRefund::all(payment.id));
    assert_eq!((refund.state, refund.requested_by.as_str()), (RefundState::PendingReview, "operator:anna"));
    assert!(world.claimed().is_empty(), "nothing is sent before the review");
    world.refused(RequestRefund::new(payment.id, pence(1)), "exceeds_refundable");

    world.refused_as(&anna, ApproveRefund::new(refund.id), "self_review");
    let anna_again = Actor::operator("anna", [Role::Reviewer, Role::Administrator]);
    world.refused_as(&anna_again, ApproveRefund::new(refund.id), "self_review");
    let unroled = Actor::operator("ben", [Role::Accountant]);
    world.refused_as(&unroled, ApproveRefund::new(refund.id), "not_permitted");

    let approved = world.done_as(&ben, ApproveRefund::new(refund.id));
    assert_eq!(approved.state, RefundState::Approved);
    world.refused_as(&ben, ApproveRefund::new(refund.id), "wrong_state");
    world.channel_says(&Outcome::Succeeded);
    assert_eq!(world.refund(refund.id).state, RefundState::Succeeded);
}

fn the_host_may_approve_what_a_merchant_requested_but_not_its_own(world: &World) {
    let shop = reviewed(world);
    world.tops_up(shop.customer, "50.00 GBP");
    let payment = world.paid_from_wallet(&shop, "20.00 GBP");
    let merchant = Actor::Merchant(shop.merchant);
    let one = world.done_as(&merchant, RequestRefund::new(payment.id, pence(500)));
    world.refused_as(&merchant, ApproveRefund::new(one.id), "not_permitted");
    assert_eq!(world.done(ApproveRefund::new(one.id)).state, RefundState::Succeeded);
    world.assert_balance(&wallet(shop.customer), "35.00 GBP");

    let own = world.done(RequestRefund::new(payment.id, pence(500)));
    world.refused(ApproveRefund::new(own.id), "self_review");
}

fn several_partial_refunds_never_exceed_what_was_captured(world: &World) {
    let shop = world.shop();
    let payment = world.paid_by_card(&shop, "20.00 GBP");
    for part in [800, 700] {
        world.done(RequestRefund::new(payment.id, pence(part)));
    }
    world.refused(RequestRefund::new(payment.id, pence(501)), "exceeds_refundable");
    let rest = world.done(RequestRefund::all(payment.id));
    assert_eq!(rest.amount, pence(500));
    assert_eq!(world.claimed().len(), 3);
    for operation in world.all::<paywright::Operation>() {
        world.observes(operation.id, Outcome::Succeeded);
    }
    assert_eq!(world.payment(payment.id).refunded, 2000);
    world.assert_balance(&receivable(), "0.00 GBP");
}

fn one_refund_after_another_and_a_failed_one_keeps_its_amount_reserved(world: &World) {
    let shop = world.shop();
    let payment = world.paid_by_card(&shop, "20.00 GBP");
    let first = world.done(RequestRefund::new(payment.id, pence(800)));
    world.channel_says(&Outcome::Succeeded);
    assert_eq!(world.refund(first.id).state, RefundState::Succeeded);

    let second = world.done(RequestRefund::new(payment.id, pence(1200)));
    world.channel_says(&failed());
    let second = world.refund(second.id);
    assert_eq!(second.state, RefundState::Failed);
    assert_eq!(second.failure.as_deref(), Some("the acquirer was down"));
    assert_eq!(world.payment(payment.id).refunds_reserved, 1200);
    world.refused(RequestRefund::new(payment.id, pence(1)), "exceeds_refundable");
}

fn a_refund_that_succeeds_after_its_decline_is_booked(world: &World) {
    let shop = world.shop();
    let payment = world.paid_by_card(&shop, "20.00 GBP");
    let refund = world.done(RequestRefund::new(payment.id, pence(800)));
    let operation = world.refund(refund.id).operation.unwrap();
    world.channel_says(&declined());
    assert_eq!(world.refund(refund.id).state, RefundState::Failed);
    world.assert_balance(&receivable(), "20.00 GBP");

    world.observes(operation, Outcome::Succeeded);
    let refund = world.refund(refund.id);
    assert_eq!((refund.state, refund.failure), (RefundState::Succeeded, None));
    world.assert_balance(&receivable(), "12.00 GBP");
}

fn a_refund_in_doubt_is_asked_about_and_never_sent_again(world: &World) {
    let shop = world.shop();
    let payment = world.paid_by_card(&shop, "20.00 GBP");
    let refund = world.done(RequestRefund::all(payment.id));
    let operation = world.refund(refund.id).operation.unwrap();
    world.channel_says(&silence());
    assert_eq!(world.operation(operation).state, OperationState::Unknown);
    assert_eq!(world.refund(refund.id).state, RefundState::Processing);
    let work = world.claims_one();
    assert_eq!(work.effect.kind, paywright::EffectKind::AskOperation);
    world.observes(operation, Outcome::Succeeded);
    assert_eq!(world.refund(refund.id).state, RefundState::Succeeded);
}

fn a_refund_may_drive_the_merchant_negative(world: &World) {
    let shop = world.shop();
    let payment = world.paid_by_card(&shop, "10.00 GBP");
    world.done(RequestRefund::all(payment.id));
    world.channel_says(&Outcome::Succeeded);
    world.assert_balance(&pending_of(shop.merchant), "-0.59 GBP");
    world.assert_balance(&fee_income(), "0.59 GBP");
}

fn a_part_captured_payment_is_refunded_as_far_as_it_is_captured(world: &World) {
    let shop = world.shop();
    let payment = world.authorised_by_card(&shop, "20.00 GBP");
    world.refused(RequestRefund::all(payment.id), "wrong_state");
    world.done(CapturePayment::part(payment.id, pence(500)));
    world.channel_says(&Outcome::Succeeded);
    world.refused(RequestRefund::new(payment.id, pence(501)), "exceeds_refundable");
    world.done(RequestRefund::all(payment.id));
    world.channel_says(&Outcome::Succeeded);
    world.done(CapturePayment::all(payment.id));
    world.channel_says(&Outcome::Succeeded);
    let payment = world.payment(payment.id);
    assert_eq!(payment.state, PaymentState::Succeeded);
    assert_eq!((payment.captured, payment.refunded, payment.refundable()), (2000, 500, pence(1500)));
}

fn a_refund_into_a_full_wallet_is_refused(world: &World) {
    let shop = world.shop();
    let wallet = AccountKey::user(shop.customer, Purpose::Wallet, gbp());
    world.done(OpenAccount { max_balance: Some(5_000), ..OpenAccount::new(wallet) });
    world.tops_up(shop.customer, "50.00 GBP");
    let payment = world.paid_from_wallet(&shop, "20.00 GBP");
    world.tops_up(shop.customer, "15.00 GBP");
    world.refused(RequestRefund::all(payment.id), "balance_limit_exceeded");
    world.done(RequestRefund::new(payment.id, pence(500)));
}

fn what_cannot_be_refunded(world: &World) {
    let shop = world.shop();
    let order = world.order_of(&shop, "20.00 GBP");
    let payment = world.card_payment(order.id, paywright::CaptureMode::Automatic);
    world.refused(RequestRefund::all(payment.id), "operation_unfinished");
    world.channel_says(&declined());
    world.refused(RequestRefund::all(payment.id), "wrong_state");
    let paid = world.paid_by_card(&shop, "20.00 GBP");
    world.refused(RequestRefund::new(paid.id, money("5.00 EUR")), "currency_mismatch");
    world.refused(RequestRefund::new(paid.id, pence(2001)), "exceeds_refundable");
}
