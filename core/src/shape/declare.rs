//! How things are declared so that they describe themselves.

/// What is written about a thing, as a value: documents and bindings are generated from it. The library that
/// phones carry, whose bindings were generated long before, is built with `--cfg paywright_wordless`.
#[cfg(not(paywright_wordless))]
macro_rules! prose {
    ($($text:tt)*) => { concat!($($text)*) };
}
#[cfg(paywright_wordless)]
macro_rules! prose {
    ($($text:tt)*) => {
        ""
    };
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
                    doc: $crate::shape::prose!($($doc, "\n"),*),
                    words: &[$($crate::shape::WordSpec {
                        number: $number,
                        word: $word,
                        doc: $crate::shape::prose!($($vdoc),*),
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

        $crate::shape::tells_fields!(
            $name, $crate::shape::prose!($($doc, "\n"),*), $crate::shape::Form::Told, &[
            $($crate::command::InputField {
                number: 0,
                name: stringify!($field),
                type_name: $crate::shape::prose!(stringify!($ty)),
                doc: $crate::shape::prose!($($fdoc),*),
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
                    doc: $crate::shape::prose!($($doc, "\n"),*),
                    variants: &[$($crate::shape::VariantSpec {
                        number: $number,
                        name: stringify!($variant),
                        word: $word,
                        doc: $crate::shape::prose!($($vdoc),*),
                        parts: &[
                            $($crate::command::InputField {
                                number: 0,
                                name: stringify!($wname),
                                type_name: $crate::shape::prose!(stringify!($wty)),
                                doc: $crate::shape::prose!(" The ", stringify!($wname), "."),
                                shape: <$wty as $crate::shape::Described>::SHAPE,
                                default: None,
                            },)?
                            $($($crate::command::InputField {
                                number: $pnumber,
                                name: stringify!($part),
                                type_name: $crate::shape::prose!(stringify!($pty)),
                                doc: $crate::shape::prose!($($pdoc),*),
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

/// Declares a value that commands carry: a struct of numbered, documented fields, encoded as a map, or `in
/// order` as an array. A field that may be left out without being absent says what it is then.
macro_rules! value {
    (@default) => { None };
    (@default $default:literal) => { Some($default) };
    (
        $(#[doc = $doc:literal])*
        pub struct $name:ident {
            $($(#[doc = $fdoc:literal])* $number:literal $field:ident: $ty:ty $(= $default:literal)?,)*
        }
    ) => {
        $crate::shape::value! {
            @of map Map
            $(#[doc = $doc])*
            pub struct $name { $($(#[doc = $fdoc])* $number $field: $ty $(= $default)?,)* }
        }
    };
    (
        $(#[doc = $doc:literal])*
        pub struct $name:ident in order {
            $($(#[doc = $fdoc:literal])* $number:literal $field:ident: $ty:ty,)*
        }
    ) => {
        $crate::shape::value! {
            @of array Array
            $(#[doc = $doc])*
            pub struct $name { $($(#[doc = $fdoc])* $number $field: $ty,)* }
        }
    };
    (
        @of $coding:ident $form:ident
        $(#[doc = $doc:literal])*
        pub struct $name:ident {
            $($(#[doc = $fdoc:literal])* $number:literal $field:ident: $ty:ty $(= $default:literal)?,)*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
        #[cbor($coding)]
        pub struct $name {
            $($(#[doc = $fdoc])* #[n($number)] pub $field: $ty,)*
        }

        impl $name {
            /// Its fields, as the catalogue publishes them.
            pub const FIELDS: &'static [$crate::command::InputField] = &[$($crate::command::InputField {
                number: $number,
                name: stringify!($field),
                type_name: $crate::shape::prose!(stringify!($ty)),
                doc: $crate::shape::prose!($($fdoc),*),
                shape: <$ty as $crate::shape::Described>::SHAPE,
                default: $crate::shape::value!(@default $($default)?),
            },)*];
        }

        $crate::shape::tells_fields!(
            $name, $crate::shape::prose!($($doc, "\n"),*), $crate::shape::Form::$form, Self::FIELDS,
            [$($field),*]
        );
    };
}

pub(crate) use {prose, spoken, tells_fields, told, value, variants};
