//! Which transfers of a command were there already is told of each.

use super::faults::troubled;
use super::journal::lines::{exported, imported};
use super::ledger::{Accounts, accounts, id, posted};
use crate::support::shop::pence;
use crate::support::trouble::Trouble;
use crate::support::{World, on_both, told_again};
use paywright::{Acceptance, Answer, Booked, NewTransfer, PostTransfers, Posted, Request};

on_both![
    old_and_new_ids_in_one_list_are_told_apart,
    a_command_sent_again_by_its_ids_was_there_altogether,
    a_replay_by_key_was_there_altogether,
    the_same_id_twice_in_one_list_was_there_the_second_time,
    the_same_command_twice_in_one_batch_was_there_the_second_time,
    in_a_chain_old_and_new_are_told_apart,
    what_a_failed_chain_took_back_was_not_there,
    a_preview_tells_what_would_be_there_already,
];

fn penny(on: &Accounts, name: &str) -> NewTransfer {
    NewTransfer::posted(on.bank, on.wallet, pence(1)).with_id(id(name))
}

/// Of each transfer whether it was there, or the code that it was refused for.
fn told(output: &Posted) -> Vec<Result<bool, &'static str>> {
    let told = |booked: &Booked| booked.repeated;
    output.results.iter().map(|one| one.as_ref().map(told).map_err(|no| no.code.spec().code)).collect()
}

fn ask(world: &World, transfers: Vec<NewTransfer>) -> Answer<Posted> {
    world.ask(PostTransfers::new(transfers)).unwrap()
}

/// All kinds of postings; the wallet has enough for them.
fn all_kinds(on: &Accounts) -> Vec<NewTransfer> {
    vec![
        NewTransfer::posted(on.bank, on.wallet, pence(100)).with_id(id("posted")),
        NewTransfer::pending(on.wallet, on.equity, pence(10)).with_id(id("held")),
        NewTransfer::post_pending(id("held"), Some(pence(4))).with_id(id("part")),
        NewTransfer::pending(on.wallet, on.equity, pence(10)).with_id(id("given up")),
        NewTransfer::void_pending(id("given up")).with_id(id("void")),
        NewTransfer::as_far_as_available(on.wallet, on.equity, pence(7)).with_id(id("sweep")),
    ]
}

fn old_and_new_ids_in_one_list_are_told_apart(world: &World) {
    let on = accounts(world);
    posted(world, penny(&on, "old"));
    let unnamed = NewTransfer::posted(on.bank, on.wallet, pence(1));
    let other = NewTransfer { reference: Some("other".to_owned()), ..penny(&on, "old") };
    let mixed = || vec![penny(&on, "new"), penny(&on, "old"), unnamed.clone(), other.clone()];
    let first = ask(world, mixed());
    assert_eq!(first.acceptance, Acceptance::New);
    assert_eq!(told(&first.output), [Ok(false), Ok(true), Ok(false), Err("id_reused")]);
    assert_eq!(told(&ask(world, mixed()).output), [Ok(true), Ok(true), Ok(false), Err("id_reused")]);
    // By an engine that remembers none of them.
    let cold = world.beside("second");
    assert_eq!(told(&ask(&cold, mixed()).output), [Ok(true), Ok(true), Ok(false), Err("id_reused")]);
    // The entries say nothing of it, and each comes to the same when it is decided again.
    let lines = exported(&world.engine);
    assert_eq!(exported(&imported(&lines).engine), lines);
}

fn a_command_sent_again_by_its_ids_was_there_altogether(world: &World) {
    let on = accounts(world);
    let ask = |of: &World| of.engine.request(PostTransfers::new(all_kinds(&on))).answer().unwrap();
    let first = ask(world);
    assert_eq!((first.acceptance, told(&first.output)), (Acceptance::New, vec![Ok(false); 6]));
    let before = world.dump();
    for of in [world, &world.beside("second")] {
        let again = ask(of);
        assert_eq!((again.acceptance, told(&again.output)), (Acceptance::Unchanged, vec![Ok(true); 6]));
        assert_eq!(told_again(first.output.clone()), again.output.into(), "but for that it is the same");
    }
    before.assert_unchanged(&world.dump());
}

