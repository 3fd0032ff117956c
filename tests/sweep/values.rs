//! What can stand where a value belongs: a table of wrong and of extreme values by type.

use crate::cbor::{Value, head};
use crate::support::World;
use paywright::journal::IdempotencyKey;
use paywright::limits::{ALL, AMOUNT_MINOR, HOLD_SECONDS};
use paywright::shape::{FieldsSpec, Form, IdSpec, Shape, WordsSpec};
use paywright::storage::Record;
use paywright::{
    Account, Case, Effect, FeePlan, Hold, Id, InputField, Merchant, Operation, Order, Payment, Refund,
    Timestamp, User,
};

/// A value with what is to be said of it.
pub type Named = (String, Value);

/// What a world holds that a wrong command could name.
pub struct Known {
    ids: Vec<(&'static str, Vec<[u8; 16]>)>,
    now: Timestamp,
}

impl Known {
    pub fn of(world: &World) -> Self {
        let ids = vec![
            ("UserId", ids_of::<User>(world)),
            ("FeePlanId", ids_of::<FeePlan>(world)),
            ("MerchantId", ids_of::<Merchant>(world)),
            ("AccountId", ids_of::<Account>(world)),
            ("TransferId", ids_of::<Hold>(world)),
            ("OrderId", ids_of::<Order>(world)),
            ("PaymentId", ids_of::<Payment>(world)),
            ("RefundId", ids_of::<Refund>(world)),
            ("OperationId", ids_of::<Operation>(world)),
            ("EffectId", ids_of::<Effect>(world)),
            ("CaseId", ids_of::<Case>(world)),
            ("KeyId", ids_of::<IdempotencyKey>(world)),
            // Nobody has exchanged anything yet.
            ("ExchangeId", vec![[7; 16]]),
        ];
        Self { ids, now: world.clock.reads() }
    }

    fn ids(&self, name: &str) -> &[[u8; 16]] {
        let found = self.ids.iter().find(|(known, _)| *known == name);
        let (_, ids) = found.unwrap_or_else(|| panic!("{name}: say in Known which records have such ids"));
        assert!(!ids.is_empty(), "{name}: the world has no such record");
        ids
    }

    /// What can stand where a value of this shape belongs, each wrong or extreme in its own way. What has
    /// parts is put wrong part by part.
    pub fn instead(&self, shape: &Shape) -> Vec<Named> {
        match *shape {
            Shape::Optional(value) => self.instead(value),
            Shape::Text => texts(),
            Shape::Metadata => objects(),
            Shape::Whole { least, most } => wholes(least, most),
            Shape::Money => self.amounts(),
            Shape::Currency => currencies(),
            Shape::Rate => rates(),
            Shape::Time => self.times(),
            Shape::Id(id) => self.instead_of_id(id),
            Shape::Words(words) => numbers(words),
            Shape::Flag | Shape::Fields(_) | Shape::Variants(_) | Shape::List(_) => Vec::new(),
            Shape::Bytes(_) | Shape::OrRefused(_) | Shape::Command => panic!("{shape:?} is in no command"),
        }
    }

    fn instead_of_id(&self, id: &IdSpec) -> Vec<Named> {
        let own = self.ids(id.name);
        let mut all = named([
            ("sixteen zero bytes", Value::Bytes(vec![0; 16])),
            ("fifteen bytes", Value::Bytes(vec![7; 15])),
            ("seventeen bytes", Value::Bytes(vec![7; 17])),
            ("no bytes", Value::Bytes(Vec::new())),
            ("text", Value::text("pay_7zzzzzzzzzzzzzzzzzzzzzzzzz")),
            ("unknown", Value::Bytes(vec![0xee; 16])),
            ("another of its type", Value::Bytes(own[0].to_vec())),
            ("one more of its type", Value::Bytes(own[own.len() - 1].to_vec())),
        ]);
        let foreign = self.ids.iter().filter(|(other, _)| *other != id.name);
        all.extend(foreign.map(|(other, ids)| (format!("a {other}"), Value::Bytes(ids[0].to_vec()))));
        all
    }

    fn times(&self) -> Vec<Named> {
        let five_years = i64::try_from(HOLD_SECONDS).unwrap();
        let (now, latest) = (self.now, self.now.plus_seconds(five_years));
        let times = [
            ("the first time", Timestamp::from_micros(i64::MIN)),
            ("the last time", Timestamp::from_micros(i64::MAX)),
            ("1970", Timestamp::from_micros(0)),
            ("before 1970", Timestamp::from_micros(-1)),
            ("now", now),
            ("just past", now.plus_micros(-1)),
            ("long past", now.plus_seconds(-five_years)),
            ("soon", now.plus_seconds(1)),
            ("just within five years", latest),
            ("just beyond five years", latest.plus_seconds(1)),
            ("the year 9999", "9999-12-31T23:59:59Z".parse().unwrap()),
        ];
        let mut all = named(times.map(|(what, time)| (what, Value::whole(time.as_micros()))));
        all.extend(named([
            ("beyond all time", Value::whole(u64::MAX)),
            ("a written time", Value::text(now.to_string())),
        ]));
        all
    }

