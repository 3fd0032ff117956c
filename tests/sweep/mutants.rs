//! An example, put wrong in one place: each value of each field, however deep, and the bytes as a whole.

use crate::cbor::Value;
use crate::examples::Example;
use crate::values::{Known, Named, malformed};
use paywright::InputField;
use paywright::limits::{EFFECTS, FORGOTTEN_KEYS, TRANSFERS};
use paywright::shape::{FieldsSpec, Form, Shape, VariantsSpec};

/// The bytes of a command that is wrong somewhere.
pub struct Mutant {
    pub tag: u16,
    pub what: String,
    pub bytes: Vec<u8>,
}

/// All that can be put wrong with an example.
pub fn of(example: &Example, known: &Known) -> Vec<Mutant> {
    let (spec, value) = (example.command.spec(), example.value());
    let mut all = whole(&value);
    for field in spec.fields {
        let Some((_, given)) = value.fields().into_iter().find(|(number, _)| *number == field.number) else {
            continue;
        };
        let name = field.name;
        all.push((format!("{name}: absent"), value.with(field.number, None)));
        for (what, instead) in instead_of(given, field.shape, known) {
            all.push((format!("{name}: {what}"), value.with(field.number, Some(instead))));
        }
        let Value::Map(mut twice) = value.clone() else { continue };
        twice.push((Value::whole(field.number), given.clone()));
        all.push((format!("{name}: twice"), Value::Map(twice.clone())));
        twice.last_mut().unwrap().1 = Value::Null;
        all.push((format!("{name}: given and taken back"), Value::Map(twice)));
    }
    let name = example.name();
    let mutant = |(what, value): Named| Mutant {
        tag: spec.tag,
        what: format!("{name}: {what}"),
        bytes: value.write(),
    };
    all.into_iter().map(mutant).collect()
}

/// The example with what is wrong with either of two others; where both changed a field, as the second has
/// it.
pub fn crossed(example: &Value, others: &[Value; 2]) -> Value {
    let field = |of: &Value, number: u32| {
        of.fields().into_iter().find(|(found, _)| *found == number).map(|(_, value)| value.clone())
    };
    let mut crossed = example.clone();
    for other in others {
        let numbers = example.fields().into_iter().chain(other.fields()).map(|(number, _)| number);
        for number in numbers {
            let value = field(other, number);
            if value != field(example, number) {
                crossed = crossed.with(number, value);
            }
        }
    }
    crossed
}

/// What can be wrong with the command as a whole.
fn whole(value: &Value) -> Vec<Named> {
    let bytes = value.write();
    let named = |what: &str, value| (what.to_owned(), value);
    let mut all = malformed(value);
    all.push(named("no bytes", Value::Raw(Vec::new())));
    all.push(named("a byte more", Value::Raw([&bytes[..], &[0]].concat())));
    all.push(named("itself twice", Value::Raw([&bytes[..], &bytes[..]].concat())));
    // The map's head says how many entries there are.
    all.push(named("an entry less than it says", Value::Raw([&[bytes[0] + 1], &bytes[1..]].concat())));
    let without_end = [&[0xbf], &bytes[1..], &[0xff]].concat();
    all.push(named("as a map without end", Value::Raw(without_end)));
    all.push(named("with a field that is not known", value.with(99, Some(Value::nested(128)))));
    all.push(named("with a deep one that is not", value.with(99, Some(Value::nested(100_000)))));
    all.push(named("with a field without an end", value.with(99, Some(Value::Raw(vec![0x9f])))));
    let mut entries = value.fields().into_iter().map(|(number, value)| (number, value.clone()));
    let by_name = entries.clone().map(|(number, value)| (Value::text(number.to_string()), value));
    all.push(named("by names", Value::Map(by_name.collect())));
    let backwards: Vec<_> = entries.clone().map(|(number, value)| (Value::whole(number), value)).collect();
    all.push(named("backwards", Value::Map(backwards.into_iter().rev().collect())));
    let as_list = entries.by_ref().map(|(_, value)| value);
    all.push(named("as a list", Value::List(as_list.collect())));
    let lengths = (0..bytes.len())
        .map(|length| (format!("cut after {length} bytes"), Value::Raw(bytes[..length].to_vec())));
    all.extend(lengths);
    all
}

