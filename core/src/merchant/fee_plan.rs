//! Fee plans: what the platform takes of each payment. Immutable, so that a payment keeps the plan it started
//! with.

use crate::id::FeePlanId;
use crate::money::{Money, MoneyError, Rate, Rounding};
use crate::storage::{record, words};

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
        /// What becomes of the fee when a payment is refunded.
        5 on_refund: FeesOnRefund,
    }
    ; never changes
}

words! {
    /// What becomes of the fee of a payment that is refunded.
    pub enum FeesOnRefund {
        /// The platform keeps it.
        1 Kept = "kept",
        /// What is not refunded bears the fee of a payment of that size; all refunded, all of the fee is
        /// returned, its fixed part too.
        2 Returned = "returned",
        /// The share of the fee that is the refunded share of the payment is returned, its fixed part too,
        /// rounded down.
        3 ProRata = "pro_rata",
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

    /// What is to be returned of a fee, of a part of which so much is captured and so much of that refunded.
    ///
    /// # Errors
    /// [`MoneyError`]: another currency, or more than can be counted.
    pub fn returned(&self, captured: Money, refunded: Money, fee: Money) -> Result<Money, MoneyError> {
        let left = captured.checked_sub(refunded)?;
        match self.on_refund {
            FeesOnRefund::Kept => Ok(Money::new(0, fee.currency())),
            FeesOnRefund::Returned | FeesOnRefund::ProRata if !left.is_positive() => Ok(fee),
            FeesOnRefund::Returned => {
                let returned = fee.checked_sub(self.fee(left)?)?;
                Ok(Money::new(returned.minor().max(0), fee.currency()))
            }
            FeesOnRefund::ProRata => {
                let [fee_minor, refunded, captured] =
                    [fee, refunded, captured].map(|m| i128::from(m.minor()));
                let share = fee_minor.saturating_mul(refunded).checked_div(captured).unwrap_or(0);
                Ok(Money::new(i64::try_from(share).unwrap_or(i64::MAX), fee.currency()))
            }
        }
    }
}
