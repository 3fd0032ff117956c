//! Bytes of the file are not what was written: never a panic, never a wrong figure, and whatever changes an
//! answer is found by `verify` and the check of the file together, as `cargo xtask verify` asks for both.

use crate::dice::{Dice, seed};
use crate::receipts::Receipts;
use crate::support::Shared;
use crate::support::World;
use crate::support::dump::Dump;
use paywright::storage::{Key, Reader, Rows, Scan, Table};
use paywright::{Error, ErrorKind};
use paywright_sqlite::SqliteStorage;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Keys in the order of an index, or why it cannot be read.
type Orders = Result<Vec<Key>, String>;

/// What came of damage at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Found {
    NotOpened,
    NotRead,
    Named,
    /// It hit what nobody reads: all rows and all indexes are as they were.
    Harmless,
    /// Each row is as it was, and SQLite finds something else, such as an index that leads elsewhere.
    OnlyByTheCheck,
}

fn opened(file: &Path) -> Result<World, Error> {
    World::on(Shared::new(SqliteStorage::open(file)?), "damaged")
}

fn look(file: &Path, receipts: &Receipts, sound: &(Dump, Vec<Orders>)) -> Found {
    let world = match opened(file) {
        Ok(world) => world,
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::Storage, "{error}");
            return Found::NotOpened;
        }
    };
    let found = match world.engine.verify(&[]) {
        Err(error) => {
            assert_eq!(error.code(), "storage_corrupt", "{error}");
            Found::NotRead
        }
        Ok(verification) if !verification.is_clean() => Found::Named,
        Ok(_) => {
            assert_unchanged(&sound.0, &world.dump());
            if SqliteStorage::open(file).unwrap().check().unwrap().is_empty() {
                assert!(by_indexes(&world.storage) == sound.1, "an index changed, and nobody says so");
                Found::Harmless
            } else {
                Found::OnlyByTheCheck
            }
        }
    };
    // What needs no damaged row is answered; what does is told so.
    for answer in world.engine.batch(receipts.requests()) {
        let bug = answer.as_ref().is_err_and(|error| error.kind() == ErrorKind::Bug);
        assert!(!bug, "{answer:?}");
    }
    found
}

/// Until when a lane's holder counts as alive, no entry tells; all else of a lane is verified.
#[track_caller]
fn assert_unchanged(sound: &Dump, found: &Dump) {
    for table in paywright::schema().tables.iter().map(|table| table.name).filter(|name| *name != "lanes") {
        assert_eq!(sound.rows(table), found.rows(table), "{table}");
    }
    assert!(sound.journal == found.journal, "the journal changed");
}

/// The keys that each index of each table leads to, in its order.
fn by_indexes(storage: &dyn Reader) -> Vec<Orders> {
    let keys = |table: &'static Table, index| {
        let mut rows = Rows::new(table);
        storage
            .scan(&Scan { index, ..Scan::all(table, 1_000_000) }, &mut rows)
            .map_err(|error| error.to_string())?;
        Ok((0..rows.len()).map(|i| rows.key(i)).collect())
    };
    let of_table = |table: &&'static Table| {
        let table = *table;
        table.indexes.iter().map(move |index| keys(table, Some(index))).collect::<Vec<_>>()
    };
    paywright::schema().tables.iter().flat_map(of_table).collect()
}

#[test]
fn damage_in_any_page_is_found_or_changes_no_answer() {
    let mut receipts = Receipts::begun();
    let world = receipts.opened();
    let sound = (world.dump(), by_indexes(&world.storage));
    drop(world);
    let whole = fs::read(receipts.file()).unwrap();
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("shop.db");
    let mut dice = Dice::new(seed() + 5);
    let mut counts: BTreeMap<Found, usize> = BTreeMap::new();
    for page in 0..whole.len() / 4_096 {
        for _ in 0..3 {
            let mut damaged = whole.clone();
            let at = page * 4_096 + usize::try_from(dice.below(4_096 - 16)).unwrap();
            let length = 1 + usize::try_from(dice.below(15)).unwrap();
            damaged[at..at + length].iter_mut().for_each(|byte| *byte ^= 1 + dice.below(255) as u8);
            fs::write(&file, &damaged).unwrap();
            let found = look(&file, &receipts, &sound);
            *counts.entry(found).or_default() += 1;
            for beside in ["db-wal", "db-shm"] {
                let _ = fs::remove_file(file.with_extension(beside));
            }
        }
    }
    println!("{counts:?}");
    let noticed = |found| counts.get(&found).copied().unwrap_or_default();
    assert!(noticed(Found::NotOpened) + noticed(Found::NotRead) + noticed(Found::Named) > 20, "{counts:?}");
    // The whole file again.
    receipts.work_goes_on();
}
