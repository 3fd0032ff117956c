//! What is in a database, as a person or a program would ask.

#[path = "program/mod.rs"]
mod program;

use paywright::{Engine, RegisterUser};
use paywright_sqlite::SqliteStorage;
use program::{figures, marketplace, said};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use tempfile::TempDir;

fn shop() -> (TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let database = directory.path().join("shop.db");
    figures(marketplace(None, &database));
    (directory, database)
}

fn inspect(database: &Path, json: bool) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_inspect"));
    command.args(json.then_some("--json")).arg("--database").arg(database).output().unwrap()
}

fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn json(database: &Path) -> Value {
    let output = inspect(database, true);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The sum of a field over a list of objects.
fn sum(list: &Value, field: &str) -> i64 {
    list.as_array().unwrap().iter().map(|one| one[field].as_i64().unwrap()).sum()
}

#[test]
fn what_is_in_a_database_is_told_in_figures_that_agree() {
    let (_directory, database) = shop();
    let before = fs::read(&database).unwrap();
    let found = json(&database);
    assert!(fs::read(&database).unwrap() == before, "the file was changed");

    let connection = rusqlite::Connection::open(&database).unwrap();
    let counted = |table: &str| -> i64 {
        connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
    };
    let tables = found["sizes"]["tables"].as_array().unwrap();
    assert!(tables.len() > 15, "{tables:?}");
    for table in tables {
        let (name, bytes) = (table["table"].as_str().unwrap(), table["bytes"].as_i64().unwrap());
        assert_eq!(table["rows"].as_i64().unwrap(), counted(name), "{name}");
        assert!(bytes >= 4_096 && bytes % 4_096 == 0, "{table}");
    }
    let file = found["sizes"]["file_bytes"].as_i64().unwrap();
    assert!(sum(&found["sizes"]["tables"], "bytes") <= file);
    assert_eq!(file, i64::try_from(before.len()).unwrap());

    assert_eq!(sum(&found["accounts"], "count"), counted("accounts"));
    assert_eq!(sum(&found["effects"], "count"), counted("effects"));
    assert_eq!(found["keys"]["kept"].as_i64().unwrap(), counted("idempotency_keys"));
    let lane = &found["lanes"][0];
    assert_eq!((lane["lane"].as_i64(), lane["sequence"].as_i64()), (Some(1), Some(counted("journal"))));
    let pounds = &found["trial_balance"][0];
    assert_eq!((pounds["currency"].as_str(), pounds["is_balanced"].as_bool()), (Some("GBP"), Some(true)));
    for sums in ["debits", "credits", "pending_debits", "pending_credits"] {
        assert_eq!(sum(&pounds["lines"], sums), pounds["total"][sums].as_i64().unwrap());
    }
    assert_eq!(pounds["total"]["debits"], pounds["total"]["credits"]);
    assert!(pounds["total"]["debits"].as_i64().unwrap() > 0);
}

#[test]
fn a_person_reads_it_in_tables_that_fit_the_screen() {
    let (_directory, database) = shop();
    let output = inspect(&database, false);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let text = printed(&output);
    for title in [
        "Accounts",
        "Lane",
        "Effects",
        "What waits for a time",
        "Open cases",
        "Trial balance, minor units of GBP",
        "Tables",
        "Files and keys",
    ] {
        assert!(text.lines().any(|line| line.starts_with(title)), "no {title}:\n{text}");
    }
    assert!(text.lines().skip(1).all(|line| line.chars().count() <= 110), "{text}");
}

#[test]
fn a_database_is_inspected_while_others_write_to_it() {
    let directory = tempfile::tempdir().unwrap();
    let database = directory.path().join("shop.db");
    let engine = Engine::new(SqliteStorage::open(&database).unwrap()).unwrap();
    let register =
        |n: u32| engine.request(RegisterUser::new(format!("u-{n}"))).key(format!("u-{n}")).execute();
    register(0).unwrap();
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for n in (1..).take_while(|_| !stop.load(SeqCst)) {
                register(n).unwrap();
            }
        });
        let mut last = 0;
        for _ in 0..5 {
            let found = json(&database);
            let sequence = found["lanes"][0]["sequence"].as_i64().unwrap();
            assert!(found["keys"]["kept"].as_i64() == Some(sequence) && found["keys"]["oldest"].is_string());
            assert!(sequence >= last);
            last = sequence;
        }
        stop.store(true, SeqCst);
    });
}

#[test]
fn books_that_do_not_balance_are_shown_and_said_to_be_wrong() {
    let (_directory, database) = shop();
    let connection = rusqlite::Connection::open(&database).unwrap();
    let columns: Vec<String> = connection
        .prepare("SELECT name FROM pragma_table_info('balances') WHERE name LIKE '%debits%'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let column =
        columns.iter().find(|column| !column.contains("pending")).expect("a column of posted debits");
    let change =
        format!("UPDATE balances SET {column} = {column} + 1 WHERE id = (SELECT min(id) FROM balances)");
    assert_eq!(connection.execute(&change, []).unwrap(), 1);
    drop(connection);
    let output = inspect(&database, false);
    assert_eq!(output.status.code(), Some(1));
    assert!(printed(&output).contains("total, NOT equal"), "{}", printed(&output));
    assert!(said(&output).contains("debits and credits are NOT equal"), "{}", said(&output));
}

#[test]
fn what_cannot_be_read_is_told_apart_as_the_check_tells_it() {
    let (directory, database) = shop();
    let whole = fs::read(&database).unwrap();
    let ends = |path: &Path, code: i32, why: &str| {
        let output = inspect(path, false);
        assert_eq!(output.status.code(), Some(code), "{}{}", printed(&output), said(&output));
        assert!(said(&output).starts_with("the database cannot be inspected: "), "{}", said(&output));
        assert!(said(&output).contains(why), "{}", said(&output));
    };
    ends(&directory.path().join("missing.db"), 2, "does not exist");
    assert!(!directory.path().join("missing.db").exists());
    let empty = directory.path().join("empty.db");
    fs::write(&empty, "").unwrap();
    ends(&empty, 2, "is empty");

    let mut newer = whole.clone();
    newer[60..64].copy_from_slice(&99_u32.to_be_bytes()); // where SQLite keeps the schema's number
    fs::write(&database, newer).unwrap();
    ends(&database, 2, "schema 99");
    let mut damaged = whole;
    damaged[4_096 * 20..4_096 * 60].fill(0x5a);
    fs::write(&database, damaged).unwrap();
    ends(&database, 1, "shop.db");

    let foreign = directory.path().join("other.db");
    rusqlite::Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE notes(text)").unwrap();
    ends(&foreign, 2, "another application");
    let text = directory.path().join("notes.txt");
    fs::write(&text, "not a database at all, but long enough to be looked at as if it were one").unwrap();
    ends(&text, 1, "notes.txt");
    let output = Command::new(env!("CARGO_BIN_EXE_inspect")).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}
