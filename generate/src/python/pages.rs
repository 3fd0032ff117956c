//! Pages of the package's documents that would else be second copies: what goes wrong, and what is kept.

use super::errors::OF_THE_BINDING;
use super::hints::{Direction, annotation};
use crate::codes::codes;
use crate::prose::sentence;
use crate::shapes::Shapes;
use paywright::shape::{FieldsSpec, Form};
use paywright::storage::{Index, Table};

const WRITTEN: &str =
    "This page is written by `cargo xtask generate` from what the engine says of itself: do not edit.\n";

/// Every code, with its class.
pub fn errors() -> String {
    let mut text = format!(
        "# Errors\n\n{WRITTEN}\n\
         Whatever the engine answers where it does not do what was asked is a `PaywrightError`. Its class \
         says who is at fault, and its `code` why; `retryable` says that the same request, unchanged, may \
         succeed later. Nothing was changed, except where `outcome_unknown` or `deadline_exceeded` leave it \
         open: then ask again with the same key.\n\n\
         A value that no command takes (a float for an amount, an id of another type, a time without its \
         zone) is a `TypeError` or a `ValueError` whose text begins with the place: \
         `transfers[3].posting.Posted.amount: ...`.\n"
    );
    for (title, about, of) in KINDS {
        text.push_str(&format!(
            "\n## {title}\n\n{about}\n\n| code | class | meaning | retryable |\n|---|---|---|---|\n"
        ));
        for code in codes(OF_THE_BINDING).iter().filter(|code| of.contains(&code.class)) {
            let (word, class, doc) = (&code.code, code.class, cell(&code.doc));
            let retryable = if code.retryable { "yes" } else { "no" };
            text.push_str(&format!("| `{word}` | `{class}` | {doc} | {retryable} |\n"));
        }
    }
    text + "\n## Classes\n\n::: paywright.errors\n"
}

/// A kind of errors: its title, what it means, and its classes.
type Kind = (&'static str, &'static str, &'static [&'static str]);

const KINDS: &[Kind] = &[
    (
        "Refused",
        "The rules say no. Each is also a `Refused`.",
        &["InvalidRequest", "NotAllowed", "Missing", "Reused", "WrongStanding", "Exceeded", "Refused"],
    ),
    ("StorageError", "The world failed.", &["StorageError"]),
    ("Misuse", "The caller erred; the text says how to mend it.", &["Misuse"]),
    ("BugError", "The engine erred; please report it.", &["BugError"]),
];

/// Every record that is kept, its fields and its indexes.
pub fn tables() -> String {
    let mut text = format!(
        "# Tables\n\n{WRITTEN}\n\
         What is kept, by the class whose records `engine.list` reads. It reads by id, or by one of the \
         indexes: `by` names it, and values of its leading fields may be given.\n\n\
         ```python\n\
         engine.list(Payment, by=\"by_payer\", payer=user.id, newest_first=True)\n\
         ```\n\n\
         Records are in the order of the index's fields; where one of these is None, the record is not in \
         it.\n"
    );
    let all = Shapes::all();
    let mut kept: Vec<(&FieldsSpec, &Table)> =
        all.answered().filter_map(|of| Some((of, table(of)?))).collect();
    kept.sort_by_key(|(of, _)| of.name);
    for (of, table) in kept {
        text.push_str(&format!(
            "\n## {}\n\n{} Its table is `{}`.\n\n",
            of.name,
            sentence(of.doc),
            table.name
        ));
        text.push_str("| field | type | meaning |\n|---|---|---|\n");
        for field in of.fields {
            let (name, kind) = (field.name, annotation(field.shape, Direction::Out).replace('|', "\\|"));
            text.push_str(&format!("| `{name}` | `{kind}` | {} |\n", cell(&sentence(field.doc))));
        }
        text.push_str(&indexes(table.indexes));
    }
    text
}

fn indexes(of: &[Index]) -> String {
    if of.is_empty() {
        return "\nIt has no index: it is listed by id.\n".to_owned();
    }
    let mut text = "\n| index | fields |\n|---|---|\n".to_owned();
    for index in of {
        let fields: Vec<String> = index.columns.iter().map(|column| format!("`{column}`")).collect();
        let once = if index.unique { ", no two alike" } else { "" };
        text.push_str(&format!("| `{}` | {}{once} |\n", index.name, fields.join(", ")));
    }
    text
}

fn table(of: &FieldsSpec) -> Option<&'static Table> {
    let Form::Row(name) = of.form else { return None };
    paywright::schema().tables.iter().copied().find(|table| table.name == name)
}

/// What stands in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
