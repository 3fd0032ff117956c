//! What a host notes beside a record: a small JSON object, always written with the same bytes.

#[cfg(test)]
mod tests;

use crate::limits;
use crate::storage::{Corrupt, Field, Kind, RowReader, RowWriter};
use serde_json::Value;
use std::fmt;
use std::str::FromStr;

/// Texts of strangers are quoted in an error up to this many characters.
const MOST_QUOTED: usize = 40;

/// A JSON object of the host's own, in canonical form: no rule looks into it.
///
/// Objects with the same content have the same bytes, whatever the order and the spacing that they came in:
/// keys stand in the order of their UTF-8, nothing stands between two signs, and of the ways to write a
/// character the shortest is taken. It holds texts, whole numbers of 64 bits, `true`, `false`, `null`, lists
/// and objects, nested at most 4 deep with the object itself, in at most 4,096 bytes.
///
/// There are no fractions, for two readers may round one differently: write amounts in minor units, and all
/// else as a text. Of control characters a text or a key may hold tab, line feed and carriage return. No
/// object may name a key twice.
///
/// ```
/// use paywright::Metadata;
/// let noted: Metadata = r#"{ "table": 7, "guests": ["Ada", "Grace"] }"#.parse()?;
/// assert_eq!(noted.as_str(), r#"{"guests":["Ada","Grace"],"table":7}"#);
/// assert!(Metadata::parse(r#"{"rate": 0.029}"#).is_err());
/// # Ok::<(), paywright::MetadataError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Metadata(String);

/// Why a text is no metadata.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MetadataError {
    /// It is too long before or after it was written canonically.
    #[error("the metadata has {bytes} bytes; at most {most} are taken")]
    TooLong {
        /// What it has.
        bytes: usize,
        /// What it may have.
        most: usize,
    },
    /// Lists and objects stand too deep in each other.
    #[error("the metadata is nested {depth} deep; at most {} is kept", limits::METADATA_DEPTH)]
    TooDeep {
        /// How deep.
        depth: usize,
    },
    /// It is not JSON.
    #[error("the metadata is not JSON: {0}")]
    NotJson(String),
    /// It is JSON, but not an object.
    #[error("the metadata is not an object; write {{\"name\": value}}")]
    NotAnObject,
    /// A fraction, an exponent, or a number beyond 64 bits.
    #[error("the metadata holds the number {0}, which is no whole number of 64 bits; write it as a text")]
    NotAWholeNumber(String),
    /// A control character other than tab, line feed and carriage return.
    #[error("the metadata holds the control character U+{:04X}", u32::from(*.0))]
    ControlCharacter(char),
    /// An object names a key twice, so that readers would differ about what it says.
    #[error("an object of the metadata names a key twice")]
    RepeatedKey,
}

impl Metadata {
    /// From JSON, however it is spaced and ordered: at most 32,768 bytes of it.
    ///
    /// # Errors
    /// [`MetadataError`]: what the text holds that metadata may not.
    pub fn parse(text: &str) -> Result<Self, MetadataError> {
        bounded(text.len(), limits::METADATA_TEXT_BYTES)?;
        let outline = Outline::of(text);
        if outline.depth > limits::METADATA_DEPTH {
            return Err(MetadataError::TooDeep { depth: outline.depth });
        }
        let value: Value =
            serde_json::from_str(text).map_err(|error| MetadataError::NotJson(error.to_string()))?;
        if !value.is_object() {
            return Err(MetadataError::NotAnObject);
        }
        let mut canonical = Canonical::default();
        canonical.value(&value)?;
        if canonical.members != outline.members {
            return Err(MetadataError::RepeatedKey);
        }
        bounded(canonical.text.len(), limits::METADATA_BYTES)?;
        Ok(Self(canonical.text))
    }

    /// The canonical JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// From what should be canonical already: stored rows and encoded commands say the same for ever.
    fn canonical(text: &str) -> Option<Self> {
        Self::parse(text).ok().filter(|metadata| metadata.0 == text)
    }
}

fn bounded(bytes: usize, most: usize) -> Result<(), MetadataError> {
    if bytes > most { Err(MetadataError::TooLong { bytes, most }) } else { Ok(()) }
}

