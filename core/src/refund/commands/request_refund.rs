//! Request a refund.

use super::answer;
use crate::actor::Actor;
use crate::command::{command, same_content};
use crate::engine::{Stop, View};
use crate::error::{Code, Refused, refused};
use crate::id::{PaymentId, RefundId};
use crate::limits;
use crate::metadata::Metadata;
use crate::money::Money;
use crate::order::{Order, OrderState};
use crate::payment::{Payment, PaymentState, receivers_business};
use crate::refund::{NewRefund, Refund, request};
use crate::time::Timestamp;

command! {
    /// Asks for money back, reserving it. Where the merchant's policy asks for no review it is approved at
    /// once: a refund into a wallet is then done, one at a channel is written down for the host to send.
    pub struct RequestRefund = 20 "request_refund", repeated by Id, answers Refund {
        /// The refund's id; made where it is left out.
        1 id: Option<RefundId>,
        /// The payment to give back.
        2 payment: PaymentId,
        /// How much; all that is refundable where it is left out.
        3 amount: Option<Money>,
        /// Why, at most 256 bytes.
        4 reason: Option<String>,
        /// What the host keeps with it.
        5 metadata: Option<Metadata>,
    }
    refuses [
        InvalidValue, AmountMustBePositive, AmountTooLarge, NotFound, NotPermitted, IdReused,
        CurrencyMismatch, OperationUnfinished, WrongState, ExceedsRefundable, AccountNotOpen,
        InsufficientFunds, BalanceLimitExceeded,
    ]
}

impl RequestRefund {
    /// So much of a payment.
    #[must_use]
    pub const fn new(payment: PaymentId, amount: Money) -> Self {
        Self { id: None, payment, amount: Some(amount), reason: None, metadata: None }
    }

    /// All that is refundable of a payment.
    #[must_use]
    pub const fn all(payment: PaymentId) -> Self {
        Self { id: None, payment, amount: None, reason: None, metadata: None }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Refund, Stop> {
        limits::optional_text("reason of the refund", self.reason.as_ref(), limits::TEXT_BYTES)?;
        if let Some(amount) = self.amount {
            limits::amount(amount.minor())?;
        }
        let payment = on.get::<Payment>(self.payment)?;
        receivers_business(on.actor(), &payment)?;
        if let Some(id) = self.id
            && let Some(refund) = on.find::<Refund>(id)?
        {
            self.repeats(&refund)?;
            return Ok(Refund::clone(&refund));
        }
        let amount = self.amount.unwrap_or_else(|| payment.refundable());
        if amount.currency() != payment.amount.currency() {
            return Err(
                refused!(Code::CurrencyMismatch, "{amount} of a payment of {}", payment.amount).into()
            );
        }
        refundable_at_all(&payment)?;
        if let (Actor::Merchant(_), Some(order)) = (on.actor(), payment.order) {
            in_window(&*on.get::<Order>(order)?, on.now())?;
        }
        let refundable = payment.refundable();
        if amount.minor() > refundable.minor() || !amount.is_positive() {
            let id = payment.id;
            return Err(refused!(
                Code::ExceedsRefundable,
                "{amount} asked, {refundable} of the payment {id} is left"
            )
            .into());
        }
        let id = on.id_or_new(self.id)?;
        let (reason, metadata) = (self.reason.clone(), self.metadata.clone());
        request(on, &payment, NewRefund { id, amount, reason, metadata })?;
        answer(on, id)
    }

    fn repeats(&self, refund: &Refund) -> Result<(), Refused> {
        let differs = [
            ("payment", refund.payment != self.payment),
            ("amount", self.amount.is_some_and(|amount| amount != refund.amount)),
            ("reason", refund.reason != self.reason),
            ("metadata", refund.metadata != self.metadata),
        ];
        same_content(refund.id, &differs)
    }
}

/// Something was captured, and nothing is under way.
fn refundable_at_all(payment: &Payment) -> Result<(), Refused> {
    let (id, state) = (payment.id, payment.state);
    if let Some(operation) = payment.operation {
        return Err(refused!(
            Code::OperationUnfinished,
            "{operation} of the payment {id} is unfinished; wait for it"
        ));
    }
    if !matches!(state, PaymentState::Succeeded | PaymentState::PartiallyCaptured) {
        return Err(refused!(Code::WrongState, "the payment {id} is {state}: nothing to refund"));
    }
    Ok(())
}

/// After their time a merchant's own refunds end; the platform's do not.
fn in_window(order: &Order, now: Timestamp) -> Result<(), Refused> {
    let over = order.state == OrderState::Paid && order.due_at.is_some_and(|due_at| due_at <= now);
    if order.state != OrderState::Finished && !over {
        return Ok(());
    }
    Err(refused!(Code::WrongState, "the time for refunds of the order {} is over", order.id))
}
