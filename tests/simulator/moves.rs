//! What can happen in a simulated world, as values: each means the same whatever happens before it, so that a
//! world can be told again with some of them left out.

use crate::day::Beginning;
use crate::day::step::{Posting, Step};
use crate::support::dice::Dice;
use crate::support::{Backend, Opens};
use crate::twist::Twist;
use paywright_testing::StorageFault;
use proptest::prelude::*;
use proptest::strategy::{BoxedStrategy, ValueTree};
use proptest::test_runner::{Config, RngSeed, TestRunner};
use std::fmt;
use std::sync::Arc;

/// How far the clock of an engine may be off, in seconds.
pub const APART: i64 = 60;

/// So many commands make a merchant and a customer.
const SHOP: usize = 4;

/// How often the books are looked at as a whole.
const LOOK: usize = 250;

/// What one of the engines does, or what happens to it.
#[derive(Clone, Debug)]
pub enum Move {
    /// One step of a random day.
    Step(Step),
    /// The same, where nobody waits longer than so many seconds.
    Hurry(i64, Step),
    /// The same, by a clock that is off by so many seconds this once.
    Glitch(i64, Step),
    /// What was asked before is asked once more under new keys, all in one batch.
    Batch(Vec<u8>),
    /// A posting that was accepted before is asked for a hundred times.
    Rush(u8),
    /// What was asked before is foreseen, then asked under a new key.
    Foresee(u8),
    /// One of the last that were accepted is asked again, under its key.
    Repeat(u8),
    /// What was asked before is asked otherwise.
    Twist(u8, Twist),
    /// The host starts anew.
    Restart,
    /// All clocks jump by so many seconds.
    Jump(i64),
    /// Its clock gains or loses so many seconds for good.
    Drift(i64),
    /// The storage will do this, so often; after a lost answer it is out of reach for so many reads.
    Fault { fault: StorageFault, times: usize, outage: usize },
}

/// A move, and how it becomes simpler.
pub type Tree = Box<dyn ValueTree<Value = (u8, Move)>>;

/// Somewhere else than in memory or in a file of its own. A world has a place of its own there, which is gone
/// when nobody can open it any more.
pub trait Ground: fmt::Debug + Send + Sync {
    fn place(&self, seed: u64) -> Arc<Opens>;
}

/// One world: all that happens in it follows from these values.
#[derive(Clone, Debug)]
pub struct Plan {
    pub seed: u64,
    pub backend: Backend,
    /// Where it is instead.
    pub ground: Option<Arc<dyn Ground>>,
    /// Of each engine, how far its clock is off at first.
    pub off: Vec<i64>,
    /// After so many moves the books are looked at as a whole.
    pub look: usize,
    /// What is there at first, beside a merchant and a customer.
    pub begins: Vec<Beginning>,
    /// By which engine, and what.
    pub moves: Vec<(u8, Move)>,
}

impl Plan {
    /// The world of a seed, of at most so many moves.
    pub fn of(seed: u64, most: usize) -> Self {
        Self::with_trees(seed, most).0
    }

    /// The same, and how each move becomes simpler.
    pub fn with_trees(seed: u64, most: usize) -> (Self, Vec<Tree>) {
        let mut dice = Dice::new(seed);
        // Two of three worlds lie on files, one of three has two engines.
        let backend = if dice.below(3) == 0 { Backend::Memory } else { Backend::Sqlite };
        let off = match dice.below(6) {
            0 => vec![0, 0],
            1 => vec![0, i64::try_from(dice.below(7)).unwrap_or(0) - 3],
            _ => vec![0],
        };
        let length = if dice.once_in(12) { 1_200 } else { 60 + dice.below(340) };
        let flavour = dice.below(4);
        let sound = dice.once_in(5);
        let rng_seed = RngSeed::Fixed(seed);
        let mut runner = TestRunner::new(Config { rng_seed, failure_persistence: None, ..Config::default() });
        let any = moves(flavour, sound);
        let length = usize::try_from(length).unwrap_or(most).min(most);
        let trees: Vec<Tree> = (0..length).filter_map(|_| any.new_tree(&mut runner).ok()).collect();
        let (begins, moves) = (Beginning::ALL.to_vec(), trees.iter().map(|tree| tree.current()).collect());
        (Self { seed, backend, ground: None, off, look: LOOK, begins, moves }, trees)
    }

