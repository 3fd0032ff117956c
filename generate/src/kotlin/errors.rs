//! Families of refusals, as exceptions.

use super::text::{header, kdoc};
use super::words::trimmed;
use crate::codes::class;
use crate::prose::sentence;
use paywright::shape::{Described, Shape};
use paywright::{Code, Family};

/// What a binding alone can find out.
pub const OF_THE_BINDING: &[(&str, &str)] = &[
    ("closed", "The engine was closed."),
    ("in_memory", "A database in memory has no file."),
    ("unknown_command", "There is no such command."),
];

/// An exception for each family of refusals.
pub fn families() -> String {
    let mut text = header("Refusals, by family.", &[]);
    let Shape::Words(families) = Family::SHAPE else { return text };
    for family in families.words {
        let codes = Code::ALL.iter().filter(|code| code.family().to_string() == family.word);
        let codes: Vec<String> = codes.map(|code| format!("`{code}`")).collect();
        text.push_str(&kdoc(0, &[sentence(family.doc), format!("Codes: {}.", codes.join(", "))]));
        text.push_str(&format!(
            "public class {} internal constructor(parts: Parts) : PaywrightException.Refused(parts)\n\n",
            class(family.word)
        ));
    }
    text.push_str(
        "internal fun refusal(family: String, parts: Parts): PaywrightException = when (family) {\n",
    );
    for family in families.words {
        text.push_str(&format!("    \"{}\" -> {}(parts)\n", family.word, class(family.word)));
    }
    text.push_str("    else -> PaywrightException.Bug(parts)\n}\n");
    trimmed(text)
}
