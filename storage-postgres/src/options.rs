//! What a host may choose beside the connection string.

use std::path::PathBuf;
use std::time::Duration;

/// What may be done to the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Access {
    /// Tables are made where they are missing, then read and written.
    #[default]
    Create,
    /// Only read, and nothing is made. `commit` answers that the database can only be read.
    ReadOnly,
}

/// Options of a storage, all with defaults.
///
/// ```
/// use paywright_postgres::PostgresOptions;
/// let tenant = PostgresOptions { schema: "shop_17".to_owned(), ..PostgresOptions::default() };
/// assert_eq!(tenant.connections, 16);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostgresOptions {
    /// The schema that holds the tables, one for each tenant; `migrate` makes it where it is missing. At most
    /// 63 bytes, quoted wherever it is used, so any name will do. By default `paywright`.
    pub schema: String,
    /// What may be done to the database. By default everything.
    pub access: Access,
    /// Connections at most; they are made when they are needed and kept. Each commit, read and open snapshot
    /// takes one, and waits where none is free. At least 1, by default 16.
    pub connections: u32,
    /// How long reads, migrations apart, and new connections wait for the server. By default 30 seconds.
    pub answer_within: Duration,
    /// Certificates (a file in PEM) of the authorities that may have signed the server's; `None`, the
    /// default, trusts those that the machine trusts.
    pub root_certificates: Option<PathBuf>,
}

impl Default for PostgresOptions {
    fn default() -> Self {
        Self {
            schema: "paywright".to_owned(),
            access: Access::default(),
            connections: 16,
            answer_within: Duration::from_secs(30),
            root_certificates: None,
        }
    }
}
