//! The business that is killed: round after round of requests, in single ones and in batches, and the
//! channels that answer. Whoever goes on after a crash asks the same again.

use crate::dice::Dice;
use crate::steps::{OPENING, POOR_CARDS, STEPS, Step, named};
use crate::support::World;
use crate::support::shop::WORKER;
use paywright::{
    Answer, CompleteEffect, Effect, EffectId, EffectKind, Error, ObserveOperation, Operation, OperationId,
    Outcome, Request,
};
use paywright_testing::{Behaviour, SimulatedChannel};

/// What was asked under a key, and what was answered: `New ord_...`, or the code of an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub key: String,
    pub acceptance: String,
    /// The first id in the answer: of what was made or changed.
    pub id: String,
}

impl Said {
    pub fn of(key: String, answer: &Result<Answer, Error>) -> Self {
        match answer {
            Ok(answer) => {
                let id = first_id(&format!("{:?}", answer.output));
                Self { key, acceptance: format!("{:?}", answer.acceptance), id }
            }
            Err(error) => Self { key, acceptance: error.code().to_owned(), id: "-".to_owned() },
        }
    }

    /// It left an entry in the journal.
    pub fn is_kept(&self) -> bool {
        ["New", "Replayed"].contains(&self.acceptance.as_str())
    }

    /// No error.
    pub fn is_accepted(&self) -> bool {
        self.is_kept() || ["Unchanged", "Claimed"].contains(&self.acceptance.as_str())
    }
}

/// The first word that looks like an id.
fn first_id(text: &str) -> String {
    let mut words = text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    let is_id = |word: &&str| word.rsplit_once('_').is_some_and(|(_, digits)| digits.len() == 26);
    words.find(is_id).unwrap_or("-").to_owned()
}

/// Which part of the business somebody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// All of it.
    Owner,
    /// What needs no channel's answer; somebody else sends what is to be sent.
    Till,
}

/// Somebody who does business, and tells what was answered.
pub struct Business<'a> {
    pub world: &'a World,
    pub role: Role,
    pub dice: Dice,
    pub tell: &'a mut dyn FnMut(Said),
}

impl Business<'_> {
    pub fn opens(&mut self) {
        self.asks(OPENING.iter().map(|step| step.of(0)).collect());
    }

    /// All steps whose turn it is, then the channels' answers.
    pub fn does_round(&mut self, round: u64) {
        let role = self.role;
        let is_done = |step: &&Step| role == Role::Owner || step.lag == 0;
        let turn = |step: &Step| round.checked_sub(step.lag).filter(|customer| *customer > 0);
        let steps = STEPS.iter().filter(is_done);
        self.asks(steps.filter_map(|step| Some(step.of(turn(step)?))).collect());
        if role == Role::Owner {
            self.serves();
        }
    }

    /// In single requests, batches, and batches that are all or nothing.
    fn asks(&mut self, requests: Vec<(String, Request)>) {
        let mut left = requests;
        while !left.is_empty() {
            let most = if self.dice.once_in(2) { 1 } else { 12 };
            let size = 1 + usize::try_from(self.dice.below(most)).unwrap();
            let rest = left.split_off(size.min(left.len()));
            let (keys, batch): (Vec<_>, Vec<_>) = left.into_iter().unzip();
            left = rest;
            let engine = &self.world.engine;
            let answers = if self.dice.once_in(4) {
                match engine.atomic(batch) {
                    Ok(answers) => answers.into_iter().map(Ok).collect(),
                    Err(error) => keys.iter().map(|_| Err(error.clone())).collect(),
                }
            } else {
                engine.batch(batch)
            };
            for (key, answer) in keys.into_iter().zip(answers) {
                (self.tell)(Said::of(key, &answer));
            }
        }
    }

    /// Claims what is due and brings the channels' answers, until nothing is due.
    pub fn serves(&mut self) {
        loop {
            let most = 1 + u32::try_from(self.dice.below(20)).unwrap();
            let work = match self.world.engine.claim(WORKER, most, 60) {
                Ok(work) => work,
                Err(error) => return (self.tell)(Said::of("claim".to_owned(), &Err(error))),
            };
            if work.is_empty() {
                return;
            }
            let (mut answers, mut reports) = (Vec::new(), Vec::new());
            for one in &work {
                let (effect, id) = (&one.effect, one.effect.operation);
                let (key, acceptance) = (format!("claim-{}-{}", effect.id, effect.claims), "Claimed");
                (self.tell)(Said { key, acceptance: acceptance.to_owned(), id: id.to_string() });
                let key = format!("done-{}-{}", effect.id, effect.claims);
                answers.push((key.clone(), completed(effect, &one.operation, effect.claims).key(key)));
                if effect.kind == EffectKind::SendOperation {
                    let later = channel(&one.operation).send(&one.operation).later;
                    let key = format!("seen-{id}");
                    reports.extend(later.into_iter().map(|outcome| (key.clone(), seen(id, outcome, &key))));
                }
            }
            self.asks(answers);
            self.asks(reports);
        }
    }
}

/// The request that a key stands for, whoever asked it first. None for what is asked without a key.
pub fn request_of(world: &World, key: &str) -> Option<Request> {
    if let Some(named) = key.strip_prefix("done-") {
        let (effect, claims) = named.rsplit_once('-')?;
        let effect = world.engine.get::<Effect>(effect.parse::<EffectId>().unwrap()).unwrap()?;
        let operation = world.operation(effect.operation);
        return Some(completed(&effect, &operation, claims.parse().unwrap()).key(key));
    }
    if let Some(operation) = key.strip_prefix("seen-") {
        return Some(seen(operation.parse().unwrap(), Outcome::Succeeded, key));
    }
    let (step, customer) = named(key)?;
    Some(step.of(customer).1)
}

/// What the channels do is a pure function of the operation's id: after a crash they say the same.
fn channel(operation: &Operation) -> SimulatedChannel {
    if operation.channel == POOR_CARDS {
        SimulatedChannel::approving(7).weigh(Behaviour::Approve, 0).weigh(Behaviour::Decline, 1)
    } else {
        SimulatedChannel::new(7).weigh(Behaviour::Decline, 0)
    }
}

fn completed(effect: &Effect, operation: &Operation, claim: u32) -> Request {
    let outcome = match effect.kind {
        EffectKind::AskOperation => channel(operation).ask(operation),
        EffectKind::SendOperation => channel(operation).send(operation).first,
    };
    CompleteEffect { claim: Some(claim), ..CompleteEffect::new(effect.id, WORKER, outcome) }.into()
}

fn seen(operation: OperationId, outcome: Outcome, key: &str) -> Request {
    Request::new(ObserveOperation::new(operation, outcome)).key(key)
}
