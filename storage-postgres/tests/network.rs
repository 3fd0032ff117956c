//! Connections that end, before, at and after COMMIT.

use crate::proxy::{AtCommit, Proxy};
use crate::server::{new_schema, opened, options, run};
use crate::tables::{Draft, SCHEMA, stored};
use paywright::storage::{CommitError, Storage, StorageError};
use paywright_postgres::{PostgresOptions, PostgresStorage};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(60);

struct Shop {
    proxy: Proxy,
    storage: PostgresStorage,
    /// Another storage on the same data, without anybody between.
    direct: PostgresStorage,
}

fn shop() -> Shop {
    let (proxy, schema) = (Proxy::start(), new_schema());
    let direct = opened(&schema);
    direct.migrate(&SCHEMA).unwrap();
    let options = PostgresOptions { answer_within: Duration::from_secs(2), ..options(&schema) };
    let storage = PostgresStorage::open_with(&proxy.address(), options).unwrap();
    storage.commit(&Draft::new().add(1, Some("first")).batch(), PATIENCE).unwrap();
    Shop { proxy, storage, direct }
}

fn commit(shop: &Shop, n: u64) -> Result<(), CommitError> {
    shop.storage.commit(&Draft::new().add(n, None).change(1, None, 1).batch(), Duration::from_millis(700))
}

#[test]
fn a_connection_that_ends_at_commit_leaves_the_fate_unknown() {
    for (what, is_there) in [(AtCommit::CutBefore, false), (AtCommit::CutAfter, true)] {
        let shop = shop();
        shop.proxy.at_commit(what);
        let answer = commit(&shop, 2);
        let Err(CommitError::Unknown(why)) = &answer else { panic!("{what:?}: {answer:?}") };
        assert!(why.contains("127.0.0.1") && !why.contains("throw-away"), "{why}");
        assert_eq!(stored(&shop.direct, 2).is_some(), is_there, "{what:?}");
        assert_eq!(stored(&shop.direct, 1).unwrap().0, if is_there { 2 } else { 1 });
        // The storage goes on with another connection.
        assert_eq!(stored(&shop.storage, 2).is_some(), is_there);
        shop.storage.commit(&Draft::new().add(3, None).batch(), PATIENCE).unwrap();
    }
}

/// Whatever the network does and whenever, the answer is true and comes in time; and it is whole.
#[test]
fn cut_late_or_gone_before_at_and_after_commit_every_answer_is_true_and_in_time() {
    // Beyond the patience of a commit, and beyond the last word that is awaited after it.
    let (late, too_late) = (Duration::from_millis(900), Duration::from_secs(40));
    let before = |proxy: &Proxy, what| proxy.at_begin(what);
    let at = |proxy: &Proxy, what| proxy.at_commit(what);
    type When = fn(&Proxy, AtCommit);
    let cases: [(&str, When, AtCommit, &str, bool); 13] = [
        // The connection had been kept, and the server may have gone since: it is tried again on another.
        ("cut before", before, AtCommit::CutBefore, "committed", true),
        ("cut before, answers lost", before, AtCommit::CutAfter, "committed", true),
        ("held up before", before, AtCommit::Held(too_late), "unavailable", false),
        ("answers late before", before, AtCommit::Late(too_late), "unavailable", false),
        ("gone before", before, AtCommit::Swallowed, "unavailable", false),
        ("answers gone before", before, AtCommit::Silence, "unavailable", false),
        ("cut at", at, AtCommit::CutBefore, "unknown", false),
        ("held up at", at, AtCommit::Held(late), "committed", true),
        ("held up too long at", at, AtCommit::Held(too_late), "unknown", false),
        ("gone at", at, AtCommit::Swallowed, "unknown", false),
        ("cut after", at, AtCommit::CutAfter, "unknown", true),
        ("answer late after", at, AtCommit::Late(late), "committed", true),
        ("answer gone after", at, AtCommit::Silence, "unknown", true),
    ];
    for (name, when, what, expected, is_there) in cases {
        let shop = shop();
        when(&shop.proxy, what);
        let begun = Instant::now();
        let answer = match commit(&shop, 2) {
            Ok(()) => "committed",
            Err(CommitError::Unknown(_)) => "unknown",
            Err(CommitError::Storage(StorageError::Unavailable(_))) => "unavailable",
            Err(other) => panic!("{name}: {other}"),
        };
        // Four times as long is what the network takes.
        assert!(begun.elapsed() < Duration::from_secs(10), "{name}: {:?}", begun.elapsed());
        assert_eq!(answer, expected, "{name}");
        // Who gave up leaves no locks behind: after ten seconds the server itself would end such a session.
        let other = Draft::new().change(1, None, if is_there { 2 } else { 1 }).batch();
        assert_eq!(shop.direct.commit(&other, Duration::from_secs(8)), Ok(()), "{name}");
        assert_eq!(stored(&shop.direct, 2).is_some(), is_there, "{name}");
        shop.storage.commit(&Draft::new().add(3, None).batch(), PATIENCE).unwrap();
    }
}

/// Where a transaction came to nothing, the server answers COMMIT that it rolled back, and that is no error.
#[test]
fn a_commit_that_the_server_rolls_back_is_not_taken_for_one() {
    let shop = shop();
    shop.proxy.at_commit(AtCommit::Spoil);
    let answer = commit(&shop, 2);
    assert_eq!(stored(&shop.direct, 2), None);
    let Err(CommitError::Storage(StorageError::Unavailable(why))) = &answer else { panic!("{answer:?}") };
    assert!(why.contains("rolled back"), "{why}");
    commit(&shop, 2).unwrap();
    assert_eq!(stored(&shop.direct, 2), Some((1, None)));
}

