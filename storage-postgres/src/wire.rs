//! Values in the server's binary format, in both directions.
//!
//! PostgreSQL keeps no NUL in a text, and a text of ours may have one: U+0000 is written as U+0001 U+0001,
//! and U+0001 as U+0001 U+0002. All others are written as they are. The order of texts stays that of their
//! bytes, and no other text begins to look like one of these.

use crate::column::{LIMB, Type};
use bytes::{BufMut, BytesMut};
use paywright::storage::Value;
use std::borrow::Cow;
use tokio_postgres::types::{FromSql, IsNull, ToSql, to_sql_checked};

type Boxed = Box<dyn std::error::Error + Sync + Send>;

/// A parameter, encoded already: one value or an array of them.
#[derive(Debug, Clone)]
pub(crate) struct Parameter(Option<BytesMut>);

impl Parameter {
    pub(crate) fn int(number: i64) -> Self {
        Self(Some(BytesMut::from(&number.to_be_bytes()[..])))
    }

    pub(crate) fn sum(sum: i128) -> Self {
        let mut out = BytesMut::new();
        put_sum(sum, &mut out);
        Self(Some(out))
    }

    /// `None` where the value is not of this type.
    pub(crate) fn value(value: Value<'_>, holds: Type) -> Option<Self> {
        let mut out = BytesMut::new();
        match put(value, holds, &mut out) {
            Put::Value => Some(Self(Some(out))),
            Put::Null => Some(Self(None)),
            Put::Unfit => None,
        }
    }
}

impl ToSql for Parameter {
    fn to_sql(&self, _: &tokio_postgres::types::Type, out: &mut BytesMut) -> Result<IsNull, Boxed> {
        match &self.0 {
            Some(bytes) => {
                out.extend_from_slice(bytes);
                Ok(IsNull::No)
            }
            None => Ok(IsNull::Yes),
        }
    }

    fn accepts(_: &tokio_postgres::types::Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// What came of putting a value.
enum Put {
    Value,
    Null,
    Unfit,
}

fn put(value: Value<'_>, holds: Type, out: &mut BytesMut) -> Put {
    match (value, holds) {
        (Value::Null, _) => return Put::Null,
        (Value::Int(number), Type::Int) => out.put_i64(number),
        (Value::Id(id), Type::Id) => out.extend_from_slice(&id),
        (Value::Text(text), Type::Text) => out.extend_from_slice(written(text).as_bytes()),
        (Value::Bytes(bytes), Type::Bytes) => out.extend_from_slice(bytes),
        _ => return Put::Unfit,
    }
    Put::Value
}

/// An array in the making: the values of one column, row after row.
#[derive(Debug)]
pub(crate) struct Array {
    holds: Type,
    out: BytesMut,
    len: usize,
    has_null: bool,
}

/// Dimensions, whether there are NULLs, type; then the length and lower bound of the one dimension.
const HEADER: usize = 20;

impl Array {
    pub(crate) fn new(holds: Type) -> Self {
        Self { holds, out: BytesMut::zeroed(HEADER), len: 0, has_null: false }
    }

    /// The next item; what is not of this type becomes NULL, which the column then refuses.
    pub(crate) fn push(&mut self, value: Value<'_>) {
        let at = self.begin();
        match put(value, self.holds, &mut self.out) {
            Put::Value => self.end(at),
            Put::Null | Put::Unfit => self.has_null = true,
        }
    }

    /// The next item of an array of sums, from its two cells.
    pub(crate) fn push_sum(&mut self, hi: Value<'_>, lo: Value<'_>) {
        let at = self.begin();
        match (hi, lo) {
            (Value::Int(hi), Value::Int(lo)) => {
                put_sum(i128::from(hi) * LIMB + i128::from(lo), &mut self.out);
                self.end(at);
            }
            _ => self.has_null = true,
        }
    }

    /// Leaves room for the length of an item, which is -1 for NULL.
    fn begin(&mut self) -> usize {
        self.len += 1;
        self.out.put_i32(-1);
        self.out.len()
    }

    fn end(&mut self, begun: usize) {
        let bytes = i32::try_from(self.out.len() - begun).unwrap_or(i32::MAX).to_be_bytes();
        if let Some(length) = self.out.get_mut(begun - bytes.len()..begun) {
            length.copy_from_slice(&bytes);
        }
    }

    pub(crate) fn finish(mut self) -> Parameter {
        let mut header = BytesMut::with_capacity(HEADER);
        header.put_i32(i32::from(self.len > 0));
        header.put_i32(i32::from(self.has_null));
        header.put_u32(self.holds.oid());
        header.put_i32(i32::try_from(self.len).unwrap_or(i32::MAX));
        header.put_i32(1);
        if self.len == 0 {
            // An array without items has no dimension to describe.
            header.truncate(12);
            return Parameter(Some(header));
        }
        if let Some(place) = self.out.get_mut(..HEADER) {
            place.copy_from_slice(&header);
        }
        Parameter(Some(self.out))
    }
}

fn written(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|byte| byte <= 1) {
        return Cow::Borrowed(text);
    }
    let mut written = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '\0' => written.push_str("\u{1}\u{1}"),
            '\u{1}' => written.push_str("\u{1}\u{2}"),
            other => written.push(other),
        }
    }
    Cow::Owned(written)
}

