//! Each fault of a storage: what the engine answers, what is in the books then, and what asking again under
//! the same key brings.

use paywright::{
    Acceptance, Answer, Clock, Engine, Error, MemoryStorage, PageOf, RegisterUser, Request, SeededEntropy,
    User, UserId,
};
use paywright_testing::{Faults, FaultyStorage, ManualClock, StorageFault};
use std::time::Duration;

/// An engine over a storage that fails when it is told to, with one user in it; and the storage without its
/// faults.
struct Till {
    engine: Engine,
    faults: Faults,
    clock: ManualClock,
    storage: MemoryStorage,
}

fn opens(faults: &Faults, storage: &MemoryStorage, clock: &ManualClock, seed: u64) -> Engine {
    Engine::with(faults.over(storage.clone()), clock.clone(), SeededEntropy(seed)).unwrap()
}

impl Till {
    fn opens() -> Self {
        let (storage, clock) =
            (MemoryStorage::new(), ManualClock::new("2026-11-23T09:00:00Z".parse().unwrap()));
        let faults = FaultyStorage::over(storage.clone(), 5).faults();
        let engine = opens(&faults, &storage, &clock, 1);
        engine.request(RegisterUser::new("the first")).key("0").execute().unwrap();
        Self { engine, faults, clock, storage }
    }

    /// A second engine on the same data, as another process has one.
    fn colleague(&self) -> Engine {
        opens(&self.faults, &self.storage, &self.clock, 2)
    }

    fn registers(&self) -> Result<Answer<User>, Error> {
        register(&self.engine)
    }

    /// The code of what is answered.
    #[track_caller]
    fn fails(&self) -> &'static str {
        self.registers().unwrap_err().code()
    }

    /// How many users are stored, whatever the engine has in memory. The books are in order.
    #[track_caller]
    fn users(&self) -> usize {
        let look = Engine::with(self.storage.clone(), self.clock.clone(), SeededEntropy(3)).unwrap();
        assert!(look.verify(&[]).unwrap().is_clean());
        look.list::<User>(&PageOf::ALL).unwrap().items.len()
    }

    /// The user is there once, asking again finds it, and life goes on.
    #[track_caller]
    fn ends_well(&self, struck: StorageFault, times: u64) {
        assert_eq!(self.faults.struck(struck), times, "{struck}");
        assert_eq!(self.registers().unwrap().acceptance, Acceptance::Replayed);
        self.engine.request(RegisterUser::new("the next")).key("next").execute().unwrap();
        assert_eq!(self.users(), 3);
    }
}

fn register(engine: &Engine) -> Result<Answer<User>, Error> {
    engine.request(RegisterUser::new("customer")).key("sign-up").answer()
}

#[test]
fn an_unavailable_storage_has_stored_nothing_and_asking_again_does_it() {
    let till = Till::opens();
    till.faults.next(StorageFault::Unavailable);
    assert_eq!((till.fails(), till.users()), ("storage_unavailable", 1));
    assert_eq!(till.registers().unwrap().acceptance, Acceptance::New);
    till.ends_well(StorageFault::Unavailable, 1);
}

#[test]
fn a_commit_whose_answer_is_lost_is_looked_for_and_done_once_whether_it_was_stored_or_not() {
    for fault in [StorageFault::UnknownStored, StorageFault::UnknownLost] {
        let till = Till::opens();
        till.faults.next(fault);
        assert_eq!(till.registers().unwrap().acceptance, Acceptance::New);
        till.ends_well(fault, 1);
    }
}

