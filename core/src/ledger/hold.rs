//! Holds: what a pending transfer reserves until it is posted, voided or expired, once.

use crate::id::{AccountId, TransferId};
use crate::storage::{record, states};
use crate::time::Timestamp;

record! {
    /// The reservation of a pending transfer.
    pub struct Hold = 7 "holds" kept by Journal {
        /// The pending transfer's id.
        id: TransferId,
        /// Account that is to be debited.
        1 debit: AccountId,
        /// Account that is to be credited.
        2 credit: AccountId,
        /// What is held, in minor units.
        3 amount: i64,
        /// What of it was posted in the end.
        4 posted: i64,
        /// Where it stands.
        5 state: HoldState,
        /// Until when it was made to last; none without end.
        8 expires_at: Option<Timestamp>,
        /// When it expires, while it is open.
        6 due_at: Option<Timestamp>,
        /// The record that made it and alone may resolve it; none where the host did.
        7 subject: Option<[u8; 16]>,
    }
    index by_due(due_at);
}

states! {
    machine "hold" of Hold;
    /// Where a hold stands.
    pub enum HoldState {
        /// It reserves its amount.
        1 Open = "open",
        /// Its amount or a part was posted; the rest was released.
        2 Posted = "posted",
        /// It was released.
        3 Voided = "voided",
        /// Its time passed and it was released.
        4 Expired = "expired",
    }
    /// What happens to a hold.
    pub enum HoldEvent {
        /// A pending transfer was made.
        1 Reserved = "reserved",
        /// All or a part was posted.
        2 WasPosted = "posted",
        /// It was released.
        3 WasVoided = "voided",
        /// Its time passed.
        4 TimedOut = "timed_out",
    }
    starts { 701 Reserved => Open, }
    edges {
        702 Open + WasPosted => Posted,
        703 Open + WasVoided => Voided,
        704 Open + TimedOut => Expired,
    }
}
