//! Looks into a database, page by page.

use crate::contents::{
    Accounts, Cases, Contents, Effects, Keys, LaneHead, Line, OldestDue, Sizes, Sums, TableSize, Trial,
};
use crate::database::shown;
use crate::options::Options;
use crate::reader::{self, Failure};
use paywright::journal::{IdempotencyKey, Lane};
use paywright::machine::Word;
use paywright::storage::{Key, Reader, Record, Rows, Scan, Stamp, Storage, StorageError, Table, Value};
use paywright::{
    Account, Case, CaseState, Effect, EffectKind, EffectState, Engine, Error, Hold, Operation, Order,
    Payment, Refund, Timestamp, TrialLine,
};
use paywright_sqlite::SqliteStorage;
use std::collections::BTreeMap;
use std::path::Path;

/// Rows in memory at once.
const PAGE: u32 = 1_000;

/// All of it, wherever the options say.
pub fn at(options: &Options) -> Result<Contents, Failure> {
    match &options.storage {
        Some(address) => on_server(address),
        None => in_file(&options.database.clone().unwrap_or_default()),
    }
}

fn on_server(address: &str) -> Result<Contents, Failure> {
    let storage = reader::on_server(address)?;
    let found = Engine::new(reader::on_server(address)?).and_then(|engine| look(&storage, &engine));
    let found = found.map_err(|error| reader::failed(&shown(address), &error))?;
    Ok(Contents { database: shown(address), ..found })
}

fn in_file(database: &Path) -> Result<Contents, Failure> {
    let failed = |error: Error| reader::failed(&database.display(), &error);
    let storage = reader::open(database)?;
    let engine = Engine::new(reader::open(database)?).map_err(failed)?;
    let found = look(&storage, &engine).map_err(failed)?;
    let sizes = sizes(&storage).map_err(|error| failed(error.into()))?;
    Ok(Contents { database: database.display().to_string(), sizes: Some(sizes), ..found })
}

fn look(storage: &dyn Storage, engine: &Engine) -> Result<Contents, Error> {
    let moment = storage.snapshot()?;
    Ok(Contents {
        database: String::new(),
        accounts: accounts(&*moment)?,
        trial_balance: trial(engine.trial_balance()?),
        lanes: lanes(&*moment)?,
        effects: effects(&*moment)?,
        oldest_due: oldest_due(&*moment)?,
        open_cases: open_cases(&*moment)?,
        keys: keys(&*moment)?,
        sizes: None,
    })
}

/// Every record of a table, and what its row is stamped with.
fn each<R: Record>(moment: &dyn Reader, mut see: impl FnMut(R, Stamp)) -> Result<(), StorageError> {
    let mut last: Option<Key> = None;
    loop {
        let mut rows = Rows::new(R::TABLE);
        let after = last.map(|key| [key.value()]);
        let after = after.as_ref().map(|key| &key[..]);
        let more = moment.scan(&Scan { after, ..Scan::all(R::TABLE, PAGE) }, &mut rows)?;
        for i in 0..rows.len() {
            see(R::read(&mut rows.reader(i))?, rows.stamp(i));
        }
        if !more {
            return Ok(());
        }
        last = rows.len().checked_sub(1).map(|place| rows.key(place));
    }
}

fn count<K: Ord>(counts: &mut BTreeMap<K, u64>, key: K) {
    let count = counts.entry(key).or_default();
    *count = count.saturating_add(1);
}

fn accounts(moment: &dyn Reader) -> Result<Vec<Accounts>, StorageError> {
    let mut counts = BTreeMap::new();
    each(moment, |account: Account, _| {
        count(
            &mut counts,
            (account.currency.code().to_owned(), account.purpose.word(), account.state.word()),
        );
    })?;
    let line = |((currency, purpose, state), count)| Accounts { currency, purpose, state, count };
    Ok(counts.into_iter().map(line).collect())
}

fn trial(lines: Vec<TrialLine>) -> Vec<Trial> {
    let mut currencies: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    for TrialLine { currency, purpose, figures } in lines {
        let sums = Sums {
            debits: figures.debits,
            credits: figures.credits,
            pending_debits: figures.pending_debits,
            pending_credits: figures.pending_credits,
        };
        let lines = currencies.entry(currency.code().to_owned()).or_default();
        lines.push(Line { purpose: purpose.word(), sums });
    }
    let of_currency = |(currency, lines): (String, Vec<Line>)| {
        let total = lines.iter().fold(Sums::default(), |sum, line| plus(sum, line.sums));
        let is_balanced = (total.debits, total.pending_debits) == (total.credits, total.pending_credits);
        Trial { currency, lines, total, is_balanced }
    };
    currencies.into_iter().map(of_currency).collect()
}

