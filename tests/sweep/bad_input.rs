//! Bad input, generated from the catalogue: whatever stands where a value belongs, the bytes are no command,
//! or the command is refused with nothing changed, or it is a good one after all: then the books are right,
//! and stay right with what follows of it.

use crate::cbor::Value;
use crate::examples::{Example, fill};
use crate::ground::Ground;
use crate::mutants::{self, Mutant};
use crate::odd::{Odd, strangers};
use crate::support::shop::WORKER;
use crate::support::{Backend, World};
use crate::values::Known;
use paywright::{Actor, AnyCommand, AnyOutput, CompleteEffect, Error, Merchant, Outcome, Role, User};
use std::collections::BTreeMap;

/// Of the commands of the sweep, one in so many is asked of SQLite too.
const SAMPLED: u64 = 12;
/// So many are asked one after the other.
const STEPS: usize = 2_000;

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

impl Tally {
    fn read(&mut self, mutants: Vec<Mutant>) -> Vec<Odd> {
        let tried = mutants.len();
        let odd: Vec<_> = mutants.into_iter().filter_map(Odd::read).collect();
        self.tried += tried;
        self.undecodable += tried - odd.len();
        odd
    }

    /// Two wrongs at once may hide each other: one more for every two.
    fn crossed(&mut self, example: &Example, odd: &[Odd], seed: &mut u64) -> Vec<Odd> {
        let mut any = || &odd[drawn(seed) as usize % odd.len()];
        let cross = |_| {
            let (one, other) = (any(), any());
            let values = [&one.command, &other.command].map(|command| Value::read(&command.encode()));
            Mutant {
                tag: example.command.spec().tag,
                what: format!("{}, and {}", one.what, other.what),
                bytes: mutants::crossed(&example.value(), &values).write(),
            }
        };
        let crossed = (0..odd.len() / 2).map(cross).collect();
        self.read(crossed)
    }

    /// Everything odd about one example.
    fn sweep(&mut self, ground: &Ground, odd: &[Odd]) {
        let world = ground.world();
        let mut good = Vec::new();
        for (place, one) in odd.iter().enumerate() {
            match one.foresee(&world) {
                Ok(()) => good.push(one),
                Err(foreseen) => {
                    let code = one.is_refused(&world, Actor::System);
                    assert_eq!(code, foreseen.code(), "{}", one.what);
                    *self.refused.entry(code).or_default() += 1;
                }
            }
            let code = one.is_refused(&world, strangers()[place % 3].clone());
            *self.strangers.entry(code).or_default() += 1;
        }
        // Versions only rise: what is as it was at the end was so all along.
        ground.before.assert_unchanged(&world.dump());
        for one in good {
            self.accepts(ground, one);
        }
    }

    fn accepts(&mut self, ground: &Ground, odd: &Odd) {
        let world = ground.world();
        let answer = odd.ask(&world, Actor::System);
        let answer = answer.unwrap_or_else(|error| panic!("{}: {}: {error}", odd.what, error.code()));
        if let AnyOutput::Posted(posted) = answer.output {
            for refused in posted.results.into_iter().filter_map(Result::err) {
                *self.inside.entry(refused.code.spec().code).or_default() += 1;
            }
        }
        let tightens = matches!(odd.command, AnyCommand::OpenAccount(_) | AnyCommand::ChangeBounds(_));
        let check = if tightens { World::check_invariants } else { World::check };
        check(&world);
        follow(&world, self.accepted);
        check(&world);
        self.accepted += 1;
    }
}

/// What follows: the channel answers all that was asked of it, and time ends all that it can end.
fn follow(world: &World, place: usize) {
    answer(world, place);
    world.clock.moves(6 * 366 * 86_400);
    while world.engine.tick().unwrap() > 0 {}
}

fn answer(world: &World, place: usize) {
    let outcomes = [Outcome::Succeeded, Outcome::Declined { reason: "no".to_owned() }, Outcome::NeverArrived];
    for work in world.engine.claim(WORKER, 1_000, 60).unwrap() {
        let outcome = outcomes[place % 3].clone();
        world.done(CompleteEffect::new(work.effect.id, WORKER, outcome));
    }
}

