//! Hosts that call the engine from inside one of its calls: from their clock, their entropy, and what they
//! are told on the way.

use crate::journal::lines::exported;
use crate::support::clock::TestClock;
use crate::support::trouble::Troubled;
use crate::support::{Shared, World, keyed, on_both};
use paywright::{
    Acceptance, AccountId, AccountsOf, AsOf, Clock, Cut, Engine, Entropy, Error, MemoryStorage, PageOf,
    RegisterUser, Request, SeededEntropy, StatementOf, SystemClock, SystemEntropy, Timestamp, TransferId,
    User, UserId,
};
use std::iter::repeat_with;
use std::ops::ControlFlow::{Break, Continue};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, OnceLock, Weak};
use std::thread::{scope, yield_now};

on_both![
    whatever_a_clock_asks_of_the_engine_is_refused_and_the_call_goes_on,
    whatever_an_entropy_asks_of_the_engine_is_refused_and_the_call_goes_on,
    a_clock_that_is_asked_outside_of_commands_may_not_call_either,
    a_clock_may_not_call_another_engine_or_open_one,
    a_clock_may_ask_a_clock,
    after_a_clock_that_panicked_the_thread_may_call_again,
    other_threads_are_answered_while_a_clock_takes_its_time,
    between_the_steps_of_a_long_call_the_engine_may_be_asked,
    an_import_is_read_on_the_way_but_takes_no_command,
];

