//! The key that a device is known by.

use super::der;
use super::value::{Signature, invalid};
use crate::error::{Error, Misuse};
use crate::limits;
use ring::signature::{ECDSA_P256_SHA256_FIXED, ED25519, UnparsedPublicKey, VerificationAlgorithm};
use std::fmt;
use std::str::FromStr;

/// How a device signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scheme {
    /// ECDSA on P-256 with SHA-256: what Android's key store and the Secure Enclave do.
    P256,
    /// Ed25519.
    Ed25519,
}

impl Scheme {
    const ALL: [Self; 2] = [Self::P256, Self::Ed25519];

    const fn word(self) -> &'static str {
        match self {
            Self::P256 => "p256",
            Self::Ed25519 => "ed25519",
        }
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A scheme's word, and the digits behind it.
pub(super) fn parted(text: &str) -> Option<(Scheme, &str)> {
    let (word, digits) = text.split_once(':')?;
    Scheme::ALL.into_iter().find(|scheme| scheme.word() == word).map(|scheme| (scheme, digits))
}

/// What signatures of a device are checked with. Its text is the scheme and the bytes in hexadecimal digits:
/// `p256:04a1…`.
///
/// ```
/// use paywright::signature::PublicKey;
/// // What Android's `PublicKey.getEncoded` or iOS's `derRepresentation` gave, as it came to the server.
/// let text = "302a300506032b6570032100d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
/// let der: Vec<u8> =
///     (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect();
/// let key = PublicKey::from_bytes(&der)?;
/// assert!(key.to_string().starts_with("ed25519:d75a98"));
/// assert_eq!(key.to_string().parse::<PublicKey>()?, key);
/// assert_eq!(key.accept(b"paid", &[0; 64]).unwrap_err().code(), "invalid_signature");
/// # Ok::<(), paywright::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PublicKey {
    scheme: Scheme,
    bytes: Vec<u8>,
}

impl PublicKey {
    /// Reads a SubjectPublicKeyInfo in DER (91 bytes for P-256, 44 for Ed25519), or the key alone: an
    /// uncompressed point of P-256 (65 bytes, the first of them 4), or the 32 bytes of Ed25519.
    ///
    /// Whether a point lies on the curve is not looked at: by one that does not, no signature is right.
    ///
    /// # Errors
    /// `invalid_key`: it is something else, such as a compressed point or a key of another curve.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let none = || foreign("these bytes are no public key of P-256 or Ed25519");
        let told = [(Scheme::P256, &der::P256_KEY[..], 65), (Scheme::Ed25519, &der::ED25519_KEY, 32)];
        let mut told = told
            .into_iter()
            .filter_map(|(scheme, before, len)| bytes.strip_prefix(before).map(|key| (scheme, key, len)));
        let (scheme, key, len) = match (told.next(), bytes) {
            (Some(told), _) => told,
            (None, [4, ..]) if bytes.len() == 65 => (Scheme::P256, bytes, 65),
            (None, _) if bytes.len() == 32 => (Scheme::Ed25519, bytes, 32),
            (None, [2 | 3, ..]) if bytes.len() == 33 => {
                return Err(foreign("a point is compressed; give the uncompressed one, which has 65 bytes"));
            }
            _ => return Err(none()),
        };
        if key.len() != len || (scheme == Scheme::P256 && key.first() != Some(&4)) {
            return Err(none());
        }
        Ok(Self { scheme, bytes: key.to_owned() })
    }

    /// How its signatures are made.
    #[must_use]
    pub const fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The key alone: an uncompressed point, or the 32 bytes of Ed25519.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Takes what a signer answered, if this key made it over the message, and brings it into the one form
    /// that is kept. For P-256 that is DER (Android, Java) or `r` and `s` in 64 bytes (iOS's
    /// `rawRepresentation`, the browsers' WebCrypto); for Ed25519 its 64 bytes.
    ///
    /// # Errors
    /// `invalid_signature`, and what is wrong with it.
    pub fn accept(&self, message: &[u8], given: &[u8]) -> Result<Signature, Error> {
        if given.len() > limits::SIGNATURE_BYTES {
            return Err(invalid(format!("{} bytes are longer than any signature", given.len())));
        }
        let raw = <[u8; 64]>::try_from(given).ok();
        let signature = match (self.scheme, raw) {
            (Scheme::Ed25519, Some(raw)) => Ok(Signature::ed25519(raw)),
            (Scheme::Ed25519, None) => {
                return Err(invalid(format!("a signature of Ed25519 has 64 bytes, not {}", given.len())));
            }
            (Scheme::P256, Some(raw)) => Signature::p256(raw),
            (Scheme::P256, None) => Signature::p256_of_der(given),
        };
        let unread =
            |what| invalid(format!("the signature of {} bytes is none of P-256: {what}", given.len()));
        let verified = signature
            .map_err(unread)
            .and_then(|signature| self.verify(message, &signature).map(|()| signature));
        match (verified, raw) {
            // DER may be as short as the numbers alone, about once in 2 to the 48.
            (Err(error), Some(_)) if self.scheme == Scheme::P256 => {
                let signature = Signature::p256_of_der(given).map_err(|_| error.clone())?;
                self.verify(message, &signature).map_err(|_| error).map(|()| signature)
            }
            (verified, _) => verified,
        }
    }

    /// Answers whether this key made the signature over the message.
    ///
    /// # Errors
    /// `invalid_signature`.
    pub fn verify(&self, message: &[u8], signature: &Signature) -> Result<(), Error> {
        if signature.scheme() != self.scheme {
            let (made, wanted) = (signature.scheme(), self.scheme);
            return Err(invalid(format!("the signature is one of {made}, and the key one of {wanted}")));
        }
        let algorithm: &dyn VerificationAlgorithm = match self.scheme {
            Scheme::P256 => &ECDSA_P256_SHA256_FIXED,
            Scheme::Ed25519 => &ED25519,
        };
        let verified = UnparsedPublicKey::new(algorithm, &self.bytes).verify(message, signature.as_bytes());
        verified.map_err(|_| invalid(format!("the signature was not made over this by the key {self}")))
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.scheme)?;
        self.bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({self})")
    }
}

impl FromStr for PublicKey {
    type Err = Error;

    /// Takes back what was written.
    fn from_str(text: &str) -> Result<Self, Error> {
        let wrong = || foreign("this is no text of a public key");
        let (scheme, digits) = parted(text).ok_or_else(wrong)?;
        let key = limits::hex(digits, limits::PUBLIC_KEY_DIGITS)
            .ok_or_else(wrong)
            .and_then(|bytes| Self::from_bytes(&bytes))?;
        if key.scheme == scheme && key.to_string() == text { Ok(key) } else { Err(wrong()) }
    }
}

fn foreign(what: &str) -> Error {
    Error::misuse(Misuse::InvalidKey, what)
}
