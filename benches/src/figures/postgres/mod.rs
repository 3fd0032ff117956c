//! What is measured of the storage over PostgreSQL, on a server that is started for it and flushes what it
//! commits.

mod bytes;

use crate::figure::{Figure, Noise};
use bytes::Asked;

/// Its figures.
pub(super) const FIGURES: &[Figure] = &[
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
        what: "rows that are written where each payment is a commit",
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
