//! Effects: claimed by workers that race, crash, and answer late.

use crate::support::shop::{WORKER, declined, receivable, silence};
use crate::support::{World, on_both};
use paywright::{
    Acceptance, CaptureMode, ClaimEffects, CompleteEffect, EffectId, EffectKind, EffectState, OperationState,
    Outcome, Payment, PaymentState, RecoverEffects,
};

on_both![
    two_workers_claim_and_each_effect_goes_to_one,
    a_worker_takes_no_more_than_it_asked_for,
    a_send_whose_lease_ended_is_asked_about_and_never_sent_again,
    a_question_whose_lease_ended_is_asked_again,
    a_lease_that_still_runs_by_a_clock_5_seconds_behind_is_left_alone,
    a_worker_that_starts_anew_gives_up_its_own_claims_only,
    an_answer_of_an_older_claim_counts_as_an_observation,
    silence_of_an_older_claim_says_nothing,
    a_claim_is_told_from_a_later_one_of_the_same_name,
    an_outcome_before_the_claim_supersedes_the_send,
    effects_that_do_not_exist_are_left_out,
    a_claim_under_a_key_is_answered_again,
    questions_go_out_before_sends_and_the_oldest_first,
];

fn payments(world: &World, how_many: usize) -> Vec<Payment> {
    let shop = world.shop();
    let pay = |_| {
        world.clock.moves(1);
        let order = world.order_of(&shop, "10.00 GBP");
        world.card_payment(order.id, CaptureMode::Automatic)
    };
    (0..how_many).map(pay).collect()
}

fn two_workers_claim_and_each_effect_goes_to_one(world: &World) {
    payments(world, 3);
    let beside = world.beside("second");
    // Both look before either claims.
    let due: Vec<EffectId> = world.effects().iter().map(|effect| effect.id).collect();
    let claim = |worker: &str, effects: &[EffectId]| ClaimEffects {
        worker: worker.to_owned(),
        effects: effects.to_vec(),
        lease_seconds: 60,
    };
    let one = world.done(claim("one", &due[..2])).work;
    let two = beside.done(claim("two", &due)).work;
    assert_eq!((one.len(), two.len()), (2, 1));
    assert_eq!(two[0].effect.id, due[2]);
    assert!(world.done(claim("one", &due)).work.is_empty());
    assert_eq!(world.effects().iter().filter(|effect| effect.claims == 1).count(), 3);
}

fn a_worker_takes_no_more_than_it_asked_for(world: &World) {
    payments(world, 3);
    assert_eq!(world.engine.claim(WORKER, 2, 60).unwrap().len(), 2);
    assert_eq!(world.engine.claim(WORKER, 2, 60).unwrap().len(), 1);
    assert!(world.engine.claim(WORKER, 2, 60).unwrap().is_empty());
    assert!(world.engine.claim(WORKER, 0, 60).unwrap().is_empty());
}

fn a_send_whose_lease_ended_is_asked_about_and_never_sent_again(world: &World) {
    let payment = payments(world, 1).remove(0);
    let sent = world.claims_one();
    world.clock.moves(66);
    assert_eq!(world.engine.tick().unwrap(), 1);
    assert_eq!(world.engine.tick().unwrap(), 0);
    assert_eq!(world.operation(sent.operation.id).state, OperationState::Unknown);
    assert_eq!(world.payment(payment.id).state, PaymentState::Processing);

    let work = world.claims_one();
    assert_eq!(work.effect.kind, EffectKind::AskOperation);
    assert_eq!(work.operation.id, sent.operation.id, "the same channel key");
    world.done(CompleteEffect::new(work.effect.id, WORKER, Outcome::Succeeded));
    assert_eq!(world.payment(payment.id).state, PaymentState::Succeeded);
    let sends = world.effects().into_iter().filter(|effect| effect.kind == EffectKind::SendOperation);
    assert_eq!(
        sends.map(|effect| (effect.state, effect.claims)).collect::<Vec<_>>(),
        [(EffectState::Lost, 1)]
    );
}

fn a_question_whose_lease_ended_is_asked_again(world: &World) {
    payments(world, 1);
    world.channel_says(&silence());
    let asked = world.claims_one();
    world.clock.moves(66);
    assert_eq!(world.engine.tick().unwrap(), 1);
    let again = world.claims_one();
    assert_eq!((again.effect.id, again.effect.claims), (asked.effect.id, 2));
}

fn a_lease_that_still_runs_by_a_clock_5_seconds_behind_is_left_alone(world: &World) {
    payments(world, 1);
    let work = world.claims_one();
    world.clock.moves(64);
    assert_eq!(world.engine.tick().unwrap(), 0);
    let recover = RecoverEffects { worker: None, effects: vec![work.effect.id] };
    assert_eq!(world.ask(recover).unwrap().acceptance, Acceptance::Unchanged);
    world.done(CompleteEffect::new(work.effect.id, WORKER, Outcome::Succeeded));
}

