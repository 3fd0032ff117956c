//! What came of an operation. An outcome is never refused: what a channel did has happened.

use super::{Operation, OperationEvent, OperationKind, OperationState};
use crate::case::{CaseKind, open_case};
use crate::effect::{self, EffectKind};
use crate::engine::{Stop, View};
use crate::error::Refused;
use crate::id::OperationId;
use crate::limits;
use crate::time::Timestamp;
use crate::{payment, refund};
use std::sync::Arc;

/// "Never arrived" is believed only so many seconds after the last moment at which its worker could send it.
const GRACE_SECONDS: i64 = 900;

/// What a channel, a webhook, a query or a statement says about an operation.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[non_exhaustive]
pub enum Outcome {
    /// The channel did it.
    #[n(0)]
    Succeeded,
    /// The channel refused it.
    #[n(1)]
    Declined {
        /// The channel's reason, at most 256 bytes.
        #[n(0)]
        reason: String,
    },
    /// It did not happen, for another reason than a refusal.
    #[n(2)]
    Failed {
        /// What went wrong, at most 256 bytes.
        #[n(0)]
        reason: String,
    },
    /// Silence, or an answer that could not be understood: the channel must be asked.
    #[n(3)]
    Unknown {
        /// The answer as it came, if there was one: at most 1,024 bytes without control characters, as
        /// [`Outcome::unknown`] makes them.
        #[n(0)]
        raw: Option<String>,
    },
    /// The channel was asked and never received it. Believed a quarter of an hour after it was handed out;
    /// before, it counts as unknown.
    #[n(4)]
    NeverArrived,
}

impl Outcome {
    /// Nobody knows: silence (an empty text), or an answer that could not be understood, which is kept:
    /// without its control characters, and cut after 1,024 bytes.
    #[must_use]
    pub fn unknown(answer: &str) -> Self {
        let text: String = answer.chars().map(|one| if one.is_control() { ' ' } else { one }).collect();
        let text = cut(text.trim(), limits::RAW_ANSWER_BYTES).trim_end();
        Self::Unknown { raw: (!text.is_empty()).then(|| text.to_owned()) }
    }

    pub(crate) fn check(&self) -> Result<(), Refused> {
        match self {
            Self::Declined { reason } | Self::Failed { reason } => {
                limits::text("reason of the outcome", reason, limits::TEXT_BYTES)
            }
            Self::Unknown { raw } => {
                limits::optional_text("raw answer", raw.as_ref(), limits::RAW_ANSWER_BYTES)
            }
            Self::Succeeded | Self::NeverArrived => Ok(()),
        }
    }
}

/// What an observation came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Report {
    /// The operation is settled.
    Settled,
    /// Nobody knows yet.
    StillUnknown,
}

/// Takes an outcome: the one function for answers, webhooks, queries and statements. The later of two equal
/// ones changes nothing; one that contradicts what is known opens a case and changes nothing else.
pub(crate) fn observe(on: &mut View<'_>, id: OperationId, outcome: &Outcome) -> Result<Report, Stop> {
    let mut operation = on.get::<Operation>(id)?;
    if operation.state == OperationState::Created {
        if matches!(outcome, Outcome::Unknown { .. } | Outcome::NeverArrived) {
            // It has not been sent: silence says nothing, and it is still to be sent.
            return Ok(Report::StillUnknown);
        }
        // It reached the channel before the host's claim was recorded, or somebody else sent it.
        let now = on.now();
        operation = handed_out(on, id, now)?;
    }
    let state = operation.state;
    let grace_ends = operation.sendable_until.map(|until| until.plus_seconds(GRACE_SECONDS));
    let too_early = grace_ends.is_none_or(|end| on.now() < end);
    match outcome {
        Outcome::Succeeded => succeeded(on, &operation),
        Outcome::Declined { reason } => ended(on, &operation, OperationEvent::WasDeclined, reason),
        Outcome::Failed { reason } => ended(on, &operation, OperationEvent::WentWrong, reason),
        Outcome::NeverArrived if !too_early && state != OperationState::AwaitingPayer => {
            if state == OperationState::Sent {
                on.advance::<Operation>(id, OperationEvent::NoAnswer, |_| {})?;
            }
            let operation = on.get::<Operation>(id)?;
            ended(on, &operation, OperationEvent::NeverArrived, "never arrived at the channel")
        }
        Outcome::NeverArrived => unknown(on, &operation, None),
        Outcome::Unknown { raw } => unknown(on, &operation, raw.as_deref()),
    }
}

