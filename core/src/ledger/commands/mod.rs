pub(super) mod change_bounds;
pub(super) mod close_account;
pub(super) mod close_books;
pub(super) mod exchange_currency;
pub(super) mod freeze_account;
pub(super) mod open_account;
pub(super) mod post_transfers;
pub(super) mod unfreeze_account;

use super::{Account, Purpose};
use crate::actor::Role;
use crate::engine::{Stop, View};
use crate::error::{Code, Refused, refused};
use crate::limits;

/// Accounts are the accountants' business.
fn by_accountant(on: &View<'_>) -> Result<(), Stop> {
    if on.actor().may(Role::Accountant) {
        return Ok(());
    }
    Err(refused!(Code::NotPermitted, "{} may not do this; an accountant may", on.actor()).into())
}

/// Bounds that an account of this purpose may have.
fn check_bounds(purpose: Purpose, least: Option<i64>, most: Option<i64>) -> Result<(), Refused> {
    if !purpose.is_guarded() && (least.is_some() || most.is_some()) {
        return Err(refused!(Code::PurposeNotAllowed, "an account for {purpose} takes no bounds"));
    }
    Ok(())
}

/// Bounds that can be counted, the lower not above the upper.
fn check_values(least: Option<i64>, most: Option<i64>) -> Result<(), Refused> {
    let beyond = |bound: &i64| bound.checked_abs().is_none_or(|size| size > limits::AMOUNT_MINOR);
    if [least, most].iter().flatten().any(beyond) {
        let limit = limits::AMOUNT_MINOR;
        return Err(refused!(Code::InvalidValue, "a bound lies beyond {limit} minor units"));
    }
    match (least, most) {
        (Some(least), Some(most)) if least > most => Err(refused!(
            Code::InvalidValue,
            "{least} must stay available and {most} is the most: no balance is both"
        )),
        _ => Ok(()),
    }
}

/// What a channel did must find its account: those that take it are neither frozen nor closed.
fn may_be_stopped(account: &Account) -> Result<(), Refused> {
    let (id, purpose) = (account.id, account.purpose);
    if purpose.takes_outcomes() {
        return Err(refused!(
            Code::PurposeNotAllowed,
            "the account {id} for {purpose} takes what channels did and is never frozen or closed"
        ));
    }
    Ok(())
}
