//! Which money an amount is counted in, and how finely.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use minicbor::decode::Error as DecodeError;
use minicbor::encode::{Error as EncodeError, Write};
use minicbor::{Decode, Decoder, Encode, Encoder};

use super::MoneyError;
use super::iso4217::{Listed, WITHOUT_MINOR_UNIT, listed};

const SHORTEST_ASSET: usize = 2;
const LONGEST_ASSET: usize = 8;
const FINEST_ASSET: u8 = 9;

/// A currency of ISO 4217, or an asset of the host such as loyalty points or a stablecoin.
///
/// Its *exponent* is the number of decimals between the unit people speak of and the minor unit that is
/// counted: 2 for EUR, 0 for JPY, 3 for KWD. An ISO currency is written as its code, `EUR`; an asset always
/// with its exponent, `USDC/6`. An asset cannot bear the code of an ISO currency, and assets with different
/// exponents are different currencies. The value is self-contained: no registry has to be set up before it
/// can be read.
///
/// Every ISO currency that can be posted is a constant, [`Currency::EUR`] for instance. Codes for which the
/// standard defines no minor unit (gold `XAU`, special drawing rights `XDR`, `XTS`, `XXX` and their like) are
/// refused, both as a currency and as an asset: nobody could say what one unit of such an amount is. A host
/// that trades gold registers an asset of its own, say `GOLD/6`.
///
/// Currencies order by code, then exponent, which is of use for sorted listings only. In CBOR a currency is
/// its text.
///
/// ```
/// use paywright::Currency;
///
/// assert_eq!("EUR".parse::<Currency>()?, Currency::EUR);
/// assert_eq!(Currency::JPY.exponent(), 0);
/// assert_eq!(Currency::asset("USDC", 6)?.to_string(), "USDC/6");
/// # Ok::<(), paywright::MoneyError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency {
    /// Padded with zeros at the end.
    code: [u8; LONGEST_ASSET],
    exponent: u8,
    origin: Origin,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Origin {
    Iso4217,
    Host,
}

impl Currency {
    /// Finds an ISO 4217 currency by its code of three capitals.
    ///
    /// Refused: `unknown_currency` for anything else, also lower case, withdrawn codes and assets;
    /// `currency_without_minor_unit` for codes such as `XAU`.
    ///
    /// ```
    /// use paywright::Currency;
    ///
    /// assert_eq!(Currency::from_code("KWD")?.exponent(), 3);
    /// assert_eq!(Currency::from_code("DEM").unwrap_err().code(), "unknown_currency");
    /// # Ok::<(), paywright::MoneyError>(())
    /// ```
    pub fn from_code(code: &str) -> Result<Self, MoneyError> {
        match listed(code) {
            Some(found) => Ok(found.currency),
            None if WITHOUT_MINOR_UNIT.contains(&code) => Err(MoneyError::no_minor_unit(code)),
            None => Err(MoneyError::unknown_currency(code)),
        }
    }

    /// An asset of the host: a code of 2 to 8 ASCII capitals or digits, the first a letter, and an exponent
    /// from 0 to 9.
    ///
    /// Refused with `invalid_asset`: any other shape, and every code of ISO 4217.
    ///
    /// ```
    /// use paywright::Currency;
    ///
    /// assert_eq!(Currency::asset("POINTS", 0)?.to_string(), "POINTS/0");
    /// assert_eq!(Currency::asset("EUR", 4).unwrap_err().code(), "invalid_asset");
    /// # Ok::<(), paywright::MoneyError>(())
    /// ```
    pub fn asset(code: &str, exponent: u8) -> Result<Self, MoneyError> {
        if listed(code).is_some() || WITHOUT_MINOR_UNIT.contains(&code) {
            return Err(MoneyError::invalid_asset(&format!("{code}/{exponent}")));
        }
        Self::host(code, exponent)
    }

    /// What was written once is read for ever: also an asset whose code ISO 4217 took since.
    pub(crate) fn stored(text: &str) -> Result<Self, MoneyError> {
        read(text, Self::host)
    }

    /// The same without a look at the ISO table, which may have grown since the asset was first used.
    fn host(code: &str, exponent: u8) -> Result<Self, MoneyError> {
        let is_long_enough = (SHORTEST_ASSET..=LONGEST_ASSET).contains(&code.len());
        let is_well_formed = code.starts_with(|first: char| first.is_ascii_uppercase())
            && code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        if !is_long_enough || !is_well_formed || exponent > FINEST_ASSET {
            return Err(MoneyError::invalid_asset(&format!("{code}/{exponent}")));
        }
        Ok(Self { code: padded(code), exponent, origin: Origin::Host })
    }

