//! What a story's JSON says, as the bytes that core reads: by the shape of each field, as any binding does.

use minicbor::Encoder;
use paywright::shape::{Form, Shape, VariantsSpec};
use paywright::{AnyCommand, Currency, InputField, Metadata, Money, Rate, Timestamp};
use serde_json::{Map, Value, json};

type To = Encoder<Vec<u8>>;

/// The command with this name and these fields.
pub fn command(name: &str, fields: &Value) -> AnyCommand {
    let known = AnyCommand::CATALOGUE.iter().find(|spec| spec.name == name);
    let spec = known.unwrap_or_else(|| panic!("there is no command {name}"));
    let mut to = Encoder::new(Vec::new());
    map(&mut to, fields.as_object().unwrap(), spec.fields);
    let bytes = to.into_writer();
    AnyCommand::decode(spec.tag, &bytes).unwrap_or_else(|| panic!("{name} cannot be made of {fields}"))
}

/// A value of this shape by itself.
pub fn bytes(value: &Value, shape: &Shape) -> Vec<u8> {
    let mut to = Encoder::new(Vec::new());
    write(&mut to, value, shape);
    to.into_writer()
}

fn map(to: &mut To, given: &Map<String, Value>, fields: &[InputField]) {
    are_known(given, fields);
    let value = |field: &InputField| given.get(field.name).cloned().or_else(|| default(field));
    let values: Vec<_> = fields.iter().filter_map(|field| Some((field, value(field)?))).collect();
    to.map(values.len() as u64).unwrap();
    for (field, value) in values {
        to.u32(field.number).unwrap();
        write(to, &value, field.shape);
    }
}

/// What a field is where it is left out, as a story would say it.
fn default(field: &InputField) -> Option<Value> {
    let said = field.default?;
    Some(match field.shape {
        Shape::Flag | Shape::Whole { .. } => serde_json::from_str(said).unwrap(),
        Shape::Variants(of) => {
            let variant = of.variants.iter().find(|variant| variant.word == said).unwrap();
            json!({variant.name: {}})
        }
        _ => json!(said),
    })
}

/// All fields in order; null is one that is left out.
fn array(to: &mut To, given: &Map<String, Value>, fields: &[InputField]) {
    are_known(given, fields);
    to.array(fields.len() as u64).unwrap();
    fields.iter().for_each(|field| write(to, given.get(field.name).unwrap_or(&Value::Null), field.shape));
}

fn are_known(given: &Map<String, Value>, fields: &[InputField]) {
    for name in given.keys() {
        let known: Vec<_> = fields.iter().map(|field| field.name).collect();
        assert!(known.contains(&name.as_str()), "there is no field {name}: only {known:?}");
    }
}

fn write(to: &mut To, value: &Value, shape: &Shape) {
    let text = || value.as_str().unwrap_or_else(|| panic!("a text is wanted here, not {value}"));
    match shape {
        Shape::Flag => to.bool(value.as_bool().unwrap()).map(|_| ()),
        Shape::Whole { .. } => to.i64(value.as_i64().unwrap()).map(|_| ()),
        Shape::Text => to.str(text()).map(|_| ()),
        Shape::Id(id) => to.bytes(&id.read(text()).unwrap()).map(|_| ()),
        Shape::Money => to.encode(text().parse::<Money>().unwrap()).map(|_| ()),
        Shape::Currency => to.encode(text().parse::<Currency>().unwrap()).map(|_| ()),
        Shape::Rate => to.encode(text().parse::<Rate>().unwrap()).map(|_| ()),
        Shape::Time => to.encode(text().parse::<Timestamp>().unwrap()).map(|_| ()),
        Shape::Metadata => to.encode(Metadata::parse(&value.to_string()).unwrap()).map(|_| ()),
        Shape::Words(of) => {
            let word = of.words.iter().find(|word| word.word == text());
            to.u32(word.unwrap_or_else(|| panic!("{value} is no {}", of.name)).number).map(|_| ())
        }
        Shape::Fields(of) => {
            let given = value.as_object().unwrap();
            let write = if of.form == Form::Map { map } else { array };
            return write(to, given, of.fields);
        }
        Shape::Variants(of) => return variant(to, value, of),
        Shape::Optional(_) if value.is_null() => to.null().map(|_| ()),
        Shape::Optional(inner) => return write(to, value, inner),
        Shape::List(item) => {
            let items = value.as_array().unwrap();
            to.array(items.len() as u64).unwrap();
            return items.iter().for_each(|one| write(to, one, item));
        }
        Shape::Bytes(_) | Shape::OrRefused(_) | Shape::Command => panic!("no command takes {shape:?}"),
    }
    .unwrap();
}

/// An object of one member: the variant's name and its parts.
fn variant(to: &mut To, value: &Value, of: &VariantsSpec) {
    let mut given = value.as_object().unwrap().iter();
    let (Some((name, parts)), None) = (given.next(), given.next()) else { panic!("{value} is no variant") };
    let known = of.variants.iter().find(|variant| variant.name == name);
    let known = known.unwrap_or_else(|| panic!("{name} is no {}", of.name));
    to.array(2).unwrap().u32(known.number).unwrap();
    array(to, parts.as_object().unwrap(), known.parts);
}
