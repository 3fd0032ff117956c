//! Transfers: money moved from one account to another, immutable.

use super::account::Side;
use crate::id::{AccountId, TransferId};
use crate::machine::Word;
use crate::metadata::Metadata;
use crate::shape::spoken;
use crate::storage::{Corrupt, Field, Key, Kind, RowReader, RowWriter, record};
use crate::time::Timestamp;

/// Where a transfer stands: 10 bits of lane, 53 of ordinal within the lane, in one integer.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, minicbor::Encode, minicbor::Decode)]
#[cbor(transparent)]
pub struct Position(#[n(0)] i64);

const ORDINAL_BITS: u32 = 53;

impl Position {
    pub(crate) fn new(lane: u16, ordinal: u64) -> Self {
        let ordinal = i64::try_from(ordinal).unwrap_or(i64::MAX);
        Self((i64::from(lane) << ORDINAL_BITS) | ordinal)
    }

    pub(crate) const fn from_int(position: i64) -> Self {
        Self(position)
    }

    /// Its lane.
    #[must_use]
    pub fn lane(self) -> u16 {
        u16::try_from(self.0 >> ORDINAL_BITS).unwrap_or(0)
    }

    /// Its ordinal within the lane, from 1.
    #[must_use]
    pub fn ordinal(self) -> u64 {
        u64::try_from(self.0 & ((1 << ORDINAL_BITS) - 1)).unwrap_or(0)
    }

    /// As one integer.
    #[must_use]
    pub const fn as_int(self) -> i64 {
        self.0
    }
}

impl std::fmt::Display for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.lane(), self.ordinal())
    }
}

impl std::fmt::Debug for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

impl From<Position> for Key {
    fn from(position: Position) -> Self {
        Self::Int(position.0)
    }
}

impl Field for Position {
    const COLUMNS: &'static [(&'static str, Kind)] = &[("", Kind::Int)];
    fn write(&self, row: &mut RowWriter<'_>) {
        row.int(self.0);
    }
    fn read(row: &mut RowReader<'_>) -> Result<Self, Corrupt> {
        row.int().map(Self)
    }
}

spoken! {
    /// What a transfer does to the sums. Stored as its number.
    pub enum Phase {
        /// Moves the amount at once.
        1 Posted = "posted",
        /// Holds the amount.
        2 Pending = "pending",
        /// Moves all or a part of what a pending transfer held, and releases the rest.
        3 PostsPending = "posts_pending",
        /// Releases what a pending transfer held.
        4 VoidsPending = "voids_pending",
        /// Releases what a pending transfer held, because its time passed.
        5 ExpiresPending = "expires_pending",
    }
}

impl Phase {
    /// Whether it moves posted sums: the transfers that a statement shows.
    #[must_use]
    pub const fn moves_money(self) -> bool {
        matches!(self, Self::Posted | Self::PostsPending)
    }

    const fn number(self) -> i64 {
        match self {
            Self::Posted => 1,
            Self::Pending => 2,
            Self::PostsPending => 3,
            Self::VoidsPending => 4,
            Self::ExpiresPending => 5,
        }
    }
}

impl Field for Phase {
    const COLUMNS: &'static [(&'static str, Kind)] = &[("", Kind::Int)];
    fn write(&self, row: &mut RowWriter<'_>) {
        row.int(self.number());
    }
    fn read(row: &mut RowReader<'_>) -> Result<Self, Corrupt> {
        let number = row.int()?;
        let known = Self::ALL.iter().copied().find(|phase| phase.number() == number);
        known.ok_or_else(|| row.corrupt("a number that is no phase"))
    }
}

