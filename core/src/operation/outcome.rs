//! What came of an operation. An outcome is never refused: what a channel did has happened.

use super::{Operation, OperationEvent, OperationState, PayerAction};
use crate::case::{CaseKind, open_case};
use crate::defect::{Defect, planted};
use crate::effect::{self, EffectKind};
use crate::engine::{Stop, View};
use crate::error::Refused;
use crate::id::OperationId;
use crate::limits;
use crate::shape::variants;
use crate::time::Timestamp;
use crate::{payment, refund};
use std::sync::Arc;

/// "Never arrived" is believed only so many seconds after the last moment at which its worker could send it.
const GRACE_SECONDS: i64 = 900;
/// A channel that waits for the payer is asked after so many seconds how far that is.
const PAYER_SECONDS: i64 = 30;
/// Why an operation failed whose destination, such as a card, is closed.
const DESTINATION_CLOSED: &str = "destination_closed";

variants! {
    /// What a channel, a webhook, a query or a statement says about an operation.
    pub enum Outcome {
        /// The channel did it.
        0 Succeeded = "succeeded",
        /// The channel refused it.
        1 Declined = "declined" {
            /// The channel's reason, at most 256 bytes.
            0 reason: String,
        },
        /// It did not happen, for another reason than a refusal.
        2 Failed = "failed" {
            /// What went wrong, at most 256 bytes.
            0 reason: String,
        },
        /// Silence, or an answer that could not be understood: the channel must be asked.
        3 Unknown = "unknown" {
            /// The answer as it came, if there was one: at most 1,024 bytes without control characters, as
            /// [`Outcome::unknown`] makes them.
            0 raw: Option<String>,
        },
        /// The channel was asked and never received it. Believed a quarter of an hour after it was handed
        /// out; before, it counts as unknown.
        4 NeverArrived = "never_arrived",
        /// The channel waits for the payer: only for what takes or reserves a payer's money.
        5 NeedsPayer = "needs_payer" {
            /// What the payer must do.
            0 action: PayerAction,
            /// Until when; without end where the channel does not say. Then the channel is asked.
            1 until: Option<Timestamp>,
        },
        /// The channel had done it and took it back: a bank's return, a chargeback.
        6 TakenBack = "taken_back" {
            /// The channel's reason, at most 256 bytes.
            0 reason: String,
        },
    }
    non_exhaustive
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

    /// It failed because where the money should go, a card or an account, is closed. A refund then waits for
    /// another destination.
    #[must_use]
    pub fn destination_closed() -> Self {
        Self::Failed { reason: DESTINATION_CLOSED.to_owned() }
    }

    pub(crate) fn check(&self) -> Result<(), Refused> {
        match self {
            Self::Declined { reason } | Self::Failed { reason } | Self::TakenBack { reason } => {
                limits::text("reason of the outcome", reason, limits::TEXT_BYTES)
            }
            Self::Unknown { raw } => {
                limits::optional_text("raw answer", raw.as_ref(), limits::RAW_ANSWER_BYTES)
            }
            Self::NeedsPayer { action, .. } => action.check(),
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
        Outcome::NeedsPayer { action, until } => needs_payer(on, &operation, action, *until),
        Outcome::TakenBack { reason } => taken_back(on, &operation, reason),
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

/// The operation takes an edge after which nobody waits for the payer any more.
fn settle(
    on: &mut View<'_>,
    id: OperationId,
    event: OperationEvent,
    reason: Option<&str>,
) -> Result<Arc<Operation>, Stop> {
    on.advance::<Operation>(id, event, |one| {
        one.reason = reason.map(str::to_owned);
        (one.action, one.due_at) = (None, None);
    })
}

fn succeeded(on: &mut View<'_>, operation: &Operation) -> Result<Report, Stop> {
    if operation.state == OperationState::Succeeded {
        if planted(Defect::SuccessTwice) && operation.refund.is_none() {
            payment::succeeded(on, operation)?;
        }
        return Ok(Report::Settled);
    }
    let operation = settle(on, operation.id, OperationEvent::WasDone, None)?;
    match operation.refund {
        Some(refund) => {
            if operation.taken_back_at.is_some() {
                on.change::<Operation>(operation.id, |one| one.taken_back_at = None)?;
            }
            refund::succeeded(on, &operation, refund)?;
        }
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
            return contradicted(on, operation, &format!("{event}: {reason}"));
        }
        OperationState::AwaitingPayer if !declined => {
            on.advance::<Operation>(operation.id, OperationEvent::NoAnswer, |_| {})?;
        }
        _ => {}
    }
    let operation = settle(on, operation.id, event, Some(reason))?;
    match operation.refund {
        Some(refund) if reason == DESTINATION_CLOSED => refund::destination_closed(on, &operation, refund)?,
        Some(refund) => refund::failed(on, &operation, refund, reason)?,
        None => payment::not_done(on, &operation, reason)?,
    }
    Ok(Report::Settled)
}

/// What is reported cannot be after what is known: people look at it, and nothing else changes.
fn contradicted(on: &mut View<'_>, operation: &Operation, report: &str) -> Result<Report, Stop> {
    let (id, state) = (operation.id, operation.state);
    let detail = format!("{id} is {state}, and was later reported {report}");
    open_case(on, CaseKind::ContradictingOutcome, id.to_bytes(), None, detail)?;
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
        // The channel has it and waits: silence says nothing new.
        OperationState::AwaitingPayer => Ok(Report::StillUnknown),
        _ => {
            // From now on, until it is settled, one effect asks the channel.
            let now = on.now();
            let ask = effect::queue(on, EffectKind::AskOperation, operation.id, now)?;
            on.advance::<Operation>(operation.id, OperationEvent::NoAnswer, |one| {
                one.raw_answer = raw;
                one.effect = Some(ask);
            })?;
            if planted(Defect::NeverAsked) {
                effect::supersede(on, ask)?;
            }
            Ok(Report::StillUnknown)
        }
    }
}

fn needs_payer(
    on: &mut View<'_>,
    operation: &Operation,
    action: &PayerAction,
    until: Option<Timestamp>,
) -> Result<Report, Stop> {
    let until = until.filter(|until| *until > on.now());
    let wait = |one: &mut Operation| (one.action, one.due_at) = (Some(action.clone()), until);
    match operation.state {
        OperationState::Sent if operation.kind.may_need_payer() => {
            let later = on.now().plus_seconds(PAYER_SECONDS);
            let ask = effect::queue(on, EffectKind::AskOperation, operation.id, later)?;
            on.advance::<Operation>(operation.id, OperationEvent::PayerNeeded, |one| {
                wait(one);
                one.effect = Some(ask);
            })?;
            payment::payer_needed(on, operation)?;
            Ok(Report::StillUnknown)
        }
        // The first answer was lost, and the question brings it. The effect that asks goes on asking.
        OperationState::Unknown if operation.kind.may_need_payer() => {
            on.advance::<Operation>(operation.id, OperationEvent::PayerNeeded, wait)?;
            payment::payer_needed(on, operation)?;
            Ok(Report::StillUnknown)
        }
        OperationState::AwaitingPayer => {
            if operation.action.as_ref() != Some(action) || operation.due_at != until {
                on.change::<Operation>(operation.id, wait)?;
            }
            Ok(Report::StillUnknown)
        }
        _ => unknown(on, operation, Some("the channel says that it waits for the payer")),
    }
}

fn taken_back(on: &mut View<'_>, operation: &Operation, reason: &str) -> Result<Report, Stop> {
    match operation.state {
        OperationState::Failed if operation.taken_back_at.is_some() => return Ok(Report::Settled),
        OperationState::Declined | OperationState::Failed => {
            return contradicted(on, operation, &format!("taken back: {reason}"));
        }
        // It must have been done before it could be taken back.
        OperationState::Succeeded => {}
        _ => drop(succeeded(on, operation)?),
    }
    let now = on.now();
    let operation = settle(on, operation.id, OperationEvent::TakenBack, Some(reason))?;
    let operation = on.change::<Operation>(operation.id, |one| one.taken_back_at = Some(now))?;
    match operation.refund {
        Some(refund) => refund::taken_back(on, &operation, refund, reason)?,
        None if planted(Defect::TakenBackUnbooked) => {}
        None => payment::taken_back(on, &operation)?,
    }
    Ok(Report::Settled)
}

/// The time of the payer has passed: nobody knows what became of it, and the channel is asked at once. Says
/// whether there was anything to do.
pub(crate) fn time_out(on: &mut View<'_>, id: OperationId) -> Result<bool, Stop> {
    let Some(operation) = on.find::<Operation>(id)? else { return Ok(false) };
    if operation.state != OperationState::AwaitingPayer
        || operation.due_at.is_none_or(|due_at| due_at > on.now())
    {
        return Ok(false);
    }
    settle(on, id, OperationEvent::NoAnswer, None)?;
    if let Some(ask) = operation.effect {
        effect::hasten(on, ask)?;
    }
    Ok(true)
}

/// The beginning of a text, at most so many bytes, cut at a character.
fn cut(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    text.get(..end).unwrap_or_default()
}
