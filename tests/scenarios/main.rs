//! Stories of a payment engine, told through its public commands on memory and on SQLite.

#[path = "../support/mod.rs"]
mod support;

mod batches;
mod captures;
mod checkout;
mod effects;
mod fees;
mod operations;
mod refunds;
mod repeats;
mod topups;
