//! An amount divided into parts that sum to it.

use std::cmp::Reverse;
use std::num::NonZeroU32;

use super::{Money, MoneyError, SplitFault};

/// More parts than any order has lines; a bound keeps a mistaken number from taking all memory.
const MOST_PARTS: usize = 10_000;

/// Who takes the odd minor units when an amount does not divide evenly.
///
/// Every part first gets its exact share with the fraction dropped (toward zero). What then is left over,
/// never more minor units than there are parts with a fraction, goes one unit each to parts *whose share had
/// a fraction*, in the order that this names. So each part is its exact share rounded down or up, never
/// further off; a part whose share was whole, or whose weight is zero, is never touched; and the parts of a
/// negative amount are the mirror of the positive.
///
/// ```
/// use paywright::{Currency, Money, Remainder};
///
/// let bill = Money::new(100, Currency::EUR);
/// let minor = |parts: Vec<Money>| parts.iter().map(|part| part.minor()).collect::<Vec<_>>();
///
/// assert_eq!(minor(bill.split_by_weights(&[1, 1, 4], Remainder::First)?), [17, 17, 66]);
/// assert_eq!(minor(bill.split_by_weights(&[1, 1, 4], Remainder::Last)?), [16, 17, 67]);
/// assert_eq!(minor(bill.split_by_weights(&[1, 1, 4], Remainder::Largest)?), [17, 16, 67]);
/// # Ok::<(), paywright::MoneyError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Remainder {
    /// The first parts, from the front.
    First,
    /// The last parts, from the back.
    Last,
    /// The parts with the largest weights, where a minor unit matters least; the earlier one of equal
    /// weights.
    Largest,
}

impl Money {
    /// Divides the amount into equal parts, as near as whole minor units allow.
    ///
    /// Refused with `invalid_split` for more than 10,000 parts.
    ///
    /// ```
    /// use std::num::NonZeroU32;
    /// use paywright::{Currency, Money, Remainder};
    ///
    /// let three = NonZeroU32::new(3).unwrap();
    /// let parts = Money::new(1000, Currency::EUR).split_evenly(three, Remainder::Last)?;
    /// let minor: Vec<i64> = parts.iter().map(|part| part.minor()).collect();
    /// assert_eq!(minor, [333, 333, 334]);
    /// # Ok::<(), paywright::MoneyError>(())
    /// ```
    pub fn split_evenly(self, parts: NonZeroU32, remainder: Remainder) -> Result<Vec<Self>, MoneyError> {
        let parts = usize::try_from(parts.get()).unwrap_or(usize::MAX);
        bounded(parts)?;
        self.split_by_weights(&vec![1; parts], remainder)
    }

    /// Divides the amount in proportion to weights; there is one part for each weight, in the same order. A
    /// weight of zero gets nothing.
    ///
    /// Refused with `invalid_split`: more than 10,000 weights, and weights that sum to zero or are none.
    ///
    /// ```
    /// use paywright::{Currency, Money, Remainder};
    ///
    /// // A discount of 5.00 EUR over lines of 9.99, 20.00 and 0.00 EUR.
    /// let parts = Money::new(500, Currency::EUR).split_by_weights(&[999, 2000, 0], Remainder::Largest)?;
    /// let minor: Vec<i64> = parts.iter().map(|part| part.minor()).collect();
    /// assert_eq!(minor, [166, 334, 0]);
    /// # Ok::<(), paywright::MoneyError>(())
    /// ```
    pub fn split_by_weights(self, weights: &[u64], remainder: Remainder) -> Result<Vec<Self>, MoneyError> {
        bounded(weights.len())?;
        let whole = u128::from(self.minor().unsigned_abs());
        let beyond = || MoneyError::overflow(format_args!("a split of {self}"));
        let total = weights
            .iter()
            .try_fold(0_u128, |sum, weight| sum.checked_add(u128::from(*weight)))
            .ok_or_else(beyond)?;
        if total == 0 {
            return Err(MoneyError::InvalidSplit { parts: weights.len(), fault: SplitFault::NoWeight });
        }

        let mut shares = Vec::with_capacity(weights.len());
        let mut left = whole;
        for weight in weights {
            let share = Share::of(whole, *weight, total).ok_or_else(beyond)?;
            left = left.checked_sub(share.units).ok_or_else(beyond)?;
            shares.push(share);
        }
        for share in in_order(&mut shares, remainder).into_iter().filter(|share| share.has_fraction) {
            let Some(fewer) = left.checked_sub(1) else { break };
            left = fewer;
            share.units = share.units.checked_add(1).ok_or_else(beyond)?;
        }
        shares.iter().map(|share| share.signed_as(self).ok_or_else(beyond)).collect()
    }
}

/// One part in the making, without its sign.
struct Share {
    units: u128,
    has_fraction: bool,
    weight: u64,
}

impl Share {
    /// The product fits: both factors have 64 bits.
    fn of(whole: u128, weight: u64, total: u128) -> Option<Self> {
        let product = whole.checked_mul(u128::from(weight))?;
        let has_fraction = product.checked_rem(total)? != 0;
        Some(Self { units: product.checked_div(total)?, has_fraction, weight })
    }

    fn signed_as(&self, whole: Money) -> Option<Money> {
        let units = i128::try_from(self.units).ok()?;
        let signed = if whole.is_negative() { units.checked_neg()? } else { units };
        Some(Money::new(i64::try_from(signed).ok()?, whole.currency()))
    }
}

/// The parts in the order in which they are asked to take an odd unit.
fn in_order(shares: &mut [Share], remainder: Remainder) -> Vec<&mut Share> {
    let mut order: Vec<&mut Share> = shares.iter_mut().collect();
    match remainder {
        Remainder::First => {}
        Remainder::Last => order.reverse(),
        // The sort is stable, so equal weights keep their order.
        Remainder::Largest => order.sort_by_key(|share| Reverse(share.weight)),
    }
    order
}

fn bounded(parts: usize) -> Result<(), MoneyError> {
    if parts > MOST_PARTS {
        return Err(MoneyError::InvalidSplit { parts, fault: SplitFault::TooManyParts });
    }
    Ok(())
}
