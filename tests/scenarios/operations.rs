//! What a channel says: nothing, late, twice, or the opposite. An outcome is never refused.

use crate::support::shop::{
    WORKER, declined, failed, fee_income, payer_refundable, pence, receivable, silence,
};
use crate::support::{World, on_both};
use paywright::{
    Acceptance, Actor, CaptureMode, CaseKind, CompleteEffect, EffectKind, EffectState, Method,
    ObserveOperation, Operation, OperationKind, OperationState, Outcome, Payment, PaymentState, Role,
    StartPayment,
};

on_both![
    silence_is_asked_about_and_then_it_succeeded,
    silence_is_asked_about_and_then_it_was_declined,
    while_nobody_knows_nothing_else_starts,
    an_outcome_seen_twice_changes_nothing,
    a_webhook_may_be_faster_than_the_worker,
    an_outcome_may_come_before_anybody_sent_it,
    a_late_success_is_kept_for_the_payer_and_given_back,
    a_late_success_after_another_payment_paid_is_kept_for_the_payer,
    a_late_authorisation_moves_no_money_and_is_reversed,
    a_contradiction_opens_one_case_and_changes_nothing_else,
    never_arrived_is_not_believed_before_the_grace,
    never_arrived_is_believed_after_the_grace,
    an_answer_that_could_not_be_understood_is_kept_and_cut,
    silence_about_what_nobody_has_sent_does_not_stop_its_sending,
];

fn in_flight(world: &World) -> (Payment, Operation) {
    let shop = world.shop();
    let order = world.order_of(&shop, "20.00 GBP");
    let payment = world.card_payment(order.id, CaptureMode::Automatic);
    let work = world.claims_one();
    (world.payment(payment.id), work.operation)
}

fn silence_is_asked_about_and_then_it_succeeded(world: &World) {
    let shop = world.shop();
    let order = world.order_of(&shop, "20.00 GBP");
    let payment = world.card_payment(order.id, CaptureMode::Automatic);
    world.channel_says(&silence());
    assert_eq!(world.last_operation(payment.id).state, OperationState::Unknown);
    assert_eq!(world.payment(payment.id).state, PaymentState::Processing);

    // The question may be repeated, and waits longer each time.
    for wait in [0, 30, 60, 120] {
        world.clock.moves(wait - 1);
        assert!(wait == 0 || world.claimed().is_empty(), "asked again too early");
        world.clock.moves(2);
        let work = world.claims_one();
        assert_eq!(work.effect.kind, EffectKind::AskOperation);
        world.done(CompleteEffect::new(work.effect.id, WORKER, silence()));
    }
    world.clock.moves(241);
    world.channel_says(&Outcome::Succeeded);
    assert_eq!(world.payment(payment.id).state, PaymentState::Succeeded);
    world.assert_balance(&receivable(), "20.00 GBP");
}

fn silence_is_asked_about_and_then_it_was_declined(world: &World) {
    let shop = world.shop();
    let order = world.order_of(&shop, "20.00 GBP");
    let payment = world.card_payment(order.id, CaptureMode::Automatic);
    world.channel_says(&silence());
    assert_eq!(world.order(order.id).in_flight, 2000, "silence is never a decline");
    world.channel_says(&declined());
    assert_eq!(world.payment(payment.id).state, PaymentState::Failed);
    assert_eq!(world.order(order.id).in_flight, 0);
    assert_eq!(world.figures(&receivable()).balance(), 0);
}

fn while_nobody_knows_nothing_else_starts(world: &World) {
    let (payment, operation) = in_flight(world);
    world.observes(operation.id, silence());
    let start = StartPayment::new(payment.order.unwrap(), Method::channel("cards"));
    world.refused(start, "exceeds_due");
    world.refused(paywright::ConfirmPayment::new(payment.id), "wrong_state");
    world.refused(paywright::RequestRefund::all(payment.id), "operation_unfinished");
    world.refused(paywright::CapturePayment::all(payment.id), "operation_unfinished");
}

fn an_outcome_seen_twice_changes_nothing(world: &World) {
    for outcome in [Outcome::Succeeded, declined(), failed()] {
        let (_, operation) = in_flight(world);
        world.observes(operation.id, outcome.clone());
        let before = world.dump();
        let again = world.engine.request(ObserveOperation::new(operation.id, outcome)).answer().unwrap();
        assert_eq!(again.acceptance, Acceptance::Unchanged);
        before.assert_unchanged(&world.dump());
    }
    let (_, operation) = in_flight(world);
    world.observes(operation.id, silence());
    let before = world.dump();
    let again = world.engine.request(ObserveOperation::new(operation.id, silence())).answer().unwrap();
    assert_eq!(again.acceptance, Acceptance::Unchanged);
    before.assert_unchanged(&world.dump());
}