type Call = (&'static str, fn(&Engine) -> Result<(), Error>);

/// What changes something.
const WRITES: &[Call] = &[
    ("execute", |engine| engine.execute(user("inner")).map(drop)),
    ("batch", |engine| engine.batch([user("inner").into()]).remove(0).map(drop)),
    ("atomic", |engine| engine.atomic([user("inner").into()]).map(drop)),
    ("preview", |engine| engine.preview(user("inner")).map(drop)),
    ("bulk", |engine| {
        // It would never end.
        let done = engine.bulk(repeat_with(|| user("inner").into()), 2, |_| Continue(()));
        assert!(done.results.is_empty());
        done.ended_early.map_or(Ok(()), Err)
    }),
    ("import", |engine| engine.import([Ok("no line".to_owned())], |_| Continue(())).map(drop)),
];

/// What only reads, or would have to read first.
const READS: &[Call] = &[
    ("get", |engine| engine.get::<User>(UserId::derived("u")).map(drop)),
    ("list", |engine| engine.list::<User>(&PageOf::ALL).map(drop)),
    ("transfer", |engine| engine.transfer(TransferId::derived("t")).map(drop)),
    ("cut", |engine| engine.cut().map(drop)),
    ("accounts", |engine| engine.accounts(&AccountsOf::ALL).map(drop)),
    ("balance", |engine| engine.balance(AccountId::derived("a")).map(drop)),
    ("balance_as_of", |engine| {
        engine.balance_as_of(AccountId::derived("a"), AsOf::Cut(&Cut::START)).map(drop)
    }),
    ("statement", |engine| engine.statement(&StatementOf::new(AccountId::derived("a"))).map(drop)),
    ("trial_balance", |engine| engine.trial_balance().map(drop)),
    ("trial_balance_at", |engine| engine.trial_balance_at(&Cut::START).map(drop)),
    ("feed", |engine| engine.feed(&Cut::START, 10).map(drop)),
    ("export", |engine| engine.export().map(drop)),
    ("verify", |engine| engine.verify(&[]).map(drop)),
    ("verify_with", |engine| engine.verify_with(&[], |_| Break(())).map(drop)),
    ("written_until", |engine| engine.written_until().map(drop)),
    ("claim", |engine| engine.claim("worker", 10, 60).map(drop)),
    ("recover", |engine| engine.recover("worker").map(drop)),
    ("tick", |engine| engine.tick().map(drop)),
    ("forget_keys", |engine| engine.forget_keys(Timestamp::default(), |_| Continue(())).map(drop)),
];

fn user(name: &str) -> RegisterUser {
    RegisterUser { id: Some(UserId::derived(name)), ..RegisterUser::new(name) }
}

type Deed = dyn Fn(&Engine) -> Result<(), Error> + Send + Sync;

/// A host that calls the engine where it must not: what it asks there, and what it was answered.
struct Host {
    engine: OnceLock<Weak<Engine>>,
    time: TestClock,
    in_clock: Mutex<Option<Arc<Deed>>>,
    in_entropy: Mutex<Option<Arc<Deed>>>,
    heard: Mutex<Vec<Result<(), Error>>>,
}

struct ItsClock(Arc<Host>);
struct ItsEntropy(Arc<Host>);

impl Clock for ItsClock {
    fn now(&self) -> Timestamp {
        self.0.calls(&self.0.in_clock);
        self.0.time.reads()
    }
}

impl Entropy for ItsEntropy {
    fn bits(&self, lane: u16, sequence: u64) -> u64 {
        self.0.calls(&self.0.in_entropy);
        SeededEntropy(World::SEED + 7).bits(lane, sequence)
    }
}

impl Host {
    fn on(world: &World, storage: Shared) -> (Arc<Self>, Arc<Engine>) {
        let host = Arc::new(Self {
            engine: OnceLock::new(),
            time: world.clock.clone(),
            in_clock: Mutex::default(),
            in_entropy: Mutex::default(),
            heard: Mutex::default(),
        });
        let (clock, entropy) = (ItsClock(Arc::clone(&host)), ItsEntropy(Arc::clone(&host)));
        let engine = Arc::new(Engine::with(storage, clock, entropy).unwrap());
        host.engine.set(Arc::downgrade(&engine)).unwrap();
        (host, engine)
    }

    fn of(world: &World) -> (Arc<Self>, Arc<Engine>) {
        Self::on(world, world.storage.clone())
    }

    fn calls(&self, place: &Mutex<Option<Arc<Deed>>>) {
        let deed = place.lock().unwrap().clone();
        if let (Some(deed), Some(engine)) = (deed, self.engine.get().and_then(Weak::upgrade)) {
            let answer = deed(&engine);
            self.heard.lock().unwrap().push(answer);
        }
    }

    fn in_clock(&self, deed: impl Fn(&Engine) -> Result<(), Error> + Send + Sync + 'static) {
        *self.in_clock.lock().unwrap() = Some(Arc::new(deed));
    }

    fn in_entropy(&self, deed: impl Fn(&Engine) -> Result<(), Error> + Send + Sync + 'static) {
        *self.in_entropy.lock().unwrap() = Some(Arc::new(deed));
    }

    /// It was answered, and always this; from now on it calls nothing.
    #[track_caller]
    fn was_refused(&self, call: &str) -> Error {
        (*self.in_clock.lock().unwrap(), *self.in_entropy.lock().unwrap()) = (None, None);
        let heard = std::mem::take(&mut *self.heard.lock().unwrap());
        let first = heard.first().unwrap_or_else(|| panic!("{call}: nothing was asked")).clone();
        let error = first.expect_err(call);
        assert_eq!(error.code(), "reentrant_call", "{call}: {error}");
        assert!(heard.iter().all(|answer| answer.as_ref() == Err(&error)), "{call}: {heard:?}");
        error
    }
}

/// What a command from inside of a clock is answered.
pub fn from_a_clock(world: &World) -> Error {
    let (host, engine) = Host::of(world);
    host.in_clock(|engine| engine.execute(user("inner")).map(drop));
    engine.execute(user("outer")).unwrap();
    host.was_refused("execute")
}

/// A command goes on as if its host had asked nothing.
#[track_caller]
fn goes_on(world: &World, engine: &Engine, name: &str) {
    let before = world.dump();
    let outer = engine.request(RegisterUser::new(name)).key(name).answer().unwrap();
    assert_eq!(outer.acceptance, Acceptance::New);
    assert_eq!(world.dump().journal.len(), before.journal.len() + 1, "{name}: and nothing else happened");
    assert_eq!(world.engine.get::<User>(UserId::derived("inner")).unwrap(), None);
}

fn whatever_a_clock_asks_of_the_engine_is_refused_and_the_call_goes_on(world: &World) {
    let (host, engine) = Host::of(world);
    for (call, deed) in WRITES.iter().chain(READS) {
        host.in_clock(deed);
        goes_on(world, &engine, call);
        host.was_refused(call);
    }
}

fn whatever_an_entropy_asks_of_the_engine_is_refused_and_the_call_goes_on(world: &World) {
    let (host, engine) = Host::of(world);
    for (call, deed) in WRITES.iter().chain(READS) {
        host.in_entropy(deed);
        goes_on(world, &engine, call);
        host.was_refused(call);
    }
}

fn a_clock_that_is_asked_outside_of_commands_may_not_call_either(world: &World) {
    let (host, engine) = Host::of(world);
    let outer: [Call; 3] = [
        ("now", |engine| {
            let _ = engine.now();
            Ok(())
        }),
        ("tick", |engine| engine.tick().map(drop)),
        ("claim", |engine| engine.claim("worker", 10, 60).map(drop)),
    ];
    let before = world.dump();
    for (name, asks) in outer {
        for (call, deed) in WRITES.iter().chain(READS) {
            host.in_clock(deed);
            asks(&engine).unwrap();
            host.was_refused(&format!("{call} in {name}"));
        }
    }
    before.assert_unchanged(&world.dump());
}

fn a_clock_may_not_call_another_engine_or_open_one(world: &World) {
    let (host, engine) = Host::of(world);
    // They may share a storage, whose turn the one has that asks for the time.
    let other = world.colleague("other").engine;
    host.in_clock(move |_| other.execute(user("inner")).map(drop));
    goes_on(world, &engine, "beside another");
    host.was_refused("another engine");
    let storage = world.storage.clone();
    host.in_clock(move |_| Engine::with(storage.clone(), SystemClock, SystemEntropy).map(drop));
    goes_on(world, &engine, "opens another");
    host.was_refused("opening an engine");
}

fn a_clock_may_ask_a_clock(world: &World) {
    let (host, engine) = Host::of(world);
    let other = world.colleague("other").engine;
    // The other's clock has answered by then; this one still runs.
    host.in_clock(move |engine| {
        assert_eq!(other.now().micros_since(Timestamp::default()), other.now().as_micros());
        engine.cut().map(drop)
    });
    goes_on(world, &engine, "by two clocks");
    host.was_refused("a call behind another clock's answer");
}

fn after_a_clock_that_panicked_the_thread_may_call_again(world: &World) {
    let (host, engine) = Host::of(world);
    host.in_clock(|_| panic!("the clock is broken"));
    let broken = catch_unwind(AssertUnwindSafe(|| engine.execute(user("outer"))));
    assert!(broken.is_err());
    *host.in_clock.lock().unwrap() = None;
    assert_eq!(engine.get::<User>(UserId::derived("outer")).unwrap(), None);
    engine.execute(user("outer")).unwrap();

    // What an entropy panics with is contained.
    host.in_entropy(|_| panic!("the dice are broken"));
    assert_eq!(engine.request(RegisterUser::new("dice")).key("dice").answer().unwrap_err().code(), "bug");
    *host.in_entropy.lock().unwrap() = None;
    goes_on(world, &engine, "dice");
}

fn other_threads_are_answered_while_a_clock_takes_its_time(world: &World) {
    let (host, engine) = Host::of(world);
    let (reaches, reached) = channel();
    let (go, goes) = channel::<()>();
    let (stands, goes) = (Mutex::new(Some(reaches)), Mutex::new(goes));
    host.in_clock(move |engine| {
        if let Some(reaches) = stands.lock().unwrap().take() {
            reaches.send(()).unwrap();
            goes.lock().unwrap().recv().unwrap();
        }
        engine.cut().map(drop)
    });
    let engine = &*engine;
    scope(|scope| {
        let outer = scope.spawn(|| engine.execute(user("outer")));
        reached.recv().unwrap();
        // That thread is inside of its clock. Here the engine is read at once, and a command waits its turn.
        assert_eq!(engine.get::<User>(UserId::derived("outer")).unwrap(), None);
        let second = scope.spawn(|| engine.execute(user("second")));
        while engine.waiting() == 0 {
            assert!(!second.is_finished(), "it did not wait");
            yield_now();
        }
        go.send(()).unwrap();
        outer.join().unwrap().unwrap();
        second.join().unwrap().unwrap();
    });
    host.was_refused("cut");
}

#[test]
fn the_clock_of_a_caller_that_waits_may_not_call_either() {
    let storage = Troubled::new();
    let world = World::on(storage.shared(), "host").unwrap();
    let (host, engine) = Host::on(&world, storage.shared());
    let (reaches, reached) = channel();
    let (go, goes) = channel::<()>();
    storage.before_commit(move || {
        reaches.send(()).unwrap();
        goes.recv().unwrap();
    });
    let engine = &*engine;
    scope(|scope| {
        let leader = scope.spawn(|| engine.execute(user("leader")));
        reached.recv().unwrap();
        host.in_clock(|engine| engine.execute(user("inner")).map(drop));
        // With a deadline, so it looks at the clock while it waits.
        let deadline = world.clock.reads().plus_seconds(3_600);
        let waits = scope.spawn(move || engine.request(user("waits")).deadline(deadline).execute());
        while host.heard.lock().unwrap().is_empty() {
            assert!(!waits.is_finished(), "it did not look at the clock");
            yield_now();
        }
        go.send(()).unwrap();
        leader.join().unwrap().unwrap();
        waits.join().unwrap().unwrap();
    });
    host.was_refused("execute");
    assert_eq!(world.engine.get::<User>(UserId::derived("inner")).unwrap(), None);
    world.check();
}

#[test]
fn a_storage_that_calls_its_engine_is_refused_too() {
    let storage = Troubled::new();
    let world = World::on(storage.shared(), "host").unwrap();
    let (host, engine) = Host::on(&world, storage.shared());
    let (heard, asked) = (Arc::clone(&host), Arc::downgrade(&engine));
    storage.before_commit(move || {
        let answer = asked.upgrade().unwrap().execute(user("inner")).map(drop);
        heard.heard.lock().unwrap().push(answer);
    });
    goes_on(&world, &engine, "outer");
    host.was_refused("execute");
    world.check();
}

fn between_the_steps_of_a_long_call_the_engine_may_be_asked(world: &World) {
    let engine = &world.engine;
    let register = |kind: &str, n: u64| {
        let name = format!("{kind}-{n}");
        engine.request(RegisterUser::new(&name)).key(&name).execute().unwrap();
        assert!(engine.feed(&Cut::START, 10).is_ok());
    };
    let mut asked = 0;
    let requests = (0..2_500).map(|n: u64| {
        if n.is_multiple_of(1_000) {
            register("iterator", n);
        }
        keyed(&format!("u{n}"), RegisterUser::new(format!("u{n}")))
    });
    let bulk = engine.bulk(requests, 1_000, |progress| {
        register("bulk", progress.done);
        asked += 1;
        Continue(())
    });
    assert_eq!((bulk.results.len(), bulk.ended_early, asked), (2_500, None, 3));

    let told = |kind: &'static str, asked: &mut u32, done| {
        register(kind, done);
        *asked += 1;
        Continue(())
    };
    let mut asked = 0;
    let verified = engine.verify_with(&[], |progress| told("verify", &mut asked, progress.done)).unwrap();
    assert!(verified.is_clean() && asked > 0);

    let mut asked = 0;
    world.clock.moves(40 * 86_400);
    let before = world.clock.reads().plus_seconds(-35 * 86_400);
    let forgotten = engine.forget_keys(before, |progress| told("forget", &mut asked, progress.done)).unwrap();
    assert!(forgotten >= 2_500 && asked > 0);

    let mut export = engine.export().unwrap();
    assert!(export.all(|line| {
        register("export", line.as_ref().unwrap().len() as u64);
        line.is_ok()
    }));
}

