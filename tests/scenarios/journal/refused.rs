//! Lines that are not those of an export, and storages that are not empty: refused with the place, and
//! nothing half done.

use super::lines::{exported, import, seal};
use crate::support::{Backend, World};
use paywright::{Engine, Error};
use std::ops::ControlFlow;

/// A small shop's journal.
fn shop() -> (World, Vec<String>) {
    let world = World::new(Backend::Memory);
    let shop = world.shop();
    world.paid_by_card(&shop, "9.00 GBP");
    let lines = exported(&world.engine);
    (world, lines)
}

/// The import of damaged lines stops with this code, naming `what`; and the whole ones bring it to its end.
#[track_caller]
fn stops(damage: impl FnOnce(&mut Vec<String>), code: &str, what: &str) {
    let (world, lines) = shop();
    let mut damaged = lines.clone();
    damage(&mut damaged);
    let copy = World::new(Backend::Memory);
    let error = import(&copy.engine, &damaged).unwrap_err();
    assert_eq!(error.code(), code, "{error}");
    assert!(error.to_string().contains(what), "{error}");
    assert!(copy.engine.verify(&[]).unwrap().is_clean());
    import(&copy.engine, &lines).unwrap();
    world.dump().assert_unchanged(&copy.dump());
}

/// Puts another text in place of one that stands there.
fn replace(line: &mut String, old: &str, new: &str) {
    assert!(line.contains(old), "{line}");
    *line = line.replacen(old, new, 1);
}

#[test]
fn a_gap_is_named_by_its_line() {
    stops(|lines| drop(lines.remove(4)), "invalid_import", "line 5");
}

#[test]
fn lines_out_of_order_are_named() {
    stops(|lines| lines.swap(3, 4), "invalid_import", "it is entry 1/4 where 1/3 belongs");
}

#[test]
fn a_wrong_hash_is_named() {
    stops(|lines| replace(&mut lines[3], "\"hash\":\"", "\"hash\":\"00"), "invalid_import", "line 4");
    stops(
        |lines| {
            let at = lines[3].find("\"hash\":\"").unwrap() + 8;
            let new = if &lines[3][at..=at] == "0" { "1" } else { "0" };
            lines[3].replace_range(at..=at, new);
        },
        "invalid_import",
        "do not have the hash",
    );
}

#[test]
fn an_export_cut_short_is_noticed_wherever_it_ends() {
    let all = shop().1.len();
    for end in 1..all {
        stops(|lines| lines.truncate(end), "invalid_import", "the lines end before the footer");
    }
    stops(|lines| lines.clear(), "invalid_import", "line 1");
    stops(|lines| lines[5].truncate(100), "invalid_import", "line 6");
}

#[test]
fn a_footer_or_header_that_disagrees_is_noticed() {
    stops(
        |lines| *lines.last_mut().unwrap() = "{\"end\":true,\"entries\":3}".to_owned(),
        "invalid_import",
        "3",
    );
    stops(|lines| lines.insert(4, "{}".to_owned()), "invalid_import", "bytes of an entry");
    stops(|lines| lines.push(lines[1].clone()), "invalid_import", "behind the footer");
    stops(|lines| lines.insert(2, lines[0].clone()), "invalid_import", "a second header");
    for (old, new, what) in [
        ("\"transfers\":", "\"transfers\":1", "transfers"),
        ("\"sequence\":", "\"sequence\":9", "the header tells"),
        ("\"lane\":1", "\"lane\":2", "has no lane 1"),
        ("\"lane\":1", "\"lane\":0", "the lanes"),
        ("\"epoch\":1", "\"epoch\":0", "the lanes"),
    ] {
        stops(|lines| resealed(&mut lines[0], old, new), "invalid_import", what);
        stops(|lines| replace(&mut lines[0], old, new), "invalid_import", "the hash that it bears");
    }
    stops(
        |lines| replace(&mut lines[0], "\"held_until\":", "\"held_until\":9"),
        "invalid_import",
        "the hash that it bears",
    );
    stops(|lines| replace(&mut lines[0], "\"rules\"", "\"laws\""), "invalid_import", "rules");
    stops(|lines| drop(lines.remove(0)), "invalid_import", "header");
}

/// A header that says something else, under the hash of that.
fn resealed(header: &mut String, old: &str, new: &str) {
    replace(header, old, new);
    seal(header);
}

#[test]
fn numbers_that_no_lane_can_have_are_noticed() {
    for epoch in ["0", "2147483647", "9223372036854775807", "18446744073709551615"] {
        let huge = format!("\"epoch\":{epoch},\"x\":");
        stops(|lines| resealed(&mut lines[0], "\"epoch\":", &huge), "invalid_import", "the lanes");
    }
    let most = "\"sequence\":18446744073709551615,\"x\":";
    stops(|lines| resealed(&mut lines[0], "\"sequence\":", most), "invalid_import", "the header tells");
    let most = "\"transfers\":18446744073709551615,\"x\":";
    stops(|lines| resealed(&mut lines[0], "\"transfers\":", most), "invalid_import", "transfers");
    // A lane without entries has no hash.
    let lane = |hash: &str| {
        let numbers = "\"lane\":9,\"epoch\":2,\"held_until\":0,\"sequence\":0,\"transfers\":0";
        format!("\"lanes\":[{{{numbers},\"hash\":\"{hash}\"}}]")
    };
    let hash = "ab".repeat(32);
    stops(
        |lines| {
            let end = lines[0].find("\"lanes\":").unwrap();
            lines[0] = format!("{}{},\"sha256\":\"\"}}", &lines[0][..end], lane(&hash));
            seal(&mut lines[0]);
        },
        "invalid_import",
        "the lanes",
    );
}

