//! A refund in each state, and those that an account will stand in the way of.

use super::{Accounts, Payments, succeeds, tops_up};
use crate::support::World;
use crate::support::shop::{CARDS, Shop, WORKER, declined, pence};
use paywright::{
    ActivateMerchant, Actor, ApproveRefund, ClaimEffects, Method, Outcome, PaymentId, PlaceOrder, RefundId,
    RefundState, RegisterMerchant, RequestRefund, Role, StartPayment, UserId, WithdrawRefund,
};

pub struct Refunds {
    /// Waits for its review; the host asked for it.
    pub pending: RefundId,
    pub request: RequestRefund,
    pub pending_of_frozen: RefundId,
    /// Its operation is not sent yet.
    pub approved: RefundId,
    /// Its operation is at the channel.
    pub processing: RefundId,
    pub failed: RefundId,
    pub cancelled: RefundId,
    /// Their destinations are closed: of a customer, a guest, a top-up, and into wallets that are frozen or
    /// full.
    pub abnormal: RefundId,
    pub abnormal_of_guest: RefundId,
    pub abnormal_of_top_up: RefundId,
    pub abnormal_of_frozen: RefundId,
    pub abnormal_of_full: RefundId,
    /// Taken back by the channel when the wallet could not reserve it again.
    pub taken_back_of_frozen: RefundId,
    pub taken_back_of_half_frozen: RefundId,
    /// Its time for refunds is over; who was paid.
    pub payment_of_yesterday: PaymentId,
    pub merchant_of_yesterday: Actor,
}

impl Refunds {
    pub fn requested(world: &World, shop: &Shop, of: &Accounts, payments: &Payments) -> Self {
        let part = RequestRefund::new(payments.paid, pence(100));
        let request = RequestRefund { id: Some(RefundId::derived("r")), ..part };
        let merchant = Actor::Merchant(shop.merchant);
        let by_merchant = |payment| world.done_as(&merchant, RequestRefund::new(payment, pence(1))).id;
        let approved = by_merchant(payments.paid);
        world.done(ApproveRefund::new(approved));
        let cancelled = by_merchant(payments.paid);
        world.done(WithdrawRefund::new(cancelled));
        let closed = Outcome::destination_closed();
        let paid_by = |user| paid_by_card_of(world, shop, user);
        let top_up = |user| tops_up(world, user, 600);
        let customers = || paid_by(Some(shop.customer));
        let (payment_of_yesterday, merchant_of_yesterday) = of_yesterday(world, shop);
        Self {
            pending: world.done(request.clone()).id,
            request,
            pending_of_frozen: by_merchant(payments.paid_by_frozen),
            approved,
            processing: sent(world, customers(), None),
            failed: sent(world, customers(), Some(declined())),
            cancelled,
            abnormal: sent(world, customers(), Some(closed.clone())),
            abnormal_of_guest: sent(world, paid_by(None), Some(closed.clone())),
            abnormal_of_top_up: sent(world, top_up(world.user("again and again")), Some(closed.clone())),
            abnormal_of_frozen: sent(world, paid_by(Some(of.frozen)), Some(closed.clone())),
            abnormal_of_full: sent(world, paid_by(Some(of.full)), Some(closed)),
            taken_back_of_frozen: sent(world, top_up(of.frozen), Some(Outcome::Succeeded)),
            taken_back_of_half_frozen: sent(world, top_up(of.half_frozen), Some(Outcome::Succeeded)),
            payment_of_yesterday,
            merchant_of_yesterday,
        }
    }

    /// The channel takes back what it gave, when the wallets are frozen already.
    pub fn taken_back(&self, world: &World) {
        for refund in [self.taken_back_of_frozen, self.taken_back_of_half_frozen] {
            let operation = world.refund(refund).operation.unwrap();
            world.observes(operation, Outcome::TakenBack { reason: "returned".to_owned() });
        }
    }
}

/// A refund of 5 pounds, approved and sent, and what the channel says to it.
fn sent(world: &World, payment: PaymentId, says: Option<Outcome>) -> RefundId {
    let refund = world.done(RequestRefund::new(payment, pence(500)));
    if refund.state == RefundState::PendingReview {
        world.done_as(&Actor::operator("reviewer", [Role::Reviewer]), ApproveRefund::new(refund.id));
    }
    let operation = world.operation(world.refund(refund.id).operation.unwrap());
    let effects = vec![operation.effect.unwrap()];
    world.done(ClaimEffects { worker: WORKER.to_owned(), effects, lease_seconds: 3_600 });
    if let Some(outcome) = says {
        world.observes(operation.id, outcome);
    }
    refund.id
}

fn paid_by_card_of(world: &World, shop: &Shop, payer: Option<UserId>) -> PaymentId {
    let order = PlaceOrder { customer: payer, ..PlaceOrder::new(shop.merchant, pence(700)) };
    succeeds(world, StartPayment::new(world.done(order).id, Method::channel(CARDS)))
}

/// A merchant whose time for refunds is a minute, and who is paid.
fn of_yesterday(world: &World, shop: &Shop) -> (PaymentId, Actor) {
    let merchant = RegisterMerchant::new("Hasty", shop.plan);
    let merchant = world.done(RegisterMerchant { refund_window_seconds: Some(60), ..merchant }).id;
    world.done(ActivateMerchant::new(merchant));
    let order = world.done(PlaceOrder::new(merchant, pence(300))).id;
    let payment = succeeds(world, StartPayment::new(order, Method::channel(CARDS)));
    (payment, Actor::Merchant(merchant))
}
