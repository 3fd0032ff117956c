//! Lines of an export, handed on and damaged.

use crate::support::{Shared, World};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use paywright::{Engine, Error, Imported, MemoryStorage, Progress};
use std::ops::ControlFlow;

pub fn exported(engine: &Engine) -> Vec<String> {
    let mut export = engine.export().unwrap();
    let lines: Vec<String> = export.by_ref().map(Result::unwrap).collect();
    assert_eq!((export.done(), export.total()), (lines.len() as u64 - 2, lines.len() as u64 - 2));
    assert!(export.next().is_none());
    lines
}

pub fn import(engine: &Engine, lines: &[String]) -> Result<Imported, Error> {
    engine.import(lines.iter().cloned().map(Ok), |_| ControlFlow::Continue(()))
}

/// A world in memory with what the lines tell.
pub fn imported(lines: &[String]) -> World {
    let copy = World::on(Shared::new(MemoryStorage::new()), "copy").unwrap();
    import(&copy.engine, lines).unwrap();
    copy
}

pub fn goes_on(told: &mut Vec<Progress>, progress: Progress) -> ControlFlow<()> {
    told.push(progress);
    ControlFlow::Continue(())
}

/// Changes the bytes of the entry in a line, and recomputes all hashes that follow from it, to the header, as
/// a forger would who owns the file.
pub fn forge(lines: &mut [String], nth: usize, change: impl FnOnce(&mut Vec<u8>)) {
    let lane = lane_of(&lines[nth]).to_owned();
    let mut old = hash_of(&lines[nth]);
    let mut new = self::change(&mut lines[nth], change);
    let last = lines.len() - 1;
    for line in lines[nth + 1..last].iter_mut().filter(|line| lane_of(line) == lane) {
        let mut bytes = bytes_of(line);
        let at = bytes.windows(32).position(|part| part == old).unwrap();
        bytes[at..at + 32].copy_from_slice(&new);
        old = hash_of(line);
        new = put(line, &bytes);
    }
    lines[0] = lines[0].replacen(&hex(&old), &hex(&new), 1);
    seal(&mut lines[0]);
}

/// Gives a header the hash of what it says.
pub fn seal(header: &mut String) {
    let (content, _) = header.rsplit_once(",\"sha256\":").unwrap();
    *header = format!("{content},\"sha256\":\"{}\"}}", hex(&sha256(content.as_bytes())));
}

/// Changes the bytes of the entry in a line, and its hash with them.
pub fn change(line: &mut String, change: impl FnOnce(&mut Vec<u8>)) -> [u8; 32] {
    let mut bytes = bytes_of(line);
    change(&mut bytes);
    put(line, &bytes)
}

/// What a line says of its lane, in front.
fn lane_of(line: &str) -> &str {
    line.split_once(',').unwrap().0
}

/// Puts other bytes into a line, and answers their hash.
fn put(line: &mut String, bytes: &[u8]) -> [u8; 32] {
    let hash = sha256(bytes);
    *line = line.replacen(&hex(&hash_of(line)), &hex(&hash), 1);
    let (before, rest) = line.split_once("\"bytes\":\"").unwrap();
    let after = rest.split_once('"').unwrap().1;
    *line = format!("{before}\"bytes\":\"{}\"{after}", STANDARD.encode(bytes));
    hash
}

fn bytes_of(line: &str) -> Vec<u8> {
    let (_, rest) = line.split_once("\"bytes\":\"").unwrap();
    STANDARD.decode(rest.split_once('"').unwrap().0).unwrap()
}

fn hash_of(line: &str) -> [u8; 32] {
    let (_, rest) = line.split_once("\"hash\":\"").unwrap();
    let digits = rest.split_once('"').unwrap().0;
    let byte = |at: usize| u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).unwrap();
    std::array::from_fn(byte)
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    ring::digest::digest(&ring::digest::SHA256, bytes).as_ref().try_into().unwrap()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
