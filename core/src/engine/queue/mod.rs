//! Callers that wait for the engine. The first leads: it decides for itself and for those who came meanwhile,
//! commits once, answers them, and hands over to whoever waits longest. That one waits a moment for those who
//! were just answered: the busy among them come again at once.

mod lead;

use super::reentrant;
use super::request::Prepared;
use super::writer::{Results, late, late_or_done};
use crate::error::{Error, Fault};
use crate::limits;
use crate::time::{Clock, Timestamp};
pub(super) use lead::Lead;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

/// What a caller asks for at once.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) requests: Vec<Prepared>,
    /// They are accepted together or not at all.
    pub(super) atomic: bool,
}

/// Who waits, and what became of those who were called up.
#[derive(Debug, Default)]
pub(super) struct Queue {
    line: Mutex<Line>,
    /// Whoever leads next has as many behind it as it waits for.
    gathered: Condvar,
}

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
    /// How many were answered last beside their leader, and until when they would come again at once.
    answered: Option<(usize, Instant)>,
    /// How many whoever leads next waits for; nobody where it does not.
    awaited: usize,
    /// How many waits for them are left out from now on.
    left_out: u32,
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

/// What waiting came to.
#[derive(Debug)]
pub(super) enum Turn<'a> {
    Lead(Lead<'a>),
    Answered(Results),
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
            return Ok(Turn::Lead(self.lead(line, call)));
        }
        let ticket = line.join(self, call)?;
        drop(line);
        Ok(ticket.wait(clock))
    }

    pub(super) fn waiting(&self) -> usize {
        self.line().waiting.len()
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
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
        if self.waiting.len() == self.awaited {
            queue.gathered.notify_one();
        }
        Ok(Ticket { queue, number, bell, requests, time_up, over: false })
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
            match self.called(&mut line) {
                Some(Called::Lead(call)) => return Turn::Lead(self.queue.lead(line, call)),
                Some(Called::Answered(results)) => return Turn::Answered(results),
                Some(_) => return Turn::Answered((0..self.requests).map(|_| Err(stranded())).collect()),
                None => {}
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
    fn called(&mut self, line: &mut Line) -> Option<Called> {
        if matches!(line.called.get(&self.number), None | Some(Called::Taken(_))) {
            return None;
        }
        self.over = true;
        line.called.remove(&self.number)
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
    use crate::time::SystemClock;

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

    /// Enters, answers whoever came along, and says how many were decided for.
    fn led(queue: &Queue) -> usize {
        let request = Request::new(RegisterUser::new("customer")).key("a");
        let call = Call { requests: vec![request.prepare().unwrap()], atomic: false };
        match queue.enter(Some(call), &SystemClock).unwrap() {
            Turn::Lead(lead) => {
                let units = lead.units().len();
                lead.answer((0..units).map(|_| Err(stranded())).collect());
                units
            }
            Turn::Answered(_) => 0,
        }
    }

    #[test]
    fn who_leads_waits_for_those_who_were_just_answered() {
        let queue = Queue::default();
        queue.line().answered = Some((2, lead::now() + Duration::from_secs(600)));
        let mut decided = thread::scope(|scope| {
            let callers: Vec<_> = (0..3).map(|_| scope.spawn(|| led(&queue))).collect();
            callers.into_iter().map(|caller| caller.join().unwrap()).collect::<Vec<_>>()
        });
        decided.sort_unstable();
        assert_eq!(decided, [0, 0, 3], "whoever came first waited for the others");
        assert!(matches!(queue.line().answered, Some((2, _))), "and they are expected again");
    }

    #[test]
    fn nobody_waits_for_those_who_were_answered_a_while_ago() {
        let queue = Queue::default();
        queue.line().answered = Some((2, lead::now()));
        assert_eq!(led(&queue), 1);
        assert!(matches!(queue.line().answered, Some((0, _))), "nor for one that was alone");
    }

    #[test]
    fn after_a_wait_in_vain_the_next_ones_are_left_out() {
        let queue = Queue::default();
        queue.line().answered = Some((2, lead::now() + Duration::from_millis(1)));
        assert_eq!((led(&queue), queue.line().left_out), (1, lead::LEFT_OUT), "nobody came");
        queue.line().answered = Some((2, lead::now() + Duration::from_secs(600)));
        assert_eq!((led(&queue), queue.line().left_out), (1, lead::LEFT_OUT - 1), "nobody is waited for");
    }

    #[test]
    fn who_comes_by_and_by_is_not_waited_for_and_nobody_is_past_one_that_leads_alone() {
        let queue = Queue::default();
        let first = queue.line().join(&queue, call()).unwrap();
        assert!(!queue.line().waits_for(2), "half as many wait already");
        assert!(queue.line().waits_for(3));
        drop(first);
        let _alone = queue.line().join(&queue, None).unwrap();
        assert!(!queue.line().waits_for(3), "who leads alone is next");
    }
}
