//! What people who look after a database want to know of it: its lanes, and how large it is.

use crate::handle::Handle;
use crate::moment::to_moment;
use paywright::PageOf;
use paywright::journal::Lane;
use pyo3::prelude::*;

/// Lanes read at once.
const LANES: u32 = 1_000;

/// A lane's number, epoch, sequence, until when it is held, and the time of its last entry.
type LaneHead<'py> = (u16, u64, u64, Bound<'py, PyAny>, Bound<'py, PyAny>);

/// Every lane's head.
#[pyfunction]
pub(crate) fn lanes<'py>(handle: &Bound<'py, Handle>) -> PyResult<Vec<LaneHead<'py>>> {
    let py = handle.py();
    let read = |engine: &paywright::Engine| {
        let (mut lanes, mut after) = (Vec::new(), None);
        loop {
            let page = engine.list::<Lane>(&PageOf { after: after.as_ref(), limit: LANES, ..PageOf::ALL })?;
            lanes.extend(page.items);
            after = page.next;
            if after.is_none() {
                return Ok(lanes);
            }
        }
    };
    let told = |lane: Lane| {
        let (held, last) = (to_moment(py, lane.held_until)?, to_moment(py, lane.last_at)?);
        Ok((lane.lane.0, lane.epoch, lane.sequence, held, last))
    };
    handle.get().ask(py, read)?.into_iter().map(told).collect()
}

/// Bytes of the file, of its log and of a page; how many pages are free; each table's name, rows and bytes.
type Sizes = (u64, u64, u64, u64, Vec<(String, u64, u64)>);

/// How large the file is, and each table in it.
#[pyfunction]
pub(crate) fn sizes(handle: &Bound<'_, Handle>) -> PyResult<Sizes> {
    let found = handle.get().file(handle.py(), |file| Ok(file.sizes()?))?;
    let tables = found.tables.into_iter().map(|of| (of.table, of.rows, of.bytes)).collect();
    Ok((found.file_bytes, found.log_bytes, found.page_bytes, found.free_pages, tables))
}
