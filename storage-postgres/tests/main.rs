//! The storage on a real server: one for all of these tests, a schema for each place.

mod laws;
mod proxy;
mod server;
