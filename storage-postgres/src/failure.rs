//! What goes wrong between here and the server, and how it is put into words.

use paywright::storage::{Corrupt, StorageError};
use std::error::Error;
use tokio_postgres::error::{DbError, Severity, SqlState};

/// What went wrong below the storage's face.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The server said no.
    Server(Box<DbError>),
    /// The server said that the user may not; and the right that what was asked needs.
    Withheld(Box<DbError>, &'static str),
    /// There is no connection, or none any more.
    Lost(String),
    /// The snapshot that was read is gone.
    Moment(String),
    /// It did not happen in the time that was given.
    Late,
    Storage(StorageError),
}

impl From<tokio_postgres::Error> for Fault {
    fn from(error: tokio_postgres::Error) -> Self {
        match error.as_db_error() {
            Some(server) => Self::Server(Box::new(server.clone())),
            None => Self::Lost(whole(&error)),
        }
    }
}

/// With what is behind it, where the error does not say so itself.
fn whole(error: &dyn Error) -> String {
    let mut whole = error.to_string();
    let mut behind = error.source();
    while let Some(cause) = behind {
        let cause_text = cause.to_string();
        if !whole.contains(&cause_text) {
            whole = format!("{whole}: {cause_text}");
        }
        behind = cause.source();
    }
    whole
}

impl From<StorageError> for Fault {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

impl From<Corrupt> for Fault {
    fn from(corrupt: Corrupt) -> Self {
        Self::Storage(corrupt.into())
    }
}

impl Fault {
    pub(crate) fn code(&self) -> Option<&SqlState> {
        match self {
            Self::Server(error) | Self::Withheld(error, _) => Some(error.code()),
            _ => None,
        }
    }

    /// What the server said.
    pub(crate) fn said(&self) -> Option<&str> {
        match self {
            Self::Server(error) | Self::Withheld(error, _) => Some(error.message()),
            _ => None,
        }
    }

    /// The same, with the right that the statement needs where the server withholds one.
    pub(crate) fn of(self, sql: &str) -> Self {
        match self {
            Self::Server(error) if *error.code() == SqlState::INSUFFICIENT_PRIVILEGE => {
                Self::Withheld(error, right(sql))
            }
            other => other,
        }
    }

    /// The same, where a snapshot went with it, which nobody can make again.
    pub(crate) fn of_a_moment(self) -> Self {
        match self {
            Self::Lost(what) => Self::Moment(what),
            Self::Server(error) if Self::Server(error.clone()).is_collision() => {
                Self::Moment(error.message().to_owned())
            }
            other => other,
        }
    }

    /// Whether the connection went with it.
    pub(crate) fn is_lost(&self) -> bool {
        match self {
            Self::Server(error) => {
                matches!(error.parsed_severity(), Some(Severity::Fatal | Severity::Panic))
            }
            Self::Lost(_) | Self::Moment(_) => true,
            Self::Late | Self::Storage(_) | Self::Withheld(..) => false,
        }
    }

    /// Whether the session is what it was before: the server refused one statement and goes on.
    pub(crate) fn spares_session(&self) -> bool {
        let is_aborted = self.code() == Some(&SqlState::IN_FAILED_SQL_TRANSACTION);
        !self.is_lost() && !is_aborted && !matches!(self, Self::Late)
    }

    /// Whether two writers stood in each other's way, so that one of them begins again.
    pub(crate) fn is_collision(&self) -> bool {
        let code = self.code();
        code == Some(&SqlState::T_R_SERIALIZATION_FAILURE) || code == Some(&SqlState::T_R_DEADLOCK_DETECTED)
    }

