//! Bad input, generated from the catalogue: whatever stands where a value belongs, the bytes are no command,
//! or the command is refused with nothing changed, or it is a good one after all: then the books are right,
//! and stay right with what follows of it.

use crate::examples::fill;
use crate::ground::Ground;
use crate::mutants::{self, Mutant};
use crate::odd::{Odd, strangers};
use crate::support::shop::WORKER;
use crate::support::{Backend, World};
use crate::values::Known;
use paywright::{Actor, AnyCommand, AnyOutput, CompleteEffect, Error, Outcome};
use std::collections::BTreeMap;

/// Of the commands of the sweep, one in so many is asked of SQLite too.
const SAMPLED: u64 = 12;

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
    let outcomes = [Outcome::Succeeded, Outcome::Declined { reason: "no".to_owned() }, Outcome::NeverArrived];
    for work in world.engine.claim(WORKER, 1_000, 60).unwrap() {
        let outcome = outcomes[place % 3].clone();
        world.done(CompleteEffect::new(work.effect.id, WORKER, outcome));
    }
    world.clock.moves(6 * 366 * 86_400);
    while world.engine.tick().unwrap() > 0 {}
}

#[test]
fn whatever_stands_where_a_value_belongs_is_refused_or_right() {
    let ground = Ground::new();
    let known = Known::of(&ground.filled);
    let mut tally = Tally::default();
    for example in &ground.examples {
        let odd = tally.read(mutants::of(example, &known));
        assert!(!odd.is_empty(), "{}: nothing odd is a command", example.name());
        tally.sweep(&ground, &odd);
    }
    let Tally { tried, undecodable, accepted, refused, inside, strangers } = tally;
    println!("{tried} tried, {undecodable} no commands, {accepted} accepted");
    println!("refused {refused:?}\ninside {inside:?}\nto strangers {strangers:?}");
    // So that the sweep does not become empty unnoticed.
    assert!(tried > 12_000 && undecodable > 8_000 && accepted > 2_000);
    let sum = |codes: &BTreeMap<_, usize>| codes.values().sum::<usize>();
    assert!(sum(&refused) > 1_200 && sum(&inside) > 400 && sum(&strangers) > 3_500);
    for code in ["invalid_value", "not_found", "id_reused", "currency_mismatch", "wrong_state"] {
        assert!(refused.get(code).is_some_and(|count| *count >= 10), "hardly anything is {code}");
    }
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
    let sample: Vec<Odd> = all.filter(|_| drawn(&mut seed) % SAMPLED == 0).collect();
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
