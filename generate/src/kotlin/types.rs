//! How Kotlin writes the types of values of a shape, puts them into bytes, and takes them out.

use super::text::camel;
use paywright::InputField;
use paywright::shape::Shape;

/// What a file that speaks of values of any shape imports.
pub const IMPORTS: &[&str] = &["java.math.BigDecimal", "java.math.BigInteger", "java.time.Instant"];

/// The type of values of a shape.
pub fn of(shape: &Shape) -> String {
    match shape {
        Shape::Flag => "Boolean".to_owned(),
        Shape::Whole { least, most } => whole(*least, *most).to_owned(),
        Shape::Text => "String".to_owned(),
        Shape::Bytes(_) => "Bytes".to_owned(),
        Shape::Id(of) => of.name.to_owned(),
        Shape::Money => "Money".to_owned(),
        Shape::Currency => "Currency".to_owned(),
        Shape::Rate => "BigDecimal".to_owned(),
        Shape::Time => "Instant".to_owned(),
        Shape::Metadata => "Metadata".to_owned(),
        Shape::Words(of) => of.name.to_owned(),
        Shape::Fields(of) => of.name.to_owned(),
        Shape::Variants(of) => of.name.to_owned(),
        Shape::Optional(inner) => format!("{}?", of_inner(inner)),
        Shape::List(inner) => format!("List<{}>", of_inner(inner)),
        Shape::OrRefused(inner) => format!("OrRefused<{}>", of_inner(inner)),
        Shape::Command => "Command<*>".to_owned(),
    }
}

fn of_inner(shape: &Shape) -> String {
    of(shape)
}

/// Numbers that outgrow 64 bits are of the type that has no bounds. A count beyond 63 bits is none that an
/// engine ever comes to.
fn whole(least: i128, most: i128) -> &'static str {
    if least >= i128::from(i32::MIN) && most <= i128::from(i32::MAX) {
        "Int"
    } else if least >= i128::from(i64::MIN) && most <= i128::from(u64::MAX) {
        "Long"
    } else {
        "BigInteger"
    }
}

/// A statement that writes a value of a shape to `out`.
pub fn write(shape: &Shape, value: &str) -> String {
    match shape {
        Shape::Flag => format!("out.flag({value})"),
        Shape::Whole { least, most } => match whole(*least, *most) {
            "BigInteger" => format!("out.big({value})"),
            _ if *least == i128::from(i64::MIN) => format!("out.whole({value})"),
            "Int" => format!("out.bounded({value}.toLong(), {least}, {most})"),
            _ => format!("out.bounded({value}, {least}, {})", (*most).min(i128::from(i64::MAX))),
        },
        Shape::Text => format!("out.text({value})"),
        Shape::Bytes(_) => format!("out.bytes({value})"),
        Shape::Id(_) => format!("out.id({value})"),
        Shape::Money => format!("out.money({value})"),
        Shape::Currency => format!("out.currency({value})"),
        Shape::Rate => format!("out.rate({value})"),
        Shape::Time => format!("out.time({value})"),
        Shape::Metadata => format!("out.metadata({value})"),
        Shape::Words(_) => format!("out.word({value}.number)"),
        Shape::Fields(_) | Shape::Variants(_) => format!("{value}.write(out)"),
        Shape::Optional(inner) => {
            format!("if ({value} == null) out.none() else {}", write(inner, value))
        }
        Shape::List(inner) => format!("out.list({value}) {{ {} }}", write(inner, "it")),
        Shape::OrRefused(_) | Shape::Command => "error(\"no command takes such a value\")".to_owned(),
    }
}

/// An expression that reads a value of a shape from `from`.
pub fn read(shape: &Shape) -> String {
    match shape {
        Shape::Flag => "from.flag()".to_owned(),
        Shape::Whole { least, most } => match whole(*least, *most) {
            "Int" => "from.int()".to_owned(),
            "Long" => "from.long()".to_owned(),
            _ => "from.big()".to_owned(),
        },
        Shape::Text => "from.text()".to_owned(),
        Shape::Bytes(_) => "from.bytes()".to_owned(),
        Shape::Id(of) => format!("from.id({})", of.name),
        Shape::Money => "from.money()".to_owned(),
        Shape::Currency => "from.currency()".to_owned(),
        Shape::Rate => "from.rate()".to_owned(),
        Shape::Time => "from.time()".to_owned(),
        Shape::Metadata => "from.metadata()".to_owned(),
        Shape::Words(of) => format!("{}.of(from.int())", of.name),
        Shape::Fields(of) => format!("{}.read(from)", of.name),
        Shape::Variants(of) => format!("{}.read(from)", of.name),
        Shape::Optional(inner) => format!("from.optional {{ {} }}", read(inner)),
        Shape::List(inner) => format!("from.list {{ {} }}", read(inner)),
        Shape::OrRefused(inner) => format!("from.orRefused {{ {} }}", read(inner)),
        Shape::Command => "readCommand(from)".to_owned(),
    }
}

/// What a field is where it is left out, as Kotlin writes it; none where it must be given.
pub fn default(field: &InputField) -> Option<String> {
    let shape = match field.shape {
        Shape::Optional(inner) if field.default.is_some() => inner,
        Shape::Optional(_) => return Some("null".to_owned()),
        other => other,
    };
    let default = field.default?;
    Some(match shape {
        Shape::Words(of) => format!("{}.{}", of.name, default.to_uppercase()),
        Shape::Variants(of) => {
            let variant = of.variants.iter().find(|variant| variant.word == default);
            format!("{}.{}", of.name, variant.map_or("", |variant| variant.name))
        }
        _ => default.to_owned(),
    })
}

/// First the fields that must be given, then the others.
pub fn in_order(fields: &[InputField]) -> Vec<&InputField> {
    let (mut given, left_out): (Vec<&InputField>, Vec<&InputField>) =
        fields.iter().partition(|field| default(field).is_none());
    given.extend(left_out);
    given
}

/// A field as a parameter, with what it is where it is left out.
pub fn parameter(field: &InputField) -> String {
    let written = format!("{}: {}", camel(field.name), of(field.shape));
    default(field).map_or(written.clone(), |default| format!("{written} = {default}"))
}
