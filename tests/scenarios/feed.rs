//! The feed: what happened, for whoever follows the books from outside.

use super::journal::a_shared_day;
use crate::support::dump::journal_of;
use crate::support::trouble::{Troubled, copy_of};
use crate::support::{Shared, World, on_both};
use paywright::{
    Actor, AnyCommand, Change, Cut, Engine, Event, FeedPage, NewTransfer, Payment, PostTransfers,
    RegisterUser, SeededEntropy, UserId,
};
use std::collections::{BTreeMap, BTreeSet};

on_both![
    a_subscriber_follows_two_engines_and_misses_nothing,
    pages_of_any_size_tell_the_same,
    a_subscriber_that_forgot_to_keep_its_cut_is_told_again,
    an_event_tells_who_asked_for_what_and_what_changed,
    a_page_ends_before_it_holds_too_much,
    a_page_has_between_one_and_a_thousand_events,
    a_cut_of_another_storage_is_refused,
];

/// All events from a cut on, page after page, with the cut as text between pages.
fn all(engine: &Engine, from: &Cut, limit: u32) -> Vec<Event> {
    let (mut events, mut cut) = (Vec::new(), from.clone());
    loop {
        let FeedPage { events: page, next } = engine.feed(&cut, limit).unwrap();
        if page.is_empty() {
            assert_eq!(next, cut, "an empty page gives the same cut");
            return events;
        }
        assert!(page.len() <= limit as usize);
        events.extend(page);
        cut = next.to_string().parse().unwrap();
    }
}

fn a_subscriber_follows_two_engines_and_misses_nothing(world: &World) {
    let before = all(&world.engine, &Cut::START, 10);
    let mut cut = world.engine.cut().unwrap();
    assert!(before.is_empty());
    let second = a_shared_day(world);
    let mut events = Vec::new();
    for _ in 0..3 {
        let page = world.engine.feed(&cut, 1_000).unwrap();
        events.extend(page.events);
        cut = page.next;
        second.user("something more happens");
        world.user("on both lanes");
    }
    events.extend(world.engine.feed(&cut, 1_000).unwrap().events);
    let places: BTreeSet<_> = events.iter().map(|event| (event.lane, event.sequence, event.hash)).collect();
    let journal: BTreeSet<_> =
        journal_of(&world.storage).iter().map(|row| (row.lane, row.sequence, row.hash)).collect();
    assert_eq!(places, journal);
    assert_eq!(events.len(), journal.len(), "each came once");
    each_lane_has_no_gap(&events);
    newest_versions_are_those_of_the_records(world, &events);
}

fn each_lane_has_no_gap(events: &[Event]) {
    let mut last: BTreeMap<u16, u64> = BTreeMap::new();
    for event in events {
        let before = last.insert(event.lane, event.sequence).unwrap_or(0);
        assert_eq!(event.sequence, before + 1, "lane {}", event.lane);
    }
}

/// Whoever keeps the highest version of each record, in whatever order events come, has the newest state.
fn newest_versions_are_those_of_the_records(world: &World, events: &[Event]) {
    let mut newest: BTreeMap<String, &Change> = BTreeMap::new();
    for change in events.iter().flat_map(|event| &event.changes).filter(|one| one.table == "payments") {
        let known = newest.entry(change.id.clone()).or_insert(change);
        if known.version < change.version {
            *known = change;
        }
    }
    let payments: Vec<Payment> = world.all();
    assert_eq!(newest.len(), payments.len());
    for payment in payments {
        let change = newest[&payment.id.to_string()];
        assert!(change.edges.last().is_none_or(|edge| edge.to == payment.state.to_string()), "{change:?}");
    }
}

fn pages_of_any_size_tell_the_same(world: &World) {
    a_shared_day(world);
    let whole = all(&world.engine, &Cut::START, 1_000);
    for limit in [1, 2, 7, 16, 17] {
        let events = all(&world.engine, &Cut::START, limit);
        let time = |event: &Event| (event.at, event.lane);
        assert!(events.is_sorted_by_key(time), "merged by time and lane");
        assert!(events == whole, "pages of {limit}");
    }
}

