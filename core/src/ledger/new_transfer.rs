//! What a caller may ask to be posted, and what it is told of it.

use super::commands::freeze_account::Sides;
use super::transfer::TransferKind;
use crate::error::Refused;
use crate::id::{AccountId, TransferId};
use crate::metadata::Metadata;
use crate::money::Money;
use crate::shape::{told, value, variants};
use crate::time::Timestamp;
use minicbor::data::Type;
use minicbor::{Decoder, Encoder};

variants! {
    /// What a transfer does.
    pub enum Posting {
        /// Moves the amount at once.
        0 Posted = "posted" {
            /// Account to debit.
            0 debit: AccountId,
            /// Account to credit.
            1 credit: AccountId,
            /// How much.
            2 amount: Money,
        },
        /// Holds the amount until it is posted, voided or expired.
        1 Pending = "pending" {
            /// Account to debit.
            0 debit: AccountId,
            /// Account to credit.
            1 credit: AccountId,
            /// How much.
            2 amount: Money,
            /// Until when; without end where it is left out. From this time on the hold can no longer be
            /// posted; [`Engine::tick`](crate::Engine::tick) then releases it.
            3 expires_at: Option<Timestamp>,
        },
        /// Posts all or a part of what a pending transfer holds; the rest is released.
        2 PostPending = "post_pending" {
            /// The pending transfer.
            0 pending: TransferId,
            /// How much; all of it where it is left out.
            1 amount: Option<Money>,
        },
        /// Releases what a pending transfer holds.
        3 VoidPending = "void_pending" {
            /// The pending transfer.
            0 pending: TransferId,
        },
        /// Moves as much as the account on a side allows: what is available on a debited account, what a
        /// credited one may still take; what has no bound allows everything. Refused where that is nothing.
        4 Balancing = "balancing" {
            /// Account to debit.
            0 debit: AccountId,
            /// Account to credit.
            1 credit: AccountId,
            /// At most so much.
            2 most: Money,
            /// Whose bounds the amount keeps within: the debited account's, the credited one's, or both.
            /// Those of the other refuse it.
            3 within: Sides,
        },
    }
}

value! {
    /// One transfer of [`PostTransfers`](crate::PostTransfers).
    pub struct NewTransfer {
        /// Its id, chosen by the caller: posting it again answers the transfer that is there. Made where it
        /// is left out; the request then needs a key.
        1 id: Option<TransferId>,
        /// What it does.
        2 posting: Posting,
        /// What it is for: general, or one of the host's kinds.
        3 kind: TransferKind = "0",
        /// The caller's own reference.
        4 reference: Option<String>,
        /// Stands or falls with the next transfer of the list.
        5 chained: bool = "false",
        /// What the host keeps with it.
        6 metadata: Option<Metadata>,
        /// When it counts, where that is before it is recorded: a posting that comes late, or an import. Not
        /// in the future, behind the time that the books are closed through, and only for what moves money
        /// at once or posts what was held.
        7 effective_at: Option<Timestamp>,
    }
}

impl NewTransfer {
    const fn doing(posting: Posting) -> Self {
        Self {
            id: None,
            posting,
            kind: TransferKind::GENERAL,
            reference: None,
            chained: false,
            metadata: None,
            effective_at: None,
        }
    }

    /// Moves the amount at once.
    #[must_use]
    pub const fn posted(debit: AccountId, credit: AccountId, amount: Money) -> Self {
        Self::doing(Posting::Posted { debit, credit, amount })
    }

    /// Holds the amount, without end.
    #[must_use]
    pub const fn pending(debit: AccountId, credit: AccountId, amount: Money) -> Self {
        Self::doing(Posting::Pending { debit, credit, amount, expires_at: None })
    }

    /// Posts all or a part of a pending transfer.
    #[must_use]
    pub const fn post_pending(pending: TransferId, amount: Option<Money>) -> Self {
        Self::doing(Posting::PostPending { pending, amount })
    }

    /// Releases a pending transfer.
    #[must_use]
    pub const fn void_pending(pending: TransferId) -> Self {
        Self::doing(Posting::VoidPending { pending })
    }

    /// Moves as much of `most` as the debited account has available.
    #[must_use]
    pub const fn as_far_as_available(debit: AccountId, credit: AccountId, most: Money) -> Self {
        Self::doing(Posting::Balancing { debit, credit, most, within: Sides::Debits })
    }

    /// Moves as much of `most` as the credited account may take.
    #[must_use]
    pub const fn as_far_as_room(debit: AccountId, credit: AccountId, most: Money) -> Self {
        Self::doing(Posting::Balancing { debit, credit, most, within: Sides::Credits })
    }

    /// With this id.
    #[must_use]
    pub const fn with_id(mut self, id: TransferId) -> Self {
        self.id = Some(id);
        self
    }

    /// Standing or falling with the next of the list.
    #[must_use]
    pub const fn chained(mut self) -> Self {
        self.chained = true;
        self
    }

    /// Counting from this moment, which has passed.
    #[must_use]
    pub const fn effective_at(mut self, moment: Timestamp) -> Self {
        self.effective_at = Some(moment);
        self
    }
}

told! {
    /// What was booked of a [`NewTransfer`].
    pub struct Booked: Copy {
        /// The transfer's id.
        id: TransferId,
        /// What a balancing transfer moved; none where the request itself says how much.
        moved: Option<Money>,
        /// It was there before, and nothing was posted: its id was the caller's and named it, or all of the
        /// command is a replay of its key. The journal does not keep it.
        repeated: bool,
    }
}

told! {
    /// What became of each transfer of [`PostTransfers`](crate::PostTransfers), in the order of the request.
    pub struct Posted {
        /// The transfer's id, what a balancing one moved, and whether it was there before; or why it was
        /// refused.
        results: Vec<Result<Booked, Refused>>,
    }
}

/// The id alone, or id and amount. Only a replay reads it, so whatever is read was there before.
impl<C> minicbor::Encode<C> for Booked {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut Encoder<W>,
        context: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        let Some(moved) = self.moved else { return self.id.encode(e, context) };
        e.array(2)?;
        self.id.encode(e, context)?;
        moved.encode(e, context)
    }
}

impl<'b, C> minicbor::Decode<'b, C> for Booked {
    fn decode(d: &mut Decoder<'b>, context: &mut C) -> Result<Self, minicbor::decode::Error> {
        if d.datatype()? == Type::Bytes {
            return Ok(Self { id: TransferId::decode(d, context)?, moved: None, repeated: true });
        }
        let (id, moved) = minicbor::Decode::decode(d, context)?;
        Ok(Self { id, moved: Some(moved), repeated: true })
    }
}
