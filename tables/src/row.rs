//! One row as the bytes that core reads, or why it cannot be: that row is refused then, and no other.

use super::cells::Cell;
use super::decimal::decimal_of_text;
use super::plan::{From, Node};
use arrow_array::Array;
use arrow_schema::TimeUnit;
use minicbor::Encoder;
use paywright::shape::{FieldsSpec, Form, Shape, VariantSpec, VariantsSpec, WordsSpec};
use paywright::{Currency, InputField, Metadata, Money, Rate, Timestamp};
use rust_decimal::Decimal;
use std::convert::Infallible;

/// Where a row is written to.
pub(crate) type Out = Encoder<Vec<u8>>;

/// What stands in the way of a row, as a sentence.
pub(crate) type Wrote = Result<(), String>;

/// Writing to memory cannot fail.
fn put(written: Result<&mut Out, minicbor::encode::Error<Infallible>>) -> Wrote {
    written.map(|_| ()).map_err(|error| error.to_string())
}

fn count(of: usize) -> u64 {
    u64::try_from(of).unwrap_or_default()
}

/// The fields of a command or a value, each under its number; what is not there is left out.
pub(crate) fn map(fields: &[Node], row: usize, key: Option<&str>, out: &mut Out) -> Wrote {
    let given = |field: &&Node| field.is_there(row) || !field.is_optional;
    put(out.map(count(fields.iter().filter(given).count())))?;
    for field in fields.iter().filter(given) {
        put(out.u32(field.number))?;
        field.write(row, key, out)?;
    }
    Ok(())
}

fn array(fields: &[Node], row: usize, out: &mut Out) -> Wrote {
    put(out.array(count(fields.len())))?;
    fields.iter().try_for_each(|field| field.write(row, None, out))
}

impl Node {
    /// Whether anything stands there, or stands there where nothing is said.
    fn is_there(&self, row: usize) -> bool {
        match &self.from {
            From::Nowhere => self.default.is_some(),
            From::Cells(cells) | From::Money(cells, ..) | From::Variant(_, cells, _) => {
                !matches!(cells.at(row), Cell::Nothing)
            }
            From::Currency(cells, otherwise) => {
                otherwise.is_some() || cells.iter().any(|cells| !matches!(cells.at(row), Cell::Nothing))
            }
            From::Fields(_, None, fields) => fields.iter().any(|field| field.is_there(row)),
            From::Fields(_, Some(structs), _) => structs.is_valid(row),
            From::List(spans, _) => spans.at(row).is_some(),
            From::KeyedId(_) => true,
        }
    }

    pub(crate) fn write(&self, row: usize, key: Option<&str>, out: &mut Out) -> Wrote {
        let named = |why: String| format!("{}: {why}", self.place);
        match &self.from {
            From::KeyedId(given) if given.is_there(row) => given.write(row, None, out),
            From::KeyedId(_) => match (key, self.shape) {
                (Some(key), Shape::Id(id)) => put(out.bytes(&id.derived(key))),
                _ => Err(format!("{}: neither an id nor a key is given", self.place)),
            },
            From::Nowhere => self.write_nothing(row, out),
            _ if !self.is_there(row) => self.write_nothing(row, out),
            From::Fields(of, _, fields) => write_fields(of, fields, row, out),
            From::Variant(_, words, _) => self.write_variant(words.text(row).unwrap_or_default(), row, out),
            From::List(spans, item) => {
                let (from, to) = spans.at(row).unwrap_or_default();
                put(out.array(count(to - from)))?;
                (from..to).try_for_each(|place| item.write(place, None, out))
            }
            From::Money(amounts, currencies, otherwise) => {
                let said = currencies.iter().find_map(|cells| cells.text(row));
                let currency = said.map(currency).transpose().map_err(named)?.or(*otherwise);
                let amount = currency.ok_or_else(|| "no currency is given".to_owned());
                put(out.encode(amount.and_then(|currency| money(amounts.at(row), currency)).map_err(named)?))
            }
            From::Currency(cells, otherwise) => {
                let said = cells.iter().find_map(|cells| cells.text(row)).map(currency);
                let found = said.transpose().map_err(named)?.or(*otherwise);
                put(out.encode(found.ok_or_else(|| named("no currency is given".to_owned()))?))
            }
            From::Cells(cells) => leaf(self.shape, cells.at(row), out).map_err(named),
        }
    }

