//! Amounts, rates, currencies, ids and metadata: what people write, read by the engine's own rules.

use crate::fault::Fault;
use crate::telling::{Teller, told};
use paywright::shape::IdSpec;
use paywright::{AccountKey, Currency, Figures, Metadata, Money, MoneyError, Rate, Side};

/// A text is as long as its type needs, and a little longer to be told what is wrong with it.
const SHOWN: usize = 40;

/// Minor units of an amount that is written in whole units: 1850 for "18.50" of EUR.
///
/// # Errors
/// `invalid_amount`, `amount_overflow`, `too_many_decimals`, `unknown_currency` and their like.
#[uniffi::export]
pub fn minor_units(amount: String, currency: String) -> Result<i64, Fault> {
    let currency: Currency = currency.parse().map_err(unreadable)?;
    let money: Money = format!("{amount} {currency}").parse().map_err(unreadable)?;
    Ok(money.minor())
}

/// How many decimals the amounts of a currency have.
///
/// # Errors
/// `unknown_currency`, `invalid_asset`.
#[uniffi::export]
pub fn exponent(currency: String) -> Result<u8, Fault> {
    Ok(currency.parse::<Currency>().map_err(unreadable)?.exponent())
}

/// A rate as commands carry it.
///
/// # Errors
/// `invalid_rate`.
#[uniffi::export]
pub fn rate(factor: String) -> Result<Vec<u8>, Fault> {
    let mut teller = Teller::new();
    teller.value(factor.parse::<Rate>().map_err(unreadable)?);
    Ok(teller.into_bytes())
}

fn unreadable(error: MoneyError) -> Fault {
    Fault::value(error.code(), error)
}

/// JSON as the engine keeps it.
///
/// # Errors
/// `invalid_metadata`.
#[uniffi::export]
pub fn canonical_metadata(json: String) -> Result<String, Fault> {
    let metadata = Metadata::parse(&json).map_err(|error| Fault::value("invalid_metadata", error))?;
    Ok(metadata.as_str().to_owned())
}

/// The text of an id.
///
/// # Errors
/// `invalid_id`: there are no such ids, or it is not sixteen bytes, or these are zero.
#[uniffi::export]
pub fn id_text(prefix: String, bytes: Vec<u8>) -> Result<String, Fault> {
    let wrong = |_| Fault::value("invalid_id", format!("an id has sixteen bytes, not {}", bytes.len()));
    let bytes: [u8; 16] = bytes.as_slice().try_into().map_err(wrong)?;
    if bytes == [0; 16] {
        return Err(Fault::value("invalid_id", "an id of sixteen zero bytes stands for nothing"));
    }
    Ok(id_spec(&prefix)?.text(bytes))
}

/// The bytes of an id.
///
/// # Errors
/// `invalid_id`: the text is no id, or one of another type.
#[uniffi::export]
pub fn id_bytes(prefix: String, text: String) -> Result<Vec<u8>, Fault> {
    let read = id_spec(&prefix)?.read(&text);
    let shown: String = text.chars().take(SHOWN).collect();
    let wrong = |error| Fault::value("invalid_id", format!("{shown:?}: {error}"));
    Ok(read.map_err(wrong)?.to_vec())
}

/// The bytes of the id for a natural key of the caller.
///
/// # Errors
/// `invalid_id`: there are no such ids.
#[uniffi::export]
pub fn derived_id(prefix: String, natural_key: String) -> Result<Vec<u8>, Fault> {
    Ok(id_spec(&prefix)?.derived(&natural_key).to_vec())
}

fn id_spec(prefix: &str) -> Result<&'static IdSpec, Fault> {
    let spec = paywright::catalogue::ids().find(|spec| spec.prefix == prefix);
    spec.ok_or_else(|| Fault::value("invalid_id", format!("no ids begin with {prefix:?}")))
}

/// The id of the account with this key.
///
/// # Errors
/// `unreadable`.
#[uniffi::export]
pub fn account_id(key: Vec<u8>) -> Result<Vec<u8>, Fault> {
    let key: AccountKey = minicbor::decode(&key).map_err(|error| Fault::value("unreadable", error))?;
    Ok(told(&key.id()))
}

/// What follows from an account's four sums, debits and credits before what is pending of each: its balance,
/// what is available of it, and its ceiling.
///
/// # Errors
/// `unreadable`.
#[uniffi::export]
pub fn figures(is_debit_side: bool, sums: Vec<String>) -> Result<Vec<String>, Fault> {
    let read = |text: &String| text.parse::<i128>().map_err(|error| Fault::value("unreadable", error));
    let sums = sums.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let &[debits, credits, pending_debits, pending_credits] = sums.as_slice() else {
        return Err(Fault::value("unreadable", format!("there are four sums, not {}", sums.len())));
    };
    let side = if is_debit_side { Side::Debit } else { Side::Credit };
    let figures = Figures { side, debits, credits, pending_debits, pending_credits };
    let all = [figures.balance(), figures.available(), figures.ceiling()];
    Ok(all.iter().map(ToString::to_string).collect())
}
