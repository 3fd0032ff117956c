//! Entries that bear the right hash in an export whose header agrees, whatever their bytes are: an import
//! decides them again.

use crate::ground::{assert_import_error, engine_on, import, sha256, small};
use crate::text::hex;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use paywright::{Cut, MemoryStorage};

/// The first byte says how many true entries stand before the one that the others are. It is taken only where
/// deciding it again comes to the same bytes; where it is refused, those before it are imported or none is.
pub fn check(bytes: &[u8]) -> bool {
    let Some((first, entry)) = bytes.split_first() else { return false };
    let journal = &small().journal;
    let before = usize::from(*first) % journal.len();
    let (sequence, hash) = (before + 1, sha256(entry));
    let (header, footer) = (header(sequence, hash), format!(r#"{{"end":true,"entries":{sequence}}}"#));
    let last = format!(r#"{{"hash":"{}","bytes":"{}"}}"#, hex(&hash), STANDARD.encode(entry));
    let copy = engine_on(MemoryStorage::new());
    let middle = small().lines[1..=before].iter().map(String::as_str);
    let lines = std::iter::once(header.as_str()).chain(middle).chain([last.as_str(), &footer]);
    let taken = match import(&copy, lines) {
        Ok(imported) => {
            assert_eq!(imported.entries, sequence as u64);
            assert_eq!(copy.cut().unwrap().anchors()[0].hash, hash);
            true
        }
        Err(error) => {
            assert_import_error(&error);
            let reached = copy.cut().unwrap();
            let whole = journal.get(before.wrapping_sub(1)).map(|row| row.hash);
            assert!(reached == Cut::START || reached.of(1).map(|anchor| anchor.hash) == whole);
            false
        }
    };
    assert!(copy.verify(&[]).unwrap().is_clean());
    taken
}

/// The header of an export that ends here, sealed as its owner would.
fn header(sequence: usize, hash: [u8; 32]) -> String {
    let true_one = &small().lines[0];
    let (content, _) = true_one.rsplit_once(r#","sha256":"#).expect("a seal");
    let (release, _) = content.split_once(r#","lanes":"#).expect("lanes");
    let events = small().engine.feed(&Cut::START, 100).unwrap().events;
    let posted = events.iter().take(sequence).filter_map(|event| event.transfers);
    let transfers: u64 = posted.map(|added| added.count).sum();
    let head = format!(
        r#"{{"lane":1,"epoch":1,"held_until":0,"sequence":{sequence},"hash":"{}","transfers":{transfers}}}"#,
        hex(&hash)
    );
    let content = format!(r#"{release},"lanes":[{head}]"#);
    format!(r#"{content},"sha256":"{}"}}"#, hex(&sha256(content.as_bytes())))
}

pub fn corpus() -> Vec<Vec<u8>> {
    let behind = |(before, row): (usize, &paywright::storage::JournalRow)| {
        [&[u8::try_from(before).expect("a few entries")][..], &row.bytes].concat()
    };
    small().journal.iter().enumerate().map(behind).collect()
}
