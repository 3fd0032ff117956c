//! The cells of a column, whatever its layout in memory.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Decimal32Type, Decimal64Type, Decimal128Type, Int8Type, Int16Type, Int32Type,
    Int64Type, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, BooleanArray, LargeStringArray, StringArray, StringViewArray};
use arrow_schema::{DataType, TimeUnit};

/// One cell.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cell<'a> {
    /// Nothing stands there.
    Nothing,
    Text(&'a str),
    Whole(i128),
    /// A number and how many of its digits are decimals.
    Decimal(i128, i8),
    Flag(bool),
    Time(i64, TimeUnit),
}

/// A column of single values.
#[derive(Debug)]
pub(crate) enum Cells {
    /// A column that never holds anything.
    Nothing,
    Text(StringArray),
    LargeText(LargeStringArray),
    TextView(StringViewArray),
    /// Which text each row holds, and the texts, each kept once.
    Dictionary(Box<Self>, Box<Self>),
    Whole(Vec<Option<i128>>),
    Decimal(Vec<Option<i128>>, i8),
    Flag(BooleanArray),
    Time(Vec<Option<i64>>, TimeUnit),
}

/// What a column holds, as far as taking it depends on that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    Nothing,
    Text,
    Whole,
    Decimal,
    Flag,
    Time,
}

fn numbers<T: ArrowPrimitiveType>(array: &dyn Array) -> Vec<Option<T::Native>> {
    array.as_primitive_opt::<T>().map(|numbers| numbers.iter().collect()).unwrap_or_default()
}

fn wide<T: ArrowPrimitiveType<Native: Into<i128>>>(array: &dyn Array) -> Vec<Option<i128>> {
    numbers::<T>(array).into_iter().map(|number| number.map(Into::into)).collect()
}

impl Cells {
    /// The cells of an array; none where it holds anything else.
    pub(crate) fn of(array: &dyn Array) -> Option<Self> {
        Some(match array.data_type() {
            DataType::Null => Self::Nothing,
            DataType::Utf8 => Self::Text(array.as_string_opt()?.clone()),
            DataType::LargeUtf8 => Self::LargeText(array.as_string_opt()?.clone()),
            DataType::Utf8View => Self::TextView(array.as_string_view_opt()?.clone()),
            DataType::Dictionary(..) => {
                let of = array.as_any_dictionary_opt()?;
                let texts = Self::of(of.values().as_ref()).filter(|cells| cells.holds() == Holds::Text)?;
                Self::Dictionary(Box::new(Self::of(of.keys())?), Box::new(texts))
            }
            DataType::Boolean => Self::Flag(array.as_boolean_opt()?.clone()),
            DataType::Int8 => Self::Whole(wide::<Int8Type>(array)),
            DataType::Int16 => Self::Whole(wide::<Int16Type>(array)),
            DataType::Int32 => Self::Whole(wide::<Int32Type>(array)),
            DataType::Int64 => Self::Whole(wide::<Int64Type>(array)),
            DataType::UInt8 => Self::Whole(wide::<UInt8Type>(array)),
            DataType::UInt16 => Self::Whole(wide::<UInt16Type>(array)),
            DataType::UInt32 => Self::Whole(wide::<UInt32Type>(array)),
            DataType::UInt64 => Self::Whole(wide::<UInt64Type>(array)),
            DataType::Decimal32(_, scale) => Self::Decimal(wide::<Decimal32Type>(array), *scale),
            DataType::Decimal64(_, scale) => Self::Decimal(wide::<Decimal64Type>(array), *scale),
            DataType::Decimal128(_, scale) => Self::Decimal(wide::<Decimal128Type>(array), *scale),
            DataType::Timestamp(unit, Some(_)) => Self::Time(
                match unit {
                    TimeUnit::Second => numbers::<TimestampSecondType>(array),
                    TimeUnit::Millisecond => numbers::<TimestampMillisecondType>(array),
                    TimeUnit::Microsecond => numbers::<TimestampMicrosecondType>(array),
                    TimeUnit::Nanosecond => numbers::<TimestampNanosecondType>(array),
                },
                *unit,
            ),
            _ => return None,
        })
    }

    pub(crate) fn holds(&self) -> Holds {
        match self {
            Self::Nothing => Holds::Nothing,
            Self::Text(_) | Self::LargeText(_) | Self::TextView(_) | Self::Dictionary(..) => Holds::Text,
            Self::Whole(_) => Holds::Whole,
            Self::Decimal(..) => Holds::Decimal,
            Self::Flag(_) => Holds::Flag,
            Self::Time(..) => Holds::Time,
        }
    }

    /// What stands in this row.
    pub(crate) fn at(&self, row: usize) -> Cell<'_> {
        let cell = match self {
            Self::Nothing => None,
            Self::Text(texts) => texts.is_valid(row).then(|| Cell::Text(texts.value(row))),
            Self::LargeText(texts) => texts.is_valid(row).then(|| Cell::Text(texts.value(row))),
            Self::TextView(texts) => texts.is_valid(row).then(|| Cell::Text(texts.value(row))),
            Self::Dictionary(keys, texts) => match keys.at(row) {
                Cell::Whole(key) => usize::try_from(key).ok().map(|key| texts.at(key)),
                _ => None,
            },
            Self::Whole(numbers) => numbers.get(row).copied().flatten().map(Cell::Whole),
            Self::Decimal(numbers, scale) => {
                numbers.get(row).copied().flatten().map(|number| Cell::Decimal(number, *scale))
            }
            Self::Flag(flags) => flags.is_valid(row).then(|| Cell::Flag(flags.value(row))),
            Self::Time(times, unit) => times.get(row).copied().flatten().map(|time| Cell::Time(time, *unit)),
        };
        cell.unwrap_or(Cell::Nothing)
    }

    /// The text of this row, of a column of texts.
    pub(crate) fn text(&self, row: usize) -> Option<&str> {
        match self.at(row) {
            Cell::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// Where the lists of a column begin and end among their items.
#[derive(Debug)]
pub(crate) struct Spans {
    spans: Vec<Option<(usize, usize)>>,
}

impl Spans {
    /// Those of an array of lists, with the items of these lists alone; none of any other array.
    pub(crate) fn of(array: &dyn Array) -> Option<(Self, ArrayRef)> {
        let (offsets, items): (Vec<i64>, _) = match array.as_list_opt::<i32>() {
            Some(lists) => (lists.value_offsets().iter().copied().map(i64::from).collect(), lists.values()),
            None => {
                let lists = array.as_list_opt::<i64>()?;
                (lists.value_offsets().to_vec(), lists.values())
            }
        };
        let (first, last) = (*offsets.first()?, *offsets.last()?);
        let at = |offset: &i64| usize::try_from(offset - first).unwrap_or_default();
        let span = |(row, ends): (usize, &[i64])| match ends {
            [from, to] if array.is_valid(row) => Some((at(from), at(to))),
            _ => None,
        };
        let spans = offsets.windows(2).enumerate().map(span).collect();
        let items = items.slice(usize::try_from(first).ok()?, at(&last));
        Some((Self { spans }, items))
    }

    /// The places of the items of this row's list; none where there is no list.
    pub(crate) fn at(&self, row: usize) -> Option<(usize, usize)> {
        self.spans.get(row).copied().flatten()
    }
}