fn a_subscriber_that_forgot_to_keep_its_cut_is_told_again(world: &World) {
    a_shared_day(world);
    let first = world.engine.feed(&Cut::START, 5).unwrap();
    let second = world.engine.feed(&first.next, 5).unwrap();
    assert_eq!(world.engine.feed(&first.next, 5).unwrap(), second);
    // And after a restart.
    assert_eq!(world.reopened().engine.feed(&first.next, 5).unwrap(), second);
}

fn an_event_tells_who_asked_for_what_and_what_changed(world: &World) {
    let anna = Actor::operator("anna", [paywright::Role::Agent]);
    let id = UserId::derived("u");
    let register = RegisterUser { id: Some(id), ..RegisterUser::new("customer-1") };
    world.engine.request(register.clone()).key("k").actor(anna.clone()).execute().unwrap();
    let on = super::ledger::accounts(world);
    let moved = NewTransfer::posted(on.bank, on.equity, crate::support::shop::pence(5));
    world.done(PostTransfers::new(vec![moved.clone(), moved]));
    let events = all(&world.engine, &Cut::START, 100);
    let first = &events[0];
    assert_eq!((first.name(), &first.actor, first.key.as_deref()), ("register_user", &anna, Some("k")));
    assert_eq!(first.command, AnyCommand::from(register));
    let made = Change { table: "users", id: id.to_string(), version: 1, edges: Vec::new() };
    assert_eq!((&first.changes[..], first.transfers), (&[made][..], None));
    let posted = events.last().unwrap();
    let added = posted.transfers.unwrap();
    assert_eq!((posted.name(), added.first.ordinal(), added.count), ("post_transfers", 1, 2));
    let opened = events.iter().find(|event| event.name() == "open_account").unwrap();
    let edge = opened.changes[0].edges[0];
    assert_eq!((edge.machine, edge.from, edge.event, edge.to), ("account", None, "opened", "open"));
    assert!(opened.changes[0].id.starts_with("acc_"));
}

fn a_page_ends_before_it_holds_too_much(world: &World) {
    let on = super::ledger::accounts(world);
    let metadata: paywright::Metadata = format!("{{\"note\":\"{}\"}}", "x".repeat(4_000)).parse().unwrap();
    let moved = NewTransfer::posted(on.bank, on.equity, crate::support::shop::pence(1));
    let moved = NewTransfer { metadata: Some(metadata), ..moved };
    (0..5).for_each(|_| drop(world.done(PostTransfers::new(vec![moved.clone(); 1_100]))));
    let all_at_once = world.engine.feed(&Cut::START, 1_000).unwrap();
    let there = journal_of(&world.storage).len();
    assert!(all_at_once.events.len() < there, "{} of {there}", all_at_once.events.len());
    assert_eq!(all(&world.engine, &Cut::START, 1_000).len(), there);
}

fn a_page_has_between_one_and_a_thousand_events(world: &World) {
    for limit in [0, 1_001, u32::MAX] {
        assert_eq!(world.engine.feed(&Cut::START, limit).unwrap_err().code(), "too_many");
    }
}

fn a_cut_of_another_storage_is_refused(world: &World) {
    world.user("here");
    let other = World::seeded(crate::support::Backend::Memory, 99);
    other.user("elsewhere");
    let error = world.engine.feed(&other.engine.cut().unwrap(), 10).unwrap_err();
    assert_eq!(error.code(), "journal_forked");
    assert!(error.to_string().contains("lane 1"), "{error}");
    other.user("further on");
    assert_eq!(world.engine.feed(&other.engine.cut().unwrap(), 10).unwrap_err().code(), "journal_forked");
}

