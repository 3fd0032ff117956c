//! Every command as a method of an engine.

use super::commands::output;
use super::text::{bracketed, camel, doc, header, spoken};
use super::types::{arguments, parameters};
use super::values::described;
use crate::about::{class, refusals, repeats};
use crate::prose::paragraphs;
use paywright::{AnyCommand, CommandSpec, Repeat};

/// What every request has beside its command.
const ENVELOPE: &str = "  - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
  - actor: Who asks; the host itself where it is left out.
  - deadline: Worth doing only before this moment.";

/// A method for each command.
pub fn calls() -> String {
    let mut text = header("Every command as a method.");
    text.push_str("\nextension Engine {\n");
    let methods: Vec<String> = AnyCommand::CATALOGUE.iter().map(|spec| method(spec)).collect();
    text.push_str(&methods.join("\n"));
    text.push_str("}\n");
    text
}

fn method(spec: &CommandSpec) -> String {
    let mut said = paragraphs(spec.doc);
    said.push(repeats(spec));
    let fields = if spec.fields.is_empty() {
        "- Parameters:".to_owned()
    } else {
        described("Parameters", spec.fields)
    };
    let throws = format!("- Throws: ``PaywrightError``: the {}", refusals(spec));
    said.push(format!("{fields}\n{ENVELOPE}\n{throws}"));
    let mut signature = parameters(spec.fields);
    let key = if spec.repeat == Repeat::Key { "key: String" } else { "key: String? = nil" };
    signature.extend([key, "actor: Actor? = nil", "deadline: Date? = nil"].map(str::to_owned));
    let mut text = doc(4, &said);
    let begin = format!("public func {}(", spoken(&camel(spec.name)));
    text.push_str(&bracketed(4, &begin, &signature, &format!(") async throws -> {} {{", output(spec))));
    let command = bracketed(8, &format!("let command = {}(", class(spec)), &arguments(spec.fields), ")");
    text.push_str(&command);
    text.push_str(
        "        return try await execute(command, key: key, actor: actor, deadline: deadline)\n    }\n",
    );
    text
}
