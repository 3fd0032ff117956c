//! A standby that follows by streaming: what it is good for while the primary lives, and what remains when it
//! dies.

use crate::server::run_on;
use paywright::storage::{Rows, Scan, Storage, StorageError};
use paywright::{
    Acceptance, AccountKey, Currency, Cut, Engine, Error, Money, NewTransfer, OpenAccount, PageOf,
    PostTransfers, Purpose, RegisterUser, StatementOf, User,
};
use paywright_postgres::{Access, PostgresOptions, PostgresStorage};
use paywright_testing::PostgresServer;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(60);

struct Pair {
    primary: PostgresServer,
    standby: PostgresServer,
}

impl Pair {
    fn start(of_standby: &[(&str, &str)]) -> Self {
        let primary = PostgresServer::start(&[("autovacuum", "off")]).unwrap_or_else(|why| panic!("{why}"));
        let standby = primary.standby(of_standby).unwrap_or_else(|why| panic!("{why}"));
        Self { primary, standby }
    }

    fn engine(&self) -> Engine {
        Engine::new(PostgresStorage::open(&self.primary.address()).unwrap()).unwrap()
    }

    fn only_reads(&self) -> PostgresStorage {
        let options = PostgresOptions { access: Access::ReadOnly, ..PostgresOptions::default() };
        PostgresStorage::open_with(&self.standby.address(), options).unwrap()
    }

    /// Whichever of the two takes writes.
    fn whichever_writes(&self) -> PostgresStorage {
        let (one, other) = (self.primary.port(), self.standby.port());
        let hosts = format!("127.0.0.1:{one},127.0.0.1:{other}");
        let address = self.primary.address().replace(&format!("127.0.0.1:{one}"), &hosts);
        PostgresStorage::open(&format!("{address}&target_session_attrs=read-write")).unwrap()
    }

    /// Waits until the standby shows all that the primary has.
    fn catches_up(&self) {
        let at = run_on(&self.primary, "SELECT pg_current_wal_lsn()").unwrap();
        let there = format!("SELECT pg_last_wal_replay_lsn() >= '{at}'");
        holds_at_last(|| run_on(&self.standby, &there) == Ok("t".to_owned()));
    }

    /// From now on the standby receives nothing.
    fn parts(&self) {
        run_on(&self.standby, "ALTER SYSTEM SET primary_conninfo = ''").unwrap();
        run_on(&self.standby, "SELECT pg_reload_conf()").unwrap();
        let receives = "SELECT count(*) FROM pg_stat_wal_receiver";
        holds_at_last(|| run_on(&self.standby, receives) == Ok("0".to_owned()));
    }

    /// The primary ends at once, in the middle of whatever it does.
    fn dies(&self) {
        // The session that asks for it may go first.
        let _ = run_on(
            &self.primary,
            "COPY (SELECT 1) TO PROGRAM 'kill -QUIT $(head -n 1 postmaster.pid); sleep 1'",
        );
        holds_at_last(|| run_on(&self.primary, "SELECT 1").is_err());
    }

    fn promotes(&self) {
        assert_eq!(run_on(&self.standby, "SELECT pg_promote()"), Ok("t".to_owned()));
    }
}

fn holds_at_last(holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < PATIENCE, "it did not come to hold");
        thread::sleep(Duration::from_millis(20));
    }
}

fn registers(engine: &Engine, name: &str) -> Result<User, Error> {
    engine.request(RegisterUser::new(name)).key(name).execute()
}

fn users(engine: &Engine) -> Vec<String> {
    let mut names: Vec<_> =
        engine.list::<User>(&PageOf::ALL).unwrap().items.into_iter().map(|user| user.reference).collect();
    names.sort_unstable();
    names
}