/// What a transfer is for. The engine's own kinds are below 1,000; from there on they are the host's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, minicbor::Encode, minicbor::Decode)]
#[cbor(transparent)]
pub struct TransferKind(#[n(0)] pub u16);

impl TransferKind {
    /// Posted by hand, for no stated purpose.
    pub const GENERAL: Self = Self(0);
    /// A payer's money for a merchant or wallet.
    pub const CAPTURE: Self = Self(1);
    /// The platform's fee on a capture.
    pub const FEE: Self = Self(2);
    /// Money back to a payer.
    pub const REFUND: Self = Self(3);
    /// A success that no payment rests on, kept for its payer.
    pub const UNWANTED_SUCCESS: Self = Self(4);
    /// Such money back to the channel, for its payer.
    pub const REVERSAL: Self = Self(5);
    /// A fee given back because its payment was refunded.
    pub const FEE_RETURN: Self = Self(6);
    /// Such a fee taken again because the refund did not last.
    pub const FEE_RETAKEN: Self = Self(7);
    /// A refund that the channel took back.
    pub const REFUND_TAKEN_BACK: Self = Self(8);
    /// A payment that the channel took back from whoever was paid.
    pub const TAKEN_BACK: Self = Self(9);
    /// A payment that the channel had taken back and gave again.
    pub const RESTORED: Self = Self(10);
    /// What a channel gave back twice.
    pub const REVERSED_TWICE: Self = Self(11);
    /// One leg of an exchange of currencies.
    pub const EXCHANGE: Self = Self(12);
    /// The first kind that is the host's.
    pub const FIRST_OF_HOST: u16 = 1_000;
}

impl Field for TransferKind {
    const COLUMNS: &'static [(&'static str, Kind)] = &[("", Kind::Int)];
    fn write(&self, row: &mut RowWriter<'_>) {
        self.0.write(row);
    }
    fn read(row: &mut RowReader<'_>) -> Result<Self, Corrupt> {
        u16::read(row).map(Self)
    }
}

record! {
    /// Money moved, held or released; immutable.
    pub struct Transfer = 6 "transfers" kept by Append {
        /// Where it stands: lane and ordinal in one integer.
        position: Position,
        /// Its id.
        1 id: TransferId,
        /// Account debited.
        2 debit: AccountId,
        /// Account credited.
        3 credit: AccountId,
        /// Minor units of the accounts' currency.
        4 amount: i64,
        /// What it does: 1 posted, 2 pending, 3 posts, 4 voids, 5 expires a pending one.
        5 phase: Phase,
        /// What it is for; from 1,000 on the host's own kinds.
        6 kind: TransferKind,
        /// The payment, refund or other record that caused it.
        7 subject: Option<[u8; 16]>,
        /// The pending transfer that it resolves.
        8 hold: Option<TransferId>,
        /// The caller's own reference.
        9 reference: Option<String>,
        /// When it counts, where that is before it was recorded.
        10 effective_at: Option<Timestamp>,
        /// Time of its entry.
        11 recorded_at: Timestamp,
        /// The debited account's transfer before this one, on the same balance.
        12 debit_before: Option<Position>,
        /// The debited balance after it, on the account's normal side.
        13 debit_after: i64,
        /// The credited account's transfer before this one, on the same balance.
        14 credit_before: Option<Position>,
        /// The credited balance after it, on the account's normal side.
        15 credit_after: i64,
        /// What the host keeps with it.
        16 metadata: Option<Metadata>,
    }
    unique by_id(id);
    index by_debit_effective(debit, effective_at);
    index by_credit_effective(credit, effective_at);
}

impl Transfer {
    /// The side on which it stands in this account's history; `None` where it is another account's.
    #[must_use]
    pub fn side_of(&self, account: AccountId) -> Option<Side> {
        if self.debit == account {
            Some(Side::Debit)
        } else if self.credit == account {
            Some(Side::Credit)
        } else {
            None
        }
    }

    /// The transfer before it in the history of the account on this side.
    pub(crate) const fn before(&self, side: Side) -> Option<Position> {
        match side {
            Side::Debit => self.debit_before,
            Side::Credit => self.credit_before,
        }
    }

    /// What the balance on this side was after it.
    pub(crate) fn after(&self, side: Side) -> i128 {
        i128::from(match side {
            Side::Debit => self.debit_after,
            Side::Credit => self.credit_after,
        })
    }
}
