//! The table: what is wrong, with which command, and what is said of it.

mod accounts;
mod captures;
mod merchants;
mod operations;
mod orders;
mod payments;
mod refunds;

use super::scene::Scene;
use crate::support::money;
use crate::support::shop::pence;
use paywright::limits::AMOUNT_MINOR;
use paywright::{Actor, AnyCommand, Code, Command, Currency, Money, Role, Timestamp, UserId};

pub struct Case {
    pub what: String,
    pub command: AnyCommand,
    pub actor: Actor,
    pub code: Code,
}

impl Case {
    fn by(mut self, actor: Actor) -> Self {
        self.actor = actor;
        self
    }
}

fn case(what: &str, command: impl Command, code: Code) -> Case {
    Case { what: what.to_owned(), command: command.into(), actor: Actor::System, code }
}

/// Somebody who may nothing.
pub fn stranger() -> Actor {
    Actor::User(UserId::derived("stranger"))
}

/// Texts that are no names, references or reasons of at most so many bytes.
fn bad_texts(most: usize) -> Vec<String> {
    let long = "x".repeat(most + 1);
    let wide = "é".repeat(most / 2 + 1);
    ["", " ", "\u{3000}", "\u{0}", "a\nb", "a\u{7f}", "a\u{85}b", long.as_str(), wide.as_str()]
        .map(str::to_owned)
        .to_vec()
}

/// One case a bad text.
fn texts<C: Command>(what: &str, most: usize, with: impl Fn(String) -> C) -> Vec<Case> {
    let one = |text: String| {
        let shown: String = text.chars().take(20).collect();
        case(&format!("{what} {shown:?}"), with(text), Code::InvalidValue)
    };
    bad_texts(most).into_iter().map(one).collect()
}

/// One case a bad amount.
fn amounts<C: Command>(with: impl Fn(Money) -> C) -> Vec<Case> {
    let one = |minor, code| case(&format!("an amount of {minor}"), with(pence(minor)), code);
    vec![
        one(0, Code::AmountMustBePositive),
        one(-1, Code::AmountMustBePositive),
        one(i64::MIN, Code::AmountMustBePositive),
        one(AMOUNT_MINOR + 1, Code::AmountTooLarge),
        one(i64::MAX, Code::AmountTooLarge),
        case("another currency", with(money("1.00 EUR")), Code::CurrencyMismatch),
        case(
            "a host's asset",
            with(Money::new(1, Currency::asset("POINT", 0).unwrap())),
            Code::CurrencyMismatch,
        ),
    ]
}

/// One case a time until which nothing can last.
fn times<C: Command>(on: &Scene, with: impl Fn(Timestamp) -> C) -> Vec<Case> {
    let five_years = 5 * 365 * 86_400;
    let one = |seconds| {
        let what = format!("until {seconds} s from now");
        case(&what, with(on.now.plus_seconds(seconds)), Code::InvalidValue)
    };
    [-five_years, -1, 0, five_years + 1].map(one).into()
}

/// Somebody else than who asked or confirmed.
fn reviewer() -> Actor {
    Actor::operator("reviewer", [Role::Reviewer])
}

pub fn all(scene: &Scene) -> Vec<Case> {
    let concepts = [
        accounts::all,
        merchants::all,
        orders::all,
        payments::all,
        captures::all,
        refunds::all,
        operations::all,
    ];
    concepts.into_iter().flat_map(|all| all(scene)).collect()
}

/// What each of these finds wrong.
fn of(on: &Scene, commands: &[fn(&Scene) -> Vec<Case>]) -> Vec<Case> {
    commands.iter().flat_map(|all| all(on)).collect()
}
