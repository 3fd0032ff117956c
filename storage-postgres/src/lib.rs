#![forbid(unsafe_code)]
#![deny(missing_docs, missing_debug_implementations, unreachable_pub)]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::todo, clippy::dbg_macro)]
#![deny(clippy::print_stdout, clippy::print_stderr, clippy::use_self, clippy::manual_let_else)]
#![deny(clippy::too_many_lines, clippy::too_many_arguments, clippy::allow_attributes_without_reason)]
//! Paywright over PostgreSQL: where a host outgrows one machine, many engines over one database.
//!
//! ```no_run
//! use paywright::Engine;
//! use paywright_postgres::PostgresStorage;
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let storage = PostgresStorage::open("postgres://shop:secret@db.example/shop?sslmode=require")?;
//! let engine = Engine::new(storage)?;
//! # Ok(())
//! # }
//! ```
//!
//! # What it promises
//! A commit is there whole or not at all. Once it returned, every reader sees it, in this process and in
//! others, and it survives a crash of the server, as far as the server's own settings promise that. All
//! broken premises of a batch are named at once. A snapshot is a transaction of its own and stays what it
//! was. What is read is checked against its column: a damaged row is answered as
//! [`Corrupt`](paywright::storage::Corrupt), with its table, key and column.
//!
//! # What is in the database
//! One schema ([`PostgresOptions::schema`]), with tables and columns that have the names of the records and
//! their fields, so any SQL tool can read them. It should not write: `verify` will find it. Numbers are
//! BIGINT, ids UUID, hashes BYTEA, sums NUMERIC(39,0), texts TEXT in the order of their bytes; a text with
//! the characters U+0000 or U+0001, the first of which PostgreSQL cannot keep, has two characters for each
//! (U+0001 and then U+0001 or U+0002). A text in an index has at most about 2,700 bytes, ten times as many as
//! any of an engine's. The rules are not in the database: no function, no trigger.
//!
//! # How it commits
//! One transaction at READ COMMITTED, in two round trips whatever its size: every statement is sent before
//! the first answer is awaited, and COMMIT once all answers were right. Rows that are changed are locked
//! against all, rows that are relied on against those who change them, in one order for all writers, so that
//! who comes second waits for the first, and then is told what changed. A third round trip is taken where
//! statements are not prepared yet on a connection, or, after ROLLBACK, to find the names of what was in the
//! way.
//!
//! A connection that is lost before COMMIT was sent is `Unavailable`, and nothing was changed; after that it
//! is [`Unknown`](paywright::storage::CommitError::Unknown), and the engine asks its lane.
//!
//! # Operation
//! An engine whose schema is up to date needs no right to make or change tables. The least rights of an
//! owner, an engine and a reader, releases with a new schema ([`PostgresStorage::pending`]), partitions, and
//! what happens when a primary dies are in `docs/guides/postgres.md`, as statements that are tested. With
//! [`Access::ReadOnly`] a storage opens on a standby as well; a commit there is `Unavailable`, and a snapshot
//! that the standby takes back is told as that. Of several servers in the connection string
//! (`host=a,b target_session_attrs=read-write`) the one that takes writes is found, also where another is
//! silent.
//!
//! # Relatives
//! The statements are those that PostgreSQL shares with its distributed relatives: no lock that only its
//! session knows, no code in the database, no notifications; 40001 and 40P01 begin the commit again. The
//! relatives are untested here.
//!
//! # Poolers
//! Statements are prepared once on a connection, and their session has settings of ours: with statements of
//! another, the wrong rows would be written. So a connection must lead to one session, which is begun for
//! it. Each brings along a word of its own (a setting, in `options`), and asks the session for that before
//! anything else: through a pooler it is missing, in whatever mode that is, and the connection is refused
//! with a sentence that says so. The storage has a pool of its own.
//!
//! # Encryption
//! As `sslmode` in the connection string says: `disable`, `prefer` (the default: wherever the server can) or
//! `require`. Where there is encryption, name and chain of the server's certificate are verified, against the
//! machine's authorities or [`PostgresOptions::root_certificates`]. A server that has only a certificate of
//! its own making needs one of the two, or `disable`.

