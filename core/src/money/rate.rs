//! A fraction of an amount, and the price of one currency in another.

use std::fmt;
use std::str::FromStr;

use minicbor::decode::Error as DecodeError;
use minicbor::encode::{Error as EncodeError, Write};
use minicbor::{Decode, Decoder, Encode, Encoder};
use rust_decimal::Decimal;

use super::digits::{Digits, power_of_ten};
use super::{Currency, Money, MoneyError, Rounding, round_div};

const MOST_DECIMALS: u8 = 18;
/// The first mantissa of 19 digits. Times any amount, a smaller one stays well within an `i128`, so a
/// calculation overflows only if its result does.
const MANTISSA_END: i64 = 1_000_000_000_000_000_000;

/// An exact decimal factor: 0.029 for a fee of 2.9 %, 1.0843 for the dollars one pays for a euro.
///
/// It has at most 18 significant digits and at most 18 decimals, zeros at the end of the decimals not
/// counted. It may be negative, for a rebate; what a rate may be in its place, such as no more than 1, is for
/// the fee or price that holds it to say. `0.50` and `0.5` are the same rate and are stored and written as
/// `0.5`.
///
/// ```
/// use paywright::{Currency, Money, Rate, Rounding};
///
/// let fee: Rate = "0.029".parse()?;
/// assert_eq!(fee.of(Money::new(1850, Currency::EUR), Rounding::HalfUp)?.to_string(), "0.54 EUR");
/// # Ok::<(), paywright::MoneyError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rate {
    /// The value is `mantissa / 10^scale`, with the smallest scale that expresses it.
    mantissa: i64,
    scale: u8,
}

impl Rate {
    /// No part of an amount.
    ///
    /// ```
    /// # use paywright::Rate;
    /// assert_eq!(Rate::ZERO.to_string(), "0");
    /// ```
    pub const ZERO: Self = Self { mantissa: 0, scale: 0 };

    /// A rate from its factor: 0.029 is 2.9 %. Refused with `invalid_rate` beyond 18 digits or 18 decimals.
    ///
    /// ```
    /// use paywright::Rate;
    /// use rust_decimal::Decimal;
    ///
    /// assert_eq!(Rate::new(Decimal::new(29, 3))?.to_string(), "0.029");
    /// # Ok::<(), paywright::MoneyError>(())
    /// ```
    pub fn new(factor: Decimal) -> Result<Self, MoneyError> {
        Self::reduced(factor.mantissa(), factor.scale())
            .ok_or_else(|| MoneyError::invalid_rate(&factor.to_string()))
    }

    /// A rate from a percentage: 2.9 is 0.029. Refused with `invalid_rate` beyond 18 digits or 18 decimals of
    /// the factor.
    ///
    /// ```
    /// use paywright::Rate;
    /// use rust_decimal::Decimal;
    ///
    /// assert_eq!(Rate::from_percent(Decimal::new(29, 1))?.to_string(), "0.029");
    /// # Ok::<(), paywright::MoneyError>(())
    /// ```
    pub fn from_percent(percent: Decimal) -> Result<Self, MoneyError> {
        Self::reduced(percent.mantissa(), percent.scale().saturating_add(2))
            .ok_or_else(|| MoneyError::invalid_rate(&format!("{percent} %")))
    }

