//! The order of causes: an order of all entries in which each finds exactly the versions that it relied on.
//!
//! Whoever relies on a record is later than the entry that wrote it. But whoever changes a record need not be
//! later than one that relied on the version before: the clocks of two engines may differ, and a reader and
//! a writer do not wait for each other. So the entries are gone through by time and lane; where an entry
//! finds a record that was overtaken, its writer must wait for it, and where it finds one that is not there
//! yet, it must wait for its writer. That is repeated until every entry finds what it relied on: mostly at
//! once.

use super::chain::{Link, damaged};
use super::cut::Cut;
use super::entry::Entry;
use super::merged::{Merged, Place, Waits};
use super::premises::{Premise, Premises, posted_to};
use super::records::{Books, Lane};
use super::verify::Slice;
use super::{ForgetKeys, key_id};
use crate::engine::{read_all, table_with_tag, transfer_with_id};
use crate::error::Error;
use crate::id::{KeyId, TransferId};
use crate::ledger::{Account, Balance, Position, Transfer};
use crate::storage::{Reader, Record, Rows, Scan, Upkeep, Value};
use crate::time::Timestamp;
use std::collections::hash_map::Entry::{Occupied, Vacant};
use std::collections::{HashMap, HashSet};

/// A record: tag of its table, and key.
type Name = (u16, [u8; 16]);

/// What an entry rests on and does not find where it stands.
#[derive(Clone, Copy, Debug)]
enum Unmet {
    /// The record was already written anew: whoever makes this version must come later.
    Overtaken(Name, u64),
    /// The record has not come to this version: whoever makes it must come before.
    Missing(Name, u64),
    /// A transfer that it met, or that is before its own on a balance, was not posted yet.
    Unposted(Position),
    /// The transfer of an id that nobody had was posted already: whoever did must come later.
    Posted(Position),
    /// Its key was used before, and is not forgotten yet.
    Taken(KeyId),
}

impl Unmet {
    const fn is_of_balance(&self) -> bool {
        match self {
            Self::Overtaken((table, _), _) | Self::Missing((table, _), _) => *table == Balance::TABLE.tag,
            Self::Unposted(_) | Self::Posted(_) | Self::Taken(_) => false,
        }
    }
}

/// What must come before what, beyond the order of time, so that every entry finds what it relied on.
///
/// # Errors
/// `storage_corrupt`, with lane and sequence: an entry rests on what nobody wrote, or on what rests on it.
pub(crate) fn causes(from: &dyn Reader, heads: &[Lane]) -> Result<Waits, Error> {
    let mut waits = Waits::default();
    let entries = heads.iter().map(|head| head.sequence).fold(0_u64, u64::saturating_add);
    if heads.iter().filter(|head| head.sequence > 0).count() < 2 {
        return Ok(waits);
    }
    loop {
        let mut unmet = Vec::new();
        for slice in Slice::all(entries) {
            unmet.extend(unmet_in(from, heads, &waits, slice)?);
        }
        if unmet.iter().any(|(_, unmet)| matches!(unmet, Unmet::Unposted(_))) {
            // While transfers stand in another order, versions of balances cannot be counted.
            unmet.retain(|(_, unmet)| !unmet.is_of_balance());
        }
        let Some((first, _)) = unmet.first() else { return Ok(waits) };
        let first = *first;
        if !settle(from, heads, &mut waits, unmet)? {
            return Err(damaged(first, "it rests on what was never so"));
        }
    }
}

/// Goes through all entries and finds what they do not find.
fn unmet_in(
    from: &dyn Reader,
    heads: &[Lane],
    waits: &Waits,
    slice: Slice,
) -> Result<Vec<(Place, Unmet)>, Error> {
    let mut merged = Merged::after(&Cut::START, heads, waits.clone());
    let (mut versions, mut posted, mut unmet) = (Versions::default(), HashMap::new(), Vec::new());
    let mut keys = Keys::default();
    while let Some(Link { entry, .. }) = merged.next(from)? {
        let place = (entry.lane, entry.sequence);
        let transfers = transfers_of(from, &entry)?;
        for (name, version) in relied(&entry, &transfers).into_iter().filter(|((_, key), _)| slice.has(key)) {
            let found = versions.of(name);
            if version < found {
                unmet.push((place, Unmet::Overtaken(name, version.saturating_add(1))));
            } else if version > found {
                unmet.push((place, Unmet::Missing(name, version)));
            }
        }
        keys.forget(&entry, |_| {});
        if let Some(key) = used_key(&entry).filter(|key| slice.has(&key.to_bytes()))
            && keys.0.insert(key, entry.at).is_some()
        {
            unmet.push((place, Unmet::Taken(key)));
        }
        for transfer in &transfers {
            let before = [transfer.debit_before, transfer.credit_before].into_iter().flatten();
            let later = |before: &Position| {
                before.lane() != entry.lane
                    && posted.get(&before.lane()).copied().unwrap_or(0) < before.ordinal()
            };
            if slice.is_first() {
                unmet.extend(before.filter(later).map(|before| (place, Unmet::Unposted(before))));
            }
        }
        if slice.is_first() {
            unmet.extend(looked_up(from, &entry, &posted)?.into_iter().map(|unmet| (place, unmet)));
        }
        let last = transfers.last().map(|transfer| transfer.position.ordinal());
        posted.extend(last.map(|last| (entry.lane, last)));
        for (name, version) in written(&entry, &transfers).filter(|((_, key), _)| slice.has(key)) {
            versions.write(name, version);
        }
    }
    Ok(unmet)
}

