//! The border between the packages and the engine: what crosses it, and what comes of bytes and hosts that
//! are not as they should be. The packages' own tests are in Kotlin and Swift.

use minicbor::{Decoder, Encoder};
use paywright_mobile::*;
use proptest::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// What a package writes to register a user of the host: its command is `register_user`.
fn register_user(reference: &str, key: Option<&str>) -> Vec<u8> {
    let spec = paywright::AnyCommand::CATALOGUE.iter().find(|spec| spec.name == "register_user");
    let spec = spec.expect("the command is there");
    let field = spec.fields.iter().find(|field| field.name == "reference").expect("it has a reference");
    let mut out = Encoder::new(Vec::new());
    out.array(3).unwrap().u16(spec.tag).unwrap();
    out.map(1).unwrap().u32(field.number).unwrap().str(reference).unwrap();
    out.encode(key).unwrap();
    out.into_writer()
}

fn in_memory() -> Arc<NativeEngine> {
    NativeEngine::open(opening()).expect("an engine in memory")
}

fn opening() -> Opening {
    Opening { path: None, access: FileAccess::Create, clock: None, entropy: None, seed: None }
}

fn parts(fault: Fault) -> FaultParts {
    let Fault::Failed { parts } = fault;
    parts
}

/// The cut of all lanes: the same where nothing was written.
fn cut(engine: &NativeEngine) -> Vec<u8> {
    engine.question(vec![0x82, 0x06, 0x80]).expect("a cut")
}

#[test]
fn a_command_is_answered_told_and_repeated() {
    let engine = in_memory();
    let asked = register_user("customer-1", Some("first"));
    let told = engine.call(asked.clone()).expect("it is registered");
    let mut answer = Decoder::new(&told);
    assert!(answer.array().unwrap().is_some(), "a user is told as the array of its fields");
    let id = answer.bytes().expect("the first of them is its id").to_vec();
    let text = id_text("usr".to_owned(), id.clone()).expect("a user's id");
    assert_eq!(id_bytes("usr".to_owned(), text).expect("the same"), id);

    let again = engine.answer(asked).expect("a repeat");
    let mut whole = Decoder::new(&again);
    assert_eq!(whole.array().unwrap(), Some(2), "the answer, and whether it was new");
    assert!(again.windows(told.len()).any(|part| part == told), "a repeat is answered the same");
}

#[test]
fn many_are_answered_each_and_refused_each_with_its_family() {
    let engine = in_memory();
    let requests = vec![register_user("customer-1", Some("a")), register_user("customer-2", Some("a"))];
    let outcomes = engine.batch(requests.clone()).expect("two outcomes");
    assert!(matches!(&outcomes[0], Outcome::Answered { .. }), "{:?}", outcomes[0]);
    let Outcome::Failed { parts } = &outcomes[1] else { panic!("one key for two") };
    assert_eq!((parts.kind, parts.family.as_str()), (FaultKind::Refused, "reused"), "{parts:?}");

    let other = in_memory();
    let before = cut(&other);
    let refused = other.atomic(requests).expect_err("all or nothing");
    assert_eq!(self::parts(refused).kind, FaultKind::Refused);
    assert_eq!(cut(&other), before, "and it was nothing");
}

#[test]
fn a_closed_engine_says_so_and_closing_twice_does_nothing() {
    let engine = in_memory();
    engine.let_go();
    engine.let_go();
    assert!(engine.is_closed());
    for fault in [
        engine.call(register_user("customer-1", Some("a"))).expect_err("closed"),
        engine.question(vec![0x82, 0x06, 0x80]).expect_err("closed"),
        engine.verify(None, None).expect_err("closed"),
        engine.check().expect_err("closed"),
    ] {
        let parts = parts(fault);
        assert_eq!((parts.kind, parts.code.as_str()), (FaultKind::Misuse, "closed"), "{parts:?}");
    }
}

/// A clock that stands, and fails while it is told to.
struct Failing {
    micros: AtomicI64,
    fails: AtomicU64,
}

impl HostClock for Failing {
    fn micros(&self) -> Result<i64, HostFault> {
        match self.fails.load(Ordering::SeqCst) {
            0 => Ok(self.micros.fetch_add(1, Ordering::SeqCst)),
            _ => Err(HostFault::Raised { reason: "the battery is empty".to_owned() }),
        }
    }
}