#[test]
fn while_nothing_can_be_learnt_the_outcome_is_unknown_and_asking_again_settles_it() {
    for (fault, then) in [
        (StorageFault::UnknownStored, Acceptance::Replayed),
        (StorageFault::UnknownLost, Acceptance::New),
        (StorageFault::UnknownLate, Acceptance::Replayed),
        (StorageFault::UnknownFenced, Acceptance::New),
    ] {
        let till = Till::opens();
        till.faults.outage(2);
        till.faults.next(fault);
        assert_eq!(till.fails(), "outcome_unknown", "{fault}");
        // Until it is known, nothing more is written.
        assert_eq!(till.fails(), "storage_unavailable", "{fault}");
        assert_eq!(till.registers().unwrap().acceptance, then, "{fault}");
        till.ends_well(fault, 1);
    }
}

#[test]
fn a_commit_that_arrives_late_is_found_or_fenced_and_done_once() {
    let till = Till::opens();
    till.faults.next(StorageFault::UnknownLate);
    assert_eq!(till.registers().unwrap().acceptance, Acceptance::New);
    assert_eq!(till.faults.on_their_way(), 0);
    till.ends_well(StorageFault::UnknownLate, 1);

    let till = Till::opens();
    till.faults.next(StorageFault::UnknownFenced);
    assert_eq!(till.registers().unwrap().acceptance, Acceptance::New);
    assert_eq!(till.faults.on_their_way(), 0, "it was refused by the fence");
    till.ends_well(StorageFault::UnknownFenced, 1);
}

#[test]
fn conflicts_are_decided_again_and_a_storm_of_them_is_given_up_with_nothing_stored() {
    for fault in [StorageFault::Conflict, StorageFault::SpuriousConflict] {
        let till = Till::opens();
        till.faults.storm(fault, 3);
        assert_eq!(till.registers().unwrap().acceptance, Acceptance::New);
        till.ends_well(fault, 3);

        let till = Till::opens();
        till.faults.storm(fault, 1_000);
        assert_eq!((till.fails(), till.users()), ("contended", 1));
        till.faults.stop();
        assert_eq!(till.registers().unwrap().acceptance, Acceptance::New);
    }
}

#[test]
fn a_slow_storage_is_waited_for_until_the_deadline() {
    let till = Till::opens();
    let clock = till.clock.clone();
    till.faults.wait_by(move |time| clock.advance_seconds(time.as_secs().try_into().unwrap()));
    till.faults.slowness(Duration::from_secs(3));
    till.faults.storm(StorageFault::Slow, 2);
    let in_time = Request::new(RegisterUser::new("customer")).key("sign-up");
    let late = in_time.clone().deadline(till.clock.now().plus_seconds(2));
    let answer = till.engine.batch([late]).remove(0);
    assert_eq!((answer.unwrap_err().code(), till.users()), ("deadline_exceeded", 1));
    assert!(till.engine.batch([in_time]).remove(0).is_ok());
    till.ends_well(StorageFault::Slow, 2);
}

#[test]
fn a_commit_that_is_stored_and_denied_is_noticed_by_its_lane_and_the_key_finds_it() {
    let till = Till::opens();
    till.faults.next(StorageFault::StoredUnavailable);
    assert!(!StorageFault::StoredUnavailable.is_lawful());
    assert_eq!((till.fails(), till.users()), ("storage_unavailable", 2));
    assert_eq!(till.registers().unwrap().acceptance, Acceptance::Replayed);

    // The lane is not where the engine left it. It writes nothing more until it is opened anew.
    till.clock.advance_seconds(1);
    let next = || till.engine.request(RegisterUser::new("the next")).key("next").answer();
    for _ in 0..2 {
        assert_eq!((next().unwrap_err().code(), till.users()), ("journal_forked", 2));
        assert_eq!(till.registers().unwrap().acceptance, Acceptance::Replayed);
    }
    let anew = opens(&till.faults, &till.storage, &till.clock, 1);
    assert_eq!(register(&anew).unwrap().acceptance, Acceptance::Replayed);
    anew.request(RegisterUser::new("the next")).key("next").execute().unwrap();
    assert_eq!(till.users(), 3);
}

