#![forbid(unsafe_code)]
//! Whatever parses bytes from outside, each behind a function that asserts what holds for any bytes: what is
//! read prints back and is read as the same, what is refused is refused with an error of the declared kind,
//! and whatever was stored stays as it was.
//!
//! `tests/seeded.rs` runs every target on its corpus, on what was once found, and on 20,000 inputs made from
//! a seed. `guided.rs` runs one under libFuzzer: `cargo xtask fuzz`.

#[macro_use]
mod names;

mod ground;
pub mod inputs;
mod targets;
mod text;

#[path = "../../tests/support/mod.rs"]
#[allow(dead_code, unused_imports, unused_macros, reason = "the stories use the rest of it")]
mod support;

#[path = "../../tests/sweep/cbor.rs"]
#[allow(dead_code, reason = "the sweep uses the rest of it")]
mod cbor;
#[path = "../../tests/sweep/scene.rs"]
#[allow(dead_code, reason = "the sweep uses the rest of it")]
mod scene;

#[path = "../../examples/marketplace/invoice.rs"]
#[allow(dead_code, reason = "the marketplace uses the rest of it")]
mod invoice;
#[path = "../../examples/marketplace/lines.rs"]
#[allow(dead_code, reason = "the marketplace uses the rest of it")]
mod lines;
#[path = "../../examples/marketplace/orders.rs"]
#[allow(dead_code, reason = "the marketplace uses the rest of it")]
mod orders;
#[path = "../../xtask/src/terminal.rs"]
#[allow(dead_code, reason = "the programs use the rest of it")]
mod terminal;

/// What the sweep's scene gives examples as.
mod examples {
    pub struct Example {
        #[allow(dead_code, reason = "the sweep names its examples by it")]
        pub what: &'static str,
        pub command: paywright::AnyCommand,
    }
}

pub use names::NAMES;

/// A parser of bytes from outside, and what holds for it.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// What it is called.
    pub name: &'static str,
    /// Panics where something does not hold; answers whether the input was one that is accepted.
    pub check: fn(&[u8]) -> bool,
    /// Inputs that are accepted, as the engine of today writes them.
    pub corpus: fn() -> Vec<Vec<u8>>,
}

macro_rules! table {
    ($($name:ident,)*) => {
        /// Every target.
        pub const TARGETS: &[Target] = &[$(Target {
            name: stringify!($name),
            check: targets::$name::check,
            corpus: targets::$name::corpus,
        },)*];
    };
}

targets!(table);

impl Target {
    /// The target with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        TARGETS.iter().find(|target| target.name == name)
    }
}
