//! Engines on it: what they do elsewhere they do here, to the byte.

use crate::play::play;
use crate::server::{new_schema, opened};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

fn of_the_stories(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/stories").join(name);
    fs::read_to_string(path).unwrap()
}

#[test]
fn the_story_of_all_languages_comes_to_the_kept_journal() {
    let story: Value = serde_json::from_str(&of_the_stories("main_path.json")).unwrap();
    let lines = play(&story, opened(&new_schema()));
    let kept = of_the_stories("main_path.journal.jsonl");
    let differs = lines.iter().zip(kept.lines()).position(|(one, other)| one != other);
    assert_eq!(differs, None, "the line of the journal that is another, from 0");
    assert_eq!(lines.len(), kept.lines().count());
}
