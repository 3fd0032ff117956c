//! Fee plans: what the platform takes of each payment. Immutable, so that a payment keeps the plan it started
//! with.

use crate::id::FeePlanId;
use crate::money::{Money, MoneyError, Rate, Rounding};
use crate::storage::record;

record! {
    /// What the platform takes of each part of a payment.
    pub struct FeePlan = 10 "fee_plans" kept by Journal {
        /// Its id.
        id: FeePlanId,
        /// Its name.
        1 name: String,
        /// The share of what is captured.
        2 rate: Rate,
        /// How the share is rounded to minor units.
        3 rounding: Rounding,
        /// Taken once a part, with its first capture. Payments under the plan are in its currency.
        4 fixed: Money,
    }
}

impl FeePlan {
    /// The whole fee of a part of which so much is captured.
    ///
    /// # Errors
    /// [`MoneyError`]: another currency, or more than can be counted.
    pub fn fee(&self, captured: Money) -> Result<Money, MoneyError> {
        self.rate.of(captured, self.rounding)?.checked_add(self.fixed)
    }
}
