//! A command that is put together from the pieces it tells of itself is the command again, byte for byte. So
//! bindings encode what their hosts ask.

use crate::cbor::Value;
use crate::ground::Ground;
use crate::mutants;
use crate::odd::Odd;
use crate::values::Known;
use paywright::shape::{Described, Form, Piece, VariantsSpec};
use paywright::{AnyCommand, InputField, Rate};
use std::vec::IntoIter;

/// A value, or a whole whose parts follow.
enum Part {
    Value(Value),
    Many(usize),
    Fields(&'static [InputField], Form),
    Variant(&'static VariantsSpec, usize),
}

fn part(piece: Piece<'_>) -> Part {
    Part::Value(match piece {
        Piece::Fields(of) => return Part::Fields(of.fields, of.form),
        Piece::Command(of) => return Part::Fields(of.fields, Form::Map),
        Piece::Variant(of, place) => return Part::Variant(of, place),
        Piece::List(count) => return Part::Many(count),
        Piece::Absent => Value::Null,
        Piece::Flag(flag) => Value::Flag(flag),
        Piece::Whole(number) => Value::Whole(number),
        Piece::Text(text) => Value::text(text),
        Piece::Id(_, bytes) => Value::Bytes(bytes.to_vec()),
        Piece::Money(money) => {
            Value::List(vec![Value::whole(money.minor()), Value::text(money.currency().to_string())])
        }
        Piece::Currency(currency) => Value::text(currency.to_string()),
        Piece::Rate(rate) => digits(rate),
        Piece::Time(time) => Value::whole(time.as_micros()),
        Piece::Metadata(metadata) => Value::text(metadata.to_string()),
        Piece::Word(of, place) => Value::whole(of.words[place].number),
        Piece::Bytes(_) | Piece::Refused(_) => panic!("{piece:?} is in no command"),
    })
}

/// All its digits as one number, and how many of them are decimals.
fn digits(rate: Rate) -> Value {
    let text = rate.to_string();
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let mantissa: i64 = text.replace('.', "").parse().unwrap();
    Value::List(vec![Value::whole(mantissa), Value::whole(decimals as u32)])
}

/// How arrays end.
#[derive(Clone, Copy, PartialEq)]
enum Ends {
    /// With the last part that is there.
    Short,
    /// With nulls for the parts that are not.
    Null,
}

fn built(told: &mut IntoIter<Part>, ends: Ends) -> Value {
    match told.next().unwrap() {
        Part::Value(value) => value,
        Part::Many(count) => Value::List((0..count).map(|_| built(told, ends)).collect()),
        Part::Fields(fields, Form::Array) => in_order(fields, told, ends),
        Part::Fields(fields, _) => {
            let entries = fields.iter().map(|field| (Value::whole(field.number), built(told, ends)));
            Value::Map(entries.filter(|(_, value)| *value != Value::Null).collect())
        }
        Part::Variant(of, place) => {
            let variant = &of.variants[place];
            Value::List(vec![Value::whole(variant.number), in_order(variant.parts, told, ends)])
        }
    }
}

fn in_order(fields: &[InputField], told: &mut IntoIter<Part>, ends: Ends) -> Value {
    let mut values: Vec<Value> = fields.iter().map(|_| built(told, ends)).collect();
    while ends == Ends::Short && values.last() == Some(&Value::Null) {
        values.pop();
    }
    Value::List(values)
}

fn rebuilt(command: &AnyCommand, ends: Ends) -> Vec<u8> {
    let mut told = Vec::new();
    command.tell(&mut |piece| told.push(part(piece)));
    let mut told = told.into_iter();
    let value = built(&mut told, ends);
    assert_eq!(told.len(), 0, "{command:?} tells more than its shape has");
    value.write()
}

#[test]
fn any_command_put_together_from_its_pieces_has_its_bytes_and_is_read_with_nulls_at_its_ends() {
    let ground = Ground::new();
    let known = Known::of(&ground.filled);
    let mut count = 0;
    for example in &ground.examples {
        let odd = mutants::of(example, &known).into_iter().filter_map(Odd::read).map(|odd| odd.command);
        for command in odd.chain([example.command.clone()]) {
            assert!(rebuilt(&command, Ends::Short) == command.encode(), "{}: {command:?}", example.name());
            let again = AnyCommand::decode(command.spec().tag, &rebuilt(&command, Ends::Null));
            assert_eq!(again.as_ref(), Some(&command), "{}", example.name());
            count += 1;
        }
    }
    assert!(count > 5_000, "only {count} commands were put together");
}
