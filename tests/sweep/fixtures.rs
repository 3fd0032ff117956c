//! A database of each schema that was ever released: what is opened today was written then.
//!
//! `PAYWRIGHT_FIXTURE=1` writes that of today's schema, which must be done only until it is released.

use crate::examples::{Example, fill};
use crate::scene::Stage;
use crate::support::dump::rows_of;
use crate::support::shop::{CARDS, pence};
use crate::support::{Backend, Shared, World};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use paywright::journal::Lane;
use paywright::machine::Word;
use paywright::{
    AccountKey, Answer, AnyCommand, CaptureMode, CommandSpec, Merchant, MerchantState, Method, NewTransfer,
    OpenAccount, Outcome, PageOf, PaymentState, PlaceOrder, PostTransfers, Purpose, StartPayment,
};
use paywright_sqlite::{SqliteOptions, SqliteStorage, Synchronous};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../storage-sqlite/tests/fixtures")
}

fn opened(file: &Path, name: &'static str) -> World {
    let options = SqliteOptions { synchronous: Synchronous::Normal, ..SqliteOptions::default() };
    let storage = SqliteStorage::open_with(file, options).unwrap();
    let world = World::on(Shared::new(storage), name).unwrap();
    let last = world.engine.written_until().unwrap();
    // The second after it, which is a whole one.
    world.clock.moves(last.micros_since(world.clock.reads()).max(0) / 1_000_000 + 1);
    world
}

fn make(file: &Path) {
    something_of_everything(&opened(file, "first"));
}

/// Each command accepted with each field, on two lanes; and what was answered.
pub fn something_of_everything(world: &World) -> Vec<(&'static CommandSpec, Answer)> {
    let mut answers = Vec::new();
    let mut ask = |example: Example| {
        let answer = world.engine.batch([example.request().key(world.fresh_key())]).remove(0);
        answers.extend(answer.ok().map(|answer| (example.command.spec(), answer)));
    };
    fill(world).into_iter().for_each(&mut ask);
    // Of some examples either one or the other can be done: the second time in the other order.
    let stage = Stage::new(world);
    let mut again: Vec<_> = stage.of_refunds().into_iter().chain(stage.of_authorisations()).collect();
    again.sort_by_key(|example| example.command.spec().name == "increment_authorisation");
    again.into_iter().rev().for_each(ask);
    // No release but the next may write what follows the raising of rules.
    let is_done = |name| name == "raise_rules" || answers.iter().any(|(spec, _)| spec.name == name);
    let undone = AnyCommand::CATALOGUE.iter().map(|spec| spec.name).filter(|name| !is_done(*name));
    assert_eq!(undone.collect::<Vec<_>>(), [""; 0]);
    // Long enough for marks.
    let open = |purpose| world.done(OpenAccount::new(AccountKey::platform(purpose, pence(1).currency()))).id;
    let (expense, loss) = (open(Purpose::PromotionExpense), open(Purpose::Loss));
    let drips: Vec<_> = (0..200).map(|_| NewTransfer::posted(expense, loss, pence(1))).collect();
    world.done(PostTransfers::new(drips));
    let second = world.colleague("second");
    pays(&second);
    pays(world);
    pays(&second);
    world.check();
    answers
}

/// One more payment by card, at the first merchant who sells.
fn pays(world: &World) {
    let merchants: Vec<Merchant> = world.all();
    let seller = merchants.iter().find(|one| one.state == MerchantState::Active).expect("nobody sells");
    let order = world.done(PlaceOrder::new(seller.id, pence(700)));
    let start = StartPayment {
        capture: CaptureMode::Automatic,
        ..StartPayment::new(order.id, Method::channel(CARDS))
    };
    let payment = world.confirmed(start);
    world.observes(world.last_operation(payment.id).id, Outcome::Succeeded);
    assert_eq!(world.payment(payment.id).state, PaymentState::Succeeded);
}

