//! Four processes over one database: any of them is killed at any moment, and another takes its place; the
//! server itself is stopped in the middle of their work and started again. All that was answered is there
//! once, and the rest wholly or not at all.

use crate::business::Said;
use crate::calls::{self, Asker};
use crate::dice::{Dice, number_from, seed};
use crate::member::Member;
use crate::place;
use crate::proof::{Counts, Proof};
use crate::support::World;
use crate::support::shop::WORKER;
use crate::till::Receipts;
use paywright::journal::Lane;
use paywright_testing::PostgresServer;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread::{scope, sleep};
use std::time::{Duration, Instant};

/// Processes that write at once.
const MEMBERS: usize = 4;
/// How long a usual run takes.
const SECONDS: u64 = 90;
/// Two for each that writes: a living one may leave its lane to another while none is silent.
const MOST_LANES: usize = 2 * (MEMBERS + 1);

/// What goes wrong next.
#[derive(Clone, Copy, Debug)]
enum Trouble {
    /// So many processes are killed at one moment.
    Kills(usize),
    Restart,
    /// One process is killed while the server is down.
    RestartAndKill,
}

impl Trouble {
    fn next(dice: &mut Dice) -> Self {
        match dice.below(9) {
            0..4 => Self::Kills(1),
            4 => Self::Kills(2),
            5 => Self::Kills(MEMBERS),
            6 | 7 => Self::Restart,
            _ => Self::RestartAndKill,
        }
    }
}

/// The processes, the server under them, and all that is known to have happened.
struct Fleet {
    server: PostgresServer,
    seed: u64,
    dice: Dice,
    /// Processes that were started so far.
    lives: u64,
    kills: usize,
    restarts: usize,
    members: Vec<Member>,
    /// Of those that were killed since the last proof: who asked, and what they were answered.
    askers: Vec<Asker>,
    said: Vec<Said>,
    proof: Proof,
    receipts: Receipts,
    all: Vec<Asker>,
}

impl Fleet {
    fn new(seed: u64) -> Self {
        let fleet = Self {
            // While a commit is flushed it is written and not answered: a restart comes amid some.
            server: place::server_with(&[("fsync", "on")]),
            seed,
            dice: Dice::new(seed),
            lives: 0,
            kills: 0,
            restarts: 0,
            members: Vec::new(),
            askers: Vec::new(),
            said: Vec::new(),
            proof: Proof::default(),
            receipts: Receipts::default(),
            all: Vec::new(),
        };
        calls::open(&fleet.world());
        fleet
    }

    fn world(&self) -> World {
        place::world(&self.server)
    }

    fn start(&mut self) {
        self.lives += 1;
        self.members.push(Member::start(&self.server.address(), self.seed, self.lives));
    }

    fn kill_one(&mut self) {
        let which = self.dice.below(self.members.len() as u64);
        let member = self.members.swap_remove(usize::try_from(which).unwrap());
        self.said.extend(member.process.killed().expect("it ended by itself"));
        self.askers.extend(member.askers);
        self.kills += 1;
    }

    fn restart(&mut self) {
        self.server.restart().unwrap_or_else(|error| panic!("{error}"));
        self.restarts += 1;
    }

    fn meets(&mut self, trouble: Trouble) {
        match trouble {
            Trouble::Kills(how_many) => (0..how_many).for_each(|_| self.kill_one()),
            Trouble::Restart => self.restart(),
            Trouble::RestartAndKill => {
                let moment = Duration::from_millis(self.dice.below(300));
                let which = usize::try_from(self.dice.below(MEMBERS as u64)).unwrap();
                let member = self.members.swap_remove(which);
                let (server, askers) = (&mut self.server, member.askers);
                let said = scope(|scope| {
                    let killed = scope.spawn(move || {
                        sleep(moment);
                        member.process.killed().expect("it ended by itself")
                    });
                    server.restart().unwrap_or_else(|error| panic!("{error}"));
                    killed.join().unwrap()
                });
                self.said.extend(said);
                self.askers.extend(askers);
                (self.kills, self.restarts) = (self.kills + 1, self.restarts + 1);
            }
        }
        while self.members.len() < MEMBERS {
            self.start();
        }
    }

