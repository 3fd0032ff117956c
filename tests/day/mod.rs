//! One random day under way: what is there to speak of, and how it is asked for. What a step speaks of is
//! chosen among the records that it fits, most of the time, so that most steps are possible and some are not.

mod beginning;
mod hosting;
mod paying;
mod posting;
mod refunding;
mod selling;
pub mod step;

use crate::support::World;
use crate::support::shop::CARDS;
pub use beginning::Beginning;
use paywright::storage::Record;
use paywright::{
    Acceptance, Account, Actor, Answer, AnyCommand, Command, Error, Id, Merchant, MerchantState, Method,
    RefundReview, Request, Role, User,
};
use std::collections::{BTreeMap, BTreeSet};
use step::Step;

/// The other channel of a random day.
pub const BANK: &str = "bank-transfers";

/// A request of the day.
#[derive(Clone, Debug)]
pub struct Asked {
    pub command: AnyCommand,
    pub request: Request,
    /// By whom, and under which key.
    pub key: (String, String),
    /// Whether it was accepted when it was first asked.
    pub accepted: bool,
}

impl Asked {
    /// Of its command.
    pub const fn name(&self) -> &'static str {
        self.command.spec().name
    }
}

/// What the engine was asked, and what it said.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "nearly all are of the large one")]
pub enum Said {
    /// Alone, or as one of those that stand or fall together.
    Answer { asked: Asked, answer: Result<Answer, Error>, alone: bool },
    /// To a call by which the host lets it find out itself what is to be done.
    Host { call: &'static str, error: Option<Error> },
}

/// What a day remembers.
#[derive(Clone, Default)]
pub struct Memory {
    pub asked: Vec<Asked>,
    /// What was said, in order, until somebody takes it.
    pub said: Vec<Said>,
    /// How many seconds each request has, where they are in a hurry.
    pub hurry: Option<i64>,
    /// Keys were forgotten: what was accepted under them is no longer known.
    pub forgot: bool,
    /// Every command that was asked for.
    pub commands: BTreeSet<&'static str>,
    /// Of how many requests the answer was yes, and no.
    pub answers: BTreeMap<&'static str, (u32, u32)>,
}

/// A day under way.
pub struct Day<'a> {
    pub world: &'a World,
    pub memory: Memory,
}

impl<'a> Day<'a> {
    /// Four merchants on different terms, a customer with money, orders, and payments at each stage.
    pub fn begins(world: &'a World) -> Self {
        Self::begins_with(world, Beginning::ALL)
    }

    /// A merchant, a customer, and so much of the rest.
    pub fn begins_with(world: &'a World, beginnings: &[Beginning]) -> Self {
        let shop = world.shop_with("0.029", "0.30 GBP", RefundReview::Required);
        beginnings.iter().for_each(|beginning| beginning.is_made(world, &shop));
        Self { world, memory: Memory::default() }
    }

    pub fn goes_on(world: &'a World, memory: Memory) -> Self {
        Self { world, memory }
    }

    /// What came of the step, as text: to be compared, answer by answer.
    pub fn does(&mut self, step: &Step) -> String {
        let said = match step {
            Step::Sell(step) => self.sells(step),
            Step::Pay(step) => self.pays(step),
            Step::Refund(step) => self.refunds(step),
            Step::Post(step) => self.posts(step),
            Step::Host(step) => self.hosts(step),
        };
        // Where the storage may break its laws, whoever makes it do so judges.
        assert!(self.world.is_faulty() || !said.contains("Bug("), "{step:?}: {said}");
        said
    }

    /// Asks under a fresh key, remembers the request, and answers what came of it. A refusal must be one that
    /// the command declares.
    pub fn asks<C: Command>(&mut self, actor: Actor, command: C) -> (String, Option<C::Output>)
    where
        C::Output: std::fmt::Debug,
    {
        let mut asked = self.fresh(actor, command);
        let answer = self.sends(&asked);
        if let Err(Error::Refused(refused)) = &answer {
            let declared = C::SPEC.refusals.contains(&refused.code);
            assert!(declared, "{} does not declare {}: {refused}", C::SPEC.name, refused.code);
        }
        asked.accepted = answer.as_ref().is_ok_and(|answer| answer.acceptance == Acceptance::New);
        self.memory.asked.push(asked);
        self.memory.commands.insert(C::SPEC.name);
        let count = self.memory.answers.entry(C::SPEC.name).or_default();
        if answer.is_ok() {
            count.0 += 1
        } else {
            count.1 += 1
        }
        let said = format!("{answer:?}");
        (said, answer.ok().map(|answer| answer.of::<C>().unwrap().output))
    }