    /// The same world elsewhere.
    #[must_use]
    pub fn on(self, ground: Option<&Arc<dyn Ground>>) -> Self {
        Self { ground: ground.cloned(), ..self }
    }

    /// What it lies on, for who reads what was found.
    pub fn lies_on(&self) -> String {
        self.ground.as_ref().map_or_else(|| format!("{:?}", self.backend), |ground| format!("{ground:?}"))
    }

    /// Moves, and the commands that they begin with.
    pub fn steps(&self) -> usize {
        self.moves.len() + SHOP + self.begins.iter().map(|beginning| beginning.commands()).sum::<usize>()
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  a merchant and a customer ({SHOP})")?;
        for beginning in &self.begins {
            writeln!(f, "  {beginning:?} ({})", beginning.commands())?;
        }
        self.moves.iter().try_for_each(|one| writeln!(f, "  {one:?}"))
    }
}

/// Some worlds turn around refunds, around what channels say, or around the ledger; in some the storage is
/// sound.
fn moves(flavour: u64, sound: bool) -> BoxedStrategy<(u8, Move)> {
    let step = move || {
        Step::any(match flavour {
            0 => [12, 38, 20, 13, 48],
            1 => [3, 10, 40, 3, 60],
            2 => [6, 40, 4, 4, 60],
            _ => [10, 20, 8, 40, 30],
        })
    };
    let wrong = prop_oneof![
        4 => -20..20_i64,
        1 => Just(-90_000_i64),
        1 => Just(-3_600_i64),
        1 => Just(300_000_000_000_i64),
    ];
    let jump = prop_oneof![
        6 => 1..600_i64,
        3 => 600..90_000_i64,
        1 => Just(700_000_i64),
        // Keys are forgotten after a month.
        1 => Just(6_000_000_i64),
        2 => -600..0_i64,
    ];
    let some = || prop::collection::vec(any::<u8>(), 1..6);
    let twist = prop_oneof![
        1 => any::<u8>().prop_map(Twist::Stranger),
        2 => any::<u8>().prop_map(Twist::Named),
    ];
    let fault = if sound { step().prop_map(Move::Step).boxed() } else { fault() };
    let moves = prop_oneof![
        100 => step().prop_map(Move::Step),
        3 => (0..5_i64, step()).prop_map(|(seconds, step)| Move::Hurry(seconds, step)),
        2 => (wrong, step()).prop_map(|(seconds, step)| Move::Glitch(seconds, step)),
        6 => some().prop_map(Move::Batch),
        1 => any::<u8>().prop_map(Move::Rush),
        2 => any::<u8>().prop_map(Move::Foresee),
        4 => (0..9_u8).prop_map(Move::Repeat),
        12 => (any::<u8>(), twist).prop_map(|(choice, twist)| Move::Twist(choice, twist)),
        2 => (30..50_i64).prop_map(|days| Move::Step(Step::Post(Posting::Forget { days }))),
        1 => (0..3_u32).prop_map(|to| Move::Step(Step::Post(Posting::Raise { to }))),
        3 => Just(Move::Restart),
        3 => jump.prop_map(Move::Jump),
        2 => (-9..10_i64).prop_map(Move::Drift),
        16 => fault,
    ];
    (any::<u8>(), moves).boxed()
}

fn fault() -> BoxedStrategy<Move> {
    let once = |fault| Just((fault, 1)).boxed();
    let storm = |fault| prop_oneof![3 => 1..4_usize, 1 => Just(40)].prop_map(move |n| (fault, n)).boxed();
    use StorageFault::{
        Conflict, DamagedRow, MixedLoad, Slow, SpuriousConflict, StaleLoad, StoredUnavailable,
    };
    use StorageFault::{Unavailable, UnknownFenced, UnknownLate, UnknownLost, UnknownStored, Unreachable};
    let fault = prop_oneof![
        2 => once(Unavailable),
        3 => once(UnknownStored),
        3 => once(UnknownLost),
        3 => once(UnknownLate),
        3 => once(UnknownFenced),
        2 => storm(Conflict),
        2 => storm(SpuriousConflict),
        2 => once(Slow),
        1 => once(StoredUnavailable),
        2 => storm(Unreachable),
        3 => storm(StaleLoad),
        3 => storm(MixedLoad),
        1 => once(DamagedRow),
    ];
    let outage = prop_oneof![2 => Just(0_usize), 1 => 1..4_usize];
    (fault, outage).prop_map(|((fault, times), outage)| Move::Fault { fault, times, outage }).boxed()
}