    /// From the start of all four until the last is killed.
    fn works(&mut self) {
        (0..MEMBERS).for_each(|_| self.start());
        self.members.iter().for_each(|member| member.process.awaits_first_answer());
        for _ in 0..4 + self.dice.below(5) {
            sleep(Duration::from_micros(self.dice.below(1_500_000)));
            let trouble = Trouble::next(&mut self.dice);
            self.meets(trouble);
        }
        // Half of the time all of them are at work.
        if self.dice.once_in(2) {
            self.members.iter().for_each(|member| member.process.awaits_first_answer());
        }
        (0..MEMBERS).for_each(|_| self.kill_one());
    }

    /// What they were answered is true.
    fn is_proved(&mut self) {
        let world = self.world();
        let (askers, said) = (std::mem::take(&mut self.askers), std::mem::take(&mut self.said));
        self.proof.holds(&world, &askers, &said);
        self.receipts.hold(&world, &said);
        self.all.extend(askers);
    }

    /// Every answer is given again, the books are sound, and work goes on. Answers how many lanes there are.
    fn ends(&self) -> usize {
        let world = self.world();
        self.proof.is_answered_again(&world, &self.all);
        self.receipts.are_answered_again(&world);
        world.clock.moves(3_600);
        while world.engine.tick().unwrap() > 0 {}
        while !world.engine.claim(WORKER, 100, 60).unwrap().is_empty() {}
        world.check();
        world.all::<Lane>().len()
    }
}

/// Names what repeats the choices, and shows what the server said.
fn repeatable<T>(fleet: &mut Fleet, story: impl FnOnce(&mut Fleet) -> T) -> T {
    catch_unwind(AssertUnwindSafe(|| story(fleet))).unwrap_or_else(|panic| {
        let log = fleet.server.log();
        let lines: Vec<&str> = log.lines().collect();
        println!("the server's log ends: {}", lines[lines.len().saturating_sub(20)..].join("\n"));
        println!("the same choices again: PAYWRIGHT_SEED={}, process {}", fleet.seed, fleet.lives);
        resume_unwind(panic)
    })
}

#[test]
fn four_processes_killed_at_any_moment_on_a_server_that_restarts_lose_nothing() {
    let (began, seconds) = (Instant::now(), number_from("PAYWRIGHT_SECONDS", SECONDS));
    println!("seed {}, for {seconds} seconds", seed());
    let mut fleet = Fleet::new(seed());
    let mut rounds = 0;
    while rounds == 0 || began.elapsed() < Duration::from_secs(seconds) {
        rounds += 1;
        repeatable(&mut fleet, |fleet| {
            let working = Instant::now();
            fleet.works();
            let (worked, proving) = (working.elapsed(), Instant::now());
            fleet.is_proved();
            println!("round {rounds}: worked {worked:?}, proved in {:?}", proving.elapsed());
        });
    }
    let lanes = repeatable(&mut fleet, |fleet| fleet.ends());
    let Counts { accepted, refused, open, unheard } = fleet.proof.counts;
    println!(
        "{rounds} rounds, {} processes killed, {} restarts of the server, {lanes} lanes, {:?}\n\
         {accepted} accepted, {refused} refused, {open} left open, {unheard} done and not heard of; \
         {} at the till",
        fleet.kills,
        fleet.restarts,
        began.elapsed(),
        fleet.receipts.len()
    );
    assert!(fleet.receipts.len() > 0);
    assert!(fleet.kills > 0 && fleet.restarts > 0);
    assert!(accepted > 0 && refused > 0 && open > 0 && unheard > 0);
    assert!(lanes <= MOST_LANES, "{lanes} lanes");
}
