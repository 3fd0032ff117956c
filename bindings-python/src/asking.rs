//! Commands, one or many, and what came of them.

use crate::fault::{as_value, exception, follows, misuse};
use crate::giving::{give, give_by};
use crate::handle::Handle;
use crate::moment::moment_at;
use crate::registry::Registry;
use crate::taking::Taker;
use minicbor::decode;
use paywright::shape::Described;
use paywright::{Actor, Answer, AnyCommand, CommandSpec, Engine, Error, Request};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString, PyTuple};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// Key, actor and deadline of a request.
type Envelope<'py> = (Option<Bound<'py, PyString>>, Option<Bound<'py, PyAny>>, Option<Bound<'py, PyAny>>);

/// A command by its tag, the values of its fields in order, and its envelope.
type Asked<'py> = (u16, Bound<'py, PyTuple>, Envelope<'py>);

/// One command of the host, in one commit: what it answers.
#[pyfunction]
pub(crate) fn call<'py>(
    handle: &Bound<'py, Handle>,
    tag: u16,
    values: &Bound<'py, PyTuple>,
    envelope: Envelope<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = handle.py();
    let answer = decided(handle, request(py, tag, values, envelope)?)?;
    give_by(py, |to| answer.output.tell(to))
}

/// The same, with whether it was new.
#[pyfunction]
pub(crate) fn answer<'py>(handle: &Bound<'py, Handle>, asked: Asked<'py>) -> PyResult<Bound<'py, PyAny>> {
    let py = handle.py();
    let (tag, values, envelope) = asked;
    whole(py, &decided(handle, request(py, tag, &values, envelope)?)?)
}

/// What it would be answered, without doing it.
#[pyfunction]
pub(crate) fn preview<'py>(handle: &Bound<'py, Handle>, asked: Asked<'py>) -> PyResult<Bound<'py, PyAny>> {
    let py = handle.py();
    let (tag, values, envelope) = asked;
    let request = request(py, tag, &values, envelope)?;
    whole(py, &handle.get().ask(py, |engine| engine.preview(request))?)
}

/// Nanoseconds that calls and batches have spent in the engine: what they took beyond is the binding's.
static IN_ENGINE: AtomicU64 = AtomicU64::new(0);

/// The same, in nanoseconds since the package was imported.
#[pyfunction]
pub(crate) fn in_engine() -> u64 {
    IN_ENGINE.load(Ordering::Relaxed)
}

/// What the engine answers, with the time that it takes counted.
fn timed(engine: &Engine, requests: impl IntoIterator<Item = Request>) -> Vec<Result<Answer, Error>> {
    let started = Instant::now();
    let results = engine.batch(requests);
    let took = u64::try_from(started.elapsed().as_nanos()).unwrap_or(u64::MAX);
    IN_ENGINE.fetch_add(took, Ordering::Relaxed);
    results
}

/// Many commands, in one commit: an answer or an exception each.
#[pyfunction]
pub(crate) fn batch<'py>(
    handle: &Bound<'py, Handle>,
    asked: Vec<Asked<'py>>,
) -> PyResult<Bound<'py, PyList>> {
    let py = handle.py();
    let requests = all(py, asked)?;
    let (results, raised) = handle.get().ask_raised(py, |engine| Ok(timed(engine, requests)))?;
    let answers = results.iter().map(|result| match (result, &raised) {
        (Ok(answer), _) => whole(py, answer),
        // Of the request for which the host's code was asked; what the others did is done.
        (Err(error), Some(raised)) if follows(error) => as_value(py, raised.clone_ref(py)),
        (Err(error), _) => as_value(py, exception(py, error)),
    });
    PyList::new(py, answers.collect::<PyResult<Vec<_>>>()?)
}

/// The same, all or nothing.
#[pyfunction]
pub(crate) fn atomic<'py>(
    handle: &Bound<'py, Handle>,
    asked: Vec<Asked<'py>>,
) -> PyResult<Bound<'py, PyList>> {
    let py = handle.py();
    let requests = all(py, asked)?;
    let answers = handle.get().ask(py, |engine| engine.atomic(requests))?;
    PyList::new(py, answers.iter().map(|answer| whole(py, answer)).collect::<PyResult<Vec<_>>>()?)
}

fn all(py: Python<'_>, asked: Vec<Asked<'_>>) -> PyResult<Vec<Request>> {
    asked.into_iter().map(|(tag, values, envelope)| request(py, tag, &values, envelope)).collect()
}

fn decided(handle: &Bound<'_, Handle>, request: Request) -> PyResult<Answer> {
    let lost = || Err(Error::Bug("a request was not answered".to_owned()));
    handle.get().ask(handle.py(), |engine| timed(engine, [request]).pop().unwrap_or_else(lost))
}

fn whole<'py>(py: Python<'py>, answer: &Answer) -> PyResult<Bound<'py, PyAny>> {
    let registry = Registry::get(py)?;
    let output = give_by(py, |to| answer.output.tell(to))?;
    registry.record(registry.class("Answer")?.bind(py), vec![output, give(py, &answer.acceptance)?])
}

/// A request, checked as far as that goes without the engine.
pub(crate) fn request(
    py: Python<'_>,
    tag: u16,
    values: &Bound<'_, PyTuple>,
    (key, actor, deadline): Envelope<'_>,
) -> PyResult<Request> {
    let spec = spec_of(py, tag)?;
    let mut taker = Taker::new(py)?;
    taker.map(values, spec.fields).map_err(|wrong| wrong.into_error(py))?;
    let bytes = taker.into_bytes();
    let unread = || PyTypeError::new_err(format!("{} cannot be made of these values", spec.name));
    let mut request = Request::new(AnyCommand::decode(tag, &bytes).ok_or_else(unread)?);
    if let Some(key) = key {
        request = request.key(text_of(&key, "key")?);
    }
    if let Some(actor) = actor {
        request = request.actor(actor_of(&actor)?);
    }
    if let Some(deadline) = deadline {
        request = request.deadline(moment_at(&deadline, "deadline")?);
    }
    Ok(request)
}

fn text_of<'a>(text: &'a Bound<'_, PyString>, what: &str) -> PyResult<&'a str> {
    let unreadable = |_| PyValueError::new_err(format!("{what}: the text cannot be kept in UTF-8"));
    text.to_str().map_err(unreadable)
}

pub(crate) fn spec_of(py: Python<'_>, tag: u16) -> PyResult<&'static CommandSpec> {
    let found = AnyCommand::CATALOGUE.iter().find(|spec| spec.tag == tag).copied();
    found.ok_or_else(|| misuse(py, "unknown_command", &format!("there is no command {tag}")))
}

/// Who asks.
pub(crate) fn actor_of(actor: &Bound<'_, PyAny>) -> PyResult<Actor> {
    taken(actor, "actor")
}

/// A described value by itself.
pub(crate) fn taken<T: Described + for<'b> decode::Decode<'b, ()>>(
    value: &Bound<'_, PyAny>,
    what: &str,
) -> PyResult<T> {
    let py = value.py();
    let mut taker = Taker::new(py)?;
    taker.take(value, T::SHAPE).map_err(|wrong| wrong.within(what).into_error(py))?;
    minicbor::decode(&taker.into_bytes()).map_err(|error| PyValueError::new_err(format!("{what}: {error}")))
}
