//! What has happened is booked, whatever an account says to it.
//!
//! A request may be refused; an outcome never. Where an account is frozen, closed or too full for what a
//! channel did, `suspense` takes the account's side, and a case asks people to look at it.

use super::account::{self, Account, AccountKey, Purpose};
use super::hold::{Hold, HoldState};
use super::posting::{Booking, Resolution, book, resolve};
use super::transfer::TransferKind;
use crate::case::{CaseKind, open_case};
use crate::engine::{Stop, View};
use crate::error::Refused;
use crate::id::TransferId;
use crate::money::Money;

/// Why something is booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// Somebody asks for it: it may be refused.
    Request,
    /// It has happened.
    Outcome,
}

impl Cause {
    /// Moves the amount at once.
    pub(crate) fn book(self, on: &mut View<'_>, booking: &Booking) -> Result<TransferId, Stop> {
        if self == Self::Request {
            return book(on, booking);
        }
        match on.attempt(|on| book(on, booking)) {
            Err(Stop::Refused(refused)) => in_suspense(on, booking, refused),
            other => other,
        }
    }

    /// Posts all (`None`) or so many minor units of a hold; the rest is released.
    pub(crate) fn post(
        self,
        on: &mut View<'_>,
        hold: TransferId,
        part: Option<i64>,
        kind: TransferKind,
    ) -> Result<TransferId, Stop> {
        if self == Self::Request {
            return resolve(on, hold, Resolution::Post(part), kind);
        }
        match on.attempt(|on| resolve(on, hold, Resolution::Post(part), kind)) {
            Err(Stop::Refused(refused)) => {
                resolve(on, hold, Resolution::Void, kind)?;
                let held = on.get::<Hold>(hold)?;
                let currency = on.get::<Account>(held.debit)?.currency;
                let booking = Booking {
                    id: None,
                    debit: held.debit,
                    credit: held.credit,
                    amount: Money::new(part.unwrap_or(held.amount), currency),
                    kind,
                    subject: held.subject,
                    reference: None,
                    metadata: None,
                    effective_at: None,
                };
                in_suspense(on, &booking, refused)
            }
            other => other,
        }
    }
}

/// Books with `suspense` on the side whose account cannot be posted to, and opens a case about it.
fn in_suspense(on: &mut View<'_>, booking: &Booking, refused: Refused) -> Result<TransferId, Stop> {
    let key = AccountKey::platform(Purpose::Suspense, booking.amount.currency());
    let suspense = account::open(on, &key)?.id;
    let instead =
        [Booking { credit: suspense, ..booking.clone() }, Booking { debit: suspense, ..booking.clone() }];
    for booking in instead {
        match on.attempt(|on| book(on, &booking)) {
            Ok(transfer) => {
                let subject = booking.subject.unwrap_or(transfer.to_bytes());
                let detail = format!("{} is in suspense: {refused}", booking.amount);
                open_case(on, CaseKind::Suspense, subject, Some(transfer), detail)?;
                return Ok(transfer);
            }
            Err(Stop::Refused(_)) => {}
            Err(stop) => return Err(stop),
        }
    }
    Err(refused.into())
}

/// Releases a hold whose time has passed; says whether there was anything to do.
pub(crate) fn expire(on: &mut View<'_>, id: TransferId) -> Result<bool, Stop> {
    let Some(hold) = on.find::<Hold>(id)? else { return Ok(false) };
    if hold.state != HoldState::Open || hold.due_at.is_none_or(|due_at| due_at > on.now()) {
        return Ok(false);
    }
    resolve(on, id, Resolution::Expire, TransferKind::GENERAL)?;
    Ok(true)
}
