//! Exceptions: one root, a class a kind of error, and a class a family of refusals.

use super::text::{bracketed, docstring, header};
use crate::codes::{class, codes};
use crate::prose::sentence;
use paywright::shape::{Described, Shape};
use paywright::{Code, Family};

/// What a binding alone can find out.
pub const OF_THE_BINDING: &[(&str, &str)] = &[
    ("closed", "The engine was closed."),
    ("forked", "The engine was opened, or its file was open, before the process forked."),
    ("in_memory", "A database in memory has no file."),
    (
        "on_server",
        "A database on a PostgreSQL server has no file: what is done to files the server's own tools do.",
    ),
    ("unknown_command", "There is no such command."),
];

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
    let entries: Vec<String> = codes(OF_THE_BINDING)
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
