//! Invariants broken on purpose: whatever `verify` claims to check is broken in a copy of a small database,
//! one place at a time, and `verify` names the row with that check's own words.

mod copy;
mod history;
mod journal;
mod records;
mod scene;
mod sentences;
mod transfers;

use copy::Copy;
use paywright::Finding;
use scene::scene;
use std::collections::BTreeSet;

/// The table that is named, what is said of the row as it stands in the source, and how it comes about.
pub type Break = (&'static str, &'static str, fn(&mut Copy));

fn breaks() -> Vec<Break> {
    [journal::BREAKS, transfers::BREAKS, records::BREAKS].concat()
}

/// Whether a sentence of the source, with anything where it has braces, is what a finding says.
fn is_said(sentence: &str, said: &str) -> bool {
    let mut rest = said;
    let mut parts = sentence.split('{').enumerate();
    parts.all(|(nth, part)| {
        let part = if nth == 0 { part } else { part.split_once('}').unwrap().1 };
        let found = if nth == 0 { rest.starts_with(part).then_some(0) } else { rest.find(part) };
        rest = found.map_or("", |at| &rest[at + part.len()..]);
        found.is_some()
    }) && (rest.is_empty() || sentence.ends_with('}'))
}

fn names(finding: &Finding, table: &str, sentence: &str) -> bool {
    finding.table == table && is_said(sentence, &finding.what) && !finding.row.is_empty()
}

#[test]
fn the_unbroken_scene_is_clean() {
    let found = Copy::of(scene()).findings();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn whatever_is_broken_is_named_in_its_own_words() {
    let mut unseen = Vec::new();
    for (table, sentence, breaks) in breaks() {
        let mut copy = Copy::of(scene());
        breaks(&mut copy);
        let found = copy.findings();
        if !found.iter().any(|finding| names(finding, table, sentence)) {
            let found: Vec<String> = found.iter().map(ToString::to_string).collect();
            unseen.push(format!("{table}: {sentence}\n    found: {found:#?}"));
        }
    }
    assert!(unseen.is_empty(), "verify did not say:\n{}", unseen.join("\n"));
}

#[test]
fn whatever_verify_can_say_is_provoked_here() {
    let provoked: BTreeSet<String> = breaks().iter().map(|(_, sentence, _)| (*sentence).to_owned()).collect();
    let mut sayable = sentences::in_source();
    // Said of a row that the storage itself cannot read; that has a test of its own.
    assert!(sayable.remove(journal::DAMAGED));
    let missing: Vec<_> = sayable.difference(&provoked).collect();
    assert!(missing.is_empty(), "verify says this, and nothing here provokes it: {missing:#?}");
    let gone: Vec<_> = provoked.difference(&sayable).collect();
    assert!(gone.is_empty(), "verify does not say this any more: {gone:#?}");
}
