//! A command is a value: a plain struct named with an imperative. The catalogue lists them all.

use crate::engine::{Shelved, Stop, View};
use crate::error::{Code, Refused, refused};
use crate::shape::{Described, Piece, Shape};
use minicbor::{Decoder, Encoder};
use std::convert::Infallible;

/// Room for a usual command, encoded.
const INPUT_BYTES: usize = 160;

/// How a command is safe to repeat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// The id of what it makes, chosen by the caller, or an idempotency key.
    Id,
    /// An idempotency key.
    Key,
    /// Without either: the record's own state tells a repeat.
    State,
}

/// One field of a command, of a record, or of a value inside one.
#[derive(Clone, Copy, Debug)]
pub struct InputField {
    /// Its number in the encoded form; never reused.
    pub number: u32,
    /// Its name.
    pub name: &'static str,
    /// Its Rust type; `Option<..>` may be left out.
    pub type_name: &'static str,
    /// What it means.
    pub doc: &'static str,
    /// What its values are made of.
    pub shape: &'static Shape,
    /// What it is where it is left out, as its word or number; none where it must be given, or is absent
    /// then.
    pub default: Option<&'static str>,
}

/// A command as the catalogue publishes it. Encoded, a command is a CBOR map from field numbers to values.
#[derive(Debug)]
pub struct CommandSpec {
    /// Its number in journal entries; never reused.
    pub tag: u16,
    /// Its name in snake_case.
    pub name: &'static str,
    /// What it does.
    pub doc: &'static str,
    /// Its fields.
    pub fields: &'static [InputField],
    /// How it is safe to repeat.
    pub repeat: Repeat,
    /// Name of its output.
    pub output: &'static str,
    /// The refusals it can answer beside those of every command, in order of precedence.
    pub refusals: &'static [Code],
}

/// A change, as a value.
pub trait Command: Into<AnyCommand> + Clone + std::fmt::Debug + PartialEq + Send + 'static {
    /// What the caller gets.
    type Output: Output;
    /// Its line in the catalogue.
    const SPEC: &'static CommandSpec;
    /// Whether this one names the id of what it makes.
    fn names_id(&self) -> bool;
    #[doc(hidden)]
    fn decide_on(&self, on: &mut View<'_>) -> Result<Self::Output, Stop>;
}

/// An output as the catalogue publishes it.
#[derive(Debug, Clone, Copy)]
pub struct OutputSpec {
    /// Its name: what [`CommandSpec::output`] says.
    pub name: &'static str,
    /// What it is made of.
    pub shape: &'static Shape,
}

/// What a command answers. The journal keeps ids and refusals of it; a replay finds the records as they are
/// now.
pub trait Output: Described + Into<AnyOutput> + TryFrom<AnyOutput> {
    #[doc(hidden)]
    fn keep(&self, e: &mut Encoder<Vec<u8>>) -> Result<(), minicbor::encode::Error<Infallible>>;
    #[doc(hidden)]
    fn recall(d: &mut Decoder<'_>, on: &mut View<'_>) -> Result<Self, Stop>;
}

impl<R> Output for R
where
    R: Shelved + Described + Into<AnyOutput> + TryFrom<AnyOutput>,
    R::Id: minicbor::Encode<()> + for<'b> minicbor::Decode<'b, ()>,
{
    fn keep(&self, e: &mut Encoder<Vec<u8>>) -> Result<(), minicbor::encode::Error<Infallible>> {
        e.encode(self.id()).map(|_| ())
    }

    fn recall(d: &mut Decoder<'_>, on: &mut View<'_>) -> Result<Self, Stop> {
        let id = d.decode::<R::Id>().map_err(Stop::undecodable)?;
        let record = on.find::<R>(id)?;
        record
            .map(|record| R::clone(&record))
            .ok_or_else(|| Stop::Bug(format!("the record {id:?} of a replay is gone")))
    }
}

/// What a caller's id names must be what the command asks for; refused with the first field that differs.
pub(crate) fn same_content(record: impl std::fmt::Display, differs: &[(&str, bool)]) -> Result<(), Refused> {
    match differs.iter().find(|(_, differs)| *differs) {
        Some((field, _)) => Err(refused!(Code::IdReused, "{record} is there with another {field}")),
        None => Ok(()),
    }
}