#[test]
fn an_older_copy_put_back_is_noticed() {
    let storage = Troubled::new();
    let world = World::on(storage.shared(), "first").unwrap();
    world.user("before the backup");
    let early = world.engine.cut().unwrap();
    let backup = copy_of(&storage.memory());
    world.user("after the backup");
    let late = world.engine.cut().unwrap();
    storage.put_back(backup);
    assert_eq!(world.engine.feed(&late, 10).unwrap_err().code(), "journal_forked");
    assert!(world.engine.feed(&early, 10).unwrap().events.is_empty());
    // What happens then has the place of what was lost, and another hash.
    let reopened = World::on(storage.shared(), "reopened").unwrap();
    reopened.user("instead");
    assert_eq!(reopened.engine.feed(&late, 10).unwrap_err().code(), "journal_forked");
    assert_eq!(all(&reopened.engine, &early, 10).len(), 1);
}

#[test]
fn a_copy_of_the_sqlite_file_put_back_is_noticed() {
    let directory = tempfile::tempdir().unwrap();
    let (file, backup) = (directory.path().join("shop.db"), directory.path().join("backup.db"));
    let open =
        |name| World::on(Shared::new(paywright_sqlite::SqliteStorage::open(&file).unwrap()), name).unwrap();
    open("first").user("before the backup");
    std::fs::copy(&file, &backup).unwrap();
    let world = open("second");
    world.user("after the backup");
    let cut = world.engine.cut().unwrap();
    drop(world);
    std::fs::copy(&backup, &file).unwrap();
    assert_eq!(open("third").engine.feed(&cut, 10).unwrap_err().code(), "journal_forked");
}

#[test]
fn an_entry_that_was_changed_stops_the_feed_where_it_stands() {
    let world = World::new(crate::support::Backend::Memory);
    for nth in 0..20 {
        world.user(&format!("user {nth}"));
    }
    type Damage = fn(&mut Vec<paywright::storage::JournalRow>);
    let damages: [(Damage, &str); 5] = [
        (|journal| journal[9].bytes[40] ^= 1, "do not have the hash"),
        (|journal| drop(journal.remove(9)), "missing"),
        (|journal| drop(journal.drain(9..)), "missing"),
        (|journal| journal[9].hash[0] ^= 1, "do not have the hash"),
        (
            |journal| {
                let other = journal[4].clone();
                (journal[9].bytes, journal[9].hash) = (other.bytes, other.hash);
            },
            "belongs to another place",
        ),
    ];
    for (damage, what) in damages {
        let storage = damaged(&world, damage);
        let engine = Engine::with(storage, world.clock.clone(), SeededEntropy(3)).unwrap();
        let page = engine.feed(&Cut::START, 1_000).unwrap();
        assert_eq!(page.events.len(), 9, "what stands before it is handed out");
        let error = engine.feed(&page.next, 1_000).unwrap_err();
        assert_eq!(error.code(), "storage_corrupt");
        assert!(error.to_string().contains("1/10") && error.to_string().contains(what), "{error}");
        let lines: Vec<_> = engine.export().unwrap().collect();
        assert_eq!((lines.len(), lines.last().unwrap().clone().unwrap_err()), (11, error));
    }
}

#[test]
fn an_entry_forged_with_its_hash_is_told_by_the_one_behind_it_or_by_the_head() {
    let world = World::new(crate::support::Backend::Memory);
    for nth in 0..5 {
        world.user(&format!("user {nth}"));
    }
    for (nth, place, what) in [(2, "1/4", "does not follow"), (4, "1/5", "the lane's head does not name")] {
        let storage = damaged(&world, |journal| {
            let row = &mut journal[nth];
            let at = row.bytes.windows(5).position(|part| part == b"user ").unwrap();
            row.bytes[at] = b'U';
            row.hash.copy_from_slice(ring::digest::digest(&ring::digest::SHA256, &row.bytes).as_ref());
        });
        let engine = Engine::with(storage, world.clock.clone(), SeededEntropy(3)).unwrap();
        let page = engine.feed(&Cut::START, 1_000).unwrap();
        let error = engine.feed(&page.next, 1_000).unwrap_err();
        assert_eq!(error.code(), "storage_corrupt");
        assert!(error.to_string().contains(place) && error.to_string().contains(what), "{error}");
    }
}

