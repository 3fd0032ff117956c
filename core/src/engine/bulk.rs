//! Many requests in many commits.

use super::request::Prepared;
use super::{Answer, Engine, Request};
use crate::error::{Error, Misuse};
use crate::limits;
use crate::progress::Progress;
use std::ops::ControlFlow;

/// What a bulk of requests came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bulk {
    /// One result a request, in their order, as far as it came.
    pub results: Vec<Result<Answer, Error>>,
    /// Why it ended before the last request: the caller stopped it, the storage failed, or it was asked for
    /// from inside another call. The same requests with the same keys finish it.
    pub ended_early: Option<Error>,
}

impl Engine {
    /// As many requests as there are, a thousand or so a commit, each with its own result as in
    /// [`Engine::batch`]. They are taken one commit after the other, so an iterator may make them as it goes.
    ///
    /// Between commits `progress` is told how many requests are done, and may stop. Where it stops, or where
    /// the storage fails a whole commit, the results so far are answered: to ask again for the same with the
    /// same keys, from the start, is right and quick. Nothing is held meanwhile: the iterator and `progress`
    /// may call the engine.
    ///
    /// ```
    /// use paywright::*;
    /// use std::ops::ControlFlow;
    /// # let engine = Engine::new(MemoryStorage::new())?;
    /// let customers = (1..=2_500).map(|n| {
    ///     Request::new(RegisterUser::new(format!("customer-{n}"))).key(format!("import-1/{n}"))
    /// });
    /// let done = engine.bulk(customers, Engine::ROWS_PER_COMMIT, |progress| {
    ///     println!("{} registered", progress.done);
    ///     ControlFlow::Continue(())
    /// });
    /// assert_eq!((done.results.len(), done.ended_early), (2_500, None));
    /// # Ok::<(), Error>(())
    /// ```
    pub fn bulk(
        &self,
        requests: impl IntoIterator<Item = Request>,
        rows_per_commit: usize,
        mut progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Bulk {
        let mut results = Vec::new();
        let most = limits::BATCH_REQUESTS;
        if !(1..=most).contains(&rows_per_commit) {
            let why =
                format!("{rows_per_commit} requests a commit were asked for; give between 1 and {most}");
            return Bulk { results, ended_early: Some(Error::misuse(Misuse::TooMany, why)) };
        }
        let mut requests = requests.into_iter().fuse();
        let total = match requests.size_hint() {
            (least, Some(most)) if least == most => u64::try_from(most).ok(),
            _ => None,
        };
        let mut left_over = None;
        loop {
            let step = next_step(&mut requests, &mut left_over, rows_per_commit);
            if step.is_empty() {
                return Bulk { results, ended_early: None };
            }
            let answers = self.answer_each(step);
            if let Some(error) = failed_whole(&answers) {
                return Bulk { results, ended_early: Some(error) };
            }
            results.extend(answers);
            let done = u64::try_from(results.len()).unwrap_or(u64::MAX);
            if let Err(stopped) = (Progress { done, total }).tell("requests", &mut progress) {
                return Bulk { results, ended_early: Some(stopped) };
            }
        }
    }
}

type Ready = Result<Prepared, Error>;

/// The requests of one commit: at most so many, and no more bytes than a batch takes.
fn next_step(
    requests: &mut impl Iterator<Item = Request>,
    left_over: &mut Option<Ready>,
    rows: usize,
) -> Vec<Ready> {
    let mut step = Vec::new();
    let mut bytes = 0_usize;
    while step.len() < rows {
        let Some(ready) = left_over.take().or_else(|| requests.next().map(Request::prepare)) else { break };
        let size = ready.as_ref().map_or(0, |prepared| prepared.input.len());
        bytes = bytes.saturating_add(size);
        if bytes > limits::BATCH_BYTES && !step.is_empty() {
            *left_over = Some(ready);
            break;
        }
        step.push(ready);
    }
    step
}

/// Why nothing of a commit was done: what every request of it met that was fit to be decided.
fn failed_whole(answers: &[Result<Answer, Error>]) -> Option<Error> {
    let fails = |error: &Error| match error {
        Error::Storage { .. } => true,
        Error::Misuse { misuse, .. } => *misuse == Misuse::ReentrantCall,
        Error::Refused(_) | Error::Bug(_) => false,
    };
    let unfit = |error: &Error| matches!(error, Error::Misuse { .. }) && !fails(error);
    let mut decided = answers.iter().filter(|answer| !answer.as_ref().is_err_and(unfit));
    let first = decided.next()?.as_ref().err().filter(|error| fails(error))?;
    decided.all(|answer| answer.as_ref().is_err_and(fails)).then(|| first.clone())
}
