//! The host's own code: clock, entropy, progress. No lock of the handle is held while it is asked.

use crate::fault::{keep, leave};
use paywright::{Clock, Entropy, Progress, Timestamp};
use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;

/// How the host's own code failed.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Error)]
pub enum HostFault {
    /// It raised.
    Raised {
        /// What, in a sentence.
        reason: String,
    },
}

impl HostFault {
    fn into_reason(self) -> String {
        let Self::Raised { reason } = self;
        reason
    }
}

impl fmt::Display for HostFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Raised { reason } = self;
        f.write_str(reason)
    }
}

impl std::error::Error for HostFault {}

impl From<uniffi::UnexpectedUniFFICallbackError> for HostFault {
    fn from(unexpected: uniffi::UnexpectedUniFFICallbackError) -> Self {
        // Its other lines are a stack trace, which is nobody's business but the host's.
        Self::Raised { reason: unexpected.reason.lines().next().unwrap_or_default().to_owned() }
    }
}

/// Tells the time.
#[uniffi::export(with_foreign)]
pub trait HostClock: Send + Sync {
    /// Microseconds since 1970, UTC.
    fn micros(&self) -> Result<i64, HostFault>;
}

/// Bits that nobody foresees, or that a seed makes.
#[uniffi::export(with_foreign)]
pub trait HostEntropy: Send + Sync {
    /// 64 of them, for a place in the journal: the same answer for the same place, if it is a seed's.
    fn bits(&self, lane: u16, sequence: u64) -> Result<u64, HostFault>;
}

/// Is told how far a long call has come.
#[uniffi::export(with_foreign)]
pub trait HostProgress: Send + Sync {
    /// So many steps are done, of so many, where that is known. False stops the call.
    fn goes_on(&self, done: u64, total: Option<u64>) -> Result<bool, HostFault>;
}

/// The host's clock as core's.
pub(crate) struct Clocked(pub(crate) Arc<dyn HostClock>);

impl Clock for Clocked {
    fn now(&self) -> Timestamp {
        match self.0.micros() {
            Ok(micros) => Timestamp::from_micros(micros),
            Err(fault) => leave(fault.into_reason()),
        }
    }
}

/// The host's entropy as core's.
pub(crate) struct Entropic(pub(crate) Arc<dyn HostEntropy>);

impl Entropy for Entropic {
    fn bits(&self, lane: u16, sequence: u64) -> u64 {
        self.0.bits(lane, sequence).unwrap_or_else(|fault| leave(fault.into_reason()))
    }
}

/// Between two steps of a long call. A callback that answers false stops it, as does one that fails.
pub(crate) fn between(callback: Option<&Arc<dyn HostProgress>>, progress: Progress) -> ControlFlow<()> {
    let told = callback.map_or(Ok(true), |callback| callback.goes_on(progress.done, progress.total));
    match told {
        Ok(true) => ControlFlow::Continue(()),
        Ok(false) => ControlFlow::Break(()),
        Err(fault) => {
            keep(fault.into_reason());
            ControlFlow::Break(())
        }
    }
}
