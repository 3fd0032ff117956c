//! Connections, lent and given back: made when they are needed, never more than the options say.

use crate::failure::Fault;
use crate::hosts::Hosts;
use crate::runtime::{Deadline, Runtime};
use crate::session::{Address, Session};
use paywright::storage::StorageError;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

#[derive(Debug)]
pub(crate) struct Pool {
    pub(crate) address: Arc<Address>,
    hosts: Arc<Hosts>,
    shelf: Mutex<Shelf>,
    freed: Condvar,
    runtime: Runtime,
}

#[derive(Debug, Default)]
struct Shelf {
    idle: Vec<Arc<Session>>,
    lent: u32,
}

impl Pool {
    pub(crate) fn new(address: Address) -> Result<Self, StorageError> {
        Ok(Self {
            hosts: Arc::new(Hosts::of(&address)),
            address: Arc::new(address),
            shelf: Mutex::default(),
            freed: Condvar::new(),
            runtime: Runtime::start()?,
        })
    }

    /// A connection that was used before where there is one, else a new one.
    pub(crate) fn take(&self, until: Deadline) -> Result<Lease<'_>, Fault> {
        self.lend(until, false)
    }

    /// A new connection, after one that was kept turned out to lead nowhere.
    pub(crate) fn fresh(&self, until: Deadline) -> Result<Lease<'_>, Fault> {
        self.lend(until, true)
    }

    fn lend(&self, until: Deadline, fresh: bool) -> Result<Lease<'_>, Fault> {
        let most = self.address.options().connections.max(1);
        let mut shelf = self.lock();
        while shelf.lent >= most {
            let left = until.left();
            if left.is_zero() {
                let what = format!(
                    "has all {most} connections of this storage in use, and none came free in time: raise \
                     `connections`, or hold fewer snapshots"
                );
                return Err(self.address.unavailable(&what).into());
            }
            shelf = self.freed.wait_timeout(shelf, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        shelf.idle.retain(|session| !session.is_closed());
        if fresh {
            shelf.idle.clear();
        }
        shelf.lent += 1;
        let kept = shelf.idle.pop();
        drop(shelf);
        // From here on its end gives the place back.
        let mut lease =
            Lease { pool: self, is_kept: kept.is_some(), session: kept, is_sound: AtomicBool::new(true) };
        if lease.session.is_none() {
            let hosts = Arc::clone(&self.hosts);
            let opened = self.runtime.run(async move { hosts.open(until).await });
            lease.session = Some(Arc::new(opened.unwrap_or_else(|| Err(ended()))?));
        }
        Ok(lease)
    }

    fn lock(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn ended() -> Fault {
    Fault::Lost("the work on its connection broke off".to_owned())
}

/// A connection on loan. Dropping it gives it back, unless nobody knows what state it is in: then it is
/// closed, and the server rolls back.
#[derive(Debug)]
pub(crate) struct Lease<'a> {
    pool: &'a Pool,
    session: Option<Arc<Session>>,
    /// Whether it was used before, so that the server may have gone meanwhile.
    pub(crate) is_kept: bool,
    is_sound: AtomicBool,
}

impl Lease<'_> {
    /// Has the work done on the connection and waits for it.
    pub(crate) fn run<T, F>(&self, work: impl FnOnce(Arc<Session>) -> F) -> Result<T, Fault>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, Fault>> + Send + 'static,
    {
        let Some(session) = self.session.clone() else { return Err(ended()) };
        self.is_sound.store(false, Ordering::Relaxed);
        let done = self.pool.runtime.run(work(session)).unwrap_or_else(|| Err(ended()));
        let is_sound = done.as_ref().err().is_none_or(Fault::spares_session);
        self.is_sound.store(is_sound, Ordering::Relaxed);
        done
    }

    /// Sends statements whose answers nobody waits for.
    pub(crate) fn send(&self, sql: &str) {
        if let Some(session) = &self.session {
            session.send(sql);
        }
    }

    /// Never to be given back: its transaction's state is not known.
    pub(crate) fn spoil(&self) {
        self.is_sound.store(false, Ordering::Relaxed);
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        let is_sound = self.is_sound.load(Ordering::Relaxed);
        let session = self.session.take().filter(|session| is_sound && !session.is_closed());
        let mut shelf = self.pool.lock();
        shelf.lent = shelf.lent.saturating_sub(1);
        if self.is_kept && session.is_none() {
            // What became of it became of the others that were kept, if the server is gone.
            shelf.idle.clear();
        }
        shelf.idle.extend(session);
        drop(shelf);
        self.pool.freed.notify_one();
    }
}