    /// A request under a key that was not used yet.
    pub fn fresh(&self, actor: Actor, command: impl Into<AnyCommand>) -> Asked {
        let (key, command) = (self.world.fresh_key(), command.into());
        let principal = actor.to_string();
        let request = Request::new(command.clone()).key(key.clone()).actor(actor);
        Asked { command, request, key: (principal, key), accepted: false }
    }

    /// The request goes to the engine, alone.
    pub fn sends(&mut self, asked: &Asked) -> Result<Answer, Error> {
        let request = match self.memory.hurry {
            Some(seconds) => asked.request.clone().deadline(self.world.clock.reads().plus_seconds(seconds)),
            None => asked.request.clone(),
        };
        let answer = self.world.engine.batch([request]).remove(0);
        self.heard(asked.clone(), &answer, true);
        answer
    }

    /// What was answered is noted.
    pub fn heard(&mut self, asked: Asked, answer: &Result<Answer, Error>, alone: bool) {
        if matches!(asked.command, AnyCommand::ForgetKeys(_)) {
            let new = |answer: &Answer| answer.acceptance == Acceptance::New;
            let may_be = matches!(answer, Err(Error::Storage { .. }));
            self.memory.forgot |= may_be || answer.as_ref().is_ok_and(new);
        }
        self.memory.said.push(Said::Answer { asked, answer: answer.clone(), alone });
    }

    /// The host let the engine find out itself what was to be done.
    pub fn called<T>(&mut self, call: &'static str, result: &Result<T, Error>) {
        self.memory.said.push(Said::Host { call, error: result.as_ref().err().cloned() });
    }

    /// By the host, and only what was said.
    pub fn says<C: Command>(&mut self, command: C) -> String
    where
        C::Output: std::fmt::Debug,
    {
        self.asks(Actor::System, command).0
    }

    /// What has happened is never refused.
    #[track_caller]
    pub fn must<C: Command>(&mut self, command: C) -> String
    where
        C::Output: std::fmt::Debug,
    {
        let told = format!("{command:?}");
        let said = self.says(command);
        assert!(!said.starts_with("Err(Refused"), "{told} was refused: {said}");
        said
    }

    /// One of the records that fit, most of the time; sometimes any; `None` where there is none at all.
    pub fn one<R: Record>(&self, choice: u8, fits: impl Fn(&R) -> bool) -> Option<R> {
        let all = self.world.all::<R>();
        let (fitting, others): (Vec<R>, Vec<R>) = all.into_iter().partition(fits);
        let any = choice % 8 == 7 || fitting.is_empty();
        let mut of: Vec<R> = if any { others.into_iter().chain(fitting).collect() } else { fitting };
        let place = usize::from(choice / 8).checked_rem(of.len())?;
        Some(of.swap_remove(place))
    }

    pub fn merchant(&self, choice: u8) -> Merchant {
        self.one::<Merchant>(choice, |merchant| merchant.state == MerchantState::Active).unwrap()
    }

    pub fn user(&self, choice: u8) -> User {
        self.one::<User>(choice, |_| true).unwrap()
    }

    pub fn account(&self, choice: u8) -> Account {
        self.one::<Account>(choice, |_| true).unwrap()
    }
}

pub fn pick<T: Copy>(from: &[T], choice: u8) -> Option<T> {
    from.get(usize::from(choice).checked_rem(from.len())?).copied()
}

/// An id that is nowhere.
pub fn nowhere<I: Id>() -> I {
    I::from_bytes([9; 16]).unwrap()
}

pub fn method(choice: u8) -> Method {
    match choice % 5 {
        0 | 1 => Method::Wallet,
        2 | 3 => Method::channel(CARDS),
        _ => Method::channel(BANK),
    }
}

/// Somebody who may review; sometimes the host, who may have asked for it.
pub fn reviewer(choice: u8) -> Actor {
    if choice.is_multiple_of(4) { Actor::System } else { Actor::operator("anna", [Role::Reviewer]) }
}
