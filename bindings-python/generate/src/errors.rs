//! Exceptions: one root, a class a kind of error, and a class a family of refusals.

use crate::python::{bracketed, docstring, header, sentence};
use paywright::error::catalogue;
use paywright::shape::{Described, Shape};
use paywright::{Code, ErrorKind, Family};

/// The class of a family.
fn class(word: &str) -> &'static str {
    match word {
        "invalid" => "InvalidRequest",
        "not_allowed" => "NotAllowed",
        "missing" => "Missing",
        "reused" => "Reused",
        "standing" => "WrongStanding",
        _ => "Exceeded",
    }
}

/// What a binding alone can find out.
const OF_THE_BINDING: &[(&str, &str)] = &[
    ("closed", "The engine was closed."),
    ("forked", "The engine was opened, or its file was open, before the process forked."),
    ("in_memory", "A database in memory has no file."),
    ("unknown_command", "There is no such command."),
];

/// A code: its class, what it means, and whether the same request may succeed later.
pub struct OneCode {
    pub code: &'static str,
    pub class: &'static str,
    pub doc: String,
    pub retryable: bool,
}

/// Every code there is.
pub fn codes() -> Vec<OneCode> {
    let of_core = catalogue().map(|spec| {
        let refused =
            Code::ALL.iter().find(|code| code.spec().code == spec.code && spec.kind == ErrorKind::Refused);
        let class = match (spec.kind, refused) {
            (ErrorKind::Refused, Some(code)) => class(&code.family().to_string()),
            (ErrorKind::Refused, None) => "Refused",
            (ErrorKind::Storage, _) => "StorageError",
            (ErrorKind::Misuse, _) => "Misuse",
            (ErrorKind::Bug, _) => "BugError",
        };
        OneCode { code: spec.code, class, doc: sentence(spec.doc), retryable: spec.retryable }
    });
    let of_binding = OF_THE_BINDING.iter().map(|(code, doc)| {
        let doc = (*doc).to_owned();
        OneCode { code, class: "Misuse", doc, retryable: false }
    });
    of_core.chain(of_binding).collect()
}

/// The exceptions, and which code is of which.
pub fn errors() -> String {
    let mut text =
        header("What goes wrong: one root, a class for each kind, and for each family of refusals.");
    text.push_str("from __future__ import annotations\n\n");
    text.push_str(
        "from ._errors import BugError, Misuse, PaywrightError, Refused, StorageError, Undelivered\n",
    );
    let Shape::Words(families) = Family::SHAPE else { return text };
    let mut names: Vec<String> =
        ["BugError", "Misuse", "PaywrightError", "Refused", "StorageError", "Undelivered"]
            .iter()
            .map(|name| format!("\"{name}\""))
            .collect();
    names.extend(families.words.iter().map(|family| format!("\"{}\"", class(family.word))));
    names.push("\"CODES\"".to_owned());
    names.sort();
    text.push_str(&bracketed(0, "\n__all__ = [", &names, "]"));
    for family in families.words {
        let codes = Code::ALL.iter().filter(|code| code.family().to_string() == family.word);
        let codes: Vec<String> = codes.map(|code| format!("`{code}`")).collect();
        text.push_str(&format!("\n\nclass {}(Refused):\n", class(family.word)));
        let of = format!("Codes: {}.", codes.join(", "));
        text.push_str(&docstring(4, &[sentence(family.doc), of]));
    }
    let entries: Vec<String> = codes()
        .iter()
        .map(|of| format!("\"{}\": ({}, \"{}\")", of.code, of.class, of.doc.replace('"', "'")))
        .collect();
    text.push_str(&bracketed(0, "\n\nCODES: dict[str, tuple[type[PaywrightError], str]] = {", &entries, "}"));
    text.push_str(&docstring(
        0,
        &["Every code there is: the class that is raised, and what it means.".to_owned()],
    ));
    text
}
