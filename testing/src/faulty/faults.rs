//! What is planned for a storage, and what came of it.

use super::FaultyStorage;
use super::fault::StorageFault;
use super::past::Past;
use paywright::storage::{Batch, Storage};
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How a test steers a [`FaultyStorage`] that belongs to an engine, and hears what struck. Its clones are the
/// same.
#[derive(Clone)]
pub struct Faults(Arc<Mutex<Plan>>);

/// Until what a commit is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Until {
    /// Somebody has looked.
    Look,
    /// Another commit is stored.
    Commit,
    /// It arrives before anything else is done.
    Now,
}

pub(super) struct Plan {
    seed: u64,
    commits: VecDeque<StorageFault>,
    reads: VecDeque<StorageFault>,
    once_in: [u32; StorageFault::ALL.len()],
    struck: [u64; StorageFault::ALL.len()],
    slowness: Duration,
    outage: usize,
    wait: Arc<dyn Fn(Duration) + Send + Sync>,
    pub(super) late: Vec<(Until, Batch)>,
    /// Turns that are held: what is late waits for their end.
    pub(super) turns: u32,
    pub(super) past: Past,
}

impl Faults {
    /// Nothing goes wrong until it is planned. The seed decides what chance decides.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(Plan {
            seed,
            commits: VecDeque::new(),
            reads: VecDeque::new(),
            once_in: [0; StorageFault::ALL.len()],
            struck: [0; StorageFault::ALL.len()],
            slowness: Duration::from_millis(20),
            outage: 0,
            wait: Arc::new(std::thread::sleep),
            late: Vec::new(),
            turns: 0,
            past: Past::default(),
        })))
    }

    /// The same plan for another storage on the same data: a second process, or the first after a restart.
    #[must_use]
    pub fn over<S: Storage>(&self, storage: S) -> FaultyStorage<S> {
        FaultyStorage { inner: storage, faults: self.clone() }
    }

    /// It strikes the next commit, or the next read that it can strike, after those that were planned before.
    pub fn next(&self, fault: StorageFault) {
        self.storm(fault, 1);
    }

    /// It strikes that many times in a row.
    pub fn storm(&self, fault: StorageFault, times: usize) {
        let mut plan = self.plan();
        let queue = if fault.strikes_commits() { &mut plan.commits } else { &mut plan.reads };
        queue.extend(std::iter::repeat_n(fault, times));
    }

    /// Where nothing is planned, it strikes about once in so many commits or reads; 0, as at first, is never.
    pub fn once_in(&self, fault: StorageFault, times: u32) {
        for (slot, of) in self.plan().once_in.iter_mut().zip(StorageFault::ALL) {
            if of == fault {
                *slot = times;
            }
        }
    }

    /// Nothing goes wrong any more. A commit that is on its way may still arrive.
    pub fn stop(&self) {
        let mut plan = self.plan();
        plan.commits.clear();
        plan.reads.clear();
        plan.once_in.fill(0);
    }

    /// How long a slow commit takes; 20 milliseconds at first.
    pub fn slowness(&self, slowness: Duration) {
        self.plan().slowness = slowness;
    }

    /// How a slow commit passes its time: by moving a clock that is set by hand, say, instead of sleeping.
    pub fn wait_by(&self, wait: impl Fn(Duration) + Send + Sync + 'static) {
        self.plan().wait = Arc::new(wait);
    }

    /// After an answer is lost, so many reads find the storage unreachable; none at first.
    pub fn outage(&self, reads: usize) {
        self.plan().outage = reads;
    }

    /// How often it struck.
    #[must_use]
    pub fn struck(&self, fault: StorageFault) -> u64 {
        self.counts().find_map(|(of, count)| (of == fault).then_some(count)).unwrap_or(0)
    }

    /// How often each fault struck.
    pub fn counts(&self) -> impl Iterator<Item = (StorageFault, u64)> + use<> {
        let struck = self.plan().struck;
        StorageFault::ALL.into_iter().zip(struck)
    }

    /// How many commits are on their way.
    #[must_use]
    pub fn on_their_way(&self) -> usize {
        self.plan().late.len()
    }

    pub(super) fn plan(&self) -> MutexGuard<'_, Plan> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What befalls a commit.
    pub(super) fn at_commit(&self) -> Option<StorageFault> {
        let mut plan = self.plan();
        let planned = plan.commits.pop_front();
        let fault = planned.or_else(|| plan.drawn(StorageFault::strikes_commits));
        plan.note(fault)
    }

    /// What befalls a read, among what can.
    pub(super) fn at_read(&self, can: impl Fn(&Plan, StorageFault) -> bool) -> Option<StorageFault> {
        let mut plan = self.plan();
        let planned = plan.reads.front().copied().filter(|fault| can(&plan, *fault));
        let fault = match planned {
            Some(_) => plan.reads.pop_front(),
            None => {
                let all = StorageFault::ALL.into_iter().filter(|fault| !fault.strikes_commits());
                let able: Vec<StorageFault> = all.filter(|fault| can(&plan, *fault)).collect();
                plan.drawn(|fault| able.contains(&fault))
            }
        };
        plan.note(fault)
    }

    /// An answer was lost.
    pub(super) fn lose(&self) {
        let mut plan = self.plan();
        for _ in 0..plan.outage {
            plan.reads.push_front(StorageFault::Unreachable);
        }
    }

    /// No read can go wrong.
    pub(super) fn reads_are_sound(&self) -> bool {
        let plan = self.plan();
        let may = |(of, once_in): (StorageFault, &u32)| !of.strikes_commits() && *once_in > 0;
        plan.reads.is_empty() && !StorageFault::ALL.into_iter().zip(&plan.once_in).any(may)
    }

    /// Passes the time of a slow commit, as far as there is patience; answers whether that was enough.
    pub(super) fn wait(&self, patience: Option<Duration>) -> bool {
        let (slowness, wait) = {
            let plan = self.plan();
            (plan.slowness, Arc::clone(&plan.wait))
        };
        wait(patience.map_or(slowness, |patience| patience.min(slowness)));
        patience.is_none_or(|patience| slowness <= patience)
    }
}

impl Plan {
    fn drawn(&mut self, can: impl Fn(StorageFault) -> bool) -> Option<StorageFault> {
        let rates = self.once_in;
        let mut all = StorageFault::ALL.into_iter().zip(rates);
        all.find_map(|(fault, once_in)| {
            (once_in > 0 && can(fault) && self.below(once_in) == 0).then_some(fault)
        })
    }

    fn note(&mut self, fault: Option<StorageFault>) -> Option<StorageFault> {
        for (count, of) in self.struck.iter_mut().zip(StorageFault::ALL) {
            *count = count.saturating_add(u64::from(Some(of) == fault));
        }
        fault
    }

    /// A number below `most`, unrelated to those before it.
    pub(super) fn below(&mut self, most: u32) -> u32 {
        self.seed = self.seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.seed;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let high = u32::try_from(mixed >> 32).unwrap_or(0);
        high.checked_rem(most).unwrap_or(0)
    }
}

impl fmt::Debug for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.counts().filter(|(_, count)| *count > 0)).finish()
    }
}