/// What can stand instead of a value of this shape: itself put wrong, or one of its parts.
fn instead_of(value: &Value, shape: &Shape, known: &Known) -> Vec<Named> {
    let mut all = malformed(value);
    all.extend(known.instead(shape));
    all.extend(with_wrong_parts(value, shape, known));
    all
}

fn with_wrong_parts(value: &Value, shape: &Shape, known: &Known) -> Vec<Named> {
    match (shape, value) {
        (_, Value::Null) => Vec::new(),
        (Shape::Optional(shape), _) => with_wrong_parts(value, shape, known),
        (Shape::Fields(FieldsSpec { fields, form: Form::Array, .. }), Value::List(given)) => {
            let wrong = within(given, fields, known).into_iter();
            wrong.map(|(what, parts)| (what, Value::List(parts))).collect()
        }
        (Shape::Fields(of), map) => with_wrong_fields(map, of.fields, known),
        (Shape::Variants(of), Value::List(given)) => as_variants(given, of, known),
        (Shape::List(item), Value::List(given)) => with_wrong_items(given, item, known),
        _ => Vec::new(),
    }
}

fn with_wrong_fields(map: &Value, fields: &[InputField], known: &Known) -> Vec<Named> {
    let mut all = Vec::new();
    for field in fields {
        let given = map.fields().into_iter().find(|(number, _)| *number == field.number);
        let Some((number, given)) = given else { continue };
        all.push((format!("{}: absent", field.name), map.with(number, None)));
        for (what, part) in instead_of(given, field.shape, known) {
            all.push((format!("{}: {what}", field.name), map.with(number, Some(part))));
        }
    }
    all
}

/// As each of the variants, as none, and as itself with a wrong part.
fn as_variants(given: &[Value], of: &VariantsSpec, known: &Known) -> Vec<Named> {
    let [Value::Whole(number), Value::List(parts)] = given else { panic!("no variant: {given:?}") };
    let empty = || Value::List(Vec::new());
    let mut all = Vec::new();
    for other in of.variants {
        let (other, samples) = (Value::whole(other.number), known.samples(other.parts));
        all.push((format!("as {other:?}"), Value::List(vec![other.clone(), samples])));
        all.push((format!("as a bare {other:?}"), Value::List(vec![other, empty()])));
    }
    let unknown = of.variants.iter().map(|one| one.number + 1).max().unwrap_or_default();
    all.push(("of no variant".to_owned(), Value::List(vec![Value::whole(unknown), empty()])));
    all.push(("the number alone".to_owned(), given[0].clone()));
    let itself = of.variants.iter().find(|one| i128::from(one.number) == *number).unwrap();
    let wrong = within(parts, itself.parts, known).into_iter();
    all.extend(wrong.map(|(what, parts)| (what, Value::List(vec![given[0].clone(), Value::List(parts)]))));
    all
}

fn with_wrong_items(given: &[Value], item: &Shape, known: &Known) -> Vec<Named> {
    let most = match item {
        Shape::Id(id) if id.name == "EffectId" => EFFECTS,
        Shape::Id(id) if id.name == "KeyId" => FORGOTTEN_KEYS,
        _ => TRANSFERS,
    };
    let last = given.last().unwrap();
    let mut all = vec![
        ("each twice".to_owned(), Value::List([given, given].concat())),
        ("backwards".to_owned(), Value::List(given.iter().rev().cloned().collect())),
        (format!("{most}"), Value::List(vec![last.clone(); most])),
        (format!("{}", most + 1), Value::List(vec![last.clone(); most + 1])),
    ];
    for (place, one) in given.iter().enumerate() {
        for (what, instead) in instead_of(one, item, known) {
            all.push((format!("{place}: {what}"), Value::List(replaced(given, place, instead))));
        }
    }
    all
}

/// The list with one of its parts put wrong, too short or too long.
fn within(given: &[Value], parts: &[InputField], known: &Known) -> Vec<(String, Vec<Value>)> {
    let mut all = Vec::new();
    for (place, part) in parts.iter().enumerate().take(given.len()) {
        for (what, instead) in instead_of(&given[place], part.shape, known) {
            all.push((format!("{}: {what}", part.name), replaced(given, place, instead)));
        }
        all.push((format!("cut before {}", part.name), given[..place].to_vec()));
    }
    all.push(("a part too many".to_owned(), [given, &[Value::Null]].concat()));
    all
}

fn replaced(given: &[Value], place: usize, instead: Value) -> Vec<Value> {
    let mut list = given.to_vec();
    list[place] = instead;
    list
}
