//! The marketplace on a PostgreSQL server, as a person would run it.

#[path = "program/mod.rs"]
mod program;

use paywright_testing::PostgresServer;
use program::{figures, lasting, marketplace, real_orders, run, said};
use serde_json::Value;
use std::path::Path;
use std::process::Output;

fn server() -> PostgresServer {
    PostgresServer::start(&[]).unwrap_or_else(|missing| panic!("{missing}"))
}

#[test]
fn on_a_server_the_marketplace_comes_to_the_figures_of_a_file_and_is_verified() {
    let server = server();
    let address = server.address();
    let directory = tempfile::tempdir().unwrap();
    let on_file = figures(marketplace(None, &directory.path().join("shop.db")));
    let demo = env!("CARGO_BIN_EXE_marketplace");
    for nth in ["first", "second"] {
        let ran = run(demo, &["--json", "--storage", &address]);
        assert!(ran.status.success(), "{nth}: {}", said(&ran));
        assert_eq!(lasting(&ran), on_file, "{nth} run");
    }
    let verified = run(env!("CARGO_BIN_EXE_verify"), &["--storage", &address]);
    let text = String::from_utf8_lossy(&verified.stdout).into_owned();
    assert_eq!(verified.status.code(), Some(0), "{text}{}", said(&verified));
    assert!(text.contains("checked: 667 journal entries on 1 lane"), "{text}");
    assert!(text.contains("@127.0.0.1:") && !text.contains("throw-away"), "{text}");

    let look = |place: &[&str]| {
        let seen = run(env!("CARGO_BIN_EXE_inspect"), &[&["--json"], place].concat());
        assert_eq!(seen.status.code(), Some(0), "{}", said(&seen));
        let mut seen: Value = serde_json::from_slice(&seen.stdout).unwrap();
        for own in ["database", "sizes", "keys", "lanes"] {
            assert!(seen.as_object_mut().unwrap().remove(own).is_some(), "no {own}");
        }
        seen
    };
    let file = directory.path().join("shop.db");
    assert_eq!(look(&["--storage", &address]), look(&["--database", file.to_str().unwrap()]));

    let elsewhere = address.replace("/postgres?", "/template1?");
    for program in [env!("CARGO_BIN_EXE_verify"), env!("CARGO_BIN_EXE_inspect")] {
        let ran = run(program, &["--storage", &elsewhere]);
        assert_eq!(ran.status.code(), Some(2), "{}", said(&ran));
        assert!(said(&ran).contains("has no storage in schema paywright"), "{}", said(&ran));
    }

    let report = run(demo, &["--storage", &address]);
    let text = String::from_utf8_lossy(&report.stdout).into_owned();
    assert!(text.contains("cargo xtask verify --storage postgres://paywright@127.0.0.1:"), "{text}");
    assert!(!text.contains("throw-away"), "{text}");
}

