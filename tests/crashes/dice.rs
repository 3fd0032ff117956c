//! What a run is told from outside.

pub use crate::support::dice::Dice;

/// A whole number from the environment.
pub fn number_from(variable: &str, otherwise: u64) -> u64 {
    let Ok(text) = std::env::var(variable) else { return otherwise };
    text.parse().unwrap_or_else(|_| panic!("{variable} is '{text}', no whole number"))
}

/// What the moments of a run follow from.
pub fn seed() -> u64 {
    number_from("PAYWRIGHT_SEED", 1)
}
