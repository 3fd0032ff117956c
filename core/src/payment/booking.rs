//! What a capture does to the books: the money, the fee, and what stays reserved.

use super::{CaptureKind, Method, Part, Payment, PaymentEvent, advance, change};
use crate::defect::{Defect, planted};
use crate::engine::{Stop, View};
use crate::id::{AccountId, PaymentId};
use crate::ledger::{self, AccountKey, Booking, Cause, Owner, Purpose, TransferKind};
use crate::merchant::FeePlan;
use crate::money::Money;
use crate::order;

/// Where the money of a payment comes from.
fn source(on: &mut View<'_>, payment: &Payment) -> Result<AccountId, Stop> {
    let currency = payment.amount.currency();
    let key = match (&payment.method, payment.payer) {
        (Some(Method::Channel(name)), _) => AccountKey::channel(name, currency),
        (Some(Method::Wallet), Some(payer)) => AccountKey::user(payer, Purpose::Wallet, currency),
        (Some(Method::Wallet), None) => return Err(Stop::Bug("a wallet payment without a payer".to_owned())),
        (None, _) => return Err(Stop::Bug("a payment is booked before it has a method".to_owned())),
    };
    Ok(ledger::open(on, &key)?.id)
}

/// Where it goes.
pub(crate) fn destination(on: &mut View<'_>, payment: &Payment) -> Result<AccountId, Stop> {
    let currency = payment.amount.currency();
    let key = match payment.receiver {
        Owner::Merchant(merchant) => AccountKey::merchant(merchant, Purpose::MerchantPending, currency),
        Owner::User(user) => AccountKey::user(user, Purpose::Wallet, currency),
        Owner::Platform => return Err(Stop::Bug("a payment to the platform itself".to_owned())),
    };
    Ok(ledger::open(on, &key)?.id)
}

/// A transfer that the payment causes.
pub(super) fn booking(
    payment: &Payment,
    (debit, credit): (AccountId, AccountId),
    amount: i64,
    kind: TransferKind,
) -> Booking {
    Booking {
        id: None,
        debit,
        credit,
        amount: Money::new(amount, payment.amount.currency()),
        kind,
        subject: Some(payment.id.to_bytes()),
        reference: None,
        metadata: None,
        effective_at: None,
    }
}

/// The transfer of an amount from the payment's source to its destination.
pub(crate) fn way(on: &mut View<'_>, payment: &Payment, amount: i64) -> Result<Booking, Stop> {
    let (debit, credit) = (source(on, payment)?, destination(on, payment)?);
    Ok(booking(payment, (debit, credit), amount, TransferKind::CAPTURE))
}

/// A capture came true: from a wallet because it was asked for, at a channel because it happened.
pub(super) fn captured(on: &mut View<'_>, payment: &Payment, amount: i64, cause: Cause) -> Result<(), Stop> {
    let rest = payment.capturable().minor().saturating_sub(amount);
    let last = payment.last_capture == Some(CaptureKind::Last) || rest == 0;
    let (event, kind) = if last {
        (PaymentEvent::CapturedLast, CaptureKind::Last)
    } else {
        (PaymentEvent::CapturedPart, CaptureKind::MoreMayCome)
    };
    advance(on, payment.id, event, |payment| payment.last_capture = None)?;
    capture(on, payment.id, (amount, kind), cause)
}

/// Books a capture: the money, then the fee. A pending transfer of the payment is posted as far as the
/// capture goes; where more may come, the rest is reserved anew.
pub(super) fn capture(
    on: &mut View<'_>,
    id: PaymentId,
    (amount, kind): (i64, CaptureKind),
    cause: Cause,
) -> Result<(), Stop> {
    let payment = on.get::<Payment>(id)?;
    let rest = payment.authorised.saturating_sub(payment.captured).saturating_sub(amount);
    let mut hold = None;
    match payment.hold {
        None => {
            let booking = way(on, &payment, amount)?;
            cause.book(on, &booking)?;
        }
        Some(pending) => {
            cause.post(on, pending, Some(amount), TransferKind::CAPTURE)?;
            if kind == CaptureKind::MoreMayCome && rest > 0 {
                let booking = way(on, &payment, rest)?;
                hold = Some(ledger::reserve_instead(on, &booking, pending)?);
            }
        }
    }
    let fee = take_fee(on, &payment, amount, cause)?;
    let part = on.change::<Part>(Payment::part(id, 1), |part| {
        part.captured = part.captured.saturating_add(amount);
        part.fee = part.fee.saturating_add(fee);
    })?;
    change(on, id, |payment| {
        payment.captured = payment.captured.saturating_add(amount);
        payment.hold = hold;
        if kind == CaptureKind::Last {
            // What was authorised beyond that is released.
            payment.authorised = payment.captured;
        }
    })?;
    if part.refunded > 0 {
        adjust_fee(on, id)?;
    }
    let Some(order) = payment.order else { return Ok(()) };
    order::paid(on, order, amount)?;
    if kind == CaptureKind::Last && rest > 0 { order::released(on, order, rest) } else { Ok(()) }
}

/// Books what the part's fee rises to with this capture, less what was taken; answers it in minor units.
fn take_fee(on: &mut View<'_>, payment: &Payment, amount: i64, cause: Cause) -> Result<i64, Stop> {
    let part = on.get::<Part>(Payment::part(payment.id, 1))?;
    let Some(plan) = part.fee_plan else { return Ok(0) };
    let plan = on.get::<FeePlan>(plan)?;
    let captured = Money::new(part.captured.saturating_add(amount), payment.amount.currency());
    let whole = plan.fee(captured).map_err(|error| Stop::Bug(format!("the fee of {captured}: {error}")))?;
    let taken = if planted(Defect::FeeFromNothing) { 0 } else { part.fee };
    let fee = whole.minor().saturating_sub(taken);
    if fee > 0 {
        let there = fee_way(on, payment)?;
        cause.book(on, &booking(payment, there, fee, TransferKind::FEE))?;
    }
    Ok(fee)
}

/// From whoever is paid to the platform's income.
fn fee_way(on: &mut View<'_>, payment: &Payment) -> Result<(AccountId, AccountId), Stop> {
    let income = AccountKey::platform(Purpose::FeeIncome, payment.amount.currency());
    Ok((destination(on, payment)?, ledger::open(on, &income)?.id))
}

/// What is captured or refunded of the payment has changed: what is returned of its fee follows, as the plan
/// of its start says.
pub(crate) fn adjust_fee(on: &mut View<'_>, id: PaymentId) -> Result<(), Stop> {
    let payment = on.get::<Payment>(id)?;
    let part = on.get::<Part>(Payment::part(id, 1))?;
    let Some(plan) = part.fee_plan else { return Ok(()) };
    let plan = on.get::<FeePlan>(plan)?;
    let currency = payment.amount.currency();
    let [captured, refunded, fee] =
        [part.captured, part.refunded, part.fee].map(|minor| Money::new(minor, currency));
    let due = plan.returned(captured, refunded, fee);
    let due = due.map_err(|error| Stop::Bug(format!("the fee to return of {fee}: {error}")))?.minor();
    let more = due.saturating_sub(part.fee_returned);
    if more == 0 {
        return Ok(());
    }
    let (payee, income) = fee_way(on, &payment)?;
    let booking = if more > 0 {
        booking(&payment, (income, payee), more, TransferKind::FEE_RETURN)
    } else {
        booking(&payment, (payee, income), more.saturating_neg(), TransferKind::FEE_RETAKEN)
    };
    Cause::Outcome.book(on, &booking)?;
    on.change::<Part>(part.id, |part| part.fee_returned = due).map(|_| ())
}
