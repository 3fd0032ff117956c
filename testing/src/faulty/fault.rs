//! What can go wrong with a storage.

use std::fmt;

/// What can go wrong with one commit or one read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StorageFault {
    /// The storage cannot take a commit. Nothing is stored.
    Unavailable,
    /// A commit is stored, and its answer is lost.
    UnknownStored,
    /// A commit is not stored, and its answer is lost.
    UnknownLost,
    /// The answer is lost, and the commit arrives only after somebody has looked whether it is there.
    UnknownLate,
    /// The answer is lost, and the commit arrives only after the next one that is stored. Whoever wanted to
    /// be sure has fenced it by then, and it is refused.
    UnknownFenced,
    /// A commit is refused for rows of it that nobody has changed.
    Conflict,
    /// A commit is refused for a row that it has nothing to do with.
    SpuriousConflict,
    /// A commit takes a while; longer than it may, and nothing is stored.
    Slow,
    /// Outside the laws of a storage: a commit is stored, and the answer is that nothing was. The engine
    /// finds that its lane is not where it left it, and writes nothing more until it is opened anew.
    StoredUnavailable,
    /// A read, a snapshot or a turn is not given: the storage cannot be reached.
    Unreachable,
    /// Rows are loaded as they were some commits ago, as from a copy that lags behind. Heads of lanes and
    /// snapshots are never stale: no engine can do without them.
    StaleLoad,
    /// Of rows that are loaded together some are as they are, and some as they were.
    MixedLoad,
    /// A row cannot be read this once.
    DamagedRow,
}

impl StorageFault {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Unavailable,
        Self::UnknownStored,
        Self::UnknownLost,
        Self::UnknownLate,
        Self::UnknownFenced,
        Self::Conflict,
        Self::SpuriousConflict,
        Self::Slow,
        Self::StoredUnavailable,
        Self::Unreachable,
        Self::StaleLoad,
        Self::MixedLoad,
        Self::DamagedRow,
    ];

    /// Whether it strikes a commit; else it strikes a read.
    #[must_use]
    pub const fn strikes_commits(self) -> bool {
        !matches!(self, Self::Unreachable | Self::StaleLoad | Self::MixedLoad | Self::DamagedRow)
    }

    /// Whether a storage that keeps the laws may do this.
    #[must_use]
    pub const fn is_lawful(self) -> bool {
        !matches!(self, Self::StoredUnavailable)
    }

    /// Its name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unavailable => "unavailable",
            Self::UnknownStored => "unknown_stored",
            Self::UnknownLost => "unknown_lost",
            Self::UnknownLate => "unknown_late",
            Self::UnknownFenced => "unknown_fenced",
            Self::Conflict => "conflict",
            Self::SpuriousConflict => "spurious_conflict",
            Self::Slow => "slow",
            Self::StoredUnavailable => "stored_unavailable",
            Self::Unreachable => "unreachable",
            Self::StaleLoad => "stale_load",
            Self::MixedLoad => "mixed_load",
            Self::DamagedRow => "damaged_row",
        }
    }
}

impl fmt::Display for StorageFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
