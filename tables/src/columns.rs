//! Values as columns. What is nested comes flat, each part behind the name of its whole.

use super::told::{Token, Told};
use arrow_array::builder::{
    BooleanBuilder, Decimal128Builder, Int64Builder, StringBuilder, TimestampMicrosecondBuilder,
    UInt64Builder,
};
use arrow_array::{ArrayRef, ListArray, StructArray};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{ArrowError, DataType, Field, Fields, TimeUnit};
use paywright::InputField;
use paywright::shape::{Shape, VariantsSpec};
use std::sync::Arc;

/// Digits of any column of decimals.
const DIGITS: u8 = 38;
/// Decimals of a column of rates: no rate has more.
const RATE_DECIMALS: u8 = 18;

/// What the items of a list are called.
const ITEM: &str = "item";

/// How many decimals amounts have in their columns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decimals {
    /// Amounts of money.
    pub(super) money: u8,
    /// Sums of minor units; as they are where it is none.
    pub(super) sums: Option<u8>,
}

/// A column, or those that one value fills.
#[derive(Debug)]
pub(super) enum Column {
    Flag(BooleanBuilder),
    Whole(Int64Builder),
    Count(UInt64Builder),
    Sum(Decimal128Builder, Option<u8>),
    Rate(Decimal128Builder),
    Text(StringBuilder),
    Time(TimestampMicrosecondBuilder),
    Money(Decimal128Builder, StringBuilder, u8),
    Fields(Vec<Self>),
    /// The word of each, with the part of a variant that wraps one; and the named parts of the others.
    Variant(&'static VariantsSpec, StringBuilder, Vec<Vec<Self>>),
    /// Lengths, none where there is no list; the items, and the columns of these.
    List(Vec<Option<usize>>, Box<Self>, Fields),
    /// The name of a command.
    Command(StringBuilder),
}

fn decimal(scale: u8) -> (Decimal128Builder, DataType) {
    let kind = DataType::Decimal128(DIGITS, i8::try_from(scale).unwrap_or_default());
    (Decimal128Builder::new().with_data_type(kind.clone()), kind)
}

impl Column {
    /// The column of values of a shape; what it holds is added to `schema`, each under its name.
    pub(super) fn of(
        name: &str,
        shape: &'static Shape,
        decimals: Decimals,
        may_lack: bool,
        schema: &mut Vec<Field>,
    ) -> Self {
        // The whole of a row has no name, and nor has the item of a list.
        let is_top = name.is_empty() || name == ITEM;
        let below = |part: &str| if is_top { part.to_owned() } else { format!("{name}_{part}") };
        match shape {
            Shape::Optional(inner) => Self::of(name, inner, decimals, true, schema),
            Shape::Fields(of) => {
                let fields = of.fields.iter();
                let column = |field: &InputField| {
                    Self::of(&below(field.name), field.shape, decimals, may_lack, schema)
                };
                Self::Fields(fields.map(column).collect())
            }
            Shape::Variants(of) => {
                schema.push(Field::new(name, DataType::Utf8, may_lack));
                let parts = of.variants.iter().map(|variant| {
                    let named = variant.parts.iter().filter(|_| !variant.is_wrapper);
                    named
                        .map(|part| Self::of(&below(part.name), part.shape, decimals, true, schema))
                        .collect()
                });
                let parts = parts.collect();
                Self::Variant(of, StringBuilder::new(), parts)
            }
            Shape::List(item) => {
                let mut inner = Vec::new();
                let items = Self::of(ITEM, item, decimals, false, &mut inner);
                let inner = Fields::from(inner);
                schema.push(Field::new(name, DataType::List(item_of(&inner)), may_lack));
                Self::List(Vec::new(), Box::new(items), inner)
            }
            _ => {
                let (column, kind) = Self::leaf(shape, decimals);
                schema.push(Field::new(name, kind, may_lack));
                if matches!(column, Self::Money(..)) {
                    schema.push(Field::new(below("currency"), DataType::Utf8, may_lack));
                }
                column
            }
        }
    }

