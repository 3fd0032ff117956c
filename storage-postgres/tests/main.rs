//! The storage on a real server: one for all of these tests, a schema for each place.

mod encryption;
mod laws;
mod network;
mod premises;
mod proxy;
mod refusals;
mod server;
mod tables;
mod trips;