#[test]
fn an_entry_of_a_later_release_ends_a_page_and_says_so() {
    let world = World::new(crate::support::Backend::Memory);
    for nth in 0..5 {
        world.user(&format!("user {nth}"));
    }
    // In the form of an entry, format and rules are the third and the fifth byte, and a small command's tag
    // stands between 12 and 13.
    let tag = |bytes: &[u8]| bytes.windows(3).position(|part| part[0] == 12 && part[2] == 13).unwrap() + 1;
    let unused = (1..24).find(|tag| !AnyCommand::CATALOGUE.iter().any(|spec| spec.tag == u16::from(*tag)));
    type Change<'a> = &'a dyn Fn(&mut Vec<u8>);
    let cases: [(Change<'_>, &str); 3] = [
        (&|bytes| bytes[2] = 2, "rules_version_unsupported"),
        (
            &|bytes| {
                let tag = tag(bytes);
                (bytes[4], bytes[tag]) = (2, unused.unwrap_or(0));
            },
            "rules_version_unsupported",
        ),
        (
            &|bytes| {
                let tag = tag(bytes);
                bytes[tag] = unused.unwrap_or(0);
            },
            "storage_corrupt",
        ),
    ];
    for (change, code) in cases {
        let storage = damaged(&world, |journal| {
            let row = &mut journal[3];
            change(&mut row.bytes);
            let hash = ring::digest::digest(&ring::digest::SHA256, &row.bytes);
            row.hash.copy_from_slice(hash.as_ref());
        });
        let engine = Engine::with(storage, world.clock.clone(), SeededEntropy(3)).unwrap();
        let page = engine.feed(&Cut::START, 1_000).unwrap();
        assert_eq!(page.events.len(), 3, "what stands before it is handed out");
        let error = engine.feed(&page.next, 1_000).unwrap_err();
        assert_eq!(error.code(), code, "{error}");
        assert!(error.to_string().contains("1/4"), "{error}");
    }
}

/// A copy of what a world stored, with another journal.
fn damaged(
    world: &World,
    damage: impl FnOnce(&mut Vec<paywright::storage::JournalRow>),
) -> paywright::MemoryStorage {
    use paywright::storage::{Batch, Storage, TableChanges};
    let storage = paywright::MemoryStorage::new();
    storage.migrate(&paywright::schema()).unwrap();
    let mut batch = Batch { tables: Vec::new(), journal: journal_of(&world.storage) };
    damage(&mut batch.journal);
    for table in paywright::schema().tables {
        let mut changes = TableChanges::new(table);
        changes.new = crate::support::dump::rows_of(&world.storage, table);
        batch.tables.push(changes);
    }
    storage.commit(&batch, std::time::Duration::ZERO).unwrap();
    storage
}

#[test]
fn texts_that_are_no_cuts_are_refused() {
    let world = World::new(crate::support::Backend::Memory);
    world.user("u");
    let cut = world.engine.cut().unwrap().to_string();
    for text in ["", "0", "zz", &cut[..cut.len() - 2], &format!("{cut}00"), &cut[2..], &"00".repeat(70_000)] {
        assert_eq!(text.parse::<Cut>().unwrap_err().code(), "invalid_cursor", "{text}");
    }
    // A forged one names an entry that nobody wrote.
    let digit = if cut.ends_with('0') { '1' } else { '0' };
    let forged: Cut = format!("{}{digit}", &cut[..cut.len() - 1]).parse().unwrap();
    assert_eq!(world.engine.feed(&forged, 1).unwrap_err().code(), "journal_forked");
}
