//! Where a run has its orders from, and where its database is.

use crate::database::{shown, unopened, unreached};
use crate::failure::Failure;
use crate::lines::Source;
use crate::options::Options;
use paywright::{Engine, SystemEntropy};
use paywright_postgres::PostgresStorage;
use paywright_sqlite::SqliteStorage;
use paywright_testing::ManualClock;
use std::fmt;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Where the database is.
#[derive(Debug)]
pub enum Place {
    /// Where the caller wants it.
    Named(PathBuf),
    /// In a directory of its own, which goes when this is dropped.
    Passing(TempDir),
    /// On a server.
    Server(String),
}

impl Options {
    pub fn source(&self) -> Source {
        self.orders.clone().map_or(Source::Own, Source::File)
    }

    /// Where the database is to be. Whoever reads the report is told where it is, and may want it: it stays.
    pub fn place(&self) -> Result<Place, Failure> {
        if let Some(address) = &self.storage {
            return Ok(Place::Server(address.clone()));
        }
        if let Some(path) = &self.database {
            return Ok(Place::Named(path.clone()));
        }
        let directory = tempfile::Builder::new().prefix("paywright-").tempdir().map_err(|error| {
            Failure::NoPlace { directory: std::env::temp_dir().display().to_string(), error }
        })?;
        Ok(if self.json { Place::Passing(directory) } else { Place::Named(in_it(&directory.keep())) })
    }
}

impl Place {
    /// The file, where there is one.
    pub fn path(&self) -> Option<PathBuf> {
        match self {
            Self::Named(path) => Some(path.clone()),
            Self::Passing(directory) => Some(in_it(directory.path())),
            Self::Server(_) => None,
        }
    }

    /// An engine on it.
    pub fn engine(&self, clock: ManualClock) -> Result<Engine, Failure> {
        let opened = if let Self::Server(address) = self {
            let storage = PostgresStorage::open(address);
            let unreached = |error| Failure::Database(unreached(&error));
            Engine::with(storage.map_err(unreached)?, clock, SystemEntropy)
        } else {
            let path = self.path().unwrap_or_default();
            let storage = SqliteStorage::open(&path);
            let unopened = |error| Failure::Database(unopened(&path, &error));
            Engine::with(storage.map_err(unopened)?, clock, SystemEntropy)
        };
        opened.map_err(|error| Failure::Database(format!("{self}: {error}")))
    }

    /// What the options say to find it again.
    pub fn option(&self) -> &'static str {
        if matches!(self, Self::Server(_)) { "--storage" } else { "--database" }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server(address) => f.write_str(&shown(address)),
            _ => write!(f, "{}", self.path().unwrap_or_default().display()),
        }
    }
}

fn in_it(directory: &Path) -> PathBuf {
    directory.join("marketplace.db")
}
