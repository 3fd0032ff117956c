//! A server of one's own, and worlds on it.

use crate::support::{Shared, World};
use crate::work;
use paywright_postgres::PostgresStorage;
use paywright_testing::PostgresServer;

pub fn server() -> PostgresServer {
    server_with(&[])
}

pub fn server_with(settings: &[(&str, &str)]) -> PostgresServer {
    PostgresServer::start(settings).unwrap_or_else(|error| panic!("{error}"))
}

/// A storage of its own, as that of another process would be.
pub fn storage(address: &str) -> PostgresStorage {
    PostgresStorage::open(address).unwrap_or_else(|error| panic!("{error}"))
}

/// An engine that remembers nothing, by a clock that is not behind the system's.
pub fn world(server: &PostgresServer) -> World {
    work::world_after(Shared::new(storage(&server.address())))
}