    /// The column of single values, and what it holds.
    fn leaf(shape: &Shape, decimals: Decimals) -> (Self, DataType) {
        match shape {
            Shape::Flag => (Self::Flag(BooleanBuilder::new()), DataType::Boolean),
            Shape::Whole { least, most } if i64::try_from(*least).is_ok() && i64::try_from(*most).is_ok() => {
                (Self::Whole(Int64Builder::new()), DataType::Int64)
            }
            Shape::Whole { least, most } if u64::try_from(*least).is_ok() && u64::try_from(*most).is_ok() => {
                (Self::Count(UInt64Builder::new()), DataType::UInt64)
            }
            Shape::Whole { .. } => {
                let (sums, kind) = decimal(decimals.sums.unwrap_or_default());
                (Self::Sum(sums, decimals.sums), kind)
            }
            Shape::Rate => {
                let (rates, kind) = decimal(RATE_DECIMALS);
                (Self::Rate(rates), kind)
            }
            Shape::Time => {
                let kind = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
                let times = TimestampMicrosecondBuilder::new().with_data_type(kind.clone());
                (Self::Time(times), kind)
            }
            Shape::Money => {
                let (amounts, kind) = decimal(decimals.money);
                (Self::Money(amounts, StringBuilder::new(), decimals.money), kind)
            }
            Shape::Command => (Self::Command(StringBuilder::new()), DataType::Utf8),
            _ => (Self::Text(StringBuilder::new()), DataType::Utf8),
        }
    }

    /// Adds the next value that is told.
    pub(super) fn put(&mut self, told: &mut Told) -> Result<(), ArrowError> {
        if let Self::Fields(fields) = self {
            return match told.next() {
                Token::Fields => fields.iter_mut().try_for_each(|field| field.put(told)),
                _ => fields.iter_mut().try_for_each(Self::lack),
            };
        }
        match (&mut *self, told.next()) {
            (Self::Flag(flags), Token::Flag(flag)) => flags.append_value(flag),
            (Self::Whole(numbers), Token::Whole(number)) => numbers.append_value(narrow(number)?),
            (Self::Count(numbers), Token::Whole(number)) => numbers.append_value(narrow(number)?),
            (Self::Sum(sums, None), Token::Whole(number)) => sums.append_value(number),
            (Self::Sum(sums, Some(scale)), Token::Whole(number)) => {
                sums.append_value(scaled(number, told.exponent.unwrap_or(*scale), *scale)?);
            }
            (Self::Rate(rates), Token::Rate(rate)) => {
                let rate = rate.to_decimal();
                let given = u8::try_from(rate.scale()).unwrap_or(RATE_DECIMALS);
                rates.append_value(scaled(rate.mantissa(), given, RATE_DECIMALS)?);
            }
            (Self::Text(texts), Token::Text(text)) => texts.append_value(text),
            (Self::Text(texts), Token::Id(id, bytes)) => texts.append_value(id.text(bytes)),
            (Self::Text(texts), Token::Currency(currency)) => texts.append_value(currency.to_string()),
            (Self::Time(times), Token::Time(time)) => times.append_value(time.as_micros()),
            (Self::Money(amounts, currencies, scale), Token::Money(money)) => {
                let currency = money.currency();
                amounts.append_value(scaled(money.minor().into(), currency.exponent(), *scale)?);
                currencies.append_value(currency.to_string());
            }
            (Self::Variant(of, words, parts), Token::Variant(place)) => {
                words.append_value(text_of(of, place, told));
                for (other, parts) in parts.iter_mut().enumerate() {
                    let add = |part: &mut Self| if other == place { part.put(told) } else { part.lack() };
                    parts.iter_mut().try_for_each(add)?;
                }
            }
            (Self::List(lens, items, _), Token::List(len)) => {
                lens.push(Some(len));
                (0..len).try_for_each(|_| items.put(told))?;
            }
            (Self::Command(names), Token::Command(spec)) => {
                names.append_value(spec.name);
                spec.fields.iter().for_each(|field| told.skip(field.shape));
            }
            (column, _) => column.lack()?,
        }
        Ok(())
    }

    /// Adds that there is no value.
    fn lack(&mut self) -> Result<(), ArrowError> {
        match self {
            Self::Flag(flags) => flags.append_null(),
            Self::Whole(numbers) => numbers.append_null(),
            Self::Count(numbers) => numbers.append_null(),
            Self::Sum(numbers, _) | Self::Rate(numbers) => numbers.append_null(),
            Self::Text(texts) | Self::Command(texts) => texts.append_null(),
            Self::Time(times) => times.append_null(),
            Self::Money(amounts, currencies, _) => {
                amounts.append_null();
                currencies.append_null();
            }
            Self::Fields(fields) => fields.iter_mut().try_for_each(Self::lack)?,
            Self::Variant(_, words, parts) => {
                words.append_null();
                parts.iter_mut().flatten().try_for_each(Self::lack)?;
            }
            Self::List(lens, ..) => lens.push(None),
        }
        Ok(())
    }

