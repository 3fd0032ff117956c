//! The entries of several lanes in one order: by time and lane, and where that is not enough, by what must
//! come before what.

use super::chain::{Chain, Link, damaged};
use super::cut::Cut;
use super::records::Lane;
use crate::error::Error;
use crate::storage::Reader;
use std::collections::BTreeMap;

/// Lane and sequence of an entry.
pub(crate) type Place = (u16, u64);

/// What must come before what, beyond the order of time: to each entry, those that it waits for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Waits(BTreeMap<Place, BTreeMap<u16, u64>>);

impl Waits {
    /// `later` waits for `earlier`, and so for all entries of that lane before it. Answers whether that was
    /// not known yet.
    pub(crate) fn add(&mut self, earlier: Place, later: Place) -> bool {
        let known = self.0.entry(later).or_default().entry(earlier.0).or_default();
        let is_new = *known < earlier.1;
        *known = earlier.1.max(*known);
        is_new
    }
}

/// Several lanes, as far as they were read.
#[derive(Debug)]
pub(crate) struct Merged {
    chains: Vec<Chain>,
    waits: Waits,
}

impl Merged {
    /// All entries behind a cut.
    pub(crate) fn after(cut: &Cut, heads: &[Lane], waits: Waits) -> Self {
        let chain = |head: &Lane| Chain::after(head.clone(), cut.of(head.lane.0));
        Self { chains: heads.iter().map(chain).collect(), waits }
    }

    /// The next entry.
    ///
    /// # Errors
    /// As [`Chain::peek`]; `storage_corrupt` where entries wait for each other.
    pub(crate) fn next(&mut self, from: &dyn Reader) -> Result<Option<Link>, Error> {
        let (mut ready, mut waiting) = (Vec::with_capacity(self.chains.len()), None);
        for (place, chain) in self.chains.iter_mut().enumerate() {
            let Some(link) = chain.peek(from)? else { continue };
            ready.push((link.entry.at, link.row.lane, link.row.sequence, place));
        }
        ready.retain(|(_, lane, sequence, _)| {
            let waits = self.must_wait((*lane, *sequence));
            waiting = waiting.or(waits.then_some((*lane, *sequence)));
            !waits
        });
        match (ready.into_iter().min(), waiting) {
            (Some((.., place)), _) => Ok(self.chains.get_mut(place).and_then(Chain::take)),
            (None, Some(at)) => Err(damaged(at, "it rests on what in turn rests on it")),
            (None, None) => Ok(None),
        }
    }

    fn must_wait(&self, place: Place) -> bool {
        let taken = |lane| self.chains.iter().find(|chain| chain.lane() == lane).map_or(0, Chain::taken);
        let mut waits = self.waits.0.get(&place).into_iter().flatten();
        waits.any(|(lane, sequence)| taken(*lane) < *sequence)
    }
}