#[test]
fn an_answer_to_commit_that_never_comes_is_not_awaited_for_ever() {
    let shop = shop();
    shop.proxy.at_commit(AtCommit::Silence);
    let begun = Instant::now();
    let answer = commit(&shop, 2);
    assert!(matches!(answer, Err(CommitError::Unknown(_))), "{answer:?}");
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    assert!(stored(&shop.direct, 2).is_some());
}

#[test]
fn a_server_that_is_slow_before_commit_is_unavailable_and_nothing_changes() {
    let shop = shop();
    shop.proxy.set_latency(Duration::from_secs(5));
    let begun = Instant::now();
    let answer = commit(&shop, 2);
    let waited = begun.elapsed();
    assert!(matches!(answer, Err(CommitError::Storage(StorageError::Unavailable(_)))), "{answer:?}");
    assert!(waited < Duration::from_secs(4), "{waited:?}");
    let ping = shop.storage.ping();
    let Err(StorageError::Unavailable(why)) = ping else { panic!("{ping:?}") };
    assert!(why.contains("did not answer in time"), "{why}");
    shop.proxy.set_latency(Duration::ZERO);
    assert_eq!(stored(&shop.direct, 2), None);
    // The server rolls back once it has heard that nobody is there.
    shop.storage.commit(&Draft::new().add(2, None).change(1, None, 1).batch(), PATIENCE).unwrap();
}

#[test]
fn after_all_connections_were_lost_reads_and_commits_go_on() {
    let shop = shop();
    let snapshot = shop.storage.snapshot().unwrap();
    shop.proxy.cut_all();
    assert_eq!(stored(&shop.storage, 1).unwrap().0, 1);
    shop.proxy.cut_all();
    commit(&shop, 2).unwrap();
    shop.proxy.cut_all();
    shop.storage.ping().unwrap();
    shop.proxy.cut_all();
    assert_eq!(stored(&*shop.storage.snapshot().unwrap(), 1).unwrap().0, 2);
    // A moment is lost with its connection, and another would be another moment.
    let gone = snapshot.journal(1, 0, 1);
    assert!(matches!(gone, Err(StorageError::Unavailable(_))), "{gone:?}");
}

#[test]
fn more_callers_than_connections_wait_for_one() {
    let schema = new_schema();
    opened(&schema).migrate(&SCHEMA).unwrap();
    let few =
        PostgresOptions { connections: 2, answer_within: Duration::from_millis(300), ..options(&schema) };
    let storage = PostgresStorage::open_with(&crate::server::server().address(), few).unwrap();
    std::thread::scope(|scope| {
        for n in 1..=12 {
            let storage = &storage;
            scope.spawn(move || storage.commit(&Draft::new().add(n, None).batch(), PATIENCE).unwrap());
        }
    });
    let held = [storage.snapshot().unwrap(), storage.snapshot().unwrap()];
    let Err(StorageError::Unavailable(why)) = storage.ping() else { panic!("a third connection") };
    assert!(why.contains("all 2 connections of this storage in use"), "{why}");
    drop(held);
    storage.ping().unwrap();
}

#[test]
fn a_host_may_call_from_within_a_runtime_of_its_own() {
    let shop = shop();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        shop.storage.commit(&Draft::new().add(2, None).batch(), PATIENCE).unwrap();
        assert!(stored(&*shop.storage.snapshot().unwrap(), 2).is_some());
        drop(shop);
    });
}

#[test]
fn sessions_that_an_administrator_ends_are_made_anew() {
    let schema = new_schema();
    opened(&schema).migrate(&SCHEMA).unwrap();
    let address = crate::server::server().address() + "&application_name=to_be_ended";
    let storage = PostgresStorage::open_with(&address, options(&schema)).unwrap();
    let end_all = || {
        let sql = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
             WHERE application_name = 'to_be_ended'";
        assert_ne!(run(sql).unwrap(), "0");
    };
    storage.commit(&Draft::new().add(1, None).batch(), PATIENCE).unwrap();
    end_all();
    storage.commit(&Draft::new().add(2, None).batch(), PATIENCE).unwrap();
    end_all();
    assert!(stored(&storage, 2).is_some());

    // One that waits for a row when its session ends had sent no COMMIT: it waits again, and commits.
    let table = format!("\"{}\".orders", schema.replace('"', "\"\""));
    std::thread::scope(|scope| {
        let holding = format!("BEGIN; UPDATE {table} SET amount = 9; SELECT pg_sleep(5); ROLLBACK");
        let holder = scope.spawn(move || run(&holding));
        let waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' \
             AND application_name = 'to_be_ended'";
        let begun = Instant::now();
        let comes_to = |sql: &str, count: &str| {
            while run(sql) != Ok(count.to_owned()) {
                assert!(begun.elapsed() < PATIENCE, "not {count}: {sql}");
                std::thread::sleep(Duration::from_millis(20));
            }
        };
        comes_to("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(5)%'", "2");
        let waiter = scope.spawn(|| storage.commit(&Draft::new().change(1, None, 1).batch(), PATIENCE));
        comes_to(waiting, "1");
        end_all();
        assert_eq!(waiter.join().unwrap(), Ok(()));
        assert!(holder.join().unwrap().is_ok());
    });
    assert_eq!(stored(&storage, 1).unwrap().0, 2);
}
