//! Which database it is, and why its file cannot be opened, in the words of whoever named it. The programs
//! here share this.

use paywright::storage::{Corrupt, StorageError};
use std::path::Path;

/// What stood in the way and what to do.
pub fn unopened(database: &Path, error: &StorageError) -> String {
    let path = database.display();
    match error {
        // It names the file already.
        StorageError::Unavailable(what) => what.clone(),
        StorageError::Corrupt(Corrupt { table: "sqlite_schema", .. }) => format!(
            "{path} is no SQLite database, or is damaged at its beginning; \
             give the path of another file, or put a backup in its place"
        ),
        other => format!("{path}: {other}"),
    }
}

/// The address of a server without password and settings. Where a sign that ends a part of it stands in
/// another, nobody knows for certain what is the password: then nothing of it.
#[allow(dead_code, reason = "some programs here read files only")]
pub fn shown(address: &str) -> String {
    let shown = address.split_once("://").and_then(|(scheme, rest)| {
        let (server, behind) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        let (who, host) = server.split_once('@').unwrap_or(("", server));
        let at = if who.is_empty() { "" } else { "@" };
        let user = who.split(':').next().unwrap_or_default();
        let database = behind.split('?').next().unwrap_or_default();
        let is_clear = !host.contains('@') && !behind.contains(['@', '#']);
        is_clear.then(|| format!("{scheme}://{user}{at}{host}{database}"))
    });
    shown.unwrap_or_else(|| "ADDRESS".to_owned())
}

/// Why a server cannot be used, by its error: most of them name the database already.
#[allow(dead_code, reason = "some programs here read files only")]
pub fn unreached(error: &StorageError) -> String {
    match error {
        StorageError::Unavailable(what) => what.clone(),
        other => other.to_string(),
    }
}
