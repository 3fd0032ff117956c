//! A subscriber of the feed, who believes nothing: no event twice, none left out, and in the end the version
//! of each record.

use crate::support::World;
use crate::support::dump::{journal_of, rows_of};
use paywright::journal::Books;
use paywright::storage::{Record, Upkeep};
use paywright::{
    Account, Asset, Case, Cut, Effect, Engine, Event, Exchange, FeePlan, Hold, Merchant, Operation, Order,
    Part, Payment, Refund, User,
};
use std::collections::{BTreeMap, BTreeSet};

type Name = (&'static str, String);

#[derive(Default)]
pub struct Follower {
    cut: Cut,
    /// Of each lane the last sequence, and how many transfers.
    lanes: BTreeMap<u16, (u64, u64)>,
    hashes: BTreeSet<(u16, u64, [u8; 32])>,
    versions: BTreeMap<Name, BTreeSet<u64>>,
}

impl Follower {
    /// Takes a page; answers whether there was anything on it.
    pub fn polls(&mut self, engine: &Engine, limit: u32) -> bool {
        let page = engine.feed(&self.cut, limit).unwrap();
        assert!(page.events.len() <= usize::try_from(limit).unwrap());
        page.events.iter().for_each(|event| self.hears(event));
        self.cut = page.next.to_string().parse().unwrap();
        assert_eq!(self.cut, page.next);
        !page.events.is_empty()
    }

    fn hears(&mut self, event: &Event) {
        let lane = self.lanes.entry(event.lane).or_default();
        assert_eq!(event.sequence, lane.0 + 1, "lane {}", event.lane);
        lane.0 = event.sequence;
        if let Some(added) = event.transfers {
            assert_eq!((added.first.lane(), added.first.ordinal()), (event.lane, lane.1 + 1));
            lane.1 += added.count;
        }
        self.hashes.insert((event.lane, event.sequence, event.hash));
        for change in &event.changes {
            let versions = self.versions.entry((change.table, change.id.clone())).or_default();
            assert!(versions.insert(change.version), "{change:?} came twice");
        }
    }

    /// Every entry was told, and of each record every version up to the one that is stored.
    pub fn knows_all(&self, world: &World) {
        let journal: BTreeSet<_> =
            journal_of(&world.storage).iter().map(|row| (row.lane, row.sequence, row.hash)).collect();
        assert!(self.hashes == journal, "{} of {} events", self.hashes.len(), journal.len());
        let mut stored = BTreeMap::new();
        macro_rules! versions_of {
            ($($record:ty),*) => {$( stored.extend(versions::<$record>(world)); )*};
        }
        versions_of!(
            Account, Asset, Books, Case, Effect, Exchange, FeePlan, Hold, Merchant, Operation, Order, Part,
            Payment, Refund, User
        );
        let told = |((table, id), versions): (&Name, &BTreeSet<u64>)| {
            let newest = versions.last().copied().unwrap();
            let first = if *table == "books" { 2 } else { 1 };
            assert!(versions.iter().copied().eq(first..=newest), "{table} {id}: {versions:?}");
            ((*table, id.clone()), newest)
        };
        let told: BTreeMap<Name, u64> = self.versions.iter().map(told).collect();
        assert_eq!(told, stored);
    }
}

/// Each record that the journal answers for, with its version. The books begin with one that no entry wrote.
fn versions<R: Record<Id: std::fmt::Display>>(world: &World) -> BTreeMap<Name, u64> {
    assert_eq!(R::TABLE.upkeep, Upkeep::Journal);
    let rows = rows_of(&world.storage, R::TABLE);
    let version = |i: usize| {
        let id = R::read(&mut rows.reader(i)).unwrap().id();
        ((R::TABLE.name, id.to_string()), rows.stamp(i).version)
    };
    let written = |((table, _), version): &(Name, u64)| *table != "books" || *version > 1;
    (0..rows.len()).map(version).filter(written).collect()
}
