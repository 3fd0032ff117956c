//! Commands as values, and as methods of an engine.

use crate::python::{bracketed, docstring, header, paragraphs, sentence};
use crate::shapes::{Direction, annotation, default, named, parameters};
use crate::values::{body, imports, quoted};
use paywright::shape::Shape;
use paywright::{AnyCommand, AnyOutput, CommandSpec, Repeat};

/// Whether a method answers at once or is awaited.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Sync,
    Async,
}

/// The class of a command: `place_order` is `PlaceOrder`.
pub fn class(spec: &CommandSpec) -> String {
    let capital =
        |word: &str| word.get(..1).unwrap_or_default().to_uppercase() + word.get(1..).unwrap_or_default();
    spec.name.split('_').map(capital).collect()
}

/// A class for each command.
pub fn commands() -> String {
    let mut text = header("Commands as values: for `Engine.execute`, `batch`, `atomic` and `preview`.");
    text.push_str("from __future__ import annotations\n\nfrom collections.abc import Iterable, Mapping\n");
    text.push_str("from datetime import datetime\nfrom decimal import Decimal\nfrom typing import Final\n\n");
    let mut needed = needed();
    needed.push(("_base", "Command".to_owned()));
    needed.push(("_base", "field".to_owned()));
    text.push_str(&imports(&needed));
    let names: Vec<String> = AnyCommand::CATALOGUE.iter().map(|spec| class(spec)).collect();
    text.push_str(&bracketed(0, "\n__all__ = [", &quoted(names.iter().map(String::as_str)), "]"));
    for spec in AnyCommand::CATALOGUE {
        text.push_str(&format!("\n\nclass {}(Command):\n", class(spec)));
        text.push_str(&docstring(4, &[paragraphs(spec.doc), vec![told(spec)]].concat()));
        text.push_str(&format!("\n    TAG = {}\n    NAME = \"{}\"\n", spec.tag, spec.name));
        text.push_str(&body(4, &class(spec), spec.fields, Direction::In));
    }
    text
}

/// What fields of commands are made of, and what their defaults name.
fn needed() -> Vec<(&'static str, String)> {
    let mut needed = Vec::new();
    for field in AnyCommand::CATALOGUE.iter().flat_map(|spec| spec.fields) {
        named(field.shape, Direction::In, &mut needed);
        if let (Shape::Variants(of), Some(_)) = (field.shape, field.default) {
            needed.push(("values", of.name.to_owned()));
        }
    }
    needed
}

/// How it is safe to repeat, and what refuses it.
fn told(spec: &CommandSpec) -> String {
    let repeat = match spec.repeat {
        Repeat::Id => "Safe to repeat by the id of what it makes, or by a key: one of them must be given.",
        Repeat::Key => "Safe to repeat by a key, which must be given.",
        Repeat::State => "Safe to repeat as it is; a key may be given.",
    };
    let refusals: Vec<String> = spec.refusals.iter().map(|code| format!("`{}`", code.spec().code)).collect();
    format!("{repeat} Refused, the first that applies: {}.", refusals.join(", "))
}

/// A method for each command.
pub fn calls(way: Way) -> String {
    let (title, class, wait) = match way {
        Way::Sync => ("Every command as a method.", "Calls", ""),
        Way::Async => ("Every command as a method that is awaited.", "AsyncCalls", "async "),
    };
    let mut text = header(title);
    text.push_str("from __future__ import annotations\n\nfrom collections.abc import Iterable, Mapping\n");
    text.push_str("from datetime import datetime\nfrom decimal import Decimal\nfrom typing import Any\n\n");
    let mut needed = needed();
    needed.push(("values", "AnyActor".to_owned()));
    AnyOutput::CATALOGUE.iter().for_each(|output| named(output.shape, Direction::Out, &mut needed));
    text.push_str(&imports(&needed));
    text.push_str(&format!("\n\nclass {class}:\n{}", docstring(4, &[title.to_owned()])));
    text.push_str("\n    __slots__ = ()\n");
    text.push_str(&format!(
        "\n    {wait}def _call(self, tag: int, values: tuple[Any, ...], envelope: tuple[Any, Any, Any]) -> Any:\n        \
         raise NotImplementedError\n"
    ));
    AnyCommand::CATALOGUE.iter().for_each(|spec| text.push_str(&method(spec, way)));
    text
}

fn method(spec: &CommandSpec, way: Way) -> String {
    let (wait, awaited) = if way == Way::Async { ("async ", "await ") } else { ("", "") };
    let mut signature = vec!["self".to_owned()];
    signature.extend(parameters(spec.fields));
    if !signature.iter().any(|parameter| parameter == "*") {
        signature.push("*".to_owned());
    }
    let key = if spec.repeat == Repeat::Key { "key: str" } else { "key: str | None = None" };
    signature.push(key.to_owned());
    signature.push("actor: AnyActor | None = None".to_owned());
    signature.push("deadline: datetime | None = None".to_owned());
    let output = AnyOutput::CATALOGUE.iter().find(|output| output.name == spec.output);
    let output = output.map(|output| annotation(output.shape, Direction::Out)).unwrap_or_default();
    let mut text = String::from("\n");
    text.push_str(&bracketed(
        4,
        &format!("{wait}def {}(", spec.name),
        &signature,
        &format!(") -> {output}:"),
    ));
    let mut doc = paragraphs(spec.doc);
    let fields = spec.fields.iter().map(|field| format!("    {}: {}", field.name, sentence(field.doc)));
    let envelope = [
        "    key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.".to_owned(),
        "    actor: Who asks; the host itself where it is left out.".to_owned(),
        "    deadline: Worth doing only before this moment.".to_owned(),
    ];
    let arguments: Vec<String> = fields.chain(envelope).collect();
    doc.push(format!("Args:\n{}", arguments.join("\n")));
    doc.push(format!("Raises:\n    Refused: {}", told(spec)));
    text.push_str(&docstring(8, &doc));
    let values: Vec<String> = spec.fields.iter().map(|field| field.name.to_owned()).collect();
    let comma = if values.len() == 1 { "," } else { "" };
    let values = format!("({}{comma})", values.join(", "));
    let arguments = [spec.tag.to_string(), values, "(key, actor, deadline)".to_owned()];
    // The native half answers any object; which one follows from the tag.
    let call = format!("made: {output} = {awaited}self._call(");
    text.push_str(&bracketed(8, &call, &arguments, ")"));
    text.push_str("        return made\n");
    debug_assert!(spec.fields.iter().all(|field| default(field).is_some() || field.default.is_none()));
    text
}
