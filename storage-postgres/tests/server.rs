//! The server of these tests, and places on it.

use paywright_postgres::{PostgresOptions, PostgresStorage};
use paywright_testing::PostgresServer;
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// One for all tests of the program, put away when that ends.
pub fn server() -> &'static PostgresServer {
    static SERVER: OnceLock<PostgresServer> = OnceLock::new();
    SERVER.get_or_init(|| PostgresServer::start(&[]).unwrap_or_else(|error| panic!("{error}")))
}

/// The name of a schema that nobody has yet; like any other it needs quoting.
pub fn new_schema() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("Place \"{}\"", NEXT.fetch_add(1, Ordering::Relaxed))
}

pub fn options(schema: &str) -> PostgresOptions {
    PostgresOptions { schema: schema.to_owned(), ..PostgresOptions::default() }
}

/// A storage on a schema of the server.
pub fn opened(schema: &str) -> PostgresStorage {
    PostgresStorage::open_with(&server().address(), options(schema)).unwrap()
}

/// Runs statements as the server's owner, by the server's own tool, and answers what it prints.
pub fn run(sql: &str) -> Result<String, String> {
    run_on(server(), sql)
}

/// The same on another server.
pub fn run_on(server: &PostgresServer, sql: &str) -> Result<String, String> {
    run_at(&server.address(), sql)
}

/// The same at an address.
pub fn run_at(address: &str, sql: &str) -> Result<String, String> {
    let ran = Command::new("psql")
        .args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"])
        .arg(address)
        .arg("--command")
        .arg(sql)
        .output()
        .map_err(|error| format!("psql cannot be run: {error}; apt-get install postgresql"))?;
    let text = |bytes| String::from_utf8_lossy(bytes).trim().to_owned();
    if ran.status.success() { Ok(text(&ran.stdout)) } else { Err(text(&ran.stderr)) }
}
