//! The figures: to add one, add an entry to [`ALL`] and the function that sets its sides up.

mod bytes;
mod ledger;
mod payments;
mod statement;
mod verify;
mod writers;

use crate::figure::{Figure, Noise};

/// Every figure, in the order in which they are taken.
pub const ALL: &[Figure] = &[
    Figure {
        name: "ledger_batch",
        what: "8,000 transfers in one command a commit over 10,000 wallets; history, journal, hash chain",
        baseline: "by hand: a transfer, two balances and two indexed entries each, 8,000 a commit",
        unit: "transfers/s",
        target: ">= 1.5",
        noise: Noise::Timed,
        prepare: ledger::batch_against_entries,
    },
    Figure {
        name: "ledger_batch_limit",
        what: "the same",
        baseline: "by hand: a transfer under a time-ordered id and two balances each, 8,000 a commit",
        unit: "transfers/s",
        target: ">= 0.35",
        noise: Noise::Timed,
        prepare: ledger::batch_against_seq,
    },
    Figure {
        name: "ledger_commands",
        what: "8,000 commands of one transfer each a commit",
        baseline: "that of ledger_batch_limit",
        unit: "transfers/s",
        target: "printed",
        noise: Noise::Timed,
        prepare: ledger::commands_against_seq,
    },
    Figure {
        name: "payment_batch",
        what: "an order placed, paid from a wallet and captured, its fee posted; 1,000 payments a commit",
        baseline: "by hand: the same rows, journal included, prepared beforehand, 1,000 payments a commit",
        unit: "payments/s",
        target: ">= 0.5",
        noise: Noise::Timed,
        prepare: payments::batch,
    },
    Figure {
        name: "payment_single",
        what: "each command of that payment in a commit of its own, the latency in the middle",
        baseline: "by hand: a commit of that command's rows",
        unit: "us/command",
        target: "<= 1.5",
        noise: Noise::Timed,
        prepare: payments::single,
    },
    Figure {
        name: "two_writers",
        what: "payment_single beside another engine that commits 8,000 transfers at a time without pause",
        baseline: "payment_single alone; both the latency that one command in a hundred exceeds",
        unit: "us/command, p99",
        target: "printed",
        noise: Noise::Timed,
        prepare: writers::p99,
    },
    Figure {
        name: "two_writers",
        what: "the same",
        baseline: "the same; both the slowest command",
        unit: "us/command, worst",
        target: "printed",
        noise: Noise::Timed,
        prepare: writers::worst,
    },
    Figure {
        name: "two_writers",
        what: "the same, and the large commits move money of the same wallets",
        baseline: "the same",
        unit: "us/command, shared",
        target: "printed",
        noise: Noise::Timed,
        prepare: writers::worst_on_shared_wallets,
    },
    Figure {
        name: "payment_memory",
        what: "payment_batch on the memory storage",
        baseline: "payment_batch",
        unit: "payments/s",
        target: "printed",
        noise: Noise::Timed,
        prepare: payments::memory,
    },
    Figure {
        name: "statement",
        what: "the newest 100 lines of one account among 5 million transfers of 10,000 accounts, warm",
        baseline: "by hand: 100 entries of that account, each joined to its transfer",
        unit: "us/page",
        target: "<= 2",
        noise: Noise::Timed,
        prepare: statement::against_entries,
    },
    Figure {
        name: "verify",
        what: "the check of everything stored, on the books that ledger_batch leaves",
        baseline: "by hand: every column of every row of the same tables",
        unit: "us/transfer",
        target: "printed",
        noise: Noise::Timed,
        prepare: verify::against_a_scan,
    },
    Figure {
        name: "bytes",
        what: "what the file grows by with each transfer of ledger_batch, the log folded in",
        baseline: "the same of the entries by hand",
        unit: "bytes/transfer",
        target: "printed",
        noise: Noise::Exact,
        prepare: bytes::per_transfer,
    },
    Figure {
        name: "bytes",
        what: "what the file grows by with each payment of payment_batch, the log folded in",
        baseline: "what it grows by with each transfer of the entries by hand",
        unit: "bytes/payment",
        target: "printed",
        noise: Noise::Exact,
        prepare: bytes::per_payment,
    },
];
