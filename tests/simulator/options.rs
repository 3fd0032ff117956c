//! The command line of the simulator. `cargo xtask` takes this file in too, to answer help at once.

use clap::Parser;

const MORE: &str = "\
What happens:
  Each seed makes a world of merchants, customers, channels and one or two engines on memory or on a SQLite
  file. A step is a request, a jump of the clock, a restart or a fault of the storage. After each, what was
  answered is held against what is stored. Whatever must not be is printed with its seed, its step, and the
  shortest list of steps that leads there.

  With --storage all worlds are on a PostgreSQL server, each in a schema of its own that is dropped behind it:
  `postgres` starts a server to throw away, an address is that of yours. The same seed gives the same answers
  as in memory, but where a writer is beaten again and again: memory and files give turns, a server has none.
  One thread tells a world, and faults are made before the storage: engines that meet in the server at one
  moment, and a network or a server that fails, are what the tests of the storage are for.

Examples:
  cargo xtask simulate                    a minute of worlds
  cargo xtask simulate --seeds 10000      a night of them
  cargo xtask simulate --seed 81          one world again
  cargo xtask simulate --storage postgres the same worlds on a server
  cargo xtask simulate --defects          does it find what is broken on purpose?

Ends with:
  0  nothing was found; with --defects, all was
  1  something was: the last line counts how much; with --defects, something was not
  2  the options were not understood, or there is no server";

/// Simulate worlds in which everything goes wrong, and look for what must not be
#[derive(Debug, Parser)]
#[command(name = "simulate", bin_name = "cargo xtask simulate", after_help = MORE)]
pub struct Options {
    /// How many worlds
    #[arg(long, value_name = "N", default_value_t = 200)]
    pub seeds: u64,
    /// Steps of a world at most
    #[arg(long, value_name = "N", default_value_t = 1_200)]
    pub steps: usize,
    /// Only the world of this seed
    #[arg(long, value_name = "SEED", conflicts_with = "seeds")]
    pub seed: Option<u64>,
    /// The first of the worlds
    #[arg(long, value_name = "SEED", default_value_t = 1)]
    pub from: u64,
    /// On a PostgreSQL server: `postgres`, or postgres://user:password@host:5432/database
    #[arg(long, value_name = "ADDRESS", conflicts_with = "defects")]
    #[arg(value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub storage: Option<String>,
    /// Break one rule of the engine after the other, or only this one: is it found?
    #[arg(long, value_name = "NAME", num_args = 0..=1, conflicts_with_all = ["seeds", "seed"])]
    pub defects: Option<Option<String>>,
}
