//! Ids, enums, and the values that commands carry.

use super::hints::{Direction, annotation, named, parameters};
use super::text::{bracketed, docstring, header, import, upper};
use crate::prose::{paragraphs, sentence};
use crate::shapes::{self, Shapes};
use paywright::InputField;
use paywright::shape::{FieldsSpec, Form, Shape, VariantsSpec, WordsSpec};

/// A class for each type of ids.
pub fn ids() -> String {
    let mut text =
        header("Ids, one type each, so that a payment's cannot be passed where a refund's belongs.");
    text.push_str("from __future__ import annotations\n\nfrom ._base import Id\n");
    let ids = shapes::ids();
    text.push_str(&bracketed(0, "\n__all__ = [", &quoted(ids.iter().map(|id| id.name)), "]"));
    for id in ids {
        text.push_str(&format!("\n\nclass {}(Id):\n", id.name));
        text.push_str(&docstring(4, &[sentence(id.doc)]));
        text.push_str(&format!("\n    __slots__ = ()\n    PREFIX = \"{}\"\n", id.prefix));
    }
    text
}

/// An enum for each closed set of words.
pub fn enums() -> String {
    let mut text = header("Closed sets of words. Each member is also the text that tables and files hold.");
    text.push_str("from __future__ import annotations\n\nfrom ._base import Word\n");
    let mut words = Shapes::all().words;
    words.sort_by_key(|of| of.name);
    let mut names: Vec<&str> = words.iter().map(|of| of.name).collect();
    names.insert(0, "Code");
    text.push_str(&bracketed(0, "\n__all__ = [", &quoted(names.into_iter()), "]"));
    text.push_str("\n\nclass Code(Word):\n    \"\"\"Why the rules say no.\"\"\"\n");
    for code in paywright::Code::ALL {
        let spec = code.spec();
        text.push_str(&format!("\n    {} = \"{}\"\n", upper(spec.code), spec.code));
        text.push_str(&docstring(4, &[sentence(spec.doc)]));
    }
    words.iter().for_each(|of| text.push_str(&an_enum(of)));
    text
}

fn an_enum(of: &WordsSpec) -> String {
    let mut text = format!("\n\nclass {}(Word):\n{}", of.name, docstring(4, &paragraphs(of.doc)));
    for word in of.words {
        text.push_str(&format!("\n    {} = \"{}\"\n", upper(word.word), word.word));
        text.push_str(&docstring(4, &[sentence(word.doc)]));
    }
    text
}

/// Variants, and values of named fields that commands carry.
pub fn values() -> String {
    let all = Shapes::all();
    let mut text =
        header("What commands carry: values of named fields, and choices of one of some variants.");
    text.push_str("from __future__ import annotations\n\n");
    text.push_str("from collections.abc import Iterable, Mapping\nfrom datetime import datetime\n");
    text.push_str("from typing import Final, Union\n\n");
    let mut needed =
        vec![("_base", "Record".to_owned()), ("_base", "field".to_owned()), ("_base", "new".to_owned())];
    let parts = all.variants.iter().flat_map(|of| of.variants).flat_map(|variant| variant.parts);
    let carried: Vec<&FieldsSpec> = all.carried().collect();
    for field in parts.chain(carried.iter().flat_map(|of| of.fields)) {
        named(field.shape, Direction::In, &mut needed);
    }
    needed.retain(|(module, _)| *module != "values");
    needed.push(("_computed", "ComputedAccountKey".to_owned()));
    text.push_str(&imports(&needed));
    let mut names: Vec<String> =
        all.variants.iter().flat_map(|of| [of.name.to_owned(), format!("Any{}", of.name)]).collect();
    names.extend(carried.iter().map(|of| of.name.to_owned()));
    names.sort();
    text.push_str(&bracketed(0, "\n__all__ = [", &quoted(names.iter().map(String::as_str)), "]"));
    // Each after what it is made of.
    all.variants.iter().for_each(|of| text.push_str(&variants(of)));
    carried.iter().for_each(|of| text.push_str(&value(of)));
    text
}

