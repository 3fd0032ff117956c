//! What an operator is told: sentences with what was asked, what stood in the way and what to do.

use crate::server::{new_schema, opened, options, run, server};
use crate::tables::{Draft, ORDERS, SCHEMA, stored};
use paywright::storage::{CommitError, Reader, Rows, Scan, Storage, StorageError};
use paywright_postgres::{Access, PostgresOptions, PostgresStorage};
use paywright_testing::PostgresServer;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(60);

fn told<T>(answer: Result<T, StorageError>) -> String {
    match answer {
        Err(StorageError::Unavailable(why)) => {
            assert!(!why.contains("throw-away"), "the password is told: {why}");
            why
        }
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was done"),
    }
}

#[test]
fn a_string_that_cannot_be_read_is_not_repeated() {
    // In the last three a sign of the password was not written as % and two digits.
    for bad in [
        "postgres://shop:away@db/shop?throw-away",
        "host=db port=throw-away",
        "throw-away",
        "postgres://shop:p@throw-away@127.0.0.1:1/shop",
        "postgres://shop:p/throw-away@127.0.0.1:1/shop",
        "postgres://shop:p#throw-away@127.0.0.1:1/shop",
    ] {
        let why = told(PostgresStorage::open(bad));
        assert!(why.contains("postgres://user:password@host:5432/database"), "{why}");
    }
    let unknown = told(PostgresStorage::open("postgres://a:throw-away@db/shop?sslmode=sometimes"));
    assert!(unknown.contains("sslmode is disable, prefer, require or verify-full"), "{unknown}");
    let nowhere = told(PostgresStorage::open(""));
    assert!(nowhere.contains("cannot be reached"), "{nowhere}");
    let nameless = PostgresOptions { schema: String::new(), ..PostgresOptions::default() };
    let why = told(PostgresStorage::open_with(&server().address(), nameless));
    assert!(why.contains("a name has 1 to 63 bytes"), "{why}");
}

#[test]
fn a_wrong_password_and_a_missing_database_are_told_apart() {
    let wrong = server().address().replace("throw-away", "throw-awry");
    let why = told(PostgresStorage::open(&wrong));
    assert!(why.contains("refuses this user") && !why.contains("awry"), "{why}");
    let missing = server().address().replace("/postgres?", "/shop?");
    let why = told(PostgresStorage::open(&missing));
    assert!(why.starts_with("database shop at 127.0.0.1:") && why.contains("does not exist"), "{why}");
}

#[test]
fn a_user_without_rights_is_told_which() {
    let schema = new_schema();
    opened(&schema).migrate(&SCHEMA).unwrap();
    opened(&schema).commit(&Draft::new().add(1, Some("one")).batch(), PATIENCE).unwrap();
    let quoted = format!("\"{}\"", schema.replace('"', "\"\""));
    run(&format!(
        "CREATE ROLE reader LOGIN PASSWORD 'throw-away-too'; GRANT USAGE ON SCHEMA {quoted} TO reader; \
         GRANT SELECT ON ALL TABLES IN SCHEMA {quoted} TO reader"
    ))
    .unwrap();
    let address = server().address().replace("paywright:throw-away@", "reader:throw-away-too@");
    let reader = PostgresStorage::open_with(&address, options(&schema)).unwrap();
    reader.migrate(&SCHEMA).unwrap();
    assert_eq!(stored(&reader, 1), Some((1, Some("one".to_owned()))));
    let answer = reader.commit(&Draft::new().add(2, None).batch(), PATIENCE);
    let Err(CommitError::Storage(error)) = answer else { panic!("{answer:?}") };
    let why = told::<()>(Err(error));
    assert!(why.contains("withholds a right") && why.contains("table orders"), "{why}");
    let why = told(PostgresStorage::open_with(&address, options(&new_schema())).unwrap().migrate(&SCHEMA));
    assert!(why.contains("withholds a right"), "{why}");
}

