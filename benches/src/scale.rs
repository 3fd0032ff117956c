//! How much a run measures.

/// Sizes of one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// What it is called.
    pub name: &'static str,
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
    /// Commits of transfers in the large database.
    pub stored_commits: usize,
    /// Commits of transfers in the one that its growth is measured against.
    pub few_stored_commits: usize,
    /// Timed commits of transfers on top of either.
    pub growth_commits: usize,
    /// Times that a round opens a database.
    pub opens: usize,
    /// Pages of that statement that a round reads.
    pub statement_pages: usize,
    /// Payments of one commit.
    pub payments: usize,
    /// Timed commits of payments in a round.
    pub payment_commits: usize,
    /// Payments of a round that threads make, a call each.
    pub called_payments: usize,
    /// Transfers of a round that a function on a server makes, a call each.
    pub called_transfers: usize,
    /// Milliseconds for which several processes take payments.
    pub trade_ms: u64,
    /// Payments of a round whose commands are each committed alone.
    pub single_payments: usize,
    /// Payments of one bulk.
    pub bulk_payments: usize,
    /// Payments in the file of a wallet app.
    pub wallet_payments: usize,
}

impl Scale {
    /// What the targets are about. The length of a round is a part of the baseline: entries by hand slow down
    /// as they grow, from 170,000 a second to half of it within the 400,000 transfers of a round.
    pub const FULL: Self = Self {
        name: "full",
        rounds: 5,
        accounts: 10_000,
        payers: 2_000,
        merchants: 100,
        transfers: 8_000,
        transfer_commits: 50,
        stored_commits: 625,
        few_stored_commits: 13,
        growth_commits: 25,
        opens: 15,
        statement_pages: 1_000,
        payments: 1_000,
        payment_commits: 8,
        called_payments: 3_200,
        called_transfers: 16_000,
        trade_ms: 30_000,
        single_payments: 300,
        bulk_payments: 100_000,
        wallet_payments: 10_000,
    };

    /// The same shape in fewer and shorter rounds, for a first look. Entries by hand do better in them.
    pub const QUICK: Self = Self {
        name: "quick",
        rounds: 3,
        transfer_commits: 12,
        stored_commits: 63,
        growth_commits: 12,
        opens: 7,
        payment_commits: 3,
        called_payments: 960,
        called_transfers: 8_000,
        trade_ms: 8_000,
        single_payments: 100,
        bulk_payments: 20_000,
        ..Self::FULL
    };

    /// So little that only its end says anything: for tests.
    pub const TINY: Self = Self {
        name: "tiny",
        rounds: 1,
        accounts: 40,
        payers: 10,
        merchants: 4,
        transfers: 40,
        transfer_commits: 2,
        stored_commits: 100,
        few_stored_commits: 2,
        growth_commits: 2,
        opens: 2,
        statement_pages: 2,
        payments: 5,
        payment_commits: 2,
        called_payments: 8,
        called_transfers: 40,
        trade_ms: 200,
        single_payments: 2,
        bulk_payments: 200,
        wallet_payments: 20,
    };

    /// The one of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::FULL, Self::QUICK, Self::TINY].into_iter().find(|scale| scale.name == name)
    }
}
