//! The consumer of the feed, as a person would run it.

#[path = "program/mod.rs"]
mod program;

use program::{figures, marketplace, said};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

struct Place {
    directory: TempDir,
    database: PathBuf,
    cursor: PathBuf,
}

fn shop() -> Place {
    let directory = tempfile::tempdir().unwrap();
    let [database, cursor] = ["shop.db", "shop.cursor"].map(|name| directory.path().join(name));
    figures(marketplace(None, &database));
    Place { directory, database, cursor }
}

fn feed(database: &Path, cursor: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_feed"));
    command.arg("--database").arg(database).arg("--cursor").arg(cursor);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// To the end of what has happened, as JSON.
fn events(place: &Place) -> Vec<Value> {
    let output = feed(&place.database, &place.cursor).args(["--once", "--json"]).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn fails(output: &Output, what: &str) {
    assert_eq!(output.status.code(), Some(1), "{}", said(output));
    let said = said(output);
    assert!(said.starts_with("the database is followed no further: ") && said.contains(what), "{said}");
}

#[test]
fn everything_is_told_once_and_the_newest_versions_are_those_in_the_database() {
    let place = shop();
    let told = events(&place);
    assert_eq!(told.len(), 667);
    let places: BTreeSet<String> = told.iter().map(|event| format!("{}", event["sequence"])).collect();
    assert_eq!(places.len(), told.len());
    assert!(events(&place).is_empty(), "it was caught up");

    let mut newest: BTreeMap<&str, i64> = BTreeMap::new();
    for change in told.iter().flat_map(|event| event["changes"].as_array().unwrap()) {
        if change["table"] == "payments" && change["new"] == true {
            newest.insert(change["id"].as_str().unwrap(), change["version"].as_i64().unwrap());
        }
    }
    let connection = rusqlite::Connection::open(&place.database).unwrap();
    let (count, sum): (i64, i64) = connection
        .query_row("SELECT count(*), sum(version) FROM payments", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    assert_eq!((i64::try_from(newest.len()).unwrap(), newest.values().sum::<i64>()), (count, sum));
    assert!(!place.cursor.with_extension("cursor.new").exists(), "nothing is left behind");
}

#[test]
fn a_consumer_that_is_stopped_goes_on_where_it_was() {
    let place = shop();
    let mut child = feed(&place.database, &place.cursor).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let first = lines.next().unwrap().unwrap();
    assert!(first.contains(" 1/1 "), "{first}");
    // The second page comes after the first one was kept.
    let on_second = lines.map(Result::unwrap).find(|line| line.contains(" 1/501 "));
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(on_second.is_some());
    let rest = events(&place);
    let next = rest.first().map_or(668, |event| event["sequence"].as_u64().unwrap());
    assert!(next == 501 || next == 668, "a page was lost or cut: {next}");
}

#[test]
fn a_cursor_of_another_database_or_of_nothing_is_refused_and_left_alone() {
    let place = shop();
    events(&place);
    let other = place.directory.path().join("other.db");
    fs::copy(&place.database, &other).unwrap();
    let connection = rusqlite::Connection::open(&other).unwrap();
    connection.execute("DELETE FROM journal WHERE sequence > 600", []).unwrap();
    drop(connection);
    let before = fs::read(&place.cursor).unwrap();
    fails(&feed(&other, &place.cursor).arg("--once").output().unwrap(), "another storage");
    assert_eq!(fs::read(&place.cursor).unwrap(), before);

    fs::write(&place.cursor, "not a cut").unwrap();
    fails(&feed(&place.database, &place.cursor).arg("--once").output().unwrap(), "this is no cut");
    let directory = place.directory.path();
    fails(&feed(&place.database, directory).arg("--once").output().unwrap(), "cursor file");
    let nowhere = directory.join("missing.db");
    fails(&feed(&nowhere, &place.cursor).arg("--once").output().unwrap(), "does not exist");
    assert!(!nowhere.exists());
}

#[test]
fn help_and_mistakes_are_answered_at_once() {
    let output = Command::new(env!("CARGO_BIN_EXE_feed")).arg("--help").output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("Usage: feed [OPTIONS] --database <FILE> --cursor <FILE>"), "{text}");
    assert!(text.lines().all(|line| line.len() <= 110), "{text}");
    let output = Command::new(env!("CARGO_BIN_EXE_feed")).arg("--databse").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("Did you mean `--database`?"), "{}", said(&output));
}
