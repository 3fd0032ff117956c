//! Register a merchant.

use super::by_administrator;
use crate::command::{command, same_content};
use crate::engine::{Stop, View};
use crate::error::Refused;
use crate::id::{FeePlanId, MerchantId};
use crate::limits;
use crate::merchant::{FeePlan, Merchant, MerchantEvent, MerchantState, RefundReview, Unreviewed};

command! {
    /// Registers a merchant, as a draft: it may sell once it is activated.
    pub struct RegisterMerchant = 12 "register_merchant", repeated by Id, answers Merchant {
        /// The merchant's id; made where it is left out.
        1 id: Option<MerchantId>,
        /// Its name, at most 128 bytes.
        2 name: String,
        /// The fee plan of its payments.
        3 fee_plan: FeePlanId,
        /// Whether its refunds are reviewed.
        4 refund_review: RefundReview = "required",
        /// For how long a refund may wait for its review, in seconds, at most five years; without end where
        /// it is left out.
        5 review_seconds: Option<u32>,
        /// What becomes of a refund that nobody reviewed in time.
        6 unreviewed: Unreviewed = "reject",
        /// For how long after an order is paid its merchant may refund it, in seconds, at most five years;
        /// without end where it is left out. The platform may refund it later too.
        7 refund_window_seconds: Option<u32>,
    }
    refuses [InvalidValue, NotPermitted, IdReused, NotFound]
}

impl RegisterMerchant {
    /// A merchant whose refunds are reviewed, without end.
    pub fn new(name: impl Into<String>, fee_plan: FeePlanId) -> Self {
        Self {
            id: None,
            name: name.into(),
            fee_plan,
            refund_review: RefundReview::Required,
            review_seconds: None,
            unreviewed: Unreviewed::Reject,
            refund_window_seconds: None,
        }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Merchant, Stop> {
        limits::text("name of the merchant", &self.name, limits::NAME_BYTES)?;
        limits::seconds("a review", self.review_seconds, limits::POLICY_SECONDS)?;
        limits::seconds("a time for refunds", self.refund_window_seconds, limits::POLICY_SECONDS)?;
        by_administrator(on)?;
        if let Some(id) = self.id
            && let Some(merchant) = on.find::<Merchant>(id)?
        {
            self.repeats(&merchant)?;
            return Ok(Merchant::clone(&merchant));
        }
        on.get::<FeePlan>(self.fee_plan)?;
        // After this line nothing may fail.
        let merchant = Merchant {
            id: on.id_or_new(self.id)?,
            name: self.name.clone(),
            fee_plan: self.fee_plan,
            refund_review: self.refund_review,
            state: MerchantState::Draft,
            review_seconds: self.review_seconds,
            unreviewed: self.unreviewed,
            refund_window_seconds: self.refund_window_seconds,
        };
        on.begin(merchant, MerchantEvent::Registered).map(|merchant| Merchant::clone(&merchant))
    }

    fn repeats(&self, merchant: &Merchant) -> Result<(), Refused> {
        let differs = [
            ("name", merchant.name != self.name),
            ("fee plan", merchant.fee_plan != self.fee_plan),
            ("refund review", merchant.refund_review != self.refund_review),
            ("time for reviews", merchant.review_seconds != self.review_seconds),
            ("rule for unreviewed refunds", merchant.unreviewed != self.unreviewed),
            ("time for refunds", merchant.refund_window_seconds != self.refund_window_seconds),
        ];
        same_content(merchant.id, &differs)
    }
}
