//! Exact numbers from texts.

use rust_decimal::Decimal;

/// No amount and no rate has more digits.
pub const MOST_DIGITS: usize = 28;

/// The number that a text writes out, digit by digit; none where it writes anything else, or more digits than
/// are kept.
///
/// ```
/// use paywright_tables::decimal_of_text;
///
/// assert_eq!(decimal_of_text("18.50").map(|number| number.to_string()), Some("18.50".to_owned()));
/// assert_eq!(["1e3", "+1", "1_000", " 1"].map(decimal_of_text), [None; 4]);
/// ```
#[must_use]
pub fn decimal_of_text(text: &str) -> Option<Decimal> {
    let plain = text.len() <= MOST_DIGITS + 2 && text.bytes().all(|one| b"0123456789.-".contains(&one));
    plain.then(|| Decimal::from_str_exact(text).ok()).flatten()
}
