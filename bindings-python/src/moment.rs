//! Moments: Python's aware datetimes, and microseconds since 1970 inside.

use crate::money::type_name;
use crate::registry::Registry;
use crate::taking::Wrong;
use paywright::Timestamp;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// A moment from an aware datetime of any zone.
pub(crate) fn moment_of(value: &Bound<'_, PyAny>) -> PyResult<Timestamp> {
    let py = value.py();
    let registry = Registry::get(py)?;
    if !value.is_instance(registry.datetime.bind(py))? {
        return Err(PyTypeError::new_err(format!("a time is a datetime, not {}", type_name(value))));
    }
    if value.call_method0("utcoffset")?.is_none() {
        return Err(PyValueError::new_err(
            "a time says its zone, such as datetime.now(timezone.utc); this one has none",
        ));
    }
    // Those of pandas are datetimes that may be finer than any other.
    let finer = value.getattr_opt(intern!(py, "nanosecond"))?;
    if finer.is_some_and(|finer| finer.is_truthy().unwrap_or(true)) {
        return Err(PyValueError::new_err("times are kept to the microsecond, and it is finer"));
    }
    let since = value.sub(registry.epoch.bind(py))?;
    let part = |name: &str| since.getattr(name)?.extract::<i64>();
    let seconds = part("days")? * 86_400 + part("seconds")?;
    Ok(Timestamp::from_micros(seconds * 1_000_000 + part("microseconds")?))
}

/// The same, refused with its place among what was given.
pub(crate) fn moment_at(value: &Bound<'_, PyAny>, place: &str) -> PyResult<Timestamp> {
    moment_of(value).map_err(|error| Wrong::from(error).within(place).into_error(value.py()))
}

/// The same as an aware datetime in UTC.
pub(crate) fn to_moment(py: Python<'_>, time: Timestamp) -> PyResult<Bound<'_, PyAny>> {
    let registry = Registry::get(py)?;
    let of = PyDict::new(py);
    of.set_item("microseconds", time.as_micros())?;
    registry.epoch.bind(py).add(registry.timedelta.bind(py).call((), Some(&of))?)
}
