//! Limits: each text, each list and each number of seconds that a command takes has one, and the sweep goes
//! up to it and one beyond.

use crate::ground::Ground;
use crate::mutants;
use crate::odd::Odd;
use crate::values::Known;
use paywright::limits::{ALL, AMOUNT_MINOR, Limit};
use std::collections::{BTreeMap, BTreeSet};

/// Limits that no field of a command has, and why.
const ELSEWHERE: [(&str, &str); 25] = [
    ("KEY_BYTES", "of a request: the key beside its command"),
    ("ROLES", "of a request: its actor"),
    ("BATCH_REQUESTS", "of a call, not of a command"),
    ("BATCH_BYTES", "of a call, not of a command"),
    ("GROUP_REQUESTS", "of what callers commit together"),
    ("WAITING_CALLS", "of callers that wait"),
    ("WAITING_BYTES", "of callers that wait"),
    ("PAGE_ROWS", "of a query"),
    ("PAGE_LOOKS_AT", "of a query; as many rows as a command may have transfers"),
    ("CUT_BYTES", "of a query"),
    ("FEED_EVENTS", "of a query"),
    ("FEED_BYTES", "of an answer"),
    ("IMPORT_LINE_BYTES", "of a line of an import"),
    ("KEY_SECONDS", "of a moment: how long ago it is at least"),
    ("CURSOR_BYTES", "of a query; as many bytes as a raw answer may have"),
    ("ORDER_PAYMENTS", "of what an order has had, which no field says"),
    ("CHALLENGE_TRIES", "of what a payer has tried, which no field says"),
    ("AUTHORISATION_SECONDS", "stands in where a field is left out"),
    ("FINDINGS", "of an answer"),
    ("PUBLIC_KEY_DIGITS", "of a device's key"),
    ("SIGNATURE_BYTES", "of what a device signed"),
    ("SEAL_KEY_ID_BYTES", "of a sealed copy"),
    ("METADATA_BYTES", "of a type that knows its bounds: what is longer is no command"),
    ("METADATA_TEXT_BYTES", "of a text that becomes metadata"),
    ("METADATA_DEPTH", "of a type that knows its bounds: what is deeper is no command"),
];

/// Fields with a number or a time of any size: the command, the field, and why.
const BOUNDLESS: [(&str, &str, &str); 8] = [
    ("close_books", "through", "it is a moment that has passed"),
    ("exchange_currency", "effective_at", "it is a moment that has passed"),
    ("forget_keys", "before", "it is a moment that has passed"),
    ("post_transfers", "effective_at", "it is a moment that has passed"),
    ("raise_rules", "to", "its bound is what the release knows"),
    ("complete_effect", "claim", "it is compared with the effect's own count"),
    ("observe_operation", "until", "an outcome is never refused"),
    ("post_transfers", "kind", "the host's kinds go on to the end of their type"),
];

/// Which of the values that the sweep put into one field were invalid.
type Said = BTreeMap<String, bool>;

/// The same of each field of each example, and of each of its parts.
fn said_of_fields(ground: &Ground) -> BTreeMap<String, Said> {
    let known = Known::of(&ground.filled);
    let mut fields: BTreeMap<String, Said> = BTreeMap::new();
    for example in &ground.examples {
        for odd in mutants::of(example, &known).into_iter().filter_map(Odd::read) {
            let (field, value) = odd.what.rsplit_once(": ").unwrap();
            let invalid = odd.is_invalid(ground);
            fields.entry(field.to_owned()).or_default().insert(value.to_owned(), invalid);
        }
    }
    fields
}

/// The limits whose value is taken where one more is not.
fn limits_of(said: &Said) -> Vec<&'static str> {
    let is = |value: usize| said.get(&value.to_string());
    let of_a_time = said.get("just within five years") == Some(&false)
        && said.get("just beyond five years") == Some(&true);
    let stands_between = |limit: &&Limit| {
        let here = !ELSEWHERE.iter().any(|(name, _)| *name == limit.name);
        let counted = is(limit.most) == Some(&false) && is(limit.most + 1) == Some(&true);
        here && (counted || of_a_time && limit.name == "HOLD_SECONDS")
    };
    ALL.iter().filter(stands_between).map(|limit| limit.name).collect()
}

/// Whether an amount, in one direction or the other, is taken up to what is booked at once.
fn is_of_amounts(said: &Said) -> bool {
    let is = |value: i64| said.get(&value.to_string());
    [1, -1]
        .into_iter()
        .any(|sign| is(sign * AMOUNT_MINOR) == Some(&false) && is(sign * (AMOUNT_MINOR + 1)) == Some(&true))
}

fn is_boundless(field: &str) -> bool {
    let of = |(command, name, _): &(&str, &str, &str)| {
        field.starts_with(&format!("{command} (")) && field.ends_with(&format!(": {name}"))
    };
    BOUNDLESS.iter().any(of)
}

#[test]
fn each_text_list_number_and_time_has_a_limit_and_one_more_is_invalid() {
    let mut texts_and_lists = 0;
    for (field, said) in said_of_fields(&Ground::new()) {
        let limits = limits_of(&said);
        let (is_text, is_list) = (said.contains_key("right to left"), said.contains_key("each twice"));
        let is_number = said.contains_key("in more bytes than it needs");
        if is_text || is_list {
            texts_and_lists += 1;
            assert_eq!(limits.len(), 1, "{field}: its limits are {limits:?}");
        } else if is_number || said.contains_key("just beyond five years") {
            let bounded = !limits.is_empty() || is_of_amounts(&said);
            assert_ne!(bounded, is_boundless(&field), "{field}: its limits are {limits:?}");
        }
    }
    assert!(texts_and_lists > 35, "only {texts_and_lists} texts and lists were found");
}

#[test]
fn each_limit_is_gone_up_to_and_beyond_or_stands_elsewhere() {
    let fields = said_of_fields(&Ground::new());
    let found: BTreeSet<_> = fields.values().flat_map(limits_of).collect();
    for limit in ALL {
        let elsewhere = ELSEWHERE.iter().any(|(name, _)| *name == limit.name);
        assert_ne!(found.contains(limit.name), elsewhere, "{}: which field has it?", limit.name);
    }
    for (name, reason) in ELSEWHERE {
        assert!(ALL.iter().any(|limit| limit.name == name), "there is no limit {name} any more ({reason})");
    }
    for (command, name, reason) in BOUNDLESS {
        let there = |field: &String| field.starts_with(command) && field.ends_with(&format!(": {name}"));
        assert!(fields.keys().any(there), "{command} has no {name} any more ({reason})");
    }
}