mod column;
mod commit;
mod failure;
mod hosts;
mod options;
mod page;
mod pipeline;
mod pool;
mod premises;
mod read;
mod runtime;
mod schema;
mod session;
mod sql;
mod tls;
mod wire;
mod write;

#[cfg(test)]
mod dialect;
#[cfg(test)]
mod plans;

/// The code of the guide runs as tests.
#[cfg(doctest)]
mod pages {
    #[doc = include_str!("../../docs/guides/postgres.md")]
    mod postgres {}
}

pub use options::{Access, PostgresOptions};

use column::Type;
use commit::WHOLE;
use failure::Fault;
use paywright::storage::Value;
use paywright::storage::{
    Batch, CommitError, JournalRow, Key, Reader, Rows, Scan, Schema, Storage, StorageError, Table,
};
use pool::{Lease, Pool};
use runtime::Deadline;
use session::{Address, Asked};
use sql::{Statements, TableSql, number};
use std::time::Duration;
use tokio_postgres::Row;
use wire::Parameter;

/// A storage in one schema of a PostgreSQL database. Opening it twice, here or on another machine, gives two
/// storages on the same data.
#[derive(Debug)]
pub struct PostgresStorage {
    statements: Statements,
    pool: Pool,
}

impl PostgresStorage {
    /// Connects as the string says, in either form that PostgreSQL's own tools take, with default options.
    ///
    /// ```
    /// use paywright::storage::StorageError;
    /// use paywright_postgres::PostgresStorage;
    ///
    /// // Nothing listens here.
    /// let refused = PostgresStorage::open("postgres://shop:secret@127.0.0.1:1/shop?sslmode=disable");
    /// let Err(StorageError::Unavailable(why)) = refused else { panic!("who answered?") };
    /// assert!(why.starts_with("database shop at 127.0.0.1:1 cannot be reached"));
    /// assert!(!why.contains("secret"));
    /// ```
    ///
    /// # Errors
    /// As [`PostgresStorage::open_with`].
    pub fn open(address: &str) -> Result<Self, StorageError> {
        Self::open_with(address, PostgresOptions::default())
    }

    /// Connects as string and options say. Nothing is made or changed: that is for
    /// [`migrate`](Storage::migrate), which an engine calls.
    ///
    /// # Errors
    /// [`StorageError::Unavailable`] for a string that cannot be read, a server that cannot be reached or
    /// does not let the user in, a certificate that cannot be verified. No error repeats the password.
    pub fn open_with(address: &str, options: PostgresOptions) -> Result<Self, StorageError> {
        let statements = Statements::new(&options.schema);
        let storage = Self { statements, pool: Pool::new(Address::new(address, options)?)? };
        let opened = storage.pool.take(storage.until()).map(drop);
        opened.map_err(|fault| storage.pool.address.told(WHOLE, fault))?;
        Ok(storage)
    }

    /// The statements that [`migrate`](Storage::migrate) would run to bring the database to a release's
    /// [`schema`](paywright::schema), in order; none where it is there. For an operator who wants to look at
    /// them, or to run them first: what `migrate` finds it does not make again. Every index that is built on
    /// a table in use stops its writers meanwhile, unless the operator writes `CONCURRENTLY` behind `INDEX`.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # use paywright_postgres::PostgresStorage;
    /// let storage = PostgresStorage::open("postgres://owner:secret@db.example/shop?sslmode=require")?;
    /// for statement in storage.pending(&paywright::schema())? {
    ///     println!("{statement};");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`StorageError::NewerSchema`] where a later release migrated it; else as `migrate`.
    pub fn pending(&self, schema: &Schema) -> Result<Vec<String>, StorageError> {
        let until = self.until();
        let told = |fault| self.pool.address.told(WHOLE, fault);
        let lease = self.pool.take(until).map_err(told)?;
        let (address, schema) = (std::sync::Arc::clone(&self.pool.address), *schema);
        lease
            .run(|session| async move {
                until.bound(async { schema::pending(&session, &address, &schema).await }).await
            })
            .map_err(told)
    }

