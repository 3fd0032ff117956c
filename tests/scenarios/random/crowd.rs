//! Random days of several engines on one storage: each with a clock of its own, restarted and silent for a
//! while, with a subscriber that follows, and cuts that are noted on the way.

use super::audit::{self, Moment};
use super::follower::Follower;
use super::tell;
use crate::day::step::Step;
use crate::day::{Day, Memory};
use crate::support::{Backend, World};
use paywright::journal::Lane;
use proptest::prelude::*;

const NAMES: [&str; 5] = ["anna", "ben", "cleo", "dora", "emil"];
/// How far a clock may be off, in seconds.
const APART: i64 = 60;

/// What one of the engines does, or what happens to it.
#[derive(Clone, Debug)]
pub enum Move {
    Step(Step),
    Restart,
    /// Nobody does anything for so many seconds.
    Pause(i64),
    /// Its clock gains or loses so many seconds.
    Drift(i64),
    /// A cut is noted, and what is true at it.
    Note,
    /// The subscriber asks for a page.
    Poll(u32),
    Check,
}

/// By which engine, and what.
pub type Moves = Vec<(u8, Move)>;

/// How far the clock of each engine is off, and what happens.
pub fn days(most: usize) -> impl Strategy<Value = (Vec<i64>, Moves)> {
    let off = || prop_oneof![5 => -3..4_i64, 1 => -APART..=APART];
    let moves = prop_oneof![
        60 => Step::any([8, 25, 14, 30, 34]).prop_map(Move::Step),
        4 => Just(Move::Restart),
        3 => (1..120_i64).prop_map(Move::Pause),
        3 => (-9..10_i64).prop_map(Move::Drift),
        4 => Just(Move::Note),
        4 => (1..40_u32).prop_map(Move::Poll),
        1 => Just(Move::Check),
    ];
    (prop::collection::vec(off(), 2..6), prop::collection::vec((any::<u8>(), moves), 1..most))
}

/// The engines, and what is remembered of their day.
pub struct Crowd {
    pub engines: Vec<World>,
    off: Vec<i64>,
    memory: Memory,
    moments: Vec<Moment>,
    follower: Follower,
}

impl Crowd {
    pub fn begins(backend: Backend, seed: u64, off: &[i64]) -> Self {
        let first = World::seeded(backend, seed);
        let memory = Day::begins(&first).memory;
        let engines = off.iter().zip(NAMES).zip(1..).map(|((off, name), nth)| {
            let engine = first.beside_with(name, seed.wrapping_add(nth));
            engine.clock.moves(*off);
            engine
        });
        let (engines, off) = (engines.collect(), off.to_vec());
        Self { engines, off, memory, moments: Vec::new(), follower: Follower::default() }
    }

    pub fn does(&mut self, (by, what): &(u8, Move)) {
        let by = usize::from(*by) % self.engines.len();
        match what {
            Move::Step(step) => self.steps(by, step),
            Move::Restart => self.engines[by] = self.engines[by].reopened(),
            Move::Pause(seconds) => self.engines.iter().for_each(|engine| engine.clock.moves(*seconds)),
            Move::Drift(seconds) => {
                let to = (self.off[by] + seconds).clamp(-APART, APART);
                self.engines[by].clock.moves(to - self.off[by]);
                self.off[by] = to;
            }
            Move::Note => self.moments.push(Moment::of(&self.engines[by])),
            Move::Poll(limit) => drop(self.follower.polls(&self.engines[by].engine, *limit)),
            Move::Check => self.engines[by].check_invariants(),
        }
    }

    fn steps(&mut self, by: usize, step: &Step) {
        let engine = &self.engines[by];
        let mut day = Day::goes_on(engine, std::mem::take(&mut self.memory));
        let said = day.does(step);
        self.memory = day.memory;
        // Nothing is wrong with the storage; only clocks are.
        let fault = said.split("Storage { fault: ").skip(1).find(|fault| !fault.starts_with("ClockBehind"));
        assert!(fault.is_none(), "{step:?}: {said}");
        // Whoever's clock moved, the others follow.
        let now = engine.clock.reads().plus_seconds(-self.off[by]);
        for (other, off) in self.engines.iter().zip(&self.off) {
            let behind = now.plus_seconds(*off).micros_since(other.clock.reads());
            other.clock.moves(behind / 1_000_000);
        }
    }

    /// All that must be so at the end.
    pub fn ends(mut self) {
        let world = &self.engines[0];
        world.check_invariants();
        let lanes = world.all::<Lane>().len();
        assert!(lanes <= 2 * self.engines.len() + 1, "{lanes} lanes of {} engines", self.engines.len());
        while self.follower.polls(&world.engine, 7) {}
        self.follower.knows_all(world);
        audit::moments_are_as_they_were(world, &self.moments);
        audit::statements_are_what_adding_up_gives(world);
        audit::the_past_is_what_adding_up_gives(world);
        audit::lists_are_what_looking_at_all_gives(world);
        audit::it_is_played_again(world);
    }
}

fn a_day_of_several(backend: Backend, seed: u64, off: &[i64], moves: &Moves) {
    let mut crowd = Crowd::begins(backend, seed, off);
    moves.iter().for_each(|one| crowd.does(one));
    crowd.ends();
}

#[test]
fn any_day_of_several_engines_in_memory_can_be_told_again_in_every_way() {
    let name = "any_day_of_several_engines_in_memory_can_be_told_again_in_every_way";
    tell(name, 40, (days(140), any::<u64>()), |((off, moves), seed)| {
        a_day_of_several(Backend::Memory, seed, &off, &moves);
    });
}

#[test]
fn any_day_of_several_engines_on_sqlite_can_be_told_again_in_every_way() {
    let name = "any_day_of_several_engines_on_sqlite_can_be_told_again_in_every_way";
    tell(name, 10, (days(120), any::<u64>()), |((off, moves), seed)| {
        a_day_of_several(Backend::Sqlite, seed, &off, &moves);
    });
}
