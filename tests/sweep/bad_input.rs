//! Bad input, generated from the catalogue: whatever stands where a value belongs, the bytes are no command,
//! or the command is refused with nothing changed, or it is a good one after all and the books are right.

use crate::examples::Example;
use crate::ground::{Ground, impossible, was_impossible};
use crate::mutants::{self, Mutant};
use crate::support::{Backend, World};
use crate::values::Known;
use paywright::{Actor, Answer, AnyCommand, AnyOutput, Error, ErrorKind, MerchantId, Request, UserId};
use std::collections::BTreeMap;

/// After so many accepted ones the books are checked.
const CHECKED: usize = 20;

/// What became of the mutants.
#[derive(Default)]
struct Tally {
    tried: usize,
    undecodable: usize,
    accepted: usize,
    refused: BTreeMap<&'static str, usize>,
    /// What single transfers were refused for, inside an answer.
    inside: BTreeMap<&'static str, usize>,
    strangers: BTreeMap<&'static str, usize>,
}

/// A mutant that is a command.
struct Odd {
    what: String,
    command: AnyCommand,
}

impl Odd {
    fn request(&self) -> Request {
        Request::new(self.command.clone())
    }
}

/// Reads it, if it is a command; that one is then written and read as itself.
fn read(mutant: Mutant) -> Option<Odd> {
    let Mutant { tag, what, bytes } = mutant;
    let command = AnyCommand::decode(tag, &bytes)?;
    let again = AnyCommand::decode(tag, &command.encode());
    assert_eq!(again.as_ref(), Some(&command), "{what}: it is not read as it is written");
    Some(Odd { what, command })
}

fn odd_ones(example: &Example, known: &Known, tally: &mut Tally) -> Vec<Odd> {
    let mutants = mutants::of(example, known);
    tally.tried += mutants.len();
    let odd: Vec<_> = mutants.into_iter().filter_map(read).collect();
    tally.undecodable = tally.tried - odd.len() - tally.undecodable;
    odd
}

/// A refusal that the command declares.
#[track_caller]
fn judged(odd: &Odd, error: &Error) -> &'static str {
    let (what, code) = (&odd.what, error.code());
    assert_eq!(error.kind(), ErrorKind::Refused, "{what}: {code}: {error}");
    let Error::Refused(refused) = error else { panic!("{what}: {error}") };
    let declared = odd.command.spec().refusals.contains(&refused.code);
    assert!(declared, "{what}: {code} is not declared: {error}");
    code
}

/// What would become of it, with nothing done.
fn foreseen(world: &World, odd: &Odd) -> Result<(), Error> {
    let request = odd.request().key(world.fresh_key());
    match world.engine.atomic([request, impossible()]).unwrap_err() {
        error if was_impossible(&error) => Ok(()),
        error => Err(error),
    }
}

fn asked(world: &World, odd: &Odd, actor: Actor) -> Result<Answer, Error> {
    world.engine.batch([odd.request().key(world.fresh_key()).actor(actor)]).remove(0)
}

/// Somebody with nothing to do with any of it.
fn strangers() -> [Actor; 3] {
    [
        Actor::operator("without a role", []),
        Actor::User(UserId::derived("a stranger")),
        Actor::Merchant(MerchantId::derived("a stranger")),
    ]
}

impl Tally {
    /// Everything odd about one example.
    fn sweep(&mut self, ground: &Ground, odd: &[Odd]) {
        let world = ground.world();
        let mut good = Vec::new();
        for (place, one) in odd.iter().enumerate() {
            match foreseen(&world, one) {
                Ok(()) => good.push(one),
                Err(foreseen) => {
                    let error = asked(&world, one, Actor::System);
                    let error = error.expect_err(&format!("{}: {foreseen}", one.what));
                    assert_eq!(judged(one, &error), foreseen.code(), "{}: {error}", one.what);
                    *self.refused.entry(error.code()).or_default() += 1;
                }
            }
            let stranger = strangers()[place % 3].clone();
            let error = asked(&world, one, stranger).expect_err(&one.what);
            *self.strangers.entry(judged(one, &error)).or_default() += 1;
        }
        // Versions only rise: what is as it was at the end was so all along.
        ground.before.assert_unchanged(&world.dump());
        for one in good {
            self.accepts(ground, one);
        }
    }

    fn accepts(&mut self, ground: &Ground, odd: &Odd) {
        let world = ground.world();
        let answer = asked(&world, odd, Actor::System);
        let answer = answer.unwrap_or_else(|error| panic!("{}: {}: {error}", odd.what, error.code()));
        if let AnyOutput::Posted(posted) = answer.output {
            for refused in posted.results.into_iter().filter_map(Result::err) {
                *self.inside.entry(refused.code.spec().code).or_default() += 1;
            }
        }
        if self.accepted % CHECKED == 0 {
            println!("checked: {}", odd.what);
            world.check();
        }
        self.accepted += 1;
    }
}

#[test]
fn whatever_stands_where_a_value_belongs_is_refused_or_right() {
    let ground = Ground::new();
    let known = Known::of(&ground.filled);
    let mut tally = Tally::default();
    for example in &ground.examples {
        let begun = std::time::Instant::now();
        let odd = odd_ones(example, &known, &mut tally);
        tally.sweep(&ground, &odd);
        println!("{}: {} {:?}", example.name(), odd.len(), begun.elapsed());
    }
    println!(
        "{} tried, {} no commands, {} accepted, refused {:?}, inside {:?}, strangers {:?}",
        tally.tried, tally.undecodable, tally.accepted, tally.refused, tally.inside, tally.strangers
    );
    let _ = Backend::Sqlite;
}
