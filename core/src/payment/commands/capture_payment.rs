//! Capture a payment.

use super::{answer, no_operation, order_open, receivers_business, still_authorised};
use crate::command::command;
use crate::engine::{Stop, View};
use crate::error::{Code, refused};
use crate::id::PaymentId;
use crate::ledger::Cause;
use crate::limits;
use crate::machine::State;
use crate::money::Money;
use crate::operation::{self, NewOperation, OperationKind};
use crate::payment::booking::captured;
use crate::payment::{CaptureKind, Method, Payment, PaymentEvent, PaymentState, advance, change};

command! {
    /// Takes all or a part of what a payment has authorised. From a wallet it is taken at once; at a channel
    /// an operation is written down for the host to send, and until its outcome nothing else starts on the
    /// payment.
    ///
    /// Where more may come, the rest is reserved anew, which a wallet whose lower bound was raised since then
    /// may refuse: `insufficient_funds`. A last capture goes through.
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
        WrongState, AuthorisationExpired, ExceedsAuthorised, AccountNotOpen,
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
        no_operation(&payment)?;
        PaymentState::step(Some(payment.state), PaymentEvent::CaptureStarted)?;
        order_open(on, &payment)?;
        still_authorised(on, &payment)?;
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
        let payment =
            advance(on, payment.id, PaymentEvent::CaptureStarted, |payment| payment.last_capture = kind)?;
        match &payment.method {
            Some(Method::Wallet) | None => captured(on, &payment, amount.minor(), Cause::Request)?,
            Some(Method::Channel(channel)) => {
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
                change(on, payment.id, |payment| payment.operation = Some(operation.id))?;
            }
        }
        answer(on, self.payment)
    }
}
