//! Capture a payment.

use super::receivers_business;
use crate::command::command;
use crate::engine::{Stop, View};
use crate::error::{Code, refused};
use crate::id::PaymentId;
use crate::limits;
use crate::machine::State;
use crate::money::Money;
use crate::operation::{self, NewOperation, OperationKind};
use crate::payment::booking::captured;
use crate::payment::{CaptureKind, Method, Payment, PaymentEvent, PaymentState};

command! {
    /// Takes all or a part of what a payment has authorised. From a wallet it is taken at once; at a channel
    /// an operation is written down for the host to send, and until its outcome nothing else starts on the
    /// payment.
    pub struct CapturePayment = 18 "capture_payment", repeated by Key, answers Payment {
        /// The payment.
        1 payment: PaymentId,
        /// How much; all that is left where it is left out.
        2 amount: Option<Money>,
        /// Whether the rest stays reserved.
        3 kind: CaptureKind,
    }
    refuses [
        AmountMustBePositive, AmountTooLarge, NotFound, NotPermitted, CurrencyMismatch, OperationUnfinished,
        WrongState, ExceedsAuthorised, AccountNotOpen,
    ]
}

impl CapturePayment {
    /// All that is left.
    #[must_use]
    pub const fn all(payment: PaymentId) -> Self {
        Self { payment, amount: None, kind: CaptureKind::Last }
    }

    /// A part; more may come.
    #[must_use]
    pub const fn part(payment: PaymentId, amount: Money) -> Self {
        Self { payment, amount: Some(amount), kind: CaptureKind::MoreMayCome }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Payment, Stop> {
        if let Some(amount) = self.amount {
            limits::amount(amount.minor())?;
        }
        let payment = on.get::<Payment>(self.payment)?;
        receivers_business(on.actor(), &payment)?;
        let amount = self.amount.unwrap_or_else(|| payment.capturable());
        if amount.currency() != payment.amount.currency() {
            return Err(
                refused!(Code::CurrencyMismatch, "{amount} of a payment of {}", payment.amount).into()
            );
        }
        if let Some(operation) = payment.operation {
            let id = payment.id;
            return Err(refused!(
                Code::OperationUnfinished,
                "{operation} of the payment {id} is unfinished; wait for it"
            )
            .into());
        }
        PaymentState::step(Some(payment.state), PaymentEvent::CaptureStarted)?;
        if amount.minor() > payment.capturable().minor() {
            let left = payment.capturable();
            return Err(refused!(
                Code::ExceedsAuthorised,
                "{amount} asked, {left} of {} is left",
                payment.id
            )
            .into());
        }
        let kind = Some(self.kind);
        let change = |payment: &mut Payment| payment.last_capture = kind;
        let payment = on.advance::<Payment>(payment.id, PaymentEvent::CaptureStarted, change)?;
        match &payment.method {
            Method::Wallet => captured(on, &payment, amount.minor())?,
            Method::Channel(channel) => {
                let new = NewOperation {
                    kind: OperationKind::Capture,
                    channel: channel.clone(),
                    amount,
                    payment: payment.id,
                    refund: None,
                    original: payment.authorised_by,
                    capture: kind,
                };
                let operation = operation::begin(on, new)?;
                on.change::<Payment>(payment.id, |payment| payment.operation = Some(operation.id))?;
            }
        }
        on.get::<Payment>(self.payment).map(|payment| Payment::clone(&payment))
    }
}
