//! Payments: one way of paying for an order, or of topping a wallet up.
//!
//! A payment is started, confirmed, and captured: at once, or later in one or several parts. From a wallet
//! the ledger answers within the confirming command; through a channel an operation is sent, and its outcome
//! is observed. A top-up is a payment whose receiver is a wallet.

mod booking;
mod closing;
mod commands;
mod outcome;
mod states;
mod unwanted;

pub(crate) use booking::{adjust_fee, way};
pub(crate) use closing::{time_out, wind_up};
pub use commands::answer_challenge::{AnswerChallenge, ChallengeResult};
pub use commands::attach_method::AttachMethod;
pub use commands::cancel_payment::CancelPayment;
pub use commands::capture_payment::CapturePayment;
pub use commands::confirm_payment::{ConfirmPayment, Verdict};
pub use commands::increment_authorisation::IncrementAuthorisation;
pub(crate) use commands::receivers_business;
pub use commands::release_rest::ReleaseRest;
pub use commands::resume_payment::ResumePayment;
pub use commands::review_payment::{Decision, ReviewPayment};
pub use commands::start_payment::{PaymentPurpose, StartPayment};
pub use commands::void_payment::VoidPayment;
pub(crate) use outcome::{not_done, payer_needed, succeeded, taken_back};
pub use states::{PaymentEvent, PaymentState};

use crate::engine::{Stop, View};
use crate::id::{FeePlanId, OperationId, OrderId, PartId, PaymentId, TransferId, UserId};
use crate::ledger::Owner;
use crate::metadata::Metadata;
use crate::money::Money;
use crate::shape::variants;
use crate::storage::{Corrupt, Field, Key, Kind, RowReader, RowWriter, record, words};
use crate::time::Timestamp;
use std::sync::Arc;

record! {
    /// One way of paying. Amounts beside `amount` are minor units of its currency.
    pub struct Payment = 13 "payments" kept by Journal {
        /// Its id.
        id: PaymentId,
        /// The order it pays; none for a top-up.
        1 order: Option<OrderId>,
        /// Who pays; none at a guest checkout.
        2 payer: Option<UserId>,
        /// Who is paid: a merchant, or the user whose wallet is topped up.
        3 receiver: Owner,
        /// How much.
        4 amount: Money,
        /// What it is paid with; none while it needs one.
        5 method: Option<Method>,
        /// Whether it is captured at once.
        6 capture: CaptureMode,
        /// Reserved on the payer's side, captured or not.
        7 authorised: i64,
        /// Taken from the payer for the receiver.
        8 captured: i64,
        /// Given back of what was captured.
        9 refunded: i64,
        /// Reserved by refunds that are under way.
        10 refunds_reserved: i64,
        /// Taken from the payer by a success that the payment does not rest on, and kept for the payer.
        11 unwanted: i64,
        /// The unfinished operation, if there is one.
        12 operation: Option<OperationId>,
        /// The operation at the channel that reserved the amount.
        13 authorised_by: Option<OperationId>,
        /// The newest operation at the channel that took money; refunds build on it.
        19 taken_by: Option<OperationId>,
        /// The pending transfer that reserves what is not captured yet.
        14 hold: Option<TransferId>,
        /// Whether the capture that is under way is the last.
        15 last_capture: Option<CaptureKind>,
        /// Why it failed.
        16 failure: Option<String>,
        /// Where it stands.
        17 state: PaymentState,
        /// Since when.
        18 started_at: Timestamp,
        /// How often it may still be sent to a channel.
        20 attempts_left: u32,
        /// How often the payer may still try at the challenge that is under way.
        21 tries_left: u32,
        /// Who confirmed it last; they may not review it.
        22 confirmed_by: Option<String>,
        /// Until when it may be confirmed.
        23 expires_at: Option<Timestamp>,
        /// Until when the review that is under way may answer.
        24 review_until: Option<Timestamp>,
        /// For how many seconds what it authorises may be captured.
        25 authorisation_seconds: u32,
        /// Until when what it has authorised may be captured.
        26 authorised_until: Option<Timestamp>,
        /// When time ends the state it is in.
        27 due_at: Option<Timestamp>,
        /// What the channel took back of it, from whoever was paid.
        28 taken_back: i64,
        /// What of that the payee's wallet could not give; the user owes it to the platform.
        29 owed_by_payee: i64,
        /// What was given back beyond what was captured, because a refund succeeded after it was given up.
        30 refunded_in_excess: i64,
        /// The payment of the same order before it.
        31 before: Option<PaymentId>,
        /// What the host keeps with it.
        32 metadata: Option<Metadata>,
        /// How much of its amount was asked for by increments.
        33 incremented: i64,
        /// What it was to be paid with at first, where another method took or is to take its place.
        34 first_method: Option<Method>,
    }
    index by_order(order);
    index by_payer(payer, started_at);
    index by_due(due_at);
}

