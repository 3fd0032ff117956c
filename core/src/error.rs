//! Errors, by who is at fault: the rules say no, the world failed, the caller erred, or we did.
//!
//! Every error has a stable snake_case [`code`](Error::code); its text is a sentence for an operator at night
//! and is never what a program looks at.

use crate::storage::StorageError;
use std::fmt;

mod family;

pub use family::Family;

/// Which of the four kinds an error is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// The rules say no. Nothing was changed.
    Refused,
    /// The world failed.
    Storage,
    /// The caller erred; the message says how to mend it. Nothing was changed.
    Misuse,
    /// We erred; please report it. Nothing was changed.
    Bug,
}

/// One line of the catalogue of codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeSpec {
    /// The code.
    pub code: &'static str,
    /// Who is at fault.
    pub kind: ErrorKind,
    /// What it means and what to do.
    pub doc: &'static str,
    /// The same request may succeed later, unchanged.
    pub retryable: bool,
}

macro_rules! codes {
    (
        $(#[doc = $doc:literal])*
        pub enum $name:ident is $kind:ident {
            $(
                $(#[doc = $vdoc:literal])*
                $number:literal $variant:ident = $word:literal $($retryable:ident)?,
            )*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[derive(minicbor::Encode, minicbor::Decode)]
        #[cbor(index_only)]
        #[non_exhaustive]
        pub enum $name { $($(#[doc = $vdoc])* #[n($number)] $variant,)* }

        impl $name {
            /// Every one, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its line in the catalogue.
            #[must_use]
            pub const fn spec(self) -> CodeSpec {
                match self { $(Self::$variant => CodeSpec {
                    code: $word,
                    kind: ErrorKind::$kind,
                    doc: concat!($($vdoc),*),
                    retryable: codes!(@retryable $($retryable)?),
                },)* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(self.spec().code) }
        }
    };
    (@retryable retryable) => { true };
    (@retryable) => { false };
}

codes! {
    /// Why the rules say no. Each command lists its own codes in the order in which it looks for them.
    ///
    /// The numbers are stored in journal entries and never reused.
    pub enum Code is Refused {
        /// The key was used before by the same principal for another request.
        1 IdempotencyKeyReused = "idempotency_key_reused",
        /// An outside value is malformed, too long or out of its bounds.
        2 InvalidValue = "invalid_value",
        /// The actor may not do this.
        3 NotPermitted = "not_permitted",
        /// What the request names does not exist.
        4 NotFound = "not_found",
        /// The id was used before for something else.
        5 IdReused = "id_reused",
        /// An amount must be above zero.
        6 AmountMustBePositive = "amount_must_be_positive",
        /// The amount is larger than the engine books at once, or a sum would leave what can be stored.
        7 AmountTooLarge = "amount_too_large",
        /// Amounts or accounts are of different currencies.
        8 CurrencyMismatch = "currency_mismatch",
        /// Debit and credit account are the same.
        9 SameAccount = "same_account",
        /// The purpose of the account does not allow what was asked.
        10 PurposeNotAllowed = "purpose_not_allowed",
        /// The record is in a state that does not allow this.
        11 WrongState = "wrong_state",
        /// The merchant is not active.
        12 MerchantNotActive = "merchant_not_active",
        /// The account is frozen or closed.
        13 AccountNotOpen = "account_not_open",
        /// Less is available on the account than asked.
        14 InsufficientFunds = "insufficient_funds",
        /// The account would hold more than it may.
        15 BalanceLimitExceeded = "balance_limit_exceeded",
        /// The hold was already posted, voided or expired.
        16 HoldNotOpen = "hold_not_open",
        /// The hold's time has passed.
        17 HoldExpired = "hold_expired",
        /// More was asked for than the hold holds.
        18 ExceedsHold = "exceeds_hold",
        /// Another transfer of the same chain was refused.
        19 ChainFailed = "chain_failed",
        /// More was asked for than the order has due.
        20 ExceedsDue = "exceeds_due",
        /// More was asked for than is authorised and not yet captured.
        21 ExceedsAuthorised = "exceeds_authorised",
        /// More was asked for than is captured and neither refunded nor reserved for refunds.
        22 ExceedsRefundable = "exceeds_refundable",
        /// An operation of the record is unfinished; wait for its outcome.
        23 OperationUnfinished = "operation_unfinished",
        /// The requester may not also decide.
        24 SelfReview = "self_review",
        /// The account holds something, or something is pending on it.
        25 AccountNotEmpty = "account_not_empty",
        /// The asset was not registered.
        26 UnknownAsset = "unknown_asset",
        /// The time of the authorisation has passed.
        27 AuthorisationExpired = "authorisation_expired",
        /// The order has had as many payments as it may.
        28 TooManyPayments = "too_many_payments",
        /// The books are closed through a later moment than the one that was named.
        29 BooksClosed = "books_closed",
        /// The amounts of an exchange do not agree with its rate.
        30 RateMismatch = "rate_mismatch",
    }
}

codes! {
    /// How the world failed.
    pub enum Fault is Storage {
        /// The storage cannot answer; nothing was changed.
        1 Unavailable = "storage_unavailable" retryable,
        /// Stored bytes are not what was written.
        2 Corrupt = "storage_corrupt",
        /// A later release wrote this storage.
        3 NewerSchema = "newer_schema",
        /// Others changed the same records again and again; nothing was changed.
        4 Contended = "contended" retryable,
        /// The commit may have happened: ask again with the same key or id.
        5 OutcomeUnknown = "outcome_unknown" retryable,
        /// Other writers are more than five seconds ahead of this clock; nothing was changed.
        6 ClockBehind = "clock_behind" retryable,
        /// The lane's head is not where this engine left it: a backup was restored, or a replica took over.
        7 JournalForked = "journal_forked",
        /// A later release raised the rules version; nothing was changed.
        8 RulesVersionTooOld = "rules_version_too_old",
        /// All 1,023 lanes are held by living writers; nothing was changed.
        9 NoFreeLane = "no_free_lane" retryable,
        /// The deadline passed. Nothing was changed, unless a commit with the request was under way: ask
        /// again with the same key or id.
        10 DeadlineExceeded = "deadline_exceeded" retryable,
        /// The journal or export speaks of what only another release knows; use that release.
        11 RulesVersionUnsupported = "rules_version_unsupported",
        /// Decided again, an entry of an import came to something else than it says: it was changed, or was
        /// decided by other rules. What was imported before it stays.
        12 ReplayDiffers = "replay_differs",
        /// As many callers wait for the engine as may; nothing was changed.
        13 Busy = "busy" retryable,
        /// The storage's file or log was moved or removed while it was open, or the process was forked;
        /// nothing was changed. Close every engine on it in this process, then open it anew.
        14 Lost = "storage_lost",
    }
}

codes! {
    /// How the caller erred.
    pub enum Misuse is Misuse {
        /// The command is safe to repeat only with a key or an id, and has neither.
        1 NotRepeatable = "not_repeatable",
        /// The clock is more than a day behind the lane's last entry.
        2 ClockMovedBack = "clock_moved_back",
        /// More requests or items than one call takes.
        3 TooMany = "too_many",
        /// A cursor or cut that no query of this engine gave, or an index that the table does not have.
        4 InvalidCursor = "invalid_cursor",
        /// The clock is beyond the year 9999.
        5 ClockOutOfRange = "clock_out_of_range",
        /// The caller's own progress callback stopped the call; what was done before stays done.
        6 Stopped = "stopped",
        /// The lines of an import are not those of an export: damaged, cut short, out of order or too long.
        /// What was imported before stays, and the right lines go on from there.
        7 InvalidImport = "invalid_import",
        /// An import needs an empty storage, or one that holds the beginning of the same export.
        8 StorageNotEmpty = "storage_not_empty",
        /// The engine was called from inside a call: by the host's clock or entropy, or for a command by the
        /// lines or the progress of its own import. Nothing was changed, and the call around it goes on: ask
        /// when that has returned.
        9 ReentrantCall = "reentrant_call",
        /// Bytes or a text that are no public key which this release checks signatures by.
        10 InvalidKey = "invalid_key",
        /// What should be a signature is none, or was not made over this by this key.
        11 InvalidSignature = "invalid_signature",
        /// The host's signer did not sign.
        12 SignerFailed = "signer_failed",
        /// A sealed copy was changed, cut short or put together, is none, or was not sealed with this key.
        13 InvalidSeal = "invalid_seal",
        /// The host's keys have none with this id, or gave none.
        14 NoKey = "no_key",
    }
}

/// The rules say no: a code and a sentence with the values that stood in the way.
///
/// Two refusals are equal when their codes are. The journal keeps the code alone: the sentence of a replayed
/// refusal is the catalogue's.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{explanation}")]
pub struct Refused {
    /// Why.
    pub code: Code,
    /// What was asked and what stood in the way.
    pub explanation: String,
}

impl PartialEq for Refused {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl Eq for Refused {}

impl<C> minicbor::Encode<C> for Refused {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut minicbor::Encoder<W>,
        context: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        self.code.encode(e, context)
    }
}

impl<'b, C> minicbor::Decode<'b, C> for Refused {
    fn decode(d: &mut minicbor::Decoder<'b>, context: &mut C) -> Result<Self, minicbor::decode::Error> {
        let code = Code::decode(d, context)?;
        Ok(Self { code, explanation: code.spec().doc.trim().to_owned() })
    }
}

macro_rules! refused {
    ($code:expr, $($format:tt)+) => {
        $crate::error::Refused { code: $code, explanation: format!($($format)+) }
    };
}
pub(crate) use refused;

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The rules say no. Nothing was changed.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The world failed.
    #[error("{explanation}")]
    Storage {
        /// How.
        fault: Fault,
        /// What stood in the way and what to do.
        explanation: String,
    },
    /// The caller erred. Nothing was changed.
    #[error("{explanation}")]
    Misuse {
        /// How.
        misuse: Misuse,
        /// How to mend it.
        explanation: String,
    },
    /// We erred. Nothing was changed; please report it.
    #[error("a defect in Paywright, please report it: {0}")]
    Bug(String),
}

impl Error {
    pub(crate) fn storage(fault: Fault, explanation: impl Into<String>) -> Self {
        Self::Storage { fault, explanation: explanation.into() }
    }

    pub(crate) fn misuse(misuse: Misuse, explanation: impl Into<String>) -> Self {
        Self::Misuse { misuse, explanation: explanation.into() }
    }

    fn spec(&self) -> CodeSpec {
        match self {
            Self::Refused(refused) => refused.code.spec(),
            Self::Storage { fault, .. } => fault.spec(),
            Self::Misuse { misuse, .. } => misuse.spec(),
            Self::Bug(_) => BUG,
        }
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.spec().code
    }

    /// Who is at fault.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.spec().kind
    }

    /// The same request, unchanged, may succeed later.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.spec().retryable
    }
}

const BUG: CodeSpec = CodeSpec {
    code: "bug",
    kind: ErrorKind::Bug,
    doc: " A defect in Paywright; nothing was changed. Please report it.",
    retryable: false,
};

/// Every code there is, by kind.
pub fn catalogue() -> impl Iterator<Item = CodeSpec> {
    let refused = Code::ALL.iter().map(|code| code.spec());
    let faults = Fault::ALL.iter().map(|fault| fault.spec());
    let misuses = Misuse::ALL.iter().map(|misuse| misuse.spec());
    refused.chain(faults).chain(misuses).chain(std::iter::once(BUG))
}

impl From<StorageError> for Error {
    fn from(error: StorageError) -> Self {
        let fault = match &error {
            StorageError::Unavailable(_) => Fault::Unavailable,
            StorageError::Corrupt(_) => Fault::Corrupt,
            StorageError::NewerSchema { .. } => Fault::NewerSchema,
            StorageError::Lost(_) => Fault::Lost,
        };
        Self::storage(fault, error.to_string())
    }
}
