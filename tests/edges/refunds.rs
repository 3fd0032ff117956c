//! Refunds: reviewed, sent, failed, retried, rerouted, given up, taken back; and what becomes of the fee.

use crate::support::World;
use crate::support::shop::{Shop, declined, failed, fee_income, pence, pending_of, receivable, wallet};
use crate::support::{gbp, money};
use crate::told::stories;
use paywright::{
    Acceptance, AccountKey, ActivateMerchant, Actor, ApproveRefund, CapturePayment, CaseKind, CloseRefund,
    CreateFeePlan, FeesOnRefund, FreezeAccount, GiveUpRefund, Method, NewTransfer, OpenAccount,
    OperationState, Outcome, Payment, PostTransfers, Purpose, Refund, RefundReview, RefundState,
    RegisterMerchant, RejectRefund, RequestRefund, RerouteRefund, RetryRefund, Role, TimeOut, Unreviewed,
    WithdrawRefund,
};

stories! {
    a_refund_is_reviewed_sent_and_back reaches [
        "refund: requested", "refund: pending_review + approved", "refund: approved + sent",
        "refund: processing + succeeded",
    ];
    a_refund_is_rejected_and_its_amount_free_again reaches ["refund: pending_review + rejected"];
    a_refund_is_withdrawn_before_it_is_sent reaches [
        "refund: requested_and_approved", "refund: pending_review + withdrawn",
        "refund: approved + withdrawn",
    ];
    a_withdrawn_refund_that_was_sent_all_the_same_is_booked reaches ["refund: cancelled + succeeded"];
    a_refund_that_nobody_reviews_goes_by_the_merchants_policy reaches [
        "refund: pending_review + review_timed_out_approved",
        "refund: pending_review + review_timed_out_rejected",
    ];
    a_refund_that_failed_is_retried_and_closed reaches [
        "refund: processing + refused", "refund: failed + retried", "refund: failed + closed",
    ];
    a_refund_that_succeeds_late_is_booked_whatever_became_of_it reaches [
        "refund: failed + succeeded", "refund: closed + succeeded",
    ];
    a_refund_whose_card_is_closed_goes_to_the_wallet reaches [
        "refund: processing + destination_closed", "refund: abnormal + rerouted",
    ];
    a_refund_whose_card_is_closed_is_given_up reaches ["refund: abnormal + given_up"];
    a_refund_that_its_channel_took_back_is_reserved_again reaches ["refund: succeeded + taken_back"];
    a_retry_and_its_first_attempt_both_succeed reaches ["refund: processing + succeeded"];
    a_refund_names_what_it_gives_back reaches ["refund: approved + sent"];
    the_fee_is_kept_returned_or_returned_in_part reaches ["refund: processing + succeeded"];
    a_refund_after_the_merchant_was_paid_drives_it_negative reaches ["refund: processing + succeeded"];
}

fn reviewed(world: &World) -> (Shop, Payment) {
    let shop = world.shop_with("0.029", "0.30 GBP", RefundReview::Required);
    let payment = world.paid_by_card(&shop, "20.00 GBP");
    (shop, payment)
}

/// A refund of five pounds that was handed out to be sent.
fn sent(world: &World) -> (Shop, Payment, Refund) {
    let shop = world.shop();
    let payment = world.paid_by_card(&shop, "20.00 GBP");
    let refund = world.done(RequestRefund::new(payment.id, pence(500)));
    world.claims_one();
    (shop, payment, world.refund(refund.id))
}

fn a_refund_is_reviewed_sent_and_back(world: &World) {
    let (shop, payment) = reviewed(world);
    let refund = world.done_as(&Actor::Merchant(shop.merchant), RequestRefund::all(payment.id));
    let ben = Actor::operator("ben", [Role::Reviewer]);
    let approved = world.done_as(&ben, ApproveRefund::new(refund.id));
    assert_eq!(approved.reviewed_by.as_deref(), Some("operator:ben"));
    world.channel_says(&Outcome::Succeeded);
    assert_eq!(world.refund(refund.id).state, RefundState::Succeeded);
}

fn a_refund_is_rejected_and_its_amount_free_again(world: &World) {
    let (_, payment) = reviewed(world);
    let refund = world.done(RequestRefund::all(payment.id));
    let ben = Actor::operator("ben", [Role::Reviewer]);
    let reason = Some("worn".to_owned());
    let rejected = world.done_as(&ben, RejectRefund { reason, ..RejectRefund::new(refund.id) });
    assert_eq!((rejected.state, rejected.hold), (RefundState::Rejected, None));
    assert_eq!(
        (rejected.failure.as_deref(), rejected.reviewed_by.as_deref()),
        (Some("worn"), Some("operator:ben"))
    );
    assert_eq!(world.payment(payment.id).refundable(), pence(2000));
    world.refused_as(&ben, ApproveRefund::new(refund.id), "wrong_state");
}