    fn until(&self) -> Deadline {
        Deadline::after(self.pool.address.options().answer_within)
    }

    /// Asks on any connection; once more on a new one, where the server was started anew since the last use;
    /// again and again while a standby is in the middle of removing what is asked for.
    fn ask(&self, table: &'static str, asked: impl Fn() -> Asked) -> Result<Vec<Row>, StorageError> {
        let until = self.until();
        let told = |fault| self.pool.address.told(table, fault);
        let mut lease = self.pool.take(until).map_err(told)?;
        loop {
            match rows(&lease, asked(), until) {
                Err(fault) if fault.is_lost() && lease.is_kept => {
                    drop(lease);
                    lease = self.pool.fresh(until).map_err(told)?;
                }
                Err(fault) if fault.is_collision() && !fault.is_lost() && !until.left().is_zero() => {
                    std::thread::sleep(Duration::from_millis(10).min(until.left()));
                }
                answer => return answer.map_err(told),
            }
        }
    }
}

fn rows(lease: &Lease<'_>, asked: Asked, until: Deadline) -> Result<Vec<Row>, Fault> {
    lease.run(|session| async move { until.bound(session.rows(asked)).await })
}

/// Someone who can be asked: the storage on any connection, a snapshot on its own.
trait Asking {
    fn storage(&self) -> &PostgresStorage;

    fn ask(&self, table: &'static str, asked: &dyn Fn() -> Asked) -> Result<Vec<Row>, StorageError>;

    fn append(&self, sql: &TableSql, rows: &[Row], into: &mut Rows) -> Result<(), StorageError> {
        let told = |fault| self.storage().pool.address.told(sql.table.name, fault);
        read::append(sql, rows, into).map_err(told)
    }

    fn load_rows(&self, table: &'static Table, keys: &[Key], into: &mut Rows) -> Result<(), StorageError> {
        if keys.is_empty() {
            return Ok(());
        }
        let sql = self.storage().statements.of(table);
        let asked = || Asked {
            sql: sql.load.clone(),
            parameters: vec![write::keys(write::key_type(&sql), keys.iter().copied())],
            rows: true,
        };
        self.append(&sql, &self.ask(table.name, &asked)?, into)
    }

    fn scan_rows(&self, scan: &Scan<'_>, into: &mut Rows) -> Result<bool, StorageError> {
        let sql = self.storage().statements.of(scan.table);
        let Some(page) = page::page(&sql, scan)? else { return Ok(false) };
        let asked = || Asked { sql: page.sql.clone(), parameters: page.parameters.clone(), rows: true };
        let found = self.ask(scan.table.name, &asked)?;
        let limit = usize::try_from(scan.limit).unwrap_or(usize::MAX);
        self.append(&sql, found.get(..limit.min(found.len())).unwrap_or(&[]), into)?;
        Ok(found.len() > limit)
    }

    fn entries(&self, lane: u16, after: u64, limit: u32) -> Result<Vec<JournalRow>, StorageError> {
        let journal = &self.storage().statements.journal;
        let limit = Value::Int(limit.into());
        let of = |sql: &sql::Sql, values: &[Value<'_>]| {
            let parameters = values.iter().filter_map(|value| Parameter::value(*value, Type::Int)).collect();
            Asked { sql: sql.clone(), parameters, rows: true }
        };
        if lane == 0 {
            return Ok(read::strays(&self.ask("journal", &|| of(&journal.strays, &[limit]))?));
        }
        let place = [Value::Int(lane.into()), Value::Int(number(after)), limit];
        let found = self.ask("journal", &|| of(&journal.read, &place))?;
        read::entries(lane, &found).map_err(|fault| self.storage().pool.address.told("journal", fault))
    }
}

impl Asking for PostgresStorage {
    fn storage(&self) -> &PostgresStorage {
        self
    }

