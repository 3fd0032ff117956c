//! Several processes on one file: they make it at once, and they write under load until all are killed.

use crate::business::Said;
use crate::child::Child;
use crate::dice::{Dice, seed};
use crate::orders::Task;
use crate::receipts::Receipts;
use std::collections::BTreeMap;
use std::time::Duration;

/// Customers of the second process.
const OTHERS: u64 = 1_000;

/// Starts one process a task, all at the same moment; kills them after a while, and tells what each was
/// answered.
fn at_once(receipts: &Receipts, tasks: &[(Task, u64)], dice: &mut Dice) -> Vec<Vec<Said>> {
    let start = |(task, round): &(Task, u64)| {
        let mut orders = receipts.orders(dice.below(1 << 30), None);
        (orders.task, orders.round) = (*task, *round);
        orders.start()
    };
    let mut children: Vec<Child> = tasks.iter().map(start).collect();
    // They are at their first line by now, and wait for it.
    std::thread::sleep(Duration::from_millis(30));
    children.iter_mut().for_each(Child::go);
    children.iter().for_each(Child::awaits_first_answer);
    std::thread::sleep(Duration::from_millis(80 + dice.below(120)));
    children.into_iter().map(|child| child.killed().expect("it ended by itself")).collect()
}

#[test]
fn processes_that_make_one_file_at_once_and_write_under_load_lose_nothing() {
    let mut dice = Dice::new(seed() + 3);
    let mut counts = Vec::new();
    for _ in 0..5 {
        let mut receipts = Receipts::of_writers(dice.below(1 << 30), 3);
        // Killed, both start again on the same file, when the lanes of the dead are free.
        for _ in 0..3 {
            receipts.clock += 11;
            let tasks = [(Task::Business, receipts.round), (Task::Till, OTHERS)];
            let mut said = at_once(&receipts, &tasks, &mut dice);
            counts.push((said[0].len(), said[1].len()));
            let of_till = said.pop().unwrap();
            // The opening was asked for by both; one of them made it.
            assert_agree(&by_key(&said[0]), &of_till);
            let of_business = said.pop().unwrap().into_iter().map(as_heard_later).collect();
            let world = receipts.hold_after(of_business);
            receipts.take(of_till.into_iter().map(as_heard_later).collect());
            receipts.go_on(&world);
            receipts.are_complete(&world);
        }
    }
    println!("answers of both: {counts:?}");
    let both = counts.iter().filter(|(one, other)| *one > 5 && *other > 5).count();
    assert!(both * 2 > counts.len(), "{counts:?}");
}

#[test]
fn two_processes_that_ask_the_same_at_once_get_one_answer() {
    let mut dice = Dice::new(seed() + 4);
    for _ in 0..4 {
        let mut receipts = Receipts::of_writers(dice.below(1 << 30), 3);
        let said = at_once(&receipts, &[(Task::Till, 1), (Task::Till, 1)], &mut dice);
        let first = by_key(&said[0]);
        assert_agree(&first, &said[1]);
        let both = said.into_iter().flatten().collect::<Vec<_>>();
        let replayed = both.iter().filter(|said| said.acceptance == "Replayed").count();
        println!("{} answers, {replayed} of them replays", both.len());
        receipts.take(first.into_values().map(as_heard_later).collect());
        let world = receipts.hold_after(both.into_iter().map(as_heard_later).collect());
        // Nobody has asked yet what comes after the channels' answers.
        receipts.round = 1;
        receipts.go_on(&world);
        receipts.are_complete(&world);
    }
}

fn by_key(said: &[Said]) -> BTreeMap<String, Said> {
    said.iter().map(|said| (said.key.clone(), said.clone())).collect()
}

/// Where both were answered, the ids are the same and at most one was new.
#[track_caller]
fn assert_agree(one: &BTreeMap<String, Said>, others: &[Said]) {
    for other in others.iter().filter(|other| other.is_kept()) {
        let Some(one) = one.get(&other.key).filter(|one| one.is_kept()) else { continue };
        assert_eq!(one.id, other.id, "{one:?} {other:?}");
        assert!(one.acceptance == "Replayed" || other.acceptance == "Replayed", "{one:?} {other:?}");
    }
}

/// Who was first does not matter any more.
fn as_heard_later(said: Said) -> Said {
    let acceptance = if said.is_kept() { "Replayed".to_owned() } else { said.acceptance.clone() };
    Said { acceptance, ..said }
}
