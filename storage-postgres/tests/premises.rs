//! Premises of batches that meet: what the laws leave to each backend.

use crate::server::{new_schema, opened, run};
use crate::tables::{Draft, LINES, SCHEMA, key, stored};
use paywright::storage::{CommitError, Conflict, Key, Reader, Rows, Storage};
use paywright_postgres::PostgresStorage;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(60);

fn two() -> (PostgresStorage, PostgresStorage) {
    let schema = new_schema();
    let (one, other) = (opened(&schema), opened(&schema));
    one.migrate(&SCHEMA).unwrap();
    (one, other)
}

fn at_once(one: (&PostgresStorage, Draft), other: (&PostgresStorage, Draft)) -> [Result<(), CommitError>; 2] {
    let start = Barrier::new(2);
    let commit = |(storage, draft): (&PostgresStorage, Draft)| {
        let batch = draft.batch();
        start.wait();
        storage.commit(&batch, PATIENCE)
    };
    thread::scope(|scope| {
        let other = scope.spawn(|| commit(other));
        [commit(one), other.join().unwrap()]
    })
}

/// One committed; the other was told of this row.
fn is_told(answers: &[Result<(), CommitError>; 2], of: [Key; 2]) -> bool {
    let told = |answer: &Result<(), CommitError>, key: Key| {
        matches!(answer, Err(CommitError::Conflict(all))
            if matches!(all.as_slice(), [Conflict { key: named, index: None, .. }] if *named == key))
    };
    (answers[0] == Ok(()) && told(&answers[1], of[1])) || (answers[1] == Ok(()) && told(&answers[0], of[0]))
}

#[test]
fn of_two_that_rely_on_the_absence_of_what_the_other_adds_one_commits() {
    let (one, other) = two();
    for round in 1..=60 {
        let (first, second) = (round * 10, round * 10 + 1);
        let answers = at_once(
            (&one, Draft::new().add(first, None).rely(second, 0)),
            (&other, Draft::new().add(second, None).rely(first, 0)),
        );
        assert!(is_told(&answers, [key(second), key(first)]), "round {round}: {answers:?}");
    }
}

#[test]
fn so_it_is_where_each_row_must_have_a_unique_value() {
    let (one, other) = two();
    for round in 1..=30_i64 {
        let (first, second) = (round * 10, round * 10 + 1);
        let of = round.unsigned_abs() * 10;
        let answers = at_once(
            (&one, Draft::new().line(first, of).rely_on_line(second, 0)),
            (&other, Draft::new().line(second, of + 1).rely_on_line(first, 0)),
        );
        assert!(is_told(&answers, [Key::Int(second), Key::Int(first)]), "round {round}: {answers:?}");
    }
    // What held the keys meanwhile is gone.
    let mut rows = Rows::new(&LINES);
    one.load(&LINES, &(300..320).map(Key::Int).collect::<Vec<_>>(), &mut rows).unwrap();
    assert_eq!(rows.len(), 1);
}

#[test]
fn changed_rows_may_swap_and_hand_on_their_unique_values() {
    let (one, _) = two();
    let seed = Draft::new().add(1, Some("a")).add(2, Some("b")).add(3, Some("c")).add(4, Some("d"));
    one.commit(&seed.batch(), PATIENCE).unwrap();
    let swap = Draft::new().change(1, Some("b"), 1).change(2, Some("a"), 1);
    one.commit(&swap.batch(), PATIENCE).unwrap();
    let round = Draft::new()
        .change(1, Some("c"), 2)
        .change(2, Some("b"), 2)
        .change(3, Some("d"), 1)
        .remove(4, 1)
        .add(5, Some("a"));
    one.commit(&round.batch(), PATIENCE).unwrap();
    let references = [1, 2, 3, 4, 5].map(|n| stored(&one, n));
    let of = |version, reference: &str| Some((version, Some(reference.to_owned())));
    assert_eq!(references, [of(3, "c"), of(3, "b"), of(2, "d"), None, of(1, "a")]);
}

#[test]
fn crosswise_unique_values_end_in_one_commit_and_one_refusal() {
    let (one, other) = two();
    for round in 0..8 {
        let n = round * 10;
        let (a, b) = (format!("a{round}"), format!("b{round}"));
        // Each adds first what the other adds last, and waits for it: the server sees it and stops one.
        let answers = at_once(
            (&one, Draft::new().add(n + 1, Some(&a)).add(n + 4, Some(&b))),
            (&other, Draft::new().add(n + 2, Some(&b)).add(n + 3, Some(&a))),
        );
        let refused = answers.iter().find_map(|answer| match answer {
            Err(CommitError::Conflict(all)) => {
                Some(all.iter().filter(|one| one.index == Some("by_reference")))
            }
            _ => None,
        });
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
        assert_eq!(refused.map(Iterator::count), Some(2), "{answers:?}");
    }
}

#[test]
fn who_waits_for_a_row_is_patient_and_no_longer() {
    let schema = new_schema();
    let storage = opened(&schema);
    storage.migrate(&SCHEMA).unwrap();
    storage.commit(&Draft::new().add(1, None).batch(), PATIENCE).unwrap();
    let table = format!("\"{}\".orders", schema.replace('"', "\"\""));
    thread::scope(|scope| {
        let holder = scope
            .spawn(|| run(&format!("BEGIN; UPDATE {table} SET amount = 9; SELECT pg_sleep(3); ROLLBACK")));
        while run("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(3)%'")
            != Ok("2".to_owned())
        {
            thread::sleep(Duration::from_millis(20));
        }
        let begun = Instant::now();
        let hasty = storage.commit(&Draft::new().change(1, None, 1).batch(), Duration::from_millis(300));
        let waited = begun.elapsed();
        let Err(CommitError::Storage(error)) = hasty else { panic!("{hasty:?}") };
        assert!(error.to_string().contains("did not answer in time"), "{error}");
        assert!(waited >= Duration::from_millis(290) && waited < Duration::from_millis(2_900), "{waited:?}");
        // The holder changes nothing in the end, and who waited long enough commits.
        storage.commit(&Draft::new().change(1, None, 1).batch(), PATIENCE).unwrap();
        assert_eq!(stored(&storage, 1), Some((2, None)));
        assert!(holder.join().unwrap().is_ok());
    });
}

/// Commits without a pause, each of which relies on order 1, until it is told that this was changed.
fn rely_until_changed(storage: &PostgresStorage, from: u64) -> u64 {
    for n in from.. {
        match storage.commit(&Draft::new().add(n, None).rely(1, 1).batch(), PATIENCE) {
            Ok(()) => {}
            Err(CommitError::Conflict(_)) => return n - from,
            Err(other) => panic!("{other}"),
        }
    }
    0
}

#[test]
fn a_row_that_everybody_relies_on_without_a_pause_can_still_be_changed() {
    let (one, other) = two();
    one.commit(&Draft::new().add(1, None).batch(), PATIENCE).unwrap();
    thread::scope(|scope| {
        let (one, other) = (&one, &other);
        let all: Vec<_> =
            (1..=8).map(|n| scope.spawn(move || rely_until_changed(one, n * 1_000_000))).collect();
        thread::sleep(Duration::from_millis(500));
        let begun = Instant::now();
        other.commit(&Draft::new().change(1, None, 1).batch(), PATIENCE).unwrap();
        let waited = begun.elapsed();
        let commits: u64 = all.into_iter().map(|thread| thread.join().unwrap()).sum();
        println!("8 threads committed {commits} times; who changed their row waited {waited:?}");
    });
}