    /// A row of the ISO table. A code that is not three bytes long would become empty; a test of the table
    /// forbids it.
    pub(super) const fn iso(code: &str, exponent: u8) -> Self {
        let code = match code.as_bytes() {
            [a, b, c] => [*a, *b, *c, 0, 0, 0, 0, 0],
            _ => [0; LONGEST_ASSET],
        };
        Self { code, exponent, origin: Origin::Iso4217 }
    }

    /// The code alone, without an asset's exponent: `EUR`, `USDC`. To store a currency use its
    /// [`Display`](fmt::Display) form, which can be read back.
    ///
    /// ```
    /// use paywright::Currency;
    ///
    /// assert_eq!(Currency::asset("USDC", 6)?.code(), "USDC");
    /// # Ok::<(), paywright::MoneyError>(())
    /// ```
    #[must_use]
    pub fn code(&self) -> &str {
        let letters = self.code.split(|byte| *byte == 0).next().unwrap_or_default();
        // Never empty: both ways to make a currency admit ASCII only.
        std::str::from_utf8(letters).unwrap_or_default()
    }

    /// How its code compares with another that is padded.
    pub(super) fn cmp_code(&self, padded: &[u8; LONGEST_ASSET]) -> Ordering {
        self.code.cmp(padded)
    }

    /// As it is written: `EUR`, or an asset with its decimals, `POINTS/2`.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        match self.origin {
            Origin::Iso4217 => self.code().into(),
            Origin::Host => format!("{}/{}", self.code(), self.exponent).into(),
        }
    }

    /// The number of decimals: one unit is `10^exponent` minor units. 0 to 4 for ISO currencies, 0 to 9 for
    /// assets.
    ///
    /// ```
    /// use paywright::Currency;
    ///
    /// assert_eq!(Currency::CLF.exponent(), 4);
    /// ```
    #[must_use]
    pub const fn exponent(self) -> u8 {
        self.exponent
    }

    /// Whether it is an asset of the host; such a one is registered before it is used.
    ///
    /// ```
    /// use paywright::Currency;
    ///
    /// assert!(Currency::asset("POINTS", 0)?.is_asset());
    /// assert!(!Currency::EUR.is_asset());
    /// # Ok::<(), paywright::MoneyError>(())
    /// ```
    #[must_use]
    pub const fn is_asset(self) -> bool {
        matches!(self.origin, Origin::Host)
    }

    /// The English name in ISO 4217; none for an asset, whose name only the host knows.
    ///
    /// ```
    /// use paywright::Currency;
    ///
    /// assert_eq!(Currency::JPY.name(), Some("Yen"));
    /// ```
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        self.listed().map(|found| found.name)
    }

    /// The number in ISO 4217, written with three digits in files and card messages (`008` is 8); none for an
    /// asset.
    ///
    /// ```
    /// use paywright::Currency;
    ///
    /// assert_eq!(Currency::EUR.numeric(), Some(978));
    /// ```
    #[must_use]
    pub fn numeric(self) -> Option<u16> {
        self.listed().map(|found| found.numeric)
    }

    fn listed(self) -> Option<&'static Listed> {
        match self.origin {
            Origin::Iso4217 => listed(self.code()),
            Origin::Host => None,
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Currency {
    type Err = MoneyError;

    /// Reads `EUR` or `USDC/6`; the exponent is a single digit, so that every currency has one spelling.
    fn from_str(text: &str) -> Result<Self, MoneyError> {
        read(text, Self::asset)
    }
}

/// Reads a currency; `asset` judges the parts of `CODE/exponent`.
/// A code with zeros at the end, cut where it is too long to be one.
pub(super) fn padded(code: &str) -> [u8; LONGEST_ASSET] {
    let mut padded = [0; LONGEST_ASSET];
    for (slot, byte) in padded.iter_mut().zip(code.bytes()) {
        *slot = byte;
    }
    padded
}

fn read(text: &str, asset: fn(&str, u8) -> Result<Currency, MoneyError>) -> Result<Currency, MoneyError> {
    let Some((code, exponent)) = text.split_once('/') else {
        return Currency::from_code(text);
    };
    match exponent.as_bytes() {
        [digit @ b'0'..=b'9'] => asset(code, digit.saturating_sub(b'0')),
        _ => Err(MoneyError::invalid_asset(text)),
    }
}

impl<C> Encode<C> for Currency {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), EncodeError<W::Error>> {
        e.str(&self.text())?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Currency {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, DecodeError> {
        Self::stored(d.str()?).map_err(DecodeError::custom)
    }
}
