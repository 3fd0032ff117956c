//! Just enough of CBOR to take a command apart, change a piece of it, and put it together again. It shares
//! no code with what the engine reads commands by, and can write what that must not read.

/// A value, or bytes that may be none.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Whole(i128),
    Bytes(Vec<u8>),
    Text(String),
    List(Vec<Value>),
    Map(Vec<(Value, Value)>),
    Flag(bool),
    Null,
    /// Written as they are.
    Raw(Vec<u8>),
}

impl Value {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub fn whole(number: impl Into<i128>) -> Self {
        Self::Whole(number.into())
    }

    /// So many lists, each in the one before.
    pub fn nested(levels: usize) -> Self {
        let mut bytes = vec![0x81; levels];
        bytes.push(0);
        Self::Raw(bytes)
    }

    pub fn write(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.write_to(&mut bytes);
        bytes
    }

    fn write_to(&self, to: &mut Vec<u8>) {
        match self {
            Self::Whole(number) if *number >= 0 => head(to, 0, u64::try_from(*number).unwrap()),
            Self::Whole(number) => head(to, 1, u64::try_from(-1 - number).unwrap()),
            Self::Bytes(bytes) => {
                head(to, 2, bytes.len() as u64);
                to.extend(bytes);
            }
            Self::Text(text) => {
                head(to, 3, text.len() as u64);
                to.extend(text.as_bytes());
            }
            Self::List(items) => {
                head(to, 4, items.len() as u64);
                items.iter().for_each(|item| item.write_to(to));
            }
            Self::Map(entries) => {
                head(to, 5, entries.len() as u64);
                entries.iter().for_each(|(key, value)| {
                    key.write_to(to);
                    value.write_to(to);
                });
            }
            Self::Flag(flag) => to.push(if *flag { 0xf5 } else { 0xf4 }),
            Self::Null => to.push(0xf6),
            Self::Raw(bytes) => to.extend(bytes),
        }
    }

    /// The value that these bytes are, of the kinds that commands are made of.
    pub fn read(bytes: &[u8]) -> Self {
        let mut rest = bytes;
        let value = read_from(&mut rest);
        assert!(rest.is_empty(), "{} bytes follow the value", rest.len());
        value
    }

    /// The entries of a map by field number.
    pub fn fields(&self) -> Vec<(u32, &Self)> {
        let Self::Map(entries) = self else { panic!("not a map: {self:?}") };
        let number = |key: &Self| match key {
            Self::Whole(number) => u32::try_from(*number).unwrap(),
            other => panic!("a map by something else than field numbers: {other:?}"),
        };
        entries.iter().map(|(key, value)| (number(key), value)).collect()
    }

    /// The same map with this field so, or without it.
    pub fn with(&self, number: u32, value: Option<Self>) -> Self {
        let mut entries: Vec<(Self, Self)> = Vec::new();
        let key = Self::whole(number);
        for (field, old) in self.fields() {
            if field != number {
                entries.push((Self::whole(field), old.clone()));
            }
        }
        entries.extend(value.map(|value| (key, value)));
        Self::Map(entries)
    }
}

/// A head: the kind of what follows, and how much of it.
pub fn head(to: &mut Vec<u8>, major: u8, number: u64) {
    let major = major << 5;
    match number {
        0..=23 => to.push(major | number as u8),
        24..=0xff => to.extend([major | 24, number as u8]),
        0x100..=0xffff => {
            to.push(major | 25);
            to.extend((number as u16).to_be_bytes());
        }
        0x1_0000..=0xffff_ffff => {
            to.push(major | 26);
            to.extend((number as u32).to_be_bytes());
        }
        _ => {
            to.push(major | 27);
            to.extend(number.to_be_bytes());
        }
    }
}

fn take<'a>(rest: &mut &'a [u8], count: usize) -> &'a [u8] {
    let (taken, left) = rest.split_at(count);
    *rest = left;
    taken
}

fn read_from(rest: &mut &[u8]) -> Value {
    let first = take(rest, 1)[0];
    let short = first & 31;
    let number = match short {
        0..=23 => u64::from(short),
        24..=27 => take(rest, 1 << (short - 24)).iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)),
        _ => panic!("a head of {first:#x}"),
    };
    let count = usize::try_from(number).unwrap_or(usize::MAX);
    match first >> 5 {
        0 => Value::whole(number),
        1 => Value::Whole(-1 - i128::from(number)),
        2 => Value::Bytes(take(rest, count).to_vec()),
        3 => Value::text(std::str::from_utf8(take(rest, count)).unwrap()),
        4 => Value::List((0..count).map(|_| read_from(rest)).collect()),
        5 => Value::Map((0..count).map(|_| (read_from(rest), read_from(rest))).collect()),
        _ => match first {
            0xf4 => Value::Flag(false),
            0xf5 => Value::Flag(true),
            0xf6 => Value::Null,
            other => panic!("a value of {other:#x}"),
        },
    }
}

#[test]
fn what_was_read_is_written_as_it_was() {
    let value = Value::Map(vec![
        (Value::whole(1), Value::List(vec![Value::Null, Value::Flag(true), Value::text("é")])),
        (Value::whole(300), Value::Bytes(vec![7; 300])),
        (Value::whole(70_000), Value::whole(i64::MIN)),
        (Value::whole(24), Value::whole(u64::MAX)),
    ]);
    assert_eq!(Value::read(&value.write()), value);
}