    fn amounts(&self) -> Vec<Named> {
        let money =
            |minor: i128, currency: &str| Value::List(vec![Value::Whole(minor), Value::text(currency)]);
        let limit = i128::from(AMOUNT_MINOR);
        let minors = [0, 1, -1, limit, limit + 1, i64::MIN.into(), i64::MAX.into(), u64::MAX.into()];
        let mut all: Vec<Named> =
            minors.into_iter().map(|minor| (format!("{minor} GBP"), money(minor, "GBP"))).collect();
        let fitting = currencies().into_iter();
        all.extend(fitting.map(|(what, currency)| (what, Value::List(vec![Value::whole(100), currency]))));
        all.extend(named([
            ("written", Value::text("1.00 GBP")),
            ("without a currency", Value::List(vec![Value::whole(1)])),
            (
                "with more than a currency",
                Value::List(vec![Value::whole(1), Value::text("GBP"), Value::Null]),
            ),
            ("by a name", Value::Map(vec![(Value::text("minor"), Value::whole(1))])),
            ("with written digits", Value::List(vec![Value::text("1"), Value::text("GBP")])),
            ("the other way round", Value::List(vec![Value::text("GBP"), Value::whole(1)])),
            ("a float", Value::List(vec![Value::Raw(vec![0xf9, 0x3e, 0]), Value::text("GBP")])),
        ]));
        all
    }

    /// A good value of this shape, to put where a variant has none.
    pub fn sample(&self, shape: &Shape) -> Value {
        match *shape {
            Shape::Optional(value) => self.sample(value),
            Shape::Text => Value::text("sample"),
            Shape::Metadata => Value::text("{}"),
            Shape::Flag => Value::Flag(false),
            Shape::Whole { .. } | Shape::Words(_) => Value::whole(1),
            Shape::Money => Value::List(vec![Value::whole(1), Value::text("GBP")]),
            Shape::Currency => Value::text("GBP"),
            Shape::Rate => Value::List(vec![Value::whole(1), Value::whole(2)]),
            Shape::Time => Value::whole(self.now.plus_seconds(3_600).as_micros()),
            Shape::Id(id) => Value::Bytes(self.ids(id.name)[0].to_vec()),
            Shape::List(item) => Value::List(vec![self.sample(item)]),
            Shape::Variants(of) => {
                Value::List(vec![Value::whole(of.variants[0].number), self.samples(of.variants[0].parts)])
            }
            Shape::Fields(FieldsSpec { fields, form: Form::Array, .. }) => self.samples(fields),
            Shape::Fields(FieldsSpec { fields, .. }) => {
                let entry = |field: &InputField| (Value::whole(field.number), self.sample(field.shape));
                Value::Map(fields.iter().map(entry).collect())
            }
            Shape::Bytes(_) | Shape::OrRefused(_) | Shape::Command => panic!("{shape:?} is in no command"),
        }
    }

