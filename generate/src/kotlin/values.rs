//! Values that commands carry: of named fields, and of one of some variants.

use super::text::{bracketed, camel, header, kdoc};
use super::types::{self, in_order, parameter};
use super::words::trimmed;
use crate::prose::{paragraphs, sentence};
use crate::shapes::Shapes;
use paywright::InputField;
use paywright::shape::{FieldsSpec, Form, Shape, VariantSpec, VariantsSpec};

/// Variants, and values of named fields.
pub fn values() -> String {
    let all = Shapes::all();
    let title = "What commands carry: values of named fields, and choices of one of some variants.";
    let mut text = header(title, &["java.time.Instant"]);
    all.variants.iter().for_each(|of| text.push_str(&variants(of)));
    all.carried().for_each(|of| text.push_str(&value(of)));
    trimmed(text)
}

/// The parameters of a class's constructor, each a documented property.
pub fn properties(depth: usize, fields: &[&InputField], has_defaults: bool) -> String {
    fields.iter().fold(String::new(), |text, field| {
        let indent = " ".repeat(depth);
        let written = if has_defaults {
            parameter(field)
        } else {
            format!("{}: {}", camel(field.name), types::of(field.shape))
        };
        text + &kdoc(depth, &[sentence(field.doc)]) + &format!("{indent}public val {written},\n")
    })
}

/// A call that reads the fields of a value in the order in which they come.
pub fn made(depth: usize, begin: &str, fields: &[InputField]) -> String {
    let arguments: Vec<String> =
        fields.iter().map(|field| format!("{} = {}", camel(field.name), types::read(field.shape))).collect();
    bracketed(depth, &format!("{begin}("), &arguments, ")")
}

/// Statements that write each field under its number, and leave out what is absent.
pub fn mapped(depth: usize, fields: &[InputField]) -> String {
    let indent = " ".repeat(depth);
    let (optional, given): (Vec<&InputField>, Vec<&InputField>) =
        fields.iter().partition(|field| matches!(field.shape, Shape::Optional(_)));
    let mut count = vec![given.len().to_string()];
    count.extend(optional.iter().map(|field| format!("present(this.{})", camel(field.name))));
    let mut text = String::new();
    let line = format!("{indent}out.map({})", count.join(" + "));
    if line.len() <= 110 {
        text.push_str(&format!("{line}\n"));
    } else {
        text.push_str(&format!(
            "{indent}out.map(\n{indent}    {},\n",
            count.join(&format!(" +\n{indent}        "))
        ));
        text.push_str(&format!("{indent})\n"));
    }
    for field in fields {
        let name = camel(field.name);
        let value = format!("this.{name}");
        let (test, shape) = match field.shape {
            Shape::Optional(inner) => (format!("if ({value} != null) "), *inner),
            other => (String::new(), other),
        };
        let written = types::write(shape, &value);
        text.push_str(&format!("{indent}{test}out.field({}, \"{name}\") {{ {written} }}\n", field.number));
    }
    text
}

/// Statements that write all fields, in order: null for one that is absent, and nothing for those at the end.
fn listed(depth: usize, fields: &[InputField]) -> String {
    let indent = " ".repeat(depth);
    let is_optional = |field: &InputField| matches!(field.shape, Shape::Optional(_));
    let trailing = fields.iter().rev().take_while(|field| is_optional(field)).count();
    let least = fields.len() - trailing;
    let mut text = String::new();
    if trailing == 0 {
        text.push_str(&format!("{indent}out.array({least})\n"));
    } else {
        text.push_str(&format!("{indent}val size = when {{\n"));
        for (place, field) in fields.iter().enumerate().skip(least).rev() {
            let name = camel(field.name);
            text.push_str(&format!("{indent}    this.{name} != null -> {}\n", place + 1));
        }
        text.push_str(&format!("{indent}    else -> {least}\n{indent}}}\n{indent}out.array(size)\n"));
    }
    for (place, field) in fields.iter().enumerate() {
        let name = camel(field.name);
        let written = types::write(field.shape, &format!("this.{name}"));
        let test = if place < least { String::new() } else { format!("if (size > {place}) ") };
        text.push_str(&format!("{indent}{test}out.at(\"{name}\") {{ {written} }}\n"));
    }
    text
}

