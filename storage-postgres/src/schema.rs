//! Tables, columns and indexes: what is missing of a release's schema, and adding it.

use crate::column::columns;
use crate::failure::Fault;
use crate::options::Access;
use crate::read::int;
use crate::session::{Address, MOST_NAME, Session};
use crate::sql::{self, JournalSql, quoted, within};
use paywright::storage::{Corrupt, Schema, StorageError, Table};
use std::collections::{HashMap, HashSet};
use tokio_postgres::error::SqlState;

/// The table of one row that says which schema is here. Whoever migrates locks that row.
const MARK: &str = "paywright_schema";
/// How often two processes may get in each other's way before the row to lock is there.
const ATTEMPTS: u32 = 20;

/// Something that the schema names and the database has not.
struct Missing {
    table: &'static str,
    what: String,
    ddl: String,
}

/// What is in a schema of the server: each relation with the types of its columns.
type Present = HashMap<String, HashMap<String, u32>>;

/// Creates what is missing. The number in the database is read again under the lock of its row, so of two
/// processes one does it.
pub(crate) async fn migrate(session: &Session, address: &Address, schema: &Schema) -> Result<(), Fault> {
    let place = address.options().schema.as_str();
    fits(schema)?;
    let mut present = present(session, place).await?;
    if present.contains_key(MARK) && version(session, place, "").await? == Some(schema.version) {
        return complete(&present, place, schema);
    }
    prepare(session, address, schema, &mut present).await?;
    session.run("BEGIN ISOLATION LEVEL READ COMMITTED").await?;
    let migrated = migrate_locked(session, place, schema).await;
    if migrated.is_ok() {
        session.run("COMMIT").await?;
    } else {
        session.run("ROLLBACK").await?;
    }
    migrated
}

async fn migrate_locked(session: &Session, place: &str, schema: &Schema) -> Result<(), Fault> {
    let found = version(session, place, " FOR UPDATE").await?;
    let present = present(session, place).await?;
    if found == Some(schema.version) {
        return complete(&present, place, schema);
    }
    if let Some(found) = found.filter(|found| *found > schema.version) {
        return Err(StorageError::NewerSchema { found, known: schema.version }.into());
    }
    let mut ddl: Vec<String> = missing(&present, place, schema)?.into_iter().map(|one| one.ddl).collect();
    ddl.push(format!("UPDATE {} SET \"version\" = {}", within(place, MARK), schema.version));
    session.run(&ddl.join("; ")).await
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
    if address.options().access == Access::ReadOnly && !present_before.contains_key(MARK) {
        let what = format!("has no storage in schema {place}; give another address or another schema");
        return Err(address.unavailable(&what).into());
    }
    let mark = within(place, MARK);
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
        let mut ddl = Vec::new();
        if !exists(session, place).await? {
            ddl.push(format!("CREATE SCHEMA IF NOT EXISTS {}", quoted(place)));
        }
        if !present_before.contains_key(MARK) {
            ddl.push(format!(
                "CREATE TABLE IF NOT EXISTS {mark}(\"one\" BIGINT PRIMARY KEY, \"version\" BIGINT NOT NULL)"
            ));
        }
        // One transaction, so that nobody sees the table without its row.
        ddl.push(format!("INSERT INTO {mark}(\"one\", \"version\") VALUES(1, 0) ON CONFLICT DO NOTHING"));
        match session.run(&ddl.join("; ")).await {
            Err(fault) if is_beaten(&fault) && attempt < ATTEMPTS => {
                *present_before = present(session, place).await?;
            }
            prepared => return prepared,
        }
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
    let sql = "SELECT c.relname::TEXT, a.attname::TEXT, a.atttypid::BIGINT FROM pg_catalog.pg_class AS c \
         JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace \
         LEFT JOIN pg_catalog.pg_attribute AS a \
         ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped WHERE n.nspname::TEXT = $1";
    let mut present = Present::new();
    for row in session.once(sql, &[place]).await? {
        let columns = present.entry(row.try_get(0)?).or_default();
        if let (Some(column), Some(holds)) = (row.try_get::<_, Option<String>>(1)?, int(&row, 2)) {
            columns.insert(column, u32::try_from(holds).unwrap_or(0));
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
    let mut needs = |table, what: String, ddl| all.push(Missing { table, what, ddl });
    if !present.contains_key("journal") {
        needs("journal", "the table".to_owned(), JournalSql::create(place));
    }
    let indexes: HashSet<&String> = present.keys().collect();
    for table in schema.tables {
        match present.get(table.name) {
            None => needs(table.name, "the table".to_owned(), sql::create_table(place, table)),
            Some(found) => {
                for column in columns(table) {
                    let holds = found.get(&column.name);
                    if holds.is_some_and(|holds| *holds != column.holds.oid()) {
                        let wanted = column.holds.sql();
                        let what = format!("column {} has another type than {wanted}", column.name);
                        return Err(Corrupt { table: table.name, key: None, what }.into());
                    }
                    if holds.is_none() {
                        let what = format!("the column {}", column.name);
                        needs(table.name, what, sql::add_column(place, table, &column));
                    }
                }
            }
        }
        for index in table.indexes {
            let name = sql::index_name(table, index);
            if !indexes.contains(&name) {
                let ddl = sql::create_index(place, table, index)?;
                needs(table.name, format!("the index {name}"), ddl);
            }
        }
    }
    Ok(all)
}
