//! Operations: sent, in doubt, waiting for a payer, late, contradicted, taken back.

use crate::support::World;
use crate::support::shop::{
    CARDS, declined, failed, payer_refundable, pence, pending_of, receivable, silence, wallet,
};
use crate::told::stories;
use paywright::{
    AccountKey, CancelPayment, CaptureMode, CaseKind, Method, Operation, OperationKind, OperationState,
    Outcome, PayerAction, Payment, PaymentState, Purpose, ResumePayment, RetryReversal, StartPayment,
};

stories! {
    an_operation_is_made_sent_and_answered reaches [
        "operation: made", "operation: created + claimed", "operation: sent + succeeded",
        "operation: sent + declined", "operation: sent + failed",
    ];
    an_operation_in_doubt_is_asked_about_until_it_is_settled reaches [
        "operation: sent + no_answer", "operation: unknown + succeeded", "operation: unknown + declined",
        "operation: unknown + failed", "operation: unknown + never_arrived",
    ];
    a_channel_waits_for_the_payer_and_goes_on reaches [
        "operation: sent + payer_needed", "operation: awaiting_payer + succeeded",
        "payment: processing + payer_needed", "payment: requires_action + action_passed",
    ];
    a_payer_who_declines_at_the_channel_ends_the_payment reaches ["operation: awaiting_payer + declined"];
    a_payer_who_does_not_come_back_leaves_the_operation_in_doubt reaches [
        "operation: awaiting_payer + no_answer",
    ];
    a_late_success_counts_for_its_payer_alone reaches [
        "operation: declined + succeeded", "operation: failed + succeeded",
    ];
    a_reversal_that_fails_opens_a_case_and_is_retried reaches ["operation: sent + declined"];
    a_reversal_that_succeeds_twice_is_noticed reaches ["operation: declined + succeeded"];
    a_sale_is_taken_back_and_given_again reaches [
        "operation: succeeded + taken_back", "operation: failed + succeeded",
    ];
    a_top_up_is_charged_back_as_far_as_the_wallet_goes reaches ["operation: succeeded + taken_back"];
    what_was_kept_for_its_payer_is_taken_back reaches ["operation: succeeded + taken_back"];
    a_question_learns_that_the_channel_waits_for_the_payer reaches ["operation: unknown + payer_needed"];
    a_cancelled_payer_who_pays_all_the_same_gets_it_back reaches ["payment: requires_action + cancelled"];
}

fn sent(world: &World, total: &str, capture: CaptureMode) -> (Payment, Operation) {
    let shop = world.shop();
    let order = world.order_of(&shop, total);
    let payment = world.card_payment(order.id, capture);
    (payment, world.claims_one().operation)
}

fn an_operation_is_made_sent_and_answered(world: &World) {
    for (outcome, state) in [
        (Outcome::Succeeded, PaymentState::Succeeded),
        (declined(), PaymentState::Failed),
        (failed(), PaymentState::Failed),
    ] {
        let (payment, operation) = sent(world, "20.00 GBP", CaptureMode::Automatic);
        world.observes(operation.id, outcome);
        assert_eq!(world.payment(payment.id).state, state);
    }
}

fn an_operation_in_doubt_is_asked_about_until_it_is_settled(world: &World) {
    let outcomes = [Outcome::Succeeded, declined(), failed(), Outcome::NeverArrived];
    for outcome in outcomes {
        let (payment, operation) = sent(world, "20.00 GBP", CaptureMode::Automatic);
        world.observes(operation.id, silence());
        assert_eq!(world.operation(operation.id).state, OperationState::Unknown);
        world.refused(CancelPayment::new(payment.id), "operation_unfinished");
        world.clock.moves(1_000);
        world.observes(operation.id, outcome);
        assert!(!world.operation(operation.id).is_unfinished());
    }
}

fn redirect() -> PayerAction {
    PayerAction::Redirect("https://bank.example/pay/8812".to_owned())
}

fn needs_payer(world: &World, seconds: Option<i64>) -> Outcome {
    let until = seconds.map(|seconds| world.clock.reads().plus_seconds(seconds));
    Outcome::NeedsPayer { action: redirect(), until }
}

