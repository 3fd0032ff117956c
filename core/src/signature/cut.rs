//! A cut that a device has signed.

use super::key::PublicKey;
use super::value::{Signature, invalid};
use crate::error::{Error, Misuse};
use crate::journal::Cut;
use std::fmt;
use std::str::FromStr;

/// The host's signer did not sign, for a reason that it tells the operator.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SignerFailed(pub String);

/// Signs with a key that it keeps to itself, such as one in the key store of a phone.
pub trait Signer {
    /// The signature over the message, in any form that [`PublicKey::accept`] takes. The message itself is
    /// given; whoever signs by P-256 hashes it with SHA-256, as key stores do when told `SHA256withECDSA`.
    ///
    /// # Errors
    /// [`SignerFailed`]: the key is gone, its owner said no, or the device did not answer.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignerFailed>;
}

/// A cut signed by a device: the proof of which journal it had. Its text is kept by whoever may have to prove
/// it: the text of the cut, a dot, and that of the signature.
///
/// ```
/// use paywright::signature::{PublicKey, SignedCut, Signer, SignerFailed};
/// use paywright::*;
/// use ring::signature::{Ed25519KeyPair, KeyPair};
///
/// struct Device(Ed25519KeyPair);
/// impl Signer for Device {
///     fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignerFailed> {
///         Ok(self.0.sign(message).as_ref().to_vec())
///     }
/// }
/// let device = Device(Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap());
/// let key = PublicKey::from_bytes(device.0.public_key().as_ref())?;
///
/// let engine = Engine::new(MemoryStorage::new())?;
/// engine.execute(OpenAccount::new(AccountKey::platform(Purpose::Bank, Currency::EUR)))?;
/// let kept = SignedCut::sign(engine.cut()?, &key, &device)?.to_string();
///
/// // Later, at the server: this device had this journal, and its copy still holds it.
/// let signed: SignedCut = kept.parse()?;
/// assert!(engine.verify(signed.check(&key)?.anchors())?.is_clean());
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedCut {
    cut: Cut,
    signature: Signature,
}

impl SignedCut {
    /// Has a cut signed, and makes sure that it was, by this key.
    ///
    /// # Errors
    /// `signer_failed`; `invalid_signature` where the signer answered something else than a signature by this
    /// key.
    pub fn sign(cut: Cut, key: &PublicKey, signer: &dyn Signer) -> Result<Self, Error> {
        let given = signer.sign(&Self::message(&cut)).map_err(|failed| {
            Error::misuse(Misuse::SignerFailed, format!("the cut was not signed: {failed}"))
        })?;
        Self::signed(cut, key, &given)
    }

    /// What a device signs of a cut. It begins with what it is, so that no signature over something else can
    /// be taken for it.
    #[must_use]
    pub fn message(cut: &Cut) -> Vec<u8> {
        format!("paywright/cut/1\n{cut}").into_bytes()
    }

    /// A cut with what was answered when its [`message`](Self::message) was signed: for a signer that is not
    /// asked here, because it asks its owner first.
    ///
    /// # Errors
    /// `invalid_signature`.
    pub fn signed(cut: Cut, key: &PublicKey, given: &[u8]) -> Result<Self, Error> {
        let signature = key.accept(&Self::message(&cut), given)?;
        Ok(Self { cut, signature })
    }

    /// The cut, if this key signed it. Whoever asks knows whose key it is.
    ///
    /// # Errors
    /// `invalid_signature`.
    pub fn check(&self, key: &PublicKey) -> Result<&Cut, Error> {
        key.verify(&Self::message(&self.cut), &self.signature)?;
        Ok(&self.cut)
    }
}

impl fmt::Display for SignedCut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.cut, self.signature)
    }
}

impl FromStr for SignedCut {
    type Err = Error;

    /// Takes back what was written. Nothing is checked by it yet: that is [`SignedCut::check`].
    fn from_str(text: &str) -> Result<Self, Error> {
        let foreign = || invalid("this is no text of a signed cut");
        let (cut, signature) = text.split_once('.').ok_or_else(foreign)?;
        let signed = Self { signature: signature.parse()?, cut: cut.parse().map_err(|_| foreign())? };
        if signed.to_string() == text { Ok(signed) } else { Err(foreign()) }
    }
}
