//! Records and answers, and the indexes that records are listed by.

use super::text::{bracketed, camel, doc, header, spoken};
use super::types::name;
use super::values::reads;
use crate::prose::{paragraphs, sentence};
use crate::shapes::Shapes;
use paywright::catalogue::AnyRecord;
use paywright::shape::{FieldsSpec, Form, Shape};
use paywright::storage::{Index, Table};

/// A type for each record and each answer.
pub fn records() -> String {
    let all = Shapes::all();
    let mut text = header("What is stored, and what is answered. Nobody but the engine makes these.");
    for of in all.answered() {
        text.push_str(&format!("\n{}", doc(0, &paragraphs(of.doc))));
        text.push_str(&format!("public struct {}: Sendable, Hashable {{\n", of.name));
        for field in of.fields {
            text.push_str(&doc(4, &[sentence(field.doc)]));
            text.push_str(&format!("    public let {}: {}\n", spoken(&camel(field.name)), name(field.shape)));
        }
        text.push_str(&format!("}}\n\nextension {}: Told {{\n", of.name));
        text.push_str(&reads("from", Some(of.fields.len()), of.fields));
        text.push_str("}\n");
        if let Some(id) = key(of) {
            text.push_str(&format!("\nextension {}: Record {{\n", of.name));
            text.push_str(&format!("    /// Of its own type.\n    public typealias ID = {id}\n"));
            text.push_str("    /// Its name.\n");
            text.push_str(&format!("    public static let kind = RecordKind<{0}>(\"{0}\")\n}}\n", of.name));
        }
    }
    text
}

/// The type of a record's id, where there are records of this type to be listed.
fn key(of: &FieldsSpec) -> Option<&'static str> {
    let is_record = |shape: &&&Shape| matches!(shape, Shape::Fields(record) if record.name == of.name);
    AnyRecord::SHAPES.iter().find(is_record)?;
    let id = of.fields.iter().find(|field| field.name == "id")?;
    if let Shape::Id(id) = id.shape { Some(id.name) } else { None }
}

/// A function for each index, which takes the values of its leading fields.
pub fn indexes() -> String {
    let mut text = header("The indexes that records are listed by, for `Engine.list`.");
    let all = Shapes::all();
    for of in all.answered() {
        let Some(table) = table(of).filter(|table| key(of).is_some() && !table.indexes.is_empty()) else {
            continue;
        };
        text.push_str(&format!("\nextension {} {{\n", of.name));
        let each: Vec<String> = table.indexes.iter().map(|index| by(of, index)).collect();
        text.push_str(&each.join("\n"));
        text.push_str("}\n");
    }
    text
}

fn table(of: &FieldsSpec) -> Option<&'static Table> {
    let Form::Row(name) = of.form else { return None };
    paywright::schema().tables.iter().copied().find(|table| table.name == name)
}

fn by(of: &FieldsSpec, index: &Index) -> String {
    let name_of = camel(index.name);
    let columns: Vec<String> = index.columns.iter().map(|column| format!("`{}`", camel(column))).collect();
    let order = format!("in the order of {}", columns.join(", then "));
    let without = "A record in which one of these is nil is not in it.";
    let mut text = doc(4, &[format!("All that have a place {order}. {without}")]);
    text.push_str(&format!("    public static var {name_of}: Index<{}> {{\n", of.name));
    text.push_str(&format!("        Index(\"{}\", [])\n    }}\n\n", index.name));
    let once = if index.unique { " No two have the same values." } else { "" };
    text.push_str(&doc(
        4,
        &[
            format!("Those that have these values, {order}.{once}"),
            "A value may be left out where all behind it are left out too.".to_owned(),
        ],
    ));
    let mut parameters = Vec::new();
    let mut cells = Vec::new();
    for column in index.columns {
        let Some(field) = of.fields.iter().find(|field| field.name == *column) else { continue };
        let shape = if let Shape::Optional(inner) = field.shape { inner } else { field.shape };
        let parameter = camel(column);
        parameters.push(match parameters.is_empty() {
            true => format!("_ {parameter}: {}", name(shape)),
            false => format!("{}: {}? = nil", parameter, name(shape)),
        });
        cells.push(format!("Cell(\"{parameter}\", {})", spoken(&parameter)));
    }
    let end = format!(") -> Index<{}> {{", of.name);
    text.push_str(&bracketed(4, &format!("public static func {name_of}("), &parameters, &end));
    text.push_str(&bracketed(8, &format!("Index(\"{}\", [", index.name), &cells, "])"));
    text.push_str("    }\n");
    text
}
