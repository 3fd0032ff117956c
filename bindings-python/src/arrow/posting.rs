//! Many commands from a table: a thousand or so a commit, each row with its own result.

use super::capsule::{capsule_of, stream_of};
use super::unfit;
use crate::asking::{actor_of, spec_of};
use crate::fault::{as_value, detached, detached_raised, exception, kept, misuse};
use crate::handle::Handle;
use crate::host::between;
use crate::money::currency_of;
use crate::registry::Registry;
use arrow_array::ffi_stream::RecordBatchStreamReader;
use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, SchemaRef};
use paywright_tables::{Became, EndedEarly, Outcomes, Table, TableOptions};
use pyo3::exceptions::{PyIndexError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use std::sync::{Arc, Mutex, PoisonError};

/// Currency, prefix of keys, and who asks.
type Envelope<'py> = (Option<Bound<'py, PyAny>>, Option<String>, Option<Bound<'py, PyAny>>);

/// Rows of a commit, how many rows there are if that is known, and who is told how far it is.
type Pace = (usize, Option<u64>, Option<Py<PyAny>>);

/// One command a row. What became of the rows is left in `into`, also where this raises; answers why it ended
/// early, if it did.
#[pyfunction]
pub(crate) fn bulk<'py>(
    handle: &Bound<'py, Handle>,
    asked: (u16, Bound<'py, PyAny>),
    envelope: Envelope<'py>,
    pace: Pace,
    into: &Bound<'py, BulkRows>,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let py = handle.py();
    let (tag, table) = asked;
    let ((currency, key_prefix, actor), (rows_per_commit, total, progress)) = (envelope, pace);
    let engine = handle.get().engine(py)?;
    let options = TableOptions {
        currency: currency.map(|currency| currency_of(&currency)).transpose()?,
        key_prefix,
        actor: actor.map(|actor| actor_of(&actor)).transpose()?,
        rows_per_commit,
        total,
    };
    let (spec, stream) = (spec_of(py, tag)?, Rows(stream_of(&table)?));
    let table = detached(py, || Ok(Table::new(spec, stream, options)))?.map_err(unfit)?;
    let mut rows = Outcomes::default();
    let bulk = || Ok(table.bulk(&engine, &mut rows, |at| between(progress.as_ref(), at)));
    let ended = detached_raised(py, bulk);
    into.get().set(rows);
    match ended? {
        (_, Some(raised)) => Err(raised),
        (ended, None) => ended.err().map(|ended| as_value(py, into_exception(py, ended))).transpose(),
    }
}

/// The table, which is read no further once the host's code raised anything.
struct Rows(RecordBatchStreamReader);

impl Iterator for Rows {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        if kept() {
            let text = "the host's own code raised an exception";
            return Some(Err(ArrowError::ComputeError(text.to_owned())));
        }
        self.0.next()
    }
}

impl RecordBatchReader for Rows {
    fn schema(&self) -> SchemaRef {
        self.0.schema()
    }
}

fn into_exception(py: Python<'_>, ended: EndedEarly) -> PyErr {
    let text = ended.to_string();
    match ended {
        EndedEarly::Stopped => misuse(py, "stopped", &text),
        EndedEarly::Failed(error) => exception(py, &error),
        _ => PyValueError::new_err(text),
    }
}

/// The rows of a bulk, in the order of its table.
#[pyclass(frozen, module = "paywright._native")]
#[derive(Debug)]
pub(crate) struct BulkRows(Mutex<Arc<Outcomes>>);

impl BulkRows {
    fn set(&self, rows: Outcomes) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(rows);
    }

    fn rows(&self) -> Arc<Outcomes> {
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
        self.rows().rows().len()
    }

    /// How many rows became what.
    fn counts(&self) -> Vec<(&'static str, usize)> {
        let rows = self.rows();
        Became::ALL.into_iter().map(|became| (became.word(), rows.count(became))).collect()
    }

    /// What became of the row at this place.
    fn row<'py>(&self, py: Python<'py>, place: usize) -> PyResult<Told<'py>> {
        let rows = self.rows();
        let row = rows.rows().get(place).ok_or_else(|| PyIndexError::new_err("the table has no such row"))?;
        let registry = Registry::get(py)?;
        let id = row.id().map(|(id, bytes)| registry.text(py, registry.class(id.name)?, &id.text(bytes)));
        Ok((row.became().word(), id.transpose()?, row.code(), row.message().map(str::to_owned)))
    }

    /// The place of the first refused row from this one on.
    fn refused_from(&self, place: usize) -> Option<usize> {
        let rows = self.rows();
        let found = rows.rows().iter().skip(place).position(|row| row.became() == Became::Refused);
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
        capsule_of(py, Box::new(self.rows().reader()))
    }
}