#[test]
fn a_schema_of_another_program_is_left_as_it_is() {
    let schema = new_schema();
    let quoted = format!("\"{}\"", schema.replace('"', "\"\""));
    run(&format!("CREATE SCHEMA {quoted}; CREATE TABLE {quoted}.orders(pizza TEXT)")).unwrap();
    let why = told(opened(&schema).migrate(&SCHEMA));
    assert!(why.contains("a table orders in schema") && why.contains("another program made"), "{why}");
    let tables = format!("SELECT count(*) FROM pg_tables WHERE schemaname = '{schema}'");
    assert_eq!(run(&tables), Ok("1".to_owned()));
}

#[test]
fn a_storage_that_no_engine_opened_says_so() {
    let storage = opened(&new_schema());
    let mut rows = Rows::new(&ORDERS);
    let why = told(storage.scan(&Scan::all(&ORDERS, 1), &mut rows));
    assert!(why.contains("was not opened by an engine of this release yet"), "{why}");
}

#[test]
fn who_only_reads_makes_nothing_and_writes_nothing() {
    let schema = new_schema();
    let open = || {
        let only_read = PostgresOptions { access: Access::ReadOnly, ..options(&schema) };
        PostgresStorage::open_with(&server().address(), only_read).unwrap()
    };
    let why = told(open().migrate(&SCHEMA));
    assert!(why.contains("has no storage in schema Place"), "{why}");
    assert_eq!(run(&format!("SELECT 1 FROM pg_namespace WHERE nspname = '{schema}'")), Ok(String::new()));
    opened(&schema).migrate(&SCHEMA).unwrap();
    opened(&schema).commit(&Draft::new().add(1, None).batch(), PATIENCE).unwrap();
    let reader = open();
    reader.migrate(&SCHEMA).unwrap();
    assert_eq!(stored(&*reader.snapshot().unwrap(), 1), Some((1, None)));
    let answer = reader.commit(&Draft::new().add(2, None).batch(), PATIENCE);
    let Err(CommitError::Storage(error)) = answer else { panic!("{answer:?}") };
    let why = told::<()>(Err(error));
    assert!(why.contains("can only be read"), "{why}");
}

#[test]
fn what_another_program_changed_about_a_table_is_damage() {
    let schema = new_schema();
    let storage = opened(&schema);
    storage.migrate(&SCHEMA).unwrap();
    storage.commit(&Draft::new().add(1, None).batch(), PATIENCE).unwrap();
    let table = format!("\"{}\".orders", schema.replace('"', "\"\""));
    run(&format!("ALTER TABLE {table} ALTER amount TYPE NUMERIC")).unwrap();
    let other = opened(&schema);
    let mut rows = Rows::new(&ORDERS);
    for answer in [other.migrate(&SCHEMA), other.scan(&Scan::all(&ORDERS, 1), &mut rows).map(drop)] {
        let Err(StorageError::Corrupt(corrupt)) = answer else { panic!("{answer:?}") };
        assert_eq!(corrupt.table, "orders");
        assert!(corrupt.what.contains("amount") && corrupt.what.contains("BIGINT"), "{corrupt}");
    }
    run(&format!("DROP INDEX \"{}\".orders_by_amount", schema.replace('"', "\"\""))).unwrap();
    run(&format!("ALTER TABLE {table} ALTER amount TYPE BIGINT")).unwrap();
    let Err(StorageError::Corrupt(corrupt)) = opened(&schema).migrate(&SCHEMA) else { panic!("it is whole") };
    assert!(corrupt.what.contains("the index orders_by_amount is missing"), "{corrupt}");
}

/// What a pooler in transaction mode does to a session: its prepared statements are another's.
#[test]
fn a_session_that_forgets_its_statements_is_told_as_a_pooler() {
    let schema = new_schema();
    let one = PostgresOptions { connections: 1, ..options(&schema) };
    let storage = PostgresStorage::open_with(&server().address(), one).unwrap();
    storage.migrate(&SCHEMA).unwrap();
    let table = format!("\"{}\".orders", schema.replace('"', "\"\""));
    // Run within the storage's own session: as a default of a column, by the statement that adds a row.
    run(&format!(
        "CREATE FUNCTION forget() RETURNS TRIGGER LANGUAGE plpgsql AS \
         $$ BEGIN DEALLOCATE ALL; RETURN NULL; END $$; \
         CREATE TRIGGER forget AFTER INSERT ON {table} FOR EACH STATEMENT EXECUTE FUNCTION forget()"
    ))
    .unwrap();
    let answer = storage.commit(&Draft::new().add(1, None).add(2, None).entry(1).batch(), PATIENCE);
    let Err(CommitError::Storage(error)) = answer else { panic!("{answer:?}") };
    let why = told::<()>(Err(error));
    assert!(why.contains("is reached through a pooler"), "{why}");
}

