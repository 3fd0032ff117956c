//! Leading: whom a leader waits for, whom it takes along, and what it answers them.

use super::{Call, Called, Line, Queue, Waiting};
use crate::engine::writer::{Results, Unit};
use crate::limits;
use std::sync::{MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How long those who were answered are waited for: this part of the time that it took to answer them, so
/// that it costs little where they do not come;
const PART_AWAITED: u32 = 4;
/// and never longer, however slow the storage was.
const MOST_AWAITED: Duration = Duration::from_millis(5);
/// How many such waits are left out after one in vain.
pub(super) const LEFT_OUT: u32 = 31;

/// Whether so many are half of them, or more.
const fn is_half(came: usize, others: usize) -> bool {
    came >= others.div_ceil(2)
}

/// What time a wait is measured by. No answer depends on it.
#[expect(
    clippy::disallowed_methods,
    reason = "the engine's clock is the host's, and may stand still or jump"
)]
pub(super) fn now() -> Instant {
    Instant::now()
}

/// The right to decide and commit, once. However it ends, the next caller has it then, and whoever was taken
/// along has an answer.
#[derive(Debug)]
pub(in crate::engine) struct Lead<'a> {
    queue: &'a Queue,
    /// The leader's own, then those of the others; nothing where it leads alone.
    calls: Vec<Call>,
    /// Tickets of the others.
    taken: Vec<u64>,
    since: Instant,
    over: bool,
}

/// What becomes of a caller that was taken along.
enum Fate {
    Called(Called),
    /// Its turn did not come: it waits on.
    Waits(Call),
}

impl Queue {
    /// Whoever leads waits a moment for those who were answered just before.
    pub(super) fn lead<'a>(&'a self, mut line: MutexGuard<'a, Line>, call: Option<Call>) -> Lead<'a> {
        let takes_along = call.as_ref().is_some_and(|call| call.requests.len() < limits::GROUP_REQUESTS);
        let answered = line.answered.take().filter(|_| takes_along);
        if let Some((others, until)) = answered.filter(|(others, _)| line.waits_for(*others)) {
            line.awaited = others;
            let left = until.saturating_duration_since(now());
            let few = |line: &mut Line| line.waiting.len() < line.awaited;
            let gathered = self.gathered.wait_timeout_while(line, left, few);
            line = gathered.unwrap_or_else(PoisonError::into_inner).0;
            line.awaited = 0;
            line.left_out = if is_half(line.waiting.len(), others) { 0 } else { LEFT_OUT };
        }
        line.lead(self, call)
    }
}

impl Line {
    /// Where half as many wait already, they are not of those who come again at once; where few came when
    /// they were last waited for, it is a while before they are again; and nobody is taken along past one
    /// that leads alone.
    pub(super) fn waits_for(&mut self, others: usize) -> bool {
        let next_is_alone = self.waiting.values().next().is_some_and(|next| next.call.is_none());
        if next_is_alone || is_half(self.waiting.len(), others) {
            return false;
        }
        let waits = self.left_out == 0;
        self.left_out = self.left_out.saturating_sub(1);
        waits
    }

    /// Whoever leads takes along those behind it, in their order, as far as one commit should carry.
    fn lead<'a>(&mut self, queue: &'a Queue, call: Option<Call>) -> Lead<'a> {
        self.leader = Some(thread::current().id());
        let since = now();
        let mut lead = Lead { queue, calls: Vec::new(), taken: Vec::new(), since, over: false };
        let Some(call) = call else { return lead };
        let (mut requests, mut bytes) = (call.requests.len(), call.bytes());
        lead.calls.push(call);
        while let Some(next) = self.waiting.first_entry() {
            let Some(call) = &next.get().call else { break };
            requests = requests.saturating_add(call.requests.len());
            bytes = bytes.saturating_add(call.bytes());
            if requests > limits::GROUP_REQUESTS || bytes > limits::BATCH_BYTES {
                break;
            }
            let (number, Waiting { call, bell }) = next.remove_entry();
            self.bytes = self.bytes.saturating_sub(call.as_ref().map_or(0, Call::bytes));
            self.called.insert(number, Called::Taken(bell));
            lead.calls.extend(call);
            lead.taken.push(number);
        }
        lead
    }
}

impl Lead<'_> {
    /// What is to be decided: all requests of an atomic call together, the others one by one.
    pub(in crate::engine) fn units(&self) -> Vec<Unit<'_>> {
        let size = |call: &Call| if call.atomic { call.requests.len().max(1) } else { 1 };
        self.calls.iter().flat_map(|call| call.requests.chunks(size(call))).collect()
    }

    /// Whether so many results are those of whole calls, the leader's own among them: then it need lead no
    /// longer.
    pub(in crate::engine) fn may_end(&self, results: usize) -> bool {
        let ends = self.calls.iter().scan(0_usize, |end, call| {
            *end = end.saturating_add(call.requests.len());
            Some(*end)
        });
        ends.into_iter().any(|end| end == results)
    }

    /// Hands the others their part of the results, and leadership to the next. Those who have none wait on,
    /// in their old places. Answers the leader's own part.
    pub(in crate::engine) fn answer(mut self, mut results: Results) -> Results {
        let mut calls = std::mem::take(&mut self.calls).into_iter();
        let own = calls.next().map_or(0, |call| call.requests.len());
        let mut others = results.split_off(own.min(results.len())).into_iter();
        self.end(calls.map(|call| match others.len() {
            0 => Fate::Waits(call),
            _ => Fate::Called(Called::Answered(others.by_ref().take(call.requests.len()).collect())),
        }));
        results
    }

    fn end(&mut self, fates: impl Iterator<Item = Fate>) {
        self.over = true;
        let mut bells = Vec::new();
        let mut line = self.queue.line();
        for (ticket, fate) in self.taken.iter().zip(fates) {
            // Whoever is not there any more left because its time was up.
            let Some(Called::Taken(bell)) = line.called.remove(ticket) else { continue };
            match fate {
                Fate::Called(called) => {
                    line.called.insert(*ticket, called);
                    bells.push(bell);
                }
                Fate::Waits(call) => {
                    line.bytes = line.bytes.saturating_add(call.bytes());
                    line.waiting.insert(*ticket, Waiting { call: Some(call), bell });
                }
            }
        }
        let now = now();
        let soon = (now.saturating_duration_since(self.since) / PART_AWAITED).min(MOST_AWAITED);
        line.answered = Some((bells.len(), now + soon));
        bells.extend(line.hand_over());
        drop(line);
        bells.iter().for_each(|bell| bell.notify_one());
    }
}

impl Drop for Lead<'_> {
    fn drop(&mut self) {
        if !self.over {
            self.end(std::iter::repeat_with(|| Fate::Called(Called::Stranded)));
        }
    }
}
