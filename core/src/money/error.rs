//! What can go wrong with money, in words for the person who has to mend it.

use std::fmt;

use super::Currency;

/// Text of strangers is quoted in an error up to this many characters.
const MOST_QUOTED: usize = 40;

/// Why an amount, a currency, a rate or a split was refused.
///
/// [`code`](Self::code) names the reason for programs and never changes; the displayed sentence is for people
/// and may. Quoted input is cut to 40 characters.
///
/// ```
/// use paywright::{Money, MoneyError};
///
/// let error = "18.505 EUR".parse::<Money>().unwrap_err();
/// assert_eq!(error.code(), "too_many_decimals");
/// assert_eq!(
///     error.to_string(),
///     "The amount \"18.505\" was given, but EUR has exactly 2 decimals and nothing is rounded."
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MoneyError {
    /// The exact result does not fit into a signed 64-bit number of minor units.
    #[error("{asked} was asked for, but the result is beyond a signed 64-bit number of minor units.")]
    Overflow {
        /// The calculation with its values, such as `0.01 EUR + 92233720368547758.07 EUR`.
        asked: String,
    },
    /// Two amounts of different currencies were to be added, subtracted or compared.
    #[error("An amount in {left} was to be combined with one in {right}, but only equal currencies can be.")]
    CurrencyMismatch {
        /// The currency of the amount that was asked.
        left: Currency,
        /// The currency of the amount that was handed to it.
        right: Currency,
    },
    /// The text is not a current ISO 4217 code in capitals, and not `CODE/exponent` either.
    #[error(
        "The currency {text:?} was asked for, but it is no current ISO 4217 code; an asset of your own \
         is written CODE/exponent, such as USDC/6."
    )]
    UnknownCurrency {
        /// What stood in the place of a currency.
        text: String,
    },
    /// An ISO 4217 code for which the standard defines no minor unit, such as `XAU` or `XXX`.
    #[error(
        "The currency {text:?} was asked for, but ISO 4217 gives it no minor unit, so no amount \
         of it can be posted."
    )]
    NoMinorUnit {
        /// The code.
        text: String,
    },
    /// An asset of the host that is ill-formed, or takes a code of ISO 4217.
    #[error(
        "The asset {text:?} was asked for, but an asset needs 2 to 8 capitals or digits beginning with a \
         letter, no ISO 4217 code, and an exponent from 0 to 9."
    )]
    InvalidAsset {
        /// The asset as it was written, `CODE/exponent`.
        text: String,
    },
    /// The text is not an amount, one space and a currency.
    #[error(
        "The amount {text:?} was given, but an amount is written as digits with at most one point between \
         them, one space and a currency, such as \"18.50 EUR\"."
    )]
    MalformedAmount {
        /// What was given.
        text: String,
    },
    /// The amount has more decimals than the currency, even if they are zeros.
    #[error(
        "The amount {text:?} was given, but {currency} has exactly {} decimals and nothing is rounded.",
        currency.exponent()
    )]
    TooManyDecimals {
        /// The amount without its currency.
        text: String,
        /// The currency whose exponent was exceeded.
        currency: Currency,
    },
    /// A rate that is not a decimal of at most 18 digits, or one at which nothing can be converted.
    #[error(
        "The rate {text:?} was given, but a rate is a decimal of at most 18 significant digits and 18 \
         decimals, and above zero for a conversion between currencies."
    )]
    InvalidRate {
        /// What was given.
        text: String,
    },
    /// An amount cannot be divided as asked.
    #[error("A split into {parts} parts was asked for, but {fault}.")]
    InvalidSplit {
        /// How many parts were asked for.
        parts: usize,
        /// What stood in the way.
        fault: SplitFault,
    },
    /// A share of nothing was asked for.
    #[error("The number {numerator} was to be divided by zero, but no share of nothing exists.")]
    DivisionByZero {
        /// What was to be divided.
        numerator: i128,
    },
}

impl MoneyError {
    /// The stable name of the reason, in snake_case. A name is never changed and never reused.
    ///
    /// ```
    /// use paywright::Currency;
    ///
    /// assert_eq!(Currency::from_code("eur").unwrap_err().code(), "unknown_currency");
    /// ```
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Overflow { .. } => "amount_overflow",
            Self::CurrencyMismatch { .. } => "currency_mismatch",
            Self::UnknownCurrency { .. } => "unknown_currency",
            Self::NoMinorUnit { .. } => "currency_without_minor_unit",
            Self::InvalidAsset { .. } => "invalid_asset",
            Self::MalformedAmount { .. } => "malformed_amount",
            Self::TooManyDecimals { .. } => "too_many_decimals",
            Self::InvalidRate { .. } => "invalid_rate",
            Self::InvalidSplit { .. } => "invalid_split",
            Self::DivisionByZero { .. } => "division_by_zero",
        }
    }

    pub(super) fn overflow(asked: impl fmt::Display) -> Self {
        Self::Overflow { asked: asked.to_string() }
    }

    pub(super) fn unknown_currency(text: &str) -> Self {
        Self::UnknownCurrency { text: quoted(text) }
    }

    pub(super) fn no_minor_unit(text: &str) -> Self {
        Self::NoMinorUnit { text: quoted(text) }
    }

    pub(super) fn invalid_asset(text: &str) -> Self {
        Self::InvalidAsset { text: quoted(text) }
    }

    pub(super) fn malformed_amount(text: &str) -> Self {
        Self::MalformedAmount { text: quoted(text) }
    }

    pub(super) fn too_many_decimals(text: &str, currency: Currency) -> Self {
        Self::TooManyDecimals { text: quoted(text), currency }
    }

    pub(super) fn invalid_rate(text: &str) -> Self {
        Self::InvalidRate { text: quoted(text) }
    }
}

/// Why an amount could not be divided; part of [`MoneyError::InvalidSplit`].
///
/// ```
/// use paywright::{Currency, Money, MoneyError, Remainder, SplitFault};
///
/// let refused = Money::new(100, Currency::EUR).split_by_weights(&[0, 0], Remainder::First);
/// assert_eq!(refused, Err(MoneyError::InvalidSplit { parts: 2, fault: SplitFault::NoWeight }));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SplitFault {
    /// More than 10,000 parts.
    #[error("10000 parts are the most")]
    TooManyParts,
    /// The weights sum to zero, or there are none.
    #[error("their weights sum to zero")]
    NoWeight,
}

/// The beginning of a stranger's text: an error must not carry megabytes of it into a log.
fn quoted(text: &str) -> String {
    text.chars().take(MOST_QUOTED).collect()
}
