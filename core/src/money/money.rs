//! An amount of money.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use minicbor::decode::Error as DecodeError;
use minicbor::encode::{Error as EncodeError, Write};
use minicbor::{Decode, Decoder, Encode, Encoder};
use rust_decimal::Decimal;

use super::digits::{Digits, power_of_ten};
use super::{Currency, MoneyError};

/// A number of minor units of one currency: 1850 EUR cents, 1850 whole yen, 1850 Kuwaiti fils.
///
/// The number is a signed 64-bit integer; it may be zero, negative, and as low as `i64::MIN`. Amounts of
/// different currencies are never equal and have no order; [`compare`](Self::compare) refuses them.
///
/// As text an amount is `18.50 EUR`, in CBOR the array of its minor units and its currency. Both forms are
/// read strictly, and every amount is written in one way only.
///
/// ```
/// use paywright::{Currency, Money};
///
/// let price = Money::new(1850, Currency::EUR);
/// assert_eq!(price.to_string(), "18.50 EUR");
/// assert_eq!("18.5 EUR".parse::<Money>()?, price);
/// # Ok::<(), paywright::MoneyError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

impl Money {
    /// An amount from its minor units.
    ///
    /// ```
    /// use paywright::{Currency, Money};
    ///
    /// assert_eq!(Money::new(1850, Currency::JPY).to_string(), "1850 JPY");
    /// assert_eq!(Money::new(1850, Currency::KWD).to_string(), "1.850 KWD");
    /// ```
    #[must_use]
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// An amount from a decimal number of whole units, exactly. The number's value counts, not its spelling:
    /// a decimal of 18.500 is 18.50 EUR.
    ///
    /// Refused: `too_many_decimals` if the value lies between two minor units, `amount_overflow` if it is too
    /// large.
    ///
    /// ```
    /// use paywright::{Currency, Money};
    /// use rust_decimal::Decimal;
    ///
    /// let amount = Decimal::new(185, 1);
    /// assert_eq!(Money::from_decimal(amount, Currency::EUR)?, Money::new(1850, Currency::EUR));
    /// assert_eq!(Money::from_decimal(amount, Currency::JPY).unwrap_err().code(), "too_many_decimals");
    /// # Ok::<(), paywright::MoneyError>(())
    /// ```
    pub fn from_decimal(amount: Decimal, currency: Currency) -> Result<Self, MoneyError> {
        let beyond = || MoneyError::overflow(format_args!("{amount} {currency}"));
        let given = amount.scale();
        let wanted = u32::from(currency.exponent());
        let factor = power_of_ten(given.abs_diff(wanted)).ok_or_else(beyond)?;
        let minor = if given <= wanted {
            amount.mantissa().checked_mul(factor).ok_or_else(beyond)?
        } else if amount.mantissa().checked_rem(factor) == Some(0) {
            amount.mantissa().checked_div(factor).ok_or_else(beyond)?
        } else {
            return Err(MoneyError::too_many_decimals(&amount.to_string(), currency));
        };
        Ok(Self::new(i64::try_from(minor).map_err(|_| beyond())?, currency))
    }

