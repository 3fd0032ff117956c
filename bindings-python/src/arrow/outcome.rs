//! What became of each row of a table, as a table.

use super::capsule::capsule_of;
use crate::registry::Registry;
use arrow_array::{ArrayRef, RecordBatch, RecordBatchIterator, StringArray};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use paywright::shape::{Form, IdSpec, Piece};
use paywright::{AnyOutput, Error};
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use std::sync::{Arc, Mutex, PoisonError};

/// Rows of a batch.
const ROWS_AT_ONCE: usize = 65_536;

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Became {
    Accepted,
    Replayed,
    Refused,
    NotStarted,
    Unknown,
}

impl Became {
    const ALL: [Self; 5] = [Self::Accepted, Self::Replayed, Self::Refused, Self::NotStarted, Self::Unknown];

    const fn word(self) -> &'static str {
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
pub(super) struct Outcome {
    pub(super) became: Became,
    pub(super) id: Option<(&'static IdSpec, [u8; 16])>,
    /// Code and message. Most rows have none.
    pub(super) why: Option<Box<(&'static str, String)>>,
}

impl Outcome {
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

/// The rows of a bulk, in the order of its table.
#[pyclass(frozen, module = "paywright._native")]
#[derive(Debug)]
pub(crate) struct BulkRows(Mutex<Arc<Vec<Outcome>>>);

impl BulkRows {
    pub(super) fn set(&self, rows: Vec<Outcome>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(rows);
    }

    fn rows(&self) -> Arc<Vec<Outcome>> {
        Arc::clone(&self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Outcome, id, code and message of a row.
type Told<'py> = (&'static str, Option<Bound<'py, PyAny>>, Option<&'static str>, Option<String>);

#[pymethods]
impl BulkRows {
    /// None yet.
    #[new]
    fn new() -> Self {
        Self(Mutex::default())
    }

    fn __len__(&self) -> usize {
        self.rows().len()
    }

    /// How many rows became what.
    fn counts(&self) -> Vec<(&'static str, usize)> {
        let rows = self.rows();
        let count = |became| rows.iter().filter(|row| row.became == became).count();
        Became::ALL.into_iter().map(|became| (became.word(), count(became))).collect()
    }

    /// What became of the row at this place.
    fn row<'py>(&self, py: Python<'py>, place: usize) -> PyResult<Told<'py>> {
        let rows = self.rows();
        let row = rows.get(place).ok_or_else(|| PyIndexError::new_err("the table has no such row"))?;
        let registry = Registry::get(py)?;
        let id = row.id.map(|(id, bytes)| registry.text(py, registry.class(id.name)?, &id.text(bytes)));
        let why = row.why.as_deref();
        Ok((
            row.became.word(),
            id.transpose()?,
            why.map(|(code, _)| *code),
            why.map(|(_, message)| message.clone()),
        ))
    }

    /// The place of the first refused row from this one on.
    fn refused_from(&self, place: usize) -> Option<usize> {
        let rows = self.rows();
        let found = rows.iter().skip(place).position(|row| row.became == Became::Refused);
        found.map(|skipped| skipped + place)
    }

    /// The rows as a table of Arrow.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // Consumers that want other types convert these themselves.
        drop(requested_schema);
        let (rows, schema) = (self.rows(), schema());
        let batches = (0..rows.len()).step_by(ROWS_AT_ONCE).map({
            let schema = SchemaRef::clone(&schema);
            move |from| {
                let to = rows.len().min(from + ROWS_AT_ONCE);
                batch(&schema, rows.get(from..to).unwrap_or_default())
            }
        });
        capsule_of(py, Box::new(RecordBatchIterator::new(batches, schema)))
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
