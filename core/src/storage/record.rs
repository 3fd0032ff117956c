//! Records are declared once; struct, table, row writer and reader come from the declaration.

use super::{Corrupt, Key, RowReader, RowWriter, Table};

/// A stored thing. Core's records are all declared by one macro; their fields are public to read and, outside
/// core, impossible to construct.
pub trait Record: Clone + std::fmt::Debug + PartialEq + Send + Sync + 'static {
    /// What it is found by.
    type Id: Copy + Eq + std::hash::Hash + Ord + Into<Key> + Send + Sync + std::fmt::Debug;
    /// Its table.
    const TABLE: &'static Table;
    /// Its id.
    fn id(&self) -> Self::Id;
    /// Whether a row ever changes. One that never does has no version to rely on, once it is there.
    const CHANGES: bool = true;
    /// Its version after a command wrote it at version `before`: one more, unless the record counts
    /// otherwise.
    fn version_after(&self, before: u64) -> u64 {
        before.saturating_add(1)
    }
    /// Appends its cells in the order of the table.
    fn write(&self, row: &mut RowWriter<'_>);
    /// Reads them.
    ///
    /// # Errors
    /// [`Corrupt`] when a cell does not hold what was written.
    fn read(row: &mut RowReader<'_>) -> Result<Self, Corrupt>;
}

/// Declares a record: `struct Name = tag "table" kept by Upkeep { key: Id, number field: Type, ... }`, then
/// its indexes, and what is special about its versions.
macro_rules! record {
    (@unique index) => { false };
    (@unique unique) => { true };
    (@never changes) => { false };
    (
        $(#[doc = $doc:literal])*
        pub struct $name:ident = $tag:literal $table:literal kept by $upkeep:ident {
            $(#[doc = $iddoc:literal])*
            $key:ident: $id:ty,
            $($(#[doc = $fdoc:literal])* $number:literal $field:ident: $ty:ty,)*
        }
        $($kind:ident $iname:ident($($icol:ident),+);)*
        $(; version counts $count:ident)?
        $(; never $changes:ident)?
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct $name {
            $(#[doc = $iddoc])*
            pub $key: $id,
            $($(#[doc = $fdoc])* pub $field: $ty,)*
        }

        impl $crate::storage::Record for $name {
            type Id = $id;
            const TABLE: &'static $crate::storage::Table = &$crate::storage::Table {
                tag: $tag,
                name: $table,
                doc: $crate::shape::prose!($($doc),*),
                fields: &[
                    $crate::storage::FieldSpec {
                        number: 0,
                        name: stringify!($key),
                        doc: $crate::shape::prose!($($iddoc),*),
                        type_name: $crate::shape::prose!(stringify!($id)),
                        columns: <$id as $crate::storage::Field>::COLUMNS,
                        nullable: false,
                    },
                    $($crate::storage::FieldSpec {
                        number: $number,
                        name: stringify!($field),
                        doc: $crate::shape::prose!($($fdoc),*),
                        type_name: $crate::shape::prose!(stringify!($ty)),
                        columns: <$ty as $crate::storage::Field>::COLUMNS,
                        nullable: <$ty as $crate::storage::Field>::NULLABLE,
                    },)*
                ],
                indexes: &[$($crate::storage::Index {
                    name: stringify!($iname),
                    columns: &[$(stringify!($icol)),+],
                    unique: $crate::storage::record!(@unique $kind),
                },)*],
                upkeep: $crate::storage::Upkeep::$upkeep,
            };

            $(const CHANGES: bool = $crate::storage::record!(@never $changes);)?

            fn id(&self) -> $id {
                self.$key
            }

            $(fn version_after(&self, _: u64) -> u64 {
                self.$count.saturating_add(1)
            })?

            fn write(&self, row: &mut $crate::storage::RowWriter<'_>) {
                $crate::storage::Field::write(&self.$key, row);
                $($crate::storage::Field::write(&self.$field, row);)*
            }

            fn read(row: &mut $crate::storage::RowReader<'_>) -> Result<Self, $crate::storage::Corrupt> {
                Ok(Self {
                    $key: $crate::storage::Field::read(row)?,
                    $($field: $crate::storage::Field::read(row)?,)*
                })
            }
        }

        $crate::shape::tells_fields!(
            $name, $crate::shape::prose!($($doc, "\n"),*), $crate::shape::Form::Row($table), &[
                $crate::command::InputField {
                    number: 0,
                    name: stringify!($key),
                    type_name: $crate::shape::prose!(stringify!($id)),
                    doc: $crate::shape::prose!($($iddoc),*),
                    shape: <$id as $crate::shape::Described>::SHAPE,
                    default: None,
                },
                $($crate::command::InputField {
                    number: $number,
                    name: stringify!($field),
                    type_name: $crate::shape::prose!(stringify!($ty)),
                    doc: $crate::shape::prose!($($fdoc),*),
                    shape: <$ty as $crate::shape::Described>::SHAPE,
                    default: None,
                },)*
            ], [$key, $($field),*]
        );
    };
}

/// Declares an enum that a column holds as its snake_case word, and a command as its number.
macro_rules! words {
    (
        $(#[doc = $doc:literal])*
        pub enum $name:ident {
            $($(#[doc = $vdoc:literal])* $number:literal $variant:ident = $word:literal,)*
        }
    ) => {
        $crate::shape::spoken! {
            $(#[doc = $doc])*
            pub enum $name { $($(#[doc = $vdoc])* $number $variant = $word,)* }
        }

        impl $crate::storage::Field for $name {
            const COLUMNS: &'static [(&'static str, $crate::storage::Kind)] =
                &[("", $crate::storage::Kind::Text)];
            fn write(&self, row: &mut $crate::storage::RowWriter<'_>) {
                row.text($crate::machine::Word::word(*self));
            }
            fn read(row: &mut $crate::storage::RowReader<'_>) -> Result<Self, $crate::storage::Corrupt> {
                match row.text()? {
                    $($word => Ok(Self::$variant),)*
                    other => Err(row.corrupt(&format!("'{other}' is none of the known words"))),
                }
            }
        }
    };
}

/// Declares a state machine as data: its states, its events, where it starts and its edges, each with a
/// stored tag.
macro_rules! states {
    (
        machine $machine:literal of $record:ident;
        $(#[doc = $sdoc:literal])*
        pub enum $state:ident {
            $($(#[doc = $svdoc:literal])* $snumber:literal $svariant:ident = $sword:literal,)*
        }
        $(#[doc = $edoc:literal])*
        pub enum $event:ident {
            $($(#[doc = $evdoc:literal])* $enumber:literal $evariant:ident = $eword:literal,)*
        }
        starts { $($starttag:literal $start:ident => $first:ident,)* }
        edges { $($tag:literal $from:ident + $on:ident => $to:ident,)* }
    ) => {
        $crate::storage::words! {
            $(#[doc = $sdoc])*
            pub enum $state { $($(#[doc = $svdoc])* $snumber $svariant = $sword,)* }
        }
        $crate::storage::words! {
            $(#[doc = $edoc])*
            pub enum $event { $($(#[doc = $evdoc])* $enumber $evariant = $eword,)* }
        }

        impl $crate::machine::State for $state {
            type Event = $event;
            const MACHINE: &'static str = $machine;
            const TABLE: &'static $crate::storage::Table = <$record as $crate::storage::Record>::TABLE;
            const EDGES: &'static [$crate::machine::Edge<Self>] = &[
                $($crate::machine::Edge {
                    tag: $starttag, from: None, event: $event::$start, to: Self::$first,
                },)*
                $($crate::machine::Edge {
                    tag: $tag, from: Some(Self::$from), event: $event::$on, to: Self::$to,
                },)*
            ];
        }

        impl $crate::machine::Stateful for $record {
            type State = $state;
            fn state(&self) -> $state {
                self.state
            }
            fn set_state(&mut self, state: $state) {
                self.state = state;
            }
        }
    };
}

pub(crate) use record;
pub(crate) use states;
pub(crate) use words;
