//! Refunds on a random day.

use super::step::Refunding;
use super::{Day, method, nowhere, reviewer};
use crate::support::shop::pence;
use paywright::{
    Actor, ApproveRefund, CloseRefund, GiveUpRefund, Owner, Payment, Refund, RefundId, RefundState,
    RejectRefund, RequestRefund, RerouteRefund, RetryRefund, WithdrawRefund,
};

impl Day<'_> {
    pub fn refunds(&mut self, step: &Refunding) -> String {
        match step {
            Refunding::Request { payment, part, by_merchant } => {
                let refundable = |payment: &Payment| payment.refundable().is_positive();
                let Some(payment) = self.one::<Payment>(*payment, refundable) else {
                    return self.says(RequestRefund::all(nowhere()));
                };
                let by = match payment.receiver {
                    Owner::Merchant(merchant) if *by_merchant => Actor::Merchant(merchant),
                    _ => Actor::System,
                };
                let all = RequestRefund::all(payment.id);
                self.asks(by, RequestRefund { amount: part.map(pence), ..all }).0
            }
            Refunding::Approve { refund, by } => {
                let refund = self.refund_in(*refund, &[RefundState::PendingReview]);
                self.asks(reviewer(*by), ApproveRefund::new(refund)).0
            }
            Refunding::Reject { refund } => {
                let refund = self.refund_in(*refund, &[RefundState::PendingReview]);
                self.says(RejectRefund::new(refund))
            }
            Refunding::Withdraw { refund } => {
                let refund = self.refund_in(*refund, &[RefundState::PendingReview, RefundState::Approved]);
                self.says(WithdrawRefund::new(refund))
            }
            Refunding::Retry { refund } => {
                let refund = self.refund_in(*refund, &[RefundState::Failed]);
                self.says(RetryRefund::new(refund))
            }
            Refunding::Reroute { refund, to } => {
                let refund = self.refund_in(*refund, &[RefundState::Abnormal]);
                self.says(RerouteRefund::new(refund, method(*to)))
            }
            Refunding::GiveUp { refund } => {
                let refund = self.refund_in(*refund, &[RefundState::Abnormal]);
                self.says(GiveUpRefund::new(refund))
            }
            Refunding::Close { refund } => {
                let refund = self.refund_in(*refund, &[RefundState::Failed]);
                self.says(CloseRefund::new(refund))
            }
        }
    }

    /// A refund in one of these states.
    fn refund_in(&self, choice: u8, states: &[RefundState]) -> RefundId {
        let refund = self.one::<Refund>(choice, |refund| states.contains(&refund.state));
        refund.map_or_else(nowhere, |refund| refund.id)
    }
}
