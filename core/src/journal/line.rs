//! The lines of an export: JSON objects that people can read, and beside that what an import reads. Fields
//! stand in a fixed order, so that the same journal gives the same lines.

use super::entry::{FORMAT, Hash, sha256};
use super::feed::{Change, Event};
use super::records::{Lane, LaneNumber};
use crate::engine::{MOST_LANES, schema};
use crate::error::{Error, Fault, Misuse};
use crate::limits;
use crate::time::Timestamp;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

/// No lane was taken over more often: one that was could not be written.
const MOST_EPOCHS: u64 = (1 << 31) - 2;
/// Bytes of the text that tells what was asked; what is longer is cut.
const ASKED_BYTES: usize = 65_536;

/// The first line: by which release, and what the lanes come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    /// The newest version of the rules that an entry was decided by,
    pub(crate) rules: u32,
    /// and the one that the books began with.
    pub(crate) books_rules: u32,
    /// The heads, in order of lane. Read from a line, they do not tell `last_at`.
    pub(crate) lanes: Vec<Lane>,
}

/// A line as an import reads it.
#[derive(Debug)]
pub(crate) enum Line {
    Header(Header),
    /// The stored bytes of an entry and their hash.
    Entry(Vec<u8>, Hash),
    /// How many entries there were.
    Footer(u64),
}

impl Header {
    /// How many entries the lanes have.
    pub(crate) fn entries(&self) -> u64 {
        self.lanes.iter().map(|lane| lane.sequence).fold(0, u64::saturating_add)
    }