fn a_refund_is_withdrawn_before_it_is_sent(world: &World) {
    let (shop, payment) = reviewed(world);
    let merchant = Actor::Merchant(shop.merchant);
    let refund = world.done_as(&merchant, RequestRefund::all(payment.id));
    world.done_as(&merchant, WithdrawRefund::new(refund.id));
    assert_eq!(world.refund(refund.id).state, RefundState::Cancelled);

    let (_, payment) = {
        let shop = world.shop();
        (shop, world.paid_by_card(&shop, "20.00 GBP"))
    };
    let refund = world.done(RequestRefund::all(payment.id));
    assert_eq!(refund.state, RefundState::Approved);
    world.done(WithdrawRefund::new(refund.id));
    let refund = world.refund(refund.id);
    assert_eq!((refund.state, refund.hold), (RefundState::Cancelled, None));
    assert_eq!(world.operation(refund.operation.unwrap()).state, OperationState::Failed);
    assert!(world.claimed().is_empty(), "what is withdrawn is not sent");
    assert_eq!(world.payment(payment.id).refundable(), pence(2000));

    let again = world.done(RequestRefund::all(payment.id));
    world.claims_one();
    world.refused(WithdrawRefund::new(again.id), "operation_unfinished");
}

fn a_withdrawn_refund_that_was_sent_all_the_same_is_booked(world: &World) {
    let shop = world.shop();
    let payment = world.paid_by_card(&shop, "20.00 GBP");
    let refund = world.done(RequestRefund::new(payment.id, pence(500)));
    world.done(WithdrawRefund::new(refund.id));
    world.observes(refund.operation.unwrap(), Outcome::Succeeded);
    assert_eq!(world.refund(refund.id).state, RefundState::Succeeded);
    assert_eq!(world.payment(payment.id).refunded, 500);
    world.assert_balance(&receivable(), "15.00 GBP");
}

fn a_refund_that_nobody_reviews_goes_by_the_merchants_policy(world: &World) {
    let shop = world.shop();
    world.tops_up(shop.customer, "60.00 GBP");
    for (unreviewed, state) in
        [(Unreviewed::Approve, RefundState::Succeeded), (Unreviewed::Reject, RefundState::Rejected)]
    {
        let register = RegisterMerchant {
            unreviewed,
            review_seconds: Some(3_600),
            ..RegisterMerchant::new("Kiosk", shop.plan)
        };
        let merchant = world.done(register).id;
        world.done(ActivateMerchant::new(merchant));
        let payment = world.paid_from_wallet(&Shop { merchant, ..shop }, "20.00 GBP");
        let refund = world.done(RequestRefund::all(payment.id));
        world.time_passes(3_599);
        // Whoever asks too early changes nothing.
        let early = world.ask(TimeOut::new(paywright::Due::Refund(refund.id))).unwrap();
        assert_eq!((early.acceptance, early.output.was_due), (Acceptance::Unchanged, false));
        assert_eq!(world.refund(refund.id).state, RefundState::PendingReview);
        world.clock.moves(2);
        let ben = Actor::operator("ben", [Role::Reviewer]);
        world.refused_as(&ben, ApproveRefund::new(refund.id), "wrong_state");
        world.refused_as(&ben, RejectRefund::new(refund.id), "wrong_state");
        world.time_passes(0);
        assert_eq!(world.refund(refund.id).state, state);
    }
    world.assert_balance(&wallet(shop.customer), "40.00 GBP");
}

fn a_refund_that_failed_is_retried_and_closed(world: &World) {
    let (shop, payment, refund) = sent(world);
    world.refused(RetryRefund::new(refund.id), "operation_unfinished");
    world.observes(refund.operation.unwrap(), failed());
    let merchant = Actor::Merchant(shop.merchant);
    let retried = world.done_as(&merchant, RetryRefund::new(refund.id));
    assert_eq!(retried.state, RefundState::Processing);
    assert_ne!(retried.operation, refund.operation, "an operation of its own");
    world.refused(CloseRefund::new(refund.id), "operation_unfinished");
    world.channel_says(&declined());
    assert_eq!(world.payment(payment.id).refunds_reserved, 500);
    let closed = world.done(CloseRefund::new(refund.id));
    assert_eq!((closed.state, closed.hold), (RefundState::Closed, None));
    assert_eq!(closed.failure.as_deref(), Some("not enough on the card"), "the reason is kept");
    assert_eq!(world.payment(payment.id).refundable(), pence(2000));
    world.refused(RetryRefund::new(refund.id), "wrong_state");
}

