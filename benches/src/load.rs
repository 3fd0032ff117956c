//! The work to be measured: the same transfers and payments for both sides, the same in each round.

use crate::work::Work;
use crate::{Outcome, Scale};

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

/// Commits of transfers without end, each made when it is asked for. The first ones touch every account.
#[derive(Clone, Debug)]
pub struct Movements {
    ids: Ids,
    chance: Chance,
    accounts: usize,
    a_commit: usize,
    made: usize,
}

impl Movements {
    /// From the start.
    #[must_use]
    pub const fn new(scale: &Scale) -> Self {
        let (ids, chance) = (Ids::new(1), Chance::new(2));
        Self { ids, chance, accounts: scale.accounts, a_commit: scale.transfers, made: 0 }
    }

    /// From where so many commits were made.
    pub fn after(scale: &Scale, commits: usize) -> Outcome<Self> {
        let mut movements = Self::new(scale);
        for _ in 0..commits {
            movements.next_commit()?;
        }
        Ok(movements)
    }

    /// How many commits touch every account.
    const fn spread(&self) -> usize {
        self.accounts.div_ceil(self.a_commit)
    }

    /// Those of the next commit.
    pub fn next_commit(&mut self) -> Outcome<Vec<Movement>> {
        (0..self.a_commit).map(|_| self.next_movement()).collect()
    }

    fn next_movement(&mut self) -> Outcome<Movement> {
        let (place, accounts) = (self.made, self.accounts);
        self.made += 1;
        let spread = place < self.spread() * self.a_commit;
        let debit = if spread { place % accounts } else { self.chance.below(accounts)? };
        let credit = (debit + 1 + self.chance.below(accounts - 1)?) % accounts;
        let amount = 1 + i64::try_from(self.chance.below(100)?)?;
        let at = i64::try_from(START_MS)? * 1_000 + i64::try_from(place)?;
        Ok(Movement { id: self.ids.next_id(), debit, credit, amount, at })
    }
}

/// Commits of transfers. Those of the warm-up touch every account.
pub fn transfers(scale: &Scale) -> Outcome<Work<Vec<Movement>>> {
    let mut movements = Movements::new(scale);
    let warm_up = movements.spread();
    let all: Outcome<Vec<_>> =
        (0..warm_up + scale.transfer_commits).map(|_| movements.next_commit()).collect();
    Ok(Work::split(all?, warm_up))
}

/// An order of a user at a merchant, paid at once, by their places.
#[derive(Clone, Copy, Debug)]
pub struct Payment {
    /// Id of the order.
    pub order: [u8; 16],
    /// Id of the payment.
    pub payment: [u8; 16],
    /// Who pays.
    pub payer: usize,
    /// Who is paid.
    pub merchant: usize,
    /// Minor units.
    pub amount: i64,
}

/// Commits of payments. Those of the warm-up touch every payer.
pub fn payments(scale: &Scale) -> Outcome<Work<Vec<Payment>>> {
    let (mut ids, mut chance) = (Ids::new(3), Chance::new(4));
    let warm_up = scale.payers.div_ceil(scale.payments);
    let payment = |place: usize| -> Outcome<Payment> {
        let spread = place < warm_up * scale.payments;
        let payer = if spread { place % scale.payers } else { chance.below(scale.payers)? };
        let merchant = chance.below(scale.merchants)?;
        let amount = 500 + i64::try_from(chance.below(9_500)?)?;
        Ok(Payment { order: ids.next_id(), payment: ids.next_id(), payer, merchant, amount })
    };
    commits(scale.payments, warm_up, scale.payment_commits, payment)
}

fn commits<T>(
    a_commit: usize,
    warm_up: usize,
    timed: usize,
    mut each: impl FnMut(usize) -> Outcome<T>,
) -> Outcome<Work<Vec<T>>> {
    let mut commit = |nth: usize| (nth * a_commit..(nth + 1) * a_commit).map(&mut each).collect();
    let all: Outcome<Vec<Vec<T>>> = (0..warm_up + timed).map(&mut commit).collect();
    Ok(Work::split(all?, warm_up))
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
    fn the_warm_up_touches_every_account_and_nobody_pays_themselves() {
        let work = transfers(&Scale::TINY).unwrap();
        let mut touched: Vec<usize> = work.warm_up.iter().flatten().map(|one| one.debit).collect();
        touched.sort_unstable();
        touched.dedup();
        assert_eq!(touched, (0..Scale::TINY.accounts).collect::<Vec<_>>());
        let mut all = work.warm_up.iter().chain(&work.timed).flatten();
        assert!(all.all(|one| one.debit != one.credit && one.amount > 0));
        assert_eq!(work.timed.len(), Scale::TINY.transfer_commits);
    }

    #[test]
    fn the_warm_up_touches_every_payer() {
        let work = payments(&Scale::TINY).unwrap();
        let mut payers: Vec<usize> = work.warm_up.iter().flatten().map(|one| one.payer).collect();
        payers.sort_unstable();
        payers.dedup();
        assert_eq!(payers, (0..Scale::TINY.payers).collect::<Vec<_>>());
    }
}
