//! Stories of money: one amount, one rule, one answer.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::indexing_slicing,
    reason = "a test that wraps or reads past an end fails, which is what it is for"
)]

use std::cmp::Ordering;
use std::collections::HashSet;
use std::num::NonZeroU32;

use rust_decimal::Decimal;

use super::iso4217::{WITHOUT_MINOR_UNIT, listed};
use super::*;

pub(super) const ROUNDINGS: [Rounding; 4] =
    [Rounding::HalfUp, Rounding::HalfEven, Rounding::Down, Rounding::Up];
pub(super) const REMAINDERS: [Remainder; 3] = [Remainder::First, Remainder::Last, Remainder::Largest];

pub(super) fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

fn asset(text: &str) -> Currency {
    text.parse().unwrap()
}

fn rate(text: &str) -> Rate {
    text.parse().unwrap()
}

pub(super) fn minors(parts: Result<Vec<Money>, MoneyError>) -> Vec<i64> {
    parts.unwrap().into_iter().map(Money::minor).collect()
}

fn code_of<T: std::fmt::Debug>(result: Result<T, MoneyError>) -> &'static str {
    result.unwrap_err().code()
}

// --- The ISO table ---

#[test]
fn the_table_is_sorted_and_every_code_and_number_is_unique() {
    let rows: Vec<Currency> = Currency::all_iso().collect();
    assert!(rows.is_sorted_by(|left, right| left.code() < right.code()));
    assert!(WITHOUT_MINOR_UNIT.is_sorted());
    let numbers: HashSet<Option<u16>> = rows.iter().map(|row| row.numeric()).collect();
    assert_eq!(numbers.len(), rows.len());
    assert!(!numbers.contains(&None));
    assert!(WITHOUT_MINOR_UNIT.iter().all(|code| listed(code).is_none()));
}

#[test]
fn the_table_has_the_178_codes_of_the_list_of_2026() {
    assert_eq!(Currency::all_iso().len(), 165);
    assert_eq!(WITHOUT_MINOR_UNIT.len(), 13);
}

#[test]
fn every_row_is_three_capitals_with_a_name_and_at_most_four_decimals() {
    for row in Currency::all_iso() {
        assert_eq!(row.code().len(), 3, "{row}");
        assert!(row.code().bytes().all(|byte| byte.is_ascii_uppercase()), "{row}");
        assert!(row.exponent() <= 4 && row.exponent() != 1, "{row}");
        assert!(row.numeric().unwrap() < 1000, "{row}");
        assert!(!row.name().unwrap().is_empty(), "{row}");
        assert_eq!(Currency::from_code(row.code()), Ok(row));
    }
}

