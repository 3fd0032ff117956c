//! Tables on their way to and from Python: streams of the Arrow C stream interface, in capsules. The one file
//! of the project with unsafe code.

use crate::money::type_name;
use arrow_array::RecordBatchReader;
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyCapsuleMethods};
use std::ffi::CStr;

/// What every such capsule is called.
const STREAM: &CStr = c"arrow_array_stream";

/// The stream of any object that offers one.
pub(crate) fn stream_of(table: &Bound<'_, PyAny>) -> PyResult<RecordBatchStreamReader> {
    if !table.hasattr("__arrow_c_stream__")? {
        return Err(PyTypeError::new_err(no_table(table)));
    }
    let capsule = table.call_method0("__arrow_c_stream__")?;
    let capsule = capsule.cast::<PyCapsule>()?;
    let stream = capsule.pointer_checked(Some(STREAM))?.cast::<FFI_ArrowArrayStream>();
    #[expect(
        unsafe_code,
        reason = "the interface hands tables over by address: a capsule of this name holds a stream, and the \
                  interpreter's lock keeps it alive while the stream is moved out of it"
    )]
    let reader = unsafe { RecordBatchStreamReader::from_raw(stream.as_ptr()) };
    reader.map_err(|error| PyValueError::new_err(format!("the table cannot be read: {error}")))
}

fn no_table(value: &Bound<'_, PyAny>) -> String {
    let given = type_name(value);
    let mend = match given.as_str() {
        "LazyFrame" => "call .collect() on it first",
        "list" | "tuple" | "dict" | "generator" => {
            "make a DataFrame of it with Polars or pandas, or hand single commands to batch()"
        }
        _ => "give a DataFrame of Polars or pandas, a table of pyarrow, or a relation of DuckDB",
    };
    format!("{given} is no table that can be handed over by Arrow: {mend}")
}

/// A stream of batches as Python takes it.
pub(crate) fn capsule_of(
    py: Python<'_>,
    reader: Box<dyn RecordBatchReader + Send>,
) -> PyResult<Bound<'_, PyCapsule>> {
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(reader), STREAM)
}
