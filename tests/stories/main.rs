//! The same story from every language. `main_path.json` tells it, and the README beside it says how it is
//! read; whoever plays it, in whatever language and on whatever storage, must come to the very bytes of
//! `main_path.journal.jsonl`.
//!
//! `UPDATE_STORIES=1 cargo test -p paywright-scenarios --test stories` writes that journal anew.

mod answers;
mod play;
mod values;

use paywright::error::Family;
use paywright::machine::Word;
use paywright::{Code, MemoryStorage};
use paywright_sqlite::SqliteStorage;
use play::play;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

const JOURNAL: &str = "main_path.journal.jsonl";

fn beside(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("stories").join(name)
}

fn story() -> Value {
    serde_json::from_str(&fs::read_to_string(beside("main_path.json")).unwrap()).unwrap()
}

/// Compares the journal with the one that is kept, or keeps it.
#[track_caller]
fn is_the_kept_journal(lines: &[String]) {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    if std::env::var_os("UPDATE_STORIES").is_some() {
        fs::write(beside(JOURNAL), &text).unwrap();
    }
    let kept = fs::read_to_string(beside(JOURNAL)).unwrap_or_default();
    let differs = text.lines().zip(kept.lines()).position(|(one, other)| one != other);
    assert_eq!(differs, None, "the line of {JOURNAL} that is another, from 0");
    assert!(text == kept, "{JOURNAL} has {} lines, and this run {}", kept.lines().count(), lines.len());
}

#[test]
fn on_memory_it_comes_to_the_kept_journal() {
    is_the_kept_journal(&play(&story(), MemoryStorage::new()));
}

#[test]
fn on_sqlite_it_comes_to_the_kept_journal() {
    let directory = tempfile::tempdir().unwrap();
    let storage = SqliteStorage::open(directory.path().join("story.db")).unwrap();
    is_the_kept_journal(&play(&story(), storage));
}

/// The code of each step that is refused.
fn codes(story: &Value) -> BTreeSet<&str> {
    let steps = story["steps"].as_array().unwrap();
    let refused = steps.iter().filter_map(|step| step.get("refused"));
    refused.map(|code| code.as_str().unwrap()).collect()
}

#[test]
fn it_is_refused_in_every_way_and_family() {
    let story = story();
    let codes = codes(&story);
    assert!(codes.len() >= 12, "only {codes:?}");
    let told = Code::ALL.iter().filter(|code| codes.contains(code.spec().code));
    let families: BTreeSet<Family> = told.map(|code| code.family()).collect();
    assert_eq!(families.len(), Family::ALL.len(), "{families:?}");
}
