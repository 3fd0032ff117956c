//! Callers that wait for the engine. The first leads: it decides for itself and for those who came meanwhile,
//! commits once, answers them, and hands over to whoever waits longest.

use super::reentrant;
use super::request::Prepared;
use super::writer::{Results, Unit, late, late_or_done};
use crate::error::{Error, Fault};
use crate::limits;
use crate::time::{Clock, Timestamp};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};
use std::time::Duration;

/// What a caller asks for at once.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) requests: Vec<Prepared>,
    /// They are accepted together or not at all.
    pub(super) atomic: bool,
}

/// Who waits, and what became of those who were called up.
#[derive(Debug, Default)]
pub(super) struct Queue(Mutex<Line>);

#[derive(Debug, Default)]
struct Line {
    /// Somebody leads; nobody waits where nobody does.
    led: bool,
    /// Whose lead it is, once that thread has noticed: it must not come to wait for itself.
    leader: Option<ThreadId>,
    tickets: u64,
    /// By ticket: who came first is first.
    waiting: BTreeMap<u64, Waiting>,
    /// Of all commands that wait.
    bytes: usize,
    called: HashMap<u64, Called>,
}

#[derive(Debug)]
struct Waiting {
    /// None where the caller leads alone.
    call: Option<Call>,
    bell: Arc<Condvar>,
}

/// A caller that waits for its turn no more.
#[derive(Debug)]
enum Called {
    /// It leads.
    Lead(Option<Call>),
    /// Another decides for it.
    Taken(Arc<Condvar>),
    Answered(Results),
    /// Who decided for it panicked.
    Stranded,
}

/// What becomes of a caller that was taken along.
enum Fate {
    Called(Called),
    /// Its turn did not come: it waits on.
    Waits(Call),
}

/// What waiting came to.
#[derive(Debug)]
pub(super) enum Turn<'a> {
    Lead(Lead<'a>),
    Answered(Results),
}

/// The right to decide and commit, once. However it ends, the next caller has it then, and whoever was taken
/// along has an answer.
#[derive(Debug)]
pub(super) struct Lead<'a> {
    queue: &'a Queue,
    /// The leader's own, then those of the others; nothing where it leads alone.
    calls: Vec<Call>,
    /// Tickets of the others.
    taken: Vec<u64>,
    over: bool,
}

/// A place in the line. Given up when dropped, unless the wait is over.
#[derive(Debug)]
struct Ticket<'a> {
    queue: &'a Queue,
    number: u64,
    bell: Arc<Condvar>,
    requests: usize,
    time_up: Option<Timestamp>,
    over: bool,
}

impl Queue {
    /// Waits until this caller leads, with those who wait behind it, or another has decided for it. Without a
    /// call it leads alone.
    ///
    /// # Errors
    /// `reentrant_call`, where this caller is inside a call already; `busy`, at once, where too many wait.
    pub(super) fn enter(&self, call: Option<Call>, clock: &dyn Clock) -> Result<Turn<'_>, Error> {
        reentrant::not_in_host()?;
        let mut line = self.line();
        if line.leader == Some(thread::current().id()) {
            return Err(reentrant::while_leading());
        }
        if !line.led {
            line.led = true;
            return Ok(Turn::Lead(line.lead(self, call)));
        }
        let ticket = line.join(self, call)?;
        drop(line);
        Ok(ticket.wait(clock))
    }

    pub(super) fn waiting(&self) -> usize {
        self.line().waiting.len()
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Line {
    fn join<'a>(&mut self, queue: &'a Queue, call: Option<Call>) -> Result<Ticket<'a>, Error> {
        let bytes = self.bytes.saturating_add(call.as_ref().map_or(0, Call::bytes));
        if self.waiting.len() >= limits::WAITING_CALLS || bytes > limits::WAITING_BYTES {
            let calls = self.waiting.len();
            let busy = format!("{calls} calls wait for this engine already; nothing was changed, try again");
            return Err(Error::storage(Fault::Busy, busy));
        }
        let (number, bell) = (self.tickets, Arc::new(Condvar::new()));
        self.tickets = self.tickets.saturating_add(1);
        self.bytes = bytes;
        let requests = call.as_ref().map_or(0, |call| call.requests.len());
        let time_up = call.as_ref().and_then(Call::time_up);
        self.waiting.insert(number, Waiting { call, bell: Arc::clone(&bell) });
        Ok(Ticket { queue, number, bell, requests, time_up, over: false })
    }

    /// Whoever leads takes along those behind it, in their order, as far as one commit should carry.
    fn lead<'a>(&mut self, queue: &'a Queue, call: Option<Call>) -> Lead<'a> {
        self.leader = Some(thread::current().id());
        let mut lead = Lead { queue, calls: Vec::new(), taken: Vec::new(), over: false };
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

    /// Who waits longest leads next.
    fn hand_over(&mut self) -> Option<Arc<Condvar>> {
        let next = self.waiting.pop_first();
        (self.led, self.leader) = (next.is_some(), None);
        let (number, Waiting { call, bell }) = next?;
        self.bytes = self.bytes.saturating_sub(call.as_ref().map_or(0, Call::bytes));
        self.called.insert(number, Called::Lead(call));
        Some(bell)
    }

    /// A caller whose time is up leaves, and is told whether anything can have happened.
    fn leave(&mut self, ticket: &Ticket<'_>, time_up: Timestamp) -> Results {
        let Some(Waiting { call: Some(call), .. }) = self.waiting.remove(&ticket.number) else {
            self.called.remove(&ticket.number);
            return (0..ticket.requests).map(|_| Err(late_or_done(time_up))).collect();
        };
        self.bytes = self.bytes.saturating_sub(call.bytes());
        let deadline = |one: &Prepared| one.deadline.filter(|_| !call.atomic).unwrap_or(time_up);
        call.requests.iter().map(|one| Err(late(deadline(one)))).collect()
    }
}

