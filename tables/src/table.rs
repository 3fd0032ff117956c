//! Tables of commands, as a host hands them over.

use super::bulk::Run;
use super::input::{Asked, Input, Of};
use super::outcome::{Outcome, Outcomes};
use super::unfit::Unfit;
use arrow_array::RecordBatchReader;
use arrow_schema::ArrowError;
use paywright::{Actor, CommandSpec, Currency, Engine, Error, Progress, limits};
use std::ops::ControlFlow;

/// What the rows of a table are asked with, and at which pace.
#[derive(Clone, Debug)]
pub struct TableOptions {
    /// Of amounts that no column says it of.
    pub currency: Option<Currency>,
    /// Makes the keys of rows: the prefix, a slash, and the row's place from 0. None where the table has a
    /// column `key`, or where its rows have ids of their own.
    pub key_prefix: Option<String>,
    /// Who asks, where no column `actor` says it.
    pub actor: Option<Actor>,
    /// At most so many rows are committed at once.
    pub rows_per_commit: usize,
    /// How many rows there are, for whoever is told of progress.
    pub total: Option<u64>,
}

impl Default for TableOptions {
    fn default() -> Self {
        let rows_per_commit = Engine::ROWS_PER_COMMIT;
        Self { currency: None, key_prefix: None, actor: None, rows_per_commit, total: None }
    }
}

/// A table whose columns were found fit: one command a row, or one transfer a row of `PostTransfers`.
///
/// Columns are called as the command's fields are, or as their parts: `total` and `total_currency`. A text
/// may write out anything, as it does in a file; floats are refused, for they are not exact.
pub struct Table {
    input: Input,
    rows_per_commit: usize,
    total: Option<u64>,
}

impl std::fmt::Debug for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Table").field("of", &self.input.of.command.name).finish_non_exhaustive()
    }
}

impl Table {
    /// The table, if commands can be made of its columns. No row of it is read yet.
    ///
    /// # Errors
    ///
    /// What is wrong with its columns, all of it at once, or with the options.
    pub fn new(
        command: &'static CommandSpec,
        rows: impl RecordBatchReader + Send + 'static,
        options: TableOptions,
    ) -> Result<Self, Unfit> {
        let TableOptions { currency, key_prefix, actor, rows_per_commit, total } = options;
        let most = limits::BATCH_REQUESTS;
        if !(1..=most).contains(&rows_per_commit) {
            let text = format!("rows_per_commit is between 1 and {most}, not {rows_per_commit}");
            return Err(Unfit::Value(text));
        }
        let asked = Asked { currency, key_prefix, actor };
        let input = Input::new(Box::new(rows), Of::rows_of(command), asked)?;
        Ok(Self { input, rows_per_commit, total })
    }

    /// Asks the engine for one row after the other, a thousand or so a commit, each with its own result. A
    /// row that cannot be read is refused alone. Between commits `progress` is told how many rows are done,
    /// and may stop. The same table with the same keys or ids does nothing twice, and finishes what ended
    /// early.
    ///
    /// What became of the rows is added to `into`, also where this ends early: the rows that were not come to
    /// are added then as well, unless the table itself breaks off.
    ///
    /// # Errors
    ///
    /// Why it ended before the last row. What rows are refused with stands in their outcomes alone.
    pub fn bulk(
        self,
        engine: &Engine,
        into: &mut Outcomes,
        mut progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<(), EndedEarly> {
        let Self { input, rows_per_commit, total } = self;
        let mut run = Run { engine, input, rows: &mut into.rows, left_over: None, rows_per_commit };
        let ended = run.all(&mut |done| progress(Progress { done, total }));
        // A table that broke off once is not gone through further; of one that does so now no rest is known.
        if let Err(EndedEarly::Stopped | EndedEarly::Failed(_)) = &ended
            && let Ok(rest) = run.input.count_rest()
        {
            let rest = run.left_over() + rest;
            // Stopped behind the last row, it ended as it would have.
            if rest == 0 && matches!(ended, Err(EndedEarly::Stopped)) {
                return Ok(());
            }
            run.rows.extend((0..rest).map(|_| Outcome::NOT_STARTED));
            // Stopped behind the last row, it ended as it would have.
            if rest == 0 && matches!(ended, Err(EndedEarly::Stopped)) {
                return Ok(());
            }
        }
        ended
    }
}

/// Why a bulk ended before the last row.
#[derive(Debug)]
#[non_exhaustive]
pub enum EndedEarly {
    /// Whoever was told of progress stopped it.
    Stopped,
    /// The storage failed, or it was asked for from inside another call.
    Failed(Error),
    /// The table could not be read further.
    BrokeOff(ArrowError),
}

impl std::fmt::Display for EndedEarly {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Stopped => f.write_str("stopped as asked before the last row"),
            Self::Failed(error) => error.fmt(f),
            Self::BrokeOff(error) => write!(f, "the table broke off: {error}"),
        }
    }
}

impl std::error::Error for EndedEarly {}

impl From<ArrowError> for EndedEarly {
    fn from(error: ArrowError) -> Self {
        Self::BrokeOff(error)
    }
}
