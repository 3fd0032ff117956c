//! Rules that a later release brings: engines of both releases work side by side until they are raised.

use super::journal::lines::{exported, forge, import, imported};
use crate::support::{Shared, World, keyed, on_both};
use paywright::id::BooksId;
use paywright::storage::{Batch, Record, Stamp, Storage, TableChanges};
use paywright::{
    Acceptance, Actor, Behind, Books, Engine, MemoryStorage, PageOf, RaiseRules, RegisterUser, Timestamp,
    User, schema,
};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

on_both![
    both_releases_work_until_the_rules_are_raised_and_the_newer_one_after,
    whoever_asks_for_rules_that_no_release_here_knows_changes_nothing,
    rules_are_never_lowered,
    books_whose_rules_were_raised_are_exported_and_imported,
    a_cut_tells_how_much_came_after_it_and_since_when,
    a_cut_of_other_books_is_no_part_of_these,
];

/// An engine of this release, and one of the next beside it.
fn a_fleet(world: &World) -> World {
    world.user("of the older release");
    let next = world.colleague("next").knowing(2);
    next.user("of the next release, by the rules that hold");
    world.user("of the older one again");
    next
}

fn both_releases_work_until_the_rules_are_raised_and_the_newer_one_after(world: &World) {
    let next = a_fleet(world);
    let raised = next.ask(RaiseRules::new(2)).unwrap();
    assert_eq!((raised.output.rules, raised.acceptance), (2, Acceptance::New));
    assert_eq!(next.ask(RaiseRules::new(2)).unwrap().acceptance, Acceptance::Unchanged);

    let before = world.dump();
    let too_old = world.ask(RegisterUser::new("too late")).unwrap_err();
    assert_eq!((too_old.code(), too_old.is_retryable()), ("rules_version_too_old", false), "{too_old}");
    before.assert_unchanged(&world.dump());
    assert_eq!(world.engine.list::<User>(&PageOf::ALL).unwrap().items.len(), 3, "it goes on reading");

    next.user("by the new rules");
    // The fifth byte of an entry says by which rules it was decided.
    let mut rules: Vec<u8> = next.dump().journal.iter().map(|entry| entry.bytes[4]).collect();
    rules.sort_unstable();
    assert_eq!(rules, [1, 1, 1, 1, 2], "what raises them was decided by the old ones");
}

fn whoever_asks_for_rules_that_no_release_here_knows_changes_nothing(world: &World) {
    world.user("there");
    let told = world.refused(RaiseRules::new(2), "invalid_value");
    assert!(told.contains("which knows those up to 1: update every engine first"), "{told}");
    world.refused_as(&Actor::User(world.user("anyone")), RaiseRules::new(1), "not_permitted");
    assert_eq!(world.ask(RaiseRules::new(1)).unwrap().acceptance, Acceptance::Unchanged);
}

fn rules_are_never_lowered(world: &World) {
    let next = a_fleet(world);
    next.done(RaiseRules::new(2));
    let told = next.refused(RaiseRules::new(1), "invalid_value");
    assert!(told.contains("these books are kept by rules 2"), "{told}");
}