    fn ask(&self, table: &'static str, asked: &dyn Fn() -> Asked) -> Result<Vec<Row>, StorageError> {
        Self::ask(self, table, asked)
    }
}

/// One moment: a connection with a read transaction open, given back when dropped.
#[derive(Debug)]
struct Snapshot<'a> {
    storage: &'a PostgresStorage,
    lease: Lease<'a>,
}

/// The moment is that of the first statement that reads, not that of BEGIN. Whoever verifies may pause.
const MOMENT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; \
    SET LOCAL idle_in_transaction_session_timeout = '15min'; SELECT 1";

impl Asking for Snapshot<'_> {
    fn storage(&self) -> &PostgresStorage {
        self.storage
    }

    fn ask(&self, table: &'static str, asked: &dyn Fn() -> Asked) -> Result<Vec<Row>, StorageError> {
        let found = rows(&self.lease, asked(), self.storage.until());
        found.map_err(|fault| self.storage.pool.address.told(table, fault.of_a_moment()))
    }
}

impl Drop for Snapshot<'_> {
    /// Not ROLLBACK: what the server counts as rolled back are commits that others stood in the way of.
    fn drop(&mut self) {
        self.lease.send("COMMIT");
    }
}

macro_rules! reads {
    ($who:ty) => {
        impl Reader for $who {
            fn load(&self, table: &'static Table, keys: &[Key], into: &mut Rows) -> Result<(), StorageError> {
                self.load_rows(table, keys, into)
            }

            fn scan(&self, scan: &Scan<'_>, into: &mut Rows) -> Result<bool, StorageError> {
                self.scan_rows(scan, into)
            }

            fn journal(&self, lane: u16, after: u64, limit: u32) -> Result<Vec<JournalRow>, StorageError> {
                self.entries(lane, after, limit)
            }
        }
    };
}
reads!(PostgresStorage);
reads!(Snapshot<'_>);

/// How long a migration waits for that of another process, and for those who read,
const MIGRATION_WAITS: Duration = Duration::from_secs(600);
/// and how long it may work: an index of a billion rows takes hours.
const MIGRATION: Duration = Duration::from_secs(86_400);

impl Storage for PostgresStorage {
    fn migrate(&self, schema: &Schema) -> Result<(), StorageError> {
        let (until, waits) = (Deadline::after(MIGRATION), Deadline::after(MIGRATION_WAITS));
        let told = |fault| self.pool.address.told(WHOLE, fault);
        let lease = self.pool.take(waits).map_err(told)?;
        let (address, schema) = (std::sync::Arc::clone(&self.pool.address), *schema);
        lease
            .run(|session| async move {
                until
                    .bound(async {
                        // Building an index takes its time.
                        session.run("SET statement_timeout = 0").await?;
                        let migrated = schema::migrate(&session, &address, &schema, waits).await;
                        session.run(&session::bounded(address.options().answer_within)).await.and(migrated)
                    })
                    .await
            })
            .map_err(told)
    }

    fn commit(&self, batch: &Batch, patience: Duration) -> Result<(), CommitError> {
        self.write(batch, patience)
    }

    fn snapshot(&self) -> Result<Box<dyn Reader + '_>, StorageError> {
        let until = self.until();
        let told = |fault| self.pool.address.told(WHOLE, fault);
        let begin =
            |lease: &Lease<'_>| lease.run(|session| async move { until.bound(session.run(MOMENT)).await });
        let mut lease = self.pool.take(until).map_err(told)?;
        match begin(&lease) {
            Err(fault) if fault.is_lost() && lease.is_kept => {
                drop(lease);
                lease = self.pool.fresh(until).map_err(told)?;
                begin(&lease).map_err(told)?;
            }
            begun => begun.map_err(told)?,
        }
        Ok(Box::new(Snapshot { storage: self, lease }))
    }

    fn ping(&self) -> Result<(), StorageError> {
        let asked = || Asked { sql: "SELECT 1".into(), parameters: Vec::new(), rows: true };
        Self::ask(self, WHOLE, asked).map(drop)
    }
}
