//! What time makes due: holds, orders, payments, refunds under review, and payers a channel waits for.
//!
//! Each such record says in `due_at` when its state ends. [`Engine::tick`](crate::Engine::tick) finds what is
//! due and issues one command a record, so that one never stands in another's way.

mod commands;

pub use commands::time_out::{TimeOut, TimedOut};

use crate::id::{OperationId, OrderId, PaymentId, RefundId, TransferId};
use crate::shape::variants;
use std::fmt;

variants! {
    /// A record whose state time can end.
    pub enum Due: Copy Hash {
        /// A hold expires.
        0 Hold = "hold"(hold: TransferId),
        /// An order that is not paid is closed; one that is paid is finished, because its time for refunds is
        /// over.
        1 Order = "order"(order: OrderId),
        /// A payment or its authorisation expires, or its review ends without an answer.
        2 Payment = "payment"(payment: PaymentId),
        /// A payer did not do in time what a channel waits for; the channel is asked.
        3 Operation = "operation"(operation: OperationId),
        /// A refund's review ends without an answer.
        4 Refund = "refund"(refund: RefundId),
    }
    non_exhaustive
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
