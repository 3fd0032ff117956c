//! Create a fee plan.

use super::by_administrator;
use crate::asset;
use crate::command::{command, same_content};
use crate::engine::{Stop, View};
use crate::error::{Code, Refused, refused};
use crate::id::FeePlanId;
use crate::limits;
use crate::merchant::{FeePlan, FeesOnRefund};
use crate::money::{Money, Rate, Rounding};
use rust_decimal::Decimal;

command! {
    /// Creates a fee plan. It never changes; other terms are another plan.
    pub struct CreateFeePlan = 11 "create_fee_plan", repeated by Id, answers FeePlan {
        /// The plan's id; made where it is left out.
        1 id: Option<FeePlanId>,
        /// Its name, at most 128 bytes.
        2 name: String,
        /// The share of what is captured, from 0 to 1.
        3 rate: Rate,
        /// How the share is rounded to minor units.
        4 rounding: Rounding = "half_up",
        /// Taken once a part, zero or more. Payments under the plan are in its currency.
        5 fixed: Money,
        /// What becomes of the fee when a payment is refunded.
        6 on_refund: FeesOnRefund = "kept",
    }
    refuses [InvalidValue, AmountTooLarge, NotPermitted, IdReused, UnknownAsset]
}

impl CreateFeePlan {
    /// A share, rounded half-up, and a fixed amount; kept when a payment is refunded.
    pub fn new(name: impl Into<String>, rate: Rate, fixed: Money) -> Self {
        let (rounding, on_refund) = (Rounding::HalfUp, FeesOnRefund::Kept);
        Self { id: None, name: name.into(), rate, rounding, fixed, on_refund }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<FeePlan, Stop> {
        limits::text("name of the fee plan", &self.name, limits::NAME_BYTES)?;
        let rate = self.rate.to_decimal();
        if rate < Decimal::ZERO || rate > Decimal::ONE {
            return Err(refused!(Code::InvalidValue, "a fee of {rate} is not a share between 0 and 1").into());
        }
        if self.fixed.is_negative() {
            return Err(refused!(Code::InvalidValue, "a fixed fee of {} is below zero", self.fixed).into());
        }
        if self.fixed.minor() > limits::AMOUNT_MINOR {
            return Err(refused!(Code::AmountTooLarge, "a fixed fee of {} is too large", self.fixed).into());
        }
        by_administrator(on)?;
        if let Some(id) = self.id
            && let Some(plan) = on.find::<FeePlan>(id)?
        {
            self.repeats(&plan)?;
            return Ok(FeePlan::clone(&plan));
        }
        asset::known(on, self.fixed.currency())?;
        // After this line nothing may fail.
        let id = on.id_or_new(self.id)?;
        on.insert(self.as_plan(id)).map(|plan| FeePlan::clone(&plan))
    }

    fn repeats(&self, plan: &FeePlan) -> Result<(), Refused> {
        let differs = [
            ("name", plan.name != self.name),
            ("rate", plan.rate != self.rate),
            ("rounding", plan.rounding != self.rounding),
            ("fixed fee", plan.fixed != self.fixed),
            ("fees on refunds", plan.on_refund != self.on_refund),
        ];
        same_content(plan.id, &differs)
    }

    fn as_plan(&self, id: FeePlanId) -> FeePlan {
        FeePlan {
            id,
            name: self.name.clone(),
            rate: self.rate,
            rounding: self.rounding,
            fixed: self.fixed,
            on_refund: self.on_refund,
        }
    }
}
