//! Request a refund.

use crate::command::{command, same_content};
use crate::engine::{Stop, View};
use crate::error::{Code, Refused, refused};
use crate::id::{PaymentId, RefundId};
use crate::ledger::{self, Booking, Owner, TransferKind};
use crate::limits;
use crate::merchant::{Merchant, RefundReview};
use crate::money::Money;
use crate::payment::{Payment, PaymentState, receivers_business, way};
use crate::refund::{Refund, RefundEvent, RefundState, reserved, send};

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
        Self { id: None, payment, amount: Some(amount), reason: None }
    }

    /// All that is refundable of a payment.
    #[must_use]
    pub const fn all(payment: PaymentId) -> Self {
        Self { id: None, payment, amount: None, reason: None }
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
        self.refundable(&payment, amount)?;
        let approved = match payment.receiver {
            Owner::Merchant(merchant) => {
                on.get::<Merchant>(merchant)?.refund_review == RefundReview::NotRequired
            }
            _ => true,
        };
        let id = on.id_or_new(self.id)?;
        let there = way(on, &payment, amount.minor())?;
        let back = Booking {
            debit: there.credit,
            credit: there.debit,
            kind: TransferKind::REFUND,
            subject: Some(id.to_bytes()),
            ..there
        };
        let hold = ledger::reserve(on, &back, None)?;
        // After this line nothing may fail.
        let refund = Refund {
            id,
            payment: payment.id,
            amount,
            requested_by: on.actor().to_string(),
            reason: self.reason.clone(),
            hold: Some(hold),
            operation: None,
            failure: None,
            state: RefundState::PendingReview,
            requested_at: on.now(),
        };
        reserved(on, payment.id, amount.minor())?;
        let event = if approved { RefundEvent::RequestedAndApproved } else { RefundEvent::Requested };
        let refund = on.begin(refund, event)?;
        if approved {
            send(on, &refund)?;
        }
        on.get::<Refund>(id).map(|refund| Refund::clone(&refund))
    }

    fn refundable(&self, payment: &Payment, amount: Money) -> Result<(), Refused> {
        let id = payment.id;
        if let Some(operation) = payment.operation {
            return Err(refused!(
                Code::OperationUnfinished,
                "{operation} of the payment {id} is unfinished; wait for it"
            ));
        }
        if !matches!(payment.state, PaymentState::Succeeded | PaymentState::PartiallyCaptured) {
            return Err(refused!(
                Code::WrongState,
                "the payment {id} is {}: nothing to refund",
                payment.state
            ));
        }
        let refundable = payment.refundable();
        if amount.minor() > refundable.minor() || !amount.is_positive() {
            return Err(refused!(
                Code::ExceedsRefundable,
                "{amount} asked, {refundable} of the payment {id} is left"
            ));
        }
        Ok(())
    }

    fn repeats(&self, refund: &Refund) -> Result<(), Refused> {
        let differs = [
            ("payment", refund.payment != self.payment),
            ("amount", self.amount.is_some_and(|amount| amount != refund.amount)),
            ("reason", refund.reason != self.reason),
        ];
        same_content(refund.id, &differs)
    }
}
