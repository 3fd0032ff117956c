//! Where a run has its orders from, and where its database is.

use crate::failure::Failure;
use crate::lines::Source;
use crate::options::Options;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Where the database is.
#[derive(Debug)]
pub enum Place {
    /// Where the caller wants it.
    Named(PathBuf),
    /// In a directory of its own, which goes when this is dropped.
    Passing(TempDir),
}

impl Options {
    pub fn source(&self) -> Source {
        self.orders.clone().map_or(Source::Own, Source::File)
    }

    /// Where the database is to be. Whoever reads the report is told where it is, and may want it: it stays.
    pub fn place(&self) -> Result<Place, Failure> {
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
    pub fn path(&self) -> PathBuf {
        match self {
            Self::Named(path) => path.clone(),
            Self::Passing(directory) => in_it(directory.path()),
        }
    }
}

fn in_it(directory: &Path) -> PathBuf {
    directory.join("marketplace.db")
}
