//! The work to be measured: the same transfers and payments for both sides, the same in each round.

use crate::Outcome;

/// Milliseconds since 1970 from which ids count.
const START_MS: u64 = 1_764_000_000_000;

/// A source of numbers that look random and are the same for the same seed (splitmix64).
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// From a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> Outcome<usize> {
        Ok(usize::try_from(self.bits() % u64::try_from(end.max(1))?)?)
    }
}

/// Ids as a caller makes them: UUIDv7, each later than the one before, a thousand a millisecond.
#[derive(Clone, Debug)]
pub struct Ids {
    made: u64,
    chance: Chance,
}

impl Ids {
    /// From a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { made: 0, chance: Chance::new(seed) }
    }

    /// The next one.
    pub fn next_id(&mut self) -> [u8; 16] {
        let (millis, counter) = (START_MS + self.made / 1_000, self.made % 1_000);
        self.made += 1;
        let high = (millis << 16) | 0x7000 | counter;
        let low = (0b10 << 62) | (self.chance.bits() >> 2);
        ((u128::from(high) << 64) | u128::from(low)).to_be_bytes()
    }
}

/// A transfer between two of so many accounts, by their places.
#[derive(Clone, Copy, Debug)]
pub struct Movement {
    /// Its id.
    pub id: [u8; 16],
    /// Account debited.
    pub debit: usize,
    /// Account credited.
    pub credit: usize,
    /// Minor units.
    pub amount: i64,
    /// Microseconds since 1970.
    pub at: i64,
}

/// Commits of transfers. The first is the one that a round does not time; it touches every account, as far as it
/// reaches.
pub fn transfers(accounts: usize, a_commit: usize, commits: usize) -> Outcome<Vec<Vec<Movement>>> {
    let (mut ids, mut chance) = (Ids::new(1), Chance::new(2));
    let at = i64::try_from(START_MS)? * 1_000;
    let mut made = 0_usize;
    let mut next = |spread: bool| -> Outcome<Movement> {
        made += 1;
        let debit = if spread { made * 2 % accounts } else { chance.below(accounts)? };
        let step = if spread { 1 } else { 1 + chance.below(accounts - 1)? };
        let amount = 1 + i64::try_from(chance.below(100)?)?;
        let credit = (debit + step) % accounts;
        Ok(Movement { id: ids.next_id(), debit, credit, amount, at: at + i64::try_from(made)? })
    };
    (0..=commits).map(|commit| (0..a_commit).map(|_| next(commit == 0)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_uuids_of_version_7_in_order() {
        let mut ids = Ids::new(7);
        let made: Vec<[u8; 16]> = (0..3_000).map(|_| ids.next_id()).collect();
        assert!(made.is_sorted_by(|a, b| a < b));
        assert!(made.iter().all(|id| id[6] >> 4 == 7 && id[8] >> 6 == 0b10));
    }

    #[test]
    fn the_first_commit_touches_every_account_and_nobody_pays_themselves() {
        let commits = transfers(10, 5, 3).unwrap();
        let mut touched: Vec<usize> = commits[0].iter().flat_map(|one| [one.debit, one.credit]).collect();
        touched.sort_unstable();
        assert_eq!(touched, (0..10).collect::<Vec<_>>());
        assert!(commits.iter().flatten().all(|one| one.debit != one.credit && one.amount > 0));
    }
}
