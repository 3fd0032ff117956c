//! Every bound on outside input, in one table.

use crate::error::{Code, Refused, refused};
use crate::time::Timestamp;

/// One bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// What it bounds.
    pub name: &'static str,
    /// The greatest value allowed.
    pub most: usize,
    /// What is counted, and why so many.
    pub doc: &'static str,
}

macro_rules! limits {
    ($($(#[doc = $doc:literal])* $name:ident = $most:literal,)*) => {
        $($(#[doc = $doc])* pub const $name: usize = $most;)*
        /// All bounds.
        pub const ALL: &[Limit] =
            &[$(Limit { name: stringify!($name), most: $most, doc: $crate::shape::prose!($($doc),*) },)*];
    };
}

limits! {
    /// Bytes of an idempotency key.
    KEY_BYTES = 64,
    /// Bytes of a name: of a merchant, an operator, a worker, a channel, a scope.
    NAME_BYTES = 128,
    /// Bytes of a reference or a reason.
    TEXT_BYTES = 256,
    /// Bytes of a raw answer of a channel; what is longer is cut at a character.
    RAW_ANSWER_BYTES = 1_024,
    /// Bytes of what a channel needs the payer to do: an address, or what a QR code holds.
    ACTION_BYTES = 2_048,
    /// Payments of one order, failed ones too.
    ORDER_PAYMENTS = 100,
    /// Times that one payment may be sent to a channel.
    ATTEMPTS = 10,
    /// Tries that a payer has at a challenge.
    CHALLENGE_TRIES = 3,
    /// Bytes of metadata, as it is kept.
    METADATA_BYTES = 4_096,
    /// Bytes of metadata as it comes, with room for spaces and escapes.
    METADATA_TEXT_BYTES = 32_768,
    /// Lists and objects of metadata that stand in each other, itself included.
    METADATA_DEPTH = 4,
    /// Requests of one batch.
    BATCH_REQUESTS = 10_000,
    /// Bytes of all commands of one batch, encoded: 64 MiB.
    BATCH_BYTES = 67_108_864,
    /// Requests that callers on several threads commit at once; a call of more is committed by itself.
    GROUP_REQUESTS = 1_024,
    /// Calls that wait for an engine.
    WAITING_CALLS = 1_024,
    /// Bytes of all commands that wait for an engine, encoded: 256 MiB.
    WAITING_BYTES = 268_435_456,
    /// Transfers of one command.
    TRANSFERS = 10_000,
    /// Effects of one claim or recovery.
    EFFECTS = 1_000,
    /// Keys that one command forgets.
    FORGOTTEN_KEYS = 2_000,
    /// Seconds that an idempotency key is kept at least: 30 days.
    KEY_SECONDS = 2_592_000,
    /// Roles of one operator.
    ROLES = 8,
    /// Rows of a page.
    PAGE_ROWS = 1_000,
    /// Rows that one page of a statement or of accounts looks at: with a filter, a page may come out short.
    PAGE_LOOKS_AT = 10_000,
    /// Bytes of a cursor's text.
    CURSOR_BYTES = 1_024,
    /// Bytes of a cut's text: room for 1,023 lanes.
    CUT_BYTES = 131_072,
    /// Events of a page of the feed.
    FEED_EVENTS = 1_000,
    /// Bytes of the entries of a page of the feed, beyond its first event: 16 MiB.
    FEED_BYTES = 16_777_216,
    /// Bytes of a line of an import: 128 MiB, room for the longest entry that there can be.
    IMPORT_LINE_BYTES = 134_217_728,
    /// Seconds that a hold or an authorisation may last: five years.
    HOLD_SECONDS = 157_680_000,
    /// Seconds of a policy's time: for a review, or until an order is finished: five years.
    POLICY_SECONDS = 157_680_000,
    /// Seconds that an authorisation lasts unless something else is asked for: a week.
    AUTHORISATION_SECONDS = 604_800,
    /// Seconds that an effect may be claimed for: a day.
    LEASE_SECONDS = 86_400,
    /// Digits of a public key's text, behind its scheme: an uncompressed point of P-256.
    PUBLIC_KEY_DIGITS = 130,
    /// Bytes of a signature as a signer gives it: two integers of P-256 in DER.
    SIGNATURE_BYTES = 72,
    /// Bytes of the id of a key that copies are sealed with.
    SEAL_KEY_ID_BYTES = 64,
    /// Findings of one table that `verify` lists; it counts the rest.
    FINDINGS = 20,
}

/// The oldest moment that a transfer may count from: the beginning of 1900.
pub const OLDEST: Timestamp = Timestamp::from_micros(-2_208_988_800_000_000);

/// Minor units booked at once: a thousand million million.
pub const AMOUNT_MINOR: i64 = 1_000_000_000_000_000;

/// A text from outside: at most so many bytes, not blank, without control characters.
pub(crate) fn text(what: &str, text: &str, most: usize) -> Result<(), Refused> {
    if text.trim().is_empty() {
        return Err(refused!(Code::InvalidValue, "the {what} is empty"));
    }
    if text.len() > most {
        return Err(refused!(
            Code::InvalidValue,
            "the {what} has {} bytes; at most {most} are kept",
            text.len()
        ));
    }
    match text.chars().find(|character| character.is_control()) {
        Some(character) => Err(refused!(
            Code::InvalidValue,
            "the {what} holds the control character U+{:04X}",
            u32::from(character)
        )),
        None => Ok(()),
    }
}

/// The same for a text that may be left out.
pub(crate) fn optional_text(what: &str, given: Option<&String>, most: usize) -> Result<(), Refused> {
    given.map_or(Ok(()), |given| text(what, given, most))
}

/// A time from outside until which something lasts: in the future, and at most five years away.
pub(crate) fn until(what: &str, until: Option<Timestamp>, now: Timestamp) -> Result<(), Refused> {
    let Some(until) = until else { return Ok(()) };
    let latest = now.plus_seconds(i64::try_from(HOLD_SECONDS).unwrap_or(i64::MAX));
    if until > now && until <= latest {
        return Ok(());
    }
    Err(refused!(Code::InvalidValue, "{what} until {until} does not lie within five years after {now}"))
}

/// A moment from outside that is not older than any books that are kept: not before 1900.
pub(crate) fn past(what: &str, moment: Timestamp) -> Result<(), Refused> {
    if moment >= OLDEST {
        return Ok(());
    }
    Err(refused!(Code::InvalidValue, "{what} lies before {OLDEST}"))
}

/// Seconds from outside: between one and so many.
pub(crate) fn seconds(what: &str, seconds: Option<u32>, most: usize) -> Result<(), Refused> {
    let Some(seconds) = seconds else { return Ok(()) };
    if seconds > 0 && usize::try_from(seconds).is_ok_and(|seconds| seconds <= most) {
        return Ok(());
    }
    Err(refused!(Code::InvalidValue, "{what} of {seconds} s is not between 1 s and {most} s"))
}

/// The bytes of a text from outside in hexadecimal digits, at most so many digits; `None` where it is no such
/// text.
pub(crate) fn hex(text: &str, most: usize) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    if digits.is_empty() || digits.len() > most || !digits.len().is_multiple_of(2) {
        return None;
    }
    let digit = |digit: u8| char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    digits
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
            _ => None,
        })
        .collect()
}

/// A list from outside: between one and so many items.
pub(crate) fn list(what: &str, len: usize, most: usize) -> Result<(), Refused> {
    if len == 0 {
        return Err(refused!(Code::InvalidValue, "the list of {what} is empty"));
    }
    if len > most {
        return Err(refused!(Code::InvalidValue, "{len} {what} at once; at most {most} are taken"));
    }
    Ok(())
}

/// An amount that is to be booked.
pub(crate) fn amount(minor: i64) -> Result<(), Refused> {
    if minor <= 0 {
        return Err(refused!(
            Code::AmountMustBePositive,
            "the amount is {minor} minor units; it must be above zero"
        ));
    }
    if minor > AMOUNT_MINOR {
        return Err(refused!(
            Code::AmountTooLarge,
            "the amount is {minor} minor units; at most {AMOUNT_MINOR} are booked at once"
        ));
    }
    Ok(())
}
