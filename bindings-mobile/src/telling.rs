//! What the engine answers, as CBOR: written piece by piece as a value tells itself.
//!
//! A value of named fields is the array of them, a variant the array of its number and its parts, a command
//! that of its tag and its fields; what is absent is null. Numbers beyond 64 bits are texts, and why there is
//! no value stands behind [`REFUSED`].

use minicbor::data::Tag;
use minicbor::{Encode, Encoder};
use paywright::Page;
use paywright::shape::{Described, Piece};

/// The tag before a refusal that stands where a value would.
pub(crate) const REFUSED: u64 = 9;

/// Room for a usual answer.
const ANSWER_BYTES: usize = 256;

/// A described value.
pub(crate) fn told(value: &impl Described) -> Vec<u8> {
    told_by(|to| value.tell(to))
}

/// What is told.
pub(crate) fn told_by(tell: impl FnOnce(&mut dyn FnMut(Piece<'_>))) -> Vec<u8> {
    let mut teller = Teller::new();
    teller.tell(tell);
    teller.into_bytes()
}

/// A page: the array of its items and of where the next begins.
pub(crate) fn told_page<T>(page: &Page<T>, tell: impl Fn(&T, &mut dyn FnMut(Piece<'_>))) -> Vec<u8> {
    let mut teller = Teller::new();
    teller.array(2);
    teller.array(page.items.len());
    page.items.iter().for_each(|item| teller.tell(|to| tell(item, to)));
    teller.value(page.next.as_ref().map(ToString::to_string));
    teller.into_bytes()
}

/// Writes values into one buffer.
#[derive(Debug)]
pub(crate) struct Teller(Encoder<Vec<u8>>);

impl Teller {
    pub(crate) fn new() -> Self {
        Self(Encoder::new(Vec::with_capacity(ANSWER_BYTES)))
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0.into_writer()
    }

    /// The head of an array of so many values.
    pub(crate) fn array(&mut self, len: usize) {
        // Writing to memory cannot fail, here and below.
        let _ = self.0.array(u64::try_from(len).unwrap_or(u64::MAX));
    }

    /// What has a form of its own.
    pub(crate) fn value(&mut self, value: impl Encode<()>) {
        let _ = self.0.encode(value);
    }

    /// What is told.
    pub(crate) fn tell(&mut self, tell: impl FnOnce(&mut dyn FnMut(Piece<'_>))) {
        tell(&mut |piece| self.piece(piece));
    }

    fn piece(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Absent => self.value(None::<bool>),
            Piece::Flag(flag) => self.value(flag),
            Piece::Whole(number) => match i64::try_from(number) {
                Ok(number) => self.value(number),
                Err(_) => self.value(number.to_string()),
            },
            Piece::Text(text) => self.value(text),
            Piece::Bytes(bytes) => {
                let _ = self.0.bytes(bytes);
            }
            Piece::Id(_, bytes) => {
                let _ = self.0.bytes(&bytes);
            }
            Piece::Money(money) => self.value(money),
            Piece::Currency(currency) => self.value(currency),
            Piece::Rate(rate) => self.value(rate),
            Piece::Time(time) => self.value(time),
            Piece::Metadata(metadata) => self.value(metadata.as_str()),
            Piece::Word(words, place) => self.value(words.words.get(place).map(|word| word.number)),
            Piece::List(len) => self.array(len),
            Piece::Fields(of) => self.array(of.fields.len()),
            Piece::Variant(of, place) => {
                let variant = of.variants.get(place);
                self.array(1 + variant.map_or(0, |variant| variant.parts.len()));
                self.value(variant.map(|variant| variant.number));
            }
            Piece::Command(of) => {
                self.array(1 + of.fields.len());
                self.value(of.tag);
            }
            Piece::Refused(refused) => {
                let _ = self.0.tag(Tag::new(REFUSED));
                self.array(2);
                self.value(refused.code.spec().code);
                self.value(refused.explanation.as_str());
            }
        }
    }
}
