//! An example, put wrong in one place: each value of each field, however deep, and the bytes as a whole.

use crate::cbor::Value;
use crate::examples::Example;
use crate::shapes::{Shape, shape};
use crate::values::{Known, Named, malformed};
use paywright::limits::{EFFECTS, FORGOTTEN_KEYS, TRANSFERS};

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
        for (what, instead) in instead_of(given, field.type_name, known) {
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

/// What can stand instead of a value of this type: itself put wrong, or one of its parts.
fn instead_of(value: &Value, type_name: &'static str, known: &Known) -> Vec<Named> {
    let mut all = malformed(value);
    all.extend(known.instead(type_name));
    match (shape(type_name), value) {
        (_, Value::Null) => {}
        (Shape::Parts(parts), Value::List(given)) => all.extend(within(given, parts, known)),
        (Shape::Variants(variants), Value::List(given)) => {
            let [Value::Whole(number), Value::List(of)] = &given[..] else { panic!("no variant: {value:?}") };
            for (other, parts) in variants {
                let samples = parts.iter().map(|(_, part)| known.sample(part)).collect();
                let other = Value::whole(*other);
                all.push((format!("as {other:?}"), Value::List(vec![other.clone(), Value::List(samples)])));
                all.push((format!("as a bare {other:?}"), Value::List(vec![other, Value::List(Vec::new())])));
            }
            let unknown = Value::List(vec![Value::whole(variants.len() as u32), Value::List(Vec::new())]);
            all.push(("of no variant".to_owned(), unknown));
            all.push(("the number alone".to_owned(), given[0].clone()));
            let (_, parts) = variants.iter().find(|(known, _)| i128::from(*known) == *number).unwrap();
            let wrong = within(of, parts, known).into_iter();
            all.extend(wrong.map(|(what, of)| (what, Value::List(vec![given[0].clone(), of]))));
        }
        (Shape::Fields(fields), map) => {
            for field in fields {
                let given = map.fields().into_iter().find(|(number, _)| *number == field.number);
                let Some((number, given)) = given else { continue };
                all.push((format!("{}: absent", field.name), map.with(number, None)));
                let wrong = instead_of(given, field.type_name, known).into_iter();
                all.extend(
                    wrong.map(|(what, part)| {
                        (format!("{}: {what}", field.name), map.with(number, Some(part)))
                    }),
                );
            }
        }
        (Shape::List(item), Value::List(given)) => {
            let most = match item {
                "EffectId" => EFFECTS,
                "KeyId" => FORGOTTEN_KEYS,
                _ => TRANSFERS,
            };
            all.push(("each twice".to_owned(), Value::List([&given[..], &given[..]].concat())));
            all.push(("backwards".to_owned(), Value::List(given.iter().rev().cloned().collect())));
            let last = given.last().unwrap();
            all.push((format!("{most}"), Value::List(vec![last.clone(); most])));
            all.push((format!("{}", most + 1), Value::List(vec![last.clone(); most + 1])));
            for (place, one) in given.iter().enumerate() {
                for (what, instead) in instead_of(one, item, known) {
                    all.push((format!("{place}: {what}"), Value::List(replaced(given, place, instead))));
                }
            }
        }
        _ => {}
    }
    all
}

/// The list with one of its parts put wrong, too short or too long.
fn within(given: &[Value], parts: &[(&'static str, &'static str)], known: &Known) -> Vec<Named> {
    let mut all = Vec::new();
    for (place, (name, type_name)) in parts.iter().enumerate().take(given.len()) {
        for (what, instead) in instead_of(&given[place], type_name, known) {
            all.push((format!("{name}: {what}"), Value::List(replaced(given, place, instead))));
        }
        all.push((format!("cut before {name}"), Value::List(given[..place].to_vec())));
    }
    all.push(("a part too many".to_owned(), Value::List([given, &[Value::Null]].concat())));
    all
}

fn replaced(given: &[Value], place: usize, instead: Value) -> Vec<Value> {
    let mut list = given.to_vec();
    list[place] = instead;
    list
}
