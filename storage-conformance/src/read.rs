//! What is stored, read back and compared.

use crate::law::{broken, ensure};
use crate::tables::SCHEMA;
use crate::{Outcome, Unheld};
use paywright::storage::{Key, Reader, Record, Rows, Scan, Stamp};

/// The record under a key, with its stamp.
pub(crate) fn find<R: Record>(
    reader: &dyn Reader,
    key: impl Into<Key>,
) -> Result<Option<(R, Stamp)>, Unheld> {
    let mut rows = Rows::new(R::TABLE);
    reader.load(R::TABLE, &[key.into()], &mut rows)?;
    ensure!(rows.len() <= 1, "one key was answered with {} rows", rows.len());
    if rows.is_empty() { Ok(None) } else { Ok(Some((R::read(&mut rows.reader(0))?, rows.stamp(0)))) }
}

/// The record under a key that must be there.
pub(crate) fn found<R: Record>(reader: &dyn Reader, key: impl Into<Key>) -> Result<(R, Stamp), Unheld> {
    let key = key.into();
    match find(reader, key)? {
        Some(found) => Ok(found),
        None => broken!("row {key} of table {} is not there", R::TABLE.name),
    }
}

/// All rows that a scan leads to, page after page.
pub(crate) fn walk(reader: &dyn Reader, scan: &Scan<'_>) -> Result<Rows, Unheld> {
    let mut all = Rows::new(scan.table);
    pages(reader, scan, |page| {
        (0..page.len()).for_each(|i| all.push_row_of(page, i));
        Ok(())
    })?;
    Ok(all)
}

/// Calls for each page of a scan; the next one is asked for after the call.
pub(crate) fn pages(
    reader: &dyn Reader,
    scan: &Scan<'_>,
    mut each: impl FnMut(&Rows) -> Outcome,
) -> Result<(), Unheld> {
    let order: Vec<_> = scan.order().filter_map(|column| scan.table.position(column)).collect();
    let mut last: Option<Rows> = None;
    for _ in 0..MOST_PAGES {
        let mut page = Rows::new(scan.table);
        let place: Option<Vec<_>> = last.as_ref().map(|rows| {
            let values: Vec<_> = rows.values(rows.len() - 1).collect();
            order.iter().map(|position| values[*position]).collect()
        });
        let more =
            reader.scan(&Scan { after: place.as_deref().or(scan.after), ..scan.clone() }, &mut page)?;
        ensure!(page.len() <= scan.limit as usize, "a page of {} has {} rows", scan.limit, page.len());
        each(&page)?;
        if !more {
            return Ok(());
        }
        ensure!(!page.is_empty(), "an empty page says that more rows follow");
        last = Some(page);
    }
    broken!("paging table {} did not end after {MOST_PAGES} pages", scan.table.name)
}

const MOST_PAGES: usize = 10_000;

/// Keys of rows, in their order.
pub(crate) fn keys(rows: &Rows) -> Vec<Key> {
    (0..rows.len()).map(|i| rows.key(i)).collect()
}

/// Everything that is stored, to be compared: rows with stamps, the keys in each index, entries.
pub(crate) fn contents(reader: &dyn Reader) -> Result<Vec<String>, Unheld> {
    let mut lines = Vec::new();
    for table in SCHEMA.tables {
        let rows = walk(reader, &Scan::all(table, 100))?;
        for i in 0..rows.len() {
            lines.push(format!(
                "{}: {:?} {:?}",
                table.name,
                rows.values(i).collect::<Vec<_>>(),
                rows.stamp(i)
            ));
        }
        for index in table.indexes {
            let rows = walk(reader, &Scan { index: Some(index), ..Scan::all(table, 100) })?;
            lines.push(format!("{}.{}: {:?}", table.name, index.name, keys(&rows)));
        }
    }
    for lane in 0..4 {
        lines.extend(reader.journal(lane, 0, u32::MAX)?.iter().map(|entry| format!("{entry:?}")));
    }
    Ok(lines)
}

/// Two contents are the same; `when` says what lies between them.
pub(crate) fn same(before: &[String], after: &[String], when: &str) -> Outcome {
    if before == after {
        return Ok(());
    }
    let gone = before.iter().find(|line| !after.contains(line));
    let come = after.iter().find(|line| !before.contains(line));
    let (old, new) = (before.len(), after.len());
    broken!("{when} the contents are others: of {old} lines gone is {gone:?}, of {new} new is {come:?}")
}
