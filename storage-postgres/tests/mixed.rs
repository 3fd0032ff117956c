//! A release at work while the next one brings its tables, columns and indexes in.

use crate::server::{new_schema, opened, options, run, server};
use crate::support::dump::journal_of;
use crate::tables::{Draft, LINES, ORDERS, SCHEMA, key, stored};
use paywright::id::BooksId;
use paywright::storage::{
    Batch, FieldSpec, Index, Kind, Reader, Rows, Schema, Stamp, Storage, StorageError, Table, TableChanges,
    Upkeep, Value,
};
use paywright::{
    AccountId, AccountKey, Books, Currency, Engine, FreezeAccount, OpenAccount, PageOf, Purpose, RaiseRules,
    RegisterUser, Timestamp, UnfreezeAccount, User,
};
use paywright_postgres::{Access, PostgresOptions, PostgresStorage};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(60);

const fn field(number: u16, name: &'static str, columns: &'static [(&'static str, Kind)]) -> FieldSpec {
    FieldSpec { number, name, doc: "", type_name: "", columns, nullable: number == 1 || number > 2 }
}

/// The orders of the next release: a note more, and an index more.
static ORDERS_2: Table = Table {
    fields: &[
        field(0, "id", &[("", Kind::Id)]),
        field(1, "reference", &[("", Kind::Text)]),
        field(2, "amount", &[("", Kind::Int)]),
        field(3, "note", &[("", Kind::Text)]),
    ],
    indexes: &[
        Index { name: "by_reference", columns: &["reference"], unique: true },
        Index { name: "by_amount", columns: &["amount"], unique: false },
        Index { name: "by_note", columns: &["note"], unique: false },
    ],
    ..ORDERS
};

static VISITS: Table = Table {
    tag: 4_000,
    name: "visits",
    doc: "",
    fields: &[field(0, "id", &[("", Kind::Id)])],
    indexes: &[],
    upkeep: Upkeep::Journal,
};

const NEXT: Schema = Schema { version: 2, tables: &[&ORDERS_2, &LINES, &VISITS] };

/// Gives an order of the next release a note.
fn note(n: u64, reference: &str, text: &str, from: u64) -> Batch {
    let mut changes = TableChanges::new(&ORDERS_2);
    let mut row = changes.changed.row(Stamp { version: from + 1, changed_at: Timestamp::from_micros(1) });
    row.value(key(n).value());
    row.value(Value::Text(reference));
    row.int(i64::try_from(n).unwrap());
    row.value(Value::Text(text));
    changes.changed_from.push(from);
    Batch { tables: vec![changes], journal: Vec::new() }
}

fn note_of(reader: &dyn Reader, n: u64) -> Option<String> {
    let mut rows = Rows::new(&ORDERS_2);
    reader.load(&ORDERS_2, &[key(n)], &mut rows).unwrap();
    match rows.values(0).nth(3) {
        Some(Value::Text(text)) => Some(text.to_owned()),
        _ => None,
    }
}

fn quoted(schema: &str) -> String {
    format!("\"{}\"", schema.replace('"', "\"\""))
}

#[test]
fn what_the_next_release_wrote_stays_when_the_older_one_changes_the_row() {
    let schema = new_schema();
    let (older, newer) = (opened(&schema), opened(&schema));
    older.migrate(&SCHEMA).unwrap();
    older.commit(&Draft::new().add(1, Some("one")).add(2, Some("two")).batch(), PATIENCE).unwrap();
    newer.migrate(&NEXT).unwrap();
    newer.commit(&note(1, "one", "by the gate", 1), PATIENCE).unwrap();
    newer.commit(&note(2, "two", "at the back", 1), PATIENCE).unwrap();

    older.commit(&Draft::new().change(1, Some("first"), 2).batch(), PATIENCE).unwrap();
    assert_eq!(note_of(&newer, 1).as_deref(), Some("by the gate"));

    // Two that swap what must be unique are written another way, and that keeps it too.
    let swap = Draft::new().change(1, Some("two"), 3).change(2, Some("first"), 2).batch();
    older.commit(&swap, PATIENCE).unwrap();
    assert_eq!(stored(&older, 1), Some((4, Some("two".to_owned()))));
    assert_eq!(stored(&older, 2), Some((3, Some("first".to_owned()))));
    assert_eq!(note_of(&newer, 1).as_deref(), Some("by the gate"));
    assert_eq!(note_of(&newer, 2).as_deref(), Some("at the back"));

    // One that opens now learns that it is too old.
    let late = opened(&schema).migrate(&SCHEMA);
    assert_eq!(late, Err(StorageError::NewerSchema { found: 2, known: 1 }));
    let only_reads = PostgresOptions { access: Access::ReadOnly, ..options(&schema) };
    let late = PostgresStorage::open_with(&server().address(), only_reads).unwrap().migrate(&SCHEMA);
    assert_eq!(late, Err(StorageError::NewerSchema { found: 2, known: 1 }));
}

/// Somebody who reads for long has locks on the tables. The migration waits for them, and those who write do
/// not wait behind the migration.
#[test]
fn who_reads_for_long_delays_a_migration_and_nobody_else() {
    let schema = new_schema();
    let storage = opened(&schema);
    storage.migrate(&SCHEMA).unwrap();
    storage.commit(&Draft::new().add(1, None).batch(), PATIENCE).unwrap();
    let reading = storage.snapshot().unwrap();
    assert_eq!(stored(&*reading, 1), Some((1, None)));
    let is_migrated = AtomicBool::new(false);
    thread::scope(|scope| {
        let migrating = scope.spawn(|| {
            let migrated = opened(&schema).migrate(&NEXT);
            is_migrated.store(true, Ordering::SeqCst);
            migrated
        });
        // Until the migration has waited for the reader, and given way, several times.
        let gave_way = |times: usize| {
            let why = "canceling statement due to lock timeout";
            let begun = Instant::now();
            while server().log().matches(why).count() < times && begun.elapsed() < PATIENCE {
                thread::sleep(Duration::from_millis(20));
            }
        };
        let before = server().log().matches("canceling statement due to lock timeout").count();
        for version in 1..=50 {
            storage.commit(&Draft::new().change(1, None, version).batch(), PATIENCE).unwrap();
            thread::sleep(Duration::from_millis(10));
        }
        gave_way(before + 2);
        assert!(!is_migrated.load(Ordering::SeqCst), "the reader was not waited for");
        assert_eq!(stored(&*reading, 1), Some((1, None)));
        drop(reading);
        migrating.join().unwrap().unwrap();
    });
    assert_eq!(opened(&schema).pending(&NEXT), Ok(Vec::new()));
    assert_eq!(stored(&storage, 1), Some((51, None)));
}

#[test]
fn an_index_that_an_operator_built_before_is_found_and_one_that_is_not_whole_is_not_trusted() {
    let schema = new_schema();
    let storage = opened(&schema);
    storage.migrate(&SCHEMA).unwrap();
    storage.commit(&Draft::new().add(1, Some("one")).add(2, Some("two")).batch(), PATIENCE).unwrap();
    let pending = storage.pending(&NEXT).unwrap();
    let column = pending.iter().find(|ddl| ddl.contains("ADD COLUMN \"note\"")).unwrap();
    let index = pending.iter().find(|ddl| ddl.contains("\"orders_by_note\"")).unwrap();
    assert!(pending.iter().any(|ddl| ddl.starts_with("CREATE TABLE") && ddl.contains("\"visits\"")));
    run(column).unwrap();
    run(&index.replace("INDEX", "INDEX CONCURRENTLY")).unwrap();
    let at = "SELECT oid FROM pg_class WHERE relname = 'orders_by_note' AND relnamespace = \
        (SELECT oid FROM pg_namespace WHERE nspname = 'place')";
    let at = at.replace("'place'", &format!("'{schema}'"));
    let oid = run(&at).unwrap();
    let left = storage.pending(&NEXT).unwrap();
    assert!(!left.iter().any(|ddl| ddl.contains("note")), "{left:?}");

    // Of one whose building broke off the name is there, and not every row.
    run(&format!("UPDATE pg_index SET indisvalid = FALSE WHERE indexrelid = {oid}")).unwrap();
    let Err(StorageError::Unavailable(why)) = storage.migrate(&NEXT) else { panic!("it was trusted") };
    assert!(why.contains("index orders_by_note") && why.contains("is not whole"), "{why}");
    run(&format!("UPDATE pg_index SET indisvalid = TRUE WHERE indexrelid = {oid}")).unwrap();
    storage.migrate(&NEXT).unwrap();
    assert_eq!(run(&at), Ok(oid), "it was built again");

    // One that should be unique and is not lets two rows have one value.
    run(&format!(
        "DROP INDEX {0}.orders_by_reference; CREATE INDEX orders_by_reference ON {0}.orders(reference)",
        quoted(&schema)
    ))
    .unwrap();
    let Err(StorageError::Corrupt(corrupt)) = storage.migrate(&NEXT) else { panic!("it was trusted") };
    assert!(corrupt.what.contains("orders_by_reference is no unique index"), "{corrupt}");
}

/// An engine's tables as a next release may have them: one table more, and the accounts with a column and an
/// index more.
fn of_the_next_release() -> Schema {
    let now = paywright::schema();
    let accounts = *now.tables.iter().find(|table| table.name == "accounts").unwrap();
    let known = accounts.fields.iter().map(|known| FieldSpec {
        number: known.number,
        name: known.name,
        doc: known.doc,
        type_name: known.type_name,
        columns: known.columns,
        nullable: known.nullable,
    });
    let fields: Vec<FieldSpec> = known.chain([field(99, "note", &[("", Kind::Text)])]).collect();
    let known = accounts.indexes.iter();
    let known = known.map(|known| Index { name: known.name, columns: known.columns, unique: known.unique });
    let more = Index { name: "by_note", columns: &["note"], unique: false };
    let indexes: Vec<Index> = known.chain([more]).collect();
    let (fields, indexes) = (fields.leak(), indexes.leak());
    let next: &Table = Box::leak(Box::new(Table { fields, indexes, ..*accounts }));
    let tables = now.tables.iter().map(|table| if *table == accounts { next } else { *table });
    let tables: Vec<&Table> = tables.chain([&VISITS]).collect();
    Schema { version: now.version + 1, tables: tables.leak() }
}

/// Freezes and thaws wallets, one a command, until it is over; answers how many commands were accepted.
fn works(engine: &Engine, wallets: &[AccountId], is_over: &AtomicBool, done: &AtomicU32) {
    while !is_over.load(Ordering::SeqCst) {
        for wallet in wallets {
            engine.execute(FreezeAccount::new(*wallet)).unwrap();
            engine.execute(UnfreezeAccount::new(*wallet)).unwrap();
            done.fetch_add(2, Ordering::SeqCst);
        }
    }
}

#[test]
fn an_engine_works_on_while_the_next_release_migrates_and_after_it() {
    let schema = new_schema();
    let engine = Engine::new(opened(&schema)).unwrap();
    let wallets: Vec<AccountId> = (0..5)
        .map(|n| {
            let user = engine.request(RegisterUser::new(format!("user {n}"))).key(format!("{n}")).execute();
            let wallet = AccountKey::user(user.unwrap().id, Purpose::Wallet, Currency::EUR);
            engine.execute(OpenAccount::new(wallet.clone())).unwrap();
            wallet.id()
        })
        .collect();
    let (is_over, done) = (AtomicBool::new(false), AtomicU32::new(0));
    let works_on = || {
        let (begun, before) = (Instant::now(), done.load(Ordering::SeqCst));
        while done.load(Ordering::SeqCst) < before + 40 && begun.elapsed() < PATIENCE {
            thread::sleep(Duration::from_millis(10));
        }
        assert!(done.load(Ordering::SeqCst) >= before + 40, "it no longer works");
    };
    let accounts = format!("{}.accounts", quoted(&schema));
    let noted = format!("SELECT count(*) FROM {accounts} WHERE note = 'of the next release'");
    thread::scope(|scope| {
        let working = scope.spawn(|| works(&engine, &wallets, &is_over, &done));
        works_on();
        opened(&schema).migrate(&of_the_next_release()).unwrap();
        works_on();
        run(&format!("UPDATE {accounts} SET note = 'of the next release'")).unwrap();
        works_on();
        is_over.store(true, Ordering::SeqCst);
        working.join().unwrap();
    });
    assert_eq!(run(&noted), Ok("5".to_owned()));
    let found = engine.verify(&[]).unwrap();
    assert!(found.is_clean(), "{found:?}");
    let late = Engine::new(opened(&schema)).unwrap_err();
    assert_eq!(late.code(), "newer_schema", "{late}");
}

const OLDER: &str = "PAYWRIGHT_OLDER";

/// A process of the older release: it registers users until it is told that it may not any more, and says how
/// many there are of it. Does nothing in a process that nobody told.
#[test]
fn the_work_of_the_older_release() {
    let Ok(told) = std::env::var(OLDER) else { return };
    let [address, schema, which] = told.split('\n').collect::<Vec<_>>().try_into().unwrap();
    let engine = Engine::new(PostgresStorage::open_with(address, options(schema)).unwrap()).unwrap();
    for nth in 0.. {
        let name = format!("{which} {nth}");
        while let Err(error) = engine.request(RegisterUser::new(&name)).key(&name).execute() {
            if error.code() == "rules_version_too_old" {
                assert!(engine.get::<Books>(BooksId::ONLY).unwrap().is_some(), "it goes on reading");
                return println!("registered {nth}.");
            }
            assert!(error.is_retryable(), "{error}");
        }
    }
}

/// Starts one, and lets it say what it has to say.
fn older(schema: &str, which: usize) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "--nocapture", "mixed::the_work_of_the_older_release"]);
    command.env(OLDER, format!("{}\n{schema}\n{which}", server().address()));
    command.stdout(Stdio::piped()).spawn().unwrap()
}

