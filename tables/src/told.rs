//! A value as it told itself, kept until it is put into columns.

use paywright::shape::{IdSpec, Piece, Shape};
use paywright::{CommandSpec, Currency, Money, Rate, Timestamp};

/// A piece that is kept.
#[derive(Debug)]
pub(super) enum Token {
    Absent,
    Flag(bool),
    Whole(i128),
    Text(String),
    Id(&'static IdSpec, [u8; 16]),
    Money(Money),
    Currency(Currency),
    Rate(Rate),
    Time(Timestamp),
    /// Fields follow.
    Fields,
    /// The parts of the variant at this place follow.
    Variant(usize),
    /// So many values follow.
    List(usize),
    /// The fields of a command follow.
    Command(&'static CommandSpec),
}

impl Token {
    fn of(piece: Piece<'_>) -> Self {
        match piece {
            Piece::Absent => Self::Absent,
            Piece::Flag(flag) => Self::Flag(flag),
            Piece::Whole(number) => Self::Whole(number),
            Piece::Text(text) => Self::Text(text.to_owned()),
            Piece::Bytes(bytes) => Self::Text(bytes.iter().map(|byte| format!("{byte:02x}")).collect()),
            Piece::Id(id, bytes) => Self::Id(id, bytes),
            Piece::Money(money) => Self::Money(money),
            Piece::Currency(currency) => Self::Currency(currency),
            Piece::Rate(rate) => Self::Rate(rate),
            Piece::Time(time) => Self::Time(time),
            Piece::Metadata(metadata) => Self::Text(metadata.as_str().to_owned()),
            Piece::Word(of, place) => Self::Text(of.words.get(place).map_or("", |word| word.word).to_owned()),
            Piece::Refused(refused) => Self::Text(refused.to_string()),
            Piece::Fields(_) => Self::Fields,
            Piece::Variant(_, place) => Self::Variant(place),
            Piece::List(len) => Self::List(len),
            Piece::Command(spec) => Self::Command(spec),
        }
    }
}

/// The pieces of one item that are still to be put anywhere.
#[derive(Debug)]
pub(super) struct Told {
    tokens: std::vec::IntoIter<Token>,
    /// Of the currency that was told last: sums that follow are of it.
    pub(super) exponent: Option<u8>,
}

impl Told {
    pub(super) fn of(tell: impl FnOnce(&mut dyn FnMut(Piece<'_>))) -> Self {
        let mut tokens = Vec::new();
        tell(&mut |piece| tokens.push(Token::of(piece)));
        Self { tokens: tokens.into_iter(), exponent: None }
    }

    pub(super) fn next(&mut self) -> Token {
        let token = self.tokens.next().unwrap_or(Token::Absent);
        if let Token::Currency(currency) = token {
            self.exponent = Some(currency.exponent());
        }
        token
    }

    /// Passes over a value of this shape.
    pub(super) fn skip(&mut self, shape: &Shape) {
        let shape = if let Shape::Optional(inner) = shape { inner } else { shape };
        match (self.next(), shape) {
            (Token::Fields, Shape::Fields(of)) => of.fields.iter().for_each(|field| self.skip(field.shape)),
            (Token::Variant(place), Shape::Variants(of)) => {
                let parts = of.variants.get(place).map_or(&[][..], |variant| variant.parts);
                parts.iter().for_each(|part| self.skip(part.shape));
            }
            (Token::List(len), Shape::List(item)) => (0..len).for_each(|_| self.skip(item)),
            _ => {}
        }
    }
}