/// No text of an engine is so long; a table of somebody else's may have one.
#[test]
fn a_text_too_long_for_its_index_is_refused_and_everything_stays_usable() {
    let schema = new_schema();
    let one = PostgresOptions { connections: 1, ..options(&schema) };
    let storage = PostgresStorage::open_with(&server().address(), one).unwrap();
    storage.migrate(&SCHEMA).unwrap();
    // As long as any that fits, and longer; the server presses together what it can.
    let text = |bytes: usize| -> String {
        let mut noise = noise();
        std::iter::repeat_with(|| char::from(b'!' + noise() % 90)).take(bytes).collect()
    };
    let (fits, long) = (text(2_400), text(6_000));
    storage.commit(&Draft::new().add(1, Some(&fits)).batch(), PATIENCE).unwrap();
    let answer = storage.commit(&Draft::new().add(2, Some(&long)).change(1, None, 1).batch(), PATIENCE);
    let Err(CommitError::Storage(error)) = answer else { panic!("{answer:?}") };
    let why = told::<()>(Err(error));
    assert!(why.contains("an index cannot hold") && !why.contains(&long[..40]), "{why}");
    assert_eq!(stored(&storage, 1), Some((1, Some(fits))));
    assert_eq!(stored(&storage, 2), None);
    storage.commit(&Draft::new().add(2, Some("short")).change(1, None, 1).batch(), PATIENCE).unwrap();
}

/// Bytes that cannot be pressed together.
fn noise() -> impl FnMut() -> u8 {
    let mut state = 1_u64;
    move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state.to_be_bytes()[0]
    }
}

/// A disk in memory that holds little more than the server's own files, if this user may make one.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn new(bytes: u32) -> Result<Self, String> {
        let at = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={bytes},mode=0755"), "tmpfs"])
            .arg(at.path())
            .output();
        match mounted {
            Ok(mounted) if mounted.status.success() => Ok(Self(at)),
            Ok(mounted) => Err(String::from_utf8_lossy(&mounted.stderr).trim().to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

#[test]
fn a_full_disk_is_unavailable_and_nothing_changes() {
    let disk = match SmallDisk::new(75 << 20) {
        Ok(disk) => disk,
        Err(why) => return println!("not tried: no small disk can be made here: {why}"),
    };
    // What is logged before a commit has room that was set aside, so that it is a table that cannot grow.
    let settings = [("min_wal_size", "32MB"), ("max_wal_size", "32MB"), ("autovacuum", "off")];
    let server = PostgresServer::start_in(disk.path(), &settings).unwrap();
    let storage = PostgresStorage::open(&server.address()).unwrap();
    storage.migrate(&SCHEMA).unwrap();
    storage.commit(&Draft::new().add(1, Some("kept")).batch(), PATIENCE).unwrap();
    std::fs::write(disk.path().join("ballast"), vec![7; 75 << 20]).unwrap_err();
    let mut noise = noise();
    let large: Vec<u8> = (0..1 << 20).map(|_| noise()).collect();
    let batch = (1..40).fold(Draft::new().add(2, None), |draft, n| draft.entry_of(n, large.clone()));
    let answer = storage.commit(&batch.change(1, None, 1).batch(), PATIENCE);
    match &answer {
        Err(CommitError::Storage(error)) => println!("{}", told::<()>(Err(error.clone()))),
        other => panic!("{other:?}"),
    }
    std::fs::remove_file(disk.path().join("ballast")).unwrap();
    let begun = std::time::Instant::now();
    while storage.ping().is_err() && begun.elapsed() < Duration::from_secs(30) {
        std::thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(stored(&storage, 1), Some((1, Some("kept".to_owned()))));
    assert_eq!(stored(&storage, 2), None);
    storage.commit(&Draft::new().add(2, None).change(1, None, 1).batch(), PATIENCE).unwrap();
}