    /// The factor as a decimal, exactly and without zeros at its end.
    ///
    /// ```
    /// use paywright::Rate;
    /// use rust_decimal::Decimal;
    ///
    /// assert!("0.029".parse::<Rate>()?.to_decimal() < Decimal::ONE);
    /// # Ok::<(), paywright::MoneyError>(())
    /// ```
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.mantissa, u32::from(self.scale))
    }

    /// This fraction of an amount, in its currency, calculated exactly and rounded once to a minor unit. A
    /// negative rate of a positive amount is negative.
    ///
    /// Refused with `amount_overflow` if the result does not fit.
    ///
    /// ```
    /// use paywright::{Currency, Money, Rate, Rounding};
    ///
    /// let fee: Rate = "0.029".parse()?;
    /// assert_eq!(fee.of(Money::new(-1850, Currency::EUR), Rounding::Down)?.to_string(), "-0.53 EUR");
    /// # Ok::<(), paywright::MoneyError>(())
    /// ```
    pub fn of(self, amount: Money, rounding: Rounding) -> Result<Money, MoneyError> {
        self.times(amount, amount.currency(), rounding)
    }

    /// What an amount is worth in another currency, if this rate is the number of whole units of `into` for
    /// one whole unit of the amount's currency; the exponents of both are accounted for. Calculated exactly
    /// and rounded once.
    ///
    /// Refused: `invalid_rate` for a rate that is not above zero, `amount_overflow` if the result does not
    /// fit.
    ///
    /// ```
    /// use paywright::{Currency, Money, Rate, Rounding};
    ///
    /// let yen_for_a_euro: Rate = "162.37".parse()?;
    /// let price = Money::new(1850, Currency::EUR);
    /// assert_eq!(yen_for_a_euro.convert(price, Currency::JPY, Rounding::HalfUp)?.to_string(), "3004 JPY");
    /// # Ok::<(), paywright::MoneyError>(())
    /// ```
    pub fn convert(self, amount: Money, into: Currency, rounding: Rounding) -> Result<Money, MoneyError> {
        if self.mantissa <= 0 {
            return Err(MoneyError::invalid_rate(&self.to_string()));
        }
        self.times(amount, into, rounding)
    }

    /// `minor x mantissa x 10^(exponent of into) / 10^(scale + exponent of the amount)`, reduced to one power
    /// of ten.
    fn times(self, amount: Money, into: Currency, rounding: Rounding) -> Result<Money, MoneyError> {
        let beyond = || MoneyError::overflow(format_args!("{self} x {amount} in {into}"));
        let up = u32::from(into.exponent());
        let down = u32::from(self.scale).saturating_add(u32::from(amount.currency().exponent()));
        let numerator = i128::from(amount.minor())
            .checked_mul(i128::from(self.mantissa))
            .zip(power_of_ten(up.saturating_sub(down)))
            .and_then(|(product, factor)| product.checked_mul(factor))
            .ok_or_else(beyond)?;
        let denominator = power_of_ten(down.saturating_sub(up)).ok_or_else(beyond)?;
        let minor = round_div(numerator, denominator, rounding)?;
        Ok(Money::new(i64::try_from(minor).map_err(|_| beyond())?, into))
    }

    /// The rate with the smallest scale, or nothing if it is still too long.
    fn reduced(mut mantissa: i128, mut scale: u32) -> Option<Self> {
        if mantissa == 0 {
            return Some(Self::ZERO);
        }
        while scale > 0 && mantissa.checked_rem(10) == Some(0) {
            mantissa = mantissa.checked_div(10)?;
            scale = scale.checked_sub(1)?;
        }
        let mantissa =
            i64::try_from(mantissa).ok().filter(|some| some.unsigned_abs() < MANTISSA_END.unsigned_abs())?;
        let scale = u8::try_from(scale).ok().filter(|some| *some <= MOST_DECIMALS)?;
        Some(Self { mantissa, scale })
    }
}

impl fmt::Display for Rate {
    /// The factor without zeros at the end of its decimals: `0.029`, `-1`, `162.37`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&Digits::write(self.mantissa, self.scale))
    }
}

impl fmt::Debug for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Rate {
    type Err = MoneyError;

    /// Reads digits with an optional leading minus and at most one point between them; no percent sign, no
    /// exponent.
    fn from_str(text: &str) -> Result<Self, MoneyError> {
        Digits::read(text)
            .and_then(|digits| Self::reduced(digits.mantissa, digits.scale))
            .ok_or_else(|| MoneyError::invalid_rate(text))
    }
}

impl<C> Encode<C> for Rate {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), EncodeError<W::Error>> {
        e.array(2)?.i64(self.mantissa)?.u8(self.scale)?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Rate {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, DecodeError> {
        if d.array()? != Some(2) {
            return Err(DecodeError::message("a rate is an array of its mantissa and its scale"));
        }
        let (mantissa, scale) = (d.i64()?, d.u8()?);
        // Equal rates have equal bytes: a mantissa that could be shorter was not written here.
        Self::reduced(i128::from(mantissa), u32::from(scale))
            .filter(|rate| rate.mantissa == mantissa && rate.scale == scale)
            .ok_or_else(|| {
                DecodeError::message(
                    "a rate has at most 18 digits, at most 18 decimals and no zeros at its end",
                )
            })
    }
}
