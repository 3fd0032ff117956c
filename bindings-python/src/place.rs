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
        if let Some(address) = given.as_deref().map(address).transpose()?.flatten() {
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

/// Whether it is the address of a server; what is almost one is an error, as when it is opened.
#[pyfunction]
pub(crate) fn is_address(place: PathBuf) -> PyResult<bool> {
    address(&place).map(|address| address.is_some())
}

/// The address, where it is one and no path. What is almost one may hold a password, which as the name of a
/// file would be shown everywhere: it is refused, and nothing of it is repeated.
fn address(given: &Path) -> PyResult<Option<&str>> {
    let begins = |text: &&str| text.starts_with("postgres://") || text.starts_with("postgresql://");
    if let Some(address) = given.to_str().filter(begins) {
        return Ok(Some(address));
    }
    let text = given.to_string_lossy();
    if is_almost_an_address(&text) || is_settings(&text) {
        let text = "path: an address begins with postgres:// or postgresql://, and this is neither one nor \
                    the path of a file: give the address as text, without quotes or a blank before it, and \
                    without the name of a driver; before a file of such a name write ./";
        return Err(PyValueError::new_err(text));
    }
    Ok(None)
}

/// `scheme://` anywhere, or `scheme:/` in front, which is what `pathlib` leaves of it. One letter is a drive.
fn is_almost_an_address(text: &str) -> bool {
    let begun = text.trim_start_matches(|sign: char| !sign.is_alphanumeric() && !"./\\".contains(sign));
    let path = match begun.as_bytes() {
        [drive, b':', ..] if drive.is_ascii_alphabetic() => begun.get(2..).unwrap_or_default(),
        _ => text,
    };
    let is_of_scheme = |sign: char| sign.is_ascii_alphanumeric() || "+-.".contains(sign);
    let scheme = begun.split_once(":/").or_else(|| begun.split_once(":\\")).map(|(scheme, _)| scheme);
    let begins = scheme.is_some_and(|scheme| {
        scheme.len() > 1 && scheme.starts_with(char::is_alphanumeric) && scheme.chars().all(is_of_scheme)
    });
    begins || path.contains("://")
}

/// The other form that PostgreSQL knows: `host=... user=... password=...`. A folder may be `user=17`.
fn is_settings(text: &str) -> bool {
    const FIRST: [&str; 5] = ["dbname", "host", "hostaddr", "port", "user"];
    let names = text.split('=').map(|part| part.trim_matches([' ', '\t', '\n', '"', '\'']));
    let names: Vec<&str> = names.take(text.matches('=').count()).collect();
    let several = text.split_whitespace().filter(|word| word.contains('=')).count() > 1;
    let begins =
        names.first().is_some_and(|name| FIRST.contains(name) && (several || name.starts_with("host")));
    begins || names.iter().any(|name| name.split_whitespace().next_back() == Some("password"))
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