    /// What was added since the last time, in the order of the schema.
    pub(super) fn finish(&mut self, into: &mut Vec<ArrayRef>) -> Result<(), ArrowError> {
        let array: ArrayRef = match self {
            Self::Fields(fields) => return fields.iter_mut().try_for_each(|field| field.finish(into)),
            Self::Flag(flags) => Arc::new(flags.finish()),
            Self::Whole(numbers) => Arc::new(numbers.finish()),
            Self::Count(numbers) => Arc::new(numbers.finish()),
            Self::Sum(numbers, _) | Self::Rate(numbers) => Arc::new(numbers.finish()),
            Self::Text(texts) | Self::Command(texts) => Arc::new(texts.finish()),
            Self::Time(times) => Arc::new(times.finish()),
            Self::Money(amounts, currencies, _) => {
                into.push(Arc::new(amounts.finish()));
                Arc::new(currencies.finish())
            }
            Self::Variant(_, words, parts) => {
                into.push(Arc::new(words.finish()));
                return parts.iter_mut().flatten().try_for_each(|part| part.finish(into));
            }
            Self::List(lens, items, inner) => list(std::mem::take(lens), items, inner)?,
        };
        into.push(array);
        Ok(())
    }
}

/// An item of a list: one value, or a struct of its columns.
fn item_of(inner: &Fields) -> Arc<Field> {
    match inner.as_ref() {
        [single] if single.name() == ITEM => Arc::clone(single),
        _ => Arc::new(Field::new(ITEM, DataType::Struct(inner.clone()), false)),
    }
}

fn list(lens: Vec<Option<usize>>, items: &mut Column, inner: &Fields) -> Result<ArrayRef, ArrowError> {
    let item = item_of(inner);
    let mut columns = Vec::new();
    items.finish(&mut columns)?;
    let values: ArrayRef = match (item.data_type(), columns.as_slice()) {
        (DataType::Struct(_), _) => Arc::new(StructArray::try_new(inner.clone(), columns, None)?),
        (_, [single]) => Arc::clone(single),
        _ => return Err(ArrowError::ComputeError("a list has items of one column".to_owned())),
    };
    let nulls: NullBuffer = lens.iter().map(Option::is_some).collect();
    let offsets = OffsetBuffer::from_lengths(lens.into_iter().map(Option::unwrap_or_default));
    Ok(Arc::new(ListArray::try_new(item, offsets, values, Some(nulls))?))
}

/// A variant as one text: its word; the word, a colon and the part that it wraps; or that part alone where it
/// is an id, whose prefix tells the rest.
fn text_of(of: &VariantsSpec, place: usize, told: &mut Told) -> String {
    let Some(variant) = of.variants.get(place) else { return String::new() };
    if !variant.is_wrapper {
        return variant.word.to_owned();
    }
    match told.next() {
        Token::Id(id, bytes) => id.text(bytes),
        Token::Text(text) => format!("{}:{text}", variant.word),
        _ => variant.word.to_owned(),
    }
}

fn narrow<T: TryFrom<i128>>(number: i128) -> Result<T, ArrowError> {
    let beyond = |_| ArrowError::ComputeError(format!("{number} does not fit its column"));
    T::try_from(number).map_err(beyond)
}

/// A number of so many decimals with other decimals: the same to the last digit, or nothing.
fn scaled(number: i128, given: u8, wanted: u8) -> Result<i128, ArrowError> {
    let factor = 10_i128.checked_pow(given.abs_diff(wanted).into());
    let scaled = if given <= wanted {
        factor.and_then(|factor| number.checked_mul(factor))
    } else {
        factor.filter(|factor| number % factor == 0).map(|factor| number / factor)
    };
    scaled.ok_or_else(|| {
        let text =
            format!("{number} with {given} decimals cannot be kept with {wanted}: ask for another scale");
        ArrowError::ComputeError(text)
    })
}
