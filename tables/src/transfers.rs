//! Transfers, one a row: many rows are one command, and each has the result that the command has for it. Each
//! names its id, so they may be cut into commands in any way and are still told from their own repeats. Rows
//! that are chained stay together.

use super::bulk::{Run, unanswered};
use super::input::Row;
use super::outcome::{Became, Outcome};
use super::table::EndedEarly;
use paywright::shape::{Described, IdSpec, Shape};
use paywright::{Actor, Answer, AnyOutput, Error, NewTransfer, PostTransfers, Request, TransferId, limits};
use std::ops::ControlFlow;

/// Rows that stand or fall together: transfers by one actor, or what each is refused with.
pub(super) enum Chain {
    Fit(Vec<NewTransfer>, Option<Actor>),
    Unfit(Vec<Outcome>),
}

impl Run<'_> {
    /// One commit: as many rows as it takes, in one command.
    pub(super) fn transfers(&mut self) -> Result<(), EndedEarly> {
        let most = self.rows_per_commit.min(limits::TRANSFERS);
        let (mut places, mut items) = (Vec::new(), Vec::new());
        let (mut by, mut broken) = (None, None);
        let before = self.rows.len();
        while self.rows.len() - before < most {
            let chain = self.left_over.take().map_or_else(|| self.chain(), |chain| Ok(Some(chain)));
            let (chain, actor) = match chain {
                Ok(Some(Chain::Unfit(rows))) => {
                    self.rows.extend(rows);
                    continue;
                }
                Ok(Some(Chain::Fit(chain, actor))) => (chain, actor),
                Ok(None) => break,
                Err(ended) => {
                    broken = Some(ended);
                    break;
                }
            };
            let is_other = by.as_ref().is_some_and(|by| *by != actor);
            if !items.is_empty() && (is_other || items.len() + chain.len() > most) {
                self.left_over = Some(Chain::Fit(chain, actor));
                break;
            }
            by = Some(actor);
            places.extend(self.rows.len()..self.rows.len() + chain.len());
            self.rows.extend(chain.iter().map(|_| Outcome::NOT_STARTED));
            items.extend(chain);
        }
        let posted = self.post(&places, items, by.flatten());
        posted.and_then(|()| broken.map_or(Ok(()), Err))
    }

    fn post(
        &mut self,
        places: &[usize],
        items: Vec<NewTransfer>,
        by: Option<Actor>,
    ) -> Result<(), EndedEarly> {
        if items.is_empty() {
            return Ok(());
        }
        let request = Request::new(PostTransfers::new(items)).actor(by.unwrap_or(Actor::System));
        let bulk = self.engine.bulk([request], 1, |_| ControlFlow::Continue(()));
        let (answer, ended) = (bulk.results.into_iter().next(), bulk.ended_early);
        for (row, place) in places.iter().enumerate() {
            let outcome = match (&answer, &ended) {
                (Some(Ok(answer)), _) => result(answer, row),
                (Some(Err(error)), _) => Outcome::failed(error),
                (None, Some(error)) => unanswered(error),
                (None, None) => Outcome::NOT_STARTED,
            };
            if let Some(row) = self.rows.get_mut(*place) {
                *row = outcome;
            }
        }
        match (answer, ended) {
            (_, Some(error)) | (Some(Err(error @ Error::Storage { .. })), None) => {
                Err(EndedEarly::Failed(error))
            }
            _ => Ok(()),
        }
    }

    /// The next rows that stand or fall together; none behind the last.
    fn chain(&mut self) -> Result<Option<Chain>, EndedEarly> {
        let (mut rows, mut len, mut is_open) = (Vec::new(), 0_usize, false);
        loop {
            let row = match self.input.next() {
                Ok(Some(row)) => row,
                Ok(None) => break,
                Err(error) => {
                    self.rows.extend((0..len).map(|_| Outcome::NOT_STARTED));
                    return Err(error.into());
                }
            };
            len += 1;
            if len <= limits::TRANSFERS {
                rows.push(row.and_then(item));
            }
            is_open = self.input.is_chained();
            if !is_open {
                break;
            }
        }
        Ok((len > 0).then(|| whole(rows, len, is_open)))
    }
}

type Item = Result<(NewTransfer, Option<Actor>), String>;

fn item(row: Row) -> Item {
    let transfer = minicbor::decode(&row.bytes);
    transfer.map(|transfer| (transfer, row.actor)).map_err(|error| format!("no transfer: {error}"))
}

fn whole(rows: Vec<Item>, len: usize, is_open: bool) -> Chain {
    let all_refused = |why: &str| {
        let outcome = Outcome::refused("invalid_value", why.to_owned());
        Chain::Unfit(vec![outcome; len])
    };
    if is_open {
        return all_refused("the last row is chained to a next one that is missing");
    }
    if len > limits::TRANSFERS {
        return all_refused(&format!("{len} rows are chained; one commit takes {}", limits::TRANSFERS));
    }
    if let Some(failed) = rows.iter().position(Result::is_err) {
        let others = format!("row {} of its chain cannot be read", failed + 1);
        let refused = |row: Item| match row {
            Err(why) => Outcome::refused("invalid_value", why),
            Ok(_) => Outcome::refused("chain_failed", others.clone()),
        };
        return Chain::Unfit(rows.into_iter().map(refused).collect());
    }
    let (items, mut actors): (Vec<NewTransfer>, Vec<Option<Actor>>) = rows.into_iter().flatten().unzip();
    actors.dedup();
    match actors.as_slice() {
        [actor] => Chain::Fit(items, actor.clone()),
        _ => all_refused("rows that are chained name more than one actor"),
    }
}

/// What became of one transfer of a command that was accepted.
fn result(answer: &Answer, row: usize) -> Outcome {
    let AnyOutput::Posted(posted) = &answer.output else { return Outcome::NOT_STARTED };
    match posted.results.get(row) {
        Some(Ok(booked)) => {
            let became = if booked.repeated { Became::Replayed } else { Became::Accepted };
            Outcome::done(became, spec().map(|spec| (spec, booked.id.to_bytes())))
        }
        Some(Err(refused)) => Outcome::failed(&Error::Refused(refused.clone())),
        None => Outcome::NOT_STARTED,
    }
}

const fn spec() -> Option<&'static IdSpec> {
    match TransferId::SHAPE {
        Shape::Id(id) => Some(id),
        _ => None,
    }
}