#[test]
fn a_standby_answers_whoever_reads_says_how_stale_it_is_and_takes_no_command() {
    let pair = Pair::start(&[]);
    let engine = pair.engine();
    let anna = registers(&engine, "anna").unwrap();
    let wallet = AccountKey::user(anna.id, Purpose::Wallet, Currency::EUR);
    let bank = AccountKey::platform(Purpose::Bank, Currency::EUR);
    for account in [&wallet, &bank] {
        engine.execute(OpenAccount::new(account.clone())).unwrap();
    }
    let pays = |key: &str| {
        let transfer = NewTransfer::posted(bank.id(), wallet.id(), Money::new(5, Currency::EUR));
        engine.request(PostTransfers::new([transfer])).key(key).execute().unwrap();
    };
    pays("first");
    pair.catches_up();

    let reader = Engine::new(pair.only_reads()).unwrap();
    assert_eq!(reader.get::<User>(anna.id).unwrap(), Some(anna));
    assert_eq!(users(&reader), ["anna"]);
    assert_eq!(reader.balance(wallet.id()).unwrap().unwrap().balance(), 5);
    assert_eq!(reader.statement(&StatementOf::new(wallet.id())).unwrap().unwrap().items.len(), 1);
    let found = reader.verify(engine.cut().unwrap().anchors()).unwrap();
    assert!(found.is_clean(), "{found:?}");
    assert_eq!(engine.behind(&reader.cut().unwrap()).unwrap().entries, 0);

    run_on(&pair.standby, "SELECT pg_wal_replay_pause()").unwrap();
    holds_at_last(|| run_on(&pair.standby, "SELECT pg_get_wal_replay_pause_state()") == Ok("paused".into()));
    let before = engine.now();
    registers(&engine, "ben").unwrap();
    pays("second");
    pays("third");
    assert_eq!(users(&reader), ["anna"]);
    assert_eq!(reader.balance(wallet.id()).unwrap().unwrap().balance(), 5);
    let behind = engine.behind(&reader.cut().unwrap()).unwrap();
    assert_eq!(behind.entries, 3);
    assert!(behind.since.is_some_and(|since| since >= before), "{behind:?}");
    // A part of the books is in order too, and is told from the whole by an anchor alone.
    assert!(reader.verify(&[]).unwrap().is_clean());
    assert!(!reader.verify(engine.cut().unwrap().anchors()).unwrap().is_clean());

    run_on(&pair.standby, "SELECT pg_wal_replay_resume()").unwrap();
    pair.catches_up();
    assert_eq!(engine.behind(&reader.cut().unwrap()).unwrap().entries, 0);
    assert_eq!(reader.balance(wallet.id()).unwrap().unwrap().balance(), 15);

    // Whether the host said that it only reads or not.
    let by_mistake = Engine::new(PostgresStorage::open(&pair.standby.address()).unwrap()).unwrap();
    for engine in [&reader, &by_mistake] {
        let error = registers(engine, "eve").unwrap_err();
        assert_eq!(error.code(), "storage_unavailable", "{error}");
        let why = error.to_string();
        assert!(why.contains("can only be read") && why.contains("commits go to the primary"), "{why}");
    }
    assert_eq!(users(&engine), ["anna", "ben"]);
}

/// What was read of a snapshot on a standby that had to remove rows which the snapshot saw.
#[test]
fn a_moment_that_a_standby_takes_back_is_told_as_such_and_reading_begins_again() {
    let pair = Pair::start(&[("max_standby_streaming_delay", "0")]);
    let engine = pair.engine();
    registers(&engine, "anna").unwrap();
    pair.catches_up();
    let storage = pair.only_reads();
    let reader = Engine::new(pair.only_reads()).unwrap();
    let snapshot = storage.snapshot().unwrap();
    let lanes = paywright::schema().tables.iter().find(|table| table.name == "lanes").copied().unwrap();
    let reads = || {
        let mut rows = Rows::new(lanes);
        snapshot.scan(&Scan::all(lanes, 9), &mut rows).map(|_| rows.len())
    };
    assert_eq!(reads(), Ok(1));
    let begun = Instant::now();
    let mut nth = 0;
    let why = loop {
        // Each commit leaves an older head of the lane behind, which is then removed for good.
        nth += 1;
        registers(&engine, &format!("user {nth}")).unwrap();
        run_on(&pair.primary, "VACUUM paywright.lanes").unwrap();
        pair.catches_up();
        match reads() {
            Ok(seen) => assert_eq!(seen, 1),
            Err(StorageError::Unavailable(why)) => break why,
            Err(other) => panic!("{other}"),
        }
        assert!(begun.elapsed() < PATIENCE, "the moment is still there");
    };
    assert!(why.contains("took back the moment") && why.contains("max_standby_streaming_delay"), "{why}");
    drop(snapshot);
    assert_eq!(storage.snapshot().unwrap().journal(1, 0, 99).unwrap().len(), nth + 1);
    assert_eq!(users(&reader).len(), nth + 1);
}

