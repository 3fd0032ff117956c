//! Engines on it: what they do elsewhere they do here, to the byte.

use crate::day::Day;
use crate::day::step::Step;
use crate::play::play;
use crate::proxy::{AtCommit, Proxy};
use crate::server::{new_schema, opened, options};
use crate::support::dump::journal_of;
use crate::support::{Backend, Shared, World};
use paywright::{AccountKey, Currency, Engine, Money, NewTransfer, OpenAccount, PostTransfers, Purpose};
use paywright::{PageOf, RegisterUser, TransferId, User};
use paywright_postgres::PostgresStorage;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use serde_json::Value;
use std::cell::Cell;
use std::fs;
use std::path::PathBuf;
use std::thread;

fn of_the_stories(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/stories").join(name);
    fs::read_to_string(path).unwrap()
}

#[test]
fn the_story_of_all_languages_comes_to_the_kept_journal() {
    let story: Value = serde_json::from_str(&of_the_stories("main_path.json")).unwrap();
    let lines = play(&story, opened(&new_schema()));
    let kept = of_the_stories("main_path.journal.jsonl");
    let differs = lines.iter().zip(kept.lines()).position(|(one, other)| one != other);
    assert_eq!(differs, None, "the line of the journal that is another, from 0");
    assert_eq!(lines.len(), kept.lines().count());
}

/// On `PROPTEST_RNG_SEED` if that is given.
#[test]
fn any_day_gives_the_same_answers_and_bytes_as_on_memory_and_on_sqlite() {
    let seed = match Config::default().rng_seed {
        RngSeed::Fixed(seed) => seed,
        RngSeed::Random => 8,
    };
    let config =
        Config { cases: 12, rng_seed: RngSeed::Fixed(seed), failure_persistence: None, ..Config::default() };
    let taken = Cell::new(0);
    TestRunner::new(config)
        .run(&Step::days(120), |steps| {
            let storage = Shared::new(opened(&new_schema()));
            let worlds = [
                World::new(Backend::Memory),
                World::new(Backend::Sqlite),
                World::on(storage, "first").unwrap(),
            ];
            let mut days = worlds.each_ref().map(Day::begins);
            for step in &steps {
                let [on_memory, on_sqlite, here] = days.each_mut().map(|day| day.does(step));
                assert_eq!(on_memory, on_sqlite, "{step:?}");
                assert_eq!(on_memory, here, "{step:?}");
            }
            let [on_memory, _, here] = &worlds;
            here.check_invariants();
            assert!(journal_of(&on_memory.storage) == journal_of(&here.storage), "the journals differ");
            on_memory.dump().assert_unchanged(&here.dump());
            taken.set(taken.get() + steps.len());
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}\nthe same days again: PROPTEST_RNG_SEED={seed}"));
    assert!(taken.get() > 200, "only {} steps", taken.get());
}

/// Cents that are there, and cents that are asked for.
const FUNDS: i64 = 100;
const EACH: usize = 40;

/// Takes cents out of the wallet, one a command; what may be asked again is, under the same key.
fn takes(engine: &Engine, name: &str, from: &AccountKey, to: &AccountKey) -> usize {
    let mut taken = 0;
    for nth in 0..EACH {
        let key = format!("{name} {nth}");
        let transfer = NewTransfer::posted(from.id(), to.id(), Money::new(1, Currency::EUR));
        let posts = PostTransfers::new([transfer.with_id(TransferId::derived(&key))]);
        let posted = loop {
            match engine.request(posts.clone()).key(key.clone()).execute() {
                Err(error) if error.is_retryable() => {}
                answer => break answer.unwrap(),
            }
        };
        taken += posted.results.iter().filter(|result| result.is_ok()).count();
    }
    taken
}

#[test]
fn engines_that_race_for_the_last_cent_of_a_wallet_never_take_one_twice() {
    let schema = new_schema();
    let engines: Vec<Engine> = (0..4).map(|_| Engine::new(opened(&schema)).unwrap()).collect();
    let engine = &engines[0];
    let user = engine.request(RegisterUser::new("anna")).key("anna").execute().unwrap();
    let wallet = AccountKey::user(user.id, Purpose::Wallet, Currency::EUR);
    let bank = AccountKey::platform(Purpose::Bank, Currency::EUR);
    for account in [&wallet, &bank] {
        engine.execute(OpenAccount::new(account.clone())).unwrap();
    }
    let funds = NewTransfer::posted(bank.id(), wallet.id(), Money::new(FUNDS, Currency::EUR));
    engine.request(PostTransfers::new([funds])).key("funds").execute().unwrap();

    let names = ["first", "second", "third", "fourth"];
    let taken: Vec<usize> = thread::scope(|scope| {
        let (wallet, bank) = (&wallet, &bank);
        let racers = engines.iter().zip(names);
        let racers: Vec<_> =
            racers.map(|(engine, name)| scope.spawn(move || takes(engine, name, wallet, bank))).collect();
        racers.into_iter().map(|racer| racer.join().unwrap()).collect()
    });
    println!("taken {taken:?}");
    assert_eq!(taken.iter().sum::<usize>(), usize::try_from(FUNDS).unwrap(), "{taken:?}");
    for engine in &engines {
        assert_eq!(engine.balance(wallet.id()).unwrap().unwrap().balance(), 0);
    }
    let found = engine.verify(&[]).unwrap();
    assert!(found.is_clean(), "{found:?}");
}

#[test]
fn an_engine_finds_out_what_became_of_a_commit_whose_answer_was_lost() {
    for what in [AtCommit::CutBefore, AtCommit::CutAfter, AtCommit::Silence] {
        let (proxy, schema) = (Proxy::start(), new_schema());
        let storage = PostgresStorage::open_with(&proxy.address(), options(&schema)).unwrap();
        let engine = Engine::new(storage).unwrap();
        engine.request(RegisterUser::new("anna")).key("anna").execute().unwrap();
        proxy.at_commit(what);
        let ben = || engine.request(RegisterUser::new("ben")).key("ben").answer();
        let mut tries = 0;
        let answer = loop {
            tries += 1;
            match ben() {
                Err(error) if error.is_retryable() && tries < 20 => println!("{what:?}: {error}"),
                answer => break answer.unwrap_or_else(|error| panic!("{what:?}: {error}")),
            }
        };
        engine.request(RegisterUser::new("eve")).key("eve").execute().unwrap();
        let other = Engine::new(opened(&schema)).unwrap();
        let users = other.list::<User>(&PageOf::ALL).unwrap().items;
        let mut references: Vec<_> = users.iter().map(|user| user.reference.as_str()).collect();
        references.sort_unstable();
        assert_eq!(references, ["anna", "ben", "eve"], "{what:?}");
        assert!(users.iter().any(|user| user.id == answer.output.id), "{what:?}: another ben was answered");
        let found = other.verify(&[]).unwrap();
        assert!(found.is_clean(), "{what:?}: {found:?}");
    }
}
