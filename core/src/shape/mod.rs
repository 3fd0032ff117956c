//! What values are made of, as data. Bindings convert by it, documents and sweeps are written from it, so
//! each fact about a command, a record or an answer is written once: where the type is declared.
//!
//! A [`Shape`] describes a type; [`Described::tell`] hands out a value of it piece by piece, a whole before
//! its parts. How many pieces follow is known from the shape, so none says that a whole has ended.

mod declare;

pub(crate) use declare::{prose, spoken, tells_fields, told, value, variants};

use crate::command::{AnyCommand, CommandSpec, InputField};
use crate::error::Refused;
use crate::id::{InvalidId, read_text, write_text};
use crate::journal::Cut;
use crate::ledger::{Position, TransferKind};
use crate::metadata::Metadata;
use crate::money::{Currency, Money, Rate};
use crate::storage::Key;
use crate::time::Timestamp;
use std::fmt::{self, Write};

/// A value that says what it is made of.
pub trait Described {
    /// What every value of the type is made of.
    const SHAPE: &'static Shape;
    /// Hands out this one, piece by piece.
    fn tell(&self, to: &mut dyn FnMut(Piece<'_>));
}

/// What the values of a type are made of.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// True or false.
    Flag,
    /// A whole number in these bounds.
    Whole {
        /// The least.
        least: i128,
        /// The greatest.
        most: i128,
    },
    /// A text.
    Text,
    /// So many bytes.
    Bytes(usize),
    /// An id.
    Id(&'static IdSpec),
    /// Minor units of a currency.
    Money,
    /// A currency.
    Currency,
    /// An exact decimal number.
    Rate,
    /// A moment.
    Time,
    /// A JSON object of the host.
    Metadata,
    /// One of some words.
    Words(&'static WordsSpec),
    /// Named fields.
    Fields(&'static FieldsSpec),
    /// One of some variants, each with parts of its own.
    Variants(&'static VariantsSpec),
    /// A value, or none.
    Optional(&'static Self),
    /// Any number of values.
    List(&'static Self),
    /// A value, or why there is none.
    OrRefused(&'static Self),
    /// Any command.
    Command,
}

/// A type of ids.
#[derive(Debug)]
pub struct IdSpec {
    /// Its name.
    pub name: &'static str,
    /// What its texts begin with, before the underscore.
    pub prefix: &'static str,
    /// What it names.
    pub doc: &'static str,
}

impl IdSpec {
    /// The bytes of an id of this type in its text form.
    ///
    /// # Errors
    /// [`InvalidId`]: the text is no id, or one of another type.
    pub fn read(&self, text: &str) -> Result<[u8; 16], InvalidId> {
        let bytes = read_text(self.prefix, text)?;
        if bytes == [0; 16] { Err(InvalidId::Zero) } else { Ok(bytes) }
    }

    /// The text form of the id with these bytes.
    #[must_use]
    pub fn text(&self, bytes: [u8; 16]) -> String {
        let mut text = String::with_capacity(self.prefix.len().saturating_add(27));
        // Writing to memory cannot fail.
        let _ = write!(text, "{}", IdText { prefix: self.prefix, bytes });
        text
    }

    /// The bytes of the id for a natural key of the caller, as `derived` of the type makes it.
    #[must_use]
    pub fn derived(&self, natural_key: &str) -> [u8; 16] {
        Key::natural(&format!("id/{}", self.prefix), natural_key).bytes()
    }
}

struct IdText {
    prefix: &'static str,
    bytes: [u8; 16],
}

impl fmt::Display for IdText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_text(self.prefix, self.bytes, f)
    }
}

/// A closed set of words.
#[derive(Debug)]
pub struct WordsSpec {
    /// Its name.
    pub name: &'static str,
    /// What it tells apart.
    pub doc: &'static str,
    /// The words.
    pub words: &'static [WordSpec],
}

/// One word of a set.
#[derive(Debug)]
pub struct WordSpec {
    /// Its number in commands.
    pub number: u32,
    /// The word: snake_case, and never changed.
    pub word: &'static str,
    /// What it means.
    pub doc: &'static str,
}

/// A value of named fields.
#[derive(Debug)]
pub struct FieldsSpec {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// The fields.
    pub fields: &'static [InputField],
    /// What becomes of it.
    pub form: Form,
}

/// What becomes of a value of named fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Commands carry it as a map from the numbers of its fields, without those that are absent.
    Map,
    /// Commands carry it as an array of its fields, in order: null for one that is absent, and nothing for
    /// those at its end.
    Array,
    /// It is a row of the table with this name.
    Row(&'static str),
    /// It is only told.
    Told,
}

/// A value that is one of some variants. Commands carry it as the array of its number and the array of its
/// parts, in which absent ones are as in [`Form::Array`].
#[derive(Debug)]
pub struct VariantsSpec {
    /// Its name.
    pub name: &'static str,
    /// What it tells apart.
    pub doc: &'static str,
    /// The variants.
    pub variants: &'static [VariantSpec],
}

/// One variant.
#[derive(Debug)]
pub struct VariantSpec {
    /// Its number in commands.
    pub number: u32,
    /// Its name.
    pub name: &'static str,
    /// Its name as a word.
    pub word: &'static str,
    /// What it means.
    pub doc: &'static str,
    /// Its parts.
    pub parts: &'static [InputField],
    /// It is its one part, by another name: written `word:part` where it must be one text.
    pub is_wrapper: bool,
}

/// One piece of a value.
#[derive(Clone, Copy, Debug)]
pub enum Piece<'a> {
    /// An optional value that is not there. One that is there is told as itself.
    Absent,
    /// True or false.
    Flag(bool),
    /// A whole number.
    Whole(i128),
    /// A text.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
    /// An id of this type.
    Id(&'static IdSpec, [u8; 16]),
    /// An amount.
    Money(Money),
    /// A currency.
    Currency(Currency),
    /// A rate.
    Rate(Rate),
    /// A moment.
    Time(Timestamp),
    /// Canonical JSON.
    Metadata(&'a Metadata),
    /// The word at this place of a set.
    Word(&'static WordsSpec, usize),
    /// A value of named fields; each follows.
    Fields(&'static FieldsSpec),
    /// The variant at this place; each of its parts follows.
    Variant(&'static VariantsSpec, usize),
    /// A list; so many values follow.
    List(usize),
    /// Why there is no value.
    Refused(&'a Refused),
    /// A command; each of its fields follows.
    Command(&'static CommandSpec),
}

macro_rules! described {
    ($($ty:ty = $shape:expr, |$value:ident| $piece:expr;)*) => {$(
        impl Described for $ty {
            const SHAPE: &'static Shape = &$shape;
            fn tell(&self, to: &mut dyn FnMut(Piece<'_>)) {
                let $value = self;
                to($piece);
            }
        }
    )*};
}

macro_rules! whole {
    ($($ty:ty),*) => {
        described! {$(
            $ty = Shape::Whole { least: <$ty>::MIN as i128, most: <$ty>::MAX as i128 },
                |number| Piece::Whole(i128::from(*number));
        )*}
    };
}

whole!(i64, u16, u32, u64, i128);

described! {
    bool = Shape::Flag, |flag| Piece::Flag(*flag);
    String = Shape::Text, |text| Piece::Text(text);
    &'static str = Shape::Text, |text| Piece::Text(text);
    [u8; 16] = Shape::Bytes(16), |bytes| Piece::Bytes(bytes);
    [u8; 32] = Shape::Bytes(32), |bytes| Piece::Bytes(bytes);
    Money = Shape::Money, |money| Piece::Money(*money);
    Currency = Shape::Currency, |currency| Piece::Currency(*currency);
    Rate = Shape::Rate, |rate| Piece::Rate(*rate);
    Timestamp = Shape::Time, |time| Piece::Time(*time);
    Metadata = Shape::Metadata, |metadata| Piece::Metadata(metadata);
    Position = *i64::SHAPE, |position| Piece::Whole(i128::from(position.as_int()));
    TransferKind = *u16::SHAPE, |kind| Piece::Whole(i128::from(kind.0));
    Cut = Shape::Text, |cut| Piece::Text(&cut.to_string());
}

impl<T: Described> Described for Option<T> {
    const SHAPE: &'static Shape = &Shape::Optional(T::SHAPE);
    fn tell(&self, to: &mut dyn FnMut(Piece<'_>)) {
        match self {
            Some(value) => value.tell(to),
            None => to(Piece::Absent),
        }
    }
}

impl<T: Described> Described for Vec<T> {
    const SHAPE: &'static Shape = &Shape::List(T::SHAPE);
    fn tell(&self, to: &mut dyn FnMut(Piece<'_>)) {
        to(Piece::List(self.len()));
        self.iter().for_each(|value| value.tell(to));
    }
}

impl<T: Described> Described for Result<T, Refused> {
    const SHAPE: &'static Shape = &Shape::OrRefused(T::SHAPE);
    fn tell(&self, to: &mut dyn FnMut(Piece<'_>)) {
        match self {
            Ok(value) => value.tell(to),
            Err(refused) => to(Piece::Refused(refused)),
        }
    }
}

impl Described for AnyCommand {
    const SHAPE: &'static Shape = &Shape::Command;
    fn tell(&self, to: &mut dyn FnMut(Piece<'_>)) {
        to(Piece::Command(self.spec()));
        self.tell_fields(to);
    }
}