fn plus(one: Sums, other: Sums) -> Sums {
    Sums {
        debits: one.debits.saturating_add(other.debits),
        credits: one.credits.saturating_add(other.credits),
        pending_debits: one.pending_debits.saturating_add(other.pending_debits),
        pending_credits: one.pending_credits.saturating_add(other.pending_credits),
    }
}

fn lanes(moment: &dyn Reader) -> Result<Vec<LaneHead>, StorageError> {
    let mut heads = Vec::new();
    each(moment, |head: Lane, _| {
        heads.push(LaneHead {
            lane: head.lane.0,
            epoch: head.epoch,
            sequence: head.sequence,
            held_until: head.held_until.to_string(),
            last_entry_at: head.last_at.to_string(),
        });
    })?;
    Ok(heads)
}

fn effects(moment: &dyn Reader) -> Result<Vec<Effects>, StorageError> {
    let mut counts: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    each(moment, |effect: Effect, _| count(&mut counts, (effect.kind.word(), effect.state.word())))?;
    let mut found = Vec::new();
    for kind in EffectKind::ALL {
        for state in EffectState::ALL {
            let Some(count) = counts.get(&(kind.word(), state.word())) else { continue };
            let oldest =
                first_due(moment, Effect::TABLE, &[Value::Text(state.word()), Value::Text(kind.word())])?;
            let (kind, state, count) = (kind.word(), state.word(), *count);
            found.push(Effects { kind, state, count, oldest_due: oldest.map(|at| at.to_string()) });
        }
    }
    Ok(found)
}

fn oldest_due(moment: &dyn Reader) -> Result<Vec<OldestDue>, StorageError> {
    let mut found = Vec::new();
    for table in [Hold::TABLE, Order::TABLE, Payment::TABLE, Refund::TABLE, Operation::TABLE] {
        let at = first_due(moment, table, &[])?;
        found.extend(at.map(|at| OldestDue { table: table.name, at: at.to_string() }));
    }
    Ok(found)
}

/// The earliest `due_at` of the rows whose index begins so.
fn first_due(
    moment: &dyn Reader,
    table: &'static Table,
    prefix: &[Value<'_>],
) -> Result<Option<Timestamp>, StorageError> {
    let from = Some(Value::Int(i64::MIN));
    let scan = Scan { index: table.index("by_due"), prefix, from, ..Scan::all(table, 1) };
    let mut rows = Rows::new(table);
    moment.scan(&scan, &mut rows)?;
    let place = table.position("due_at");
    let first = if rows.is_empty() { None } else { place.and_then(|place| rows.values(0).nth(place)) };
    Ok(match first {
        Some(Value::Int(micros)) => Some(Timestamp::from_micros(micros)),
        _ => None,
    })
}

fn open_cases(moment: &dyn Reader) -> Result<Vec<Cases>, StorageError> {
    let mut counts = BTreeMap::new();
    each(moment, |case: Case, _| {
        if case.state == CaseState::Open {
            count(&mut counts, case.kind.word());
        }
    })?;
    Ok(counts.into_iter().map(|(kind, count)| Cases { kind, count }).collect())
}

fn keys(moment: &dyn Reader) -> Result<Keys, StorageError> {
    let (mut kept, mut oldest) = (0_u64, None);
    each(moment, |_: IdempotencyKey, stamp| {
        kept = kept.saturating_add(1);
        oldest = oldest.into_iter().chain([stamp.changed_at]).min();
    })?;
    Ok(Keys { kept, oldest: oldest.map(|at: Timestamp| at.to_string()) })
}

fn sizes(storage: &SqliteStorage) -> Result<Sizes, StorageError> {
    let found = storage.sizes()?;
    let table =
        |of: paywright_sqlite::TableSize| TableSize { table: of.table, rows: of.rows, bytes: of.bytes };
    Ok(Sizes {
        file_bytes: found.file_bytes,
        log_bytes: found.log_bytes,
        page_bytes: found.page_bytes,
        free_pages: found.free_pages,
        tables: found.tables.into_iter().map(table).collect(),
    })
}
