//! One connection: where it leads, its prepared statements, and asking many things at once.

use crate::failure::{Fault, THROUGH_A_POOLER};
use crate::options::{Access, PostgresOptions};
use crate::pipeline::{Question, together};
use crate::runtime::Deadline;
use crate::sql::Sql;
use crate::tls;
use crate::wire::Parameter;
use paywright::storage::StorageError;
use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Waker};
use std::time::Duration;
use tokio::task::AbortHandle;
use tokio_postgres::config::Host;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Config, Row, SimpleQueryMessage, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;

/// A storage that asks for more shapes of statements than this begins to forget.
const STATEMENTS: usize = 1_024;

/// Said once by each session. Only a transaction that says so writes: all statements of a commit are on their
/// way before it is known that its transaction has begun, and where it has not, none of them may be done by
/// itself. A commit of ours never pauses with its transaction open; who does is stopped or cut off, and its
/// locks are in the way of others. A commit that returned must be durable, whatever the server's default is.
/// And every row is found by an index: plans are kept, and one that reads a whole table, made while that was
/// small, would be kept as it grows. The plan does not depend on the values, so none is made anew for them:
/// that was a third of the server's work for a small commit. A server without such settings is not asked.
const SETTINGS: &str = "SET default_transaction_read_only = on; \
    SET lock_timeout = '30s'; SET idle_in_transaction_session_timeout = '10s'; \
    SELECT set_config('synchronous_commit', 'on', FALSE) \
    WHERE current_setting('synchronous_commit') = 'off'; \
    SELECT set_config( \
        name, CASE name WHEN 'plan_cache_mode' THEN 'force_generic_plan' ELSE 'off' END, FALSE) \
    FROM pg_catalog.pg_settings WHERE name IN \
    ('enable_seqscan', 'enable_bitmapscan', 'enable_hashjoin', 'enable_mergejoin', 'plan_cache_mode')";

/// A word of its own that each connection brings along, for the session that is begun for it. Whoever stands
/// between and gives a connection sessions that others began does not pass it on, or not to each of them.
const WORD: &str = "paywright.session";

/// A connection of whose other end nothing was heard for so long, though something was sent there, is lost: a
/// machine that is switched off says nothing.
const GONE_AFTER: Duration = Duration::from_secs(5);

/// How a transaction begins that writes, where host and operator let it.
const BEGIN: [&str; 2] =
    ["BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE", "BEGIN ISOLATION LEVEL READ COMMITTED"];

/// A statement that nobody waits for any longer ends.
pub(crate) fn bounded(patience: Duration) -> String {
    let millis = i32::try_from(patience.as_millis()).unwrap_or(i32::MAX).max(1);
    format!("SET statement_timeout = {millis}")
}

/// Where the database is. It knows the password and never shows it.
pub(crate) struct Address {
    config: Config,
    tls: MakeRustlsConnect,
    /// The database and its servers, as errors name them.
    pub(crate) named: String,
    options: PostgresOptions,
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Address").field("named", &self.named).field("options", &self.options).finish()
    }
}

impl Address {
    pub(crate) fn new(address: &str, options: PostgresOptions) -> Result<Self, StorageError> {
        // Name and chain are verified wherever there is encryption, so both words ask for the same.
        let address = address.replace("sslmode=verify-full", "sslmode=require");
        // What is wrong is not repeated: it may be a part of the password.
        let misread = || StorageError::Unavailable(MISREAD.to_owned());
        let mut config: Config =
            if is_ambiguous(&address) { Err(misread()) } else { address.parse().map_err(|_| misread()) }?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(options.answer_within);
        }
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(GONE_AFTER);
        }
        if config.get_application_name().is_none() {
            config.application_name("paywright");
        }
        let named = named(&config);
        if options.schema.is_empty() || options.schema.len() > MOST_NAME || options.schema.contains('\0') {
            return Err(StorageError::Unavailable(format!(
                "{named} cannot have a schema '{}': a name has 1 to {MOST_NAME} bytes and no NUL",
                options.schema.escape_debug()
            )));
        }
        Ok(Self { config, tls: tls::connector(&options)?, named, options })
    }

    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    /// The same with another way there.
    pub(crate) fn leading_to(&self, config: Config) -> Self {
        Self { named: named(&config), config, tls: self.tls.clone(), options: self.options.clone() }
    }

    pub(crate) fn options(&self) -> &PostgresOptions {
        &self.options
    }

    pub(crate) fn told(&self, table: &'static str, fault: Fault) -> StorageError {
        fault.told(&self.named, table)
    }

    pub(crate) fn unavailable(&self, what: &str) -> StorageError {
        StorageError::Unavailable(format!("{} {what}", self.named))
    }
}

