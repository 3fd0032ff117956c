//! The journal: followed, checked, taken along and played again; and the copy of a file.

use crate::fault::{keep, kept};
use crate::giving::give;
use crate::handle::Handle;
use crate::host::between;
use crate::moment::moment_at;
use crate::reading::cut_of;
use paywright::{Anchor, Cut, Error, Misuse};
use pyo3::prelude::*;
use std::path::PathBuf;

/// Text handed to Python at once.
const EXPORT_BYTES: usize = 1 << 20;

/// How far each lane has come.
#[pyfunction]
pub(crate) fn cut(handle: &Bound<'_, Handle>) -> PyResult<String> {
    Ok(handle.get().ask(handle.py(), |engine| engine.cut())?.to_string())
}

/// How far the books have come beyond a cut.
#[pyfunction]
pub(crate) fn behind<'py>(handle: &Bound<'py, Handle>, cut: Option<&str>) -> PyResult<Bound<'py, PyAny>> {
    let py = handle.py();
    let cut = cut.map_or(Ok(Cut::START), |cut| cut_of(py, cut))?;
    give(py, &handle.get().ask(py, |engine| engine.behind(&cut))?)
}

/// What happened after a cut.
#[pyfunction]
pub(crate) fn feed<'py>(
    handle: &Bound<'py, Handle>,
    after: Option<&str>,
    limit: u32,
) -> PyResult<Bound<'py, PyAny>> {
    let py = handle.py();
    let after = after.map_or(Ok(Cut::START), |after| cut_of(py, after))?;
    give(py, &handle.get().ask(py, |engine| engine.feed(&after, limit))?)
}

/// A cut that has come as far as an event that was handed out after it.
#[pyfunction]
pub(crate) fn reached(
    py: Python<'_>,
    cut: Option<&str>,
    lane: u16,
    sequence: u64,
    hash: [u8; 32],
) -> PyResult<String> {
    let mut cut = cut.map_or(Ok(Cut::START), |cut| cut_of(py, cut))?;
    cut.reach(Anchor { lane, sequence, hash });
    Ok(cut.to_string())
}

/// Checks everything stored against the journal, and against the anchors of a cut that was kept elsewhere.
#[pyfunction]
pub(crate) fn verify<'py>(
    handle: &Bound<'py, Handle>,
    kept_cut: Option<&str>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = handle.py();
    let anchors: Vec<Anchor> = kept_cut.map_or(Ok(Cut::START), |cut| cut_of(py, cut))?.anchors().to_vec();
    let verify =
        |engine: &paywright::Engine| engine.verify_with(&anchors, |told| between(progress.as_ref(), told));
    give(py, &handle.get().ask(py, verify)?)
}

/// What SQLite itself finds wrong with the file.
#[pyfunction]
pub(crate) fn check(handle: &Bound<'_, Handle>) -> PyResult<Vec<String>> {
    handle.get().file(handle.py(), |file| Ok(file.check()?))
}

/// Hands the lines of an export to `write`, many at once. Answers how many entries there were.
#[pyfunction]
pub(crate) fn export(
    handle: &Bound<'_, Handle>,
    write: Py<PyAny>,
    progress: Option<Py<PyAny>>,
) -> PyResult<u64> {
    handle.get().ask(handle.py(), |engine| {
        let mut lines = engine.export()?;
        let mut text = String::new();
        while let Some(line) = lines.next() {
            text.push_str(&line?);
            text.push('\n');
            if text.len() >= EXPORT_BYTES {
                hand_out(&write, &mut text)?;
                let told = paywright::Progress { done: lines.done(), total: Some(lines.total()) };
                told.tell("entries", &mut |told| between(progress.as_ref(), told))?;
            }
        }
        hand_out(&write, &mut text)?;
        Ok(lines.done())
    })
}

fn hand_out(write: &Py<PyAny>, text: &mut String) -> Result<(), Error> {
    let written = Python::attach(|py| write.bind(py).call1((text.as_str(),)).map(|_| ()));
    text.clear();
    written.map_err(stopped)
}

/// What the host's code raised comes out of the call in the end; until then the engine is told this.
fn stopped(error: PyErr) -> Error {
    keep(error);
    Error::Misuse { misuse: Misuse::Stopped, explanation: "the host's own code raised".to_owned() }
}

/// Makes the books of an export anew, of any iterable of its lines.
#[pyfunction]
pub(crate) fn import_lines<'py>(
    handle: &Bound<'py, Handle>,
    lines: &Bound<'py, PyAny>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = handle.py();
    let lines = lines.try_iter()?.into_any().unbind();
    let next = || {
        let line = Python::attach(|py| {
            let line = lines.bind(py).clone();
            let next = line.try_iter()?.next();
            next.map(|line| line?.extract::<String>()).transpose()
        });
        match line {
            Ok(Some(line)) => Some(Ok(line.trim_end_matches(['\r', '\n']).to_owned())),
            Ok(None) => None,
            Err(_) if kept() => None,
            Err(error) => Some(Err(stopped(error))),
        }
    };
    let import = |engine: &paywright::Engine| {
        engine.import(std::iter::from_fn(next), |told| between(progress.as_ref(), told))
    };
    give(py, &handle.get().ask(py, import)?)
}

/// Copies one moment of the file into a new one, verified before it has its name. Answers the bytes, entries
/// and transfers in it, and its cut.
#[pyfunction]
pub(crate) fn backup(
    handle: &Bound<'_, Handle>,
    to: PathBuf,
    progress: Option<Py<PyAny>>,
) -> PyResult<(u64, u64, u64, String)> {
    let made =
        handle.get().file(handle.py(), |file| file.backup(to, |told| between(progress.as_ref(), told)))?;
    Ok((made.bytes, made.entries, made.transfers, made.cut.to_string()))
}

/// Forgets idempotency keys that were used before a moment.
#[pyfunction]
pub(crate) fn forget_keys(
    handle: &Bound<'_, Handle>,
    before: &Bound<'_, PyAny>,
    progress: Option<Py<PyAny>>,
) -> PyResult<u64> {
    let before = moment_at(before, "before")?;
    handle
        .get()
        .ask(handle.py(), |engine| engine.forget_keys(before, |told| between(progress.as_ref(), told)))
}
