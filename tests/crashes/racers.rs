//! Two processes ask at the same moment for what only one of them can have: one gets it, the other is told
//! rightly why not, and the books stay sound.

use crate::business::Said;
use crate::child::say;
use crate::orders::Task;
use crate::races::{CENT, CLAIM, CLOSE, RACES, Race, Side};
use crate::races::{charged, credits, equity, opens, payment, starts, user};
use crate::receipts::Receipts;
use crate::steps::OPENING;
use crate::support::World;
use crate::support::shop::{WORKER, pence, wallet};
use paywright::journal::Lane;
use paywright::{NewTransfer, PostTransfers};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child as Process, ChildStdin, ChildStdout};

/// The child's side: each line names what is asked.
pub fn races_if_told(world: &World) {
    for line in std::io::stdin().lines() {
        let line = line.unwrap();
        let mut words = line.split('/');
        let (name, side, n) = (words.next().unwrap(), words.next().unwrap(), words.next().unwrap());
        let side = Side::BOTH.into_iter().find(|known| format!("{known:?}") == side).unwrap();
        say(&Race::named(name).asks(world, side, n.parse().unwrap()));
    }
}

/// A process that waits for a line, answers it, and waits for the next. It ends with this.
struct Racer {
    process: Process,
    lines: ChildStdin,
    answers: BufReader<ChildStdout>,
    side: Side,
}

impl Racer {
    fn start(receipts: &Receipts, side: Side) -> Self {
        let mut orders = receipts.orders(1, None);
        orders.task = Task::Race;
        let mut process = orders.command(&std::env::current_exe().unwrap()).spawn().unwrap();
        let lines = process.stdin.take().unwrap();
        let answers = BufReader::new(process.stdout.take().unwrap());
        let mut racer = Self { process, lines, answers, side };
        racer.lines.write_all(b"go\n").unwrap();
        racer
    }

    fn is_asked(&mut self, name: &str, n: u64) {
        let line = format!("{name}/{:?}/{n}\n", self.side);
        self.lines.write_all(line.as_bytes()).unwrap();
    }

    fn says(&mut self) -> Said {
        loop {
            let mut line = String::new();
            assert!(self.answers.read_line(&mut line).unwrap() > 0, "{:?} ended", self.side);
            if let Some(said) = crate::child::heard(line.trim_end()) {
                return said;
            }
        }
    }

    fn answers(&mut self, name: &str, n: u64) -> String {
        self.is_asked(name, n);
        self.says().acceptance
    }
}

impl Drop for Racer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A shop that is open, and two processes with their engines open on it.
fn two_processes() -> (Receipts, World, [Racer; 2]) {
    let receipts = Receipts::of_writers(1, 3);
    let world = receipts.opened();
    for answer in world.engine.batch(OPENING.iter().map(|step| step.of(0).1)) {
        answer.unwrap();
    }
    let racers = Side::BOTH.map(|side| Racer::start(&receipts, side));
    (receipts, world, racers)
}

/// Asks both at once, and tells whether the first of them won.
fn run(racers: &mut [Racer; 2], race: &Race, n: u64) -> bool {
    // Neither is always asked first.
    let first = usize::try_from(n % 2).unwrap();
    racers[first].is_asked(race.name, n);
    racers[1 - first].is_asked(race.name, n);
    race.is_won(n, &racers.each_mut().map(Racer::says)) == 0
}

#[test]
fn of_two_processes_that_want_the_same_one_gets_it_and_the_other_is_told_why_not() {
    const ROUNDS: u64 = 30;
    let (_receipts, world, mut racers) = two_processes();
    for race in RACES {
        let mut first = 0;
        for n in 0..ROUNDS {
            (race.scene)(&world, n);
            first += u64::from(run(&mut racers, race, n));
        }
        println!("{}: the first process won {first} of {ROUNDS}", race.name);
    }
    drop(racers);
    let lanes = world.all::<Lane>().len();
    assert!(lanes <= 3, "{lanes} lanes");
    world.check();
}

#[test]
fn of_two_processes_that_claim_one_effect_one_does_the_work() {
    let (_receipts, world, mut racers) = two_processes();
    for n in 0..30 {
        charged(&world, n);
        run(&mut racers, &CLAIM, n);
    }
    drop(racers);
    assert_eq!(world.claimed().len(), 0);
    assert!(world.effects().iter().all(|effect| effect.claims == 1), "an effect was claimed twice");
    for worker in Side::BOTH {
        world.engine.recover(&format!("{worker:?}")).unwrap();
    }
    assert_eq!(world.engine.claim(WORKER, 100, 60).unwrap().len(), 30, "each is asked about once");
    world.check();
}

#[test]
fn a_process_never_refuses_from_what_it_remembers() {
    let (_receipts, world, [mut one, _two]) = two_processes();
    for n in 0..10 {
        opens(&world, &wallet(user("purse", n)), 0);
        starts(&world, user("purse", n), payment(Side::One, n));
        assert_eq!(one.answers(CENT, n), "insufficient_funds");
        // It remembers an empty wallet, and another process fills it.
        credits(&world, wallet(user("purse", n)).id(), 100);
        assert_eq!(one.answers(CENT, n), "New");
        // It remembers an account that is open and merchants who sell.
        world.done(PostTransfers::new([NewTransfer::posted(
            equity(),
            wallet(user("purse", n)).id(),
            pence(5),
        )]));
        assert_eq!(one.answers(CLOSE, n + 1_000), "not_found");
        opens(&world, &wallet(user("closing", n + 1_000)), 0);
        assert_eq!(one.answers(CLOSE, n + 1_000), "New");
    }
    world.check();
}
