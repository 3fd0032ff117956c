//! Ids: sixteen bytes, one type each, so that a payment's id cannot be passed where a refund's belongs.
//!
//! A caller may choose any non-zero sixteen bytes (a UUID, a hash of its own key); an id that the engine
//! makes is a UUIDv7 (RFC 9562: milliseconds, then the part of the millisecond, then a counter), so new rows
//! land side by side. In text an id is a prefix, an underscore and 26 characters of Crockford's base32 in
//! lower case.

use crate::shape::{IdSpec, Piece, Shape};
use crate::time::Timestamp;
use std::fmt;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// What each byte counts as a digit; 32 where it is none.
const VALUES: [u8; 256] = {
    let mut values = [32; 256];
    let mut value = 0;
    while value < 32 {
        values[ALPHABET[value as usize] as usize] = value;
        value += 1;
    }
    values
};

/// Why a text or some bytes are not an id of the wanted type.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidId {
    /// Sixteen zero bytes stand for nothing.
    #[error("an id of sixteen zero bytes stands for nothing; give any other sixteen bytes")]
    Zero,
    /// The text is not `prefix_` and 26 characters of base32.
    #[error("not an id of the form {0}_ and 26 characters of 0-9, a-z without i, l, o, u")]
    Malformed(&'static str),
}

/// What all id types share.
pub trait Id: Copy + Eq + Ord + std::hash::Hash + fmt::Debug + Send + Sync + 'static {
    /// What its text begins with, before the underscore.
    const PREFIX: &'static str;
    /// From any sixteen bytes but zeros.
    ///
    /// # Errors
    /// [`InvalidId::Zero`].
    fn from_bytes(bytes: [u8; 16]) -> Result<Self, InvalidId>;
    /// Its bytes.
    fn to_bytes(self) -> [u8; 16];
}

/// The UUIDv7 of a moment: `counter` tells ids of one entry apart and `bits` those of different engines.
pub(crate) fn uuid_v7(at: Timestamp, counter: u32, bits: u64) -> [u8; 16] {
    let micros = u64::try_from(at.as_micros()).unwrap_or(0);
    let (millis, rest) = (micros / 1000, micros % 1000);
    let high = (millis << 16) | 0x7000 | (rest << 2);
    let low = (0b10 << 62) | (u64::from(counter & 0xf_ffff) << 42) | (bits & ((1 << 42) - 1));
    ((u128::from(high) << 64) | u128::from(low)).to_be_bytes()
}

pub(crate) fn write_text(prefix: &str, bytes: [u8; 16], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut number = u128::from_be_bytes(bytes);
    let mut text = [b'0'; 26];
    for place in text.iter_mut().rev() {
        let digit = usize::try_from(number & 31).unwrap_or(0);
        *place = ALPHABET.get(digit).copied().unwrap_or(b'0');
        number >>= 5;
    }
    f.write_str(prefix)?;
    f.write_str("_")?;
    f.write_str(std::str::from_utf8(&text).unwrap_or_default())
}

pub(crate) fn read_text(prefix: &'static str, text: &str) -> Result<[u8; 16], InvalidId> {
    let malformed = || InvalidId::Malformed(prefix);
    let digits = text.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('_')).ok_or_else(malformed)?;
    if digits.len() != 26 {
        return Err(malformed());
    }
    let mut number: u128 = 0;
    for (place, digit) in digits.bytes().enumerate() {
        let value = VALUES.get(usize::from(digit)).copied().unwrap_or(32);
        if value > 31 || (place == 0 && value > 7) {
            return Err(malformed());
        }
        number = (number << 5) | u128::from(value);
    }
    Ok(number.to_be_bytes())
}