/// The report for people, without what is of this place and this run.
fn told(ran: &Output) -> Vec<String> {
    assert!(ran.status.success(), "{}", said(ran));
    let text = String::from_utf8_lossy(&ran.stdout).into_owned();
    let own = ["Database ", "Size ", "Check again "];
    let lines = text.lines().filter(|line| !own.iter().any(|word| line.starts_with(word)));
    lines.map(|line| line.split(", in ").next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn the_whole_report_is_the_one_of_a_file() {
    let (server, directory) = (server(), tempfile::tempdir().unwrap());
    let demo = env!("CARGO_BIN_EXE_marketplace");
    let file = directory.path().join("shop.db");
    let on_file = told(&run(demo, &["--database", file.to_str().unwrap()]));
    let here = told(&run(demo, &["--storage", &server.address()]));
    assert_eq!(here, on_file);
    assert!(
        here.len() > 40
            && here.iter().any(|line| line
                == "Verified      true: everything stored is as \
        the journal tells it"),
        "{here:#?}"
    );
}

#[test]
fn a_year_of_real_orders_comes_to_the_same_figures_on_a_server() {
    let Some(orders) = real_orders() else { return };
    let (server, directory) = (server(), tempfile::tempdir().unwrap());
    let on_file = figures(marketplace(Some(&orders), &directory.path().join("real.db")));
    let words = ["--json", "--storage", &server.address(), "--orders", orders.to_str().unwrap()];
    let ran = run(env!("CARGO_BIN_EXE_marketplace"), &words);
    assert!(ran.status.success(), "{}", said(&ran));
    assert_eq!(lasting(&ran), on_file);
    assert_eq!((&on_file["orders"], &on_file["verified"]), (&19_959.into(), &true.into()));
}

mod on_a_file {
    use paywright::{Engine, Error};
    use paywright_sqlite::SqliteStorage;

    pub fn opens(database: String) -> Result<Engine, Error> {
        let engine = Engine::new(SqliteStorage::open(&database)?)?;
        Ok(engine)
    }
}

mod on_a_server {
    use paywright::{Engine, Error};
    use paywright_postgres::PostgresStorage;

    pub fn opens(database: String) -> Result<Engine, Error> {
        let engine = Engine::new(PostgresStorage::open(&database)?)?;
        Ok(engine)
    }
}

#[test]
fn the_two_lines_of_the_readme_are_all_that_changes() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let readme = std::fs::read_to_string(top.join("README.md")).unwrap();
    let change = readme.split_once("```diff\n").and_then(|(_, rest)| rest.split_once("```")).unwrap().0;
    let this = include_str!("postgres.rs");
    let module = |name: &str| {
        let (_, rest) = this.split_once(&format!("\nmod {name} {{\n")).unwrap();
        let lines = rest.split_once("\n}\n").unwrap().0.lines().map(str::trim);
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let (before, after) = (module("on_a_file"), module("on_a_server"));
    let differ = |one: &[String], other: &[String], sign: &str| {
        let lines = one.iter().filter(|line| !other.contains(line)).map(|line| format!("{sign}{line}"));
        lines.collect::<Vec<_>>()
    };
    let mut changes = differ(&before, &after, "-");
    changes.extend(differ(&after, &before, "+"));
    let mut shown: Vec<String> = change
        .lines()
        .filter(|line| !line.is_empty())
        .map(|line| {
            let (sign, code) = line.split_at(1);
            format!("{sign}{}", code.trim())
        })
        .collect();
    changes.sort();
    shown.sort();
    assert_eq!(changes, shown);

    let (server, directory) = (server(), tempfile::tempdir().unwrap());
    let file = directory.path().join("shop.db");
    let engines = [
        on_a_file::opens(file.to_str().unwrap().to_owned()).unwrap(),
        on_a_server::opens(server.address()).unwrap(),
    ];
    for engine in engines {
        assert!(engine.verify(&[]).unwrap().is_clean());
    }
}

#[test]
fn whoever_is_not_let_in_is_told_in_one_sentence_without_the_password() {
    let server = server();
    let address = server.address();
    let cases = [
        (address.replace("throw-away", "hush"), "refuses this user"),
        (address.replace("/postgres?", "/nowhere?"), "nowhere at 127.0.0.1"),
        (address.replace("disable", "require"), "see that the server runs and that address and encryption"),
        ("mysql://shop:hush@db.example/shop".to_owned(), "the connection string cannot be read"),
        ("host=127.0.0.1 port=1 user=shop password=hush".to_owned(), "cannot be reached"),
    ];
    let programs = [
        (env!("CARGO_BIN_EXE_marketplace"), 1),
        (env!("CARGO_BIN_EXE_verify"), 2),
        (env!("CARGO_BIN_EXE_inspect"), 2),
    ];
    for (address, words) in cases {
        for (program, code) in programs {
            let ran = run(program, &["--storage", &address]);
            let text = said(&ran);
            assert_eq!((ran.status.code(), text.lines().count()), (Some(code), 1), "{text}");
            assert!(text.contains(words) && ran.stdout.is_empty(), "{text}");
            assert!(!text.contains("hush") && !text.contains("throw-away"), "{text}");
            assert!(!text.contains("the storage cannot answer"), "said twice: {text}");
        }
    }
    for (program, _) in programs {
        let ran = run(program, &["--storage", ""]);
        assert_eq!(ran.status.code(), Some(2), "{}", said(&ran));
    }
}

#[test]
fn a_server_that_can_only_be_read_is_checked_and_not_used() {
    let server = server();
    let address = server.address();
    let demo = env!("CARGO_BIN_EXE_marketplace");
    assert!(run(demo, &["--storage", &address]).status.success());
    // As a standby is to who connects to it.
    let readable = format!("{address}&options=-c%20default_transaction_read_only%3Don");
    for program in [env!("CARGO_BIN_EXE_verify"), env!("CARGO_BIN_EXE_inspect")] {
        let ran = run(program, &["--storage", &readable]);
        assert_eq!(ran.status.code(), Some(0), "{}", said(&ran));
    }
    let elsewhere = readable.replace("/postgres?", "/template1?");
    let ran = run(demo, &["--storage", &elsewhere]);
    assert_eq!(ran.status.code(), Some(1));
    assert!(said(&ran).contains("can only be read") && said(&ran).contains("standby"), "{}", said(&ran));
}

#[test]
fn who_cannot_reach_a_server_is_told_so_without_the_password() {
    let address = "postgres://shop:throw-away@127.0.0.1:1/shop?sslmode=disable";
    let programs = [
        (env!("CARGO_BIN_EXE_marketplace"), 1),
        (env!("CARGO_BIN_EXE_verify"), 2),
        (env!("CARGO_BIN_EXE_inspect"), 2),
    ];
    for (program, code) in programs {
        let ran = run(program, &["--storage", address]);
        assert_eq!(ran.status.code(), Some(code));
        let text = said(&ran);
        assert!(text.contains("database shop at 127.0.0.1:1 cannot be reached"), "{text}");
        assert!(!text.contains("throw-away"), "{text}");
    }
}