/// Whether a sign of an address that ends one part of it stands in a later part as well: then a piece of the
/// password may have been taken for a host or a database, which errors name.
fn is_ambiguous(address: &str) -> bool {
    let Some((_, rest)) = address.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let behind = rest.get(authority.len()..).unwrap_or_default();
    authority.matches('@').count() > 1 || behind.contains(['@', '#'])
}

/// The longest name that the server does not cut.
pub(crate) const MOST_NAME: usize = 63;

const MISREAD: &str = "the connection string cannot be read: it has the form \
    postgres://user:password@host:5432/database?sslmode=require, where special characters of a password are \
    written as % and two hexadecimal digits, and sslmode is disable, prefer, require or verify-full";

fn named(config: &Config) -> String {
    let ports = config.get_ports();
    let hosts = config.get_hosts().iter().enumerate().map(|(i, host)| {
        let port = ports.get(i).or(ports.first()).copied().unwrap_or(5432);
        match host {
            Host::Tcp(name) => format!("{name}:{port}"),
            #[cfg(unix)]
            Host::Unix(folder) => format!("{} (port {port})", folder.display()),
        }
    });
    let database = config.get_dbname().or(config.get_user()).unwrap_or("of the user");
    format!("database {database} at {}", hosts.collect::<Vec<_>>().join(", "))
}

pub(crate) struct Session {
    client: Client,
    /// How a commit begins here.
    pub(crate) begin: &'static str,
    /// What moves the bytes of this connection.
    connection: AbortHandle,
    statements: Mutex<HashMap<Sql, Statement>>,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("is_closed", &self.is_closed()).finish_non_exhaustive()
    }
}

impl Drop for Session {
    /// Ends the connection at once, so that the server rolls back and others get the locks. By itself it
    /// would wait for all answers that are due.
    fn drop(&mut self) {
        self.connection.abort();
    }
}

/// What one statement answered.
#[derive(Debug)]
pub(crate) enum Answer {
    Rows(Vec<Row>),
    Count(u64),
}

/// A statement with its parameters.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) sql: Sql,
    pub(crate) parameters: Vec<Parameter>,
    /// Whether rows are wanted, or how many it concerned.
    pub(crate) rows: bool,
}