/// What is in a database, line by line.
fn facts(world: &World) -> String {
    let mut facts = String::new();
    for table in paywright::schema().tables {
        facts += &format!("{}: {} rows\n", table.name, rows_of(&world.storage, table).len());
    }
    for line in world.engine.trial_balance().unwrap() {
        let (currency, purpose, sums) = (line.currency.code(), line.purpose.word(), line.figures);
        facts += &format!(
            "{currency} {purpose}: {} debits, {} credits, {} and {} pending\n",
            sums.debits, sums.credits, sums.pending_debits, sums.pending_credits
        );
    }
    let lanes = world.engine.list::<Lane>(&PageOf { limit: 1_000, ..PageOf::ALL }).unwrap().items;
    for Lane { lane, epoch, sequence, hash, last_at, .. } in lanes {
        let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        facts += &format!("lane {}: epoch {epoch}, entry {sequence} of {last_at}, {hash}\n", lane.0);
    }
    facts
}

/// Made today, in one file, and what is in it.
fn made(directory: &Path) -> (PathBuf, String) {
    let (file, whole) = (directory.join("made.db"), directory.join("whole.db"));
    make(&file);
    let facts = facts(&opened(&file, "reader"));
    SqliteStorage::open(&file).unwrap().backup(&whole, |_| ControlFlow::Continue(())).unwrap();
    (whole, facts)
}

#[test]
fn what_is_made_today_is_made_again_and_has_something_of_everything() {
    let directories = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let [(whole, facts), (_, again)] = directories.each_ref().map(|directory| made(directory.path()));
    assert_eq!(facts, again);
    let empty: Vec<&str> = facts.lines().filter(|line| line.ends_with(": 0 rows")).collect();
    assert!(empty.is_empty(), "{empty:?}");
    assert_eq!(facts.lines().filter(|line| line.starts_with("lane ")).count(), 2);
    opened(&whole, "whole").check();
    if std::env::var_os("PAYWRIGHT_FIXTURE").is_some() {
        let name = format!("schema-{}", paywright::schema().version);
        fs::write(folder().join(format!("{name}.txt")), facts).unwrap();
        let file = File::create(folder().join(format!("{name}.db.gz"))).unwrap();
        let mut file = GzEncoder::new(file, Compression::best());
        file.write_all(&fs::read(whole).unwrap()).unwrap();
        file.finish().unwrap();
    }
}

#[test]
fn a_database_of_each_schema_opens_is_sound_can_be_taken_along_and_takes_one_more_payment() {
    let names =
        fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let schemas: BTreeSet<String> =
        names.filter_map(|name| name.strip_suffix(".db.gz").map(str::to_owned)).collect();
    assert!(schemas.contains("schema-1"), "{schemas:?}");
    for schema in schemas {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("copy.db");
        let mut bytes = Vec::new();
        let packed = File::open(folder().join(format!("{schema}.db.gz"))).unwrap();
        GzDecoder::new(packed).read_to_end(&mut bytes).unwrap();
        fs::write(&file, bytes).unwrap();

        let world = opened(&file, "later");
        world.check();
        let facts = facts(&world);
        let known: BTreeSet<&str> = facts.lines().collect();
        let told = fs::read_to_string(folder().join(format!("{schema}.txt"))).unwrap();
        let missing: Vec<&str> = told.lines().filter(|line| !known.contains(line)).collect();
        assert!(missing.is_empty(), "{schema} had {missing:#?}, and now there is\n{facts}");

        let copy = World::new(Backend::Memory);
        copy.engine.import(world.engine.export().unwrap(), |_| ControlFlow::Continue(())).unwrap();
        world.dump().assert_unchanged(&copy.dump());

        let paid = world.engine.trial_balance().unwrap();
        pays(&world);
        assert_ne!(world.engine.trial_balance().unwrap(), paid);
        world.check();
        drop(world);
        opened(&file, "again").check();
    }
}