/// `None` for a text that is none of ours.
pub(crate) fn read_text(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let text = std::str::from_utf8(bytes).ok()?;
    if !text.contains('\u{1}') {
        return Some(Cow::Borrowed(text));
    }
    let mut read = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\u{1}' => match characters.next()? {
                '\u{1}' => read.push('\0'),
                '\u{2}' => read.push('\u{1}'),
                _ => return None,
            },
            other => read.push(other),
        }
    }
    Some(Cow::Owned(read))
}

const NEGATIVE: u16 = 0x4000;

/// Digits to the base of 10,000, the most significant first, and the power of the first.
fn put_sum(sum: i128, out: &mut BytesMut) {
    let mut digits = [0_u16; 10];
    let mut rest = sum.unsigned_abs();
    let mut used = 0;
    for digit in digits.iter_mut().rev() {
        if rest == 0 {
            break;
        }
        *digit = u16::try_from(rest % 10_000).unwrap_or(0);
        rest /= 10_000;
        used += 1;
    }
    let digits = digits.get(digits.len() - used..).unwrap_or(&[]);
    let count = u16::try_from(used).unwrap_or(0);
    out.put_u16(count);
    out.put_u16(count.saturating_sub(1));
    out.put_u16(if sum < 0 { NEGATIVE } else { 0 });
    out.put_u16(0);
    digits.iter().for_each(|digit| out.put_u16(*digit));
}

/// The two cells of a sum; `None` for what is no sum of ours: not a number, a fraction, out of range.
pub(crate) fn read_sum(bytes: &[u8]) -> Option<(i64, i64)> {
    let words: Vec<u16> =
        bytes.chunks(2).map(|pair| pair.try_into().ok().map(u16::from_be_bytes)).collect::<Option<_>>()?;
    let (header, digits) = words.split_at_checked(4)?;
    let [count, weight, sign, _] = *header else { return None };
    let weight = i16::from_be_bytes(weight.to_be_bytes());
    if usize::from(count) != digits.len() || (sign != 0 && sign != NEGATIVE) {
        return None;
    }
    let mut sum: i128 = 0;
    for digit in digits {
        sum = sum.checked_mul(10_000)?.checked_add(i128::from(*digit))?;
    }
    if !digits.is_empty() {
        let zeros = i32::from(weight) + 1 - i32::from(count);
        sum = sum.checked_mul(10_000_i128.checked_pow(u32::try_from(zeros).ok()?)?)?;
    }
    let sum = if sign == NEGATIVE { -sum } else { sum };
    Some((i64::try_from(sum.div_euclid(LIMB)).ok()?, i64::try_from(sum.rem_euclid(LIMB)).ok()?))
}

/// The bytes of a column, whatever its type.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Raw<'a>(pub(crate) &'a [u8]);

impl<'a> FromSql<'a> for Raw<'a> {
    fn from_sql(_: &tokio_postgres::types::Type, raw: &'a [u8]) -> Result<Self, Boxed> {
        Ok(Self(raw))
    }

    fn accepts(_: &tokio_postgres::types::Type) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_keep_their_order_and_come_back() {
        let mut texts =
            ["", "\0", "\0\0", "\0\u{1}", "\0a", "\u{1}", "\u{1}\0", "\u{1}\u{2}", "\u{2}", "a", "a\0", "é"];
        texts.sort_unstable();
        for pair in texts.windows(2) {
            assert!(written(pair[0]).as_bytes() < written(pair[1]).as_bytes(), "{pair:?}");
        }
        for text in texts {
            assert!(!written(text).contains('\0'));
            assert_eq!(read_text(written(text).as_bytes()).as_deref(), Some(text));
        }
        for other in ["\u{1}", "a\u{1}a", "\u{1}\u{3}"] {
            assert_eq!(read_text(other.as_bytes()), None, "{other:?}");
        }
    }

    #[test]
    fn sums_come_back_and_no_other_number_is_one() {
        let most = i128::from(i64::MAX) * LIMB + LIMB - 1;
        let least = i128::from(i64::MIN) * LIMB;
        for sum in [0, 1, -1, 9_999, 10_000, -10_000, 120_000_000, LIMB - 1, LIMB, -LIMB, most, least] {
            let mut out = BytesMut::new();
            put_sum(sum, &mut out);
            let cells = (sum.div_euclid(LIMB), sum.rem_euclid(LIMB));
            let read = read_sum(&out).map(|(hi, lo)| (i128::from(hi), i128::from(lo)));
            assert_eq!(read, Some(cells), "{sum}");
        }
        // The server strips zeros at the end of a number.
        assert_eq!(read_sum(&[0, 1, 0, 1, 0, 0, 0, 0, 0, 7]), Some((0, 70_000)));
        for (sum, what) in [(most + 1, "too large"), (least - 1, "too small")] {
            let mut out = BytesMut::new();
            put_sum(sum, &mut out);
            assert_eq!(read_sum(&out), None, "{what}");
        }
        assert_eq!(read_sum(&[0, 0, 0, 0, 0xc0, 0, 0, 0]), None, "not a number");
        assert_eq!(read_sum(&[0, 1, 0xff, 0xff, 0, 0, 0, 1, 19, 136]), None, "one half");
        assert_eq!(read_sum(&[0, 1, 0]), None, "cut short");
    }
}