fn a_webhook_may_be_faster_than_the_worker(world: &World) {
    let shop = world.shop();
    let order = world.order_of(&shop, "20.00 GBP");
    let payment = world.card_payment(order.id, CaptureMode::Automatic);
    let work = world.claims_one();
    let webhook = Actor::operator("webhooks", [Role::Agent]);
    world.done_as(&webhook, ObserveOperation::new(work.operation.id, Outcome::Succeeded));
    assert_eq!(world.payment(payment.id).state, PaymentState::Succeeded);

    let answer = world.ask(CompleteEffect::new(work.effect.id, WORKER, Outcome::Succeeded)).unwrap();
    assert_eq!(answer.output.state, OperationState::Succeeded);
    assert_eq!(world.effects()[0].state, EffectState::Done);
    world.assert_balance(&receivable(), "20.00 GBP");
}

fn an_outcome_may_come_before_anybody_sent_it(world: &World) {
    let shop = world.shop();
    let order = world.order_of(&shop, "20.00 GBP");
    let payment = world.card_payment(order.id, CaptureMode::Automatic);
    let operation = world.last_operation(payment.id);
    assert_eq!(operation.state, OperationState::Created);
    world.observes(operation.id, Outcome::Succeeded);
    assert_eq!(world.payment(payment.id).state, PaymentState::Succeeded);

    assert!(world.claimed().is_empty(), "what is done is not sent");
    assert_eq!(world.effects()[0].state, EffectState::Done, "the claim found it superseded");
}

fn a_late_success_is_kept_for_the_payer_and_given_back(world: &World) {
    let (payment, operation) = in_flight(world);
    world.observes(operation.id, declined());
    assert_eq!(world.payment(payment.id).state, PaymentState::Failed);

    let operation = world.observes(operation.id, Outcome::Succeeded);

    assert_eq!((operation.state, operation.reason), (OperationState::Succeeded, None));
    let payment = world.payment(payment.id);
    assert_eq!((payment.state, payment.captured, payment.unwanted), (PaymentState::Failed, 0, 2000));
    world.assert_balance(&payer_refundable(), "20.00 GBP");
    world.assert_balance(&receivable(), "20.00 GBP");
    // The channel is asked to give it back; until it has, the amount stays visible.
    let work = world.claims_one();
    assert_eq!((work.operation.kind, work.operation.original), (OperationKind::Reverse, Some(operation.id)));
    assert_eq!(operation.reversed_by, Some(work.operation.id));
    world.observes(work.operation.id, Outcome::Succeeded);
    assert_eq!(world.payment(payment.id).unwanted, 0);
    world.assert_balance(&payer_refundable(), "0.00 GBP");
    world.assert_balance(&receivable(), "0.00 GBP");
    assert!(world.cases().is_empty(), "nobody needs to look at it");
}

fn a_late_success_after_another_payment_paid_is_kept_for_the_payer(world: &World) {
    let (payment, first) = in_flight(world);
    world.observes(first.id, failed());
    let order = payment.order.unwrap();
    world.card_payment(order, CaptureMode::Automatic);
    world.channel_says(&Outcome::Succeeded);

    world.observes(first.id, Outcome::Succeeded);

    assert_eq!(world.order(order).paid, 2000, "the order is paid once");
    world.assert_balance(&receivable(), "40.00 GBP");
    world.assert_balance(&payer_refundable(), "20.00 GBP");
    world.assert_balance(&fee_income(), "0.88 GBP");
}

fn a_late_authorisation_moves_no_money_and_is_reversed(world: &World) {
    let shop = world.shop();
    let order = world.order_of(&shop, "20.00 GBP");
    let payment = world.card_payment(order.id, CaptureMode::Manual);
    let operation = world.last_operation(payment.id);
    world.channel_says(&declined());
    world.observes(operation.id, Outcome::Succeeded);
    let payment = world.payment(payment.id);
    assert_eq!((payment.state, payment.authorised, payment.unwanted), (PaymentState::Failed, 0, 0));
    let work = world.claims_one();
    assert_eq!((work.operation.kind, work.operation.amount), (OperationKind::Reverse, pence(2000)));
    world.observes(work.operation.id, Outcome::Succeeded);
    world.assert_balance(&receivable(), "0.00 GBP");
}