#[test]
fn a_clock_that_fails_is_told_and_harms_nothing() {
    let clock = Arc::new(Failing { micros: AtomicI64::new(1_795_000_000_000_000), fails: AtomicU64::new(0) });
    let engine = NativeEngine::open(Opening { clock: Some(clock.clone()), ..opening() }).expect("an engine");
    engine.call(register_user("customer-1", Some("a"))).expect("a clock that tells the time");
    let before = cut(&engine);
    clock.fails.store(1, Ordering::SeqCst);
    let parts = parts(engine.call(register_user("customer-2", Some("b"))).expect_err("no clock"));
    assert_eq!((parts.kind, parts.reason.as_str()), (FaultKind::Host, "the battery is empty"));
    assert_eq!(cut(&engine), before);
    clock.fails.store(0, Ordering::SeqCst);
    engine.call(register_user("customer-2", Some("b"))).expect("the clock is well again");
}

/// Entropy that fails once, for the request that is its second.
struct Flickering(AtomicU64);

impl HostEntropy for Flickering {
    fn bits(&self, _: u16, sequence: u64) -> Result<u64, HostFault> {
        match self.0.fetch_add(1, Ordering::SeqCst) {
            1 => Err(HostFault::Raised { reason: "the noise was quiet".to_owned() }),
            _ => Ok(sequence),
        }
    }
}

#[test]
fn an_entropy_that_fails_for_one_of_many_takes_nothing_from_the_others() {
    let entropy = Arc::new(Flickering(AtomicU64::new(0)));
    let engine = NativeEngine::open(Opening { entropy: Some(entropy), ..opening() }).expect("an engine");
    let asked = |one: u32| register_user(&format!("customer-{one}"), Some(&format!("key-{one}")));
    let outcomes = engine.batch((1..=3).map(asked).collect()).expect("an outcome each");
    assert!(matches!(&outcomes[0], Outcome::Answered { .. }), "{:?}", outcomes[0]);
    let Outcome::Failed { parts } = &outcomes[1] else { panic!("it had no entropy") };
    assert_eq!((parts.kind, parts.code.as_str()), (FaultKind::Host, "host_failed"), "{parts:?}");
    assert_eq!(parts.reason, "the noise was quiet");
    assert!(matches!(&outcomes[2], Outcome::Answered { .. }), "{:?}", outcomes[2]);
    engine.call(asked(2)).expect("the noise is back");
}

/// A clock that fails once, when it is asked for the time so often.
struct Skipping {
    micros: AtomicI64,
    fails_at: i64,
}

impl HostClock for Skipping {
    fn micros(&self) -> Result<i64, HostFault> {
        match self.micros.fetch_add(1, Ordering::SeqCst) {
            now if now == self.fails_at => {
                Err(HostFault::Raised { reason: "the battery is empty".to_owned() })
            }
            now => Ok(1_795_000_000_000_000 + now),
        }
    }
}

#[test]
fn a_clock_that_fails_anywhere_in_a_batch_leaves_the_books_sound_and_the_keys_safe_to_repeat() {
    let keyed = |one: u32| register_user(&format!("c-{one}"), Some(&format!("key-{one}")));
    let asked = || (1..=4).map(keyed).collect();
    let mut failed = 0;
    for fails_at in 0..20 {
        let clock = Arc::new(Skipping { micros: AtomicI64::new(0), fails_at });
        let Ok(engine) = NativeEngine::open(Opening { clock: Some(clock), ..opening() }) else { continue };
        if let Err(fault) = engine.batch(asked()) {
            assert_eq!(parts(fault).kind, FaultKind::Host);
            failed += 1;
        }
        let again = engine.batch(asked()).expect("the clock is well again");
        assert!(again.iter().all(|one| matches!(one, Outcome::Answered { .. })), "{again:?}");
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("export").to_str().expect("UTF-8").to_owned();
        assert_eq!(engine.export_to(path, None), Ok(4), "failing at {fails_at}");
    }
    assert!(failed > 3, "it was asked {failed} times");
}

