//! Many threads ask one engine whose storage fails in every way, and whose storage and clock panic now and
//! then under whoever leads or waits: nobody hangs, and every answer is true.

use crate::business::Said;
use crate::calls::{self, Asker, OPEN};
use crate::dice::{Dice, number_from, seed};
use crate::load::opened;
use crate::proof::{Counts, Proof};
use crate::receipts::Receipts;
use crate::support::shop::WORKER;
use crate::support::trouble::{Trouble, Troubled};
use crate::support::{Shared, World, keyed};
use crate::work::{askers, does_work};
use paywright::{Acceptance, Clock, Engine, RegisterUser, SystemClock, SystemEntropy, Timestamp};
use paywright_sqlite::SqliteStorage;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::thread::{scope, sleep, spawn};
use std::time::Duration;

/// Calls of a thread.
const CALLS: u64 = 20;
/// Whoever is not answered by then hangs.
const FOR_EVER: Duration = Duration::from_secs(300);

/// The system's clock, which is set to and fro by seconds, and panics now and then.
#[derive(Clone)]
struct Restless {
    dice: Arc<Mutex<Dice>>,
    rests: Arc<AtomicBool>,
}

impl Restless {
    fn new(seed: u64) -> Self {
        Self { dice: Arc::new(Mutex::new(Dice::new(seed))), rests: Arc::default() }
    }
}

impl Clock for Restless {
    fn now(&self) -> Timestamp {
        let now = SystemClock.now();
        if self.rests.load(SeqCst) {
            return now;
        }
        let (falls, off) = {
            let mut dice = self.dice.lock().unwrap();
            (dice.once_in(10_000), if dice.once_in(10) { dice.below(4_000_000) } else { 2_000_000 })
        };
        if falls {
            panics();
        }
        now.plus_micros(i64::try_from(off).unwrap() - 2_000_000)
    }
}

/// Without a word.
fn panics() {
    resume_unwind(Box::new("the host panics"));
}

/// What goes wrong with the next commit or read.
fn plan(storage: &Troubled, dice: &mut Dice) {
    let troubles = [
        Trouble::Unavailable,
        Trouble::UnknownStored,
        Trouble::UnknownLost,
        Trouble::Conflict,
        Trouble::Corrupt,
    ];
    let trouble = troubles[usize::try_from(dice.below(5)).unwrap()];
    match dice.below(60) {
        0..4 => storage.next_commits(&[trouble]),
        4 => storage.next_commits(&[Trouble::Conflict; 4]),
        5 => storage.next_turns(&[trouble]),
        6 => storage.next_reads(&[trouble]),
        // The answer is lost, and what became of it cannot be read.
        7 => storage.after_commit({
            let storage = storage.clone();
            storage.next_commits(&[trouble]);
            move || storage.next_reads(&[Trouble::Unavailable])
        }),
        8 => storage.before_commit(panics),
        9 => storage.after_commit(panics),
        // Threads plan more than there are commits, which they share.
        10..16 => storage.recovers(),
        // Meanwhile others come to wait.
        _ => storage.before_commit(|| sleep(Duration::from_millis(2))),
    }
}

/// What happens before a call.
type Plan<'a> = &'a (dyn Fn(&mut Dice) + Sync);

/// Each asks one of the engines, and all are answered.
fn all_ask(askers: &[Asker], engines: &[Engine], plan: Plan<'_>) -> Vec<Said> {
    scope(|scope| {
        let start = |(asker, engine)| scope.spawn(move || asks(asker, engine, plan));
        let threads: Vec<_> = askers.iter().zip(engines.iter().cycle()).map(start).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    })
}

/// One thread's calls, and what it was answered.
fn asks(asker: &Asker, engine: &Engine, plan: Plan<'_>) -> Vec<Said> {
    let mut said = Vec::new();
    for n in 0..CALLS {
        let mut dice = asker.dice(n ^ 0xffff);
        plan(&mut dice);
        let answers = catch_unwind(AssertUnwindSafe(|| asker.asks(engine, n)));
        said.extend(answers.unwrap_or_else(|_| {
            let open =
                |ask: calls::Ask| Said { key: ask.key, acceptance: "-".to_owned(), id: OPEN.to_owned() };
            asker.call(n).asks.into_iter().map(open).collect()
        }));
        if dice.once_in(4) {
            let mut tell = |answers: &[Said]| said.extend_from_slice(answers);
            // What was claimed before it panicked was told.
            let _ = catch_unwind(AssertUnwindSafe(|| does_work(asker, engine, &mut tell)));
        }
    }
    said
}