#[test]
fn whatever_stands_where_a_value_belongs_is_refused_or_right() {
    let ground = Ground::new();
    let known = Known::of(&ground.filled);
    let (mut tally, mut seed) = (Tally::default(), World::SEED);
    for example in &ground.examples {
        let odd = tally.read(mutants::of(example, &known));
        assert!(!odd.is_empty(), "{}: nothing odd is a command", example.name());
        tally.sweep(&ground, &odd);
        let crossed = tally.crossed(example, &odd, &mut seed);
        tally.sweep(&ground, &crossed);
    }
    let Tally { tried, undecodable, accepted, refused, inside, strangers } = tally;
    println!("{tried} tried, {undecodable} no commands, {accepted} accepted");
    println!("refused {refused:?}\ninside {inside:?}\nto strangers {strangers:?}");
    // So that the sweep does not become empty unnoticed.
    assert!(tried > 15_000 && undecodable > 10_000 && accepted > 3_000);
    let sum = |codes: &BTreeMap<_, usize>| codes.values().sum::<usize>();
    assert!(sum(&refused) > 2_000 && sum(&inside) > 400 && sum(&strangers) > 5_000);
    for code in ["invalid_value", "not_found", "id_reused", "currency_mismatch", "wrong_state"] {
        assert!(refused.get(code).is_some_and(|count| *count >= 10), "hardly anything is {code}");
    }
}

/// Those whose business some of it is; the host most often.
fn insiders(world: &World) -> [Actor; 6] {
    let (merchants, users): (Vec<Merchant>, Vec<User>) = (world.all(), world.all());
    let every = [Role::Administrator, Role::Reviewer, Role::Accountant, Role::Agent];
    [
        Actor::System,
        Actor::System,
        Actor::System,
        Actor::operator("of every role", every),
        Actor::Merchant(merchants[0].id),
        Actor::User(users[0].id),
    ]
}

/// What one does may stand in the way of another; nothing stands in the way of the books.
#[test]
fn one_after_the_other_in_one_world_they_leave_the_books_right() {
    let ground = Ground::new();
    let known = Known::of(&ground.filled);
    let (world, mut seed, mut tally) = (ground.world(), World::SEED, Tally::default());
    let all = ground.examples.iter().map(|example| tally.read(mutants::of(example, &known)));
    let all: Vec<Vec<Odd>> = all.collect();
    let actors = insiders(&world);
    let mut accepted = 0;
    for step in 0..STEPS {
        let of_one = &all[drawn(&mut seed) as usize % all.len()];
        let one = &of_one[drawn(&mut seed) as usize % of_one.len()];
        match one.ask(&world, actors[drawn(&mut seed) as usize % actors.len()].clone()) {
            Ok(_) => accepted += 1,
            Err(error) => drop(one.judge(&error)),
        }
        world.clock.moves(drawn(&mut seed) as i64 % 30);
        if step % 100 == 0 {
            answer(&world, step / 100);
            world.check_invariants();
        }
    }
    follow(&world, 0);
    world.check_invariants();
    println!("{accepted} of {STEPS} accepted");
    assert!(accepted > STEPS / 8);
}

/// The same world and a sample of the same commands: both storages say the same of each.
#[test]
fn on_sqlite_a_sample_of_them_is_answered_as_on_memory() {
    let ground = Ground::new();
    let known = Known::of(&ground.filled);
    let memory = ground.world();
    let sqlite = World::new(Backend::Sqlite);
    fill(&sqlite);
    ground.before.assert_unchanged(&sqlite.dump());
    let mut tally = Tally::default();
    let all = ground.examples.iter().flat_map(|example| tally.read(mutants::of(example, &known)));
    let mut seed = World::SEED;
    let sample: Vec<Odd> = all.filter(|_| drawn(&mut seed).is_multiple_of(SAMPLED)).collect();
    let mut good = Vec::new();
    for (place, one) in sample.iter().enumerate() {
        let [on_memory, on_sqlite] = [&memory, &sqlite].map(|world| one.foresee(world).err());
        let code = |error: &Option<Error>| error.as_ref().map(Error::code);
        assert_eq!(code(&on_memory), code(&on_sqlite), "{}", one.what);
        if on_sqlite.is_some() {
            one.is_refused(&sqlite, Actor::System);
        } else {
            good.push(one);
        }
        one.is_refused(&sqlite, strangers()[place % 3].clone());
    }
    ground.before.assert_unchanged(&sqlite.dump());
    assert!(sample.len() > 250 && good.len() > 150, "{} of {}", good.len(), sample.len());
    // One after the other: what the first did may stand in the way of later ones.
    for (place, one) in good.iter().enumerate() {
        let answer = one.ask(&sqlite, Actor::System);
        answer.err().map(|error| one.judge(&error));
        if place % 40 == 0 {
            sqlite.check_invariants();
        }
    }
    follow(&sqlite, 0);
    sqlite.check_invariants();
}

/// The next of a series that its seed repeats.
fn drawn(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *seed >> 33
}
