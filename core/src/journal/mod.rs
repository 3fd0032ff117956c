//! The journal: one entry for each accepted command, hash-chained a lane, and the check of everything against
//! it.

mod commands;
mod cut;
mod entry;
mod records;
pub(crate) mod verify;

pub use commands::forget_keys::{ForgetKeys, Forgotten};
pub use cut::{Anchor, Cut};
pub use entry::Hash;
pub(crate) use entry::{Added, Entry, FORMAT, Written, fingerprint};
pub use records::{Books, IdempotencyKey, Lane, LaneNumber};
pub use verify::{Finding, Verification};

use crate::id::KeyId;
use crate::storage::Key;

/// Id of a key row: the hash of principal and key.
pub(crate) fn key_id(principal: &str, key: &str) -> KeyId {
    KeyId::of(Key::natural("idempotency_keys", (principal, key)))
}
