//! Engines on it: what they do elsewhere they do here, to the byte.

use crate::day::Day;
use crate::day::step::Step;
use crate::play::play;
use crate::proxy::{AtCommit, Proxy};
use crate::server::{new_schema, opened, options, run_on};
use crate::support::dump::journal_of;
use crate::support::{Backend, Shared, World};
use paywright::{AccountKey, Currency, Engine, Money, NewTransfer, OpenAccount, PostTransfers, Purpose};
use paywright::{PageOf, RegisterUser, TransferId, User};
use paywright_postgres::PostgresStorage;
use paywright_testing::PostgresServer;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use serde_json::Value;
use std::cell::Cell;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

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

/// Takes cents out of the wallet, one a command; what may be asked again is, under the same key.
fn takes(engine: &Engine, name: &str, race: &Race) -> usize {
    let (mut taken, from, to) = (0, &race.wallet, &race.bank);
    // All of them together want more than there is.
    for nth in 0..race.funds * 2 / 5 {
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

/// Four engines on the same data, a wallet with all the funds, and where they are taken to.
struct Race {
    engines: Vec<Engine>,
    wallet: AccountKey,
    bank: AccountKey,
    funds: i64,
}

fn race(funds: i64, open: impl Fn() -> PostgresStorage) -> Race {
    let engines: Vec<Engine> = (0..4).map(|_| Engine::new(open()).unwrap()).collect();
    let engine = &engines[0];
    let user = engine.request(RegisterUser::new("anna")).key("anna").execute().unwrap();
    let wallet = AccountKey::user(user.id, Purpose::Wallet, Currency::EUR);
    let bank = AccountKey::platform(Purpose::Bank, Currency::EUR);
    for account in [&wallet, &bank] {
        engine.execute(OpenAccount::new(account.clone())).unwrap();
    }
    let first = NewTransfer::posted(bank.id(), wallet.id(), Money::new(funds, Currency::EUR));
    engine.request(PostTransfers::new([first])).key("funds").execute().unwrap();
    Race { engines, wallet, bank, funds }
}

impl Race {
    /// How many cents each engine took.
    fn runs(&self) -> Vec<usize> {
        let names = ["first", "second", "third", "fourth"];
        thread::scope(|scope| {
            let racers = self.engines.iter().zip(names);
            let racers: Vec<_> =
                racers.map(|(engine, name)| scope.spawn(move || takes(engine, name, self))).collect();
            racers.into_iter().map(|racer| racer.join().unwrap()).collect()
        })
    }

    /// Each cent was taken once, and everybody knows.
    fn is_won(&self, taken: &[usize]) {
        assert_eq!(taken.iter().sum::<usize>(), usize::try_from(self.funds).unwrap(), "{taken:?}");
        for engine in &self.engines {
            assert_eq!(engine.balance(self.wallet.id()).unwrap().unwrap().balance(), 0);
        }
        let found = self.engines[0].verify(&[]).unwrap();
        assert!(found.is_clean(), "{found:?}");
    }
}

#[test]
fn engines_that_race_for_the_last_cent_of_a_wallet_never_take_one_twice() {
    let schema = new_schema();
    let race = race(100, || opened(&schema));
    race.is_won(&race.runs());
}

/// Kills one of the storages' sessions as if memory had run out. The server then ends all others, and
/// recovers from its log.
fn crash(server: &PostgresServer) -> bool {
    let session = "SELECT max(pid) FROM pg_stat_activity WHERE application_name = 'paywright'";
    let Ok(session) = run_on(server, session) else { return false };
    // It goes with the others before it can answer.
    let answer = run_on(server, &format!("COPY (SELECT 1) TO PROGRAM 'kill -9 {session}; sleep 1'"));
    !session.is_empty() && answer.is_err()
}

#[test]
fn nor_do_they_while_the_server_crashes_again_and_again() {
    let server = PostgresServer::start(&[]).unwrap();
    let race = race(900, || PostgresStorage::open(&server.address()).unwrap());
    let over = AtomicBool::new(false);
    let (taken, crashes) = thread::scope(|scope| {
        let crasher = scope.spawn(|| {
            let mut crashes = 0;
            while !over.load(Ordering::Relaxed) {
                thread::sleep(Duration::from_millis(250));
                crashes += u32::from(crash(&server));
            }
            crashes
        });
        let taken = race.runs();
        over.store(true, Ordering::Relaxed);
        (taken, crasher.join().unwrap())
    });
    let begun = Instant::now();
    while run_on(&server, "SELECT 1").is_err() && begun.elapsed() < Duration::from_secs(30) {
        thread::sleep(Duration::from_millis(50));
    }
    let recoveries = server.log().matches("automatic recovery in progress").count();
    println!("{crashes} crashes, {recoveries} recoveries, taken {taken:?}");
    assert!(recoveries >= 2, "{}", server.log());
    race.is_won(&taken);
}

#[test]
fn an_engine_finds_out_what_became_of_a_commit_whose_answer_was_lost() {
    for what in
        [AtCommit::CutBefore, AtCommit::CutAfter, AtCommit::Silence, AtCommit::Swallowed, AtCommit::Spoil]
    {
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