/// Declares a command: `struct Name = tag "name", repeated by Id|Key|State, answers Output { ... } refuses [
/// ... ]`. The rule is `fn decide` in an `impl Name`.
macro_rules! command {
    (@names_id Id $this:ident) => { $this.id.is_some() };
    (@names_id Ids $this:ident) => { $this.names_all_ids() };
    (@names_id $other:ident $this:ident) => { false };
    (@repeat Ids) => { $crate::command::Repeat::Id };
    (@repeat $repeat:ident) => { $crate::command::Repeat::$repeat };
    (
        $(#[doc = $doc:literal])*
        pub struct $name:ident = $tag:literal $word:literal, repeated by $repeat:ident, answers $output:ty {
            $($(#[doc = $fdoc:literal])* $number:literal $field:ident: $ty:ty $(= $default:literal)?,)*
        }
        refuses [$($code:ident),* $(,)?]
    ) => {
        $crate::shape::value! {
            $(#[doc = $doc])*
            pub struct $name { $($(#[doc = $fdoc])* $number $field: $ty $(= $default)?,)* }
        }

        impl $crate::command::Command for $name {
            type Output = $output;
            const SPEC: &'static $crate::command::CommandSpec = &$crate::command::CommandSpec {
                tag: $tag,
                name: $word,
                doc: $crate::shape::prose!($($doc),*),
                fields: Self::FIELDS,
                repeat: $crate::command::command!(@repeat $repeat),
                output: stringify!($output),
                refusals: &[$($crate::error::Code::$code),*],
            };
            fn names_id(&self) -> bool {
                $crate::command::command!(@names_id $repeat self)
            }
            fn decide_on(
                &self,
                on: &mut $crate::engine::View<'_>,
            ) -> Result<$output, $crate::engine::Stop> {
                self.decide(on)
            }
        }
    };
}

pub(crate) use command;

macro_rules! catalogue {
    (commands { $($command:ident,)* } outputs { $($output:ident,)* }) => {
        /// Any command.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum AnyCommand { $(#[doc = concat!("[`", stringify!($command), "`]")] $command($command),)* }

        $(impl From<$command> for AnyCommand {
            fn from(command: $command) -> Self { Self::$command(command) }
        })*

        /// Any output.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum AnyOutput { $(#[doc = concat!("[`", stringify!($output), "`]")] $output($output),)* }

        $(impl From<$output> for AnyOutput {
            fn from(output: $output) -> Self { Self::$output(output) }
        }
        impl TryFrom<AnyOutput> for $output {
            type Error = AnyOutput;
            fn try_from(any: AnyOutput) -> Result<Self, AnyOutput> {
                match any { AnyOutput::$output(output) => Ok(output), other => Err(other) }
            }
        })*

        impl AnyOutput {
            /// Every output there is.
            pub const CATALOGUE: &'static [OutputSpec] = &[$(OutputSpec {
                name: stringify!($output),
                shape: <$output as Described>::SHAPE,
            },)*];

            /// Hands it out piece by piece.
            pub fn tell(&self, to: &mut dyn FnMut(Piece<'_>)) {
                match self { $(Self::$output(output) => output.tell(to),)* }
            }
        }

        impl AnyCommand {
            /// Every command there is.
            pub const CATALOGUE: &'static [&'static CommandSpec] = &[$($command::SPEC,)*];

            /// Its line in the catalogue.
            #[must_use]
            pub const fn spec(&self) -> &'static CommandSpec {
                match self { $(Self::$command(_) => $command::SPEC,)* }
            }

            pub(crate) fn names_id(&self) -> bool {
                match self { $(Self::$command(command) => command.names_id(),)* }
            }

            /// Hands out its fields, piece by piece.
            pub(crate) fn tell_fields(&self, to: &mut dyn FnMut(Piece<'_>)) {
                let mut is_field = false;
                let mut field = |piece: Piece<'_>| if is_field { to(piece) } else { is_field = true };
                match self { $(Self::$command(command) => command.tell(&mut field),)* }
            }

            /// The encoded command: what the journal keeps and the fingerprint covers.
            #[must_use]
            pub fn encode(&self) -> Vec<u8> {
                match self { $(Self::$command(command) => encoded(command, INPUT_BYTES),)* }
            }

            /// The command with this tag and these bytes; `None` when there is none, or the bytes are not
            /// one.
            #[must_use]
            pub fn decode(tag: u16, bytes: &[u8]) -> Option<Self> {
                let mut decoder = Decoder::new(bytes);
                $(if tag == $command::SPEC.tag {
                    let command = decoder.decode::<$command>().ok()?;
                    return (decoder.position() == bytes.len()).then_some(Self::$command(command));
                })*
                None
            }

            pub(crate) fn decide(&self, on: &mut View<'_>) -> Result<(AnyOutput, Vec<u8>), Stop> {
                match self { $(Self::$command(command) => {
                    let output = command.decide_on(on)?;
                    let mut outcome = Encoder::new(Vec::with_capacity(24));
                    output.keep(&mut outcome).map_err(Stop::unencodable)?;
                    Ok((output.into(), outcome.into_writer()))
                })* }
            }

            pub(crate) fn recall(&self, outcome: &[u8], on: &mut View<'_>) -> Result<AnyOutput, Stop> {
                match self { $(Self::$command(_) => {
                    <$command as Command>::Output::recall(&mut Decoder::new(outcome), on).map(Into::into)
                })* }
            }
        }
    };
}

use crate::asset::{Asset, RegisterAsset};
use crate::case::{Case, CloseCase};
use crate::due::{TimeOut, TimedOut};
use crate::effect::{ClaimEffects, Claimed, CompleteEffect, RecoverEffects};
use crate::journal::{Books, ForgetKeys, Forgotten, RaiseRules, encoded};
use crate::ledger::{
    Account, ChangeBounds, CloseAccount, CloseBooks, Exchange, ExchangeCurrency, FreezeAccount, OpenAccount,
    PostTransfers, Posted, UnfreezeAccount,
};
use crate::merchant::{
    ActivateMerchant, CreateFeePlan, FeePlan, Merchant, RegisterMerchant, SuspendMerchant,
};
use crate::operation::{ObserveOperation, Operation, RetryReversal};
use crate::order::{CancelOrder, Order, PlaceOrder, RecordFulfilment};
use crate::payment::{
    AnswerChallenge, AttachMethod, CancelPayment, CapturePayment, ConfirmPayment, IncrementAuthorisation,
    Payment, ReleaseRest, ResumePayment, ReviewPayment, StartPayment, VoidPayment,
};
use crate::refund::{
    ApproveRefund, CloseRefund, GiveUpRefund, Refund, RejectRefund, RequestRefund, RerouteRefund,
    RetryRefund, WithdrawRefund,
};
use crate::user::{RegisterUser, User};

catalogue! {
    commands {
        RegisterAsset,
        OpenAccount,
        PostTransfers,
        FreezeAccount,
        UnfreezeAccount,
        ChangeBounds,
        CloseAccount,
        CloseBooks,
        ExchangeCurrency,
        RegisterUser,
        CreateFeePlan,
        RegisterMerchant,
        ActivateMerchant,
        SuspendMerchant,
        PlaceOrder,
        CancelOrder,
        RecordFulfilment,
        StartPayment,
        AttachMethod,
        ConfirmPayment,
        AnswerChallenge,
        ReviewPayment,
        ResumePayment,
        CancelPayment,
        CapturePayment,
        IncrementAuthorisation,
        VoidPayment,
        ReleaseRest,
        RequestRefund,
        ApproveRefund,
        RejectRefund,
        WithdrawRefund,
        RetryRefund,
        RerouteRefund,
        GiveUpRefund,
        CloseRefund,
        ObserveOperation,
        RetryReversal,
        ClaimEffects,
        CompleteEffect,
        RecoverEffects,
        TimeOut,
        ForgetKeys,
        RaiseRules,
        CloseCase,
    }
    outputs {
        Asset,
        Account,
        Posted,
        Books,
        Exchange,
        User,
        FeePlan,
        Merchant,
        Order,
        Payment,
        Refund,
        Operation,
        Claimed,
        TimedOut,
        Forgotten,
        Case,
    }
}