fn an_import_is_read_on_the_way_but_takes_no_command(world: &World) {
    world.user("customer");
    let lines = exported(&world.engine);
    let copy = Engine::with(MemoryStorage::new(), world.clock.clone(), SeededEntropy(1)).unwrap();
    let mut asked = [0, 0];
    let [of_lines, of_progress] = &mut asked;
    let may_read = |asked: &mut i32| {
        for (call, deed) in WRITES {
            assert_eq!(deed(&copy).expect_err(call).code(), "reentrant_call", "{call}");
        }
        let key: Request = keyed("k", RegisterUser::new("by key"));
        assert_eq!(copy.batch([key]).remove(0).unwrap_err().code(), "reentrant_call");
        assert!(copy.list::<User>(&PageOf::ALL).is_ok() && copy.cut().is_ok() && copy.waiting() == 0);
        // Another engine is another matter.
        *asked += 1;
        world.user(&format!("read on the way {}", world.dump().journal.len()));
    };
    let taken = lines.iter().map(|line| {
        may_read(of_lines);
        Ok(line.clone())
    });
    let imported = copy.import(taken, |_| {
        may_read(of_progress);
        Continue(())
    });
    assert_eq!(imported.unwrap().entries, lines.len() as u64 - 2);
    assert!(asked.iter().all(|times| *times > 0), "{asked:?}");
    assert_eq!(exported(&copy), lines);
    // When it has ended, it takes commands again.
    copy.execute(user("inner")).unwrap();
}