    /// A sentence for an operator: what was asked of `place`, what stood in the way, what to do.
    pub(crate) fn told(self, place: &str, table: &'static str) -> StorageError {
        let unavailable = |what: &str| StorageError::Unavailable(format!("{place} {what}"));
        match self {
            Self::Storage(error) => error,
            Self::Late => unavailable(
                "did not answer in time: other writers hold what is needed, or server or network are slow",
            ),
            Self::Moment(what) => unavailable(&format!(
                "took back the moment that was being read ({what}): it was started anew, or it is a standby \
                 that has to remove rows which are still seen; begin again, and where that happens often, \
                 raise max_standby_streaming_delay there or set hot_standby_feedback"
            )),
            Self::Lost(what) => unavailable(&format!(
                "cannot be reached: {what}; see that the server runs and that address and encryption in the \
                 connection string are right"
            )),
            Self::Withheld(error, right) => {
                let message = error.message();
                unavailable(&format!(
                    "withholds a right that is needed: {message}; grant the user that connects {right}"
                ))
            }
            Self::Server(error) => match refusal(&error) {
                Told::Unavailable(what) => unavailable(&what),
                Told::Corrupt(what) => Corrupt { table, key: None, what: format!("{place} {what}") }.into(),
            },
        }
    }
}

/// Statements that a session prepared, and its settings, are then another's.
pub(crate) const THROUGH_A_POOLER: &str = "is reached through a pooler, or something else where a connection \
    does not lead to one session of the server: connect to the server itself";

enum Told {
    Unavailable(String),
    Corrupt(String),
}

/// By the code; the server's own words, in whatever language, are only repeated.
fn refusal(error: &DbError) -> Told {
    let message = error.message();
    let what = match error.code().code() {
        "28P01" | "28000" => format!(
            "refuses this user: {message}; correct user and password in the connection string, or let the \
             user in (pg_hba.conf)"
        ),
        "3D000" => format!("does not exist: {message}; make it, or correct the connection string"),
        "42501" => format!(
            "withholds a right that is needed: {message}; grant the user that connects USAGE of the schema, \
             and what the guide to PostgreSQL lists for its tables"
        ),
        "3F000" | "42P01" | "42703" => format!(
            "was not opened by an engine of this release yet, or not in this schema: {message}; open it with \
             one that may create tables"
        ),
        "53100" => format!("cannot grow: the server's disk is full ({message}); make room there"),
        "53200" | "53400" => format!("is short of something: {message}; see the server's log"),
        "53300" => {
            format!("has no connection left: {message}; raise max_connections, or let each engine have fewer")
        }
        // On a standby no transaction begins that says it writes: 0A000.
        "25006" | "0A000" => format!(
            "can only be read: {message}; it is a standby or set to read-only, and commits go to the primary"
        ),
        "55P03" | "57014" => {
            "did not answer in time: other writers hold what is needed, or the server is slow".to_owned()
        }
        "57P01" | "57P02" | "57P03" => format!("is not there just now: {message}; it stops or starts"),
        "25P03" => {
            "gave the connection up, which had a transaction open and asked nothing for long".to_owned()
        }
        "25P02" => {
            format!("rolled back what was to be committed, and does not say why: {message}; ask again")
        }
        "26000" | "42P05" | "08P01" => format!("{THROUGH_A_POOLER} ({message})"),
        "XX001" | "XX002" => return Told::Corrupt(format!("finds its own files damaged: {message}")),
        "54000" => format!(
            "was given what it has no room for in one row ({message}): an index cannot hold texts of more \
             than about 2,700 bytes; store a shorter one"
        ),
        code if code.starts_with("22") || code.starts_with("23") || code.starts_with("428") => {
            return Told::Corrupt(format!("refuses what this table must take: {message} (code {code})"));
        }
        code => format!("cannot do it: {message} (code {code})"),
    };
    Told::Unavailable(what)
}

/// What a user needs for a statement, if it may use the schema.
fn right(sql: &str) -> &'static str {
    match sql.split(' ').next() {
        Some("INSERT") => "INSERT there",
        Some("UPDATE") => "SELECT and UPDATE there",
        Some("DELETE") => "SELECT and DELETE there",
        _ if sql.ends_with("FOR SHARE") || sql.ends_with("UPDATE") => {
            "SELECT there, and UPDATE of one column at least, without which no row can be locked"
        }
        _ => "USAGE of the schema and SELECT there",
    }
}
