//! Which types Swift has for values of a shape, and what may be left out.

use super::text::{camel, spoken};
use paywright::InputField;
use paywright::shape::Shape;

/// The type of values of a shape.
pub fn name(shape: &Shape) -> String {
    match shape {
        Shape::Flag => "Bool".to_owned(),
        Shape::Whole { least, most } => whole(*least, *most).to_owned(),
        Shape::Text => "String".to_owned(),
        Shape::Bytes(_) => "Data".to_owned(),
        Shape::Id(of) => of.name.to_owned(),
        Shape::Money => "Money".to_owned(),
        Shape::Currency => "Currency".to_owned(),
        Shape::Rate => "Rate".to_owned(),
        Shape::Time => "Date".to_owned(),
        Shape::Metadata => "Metadata".to_owned(),
        Shape::Words(of) => of.name.to_owned(),
        Shape::Fields(of) => of.name.to_owned(),
        Shape::Variants(of) => of.name.to_owned(),
        Shape::Optional(inner) => format!("{}?", name(inner)),
        Shape::List(inner) => format!("[{}]", name(inner)),
        Shape::OrRefused(inner) => format!("Result<{}, Refusal>", name(inner)),
        Shape::Command => "AnyCommand".to_owned(),
    }
}

/// The type that holds these numbers and no others; what is beyond all of them is a decimal.
fn whole(least: i128, most: i128) -> &'static str {
    match (least, most) {
        (0, 0xFFFF) => "UInt16",
        (0, 0xFFFF_FFFF) => "UInt32",
        (0, 0xFFFF_FFFF_FFFF_FFFF) => "UInt64",
        _ if least >= i128::from(i64::MIN) && most <= i128::from(i64::MAX) => "Int64",
        _ => "Decimal",
    }
}

/// Whether a value may be absent.
pub fn is_optional(field: &InputField) -> bool {
    matches!(field.shape, Shape::Optional(_))
}

/// What a field is where it is left out; none where it must be given.
pub fn default(field: &InputField) -> Option<String> {
    if is_optional(field) {
        return Some("nil".to_owned());
    }
    let default = field.default?;
    Some(match field.shape {
        Shape::Words(_) | Shape::Variants(_) => format!(".{}", spoken(&camel(default))),
        _ => default.to_owned(),
    })
}

/// The parameters that make a value: first those that must be given, then the others.
pub fn parameters(fields: &[InputField]) -> Vec<String> {
    in_order(fields).into_iter().map(parameter).collect()
}

fn parameter(field: &InputField) -> String {
    let default = default(field).map_or_else(String::new, |default| format!(" = {default}"));
    format!("{}: {}{default}", spoken(&camel(field.name)), name(field.shape))
}

/// The arguments for these parameters, by their own names.
pub fn arguments(fields: &[InputField]) -> Vec<String> {
    in_order(fields)
        .into_iter()
        .map(|field| {
            let name = camel(field.name);
            format!("{name}: {}", spoken(&name))
        })
        .collect()
}

/// Fields in the order of parameters.
pub fn in_order(fields: &[InputField]) -> Vec<&InputField> {
    let (mut given, left_out): (Vec<&InputField>, Vec<&InputField>) =
        fields.iter().partition(|field| default(field).is_none());
    given.extend(left_out);
    given
}
