//! The journal: one entry for each accepted command, hash-chained a lane, and the check of everything against
//! it.

pub(crate) mod chain;
mod commands;
mod cut;
mod entry;
pub(crate) mod export;
pub(crate) mod feed;
pub(crate) mod line;
pub(crate) mod merged;
pub(crate) mod order;
mod premises;
mod records;
pub(crate) mod verify;

pub use commands::forget_keys::{ForgetKeys, Forgotten};
pub use commands::raise_rules::RaiseRules;
pub use cut::{Anchor, Behind, Cut};
pub use entry::Hash;
pub(crate) use entry::{Added, Entry, FORMAT, Written, encoded, fingerprint};
pub use export::{Export, Imported};
pub use feed::{AddedTransfers, Change, Event, FeedPage};
pub(crate) use premises::{Premise, Premises, posted_to};
pub use records::{Books, IdempotencyKey, Lane, LaneNumber};
pub use verify::{Finding, Verification};

use crate::id::KeyId;
use crate::storage::Key;

/// Id of a key row: the hash of principal and key.
pub(crate) fn key_id(principal: &str, key: &str) -> KeyId {
    KeyId::of(Key::natural("idempotency_keys", (principal, key)))
}
