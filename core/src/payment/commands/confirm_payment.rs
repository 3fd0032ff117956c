//! Confirm a payment.

use super::{answer, payers_business};
use crate::actor::Actor;
use crate::command::command;
use crate::engine::{Stop, View};
use crate::error::{Code, refused};
use crate::id::PaymentId;
use crate::ledger::{self, Cause, Owner};
use crate::limits;
use crate::machine::State;
use crate::operation::{self, NewOperation, OperationKind};
use crate::order::Order;
use crate::payment::booking::{capture, way};
use crate::payment::closing::close;
use crate::payment::outcome::authorised;
use crate::payment::{CaptureKind, CaptureMode, Method, Payment, PaymentEvent, PaymentState, advance};
use crate::shape::variants;
use crate::time::Timestamp;

variants! {
    /// What the platform's own look at the risk came to.
    pub enum Verdict {
        /// Nothing stands in the way.
        0 Allow = "allow",
        /// The payer must first prove who they are.
        1 Challenge = "challenge",
        /// Somebody must look at it first.
        2 Review = "review" {
            /// Until when; then it is cancelled. Without end where it is left out.
            0 until: Option<Timestamp>,
        },
        /// It is not to be.
        3 Deny = "deny" {
            /// Why, at most 256 bytes.
            0 reason: String,
        },
    }
}

impl Verdict {
    const fn event(&self) -> PaymentEvent {
        match self {
            Self::Allow => PaymentEvent::Allowed,
            Self::Challenge => PaymentEvent::Challenged,
            Self::Review { .. } => PaymentEvent::HeldForReview,
            Self::Deny { .. } => PaymentEvent::Denied,
        }
    }
}

command! {
    /// The payer wants to pay. From a wallet the money moves, or is reserved, at once; through a channel an
    /// operation is written down for the host to send.
    ///
    /// A wallet with too little is refused `insufficient_funds`, and the payment stays where it was. A
    /// payment that the platform denies has failed: that is an answer, not a refusal.
    pub struct ConfirmPayment = 17 "confirm_payment", repeated by State, answers Payment {
        /// The payment.
        1 payment: PaymentId,
        /// What the platform's look at the risk came to; only the platform gives another than to allow it.
        2 verdict: Verdict = "allow",
    }
    refuses [
        InvalidValue, NotFound, NotPermitted, WrongState, AccountNotOpen, InsufficientFunds,
        BalanceLimitExceeded, AmountTooLarge,
    ]
}

impl ConfirmPayment {
    /// This payment; nothing stands in its way.
    #[must_use]
    pub const fn new(payment: PaymentId) -> Self {
        Self { payment, verdict: Verdict::Allow }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Payment, Stop> {
        match &self.verdict {
            Verdict::Deny { reason } => limits::text("reason of the verdict", reason, limits::TEXT_BYTES)?,
            Verdict::Review { until } => limits::until("a review", *until, on.now())?,
            Verdict::Allow | Verdict::Challenge => {}
        }
        let payment = on.get::<Payment>(self.payment)?;
        payers_business(on.actor(), payment.payer)?;
        if let (Actor::User(_), true) = (on.actor(), self.verdict != Verdict::Allow) {
            return Err(refused!(Code::NotPermitted, "{} may not judge the risk", on.actor()).into());
        }
        PaymentState::step(Some(payment.state), self.verdict.event())?;
        in_time(on, &payment)?;
        let by = Some(on.actor().to_string());
        let id = payment.id;
        match &self.verdict {
            Verdict::Allow => proceed(on, &payment, PaymentEvent::Allowed)?,
            Verdict::Challenge => {
                advance(on, id, PaymentEvent::Challenged, |payment| {
                    payment.confirmed_by = by;
                    payment.tries_left = u32::try_from(limits::CHALLENGE_TRIES).unwrap_or(1);
                })?;
            }
            Verdict::Review { until } => {
                advance(on, id, PaymentEvent::HeldForReview, |payment| {
                    (payment.confirmed_by, payment.review_until) = (by, *until);
                })?;
            }
            Verdict::Deny { reason } => drop(close(on, id, PaymentEvent::Denied, Some(reason))?),
        }
        answer(on, id)
    }
}

/// A payment whose time has passed, or its order's, goes no further, also before `tick` has ended it.
pub(super) fn in_time(on: &mut View<'_>, payment: &Payment) -> Result<(), Stop> {
    let of_order = match payment.order {
        Some(order) => on.get::<Order>(order)?.due_at,
        None => None,
    };
    match [payment.due_at, of_order].into_iter().flatten().min() {
        Some(due_at) if due_at <= on.now() => {
            let id = payment.id;
            Err(refused!(Code::WrongState, "the time of the payment {id} passed at {due_at}").into())
        }
        _ => Ok(()),
    }
}

/// The payment goes on to where its money is.
pub(super) fn proceed(on: &mut View<'_>, payment: &Payment, event: PaymentEvent) -> Result<(), Stop> {
    match &payment.method {
        Some(Method::Wallet) => from_wallet(on, payment, event),
        Some(Method::Channel(name)) => through_channel(on, payment, name, event),
        None => Err(Stop::Bug(format!("{} goes on without a method", payment.id))),
    }
}

fn from_wallet(on: &mut View<'_>, payment: &Payment, event: PaymentEvent) -> Result<(), Stop> {
    let amount = payment.amount.minor();
    advance(on, payment.id, event, |_| {})?;
    match payment.capture {
        CaptureMode::Automatic => {
            advance(on, payment.id, PaymentEvent::WasCaptured, |payment| {
                (payment.authorised, payment.failure) = (amount, None);
            })?;
            capture(on, payment.id, (amount, CaptureKind::Last), Cause::Request)
        }
        CaptureMode::Manual => {
            let booking = way(on, payment, amount)?;
            let hold = ledger::reserve(on, &booking, None)?;
            authorised(on, payment, |payment| payment.hold = Some(hold))
        }
    }
}

fn through_channel(
    on: &mut View<'_>,
    payment: &Payment,
    channel: &str,
    event: PaymentEvent,
) -> Result<(), Stop> {
    // A wallet's limit must hold when the money comes: it is reserved now, because an outcome is never
    // refused.
    let hold = match payment.receiver {
        Owner::User(_) => {
            let booking = way(on, payment, payment.amount.minor())?;
            Some(ledger::reserve(on, &booking, None)?)
        }
        _ => None,
    };
    let kind = match payment.capture {
        CaptureMode::Automatic => OperationKind::Sale,
        CaptureMode::Manual => OperationKind::Authorise,
    };
    let new = NewOperation {
        kind,
        channel: channel.to_owned(),
        amount: payment.amount,
        payment: payment.id,
        refund: None,
        original: None,
        capture: None,
    };
    let operation = operation::begin(on, new)?;
    advance(on, payment.id, event, |payment| {
        payment.operation = Some(operation.id);
        payment.hold = hold;
        payment.attempts_left = payment.attempts_left.saturating_sub(1);
    })?;
    Ok(())
}
