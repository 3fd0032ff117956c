//! Bytes of a stored row, and bytes that sort as the values of an index do.

use crate::storage::{Key, Value};

/// Appends the cells of a row, each with a tag of its kind.
pub(super) fn pack<'a>(values: impl Iterator<Item = Value<'a>>, into: &mut Vec<u8>) {
    for value in values {
        match value {
            Value::Null => into.push(NULL),
            Value::Int(number) => {
                into.push(INT);
                into.extend_from_slice(&number.to_be_bytes());
            }
            Value::Id(id) => {
                into.push(ID);
                into.extend_from_slice(&id);
            }
            Value::Text(text) => pack_long(TEXT, text.as_bytes(), into),
            Value::Bytes(bytes) => pack_long(BYTES, bytes, into),
        }
    }
}

fn pack_long(tag: u8, bytes: &[u8], into: &mut Vec<u8>) {
    into.push(tag);
    into.extend_from_slice(&u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
    into.extend_from_slice(bytes);
}

const NULL: u8 = 0;
const INT: u8 = 1;
const ID: u8 = 2;
const TEXT: u8 = 3;
const BYTES: u8 = 4;

/// The cells of a packed row, in order.
#[derive(Debug, Clone)]
pub(super) struct Cells<'a>(pub(super) &'a [u8]);

impl<'a> Iterator for Cells<'a> {
    type Item = Value<'a>;

    fn next(&mut self) -> Option<Value<'a>> {
        let (tag, rest) = self.0.split_first()?;
        let (value, rest) = match *tag {
            NULL => (Value::Null, rest),
            INT => {
                let (number, rest) = rest.split_first_chunk()?;
                (Value::Int(i64::from_be_bytes(*number)), rest)
            }
            ID => {
                let (id, rest) = rest.split_first_chunk()?;
                (Value::Id(*id), rest)
            }
            _ => {
                let (length, rest) = rest.split_first_chunk()?;
                let (bytes, rest) =
                    rest.split_at_checked(usize::try_from(u64::from_be_bytes(*length)).ok()?)?;
                let value = if *tag == TEXT {
                    Value::Text(std::str::from_utf8(bytes).ok()?)
                } else {
                    Value::Bytes(bytes)
                };
                (value, rest)
            }
        };
        self.0 = rest;
        Some(value)
    }
}

/// Appends bytes that compare as the value does among values of its kind, and of which none begins another's.
/// `None` when there is no value: such a row is in no index.
pub(super) fn order(value: Value<'_>, into: &mut Vec<u8>) -> Option<()> {
    match value {
        Value::Null => return None,
        Value::Int(number) => into.extend_from_slice(&int_order(number)),
        Value::Id(id) => into.extend_from_slice(&id),
        Value::Text(text) => order_long(text.as_bytes(), into),
        Value::Bytes(bytes) => order_long(bytes, into),
    }
    Some(())
}

/// The same of a key.
pub(super) fn order_key(key: Key, into: &mut Vec<u8>) {
    match key {
        Key::Id(id) => into.extend_from_slice(&id),
        Key::Int(position) => into.extend_from_slice(&int_order(position)),
    }
}

/// Negative numbers come first once the sign is turned.
pub(super) const fn int_order(number: i64) -> [u8; 8] {
    (number ^ i64::MIN).to_be_bytes()
}

/// Two zeros end it, so a zero inside is followed by a byte that is greater.
fn order_long(bytes: &[u8], into: &mut Vec<u8>) {
    for byte in bytes {
        into.push(*byte);
        if *byte == 0 {
            into.push(u8::MAX);
        }
    }
    into.extend_from_slice(&[0, 0]);
}

/// The least bytes that are greater than all that begin with these; `None` when nothing is.
pub(super) fn after_all_with(mut prefix: Vec<u8>) -> Option<Vec<u8>> {
    while let Some(last) = prefix.pop() {
        if let Some(next) = last.checked_add(1) {
            prefix.push(next);
            return Some(prefix);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_values_come_back_and_ordered_bytes_sort_as_values() {
        let texts = ["", "\0", "\0\0", "\0a", "\u{1}", "a", "a\0", "a\0b", "ab", "b", "ß", "\u{10ffff}"];
        let numbers = [i64::MIN, -256, -1, 0, 1, 255, 256, i64::MAX].map(Value::Int);
        for values in [texts.map(Value::Text).to_vec(), numbers.to_vec()] {
            let mut packed = Vec::new();
            pack(values.iter().copied(), &mut packed);
            assert_eq!(Cells(&packed).collect::<Vec<_>>(), values);
            for pair in values.windows(2) {
                let bytes = |value| {
                    let mut bytes = Vec::new();
                    order(value, &mut bytes).map(|()| bytes)
                };
                assert!(bytes(pair[0]) < bytes(pair[1]), "{pair:?}");
            }
        }
        assert_eq!(order(Value::Null, &mut Vec::new()), None);
        assert_eq!(after_all_with(vec![1, 255, 255]), Some(vec![2]));
        assert_eq!(after_all_with(vec![255]), None);
    }
}
