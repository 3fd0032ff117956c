//! Money that moved at a channel and that no payment rests on: kept for its payer and given back, charged
//! back, given again.

use super::booking::{booking, captured, destination};
use super::closing::{close, is_wanted, wind_up};
use super::{Part, Payment, PaymentEvent, PaymentState, advance, change};
use crate::case::{CaseKind, open_case};
use crate::engine::{Stop, View};
use crate::id::{AccountId, OperationId, TransferId};
use crate::ledger::{self, Account, AccountKey, Balance, Cause, Owner, Purpose, TransferKind};
use crate::operation::{self, Operation, OperationKind, OperationState};

fn receivable(on: &mut View<'_>, operation: &Operation) -> Result<AccountId, Stop> {
    let key = AccountKey::channel(operation.channel.clone(), operation.amount.currency());
    Ok(ledger::open(on, &key)?.id)
}

fn of_platform(on: &mut View<'_>, purpose: Purpose, operation: &Operation) -> Result<AccountId, Stop> {
    Ok(ledger::open(on, &AccountKey::platform(purpose, operation.amount.currency()))?.id)
}

/// Books what an operation moved, between two accounts that take every outcome.
fn book(
    on: &mut View<'_>,
    payment: &Payment,
    accounts: (AccountId, AccountId),
    operation: &Operation,
    kind: TransferKind,
) -> Result<TransferId, Stop> {
    Cause::Outcome.book(on, &booking(payment, accounts, operation.amount.minor(), kind))
}

/// A success that the payment does not rest on: what was taken is kept for its payer, and the channel is
/// asked to undo it.
pub(super) fn keep_for_payer(
    on: &mut View<'_>,
    payment: &Payment,
    operation: &Operation,
) -> Result<(), Stop> {
    if operation.kind.takes_money() {
        enter_payer_refundable(on, payment, operation)?;
    }
    operation::reverse(on, operation)
}

/// A success of an operation that the payment had given up. A capture still counts where the payment waits
/// for one, and so does a void; everything else is undone.
pub(super) fn late(on: &mut View<'_>, payment: &Payment, operation: &Operation) -> Result<(), Stop> {
    let amount = operation.amount.minor();
    let waits = matches!(payment.state, PaymentState::Authorised | PaymentState::PartiallyCaptured)
        && payment.operation.is_none();
    match operation.kind {
        OperationKind::Capture if waits && amount <= payment.capturable().minor() => {
            let payment = advance(on, payment.id, PaymentEvent::CaptureStarted, |payment| {
                payment.last_capture = operation.capture;
                payment.taken_by = Some(operation.id);
            })?;
            captured(on, &payment, amount, Cause::Outcome)?;
            if is_wanted(on, &payment)? { Ok(()) } else { wind_up(on, payment.id) }
        }
        OperationKind::Void => voided_late(on, payment, operation),
        _ => keep_for_payer(on, payment, operation),
    }
}

/// The channel has given the authorisation up after all.
fn voided_late(on: &mut View<'_>, payment: &Payment, operation: &Operation) -> Result<(), Stop> {
    match payment.state {
        PaymentState::Authorised if payment.operation.is_none() => {
            advance(on, payment.id, PaymentEvent::VoidStarted, |_| {})?;
            close(on, payment.id, PaymentEvent::WasVoided, None).map(|_| ())
        }
        PaymentState::Voiding => {
            // The void after it is not sent, if nobody took it yet; nothing rests on what comes of it.
            if let Some(second) = payment.operation {
                operation::call_off(on, second)?;
            }
            close(on, payment.id, PaymentEvent::WasVoided, None).map(|_| ())
        }
        PaymentState::PartiallyCaptured if payment.operation.is_none() => {
            close(on, payment.id, PaymentEvent::RestReleased, None).map(|_| ())
        }
        PaymentState::Authorised | PaymentState::PartiallyCaptured | PaymentState::Capturing => {
            let (id, state) = (operation.id, payment.state);
            let detail = format!("{id} gave {} up after all, which is {state}", payment.id);
            open_case(on, CaseKind::ContradictingOutcome, id.to_bytes(), None, detail)
        }
        _ => Ok(()),
    }
}

