//! Journal entries that stand in a storage with the right hash, whatever their bytes are.

use crate::cbor::Value;
use crate::ground::{assert_import_error, engine_on, filled, import, sha256};
use crate::support::dump::journal_of;
use paywright::journal::Lane;
use paywright::storage::{Batch, JournalRow, MemoryStorage, Record, Stamp, Storage, TableChanges};
use paywright::*;
use std::time::Duration;

/// An entry is handed out as it is, or said to be damaged or of a later release. In either case the check
/// finds that the books are not what it says, and an import does not take it on trust.
pub fn check(bytes: &[u8]) -> bool {
    let storage = MemoryStorage::new();
    let engine = engine_on(storage.clone());
    let hash = sha256(bytes);
    storage.commit(&holding(bytes, hash), Duration::ZERO).unwrap();
    let read = match engine.feed(&Cut::START, 10) {
        Ok(page) => {
            assert_eq!(page.events.len(), 1);
            let event = &page.events[0];
            assert_eq!((event.lane, event.sequence, event.hash), (1, 1, hash));
            assert_eq!(engine.feed(&page.next, 10).unwrap().events, []);
            true
        }
        Err(error) => {
            assert_unread(&error);
            false
        }
    };
    match engine.verify(&[]) {
        Ok(found) => assert!(!found.is_clean(), "nothing is there that the entry could have written"),
        Err(error) => assert_unread(&error),
    }
    exported(&engine, bytes);
    read
}

/// The lane's head and its first entry.
fn holding(bytes: &[u8], hash: [u8; 32]) -> Batch {
    let mut lanes = TableChanges::new(Lane::TABLE);
    let mut row = lanes.new.row(Stamp { version: (1 << 32) + 1, changed_at: Timestamp::default() });
    // Number, epoch, held until, sequence, hash, time, transfers.
    [1, 1, 0, 1].into_iter().for_each(|number| row.int(number));
    row.bytes(&hash);
    [0, 0].into_iter().for_each(|number| row.int(number));
    let entry = JournalRow { lane: 1, sequence: 1, bytes: bytes.to_vec(), hash };
    Batch { tables: vec![lanes], journal: vec![entry] }
}

fn assert_unread(error: &Error) {
    let known = ["storage_corrupt", "rules_version_unsupported"];
    assert!(known.contains(&error.code()), "{}: {error}", error.code());
}

fn exported(engine: &Engine, bytes: &[u8]) {
    let lines: Result<Vec<String>, Error> = engine.export().and_then(Iterator::collect);
    let lines = match lines {
        Ok(lines) => lines,
        Err(error) => return assert_unread(&error),
    };
    // What people read of it is cut, and the bytes stand in it once.
    assert!(lines[1].len() < 20 * bytes.len() + 2_000, "{} bytes of {}", lines[1].len(), bytes.len());
    let copy = engine_on(MemoryStorage::new());
    match import(&copy, lines.iter().map(String::as_str)) {
        Ok(imported) => assert_eq!(imported.entries, 1),
        Err(error) => assert_import_error(&error),
    }
    assert!(copy.verify(&[]).unwrap().is_clean());
}

pub fn corpus() -> Vec<Vec<u8>> {
    // Each as if it were the first of its lane.
    let first = |row: JournalRow| {
        let Value::Map(mut fields) = Value::read(&row.bytes) else { panic!("an entry is a map") };
        for (number, value) in &mut fields {
            match number {
                Value::Whole(5) => *value = Value::whole(1),
                Value::Whole(6) => *value = Value::Bytes(vec![0; 32]),
                _ => {}
            }
        }
        Value::Map(fields).write()
    };
    journal_of(&filled().storage).into_iter().map(first).collect()
}
