//! What became of each row of a table, as a table.

use arrow_array::{ArrayRef, RecordBatch, RecordBatchIterator, RecordBatchReader, StringArray};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use paywright::shape::{Form, IdSpec, Piece};
use paywright::{AnyOutput, Error};
use std::sync::Arc;

/// Rows of a batch.
const ROWS_AT_ONCE: usize = 65_536;

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    /// It was done.
    Accepted,
    /// It had been done before.
    Replayed,
    /// It cannot be done, or its row cannot be read.
    Refused,
    /// It was not come to: certainly nothing was done.
    NotStarted,
    /// It may have been done: the storage did not say. The same row with the same key or id tells.
    Unknown,
}

impl Became {
    /// All that can become of a row.
    pub const ALL: [Self; 5] =
        [Self::Accepted, Self::Replayed, Self::Refused, Self::NotStarted, Self::Unknown];

    /// Its word in tables, such as `not_started`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Replayed => "replayed",
            Self::Refused => "refused",
            Self::NotStarted => "not_started",
            Self::Unknown => "unknown",
        }
    }
}

/// The same, with what is known of it.
#[derive(Clone, Debug)]
pub struct Outcome {
    became: Became,
    id: Option<(&'static IdSpec, [u8; 16])>,
    /// Code and message. Most rows have none.
    why: Option<Box<(&'static str, String)>>,
}

impl Outcome {
    /// What became of it.
    #[must_use]
    pub const fn became(&self) -> Became {
        self.became
    }

    /// The record that was made or changed: of which type its id is, and the bytes.
    #[must_use]
    pub const fn id(&self) -> Option<(&'static IdSpec, [u8; 16])> {
        self.id
    }

    /// Why it was refused or is not done: the code of the error; `invalid_value` for a row that cannot be
    /// read.
    #[must_use]
    pub fn code(&self) -> Option<&'static str> {
        self.why.as_deref().map(|(code, _)| *code)
    }

    /// The same as a sentence; one about a cell begins with the column.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.why.as_deref().map(|(_, message)| message.as_str())
    }

    pub(super) const NOT_STARTED: Self = Self { became: Became::NotStarted, id: None, why: None };

    pub(super) const fn done(became: Became, id: Option<(&'static IdSpec, [u8; 16])>) -> Self {
        Self { became, id, why: None }
    }

    pub(super) fn refused(code: &'static str, message: String) -> Self {
        Self { became: Became::Refused, id: None, why: Some(Box::new((code, message))) }
    }

    /// What an error of the engine leaves of a row.
    pub(super) fn failed(error: &Error) -> Self {
        let became = match error {
            Error::Storage { .. } if error.code() == "outcome_unknown" => Became::Unknown,
            Error::Storage { .. } => Became::NotStarted,
            _ => Became::Refused,
        };
        Self { became, ..Self::refused(error.code(), error.to_string()) }
    }
}

/// The id of the record that an output is; none where it is something else.
pub(super) fn id_of(output: &AnyOutput) -> Option<(&'static IdSpec, [u8; 16])> {
    let (mut is_record, mut found) = (false, None);
    output.tell(&mut |piece| match piece {
        Piece::Fields(of) if matches!(of.form, Form::Row(_)) => is_record = true,
        Piece::Id(id, bytes) if is_record && found.is_none() => found = Some((id, bytes)),
        _ => {}
    });
    found
}

/// What became of the rows of a table, in its order.
#[derive(Clone, Debug, Default)]
pub struct Outcomes {
    pub(super) rows: Vec<Outcome>,
}

impl Outcomes {
    /// Each row by itself.
    #[must_use]
    pub fn rows(&self) -> &[Outcome] {
        &self.rows
    }

    /// How many rows became this.
    #[must_use]
    pub fn count(&self, became: Became) -> usize {
        self.rows.iter().filter(|row| row.became == became).count()
    }

    /// The same as a table: `outcome`, `id`, `code` and `message`, all texts.
    #[must_use]
    pub fn reader(self: Arc<Self>) -> impl RecordBatchReader + Send {
        let schema = schema();
        let batches = (0..self.rows.len()).step_by(ROWS_AT_ONCE).map({
            let schema = SchemaRef::clone(&schema);
            move |from| {
                let to = self.rows.len().min(from + ROWS_AT_ONCE);
                batch(&schema, self.rows.get(from..to).unwrap_or_default())
            }
        });
        RecordBatchIterator::new(batches, schema)
    }
}

fn schema() -> SchemaRef {
    let text = |name, may_lack| Field::new(name, DataType::Utf8, may_lack);
    Arc::new(Schema::new(vec![
        text("outcome", false),
        text("id", true),
        text("code", true),
        text("message", true),
    ]))
}

fn batch(schema: &SchemaRef, rows: &[Outcome]) -> Result<RecordBatch, ArrowError> {
    let outcomes: StringArray = rows.iter().map(|row| Some(row.became.word())).collect();
    let ids: StringArray = rows.iter().map(|row| row.id.map(|(id, bytes)| id.text(bytes))).collect();
    let codes: StringArray = rows.iter().map(|row| row.why.as_ref().map(|why| why.0)).collect();
    let messages: StringArray = rows.iter().map(|row| row.why.as_ref().map(|why| why.1.as_str())).collect();
    let columns: Vec<ArrayRef> = vec![Arc::new(outcomes), Arc::new(ids), Arc::new(codes), Arc::new(messages)];
    RecordBatch::try_new(SchemaRef::clone(schema), columns)
}