impl<'a> Ticket<'a> {
    /// The clock is the host's: it is asked while others can go on, and not by who has an answer already,
    /// which stands whatever the clock says or does.
    fn wait(mut self, clock: &dyn Clock) -> Turn<'a> {
        let mut left = None;
        loop {
            let mut line = self.queue.line();
            if let Some(turn) = self.called(&mut line) {
                return turn;
            }
            if let (None, Some(time_up)) = (left, self.time_up) {
                drop(line);
                left = Some((time_up, time_up.micros_since(clock.now())));
                continue;
            }
            match left.take() {
                Some((time_up, left)) if left <= 0 => {
                    self.over = true;
                    return Turn::Answered(line.leave(&self, time_up));
                }
                Some((_, left)) => {
                    let left = Duration::from_micros(u64::try_from(left).unwrap_or(0));
                    drop(self.bell.wait_timeout(line, left));
                }
                None => drop(self.bell.wait(line)),
            }
        }
    }

    /// What came of it, where this caller waits no more.
    fn called(&mut self, line: &mut Line) -> Option<Turn<'a>> {
        if matches!(line.called.get(&self.number), None | Some(Called::Taken(_))) {
            return None;
        }
        self.over = true;
        Some(match line.called.remove(&self.number) {
            Some(Called::Lead(call)) => Turn::Lead(line.lead(self.queue, call)),
            Some(Called::Answered(results)) => Turn::Answered(results),
            _ => Turn::Answered((0..self.requests).map(|_| Err(stranded())).collect()),
        })
    }
}

impl Drop for Ticket<'_> {
    /// The host's clock panicked while this caller waited.
    fn drop(&mut self) {
        if self.over {
            return;
        }
        let mut line = self.queue.line();
        if let Some(Waiting { call: Some(call), .. }) = line.waiting.remove(&self.number) {
            line.bytes = line.bytes.saturating_sub(call.bytes());
        }
        let next = match line.called.remove(&self.number) {
            Some(Called::Lead(_)) => line.hand_over(),
            _ => None,
        };
        drop(line);
        next.iter().for_each(|bell| bell.notify_one());
    }
}

impl Lead<'_> {
    /// What is to be decided: all requests of an atomic call together, the others one by one.
    pub(super) fn units(&self) -> Vec<Unit<'_>> {
        let size = |call: &Call| if call.atomic { call.requests.len().max(1) } else { 1 };
        self.calls.iter().flat_map(|call| call.requests.chunks(size(call))).collect()
    }

    /// Whether so many results are those of whole calls, the leader's own among them: then it need lead no
    /// longer.
    pub(super) fn may_end(&self, results: usize) -> bool {
        let ends = self.calls.iter().scan(0_usize, |end, call| {
            *end = end.saturating_add(call.requests.len());
            Some(*end)
        });
        ends.into_iter().any(|end| end == results)
    }

    /// Hands the others their part of the results, and leadership to the next. Those who have none wait on,
    /// in their old places. Answers the leader's own part.
    pub(super) fn answer(mut self, mut results: Results) -> Results {
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

impl Call {
    fn bytes(&self) -> usize {
        self.requests.iter().map(|request| request.input.len()).fold(0, usize::saturating_add)
    }

    /// From when on no answer is worth waiting for: where all requests are late, or one is of those that
    /// stand or fall together.
    fn time_up(&self) -> Option<Timestamp> {
        let deadlines = self.requests.iter().map(|request| request.deadline);
        if self.atomic {
            deadlines.flatten().min()
        } else {
            deadlines.collect::<Option<Vec<_>>>()?.into_iter().max()
        }
    }
}

fn stranded() -> Error {
    let what = "the thread that committed this request with its own panicked, and nobody can say whether it \
                happened: ask again with the same key or id";
    Error::storage(Fault::OutcomeUnknown, what)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RegisterUser;
    use crate::engine::Request;

    /// A clock of which nobody gets a time.
    #[derive(Debug)]
    struct Broken;

    impl Clock for Broken {
        fn now(&self) -> Timestamp {
            panic!("the clock stopped")
        }
    }

    fn call() -> Option<Call> {
        let request =
            Request::new(RegisterUser::new("customer")).key("a").deadline(Timestamp::from_micros(1));
        Some(Call { requests: vec![request.prepare().unwrap()], atomic: false })
    }

    #[test]
    fn who_is_called_up_asks_no_clock_for_its_turn_or_its_answer() {
        let queue = Queue::default();
        let Ok(Turn::Lead(first)) = queue.enter(call(), &Broken) else { panic!("nobody else is there") };
        let next = queue.line().join(&queue, call()).unwrap();
        let last = queue.line().join(&queue, call()).unwrap();
        assert_eq!(first.answer(vec![Err(stranded())]).len(), 1);

        let Turn::Lead(lead) = next.wait(&Broken) else { panic!("it waited longest") };
        assert_eq!((lead.units().len(), queue.waiting()), (2, 0), "who leads takes the other along");
        assert_eq!(lead.answer(vec![Err(stranded()), Err(stranded())]).len(), 1);
        assert!(matches!(last.wait(&Broken), Turn::Answered(results) if results.len() == 1));
        assert!(matches!(queue.enter(call(), &Broken), Ok(Turn::Lead(_))), "nobody leads any more");
    }
}
