#![forbid(unsafe_code)]
//! Speed and size of the engine, each figure against a baseline that is taken in the same run.
//!
//! Machines differ and are noisy, so what counts is the ratio. Both sides of a figure do the same work, over
//! a copy of the same file each round, in turn, and the median of several rounds is printed with the least
//! and the greatest. Where the databases lie, [`ground`] decides; what is measured, [`figures`].

pub mod books;
pub mod figure;
pub mod figures;
pub mod ground;
pub mod large;
pub mod load;
pub mod raw;
pub mod recorder;
pub mod report;
pub mod scale;
pub mod served;
pub mod shops;
pub mod work;

pub use scale::Scale;

/// What a step of a measurement comes to. A run ends at the first that fails: it has no figure.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;
