//! Amounts on payments, refunds and orders against the transfers and records they sum up.

use super::entries::each;
use super::{Slice, Verification};
use crate::id::{OrderId, PaymentId};
use crate::ledger::{Exchange, Transfer, TransferKind};
use crate::order::Order;
use crate::payment::{Part, Payment};
use crate::refund::{Refund, RefundState};
use crate::storage::{Reader, StorageError};
use std::collections::HashMap;

/// What a payment's refunds, or an order's payments, sum to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sums {
    captured: i64,
    /// Under way: neither captured nor given up.
    in_flight: i64,
    fee: i64,
    refunded: i64,
    refunds_reserved: i64,
    taken_back: i64,
    fee_returned: i64,
}

pub(super) struct Amounts {
    slice: Slice,
    /// Money moved for a subject, by kind.
    moved: HashMap<([u8; 16], TransferKind), i64>,
}

impl Amounts {
    pub(super) fn new(slice: Slice) -> Self {
        Self { slice, moved: HashMap::new() }
    }

    /// Adds what a transfer moved for its subject.
    pub(super) fn note(&mut self, transfer: &Transfer) {
        let subject =
            transfer.subject.filter(|subject| transfer.phase.moves_money() && self.slice.has(subject));
        if let Some(subject) = subject {
            let sum = self.moved.entry((subject, transfer.kind)).or_default();
            *sum = sum.saturating_add(transfer.amount);
        }
    }

    fn moved(&self, subject: [u8; 16], kind: TransferKind) -> i64 {
        self.moved.get(&(subject, kind)).copied().unwrap_or(0)
    }

    /// What was moved one way, less what was moved back.
    fn net(&self, subject: [u8; 16], there: TransferKind, back: TransferKind) -> i64 {
        self.moved(subject, there).saturating_sub(self.moved(subject, back))
    }

    /// Compares the records with the sums.
    pub(super) fn compare(self, from: &dyn Reader, found: &mut Verification) -> Result<(), StorageError> {
        each::<Exchange>(from, |exchange| {
            let id = exchange.id.to_bytes();
            let says = exchange.debited.minor().saturating_add(exchange.credited.minor());
            if self.slice.has(&id) && self.moved(id, TransferKind::EXCHANGE) != says {
                found.find("exchanges", exchange.id, "its amounts are not what was booked");
            }
        })?;
        let refunds = self.refunds(from, found)?;
        let parts = self.parts(from)?;
        let mut orders: HashMap<OrderId, Sums> = HashMap::new();
        each::<Payment>(from, |payment| {
            if let Some(order) = payment.order.filter(|order| self.slice.has(&order.to_bytes())) {
                let sums = orders.entry(order).or_default();
                sums.captured = sums.captured.saturating_add(payment.captured);
                sums.in_flight = sums.in_flight.saturating_add(payment.in_flight());
                sums.refunded = sums.refunded.saturating_add(payment.refunded);
                sums.refunds_reserved = sums.refunds_reserved.saturating_add(payment.refunds_reserved);
            }
            if self.slice.has(&payment.id.to_bytes()) {
                self.compare_payment(&payment, (&refunds, &parts), found);
            }
        })?;
        each::<Order>(from, |order| {
            let sums = orders.get(&order.id).copied().unwrap_or_default();
            let says = Sums {
                captured: order.paid,
                in_flight: order.in_flight,
                refunded: order.refunded,
                refunds_reserved: order.refunds_reserved,
                ..Sums::default()
            };
            if self.slice.has(&order.id.to_bytes()) && says != sums {
                found.find("orders", order.id, "paid, in flight or refunded is not the sum of its payments");
            }
        })
    }

