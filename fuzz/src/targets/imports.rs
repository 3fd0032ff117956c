//! Lines of an export that were changed on their way.

use crate::ground::{assert_import_error, engine_on, import, sha256, small};
use crate::text;
use paywright::{Engine, MemoryStorage};

/// What stands before a header's hash.
const SEAL: &str = r#","sha256":""#;

/// Lines that are not an export's are refused, and what was imported before them is whole: the right lines go
/// on from there.
pub fn check(bytes: &[u8]) -> bool {
    let text = text::of(bytes);
    let lines: Vec<&str> = text.split('\n').collect();
    // A forger who owns the file gives its header the hash of what it says.
    let sealed = lines[0]
        .rsplit_once(SEAL)
        .map(|(content, _)| format!("{content}{SEAL}{}\"}}", text::hex(&sha256(content.as_bytes()))));
    let forged = sealed.filter(|sealed| sealed != lines[0]);
    let forged = forged.is_some_and(|header| {
        let rest = lines[1..].iter().copied();
        taken(std::iter::once(header.as_str()).chain(rest))
    });
    taken(lines.iter().copied()) || forged
}

fn taken<'a>(lines: impl Iterator<Item = &'a str>) -> bool {
    let copy = engine_on(MemoryStorage::new());
    let imported = import(&copy, lines);
    let found = copy.verify(&[]).unwrap();
    assert!(found.is_clean(), "{:?}", found.findings);
    match imported {
        Ok(imported) => {
            assert_eq!(copy.export().unwrap().total(), imported.entries);
            true
        }
        Err(error) => {
            assert_import_error(&error);
            goes_on(&copy);
            false
        }
    }
}

/// With the right lines, unless others came before that are as good.
fn goes_on(copy: &Engine) {
    let right = &small().lines;
    match import(copy, right.iter().map(String::as_str)) {
        Ok(imported) => {
            assert_eq!(imported.entries, right.len() as u64 - 2);
            assert_eq!(copy.cut(), small().engine.cut());
        }
        Err(error) => assert_eq!(error.code(), "storage_not_empty", "{error}"),
    }
}

pub fn corpus() -> Vec<Vec<u8>> {
    let lines = &small().lines;
    let empty: Vec<String> = engine_on(MemoryStorage::new()).export().unwrap().map(Result::unwrap).collect();
    text::corpus([lines.join("\n"), empty.join("\n")])
}
