//! The storage on a real server: one for all of these tests, a schema for each place.

mod encryption;
mod engines;
mod laws;
mod mixed;
mod network;
mod partitions;
mod pooler;
mod premises;
mod proxy;
mod refusals;
mod roles;
mod server;
mod standby;
mod tables;
mod trips;

// The random days of the market, and the worlds that they are told in.
#[allow(dead_code, unused_imports, unused_macros, reason = "shared with the scenarios, which use the rest")]
#[path = "../../tests/day/mod.rs"]
mod day;
#[allow(dead_code, unused_imports, unused_macros, reason = "shared with the scenarios, which use the rest")]
#[path = "../../tests/support/mod.rs"]
mod support;
// The story that every language and every storage plays to the same journal.
#[path = "../../tests/stories/answers.rs"]
mod answers;
#[path = "../../tests/stories/play.rs"]
mod play;
#[path = "../../tests/stories/values.rs"]
mod values;
