//! Processes that are killed and restarted over and over leave about as many lanes as ever wrote at once.

use crate::business::Said;
use crate::child::{Child, say};
use crate::dice::{Dice, seed};
use crate::kills::share_of_kills;
use crate::orders::Task;
use crate::receipts::Receipts;
use paywright::journal::Lane;
use paywright::{Engine, PageOf, RegisterUser, Request, User};
use paywright_sqlite::SqliteStorage;
use std::path::Path;
use std::time::Duration;

fn opened(file: &Path) -> Engine {
    Engine::new(SqliteStorage::open(file).unwrap()).unwrap()
}

/// The child's side: registers one user after the other, and says each.
pub fn registers(file: &Path) {
    let engine = opened(file);
    for n in 0.. {
        let reference = format!("{}-{n}", std::process::id());
        let request = Request::new(RegisterUser::new(&reference)).key(reference);
        say(&Said::of("registered".to_owned(), &engine.batch([request]).remove(0)));
    }
}

fn start(receipts: &Receipts) -> Child {
    let mut orders = receipts.orders(1, None);
    orders.task = Task::Register;
    let mut child = orders.start();
    child.go();
    child
}

/// Every answer is there, and the books are sound. Answers how many lanes there are.
fn lanes_of(receipts: &Receipts, answers: usize) -> usize {
    let engine = opened(receipts.file());
    let (mut users, mut after) = (0, None);
    loop {
        let page = PageOf { limit: 1_000, after: after.as_ref(), ..PageOf::ALL };
        let page = engine.list::<User>(&page).unwrap();
        users += page.items.len();
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert!(users >= answers, "{answers} answers, {users} users");
    let verification = engine.verify(&[]).unwrap();
    assert!(verification.is_clean(), "{:#?}", verification.findings);
    engine.list::<Lane>(&PageOf { limit: 1_000, ..PageOf::ALL }).unwrap().items.len()
}

fn heard(child: Child) -> usize {
    let said = child.killed().expect("it ended by itself");
    assert!(said.iter().all(Said::is_accepted), "{said:?}");
    said.len()
}

#[test]
fn two_processes_killed_and_restarted_together_leave_at_most_two_lanes_each() {
    let restarts = share_of_kills(20);
    let (mut dice, receipts, mut answers) = (Dice::new(seed() + 5), Receipts::new(1), 0);
    for _ in 0..restarts {
        let both = [start(&receipts), start(&receipts)];
        both.iter().for_each(Child::awaits_first_answer);
        std::thread::sleep(Duration::from_micros(dice.below(20_000)));
        answers += both.into_iter().map(heard).sum::<usize>();
    }
    let lanes = lanes_of(&receipts, answers);
    println!("{restarts} restarts of two processes: {lanes} lanes, {answers} answers");
    assert!(lanes <= 4, "{lanes} lanes");
}

#[test]
fn a_process_restarted_beside_a_living_one_leaves_at_most_two_lanes_each() {
    let restarts = share_of_kills(20);
    let (mut dice, receipts) = (Dice::new(seed() + 6), Receipts::new(1));
    let living = start(&receipts);
    living.awaits_first_answer();
    let mut answers = 0;
    for _ in 0..restarts {
        let restarted = start(&receipts);
        restarted.awaits_first_answer();
        std::thread::sleep(Duration::from_micros(dice.below(20_000)));
        answers += heard(restarted);
    }
    answers += heard(living);
    let lanes = lanes_of(&receipts, answers);
    println!("{restarts} restarts beside a living process: {lanes} lanes, {answers} answers");
    assert!(lanes <= 4, "{lanes} lanes");
}
