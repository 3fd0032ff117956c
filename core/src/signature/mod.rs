//! Signatures of devices. The key store of a phone signs and never gives its key away; engines and servers
//! check.
//!
//! What is signed today is a [`Cut`](crate::Cut): with a [`SignedCut`] a server can prove later which journal
//! a phone had.
//!
//! A key is told as the platforms tell it ([`PublicKey::from_bytes`]), a signature is taken as they give it
//! ([`PublicKey::accept`]) and kept in one form only, so that nobody can turn a signature into another one
//! that is as good. Nothing here makes or holds a secret key.

mod cut;
mod der;
mod key;
#[cfg(test)]
mod tests;
mod value;

pub use cut::{SignedCut, Signer, SignerFailed};
pub use key::{PublicKey, Scheme};
pub use value::Signature;
