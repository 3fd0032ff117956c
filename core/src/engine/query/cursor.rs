//! Where a page begins, in a text that can be handed out and taken back.

use crate::error::{Error, Misuse};
use crate::limits;
use crate::storage::{Rows, Scan, Value};
use std::fmt;

/// Where a page begins. Its text can be handed out and taken back.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Cursor(Vec<u8>);

/// One value of a cursor.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub(super) enum Mark {
    #[n(0)]
    Int(#[n(0)] i64),
    #[n(1)]
    Id(
        #[n(0)]
        #[cbor(with = "minicbor::bytes")]
        [u8; 16],
    ),
    #[n(2)]
    Text(#[n(0)] String),
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::str::FromStr for Cursor {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        limits::hex(text, limits::CURSOR_BYTES).map(Self).ok_or_else(foreign)
    }
}

pub(super) fn foreign() -> Error {
    Error::misuse(
        Misuse::InvalidCursor,
        "this is no cursor that a page of this list gave; start from the first page",
    )
}

impl Mark {
    pub(super) fn value(&self) -> Value<'_> {
        match self {
            Self::Int(number) => Value::Int(*number),
            Self::Id(id) => Value::Id(*id),
            Self::Text(text) => Value::Text(text),
        }
    }
}

impl Cursor {
    pub(super) fn of(marks: &[Mark]) -> Self {
        // Writing to memory cannot fail.
        Self(minicbor::to_vec(marks).unwrap_or_default())
    }

    /// Behind row `i` of what a scan read.
    pub(super) fn behind(scan: &Scan<'_>, rows: &Rows, i: usize) -> Self {
        let row: Vec<Value<'_>> = rows.values(i).collect();
        let at =
            scan.order().filter_map(|column| scan.table.position(column)).filter_map(|place| row.get(place));
        let marks: Vec<Mark> = at
            .filter_map(|value| match value {
                Value::Int(number) => Some(Mark::Int(*number)),
                Value::Id(id) => Some(Mark::Id(*id)),
                Value::Text(text) => Some(Mark::Text((*text).to_owned())),
                Value::Null | Value::Bytes(_) => None,
            })
            .collect();
        Self::of(&marks)
    }

    /// Its values, of which there must be so many.
    pub(super) fn marks(&self, columns: usize) -> Result<Vec<Mark>, Error> {
        let marks: Vec<Mark> = minicbor::decode(&self.0).map_err(|_| foreign())?;
        if marks.len() == columns { Ok(marks) } else { Err(foreign()) }
    }
}
