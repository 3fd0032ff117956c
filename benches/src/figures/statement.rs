//! A page of one account's statement among the transfers of many.

use crate::Outcome;
use crate::figure::{Sides, number};
use crate::ground::Ground;
use crate::load::Movements;
use crate::raw::{Layout, RawLedger, RawStatement};
use crate::work::timed;
use paywright::storage::Direction;
use paywright::{Engine, StatementOf};
use paywright_sqlite::SqliteStorage;

/// Lines of a page.
const LINES: usize = 100;

pub(super) fn against_entries(ground: &Ground) -> Outcome<Sides> {
    let large = ground.large()?;
    let engine = Engine::new(SqliteStorage::open(large.template.path())?)?;
    let by_hand = RawLedger::template(ground, Layout::Entries)?;
    let mut ledger = RawLedger::open(by_hand.path(), Layout::Entries)?;
    let mut movements = Movements::new(&ground.scale);
    for _ in 0..ground.scale.stored_commits {
        ledger.commit(&movements.next_commit()?)?;
    }
    drop(ledger);
    let pages = ground.scale.statement_pages;
    let of = StatementOf {
        direction: Direction::Descending,
        limit: u32::try_from(LINES)?,
        ..StatementOf::new(large.template.books.wallets[0])
    };
    let ours = move || each_page(pages, || Ok(engine.statement(&of)?.map_or(0, |page| page.items.len())));
    let statement = RawStatement::open(by_hand.path())?;
    let baseline = move || {
        // The file is there as long as it is read.
        let _ = &by_hand;
        each_page(pages, || statement.page(0, LINES))
    };
    Ok(Sides::new(ours, baseline))
}

/// Microseconds that a page took.
fn each_page(pages: usize, mut page: impl FnMut() -> Outcome<usize>) -> Outcome<f64> {
    let (took, ()) = timed(|| {
        for _ in 0..pages {
            let lines = page()?;
            if lines != LINES {
                return Err(format!("a page has {lines} lines, {LINES} were to be read").into());
            }
        }
        Ok(())
    })?;
    Ok(took.as_secs_f64() * 1e6 / number(pages))
}
