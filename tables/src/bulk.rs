//! Many commands from a table: one commit after the other, each row with its own result.

use super::input::{Input, Of};
use super::outcome::{Became, Outcome, id_of};
use super::table::EndedEarly;
use super::transfers::Chain;
use paywright::{Acceptance, Answer, AnyCommand, Engine, Error, Request};
use std::ops::ControlFlow;

/// A bulk that is under way.
pub(super) struct Run<'a> {
    pub(super) engine: &'a Engine,
    pub(super) input: Input,
    pub(super) rows: &'a mut Vec<Outcome>,
    /// Taken from the table, and too much for the commit before.
    pub(super) left_over: Option<Chain>,
    pub(super) rows_per_commit: usize,
}

impl Run<'_> {
    /// Rows that were taken from the table and are in no commit.
    pub(super) fn left_over(&self) -> u64 {
        let rows = match &self.left_over {
            None => 0,
            Some(Chain::Fit(rows, _)) => rows.len(),
            Some(Chain::Unfit(rows)) => rows.len(),
        };
        u64::try_from(rows).unwrap_or_default()
    }

    pub(super) fn all(&mut self, told: &mut dyn FnMut(u64) -> ControlFlow<()>) -> Result<(), EndedEarly> {
        let first = self.rows.len();
        loop {
            let before = self.rows.len();
            if self.input.of.is_item {
                self.transfers()?;
            } else {
                self.requests()?;
            }
            if self.rows.len() == before {
                return Ok(());
            }
            let done = u64::try_from(self.rows.len() - first).unwrap_or(u64::MAX);
            if told(done).is_break() {
                return Err(EndedEarly::Stopped);
            }
        }
    }

    /// One commit of requests, made as they are taken.
    fn requests(&mut self) -> Result<(), EndedEarly> {
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
            (Some(error), _) => Err(EndedEarly::Failed(error)),
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