macro_rules! ids {
    ($($(#[doc = $doc:literal])* $prefix:literal $name:ident,)*) => {
        $(
        $(#[doc = $doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name([u8; 16]);

        impl $name {
            /// From any sixteen bytes but zeros.
            ///
            /// # Errors
            /// [`InvalidId::Zero`].
            pub const fn from_bytes(bytes: [u8; 16]) -> Result<Self, InvalidId> {
                if u128::from_be_bytes(bytes) == 0 { Err(InvalidId::Zero) } else { Ok(Self(bytes)) }
            }

            /// An id for a natural key of the caller: the first half of its SHA-256, the same for ever.
            #[must_use]
            pub fn derived(natural_key: &str) -> Self {
                Self::of(crate::storage::Key::natural(concat!("id/", $prefix), natural_key))
            }

            /// The id with a key's bytes.
            #[must_use]
            pub(crate) const fn of(key: crate::storage::Key) -> Self {
                Self(key.bytes())
            }

            /// Its bytes.
            #[must_use]
            pub const fn to_bytes(self) -> [u8; 16] {
                self.0
            }
        }

        impl Id for $name {
            const PREFIX: &'static str = $prefix;
            fn from_bytes(bytes: [u8; 16]) -> Result<Self, InvalidId> { Self::from_bytes(bytes) }
            fn to_bytes(self) -> [u8; 16] { self.0 }
        }

        impl crate::shape::Described for $name {
            const SHAPE: &'static Shape =
                &Shape::Id(&IdSpec {
                    name: stringify!($name),
                    prefix: $prefix,
                    doc: $crate::shape::prose!($($doc),*),
                });
            fn tell(&self, to: &mut dyn FnMut(Piece<'_>)) {
                if let Shape::Id(id) = Self::SHAPE {
                    to(Piece::Id(id, self.0));
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write_text($prefix, self.0, f) }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt(self, f) }
        }

        impl std::str::FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> { Self::from_bytes(read_text($prefix, text)?) }
        }

        impl From<$name> for crate::storage::Key {
            fn from(id: $name) -> Self { Self::Id(id.0) }
        }

        impl crate::storage::Field for $name {
            const COLUMNS: &'static [(&'static str, crate::storage::Kind)] =
                &[("", crate::storage::Kind::Id)];
            fn write(&self, row: &mut crate::storage::RowWriter<'_>) { row.id(self.0) }
            fn read(row: &mut crate::storage::RowReader<'_>) -> Result<Self, crate::storage::Corrupt> {
                Self::from_bytes(row.id()?).map_err(|_| row.corrupt("sixteen zero bytes where an id belongs"))
            }
        }

        impl<C> minicbor::Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(
                &self, e: &mut minicbor::Encoder<W>, _: &mut C,
            ) -> Result<(), minicbor::encode::Error<W::Error>> {
                e.bytes(&self.0).map(|_| ())
            }
        }

        impl<'b, C> minicbor::Decode<'b, C> for $name {
            fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
                let wrong = |_| minicbor::decode::Error::message("an id has sixteen bytes");
                let bytes = d.bytes()?.try_into().map_err(wrong)?;
                Self::from_bytes(bytes).map_err(minicbor::decode::Error::message)
            }
        }
    )*

        /// Every type of ids.
        pub(crate) const SPECS: &[&Shape] = &[$(<$name as crate::shape::Described>::SHAPE,)*];
    };
}

ids! {
    /// An account of the ledger; derived from its natural key.
    "acc" AccountId,
    /// A transfer.
    "trf" TransferId,
    /// A merchant.
    "mch" MerchantId,
    /// A fee plan.
    "fee" FeePlanId,
    /// A user of the host.
    "usr" UserId,
    /// An order.
    "ord" OrderId,
    /// A payment.
    "pay" PaymentId,
    /// A part of a payment; derived from the payment and its number.
    "prt" PartId,
    /// An operation at a channel. Its bytes are also the channel key that repeats are recognised by.
    "op" OperationId,
    /// An effect: work for the outside world.
    "eff" EffectId,
    /// A refund.
    "ref" RefundId,
    /// A case for people to look at.
    "case" CaseId,
    /// An exchange of currencies.
    "fx" ExchangeId,
    /// An asset of the host; derived from its code.
    "ast" AssetId,
    /// What an account holds, on one lane if the account is shared; derived.
    "bal" BalanceId,
    /// A mark in a balance's history; derived.
    "mark" MarkId,
    /// The key of a keyed request; derived.
    "key" KeyId,
    /// The books: there is one.
    "books" BooksId,
}

impl BooksId {
    /// The only one.
    pub const ONLY: Self = Self([1; 16]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_its_text_form() {
        let id = PaymentId::from_bytes([0xff; 16]).unwrap();
        assert_eq!(id.to_string(), "pay_7zzzzzzzzzzzzzzzzzzzzzzzzz");
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn an_id_of_another_type_or_form_is_refused() {
        let order = OrderId::derived("8812").to_string();
        for text in
            [order.as_str(), "pay_", "pay_8zzzzzzzzzzzzzzzzzzzzzzzzz", "pay_00000000000000000000000000"]
        {
            assert!(text.parse::<PaymentId>().is_err(), "{text}");
        }
        assert!("pay_7zzzzzzzzzzzzzzzzzzzzzzzzu".parse::<PaymentId>().is_err());
    }

    #[test]
    fn ids_of_later_entries_and_later_counters_sort_later() {
        let at = Timestamp::from_micros(1_764_000_000_000_999);
        let made = [
            uuid_v7(at, 0, u64::MAX),
            uuid_v7(at, 1, 0),
            uuid_v7(at.plus_micros(1), 0, 0),
            uuid_v7(at.plus_micros(2), 0, 7),
        ];
        assert!(made.is_sorted());
        assert!(made.iter().all(|id| id[6] >> 4 == 7 && id[8] >> 6 == 0b10));
    }
}