fn a_channel_waits_for_the_payer_and_goes_on(world: &World) {
    for (capture, state) in
        [(CaptureMode::Automatic, PaymentState::Succeeded), (CaptureMode::Manual, PaymentState::Authorised)]
    {
        let (payment, operation) = sent(world, "20.00 GBP", capture);
        let waits = world.observes(operation.id, needs_payer(world, Some(600)));
        assert_eq!((waits.state, waits.action), (OperationState::AwaitingPayer, Some(redirect())));
        assert_eq!(world.payment(payment.id).state, PaymentState::RequiresAction);
        let code = Outcome::NeedsPayer { action: PayerAction::Code("00020101".to_owned()), until: None };
        let shown = world.observes(operation.id, code);
        assert_eq!(shown.action, Some(PayerAction::Code("00020101".to_owned())), "a newer code replaces it");
        // Silence while the payer is at it says nothing.
        assert_eq!(world.observes(operation.id, silence()).state, OperationState::AwaitingPayer);
        assert!(world.claimed().is_empty(), "the channel is not asked at once");
        world.done(ResumePayment::new(payment.id));
        let ask = world.claims_one();
        assert_eq!(ask.effect.kind, paywright::EffectKind::AskOperation);
        let done = world.done(paywright::CompleteEffect::new(
            ask.effect.id,
            crate::support::shop::WORKER,
            Outcome::Succeeded,
        ));
        assert_eq!((done.action, done.due_at), (None, None));
        assert_eq!(world.payment(payment.id).state, state);
    }
}

fn a_payer_who_declines_at_the_channel_ends_the_payment(world: &World) {
    let (payment, operation) = sent(world, "20.00 GBP", CaptureMode::Automatic);
    world.observes(operation.id, needs_payer(world, None));
    world.observes(operation.id, declined());
    let payment = world.payment(payment.id);
    assert_eq!(payment.state, PaymentState::Failed);
    assert_eq!(payment.failure.as_deref(), Some("not enough on the card"));
    world.refused(ResumePayment::new(payment.id), "wrong_state");
}

fn a_payer_who_does_not_come_back_leaves_the_operation_in_doubt(world: &World) {
    let (payment, operation) = sent(world, "20.00 GBP", CaptureMode::Automatic);
    world.observes(operation.id, needs_payer(world, Some(10)));
    world.time_passes(10);
    let doubtful = world.operation(operation.id);
    assert_eq!((doubtful.state, doubtful.action), (OperationState::Unknown, None));
    assert_eq!(world.payment(payment.id).state, PaymentState::RequiresAction);
    let ask = world.claims_one();
    assert_eq!(ask.operation.id, operation.id, "the channel is asked at once");
    world.observes(operation.id, Outcome::Succeeded);
    assert_eq!(world.payment(payment.id).state, PaymentState::Succeeded);
}

fn a_late_success_counts_for_its_payer_alone(world: &World) {
    for outcome in [declined(), failed()] {
        let (payment, operation) = sent(world, "20.00 GBP", CaptureMode::Automatic);
        world.observes(operation.id, outcome);
        world.observes(operation.id, Outcome::Succeeded);
        assert_eq!(world.payment(payment.id).unwanted, 2000);
        world.channel_says(&Outcome::Succeeded);
        assert_eq!(world.payment(payment.id).unwanted, 0);
    }
    world.assert_balance(&receivable(), "0.00 GBP");
}

/// A success in vain, whose reversal was declined.
fn reversal_declined(world: &World) -> (Payment, Operation) {
    let (payment, operation) = sent(world, "20.00 GBP", CaptureMode::Automatic);
    world.observes(operation.id, declined());
    let operation = world.observes(operation.id, Outcome::Succeeded);
    world.refused(RetryReversal::new(operation.id), "operation_unfinished");
    world.channel_says(&declined());
    (payment, operation)
}

fn a_reversal_that_fails_opens_a_case_and_is_retried(world: &World) {
    let (payment, operation) = reversal_declined(world);
    let case = world.cases().remove(0);
    assert_eq!((case.kind, case.subject), (CaseKind::ReversalFailed, operation.id.to_bytes()));
    assert_eq!(world.payment(payment.id).unwanted, 2000, "it stays visible");
    world.done(RetryReversal::new(operation.id));
    world.channel_says(&Outcome::Succeeded);
    assert_eq!(world.payment(payment.id).unwanted, 0);
    world.assert_balance(&payer_refundable(), "0.00 GBP");
    world.refused(RetryReversal::new(operation.id), "wrong_state");
}

fn a_reversal_that_succeeds_twice_is_noticed(world: &World) {
    let (payment, operation) = reversal_declined(world);
    let first = operation.reversed_by.unwrap();
    world.done(RetryReversal::new(operation.id));
    world.channel_says(&Outcome::Succeeded);
    world.observes(first, Outcome::Succeeded);
    assert_eq!(world.payment(payment.id).unwanted, 0);
    world.assert_balance(&receivable(), "-20.00 GBP");
    world.assert_balance(&AccountKey::platform(Purpose::Suspense, pence(1).currency()), "-20.00 GBP");
    assert!(world.cases().iter().any(|case| case.kind == CaseKind::GivenBackTwice));
}

