//! An ordered map in shared pieces: copying it copies one pointer, and a write copies only the piece it
//! touches, and that only while a copy is alive. So a snapshot costs nothing until somebody writes beside
//! it.

use std::cmp::Ordering;
use std::sync::Arc;

/// Entries in key order, in pieces of at most [`MOST`]; no piece is empty.
#[derive(Debug)]
pub(super) struct Sorted<K, V>(Arc<Vec<Piece<K, V>>>);

/// Its greatest key stands outside, so that a search touches one piece only.
#[derive(Debug)]
struct Piece<K, V> {
    last: K,
    entries: Arc<Vec<(K, V)>>,
}

impl<K: Clone, V> Clone for Piece<K, V> {
    fn clone(&self) -> Self {
        Self { last: self.last.clone(), entries: Arc::clone(&self.entries) }
    }
}

/// A gap between two entries: before entry `at` of piece `piece`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gap {
    piece: usize,
    at: usize,
}

/// Inserting moves half of it on average, a write beside a snapshot copies it: some kilobytes either way.
const MOST: usize = 128;

impl<K, V> Clone for Sorted<K, V> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<K, V> Default for Sorted<K, V> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<K, V> Sorted<K, V> {
    /// The gap after all entries that are `before`; these must come first.
    pub(super) fn seek(&self, before: impl Fn(&K) -> bool) -> Gap {
        let piece = self.0.partition_point(|piece| before(&piece.last));
        let at = self.0.get(piece).map_or(0, |piece| piece.entries.partition_point(|(key, _)| before(key)));
        Gap { piece, at }
    }

    /// The entries after a gap, least first.
    pub(super) fn ascending(&self, from: Gap) -> impl Iterator<Item = &(K, V)> {
        let first = self.0.get(from.piece).and_then(|piece| piece.entries.get(from.at..)).unwrap_or_default();
        let others = self.0.get(from.piece.saturating_add(1)..).unwrap_or_default();
        first.iter().chain(others.iter().flat_map(|piece| piece.entries.iter()))
    }

    /// The entries before a gap, greatest first.
    pub(super) fn descending(&self, from: Gap) -> impl Iterator<Item = &(K, V)> {
        let first = self.0.get(from.piece).and_then(|piece| piece.entries.get(..from.at)).unwrap_or_default();
        let others = self.0.get(..from.piece).unwrap_or_default();
        first.iter().rev().chain(others.iter().rev().flat_map(|piece| piece.entries.iter().rev()))
    }

    /// All entries, least first.
    pub(super) fn iter(&self) -> impl Iterator<Item = &(K, V)> {
        self.0.iter().flat_map(|piece| piece.entries.iter())
    }

    /// The value whose key compares equal.
    pub(super) fn find(&self, against: impl Fn(&K) -> Ordering) -> Option<&V> {
        let gap = self.seek(|key| against(key) == Ordering::Less);
        let (key, value) = self.0.get(gap.piece)?.entries.get(gap.at)?;
        (against(key) == Ordering::Equal).then_some(value)
    }
}

impl<K: Ord + Clone, V: Clone> Sorted<K, V> {
    /// Puts a value under its key, in place of what was there.
    pub(super) fn insert(&mut self, key: K, value: V) {
        let gap = self.seek(|known| *known < key);
        let pieces = Arc::make_mut(&mut self.0);
        let Some(piece) = pieces.get_mut(gap.piece) else {
            return append(pieces, key, value);
        };
        let entries = Arc::make_mut(&mut piece.entries);
        if let Some(entry) = entries.get_mut(gap.at).filter(|entry| entry.0 == key) {
            entry.1 = value;
        } else if entries.len() < MOST {
            entries.insert(gap.at, (key, value));
        } else {
            let mut upper = entries.split_off(MOST / 2);
            match gap.at.checked_sub(MOST / 2) {
                Some(at) => upper.insert(at, (key, value)),
                None => entries.insert(gap.at, (key, value)),
            }
            let middle = entries.last().map_or_else(|| piece.last.clone(), |(key, _)| key.clone());
            let last = std::mem::replace(&mut piece.last, middle);
            pieces.insert(gap.piece + 1, Piece { last, entries: Arc::new(upper) });
        }
    }

    /// Takes a key out.
    pub(super) fn remove(&mut self, key: &K) {
        let gap = self.seek(|known| known < key);
        let found = self.0.get(gap.piece).and_then(|piece| piece.entries.get(gap.at));
        if found.is_none_or(|(found, _)| found != key) {
            return;
        }
        let pieces = Arc::make_mut(&mut self.0);
        let Some(piece) = pieces.get_mut(gap.piece) else { return };
        let entries = Arc::make_mut(&mut piece.entries);
        entries.remove(gap.at);
        match entries.last() {
            Some((last, _)) if gap.at == entries.len() => piece.last = last.clone(),
            Some(_) => {}
            None => {
                pieces.remove(gap.piece);
            }
        }
    }
}

/// Keys that grow fill each piece to the brim.
fn append<K: Clone, V: Clone>(pieces: &mut Vec<Piece<K, V>>, key: K, value: V) {
    let last = key.clone();
    match pieces.last_mut() {
        Some(piece) if piece.entries.len() < MOST => {
            Arc::make_mut(&mut piece.entries).push((key, value));
            piece.last = last;
        }
        _ => {
            let mut entries = Vec::with_capacity(MOST);
            entries.push((key, value));
            pieces.push(Piece { last, entries: Arc::new(entries) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// A walk through numbers that repeats and removes: every piece splits, fills and empties.
    #[test]
    fn it_is_an_ordered_map_whose_copies_stay_as_they_were() {
        let mut state: u64 = 1;
        let (mut sorted, mut model) = (Sorted::default(), BTreeMap::new());
        for round in 0..20_000_u64 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let key = (state >> 33) % 3_000;
            let before = (round % 500 == 0).then(|| (sorted.clone(), model.clone()));
            if (state >> 20).is_multiple_of(3) {
                sorted.remove(&key);
                model.remove(&key);
            } else {
                sorted.insert(key, round);
                model.insert(key, round);
            }
            assert_eq!(sorted.find(|known| known.cmp(&key)), model.get(&key));
            if let Some((sorted, model)) = before {
                assert!(sorted.iter().map(|(key, value)| (key, value)).eq(model.iter()));
            }
            if round % 100 == 0 {
                let gap = sorted.seek(|known| *known < key);
                let up = sorted.ascending(gap).map(|(key, value)| (key, value));
                assert!(up.eq(model.range(key..)));
                let down = sorted.descending(gap).map(|(key, value)| (key, value));
                assert!(down.eq(model.range(..key).rev()));
            }
        }
        for key in 0..3_000 {
            sorted.remove(&key);
        }
        assert!(sorted.0.is_empty());
    }
}