/// What an entry looked up by id and does not find: a transfer that is not posted yet, or is already. Given
/// is the last ordinal of each lane so far.
fn looked_up(from: &dyn Reader, entry: &Entry, posted: &HashMap<u16, u64>) -> Result<Vec<Unmet>, Error> {
    let mut unmet = Vec::new();
    let premises = entry.premises.iter().flat_map(Premises::iter);
    for premise in premises.filter(|premise| premise.table == Transfer::TABLE.tag) {
        let id = TransferId::from_bytes(premise.key).ok();
        let there = id.map(|id| transfer_with_id(from, id)).transpose()?.flatten();
        let Some(Transfer { position, .. }) = there else {
            if premise.version > 0 {
                return Err(damaged((entry.lane, entry.sequence), "a transfer that it met is missing"));
            }
            continue;
        };
        let is_posted = posted.get(&position.lane()).is_some_and(|last| position.ordinal() <= *last);
        match (premise.version, is_posted) {
            (0, true) => unmet.push(Unmet::Posted(position)),
            (1.., false) => unmet.push(Unmet::Unposted(position)),
            _ => {}
        }
    }
    Ok(unmet)
}

/// Finds who wrote what was not found, and notes who must wait for whom. Answers whether anything of it is
/// new.
fn settle(
    from: &dyn Reader,
    heads: &[Lane],
    waits: &mut Waits,
    unmet: Vec<(Place, Unmet)>,
) -> Result<bool, Error> {
    let mut wanted: HashMap<Name, Vec<(u64, Place, bool)>> = HashMap::new();
    let mut unposted: HashMap<Position, Vec<(Place, bool)>> = HashMap::new();
    // Of each key, those who used it before it was forgotten.
    let mut early: HashMap<KeyId, Vec<Place>> = HashMap::new();
    for (place, unmet) in unmet {
        match unmet {
            Unmet::Overtaken(name, version) => wanted.entry(name).or_default().push((version, place, true)),
            Unmet::Missing(name, version) => wanted.entry(name).or_default().push((version, place, false)),
            Unmet::Unposted(before) => unposted.entry(before).or_default().push((place, false)),
            Unmet::Posted(later) => unposted.entry(later).or_default().push((place, true)),
            Unmet::Taken(key) => drop(early.insert(key, Vec::new())),
        }
    }
    let mut merged = Merged::after(&Cut::START, heads, waits.clone());
    let (mut versions, mut keys, mut is_new) = (Versions::default(), Keys::default(), false);
    while let Some(Link { entry, .. }) = merged.next(from)? {
        let writer = (entry.lane, entry.sequence);
        keys.forget(&entry, |key| {
            for reader in early.get_mut(&key).into_iter().flat_map(|readers| readers.drain(..)) {
                is_new |= waits.add(writer, reader);
            }
        });
        if let Some(key) = used_key(&entry)
            && let Some(early) = early.get_mut(&key)
        {
            match keys.0.entry(key) {
                Occupied(_) => early.push(writer),
                Vacant(free) => drop(free.insert(entry.at)),
            }
        }
        let transfers = transfers_of(from, &entry)?;
        for (name, version) in written(&entry, &transfers) {
            let Some(wanted) = wanted.get(&name) else { continue };
            versions.write(name, version);
            let made = versions.of(name);
            let by_others =
                wanted.iter().filter(|(version, reader, _)| *version == made && *reader != writer);
            for (_, reader, overtaken) in by_others {
                is_new |= if *overtaken { waits.add(*reader, writer) } else { waits.add(writer, *reader) };
            }
        }
        for (reader, early) in
            transfers.iter().filter_map(|transfer| unposted.get(&transfer.position)).flatten()
        {
            is_new |= if *early { waits.add(*reader, writer) } else { waits.add(writer, *reader) };
        }
    }
    Ok(is_new)
}

