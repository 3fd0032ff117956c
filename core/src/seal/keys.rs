//! The owner's keys, which the host keeps.

use super::SALT;
use crate::error::{Error, Fault, Misuse};
use crate::limits;
use crate::time;
use std::fmt;

/// The host's keys did not answer, for a reason that it tells the operator.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct KeysFailed(pub String);

/// Where the owner's keys are, such as the key store of a phone or a server that recovers wallets.
///
/// Law: an id stands for the same key for ever. A new key has a new id, and the old one is kept as long as
/// copies sealed with it may be opened.
pub trait Keys {
    /// The id of the key that copies are sealed with today: 1 to 64 printable bytes. It is not secret; it
    /// stands in the copy.
    ///
    /// # Errors
    /// [`KeysFailed`].
    fn current(&self) -> Result<String, KeysFailed>;

    /// The key with this id; `None` where there is none.
    ///
    /// # Errors
    /// [`KeysFailed`]: the owner said no, or the key store did not answer.
    fn key(&self, id: &str) -> Result<Option<SealKey>, KeysFailed>;
}

/// 32 secret bytes, as a random source or a key derivation gave them; a password is no key. It is never
/// printed.
#[derive(Clone)]
pub struct SealKey([u8; 32]);

impl SealKey {
    /// Takes a key.
    ///
    /// # Errors
    /// `invalid_key`: it does not have 32 bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        bytes.try_into().map(Self).map_err(|_| {
            let what = format!("a key that seals copies has 32 bytes, not {}", bytes.len());
            Error::misuse(Misuse::InvalidKey, what)
        })
    }

    pub(super) const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealKey(..)")
    }
}

/// 32 random bytes that make each copy's key another one. Two copies of one salt and key would give away what
/// they hold, so a salt is used up by what it is given to.
#[derive(Debug)]
pub struct Salt([u8; SALT]);

impl Salt {
    /// From the operating system.
    ///
    /// # Errors
    /// `storage_unavailable`: it gives none.
    pub fn random() -> Result<Self, Error> {
        let none = || Error::storage(Fault::Unavailable, "the operating system gives no random bytes");
        time::random_bytes().map(Self).ok_or_else(none)
    }

    /// From another source of the host's, which never gives the same twice.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub(super) const fn as_bytes(&self) -> &[u8; SALT] {
        &self.0
    }
}

pub(super) fn id_is_sound(id: &str) -> bool {
    (1..=limits::SEAL_KEY_ID_BYTES).contains(&id.len()) && !id.chars().any(char::is_control)
}

/// The key with this id, or why there is none.
pub(super) fn key_of(keys: &dyn Keys, id: &str) -> Result<SealKey, Error> {
    let missing = |what| Error::misuse(Misuse::NoKey, what);
    let key = keys.key(id).map_err(|failed| missing(format!("the key {id:?} was not given: {failed}")))?;
    key.ok_or_else(|| missing(format!("there is no key {id:?}, which the copy is sealed with")))
}

pub(super) fn current(keys: &dyn Keys) -> Result<String, Error> {
    let failed = |failed| Error::misuse(Misuse::NoKey, format!("no key to seal with was named: {failed}"));
    keys.current().map_err(failed)
}