fn a_contradiction_opens_one_case_and_changes_nothing_else(world: &World) {
    let (payment, operation) = in_flight(world);
    world.observes(operation.id, Outcome::Succeeded);
    for contradiction in [declined(), failed(), declined()] {
        let after = world.observes(operation.id, contradiction);
        assert_eq!(after.state, OperationState::Succeeded);
    }
    assert_eq!(world.payment(payment.id).state, PaymentState::Succeeded);
    world.assert_balance(&receivable(), "20.00 GBP");
    let cases = world.cases();
    assert_eq!(cases.len(), 1, "{cases:?}");
    assert_eq!(cases[0].kind, CaseKind::ContradictingOutcome);
    // Silence contradicts nothing.
    world.observes(operation.id, silence());
    world.observes(operation.id, Outcome::NeverArrived);
    assert_eq!(world.cases().len(), 1);
}

fn never_arrived_is_not_believed_before_the_grace(world: &World) {
    let (payment, operation) = in_flight(world);
    world.clock.moves(940);
    let seen = world.observes(operation.id, Outcome::NeverArrived);
    assert_eq!(seen.state, OperationState::Unknown, "it may still be on its way");
    assert_eq!(world.payment(payment.id).state, PaymentState::Processing);

    let work = world.claims_one();
    assert_eq!(work.effect.kind, EffectKind::AskOperation);
    world.done(CompleteEffect::new(work.effect.id, WORKER, Outcome::NeverArrived));
    assert_eq!(world.operation(operation.id).state, OperationState::Unknown);
    world.clock.moves(31);
    let work = world.claims_one();
    world.done(CompleteEffect::new(work.effect.id, WORKER, Outcome::NeverArrived));
    assert_eq!(world.operation(operation.id).state, OperationState::Failed);
    assert_eq!(world.payment(payment.id).state, PaymentState::Failed);
}

fn never_arrived_is_believed_after_the_grace(world: &World) {
    let (payment, operation) = in_flight(world);
    world.clock.moves(961);
    let seen = world.observes(operation.id, Outcome::NeverArrived);
    assert_eq!(seen.state, OperationState::Failed);
    assert_eq!(seen.reason.as_deref(), Some("never arrived at the channel"));
    assert_eq!(world.payment(payment.id).state, PaymentState::Failed);
    assert_eq!(world.order(payment.order.unwrap()).in_flight, 0);
}

fn an_answer_that_could_not_be_understood_is_kept_and_cut(world: &World) {
    let (_, operation) = in_flight(world);
    let raw = format!("<html>{}", "é".repeat(2_000));
    let seen = world.observes(operation.id, Outcome::unknown(&raw));
    let kept = seen.raw_answer.unwrap();
    assert!(raw.starts_with(&kept));
    assert_eq!(kept.len(), 1_024);
    let clearer = Outcome::unknown("\tcode\n99 ");
    assert_eq!(world.observes(operation.id, clearer).raw_answer.as_deref(), Some("code 99"));
    assert_eq!(world.observes(operation.id, silence()).raw_answer.as_deref(), Some("code 99"));
}

fn silence_about_what_nobody_has_sent_does_not_stop_its_sending(world: &World) {
    let shop = world.shop();
    let order = world.order_of(&shop, "20.00 GBP");
    let payment = world.card_payment(order.id, CaptureMode::Automatic);
    let effect = world.effects().remove(0);
    // Not by way of a claim: whoever says this does not hold it.
    let seen = world.done(CompleteEffect::new(effect.id, "somebody", Outcome::NeverArrived));
    assert_eq!(seen.state, OperationState::Created);
    assert_eq!(world.done(ObserveOperation::new(seen.id, silence())).state, OperationState::Created);
    let work = world.claims_one();
    assert_eq!((work.effect.id, work.effect.kind), (effect.id, EffectKind::SendOperation));
    world.done(CompleteEffect::new(work.effect.id, WORKER, Outcome::Succeeded));
    assert_eq!(world.payment(payment.id).state, PaymentState::Succeeded);
    assert_eq!(world.payment(payment.id).captured, 2000);
    world.assert_balance(&receivable(), &pence(2000).to_string());
    let agent = Actor::operator("anna", [Role::Agent]);
    world.done_as(&agent, ObserveOperation::new(seen.id, Outcome::Succeeded));
}
