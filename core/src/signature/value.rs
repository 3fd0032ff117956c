//! A signature in the one form that it is kept in.

use super::der;
use super::key::{Scheme, parted};
use crate::error::{Error, Misuse};
use crate::limits;
use std::fmt;
use std::str::FromStr;

/// The order of P-256, and the greatest number that lies in its low half.
const ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc,
    0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
];
const HALF: [u8; 32] = [
    0x7f, 0xff, 0xff, 0xff, 0x80, 0x00, 0x00, 0x00, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xde,
    0x73, 0x7d, 0x56, 0xd3, 0x8b, 0xcf, 0x42, 0x79, 0xdc, 0xe5, 0x61, 0x7e, 0x31, 0x92, 0xa8,
];

/// A signature that a key was found to have made, or one that was kept as text. 64 bytes: `r` and `s` of
/// P-256, with `s` in the lower half of its range, or those of Ed25519. Its text is the scheme and the bytes
/// in hexadecimal digits: `p256:3045…`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Signature {
    scheme: Scheme,
    bytes: [u8; 64],
}

impl Signature {
    /// How it was made.
    #[must_use]
    pub const fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// Its 64 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 64] {
        &self.bytes
    }

    pub(super) const fn ed25519(bytes: [u8; 64]) -> Self {
        Self { scheme: Scheme::Ed25519, bytes }
    }

    /// `r` and `s` side by side, the latter made low.
    pub(super) fn p256(mut bytes: [u8; 64]) -> Result<Self, &'static str> {
        let (r, s) = bytes.split_at_mut(32);
        for number in [&*r, &*s] {
            if number.iter().all(|byte| *byte == 0) || *number >= ORDER[..] {
                return Err("an integer is zero or beyond the order of the curve");
            }
        }
        if *s > HALF[..] {
            subtract_from_order(s);
        }
        Ok(Self { scheme: Scheme::P256, bytes })
    }

    pub(super) fn p256_of_der(given: &[u8]) -> Result<Self, &'static str> {
        der::integers(given).and_then(Self::p256)
    }
}

/// With (r, s) also (r, order - s) is a signature of the same by the same key.
fn subtract_from_order(s: &mut [u8]) {
    let mut borrowed = false;
    for (digit, order) in s.iter_mut().zip(ORDER).rev() {
        let (less, first) = order.overflowing_sub(*digit);
        let (less, second) = less.overflowing_sub(u8::from(borrowed));
        (*digit, borrowed) = (less, first || second);
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.scheme)?;
        self.bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signature({self})")
    }
}

impl FromStr for Signature {
    type Err = Error;

    /// Takes back what was written. Of several ways to write the same signature only this one is taken.
    fn from_str(text: &str) -> Result<Self, Error> {
        let foreign = || invalid("this is no text of a signature");
        let (scheme, digits) = parted(text).ok_or_else(foreign)?;
        let bytes =
            limits::hex(digits, 2 * 64).and_then(|bytes| bytes.try_into().ok()).ok_or_else(foreign)?;
        let signature = match scheme {
            Scheme::Ed25519 => Self::ed25519(bytes),
            Scheme::P256 => Self::p256(bytes).map_err(invalid)?,
        };
        if signature.to_string() == text { Ok(signature) } else { Err(foreign()) }
    }
}

pub(super) fn invalid(what: impl Into<String>) -> Error {
    Error::misuse(Misuse::InvalidSignature, what)
}