fn variants(of: &VariantsSpec) -> String {
    let name = of.name;
    let mut text = kdoc(0, &paragraphs(of.doc));
    text.push_str(&format!(
        "public sealed class {name} {{\n    internal abstract fun write(out: CborWriter)\n\n"
    ));
    of.variants.iter().for_each(|variant| text.push_str(&a_variant(name, variant)));
    text.push_str(&kdoc(4, &["Where more ways to make one may be hung on.".to_owned()]));
    text.push_str("    public companion object {\n");
    text.push_str(&format!("        internal fun read(from: CborReader): {name} {{\n"));
    text.push_str("            val parts = from.array() - 1\n");
    text.push_str("            return when (val number = from.int()) {\n");
    for variant in of.variants {
        let begin = format!("{} -> ", variant.number);
        if variant.parts.is_empty() {
            text.push_str(&format!(
                "                {begin}{}.also {{ from.isOf(parts, 0) }}\n",
                variant.name
            ));
        } else {
            text.push_str(&format!("                {begin}{{\n"));
            text.push_str(&format!("                    from.isOf(parts, {})\n", variant.parts.len()));
            text.push_str(&made(20, variant.name, variant.parts));
            text.push_str("                }\n");
        }
    }
    text.push_str(&format!(
        "                else -> unread(\"number $number of {name}\")\n            }}\n        }}\n    }}\n}}\n\n"
    ));
    text
}

fn a_variant(of: &str, variant: &VariantSpec) -> String {
    let VariantSpec { name, number, parts, .. } = variant;
    let mut text = kdoc(4, &paragraphs(variant.doc));
    if parts.is_empty() {
        text.push_str(&format!("    public data object {name} : {of}() {{\n"));
        text.push_str(&format!(
            "        override fun write(out: CborWriter) {{\n            out.array(2)\n            \
             out.whole({number})\n            out.array(0)\n        }}\n    }}\n\n"
        ));
        return text;
    }
    text.push_str(&format!("    public data class {name}(\n"));
    // Written in the order in which they must be given, as any constructor's are.
    text.push_str(&properties(8, &in_order(parts), true));
    text.push_str(&format!("    ) : {of}() {{\n        override fun write(out: CborWriter): Unit = "));
    text.push_str(&format!(
        "out.at(\"{name}\") {{\n            out.array(2)\n            out.whole({number})\n"
    ));
    text.push_str(&listed(12, parts));
    text.push_str("        }\n    }\n\n");
    text
}

fn value(of: &FieldsSpec) -> String {
    let name = of.name;
    let mut text = kdoc(0, &paragraphs(of.doc));
    text.push_str(&format!("public data class {name}(\n"));
    text.push_str(&properties(4, &in_order(of.fields), true));
    text.push_str(") {\n    internal fun write(out: CborWriter) {\n");
    text.push_str(&if of.form == Form::Map { mapped(8, of.fields) } else { listed(8, of.fields) });
    text.push_str("    }\n\n");
    text.push_str(&kdoc(4, &["Makes usual ones.".to_owned()]));
    text.push_str("    public companion object {\n");
    if of.form == Form::Map {
        for field in of.fields {
            if let Shape::Variants(variants) = field.shape {
                variants.variants.iter().for_each(|variant| {
                    text.push_str(&shortcut(of, field, (variants.name, variant)));
                });
            }
        }
    }
    text.push_str(&format!("        internal fun read(from: CborReader): {name} {{\n"));
    text.push_str(&format!("            from.fields({})\n", of.fields.len()));
    text.push_str(&made(12, &format!("return {name}"), of.fields));
    text.push_str("        }\n    }\n}\n\n");
    text
}

/// What makes a value by a variant of one of its fields: it takes the variant's parts as its own parameters.
fn shortcut(of: &FieldsSpec, chosen: &InputField, (class, variant): (&str, &VariantSpec)) -> String {
    let others = of.fields.iter().filter(|field| field.name != chosen.name);
    let together: Vec<InputField> = variant.parts.iter().chain(others).copied().collect();
    let signature: Vec<String> = in_order(&together).into_iter().map(parameter).collect();
    let mut text = kdoc(8, &paragraphs(variant.doc));
    let begin = format!("public fun {}(", camel(variant.word));
    text.push_str(bracketed(8, &begin, &signature, &format!("): {} =", of.name)).as_str());
    let parts: Vec<String> =
        variant.parts.iter().map(|part| camel(part.name)).map(|name| format!("{name} = {name}")).collect();
    let made = if parts.is_empty() {
        format!("{class}.{}", variant.name)
    } else {
        format!("{class}.{}({})", variant.name, parts.join(", "))
    };
    let arguments: Vec<String> = of
        .fields
        .iter()
        .map(|field| {
            let name = camel(field.name);
            if field.name == chosen.name { format!("{name} = {made}") } else { format!("{name} = {name}") }
        })
        .collect();
    text.push_str(&bracketed(12, &format!("{}(", of.name), &arguments, ")"));
    text.push('\n');
    text
}
