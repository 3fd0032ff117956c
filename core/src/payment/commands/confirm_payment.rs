//! Confirm a payment.

use super::payers_business;
use crate::command::command;
use crate::engine::{Stop, View};
use crate::id::PaymentId;
use crate::ledger::{self, Owner};
use crate::machine::State;
use crate::operation::{self, NewOperation};
use crate::payment::booking::{capture, confirming, way};
use crate::payment::{CaptureKind, CaptureMode, Method, Payment, PaymentEvent, PaymentState};

command! {
    /// The payer wants to pay. From a wallet the money moves, or is reserved, at once; through a channel an
    /// operation is written down for the host to send.
    ///
    /// A wallet with too little is refused `insufficient_funds`, and the payment stays where it was.
    pub struct ConfirmPayment = 17 "confirm_payment", repeated by State, answers Payment {
        /// The payment.
        1 payment: PaymentId,
    }
    refuses [
        NotFound, NotPermitted, WrongState, AccountNotOpen, InsufficientFunds, BalanceLimitExceeded,
        AmountTooLarge,
    ]
}

impl ConfirmPayment {
    /// This payment.
    #[must_use]
    pub const fn new(payment: PaymentId) -> Self {
        Self { payment }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Payment, Stop> {
        let payment = on.get::<Payment>(self.payment)?;
        payers_business(on.actor(), payment.payer)?;
        PaymentState::step(Some(payment.state), PaymentEvent::Allowed)?;
        match &payment.method {
            Method::Wallet => from_wallet(on, &payment)?,
            Method::Channel(name) => through_channel(on, &payment, name)?,
        }
        on.get::<Payment>(self.payment).map(|payment| Payment::clone(&payment))
    }
}

fn from_wallet(on: &mut View<'_>, payment: &Payment) -> Result<(), Stop> {
    let amount = payment.amount.minor();
    on.advance::<Payment>(payment.id, PaymentEvent::Allowed, |payment| payment.authorised = amount)?;
    match payment.capture {
        CaptureMode::Automatic => {
            on.advance::<Payment>(payment.id, PaymentEvent::WasCaptured, |_| {})?;
            capture(on, payment.id, amount, CaptureKind::Last)
        }
        CaptureMode::Manual => {
            let booking = way(on, payment, amount)?;
            let hold = ledger::reserve(on, &booking, None)?;
            let change = |payment: &mut Payment| payment.hold = Some(hold);
            on.advance::<Payment>(payment.id, PaymentEvent::WasAuthorised, change).map(|_| ())
        }
    }
}

fn through_channel(on: &mut View<'_>, payment: &Payment, channel: &str) -> Result<(), Stop> {
    // A wallet's limit must hold when the money comes: it is reserved now, because an outcome is never
    // refused.
    let hold = match payment.receiver {
        Owner::User(_) => {
            let booking = way(on, payment, payment.amount.minor())?;
            Some(ledger::reserve(on, &booking, None)?)
        }
        _ => None,
    };
    let new = NewOperation {
        kind: confirming(payment.capture),
        channel: channel.to_owned(),
        amount: payment.amount,
        payment: payment.id,
        refund: None,
        original: None,
        capture: None,
    };
    let operation = operation::begin(on, new)?;
    on.advance::<Payment>(payment.id, PaymentEvent::Allowed, |payment| {
        payment.operation = Some(operation.id);
        payment.hold = hold;
    })?;
    Ok(())
}
