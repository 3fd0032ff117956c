//! Attach a method.

use super::confirm_payment::in_time;
use super::{answer, payers_business, usable};
use crate::command::command;
use crate::engine::{Stop, View};
use crate::id::PaymentId;
use crate::payment::{Method, Payment, PaymentEvent, advance};

command! {
    /// Says what a payment is paid with, where it was started without a method or the one before was
    /// declined.
    pub struct AttachMethod = 31 "attach_method", repeated by State, answers Payment {
        /// The payment.
        1 payment: PaymentId,
        /// What it is paid with.
        2 method: Method,
    }
    refuses [NotFound, NotPermitted, InvalidValue, WrongState]
}

impl AttachMethod {
    /// This method.
    #[must_use]
    pub const fn new(payment: PaymentId, method: Method) -> Self {
        Self { payment, method }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Payment, Stop> {
        let payment = on.get::<Payment>(self.payment)?;
        payers_business(on.actor(), payment.payer)?;
        usable(&self.method, payment.payer, payment.receiver)?;
        in_time(on, &payment)?;
        let method = Some(self.method.clone());
        advance(on, payment.id, PaymentEvent::MethodAttached, |payment| payment.method = method)?;
        answer(on, self.payment)
    }
}
