//! Register a merchant.

use super::by_administrator;
use crate::command::{command, same_content};
use crate::engine::{Stop, View};
use crate::error::Refused;
use crate::id::{FeePlanId, MerchantId};
use crate::limits;
use crate::merchant::{FeePlan, Merchant, MerchantEvent, MerchantState, RefundReview};

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
        4 refund_review: RefundReview,
    }
    refuses [InvalidValue, NotPermitted, IdReused, NotFound]
}

impl RegisterMerchant {
    /// A merchant whose refunds are reviewed.
    pub fn new(name: impl Into<String>, fee_plan: FeePlanId) -> Self {
        Self { id: None, name: name.into(), fee_plan, refund_review: RefundReview::Required }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Merchant, Stop> {
        limits::text("name of the merchant", &self.name, limits::NAME_BYTES)?;
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
        };
        on.begin(merchant, MerchantEvent::Registered).map(|merchant| Merchant::clone(&merchant))
    }

    fn repeats(&self, merchant: &Merchant) -> Result<(), Refused> {
        let differs = [
            ("name", merchant.name != self.name),
            ("fee plan", merchant.fee_plan != self.fee_plan),
            ("refund review", merchant.refund_review != self.refund_review),
        ];
        same_content(merchant.id, &differs)
    }
}
