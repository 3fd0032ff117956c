//! What is measured of the storage over PostgreSQL, on a server that is started for it and flushes what it
//! commits.

mod bytes;
mod processes;
mod speed;

use crate::figure::{Figure, Noise};
use bytes::Asked;

/// Its figures.
pub(super) const FIGURES: &[Figure] = &[
    Figure {
        name: "postgres_payment_batch",
        what: "payment_batch over PostgreSQL",
        baseline: "payment_batch",
        unit: "payments/s",
        foundation: ">= 0.25",
        goal: ">= 0.25",
        noise: Noise::Timed,
        prepare: speed::payments,
    },
    Figure {
        name: "postgres_ledger_batch",
        what: "ledger_batch over PostgreSQL",
        baseline: "a function on that server: a transfer a call, two indexed entries each; 16 clients",
        unit: "transfers/s",
        foundation: ">= 3",
        goal: ">= 6",
        noise: Noise::Timed,
        prepare: speed::transfers,
    },
    Figure {
        name: "postgres_threads",
        what: "16 threads over PostgreSQL, each payment a call: one atomic request of its three commands",
        baseline: "one thread, each payment a call",
        unit: "payments/s",
        foundation: ">= 5",
        goal: ">= 5",
        noise: Noise::Timed,
        prepare: speed::threads,
    },
    Figure {
        name: "postgres_processes",
        what: "four processes of 4 threads over one PostgreSQL, 100 payments a call, merchants of their own, \
               one fee account; 30 s",
        baseline: "one process of 16 threads",
        unit: "payments/s",
        foundation: ">= 0.9",
        goal: ">= 0.9",
        noise: Noise::Long,
        prepare: processes::rates,
    },
    Figure {
        name: "postgres_processes",
        what: "of a hundred commits of the four processes, how many were tried again",
        baseline: "",
        unit: "commits/100",
        foundation: "value <= 0.5",
        goal: "value <= 0.5",
        noise: Noise::Exact,
        prepare: processes::again,
    },
    Figure {
        what: "rows that payment_batch adds and changes on PostgreSQL, entries of the journal among them",
        unit: "rows/payment",
        prepare: |ground| bytes::sides(ground, Asked::InBulk, |written| written.rows),
        ..BYTES
    },
    Figure {
        what: "what its tables grow by",
        unit: "bytes/payment, tables",
        prepare: |ground| bytes::sides(ground, Asked::InBulk, |written| written.tables),
        ..BYTES
    },
    Figure {
        what: "what their indexes grow by",
        unit: "bytes/payment, indexes",
        prepare: |ground| bytes::sides(ground, Asked::InBulk, |written| written.indexes),
        ..BYTES
    },
    Figure {
        what: "what the write-ahead log grows by",
        unit: "bytes/payment, log",
        prepare: |ground| bytes::sides(ground, Asked::InBulk, |written| written.log),
        ..BYTES
    },
    Figure {
        what: "what the tables grow by where each payment is a commit, without a vacuum",
        unit: "bytes/payment alone, tables",
        prepare: |ground| bytes::sides(ground, Asked::OneByOne, |written| written.tables),
        ..BYTES
    },
    Figure {
        what: "what their indexes grow by there",
        unit: "bytes/payment alone, indexes",
        prepare: |ground| bytes::sides(ground, Asked::OneByOne, |written| written.indexes),
        ..BYTES
    },
    Figure {
        what: "rows that are written there",
        unit: "rows/payment alone",
        prepare: |ground| bytes::sides(ground, Asked::OneByOne, |written| written.rows),
        ..BYTES
    },
    Figure {
        what: "rows that are locked there because a rule relied on them",
        unit: "relied rows/payment alone",
        prepare: |ground| bytes::sides(ground, Asked::OneByOne, |written| written.relied),
        ..BYTES
    },
    Figure {
        what: "what the write-ahead log grows by there",
        unit: "bytes/payment alone, log",
        prepare: |ground| bytes::sides(ground, Asked::OneByOne, |written| written.log),
        ..BYTES
    },
];

const BYTES: Figure = Figure {
    name: "postgres_bytes",
    what: "",
    baseline: "",
    unit: "",
    foundation: "printed",
    goal: "printed",
    noise: Noise::Exact,
    prepare: |_| Err("this is measured by nobody".into()),
};
