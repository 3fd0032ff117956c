//! Files that cannot grow: what does not fit is refused whole, and is done when there is room.

use crate::business::Said;
use crate::orders::Task;
use crate::receipts::Receipts;
use crate::steps::STEPS;
use crate::support::{Shared, World};
use paywright::{Error, Request};
use paywright_sqlite::{SqliteOptions, SqliteStorage};
use std::fs;
use std::path::Path;

fn world_within(file: &Path, bytes: u64) -> World {
    let options = SqliteOptions { most_bytes: Some(bytes), ..SqliteOptions::default() };
    World::on(Shared::new(SqliteStorage::open_with(file, options).unwrap()), "cramped").unwrap()
}

/// First steps of so many customers, with their keys.
fn first_steps(customers: std::ops::Range<u64>) -> Vec<(String, Request)> {
    let steps = |customer| STEPS.iter().filter(|step| step.lag == 0).map(move |step| step.of(customer));
    customers.flat_map(steps).collect()
}

#[track_caller]
fn assert_no_room(error: &Error) {
    assert_eq!((error.code(), error.is_retryable()), ("storage_unavailable", true), "{error}");
    assert!(error.to_string().contains("cannot grow"), "{error}");
}

#[test]
fn a_batch_that_finds_the_disk_full_is_refused_whole_and_done_when_there_is_room() {
    let mut receipts = Receipts::begun();
    let file = receipts.file().to_owned();
    let room = fs::metadata(&file).unwrap().len() + (100 << 10);
    let (keys, requests): (Vec<_>, Vec<_>) = first_steps(100..160).into_iter().unzip();

    let world = world_within(&file, room);
    let before = world.dump();
    let answers = world.engine.batch(requests.clone());
    assert_eq!(answers.len(), requests.len());
    answers.iter().for_each(|answer| assert_no_room(answer.as_ref().unwrap_err()));
    assert_no_room(&world.engine.atomic(requests.clone()).unwrap_err());
    before.assert_unchanged(&world.dump());
    world.check();
    // What fits is done.
    let small = world.engine.batch(requests[..3].to_vec());
    assert!(small.iter().all(Result::is_ok), "{small:?}");
    drop(world);

    let world = receipts.opened();
    let answers = world.engine.batch(requests);
    let said: Vec<Said> = keys.into_iter().zip(&answers).map(|(key, one)| Said::of(key, one)).collect();
    let replayed = said.iter().filter(|said| said.acceptance == "Replayed").count();
    assert!(said.iter().all(Said::is_kept) && replayed == 3, "{said:?}");
    receipts.take(said);
    receipts.go_on(&world);
    receipts.are_complete(&world);
}

#[test]
fn a_file_that_fills_up_request_by_request_keeps_all_that_was_answered() {
    let mut receipts = Receipts::begun();
    let file = receipts.file().to_owned();
    let world = world_within(&file, fs::metadata(&file).unwrap().len() + (60 << 10));
    let mut refused = Vec::new();
    let mut said = Vec::new();
    for (key, request) in first_steps(100..200) {
        let answer = world.engine.batch([request.clone()]).remove(0);
        match &answer {
            Ok(_) => said.push(Said::of(key, &answer)),
            Err(error) if error.code() == "storage_unavailable" => {
                assert_no_room(error);
                refused.push((key, request));
            }
            // It rests on one that found no room.
            Err(error) => assert_eq!(error.code(), "not_found", "{key}: {error}"),
        }
        if refused.len() == 50 {
            break;
        }
    }
    assert!(refused.len() == 50 && said.len() > 50, "{} answered, {} refused", said.len(), refused.len());
    world.check();
    drop(world);

    receipts.take(said);
    let world = receipts.opened();
    let (_, requests): (Vec<_>, Vec<_>) = first_steps(100..200).into_iter().unzip();
    assert!(world.engine.batch(requests).iter().all(Result::is_ok));
    receipts.go_on(&world);
    receipts.are_complete(&world);
}

/// The system itself refuses to let any file grow: what a commit had written of the log until then is not
/// taken for a commit.
#[test]
fn a_log_that_the_system_lets_grow_no_further_loses_nothing_that_was_answered() {
    for blocks in [400, 900, 1_500, 2_200] {
        let mut receipts = Receipts::new(blocks);
        let mut orders = receipts.orders(blocks, None);
        orders.task = Task::UntilFull;
        let mut child = orders.start_within(blocks);
        child.go();
        let (status, said) = child.ends();
        assert!(status.success(), "{status}");
        let refused = said.iter().filter(|said| said.acceptance == "storage_unavailable").count();
        println!("{blocks} blocks: {} answers, {refused} refused", said.len());
        assert_eq!(refused, 10);
        let other = said.iter().find(|said| !said.is_accepted() && said.acceptance != "storage_unavailable");
        assert!(other.is_none_or(|said| said.acceptance == "not_found"), "{other:?}");
        let world = receipts.hold_after(said);
        receipts.go_on(&world);
        receipts.are_complete(&world);
    }
}