    /// The amount in whole units, exactly, with as many decimals as the currency has.
    ///
    /// ```
    /// use paywright::{Currency, Money};
    ///
    /// assert_eq!(Money::new(1850, Currency::EUR).to_decimal().to_string(), "18.50");
    /// ```
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.minor, u32::from(self.currency.exponent()))
    }

    /// The amount in minor units: 1850 for 18.50 EUR.
    ///
    /// ```
    /// # use paywright::{Currency, Money};
    /// assert_eq!(Money::new(1850, Currency::EUR).minor(), 1850);
    /// ```
    #[must_use]
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// What the minor units are units of.
    ///
    /// ```
    /// # use paywright::{Currency, Money};
    /// assert_eq!(Money::new(1850, Currency::EUR).currency(), Currency::EUR);
    /// ```
    #[must_use]
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// Whether nothing is owed in either direction.
    ///
    /// ```
    /// # use paywright::{Currency, Money};
    /// assert!(Money::new(0, Currency::EUR).is_zero());
    /// ```
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// Whether the amount is above zero; zero itself is not.
    ///
    /// ```
    /// # use paywright::{Currency, Money};
    /// assert!(!Money::new(0, Currency::EUR).is_positive());
    /// ```
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.minor > 0
    }

    /// Whether the amount is below zero; zero itself is not.
    ///
    /// ```
    /// # use paywright::{Currency, Money};
    /// assert!(Money::new(-1, Currency::EUR).is_negative());
    /// ```
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.minor < 0
    }

    /// The sum. Refused: `currency_mismatch`, `amount_overflow`.
    ///
    /// ```
    /// use paywright::{Currency, Money};
    ///
    /// let goods = Money::new(1850, Currency::EUR);
    /// assert_eq!(goods.checked_add(Money::new(490, Currency::EUR))?.to_string(), "23.40 EUR");
    /// assert_eq!(goods.checked_add(Money::new(1, Currency::USD)).unwrap_err().code(), "currency_mismatch");
    /// # Ok::<(), paywright::MoneyError>(())
    /// ```
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        let sum = self.minor.checked_add(other.minor);
        self.holding(sum, || MoneyError::overflow(format_args!("{self} + {other}")))
    }

    /// The difference, which may be negative. Refused: `currency_mismatch`, `amount_overflow`.
    ///
    /// ```
    /// use paywright::{Currency, Money};
    ///
    /// let paid = Money::new(1850, Currency::EUR);
    /// assert_eq!(paid.checked_sub(Money::new(2000, Currency::EUR))?.to_string(), "-1.50 EUR");
    /// # Ok::<(), paywright::MoneyError>(())
    /// ```
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        let difference = self.minor.checked_sub(other.minor);
        self.holding(difference, || MoneyError::overflow(format_args!("{self} - {other}")))
    }

    /// The same amount the other way. Refused with `amount_overflow` for `i64::MIN` minor units only.
    ///
    /// ```
    /// use paywright::{Currency, Money};
    ///
    /// assert_eq!(Money::new(5, Currency::EUR).checked_neg()?, Money::new(-5, Currency::EUR));
    /// assert_eq!(Money::new(i64::MIN, Currency::EUR).checked_neg().unwrap_err().code(), "amount_overflow");
    /// # Ok::<(), paywright::MoneyError>(())
    /// ```
    pub fn checked_neg(self) -> Result<Self, MoneyError> {
        self.holding(self.minor.checked_neg(), || MoneyError::overflow(format_args!("-({self})")))
    }

    /// Which of two amounts of one currency is larger. Refused: `currency_mismatch`, for zero as well.
    ///
    /// ```
    /// use paywright::{Currency, Money};
    /// use std::cmp::Ordering;
    ///
    /// let price = Money::new(1850, Currency::EUR);
    /// assert_eq!(price.compare(Money::new(2000, Currency::EUR))?, Ordering::Less);
    /// # Ok::<(), paywright::MoneyError>(())
    /// ```
    pub fn compare(self, other: Self) -> Result<Ordering, MoneyError> {
        self.same_currency(other)?;
        Ok(self.minor.cmp(&other.minor))
    }

    fn same_currency(self, other: Self) -> Result<(), MoneyError> {
        if self.currency == other.currency {
            return Ok(());
        }
        Err(MoneyError::CurrencyMismatch { left: self.currency, right: other.currency })
    }

    fn holding(self, minor: Option<i64>, beyond: impl FnOnce() -> MoneyError) -> Result<Self, MoneyError> {
        minor.map(|minor| Self::new(minor, self.currency)).ok_or_else(beyond)
    }
}

impl fmt::Display for Money {
    /// `18.50 EUR`, `-0.05 EUR`, `1850 JPY`: always with all decimals of the currency.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{} {}", Digits::write(self.minor, self.currency.exponent()), self.currency))
    }
}

impl FromStr for Money {
    type Err = MoneyError;

    /// Reads digits with an optional leading minus and at most one point between them, one space, and a
    /// currency.
    ///
    /// Fewer decimals than the currency has are filled up, more are refused even if they are zeros: whoever
    /// writes `18.500 EUR` may mean thousands. Leading zeros are read, `-0` is zero.
    ///
    /// Refused, in this order: `malformed_amount`, what [`Currency`] refuses, `too_many_decimals`,
    /// `amount_overflow`.
    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let malformed = || MoneyError::malformed_amount(text);
        let (amount, currency) = text.split_once(' ').ok_or_else(malformed)?;
        if currency.contains(' ') {
            return Err(malformed());
        }
        let digits = Digits::read(amount).ok_or_else(malformed)?;
        let currency: Currency = currency.parse()?;

        let missing = u32::from(currency.exponent())
            .checked_sub(digits.scale)
            .ok_or_else(|| MoneyError::too_many_decimals(amount, currency))?;
        let minor = power_of_ten(missing)
            .and_then(|factor| digits.mantissa.checked_mul(factor))
            .and_then(|minor| i64::try_from(minor).ok())
            .ok_or_else(|| MoneyError::overflow(text))?;
        Ok(Self::new(minor, currency))
    }
}

impl<C> Encode<C> for Money {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, ctx: &mut C) -> Result<(), EncodeError<W::Error>> {
        e.array(2)?.i64(self.minor)?;
        self.currency.encode(e, ctx)
    }
}

impl<'b, C> Decode<'b, C> for Money {
    fn decode(d: &mut Decoder<'b>, ctx: &mut C) -> Result<Self, DecodeError> {
        if d.array()? != Some(2) {
            return Err(DecodeError::message("an amount is an array of its minor units and its currency"));
        }
        Ok(Self::new(d.i64()?, Currency::decode(d, ctx)?))
    }
}
