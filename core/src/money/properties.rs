//! What holds for every amount, rate and split.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::indexing_slicing,
    reason = "a test that wraps or reads past an end fails, which is what it is for"
)]

use std::cmp::Ordering;

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::tests::{REMAINDERS, ROUNDINGS, decoded, eur, minors};
use super::*;

fn any_currency() -> impl Strategy<Value = Currency> {
    let iso: Vec<Currency> = Currency::all_iso().collect();
    prop_oneof![
        prop::sample::select(iso),
        ("[A-Z][A-Z0-9]{3,7}", 0_u8..=9)
            .prop_map(|(code, exponent)| Currency::asset(&code, exponent).unwrap()),
    ]
}

fn any_minor() -> impl Strategy<Value = i64> {
    prop_oneof![any::<i64>(), -2000_i64..2000, Just(i64::MIN), Just(i64::MAX)]
}

fn any_money() -> impl Strategy<Value = Money> {
    (any_minor(), any_currency()).prop_map(|(minor, currency)| Money::new(minor, currency))
}

fn any_rate() -> impl Strategy<Value = Rate> {
    (-999_999_999_999_999_999_i64..=999_999_999_999_999_999, 0_u32..=18)
        .prop_map(|(mantissa, scale)| Rate::new(Decimal::new(mantissa, scale)).unwrap())
}

fn any_weights() -> impl Strategy<Value = Vec<u64>> {
    let weight = prop_oneof![0_u64..50, any::<u64>()];
    prop::collection::vec(weight, 1..40).prop_filter("some weight", |all| all.iter().any(|one| *one > 0))
}

/// Rounds by looking at every whole number near the quotient, as a person would with a ruler.
fn rounded_slowly(numerator: i128, denominator: i128, rounding: Rounding) -> i128 {
    let distance = |whole: &i128| (numerator - whole * denominator).abs();
    let candidates = || -3000_i128..=3000;
    if let Some(exact) = candidates().find(|whole| distance(whole) == 0) {
        return exact;
    }
    let mut neighbours: Vec<i128> =
        candidates().filter(|whole| distance(whole) < denominator.abs()).collect();
    assert_eq!(neighbours.len(), 2);
    neighbours.sort_by_key(|whole| whole.abs());
    let (inner, outer) = (neighbours[0], neighbours[1]);
    match (rounding, distance(&inner).cmp(&distance(&outer))) {
        (Rounding::Down, _) => inner,
        (Rounding::Up, _) => outer,
        (_, Ordering::Less) => inner,
        (_, Ordering::Greater) | (Rounding::HalfUp, Ordering::Equal) => outer,
        (Rounding::HalfEven, Ordering::Equal) if inner % 2 == 0 => inner,
        (Rounding::HalfEven, Ordering::Equal) => outer,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_amount_survives_text_decimal_and_bytes(amount in any_money()) {
        prop_assert_eq!(amount.to_string().parse::<Money>(), Ok(amount));
        prop_assert_eq!(Money::from_decimal(amount.to_decimal(), amount.currency()), Ok(amount));
        let bytes = minicbor::to_vec(amount).unwrap();
        prop_assert_eq!(decoded::<Money>(&bytes), Some(amount));
    }

    #[test]
    fn a_rate_survives_text_decimal_and_bytes(rate in any_rate()) {
        prop_assert_eq!(rate.to_string().parse::<Rate>(), Ok(rate));
        prop_assert_eq!(Rate::new(rate.to_decimal()), Ok(rate));
        let bytes = minicbor::to_vec(rate).unwrap();
        prop_assert_eq!(decoded::<Rate>(&bytes), Some(rate));
    }

    #[test]
    fn no_text_and_no_bytes_make_a_panic(
        text in ".{0,60}", near in "-?[0-9.]{0,40} ?[A-Z/0-9]{0,9}", bytes: Vec<u8>,
    ) {
        for text in [text, near] {
            if let Ok(amount) = text.parse::<Money>() {
                prop_assert_eq!(amount.to_string().parse::<Money>(), Ok(amount));
            }
            if let Err(error) = text.parse::<Rate>() {
                prop_assert_eq!(error.code(), "invalid_rate");
            }
        }
        let _ = (decoded::<Money>(&bytes), decoded::<Rate>(&bytes), decoded::<Rounding>(&bytes));
    }

    #[test]
    fn subtraction_undoes_addition(left in any_minor(), right in any_minor(), currency in any_currency()) {
        let (left, right) = (Money::new(left, currency), Money::new(right, currency));
        match left.checked_add(right) {
            Ok(sum) => prop_assert_eq!(sum.checked_sub(right), Ok(left)),
            Err(error) => {
                prop_assert_eq!(error.code(), "amount_overflow");
                prop_assert!(i64::try_from(i128::from(left.minor()) + i128::from(right.minor())).is_err());
            }
        }
    }

    #[test]
    fn rounding_agrees_with_the_slow_way(
        numerator in -2500_i128..2500, denominator in 1_i128..60, negative: bool,
    ) {
        let denominator = if negative { -denominator } else { denominator };
        for rounding in ROUNDINGS {
            prop_assert_eq!(
                round_div(numerator, denominator, rounding),
                Ok(rounded_slowly(numerator, denominator, rounding))
            );
        }
    }

    #[test]
    fn a_rate_of_an_amount_lies_within_one_minor_unit_of_the_exact_product(
        minor in -1_000_000_000_i64..1_000_000_000,
        mantissa in -1_000_000_000_i64..1_000_000_000,
        scale in 0_u32..=18,
    ) {
        let rate = Rate::new(Decimal::new(mantissa, scale)).unwrap();
        let exact = i128::from(minor) * i128::from(mantissa);
        let unit = 10_i128.pow(scale);
        for rounding in ROUNDINGS {
            let rounded = i128::from(rate.of(eur(minor), rounding).unwrap().minor());
            prop_assert!((rounded * unit - exact).abs() < unit);
        }
    }

    #[test]
    fn parts_sum_to_the_whole_and_each_is_its_share_rounded_down_or_up(
        whole in any_minor(), weights in any_weights(),
    ) {
        let total: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
        for remainder in REMAINDERS {
            let parts = minors(eur(whole).split_by_weights(&weights, remainder));
            prop_assert_eq!(parts.len(), weights.len());
            prop_assert_eq!(parts.iter().map(|part| i128::from(*part)).sum::<i128>(), i128::from(whole));
            for (part, weight) in parts.iter().zip(&weights) {
                let exact = i128::from(whole) * i128::from(*weight);
                let (down, up) = (
                    round_div(exact, total, Rounding::Down).unwrap(),
                    round_div(exact, total, Rounding::Up).unwrap(),
                );
                prop_assert!(i128::from(*part) == down || i128::from(*part) == up);
            }
        }
    }

    #[test]
    fn the_parts_of_a_debt_mirror_those_of_a_credit(
        whole in 1_i64..=i64::MAX, weights in any_weights(),
    ) {
        for remainder in REMAINDERS {
            let credit = minors(eur(whole).split_by_weights(&weights, remainder));
            let debt = minors(eur(-whole).split_by_weights(&weights, remainder));
            prop_assert!(credit.iter().zip(&debt).all(|(one, other)| *one == -*other));
        }
    }
}
