//! What a payment writes on a PostgreSQL server.

use super::super::payments;
use crate::Outcome;
use crate::books::all_new;
use crate::figure::{Sides, number};
use crate::ground::Ground;
use crate::load;
use crate::recorder::Recorder;
use crate::served::{Sql, Template};
use paywright::storage::Batch;
use paywright::{Engine, Request};

/// How payments are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// Many a commit.
    InBulk,
    /// An atomic call each, and so a commit.
    OneByOne,
}

/// What is told of all that was written.
pub(super) type Tell = fn(&Written) -> f64;

/// What so many payments wrote.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Written {
    /// Rows added and changed, entries of the journal among them.
    pub(super) rows: f64,
    /// Rows that were locked because a rule relied on them.
    pub(super) relied: f64,
    /// What the tables grew by.
    pub(super) tables: f64,
    /// What their indexes grew by.
    pub(super) indexes: f64,
    /// What the write-ahead log grew by.
    pub(super) log: f64,
}

/// One of the figures, a payment.
pub(super) fn sides(ground: &Ground, asked: Asked, tell: Tell) -> Outcome<Sides> {
    let template = Template::on(ground)?;
    let mut work = load::payments(&ground.scale)?;
    if asked == Asked::OneByOne {
        work = work.spread();
        work.timed.truncate(ground.scale.called_payments);
    }
    let count: usize = work.timed.iter().map(Vec::len).sum();
    let work = payments::requests_of(&template.books, &work)?;
    let ours = move || {
        let database = template.copy()?;
        let (storage, recording) = Recorder::over(database.storage()?);
        let engine = Engine::new(storage)?;
        for requests in &work.warm_up {
            pay(&engine, requests, Asked::InBulk)?;
        }
        drop(recording.take());
        let sql = database.sql()?;
        let before = sizes(&sql)?;
        for requests in &work.timed {
            pay(&engine, requests, asked)?;
        }
        let after = sizes(&sql)?;
        let (rows, relied) =
            recording.take().iter().map(rows).fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
        let written = Written {
            rows: number(rows),
            relied: number(relied),
            tables: after.tables - before.tables,
            indexes: after.indexes - before.indexes,
            log: after.log - before.log,
        };
        Ok(tell(&written) / number(count))
    };
    Ok(Sides { ours: Box::new(ours), baseline: None })
}

fn pay(engine: &Engine, requests: &[Request], asked: Asked) -> Outcome<()> {
    match asked {
        Asked::InBulk => all_new(engine.batch(requests.to_vec())),
        Asked::OneByOne => all_new(engine.atomic(requests.to_vec())?.into_iter().map(Ok).collect()),
    }
}

/// Rows that a batch writes, and those that it locks because it relies on them.
fn rows(batch: &Batch) -> (usize, usize) {
    let written =
        batch.tables.iter().map(|table| table.new.len() + table.changed.len() + table.removed.len());
    let relied = batch.tables.iter().map(|table| table.relied.len()).sum();
    (written.sum::<usize>() + batch.journal.len(), relied)
}

/// What is on the disk, or will be at the next checkpoint.
fn sizes(sql: &Sql) -> Outcome<Written> {
    let of = |what: &str| {
        sql.number(&format!(
            "SELECT sum({what}(c.oid))::DOUBLE PRECISION FROM pg_class c \
             JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'paywright' AND c.relkind = 'r'"
        ))
    };
    let log = "SELECT (pg_current_wal_insert_lsn() - '0/0')::DOUBLE PRECISION";
    Ok(Written {
        tables: of("pg_table_size")?,
        indexes: of("pg_indexes_size")?,
        log: sql.number(log)?,
        ..Written::default()
    })
}
