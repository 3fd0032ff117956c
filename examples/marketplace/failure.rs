//! Why a run stops.

use crate::lines::OrdersError;
use std::io;

/// Why a run stops. Each is a sentence for whoever started it.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The order file is not what it should be; nothing was posted.
    #[error(transparent)]
    Orders(#[from] OrdersError),
    /// The engine answered with an error that the rules of this marketplace do not expect.
    #[error("the engine stopped the run: {0}")]
    Engine(#[from] paywright::Error),
    /// The same, while one invoice was handed over.
    #[error("the engine stopped the run at the invoice {invoice}: {error}")]
    Invoice { invoice: String, error: paywright::Error },
    /// The books do not say what they should.
    #[error("the books disagree: {0}")]
    Books(String),
    /// No place for a database, or nowhere to print.
    #[error("{what}: {error}")]
    Machine { what: &'static str, error: io::Error },
}

impl Failure {
    /// For results of the operating system.
    pub fn machine(what: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |error| Self::Machine { what, error }
    }
}
