//! What the native half of the Kotlin and Swift packages weighs, as an app carries it.

use crate::Outcome;
use crate::figure::{Figure, Noise, Sides};

/// Where it is said what its parts weigh: `sqlite 517000 engine 978000 ...`.
pub(super) const WEIGHT: &str = "PAYWRIGHT_WEIGHT";

/// What is measured of it.
pub(super) const FIGURES: &[Figure] = &[
    Figure {
        name: "mobile_library",
        what: "the stripped library for this machine, engine and SQLite in it, as `app-library` builds it",
        baseline: "",
        unit: "MB",
        foundation: "value <= 3",
        goal: "value <= 2",
        noise: Noise::Exact,
        prepare: |_| of(""),
    },
    Figure { what: "of that, SQLite", unit: "MB, SQLite", prepare: |_| of("sqlite"), ..PART },
    Figure {
        what: "of that, the engine and its storage",
        unit: "MB, engine",
        prepare: |_| of("engine"),
        ..PART
    },
    Figure {
        what: "of that, UniFFI and what crosses there",
        unit: "MB, border",
        prepare: |_| of("border"),
        ..PART
    },
    Figure { what: "of that, libraries", unit: "MB, libraries", prepare: |_| of("libraries"), ..PART },
    Figure {
        what: "of that, texts and tables of Rust",
        unit: "MB, constants",
        prepare: |_| of("constants"),
        ..PART
    },
    Figure {
        what: "of that, how panics unwind",
        unit: "MB, unwinding",
        prepare: |_| of("unwinding"),
        ..PART
    },
];

const PART: Figure = Figure {
    name: "mobile_library",
    what: "",
    baseline: "",
    unit: "",
    foundation: "printed",
    goal: "printed",
    noise: Noise::Exact,
    prepare: |_| of(""),
};

/// Millions of bytes of a part; of all together where it has no name.
fn of(part: &'static str) -> Outcome<Sides> {
    let said = std::env::var(WEIGHT)
        .map_err(|_| "the library was not weighed: run `cargo xtask bench`, which builds it")?;
    let mb = weight(&said, part)? / 1e6;
    Ok(Sides { ours: Box::new(move || Ok(mb)), baseline: None })
}

fn weight(said: &str, part: &str) -> Outcome<f64> {
    let words: Vec<&str> = said.split(' ').collect();
    let (mut sum, mut known) = (0.0, false);
    for pair in words.chunks(2) {
        let [name, bytes] = pair else { return Err("the weight of the library is cut short")? };
        if part.is_empty() || *name == part {
            sum += bytes.parse::<f64>()?;
            known = true;
        }
    }
    if known { Ok(sum) } else { Err(format!("the library was weighed without {part}"))? }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_weighs_what_is_said_and_all_together_their_sum() {
        let said = "sqlite 517000 engine 978000 rest 5000";
        assert_eq!(weight(said, "engine").unwrap(), 978_000.0);
        assert_eq!(weight(said, "").unwrap(), 1_500_000.0);
        for (said, part) in [(said, "border"), ("sqlite", "sqlite"), ("sqlite many", "sqlite")] {
            assert!(weight(said, part).is_err(), "{said}: {part}");
        }
    }
}
