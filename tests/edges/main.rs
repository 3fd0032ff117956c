//! Every edge of every machine is reached by a command, an outcome or `tick`, in a story that names it.
//!
//! The edges are read from the journal: what a story names must stand there. A test compares what all stories
//! name with the tables.

#[allow(dead_code, unused_imports, unused_macros, reason = "each test program uses a part")]
#[path = "../support/mod.rs"]
mod support;

mod ledger;
mod merchants;
mod operations;
mod orders;
mod payments;
mod refunds;
mod told;

use std::collections::BTreeSet;
use told::{Story, edge_names};

/// Every story there is.
fn stories() -> impl Iterator<Item = &'static Story> {
    [
        ledger::STORIES,
        merchants::STORIES,
        operations::STORIES,
        orders::STORIES,
        payments::STORIES,
        refunds::STORIES,
    ]
    .into_iter()
    .flatten()
}

#[test]
fn every_edge_of_every_machine_is_named_by_a_story() {
    let tables: BTreeSet<String> = edge_names().into_values().collect();
    let named: BTreeSet<String> =
        stories().flat_map(|story| story.edges).map(|edge| (*edge).to_owned()).collect();
    let unreached: Vec<_> = tables.difference(&named).collect();
    assert!(unreached.is_empty(), "no story names {unreached:#?}");
    let unknown: Vec<_> = named.difference(&tables).collect();
    assert!(unknown.is_empty(), "no table has {unknown:#?}");
}
