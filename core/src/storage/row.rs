//! Rows as flat cells over one arena: no allocation a row, none a text.

use super::{Corrupt, Table};
use crate::time::Timestamp;
use ring::digest::{Context, SHA256};
use std::fmt;

/// Primary key of a row: sixteen bytes, or for a table that is only added to, a position.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// An id, or the hash of a natural key.
    Id([u8; 16]),
    /// A position.
    Int(i64),
}

/// Room for a usual natural key.
const NATURAL_BYTES: usize = 128;

impl Key {
    /// The key of a natural key longer than sixteen bytes: the first sixteen of
    /// SHA-256("paywright/`space`/1", canonical CBOR). The natural key itself stands in the row's columns.
    #[must_use]
    pub fn natural(space: &str, natural: impl minicbor::Encode<()>) -> Self {
        let mut canonical = Vec::with_capacity(NATURAL_BYTES);
        // Writing to memory cannot fail.
        let _ = minicbor::encode(natural, &mut canonical);
        let mut hash = Context::new(&SHA256);
        hash.update(b"paywright/");
        hash.update(space.as_bytes());
        hash.update(b"/1");
        hash.update(&canonical);
        let mut key = [0; 16];
        for (to, from) in key.iter_mut().zip(hash.finish().as_ref()) {
            *to = *from;
        }
        Self::Id(key)
    }

    /// Its sixteen bytes; a position's are its two's complement in the last eight.
    #[must_use]
    pub const fn bytes(self) -> [u8; 16] {
        match self {
            Self::Id(bytes) => bytes,
            Self::Int(position) => (position as i128).to_be_bytes(),
        }
    }

    /// As the value of the first column.
    #[must_use]
    pub const fn value(self) -> Value<'static> {
        match self {
            Self::Id(bytes) => Value::Id(bytes),
            Self::Int(position) => Value::Int(position),
        }
    }
}

impl From<Key> for [u8; 16] {
    fn from(key: Key) -> Self {
        key.bytes()
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(bytes) => bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}")),
            Self::Int(position) => write!(f, "{position}"),
        }
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A 64-bit integer.
    Int,
    /// Sixteen bytes.
    Id,
    /// UTF-8.
    Text,
    /// Bytes.
    Bytes,
}

/// One cell; text and bytes are a range of the arena of its [`Rows`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Cell {
    Null,
    Int(i64),
    Id([u8; 16]),
    Text { at: u32, len: u32 },
    Bytes { at: u32, len: u32 },
}

/// A cell as read: with its text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Value<'a> {
    /// Nothing.
    Null,
    /// A number.
    Int(i64),
    /// Sixteen bytes.
    Id([u8; 16]),
    /// A text.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
}

/// How often a row was written, and when last. Rows that are only added have version 1 and no time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stamp {
    /// How many accepted commands wrote the record; a balance's is 1 + the transfers on it.
    pub version: u64,
    /// Time of the newest entry that wrote it.
    pub changed_at: Timestamp,
}

impl Stamp {
    /// The stamp of rows that are only ever added.
    pub const ADDED: Self = Self { version: 1, changed_at: Timestamp::from_micros(0) };
}

/// Rows of one table, cell after cell, each with its stamp.
#[derive(Debug, Clone)]
pub struct Rows {
    table: &'static Table,
    width: usize,
    cells: Vec<Cell>,
    arena: Vec<u8>,
    stamps: Vec<Stamp>,
}

impl Rows {
    /// No rows yet.
    #[must_use]
    pub fn new(table: &'static Table) -> Self {
        Self { table, width: table.width(), cells: Vec::new(), arena: Vec::new(), stamps: Vec::new() }
    }

    /// Whose rows they are.
    #[must_use]
    pub const fn table(&self) -> &'static Table {
        self.table
    }

    /// How many rows.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.stamps.len()
    }

    /// None at all.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.stamps.is_empty()
    }

    /// Forgets the rows and keeps the memory.
    pub fn clear(&mut self) {
        self.cells.clear();
        self.arena.clear();
        self.stamps.clear();
    }

    /// Starts a row. Exactly as many cells as the table has columns must follow.
    pub fn row(&mut self, stamp: Stamp) -> RowWriter<'_> {
        self.stamps.push(stamp);
        RowWriter(self)
    }

    /// Stamp of row `i`.
    #[must_use]
    pub fn stamp(&self, i: usize) -> Stamp {
        self.stamps.get(i).copied().unwrap_or(Stamp::ADDED)
    }

    /// Primary key of row `i`.
    #[must_use]
    pub fn key(&self, i: usize) -> Key {
        match self.values(i).next() {
            Some(Value::Id(id)) => Key::Id(id),
            Some(Value::Int(position)) => Key::Int(position),
            _ => Key::Int(0),
        }
    }

    /// Values of row `i` in the order of the table's columns.
    pub fn values(&self, i: usize) -> impl ExactSizeIterator<Item = Value<'_>> {
        let start = i.saturating_mul(self.width);
        let cells = self.cells.get(start..start.saturating_add(self.width)).unwrap_or(&[]);
        cells.iter().map(|cell| value(&self.arena, *cell))
    }

    /// A reader over row `i`.
    #[must_use]
    pub fn reader(&self, i: usize) -> RowReader<'_> {
        let start = i.saturating_mul(self.width);
        let cells = self.cells.get(start..start.saturating_add(self.width)).unwrap_or(&[]);
        RowReader { table: self.table, key: self.key(i), cells: cells.iter(), arena: &self.arena }
    }

    /// Appends row `i` of other rows of the same table, with the stamp it has there.
    pub fn push_row_of(&mut self, other: &Self, i: usize) {
        let mut row = self.row(other.stamp(i));
        for value in other.values(i) {
            row.value(value);
        }
    }
}

