//! Worlds on a PostgreSQL server, each in a schema of its own.

use crate::moves::Ground;
use crate::support::{Opens, Shared};
use paywright::storage::StorageError;
use paywright_postgres::{PostgresOptions, PostgresStorage};
use paywright_testing::PostgresServer;
use std::fmt;
use std::process::{self, Command};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// So many connections a storage: one thread tells a world.
const CONNECTIONS: u32 = 2;

/// Where the worlds are, and the server itself where it is ours.
struct Server {
    address: String,
    _ours: Option<PostgresServer>,
}

/// It knows a password.
impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PostgreSQL")
    }
}

/// A server to throw away for `postgres`, else the one of an address.
///
/// # Errors
/// Why there is none, or why nobody can make a schema there and drop it.
pub fn ground(storage: &str) -> Result<Arc<dyn Ground>, String> {
    let ours = match storage {
        "postgres" => Some(PostgresServer::start(&[]).map_err(|missing| missing.to_string())?),
        _ => None,
    };
    let address = ours.as_ref().map_or_else(|| storage.to_owned(), PostgresServer::address);
    // What is wrong with an address the storage tells better, and without its password.
    PostgresStorage::open(&address).map_err(|error| match error {
        StorageError::Unavailable(what) => what,
        error => error.to_string(),
    })?;
    let server = Arc::new(Server { address, _ours: ours });
    let probe = Schema { name: schema_of(0), server: Arc::clone(&server) };
    probe.run("CREATE SCHEMA").and_then(|()| probe.run("DROP SCHEMA"))?;
    std::mem::forget(probe);
    Ok(Arc::new(server))
}

fn schema_of(seed: u64) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("paywright_world_{seed}_{}_{}", process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

impl Ground for Arc<Server> {
    fn place(&self, seed: u64) -> Arc<Opens> {
        let schema = Schema { name: schema_of(seed), server: Self::clone(self) };
        Arc::new(move || {
            let options = PostgresOptions {
                schema: schema.name.clone(),
                connections: CONNECTIONS,
                ..PostgresOptions::default()
            };
            Shared::new(PostgresStorage::open_with(&schema.server.address, options).unwrap())
        })
    }
}

/// A world's own, dropped behind it.
struct Schema {
    name: String,
    server: Arc<Server>,
}

impl Schema {
    /// By PostgreSQL's own client: a storage makes schemas, and drops none.
    fn run(&self, what: &str) -> Result<(), String> {
        let cascade = if what.starts_with("DROP") { " CASCADE" } else { "" };
        let ran = Command::new("psql")
            .args(["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"])
            .arg(&self.server.address)
            .args(["--command", "SET client_min_messages = warning"])
            .args(["--command", &format!("{what} {}{cascade}", self.name)])
            .output()
            .map_err(|error| format!("psql cannot be run ({error}): apt-get install postgresql-client"))?;
        let said = String::from_utf8_lossy(&ran.stderr).trim().replace('\n', " ");
        if ran.status.success() { Ok(()) } else { Err(format!("{what} {}: {said}", self.name)) }
    }
}

impl Drop for Schema {
    fn drop(&mut self) {
        if let Err(why) = self.run("DROP SCHEMA IF EXISTS") {
            eprintln!("a schema was left on the server: {why}");
        }
    }
}
