//! Merchants, customers and their orders on a random day.

use super::step::Selling;
use super::{Day, nowhere, pick};
use crate::support::shop::pence;
use paywright::{
    ActivateMerchant, Actor, CancelOrder, CreateFeePlan, Currency, FeePlan, FeesOnRefund, Fulfilment,
    Merchant, MerchantState, Order, OrderState, PlaceOrder, RecordFulfilment, RefundReview, RegisterAsset,
    RegisterMerchant, RegisterUser, SuspendMerchant, Unreviewed,
};

impl Day<'_> {
    pub fn sells(&mut self, step: &Selling) -> String {
        match step {
            Selling::Asset { exponent } => {
                let points = Currency::asset("POINTS", *exponent).unwrap();
                self.says(RegisterAsset::new(points, "points"))
            }
            Selling::User => self.says(RegisterUser::new("another")),
            Selling::Plan { percent, fixed, on_refund } => {
                let rate = format!("{}.{:02}", percent / 100, percent % 100).parse().unwrap();
                let on_refund = [FeesOnRefund::Kept, FeesOnRefund::Returned, FeesOnRefund::ProRata]
                    [usize::from(on_refund % 3)];
                self.says(CreateFeePlan { on_refund, ..CreateFeePlan::new("new terms", rate, pence(*fixed)) })
            }
            Selling::Merchant { plan, review, review_seconds, window_seconds } => {
                let plan = self.one::<FeePlan>(*plan, |_| true).unwrap().id;
                let required = review.is_multiple_of(2);
                let approves = review.is_multiple_of(3);
                self.says(RegisterMerchant {
                    refund_review: if required { RefundReview::Required } else { RefundReview::NotRequired },
                    review_seconds: *review_seconds,
                    unreviewed: if approves { Unreviewed::Approve } else { Unreviewed::Reject },
                    refund_window_seconds: *window_seconds,
                    ..RegisterMerchant::new("Newcomer", plan)
                })
            }
            Selling::Activate { merchant } => {
                let merchant =
                    self.one::<Merchant>(*merchant, |merchant| merchant.state != MerchantState::Active);
                self.says(ActivateMerchant::new(merchant.unwrap().id))
            }
            Selling::Suspend { merchant } => {
                let merchant = self.merchant(*merchant).id;
                self.says(SuspendMerchant::new(merchant))
            }
            Selling::Order { merchant, customer, total, seconds } => {
                let merchant = self.merchant(*merchant).id;
                let order = PlaceOrder::new(merchant, pence(*total));
                let customer = customer.map(|customer| self.user(customer).id);
                let expires_at = seconds.map(|seconds| self.world.clock.reads().plus_seconds(seconds));
                self.says(PlaceOrder { customer, expires_at, ..order })
            }
            Selling::Cancel { order, by } => {
                let open =
                    |order: &Order| matches!(order.state, OrderState::Open | OrderState::PartiallyPaid);
                let order = self.one::<Order>(*order, open);
                let (id, merchant) =
                    order.map_or_else(|| (nowhere(), nowhere()), |order| (order.id, order.merchant));
                let by = pick(&[None, Some(merchant)], *by).flatten();
                self.asks(by.map_or(Actor::System, Actor::Merchant), CancelOrder::new(id)).0
            }
            Selling::Fulfil { order, how } => {
                let order = self.one::<Order>(*order, |_| true).map_or_else(nowhere, |order| order.id);
                let how = pick(&[Fulfilment::Part, Fulfilment::All, Fulfilment::None], *how).unwrap();
                self.says(RecordFulfilment::new(order, how))
            }
        }
    }
}
