//! Killed at any moment under the load of many threads, which share commits: all that was answered is there
//! once, and the rest wholly or not at all.

use crate::business::Said;
use crate::calls::{self, Asker};
use crate::child::Child;
use crate::dice::{Dice, seed};
use crate::kills::{repeatable, share_of_kills};
use crate::orders::Task;
use crate::proof::Proof;
use crate::receipts::Receipts;
use crate::support::shop::WORKER;
use crate::support::{Shared, World};
use crate::work::{self, askers};
use paywright::Engine;
use paywright_sqlite::SqliteStorage;
use std::path::Path;
use std::time::{Duration, Instant};

/// Threads of a process under load,
pub const THREADS: u64 = 16;
/// and of another beside it.
pub const THREADS_BESIDE: u64 = 4;
/// After so many kills the load begins anew on another file.
const KILLS_OF_A_FILE: u64 = 10;

/// The child's side.
pub fn works(file: &Path, seed: u64, life: u64, threads: u64) {
    let engine = Engine::new(SqliteStorage::open(file).unwrap()).unwrap();
    work::until_killed(&engine, &work::askers(seed, life, threads));
}

/// The file as it is after a crash.
pub fn opened(receipts: &Receipts) -> World {
    work::world_after(Shared::new(SqliteStorage::open(receipts.file()).unwrap()))
}

fn start(receipts: &mut Receipts, task: Task) -> (Child, Vec<Asker>) {
    receipts.round += 1;
    let mut orders = receipts.orders(receipts.seed, None);
    orders.task = task;
    let threads = if task == Task::Load { THREADS } else { THREADS_BESIDE };
    (orders.start(), askers(orders.seed, orders.round, threads))
}

/// Lets one process work, or two, until each is killed at a moment of its own. Tells what they were answered.
fn round(receipts: &mut Receipts, dice: &mut Dice) -> (Vec<Asker>, Vec<Said>) {
    let (mut child, mut askers) = start(receipts, Task::Load);
    let mut beside = dice.once_in(3).then(|| start(receipts, Task::LoadBeside));
    child.go();
    if let Some((beside, _)) = &mut beside {
        beside.go();
    }
    let moment = |dice: &mut Dice| std::thread::sleep(Duration::from_micros(dice.below(LONGEST_MICROS)));
    if !dice.once_in(8) {
        child.awaits_first_answer();
    }
    moment(dice);
    let mut said = child.killed().expect("it ended by itself");
    if let Some((beside, others)) = beside {
        if dice.once_in(2) {
            moment(dice);
        }
        said.extend(beside.killed().expect("it ended by itself"));
        askers.extend(others);
    }
    (askers, said)
}

const LONGEST_MICROS: u64 = 250_000;

#[test]
fn killed_under_the_load_of_sixteen_threads_every_answer_stays_true() {
    let (kills, began) = (share_of_kills(15), Instant::now());
    let mut dice = Dice::new(seed() + 7);
    let mut counts = Vec::new();
    for file in 0..kills.div_ceil(KILLS_OF_A_FILE) {
        let mut receipts = Receipts::new(dice.below(1 << 30));
        let (mut proof, mut all) = (Proof::default(), Vec::new());
        calls::open(&opened(&receipts));
        for _ in 0..KILLS_OF_A_FILE {
            repeatable(&mut receipts, &format!("load on file {file}"), |receipts| {
                let (askers, said) = round(receipts, &mut dice);
                proof.holds(&opened(receipts), &askers, &said);
                all.extend(askers);
            });
        }
        repeatable(&mut receipts, &format!("file {file}, at its end"), |receipts| {
            let world = opened(receipts);
            proof.is_answered_again(&world, &all);
            world.clock.moves(3_600);
            while world.engine.tick().unwrap() > 0 {}
            while !world.engine.claim(WORKER, 100, 60).unwrap().is_empty() {}
            world.check();
        });
        counts.push(proof.counts);
    }
    println!("{kills} kills, {:?}: {counts:#?}", began.elapsed());
    let accepted: usize = counts.iter().map(|counts| counts.accepted).sum();
    let unheard: usize = counts.iter().map(|counts| counts.unheard).sum();
    assert!(accepted > 0 && unheard > 0, "{accepted} answers, {unheard} done and not heard of");
}
