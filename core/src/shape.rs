//! What values are made of, as data. Bindings convert by it, documents and sweeps are written from it, so
//! each fact about a command, a record or an answer is written once: where the type is declared.
//!
//! A [`Shape`] describes a type; [`Described::tell`] hands out a value of it piece by piece, a whole before
//! its parts. How many pieces follow is known from the shape, so none says that a whole has ended.

use crate::command::{AnyCommand, CommandSpec, InputField};
use crate::error::Refused;
use crate::journal::Cut;
use crate::ledger::{Position, TransferKind};
use crate::metadata::Metadata;
use crate::money::{Currency, Money, Rate};
use crate::time::Timestamp;

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
    Optional(&'static Shape),
    /// Any number of values.
    List(&'static Shape),
    /// A value, or why there is none.
    OrRefused(&'static Shape),
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
    /// Commands carry it as a map from the numbers of its fields.
    Map,
    /// Commands carry it as an array of its fields, in order.
    Array,
    /// It is a row of the table with this name.
    Row(&'static str),
    /// It is only told.
    Told,
}

/// A value that is one of some variants. Commands carry it as a number and the array of its parts.
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

/// Declares a closed set of words, each with its number in commands.
macro_rules! spoken {
    (
        $(#[doc = $doc:literal])*
        pub enum $name:ident {
            $($(#[doc = $vdoc:literal])* $number:literal $variant:ident = $word:literal,)*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[derive(minicbor::Encode, minicbor::Decode)]
        #[cbor(index_only)]
        pub enum $name {
            $($(#[doc = $vdoc])* #[n($number)] $variant,)*
        }

        impl $crate::machine::Word for $name {
            const ALL: &'static [Self] = &[$(Self::$variant,)*];

            fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            fn doc(self) -> &'static str {
                match self { $(Self::$variant => concat!($($vdoc),*),)* }
            }
        }

        impl $crate::shape::Described for $name {
            const SHAPE: &'static $crate::shape::Shape =
                &$crate::shape::Shape::Words(&$crate::shape::WordsSpec {
                    name: stringify!($name),
                    doc: concat!($($doc, "\n"),*),
                    words: &[$($crate::shape::WordSpec {
                        number: $number,
                        word: $word,
                        doc: concat!($($vdoc),*),
                    },)*],
                });

            fn tell(&self, to: &mut dyn FnMut($crate::shape::Piece<'_>)) {
                let $crate::shape::Shape::Words(words) = Self::SHAPE else { return };
                let place = <Self as $crate::machine::Word>::ALL.iter().position(|known| known == self);
                to($crate::shape::Piece::Word(words, place.unwrap_or_default()));
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::machine::Word::word(*self))
            }
        }
    };
}

/// Implements [`Described`] for a struct whose fields are listed with it.
macro_rules! tells_fields {
    ($name:ident, $doc:expr, $form:expr, $fields:expr, [$($field:ident),*]) => {
        impl $crate::shape::Described for $name {
            const SHAPE: &'static $crate::shape::Shape =
                &$crate::shape::Shape::Fields(&$crate::shape::FieldsSpec {
                    name: stringify!($name),
                    doc: $doc,
                    fields: $fields,
                    form: $form,
                });

            fn tell(&self, to: &mut dyn FnMut($crate::shape::Piece<'_>)) {
                if let $crate::shape::Shape::Fields(fields) = Self::SHAPE {
                    to($crate::shape::Piece::Fields(fields));
                }
                $($crate::shape::Described::tell(&self.$field, to);)*
            }
        }
    };
}

/// Declares what is only told: a struct of documented fields. What it derives beside the usual stands behind
/// its name.
macro_rules! told {
    (
        $(#[doc = $doc:literal])*
        pub struct $name:ident $(: $($also:ident)+)? {
            $($(#[doc = $fdoc:literal])* $field:ident: $ty:ty,)*
        }
        $($open:ident)?
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, Eq $($(, $also)+)?)]
        $(#[$open])?
        pub struct $name { $($(#[doc = $fdoc])* pub $field: $ty,)* }

        $crate::shape::tells_fields!($name, concat!($($doc, "\n"),*), $crate::shape::Form::Told, &[
            $($crate::command::InputField {
                number: 0,
                name: stringify!($field),
                type_name: stringify!($ty),
                doc: concat!($($fdoc),*),
                shape: <$ty as $crate::shape::Described>::SHAPE,
                default: None,
            },)*
        ], [$($field),*]);
    };
}

/// Declares an enum whose variants have parts: none, one in brackets, or named ones in braces.
macro_rules! variants {
    (@is_wrapper ($pname:ident)) => { true };
    (@is_wrapper) => { false };
    (
        $(#[doc = $doc:literal])*
        pub enum $name:ident $(: $($also:ident)+)? {
            $(
                $(#[doc = $vdoc:literal])*
                $number:literal $variant:ident = $word:literal
                $(($wname:ident: $wty:ty))?
                $({ $($(#[doc = $pdoc:literal])* $pnumber:literal $part:ident: $pty:ty,)* })?,
            )*
        }
        $($open:ident)?
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode $($(, $also)+)?)]
        $(#[$open])?
        pub enum $name {
            $(
                $(#[doc = $vdoc])*
                #[n($number)]
                $variant $((#[n(0)] $wty))? $({ $($(#[doc = $pdoc])* #[n($pnumber)] $part: $pty,)* })?,
            )*
        }

        impl $crate::shape::Described for $name {
            const SHAPE: &'static $crate::shape::Shape =
                &$crate::shape::Shape::Variants(&$crate::shape::VariantsSpec {
                    name: stringify!($name),
                    doc: concat!($($doc, "\n"),*),
                    variants: &[$($crate::shape::VariantSpec {
                        number: $number,
                        name: stringify!($variant),
                        word: $word,
                        doc: concat!($($vdoc),*),
                        parts: &[
                            $($crate::command::InputField {
                                number: 0,
                                name: stringify!($wname),
                                type_name: stringify!($wty),
                                doc: concat!(" The ", stringify!($wname), "."),
                                shape: <$wty as $crate::shape::Described>::SHAPE,
                                default: None,
                            },)?
                            $($($crate::command::InputField {
                                number: $pnumber,
                                name: stringify!($part),
                                type_name: stringify!($pty),
                                doc: concat!($($pdoc),*),
                                shape: <$pty as $crate::shape::Described>::SHAPE,
                                default: None,
                            },)*)?
                        ],
                        is_wrapper: $crate::shape::variants!(@is_wrapper $(($wname))?),
                    },)*],
                });

            fn tell(&self, to: &mut dyn FnMut($crate::shape::Piece<'_>)) {
                let $crate::shape::Shape::Variants(variants) = Self::SHAPE else { return };
                let word = match self { $(Self::$variant { .. } => $word,)* };
                let place = variants.variants.iter().position(|known| known.word == word);
                to($crate::shape::Piece::Variant(variants, place.unwrap_or_default()));
                match self {
                    $(Self::$variant $(($wname))? $({ $($part,)* })? => {
                        $($crate::shape::Described::tell($wname, to);)?
                        $($($crate::shape::Described::tell($part, to);)*)?
                    })*
                }
            }
        }
    };
}

pub(crate) use {spoken, tells_fields, told, variants};