fn a_replay_by_key_was_there_altogether(world: &World) {
    let on = accounts(world);
    posted(world, penny(&on, "old"));
    let transfers = [
        NewTransfer::posted(on.bank, on.wallet, pence(100)),
        NewTransfer::pending(on.wallet, on.equity, pence(10)),
        NewTransfer::as_far_as_available(on.wallet, on.equity, pence(7)),
        penny(&on, "old"),
        NewTransfer::posted(on.bank, on.bank, pence(1)),
    ];
    let ask = |of: &World| {
        let command = PostTransfers::new(transfers.clone());
        of.engine.request(command).key("salaries").answer().unwrap()
    };
    let first = ask(world);
    let expected = [Ok(false), Ok(false), Ok(false), Ok(true), Err("same_account")];
    assert_eq!((first.acceptance, told(&first.output)), (Acceptance::New, expected.to_vec()));
    let before = world.dump();
    for of in [world, &world.beside("second")] {
        let again = ask(of);
        let expected = [Ok(true), Ok(true), Ok(true), Ok(true), Err("same_account")];
        assert_eq!((again.acceptance, told(&again.output)), (Acceptance::Replayed, expected.to_vec()));
        assert_eq!(again.output.results[2].as_ref().unwrap().moved, Some(pence(7)), "what it moved then");
    }
    before.assert_unchanged(&world.dump());
}

fn the_same_id_twice_in_one_list_was_there_the_second_time(world: &World) {
    let on = accounts(world);
    let held = || NewTransfer::pending(on.bank, on.equity, pence(1)).with_id(id("held"));
    let output = ask(world, vec![penny(&on, "a"), held(), penny(&on, "a"), held()]).output;
    assert_eq!(told(&output), [Ok(false), Ok(false), Ok(true), Ok(true)]);
}

fn the_same_command_twice_in_one_batch_was_there_the_second_time(world: &World) {
    let on = accounts(world);
    let by_id = || Request::new(PostTransfers::new([penny(&on, "a")]));
    let unnamed = NewTransfer::posted(on.bank, on.wallet, pence(1));
    let by_key = || Request::new(PostTransfers::new([unnamed.clone()])).key("k");
    let answers = world.engine.batch([by_id(), by_id(), by_key(), by_key()]);
    let answers = answers.into_iter().map(|answer| answer.unwrap().of::<PostTransfers>().unwrap());
    let told: Vec<_> = answers.map(|answer| (answer.acceptance, told(&answer.output)[0])).collect();
    assert_eq!(
        told,
        [
            (Acceptance::New, Ok(false)),
            (Acceptance::Unchanged, Ok(true)),
            (Acceptance::New, Ok(false)),
            (Acceptance::Replayed, Ok(true)),
        ]
    );
}

fn in_a_chain_old_and_new_are_told_apart(world: &World) {
    let on = accounts(world);
    let [old, new] = ["old", "new"].map(|name| penny(&on, name));
    posted(world, old.clone());
    let chain = || vec![old.clone().chained(), new.clone().chained(), old.clone()];
    assert_eq!(told(&ask(world, chain()).output), [Ok(true), Ok(false), Ok(true)]);
    assert_eq!(told(&ask(&world.beside("second"), chain()).output), [Ok(true); 3]);
}

fn what_a_failed_chain_took_back_was_not_there(world: &World) {
    let on = accounts(world);
    posted(world, penny(&on, "old"));
    let nothing = NewTransfer::posted(on.bank, on.bank, pence(1));
    let a = || penny(&on, "a");
    let transfers = vec![a().chained(), penny(&on, "old").chained(), nothing, a(), penny(&on, "old")];
    let failed = [Err("chain_failed"), Err("chain_failed"), Err("same_account")];
    assert_eq!(told(&ask(world, transfers.clone()).output), [&failed[..], &[Ok(false), Ok(true)]].concat());
    assert_eq!(told(&ask(world, transfers).output), [&failed[..], &[Ok(true), Ok(true)]].concat());
}

fn a_preview_tells_what_would_be_there_already(world: &World) {
    let on = accounts(world);
    posted(world, penny(&on, "old"));
    let mixed = || PostTransfers::new([penny(&on, "old"), penny(&on, "new")]);
    for of in [world, &world.beside("second")] {
        for _ in 0..2 {
            let seen = of.engine.request(mixed()).preview().unwrap();
            assert_eq!(told(&seen.output), [Ok(true), Ok(false)]);
        }
    }
}

#[test]
fn a_commit_that_is_tried_again_or_whose_answer_is_lost_repeats_nothing() {
    for trouble in [Trouble::Conflict, Trouble::UnknownStored, Trouble::UnknownLost] {
        let (world, storage) = troubled();
        let on = accounts(&world);
        storage.next_commits(&[trouble]);
        let ask = || world.engine.request(PostTransfers::new([penny(&on, "a")])).answer().unwrap();
        let first = ask();
        assert_eq!(
            (first.acceptance, told(&first.output)),
            (Acceptance::New, vec![Ok(false)]),
            "{trouble:?}"
        );
        assert_eq!(told(&ask().output), [Ok(true)]);
        world.check();
    }
}
