//! What channels do: outcomes, effects, what time makes due, and what people look at.

use super::{Case, case, of, stranger, texts};
use crate::bad_input::scene::Scene;
use crate::support::shop::{WORKER, declined, silence};
use paywright::limits::{ACTION_BYTES, EFFECTS, LEASE_SECONDS, RAW_ANSWER_BYTES};
use paywright::{
    Actor, CaseId, ClaimEffects, CloseCase, Code, CompleteEffect, Due, EffectId, ObserveOperation,
    OperationId, Outcome, PayerAction, RecoverEffects, RetryReversal, TimeOut,
};

pub fn all(on: &Scene) -> Vec<Case> {
    of(
        on,
        &[
            observe_operation,
            retry_reversal,
            claim_effects,
            complete_effect,
            recover_effects,
            time_out,
            close_case,
        ],
    )
}

fn observe_operation(on: &Scene) -> Vec<Case> {
    let seen = |outcome| ObserveOperation::new(on.channel.processing, outcome);
    let needed = |action| seen(Outcome::NeedsPayer { action, until: None });
    let mut cases = texts("reason", 256, |reason| seen(Outcome::Declined { reason }));
    cases.extend(texts("reason", 256, |reason| seen(Outcome::Failed { reason })));
    cases.extend(texts("reason", 256, |reason| seen(Outcome::TakenBack { reason })));
    cases.extend(texts("answer", RAW_ANSWER_BYTES, |raw| seen(Outcome::Unknown { raw: Some(raw) })));
    cases.extend(texts("address", ACTION_BYTES, |text| needed(PayerAction::Redirect(text))));
    cases.extend(texts("code", ACTION_BYTES, |text| needed(PayerAction::Code(text))));
    let nowhere = OperationId::derived("nowhere");
    cases.extend([
        case("unknown", ObserveOperation::new(nowhere, silence()), Code::NotFound),
        case("a stranger", seen(Outcome::Succeeded), Code::NotPermitted).by(stranger()),
        case("the merchant", seen(Outcome::Succeeded), Code::NotPermitted)
            .by(Actor::Merchant(on.shop.merchant)),
    ]);
    cases
}

fn retry_reversal(on: &Scene) -> Vec<Case> {
    let (retry, channel) = (RetryReversal::new, &on.channel);
    vec![
        case("a stranger", retry(channel.reversed), Code::NotPermitted).by(stranger()),
        case("the merchant", retry(channel.reversed), Code::NotPermitted)
            .by(Actor::Merchant(on.shop.merchant)),
        case("unknown", retry(OperationId::derived("nowhere")), Code::NotFound),
        case("being reversed", retry(channel.being_reversed), Code::OperationUnfinished),
        case("never to be reversed", retry(channel.processing), Code::WrongState),
        case("reversed", retry(channel.reversed), Code::WrongState),
        case("taken back", retry(channel.taken_back), Code::WrongState),
    ]
}

fn claim_effects(on: &Scene) -> Vec<Case> {
    let claim = |effects: Vec<EffectId>, lease_seconds| ClaimEffects {
        worker: WORKER.to_owned(),
        effects,
        lease_seconds,
    };
    let effect = on.channel.effect;
    let one = || vec![effect];
    let mut cases = texts("worker", 128, |worker| ClaimEffects { worker, ..claim(one(), 60) });
    let too_long = u32::try_from(LEASE_SECONDS).unwrap() + 1;
    cases.extend([
        case("no effects", claim(vec![], 60), Code::InvalidValue),
        case("too many", claim(vec![effect; EFFECTS + 1], 60), Code::InvalidValue),
        case("no lease", claim(one(), 0), Code::InvalidValue),
        case("too long a lease", claim(one(), too_long), Code::InvalidValue),
        case("for ever", claim(one(), u32::MAX), Code::InvalidValue),
        case("a stranger", claim(one(), 60), Code::NotPermitted).by(stranger()),
    ]);
    cases
}

fn complete_effect(on: &Scene) -> Vec<Case> {
    let effect = on.channel.effect;
    let complete = |effect, outcome| CompleteEffect::new(effect, WORKER, outcome);
    let mut cases = texts("worker", 128, |name| CompleteEffect::new(effect, name, silence()));
    cases.extend(texts("reason", 256, |reason| complete(effect, Outcome::Failed { reason })));
    cases.extend([
        case("unknown", complete(EffectId::derived("nowhere"), declined()), Code::NotFound),
        case("a stranger", complete(effect, declined()), Code::NotPermitted).by(stranger()),
    ]);
    cases
}

fn recover_effects(on: &Scene) -> Vec<Case> {
    let effect = on.channel.effect;
    let recover = |effects: Vec<EffectId>| RecoverEffects { worker: None, effects };
    let mut cases =
        texts("worker", 128, |name| RecoverEffects { worker: Some(name), ..recover(vec![effect]) });
    cases.extend([
        case("no effects", recover(vec![]), Code::InvalidValue),
        case("too many", recover(vec![effect; EFFECTS + 1]), Code::InvalidValue),
        case("a stranger", recover(vec![effect]), Code::NotPermitted).by(stranger()),
    ]);
    cases
}

fn time_out(on: &Scene) -> Vec<Case> {
    let late = Due::Payment(on.payments.late);
    vec![
        case("a stranger", TimeOut::new(late), Code::NotPermitted).by(stranger()),
        case("the payer", TimeOut::new(late), Code::NotPermitted).by(Actor::User(on.shop.customer)),
    ]
}

fn close_case(on: &Scene) -> Vec<Case> {
    let close = |case| CloseCase::new(case, "settled by hand");
    let open = on.channel.open_case;
    let mut cases = texts("settlement", 256, |settlement| CloseCase::new(open, settlement));
    cases.extend([
        case("a stranger", close(open), Code::NotPermitted).by(stranger()),
        case("unknown", close(CaseId::derived("nowhere")), Code::NotFound),
        case("closed already", close(on.channel.closed_case), Code::WrongState),
    ]);
    cases
}