/// What can be counted in a JSON text before it is read: a reader keeps only one of two equal keys.
#[derive(Debug, Default)]
struct Outline {
    depth: usize,
    members: usize,
}

impl Outline {
    fn of(text: &str) -> Self {
        let mut outline = Self::default();
        let (mut open, mut in_text, mut escaped) = (0_usize, false, false);
        for byte in text.bytes() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if in_text => escaped = true,
                b'"' => in_text = !in_text,
                _ if in_text => {}
                b'{' | b'[' => {
                    open = open.saturating_add(1);
                    outline.depth = outline.depth.max(open);
                }
                b'}' | b']' => open = open.saturating_sub(1),
                b':' => outline.members = outline.members.saturating_add(1),
                _ => {}
            }
        }
        outline
    }
}

/// The canonical text as far as it is written, and how many members its objects have.
#[derive(Debug, Default)]
struct Canonical {
    text: String,
    members: usize,
}

impl Canonical {
    fn value(&mut self, value: &Value) -> Result<(), MetadataError> {
        match value {
            Value::Null => self.text.push_str("null"),
            Value::Bool(truth) => self.text.push_str(if *truth { "true" } else { "false" }),
            Value::Number(number) => self.number(&number.to_string())?,
            Value::String(text) => self.string(text)?,
            Value::Array(items) => {
                self.text.push('[');
                for (place, item) in items.iter().enumerate() {
                    self.comma(place);
                    self.value(item)?;
                }
                self.text.push(']');
            }
            Value::Object(members) => {
                // Whether the map is sorted depends on what else the host builds.
                let mut sorted: Vec<(&String, &Value)> = members.iter().collect();
                sorted.sort_unstable_by_key(|(key, _)| key.as_bytes());
                self.text.push('{');
                for (place, (key, value)) in sorted.into_iter().enumerate() {
                    self.comma(place);
                    self.string(key)?;
                    self.text.push(':');
                    self.value(value)?;
                    self.members = self.members.saturating_add(1);
                }
                self.text.push('}');
            }
        }
        Ok(())
    }

    fn comma(&mut self, place: usize) {
        if place > 0 {
            self.text.push(',');
        }
    }

    /// A whole number as people write it: neither `-0` nor `1e3`.
    fn number(&mut self, number: &str) -> Result<(), MetadataError> {
        if number.parse().is_ok_and(|whole: i64| whole.to_string() == number) {
            self.text.push_str(number);
            return Ok(());
        }
        Err(MetadataError::NotAWholeNumber(number.chars().take(MOST_QUOTED).collect()))
    }

    fn string(&mut self, text: &str) -> Result<(), MetadataError> {
        self.text.push('"');
        for character in text.chars() {
            match character {
                '"' => self.text.push_str("\\\""),
                '\\' => self.text.push_str("\\\\"),
                '\t' => self.text.push_str("\\t"),
                '\n' => self.text.push_str("\\n"),
                '\r' => self.text.push_str("\\r"),
                _ if character.is_control() => return Err(MetadataError::ControlCharacter(character)),
                _ => self.text.push(character),
            }
        }
        self.text.push('"');
        Ok(())
    }
}

impl FromStr for Metadata {
    type Err = MetadataError;
    fn from_str(text: &str) -> Result<Self, MetadataError> {
        Self::parse(text)
    }
}

impl fmt::Display for Metadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Field for Metadata {
    const COLUMNS: &'static [(&'static str, Kind)] = &[("", Kind::Text)];
    fn write(&self, row: &mut RowWriter<'_>) {
        row.text(&self.0);
    }
    fn read(row: &mut RowReader<'_>) -> Result<Self, Corrupt> {
        Self::canonical(row.text()?).ok_or_else(|| row.corrupt("a text that is no canonical metadata"))
    }
}

impl<C> minicbor::Encode<C> for Metadata {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.str(&self.0)?.ok()
    }
}

impl<'b, C> minicbor::Decode<'b, C> for Metadata {
    fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        let refuse = || minicbor::decode::Error::message("a text that is no canonical metadata");
        Self::canonical(d.str()?).ok_or_else(refuse)
    }
}
