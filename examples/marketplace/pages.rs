//! Whole tables, a page at a time.

use paywright::storage::Record;
use paywright::{Engine, Error, PageOf};

/// Hands every record of a table to `take`, by id.
pub fn each<R: Record>(engine: &Engine, mut take: impl FnMut(R)) -> Result<(), Error> {
    let mut after = None;
    loop {
        let page = engine.list::<R>(&PageOf { limit: 1_000, after: after.as_ref(), ..PageOf::ALL })?;
        page.items.into_iter().for_each(&mut take);
        let Some(next) = page.next else { return Ok(()) };
        after = Some(next);
    }
}
