//! Decimal numbers as text, read strictly and written canonically.

/// No number in this crate needs more characters: a sign, a point, 18 decimals and a few digits to spare. It
/// also keeps the digits within an `i128`.
const LONGEST: usize = 32;

/// A decimal number as it was written: `mantissa / 10^scale`. `0.50` is 50 with scale 2, not 5 with scale 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Digits {
    pub(super) mantissa: i128,
    pub(super) scale: u32,
}

impl Digits {
    /// Reads an optional minus, digits, and at most one point with digits on both sides. Nothing else is
    /// accepted: no plus, no exponent, no grouping, no white space, no digits of other scripts.
    pub(super) fn read(text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, decimals) = match unsigned.split_once('.') {
            Some((_, "")) => return None,
            Some(halves) => halves,
            None => (unsigned, ""),
        };
        if whole.is_empty() {
            return None;
        }
        let mut mantissa = 0_i128;
        for digit in whole.chars().chain(decimals.chars()) {
            mantissa = mantissa.checked_mul(10)?.checked_add(i128::from(digit.to_digit(10)?))?;
        }
        let mantissa = if negative { mantissa.checked_neg()? } else { mantissa };
        Some(Self { mantissa, scale: u32::try_from(decimals.len()).ok()? })
    }

    /// Writes `mantissa / 10^scale` with exactly `scale` decimals; the inverse of [`Digits::read`].
    pub(super) fn write(mantissa: i64, scale: u8) -> String {
        let sign = if mantissa < 0 { "-" } else { "" };
        let decimals = usize::from(scale);
        let digits = format!("{:0>width$}", mantissa.unsigned_abs(), width = decimals.saturating_add(1));
        match digits.split_at_checked(digits.len().saturating_sub(decimals)) {
            Some((whole, decimals)) if !decimals.is_empty() => format!("{sign}{whole}.{decimals}"),
            _ => format!("{sign}{digits}"),
        }
    }
}

/// `10^exponent`, or nothing beyond `10^38`.
pub(super) fn power_of_ten(exponent: u32) -> Option<i128> {
    10_i128.checked_pow(exponent)
}
