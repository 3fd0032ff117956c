//! One entry a command: what was asked, by whom, when, what came of it, and a digest of each row it wrote.

use super::premises::Premises;
use crate::actor::Actor;
use crate::ledger::Position;
use crate::storage::{JournalRow, Rows, Upkeep, Value};
use crate::time::Timestamp;
use minicbor::bytes::ByteArray;
use ring::digest::{Context, SHA256, digest};

/// Format of entries that this release writes.
pub(crate) const FORMAT: u16 = 1;

/// A hash, or the digest of rows: SHA-256.
pub type Hash = [u8; 32];

/// A row that an entry wrote.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub(crate) struct Written {
    /// Tag of the table.
    #[n(0)]
    pub(crate) table: u16,
    #[n(1)]
    pub(crate) key: ByteArray<16>,
    #[n(2)]
    pub(crate) version: u64,
    /// Digest of the row.
    #[n(3)]
    pub(crate) digest: ByteArray<32>,
    /// Tags of the edges it took, in order.
    #[n(4)]
    pub(crate) edges: Vec<u16>,
}

impl Written {
    pub(crate) fn of(rows: &Rows, i: usize, edges: Vec<u16>) -> Self {
        Self {
            table: rows.table().tag,
            key: rows.key(i).bytes().into(),
            version: rows.stamp(i).version,
            digest: row_digest(rows, i).into(),
            edges,
        }
    }
}

/// The rows that an entry added to the table of transfers: consecutive positions of its lane, with one
/// digest.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub(crate) struct Added {
    #[n(0)]
    pub(crate) first: Position,
    #[n(1)]
    pub(crate) count: u64,
    #[n(2)]
    pub(crate) digest: ByteArray<32>,
}

impl Added {
    /// The rows from `from` to the end.
    pub(crate) fn of(rows: &Rows, from: usize, first: Position) -> Self {
        let mut hash = Context::new(&SHA256);
        let mut bytes = Vec::with_capacity(ROW_BYTES);
        for i in from..rows.len() {
            bytes.clear();
            push_row(&mut bytes, rows, i);
            hash.update(&bytes);
        }
        let count = u64::try_from(rows.len().saturating_sub(from)).unwrap_or(u64::MAX);
        Self { first, count, digest: finish(hash).into() }
    }
}

/// One accepted command, as the journal keeps it.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub(crate) struct Entry {
    #[n(1)]
    pub(crate) format: u16,
    /// Version of the rules that decided it.
    #[n(2)]
    pub(crate) rules: u32,
    #[n(3)]
    pub(crate) lane: u16,
    #[n(4)]
    pub(crate) epoch: u64,
    #[n(5)]
    pub(crate) sequence: u64,
    /// Hash of the lane's entry before.
    #[n(6)]
    pub(crate) previous: ByteArray<32>,
    #[n(7)]
    pub(crate) at: Timestamp,
    /// Randomness that its ids were made of, where it made any.
    #[n(8)]
    pub(crate) entropy: Option<u64>,
    #[n(9)]
    pub(crate) actor: Actor,
    #[n(10)]
    pub(crate) key: Option<String>,
    /// Of a keyed request: principal, command and its bytes.
    #[n(11)]
    pub(crate) fingerprint: Option<ByteArray<32>>,
    /// Tag of the command.
    #[n(12)]
    pub(crate) command: u16,
    #[n(13)]
    #[cbor(with = "minicbor::bytes")]
    pub(crate) input: Vec<u8>,
    /// Ids it made and refusals inside it.
    #[n(14)]
    #[cbor(with = "minicbor::bytes")]
    pub(crate) outcome: Vec<u8>,
    #[n(15)]
    pub(crate) written: Vec<Written>,
    #[n(16)]
    pub(crate) added: Option<Added>,
    /// What it relied on and did not write.
    #[n(17)]
    pub(crate) premises: Option<Premises>,
}

impl Entry {
    pub(crate) fn to_row(&self) -> JournalRow {
        let listed = self.written.len().saturating_mul(WRITTEN_BYTES);
        let room = ROW_BYTES.saturating_add(self.input.len()).saturating_add(self.outcome.len());
        let bytes = encoded(self, room.saturating_add(listed));
        let hash = sha256(&bytes);
        JournalRow { lane: self.lane, sequence: self.sequence, bytes, hash }
    }

    /// `None` when the bytes are no entry, or more than one.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut decoder = minicbor::Decoder::new(bytes);
        let entry = decoder.decode().ok()?;
        (decoder.position() == bytes.len()).then_some(entry)
    }
}