/// By a clock that is ahead of the restless one.
fn world_on(storage: &Troubled) -> World {
    let world = World::on(Shared::new(storage.memory()), "parent").unwrap();
    world.clock.moves(SystemClock.now().micros_since(world.clock.reads()) / 1_000_000 + 4);
    world
}

/// All threads ask, of one engine or of several on the same storage; then what they were answered is proved.
fn run(seed: u64, threads: u64, engines: usize) -> Counts {
    let (storage, clock) = (Troubled::new(), Restless::new(seed));
    clock.rests.store(true, SeqCst);
    calls::open(&world_on(&storage));
    let open = |_| Engine::with(storage.shared(), clock.clone(), SystemEntropy).unwrap();
    let engines: Vec<Engine> = (0..engines).map(open).collect();
    clock.rests.store(false, SeqCst);
    let askers = askers(seed, seed, threads);
    let said = all_ask(&askers, &engines, &|dice| plan(&storage, dice));
    storage.recovers();
    clock.rests.store(true, SeqCst);
    for (n, engine) in engines.iter().enumerate() {
        assert_eq!(engine.waiting(), 0);
        let name = format!("afterwards-{n}");
        let afterwards = engine.batch([keyed(&name, RegisterUser::new(&name))]).remove(0);
        assert_eq!(afterwards.unwrap().acceptance, Acceptance::New);
    }
    proved(&world_on(&storage), &askers, &said)
}

/// All of it is true, and work goes on.
fn proved(world: &World, askers: &[Asker], said: &[Said]) -> Counts {
    let mut proof = Proof::default();
    proof.holds(world, askers, said);
    proof.is_answered_again(world, askers);
    world.clock.moves(3_600);
    while world.engine.tick().unwrap() > 0 {}
    while !world.engine.claim(WORKER, 100, 60).unwrap().is_empty() {}
    world.check();
    proof.counts
}

#[test]
fn several_engines_of_many_threads_take_turns_on_one_file_and_every_answer_is_true() {
    let receipts = Receipts::new(seed());
    calls::open(&opened(&receipts));
    let open = |_| Engine::new(SqliteStorage::open(receipts.file()).unwrap()).unwrap();
    let engines: Vec<Engine> = (0..3).map(open).collect();
    let askers = askers(seed(), 1, 24);
    let said = all_ask(&askers, &engines, &|_| {});
    drop(engines);
    let counts = proved(&opened(&receipts), &askers, &said);
    println!("{counts:?}");
    assert!(counts.accepted > 0 && counts.refused > 0);
}

#[test]
fn whatever_fails_under_many_threads_nobody_hangs_and_every_answer_is_true() {
    // One run for so many kills of a long run.
    let runs = number_from("PAYWRIGHT_KILLS", 200).div_ceil(25);
    let mut all = Vec::new();
    for n in 0..runs {
        let seed = seed() + n;
        let threads = [16, 32][usize::try_from(seed % 2).unwrap()];
        let engines = [1, 1, 2, 3][usize::try_from(seed % 4).unwrap()];
        let (told, outcome) = channel();
        let runner = spawn(move || {
            let counts = run(seed, threads, engines);
            let _ = told.send(counts);
        });
        match outcome.recv_timeout(FOR_EVER) {
            Ok(counts) => all.push(counts),
            Err(RecvTimeoutError::Timeout) => panic!("PAYWRIGHT_SEED={seed}: somebody hangs"),
            Err(RecvTimeoutError::Disconnected) => {
                println!("PAYWRIGHT_SEED={seed}, {threads} threads");
                resume_unwind(runner.join().unwrap_err());
            }
        }
    }
    let sum = |of: fn(&Counts) -> usize| all.iter().map(of).sum::<usize>();
    let [accepted, refused] = [sum(|counts| counts.accepted), sum(|counts| counts.refused)];
    let [open, unheard] = [sum(|counts| counts.open), sum(|counts| counts.unheard)];
    println!(
        "{runs} runs: {accepted} accepted, {refused} refused, {open} open, {unheard} of these are there"
    );
    assert!([accepted, refused, open, unheard].iter().all(|count| *count > 0));
}
