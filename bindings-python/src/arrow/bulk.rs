//! Many commands from a table: a thousand or so a commit, each row with its own result.

use super::capsule::stream_of;
use super::input::{Asked, Input, Of};
use super::outcome::{Became, BulkRows, Outcome, id_of};
use super::transfers::Chain;
use crate::asking::{actor_of, spec_of};
use crate::fault::{as_value, detached, exception};
use crate::handle::Handle;
use crate::host::between;
use crate::money::currency_of;
use arrow_schema::ArrowError;
use paywright::{Acceptance, Answer, AnyCommand, Engine, Error, Progress, Request, limits};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use std::ops::ControlFlow;

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
    let most = limits::BATCH_REQUESTS;
    if !(1..=most).contains(&rows_per_commit) {
        let text = format!("rows_per_commit is between 1 and {most}, not {rows_per_commit}");
        return Err(PyValueError::new_err(text));
    }
    let asked = Asked {
        currency: currency.map(|currency| currency_of(&currency)).transpose()?,
        key_prefix,
        actor: actor.map(|actor| actor_of(&actor)).transpose()?,
    };
    let input = Input::new(stream_of(&table)?, Of::rows_of(spec_of(py, tag)?), asked)?;
    let mut run = Run { engine: &engine, input, rows: Vec::new(), left_over: None, rows_per_commit };
    let ended = detached(py, || {
        let ended = run.all(&mut |done| between(progress.as_ref(), Progress { done, total }));
        // A table that broke off once is not gone through further.
        if let Some(Ended::Asked | Ended::Failed(_)) = &ended
            && !crate::fault::kept()
        {
            let (left_over, behind) = (run.left_over(), run.input.count_rest());
            let was_last = left_over == 0 && matches!(behind, Ok(0));
            let rest = left_over + behind.unwrap_or_default();
            run.rows.extend((0..rest).map(|_| Outcome::NOT_STARTED));
            // Stopped behind the last row, it ended as it would have.
            if was_last && matches!(ended, Some(Ended::Asked)) {
                return Ok(None);
            }
        }
        Ok(ended)
    });
    into.get().set(run.rows);
    ended?.map(|ended| as_value(py, ended.into_exception(py))).transpose()
}

/// Why a bulk ended before the last row.
pub(super) enum Ended {
    /// The caller stopped it.
    Asked,
    Failed(Error),
    Table(ArrowError),
}

impl From<ArrowError> for Ended {
    fn from(error: ArrowError) -> Self {
        Self::Table(error)
    }
}

impl Ended {
    fn into_exception(self, py: Python<'_>) -> PyErr {
        match self {
            Self::Asked => crate::fault::misuse(py, "stopped", "stopped as asked before the last row"),
            Self::Failed(error) => exception(py, &error),
            Self::Table(error) => PyValueError::new_err(format!("the table broke off: {error}")),
        }
    }
}

/// A bulk that is under way.
pub(super) struct Run<'a> {
    pub(super) engine: &'a Engine,
    pub(super) input: Input,
    pub(super) rows: Vec<Outcome>,
    /// Taken from the table, and too much for the commit before.
    pub(super) left_over: Option<Chain>,
    pub(super) rows_per_commit: usize,
}

impl Run<'_> {
    /// Rows that were taken from the table and are in no commit.
    fn left_over(&self) -> u64 {
        let rows = match &self.left_over {
            None => 0,
            Some(Chain::Fit(rows, _)) => rows.len(),
            Some(Chain::Unfit(rows)) => rows.len(),
        };
        u64::try_from(rows).unwrap_or_default()
    }

    fn all(&mut self, told: &mut dyn FnMut(u64) -> ControlFlow<()>) -> Option<Ended> {
        loop {
            let before = self.rows.len();
            let ended = if self.input.of.is_item { self.transfers() } else { self.requests() };
            if let Err(ended) = ended {
                return Some(ended);
            }
            if self.rows.len() == before {
                return None;
            }
            let done = u64::try_from(self.rows.len()).unwrap_or(u64::MAX);
            if told(done).is_break() {
                return Some(Ended::Asked);
            }
        }
    }

    /// One commit of requests, made as they are taken.
    fn requests(&mut self) -> Result<(), Ended> {
        let Self { engine, input, rows, rows_per_commit, .. } = self;
        let (mut asked, mut broken) = (Vec::new(), None);
        let before = rows.len();
        let requests = std::iter::from_fn(|| {
            while rows.len() - before < *rows_per_commit && broken.is_none() {
                let request = match input.next() {
                    Ok(row) => row?.and_then(|row| request(input.of, row)),
                    Err(error) => {
                        broken = Some(error);
                        return None;
                    }
                };
                // What it becomes is known when the commit is done.
                rows.push(Outcome::NOT_STARTED);
                match (request, rows.len() - 1) {
                    (Ok(request), place) => {
                        asked.push(place);
                        return Some(request);
                    }
                    (Err(why), place) => {
                        if let Some(row) = rows.get_mut(place) {
                            *row = Outcome::refused("invalid_value", why);
                        }
                    }
                }
            }
            None
        });
        let bulk = engine.bulk(requests, *rows_per_commit, |_| ControlFlow::Continue(()));
        let mut ended = bulk.ended_early;
        let mut results = bulk.results.into_iter();
        for place in asked {
            let outcome = match (results.next(), &ended) {
                (Some(Ok(answer)), _) => accepted(&answer),
                (Some(Err(error)), _) => {
                    let outcome = Outcome::failed(&error);
                    if matches!(error, Error::Storage { .. }) {
                        ended.get_or_insert(error);
                    }
                    outcome
                }
                (None, Some(error)) => unanswered(error),
                (None, None) => Outcome::NOT_STARTED,
            };
            if let Some(row) = self.rows.get_mut(place) {
                *row = outcome;
            }
        }
        match (ended, broken) {
            (Some(error), _) => Err(Ended::Failed(error)),
            (None, Some(error)) => Err(error.into()),
            (None, None) => Ok(()),
        }
    }
}

fn request(of: Of, row: super::input::Row) -> Result<Request, String> {
    let command = AnyCommand::decode(of.command.tag, &row.bytes);
    let command = command.ok_or_else(|| format!("no {} can be made of these values", of.command.name))?;
    let mut request = Request::new(command);
    if let Some(key) = row.key {
        request = request.key(key);
    }
    if let Some(actor) = row.actor {
        request = request.actor(actor);
    }
    Ok(request)
}

fn accepted(answer: &Answer) -> Outcome {
    let is_new = answer.acceptance == Acceptance::New;
    Outcome::done(if is_new { Became::Accepted } else { Became::Replayed }, id_of(&answer.output))
}

/// A row of a commit that failed as a whole.
pub(super) fn unanswered(error: &Error) -> Outcome {
    if error.code() == "outcome_unknown" { Outcome::failed(error) } else { Outcome::NOT_STARTED }
}
