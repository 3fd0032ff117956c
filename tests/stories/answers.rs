//! What the engine answers, as JSON that a story's paths lead into.

use paywright::Figures;
use paywright::shape::Piece;
use serde_json::{Map, Value, json};

/// What is told, as JSON: records as objects, everything else as the README says.
pub fn told(tell: impl FnOnce(&mut dyn FnMut(Piece<'_>))) -> Value {
    let mut teller = Teller { open: Vec::new(), done: Value::Null };
    tell(&mut |piece| teller.take(piece));
    teller.done
}

pub fn figures(figures: &Figures) -> Value {
    let minor = |sum: i128| i64::try_from(sum).unwrap();
    json!({"balance": minor(figures.balance()), "available": minor(figures.available())})
}

/// A whole whose parts are still to come.
struct Open {
    /// Names of those to come, the last one first; none of a list.
    names: Option<Vec<&'static str>>,
    left: usize,
    whole: Value,
}

struct Teller {
    open: Vec<Open>,
    done: Value,
}

impl Teller {
    fn take(&mut self, piece: Piece<'_>) {
        let value = match piece {
            Piece::Absent => Value::Null,
            Piece::Flag(flag) => json!(flag),
            Piece::Whole(number) => json!(i64::try_from(number).unwrap()),
            Piece::Text(text) => json!(text),
            Piece::Bytes(bytes) => json!(bytes),
            Piece::Id(id, bytes) => json!(id.text(bytes)),
            Piece::Money(money) => json!(money.to_string()),
            Piece::Currency(currency) => json!(currency.to_string()),
            Piece::Rate(rate) => json!(rate.to_string()),
            Piece::Time(time) => json!(time.to_string()),
            Piece::Metadata(metadata) => serde_json::from_str(metadata.as_str()).unwrap(),
            Piece::Word(words, place) => json!(words.words[place].word),
            Piece::Refused(refused) => json!({"code": refused.code.spec().code}),
            Piece::List(left) => return self.begin(Open { names: None, left, whole: json!([]) }),
            Piece::Fields(of) => return self.begin_fields(of.fields.iter().map(|field| field.name)),
            Piece::Command(spec) => return self.begin_fields(spec.fields.iter().map(|field| field.name)),
            Piece::Variant(of, place) => {
                return self.begin_fields(of.variants[place].parts.iter().map(|part| part.name));
            }
        };
        self.add(value);
    }

    fn begin_fields(&mut self, names: impl DoubleEndedIterator<Item = &'static str>) {
        let names: Vec<_> = names.rev().collect();
        self.begin(Open { left: names.len(), names: Some(names), whole: json!({}) });
    }

    fn begin(&mut self, open: Open) {
        if open.left == 0 { self.add(open.whole) } else { self.open.push(open) }
    }

    /// Adds a value to the whole that is open, and closes each that it was the last part of.
    fn add(&mut self, mut value: Value) {
        while let Some(mut open) = self.open.pop() {
            match &mut open.names {
                Some(names) => {
                    let fields: &mut Map<_, _> = open.whole.as_object_mut().unwrap();
                    fields.insert(names.pop().unwrap().to_owned(), value);
                }
                None => open.whole.as_array_mut().unwrap().push(value),
            }
            open.left -= 1;
            if open.left > 0 {
                return self.open.push(open);
            }
            value = open.whole;
        }
        self.done = value;
    }
}