/// A progress that goes on so many times.
struct Counting(AtomicU64);

impl HostProgress for Counting {
    fn goes_on(&self, _: u64, _: Option<u64>) -> Result<bool, HostFault> {
        match self.0.fetch_sub(1, Ordering::SeqCst) {
            0 => Ok(false),
            1 => Err(HostFault::Raised { reason: "the screen was turned".to_owned() }),
            _ => Ok(true),
        }
    }
}

#[test]
fn an_export_that_is_stopped_leaves_no_file_and_a_whole_one_makes_the_same_books() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = |name: &str| folder.path().join(name).to_str().expect("a path in UTF-8").to_owned();
    let engine = in_memory();
    let keyed = |one: u32| register_user(&format!("customer-{one}"), Some(&format!("key-{one}")));
    for part in 0..3_u32 {
        let requests = (0..1_000).map(|one| keyed(part * 1_000 + one)).collect();
        engine.batch(requests).expect("a thousand users");
    }
    for (turns, kind, code) in [(0, FaultKind::Misuse, "stopped"), (1, FaultKind::Host, "host_failed")] {
        let stopped = engine.export_to(place("half"), Some(Arc::new(Counting(AtomicU64::new(turns)))));
        let parts = parts(stopped.expect_err("stopped"));
        assert_eq!((parts.kind, parts.code.as_str()), (kind, code), "{parts:?}");
        assert!(!std::path::Path::new(&place("half")).exists());
    }
    let entries = engine.export_to(place("whole"), None).expect("an export");
    let again = parts(engine.export_to(place("whole"), None).expect_err("a file is there"));
    assert_eq!(again.code, "storage_unavailable");

    let copy = in_memory();
    let told = copy.import_from(place("whole"), None).expect("an import");
    let mut imported = Decoder::new(&told);
    imported.array().unwrap();
    assert_eq!(imported.u64().unwrap(), entries);
    assert_eq!(cut(&copy), cut(&engine));

    let other = in_memory();
    let stopped = other.import_from(place("whole"), Some(Arc::new(Counting(AtomicU64::new(2)))));
    assert_eq!(parts(stopped.expect_err("it failed in the middle")).kind, FaultKind::Host);
    assert_ne!(cut(&other), cut(&in_memory()), "what was imported stays");
    other.import_from(place("whole"), None).expect("the same goes on from there");
    assert_eq!(cut(&other), cut(&engine));
}

#[test]
fn a_wallet_moves_by_a_copy_that_only_its_key_opens() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = |name: &str| folder.path().join(name).to_str().expect("a path in UTF-8").to_owned();
    let engine = in_memory();
    engine.call(register_user("customer-1", Some("a"))).expect("it is registered");
    let short = engine.export_sealed_to(place("copy"), "2026".to_owned(), vec![7; 31], None);
    assert_eq!(parts(short.expect_err("no key")).code, "invalid_key");
    let entries = engine.export_sealed_to(place("copy"), "2026".to_owned(), vec![7; 32], None);
    assert_eq!(entries, Ok(1));
    assert_eq!(sealed_key_id(place("copy")), Ok("2026".to_owned()));
    assert_eq!(parts(sealed_key_id(place("none")).expect_err("no file")).code, "storage_unavailable");

    let copy = in_memory();
    let wrong = copy.import_sealed_from(place("copy"), vec![8; 32], None).expect_err("another key");
    assert_eq!(parts(wrong).code, "invalid_seal");
    copy.import_sealed_from(place("copy"), vec![7; 32], None).expect("an import");
    assert_eq!(cut(&copy), cut(&engine));
}

#[test]
fn what_asks_for_a_file_says_that_there_is_none_in_memory() {
    let engine = in_memory();
    assert_eq!(parts(engine.check().expect_err("no file")).code, "in_memory");
    assert_eq!(parts(engine.backup_to("x".to_owned(), None).expect_err("no file")).code, "in_memory");
}

