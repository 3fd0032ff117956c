//! Tables: many commands from one, with a row of results each, and lists of records as one. What is made of
//! them is `paywright_tables`; here they cross the border, and Python's values with them.

mod capsule;
pub(crate) mod lines;
pub(crate) mod listing;
pub(crate) mod posting;

use paywright_tables::Unfit;
use pyo3::PyErr;
use pyo3::exceptions::{PyTypeError, PyValueError};

/// The exception for what cannot be used.
fn unfit(why: Unfit) -> PyErr {
    match why {
        Unfit::Type(text) => PyTypeError::new_err(text),
        why => PyValueError::new_err(why.to_string()),
    }
}
