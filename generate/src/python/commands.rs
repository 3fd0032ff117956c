//! Commands as values, and as methods of an engine.

use super::hints::{Direction, annotation, named, parameters};
use super::text::{bracketed, docstring, header};
use super::values::{body, imports, quoted};
use crate::about::{class, refusals, repeats};
use crate::prose::{paragraphs, sentence};
use paywright::shape::Shape;
use paywright::{AnyCommand, AnyOutput, CommandSpec, Repeat};

/// Whether a method answers at once or is awaited.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Sync,
    Async,
}

/// A class for each command.
pub fn commands() -> String {
    let mut text = header("Commands as values: for `Engine.execute`, `batch`, `atomic` and `preview`.");
    text.push_str("from __future__ import annotations\n\nfrom collections.abc import Iterable, Mapping\n");
    text.push_str("from datetime import datetime\nfrom decimal import Decimal\nfrom typing import Final\n\n");
    let mut needed = needed();
    needed.push(("_base", "Command".to_owned()));
    needed.push(("_base", "field".to_owned()));
    needed.push(("_base", "new".to_owned()));
    text.push_str(&imports(&needed));
    let names: Vec<String> = AnyCommand::CATALOGUE.iter().map(|spec| class(spec)).collect();
    text.push_str(&bracketed(0, "\n__all__ = [", &quoted(names.iter().map(String::as_str)), "]"));
    for spec in AnyCommand::CATALOGUE {
        text.push_str(&format!("\n\nclass {}(Command):\n", class(spec)));
        text.push_str(&docstring(
            4,
            &[paragraphs(spec.doc), vec![repeats(spec), format!("Refused: The {}", refusals(spec))]].concat(),
        ));
        text.push_str(&format!("\n    TAG = {}\n    NAME = \"{}\"\n", spec.tag, spec.name));
        text.push_str(&body(4, &class(spec), spec.fields, Direction::In));
    }
    let entries: Vec<String> =
        AnyCommand::CATALOGUE.iter().map(|spec| format!("{}: {}", spec.tag, class(spec))).collect();
    text.push_str(&bracketed(0, "\n\nBY_TAG: dict[int, type[Command]] = {", &entries, "}"));
    text.push_str(&docstring(0, &["Every command, by its number.".to_owned()]));
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

/// What the awaited methods stand on.
const ASK: &str = "
    async def _call(
        self, tag: int, values: tuple[Any, ...], envelope: tuple[Any, Any, Any]
    ) -> Any:
        raise NotImplementedError
";

/// A method for each command.
pub fn calls(way: Way) -> String {
    let (title, class) = match way {
        Way::Sync => ("Every command as a method.", "Calls"),
        Way::Async => ("Every command as a method that is awaited.", "AsyncCalls"),
    };
    let mut text = header(title);
    text.push_str("from __future__ import annotations\n\nfrom collections.abc import Iterable, Mapping\n");
    text.push_str("from datetime import datetime\nfrom decimal import Decimal\n");
    text.push_str(if way == Way::Async { "from typing import Any\n\n" } else { "\n" });
    let mut needed = needed();
    needed.push(("values", "AnyActor".to_owned()));
    if way == Way::Sync {
        needed.push(("_native", "Handle".to_owned()));
        needed.push(("_native", "call".to_owned()));
    }
    AnyOutput::CATALOGUE.iter().for_each(|output| named(output.shape, Direction::Out, &mut needed));
    text.push_str(&imports(&needed));
    text.push_str(&format!("\n\nclass {class}:\n{}", docstring(4, &[title.to_owned()])));
    text.push_str("\n    __slots__ = ()\n");
    let (holder, ask) = match way {
        Way::Sync => ("_handle: Handle", ""),
        Way::Async => ("", ASK),
    };
    if way == Way::Sync {
        text.push_str(&format!("    {holder}\n"));
    }
    text.push_str(ask);
    AnyCommand::CATALOGUE.iter().for_each(|spec| text.push_str(&method(spec, way)));
    text
}

fn method(spec: &CommandSpec, way: Way) -> String {
    let wait = if way == Way::Async { "async " } else { "" };
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
    doc.push(repeats(spec));
    let fields = spec.fields.iter().map(|field| format!("    {}: {}", field.name, sentence(field.doc)));
    let envelope = [
        "    key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.".to_owned(),
        "    actor: Who asks; the host itself where it is left out.".to_owned(),
        "    deadline: Worth doing only before this moment.".to_owned(),
    ];
    let arguments: Vec<String> = fields.chain(envelope).collect();
    doc.push(format!("Args:\n{}", arguments.join("\n")));
    doc.push(format!("Raises:\n    Refused: The {}", refusals(spec)));
    text.push_str(&docstring(8, &doc));
    let values: Vec<String> = spec.fields.iter().map(|field| field.name.to_owned()).collect();
    let comma = if values.len() == 1 { "," } else { "" };
    let values = format!("({}{comma})", values.join(", "));
    let arguments = [spec.tag.to_string(), values, "(key, actor, deadline)".to_owned()];
    let begin = match way {
        Way::Sync => "call(self._handle, ",
        Way::Async => "await self._call(",
    };
    // The native half answers any object; which one follows from the tag.
    text.push_str(&bracketed(8, &format!("made: {output} = {begin}"), &arguments, ")"));
    text.push_str("        return made\n");
    text
}
