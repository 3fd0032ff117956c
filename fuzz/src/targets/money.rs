//! Amounts, currencies and rates as people write them.

use crate::text;
use paywright::{Currency, Money, MoneyError, Rate, Rounding};

/// Sign, 19 digits, point, space, and `CODE/exponent` of an asset.
const LONGEST: usize = 36;

/// What is read is written in one way only, which is read as the same; what is not is refused in a sentence.
pub fn check(bytes: &[u8]) -> bool {
    let text = text::of(bytes);
    let amount = read(text.parse::<Money>(), |amount| {
        let written = amount.to_string();
        assert_eq!(written.parse::<Money>(), Ok(*amount));
        assert_eq!(Money::from_decimal(amount.to_decimal(), amount.currency()), Ok(*amount));
        written
    });
    let currency = read(text.parse::<Currency>(), |currency| {
        assert_eq!(currency.to_string(), text, "a currency has one spelling");
        currency.to_string()
    });
    let rate = read(text.parse::<Rate>(), |rate| {
        assert_eq!(rate.to_string().parse::<Rate>(), Ok(*rate));
        assert_eq!(Rate::new(rate.to_decimal()), Ok(*rate));
        rate.to_string()
    });
    let part = text.split_once(';').and_then(|(amount, rate)| calculate(amount, rate));
    amount.is_some() || currency.is_some() || rate.is_some() || part.is_some()
}

fn read<T>(read: Result<T, MoneyError>, written: impl FnOnce(&T) -> String) -> Option<T> {
    match read {
        Ok(value) => {
            let written = written(&value);
            assert!(written.len() <= LONGEST, "{written}");
            Some(value)
        }
        Err(error) => {
            assert!(!error.code().is_empty());
            text::assert_sentence(&error);
            None
        }
    }
}

/// A part of any amount at any rate is counted, or refused as too much.
fn calculate(amount: &str, rate: &str) -> Option<()> {
    let (amount, rate) = (amount.parse::<Money>().ok()?, rate.parse::<Rate>().ok()?);
    for rounding in [Rounding::HalfUp, Rounding::HalfEven, Rounding::Down, Rounding::Up] {
        match rate.of(amount, rounding) {
            Ok(part) => assert_eq!(part.currency(), amount.currency()),
            Err(error) => assert_eq!(error.code(), "amount_overflow"),
        }
        if let Err(error) = rate.convert(amount, Currency::CLF, rounding) {
            assert!(["amount_overflow", "invalid_rate"].contains(&error.code()), "{error}");
        }
    }
    Some(())
}

pub fn corpus() -> Vec<Vec<u8>> {
    text::corpus([
        "18.50 EUR",
        "-0.01 GBP",
        "92233720368547758.07 EUR",
        "-9223372036854775808 JPY",
        "1.234 KWD",
        "0.000001 USDC/6",
        "EUR",
        "POINTS/0",
        "0.029",
        "-162.37",
        "0.000000000000000001",
        "999999999999999999",
        "18.50 EUR;0.029",
        "92233720368547758.07 EUR;999999999999999999",
    ])
}