    pub(crate) fn line(&self) -> String {
        let lane = |head: &Lane| {
            format!(
                r#"{{"lane":{},"epoch":{},"held_until":{},"sequence":{},"hash":"{}","transfers":{}}}"#,
                head.lane.0,
                head.epoch,
                head.held_until.as_micros(),
                head.sequence,
                hex(&head.hash),
                head.transfers
            )
        };
        let (schema, rules, books) = (schema().version, self.rules, self.books_rules);
        let content = [
            format!(r#"{{"paywright":"journal","format":{FORMAT},"rules":{rules},"schema":{schema}"#),
            format!(r#","books_rules":{books},"lanes":{}"#, list(self.lanes.iter().map(lane))),
        ];
        sealed(&content.concat())
    }

    fn read(text: &str, value: &Value, line: u64, knows: u32) -> Result<Self, Error> {
        let number = |name| value.get(name).and_then(Value::as_u64);
        let (formats, rules) = (FORMAT.into()..=FORMAT.into(), 1..=u64::from(knows));
        for (name, ours) in [("format", &formats), ("rules", &rules), ("books_rules", &rules)] {
            match number(name) {
                Some(theirs) if ours.contains(&theirs) => {}
                Some(theirs) => return Err(unsupported(&format!("it has {name} {theirs}"), knows)),
                None => return Err(invalid(line, &format!("the header has no {name}"))),
            }
        }
        match number("schema") {
            Some(theirs) if theirs <= u64::from(schema().version) => {}
            Some(theirs) => return Err(unsupported(&format!("it has schema {theirs}"), knows)),
            None => return Err(invalid(line, "the header has no schema")),
        }
        if text.rsplit_once(SEAL).is_none_or(|(content, _)| sealed(content) != text) {
            return Err(invalid(line, "the header does not have the hash that it bears"));
        }
        let lanes = value.get("lanes").and_then(Value::as_array).map(|lanes| lanes.iter().map(read_lane));
        let lanes: Option<Vec<Lane>> = lanes.and_then(Iterator::collect);
        let lanes = lanes.filter(|lanes| lanes.is_sorted_by(|one, next| one.lane < next.lane));
        let lanes = lanes.ok_or_else(|| invalid(line, "the header does not tell the lanes"))?;
        let rules = |name| number(name).and_then(|rules| u32::try_from(rules).ok()).unwrap_or(knows);
        Ok(Self { rules: rules("rules"), books_rules: rules("books_rules"), lanes })
    }
}

/// What stands before a header's hash.
const SEAL: &str = r#","sha256":""#;

/// A header's line: its content, and the hash of that. No entry vouches for who holds a lane, and until when.
fn sealed(content: &str) -> String {
    format!(r#"{content}{SEAL}{}"}}"#, hex(&sha256(content.as_bytes())))
}

fn read_lane(value: &Value) -> Option<Lane> {
    let number = |name| value.get(name).and_then(Value::as_u64);
    let (sequence, hash) = (number("sequence")?, read_hash(value.get("hash"))?);
    if sequence == 0 && hash != [0; 32] {
        return None;
    }
    Some(Lane {
        lane: LaneNumber(
            number("lane")
                .and_then(|lane| u16::try_from(lane).ok())
                .filter(|lane| (1..=MOST_LANES).contains(lane))?,
        ),
        epoch: number("epoch").filter(|epoch| (1..=MOST_EPOCHS).contains(epoch))?,
        held_until: Timestamp::from_micros(value.get("held_until").and_then(Value::as_i64)?),
        sequence,
        hash,
        last_at: Timestamp::default(),
        transfers: number("transfers")?,
    })
}

fn read_hash(value: Option<&Value>) -> Option<Hash> {
    limits::hex(value.and_then(Value::as_str)?, 64)?.try_into().ok()
}

/// The line of an entry.
pub(crate) fn entry_line(event: &Event, bytes: &[u8]) -> String {
    let key = event.key.as_deref().map_or_else(|| "null".to_owned(), quoted);
    let transfers = event.transfers.map_or_else(
        || "null".to_owned(),
        |added| format!(r#"{{"first":"{}","count":{}}}"#, added.first, added.count),
    );
    [
        format!(r#"{{"lane":{},"sequence":{},"hash":"{}""#, event.lane, event.sequence, hex(&event.hash)),
        format!(r#","at":"{}","actor":{},"key":{key}"#, event.at, quoted(&event.actor.to_string())),
        format!(r#","command":"{}","asked":{}"#, event.name(), quoted(&asked(event))),
        format!(r#","changes":{},"transfers":{transfers}"#, list(event.changes.iter().map(change))),
        format!(r#","bytes":"{}"}}"#, STANDARD.encode(bytes)),
    ]
    .concat()
}

fn change(change: &Change) -> String {
    let edge = |edge: &crate::machine::EdgeName| {
        quoted(&format!("{} + {} = {}", edge.from.unwrap_or("(new)"), edge.event, edge.to))
    };
    format!(
        r#"{{"table":"{}","id":"{}","version":{},"edges":{}}}"#,
        change.table,
        change.id,
        change.version,
        list(change.edges.iter().map(edge))
    )
}

/// What was asked, for people.
fn asked(event: &Event) -> String {
    let mut text = format!("{:?}", event.command);
    if text.len() > ASKED_BYTES {
        let end = (0..=ASKED_BYTES).rev().find(|end| text.is_char_boundary(*end));
        text.truncate(end.unwrap_or(0));
        text.push_str(" ...");
    }
    text
}

/// The last line.
pub(crate) fn footer_line(entries: u64) -> String {
    format!(r#"{{"end":true,"entries":{entries}}}"#)
}

/// Reads a line of an import, for an engine that knows rules up to a version.
pub(crate) fn read_line(text: &str, line: u64, knows: u32) -> Result<Line, Error> {
    if text.len() > limits::IMPORT_LINE_BYTES {
        let (bytes, most) = (text.len(), limits::IMPORT_LINE_BYTES);
        return Err(invalid(line, &format!("it has {bytes} bytes; at most {most} are read")));
    }
    let value: Value = serde_json::from_str(text)
        .map_err(|error| invalid(line, &format!("it is no JSON, or was cut short: {error}")))?;
    if value.get("paywright").is_some() {
        return Header::read(text, &value, line, knows).map(Line::Header);
    }
    if value.get("end").is_some() {
        let entries = value.get("entries").and_then(Value::as_u64);
        return entries.map(Line::Footer).ok_or_else(|| invalid(line, "the footer does not tell how many"));
    }
    let bytes = value.get("bytes").and_then(Value::as_str).and_then(|bytes| STANDARD.decode(bytes).ok());
    let hash = read_hash(value.get("hash"));
    let (Some(bytes), Some(hash)) = (bytes, hash) else {
        return Err(invalid(line, "it does not hold the bytes of an entry and their hash"));
    };
    Ok(Line::Entry(bytes, hash))
}

/// A line that is not what an export made.
pub(crate) fn invalid(line: u64, what: &str) -> Error {
    Error::misuse(
        Misuse::InvalidImport,
        format!("line {line} of the import is not as it was exported: {what}; import the whole file again"),
    )
}

/// An export of another release.
pub(crate) fn unsupported(what: &str, knows: u32) -> Error {
    Error::storage(
        Fault::RulesVersionUnsupported,
        format!(
            "the export is of another release: {what}, this one imports rules up to {knows} in format \
             {FORMAT} with schema {}; import it with the release that wrote it",
            schema().version
        ),
    )
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

fn list(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    format!("[{}]", items.join(","))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
