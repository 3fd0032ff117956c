//! How much a run measures.

/// Sizes of one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// Rounds that count, after one that does not.
    pub rounds: usize,
    /// Wallets of the ledger.
    pub accounts: usize,
    /// Of those, the ones whose owners pay for orders.
    pub payers: usize,
    /// Merchants who sell.
    pub merchants: usize,
    /// Transfers of one commit.
    pub transfers: usize,
    /// Timed commits of transfers in a round.
    pub transfer_commits: usize,
    /// Commits of transfers among which a statement is read.
    pub statement_commits: usize,
    /// Pages of that statement that a round reads.
    pub statement_pages: usize,
    /// Payments of one commit.
    pub payments: usize,
    /// Timed commits of payments in a round.
    pub payment_commits: usize,
    /// Payments of a round whose commands are each committed alone.
    pub single_payments: usize,
}

impl Scale {
    /// What the targets are about. The length of a round is a part of the baseline: entries by hand slow down
    /// as they grow, from 170,000 a second to half of it within the 400,000 transfers of a round.
    pub const FULL: Self = Self {
        rounds: 5,
        accounts: 10_000,
        payers: 2_000,
        merchants: 100,
        transfers: 8_000,
        transfer_commits: 50,
        statement_commits: 625,
        statement_pages: 1_000,
        payments: 1_000,
        payment_commits: 8,
        single_payments: 300,
    };

    /// The same shape in fewer and shorter rounds, for a first look. Entries by hand do better in them.
    pub const QUICK: Self = Self {
        rounds: 3,
        transfer_commits: 12,
        statement_commits: 125,
        payment_commits: 3,
        single_payments: 100,
        ..Self::FULL
    };

    /// So little that only its end says anything: for tests.
    pub const TINY: Self = Self {
        rounds: 1,
        accounts: 40,
        payers: 10,
        merchants: 3,
        transfers: 40,
        transfer_commits: 2,
        statement_commits: 100,
        statement_pages: 2,
        payments: 5,
        payment_commits: 2,
        single_payments: 2,
    };
}