/// Imports, a line a module.
pub fn imports(needed: &[(&'static str, String)]) -> String {
    let mut modules: Vec<&str> = needed.iter().map(|(module, _)| *module).collect();
    modules.sort_unstable();
    modules.dedup();
    modules.iter().fold(String::new(), |text, module| {
        let names = needed.iter().filter(|(of, _)| of == module).map(|(_, name)| name.clone());
        text + &import(&format!(".{module}"), &names.collect::<Vec<_>>())
    })
}

pub fn quoted<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    names.map(|name| format!("\"{name}\"")).collect()
}

fn variants(of: &VariantsSpec) -> String {
    let mut text = format!("\n\nclass {}:\n{}", of.name, docstring(4, &paragraphs(of.doc)));
    for variant in of.variants {
        text.push_str(&format!("\n    class {}(Record):\n", variant.name));
        text.push_str(&docstring(8, &paragraphs(variant.doc)));
        let class = format!("{}.{}", of.name, variant.name);
        text.push_str(&body(8, &class, variant.parts, Direction::In));
    }
    let all: Vec<String> =
        of.variants.iter().map(|variant| format!("{}.{}", of.name, variant.name)).collect();
    text.push_str(&bracketed(0, &format!("\n\nAny{} = Union[", of.name), &all, "]"));
    text.push_str(&docstring(0, &[format!("Any of the variants of `{}`.", of.name)]));
    text
}

fn value(of: &FieldsSpec) -> String {
    let base = if of.name == "AccountKey" { "ComputedAccountKey" } else { "Record" };
    let mut text = format!("\n\nclass {}({base}):\n{}", of.name, docstring(4, &paragraphs(of.doc)));
    text.push_str(&body(4, of.name, of.fields, Direction::In));
    if of.form == Form::Map {
        for field in of.fields {
            if let Shape::Variants(variants) = field.shape {
                text.push_str(&shortcuts(of, field, variants));
            }
        }
    }
    text
}

/// A constructor for each variant of a field, which takes the variant's parts as its own parameters.
fn shortcuts(of: &FieldsSpec, chosen: &InputField, variants: &VariantsSpec) -> String {
    let mut text = String::new();
    for variant in variants.variants {
        let others: Vec<InputField> =
            of.fields.iter().filter(|field| field.name != chosen.name).copied().collect();
        let together: Vec<InputField> = variant.parts.iter().chain(&others).copied().collect();
        let mut signature = vec!["cls".to_owned()];
        signature.extend(parameters(&together));
        text.push_str("\n    @classmethod\n");
        let end = format!(") -> {}:", of.name);
        text.push_str(&bracketed(4, &format!("def {}(", variant.word), &signature, &end));
        text.push_str(&docstring(8, &paragraphs(variant.doc)));
        let parts: Vec<&str> = variant.parts.iter().map(|part| part.name).collect();
        let comma = if parts.len() == 1 { "," } else { "" };
        let made = format!("new({}.{}, ({}{comma}))", variants.name, variant.name, parts.join(", "));
        let arguments: Vec<String> = of
            .fields
            .iter()
            .map(|field| if field.name == chosen.name { made.clone() } else { field.name.to_owned() })
            .collect();
        text.push_str(&bracketed(8, "return new(cls, (", &arguments, "))"));
    }
    text
}

/// What makes a record of these fields, and each field.
pub fn body(depth: usize, class: &str, fields: &[InputField], way: Direction) -> String {
    let indent = " ".repeat(depth);
    let names = quoted(fields.iter().map(|field| spoken(field.name)));
    let comma = if names.len() == 1 { "," } else { "" };
    let mut text = format!("\n{indent}__slots__ = ()\n");
    text.push_str(&bracketed(depth, "__match_args__ = (", &names, &format!("{comma})")));
    if way == Direction::In {
        let mut signature = vec!["cls".to_owned()];
        signature.extend(parameters(fields));
        text.push('\n');
        text.push_str(&bracketed(depth, "def __new__(", &signature, &format!(") -> {class}:")));
        let given: Vec<String> = fields.iter().map(|field| field.name.to_owned()).collect();
        text.push_str(&bracketed(depth + 4, "return new(cls, (", &given, &format!("{comma}))")));
    }
    for (place, field) in fields.iter().enumerate() {
        let of = annotation(field.shape, way);
        // Every tuple has methods of these names.
        let hides = ["count", "index"].contains(&field.name);
        let ignore = if hides { "  # type: ignore[assignment]" } else { "" };
        let name = spoken(field.name);
        text.push_str(&format!("\n{indent}{name}: Final[{of}] = field({place}){ignore}\n"));
        text.push_str(&docstring(depth, &[sentence(field.doc)]));
    }
    text
}

/// A name as Python can say it.
fn spoken(name: &str) -> &str {
    if name == "from" { "from_" } else { name }
}