/// A channel gave back to the payer what an operation had taken in vain. Another reversal of it is not sent,
/// if nobody took it yet.
pub(super) fn given_back(on: &mut View<'_>, payment: &Payment, operation: &Operation) -> Result<(), Stop> {
    let Some(original) = operation.original else { return Ok(()) };
    let original = on.get::<Operation>(original)?;
    if let Some(other) = original.reversed_by.filter(|other| *other != operation.id)
        && on.get::<Operation>(other)?.state != OperationState::Succeeded
    {
        operation::call_off(on, other)?;
        on.change::<Operation>(original.id, |one| one.reversed_by = Some(operation.id))?;
    }
    if original.kind.takes_money() { leave_payer_refundable(on, payment, operation) } else { Ok(()) }
}

/// Money that was kept for its payer leaves through the channel. Where it had left before, the platform has
/// given it twice, and people look at it.
fn leave_payer_refundable(on: &mut View<'_>, payment: &Payment, operation: &Operation) -> Result<(), Stop> {
    let amount = operation.amount.minor();
    let receivable = receivable(on, operation)?;
    if payment.unwanted >= amount {
        let accounts = (of_platform(on, Purpose::PayerRefundable, operation)?, receivable);
        book(on, payment, accounts, operation, TransferKind::REVERSAL)?;
        change(on, payment.id, |payment| payment.unwanted = payment.unwanted.saturating_sub(amount))?;
        return Ok(());
    }
    let accounts = (of_platform(on, Purpose::Suspense, operation)?, receivable);
    let transfer = book(on, payment, accounts, operation, TransferKind::REVERSED_TWICE)?;
    let detail = format!("{} gave back {} once more: {}", operation.channel, operation.amount, operation.id);
    open_case(on, CaseKind::GivenBackTwice, operation.id.to_bytes(), Some(transfer), detail)
}

/// A channel took back what it had given back: it is kept for the payer again, or, where it had been given
/// twice, is given once.
pub(super) fn not_given_back_after_all(
    on: &mut View<'_>,
    payment: &Payment,
    operation: &Operation,
) -> Result<(), Stop> {
    let Some(original) = operation.original.filter(|_| operation.kind == OperationKind::Reverse) else {
        return Ok(());
    };
    if !on.get::<Operation>(original)?.kind.takes_money() {
        return Ok(());
    }
    if was_given_otherwise(on, operation)? {
        leave_suspense(on, payment, operation)
    } else {
        enter_payer_refundable(on, payment, operation)
    }
}

/// Whether what this operation was to give back went back another way: the channel took it back itself, or
/// another operation gave it.
pub(super) fn was_given_otherwise(on: &mut View<'_>, operation: &Operation) -> Result<bool, Stop> {
    let Some(original) = operation.original else { return Ok(false) };
    let original = on.get::<Operation>(original)?;
    Ok(original.taken_back_at.is_some() || is_reversed(on, &original, Some(operation.id))?)
}

/// Whether an operation other than `but` gave back what this one had taken in vain.
fn is_reversed(on: &mut View<'_>, operation: &Operation, but: Option<OperationId>) -> Result<bool, Stop> {
    match operation.reversed_by {
        Some(by) if operation.reversed_by != but => {
            Ok(on.get::<Operation>(by)?.state == OperationState::Succeeded)
        }
        _ => Ok(false),
    }
}

/// What a channel took is kept for its payer.
fn enter_payer_refundable(on: &mut View<'_>, payment: &Payment, operation: &Operation) -> Result<(), Stop> {
    let accounts = (receivable(on, operation)?, of_platform(on, Purpose::PayerRefundable, operation)?);
    book(on, payment, accounts, operation, TransferKind::UNWANTED_SUCCESS)?;
    let amount = operation.amount.minor();
    change(on, payment.id, |payment| payment.unwanted = payment.unwanted.saturating_add(amount)).map(|_| ())
}

/// What a channel had given twice it has now given once. Whoever looks into that sees this too.
fn leave_suspense(on: &mut View<'_>, payment: &Payment, operation: &Operation) -> Result<(), Stop> {
    let accounts = (receivable(on, operation)?, of_platform(on, Purpose::Suspense, operation)?);
    let transfer = book(on, payment, accounts, operation, TransferKind::REVERSED_TWICE)?;
    let (id, amount, channel) = (operation.id, operation.amount, &operation.channel);
    let detail = format!("{channel} has {amount} again, which it had given back twice: {id}");
    open_case(on, CaseKind::GivenBackTwice, id.to_bytes(), Some(transfer), detail)
}