fn a_refund_that_succeeds_late_is_booked_whatever_became_of_it(world: &World) {
    let (_, payment, refund) = sent(world);
    world.observes(refund.operation.unwrap(), declined());
    world.observes(refund.operation.unwrap(), Outcome::Succeeded);
    assert_eq!((world.payment(payment.id).refunded, world.payment(payment.id).refunds_reserved), (500, 0));

    let (_, payment, refund) = sent(world);
    world.observes(refund.operation.unwrap(), declined());
    world.done(CloseRefund::new(refund.id));
    // Somebody gives all of it back another way, and then the first refund turns out to have gone through.
    world.done(RequestRefund::all(payment.id));
    world.channel_says(&Outcome::Succeeded);
    world.observes(refund.operation.unwrap(), Outcome::Succeeded);
    let over = world.payment(payment.id);
    assert_eq!((over.captured, over.refunded, over.refunded_in_excess), (2000, 2500, 500));
    assert_eq!(over.refundable(), pence(0));
}

fn a_refund_whose_card_is_closed_goes_to_the_wallet(world: &World) {
    let (shop, payment, refund) = sent(world);
    world.observes(refund.operation.unwrap(), Outcome::destination_closed());
    assert_eq!(world.refund(refund.id).state, RefundState::Abnormal);
    let rerouted = world.done(RerouteRefund::new(refund.id, Method::Wallet));
    assert_eq!((rerouted.state, rerouted.destination), (RefundState::Succeeded, Some(Method::Wallet)));
    world.assert_balance(&wallet(shop.customer), "5.00 GBP");
    assert_eq!(world.payment(payment.id).refunded, 500);

    let (_, _, refund) = sent(world);
    world.observes(refund.operation.unwrap(), Outcome::destination_closed());
    world.done(RerouteRefund::new(refund.id, Method::channel("transfers")));
    let operation = world.claims_one().operation;
    assert_eq!((operation.channel.as_str(), operation.original), ("transfers", None));
    world.observes(operation.id, Outcome::Succeeded);
    world.assert_balance(&AccountKey::channel("transfers", gbp()), "-5.00 GBP");
    // Even if the closed card took it after all.
    world.observes(refund.operation.unwrap(), Outcome::Succeeded);
    assert!(world.cases().iter().any(|case| case.kind == CaseKind::GivenBackTwice));
}

fn a_refund_whose_card_is_closed_is_given_up(world: &World) {
    let (_, payment, refund) = sent(world);
    world.observes(refund.operation.unwrap(), Outcome::destination_closed());
    assert_eq!(world.done(GiveUpRefund::new(refund.id)).state, RefundState::Failed);
    assert_eq!(world.payment(payment.id).refunds_reserved, 500, "until it is closed");
    world.done(CloseRefund::new(refund.id));
    assert_eq!(world.payment(payment.id).refunds_reserved, 0);

    // A guest has no wallet.
    let shop = world.shop();
    let order = world.done(paywright::PlaceOrder::new(shop.merchant, money("9.00 GBP"))).id;
    let payment = world.card_payment(order, paywright::CaptureMode::Automatic);
    world.channel_says(&Outcome::Succeeded);
    let refund = world.done(RequestRefund::all(payment.id));
    world.observes(refund.operation.unwrap(), Outcome::destination_closed());
    world.refused(RerouteRefund::new(refund.id, Method::Wallet), "wrong_state");
    // It went through after all.
    world.observes(refund.operation.unwrap(), Outcome::Succeeded);
    assert_eq!(world.refund(refund.id).state, RefundState::Succeeded);
}

fn a_refund_that_its_channel_took_back_is_reserved_again(world: &World) {
    let (shop, payment, refund) = sent(world);
    let operation = refund.operation.unwrap();
    world.observes(operation, Outcome::Succeeded);
    world.observes(operation, Outcome::TakenBack { reason: "returned by the bank".to_owned() });
    let back = world.refund(refund.id);
    assert_eq!((back.state, back.failure.as_deref()), (RefundState::Failed, Some("returned by the bank")));
    assert!(back.hold.is_some());
    assert_eq!((world.payment(payment.id).refunded, world.payment(payment.id).refunds_reserved), (0, 500));
    world.assert_balance(&receivable(), "20.00 GBP");
    world.done(RetryRefund::new(refund.id));
    world.channel_says(&Outcome::Succeeded);
    assert_eq!(world.payment(payment.id).refunded, 500);

    // Where nothing can be reserved, the retry waits for that.
    let again = world.refund(refund.id).operation.unwrap();
    world.done(FreezeAccount::new(pending_of(shop.merchant).id()));
    world.observes(again, Outcome::TakenBack { reason: "once more".to_owned() });
    assert_eq!(world.refund(refund.id).hold, None);
    world.refused(RetryRefund::new(refund.id), "account_not_open");
    world.done(paywright::UnfreezeAccount::new(pending_of(shop.merchant).id()));
    world.done(RetryRefund::new(refund.id));
}