impl Session {
    pub(crate) async fn open(address: &Address, until: Deadline) -> Result<Self, Fault> {
        until
            .bound(async {
                let word = RandomState::new().build_hasher().finish().to_string();
                let mut config = address.config.clone();
                let given = config.get_options().unwrap_or_default();
                config.options(format!("{given} -c {WORD}={word}"));
                let (client, connection) = config.connect(address.tls.clone()).await?;
                // Its end is seen at the client.
                let connection = tokio::spawn(async move { drop(connection.await) }).abort_handle();
                let mut session = Self { client, connection, begin: BEGIN[0], statements: Mutex::default() };
                // Before anything is set, for it would be set for others.
                let asked = format!(
                    "SELECT current_setting('{WORD}', TRUE), \
                     current_setting('default_transaction_read_only', TRUE)"
                );
                let answers = session.client.simple_query(&asked).await?;
                let own = answers.iter().find_map(|answer| match answer {
                    SimpleQueryMessage::Row(row) if row.get(0) == Some(word.as_str()) => Some(row),
                    _ => None,
                });
                let Some(own) = own else { return Err(address.unavailable(THROUGH_A_POOLER).into()) };
                if own.get(1) == Some("on") || address.options.access == Access::ReadOnly {
                    session.begin = BEGIN[1];
                }
                let settings = format!("{}; {SETTINGS}", bounded(address.options.answer_within));
                session.run(&settings).await?;
                Ok(session)
            })
            .await
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    /// Statements without parameters and answers, several in one.
    pub(crate) async fn run(&self, sql: &str) -> Result<(), Fault> {
        Ok(self.client.batch_execute(sql).await?)
    }

    /// Sends them and waits for nothing; whatever is asked next comes after them.
    pub(crate) fn send(&self, sql: &str) {
        let mut sent = std::pin::pin!(self.client.batch_execute(sql));
        let _ = sent.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    }

    /// A few rows of a statement that is not kept.
    pub(crate) async fn once(&self, sql: &str, parameters: &[&str]) -> Result<Vec<Row>, Fault> {
        let parameters: Vec<&(dyn ToSql + Sync)> =
            parameters.iter().map(|text| text as &(dyn ToSql + Sync)).collect();
        self.client.query(sql, &parameters).await.map_err(|error| Fault::from(error).of(sql))
    }

    pub(crate) async fn rows(&self, asked: Asked) -> Result<Vec<Row>, Fault> {
        self.prepare([&asked.sql].into_iter()).await?;
        match self.ask(&asked).await? {
            Answer::Rows(rows) => Ok(rows),
            Answer::Count(_) => Ok(Vec::new()),
        }
    }

    /// All in order in one round trip, between `first` and `last`; one more where some are not prepared yet.
    /// A question that fails within a transaction makes the later ones fail.
    pub(crate) async fn all(
        &self,
        first: &str,
        asked: &[Asked],
        last: Option<&str>,
    ) -> Result<Vec<Result<Answer, Fault>>, Fault> {
        self.prepare(asked.iter().map(|asked| &asked.sql)).await?;
        let plain = |sql| async move { self.run(sql).await.map(|()| Answer::Count(0)) };
        let mut questions: Vec<Question<'_, _>> = vec![Box::pin(plain(first))];
        for asked in asked {
            questions.push(Box::pin(self.ask(asked)));
        }
        if let Some(last) = last {
            questions.push(Box::pin(plain(last)));
        }
        let mut answers = together(questions).await;
        if last.is_some() {
            answers.pop();
        }
        // Without its beginning nothing of it counts; it may have begun all the same, and come to nothing.
        if let Err(fault) = answers.remove(0) {
            self.send("ROLLBACK");
            return Err(fault);
        }
        Ok(answers)
    }

    async fn ask(&self, asked: &Asked) -> Result<Answer, Fault> {
        let parameters: Vec<&(dyn ToSql + Sync)> =
            asked.parameters.iter().map(|parameter| parameter as &(dyn ToSql + Sync)).collect();
        let Some(statement) = self.statements().get(&asked.sql).cloned() else {
            return Err(Fault::Lost("a statement was forgotten before it was used".to_owned()));
        };
        let answered = match asked.rows {
            true => self.client.query(&statement, &parameters).await.map(Answer::Rows),
            false => self.client.execute(&statement, &parameters).await.map(Answer::Count),
        };
        answered.map_err(|error| Fault::from(error).of(&asked.sql))
    }

    /// What is not prepared yet, all of it in one round trip.
    pub(crate) async fn prepare<'a>(&self, all: impl Iterator<Item = &'a Sql>) -> Result<(), Fault> {
        let mut missing: Vec<Sql> = all.cloned().collect();
        missing.sort_unstable();
        missing.dedup();
        {
            let mut known = self.statements();
            if known.len() + missing.len() > STATEMENTS {
                known.clear();
            }
            missing.retain(|sql| !known.contains_key(sql));
        }
        if missing.is_empty() {
            return Ok(());
        }
        let questions: Vec<Question<'_, _>> = missing
            .iter()
            .map(|sql| Box::pin(async move { self.client.prepare(sql).await }) as Question<'_, _>)
            .collect();
        for (sql, statement) in missing.iter().zip(together(questions).await) {
            self.statements().insert(sql.clone(), statement?);
        }
        Ok(())
    }

    fn statements(&self) -> std::sync::MutexGuard<'_, HashMap<Sql, Statement>> {
        self.statements.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
