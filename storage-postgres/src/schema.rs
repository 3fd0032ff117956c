//! Tables, columns and indexes: what is missing of a release's schema, and adding it.

use crate::column::columns;
use crate::failure::Fault;
use crate::options::Access;
use crate::read::int;
use crate::runtime::Deadline;
use crate::session::{Address, MOST_NAME, Session};
use crate::sql::{self, JournalSql, quoted, within};
use paywright::storage::{Corrupt, Index, Schema, StorageError, Table};
use std::collections::HashMap;
use std::time::Duration;
use tokio_postgres::error::SqlState;

/// The table of one row that says which schema is here. Whoever migrates locks that row.
const MARK: &str = "paywright_schema";
/// How often two processes may get in each other's way before the row to lock is there.
const ATTEMPTS: u32 = 20;

/// How long one step waits for a lock: whoever wants the table meanwhile waits behind it.
const LOCK_WAIT: &str = "1s";
/// How long a step leaves others alone before it asks for the lock again.
const PAUSE: Duration = Duration::from_millis(500);

/// Something that the schema names and the database has not.
struct Missing {
    table: &'static str,
    what: String,
    ddl: String,
    /// Others may be at work in that table, so that each step of it is a transaction of its own.
    in_use: bool,
}

/// A relation as the server has it: the types of its columns, and, of an index, what it is worth.
#[derive(Default)]
struct Relation {
    columns: HashMap<String, u32>,
    index: Option<IndexState>,
}

struct IndexState {
    is_valid: bool,
    is_unique: bool,
}

/// What is in a schema of the server.
type Present = HashMap<String, Relation>;

/// Creates what is missing. The number in the database is read again under the lock of its row, so of two
/// processes one does it.
///
/// Others may be at work meanwhile. So a step takes one table at a time and waits for it only shortly: who
/// reads for long is not waited for with everybody behind, and nobody waits crosswise. Whatever stops it, the
/// next migration goes on with what is still missing, for the number is written last. It asks for locks until
/// `waits`; what it builds takes its time.
pub(crate) async fn migrate(
    session: &Session,
    address: &Address,
    schema: &Schema,
    waits: Deadline,
) -> Result<(), Fault> {
    let place = address.options().schema.as_str();
    fits(schema)?;
    let mut present = present(session, place).await?;
    let found = match present.contains_key(MARK) {
        true => version(session, place, "").await?,
        false => None,
    };
    match found {
        Some(found) if found == schema.version => return complete(&present, place, schema),
        Some(found) if found > schema.version => {
            return Err(StorageError::NewerSchema { found, known: schema.version }.into());
        }
        _ => {}
    }
    if address.options().access == Access::ReadOnly {
        let what = "this storage may only read".to_owned();
        return Err(by_another(address, found, schema, &what).into());
    }
    let made = make(session, address, schema, (&mut present, waits)).await;
    made.map_err(|fault| match fault.said() {
        Some(message) if fault.code().is_some_and(withholds) => {
            let what = match fault.code() == Some(&SqlState::INSUFFICIENT_PRIVILEGE) {
                true => format!("the server withholds a right that is needed: {message}"),
                false => format!("the server can only be read, as a standby can: {message}"),
            };
            by_another(address, found, schema, &what).into()
        }
        _ => fault,
    })
}

/// The user may not do it, or the server only reads.
fn withholds(code: &SqlState) -> bool {
    let codes = [
        SqlState::INSUFFICIENT_PRIVILEGE,
        SqlState::READ_ONLY_SQL_TRANSACTION,
        SqlState::FEATURE_NOT_SUPPORTED,
    ];
    codes.contains(code)
}

/// Tables must be made, and not by who asks.
fn by_another(address: &Address, found: Option<u32>, schema: &Schema, why: &str) -> StorageError {
    let (place, wanted) = (&address.options().schema, schema.version);
    let what = match found.filter(|found| *found > 0) {
        Some(found) => format!(
            "has tables of version {found} in schema {place}, this release needs version {wanted}, and \
             {why}; migrate with the tables' owner first"
        ),
        None => format!(
            "has no storage in schema {place}, and {why}; open it with a user that may make one first, or \
             give another address or another schema"
        ),
    };
    address.unavailable(&what)
}

