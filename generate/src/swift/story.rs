//! What the package's tests play stories with: values from a story's JSON, and each command's method by its
//! name.

use super::text::{bracketed, camel, header, spoken};
use super::types::{default, in_order, name};
use crate::about::class;
use crate::shapes::{self, Shapes};
use paywright::shape::VariantsSpec;
use paywright::{AnyCommand, CommandSpec, InputField, Repeat};

/// Values from JSON, and a method for each command.
pub fn story() -> String {
    let mut text = header("How stories are played: values from their JSON, and each command by its name.");
    text.push_str("import Paywright\n\n");
    let all = Shapes::all();
    for id in shapes::ids() {
        text.push_str(&format!("extension {}: FromStory {{}}\n", id.name));
    }
    for of in &all.words {
        text.push_str(&format!("extension {}: FromStory {{}}\n", of.name));
    }
    for of in all.carried() {
        text.push_str(&format!("\nextension {}: FromStory {{\n", of.name));
        text.push_str("    init(story: Any) throws {\n        let fields = try Fields(story)\n");
        text.push_str(&bracketed(8, "self.init(", &taken(of.fields), ")"));
        text.push_str("    }\n}\n");
    }
    all.variants.iter().for_each(|of| text.push_str(&variants(of)));
    text.push_str("\n/// Asks for the command with this name, by its own method.\n");
    text.push_str("func played(_ name: String, on engine: Engine, _ fields: Fields, _ asking: Asking) ");
    text.push_str("async throws -> Any {\n    switch name {\n");
    AnyCommand::CATALOGUE.iter().for_each(|spec| text.push_str(&command(spec)));
    text.push_str("    default: throw NoStory(\"there is no command \\(name)\")\n    }\n}\n");
    text.push_str("\n/// The same as a value.\n");
    text.push_str(
        "func commanded(_ name: String, _ fields: Fields) throws -> any Command {\n    switch name {\n",
    );
    for spec in AnyCommand::CATALOGUE {
        text.push_str(&format!("    case \"{}\":\n", spec.name));
        text.push_str(&bracketed(8, &format!("return {}(", class(spec)), &taken(spec.fields), ")"));
    }
    text.push_str("    default: throw NoStory(\"there is no command \\(name)\")\n    }\n}\n");
    text
}

fn command(spec: &CommandSpec) -> String {
    let mut arguments = taken(spec.fields);
    let key = if spec.repeat == Repeat::Key { "key: asking.key ?? \"\"" } else { "key: asking.key" };
    arguments.extend([key.to_owned(), "actor: asking.actor".to_owned()]);
    let begin = format!("return try await engine.{}(", spoken(&camel(spec.name)));
    format!("    case \"{}\":\n{}", spec.name, bracketed(8, &begin, &arguments, ")"))
}

fn variants(of: &VariantsSpec) -> String {
    let mut text = format!("\nextension {}: FromStory {{\n", of.name);
    text.push_str("    init(story: Any) throws {\n        let (name, fields) = try variant(story)\n");
    text.push_str("        switch name {\n");
    for variant in of.variants {
        let case = spoken(&camel(variant.word));
        text.push_str(&format!("        case \"{}\":\n", variant.name));
        let parts: Vec<String> = variant
            .parts
            .iter()
            .map(|part| {
                let label =
                    if variant.is_wrapper { String::new() } else { format!("{}: ", camel(part.name)) };
                format!("{label}{}", value(part))
            })
            .collect();
        match parts.is_empty() {
            true => text.push_str(&format!("            _ = fields\n            self = .{case}\n")),
            false => text.push_str(&bracketed(12, &format!("self = .{case}("), &parts, ")")),
        }
    }
    text.push_str(&format!("        default: throw NoStory(\"{} has no \\(name)\")\n", of.name));
    text.push_str("        }\n    }\n}\n");
    text
}

fn taken(fields: &[InputField]) -> Vec<String> {
    in_order(fields).into_iter().map(|field| format!("{}: {}", camel(field.name), value(field))).collect()
}

fn value(field: &InputField) -> String {
    match default(field).filter(|default| default != "nil") {
        Some(default) => {
            format!("try fields.take(\"{}\") ?? {}{default}", field.name, of_type(field, &default))
        }
        None => format!("try fields.take(\"{}\")", field.name),
    }
}

/// What a default that begins with a dot is one of.
fn of_type(field: &InputField, default: &str) -> String {
    if default.starts_with('.') { name(field.shape) } else { String::new() }
}