    /// What it is where nothing stands in the row.
    fn write_nothing(&self, row: usize, out: &mut Out) -> Wrote {
        let named = |why: String| format!("{}: {why}", self.place);
        match (self.default, &self.from) {
            (Some(word), From::Variant(..)) => self.write_variant(word, row, out),
            (Some(default), _) => leaf(self.shape, Cell::Text(default), out).map_err(named),
            (None, _) if self.is_optional => put(out.null()),
            _ => Err(named("it must be given, and nothing stands there".to_owned())),
        }
    }

    /// A word; a word, a colon and the one part; or an id whose prefix tells which variant it is the part of.
    fn write_variant(&self, text: &str, row: usize, out: &mut Out) -> Wrote {
        let From::Variant(of, _, parts) = &self.from else { return Ok(()) };
        let named = |why: String| format!("{}: {why}", self.place);
        let (word, part) = text.split_once(':').map_or((text, None), |(word, part)| (word, Some(part)));
        let bare = |variant: &VariantSpec| match variant.parts {
            [InputField { shape: Shape::Id(id), .. }] if variant.is_wrapper => id.read(text).ok(),
            _ => None,
        };
        let is_meant = |variant: &VariantSpec| {
            variant.word == word && part.is_some() == variant.is_wrapper || bare(variant).is_some()
        };
        let found = of.variants.iter().zip(parts).find(|(variant, _)| is_meant(variant));
        let (variant, parts) = found.ok_or_else(|| named(no_variant(of, text)))?;
        put(out.array(2))?;
        put(out.u32(variant.number))?;
        let wrapped = variant.parts.first().filter(|_| variant.is_wrapper);
        let Some(wrapped) = wrapped else { return array(parts, row, out) };
        put(out.array(1))?;
        match bare(variant) {
            Some(bytes) => put(out.bytes(&bytes)),
            None => leaf(wrapped.shape, Cell::Text(part.unwrap_or_default()), out).map_err(named),
        }
    }
}

fn write_fields(of: &FieldsSpec, fields: &[Node], row: usize, out: &mut Out) -> Wrote {
    if of.form == Form::Map { map(fields, row, None, out) } else { array(fields, row, out) }
}

fn no_variant(of: &VariantsSpec, text: &str) -> String {
    let form = |variant: &VariantSpec| {
        let part = variant.parts.first().filter(|_| variant.is_wrapper);
        part.map_or_else(|| variant.word.to_owned(), |part| format!("{}:{}", variant.word, part.name))
    };
    let all: Vec<String> = of.variants.iter().map(form).collect();
    format!("'{}' is no {}: give one of {}", shown(text), of.name, all.join(", "))
}

/// A single value.
fn leaf(shape: &Shape, cell: Cell<'_>, out: &mut Out) -> Wrote {
    match (shape, cell) {
        (Shape::Text, Cell::Text(text)) => put(out.str(text)),
        (Shape::Id(id), Cell::Text(text)) => {
            put(out.bytes(&id.read(text).map_err(|error| format!("'{}' is {error}", shown(text)))?))
        }
        (Shape::Words(of), Cell::Text(text)) => put(out.u32(word(of, text)?)),
        (Shape::Currency, Cell::Text(text)) => put(out.encode(currency(text)?)),
        (Shape::Metadata, Cell::Text(text)) => {
            put(out.encode(Metadata::parse(text).map_err(|error| error.to_string())?))
        }
        (Shape::Flag, Cell::Flag(flag)) => put(out.bool(flag)),
        (Shape::Flag, Cell::Text("true")) => put(out.bool(true)),
        (Shape::Flag, Cell::Text("false")) => put(out.bool(false)),
        (Shape::Flag, Cell::Text(text)) => Err(format!("'{}' is neither true nor false", shown(text))),
        (Shape::Whole { least, most }, Cell::Whole(number)) => whole(number, *least, *most, out),
        (Shape::Whole { least, most }, Cell::Text(text)) => {
            let number = text.parse().map_err(|_| format!("'{}' is no whole number", shown(text)))?;
            whole(number, *least, *most, out)
        }
        (Shape::Rate, cell) => put(out.encode(rate(cell)?)),
        (Shape::Time, Cell::Time(time, unit)) => put(out.encode(moment(time, unit)?)),
        (Shape::Time, Cell::Text(text)) => {
            let time: Result<Timestamp, _> = text.parse();
            put(out.encode(time.map_err(|error| format!("'{}': {error}", shown(text)))?))
        }
        _ => Err("no command takes such a value".to_owned()),
    }
}

