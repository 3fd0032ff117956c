//! A table of texts that is read row by row from Python: how files of CSV come in without any other package.

use super::capsule::capsule_of;
use crate::fault::keep;
use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use pyo3::exceptions::{PyException, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use std::sync::Arc;

/// Rows that are taken together.
const ROWS_AT_ONCE: usize = 4_096;

/// A table whose columns are all texts, of an iterator of its rows: it can be gone through once.
#[pyclass(frozen, module = "paywright._native")]
#[derive(Debug)]
pub(crate) struct TextTable {
    schema: SchemaRef,
    rows: Py<PyAny>,
}

#[pymethods]
impl TextTable {
    /// The table with these columns. Each row is a list of a text or None for each of them.
    #[new]
    fn new(names: Vec<String>, rows: &Bound<'_, PyAny>) -> PyResult<Self> {
        let fields: Vec<Field> =
            names.into_iter().map(|name| Field::new(name, DataType::Utf8, true)).collect();
        Ok(Self { schema: Arc::new(Schema::new(fields)), rows: rows.try_iter()?.into_any().unbind() })
    }

    /// The stream, in a capsule.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Py<PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // A hint, which a table of texts cannot follow.
        drop(requested_schema);
        let lines = Lines { schema: Arc::clone(&self.schema), rows: self.rows.clone_ref(py) };
        capsule_of(py, Box::new(lines))
    }
}

/// The rows, some thousands at once.
struct Lines {
    schema: SchemaRef,
    rows: Py<PyAny>,
}

impl Lines {
    fn batch(&self, py: Python<'_>) -> PyResult<Option<Vec<ArrayRef>>> {
        let mut columns: Vec<StringBuilder> =
            self.schema.fields().iter().map(|_| StringBuilder::new()).collect();
        let mut taken = 0;
        for row in self.rows.bind(py).try_iter()?.take(ROWS_AT_ONCE) {
            let row: Vec<Option<String>> = row?.extract()?;
            if row.len() != columns.len() {
                let text = format!("a row has {} cells, {} are wanted", row.len(), columns.len());
                return Err(PyValueError::new_err(text));
            }
            columns.iter_mut().zip(row).for_each(|(column, cell)| column.append_option(cell));
            taken += 1;
        }
        let arrays = columns.iter_mut().map(|column| Arc::new(column.finish()) as ArrayRef);
        Ok((taken > 0).then(|| arrays.collect()))
    }
}

impl Iterator for Lines {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let arrays = Python::attach(|py| {
            self.batch(py).map_err(|error| {
                let broke_off = ArrowError::InvalidArgumentError(error.to_string());
                // Ctrl-C, while the rows were read: the call ends with it.
                if !error.is_instance_of::<PyException>(py) {
                    keep(error);
                }
                broke_off
            })
        });
        match arrays {
            Ok(arrays) => Some(RecordBatch::try_new(Arc::clone(&self.schema), arrays?)),
            Err(error) => Some(Err(error)),
        }
    }
}

impl RecordBatchReader for Lines {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }
}
