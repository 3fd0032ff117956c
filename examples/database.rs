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

/// The address of a server without password and settings.
#[allow(dead_code, reason = "some programs here read files only")]
pub fn shown(address: &str) -> String {
    let address = address.split('?').next().unwrap_or_default();
    let parts = address.split_once("://").and_then(|(scheme, rest)| Some((scheme, rest.rsplit_once('@')?)));
    match parts {
        Some((scheme, (who, place))) => {
            format!("{scheme}://{}@{place}", who.split(':').next().unwrap_or_default())
        }
        None => address.to_owned(),
    }
}
