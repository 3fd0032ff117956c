//! Operations: calls to a channel, each a record with its own channel key that exists before anything is
//! sent.
//!
//! What comes back is an [`Outcome`]: an observation, taken from anyone, at any time, any number of times.
//! Silence is an outcome of its own: [`Outcome::Unknown`] is never a decline and never a success.

mod commands;
mod outcome;
mod states;

pub use commands::observe_operation::ObserveOperation;
pub use outcome::Outcome;
pub(crate) use outcome::{Report, handed_out, observe, takes_money};
pub use states::{OperationEvent, OperationState};

use crate::effect::{self, EffectKind};
use crate::engine::{Stop, View};
use crate::id::{OperationId, PaymentId, RefundId};
use crate::money::Money;
use crate::payment::CaptureKind;
use crate::storage::{record, words};
use crate::time::Timestamp;
use std::sync::Arc;

record! {
    /// One call to a channel.
    pub struct Operation = 15 "operations" kept by Journal {
        /// Its id; the channel recognises repeats by it.
        id: OperationId,
        /// What the channel is asked to do.
        1 kind: OperationKind,
        /// Which channel.
        2 channel: String,
        /// How much.
        3 amount: Money,
        /// The payment it serves.
        4 payment: PaymentId,
        /// The refund it serves, if it serves one.
        5 refund: Option<RefundId>,
        /// The operation at the channel that it builds on: the authorisation of a capture, the sale of a
        /// refund.
        6 original: Option<OperationId>,
        /// Where it stands.
        7 state: OperationState,
        /// Why it was declined or failed, in the channel's words.
        8 reason: Option<String>,
        /// The channel's answer where it could not be told what it means.
        9 raw_answer: Option<String>,
        /// Until when its worker may still send it; none before it is handed out.
        10 sendable_until: Option<Timestamp>,
        /// Of a capture: whether the channel keeps the rest reserved.
        11 capture: Option<CaptureKind>,
    }
    index by_payment(payment);
}

words! {
    /// What a channel is asked to do.
    pub enum OperationKind {
        /// Reserve the amount on the payer's side.
        1 Authorise = "authorise",
        /// Take the amount at once.
        2 Sale = "sale",
        /// Take what was authorised, or a part.
        3 Capture = "capture",
        /// Give back what was taken, or a part.
        4 Refund = "refund",
    }
}

impl Operation {
    /// The channel does not say what became of it, or nobody has asked yet: nothing else starts on its
    /// record.
    #[must_use]
    pub const fn is_unfinished(&self) -> bool {
        matches!(
            self.state,
            OperationState::Created
                | OperationState::Sent
                | OperationState::AwaitingPayer
                | OperationState::Unknown
        )
    }
}

/// An operation to begin.
pub(crate) struct NewOperation {
    pub(crate) kind: OperationKind,
    pub(crate) channel: String,
    pub(crate) amount: Money,
    pub(crate) payment: PaymentId,
    pub(crate) refund: Option<RefundId>,
    pub(crate) original: Option<OperationId>,
    pub(crate) capture: Option<CaptureKind>,
}

/// Makes an operation and the effect that sends it.
pub(crate) fn begin(on: &mut View<'_>, new: NewOperation) -> Result<Arc<Operation>, Stop> {
    let operation = Operation {
        id: on.new_id()?,
        kind: new.kind,
        channel: new.channel,
        amount: new.amount,
        payment: new.payment,
        refund: new.refund,
        original: new.original,
        state: OperationState::Created,
        reason: None,
        raw_answer: None,
        sendable_until: None,
        capture: new.capture,
    };
    let operation = on.begin(operation, OperationEvent::Made)?;
    let now = on.now();
    effect::queue(on, EffectKind::SendOperation, operation.id, now)?;
    Ok(operation)
}