fn books_whose_rules_were_raised_are_exported_and_imported(world: &World) {
    let next = a_fleet(world);
    next.done(RaiseRules::new(2));
    next.user("by the new rules");
    let lines = exported(&next.engine);
    assert!(lines[0].contains("\"rules\":2,"), "{}", lines[0]);
    assert!(lines[0].contains("\"books_rules\":1,"), "{}", lines[0]);

    let older = World::on(Shared::new(MemoryStorage::new()), "older").unwrap();
    let refused = import(&older.engine, &lines).unwrap_err();
    assert_eq!(refused.code(), "rules_version_unsupported");
    assert!(refused.to_string().contains("it has rules 2"), "{refused}");

    // A storage that the next release made begins with its rules; the import begins as the export does.
    let storage = MemoryStorage::new();
    storage.migrate(&schema()).unwrap();
    let mut begun = TableChanges::new(Books::TABLE);
    let stamp = Stamp { version: 1, changed_at: Timestamp::default() };
    let books = world.engine.get::<Books>(BooksId::ONLY).unwrap().unwrap();
    assert_eq!((books.rules, books.closed_through), (2, None));
    books.write(&mut begun.new.row(stamp));
    let begun = Batch { tables: vec![begun], journal: Vec::new() };
    storage.commit(&begun, Duration::from_secs(1)).unwrap();
    for storage in [storage, MemoryStorage::new()] {
        let copy = World::on(Shared::new(storage), "copy").unwrap().knowing(2);
        import(&copy.engine, &lines).unwrap();
        next.dump().assert_unchanged(&copy.dump());
        copy.check();
        assert_eq!(exported(&copy.engine), lines);
        copy.user("goes on");
    }

    // Nor is an entry taken that says that it was decided by other rules than those that held.
    let mut forged = lines;
    let last = forged.len() - 2;
    forge(&mut forged, last, |entry| entry[4] = 1);
    let copy = World::on(Shared::new(MemoryStorage::new()), "copy").unwrap().knowing(2);
    assert_eq!(import(&copy.engine, &forged).unwrap_err().code(), "replay_differs");
}

fn a_cut_tells_how_much_came_after_it_and_since_when(world: &World) {
    world.user("before");
    let cut = world.engine.cut().unwrap();
    assert_eq!(world.engine.behind(&cut).unwrap(), Behind { entries: 0, since: None });
    world.clock.moves(7);
    world.user("after");
    let since = world.engine.written_until().unwrap();
    world.clock.moves(7);
    world.colleague("on another lane").user("later");
    world.user("and later");
    assert_eq!(world.engine.behind(&cut).unwrap(), Behind { entries: 3, since: Some(since) });
    let all = world.engine.behind(&paywright::Cut::START).unwrap();
    assert_eq!(all.entries, 4);
    assert!(all.since < Some(since));
}

fn a_cut_of_other_books_is_no_part_of_these(world: &World) {
    world.user("here");
    let lines = exported(&world.engine);
    let copy = imported(&lines);
    copy.clock.moves(60);
    copy.user("there");
    let ahead = copy.engine.cut().unwrap();
    assert_eq!(world.engine.behind(&ahead).unwrap_err().code(), "journal_forked");
    world.clock.moves(61);
    world.user("another");
    world.user("and one more");
    assert_eq!(world.engine.behind(&ahead).unwrap_err().code(), "journal_forked");
}

/// Older engines write without a pause while the rules are raised under them: each is told once they were,
/// and not one entry of theirs comes after.
#[test]
fn no_engine_writes_by_older_rules_once_newer_ones_hold() {
    let storage = Shared::new(MemoryStorage::new());
    let next = World::on(storage.clone(), "next").unwrap().knowing(2);
    next.user("first");
    let started: Vec<AtomicBool> = (0..3).map(|_| AtomicBool::new(false)).collect();
    let refused = thread::scope(|scope| {
        let older: Vec<_> = started
            .iter()
            .enumerate()
            .map(|(which, started)| {
                let engine = Engine::new(storage.clone()).unwrap();
                scope.spawn(move || {
                    for nth in 0.. {
                        let name = format!("{which} {nth}");
                        match engine.batch([keyed(&name, RegisterUser::new(&name))]).remove(0) {
                            Ok(_) => started.store(true, Ordering::Relaxed),
                            Err(error) if error.is_retryable() => {}
                            Err(error) => return error,
                        }
                    }
                    unreachable!("it is told")
                })
            })
            .collect();
        while !started.iter().all(|started| started.load(Ordering::Relaxed)) {
            thread::yield_now();
        }
        let engine = Engine::new(storage.clone()).unwrap().knowing(2);
        while engine.batch([keyed("raise", RaiseRules::new(2))]).remove(0).is_err() {}
        older.into_iter().map(|older| older.join().unwrap()).collect::<Vec<_>>()
    });
    assert!(refused.iter().all(|error| error.code() == "rules_version_too_old"), "{refused:?}");
    let books = next.engine.get::<Books>(BooksId::ONLY).unwrap().unwrap();
    assert_eq!(books.rules, 2);
    assert!(next.engine.verify(&[]).unwrap().is_clean());
}