fn a_worker_that_starts_anew_gives_up_its_own_claims_only(world: &World) {
    let payments = payments(world, 2);
    world.engine.claim("one", 1, 60).unwrap();
    world.engine.claim("two", 1, 60).unwrap();
    assert_eq!(world.engine.recover("one").unwrap(), 1);
    assert_eq!(world.engine.recover("one").unwrap(), 0);
    let state = |payment: &Payment| world.last_operation(payment.id).state;
    let states: Vec<_> = payments.iter().map(state).collect();
    assert_eq!(states, [OperationState::Unknown, OperationState::Sent]);
}

fn an_answer_of_an_older_claim_counts_as_an_observation(world: &World) {
    let payment = payments(world, 1).remove(0);
    let old = world.claims_one();
    world.clock.moves(66);
    world.engine.tick().unwrap();
    let asked = world.engine.claim("second", 1, 60).unwrap().remove(0);

    let seen = world.done(CompleteEffect::new(old.effect.id, WORKER, Outcome::Succeeded));
    assert_eq!(seen.state, OperationState::Succeeded);
    assert_eq!(world.payment(payment.id).state, PaymentState::Succeeded);

    let again = world.done(CompleteEffect::new(asked.effect.id, "second", Outcome::Succeeded));
    assert_eq!(again.state, OperationState::Succeeded);
    world.assert_balance(&receivable(), "10.00 GBP");
    assert!(world.cases().is_empty());
}

fn silence_of_an_older_claim_says_nothing(world: &World) {
    payments(world, 1);
    let old = world.claims_one();
    world.clock.moves(66);
    world.engine.tick().unwrap();
    let late = world.ask(CompleteEffect::new(old.effect.id, WORKER, silence())).unwrap();
    assert_eq!(late.acceptance, Acceptance::Unchanged);
    world.channel_says(&declined());
    assert_eq!(world.effects().iter().filter(|effect| effect.state == EffectState::Done).count(), 1);
}

fn a_claim_is_told_from_a_later_one_of_the_same_name(world: &World) {
    payments(world, 1);
    world.channel_says(&silence());
    let first = world.claims_one();
    world.clock.moves(66);
    world.engine.tick().unwrap();
    let second = world.claims_one();
    assert_eq!((first.effect.id, first.effect.claims + 1), (second.effect.id, second.effect.claims));
    let of = |work: &paywright::Work| CompleteEffect {
        claim: Some(work.effect.claims),
        ..CompleteEffect::new(work.effect.id, WORKER, silence())
    };
    assert_eq!(world.ask(of(&first)).unwrap().acceptance, Acceptance::Unchanged);
    assert_eq!(world.ask(of(&second)).unwrap().acceptance, Acceptance::New);
}

fn an_outcome_before_the_claim_supersedes_the_send(world: &World) {
    let payment = payments(world, 1).remove(0);
    world.observes(world.last_operation(payment.id).id, declined());
    assert!(world.claimed().is_empty());
    let effect = world.effects().remove(0);
    assert_eq!((effect.state, effect.claims), (EffectState::Done, 0));
}

fn effects_that_do_not_exist_are_left_out(world: &World) {
    payments(world, 1);
    let there = world.effects()[0].id;
    let effects = vec![EffectId::derived("nowhere"), there, there];
    let claim = ClaimEffects { worker: WORKER.to_owned(), effects: effects.clone(), lease_seconds: 60 };
    assert_eq!(world.done(claim).work.len(), 1);
    world.done(RecoverEffects { worker: Some(WORKER.to_owned()), effects });
    assert_eq!(world.effects()[0].state, EffectState::Lost);
}

fn a_claim_under_a_key_is_answered_again(world: &World) {
    payments(world, 2);
    let effects: Vec<EffectId> = world.effects().iter().map(|effect| effect.id).collect();
    let claim = || ClaimEffects { worker: WORKER.to_owned(), effects: effects.clone(), lease_seconds: 60 };
    let first = world.engine.request(claim()).key("claim").answer().unwrap();
    let again = world.engine.request(claim()).key("claim").answer().unwrap();
    assert_eq!((first.acceptance, again.acceptance), (Acceptance::New, Acceptance::Replayed));
    assert_eq!(first.output, again.output);
}

fn questions_go_out_before_sends_and_the_oldest_first(world: &World) {
    let payments = payments(world, 3);
    let sent = world.engine.claim(WORKER, 1, 60).unwrap().remove(0);
    assert_eq!(sent.operation.payment, payments[0].id);
    world.done(CompleteEffect::new(sent.effect.id, WORKER, silence()));
    let work = world.claimed();
    let kinds: Vec<_> = work.iter().map(|work| (work.effect.kind, work.operation.payment)).collect();
    let expected = [
        (EffectKind::AskOperation, payments[0].id),
        (EffectKind::SendOperation, payments[1].id),
        (EffectKind::SendOperation, payments[2].id),
    ];
    assert_eq!(kinds, expected);
}