fn a_retry_and_its_first_attempt_both_succeed(world: &World) {
    let (_, payment, refund) = sent(world);
    let first = refund.operation.unwrap();
    world.observes(first, failed());
    world.done(RetryRefund::new(refund.id));
    let second = world.claims_one().operation;
    world.observes(first, Outcome::Succeeded);
    assert_eq!(world.refund(refund.id).state, RefundState::Succeeded);
    world.observes(second.id, Outcome::Succeeded);
    assert_eq!(world.payment(payment.id).refunded, 500, "the refund counts once");
    world.assert_balance(&receivable(), "10.00 GBP");
    world.assert_balance(&AccountKey::platform(Purpose::Suspense, gbp()), "-5.00 GBP");
    assert_eq!(world.cases()[0].kind, CaseKind::GivenBackTwice);
}

fn a_refund_names_what_it_gives_back(world: &World) {
    let shop = world.shop();
    let original = |payment: &Payment| {
        world.done(RequestRefund::new(payment.id, pence(100)));
        world.claims_one().operation.original
    };
    // One operation took all of it; of two captures the channel knows the authorisation that they share.
    let sale = world.paid_by_card(&shop, "20.00 GBP");
    assert!(sale.taken_by.is_some());
    assert_eq!(original(&sale), sale.taken_by);
    let payment = world.authorised_by_card(&shop, "20.00 GBP");
    let captures = [CapturePayment::part(payment.id, pence(500)), CapturePayment::all(payment.id)];
    let originals = captures.map(|capture| {
        world.done(capture);
        world.channel_says(&Outcome::Succeeded);
        original(&world.payment(payment.id))
    });
    let first = world.all::<paywright::Operation>();
    let first = first.iter().find(|one| one.amount == pence(500)).map(|one| one.id);
    assert_eq!(originals, [first, payment.authorised_by]);
}

fn the_fee_is_kept_returned_or_returned_in_part(world: &World) {
    // 20.00: 58 pence and 30 pence. After 5.00 back: of 15.00 it would be 44 (rounded) and 30.
    let expected =
        [(FeesOnRefund::Kept, [0, 0]), (FeesOnRefund::Returned, [14, 88]), (FeesOnRefund::ProRata, [22, 88])];
    for (on_refund, returned) in expected {
        let shop = world.shop();
        let terms = CreateFeePlan::new("terms", "0.029".parse().unwrap(), money("0.30 GBP"));
        let plan = world.done(CreateFeePlan { on_refund, ..terms }).id;
        let refund_review = RefundReview::NotRequired;
        let merchant = world.done(RegisterMerchant { refund_review, ..RegisterMerchant::new("m", plan) }).id;
        world.done(ActivateMerchant::new(merchant));
        let payment = world.paid_by_card(&Shop { merchant, plan, ..shop }, "20.00 GBP");
        for (amount, expected) in [(500, returned[0]), (1500, returned[1])] {
            world.done(RequestRefund::new(payment.id, pence(amount)));
            world.channel_says(&Outcome::Succeeded);
            let part = world.part(payment.id);
            assert_eq!((part.fee, part.fee_returned), (88, expected), "{on_refund:?} after {amount}");
        }
        // The second refund does not last, and neither does what it returned.
        let last = world.all::<Refund>().into_iter().next_back().unwrap();
        world.observes(last.operation.unwrap(), Outcome::TakenBack { reason: "returned".to_owned() });
        assert_eq!(world.part(payment.id).fee_returned, returned[0], "{on_refund:?}");
    }
    world.assert_balance(&fee_income(), "2.28 GBP");
}

fn a_refund_after_the_merchant_was_paid_drives_it_negative(world: &World) {
    let shop = world.shop();
    let payment = world.paid_by_card(&shop, "20.00 GBP");
    let bank = world.done(OpenAccount::new(AccountKey::platform(Purpose::Bank, gbp()))).id;
    let paid_out = NewTransfer::posted(pending_of(shop.merchant).id(), bank, pence(1912));
    world.done(PostTransfers::new(vec![paid_out])).results.remove(0).unwrap();
    world.done(RequestRefund::all(payment.id));
    world.channel_says(&Outcome::Succeeded);
    world.assert_balance(&pending_of(shop.merchant), "-20.00 GBP");
}
