//! Records, with the lists that their indexes make, and answers.

use super::text::{bracketed, camel, header, kdoc};
use super::types::{self, IMPORTS};
use super::values::{made, properties};
use super::words::trimmed;
use crate::prose::paragraphs;
use crate::shapes::Shapes;
use paywright::InputField;
use paywright::shape::{FieldsSpec, Form, Shape};
use paywright::storage::Index;

/// A class for each record and each answer.
pub fn records() -> String {
    let title = "What is stored, and what is answered. Nobody but the engine makes these.";
    let mut text = header(title, IMPORTS);
    Shapes::all().answered().for_each(|of| text.push_str(&a_record(of)));
    trimmed(text)
}

fn a_record(of: &FieldsSpec) -> String {
    let name = of.name;
    let mut text = kdoc(0, &paragraphs(of.doc));
    text.push_str(&format!("@ConsistentCopyVisibility\npublic data class {name} internal constructor(\n"));
    text.push_str(&properties(4, &of.fields.iter().collect::<Vec<_>>(), false));
    text.push_str(") {\n");
    let id = of.fields.iter().find_map(|field| match field.shape {
        Shape::Id(id) if field.name == "id" => Some(id.name),
        _ => None,
    });
    let overrides = match (of.form, id) {
        (Form::Row(table), Some(id)) => {
            let doc = format!("The records of this type: `engine.get({name}, id)`, `engine.list({name})`.");
            text.push_str(&kdoc(4, &[doc]));
            let base = format!("RecordType<{name}, {id}>(\"{name}\")");
            text.push_str(&format!("    public companion object : {base} {{\n"));
            indexes(table).iter().for_each(|index| text.push_str(&by_index(of, index)));
            "override"
        }
        _ => {
            text.push_str("    internal companion object {\n");
            "internal"
        }
    };
    text.push_str(&format!("        {overrides} fun read(from: CborReader): {name} {{\n"));
    text.push_str(&format!("            from.fields({})\n", of.fields.len()));
    text.push_str(&made(12, &format!("return {name}"), of.fields));
    text.push_str("        }\n    }\n}\n\n");
    text
}

fn indexes(table: &str) -> &'static [Index] {
    let schema = paywright::schema();
    schema.tables.iter().find(|known| known.name == table).map_or(&[], |table| table.indexes)
}

/// What lists the records by an index: its first column must be given, later ones may be.
fn by_index(of: &FieldsSpec, index: &Index) -> String {
    let columns = index.columns.iter();
    let fields: Vec<&InputField> =
        columns.filter_map(|column| of.fields.iter().find(|field| field.name == *column)).collect();
    let names: Vec<String> = fields.iter().map(|field| camel(field.name)).collect();
    let what = match names.as_slice() {
        [only] => format!("Those with this `{only}`."),
        [first, then @ ..] => {
            let then: Vec<String> = then.iter().map(|name| format!("`{name}`")).collect();
            format!(
                "Those with this `{first}`, in the order of {}; where that is given, those with it.",
                then.join(" and ")
            )
        }
        [] => return String::new(),
    };
    let mut text = kdoc(8, &[what]);
    let signature: Vec<String> = fields
        .iter()
        .enumerate()
        .map(|(place, field)| {
            let shape = if let Shape::Optional(inner) = field.shape { inner } else { field.shape };
            let optional = if place == 0 { "" } else { "? = null" };
            format!("{}: {}{optional}", camel(field.name), types::of(shape))
        })
        .collect();
    let begin = format!("public fun {}(", camel(index.name));
    text.push_str(&bracketed(8, &begin, &signature, &format!("): Records<{}> =", of.name)));
    let cells: Vec<String> = fields
        .iter()
        .enumerate()
        .map(|(place, field)| {
            let name = camel(field.name);
            let shape = if let Shape::Optional(inner) = field.shape { inner } else { field.shape };
            let cell = format!("cell(\"{name}\") {{ out -> {} }}", types::write(shape, &name));
            if place == 0 { cell } else { format!("if ({name} == null) null else {cell}") }
        })
        .collect();
    text.push_str(&bracketed(12, &format!("by(\"{}\", ", index.name), &cells, ")"));
    text.push('\n');
    text
}
