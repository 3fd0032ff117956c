//! Payments: one way of paying for an order, or of topping a wallet up.
//!
//! A payment is started, confirmed, and captured: at once, or later in one or several parts. From a wallet
//! the ledger answers within the confirming command; through a channel an operation is sent, and its outcome
//! is observed. A top-up is a payment whose receiver is a wallet.

mod booking;
mod commands;
mod states;

pub(crate) use booking::{not_done, succeeded, way};
pub use commands::capture_payment::CapturePayment;
pub use commands::confirm_payment::ConfirmPayment;
pub(crate) use commands::receivers_business;
pub use commands::start_payment::{PaymentPurpose, StartPayment};
pub use states::{PaymentEvent, PaymentState};

use crate::id::{FeePlanId, OperationId, OrderId, PartId, PaymentId, TransferId, UserId};
use crate::ledger::Owner;
use crate::money::Money;
use crate::storage::{Corrupt, Field, Key, Kind, RowReader, RowWriter, record, words};
use crate::time::Timestamp;

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
        /// What it is paid with.
        5 method: Method,
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
    }
    index by_order(order);
    index by_payer(payer, started_at);
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

/// What a payment is paid with.
#[derive(Clone, Debug, PartialEq, Eq, Hash, minicbor::Encode, minicbor::Decode)]
pub enum Method {
    /// The payer's wallet.
    #[n(0)]
    Wallet,
    /// A channel, by the name that the host gives it: `cards`, `open-banking`.
    #[n(1)]
    Channel(#[n(0)] String),
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
    /// What may still be refunded: captured, and neither refunded nor reserved by refunds.
    #[must_use]
    pub const fn refundable(&self) -> Money {
        let taken = self.refunded.saturating_add(self.refunds_reserved);
        Money::new(self.captured.saturating_sub(taken), self.amount.currency())
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