/// The host takes the operation to send it.
pub(crate) fn handed_out(
    on: &mut View<'_>,
    id: OperationId,
    sendable_until: Timestamp,
) -> Result<Arc<Operation>, Stop> {
    let operation = on.advance::<Operation>(id, OperationEvent::WasClaimed, |one| {
        one.sendable_until = Some(sendable_until);
    })?;
    if let Some(refund) = operation.refund {
        refund::sent(on, refund)?;
    }
    Ok(operation)
}

fn succeeded(on: &mut View<'_>, operation: &Operation) -> Result<Report, Stop> {
    if operation.state == OperationState::Succeeded {
        return Ok(Report::Settled);
    }
    let operation =
        on.advance::<Operation>(operation.id, OperationEvent::WasDone, |one| one.reason = None)?;
    match operation.refund {
        Some(refund) => refund::succeeded(on, refund)?,
        None => payment::succeeded(on, &operation)?,
    }
    Ok(Report::Settled)
}

fn ended(
    on: &mut View<'_>,
    operation: &Operation,
    event: OperationEvent,
    reason: &str,
) -> Result<Report, Stop> {
    let declined = event == OperationEvent::WasDeclined;
    match operation.state {
        OperationState::Declined if declined => return Ok(Report::Settled),
        OperationState::Failed if !declined => return Ok(Report::Settled),
        OperationState::Succeeded | OperationState::Declined | OperationState::Failed => {
            let (id, state) = (operation.id, operation.state);
            let detail = format!("{id} is {state}, and was later reported {event}: {reason}");
            open_case(on, CaseKind::ContradictingOutcome, id.to_bytes(), None, detail)?;
            return Ok(Report::Settled);
        }
        OperationState::AwaitingPayer if !declined => {
            on.advance::<Operation>(operation.id, OperationEvent::NoAnswer, |_| {})?;
        }
        _ => {}
    }
    let operation =
        on.advance::<Operation>(operation.id, event, |one| one.reason = Some(reason.to_owned()))?;
    match operation.refund {
        Some(refund) => refund::failed(on, refund, reason)?,
        None => payment::not_done(on, &operation, reason)?,
    }
    Ok(Report::Settled)
}

fn unknown(on: &mut View<'_>, operation: &Operation, raw: Option<&str>) -> Result<Report, Stop> {
    let raw = raw.map(str::to_owned);
    match operation.state {
        OperationState::Succeeded | OperationState::Declined | OperationState::Failed => Ok(Report::Settled),
        OperationState::Unknown => {
            if raw.is_some() && operation.raw_answer != raw {
                on.change::<Operation>(operation.id, |one| one.raw_answer = raw)?;
            }
            Ok(Report::StillUnknown)
        }
        _ => {
            on.advance::<Operation>(operation.id, OperationEvent::NoAnswer, |one| one.raw_answer = raw)?;
            // From now on, until it is settled, one effect asks the channel.
            let now = on.now();
            effect::queue(on, EffectKind::AskOperation, operation.id, now)?;
            Ok(Report::StillUnknown)
        }
    }
}

/// The beginning of a text, at most so many bytes, cut at a character.
fn cut(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    text.get(..end).unwrap_or_default()
}

/// Operations that take money from a payer.
pub(crate) const fn takes_money(kind: OperationKind) -> bool {
    matches!(kind, OperationKind::Sale | OperationKind::Capture)
}
