//! Amounts, currencies, rates and how an amount is divided.
//!
//! An amount is a whole number of *minor units* (cents, fils, or whole yen) together with its currency. Four
//! rules hold everywhere in this folder:
//!
//! - **Nothing is guessed.** There is no default currency, no comparison between currencies, and text that
//!   does not fit its currency exactly is refused.
//! - **Nothing is lost.** Every calculation is exact until one named [`Rounding`] is applied, once; the parts
//!   of a split always sum to the whole.
//! - **Nothing wraps.** All arithmetic is checked and answers with a [`MoneyError`].
//! - **Nothing floats.** There is no binary fraction here, neither inside nor at the edges.
//!
//! ```
//! use paywright::{Currency, Money, Rate, Rounding};
//!
//! let price: Money = "18.50 EUR".parse()?;
//! let fee = "0.029".parse::<Rate>()?.of(price, Rounding::HalfUp)?;
//! let fee = fee.checked_add(Money::new(30, Currency::EUR))?;
//!
//! assert_eq!(fee.to_string(), "0.84 EUR");
//! # Ok::<(), paywright::MoneyError>(())
//! ```

#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::as_conversions)]

mod currency;
mod digits;
mod error;
mod iso4217;
#[expect(clippy::module_inception, reason = "the folder and its main type share the one right name")]
mod money;
#[cfg(test)]
mod properties;
mod rate;
mod rounding;
mod split;
#[cfg(test)]
mod tests;

pub use currency::Currency;
pub use error::{MoneyError, SplitFault};
pub use money::Money;
pub use rate::Rate;
pub use rounding::Rounding;
pub(crate) use rounding::round_div;
pub use split::Remainder;
