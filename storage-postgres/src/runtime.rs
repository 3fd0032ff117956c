//! One thread that moves bytes: calls are sync, and a host may make them from anywhere, also from within an
//! async runtime of its own.

use crate::failure::Fault;
use paywright::storage::StorageError;
use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

#[derive(Debug)]
pub(crate) struct Runtime {
    handle: Handle,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Runtime {
    pub(crate) fn start() -> Result<Self, StorageError> {
        let failed = |error: std::io::Error| {
            StorageError::Unavailable(format!(
                "the thread that talks to PostgreSQL cannot be started: {error}"
            ))
        };
        let runtime = Builder::new_current_thread().enable_io().enable_time().build().map_err(failed)?;
        let handle = runtime.handle().clone();
        let (stop, stopped) = oneshot::channel();
        let run = move || {
            // Whichever way the sender goes, the thread ends.
            let _ = runtime.block_on(stopped);
        };
        let thread =
            thread::Builder::new().name("paywright-postgres".to_owned()).spawn(run).map_err(failed)?;
        Ok(Self { handle, stop: Some(stop), thread: Some(thread) })
    }

    /// Has the thread do the work and waits for it. `None` only if the work panicked.
    pub(crate) fn run<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> Option<T> {
        let (answer, awaited) = mpsc::sync_channel(1);
        self.handle.spawn(async move {
            // Nobody listens who was killed meanwhile.
            let _ = answer.send(work.await);
        });
        awaited.recv().ok()
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // It only ever waits for sockets.
            let _ = thread.join();
        }
    }
}

/// Until when a caller is patient.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline(Instant);

impl Deadline {
    /// Patience beyond a day is a day.
    pub(crate) fn after(patience: Duration) -> Self {
        Self(Instant::now() + patience.min(Duration::from_secs(86_400)))
    }

    pub(crate) fn left(self) -> Duration {
        self.0.saturating_duration_since(Instant::now())
    }

    /// The later of the two.
    pub(crate) fn or(self, other: Self) -> Self {
        Self(self.0.max(other.0))
    }

    /// What is left in milliseconds, as the server's timeouts count; never 0, which is for ever there.
    pub(crate) fn millis(self) -> i32 {
        i32::try_from(self.left().as_millis()).unwrap_or(i32::MAX).max(1)
    }

    /// Gives the work up when the time has come.
    pub(crate) async fn bound<T>(self, work: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
        match tokio::time::timeout_at(self.0.into(), work).await {
            Ok(done) => done,
            Err(_) => Err(Fault::Late),
        }
    }
}