fn a_sale_is_taken_back_and_given_again(world: &World) {
    let shop = world.shop();
    let payment = world.paid_by_card(&shop, "20.00 GBP");
    let sale = payment.taken_by.unwrap();
    let returned = || Outcome::TakenBack { reason: "R01 insufficient funds".to_owned() };
    let operation = world.observes(sale, returned());
    assert_eq!(operation.state, OperationState::Failed);
    let back = world.payment(payment.id);
    assert_eq!((back.captured, back.taken_back, back.refundable()), (2000, 2000, pence(0)));
    world.assert_balance(&receivable(), "0.00 GBP");
    world.assert_balance(&pending_of(shop.merchant), "-0.88 GBP");
    world.refused(paywright::RequestRefund::all(payment.id), "exceeds_refundable");
    world.observes(sale, returned());
    assert_eq!(world.payment(payment.id).taken_back, 2000, "the same once more changes nothing");

    let again = world.observes(sale, Outcome::Succeeded);
    assert_eq!((again.state, again.taken_back_at), (OperationState::Succeeded, None));
    let payment = world.payment(payment.id);
    assert_eq!((payment.taken_back, payment.unwanted), (0, 0));
    world.assert_balance(&pending_of(shop.merchant), "19.12 GBP");
}

fn a_top_up_is_charged_back_as_far_as_the_wallet_goes(world: &World) {
    let shop = world.shop();
    let top_up = world.tops_up(shop.customer, "50.00 GBP");
    world.paid_from_wallet(&shop, "30.00 GBP");
    world.observes(top_up.taken_by.unwrap(), Outcome::TakenBack { reason: "chargeback".to_owned() });
    let back = world.payment(top_up.id);
    assert_eq!((back.taken_back, back.owed_by_payee), (5000, 3000));
    world.assert_balance(&wallet(shop.customer), "0.00 GBP");
    let owed = AccountKey::platform(Purpose::UserReceivable, pence(1).currency());
    world.assert_balance(&owed, "30.00 GBP");
    world.assert_balance(&receivable(), "0.00 GBP");

    world.observes(top_up.taken_by.unwrap(), Outcome::Succeeded);
    world.assert_balance(&owed, "0.00 GBP");
    world.assert_balance(&wallet(shop.customer), "20.00 GBP");
    assert_eq!(world.payment(top_up.id).owed_by_payee, 0);
}

fn what_was_kept_for_its_payer_is_taken_back(world: &World) {
    let (payment, operation) = reversal_declined(world);
    world.observes(operation.id, Outcome::TakenBack { reason: "chargeback".to_owned() });
    let back = world.payment(payment.id);
    assert_eq!((back.unwanted, back.taken_back), (0, 0));
    world.assert_balance(&payer_refundable(), "0.00 GBP");
    world.assert_balance(&receivable(), "0.00 GBP");
    world.refused(RetryReversal::new(operation.id), "wrong_state");
}

fn a_question_learns_that_the_channel_waits_for_the_payer(world: &World) {
    let (payment, operation) = sent(world, "20.00 GBP", CaptureMode::Automatic);
    world.observes(operation.id, silence());
    let waits = world.observes(operation.id, needs_payer(world, Some(600)));
    assert_eq!((waits.state, waits.action), (OperationState::AwaitingPayer, Some(redirect())));
    assert_eq!(world.payment(payment.id).state, PaymentState::RequiresAction);
    world.time_passes(601);
    assert_eq!(world.operation(operation.id).state, OperationState::Unknown);
    world.observes(operation.id, Outcome::Succeeded);
    assert_eq!(world.payment(payment.id).state, PaymentState::Succeeded);
}

fn a_cancelled_payer_who_pays_all_the_same_gets_it_back(world: &World) {
    let shop = world.shop();
    let order = world.order_of(&shop, "20.00 GBP");
    let payment = world.card_payment(order.id, CaptureMode::Automatic);
    let operation = world.claims_one().operation;
    world.observes(operation.id, needs_payer(world, None));
    world.done(CancelPayment::new(payment.id));
    assert_eq!(world.order(order.id).in_flight, 0);
    // The order is paid another way, and then the first payer comes back.
    world.confirmed(StartPayment::new(order.id, Method::channel(CARDS)));
    world.channel_says(&Outcome::Succeeded);
    world.observes(operation.id, Outcome::Succeeded);
    assert_eq!(world.order(order.id).paid, 2000);
    assert_eq!(world.payment(payment.id).unwanted, 2000);
    let reverse = world.last_operation(payment.id);
    assert_eq!((reverse.kind, reverse.original), (OperationKind::Reverse, Some(operation.id)));
    world.channel_says(&Outcome::Succeeded);
    world.assert_balance(&receivable(), "20.00 GBP");
}
