//! What time makes due: holds, orders, payments, refunds under review, and payers a channel waits for.
//!
//! Each such record says in `due_at` when its state ends. [`Engine::tick`](crate::Engine::tick) finds what is
//! due and issues one command a record, so that one never stands in another's way.

mod commands;

pub use commands::time_out::{TimeOut, TimedOut};

use crate::id::{OperationId, OrderId, PaymentId, RefundId, TransferId};
use std::fmt;

/// A record whose state time can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, minicbor::Encode, minicbor::Decode)]
#[non_exhaustive]
pub enum Due {
    /// A hold expires.
    #[n(0)]
    Hold(#[n(0)] TransferId),
    /// An order that is not paid is closed; one that is paid is finished, because its time for refunds is
    /// over.
    #[n(1)]
    Order(#[n(0)] OrderId),
    /// A payment or its authorisation expires, or its review ends without an answer.
    #[n(2)]
    Payment(#[n(0)] PaymentId),
    /// A payer did not do in time what a channel waits for; the channel is asked.
    #[n(3)]
    Operation(#[n(0)] OperationId),
    /// A refund's review ends without an answer.
    #[n(4)]
    Refund(#[n(0)] RefundId),
}

impl fmt::Display for Due {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hold(id) => id.fmt(f),
            Self::Order(id) => id.fmt(f),
            Self::Payment(id) => id.fmt(f),
            Self::Operation(id) => id.fmt(f),
            Self::Refund(id) => id.fmt(f),
        }
    }
}
