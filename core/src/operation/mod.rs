//! Operations: calls to a channel, each a record with its own channel key that exists before anything is
//! sent.
//!
//! What comes back is an [`Outcome`]: an observation, taken from anyone, at any time, any number of times.
//! Silence is an outcome of its own: [`Outcome::Unknown`] is never a decline and never a success.

mod action;
mod commands;
mod outcome;
mod states;

pub use action::PayerAction;
pub use commands::observe_operation::ObserveOperation;
pub use commands::retry_reversal::RetryReversal;
pub use outcome::Outcome;
pub(crate) use outcome::{Report, handed_out, observe, time_out};
pub use states::{OperationEvent, OperationState};

use crate::effect::{self, EffectKind};
use crate::engine::{Stop, View};
use crate::id::{EffectId, OperationId, PaymentId, RefundId};
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
        /// refund, whatever is reversed.
        6 original: Option<OperationId>,
        /// Where it stands.
        7 state: OperationState,
        /// Why it was declined, failed or was taken back, in the channel's words.
        8 reason: Option<String>,
        /// The channel's answer where it could not be told what it means.
        9 raw_answer: Option<String>,
        /// Until when its worker may still send it; none before it is handed out.
        10 sendable_until: Option<Timestamp>,
        /// Of a capture: whether the channel keeps the rest reserved.
        11 capture: Option<CaptureKind>,
        /// The effect that sends it, or asks what became of it.
        12 effect: Option<EffectId>,
        /// What the payer must do, while the channel waits for that.
        13 action: Option<PayerAction>,
        /// Until when the payer may do it, while the channel waits for that.
        14 due_at: Option<Timestamp>,
        /// The operation that gave back what this one took in vain; until one did, the newest that is to.
        15 reversed_by: Option<OperationId>,
        /// When the channel took back what it had done.
        16 taken_back_at: Option<Timestamp>,
    }
    index by_payment(payment);
    index by_due(due_at);
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
        /// Give up what was authorised.
        5 Void = "void",
        /// Reserve more on the payer's side.
        6 Increment = "increment",
        /// Undo an operation that nothing rests on, or release the rest of an authorisation.
        7 Reverse = "reverse",
    }
}

impl OperationKind {
    /// Whether its success takes money from a payer.
    #[must_use]
    pub const fn takes_money(self) -> bool {
        matches!(self, Self::Sale | Self::Capture)
    }

    /// Whether the channel may need the payer for it.
    #[must_use]
    pub const fn may_need_payer(self) -> bool {
        matches!(self, Self::Sale | Self::Authorise)
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
    let id = on.new_id()?;
    let now = on.now();
    let effect = effect::queue(on, EffectKind::SendOperation, id, now)?;
    let operation = Operation {
        id,
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
        effect: Some(effect),
        action: None,
        due_at: None,
        reversed_by: None,
        taken_back_at: None,
    };
    on.begin(operation, OperationEvent::Made)
}

/// Has the channel undo what an operation did in vain, if it is not being undone already.
pub(crate) fn reverse(on: &mut View<'_>, operation: &Operation) -> Result<(), Stop> {
    if let Some(reversal) = operation.reversed_by
        && on.get::<Operation>(reversal)?.is_unfinished()
    {
        return Ok(());
    }
    let new = NewOperation {
        kind: OperationKind::Reverse,
        channel: operation.channel.clone(),
        amount: operation.amount,
        payment: operation.payment,
        refund: None,
        original: Some(operation.id),
        capture: None,
    };
    let reverse = begin(on, new)?;
    on.change::<Operation>(operation.id, |one| one.reversed_by = Some(reverse.id)).map(|_| ())
}

/// Calls an operation off, if nobody took it to send it yet; says whether it was.
pub(crate) fn call_off(on: &mut View<'_>, id: OperationId) -> Result<bool, Stop> {
    let operation = on.get::<Operation>(id)?;
    if operation.state != OperationState::Created {
        return Ok(false);
    }
    on.advance::<Operation>(id, OperationEvent::CalledOff, |one| {
        one.reason = Some("called off before it was sent".to_owned());
    })?;
    if let Some(effect) = operation.effect {
        effect::supersede(on, effect)?;
    }
    Ok(true)
}