#[test]
fn rules_are_raised_by_a_command_while_processes_of_the_older_release_work() {
    let schema = new_schema();
    let next = Engine::new(opened(&schema)).unwrap().knowing(2);
    next.execute(RaiseRules::new(1)).unwrap();
    let mut children: Vec<Child> = (0..3).map(|which| older(&schema, which)).collect();
    let has_begun = |which: usize| {
        let users = next.list::<User>(&PageOf { limit: 1_000, ..PageOf::ALL }).unwrap().items;
        users.iter().any(|user| user.reference == format!("{which} 3"))
    };
    let begun = Instant::now();
    while !(0..3).all(has_begun) {
        assert!(begun.elapsed() < PATIENCE, "they do not begin");
        thread::sleep(Duration::from_millis(5));
    }
    // The next release brings a table, works beside the older one, and raises the rules.
    let (now, visits) = (paywright::schema(), &VISITS as &'static Table);
    let tables: Vec<_> = now.tables.iter().copied().chain([visits]).collect();
    opened(&schema).migrate(&Schema { version: now.version + 1, tables: tables.leak() }).unwrap();
    next.request(RegisterUser::new("beside them")).key("beside").execute().unwrap();
    while let Err(error) = next.request(RaiseRules::new(2)).key("raise").execute() {
        assert!(error.is_retryable(), "{error}");
    }
    let registered = children.drain(..).map(|child| {
        let ended = child.wait_with_output().unwrap();
        let told = String::from_utf8(ended.stdout).unwrap();
        assert!(ended.status.success(), "{told}");
        let count = told.split("registered ").nth(1).and_then(|rest| rest.split('.').next());
        count.and_then(|count| count.parse::<usize>().ok()).unwrap_or_else(|| panic!("{told}"))
    });
    let registered = registered.sum::<usize>();
    next.request(RegisterUser::new("by the new rules")).key("new").execute().unwrap();
    // Each entry says in its fifth byte by which rules it was decided.
    let entries = journal_of(&opened(&schema));
    let by = |rules: u8| entries.iter().filter(|entry| entry.bytes[4] == rules).count();
    assert_eq!((by(1), by(2)), (registered + 2, 1), "what raises them was decided by the old ones");
    assert!(next.verify(&[]).unwrap().is_clean());
}