/// A machine that was switched off refuses nothing: it is silent.
#[test]
fn a_server_that_is_silent_does_not_take_the_time_of_the_one_that_answers() {
    let primary = PostgresServer::start(&[]).unwrap_or_else(|why| panic!("{why}"));
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let here = format!("127.0.0.1:{}", primary.port());
    let both = format!("{},{here}", silent.local_addr().unwrap());
    let address = format!("{}&target_session_attrs=read-write", primary.address().replace(&here, &both));
    let options = PostgresOptions { connections: 1, ..PostgresOptions::default() };
    let engine = Engine::new(PostgresStorage::open_with(&address, options.clone()).unwrap()).unwrap();
    let anna = registers(&engine, "anna").unwrap();
    // Every session is lost, and those that are made anew begin where the last one was found: within the
    // time of a request that would not do to ask the silent one first.
    let ends = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
        WHERE application_name = 'paywright'";
    run_on(&primary, ends).unwrap();
    let soon = engine.now().plus_seconds(4);
    let ben = engine.request(RegisterUser::new("ben")).key("ben").deadline(soon).execute();
    assert_ne!(ben.unwrap().id, anna.id);

    let nobody = format!("{0},{0}", silent.local_addr().unwrap());
    let address = primary.address().replace(&here, &nobody);
    let brief = PostgresOptions { answer_within: Duration::from_secs(2), ..options };
    let Err(StorageError::Unavailable(why)) = PostgresStorage::open_with(&address, brief) else {
        panic!("who answered?")
    };
    assert!(why.contains("cannot be reached") && why.matches("no answer in time").count() == 2, "{why}");
}

#[test]
fn where_no_synchronous_standby_is_left_commits_wait_and_none_is_done_twice() {
    let primary = PostgresServer::start(&[]).unwrap_or_else(|why| panic!("{why}"));
    let engine = Engine::new(PostgresStorage::open(&primary.address()).unwrap()).unwrap();
    registers(&engine, "anna").unwrap();
    let waits_for = |names: &str| {
        run_on(&primary, &format!("ALTER SYSTEM SET synchronous_standby_names = '{names}'")).unwrap();
        run_on(&primary, "SELECT pg_reload_conf()").unwrap();
        let is_so = format!("SELECT current_setting('synchronous_standby_names') = '{names}'");
        holds_at_last(|| run_on(&primary, &is_so) == Ok("t".to_owned()));
    };
    waits_for("gone");
    let deadline = engine.now().plus_seconds(3);
    let answer = thread::scope(|scope| {
        let asking =
            scope.spawn(|| engine.request(RegisterUser::new("ben")).key("ben").deadline(deadline).execute());
        let waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
        holds_at_last(|| run_on(&primary, waits).is_ok_and(|count| count != "0"));
        // Longer than an answer to COMMIT is awaited.
        thread::sleep(Duration::from_secs(6));
        waits_for("");
        asking.join().unwrap()
    });
    // It may have happened, and is not said to have failed.
    if let Err(error) = &answer {
        let code = error.code();
        assert!(code == "outcome_unknown" || code == "deadline_exceeded", "{error}");
        assert!(error.to_string().contains("may have"), "{error}");
    }
    let ben = registers(&engine, "ben").unwrap();
    assert!(answer.is_err() || answer.is_ok_and(|answered| answered.id == ben.id));
    assert_eq!(users(&engine), ["anna", "ben"]);
    assert!(engine.verify(&[]).unwrap().is_clean());
}

/// Asks until somebody answers, who is the primary then.
fn at_last(engine: &Engine, name: &str) -> Result<User, Error> {
    let begun = Instant::now();
    loop {
        match registers(engine, name) {
            Err(error) if error.is_retryable() && begun.elapsed() < PATIENCE => {
                thread::sleep(Duration::from_millis(50));
            }
            answer => return answer,
        }
    }
}

