//! What records say of each other: whoever waits for a channel has an effect that brings the answer, whoever
//! reserves money has an open hold, and states agree with amounts and times.

use super::entries::each;
use super::{Verification, sorted};
use crate::effect::{Effect, EffectKind, EffectState};
use crate::id::{EffectId, OperationId, PaymentId, RefundId, TransferId};
use crate::ledger::{Hold, HoldState, Owner};
use crate::operation::{Operation, OperationKind, OperationState};
use crate::order::{Order, OrderState};
use crate::payment::{Method, Payment, PaymentState};
use crate::refund::{Refund, RefundState};
use crate::storage::{Reader, StorageError};
use std::collections::HashMap;

/// What is under way: it grows with what is open, not with history.
#[derive(Default)]
struct Open {
    effects: HashMap<EffectId, (EffectKind, OperationId)>,
    /// What each holds, in minor units.
    holds: HashMap<TransferId, i64>,
    /// Unfinished operations by what may rest on them.
    of_payments: HashMap<PaymentId, Vec<OperationId>>,
    of_refunds: HashMap<OperationId, RefundId>,
}

/// Compares the records of one snapshot with each other.
pub(super) fn compare(from: &dyn Reader, found: &mut Verification) -> Result<(), StorageError> {
    let mut open = Open::default();
    each::<Effect>(from, |effect| {
        if matches!(effect.state, EffectState::Ready | EffectState::Claimed) {
            open.effects.insert(effect.id, (effect.kind, effect.operation));
        }
    })?;
    each::<Hold>(from, |hold| {
        if hold.state == HoldState::Open {
            open.holds.insert(hold.id, hold.amount);
        }
    })?;
    each::<Operation>(from, |operation| open.note(&operation, found))?;
    each::<Payment>(from, |payment| open.check_payment(&payment, found))?;
    each::<Refund>(from, |refund| open.check_refund(&refund, found))?;
    each::<Order>(from, |order| check_order(&order, found))?;
    for operation in sorted(open.of_payments.values().flatten().chain(open.of_refunds.keys())) {
        found.find("operations", operation, "it is unfinished, and nothing rests on it");
    }
    Ok(())
}

impl Open {
    fn note(&mut self, operation: &Operation, found: &mut Verification) {
        let waits = operation.state == OperationState::AwaitingPayer;
        if operation.due_at.is_some() && !waits || operation.action.is_some() != waits {
            found.find("operations", operation.id, "it waits for a payer, or does not, unlike its state");
        }
        if !operation.is_unfinished() {
            return;
        }
        let kind = match operation.state {
            OperationState::Created | OperationState::Sent => EffectKind::SendOperation,
            _ => EffectKind::AskOperation,
        };
        let effect = operation.effect.and_then(|effect| self.effects.get(&effect));
        if effect != Some(&(kind, operation.id)) {
            found.find("operations", operation.id, "no effect brings what becomes of it");
        }
        match operation.refund {
            Some(refund) => drop(self.of_refunds.insert(operation.id, refund)),
            None if operation.kind != OperationKind::Reverse => {
                self.of_payments.entry(operation.payment).or_default().push(operation.id);
            }
            None => {}
        }
    }

    fn check_payment(&mut self, payment: &Payment, found: &mut Verification) {
        let id = payment.id;
        if payment.due_at != payment.due() {
            found.find("payments", id, "due_at is not when its state ends");
        }
        if payment.hold.map(|hold| self.holds.get(&hold).copied()) != holds(payment).map(Some) {
            found.find(
                "payments",
                id,
                "it reserves on the ledger what it should not, or does not what it should",
            );
        }
        if !rests_as_it_should(payment) {
            found.find("payments", id, "it rests on an operation, or on none, unlike its state");
        }
        let mut unfinished = self.of_payments.remove(&id).unwrap_or_default();
        if is_over(payment.state) {
            // What a channel does for it now is undone.
            return;
        }
        if let Some(operation) = payment.operation {
            match unfinished.iter().position(|one| *one == operation) {
                Some(place) => drop(unfinished.remove(place)),
                None => found.find("payments", id, "the operation that it rests on is not unfinished"),
            }
        }
        if !unfinished.is_empty() {
            self.of_payments.insert(id, unfinished);
        }
    }

    fn check_refund(&mut self, refund: &Refund, found: &mut Verification) {
        let id = refund.id;
        let reserves = match refund.state {
            RefundState::PendingReview | RefundState::Approved => true,
            RefundState::Processing | RefundState::Abnormal => true,
            // The reservation of one that the channel took back may have to wait for its retry.
            RefundState::Failed => refund.hold.is_some(),
            _ => false,
        };
        let amount = refund.amount.minor();
        let holds = refund.hold.is_some_and(|hold| self.holds.get(&hold) == Some(&amount));
        if reserves != holds || reserves != refund.hold.is_some() {
            found.find("refunds", id, "it reserves its amount, or does not, unlike its state");
        }
        if refund.due_at.is_some() && refund.state != RefundState::PendingReview {
            found.find("refunds", id, "due_at is set, and no review is waited for");
        }
        let rests = refund.operation.and_then(|operation| self.of_refunds.remove(&operation));
        let sent = matches!(refund.state, RefundState::Approved | RefundState::Processing);
        // An earlier attempt may go through, and be taken back, while a retry is on its way.
        let retried = matches!(refund.state, RefundState::Succeeded | RefundState::Failed);
        if sent != (rests == Some(id)) && !(retried && rests == Some(id)) {
            found.find("refunds", id, "its operation is unfinished, or is not, unlike its state");
        }
    }
}

/// How much a payment reserves on the ledger: what a wallet is yet to give, and the room in a wallet for what
/// a channel is yet to give.
fn holds(payment: &Payment) -> Option<i64> {
    match (&payment.method, payment.receiver, payment.state) {
        (Some(Method::Wallet), _, PaymentState::Authorised | PaymentState::PartiallyCaptured) => {
            Some(payment.capturable().minor())
        }
        (Some(Method::Channel(_)), Owner::User(_), _) if payment.operation.is_some() => {
            Some(payment.amount.minor())
        }
        _ => None,
    }
}

/// Where a channel was asked something the payment rests on an operation, and nowhere else.
const fn rests_as_it_should(payment: &Payment) -> bool {
    match payment.state {
        PaymentState::Processing | PaymentState::Capturing | PaymentState::Voiding => {
            payment.operation.is_some()
        }
        PaymentState::RequiresAction | PaymentState::Authorised => true,
        _ => payment.operation.is_none(),
    }
}

const fn is_over(state: PaymentState) -> bool {
    matches!(
        state,
        PaymentState::Succeeded | PaymentState::Cancelled | PaymentState::Expired | PaymentState::Failed
    )
}

fn check_order(order: &Order, found: &mut Verification) {
    let (paid, total) = (order.paid, order.total.minor());
    let agrees = match order.state {
        OrderState::Open => paid == 0,
        OrderState::PartiallyPaid => paid > 0 && paid < total,
        OrderState::Paid | OrderState::Finished => paid >= total,
        OrderState::Closed => true,
    };
    if !agrees {
        found.find("orders", order.id, format!("it is {} with {paid} of {total} paid", order.state));
    }
    let ends = matches!(order.state, OrderState::Finished | OrderState::Closed);
    let due_as_made = order.due_at == order.expires_at;
    let unpaid = matches!(order.state, OrderState::Open | OrderState::PartiallyPaid);
    if (ends && order.due_at.is_some()) || (unpaid && !due_as_made) {
        found.find("orders", order.id, "due_at is not when its state ends");
    }
}
