//! Records and answers, and the list of all classes that the native half is told of.

use super::hints::{Direction, named};
use super::text::{bracketed, docstring, header};
use super::values::{body, imports, quoted};
use crate::prose::paragraphs;
use crate::shapes::{self, Shapes};
use paywright::AnyCommand;
use paywright::catalogue::QUERIES;
use paywright::shape::Form;

/// Answers that compute something, by a base class of their own that is written by hand.
const COMPUTED: &[&str] = &["Figures", "Verification"];

/// A class for each record and each answer.
pub fn records() -> String {
    let all = Shapes::all();
    let mut text = header("What is stored, and what is answered. Nobody but the engine makes these.");
    text.push_str("from __future__ import annotations\n\n");
    text.push_str("from datetime import datetime\nfrom decimal import Decimal\nfrom typing import Final\n\n");
    let mut needed = vec![("_base", "Record".to_owned()), ("_base", "field".to_owned())];
    for field in all.answered().flat_map(|of| of.fields) {
        named(field.shape, Direction::Out, &mut needed);
    }
    needed.retain(|(module, _)| *module != "records");
    needed.extend(COMPUTED.iter().map(|name| ("_computed", format!("Computed{name}"))));
    text.push_str(&imports(&needed));
    let mut names: Vec<&str> = all.answered().map(|of| of.name).collect();
    names.sort_unstable();
    text.push_str(&bracketed(0, "\n__all__ = [", &quoted(names.into_iter()), "]"));
    for of in all.answered() {
        let base =
            if COMPUTED.contains(&of.name) { format!("Computed{}", of.name) } else { "Record".to_owned() };
        text.push_str(&format!("\n\nclass {}({base}):\n{}", of.name, docstring(4, &paragraphs(of.doc))));
        if let Form::Row(table) = of.form {
            text.push_str(&format!("\n    TABLE = \"{table}\"\n"));
        }
        text.push_str(&body(4, of.name, of.fields, Direction::Out));
    }
    text
}

/// Which class stands for what, as the native half is told when the package is imported.
pub fn classes() -> String {
    let all = Shapes::all();
    let mut text = header("Which class stands for what.");
    text.push_str("from __future__ import annotations\n\nfrom typing import Any\n\n");
    text.push_str("from . import enums, ids, records, values\n\n");
    let id = shapes::ids().into_iter().map(|id| ("ids", id.name));
    let carried = all.carried().map(|of| ("values", of.name));
    let answered = all.answered().map(|of| ("records", of.name));
    let entries: Vec<String> = id
        .chain(carried)
        .chain(answered)
        .map(|(module, name)| format!("\"{name}\": {module}.{name}"))
        .collect();
    text.push_str(&bracketed(0, "CLASSES: dict[str, type[Any]] = {", &entries, "}"));
    let mut members: Vec<String> =
        all.words.iter().map(|of| format!("\"{}\": tuple(enums.{})", of.name, of.name)).collect();
    members.push("\"Code\": tuple(enums.Code)".to_owned());
    members.extend(all.variants.iter().map(|of| {
        let each: Vec<String> =
            of.variants.iter().map(|variant| format!("values.{}.{}", of.name, variant.name)).collect();
        format!("\"{}\": ({},)", of.name, each.join(", "))
    }));
    text.push_str(&bracketed(0, "\nMEMBERS: dict[str, tuple[Any, ...]] = {", &members, "}"));
    let commands: Vec<String> = AnyCommand::CATALOGUE.iter().map(|spec| crate::about::class(spec)).collect();
    let names = quoted(commands.iter().map(String::as_str));
    text.push_str(&bracketed(0, "\nCOMMANDS: frozenset[str] = frozenset((", &names, "))"));
    let queries = quoted(QUERIES.iter().map(|query| query.name));
    text.push_str(&bracketed(0, "\nQUERIES: tuple[str, ...] = (", &queries, ")"));
    text
}
