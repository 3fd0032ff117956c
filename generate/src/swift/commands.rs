//! Commands as values.

use super::text::{doc, header, lower, spoken};
use super::types::name;
use super::values::{members, reads, writes_map};
use crate::about::{class, refusals, repeats};
use crate::prose::paragraphs;
use paywright::{AnyCommand, AnyOutput, CommandSpec};

/// The type of what it answers.
pub fn output(spec: &CommandSpec) -> String {
    let output = AnyOutput::CATALOGUE.iter().find(|output| output.name == spec.output);
    output.map(|output| name(output.shape)).unwrap_or_default()
}

/// A type for each command.
pub fn commands() -> String {
    let mut text =
        header("Commands as values: for `Engine.execute`, `answer`, `preview`, `batch`, `atomic`.");
    for spec in AnyCommand::CATALOGUE {
        let class = class(spec);
        let said =
            [paragraphs(spec.doc), vec![repeats(spec), format!("Refused: the {}", refusals(spec))]].concat();
        text.push_str(&format!("\n{}", doc(0, &said)));
        text.push_str(&format!("public struct {class}: Sendable, Hashable {{\n"));
        text.push_str(&members(spec.fields));
        text.push_str(&format!("}}\n\nextension {class}: Command {{\n"));
        text.push_str(&format!("    /// What it answers.\n    public typealias Output = {}\n", output(spec)));
        text.push_str(&format!(
            "    /// Its number and its name.\n    \
             public static let kind = CommandKind<{class}>({}, \"{}\")\n\n",
            spec.tag, spec.name
        ));
        text.push_str(&format!(
            "    /// As one of all commands.\n    public var any: AnyCommand {{ .{}(self) }}\n}}\n",
            lower(&class)
        ));
        text.push_str(&format!("\nextension {class}: Carried {{\n"));
        text.push_str(&writes_map(spec.fields));
        text.push('\n');
        text.push_str(&reads("fields", None, spec.fields));
        text.push_str("}\n");
    }
    text
}

/// One of all commands, and one of all outputs.
pub fn any() -> String {
    let mut text = header("Any command, and what any command answers.");
    text.push_str("\n/// Any command: what events tell of, and what requests hold.\n");
    text.push_str("public indirect enum AnyCommand: Sendable, Hashable {\n");
    for spec in AnyCommand::CATALOGUE {
        let class = class(spec);
        text.push_str(&format!("    /// `{class}`\n    case {}({class})\n", lower(&class)));
    }
    text.push_str(
        "\n    /// The command by itself.\n    public var command: any Command {\n        switch self {\n",
    );
    each(&mut text, |_, lower| format!("case let .{lower}(command): return command"));
    text.push_str("        }\n    }\n}\n\nextension AnyCommand: Told {\n");
    text.push_str("    init(from reader: inout Reader) throws {\n        let parts = try reader.array()\n");
    text.push_str("        let tag: UInt16 = try reader.read()\n        switch (tag, parts) {\n");
    for spec in AnyCommand::CATALOGUE {
        let class = class(spec);
        text.push_str(&format!(
            "        case ({}, {}): self = .{}(try {class}(fields: &reader))\n",
            spec.tag,
            spec.fields.len() + 1,
            lower(&class)
        ));
    }
    text.push_str(
        "        default: throw Unread.unknown(UInt32(tag), of: \"Command\")\n        }\n    }\n\n",
    );
    text.push_str("    /// What it answers.\n");
    text.push_str(
        "    func output(from reader: inout Reader) throws -> AnyOutput {\n        switch self {\n",
    );
    each(&mut text, |spec, lower_name| {
        format!("case .{lower_name}: return .{}(try reader.read())", lower(spec.output))
    });
    text.push_str("        }\n    }\n}\n\n/// What any command answers.\n");
    text.push_str("public enum AnyOutput: Sendable, Hashable {\n");
    for output in AnyOutput::CATALOGUE {
        let kind = name(output.shape);
        text.push_str(&format!("    /// `{kind}`\n    case {}({kind})\n", spoken(&lower(output.name))));
    }
    text.push_str("}\n");
    text
}

fn each(text: &mut String, line: impl Fn(&CommandSpec, &str) -> String) {
    for spec in AnyCommand::CATALOGUE {
        text.push_str(&format!("        {}\n", line(spec, &lower(&class(spec)))));
    }
}