/// A channel took back what it had taken from a payer: from whoever was paid. What a wallet does not have any
/// more its user owes to the platform.
pub(super) fn charged_back(on: &mut View<'_>, payment: &Payment, operation: &Operation) -> Result<(), Stop> {
    if let Some(reversal) = operation.reversed_by {
        operation::call_off(on, reversal)?;
        return leave_payer_refundable(on, payment, operation);
    }
    let amount = operation.amount.minor();
    let payee = destination(on, payment)?;
    let receivable = receivable(on, operation)?;
    let (given, owed) = match payment.receiver {
        Owner::User(_) => {
            let given = amount.min(room(on, payee)?);
            (given, amount.saturating_sub(given))
        }
        _ => (amount, 0),
    };
    let kind = TransferKind::TAKEN_BACK;
    if given > 0 {
        Cause::Outcome.book(on, &booking(payment, (payee, receivable), given, kind))?;
    }
    if owed > 0 {
        let owing = of_platform(on, Purpose::UserReceivable, operation)?;
        Cause::Outcome.book(on, &booking(payment, (owing, receivable), owed, kind))?;
    }
    change_taken_back(on, payment, amount, owed)
}

/// What a guarded account can give without breaking its bound, in minor units.
fn room(on: &mut View<'_>, account: AccountId) -> Result<i64, Stop> {
    let account = on.get::<Account>(account)?;
    let Some(balance) = on.find::<Balance>(account.balance_id(on.lane()))? else { return Ok(0) };
    let least = account.min_available.map_or(i128::MIN, i128::from);
    let room = balance.figures(account.purpose.side()).available().saturating_sub(least);
    Ok(i64::try_from(room.max(0)).unwrap_or(i64::MAX))
}

fn change_taken_back(on: &mut View<'_>, payment: &Payment, more: i64, owed: i64) -> Result<(), Stop> {
    on.change::<Part>(Payment::part(payment.id, 1), |part| {
        part.taken_back = part.taken_back.saturating_add(more);
    })?;
    change(on, payment.id, |payment| {
        payment.taken_back = payment.taken_back.saturating_add(more);
        payment.owed_by_payee = payment.owed_by_payee.saturating_add(owed);
    })?;
    Ok(())
}

/// A channel does again what it had taken back.
pub(super) fn restored(on: &mut View<'_>, payment: &Payment, operation: &Operation) -> Result<(), Stop> {
    on.change::<Operation>(operation.id, |one| one.taken_back_at = None)?;
    match operation.kind {
        OperationKind::Reverse => return given_back(on, payment, operation),
        OperationKind::Sale | OperationKind::Capture if is_reversed(on, operation, None)? => {
            return leave_suspense(on, payment, operation);
        }
        OperationKind::Sale | OperationKind::Capture if operation.reversed_by.is_some() => {
            return keep_for_payer(on, payment, operation);
        }
        OperationKind::Sale | OperationKind::Capture => {}
        // Nobody waits for the payer's amount any more, which is reserved again.
        OperationKind::Authorise if operation.reversed_by.is_none() && ended_uncaptured(payment) => {
            return operation::reverse(on, operation);
        }
        _ => return Ok(()),
    }
    let amount = operation.amount.minor();
    let receivable = receivable(on, operation)?;
    let payee = destination(on, payment)?;
    let owed = amount.min(payment.owed_by_payee);
    let rest = amount.saturating_sub(owed);
    let kind = TransferKind::RESTORED;
    if owed > 0 {
        let owing = of_platform(on, Purpose::UserReceivable, operation)?;
        Cause::Outcome.book(on, &booking(payment, (receivable, owing), owed, kind))?;
    }
    if rest > 0 {
        Cause::Outcome.book(on, &booking(payment, (receivable, payee), rest, kind))?;
    }
    change_taken_back(on, payment, amount.saturating_neg(), owed.saturating_neg())
}

const fn ended_uncaptured(payment: &Payment) -> bool {
    matches!(payment.state, PaymentState::Expired | PaymentState::Cancelled | PaymentState::Failed)
}
