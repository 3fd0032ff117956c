//! How a number between two minor units becomes one of them.

use std::cmp::Ordering;

use super::MoneyError;
use crate::storage::words;

words! {
    /// Which of the two neighbouring minor units an inexact result becomes. A result that is exact is never
    /// changed.
    ///
    /// All modes treat a negative amount as the mirror of the positive one, so that a refund gives back what
    /// a charge took.
    ///
    /// ```
    /// use paywright::{Currency, Money, Rate, Rounding};
    ///
    /// let half: Rate = "0.5".parse()?;
    /// let five = Money::new(5, Currency::EUR);
    ///
    /// assert_eq!(half.of(five, Rounding::HalfUp)?.minor(), 3);
    /// assert_eq!(half.of(five, Rounding::HalfEven)?.minor(), 2);
    /// assert_eq!(half.of(five, Rounding::Down)?.minor(), 2);
    /// assert_eq!(half.of(five, Rounding::Up)?.minor(), 3);
    /// # Ok::<(), paywright::MoneyError>(())
    /// ```
    pub enum Rounding {
        /// To the nearer one; exactly between the two, away from zero. What most contracts mean by "rounded".
        0 HalfUp = "half_up",
        /// To the nearer one; exactly between the two, to the even one, so that many roundings do not drift
        /// one way.
        1 HalfEven = "half_even",
        /// Toward zero: the excess is dropped.
        2 Down = "down",
        /// Away from zero: every begun minor unit counts.
        3 Up = "up",
    }
}

/// Divides exactly and rounds once.
///
/// Refused are a denominator of zero and the one quotient that does not fit, `i128::MIN / -1`.
pub(crate) fn round_div(numerator: i128, denominator: i128, rounding: Rounding) -> Result<i128, MoneyError> {
    if denominator == 0 {
        return Err(MoneyError::DivisionByZero { numerator });
    }
    let beyond = || MoneyError::overflow(format_args!("{numerator} / {denominator}"));
    let toward_zero = numerator.checked_div(denominator).ok_or_else(beyond)?;
    let excess = numerator.checked_rem(denominator).ok_or_else(beyond)?.unsigned_abs();
    if excess == 0 {
        return Ok(toward_zero);
    }
    let is_odd = toward_zero & 1 == 1;
    // Compared with what is missing instead of doubled: doubling could overflow.
    let to_half = excess.cmp(&denominator.unsigned_abs().abs_diff(excess));
    let away = match (rounding, to_half) {
        (Rounding::Down, _) | (Rounding::HalfUp | Rounding::HalfEven, Ordering::Less) => false,
        (Rounding::HalfEven, Ordering::Equal) => is_odd,
        (Rounding::Up, _) | (Rounding::HalfUp, Ordering::Equal) | (_, Ordering::Greater) => true,
    };
    let step = match (away, (numerator < 0) == (denominator < 0)) {
        (false, _) => 0,
        (true, true) => 1,
        (true, false) => -1,
    };
    toward_zero.checked_add(step).ok_or_else(beyond)
}
