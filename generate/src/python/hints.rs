//! How Python annotates values of a shape, and says what may be left out.

use paywright::InputField;
use paywright::shape::{Form, Shape};

/// Which way a value goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    In,
    Out,
}

/// The annotation of values of a shape.
pub fn annotation(shape: &Shape, way: Direction) -> String {
    match (shape, way) {
        (Shape::Flag, _) => "bool".to_owned(),
        (Shape::Whole { .. }, _) => "int".to_owned(),
        (Shape::Text, _) => "str".to_owned(),
        (Shape::Bytes(_), _) => "bytes".to_owned(),
        (Shape::Id(of), _) => of.name.to_owned(),
        (Shape::Money, _) => "Money".to_owned(),
        (Shape::Currency, Direction::In) => "Currency | str".to_owned(),
        (Shape::Currency, Direction::Out) => "Currency".to_owned(),
        (Shape::Rate, Direction::In) => "Decimal | str".to_owned(),
        (Shape::Rate, Direction::Out) => "Decimal".to_owned(),
        (Shape::Time, _) => "datetime".to_owned(),
        (Shape::Metadata, Direction::In) => "Metadata | Mapping[str, object]".to_owned(),
        (Shape::Metadata, Direction::Out) => "Metadata".to_owned(),
        (Shape::Words(of), _) => of.name.to_owned(),
        (Shape::Fields(of), _) => of.name.to_owned(),
        (Shape::Variants(of), Direction::Out) => format!("Any{}", of.name),
        (Shape::Variants(of), Direction::In) => {
            let ids = of.variants.iter().filter(|variant| variant.is_wrapper).filter_map(|variant| {
                let Some(InputField { shape: Shape::Id(id), .. }) = variant.parts.first() else {
                    return None;
                };
                Some(id.name)
            });
            ids.fold(format!("Any{}", of.name), |all, id| format!("{all} | {id}"))
        }
        (Shape::Optional(inner), _) => format!("{} | None", annotation(inner, way)),
        (Shape::List(inner), Direction::In) => format!("Iterable[{}]", annotation(inner, way)),
        (Shape::List(inner), Direction::Out) => format!("list[{}]", annotation(inner, way)),
        (Shape::OrRefused(inner), _) => format!("{} | Refusal", annotation(inner, way)),
        (Shape::Command, _) => "Command".to_owned(),
    }
}

/// The names that annotations of these shapes need, by the module that has them.
pub fn named(shape: &Shape, way: Direction, names: &mut Vec<(&'static str, String)>) {
    match shape {
        Shape::Id(of) => names.push(("ids", of.name.to_owned())),
        Shape::Money => names.push(("_native", "Money".to_owned())),
        Shape::Currency => names.push(("_base", "Currency".to_owned())),
        Shape::Metadata => names.push(("_base", "Metadata".to_owned())),
        Shape::Command => names.push(("_base", "Command".to_owned())),
        Shape::Words(of) => names.push(("enums", of.name.to_owned())),
        Shape::Fields(of) => {
            let module = if matches!(of.form, Form::Map | Form::Array) { "values" } else { "records" };
            names.push((module, of.name.to_owned()));
        }
        Shape::Variants(of) => {
            names.push(("values", format!("Any{}", of.name)));
            if way == Direction::In {
                let wrappers = of.variants.iter().filter(|variant| variant.is_wrapper);
                wrappers.flat_map(|variant| variant.parts).for_each(|part| {
                    if let Shape::Id(_) = part.shape {
                        named(part.shape, way, names);
                    }
                });
            }
        }
        Shape::OrRefused(inner) => {
            names.push(("_base", "Refusal".to_owned()));
            named(inner, way, names);
        }
        Shape::Optional(inner) | Shape::List(inner) => named(inner, way, names),
        _ => {}
    }
}

/// What a field is where it is left out, as Python writes it; none where it must be given.
pub fn default(field: &InputField) -> Option<String> {
    let shape = match field.shape {
        Shape::Optional(inner) if field.default.is_some() => inner,
        Shape::Optional(_) => return Some("None".to_owned()),
        other => other,
    };
    let default = field.default?;
    Some(match shape {
        Shape::Words(of) => format!("{}.{}", of.name, default.to_uppercase()),
        Shape::Variants(of) => {
            let variant = of.variants.iter().find(|variant| variant.word == default);
            format!("{}.{}()", of.name, variant.map_or("", |variant| variant.name))
        }
        Shape::Flag => (if default == "true" { "True" } else { "False" }).to_owned(),
        _ => default.to_owned(),
    })
}

/// The parameters that make a value: first those that must be given, then, by name alone, the others.
pub fn parameters(fields: &[InputField]) -> Vec<String> {
    let written = |field: &InputField| format!("{}: {}", field.name, annotation(field.shape, Direction::In));
    let (given, left_out): (Vec<&InputField>, Vec<&InputField>) =
        fields.iter().partition(|field| default(field).is_none());
    let mut all: Vec<String> = given.into_iter().map(written).collect();
    if !left_out.is_empty() {
        all.push("*".to_owned());
    }
    all.extend(
        left_out
            .into_iter()
            .map(|field| format!("{} = {}", written(field), default(field).unwrap_or_default())),
    );
    all
}