/// SHA-256 over principal, command and canonical bytes: what tells a repeat from another request with the
/// same key.
pub(crate) fn fingerprint(principal: &str, command: u16, input: &[u8]) -> Hash {
    let mut before = Vec::with_capacity(ROW_BYTES);
    push_part(&mut before, principal.as_bytes());
    before.extend_from_slice(&command.to_be_bytes());
    push_length(&mut before, input);
    let mut hash = Context::new(&SHA256);
    hash.update(&before);
    hash.update(input);
    finish(hash)
}

/// Canonical CBOR, written into memory that has room for so much from the start: most encodings are short,
/// and memory that grows with them costs more than they do.
pub(crate) fn encoded(value: &impl minicbor::Encode<()>, room: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(room);
    // Writing to memory cannot fail.
    minicbor::encode(value, &mut bytes).map_or_else(|_| Vec::new(), |()| bytes)
}

pub(crate) fn sha256(bytes: &[u8]) -> Hash {
    let mut to = [0; 32];
    to.copy_from_slice(digest(&SHA256, bytes).as_ref());
    to
}

/// SHA-256 over table tag, key, version and time, then number and value of each column that is not NULL.
pub(crate) fn row_digest(rows: &Rows, i: usize) -> Hash {
    let mut bytes = Vec::with_capacity(ROW_BYTES);
    push_row(&mut bytes, rows, i);
    sha256(&bytes)
}

/// Room for a usual row,
const ROW_BYTES: usize = 256;
/// and for what an entry says of a row that it wrote.
const WRITTEN_BYTES: usize = 80;

/// What is hashed of a row.
fn push_row(to: &mut Vec<u8>, rows: &Rows, i: usize) {
    let table = rows.table();
    to.extend_from_slice(&table.tag.to_be_bytes());
    if table.upkeep != Upkeep::Append {
        let stamp = rows.stamp(i);
        to.extend_from_slice(&stamp.version.to_be_bytes());
        to.extend_from_slice(&stamp.changed_at.as_micros().to_be_bytes());
    }
    let numbers = table.fields.iter().flat_map(|field| field.columns.iter().map(|_| field.number));
    for (number, value) in numbers.zip(rows.values(i)) {
        if value != Value::Null {
            to.extend_from_slice(&number.to_be_bytes());
            push_value(to, value);
        }
    }
}

fn push_value(to: &mut Vec<u8>, value: Value<'_>) {
    match value {
        Value::Null => to.push(0),
        Value::Int(number) => {
            to.push(1);
            to.extend_from_slice(&number.to_be_bytes());
        }
        Value::Id(id) => {
            to.push(2);
            to.extend_from_slice(&id);
        }
        Value::Text(text) => {
            to.push(3);
            push_part(to, text.as_bytes());
        }
        Value::Bytes(bytes) => {
            to.push(4);
            push_part(to, bytes);
        }
    }
}

/// A part of variable length, with its length before it, so that no two lists of parts hash alike.
fn push_part(to: &mut Vec<u8>, bytes: &[u8]) {
    push_length(to, bytes);
    to.extend_from_slice(bytes);
}

fn push_length(to: &mut Vec<u8>, bytes: &[u8]) {
    to.extend_from_slice(&u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
}

fn finish(hash: Context) -> Hash {
    let mut to = [0; 32];
    to.copy_from_slice(hash.finish().as_ref());
    to
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::premises::Premise;

    fn entry() -> Entry {
        Entry {
            format: FORMAT,
            rules: 1,
            lane: 3,
            epoch: 2,
            sequence: 9,
            previous: [7; 32].into(),
            at: Timestamp::from_micros(1),
            entropy: Some(u64::MAX),
            actor: Actor::System,
            key: Some("k".to_owned()),
            fingerprint: None,
            command: 2,
            input: vec![1, 2],
            outcome: vec![],
            written: vec![],
            added: None,
            premises: Premises::of(vec![Premise { table: 1, key: [1; 16], version: 2 }]),
        }
    }

    #[test]
    fn an_entry_survives_its_bytes_and_nothing_may_follow_them() {
        let row = entry().to_row();
        assert_eq!(Entry::from_bytes(&row.bytes), Some(entry()));
        let longer = [&row.bytes[..], &[0]].concat();
        assert_eq!(Entry::from_bytes(&longer), None);
    }

    #[test]
    fn the_stored_form_of_an_entry_does_not_change() {
        let hex: String = entry().to_row().bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, STORED.replace("{previous}", &"07".repeat(32)));
    }

    const STORED: &str = "af01010201030304020509065820{previous}\
        0701081bffffffffffffffff098200800a616b0c020d4201020e400f801143010102";
}
