//! What a payment does to the books, and what an outcome does to a payment.

use super::{CaptureKind, CaptureMode, Method, Part, Payment, PaymentEvent, PaymentState};
use crate::case::{CaseKind, open_case};
use crate::engine::{Stop, View};
use crate::id::{AccountId, PaymentId};
use crate::ledger::{self, AccountKey, Booking, Owner, Purpose, TransferKind};
use crate::merchant::FeePlan;
use crate::money::Money;
use crate::operation::{Operation, OperationKind};
use crate::order;

/// Where the money of a payment comes from.
pub(super) fn source(on: &mut View<'_>, payment: &Payment) -> Result<AccountId, Stop> {
    let currency = payment.amount.currency();
    let key = match (&payment.method, payment.payer) {
        (Method::Channel(name), _) => AccountKey::channel(name, currency),
        (Method::Wallet, Some(payer)) => AccountKey::user(payer, Purpose::Wallet, currency),
        (Method::Wallet, None) => return Err(Stop::Bug("a wallet payment without a payer".to_owned())),
    };
    Ok(ledger::open(on, &key)?.id)
}

/// Where it goes.
pub(super) fn destination(on: &mut View<'_>, payment: &Payment) -> Result<AccountId, Stop> {
    let currency = payment.amount.currency();
    let key = match payment.receiver {
        Owner::Merchant(merchant) => AccountKey::merchant(merchant, Purpose::MerchantPending, currency),
        Owner::User(user) => AccountKey::user(user, Purpose::Wallet, currency),
        Owner::Platform => return Err(Stop::Bug("a payment to the platform itself".to_owned())),
    };
    Ok(ledger::open(on, &key)?.id)
}

/// The transfer of an amount from the payment's source to its destination.
pub(crate) fn way(on: &mut View<'_>, payment: &Payment, amount: i64) -> Result<Booking, Stop> {
    Ok(Booking {
        id: None,
        debit: source(on, payment)?,
        credit: destination(on, payment)?,
        amount: Money::new(amount, payment.amount.currency()),
        kind: TransferKind::CAPTURE,
        subject: Some(payment.id.to_bytes()),
        reference: None,
    })
}

/// Books a capture: the money, then the fee. A pending transfer of the payment is posted as far as the
/// capture goes; where more may come, the rest is reserved anew.
pub(super) fn capture(on: &mut View<'_>, id: PaymentId, amount: i64, kind: CaptureKind) -> Result<(), Stop> {
    let payment = on.get::<Payment>(id)?;
    let rest = payment.authorised.saturating_sub(payment.captured).saturating_sub(amount);
    let mut hold = None;
    match payment.hold {
        None => {
            let booking = way(on, &payment, amount)?;
            ledger::book(on, &booking)?;
        }
        Some(pending) => {
            let like = (None, TransferKind::CAPTURE, None);
            ledger::resolve(on, pending, ledger::Resolution::Post(Some(amount)), like)?;
            if kind == CaptureKind::MoreMayCome && rest > 0 {
                let booking = way(on, &payment, rest)?;
                hold = Some(ledger::reserve(on, &booking, None)?);
            }
        }
    }
    let fee = take_fee(on, &payment, amount)?;
    on.change::<Part>(Payment::part(id, 1), |part| {
        part.captured = part.captured.saturating_add(amount);
        part.fee = part.fee.saturating_add(fee);
    })?;
    on.change::<Payment>(id, |payment| {
        payment.captured = payment.captured.saturating_add(amount);
        payment.hold = hold;
        if kind == CaptureKind::Last {
            // What was authorised beyond that is released.
            payment.authorised = payment.captured;
        }
    })?;
    let Some(order) = payment.order else { return Ok(()) };
    order::paid(on, order, amount)?;
    if kind == CaptureKind::Last && rest > 0 { order::released(on, order, rest) } else { Ok(()) }
}

/// Books what the part's fee rises to with this capture, less what was taken; answers it in minor units.
fn take_fee(on: &mut View<'_>, payment: &Payment, amount: i64) -> Result<i64, Stop> {
    let part = on.get::<Part>(Payment::part(payment.id, 1))?;
    let Some(plan) = part.fee_plan else { return Ok(0) };
    let plan = on.get::<FeePlan>(plan)?;
    let captured = Money::new(part.captured.saturating_add(amount), payment.amount.currency());
    let whole = plan.fee(captured).map_err(|error| Stop::Bug(format!("the fee of {captured}: {error}")))?;
    let fee = whole.minor().saturating_sub(part.fee);
    if fee > 0 {
        let booking = Booking {
            id: None,
            debit: destination(on, payment)?,
            credit: ledger::open(on, &AccountKey::platform(Purpose::FeeIncome, captured.currency()))?.id,
            amount: Money::new(fee, captured.currency()),
            kind: TransferKind::FEE,
            subject: Some(payment.id.to_bytes()),
            reference: None,
        };
        ledger::book(on, &booking)?;
    }
    Ok(fee)
}