#[test]
fn what_an_asynchronous_standby_had_not_received_is_lost_with_the_primary_and_that_shows() {
    let pair = Pair::start(&[]);
    let outlives = Engine::new(pair.whichever_writes()).unwrap();
    registers(&outlives, "anna").unwrap();
    let elsewhere = pair.engine();
    registers(&elsewhere, "ben").unwrap();
    pair.catches_up();
    let shown: Cut = outlives.cut().unwrap();
    pair.parts();
    for name in ["eve", "kim", "tom"] {
        registers(&outlives, name).unwrap();
    }
    // Kept by somebody else, as a host should.
    let kept = outlives.cut().unwrap().to_string();
    pair.dies();
    let error = registers(&outlives, "zoe").unwrap_err();
    assert!(error.is_retryable(), "while nobody takes writes: {error}");
    pair.promotes();

    // Who remembers what was lost does not go on, however often it is asked.
    for _ in 0..3 {
        let error = at_last(&outlives, "zoe").unwrap_err();
        assert_eq!(error.code(), "journal_forked", "{error}");
    }
    // What is lost is what had not been received, and nothing else.
    let after = Engine::new(pair.whichever_writes()).unwrap();
    assert_eq!(users(&after), ["anna", "ben"]);
    assert!(after.verify(shown.anchors()).unwrap().is_clean());
    let kept: Cut = kept.parse().unwrap();
    assert!(!after.verify(kept.anchors()).unwrap().is_clean());
    assert_eq!(after.behind(&kept).unwrap_err().code(), "journal_forked");
    // Asked again under its key, what was lost is done anew; what was not is answered as it was.
    let again = after.request(RegisterUser::new("eve")).key("eve").answer().unwrap();
    assert_eq!(again.acceptance, Acceptance::New);
    let again = after.request(RegisterUser::new("anna")).key("anna").answer().unwrap();
    assert_eq!(again.acceptance, Acceptance::Replayed);
    assert_eq!(after.behind(&shown).unwrap().entries, 1);
    assert!(after.verify(&[]).unwrap().is_clean());
}

#[test]
fn with_a_synchronous_standby_nothing_that_was_answered_is_lost() {
    let pair = Pair::start(&[]);
    run_on(&pair.primary, "ALTER SYSTEM SET synchronous_standby_names = 'standby'").unwrap();
    run_on(&pair.primary, "SELECT pg_reload_conf()").unwrap();
    let is_synchronous = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'";
    holds_at_last(|| run_on(&pair.primary, is_synchronous) == Ok("1".to_owned()));
    let engines: Vec<Engine> = (0..3).map(|_| Engine::new(pair.whichever_writes()).unwrap()).collect();
    let (is_dead, answers) = (AtomicBool::new(false), AtomicUsize::new(0));
    let answered: Vec<String> = thread::scope(|scope| {
        let workers: Vec<_> = engines
            .iter()
            .enumerate()
            .map(|(n, engine)| {
                let (is_dead, answers) = (&is_dead, &answers);
                scope.spawn(move || {
                    let names = (0..).map(|nth| format!("user {n}/{nth}"));
                    let until_it_dies = names.take_while(|_| !is_dead.load(Ordering::SeqCst));
                    let answered = until_it_dies.filter(|name| registers(engine, name).is_ok());
                    let counted = answered.inspect(|_| {
                        answers.fetch_add(1, Ordering::SeqCst);
                    });
                    counted.collect::<Vec<_>>()
                })
            })
            .collect();
        holds_at_last(|| answers.load(Ordering::SeqCst) > 20);
        pair.dies();
        is_dead.store(true, Ordering::SeqCst);
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    pair.promotes();
    // An answer that was not given may be there as well: the channel of the answers died with the primary.
    let after = Engine::new(pair.whichever_writes()).unwrap();
    for name in &answered {
        let again = after.request(RegisterUser::new(name.clone())).key(name.clone()).answer().unwrap();
        assert_eq!(again.acceptance, Acceptance::Replayed, "{name} of {} is lost", answered.len());
    }
    // Nor is any engine ahead of what is there: all go on.
    for (n, engine) in engines.iter().enumerate() {
        at_last(engine, &format!("later {n}")).unwrap();
    }
    let found = after.verify(&[]).unwrap();
    assert!(found.is_clean(), "{found:?}");
}
