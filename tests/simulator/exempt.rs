//! Outcomes that no simulated world comes to, each with its reason.

use paywright::{Code, Fault};

/// A malformed, foreign or extreme value in each field of each command is the sweep's: here people err in
/// what they ask for, not in how it is written.
pub const SWEPT: &[Code] = &[
    Code::InvalidValue,
    Code::NotFound,
    Code::IdReused,
    Code::AmountMustBePositive,
    Code::AmountTooLarge,
    Code::CurrencyMismatch,
    Code::UnknownAsset,
];

/// What the world can do to an engine in other stories only.
pub const FAULTS: &[(Fault, &str)] = &[
    (Fault::NewerSchema, "no later release writes here"),
    (Fault::RulesVersionTooOld, "no engine of a later release is there to raise the rules"),
    (Fault::RulesVersionUnsupported, "nobody reads what a later release wrote"),
    (Fault::ReplayDiffers, "nothing is imported"),
    (Fault::NoFreeLane, "a thousand writers would have to be alive"),
    (Fault::Busy, "one thread asks at a time"),
    (Fault::Lost, "no other SQLite library is in the process, and nobody moves a file"),
];

/// Refusals of single commands that these worlds do not lead to.
pub const CELLS: &[(&str, Code, &str)] = &[
    ("exchange_currency", Code::RateMismatch, "both amounts follow from the rate"),
    ("start_payment", Code::TooManyPayments, "nobody pays one order so often"),
    ("review_payment", Code::SelfReview, "the clerk who confirms is no reviewer"),
    ("increment_authorisation", Code::AccountNotOpen, "few authorisations rest on a wallet that is frozen"),
    ("answer_challenge", Code::BalanceLimitExceeded, "few receivers are full when the payer comes back"),
    ("review_payment", Code::BalanceLimitExceeded, "few receivers are full when the reviewer comes"),
    ("reroute_refund", Code::BalanceLimitExceeded, "a wallet that is full is seldom the one that is chosen"),
];

/// Commands that these worlds never accept anew.
pub const NEVER_NEW: &[(&str, &str)] = &[("raise_rules", "no engine of a later release is there")];

/// Commands of which a repeat is known by its key alone: under another one the state refuses it, or it is
/// done anew.
pub const NEVER_UNCHANGED: &[&str] = &[
    "freeze_account",
    "unfreeze_account",
    "close_account",
    "activate_merchant",
    "suspend_merchant",
    "cancel_order",
    "attach_method",
    "confirm_payment",
    "answer_challenge",
    "review_payment",
    "cancel_payment",
    "capture_payment",
    "increment_authorisation",
    "void_payment",
    "release_rest",
    "approve_refund",
    "reject_refund",
    "withdraw_refund",
    "retry_refund",
    "reroute_refund",
    "give_up_refund",
    "close_refund",
    "retry_reversal",
    "close_case",
];
