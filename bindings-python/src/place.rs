//! Where a database is: in memory, in a file, or on a PostgreSQL server by its address.

use crate::fault::misuse;
use crate::forks::{self, Kept};
use paywright::storage::{Reader, StorageError};
use paywright::{Clock, Engine, Entropy, Error, MemoryStorage};
use paywright_postgres::{self as postgres, PostgresOptions, PostgresStorage};
use paywright_sqlite::{Access, SqliteOptions, SqliteStorage};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

/// Of a server: the schema, how many connections, and the file of certificates.
pub(crate) type OfServer = (Option<String>, Option<u32>, Option<PathBuf>);

/// What `open` was given.
#[derive(Debug)]
pub(crate) enum Place {
    Memory,
    File {
        named: PathBuf,
        /// The same from the root on: when the file is opened once more, the process may work elsewhere.
        path: PathBuf,
    },
    Server(Server),
}

/// It knows the password and never shows it.
pub(crate) struct Server {
    address: String,
    shown: String,
    options: PostgresOptions,
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl Place {
    /// Nothing is opened yet.
    pub(crate) fn of(given: Option<PathBuf>, of_server: OfServer) -> PyResult<Self> {
        let address = given.as_deref().and_then(Path::to_str);
        if let Some((scheme, address)) = address.and_then(|text| Some((scheme(text)?, text))) {
            if scheme != "postgres" && scheme != "postgresql" {
                let text = format!(
                    "path: an address begins with postgres:// or postgresql://, and none that begins with \
                     {scheme}:// can be opened"
                );
                return Err(PyValueError::new_err(text));
            }
            return Server::of(address, of_server).map(Self::Server);
        }
        let (schema, connections, certificates) = of_server;
        if schema.is_some() || connections.is_some() || certificates.is_some() {
            let text = "schema, connections and root_certificates are of a PostgreSQL server: there is none \
                        behind the path of a file";
            return Err(PyTypeError::new_err(text));
        }
        Ok(given.map_or(Self::Memory, |named| {
            // What has no absolute path cannot be opened either, and that says why.
            let path = std::path::absolute(&named).unwrap_or_else(|_| named.clone());
            Self::File { named, path }
        }))
    }

    /// Notes that a file is opened.
    pub(crate) fn keep(&self, py: Python<'_>) -> PyResult<Option<Kept>> {
        let Self::File { path, .. } = self else { return Ok(None) };
        forks::keep(py, path).ok_or_else(|| inherited(py, path)).map(Some)
    }

    /// An engine on it.
    pub(crate) fn engine(
        &self,
        access: Access,
        clock: Box<dyn Clock>,
        entropy: Box<dyn Entropy>,
    ) -> Result<Engine, Error> {
        match self {
            Self::Memory => Engine::with(MemoryStorage::new(), clock, entropy),
            Self::File { path, .. } => Engine::with(opened(path, access)?, clock, entropy),
            Self::Server(server) => Engine::with(server.opened(access)?, clock, entropy),
        }
    }

    /// The file, for what is asked of a file and not of an engine.
    pub(crate) fn file(&self, py: Python<'_>) -> PyResult<&Path> {
        match self {
            Self::File { path, .. } => Ok(path),
            Self::Memory => {
                let text = "this database is in memory: there is no file to look at or to copy";
                Err(misuse(py, "in_memory", text))
            }
            Self::Server(_) => {
                let text = "this database is on a PostgreSQL server: there is no file to look at or to copy; \
                            the server's own tools, such as pg_dump, do that";
                Err(misuse(py, "on_server", text))
            }
        }
    }

    /// What a person may see of it.
    pub(crate) fn shown(&self) -> OsString {
        match self {
            Self::Memory => ":memory:".into(),
            Self::File { named, .. } => named.clone().into(),
            Self::Server(server) => server.shown.clone().into(),
        }
    }
}

/// An SQLite file.
pub(crate) fn opened(path: &Path, access: Access) -> Result<SqliteStorage, StorageError> {
    SqliteStorage::open_with(path, SqliteOptions { access, ..SqliteOptions::default() })
}

/// What stands before `://`. One letter is a drive, not a scheme.
fn scheme(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once("://")?;
    let is_one = scheme.len() > 1 && scheme.chars().all(|sign| sign.is_ascii_alphanumeric());
    is_one.then_some(scheme)
}

impl Server {
    fn of(address: &str, (schema, connections, root_certificates): OfServer) -> PyResult<Self> {
        let usual = PostgresOptions::default();
        let options = PostgresOptions {
            schema: schema.unwrap_or(usual.schema),
            connections: connections.unwrap_or(usual.connections),
            root_certificates,
            ..PostgresOptions::default()
        };
        let Some(mut shown) = without_password(address) else {
            let text = "path: the address cannot be read: it has the form \
                        postgres://user:password@host:5432/database?sslmode=require, where special signs of \
                        user and password are written as % and two hexadecimal digits";
            return Err(PyValueError::new_err(text));
        };
        if options.schema != PostgresOptions::default().schema {
            shown = format!("{shown} ({})", options.schema.escape_debug());
        }
        Ok(Self { address: address.to_owned(), shown, options })
    }

    fn opened(&self, access: Access) -> Result<PostgresStorage, StorageError> {
        let only_read = access == Access::ReadOnly;
        let access_there = if only_read { postgres::Access::ReadOnly } else { postgres::Access::Create };
        let options = PostgresOptions { access: access_there, ..self.options.clone() };
        let storage = PostgresStorage::open_with(&self.address, options)?;
        if access == Access::Existing {
            // Nothing is made yet: where there is no journal, this says so, and nothing will be.
            storage.journal(1, 0, 1)?;
        }
        Ok(storage)
    }
}

/// An address without password and settings; nothing where a sign that ends a part of it stands in another,
/// so that nobody knows for certain what is the password.
fn without_password(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let behind = rest.get(authority.len()..).unwrap_or_default();
    let (who, host) = authority.split_once('@').unwrap_or(("", authority));
    if host.contains('@') || behind.contains(['@', '#']) {
        return None;
    }
    let user = who.split(':').next().unwrap_or_default();
    let at = if user.is_empty() { "" } else { "@" };
    let database = behind.split('?').next().unwrap_or_default();
    Some(format!("{scheme}://{user}{at}{host}{database}"))
}

fn inherited(py: Python<'_>, path: &Path) -> PyErr {
    let text = format!(
        "{} was open when this process was forked off, and SQLite would lose what is written to it here: \
         fork before it is opened, or start the process anew, as multiprocessing does by 'spawn'",
        path.display()
    );
    misuse(py, "forked", &text)
}
