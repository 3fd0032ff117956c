//! What an entry rests on: each record that its command read and did not write, at the version it had.

use super::records::Books;
use crate::id::{AccountId, BooksId};
use crate::ledger::{Account, Transfer};
use crate::storage::{Key, Record};
use minicbor::decode::Error as Undecodable;
use minicbor::encode::Write;
use minicbor::{Decode, Decoder, Encode, Encoder};

/// A record at the version that a command saw; version 0 where there was none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Premise {
    /// Tag of the table.
    pub(crate) table: u16,
    pub(crate) key: [u8; 16],
    pub(crate) version: u64,
}

impl Premise {
    /// Whether it need not be said: an account that a transfer of the same entry was posted to, and that was
    /// never changed. Nearly every account of a bulk is one.
    pub(crate) fn is_implied(&self, posted_to: &[AccountId]) -> bool {
        let account = AccountId::of(Key::Id(self.key));
        self.table == Account::TABLE.tag && self.version == 1 && posted_to.binary_search(&account).is_ok()
    }
}

/// The accounts that these transfers were posted to, ascending, each once.
pub(crate) fn posted_to(transfers: &[Transfer]) -> Vec<AccountId> {
    let mut accounts: Vec<AccountId> = transfers.iter().flat_map(|one| [one.debit, one.credit]).collect();
    accounts.sort_unstable();
    accounts.dedup();
    accounts
}

/// The premises of one entry, ascending, each once.
///
/// Most of an entry's premises are of a few tables, and most versions are small. So they are kept as one byte
/// string: of each table its tag, how many follow, and of each its key and version; numbers in groups of
/// seven bits, the lowest first. The key of the books, which have one row, is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Premises(Vec<Premise>);

impl Premises {
    /// In the order of the stored form. `None`: the command rested on nothing but what it wrote.
    pub(crate) fn of(mut premises: Vec<Premise>) -> Option<Self> {
        premises.sort_unstable();
        premises.dedup();
        (!premises.is_empty()).then_some(Self(premises))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Premise> {
        self.0.iter()
    }

    fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.0.len().saturating_mul(20));
        for of_table in self.0.chunk_by(|one, next| one.table == next.table) {
            let Some(first) = of_table.first() else { continue };
            push_number(&mut bytes, first.table.into());
            push_number(&mut bytes, u64::try_from(of_table.len()).unwrap_or(u64::MAX));
            for premise in of_table {
                if first.table != Books::TABLE.tag {
                    bytes.extend_from_slice(&premise.key);
                }
                push_number(&mut bytes, premise.version);
            }
        }
        bytes
    }

    /// `None` where the bytes are not what was written, or not in its order.
    fn from_bytes(mut bytes: &[u8]) -> Option<Self> {
        let mut premises: Vec<Premise> = Vec::new();
        while !bytes.is_empty() {
            let table = u16::try_from(take_number(&mut bytes)?).ok()?;
            for _ in 0..take_number(&mut bytes)? {
                let key = if table == Books::TABLE.tag {
                    BooksId::ONLY.to_bytes()
                } else {
                    let (key, rest) = bytes.split_first_chunk()?;
                    bytes = rest;
                    *key
                };
                premises.push(Premise { table, key, version: take_number(&mut bytes)? });
            }
        }
        premises.is_sorted_by(|one, next| one < next).then_some(Self(premises))
    }
}

fn push_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(0x80 | u8::try_from(number & 0x7f).unwrap_or(0));
        number >>= 7;
    }
    bytes.push(u8::try_from(number).unwrap_or(0));
}

fn take_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for group in 0..10_u32 {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        let bits = u64::from(byte & 0x7f);
        let place = group.checked_mul(7)?;
        number |= bits.checked_shl(place).filter(|shifted| shifted >> place == bits)?;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

impl<C> Encode<C> for Premises {
    fn encode<W: Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.bytes(&self.to_bytes()).map(|_| ())
    }
}

impl<'b, C> Decode<'b, C> for Premises {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, Undecodable> {
        Self::from_bytes(d.bytes()?).ok_or_else(|| Undecodable::message("these are no premises"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> Premises {
        let premise = |table, key, version| Premise { table, key: [key; 16], version };
        let premises = vec![
            premise(9, 7, 300),
            premise(1, 1, 2),
            premise(9, 3, 0),
            premise(9, 7, 300),
            premise(4, 5, 1),
        ];
        Premises::of(premises).unwrap()
    }

    #[test]
    fn premises_survive_their_bytes_in_order_and_each_once() {
        let premises = some();
        assert_eq!(premises.0.len(), 4);
        assert_eq!(Premises::from_bytes(&premises.to_bytes()), Some(premises));
        for number in [0, 1, 127, 128, 16_383, 16_384, u64::from(u32::MAX), u64::MAX - 1, u64::MAX] {
            let mut bytes = Vec::new();
            push_number(&mut bytes, number);
            assert_eq!(take_number(&mut bytes.as_slice()), Some(number));
        }
        assert_eq!(Premises::of(Vec::new()), None);
    }

    #[test]
    fn the_stored_form_of_premises_does_not_change() {
        let stored = ["010102", "0401", &"05".repeat(16), "01", "0902", &"03".repeat(16), "00"].concat();
        let stored = [stored, "07".repeat(16), "ac02".to_owned()].concat();
        let hex: String = some().to_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, stored);
    }

    #[test]
    fn bytes_cut_short_or_out_of_order_are_no_premises() {
        let bytes = some().to_bytes();
        // Between two tables nothing tells that something is missing; the entry's hash does.
        let whole = [0, 3, 3 + 19];
        for end in (0..bytes.len()).filter(|end| !whole.contains(end)) {
            assert_eq!(Premises::from_bytes(&bytes[..end]), None, "{end}");
        }
        assert_eq!(
            Premises::from_bytes(&[4, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]),
            None
        );
        let twice = [&bytes[..3], &bytes[..3]].concat();
        assert_eq!(Premises::from_bytes(&twice), None);
    }
}