#[test]
fn amounts_rates_and_ids_are_read_by_the_engines_rules() {
    let eur = || "EUR".to_owned();
    assert_eq!(minor_units("18.50".to_owned(), eur()), Ok(1850));
    assert_eq!(minor_units("-0.01".to_owned(), eur()), Ok(-1));
    assert_eq!(exponent("JPY".to_owned()), Ok(0));
    for (amount, currency) in [
        ("18.505", "EUR"),
        ("1e3", "EUR"),
        ("NaN", "EUR"),
        ("", "EUR"),
        ("12 EUR", "EUR"),
        ("1234567890123456789012345678901234567890", "EUR"),
        ("1", "EURO"),
        ("1", ""),
        ("1", "EUR EUR"),
    ] {
        let parts = parts(minor_units(amount.to_owned(), currency.to_owned()).expect_err(amount));
        assert_eq!(parts.kind, FaultKind::Value, "{amount} {currency}: {parts:?}");
    }
    assert!(rate("0.029".to_owned()).is_ok());
    for factor in ["NaN", "1e9", "0.0000000000000000001", "99999999999999999999"] {
        assert_eq!(parts(rate(factor.to_owned()).expect_err(factor)).kind, FaultKind::Value);
    }
    for (prefix, text) in [("usr", "ord_00000000000000000000000001"), ("usr", ""), ("xyz", "usr_1")] {
        let fault = id_bytes(prefix.to_owned(), text.to_owned()).expect_err(text);
        assert_eq!(parts(fault).code, "invalid_id");
    }
    let sums = |sums: &[&str]| sums.iter().map(|sum| (*sum).to_owned()).collect::<Vec<_>>();
    assert_eq!(figures(true, sums(&["10", "3", "1", "2"])), Ok(sums(&["7", "5", "8"])));
    assert_eq!(parts(figures(true, sums(&["10"])).expect_err("four")).kind, FaultKind::Value);
}

#[test]
fn a_device_signs_a_cut_and_what_is_garbage_signs_none() {
    use ring::signature::{Ed25519KeyPair, KeyPair};
    let device = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).expect("a key");
    let key = public_key(device.public_key().as_ref().to_vec()).expect("its public half");
    let engine = in_memory();
    engine.call(register_user("customer-1", Some("a"))).expect("it is registered");
    let cut: String = minicbor::decode(&cut(&engine)).expect("a text");

    let message = cut_message(cut.clone()).expect("what is signed");
    let given = device.sign(&message).as_ref().to_vec();
    let signed = signed_cut(cut.clone(), key.clone(), given.clone()).expect("a signature over it");
    assert_eq!(check_signed_cut(signed.clone(), key.clone()), Ok(cut.clone()));
    assert!(accepted_signature(key.clone(), message, given).expect("the same").starts_with("ed25519:"));

    for garbage in [vec![], vec![0; 64], vec![0x30; 9_000]] {
        let fault = signed_cut(cut.clone(), key.clone(), garbage).expect_err("garbage");
        assert_eq!(parts(fault).code, "invalid_signature");
    }
    assert_eq!(
        parts(check_signed_cut(signed, "ed25519:00".to_owned()).expect_err("no key")).code,
        "invalid_key"
    );
    assert_eq!(parts(public_key(vec![4; 12]).expect_err("no key")).code, "invalid_key");
    assert_eq!(parts(cut_message("no cut".to_owned()).expect_err("no cut")).kind, FaultKind::Misuse);
}

proptest! {
    /// Whatever bytes come in: a fault or an answer, and the process lives.
    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..200), tag in 0_u16..60) {
        let engine = in_memory();
        let mut request = vec![0x82, 0x18, u8::try_from(tag).unwrap_or_default()];
        request.extend_from_slice(&bytes);
        for asked in [bytes.clone(), request] {
            for fault in [engine.call(asked.clone()).err(), engine.question(asked.clone()).err()] {
                let bug = fault.map(parts).filter(|parts| parts.kind == FaultKind::Bug);
                prop_assert!(bug.is_none(), "{bug:?}");
            }
        }
    }

    /// Any question's number with any parts.
    #[test]
    fn any_question_is_answered(number in 0_u8..16, bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
        let engine = in_memory();
        let mut asked = vec![0x82, number];
        asked.extend_from_slice(&bytes);
        let bug = engine.question(asked).err().map(parts).filter(|parts| parts.kind == FaultKind::Bug);
        prop_assert!(bug.is_none(), "{bug:?}");
    }
}