    fn compare_payment(
        &self,
        payment: &Payment,
        (refunds, parts): (&HashMap<PaymentId, Sums>, &HashMap<PaymentId, Sums>),
        found: &mut Verification,
    ) {
        let id = payment.id;
        let refunded = refunds.get(&id).copied().unwrap_or_default();
        let split = parts.get(&id).copied().unwrap_or_default();
        let moved = |kind| self.moved(id.to_bytes(), kind);
        let net = |there, back| self.net(id.to_bytes(), there, back);
        let unwanted = net(TransferKind::UNWANTED_SUCCESS, TransferKind::REVERSAL);
        let taken_back = net(TransferKind::TAKEN_BACK, TransferKind::RESTORED);
        let returned = net(TransferKind::FEE_RETURN, TransferKind::FEE_RETAKEN);
        let gone = payment.refunded.saturating_add(payment.refunds_reserved);
        let most = payment.captured.saturating_add(payment.refunded_in_excess);
        let wrong = [
            ("captured is not what was booked", payment.captured != moved(TransferKind::CAPTURE)),
            ("unwanted is not what was booked", payment.unwanted != unwanted),
            ("taken_back is not what was booked", payment.taken_back != taken_back),
            ("the fees of its parts are not what was booked", split.fee != moved(TransferKind::FEE)),
            ("the fees returned of its parts are not what was booked", split.fee_returned != returned),
            ("captured is more than authorised", payment.captured > payment.authorised),
            ("refunded and reserved are more than captured", gone > most),
            ("refunded is not the sum of its refunds", payment.refunded != refunded.refunded),
            (
                "refunds_reserved is not the sum of its refunds",
                payment.refunds_reserved != refunded.refunds_reserved,
            ),
            ("its parts do not sum to it", {
                let says = (payment.captured, payment.refunded, payment.refunds_reserved, payment.taken_back);
                says != (split.captured, split.refunded, split.refunds_reserved, split.taken_back)
            }),
        ];
        for (what, _) in wrong.iter().filter(|(_, wrong)| *wrong) {
            found.find("payments", id, *what);
        }
    }

    /// Sums of refunds by payment; each refund that succeeded must have been booked, no other may have been.
    fn refunds(
        &self,
        from: &dyn Reader,
        found: &mut Verification,
    ) -> Result<HashMap<PaymentId, Sums>, StorageError> {
        let mut sums: HashMap<PaymentId, Sums> = HashMap::new();
        each::<Refund>(from, |refund| {
            let amount = refund.amount.minor();
            let succeeded = refund.state == RefundState::Succeeded;
            if self.slice.has(&refund.id.to_bytes()) {
                let expected = if succeeded { amount } else { 0 };
                let back = TransferKind::REFUND_TAKEN_BACK;
                if self.net(refund.id.to_bytes(), TransferKind::REFUND, back) != expected {
                    found.find("refunds", refund.id, "its amount is not what was booked");
                }
            }
            if !self.slice.has(&refund.payment.to_bytes()) {
                return;
            }
            let sum = sums.entry(refund.payment).or_default();
            match refund.state {
                RefundState::Succeeded => sum.refunded = sum.refunded.saturating_add(amount),
                RefundState::Rejected | RefundState::Cancelled | RefundState::Closed => {}
                _ => sum.refunds_reserved = sum.refunds_reserved.saturating_add(amount),
            }
        })?;
        Ok(sums)
    }

    fn parts(&self, from: &dyn Reader) -> Result<HashMap<PaymentId, Sums>, StorageError> {
        let mut sums: HashMap<PaymentId, Sums> = HashMap::new();
        each::<Part>(from, |part| {
            if self.slice.has(&part.payment.to_bytes()) {
                let sum = sums.entry(part.payment).or_default();
                sum.captured = sum.captured.saturating_add(part.captured);
                sum.fee = sum.fee.saturating_add(part.fee);
                sum.refunded = sum.refunded.saturating_add(part.refunded);
                sum.refunds_reserved = sum.refunds_reserved.saturating_add(part.refunds_reserved);
                sum.taken_back = sum.taken_back.saturating_add(part.taken_back);
                sum.fee_returned = sum.fee_returned.saturating_add(part.fee_returned);
            }
        })?;
        Ok(sums)
    }
}
