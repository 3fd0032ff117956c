//! Why a run stops.

use crate::lines::OrdersError;
use crate::terminal::reason;
use std::io;

/// Why a run stops. Each is a sentence for whoever started it.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The order file is not what it should be; nothing was posted.
    #[error(transparent)]
    Orders(#[from] OrdersError),
    /// The database cannot be opened, or not be made.
    #[error("the database cannot be used: {0}")]
    Database(String),
    /// The engine answered with an error that the rules of this marketplace do not expect.
    #[error("the engine stopped the run: {0}")]
    Engine(#[from] paywright::Error),
    /// The same, while one invoice was handed over.
    #[error("the engine stopped the run at the invoice {invoice}: {error}")]
    Invoice { invoice: String, error: paywright::Error },
    /// The books do not say what they should.
    #[error(
        "the books disagree: {0}\nIs the database one of other orders? Each order file needs its own; \
         `cargo xtask verify` says whether it was changed."
    )]
    Books(String),
    /// Nobody named a database, and there is no place for one.
    #[error(
        "no directory for a new database could be made in {directory}: {}; name a place with --database FILE",
        reason(error)
    )]
    NoPlace { directory: String, error: io::Error },
    /// Nowhere to print.
    #[error(
        "the figures cannot be printed: {}; they are in the database, so start again with a place for them",
        reason(.0)
    )]
    Unprinted(#[from] io::Error),
}