fn value(arena: &[u8], cell: Cell) -> Value<'_> {
    let part = |at: u32, len: u32| {
        let at = usize::try_from(at).unwrap_or(usize::MAX);
        let len = usize::try_from(len).unwrap_or(0);
        arena.get(at..at.saturating_add(len)).unwrap_or(&[])
    };
    match cell {
        Cell::Null => Value::Null,
        Cell::Int(number) => Value::Int(number),
        Cell::Id(id) => Value::Id(id),
        Cell::Text { at, len } => Value::Text(std::str::from_utf8(part(at, len)).unwrap_or("")),
        Cell::Bytes { at, len } => Value::Bytes(part(at, len)),
    }
}

/// Appends the cells of one row.
#[derive(Debug)]
pub struct RowWriter<'a>(&'a mut Rows);

impl RowWriter<'_> {
    /// Nothing.
    pub fn null(&mut self) {
        self.0.cells.push(Cell::Null);
    }

    /// A number.
    pub fn int(&mut self, number: i64) {
        self.0.cells.push(Cell::Int(number));
    }

    /// Sixteen bytes.
    pub fn id(&mut self, id: [u8; 16]) {
        self.0.cells.push(Cell::Id(id));
    }

    /// A text.
    pub fn text(&mut self, text: &str) {
        let (at, len) = self.keep(text.as_bytes());
        self.0.cells.push(Cell::Text { at, len });
    }

    /// Bytes.
    pub fn bytes(&mut self, bytes: &[u8]) {
        let (at, len) = self.keep(bytes);
        self.0.cells.push(Cell::Bytes { at, len });
    }

    /// Whatever the value is.
    pub fn value(&mut self, value: Value<'_>) {
        match value {
            Value::Null => self.null(),
            Value::Int(number) => self.int(number),
            Value::Id(id) => self.id(id),
            Value::Text(text) => self.text(text),
            Value::Bytes(bytes) => self.bytes(bytes),
        }
    }

    fn keep(&mut self, bytes: &[u8]) -> (u32, u32) {
        let at = u32::try_from(self.0.arena.len()).unwrap_or(u32::MAX);
        self.0.arena.extend_from_slice(bytes);
        (at, u32::try_from(bytes.len()).unwrap_or(u32::MAX))
    }
}

/// Reads the cells of one row in order.
#[derive(Debug, Clone)]
pub struct RowReader<'a> {
    table: &'static Table,
    key: Key,
    cells: std::slice::Iter<'a, Cell>,
    arena: &'a [u8],
}

impl<'a> RowReader<'a> {
    /// The next cell, whatever it holds.
    ///
    /// # Errors
    /// [`Corrupt`] when the row has no more cells.
    pub fn value(&mut self) -> Result<Value<'a>, Corrupt> {
        match self.cells.next() {
            Some(cell) => Ok(value(self.arena, *cell)),
            None => Err(self.corrupt("too few columns")),
        }
    }

    /// Whether the next cell is absent.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self.cells.as_slice().first(), Some(Cell::Null))
    }

    /// The next cell as a number.
    ///
    /// # Errors
    /// [`Corrupt`] when it is something else.
    pub fn int(&mut self) -> Result<i64, Corrupt> {
        match self.value()? {
            Value::Int(number) => Ok(number),
            other => Err(self.unexpected("a number", other)),
        }
    }

    /// The next cell as sixteen bytes.
    ///
    /// # Errors
    /// [`Corrupt`] when it is something else.
    pub fn id(&mut self) -> Result<[u8; 16], Corrupt> {
        match self.value()? {
            Value::Id(id) => Ok(id),
            other => Err(self.unexpected("sixteen bytes", other)),
        }
    }

    /// The next cell as a text.
    ///
    /// # Errors
    /// [`Corrupt`] when it is something else.
    pub fn text(&mut self) -> Result<&'a str, Corrupt> {
        match self.value()? {
            Value::Text(text) => Ok(text),
            other => Err(self.unexpected("a text", other)),
        }
    }

    /// The next cell as bytes.
    ///
    /// # Errors
    /// [`Corrupt`] when it is something else.
    pub fn bytes(&mut self) -> Result<&'a [u8], Corrupt> {
        match self.value()? {
            Value::Bytes(bytes) => Ok(bytes),
            other => Err(self.unexpected("bytes", other)),
        }
    }

    /// The error that names this row and what is wrong with it.
    #[must_use]
    pub fn corrupt(&self, what: &str) -> Corrupt {
        Corrupt { table: self.table.name, key: Some(self.key), what: what.to_owned() }
    }

    fn unexpected(&self, wanted: &str, found: Value<'_>) -> Corrupt {
        let found = match found {
            Value::Null => "nothing",
            Value::Int(_) => "a number",
            Value::Id(_) => "sixteen bytes",
            Value::Text(_) => "a text",
            Value::Bytes(_) => "bytes",
        };
        let column = self.table.width().saturating_sub(self.cells.len()).saturating_sub(1);
        let name = self.table.columns().nth(column).map_or_else(String::new, |column| column.name);
        self.corrupt(&format!("column {name} holds {found} where {wanted} belongs"))
    }
}