/// An operation of the payment succeeded.
pub(crate) fn succeeded(on: &mut View<'_>, operation: &Operation) -> Result<(), Stop> {
    let payment = on.get::<Payment>(operation.payment)?;
    let amount = operation.amount.minor();
    if payment.operation != Some(operation.id) {
        return late_success(on, &payment, operation);
    }
    on.change::<Payment>(payment.id, |payment| payment.operation = None)?;
    match operation.kind {
        OperationKind::Sale => {
            on.advance::<Payment>(payment.id, PaymentEvent::WasCaptured, |payment| {
                payment.authorised = amount;
                payment.taken_by = Some(operation.id);
            })?;
            capture(on, payment.id, amount, CaptureKind::Last)
        }
        OperationKind::Authorise => {
            on.advance::<Payment>(payment.id, PaymentEvent::WasAuthorised, |payment| {
                payment.authorised = amount;
                payment.authorised_by = Some(operation.id);
            })?;
            Ok(())
        }
        OperationKind::Capture => {
            on.change::<Payment>(payment.id, |payment| payment.taken_by = Some(operation.id))?;
            captured(on, &payment, amount)
        }
        OperationKind::Refund => Err(Stop::Bug(format!("{} refunds no refund", operation.id))),
    }
}

/// A capture came true.
pub(super) fn captured(on: &mut View<'_>, payment: &Payment, amount: i64) -> Result<(), Stop> {
    let rest = payment.capturable().minor().saturating_sub(amount);
    let last = payment.last_capture == Some(CaptureKind::Last) || rest == 0;
    let (event, kind) = if last {
        (PaymentEvent::CapturedLast, CaptureKind::Last)
    } else {
        (PaymentEvent::CapturedPart, CaptureKind::MoreMayCome)
    };
    on.advance::<Payment>(payment.id, event, |payment| payment.last_capture = None)?;
    capture(on, payment.id, amount, kind)
}

/// A success of an operation that the payment had given up. A capture still counts where the payment waits
/// for one; other money is kept for its payer, and people look at it.
fn late_success(on: &mut View<'_>, payment: &Payment, operation: &Operation) -> Result<(), Stop> {
    let amount = operation.amount.minor();
    let waits = matches!(payment.state, PaymentState::Authorised | PaymentState::PartiallyCaptured);
    if operation.kind == OperationKind::Capture
        && waits
        && payment.operation.is_none()
        && amount <= payment.capturable().minor()
    {
        let change = |payment: &mut Payment| {
            payment.last_capture = operation.capture;
            payment.taken_by = Some(operation.id);
        };
        let payment = on.advance::<Payment>(payment.id, PaymentEvent::CaptureStarted, change)?;
        return captured(on, &payment, amount);
    }
    let mut transfer = None;
    if crate::operation::takes_money(operation.kind) {
        let currency = operation.amount.currency();
        let booking = Booking {
            id: None,
            debit: ledger::open(on, &AccountKey::channel(operation.channel.clone(), currency))?.id,
            credit: ledger::open(on, &AccountKey::platform(Purpose::PayerRefundable, currency))?.id,
            amount: operation.amount,
            kind: TransferKind::UNWANTED_SUCCESS,
            subject: Some(payment.id.to_bytes()),
            reference: None,
        };
        transfer = Some(ledger::book(on, &booking)?);
        on.change::<Payment>(payment.id, |payment| {
            payment.unwanted = payment.unwanted.saturating_add(amount)
        })?;
    }
    let detail = format!(
        "{} of {} succeeded at {} after {} was {}",
        operation.kind, operation.amount, operation.channel, payment.id, payment.state
    );
    open_case(on, CaseKind::UnwantedSuccess, operation.id.to_bytes(), transfer, detail)
}

/// An operation of the payment was declined or failed.
pub(crate) fn not_done(on: &mut View<'_>, operation: &Operation, reason: &str) -> Result<(), Stop> {
    let payment = on.get::<Payment>(operation.payment)?;
    if payment.operation != Some(operation.id) {
        return Ok(());
    }
    if operation.kind == OperationKind::Capture {
        let event = if payment.captured == 0 {
            PaymentEvent::FirstCaptureRefused
        } else {
            PaymentEvent::LaterCaptureRefused
        };
        let change = |payment: &mut Payment| {
            (payment.operation, payment.last_capture) = (None, None);
            payment.failure = Some(reason.to_owned());
        };
        return on.advance::<Payment>(payment.id, event, change).map(|_| ());
    }
    if let Some(hold) = payment.hold {
        ledger::resolve(on, hold, ledger::Resolution::Void, (None, TransferKind::CAPTURE, None))?;
    }
    on.advance::<Payment>(payment.id, PaymentEvent::DeclinedForGood, |payment| {
        (payment.operation, payment.hold) = (None, None);
        payment.failure = Some(reason.to_owned());
    })?;
    match payment.order {
        Some(order) => order::released(on, order, payment.amount.minor()),
        None => Ok(()),
    }
}

/// What kind of call to the channel a confirmation makes.
pub(super) const fn confirming(capture: CaptureMode) -> OperationKind {
    match capture {
        CaptureMode::Automatic => OperationKind::Sale,
        CaptureMode::Manual => OperationKind::Authorise,
    }
}
