//! Stories of a payment engine, told through its public commands on memory and on SQLite.

#[allow(dead_code, reason = "the simulator uses the rest of it")]
#[path = "../day/mod.rs"]
mod day;
#[allow(dead_code, reason = "the simulator uses the rest of it")]
#[path = "../support/mod.rs"]
mod support;

mod account_lists;
mod actors;
mod as_of;
mod bad_input;
mod balancing;
mod batches;
mod bounds;
mod broken;
mod bulk;
mod captures;
mod checkout;
mod clocks;
mod codes;
mod complaints;
mod deadlines;
mod determinism;
mod disorder;
mod effects;
mod exchanges;
mod faults;
mod feed;
mod fees;
mod journal;
mod ledger;
mod loads;
mod operations;
mod past;
mod previews;
mod random;
mod reentrant;
mod refunds;
mod repeated;
mod repeats;
mod reroutes;
mod rules;
mod statements;
mod together;
mod topups;
mod turns;
mod writers;
