//! What SQLite itself finds wrong with the file.

use crate::SqliteStorage;
use crate::file::WHOLE_FILE;
use paywright::storage::StorageError;

/// Findings of one check: who has one restores a backup, and the first ones tell where it began.
const MOST: u32 = 20;

impl SqliteStorage {
    /// Asks SQLite to check its file at one moment: each page is read, each index is compared with its table.
    /// Answers what is wrong, at most 20 sentences; none where nothing is.
    ///
    /// [`Engine::verify`](paywright::Engine::verify) compares what is stored with the journal and does not
    /// ask an index; this knows nothing of journals and asks each. Together they find whatever changes an
    /// answer. It takes about as long as reading the file a few times.
    ///
    /// ```
    /// # use paywright_sqlite::SqliteStorage;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let directory = tempfile::tempdir()?;
    /// # let path = directory.path().join("shop.db");
    /// assert!(SqliteStorage::open(&path)?.check()?.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`StorageError::Unavailable`]. A file that SQLite cannot read to its end is a finding.
    pub fn check(&self) -> Result<Vec<String>, StorageError> {
        let found = self.read(WHOLE_FILE, |connection| {
            let mut check = connection.prepare(&format!("PRAGMA integrity_check({MOST})"))?;
            let lines = check.query_map([], |row| row.get::<_, String>(0))?;
            Ok(lines.collect::<Result<Vec<_>, _>>()?)
        });
        match found {
            Ok(lines) => Ok(lines.iter().filter(|line| *line != "ok").map(|line| sentence(line)).collect()),
            Err(StorageError::Corrupt(corrupt)) => Ok(vec![corrupt.to_string()]),
            Err(error) => Err(error),
        }
    }
}

/// A finding may have a heading of its own line.
fn sentence(line: &str) -> String {
    format!("SQLite finds: {}", line.lines().collect::<Vec<_>>().join(" "))
}
