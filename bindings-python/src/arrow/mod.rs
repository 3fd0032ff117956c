//! Tables: many commands from one, with a row of results each, and lists of records as one. Rows go in and
//! out by the descriptions of core, column by column; no command and no record has code of its own here, but
//! for the transfers of `PostTransfers`, which are taken one a row.

pub(crate) mod bulk;
mod capsule;
mod cells;
mod columns;
mod input;
pub(crate) mod lines;
pub(crate) mod lists;
pub(crate) mod outcome;
mod plan;
mod row;
mod told;
mod transfers;