async fn make(
    session: &Session,
    address: &Address,
    schema: &Schema,
    (present, waits): (&mut Present, Deadline),
) -> Result<(), Fault> {
    prepare(session, address, schema, present).await?;
    let begin = format!("{}; SET LOCAL lock_timeout = '{LOCK_WAIT}'", session.begin);
    loop {
        let stepped = match session.run(&begin).await {
            Ok(()) => step(session, address, schema).await,
            Err(fault) => Err(fault),
        };
        match stepped {
            Ok(done) => {
                session.run("COMMIT").await?;
                if done {
                    return Ok(());
                }
            }
            Err(fault) => {
                session.run("ROLLBACK").await?;
                if !fault.is_collision() && fault.code() != Some(&SqlState::LOCK_NOT_AVAILABLE) {
                    return Err(fault);
                }
                if waits.left().is_zero() {
                    return Err(Fault::Late);
                }
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

/// Makes what nobody can be at work in, all at once, or else one thing; when nothing is missing, writes the
/// number and says that it is done.
async fn step(session: &Session, address: &Address, schema: &Schema) -> Result<bool, Fault> {
    let place = address.options().schema.as_str();
    let found = version(session, place, " FOR UPDATE").await?;
    let present = present(session, place).await?;
    if found == Some(schema.version) {
        complete(&present, place, schema)?;
        return Ok(true);
    }
    if let Some(found) = found.filter(|found| *found > schema.version) {
        return Err(StorageError::NewerSchema { found, known: schema.version }.into());
    }
    let (in_use, fresh): (Vec<_>, Vec<_>) =
        missing(&present, place, schema)?.into_iter().partition(|one| one.in_use);
    let is_last = in_use.is_empty();
    let mut ddl: Vec<String> = match fresh.is_empty() {
        true => in_use.into_iter().take(1).map(|one| one.ddl).collect(),
        false => fresh.into_iter().map(|one| one.ddl).collect(),
    };
    if is_last {
        ddl.push(raise(place, schema));
    }
    session.run(&ddl.join("; ")).await?;
    Ok(is_last)
}

/// What a migration would send, in order.
pub(crate) async fn pending(
    session: &Session,
    address: &Address,
    schema: &Schema,
) -> Result<Vec<String>, Fault> {
    let place = address.options().schema.as_str();
    fits(schema)?;
    let present = present(session, place).await?;
    let found = match present.contains_key(MARK) {
        true => version(session, place, "").await?,
        false => None,
    };
    match found {
        Some(found) if found == schema.version => {
            return complete(&present, place, schema).map(|()| Vec::new());
        }
        Some(found) if found > schema.version => {
            return Err(StorageError::NewerSchema { found, known: schema.version }.into());
        }
        _ => {}
    }
    let mut ddl = beginning(session, place, &present).await?;
    ddl.extend(missing(&present, place, schema)?.into_iter().map(|one| one.ddl));
    ddl.push(raise(place, schema));
    Ok(ddl)
}

fn raise(place: &str, schema: &Schema) -> String {
    format!("UPDATE {} SET \"version\" = {}", within(place, MARK), schema.version)
}

/// The schema and the row to lock, where they are missing.
async fn beginning(session: &Session, place: &str, present: &Present) -> Result<Vec<String>, Fault> {
    let mark = within(place, MARK);
    let mut ddl = Vec::new();
    if !exists(session, place).await? {
        ddl.push(format!("CREATE SCHEMA IF NOT EXISTS {}", quoted(place)));
    }
    if !present.contains_key(MARK) {
        ddl.push(format!(
            "CREATE TABLE IF NOT EXISTS {mark}(\"one\" BIGINT PRIMARY KEY, \"version\" BIGINT NOT NULL)"
        ));
    }
    ddl.push(format!("INSERT INTO {mark}(\"one\", \"version\") VALUES(1, 0) ON CONFLICT DO NOTHING"));
    Ok(ddl)
}

/// Makes the schema and the row to lock. Two processes may do so at once; the server then stops one of them,
/// which finds the work done.
async fn prepare(
    session: &Session,
    address: &Address,
    schema: &Schema,
    present_before: &mut Present,
) -> Result<(), Fault> {
    let place = address.options().schema.as_str();
    for attempt in 1..=ATTEMPTS {
        let strange = schema.tables.iter().map(|table| table.name).chain(["journal"]);
        let strange = strange.into_iter().find(|name| present_before.contains_key(*name));
        if let Some(name) = strange.filter(|_| !present_before.contains_key(MARK)) {
            let what = format!(
                "has a table {name} in schema {place} that another program made, and was left as it is; give \
                 another schema"
            );
            return Err(address.unavailable(&what).into());
        }
        // One transaction, so that nobody sees the table without its row.
        let ddl = beginning(session, place, present_before).await?;
        let prepared = session.run(&format!("{}; {}; COMMIT", session.begin, ddl.join("; "))).await;
        let Err(fault) = prepared else { return Ok(()) };
        session.run("ROLLBACK").await?;
        if !is_beaten(&fault) || attempt == ATTEMPTS {
            return Err(fault);
        }
        *present_before = present(session, place).await?;
    }
    Ok(())
}

/// Another process made the same at the same time.
fn is_beaten(fault: &Fault) -> bool {
    let codes = [
        SqlState::UNIQUE_VIOLATION,
        SqlState::DUPLICATE_TABLE,
        SqlState::DUPLICATE_SCHEMA,
        SqlState::DUPLICATE_OBJECT,
        SqlState::INTERNAL_ERROR,
    ];
    fault.is_collision() || fault.code().is_some_and(|code| codes.contains(code))
}

async fn exists(session: &Session, place: &str) -> Result<bool, Fault> {
    let sql = "SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname::TEXT = $1";
    Ok(!session.once(sql, &[place]).await?.is_empty())
}

async fn version(session: &Session, place: &str, lock: &str) -> Result<Option<u32>, Fault> {
    let sql = format!("SELECT \"version\" FROM {} WHERE \"one\" = 1{lock}", within(place, MARK));
    let rows = session.once(&sql, &[]).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    match int(row, 0).and_then(|version| u32::try_from(version).ok()) {
        Some(version) => Ok(Some(version)),
        None => {
            let what = "what stands there is not the number of a schema".to_owned();
            Err(Corrupt { table: MARK, key: None, what }.into())
        }
    }
}

/// The server cuts longer names, and two could become one.
fn fits(schema: &Schema) -> Result<(), StorageError> {
    let indexes = |table: &'static Table| table.indexes.iter().map(|index| sql::index_name(table, index));
    let mut names = schema.tables.iter().flat_map(|table| {
        let columns = columns(table).into_iter().map(|column| column.name);
        std::iter::once(table.name.to_owned()).chain(columns).chain(indexes(table)).collect::<Vec<_>>()
    });
    match names.find(|name| name.len() > MOST_NAME) {
        Some(name) => Err(StorageError::Unavailable(format!(
            "the name {name} has more than {MOST_NAME} bytes, and PostgreSQL cuts it there"
        ))),
        None => Ok(()),
    }
}

async fn present(session: &Session, place: &str) -> Result<Present, Fault> {
    let sql = "SELECT c.relname::TEXT, a.attname::TEXT, a.atttypid::BIGINT, i.indisvalid, i.indisunique \
         FROM pg_catalog.pg_class AS c \
         JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace \
         LEFT JOIN pg_catalog.pg_index AS i ON i.indexrelid = c.oid \
         LEFT JOIN pg_catalog.pg_attribute AS a \
         ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped WHERE n.nspname::TEXT = $1";
    let mut present = Present::new();
    for row in session.once(sql, &[place]).await? {
        let relation = present.entry(row.try_get(0)?).or_default();
        if let (Some(column), Some(holds)) = (row.try_get::<_, Option<String>>(1)?, int(&row, 2)) {
            relation.columns.insert(column, u32::try_from(holds).unwrap_or(0));
        }
        if let (Some(is_valid), Some(is_unique)) = (row.try_get(3)?, row.try_get(4)?) {
            relation.index = Some(IndexState { is_valid, is_unique });
        }
    }
    Ok(present)
}

fn complete(present: &Present, place: &str, schema: &Schema) -> Result<(), Fault> {
    match missing(present, place, schema)?.into_iter().next() {
        None => Ok(()),
        Some(Missing { table, what, .. }) => {
            let what = format!("{what} is missing, though schema {place} has version {}", schema.version);
            Err(Corrupt { table, key: None, what }.into())
        }
    }
}

fn missing(present: &Present, place: &str, schema: &Schema) -> Result<Vec<Missing>, Fault> {
    let mut all = Vec::new();
    if !present.contains_key("journal") {
        let ddl = JournalSql::create(place);
        all.push(Missing { table: "journal", what: "the table".to_owned(), ddl, in_use: false });
    }
    for table in schema.tables.iter().copied() {
        let found = present.get(table.name);
        let mut needs =
            |what, ddl| all.push(Missing { table: table.name, what, ddl, in_use: found.is_some() });
        if found.is_none() {
            needs("the table".to_owned(), sql::create_table(place, table));
        }
        for column in columns(table) {
            let Some(found) = found else { break };
            let holds = found.columns.get(&column.name);
            if holds.is_some_and(|holds| *holds != column.holds.oid()) {
                let wanted = column.holds.sql();
                let what = format!("column {} has another type than {wanted}", column.name);
                return Err(Corrupt { table: table.name, key: None, what }.into());
            }
            if holds.is_none() {
                needs(format!("the column {}", column.name), sql::add_column(place, table, &column));
            }
        }
        for index in table.indexes {
            let name = sql::index_name(table, index);
            match present.get(&name) {
                Some(relation) => serves(place, table, index, relation)?,
                None => needs(format!("the index {name}"), sql::create_index(place, table, index)?),
            }
        }
    }
    Ok(all)
}

/// An operator may have built it before. What does not find every row, or lets two rows have one value,
/// would be relied on wrongly.
fn serves(place: &str, table: &'static Table, index: &Index, found: &Relation) -> Result<(), Fault> {
    let (name, state) = (sql::index_name(table, index), found.index.as_ref());
    if state.is_some_and(|state| !state.is_valid) {
        return Err(StorageError::Unavailable(format!(
            "index {name} in schema {place} is not whole: it is being built, or that broke off; wait for who \
             builds it, or drop it and begin again"
        ))
        .into());
    }
    if index.unique && state.is_none_or(|state| !state.is_unique) {
        let what = format!("what is called {name} is no unique index, and must be one");
        return Err(Corrupt { table: table.name, key: None, what }.into());
    }
    Ok(())
}