#[test]
fn a_header_that_ends_a_lane_in_an_earlier_epoch_is_noticed() {
    let world = World::new(Backend::Memory);
    world.user("first");
    world.reopened().user("second");
    let mut lines = exported(&world.engine);
    resealed(&mut lines[0], "\"epoch\":2", "\"epoch\":1");
    let copy = World::new(Backend::Memory);
    let error = import(&copy.engine, &lines).unwrap_err();
    assert_eq!(error.code(), "invalid_import");
    assert!(error.to_string().contains("epoch 2"), "{error}");
}

#[test]
fn the_longest_entry_that_there_can_be_fits_into_a_line() {
    use paywright::limits::{BATCH_BYTES, IMPORT_LINE_BYTES, TRANSFERS};
    // Of each transfer: a hold with its digest and premises, its result, and what people read of it.
    let beside_the_command = TRANSFERS * 512;
    let readable = 65_536 * 6 + TRANSFERS * 256;
    assert!((BATCH_BYTES + beside_the_command).div_ceil(3) * 4 + readable < IMPORT_LINE_BYTES);
}

#[test]
fn a_line_that_is_too_long_is_not_read() {
    let long = " ".repeat(paywright::limits::IMPORT_LINE_BYTES + 1);
    stops(|lines| lines.insert(2, long), "invalid_import", "at most");
}

#[test]
fn another_release_is_asked_for_by_header_and_entry() {
    for field in ["\"format\":", "\"rules\":", "\"schema\":", "\"books_rules\":"] {
        let changed = format!("{field}7");
        stops(
            |lines| replace(&mut lines[0], field, &changed),
            "rules_version_unsupported",
            "of another release",
        );
    }
    let rules = |entry: &mut Vec<u8>| entry[4] = 2;
    stops(|lines| forge(lines, 3, rules), "rules_version_unsupported", "rules 2");
    let format = |entry: &mut Vec<u8>| entry[2] = 2;
    stops(|lines| forge(lines, 3, format), "rules_version_unsupported", "format 2");
}

#[test]
fn an_entry_changed_with_all_its_hashes_comes_to_something_else() {
    let other_name = |entry: &mut Vec<u8>| {
        let at = entry.windows(6).position(|part| part == b"Bakery").unwrap();
        entry[at] = b'M';
    };
    stops(|lines| forge(lines, 2, other_name), "replay_differs", "entry 1/2");
    let later = |entry: &mut Vec<u8>| {
        // Time is field 7, in nine bytes.
        let at = entry.windows(2).position(|part| part == [7, 0x1b]).unwrap();
        entry[at + 9] ^= 1;
    };
    stops(|lines| forge(lines, 2, later), "replay_differs", "entry 1/2");
    let last = |entry: &mut Vec<u8>| {
        let end = entry.len() - 1;
        entry[end] ^= 1;
    };
    stops(|lines| forge(lines, 3, last), "replay_differs", "entry 1/3");
}

#[test]
fn an_error_among_the_lines_is_handed_on() {
    let (world, lines) = shop();
    let copy = World::new(Backend::Memory);
    let fault = paywright::Fault::Unavailable;
    let gone = Error::Storage { fault, explanation: "the disk with the export is gone".to_owned() };
    let given = lines.iter().take(4).cloned().map(Ok).chain([Err(gone.clone())]);
    let error = copy.engine.import(given, |_| ControlFlow::Continue(())).unwrap_err();
    assert_eq!(error, gone);
    import(&copy.engine, &lines).unwrap();
    world.dump().assert_unchanged(&copy.dump());
}

#[test]
fn a_storage_with_something_else_in_it_is_left_as_it_is() {
    let (world, lines) = shop();
    let refuses = |engine: &Engine, what: &str| {
        let error = import(engine, &lines).unwrap_err();
        assert_eq!(error.code(), "storage_not_empty", "{error}");
        assert!(error.to_string().contains(what), "{error}");
    };
    // Another book.
    let other = World::new(Backend::Memory);
    other.user("somebody else");
    let before = other.dump();
    refuses(&other.engine, "is not that of this export");
    before.assert_unchanged(&other.dump());
    // The same book, further on.
    let ahead = super::lines::imported(&lines);
    ahead.user("one more");
    let before = ahead.dump();
    refuses(&ahead.engine, "is not of this export");
    before.assert_unchanged(&ahead.dump());
    // A row that no entry wrote.
    let foreign = World::new(Backend::Memory);
    let user = world.all::<paywright::User>().remove(0);
    crate::support::rows::add(&foreign.storage, [user]);
    refuses(&foreign.engine, "users");
    // A lane that is not the export's.
    let wider = super::lines::imported(&lines);
    let second = wider.beside("second");
    second.user("takes the lane over");
    wider.user("makes another");
    refuses(&wider.engine, "is not of this export");
}

#[test]
fn whoever_writes_meanwhile_ends_the_import() {
    let (_, lines) = shop();
    let storage = crate::support::trouble::Troubled::new();
    let copy = World::on(storage.shared(), "copy").unwrap();
    let inner = storage.memory();
    storage.before_commit(move || {
        let other = Engine::new(inner).unwrap();
        other.request(paywright::RegisterUser::new("another")).key("k").execute().unwrap();
    });
    assert_eq!(import(&copy.engine, &lines).unwrap_err().code(), "storage_not_empty");
}

/// Changes the bytes of an entry, and all hashes after it, so that nothing but the command itself tells.
fn forge(lines: &mut [String], nth: usize, change: impl FnOnce(&mut Vec<u8>)) {
    super::lines::forge(lines, nth, change);
}
