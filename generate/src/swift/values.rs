//! What commands carry: variants, and values of named fields.

use super::text::{bracketed, camel, doc, header, spoken};
use super::types::{default, is_optional, name, parameters};
use crate::prose::{paragraphs, sentence};
use crate::shapes::Shapes;
use paywright::InputField;
use paywright::shape::{FieldsSpec, Form, VariantSpec, VariantsSpec};

/// Every variant and every value of named fields that commands carry.
pub fn values() -> String {
    let all = Shapes::all();
    let mut text =
        header("What commands carry: values of named fields, and choices of one of some variants.");
    all.variants.iter().for_each(|of| text.push_str(&variants(of)));
    for of in all.carried() {
        text.push_str(&format!("\n{}", doc(0, &paragraphs(of.doc))));
        text.push_str(&format!("public struct {}: Sendable, Hashable {{\n", of.name));
        text.push_str(&members(of.fields));
        text.push_str(&format!("}}\n\nextension {}: Told, Carried {{\n", of.name));
        text.push_str(&writes(of));
        text.push('\n');
        text.push_str(&reads("from", Some(of.fields.len()), of.fields));
        text.push_str("}\n");
    }
    text
}

fn variants(of: &VariantsSpec) -> String {
    let mut text = format!("\n{}", doc(0, &paragraphs(of.doc)));
    text.push_str(&format!("public enum {}: Sendable, Hashable {{\n", of.name));
    for variant in of.variants {
        let mut said = paragraphs(variant.doc);
        if !variant.parts.is_empty() && !variant.is_wrapper {
            said.push(described("Parameters", variant.parts));
        }
        text.push_str(&doc(4, &said));
        let parts: Vec<String> = variant.parts.iter().map(|part| part_of(variant, part)).collect();
        let begin = format!("case {}", case(variant));
        if parts.is_empty() {
            text.push_str(&format!("    {begin}\n"));
        } else {
            text.push_str(&bracketed(4, &format!("{begin}("), &parts, ")"));
        }
    }
    text.push_str(&format!("}}\n\nextension {}: Told, Carried {{\n", of.name));
    text.push_str("    func write(to writer: inout Writer) throws {\n        switch self {\n");
    of.variants.iter().for_each(|variant| text.push_str(&variant_writes(variant)));
    text.push_str("        }\n    }\n\n    init(from reader: inout Reader) throws {\n");
    text.push_str("        let variant = try reader.variant()\n        switch variant.number {\n");
    for variant in of.variants {
        text.push_str(&format!("        case {}:\n", variant.number));
        text.push_str(&format!("            try variant.has({})\n", variant.parts.len()));
        let label = |part: &InputField| {
            if variant.is_wrapper { String::new() } else { format!("{}: ", camel(part.name)) }
        };
        let parts: Vec<String> =
            variant.parts.iter().map(|part| format!("{}try reader.read()", label(part))).collect();
        if parts.is_empty() {
            text.push_str(&format!("            self = .{}\n", case(variant)));
        } else {
            text.push_str(&bracketed(12, &format!("self = .{}(", case(variant)), &parts, ")"));
        }
    }
    text.push_str("        default: throw Unread.unknown(variant.number, of: \"");
    text.push_str(&format!("{}\")\n        }}\n    }}\n}}\n", of.name));
    text
}

fn case(variant: &VariantSpec) -> String {
    spoken(&camel(variant.word))
}

fn part_of(variant: &VariantSpec, part: &InputField) -> String {
    if variant.is_wrapper {
        return name(part.shape);
    }
    let default = default(part).map_or_else(String::new, |default| format!(" = {default}"));
    format!("{}: {}{default}", camel(part.name), name(part.shape))
}

fn variant_writes(variant: &VariantSpec) -> String {
    let names: Vec<String> = variant.parts.iter().map(|part| camel(part.name)).collect();
    let bound: Vec<String> = names.iter().map(|name| spoken(name)).collect();
    let mut text = match bound.is_empty() {
        true => format!("        case .{}:\n", case(variant)),
        false => format!("        case let .{}({}):\n", case(variant), bound.join(", ")),
    };
    text.push_str(&format!("            writer.variant({}, parts: {})\n", variant.number, names.len()));
    for (name, bound) in names.iter().zip(&bound) {
        let place =
            if variant.is_wrapper { camel(variant.word) } else { format!("{}.{name}", camel(variant.word)) };
        text.push_str(&format!("            try writer.item(\"{place}\", {bound})\n"));
    }
    text
}

/// A list of what fields mean, under a heading that DocC knows.
pub fn described(heading: &str, fields: &[InputField]) -> String {
    let item = |field: &InputField| format!("  - {}: {}", camel(field.name), sentence(field.doc));
    let items: Vec<String> = fields.iter().map(item).collect();
    format!("- {heading}:\n{}", items.join("\n"))
}

/// Fields that may be changed, and what makes a value of them.
pub fn members(fields: &[InputField]) -> String {
    let mut text = String::new();
    for field in fields {
        text.push_str(&doc(4, &[sentence(field.doc)]));
        text.push_str(&format!("    public var {}: {}\n", spoken(&camel(field.name)), name(field.shape)));
    }
    if !fields.is_empty() {
        text.push_str("\n    /// Made of its fields.\n");
    }
    text.push_str(&bracketed(4, "public init(", &parameters(fields), ") {"));
    for field in fields {
        let name = camel(field.name);
        text.push_str(&format!("        self.{name} = {}\n", spoken(&name)));
    }
    text.push_str("    }\n");
    text
}

fn writes(of: &FieldsSpec) -> String {
    if of.form == Form::Map {
        return writes_map(of.fields);
    }
    let mut text = "    func write(to writer: inout Writer) throws {\n".to_owned();
    text.push_str(&format!("        writer.array({})\n", of.fields.len()));
    for field in of.fields {
        let name = camel(field.name);
        text.push_str(&format!("        try writer.item(\"{name}\", {})\n", spoken(&name)));
    }
    text.push_str("    }\n");
    text
}

/// Writes a map from the numbers of fields, without those that are absent.
pub fn writes_map(fields: &[InputField]) -> String {
    let mut text = "    func write(to writer: inout Writer) throws {\n".to_owned();
    let present = fields.iter().filter(|field| !is_optional(field)).count().to_string();
    let absent = fields.iter().filter(|field| is_optional(field));
    let count: Vec<String> = std::iter::once(present)
        .chain(absent.map(|field| format!("one(\n{})", spoken(&camel(field.name))).replace('\n', "")))
        .collect();
    text.push_str(&format!("        writer.map({})\n", sum(&count)));
    for field in fields {
        let (name, number) = (camel(field.name), field.number);
        text.push_str(&format!("        try writer.field({number}, \"{name}\", {})\n", spoken(&name)));
    }
    text.push_str("    }\n");
    text
}

fn sum(of: &[String]) -> String {
    let line = of.join(" + ");
    if line.len() <= 80 { line } else { of.join("\n            + ") }
}

/// Reads fields in order, behind the head of their array where they have one.
pub fn reads(label: &str, heads: Option<usize>, fields: &[InputField]) -> String {
    let parameter = if label == "from" { "from reader" } else { "fields reader" };
    let mut text = format!("    init({parameter}: inout Reader) throws {{\n");
    if let Some(fields) = heads {
        text.push_str(&format!("        try reader.array(of: {fields})\n"));
    }
    for field in fields {
        text.push_str(&format!("        {} = try reader.read()\n", spoken(&camel(field.name))));
    }
    text.push_str("    }\n");
    text
}
