//! Several engines, each with a storage of its own, ask at the same moment for what only one of them can
//! have: one gets it, the others are told rightly why not, and the books stay sound.

use crate::business::Said;
use crate::place;
use crate::races::{CLAIM, RACES, Race, Side};
use crate::steps::OPENING;
use crate::support::{Shared, World};
use paywright::journal::Lane;
use paywright_testing::PostgresServer;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Barrier};
use std::thread::scope;

/// A shop that is open.
fn shop(server: &PostgresServer) -> World {
    let world = world(server, "parent");
    for answer in world.engine.batch(OPENING.iter().map(|step| step.of(0).1)) {
        answer.unwrap();
    }
    world
}

/// By the clock of all worlds of these stories.
fn world(server: &PostgresServer, name: &'static str) -> World {
    World::on(Shared::new(place::storage(&server.address())), name).unwrap()
}

/// What to ask, and where to wait for the others before: they begin together, whoever was told first.
type Told = (&'static Race, u64, Arc<Barrier>);

/// One who asks when told, on a thread of its own.
struct Racer {
    side: Side,
    told: Sender<Told>,
    said: Receiver<Said>,
}

/// Engines in their threads, until the story is told.
fn with_racers(server: &PostgresServer, story: impl FnOnce(&[Racer])) {
    scope(|scope| {
        let racers = Side::ALL.map(|side| {
            let (told, orders) = channel::<Told>();
            let (answers, said) = channel();
            scope.spawn(move || {
                let world = world(server, "racer");
                for (race, n, start) in orders {
                    start.wait();
                    answers.send(race.asks(&world, side, n)).unwrap();
                }
            });
            Racer { side, told, said }
        });
        story(&racers);
    });
}

/// All who may ask do at once. Answers who got it.
fn run(racers: &[Racer], race: &'static Race, n: u64) -> usize {
    let racers: Vec<&Racer> = racers.iter().filter(|racer| race.sides.contains(&racer.side)).collect();
    let start = Arc::new(Barrier::new(racers.len()));
    racers.iter().for_each(|racer| racer.told.send((race, n, Arc::clone(&start))).unwrap());
    let said: Vec<Said> = racers.iter().map(|racer| racer.said.recv().unwrap()).collect();
    race.is_won(n, &said)
}

#[test]
fn of_several_engines_that_want_the_same_one_gets_it_and_the_others_are_told_why_not() {
    const ROUNDS: u64 = 20;
    let server = place::server();
    let world = shop(&server);
    with_racers(&server, |racers| {
        for race in RACES {
            let mut wins = vec![0; race.sides.len()];
            for n in 0..ROUNDS {
                (race.scene)(&world, n);
                wins[run(racers, race, n)] += 1;
            }
            println!("{}: {wins:?}", race.name);
        }
    });
    let lanes = world.all::<Lane>().len();
    assert!(lanes <= 1 + Side::ALL.len(), "{lanes} lanes");
    world.check();
}

#[test]
fn of_four_engines_that_claim_one_effect_one_does_the_work() {
    let server = place::server();
    let world = shop(&server);
    with_racers(&server, |racers| {
        for n in 0..20 {
            (CLAIM.scene)(&world, n);
            run(racers, &CLAIM, n);
        }
    });
    assert_eq!(world.claimed().len(), 0);
    assert!(world.effects().iter().all(|effect| effect.claims == 1), "an effect was claimed twice");
    world.check();
}
