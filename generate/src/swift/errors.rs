//! The one error: a case for each family of refusals, and for each other kind.

use super::text::{doc, header};
use crate::codes::{class, codes};
use crate::prose::sentence;
use paywright::shape::{Described, Shape};
use paywright::{Code, Family};

/// What a binding alone can find out.
const OF_THE_BINDING: &[(&str, &str)] = &[
    ("closed", "The engine was closed."),
    ("in_memory", "A database in memory has no file."),
    ("unknown_command", "There is no such command."),
];

/// Kinds that are no refusal: their names, the class of their codes, and what they mean.
const KINDS: &[(&str, &str, &str)] = &[
    (
        "storage",
        "StorageError",
        "The world failed. Nothing was changed, but for `outcome_unknown` and `deadline_exceeded`.",
    ),
    ("misuse", "Misuse", "The caller erred; the reason says how to mend it. Nothing was changed."),
    ("bug", "BugError", "The engine erred. Nothing was changed; please report it."),
];

/// The error, and what its parts mean.
pub fn errors() -> String {
    let mut text = header("What goes wrong: one error, with a case for each kind.");
    text.push_str(
        "\n/// What the engine answers where it does not do what was asked.\n///\n\
         /// Programs look at the case and the ``code``; the ``reason`` is a sentence for a person.\n\
         public enum PaywrightError: Error, Sendable {\n",
    );
    let Shape::Words(families) = Family::SHAPE else { return text };
    let mut cases: Vec<String> = Vec::new();
    for family in families.words {
        let codes = Code::ALL.iter().filter(|code| code.family().to_string() == family.word);
        let codes: Vec<String> = codes.map(|code| format!("`{code}`")).collect();
        let case = super::text::lower(class(family.word));
        let said =
            ["The rules say no.".to_owned(), sentence(family.doc), format!("Codes: {}.", codes.join(", "))];
        text.push_str(&doc(4, &said));
        text.push_str(&format!("    case {case}(Problem)\n"));
        cases.push(case);
    }
    let all = codes(OF_THE_BINDING);
    for (case, class, meaning) in KINDS {
        let codes: Vec<String> =
            all.iter().filter(|code| code.class == *class).map(|code| format!("`{}`", code.code)).collect();
        text.push_str(&doc(4, &[(*meaning).to_owned(), format!("Codes: {}.", codes.join(", "))]));
        text.push_str(&format!("    case {case}(Problem)\n"));
    }
    text.push_str(
        "    /// A value is none that any command takes; the reason begins with its place, such as\n    \
         /// `transfers[3].posting.posted.amount`. Nothing was asked of the engine.\n    \
         case invalidValue(Problem)\n    \
         /// The host's own clock, entropy, progress or signer failed, and what it threw is\n    \
         /// the `cause`.\n    \
         case host(Problem)\n",
    );
    let kinds = KINDS.iter().map(|(case, _, _)| (*case).to_owned());
    text.push_str(
        "\n    /// What is known of it.\n    public var problem: Problem {\n        switch self {\n",
    );
    let every: Vec<String> = cases.iter().cloned().chain(kinds).collect();
    let bound = every.iter().map(String::as_str).chain(["invalidValue", "host"]);
    let bound: Vec<String> = bound.map(|case| format!("let .{case}(problem)")).collect();
    text.push_str(&format!("        case {}:\n            return problem\n", bound.join(",\n            ")));
    text.push_str("        }\n    }\n\n    /// The rules say no, whichever family it is.\n");
    text.push_str("    public var isRefused: Bool {\n        switch self {\n");
    let refused: Vec<String> = cases.iter().map(|case| format!(".{case}")).collect();
    text.push_str(&format!("        case {}:\n", refused.join(", ")));
    text.push_str(
        "            return true\n        default:\n            return false\n        }\n    }\n\n",
    );
    text.push_str("    /// The refusal of a family.\n    init(family: String, _ problem: Problem) {\n");
    text.push_str("        switch family {\n");
    for (family, case) in families.words.iter().zip(&cases) {
        text.push_str(&format!("        case \"{}\": self = .{case}(problem)\n", family.word));
    }
    text.push_str("        default: self = .bug(problem)\n        }\n    }\n}\n\n");
    text.push_str("/// What each code means, for people who read logs.\npublic enum Meaning {\n");
    text.push_str("    /// By code.\n    public static let ofCode: [String: String] = [\n");
    for code in &all {
        let meaning = code.doc.replace('\\', "\\\\").replace('"', "\\\"");
        text.push_str(&format!("        \"{}\":\n            \"{meaning}\",\n", code.code));
    }
    text.push_str("    ]\n}\n");
    text
}
