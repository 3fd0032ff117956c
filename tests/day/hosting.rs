//! The host on a random day: what channels say, who does the work, what time brings, and what comes twice.

use super::step::Hosting;
use super::{Asked, Day, nowhere, pick};
use crate::support::shop::{WORKER, declined, failed, silence};
use paywright::{
    Acceptance, Actor, Case, CaseState, ClaimEffects, CloseCase, CompleteEffect, Due, Effect, EffectId,
    EffectState, Error, Hold, ObserveOperation, Operation, OperationState, Order, Outcome, PayerAction,
    Payment, RecoverEffects, Refund, RegisterUser, RetryReversal, TimeOut, Timestamp,
};

impl Day<'_> {
    pub fn hosts(&mut self, step: &Hosting) -> String {
        match step {
            Hosting::Observe { operation, outcome } => self.observes(*operation, *outcome),
            Hosting::Work { outcome } => self.works(*outcome),
            Hosting::Claim { most, lease } => {
                let work = self.world.engine.claim(WORKER, *most, *lease);
                self.called("claim", &work);
                format!("{work:?}")
            }
            Hosting::ClaimThese { effects, lease } => {
                let effects = self.effects(effects, EffectState::Ready);
                self.must(ClaimEffects { worker: WORKER.to_owned(), effects, lease_seconds: *lease })
            }
            Hosting::Complete { effect, outcome, worker } => {
                let claimed = |effect: &Effect| effect.state == EffectState::Claimed;
                let Some(effect) = self.one::<Effect>(*effect, claimed) else {
                    return self.says(CompleteEffect::new(nowhere(), WORKER, Outcome::Succeeded));
                };
                let operation = self.world.operation(effect.operation);
                let outcome = self.outcome(*outcome, &operation);
                self.must(CompleteEffect::new(effect.id, worker_of(*worker), outcome))
            }
            Hosting::Recover { worker } => {
                let recovered = self.world.engine.recover(worker_of(*worker));
                self.called("recover", &recovered);
                format!("{recovered:?}")
            }
            Hosting::RecoverThese { effects, worker } => {
                let effects = self.effects(effects, EffectState::Claimed);
                let worker = worker.map(|worker| worker_of(worker).to_owned());
                self.must(RecoverEffects { worker, effects })
            }
            Hosting::RetryReversal { operation } => {
                let vain = |one: &Operation| one.reversed_by.is_some();
                let operation = self.one::<Operation>(*operation, vain).map_or_else(nowhere, |one| one.id);
                self.says(RetryReversal::new(operation))
            }
            Hosting::CloseCase { case } => {
                let open = |case: &Case| case.state == CaseState::Open;
                let case = self.one::<Case>(*case, open).map_or_else(nowhere, |case| case.id);
                self.says(CloseCase::new(case, "looked into"))
            }
            Hosting::Tick => {
                let ticked = self.world.engine.tick();
                self.called("tick", &ticked);
                assert!(!matches!(ticked, Err(Error::Refused(_))), "{ticked:?}");
                format!("{ticked:?}")
            }
            Hosting::TimeOut { kind, record } => {
                let (due, _) = self.due(*kind, *record);
                self.must(TimeOut::new(due))
            }
            Hosting::WaitFor { kind, record } => self.waits_for(*kind, *record),
            Hosting::Wait { seconds } => {
                self.world.clock.moves(*seconds);
                String::new()
            }
            Hosting::Again { request } => self.again(*request),
            Hosting::Together { requests } => self.together(requests),
        }
    }

    /// Of any operation, any number of times; mostly of one that nobody knows the end of.
    fn observes(&mut self, operation: u8, outcome: u8) -> String {
        let of_refund = operation.is_multiple_of(3);
        let unfinished = |one: &Operation| one.is_unfinished() && (!of_refund || one.refund.is_some());
        let ended = |one: &Operation| !one.is_unfinished() && (!of_refund || one.refund.is_some());
        let chosen = if operation.is_multiple_of(2) {
            self.one::<Operation>(operation / 2, unfinished)
        } else {
            self.one::<Operation>(operation / 2, ended)
        };
        let Some(operation) = chosen else {
            return self.says(ObserveOperation::new(nowhere(), Outcome::Succeeded));
        };
        let outcome = self.outcome(outcome, &operation);
        self.must(ObserveOperation::new(operation.id, outcome))
    }

    /// A worker does all that is due, and the channel answers the same to each.
    fn works(&mut self, outcome: u8) -> String {
        let work = self.world.engine.claim(WORKER, 10, 60);
        self.called("claim", &work);
        let mut said = format!("{work:?}");
        for work in work.unwrap_or_default() {
            let some = self.outcome(outcome / 2, &work.operation);
            let outcome = if outcome.is_multiple_of(2) { some } else { Outcome::Succeeded };
            said += &self.must(CompleteEffect::new(work.effect.id, WORKER, outcome));
        }
        said
    }

    /// A refund is more often in trouble than others, a payer is only needed for some, and what was over
    /// comes back late more often than not.
    fn outcome(&self, choice: u8, operation: &Operation) -> Outcome {
        if !operation.is_unfinished() && choice.is_multiple_of(2) {
            return match operation.state {
                OperationState::Succeeded => Outcome::TakenBack { reason: "sent back".to_owned() },
                _ => Outcome::Succeeded,
            };
        }
        let action = || PayerAction::Redirect("https://bank.example/approve".to_owned());
        let now = self.world.clock.reads();
        match choice % 16 {
            0 | 1 => declined(),
            2 => failed(),
            3 => silence(),
            4 if choice > 127 => Outcome::unknown("HTTP 502"),
            4 | 5 => Outcome::NeverArrived,
            6..=8 if operation.refund.is_some() => Outcome::destination_closed(),
            6 => Outcome::NeedsPayer { action: action(), until: None },
            7 | 8 => Outcome::NeedsPayer { action: action(), until: Some(now.plus_seconds(300)) },
            9 => Outcome::TakenBack { reason: "charged back".to_owned() },
            10 => Outcome::destination_closed(),
            _ => Outcome::Succeeded,
        }
    }

    /// Time goes on until something of a record is due, and what is due is done.
    fn waits_for(&mut self, kind: u8, record: u8) -> String {
        let (due, at) = self.due(kind, record);
        let missing = at.map_or(0, |at| at.micros_since(self.world.clock.reads()));
        self.world.clock.moves((missing / 1_000_000 + 1).clamp(0, 700_000));
        self.must(TimeOut::new(due))
    }

    /// A record of a kind, and when time ends the state it is in.
    fn due(&self, kind: u8, record: u8) -> (Due, Option<Timestamp>) {
        match kind {
            0 => {
                let hold = self.one::<Hold>(record, |one| one.due_at.is_some());
                hold.map_or_else(|| (Due::Hold(nowhere()), None), |one| (Due::Hold(one.id), one.due_at))
            }
            1 => {
                let order = self.one::<Order>(record, |one| one.due_at.is_some());
                order.map_or_else(|| (Due::Order(nowhere()), None), |one| (Due::Order(one.id), one.due_at))
            }
            2 => {
                let payment = self.one::<Payment>(record, |one| one.due_at.is_some());
                let nothing = || (Due::Payment(nowhere()), None);
                payment.map_or_else(nothing, |one| (Due::Payment(one.id), one.due_at))
            }
            3 => {
                let operation = self.one::<Operation>(record, |one| one.due_at.is_some());
                let nothing = || (Due::Operation(nowhere()), None);
                operation.map_or_else(nothing, |one| (Due::Operation(one.id), one.due_at))
            }
            _ => {
                let refund = self.one::<Refund>(record, |one| one.due_at.is_some());
                let nothing = || (Due::Refund(nowhere()), None);
                refund.map_or_else(nothing, |one| (Due::Refund(one.id), one.due_at))
            }
        }
    }

    fn effects(&self, choices: &[u8], state: EffectState) -> Vec<EffectId> {
        let one = |choice: &u8| self.one::<Effect>(*choice, |effect| effect.state == state);
        choices.iter().map(|choice| one(choice).map_or_else(nowhere, |effect| effect.id)).collect()
    }

    /// What was accepted once is answered by what came of it; what was refused may be accepted now.
    fn again(&mut self, request: u8) -> String {
        let Some(asked) = pick_asked(&self.memory.asked, request) else {
            return String::new();
        };
        let answer = self.sends(&asked);
        if asked.accepted && !self.memory.forgot {
            let replayed = answer.as_ref().is_ok_and(|answer| answer.acceptance == Acceptance::Replayed);
            let failed = self.world.is_faulty() && matches!(answer, Err(Error::Storage { .. }));
            assert!(replayed || failed, "{asked:?} was accepted before: {answer:?}");
        }
        format!("{answer:?}")
    }

    /// Earlier requests again, all or nothing, and something new at the end.
    fn together(&mut self, requests: &[u8]) -> String {
        let chosen = requests.iter().filter_map(|choice| pick_asked(&self.memory.asked, *choice));
        let new = self.fresh(Actor::System, RegisterUser::new("together"));
        let together: Vec<Asked> = chosen.chain([new]).collect();
        let answers = self.world.engine.atomic(together.iter().map(|asked| asked.request.clone()));
        for (i, asked) in together.into_iter().enumerate() {
            let answer = answers.as_ref().map(|answers| answers[i].clone()).map_err(Error::clone);
            self.heard(asked, &answer, false);
        }
        format!("{answers:?}")
    }
}

fn pick_asked(asked: &[Asked], choice: u8) -> Option<Asked> {
    asked.get(usize::from(choice).checked_rem(asked.len())?).cloned()
}

fn worker_of(choice: u8) -> &'static str {
    pick(&[WORKER, WORKER, WORKER, "another"], choice).unwrap()
}