record! {
    /// A receiver's share of a payment. Amounts beside `amount` are minor units of its currency.
    pub struct Part = 14 "parts" kept by Journal {
        /// Derived from the payment and the number.
        id: PartId,
        /// The payment.
        1 payment: PaymentId,
        /// Its number within the payment, from 1.
        2 number: u32,
        /// Who is paid.
        3 receiver: Owner,
        /// Its share of the payment.
        4 amount: Money,
        /// The fee plan of the day the payment started; none for a top-up.
        5 fee_plan: Option<FeePlanId>,
        /// Captured of it.
        6 captured: i64,
        /// The platform's fee taken of it.
        7 fee: i64,
        /// Given back of it.
        8 refunded: i64,
        /// Reserved by refunds that are under way.
        9 refunds_reserved: i64,
        /// What the channel took back of it.
        10 taken_back: i64,
        /// Given back of the fee because of refunds.
        11 fee_returned: i64,
    }
    index by_receiver(receiver);
}

words! {
    /// Whether a payment is captured at once.
    pub enum CaptureMode {
        /// With the confirmation.
        1 Automatic = "automatic",
        /// By a command of its own, in one or several parts.
        2 Manual = "manual",
    }
}

words! {
    /// Whether more captures may follow one.
    pub enum CaptureKind {
        /// The rest stays reserved.
        1 MoreMayCome = "more_may_come",
        /// The rest is released.
        2 Last = "last",
    }
}

variants! {
    /// What a payment is paid with.
    pub enum Method: Hash {
        /// The payer's wallet.
        0 Wallet = "wallet",
        /// A channel, by the name that the host gives it: `cards`, `open-banking`.
        1 Channel = "channel"(channel: String),
    }
}

impl Method {
    /// A channel, by its name.
    pub fn channel(name: impl Into<String>) -> Self {
        Self::Channel(name.into())
    }
}

impl Field for Method {
    const COLUMNS: &'static [(&'static str, Kind)] = &[("", Kind::Text)];
    fn write(&self, row: &mut RowWriter<'_>) {
        match self {
            Self::Wallet => row.text("wallet"),
            Self::Channel(name) => row.text(&format!("channel:{name}")),
        }
    }
    fn read(row: &mut RowReader<'_>) -> Result<Self, Corrupt> {
        match row.text()? {
            "wallet" => Ok(Self::Wallet),
            text => match text.strip_prefix("channel:") {
                Some(name) => Ok(Self::channel(name)),
                None => Err(row.corrupt("a text that is no method")),
            },
        }
    }
}

impl Payment {
    /// What may still be refunded: captured, and neither refunded, nor reserved by refunds, nor taken back by
    /// the channel.
    #[must_use]
    pub const fn refundable(&self) -> Money {
        let gone = self.refunded.saturating_add(self.refunds_reserved).saturating_add(self.taken_back);
        let left = self.captured.saturating_sub(gone);
        Money::new(if left > 0 { left } else { 0 }, self.amount.currency())
    }

    /// The amount that it was started with.
    #[must_use]
    pub const fn started_with(&self) -> Money {
        Money::new(self.amount.minor().saturating_sub(self.incremented), self.amount.currency())
    }

    /// What it still keeps reserved of its order's due, as long as it is not over.
    #[must_use]
    pub const fn in_flight(&self) -> i64 {
        match self.state {
            PaymentState::Succeeded
            | PaymentState::Cancelled
            | PaymentState::Expired
            | PaymentState::Failed => 0,
            _ => self.amount.minor().saturating_sub(self.captured),
        }
    }

    /// When time ends the state it is in.
    #[must_use]
    pub fn due(&self) -> Option<Timestamp> {
        match self.state {
            PaymentState::RequiresMethod
            | PaymentState::RequiresConfirmation
            | PaymentState::RequiresAction => self.expires_at,
            PaymentState::UnderReview => [self.review_until, self.expires_at].into_iter().flatten().min(),
            PaymentState::Authorised | PaymentState::PartiallyCaptured if self.operation.is_none() => {
                self.authorised_until
            }
            _ => None,
        }
    }

    /// What is authorised and not captured yet.
    #[must_use]
    pub const fn capturable(&self) -> Money {
        Money::new(self.authorised.saturating_sub(self.captured), self.amount.currency())
    }

    /// Id of one of its parts; the first is number 1.
    #[must_use]
    pub fn part(id: PaymentId, number: u32) -> PartId {
        PartId::of(Key::natural("parts", (id, number)))
    }
}

/// Takes an edge; the time at which the new state ends follows from the record.
fn advance(
    on: &mut View<'_>,
    id: PaymentId,
    event: PaymentEvent,
    change: impl FnOnce(&mut Payment),
) -> Result<Arc<Payment>, Stop> {
    on.advance::<Payment>(id, event, |payment| {
        change(payment);
        payment.due_at = payment.due();
    })
}

/// Its method did not do: it needs another.
fn drop_method(payment: &mut Payment) {
    let dropped = payment.method.take();
    payment.first_method = payment.first_method.take().or(dropped);
}

/// Changes what stands on it without an edge.
fn change(on: &mut View<'_>, id: PaymentId, change: impl FnOnce(&mut Payment)) -> Result<Arc<Payment>, Stop> {
    on.change::<Payment>(id, |payment| {
        change(payment);
        payment.due_at = payment.due();
    })
}