#[test]
fn a_storage_out_of_reach_is_answered_as_unavailable_with_nothing_stored() {
    let till = Till::opens();
    till.faults.next(StorageFault::Unreachable);
    assert_eq!((till.fails(), till.users()), ("storage_unavailable", 1));
    assert_eq!(till.registers().unwrap().acceptance, Acceptance::New);
    till.ends_well(StorageFault::Unreachable, 1);
}

/// A user that the first engine made and the second knows nothing of.
fn made_by_a_colleague(till: &Till) -> (Engine, RegisterUser) {
    let user = RegisterUser { id: Some(UserId::derived("u")), ..RegisterUser::new("customer") };
    let second = till.colleague();
    second.request(RegisterUser::new("of the second")).key("second").execute().unwrap();
    till.engine.request(user.clone()).key("sign-up").execute().unwrap();
    (second, user)
}

#[test]
fn rows_that_were_loaded_stale_or_of_two_moments_are_found_out_before_anything_is_answered() {
    for fault in [StorageFault::StaleLoad, StorageFault::MixedLoad] {
        let till = Till::opens();
        let (second, user) = made_by_a_colleague(&till);
        till.faults.storm(fault, 2);
        // As it was, the id was free, and the key not used.
        assert_eq!(
            second.request(user.clone()).key("sign-up").answer().unwrap().acceptance,
            Acceptance::Replayed
        );
        assert_eq!(
            second.request(user.clone()).key("other").answer().unwrap().acceptance,
            Acceptance::Unchanged
        );
        let another = RegisterUser { reference: "somebody else".to_owned(), ..user };
        assert_eq!(second.request(another).key("third").answer().unwrap_err().code(), "id_reused");
        assert!(till.faults.struck(fault) > 0, "{fault}");
        assert_eq!(till.users(), 3);
    }
}

#[test]
fn a_damaged_row_is_named_and_nothing_is_stored() {
    let till = Till::opens();
    let (second, user) = made_by_a_colleague(&till);
    till.faults.next(StorageFault::DamagedRow);
    let another =
        || second.request(RegisterUser { reference: "x".to_owned(), ..user.clone() }).key("x").answer();
    let error = another().unwrap_err();
    assert_eq!((error.code(), error.is_retryable(), till.users()), ("storage_corrupt", false, 3));
    assert!(error.to_string().contains("table "), "{error}");
    assert_eq!(another().unwrap_err().code(), "id_reused");
    assert_eq!(till.faults.struck(StorageFault::DamagedRow), 1);
}

#[test]
fn chance_strikes_the_same_for_the_same_seed_and_every_fault_in_time() {
    let day = |seed| {
        let clock = ManualClock::new("2026-11-23T09:00:00Z".parse().unwrap());
        let (storage, faults) = (MemoryStorage::new(), Faults::new(seed));
        let mut engines = [1, 2].map(|one| opens(&faults, &storage, &clock, one));
        StorageFault::ALL.iter().for_each(|fault| faults.once_in(*fault, 40));
        faults.wait_by(|_| {});
        let mut said = Vec::new();
        for i in 0..1_500_usize {
            let user = RegisterUser::new("customer");
            let key = format!("{}", i / 2);
            let answer = engines[i % 2].request(user).key(key).answer();
            let code = answer.as_ref().err().map(Error::code);
            said.push(code.unwrap_or("accepted"));
            if code == Some("journal_forked") {
                faults.stop();
                engines[i % 2] = opens(&faults, &storage, &clock, 1 + u64::try_from(i % 2).unwrap());
                StorageFault::ALL.iter().for_each(|fault| faults.once_in(*fault, 40));
            }
        }
        faults.stop();
        assert!(engines[0].verify(&[]).unwrap().is_clean());
        (said, faults.counts().collect::<Vec<_>>())
    };
    let (said, counts) = day(7);
    assert!(counts.iter().all(|(_, count)| *count > 0), "{counts:?}");
    assert_eq!((said, counts.clone()), day(7));
    assert_ne!(counts, day(8).1);
}