fn whole(number: i128, least: i128, most: i128, out: &mut Out) -> Wrote {
    let number = Some(number).filter(|number| (least..=most).contains(number));
    let number = number.and_then(|number| minicbor::data::Int::try_from(number).ok());
    put(out.int(number.ok_or_else(|| format!("a number is between {least} and {most}"))?))
}

fn word(of: &WordsSpec, text: &str) -> Result<u32, String> {
    let found = of.words.iter().find(|word| word.word == text);
    found.map(|word| word.number).ok_or_else(|| {
        let all: Vec<&str> = of.words.iter().map(|word| word.word).collect();
        format!("'{}' is no {}: give one of {}", shown(text), of.name, all.join(", "))
    })
}

fn currency(text: &str) -> Result<Currency, String> {
    text.parse().map_err(|error: paywright::MoneyError| format!("{}: {error}", error.code()))
}

fn money(cell: Cell<'_>, currency: Currency) -> Result<Money, String> {
    let amount = match cell {
        Cell::Whole(minor) => {
            let minor = i64::try_from(minor);
            return minor
                .map(|minor| Money::new(minor, currency))
                .map_err(|_| "amount_overflow: an amount has at most 64 bits of minor units".to_owned());
        }
        cell => decimal(cell, "an amount")?,
    };
    Money::from_decimal(amount, currency).map_err(|error| format!("{}: {error}", error.code()))
}

fn rate(cell: Cell<'_>) -> Result<Rate, String> {
    Rate::new(decimal(cell, "a rate")?).map_err(|error| format!("{}: {error}", error.code()))
}

fn decimal(cell: Cell<'_>, what: &str) -> Result<Decimal, String> {
    let (mut number, mut scale) = match cell {
        Cell::Decimal(number, scale) => (number, i32::from(scale)),
        Cell::Whole(number) => (number, 0),
        Cell::Text(text) => {
            return decimal_of_text(text)
                .ok_or_else(|| format!("{what} is written as '18.50', not as '{}'", shown(text)));
        }
        _ => return Err("no number stands there".to_owned()),
    };
    loop {
        let made = u32::try_from(scale).ok();
        if let Some(made) = made.and_then(|scale| Decimal::try_from_i128_with_scale(number, scale).ok()) {
            return Ok(made);
        }
        // The same number, written with more zeros behind it or fewer.
        let next = if scale < 0 { number.checked_mul(10) } else { Some(number / 10) };
        match next {
            Some(next) if scale < 0 || (scale > 0 && number % 10 == 0) => number = next,
            _ => return Err(format!("amount_overflow: {what} of so many digits is not kept")),
        }
        scale += if scale < 0 { 1 } else { -1 };
    }
}

fn moment(time: i64, unit: TimeUnit) -> Result<Timestamp, String> {
    let micros = match unit {
        TimeUnit::Second => time.checked_mul(1_000_000),
        TimeUnit::Millisecond => time.checked_mul(1_000),
        TimeUnit::Microsecond => Some(time),
        TimeUnit::Nanosecond if time % 1_000 == 0 => Some(time / 1_000),
        TimeUnit::Nanosecond => return Err("times are kept to the microsecond, and it is finer".to_owned()),
    };
    micros.map(Timestamp::from_micros).ok_or_else(|| "it is beyond all times that are kept".to_owned())
}

/// As much of a text as a message shows.
fn shown(text: &str) -> String {
    text.chars().take(40).collect()
}