#[test]
fn every_exponent_other_than_two_is_the_one_of_the_standard() {
    let with = |exponent| {
        let rows = Currency::all_iso().filter(move |row| row.exponent() == exponent);
        rows.map(|row| row.to_string()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(with(0), "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF");
    assert_eq!(with(3), "BHD IQD JOD KWD LYD OMR TND");
    assert_eq!(with(4), "CLF UYW");
    assert_eq!((Currency::HUF.exponent(), Currency::MRU.exponent(), Currency::IDR.exponent()), (2, 2, 2));
}

#[test]
fn recent_codes_are_present_and_withdrawn_ones_are_not() {
    for (code, number) in [("ZWG", 924), ("XCG", 532), ("SLE", 925), ("XAD", 396), ("VED", 926)] {
        assert_eq!(Currency::from_code(code).unwrap().numeric(), Some(number));
    }
    for code in ["ANG", "BGN", "CUC", "HRK", "SLL", "ZWL", "DEM"] {
        assert_eq!(code_of(Currency::from_code(code)), "unknown_currency");
    }
}

// --- Currencies and assets ---

#[test]
fn a_code_without_a_minor_unit_is_neither_a_currency_nor_an_asset() {
    for code in WITHOUT_MINOR_UNIT {
        assert_eq!(code_of(Currency::from_code(code)), "currency_without_minor_unit");
        assert_eq!(code_of(Currency::asset(code, 6)), "invalid_asset");
    }
}

#[test]
fn a_currency_is_found_only_as_it_is_written_in_the_standard() {
    for text in ["", "eur", "Eur", "EU", "EURO", " EUR", "EUR ", "EUR\n", "€", "ЕUR", "978", "USDC"] {
        assert_eq!(code_of(text.parse::<Currency>()), "unknown_currency", "{text:?}");
    }
}

#[test]
fn an_asset_is_written_with_its_exponent_and_read_back() {
    for text in ["POINTS/0", "USDC/6", "BTC/8", "T2/9", "ABCDEFG8/1"] {
        let currency = asset(text);
        assert_eq!(currency.to_string(), text);
        assert_eq!((currency.name(), currency.numeric()), (None, None));
    }
    assert_ne!(asset("USDC/6"), asset("USDC/2"));
}

#[test]
fn an_ill_formed_asset_is_refused() {
    let shapes = [
        "A/0",
        "ABCDEFGHI/0",
        "2T/0",
        "usdc/6",
        "US C/6",
        "US-C/6",
        "ÜSD/6",
        "/6",
        "EUR/2",
        "JPY/0",
        "XAU/4",
    ];
    let exponents = ["USDC/", "USDC/10", "USDC/06", "USDC/x", "USDC/-1", "USDC/6/6", "USDC/ 6"];
    for text in shapes.into_iter().chain(exponents) {
        assert_eq!(code_of(text.parse::<Currency>()), "invalid_asset", "{text:?}");
    }
    assert_eq!(code_of(Currency::asset("USDC", 10)), "invalid_asset");
}

#[test]
fn a_currency_stays_small_enough_to_copy() {
    assert!(size_of::<Currency>() <= 16);
    assert!(size_of::<Money>() <= 24);
}

// --- Amounts as text ---

#[test]
fn an_amount_is_written_with_all_its_decimals() {
    let usdc = asset("USDC/6");
    let written = [
        (eur(0), "0.00 EUR"),
        (eur(5), "0.05 EUR"),
        (eur(-5), "-0.05 EUR"),
        (eur(1850), "18.50 EUR"),
        (Money::new(-7, Currency::JPY), "-7 JPY"),
        (Money::new(1, Currency::CLF), "0.0001 CLF"),
        (Money::new(1_500_000, usdc), "1.500000 USDC/6"),
        (eur(i64::MAX), "92233720368547758.07 EUR"),
        (eur(i64::MIN), "-92233720368547758.08 EUR"),
    ];
    for (amount, text) in written {
        assert_eq!(amount.to_string(), text);
        assert_eq!(text.parse::<Money>(), Ok(amount));
    }
    assert_eq!(format!("{:>12}|{:<10}|", eur(1850), eur(5)), "   18.50 EUR|0.05 EUR  |");
}

#[test]
fn other_spellings_of_the_same_amount_are_read() {
    for text in ["18.5 EUR", "18.50 EUR", "0018.50 EUR"] {
        assert_eq!(text.parse::<Money>(), Ok(eur(1850)), "{text:?}");
    }
    assert_eq!("-0 EUR".parse::<Money>(), Ok(eur(0)));
    assert_eq!("18 EUR".parse::<Money>(), Ok(eur(1800)));
}

#[test]
fn text_that_is_not_exactly_an_amount_is_refused() {
    let refused = [
        "",
        " ",
        "EUR",
        "18.50",
        "18.50EUR",
        " 18.50 EUR",
        "18.50  EUR",
        "18.50 EUR ",
        "18.50\tEUR",
        "18,50 EUR",
        "1,000.00 EUR",
        "1_000 EUR",
        "+1 EUR",
        "--1 EUR",
        "- 1 EUR",
        "-",
        "- EUR",
        ". EUR",
        ".5 EUR",
        "5. EUR",
        "1.2.3 EUR",
        "1e3 EUR",
        "0x10 EUR",
        "NaN EUR",
        "inf EUR",
        "١٢ EUR",
        "１ EUR",
        "-.5 EUR",
        "1.-5 EUR",
    ];
    for text in refused {
        assert_eq!(code_of(text.parse::<Money>()), "malformed_amount", "{text:?}");
    }
}

#[test]
fn more_decimals_than_the_currency_has_are_refused_even_if_they_are_zeros() {
    for text in ["18.505 EUR", "18.500 EUR", "18.0 JPY", "1.0000000 USDC/6"] {
        assert_eq!(code_of(text.parse::<Money>()), "too_many_decimals", "{text:?}");
    }
}

#[test]
fn an_amount_of_an_unknown_currency_is_refused() {
    assert_eq!(code_of("18.50 XYZ".parse::<Money>()), "unknown_currency");
    assert_eq!(code_of("18.50 XAU".parse::<Money>()), "currency_without_minor_unit");
    assert_eq!(code_of("18.50 USDC/x".parse::<Money>()), "invalid_asset");
}

#[test]
fn an_amount_beyond_64_bits_is_refused_and_a_very_long_one_is_not_even_read() {
    for text in ["92233720368547758.08 EUR", "-92233720368547758.09 EUR", "9223372036854775808 JPY"] {
        assert_eq!(code_of(text.parse::<Money>()), "amount_overflow", "{text:?}");
    }
    let endless = format!("{} EUR", "9".repeat(1_000_000));
    let error = endless.parse::<Money>().unwrap_err();
    assert_eq!(error, MoneyError::MalformedAmount { text: "9".repeat(40) });
}

#[test]
fn an_error_is_one_sentence_with_the_values_in_it() {
    let said = [
        (eur(i64::MAX).checked_add(eur(1)).unwrap_err(), "92233720368547758.07 EUR + 0.01 EUR was asked for"),
        (
            eur(1).checked_sub(Money::new(1, Currency::USD)).unwrap_err(),
            "An amount in EUR was to be combined with one in USD",
        ),
        ("1 EUR\n".parse::<Money>().unwrap_err(), r#"The currency "EUR\n" was asked for"#),
        ("18.0 JPY".parse::<Money>().unwrap_err(), "JPY has exactly 0 decimals"),
        ("2,9".parse::<Rate>().unwrap_err(), r#"The rate "2,9" was given"#),
        (
            eur(1).split_by_weights(&[], Remainder::First).unwrap_err(),
            "A split into 0 parts was asked for, but their weights",
        ),
    ];
    for (error, words) in said {
        let sentence = error.to_string();
        assert!(sentence.contains(words), "{sentence}");
        assert!(sentence.ends_with('.') && !sentence.contains("  "), "{sentence}");
    }
}

// --- Arithmetic ---

#[test]
fn amounts_of_different_currencies_are_never_combined() {
    let (left, right) = (eur(0), Money::new(0, Currency::USD));
    let mismatch = MoneyError::CurrencyMismatch { left: Currency::EUR, right: Currency::USD };
    assert_eq!(left.checked_add(right), Err(mismatch.clone()));
    assert_eq!(left.checked_sub(right), Err(mismatch.clone()));
    assert_eq!(left.compare(right), Err(mismatch));
    assert_ne!(left, right);
}

#[test]
fn arithmetic_at_the_edge_of_64_bits_is_refused_and_does_not_wrap() {
    assert_eq!(code_of(eur(i64::MAX).checked_add(eur(1))), "amount_overflow");
    assert_eq!(code_of(eur(i64::MIN).checked_sub(eur(1))), "amount_overflow");
    assert_eq!(code_of(eur(0).checked_sub(eur(i64::MIN))), "amount_overflow");
    assert_eq!(code_of(eur(i64::MIN).checked_neg()), "amount_overflow");
    assert_eq!(eur(i64::MIN).checked_add(eur(i64::MAX)), Ok(eur(-1)));
    assert_eq!(eur(i64::MIN).compare(eur(i64::MAX)), Ok(Ordering::Less));
}

#[test]
fn a_decimal_becomes_an_amount_exactly_or_not_at_all() {
    assert_eq!(Money::from_decimal(Decimal::new(18_500, 3), Currency::EUR), Ok(eur(1850)));
    assert_eq!(Money::from_decimal(Decimal::new(-18, 0), Currency::EUR), Ok(eur(-1800)));
    assert_eq!(code_of(Money::from_decimal(Decimal::new(18_505, 3), Currency::EUR)), "too_many_decimals");
    assert_eq!(code_of(Money::from_decimal(Decimal::MAX, asset("USDC/9"))), "amount_overflow");
    assert_eq!(code_of(Money::from_decimal(Decimal::MIN, Currency::JPY)), "amount_overflow");
    assert_eq!(Money::from_decimal(Decimal::new(0, 28), Currency::JPY), Ok(Money::new(0, Currency::JPY)));
}

// --- Rates and rounding ---

#[test]
fn each_rounding_settles_halves_and_other_fractions_in_its_own_way() {
    // numerator over 10: HalfUp, HalfEven, Down, Up
    let table = [
        (20, [2, 2, 2, 2]),
        (21, [2, 2, 2, 3]),
        (25, [3, 2, 2, 3]),
        (35, [4, 4, 3, 4]),
        (29, [3, 3, 2, 3]),
        (5, [1, 0, 0, 1]),
        (1, [0, 0, 0, 1]),
    ];
    for (numerator, wanted) in table {
        for (rounding, wanted) in ROUNDINGS.into_iter().zip(wanted) {
            assert_eq!(round_div(numerator, 10, rounding), Ok(wanted), "{numerator} {rounding:?}");
            assert_eq!(round_div(-numerator, 10, rounding), Ok(-wanted), "-{numerator} {rounding:?}");
            assert_eq!(round_div(numerator, -10, rounding), Ok(-wanted), "{numerator} / -10 {rounding:?}");
        }
    }
}

#[test]
fn a_division_at_the_edges_is_exact_or_refused() {
    assert_eq!(code_of(round_div(1, 0, Rounding::Up)), "division_by_zero");
    assert_eq!(code_of(round_div(i128::MIN, -1, Rounding::Up)), "amount_overflow");
    assert_eq!(round_div(i128::MIN, 1, Rounding::Up), Ok(i128::MIN));
    assert_eq!(round_div(i128::MAX, i128::MIN, Rounding::HalfUp), Ok(-1));
    assert_eq!(round_div(i128::MAX, i128::MAX - 1, Rounding::Up), Ok(2));
}

#[test]
fn a_rate_is_the_same_however_it_is_spelled() {
    assert_eq!(rate("0.50"), rate("0.5"));
    assert_eq!(rate("0.000"), Rate::ZERO);
    assert_eq!(rate("-0"), Rate::ZERO);
    assert_eq!(Rate::from_percent(Decimal::new(250, 2)), Ok(rate("0.025")));
    assert_eq!(Rate::new(Decimal::new(1000, 1)).unwrap().to_string(), "100");
}

#[test]
fn a_rate_of_more_than_18_digits_or_decimals_is_refused() {
    assert_eq!(rate("0.000000000000000001").to_string(), "0.000000000000000001");
    assert_eq!(rate("-999999999999999999").to_string(), "-999999999999999999");
    for text in ["0.0000000000000000001", "1000000000000000000", "1.000000000000000001", "2.9%", "1e-2", ""] {
        assert_eq!(code_of(text.parse::<Rate>()), "invalid_rate", "{text:?}");
    }
    assert_eq!(code_of(Rate::new(Decimal::MAX)), "invalid_rate");
    assert_eq!(code_of(Rate::from_percent(Decimal::new(1, 28))), "invalid_rate");
}

#[test]
fn a_fee_is_calculated_from_the_exact_product() {
    // 999999999999999999.999999999999999999: in 28 digits it would have become a whole number.
    let product = rate("0.333333333333333333").of(eur(3_000_000_000_000_000_003), Rounding::Down);
    assert_eq!(product, Ok(eur(999_999_999_999_999_999)));
    assert_eq!(rate("0.029").of(eur(1850), Rounding::Up), Ok(eur(54)));
    assert_eq!(rate("-0.01").of(eur(1850), Rounding::HalfEven), Ok(eur(-18)));
    assert_eq!(rate("1").of(eur(i64::MIN), Rounding::Up), Ok(eur(i64::MIN)));
    assert_eq!(code_of(rate("-1").of(eur(i64::MIN), Rounding::Up)), "amount_overflow");
}

#[test]
fn a_conversion_accounts_for_the_exponents_of_both_currencies() {
    let (usdc, fine) = (asset("USDC/6"), asset("FINE/9"));
    let converted = [
        ("162.37", eur(1850), Currency::JPY, Money::new(3004, Currency::JPY)),
        ("0.0061587", Money::new(3004, Currency::JPY), Currency::EUR, eur(1850)),
        ("0.3069", Money::new(100, Currency::USD), Currency::KWD, Money::new(307, Currency::KWD)),
        ("1", eur(1850), usdc, Money::new(18_500_000, usdc)),
        ("0.000000001", Money::new(1, Currency::JPY), fine, Money::new(1, fine)),
        ("1000000000", Money::new(i64::MAX, fine), Currency::JPY, Money::new(i64::MAX, Currency::JPY)),
    ];
    for (text, amount, into, wanted) in converted {
        assert_eq!(rate(text).convert(amount, into, Rounding::HalfUp), Ok(wanted), "{amount} at {text}");
    }
    assert_eq!(code_of(rate("10").convert(eur(i64::MAX), fine, Rounding::Down)), "amount_overflow");
}

#[test]
fn a_conversion_at_a_rate_that_is_not_above_zero_is_refused() {
    for text in ["0", "-1.08"] {
        assert_eq!(code_of(rate(text).convert(eur(100), Currency::USD, Rounding::HalfUp)), "invalid_rate");
    }
}

// --- Splits ---

#[test]
fn the_odd_minor_units_go_where_the_remainder_says() {
    let three = NonZeroU32::new(3).unwrap();
    assert_eq!(minors(eur(101).split_evenly(three, Remainder::First)), [34, 34, 33]);
    assert_eq!(minors(eur(101).split_evenly(three, Remainder::Last)), [33, 34, 34]);
    assert_eq!(minors(eur(101).split_evenly(three, Remainder::Largest)), [34, 34, 33]);
    assert_eq!(minors(eur(-101).split_evenly(three, Remainder::Last)), [-33, -34, -34]);
    assert_eq!(minors(eur(2).split_evenly(three, Remainder::Last)), [0, 1, 1]);
}

#[test]
fn the_largest_weights_take_the_odd_units_and_the_earlier_of_equal_ones() {
    assert_eq!(minors(eur(100).split_by_weights(&[1, 4, 1], Remainder::Largest)), [17, 67, 16]);
    assert_eq!(minors(eur(1).split_by_weights(&[2, 3, 3], Remainder::Largest)), [0, 1, 0]);
}

#[test]
fn a_part_whose_share_is_whole_takes_no_odd_unit() {
    for remainder in REMAINDERS {
        assert_eq!(minors(eur(3).split_by_weights(&[0, 1, 1, 0], remainder)).iter().sum::<i64>(), 3);
        assert_eq!(minors(eur(6).split_by_weights(&[6, 3, 3], remainder))[0], 3);
        assert_eq!(minors(eur(3).split_by_weights(&[0, 1, 1, 0], remainder))[0], 0);
        assert_eq!(minors(eur(0).split_by_weights(&[7, 9], remainder)), [0, 0]);
    }
    assert_eq!(minors(eur(3).split_by_weights(&[0, 1, 1, 0], Remainder::Last)), [0, 1, 2, 0]);
}

#[test]
fn a_split_of_the_largest_numbers_still_sums_to_the_whole() {
    let weights = [u64::MAX, u64::MAX, 1];
    for whole in [i64::MIN, i64::MAX] {
        for remainder in REMAINDERS {
            let parts = minors(eur(whole).split_by_weights(&weights, remainder));
            assert_eq!(parts.into_iter().map(i128::from).sum::<i128>(), i128::from(whole));
        }
    }
    assert_eq!(minors(eur(i64::MIN).split_by_weights(&[u64::MAX], Remainder::First)), [i64::MIN]);
}

#[test]
fn a_split_without_weight_or_into_too_many_parts_is_refused() {
    for weights in [&[][..], &[0, 0][..]] {
        let refused = eur(1).split_by_weights(weights, Remainder::First);
        assert_eq!(
            refused,
            Err(MoneyError::InvalidSplit { parts: weights.len(), fault: SplitFault::NoWeight })
        );
    }
    let too_many = MoneyError::InvalidSplit { parts: 10_001, fault: SplitFault::TooManyParts };
    assert_eq!(
        eur(1).split_evenly(NonZeroU32::new(10_001).unwrap(), Remainder::First),
        Err(too_many.clone())
    );
    assert_eq!(eur(1).split_by_weights(&vec![1; 10_001], Remainder::First), Err(too_many));
    assert_eq!(
        eur(1).split_evenly(NonZeroU32::new(10_000).unwrap(), Remainder::First).unwrap().len(),
        10_000
    );
    assert_eq!(code_of(eur(1).split_evenly(NonZeroU32::MAX, Remainder::First)), "invalid_split");
}

// --- Stored form ---

pub(super) fn decoded<T: for<'b> minicbor::Decode<'b, ()>>(bytes: &[u8]) -> Option<T> {
    minicbor::decode(bytes).ok()
}

/// What is stored is a promise: these bytes must be written and read for ever.
#[test]
fn the_stored_bytes_are_these() {
    let cbor = |value: Result<Vec<u8>, _>| -> Vec<u8> {
        let value: Result<Vec<u8>, minicbor::encode::Error<std::convert::Infallible>> = value;
        value.unwrap()
    };
    assert_eq!(cbor(minicbor::to_vec(Currency::EUR)), b"\x63EUR");
    assert_eq!(cbor(minicbor::to_vec(asset("USDC/6"))), b"\x66USDC/6");
    assert_eq!(cbor(minicbor::to_vec(eur(1850))), b"\x82\x19\x07\x3a\x63EUR");
    assert_eq!(cbor(minicbor::to_vec(rate("0.029"))), b"\x82\x18\x1d\x03");
    for (index, rounding) in (0_u8..).zip(ROUNDINGS) {
        assert_eq!(cbor(minicbor::to_vec(rounding)), [index]);
        assert_eq!(decoded::<Rounding>(&[index]), Some(rounding));
    }
}

#[test]
fn a_stored_asset_is_read_even_if_the_standard_took_its_code_since() {
    let read: Currency = decoded(b"\x65EUR/2").unwrap();
    assert_ne!(read, Currency::EUR);
    assert_eq!(read.to_string(), "EUR/2");
    assert_eq!(code_of("EUR/2".parse::<Currency>()), "invalid_asset");
}

#[test]
fn stored_bytes_that_could_not_have_been_written_are_refused() {
    for bytes in [&b"\x63eur"[..], b"\x63XAU", b"\x65EUR/x", b"\x07", b"\x63\xff\xff\xff", b"\x63EU", b""] {
        assert_eq!(decoded::<Currency>(bytes), None, "{bytes:?}");
    }
    for bytes in [
        &b"\x83\x01\x63EUR\x01"[..],
        b"\x81\x01",
        b"\x9f\x01\x63EUR\xff",
        b"\x82\x1b\xff\xff\xff\xff\xff\xff\xff\xff\x63EUR",
    ] {
        assert_eq!(decoded::<Money>(bytes), None, "{bytes:?}");
    }
    for bytes in [
        &b"\x82\x0a\x01"[..],
        b"\x82\x01\x13",
        b"\x82\x00\x01",
        b"\x82\x1b\x7f\xff\xff\xff\xff\xff\xff\xff\x00",
        b"\x81\x01",
    ] {
        assert_eq!(decoded::<Rate>(bytes), None, "{bytes:?}");
    }
    assert_eq!(decoded::<Rounding>(b"\x04"), None);
}