/// The newest version of each record.
#[derive(Debug, Default)]
struct Versions(HashMap<Name, u64>);

impl Versions {
    fn of(&self, name: Name) -> u64 {
        // The books are there from the beginning, and a balance without transfers has version 1.
        let first = if name.0 == Books::TABLE.tag || name.0 == Balance::TABLE.tag { 1 } else { 0 };
        self.0.get(&name).copied().unwrap_or(first)
    }

    /// To a version, or where that is not written down, to the next one.
    fn write(&mut self, name: Name, version: Option<u64>) {
        let version = version.unwrap_or_else(|| self.of(name).saturating_add(1));
        self.0.insert(name, version);
    }
}

/// The keys that are used up, and when that was.
#[derive(Debug, Default)]
struct Keys(HashMap<KeyId, Timestamp>);

impl Keys {
    /// Forgets what an entry forgot, and tells each.
    fn forget(&mut self, entry: &Entry, mut forgotten: impl FnMut(KeyId)) {
        let Some(forget) = ForgetKeys::of(entry) else { return };
        for key in forget.keys {
            if self.0.get(&key).is_some_and(|used| *used < forget.before) {
                self.0.remove(&key);
                forgotten(key);
            }
        }
    }
}

fn used_key(entry: &Entry) -> Option<KeyId> {
    entry.key.as_ref().map(|key| key_id(&entry.actor.to_string(), key))
}

/// Each record that an entry rests on, with the version that it found: what it read, what it wrote anew, and
/// the accounts that it posted to, which were never changed where it does not say so.
fn relied(entry: &Entry, transfers: &[Transfer]) -> Vec<(Name, u64)> {
    let premise = |premise: &Premise| ((premise.table, premise.key), premise.version);
    let read = entry.premises.iter().flat_map(|premises| premises.iter()).map(premise);
    let before = |version: u64| version.saturating_sub(1);
    let written = entry.written.iter().map(|row| ((row.table, *row.key), before(row.version)));
    // Of derived tables, only balances are counted.
    let is_known = |((table, _), _): &(Name, u64)| {
        *table == Balance::TABLE.tag
            || table_with_tag(*table).is_some_and(|table| table.upkeep == Upkeep::Journal)
    };
    let mut relied: Vec<(Name, u64)> = read.chain(written).filter(is_known).collect();
    let said: HashSet<Name> = relied.iter().map(|(name, _)| *name).collect();
    let implied = posted_to(transfers).into_iter().map(|account| (Account::TABLE.tag, account.to_bytes()));
    relied.extend(implied.filter(|name| !said.contains(name)).map(|name| (name, 1)));
    relied
}

/// Each record that an entry wrote, with its new version. The transfers of a balance count its version: which
/// of both ids its balance has, the account would tell; the other one is nobody's.
fn written<'a>(
    entry: &'a Entry,
    transfers: &'a [Transfer],
) -> impl Iterator<Item = (Name, Option<u64>)> + 'a {
    let balances = transfers.iter().flat_map(|transfer| [transfer.debit, transfer.credit]);
    let balances =
        balances.flat_map(|account| [Balance::guarded(account), Balance::shared(account, entry.lane)]);
    let balances = balances.map(|balance| ((Balance::TABLE.tag, balance.to_bytes()), None));
    entry.written.iter().map(|row| ((row.table, *row.key), Some(row.version))).chain(balances)
}

/// The rows that an entry added.
fn transfers_of(from: &dyn Reader, entry: &Entry) -> Result<Vec<Transfer>, Error> {
    let Some(added) = &entry.added else { return Ok(Vec::new()) };
    let missing = || damaged((entry.lane, entry.sequence), "transfers that it added are missing");
    let first = added.first.as_int();
    let below =
        i64::try_from(added.count).ok().and_then(|count| first.checked_add(count)).ok_or_else(missing)?;
    let limit = u32::try_from(added.count).map_err(|_| missing())?;
    let (from_first, below) = (Some(Value::Int(first)), Some(Value::Int(below)));
    let mut rows = Rows::new(Transfer::TABLE);
    from.scan(&Scan { from: from_first, below, ..Scan::all(Transfer::TABLE, limit) }, &mut rows)?;
    if u64::try_from(rows.len()) != Ok(added.count) {
        return Err(missing());
    }
    Ok(read_all::<Transfer>(&rows)?)
}
