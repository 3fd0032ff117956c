//! The marketplace on a PostgreSQL server, as a person would run it.

#[path = "program/mod.rs"]
mod program;

use paywright_testing::PostgresServer;
use program::{figures, lasting, marketplace, run, said};
use serde_json::Value;

#[test]
fn on_a_server_the_marketplace_comes_to_the_figures_of_a_file_and_is_verified() {
    let server = PostgresServer::start(&[]).unwrap_or_else(|missing| panic!("{missing}"));
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
