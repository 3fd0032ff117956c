//! The host's own code in Python: clock, entropy, progress. Each is called without any lock of the engine's
//! handle; what it raises comes out of the call in which it was asked.

use crate::fault::{keep, leave};
use crate::moment::moment_of;
use paywright::{Clock, Entropy, Progress, Timestamp};
use pyo3::prelude::*;
use std::ops::ControlFlow;
use std::sync::Arc;

/// A clock that is any callable answering an aware datetime.
#[derive(Debug)]
pub(crate) struct HostClock(pub(crate) Arc<Py<PyAny>>);

impl Clock for HostClock {
    fn now(&self) -> Timestamp {
        let asked = Python::attach(|py| moment_of(&self.0.bind(py).call0()?));
        asked.unwrap_or_else(|error| leave(error))
    }
}

/// Entropy that is any callable of lane and sequence answering an int of 64 bits.
#[derive(Debug)]
pub(crate) struct HostEntropy(pub(crate) Arc<Py<PyAny>>);

impl Entropy for HostEntropy {
    fn bits(&self, lane: u16, sequence: u64) -> u64 {
        let asked = Python::attach(|py| self.0.bind(py).call1((lane, sequence))?.extract());
        asked.unwrap_or_else(|error| leave(error))
    }
}

/// Between two steps of a long call: tells the callback how far it is, and lets Ctrl-C through. A callback
/// that answers False stops the call, as does one that raises.
pub(crate) fn between(callback: Option<&Py<PyAny>>, progress: Progress) -> ControlFlow<()> {
    let told = Python::attach(|py| {
        py.check_signals()?;
        let Some(callback) = callback else { return Ok(true) };
        let answer = callback.bind(py).call1((progress.done, progress.total))?;
        Ok(!answer.is(pyo3::types::PyBool::new(py, false)))
    });
    match told {
        Ok(true) => ControlFlow::Continue(()),
        Ok(false) => ControlFlow::Break(()),
        Err(error) => {
            keep(error);
            ControlFlow::Break(())
        }
    }
}