    /// One of each, in order.
    pub fn samples(&self, parts: &[InputField]) -> Value {
        Value::List(parts.iter().map(|part| self.sample(part.shape)).collect())
    }
}

fn ids_of<R: Record<Id: Id>>(world: &World) -> Vec<[u8; 16]> {
    world.all::<R>().iter().map(|record| record.id().to_bytes()).collect()
}

fn named<const N: usize>(values: [(&str, Value); N]) -> Vec<Named> {
    values.into_iter().map(|(what, value)| (what.to_owned(), value)).collect()
}

/// What is no value of any type that commands are made of, or of another type, or of none at all.
pub fn malformed(value: &Value) -> Vec<Named> {
    let huge = |major| {
        let mut bytes = Vec::new();
        head(&mut bytes, major, 1 << 60);
        Value::Raw(bytes)
    };
    let raw = |bytes: &[u8]| Value::Raw(bytes.to_vec());
    named([
        ("null", Value::Null),
        ("a number", Value::whole(1)),
        ("a number below zero", Value::whole(-1)),
        ("a text", Value::text("1")),
        ("bytes", Value::Bytes(vec![1])),
        ("an empty list", Value::List(Vec::new())),
        ("a list of it", Value::List(vec![value.clone()])),
        ("an empty map", Value::Map(Vec::new())),
        ("a map of it", Value::Map(vec![(Value::whole(1), value.clone())])),
        ("yes", Value::Flag(true)),
        ("not a number", raw(&[0xf9, 0x7e, 0])),
        ("infinity", raw(&[0xfb, 0x7f, 0xf0, 0, 0, 0, 0, 0, 0])),
        ("undefined", raw(&[0xf7])),
        ("a break", raw(&[0xff])),
        ("a reserved head", raw(&[0x1c])),
        ("tagged", Value::Raw([vec![0xc0], value.write()].concat())),
        ("128 levels", Value::nested(128)),
        ("a hundred thousand levels", Value::nested(100_000)),
        ("a text of pieces", raw(&[0x7f, 0x61, b'a', 0x61, b'b', 0xff])),
        ("a text that is no UTF-8", raw(&[0x62, 0xc3, 0x28])),
        ("a list without end", raw(&[0x9f, 0xff])),
        ("a huge text", huge(3)),
        ("huge bytes", huge(2)),
        ("a huge list", huge(4)),
        ("a huge map", huge(5)),
    ])
}

fn texts() -> Vec<Named> {
    let mut all = named([
        ("empty", Value::text("")),
        ("blank", Value::text("  \u{a0}\u{3000}")),
        ("a tab", Value::text("a\tb")),
        ("a line break", Value::text("a\r\nb")),
        ("NUL", Value::text("a\0b")),
        ("delete", Value::text("\u{7f}")),
        ("a control character of Latin 1", Value::text("a\u{85}")),
        ("right to left", Value::text("\u{202e}שלום\u{200f}")),
        ("combining", Value::text("e\u{301}".repeat(40))),
        ("an emoji", Value::text("\u{1f469}\u{200d}\u{1f373}")),
        ("a byte order mark", Value::text("\u{feff}a")),
        ("nothing to see", Value::text("\u{200b}")),
        ("quotes", Value::text("'; DROP TABLE orders; --\"\\")),
        ("the end of Unicode", Value::text("\u{10ffff}")),
        ("a mebibyte", Value::text("x".repeat(1 << 20))),
    ]);
    for limit in ALL.iter().filter(|limit| limit.name.ends_with("_BYTES") && limit.most < 1 << 20) {
        let (name, most) = (limit.name, limit.most);
        all.push((format!("{most}"), Value::text("x".repeat(most))));
        all.push((format!("{}", most + 1), Value::text("x".repeat(most + 1))));
        all.push((format!("{name} and half a character"), Value::text("x".repeat(most - 1) + "é")));
    }
    all
}

fn objects() -> Vec<Named> {
    named([
        ("empty", Value::text("")),
        ("no JSON", Value::text("basket")),
        ("a list", Value::text("[1]")),
        ("an empty object", Value::text("{}")),
        ("an open object", Value::text("{\"a\":")),
        ("a key twice", Value::text("{\"a\":1,\"a\":2}")),
        ("a float", Value::text("{\"a\":1e999}")),
        ("NUL", Value::text("{\"a\":\"\\u0000\"}")),
        ("deep", Value::text("[".repeat(100_000))),
        ("a mebibyte", Value::text(format!("{{\"a\":\"{}\"}}", "x".repeat(1 << 20)))),
    ])
}

/// Each word of the set, and numbers of none.
fn numbers(words: &WordsSpec) -> Vec<Named> {
    let known = words.words.iter().map(|word| i128::from(word.number));
    let next = known.clone().max().map_or(0, |last| last + 1);
    let unknown = [-1, 0, next, 255, 1 << 32, i128::from(u64::MAX)];
    let unknown = unknown.into_iter().filter(|number| known.clone().all(|known| known != *number));
    let all = known.clone().chain(unknown);
    all.map(|number| (format!("word {number}"), Value::Whole(number))).collect()
}

fn wholes(least: i128, most: i128) -> Vec<Named> {
    let limits = ALL.iter().flat_map(|limit| [limit.most as i128, limit.most as i128 + 1]);
    let amount = i128::from(AMOUNT_MINOR);
    let amounts = [amount, amount + 1, -amount, -amount - 1];
    let ends = [0, 1, -1, least, least - 1, most, most + 1, 999, 1_000, u64::MAX.into()];
    let all = limits.chain(amounts).chain(ends).filter(|number| *number >= -(1 << 64));
    let mut all: Vec<Named> = all.map(|number| (number.to_string(), Value::Whole(number))).collect();
    all.push(("in more bytes than it needs".to_owned(), Value::Raw(vec![0x1b, 0, 0, 0, 0, 0, 0, 0, 1])));
    all
}

fn currencies() -> Vec<Named> {
    let texts = [
        "EUR",
        "JPY",
        "CLF",
        "GHOST/2",
        "POINTS/0",
        "POINTS/2",
        "POINTS",
        "gbp",
        "GBP ",
        "XAU",
        "XXX",
        "GBP/2",
        "A/0",
        "TOOLONGED/0",
        "MILES/10",
        "MILES/3",
        "1ST/0",
        "",
        "/",
        "ÉUR",
    ];
    texts.into_iter().map(|text| (format!("in '{text}'"), Value::text(text))).collect()
}

fn rates() -> Vec<Named> {
    let rate = |mantissa: i128, scale: i128| Value::List(vec![Value::Whole(mantissa), Value::Whole(scale)]);
    let all = [
        (0, 0),
        (0, 3),
        (1, 0),
        (11, 1),
        (-1, 3),
        (10, 1),
        (999_999_999_999_999_999, 18),
        (1, 18),
        (1, 19),
        (1, 255),
        (1, 256),
        (i64::MIN.into(), 0),
        (i64::MAX.into(), 18),
        (u64::MAX.into(), 0),
    ];
    all.into_iter().map(|(mantissa, scale)| (format!("{mantissa}e-{scale}"), rate(mantissa, scale))).collect()
}
