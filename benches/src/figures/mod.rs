//! The figures: to add one, add an entry to `ENGINE` or to its package's, and the function that sets its
//! sides up.

mod bytes;
mod callers;
mod growth;
mod host;
pub(crate) mod ledger;
mod mobile;
mod opening;
pub(crate) mod payments;
mod postgres;
mod python;
mod resident;
mod statement;
mod threads;
mod verify;
mod wallet;
mod writers;

use crate::figure::{Figure, Noise};

/// What the names of a package's figures begin with, and where it is said what is to be measured. Whoever
/// runs `cargo xtask bench` has it said.
const PACKAGES: &[(&str, &str)] = &[
    ("python_", python::INTERPRETER),
    ("mobile_", mobile::WEIGHT),
    ("kotlin_", callers::KOTLIN_PROGRAM),
    ("swift_", callers::SWIFT_PROGRAM),
];

/// Whether a figure is of a package that is not here to be measured.
#[must_use]
pub fn is_absent(figure: &Figure) -> bool {
    let of = PACKAGES.iter().find(|(begin, _)| figure.name.starts_with(begin));
    of.is_some_and(|(_, said)| std::env::var_os(said).is_none())
}

/// Whether a figure needs a PostgreSQL server.
#[must_use]
pub fn is_of_a_server(figure: &Figure) -> bool {
    figure.name.starts_with("postgres_")
}

/// Every figure, in the order in which they are taken.
pub fn all() -> impl Iterator<Item = &'static Figure> {
    [ENGINE, postgres::FIGURES, python::FIGURES, mobile::FIGURES, callers::KOTLIN, callers::SWIFT]
        .into_iter()
        .flatten()
}

/// Those of the engine itself.
const ENGINE: &[Figure] = &[
    Figure {
        name: "ledger_batch",
        what: "8,000 transfers in one command a commit over 10,000 wallets; history, journal, hash chain",
        baseline: "by hand: a transfer, two balances and two indexed entries each, 8,000 a commit",
        unit: "transfers/s",
        foundation: ">= 1.5",
        goal: ">= 4.7",
        noise: Noise::Timed,
        prepare: ledger::batch_against_entries,
    },
    Figure {
        name: "ledger_batch_limit",
        what: "the same",
        baseline: "by hand: a transfer under a time-ordered id and two balances each, 8,000 a commit",
        unit: "transfers/s",
        foundation: ">= 0.35",
        goal: ">= 0.9",
        noise: Noise::Timed,
        prepare: ledger::batch_against_seq,
    },
    Figure {
        name: "ledger_commands",
        what: "8,000 commands of one transfer each a commit",
        baseline: "that of ledger_batch_limit",
        unit: "transfers/s",
        foundation: "printed",
        goal: ">= 0.5",
        noise: Noise::Timed,
        prepare: ledger::commands_against_seq,
    },
    Figure {
        name: "payment_batch",
        what: "an order placed, paid from a wallet and captured, its fee posted; 1,000 payments a commit",
        baseline: "by hand: the same rows, journal included, prepared beforehand, 1,000 payments a commit",
        unit: "payments/s",
        foundation: ">= 0.5",
        goal: ">= 0.8",
        noise: Noise::Timed,
        prepare: payments::batch,
    },
    Figure {
        name: "payment_single",
        what: "each command of that payment in a commit of its own, the latency in the middle",
        baseline: "by hand: a commit of that command's rows",
        unit: "us/command",
        foundation: "<= 1.5",
        goal: "<= 1.2",
        noise: Noise::Timed,
        prepare: payments::single,
    },
    Figure {
        name: "group_commit",
        what: "32 threads, each payment a call: one atomic request of its three commands",
        baseline: "one thread, 32 such payments a batch",
        unit: "payments/s",
        foundation: ">= 0.5",
        goal: ">= 0.8",
        noise: Noise::Timed,
        prepare: threads::against_batches,
    },
    Figure {
        name: "group_commit",
        what: "the same",
        baseline: "one thread, each payment a call",
        unit: "payments/s, 1 thread",
        foundation: "printed",
        goal: "printed",
        noise: Noise::Timed,
        prepare: threads::against_one,
    },
    Figure {
        name: "two_writers",
        what: "payment_single beside another engine that commits 8,000 transfers at a time without pause",
        baseline: "payment_single alone; both the latency that one command in a hundred exceeds",
        unit: "us/command, p99",
        foundation: "printed",
        goal: "printed",
        noise: Noise::Timed,
        prepare: writers::p99,
    },
    Figure {
        name: "two_writers",
        what: "the same",
        baseline: "the same; both the slowest command",
        unit: "us/command, worst",
        foundation: "printed",
        goal: "printed",
        noise: Noise::Timed,
        prepare: writers::worst,
    },
    Figure {
        name: "two_writers",
        what: "the same, and the large commits move money of the same wallets",
        baseline: "the same",
        unit: "us/command, shared",
        foundation: "printed",
        goal: "printed",
        noise: Noise::Timed,
        prepare: writers::worst_on_shared_wallets,
    },
    Figure {
        name: "payment_memory",
        what: "payment_batch on the memory storage",
        baseline: "payment_batch",
        unit: "payments/s",
        foundation: "printed",
        goal: ">= 5",
        noise: Noise::Timed,
        prepare: payments::memory,
    },
    Figure {
        name: "growth",
        what: "ledger_batch with 5 million transfers stored (500,000 with --quick)",
        baseline: "with 100,000 stored",
        unit: "transfers/s",
        foundation: ">= 0.7",
        goal: ">= 0.9",
        noise: Noise::Timed,
        prepare: growth::against_few,
    },
    Figure {
        name: "open",
        what: "that large database opened, and a first payment made",
        baseline: "a database with the same accounts and no payments or other transfers",
        unit: "us",
        foundation: "<= 2",
        goal: "<= 1.2",
        noise: Noise::Timed,
        prepare: opening::against_fresh,
    },
    Figure {
        name: "statement",
        what: "the newest 100 lines of one account in that large database, warm",
        baseline: "by hand: 100 entries of that account, each joined to its transfer",
        unit: "us/page",
        foundation: "<= 2",
        goal: "<= 1.2",
        noise: Noise::Timed,
        prepare: statement::against_entries,
    },
    Figure {
        name: "verify",
        what: "the check of everything stored, on the books that ledger_batch leaves",
        baseline: "by hand: every column of every row of the same tables",
        unit: "us/transfer",
        foundation: "printed",
        goal: "<= 3",
        noise: Noise::Timed,
        prepare: verify::against_a_scan,
    },
    Figure {
        name: "bytes",
        what: "what the file grows by with each transfer of ledger_batch, the log folded in",
        baseline: "the same of the entries by hand",
        unit: "bytes/transfer",
        foundation: "printed",
        goal: "<= 1.5",
        noise: Noise::Exact,
        prepare: bytes::per_transfer,
    },
    Figure {
        name: "bytes",
        what: "what the file grows by with each payment of payment_batch, the log folded in",
        baseline: "what it grows by with each transfer of the entries by hand",
        unit: "bytes/payment",
        foundation: "printed",
        goal: "<= 1.5",
        noise: Noise::Exact,
        prepare: bytes::per_payment,
    },
    Figure {
        name: "resident",
        what: "the most memory of the process that made that large database and read statements of it",
        baseline: "",
        unit: "MB",
        foundation: "value <= 150",
        goal: "value <= 64",
        noise: Noise::Exact,
        prepare: resident::peak,
    },
];
