//! Lists as tables: each batch is a page, read when the consumer asks for it.

use super::capsule::capsule_of;
use super::unfit;
use crate::asking::taken;
use crate::fault::exception;
use crate::handle::Handle;
use crate::reading::{AccountsWanted, Shown, StatementWanted, Wanted, cells, cut_of, fields_of, way};
use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, SchemaRef};
use paywright::{Cut, Error};
use paywright_tables::{By, List, Scale};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

/// A list, and the handle that it is read through: it may be closed at any time.
struct Pages {
    handle: Py<Handle>,
    list: List,
}

impl Pages {
    fn capsule<'py>(handle: &Bound<'py, Handle>, list: List) -> PyResult<Bound<'py, PyCapsule>> {
        handle.get().engine(handle.py())?;
        capsule_of(handle.py(), Box::new(Self { handle: handle.clone().unbind(), list }))
    }
}

impl Iterator for Pages {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let Self { handle, list } = self;
        let broke_off = |error: PyErr| ArrowError::ExternalError(error.to_string().into());
        // Whoever consumes it may hold the interpreter's lock or not: it is let go while the engine reads.
        let read = Python::try_attach(|py| {
            let read = handle.get().ask(py, |engine| Ok(list.next_batch(engine))).map_err(broke_off)?;
            read.map_err(|error| match error {
                ArrowError::ExternalError(inner) => match inner.downcast::<Error>() {
                    Ok(error) => broke_off(exception(py, &error)),
                    Err(inner) => ArrowError::ExternalError(inner),
                },
                error => error,
            })
        });
        let closing = || Err(ArrowError::ComputeError("the interpreter is going down".to_owned()));
        read.unwrap_or_else(closing).transpose()
    }
}

impl RecordBatchReader for Pages {
    fn schema(&self) -> SchemaRef {
        self.list.schema()
    }
}

/// The records of a type, by id or by an index.
#[pyfunction]
pub(crate) fn records_table<'py>(
    handle: &Bound<'py, Handle>,
    name: &str,
    by: (Option<String>, Vec<(String, Bound<'py, PyAny>)>),
    newest_first: bool,
    scale: Option<u8>,
) -> PyResult<Bound<'py, PyCapsule>> {
    let (index, fields) = by;
    let with = cells(fields_of(name)?, index.as_deref(), fields)?;
    let scale = match scale {
        Some(scale) => Scale::new(scale).map_err(unfit)?,
        None => handle.get().ask(handle.py(), Scale::enough_for)?,
    };
    let by = By { index, with, direction: way(newest_first) };
    Pages::capsule(handle, List::records(name, by, scale).map_err(unfit)?)
}

/// The accounts of an owner, for a purpose, in a state.
#[pyfunction]
pub(crate) fn accounts_table<'py>(
    handle: &Bound<'py, Handle>,
    wanted: Wanted<'py>,
) -> PyResult<Bound<'py, PyCapsule>> {
    Pages::capsule(handle, List::accounts(AccountsWanted::of(wanted)?.all()))
}

/// The statement of an account; none where there is no such account.
#[pyfunction]
pub(crate) fn statement_table<'py>(
    handle: &Bound<'py, Handle>,
    account: &Bound<'py, PyAny>,
    shown: Shown<'py>,
    newest_first: bool,
) -> PyResult<Option<Bound<'py, PyCapsule>>> {
    let wanted = StatementWanted::of(taken(account, "account")?, shown, newest_first)?;
    let list = handle.get().ask(handle.py(), |engine| List::statement(engine, wanted.all()))?;
    list.map(|list| Pages::capsule(handle, list)).transpose()
}

/// The trial balance, now or at a cut.
#[pyfunction]
pub(crate) fn trial_balance_table<'py>(
    handle: &Bound<'py, Handle>,
    cut: Option<&str>,
) -> PyResult<Bound<'py, PyCapsule>> {
    let py = handle.py();
    let cut = cut.map(|cut| cut_of(py, cut)).transpose()?;
    Pages::capsule(handle, handle.get().ask(py, |engine| List::trial_balance(engine, cut.as_ref()))?)
}

/// What happened after a cut.
#[pyfunction]
pub(crate) fn events_table<'py>(
    handle: &Bound<'py, Handle>,
    after: Option<&str>,
) -> PyResult<Bound<'py, PyCapsule>> {
    let after = after.map_or(Ok(Cut::START), |after| cut_of(handle.py(), after))?;
    Pages::capsule(handle, List::events(after))
}
