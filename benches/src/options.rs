//! The command line of the measurements. `cargo xtask` takes this file in too, to answer help at once.

use clap::Parser;

const MORE: &str = "\
What is printed and written:
  The table (or JSON) goes to standard output, progress to standard error. Databases are made
  beside the program in the build directory, and removed again.

Examples:
  cargo xtask bench
  cargo xtask bench --quick verify
  cargo xtask bench --json > figures.json

Ends with:
  0  everything was measured
  1  a measurement failed; standard error says why
  2  the options were not understood, or there is no figure of that name; nothing was measured";

/// Measure the engine, each figure against a baseline that is taken in the same run
#[derive(Debug, Parser)]
#[command(name = "bench", bin_name = "cargo xtask bench", after_help = MORE)]
pub struct Options {
    /// Print a JSON list of {name, value, baseline, ratio, unit}
    #[arg(long)]
    pub json: bool,

    /// Fewer and shorter rounds and a smaller large database: a first look, not to be quoted
    #[arg(long)]
    pub quick: bool,

    /// Names of the figures to take, as the table prints them [default: all of them]
    pub names: Vec<String>,
}
