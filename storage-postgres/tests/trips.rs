//! How often a commit goes to the server and back.

use crate::proxy::Proxy;
use crate::server::{new_schema, options};
use crate::tables::{Draft, SCHEMA};
use paywright::storage::{CommitError, Storage};
use paywright_postgres::PostgresStorage;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(60);

/// A batch that has something of each sort, `many` times, on top of what the one before it left.
fn every_sort(many: u64, round: u64) -> Draft {
    let at = |place: u64| round * 1_000_000 + place * 10;
    let before = |place: u64| (round - 1) * 1_000_000 + place * 10;
    let mut draft = Draft::new();
    for place in 1..=many {
        draft = draft.remove(before(place) + 1, 1);
        draft =
            draft.rely(before(place) + 2, 1).change(before(place) + 3, Some(&format!("{round} {place}")), 1);
    }
    fresh(draft, many, round, at)
}

fn fresh(mut draft: Draft, many: u64, round: u64, at: impl Fn(u64) -> u64) -> Draft {
    for place in 1..=many {
        draft = draft.add(at(place) + 1, Some(&format!("new {round} {place}")));
        draft = draft.add(at(place) + 2, None).add(at(place) + 3, None);
        draft = draft.line(i64::try_from(at(place)).unwrap(), at(place));
        draft = draft.entry(round * 10_000 + place);
    }
    draft
}

#[test]
fn a_commit_takes_two_round_trips_whatever_its_size() {
    let proxy = Proxy::start();
    let schema = new_schema();
    let storage = PostgresStorage::open_with(&proxy.address(), options(&schema)).unwrap();
    storage.migrate(&SCHEMA).unwrap();
    storage.commit(&fresh(Draft::new(), 800, 1, |place| 1_000_000 + place * 10).batch(), PATIENCE).unwrap();
    proxy.set_latency(Duration::from_millis(150));
    let trips = |batch, what: &str| {
        let before = proxy.trips();
        let answer = storage.commit(&batch, PATIENCE);
        println!("{what}: {} round trips", proxy.trips() - before);
        (proxy.trips() - before, answer)
    };
    // What was not asked before on this connection is prepared first, all of it at once.
    assert_eq!(trips(every_sort(2, 2).batch(), "with statements that are new"), (3, Ok(())));
    assert_eq!(trips(every_sort(1, 3).batch(), "small"), (2, Ok(())));
    let grown = fresh(Draft::new(), 800, 4, |place| 4_000_000 + place * 10);
    assert_eq!(trips(grown.batch(), "2,400 new rows"), (2, Ok(())));
    // 2,400 changes, removes and premises, in turns, 3,200 new rows and 800 entries.
    assert_eq!(trips(every_sort(800, 5).batch(), "of every sort, large"), (2, Ok(())));

    let stale = || every_sort(800, 6).change(9_999_999, None, 1).batch();
    // What names the broken ones was prepared with the rest.
    let (again, answer) = trips(stale(), "refused");
    assert!(again == 2 && matches!(&answer, Err(CommitError::Conflict(all)) if all.len() == 1), "{answer:?}");
    let new = PostgresStorage::open_with(&proxy.address(), options(&schema)).unwrap();
    let before = proxy.trips();
    let answer = new.commit(&stale(), PATIENCE);
    assert!(matches!(&answer, Err(CommitError::Conflict(all)) if all.len() == 1), "{answer:?}");
    assert_eq!(proxy.trips() - before, 3, "refused on a new connection");
}
