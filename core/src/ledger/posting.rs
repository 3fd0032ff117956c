//! How a transfer is booked: what may stop it, and what it does to the two balances.

use super::account::{Account, AccountState, Side};
use super::balance::{Balance, Figures};
use super::commands::freeze_account::Sides;
use super::hold::{Hold, HoldEvent, HoldState};
use super::transfer::{Phase, Transfer, TransferKind};
use crate::defect::{Defect, planted};
use crate::engine::{Stop, View};
use crate::error::{Code, Refused, refused};
use crate::id::{AccountId, TransferId};
use crate::limits;
use crate::metadata::Metadata;
use crate::money::Money;
use crate::time::Timestamp;
use std::sync::Arc;

/// What is to be booked.
#[derive(Clone, Debug)]
pub(crate) struct Booking {
    /// `None` makes one.
    pub(crate) id: Option<TransferId>,
    pub(crate) debit: AccountId,
    pub(crate) credit: AccountId,
    pub(crate) amount: Money,
    pub(crate) kind: TransferKind,
    pub(crate) subject: Option<[u8; 16]>,
    pub(crate) reference: Option<String>,
    pub(crate) metadata: Option<Metadata>,
    /// When it counts; `None` from when it is recorded.
    pub(crate) effective_at: Option<Timestamp>,
}

/// What tells a resolving transfer from others; its accounts and amount come from the hold.
#[derive(Clone, Debug)]
pub(crate) struct Like {
    pub(crate) id: Option<TransferId>,
    pub(crate) kind: TransferKind,
    pub(crate) reference: Option<String>,
    pub(crate) metadata: Option<Metadata>,
    /// When it counts; `None` from when it is recorded.
    pub(crate) effective_at: Option<Timestamp>,
}

impl From<TransferKind> for Like {
    fn from(kind: TransferKind) -> Self {
        Self { id: None, kind, reference: None, metadata: None, effective_at: None }
    }
}

/// How a hold is resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Resolution {
    /// All of it (`None`) or so many minor units; the rest is released.
    Post(Option<i64>),
    Void,
    /// Its time has passed.
    Expire,
}

/// What a transfer adds to the sums of both sides.
#[derive(Clone, Copy, Debug, Default)]
struct Movement {
    posted: i64,
    pending: i64,
    /// What the same command has just released of a hold on the debit and on the credit account: held again,
    /// it breaks no bound worse.
    released: (i64, i64),
}

/// Moves the amount at once.
pub(crate) fn book(on: &mut View<'_>, booking: &Booking) -> Result<TransferId, Stop> {
    let movement = Movement { posted: booking.amount.minor(), ..Movement::default() };
    enter(on, booking, Phase::Posted, None, movement)
}

/// Holds the amount until it is resolved, or until `expires_at`.
pub(crate) fn reserve(
    on: &mut View<'_>,
    booking: &Booking,
    expires_at: Option<Timestamp>,
) -> Result<TransferId, Stop> {
    limits::until("a hold", expires_at, on.now())?;
    hold(on, booking, expires_at, (0, 0))
}

/// Holds an amount in the place of a hold that the same command has resolved. Both together break no bound
/// unless they make a breach worse.
pub(crate) fn reserve_instead(
    on: &mut View<'_>,
    booking: &Booking,
    resolved: TransferId,
) -> Result<TransferId, Stop> {
    let before = on.get::<Hold>(resolved)?;
    let free = before.amount.saturating_sub(before.posted);
    let of = |before: AccountId, now: AccountId| if before == now { free } else { 0 };
    hold(on, booking, None, (of(before.debit, booking.debit), of(before.credit, booking.credit)))
}

fn hold(
    on: &mut View<'_>,
    booking: &Booking,
    expires_at: Option<Timestamp>,
    released: (i64, i64),
) -> Result<TransferId, Stop> {
    let movement = Movement { pending: booking.amount.minor(), released, posted: 0 };
    let id = enter(on, booking, Phase::Pending, None, movement)?;
    let hold = Hold {
        id,
        debit: booking.debit,
        credit: booking.credit,
        amount: booking.amount.minor(),
        posted: 0,
        state: HoldState::Open,
        expires_at,
        due_at: expires_at,
        subject: booking.subject,
    };
    on.begin(hold, HoldEvent::Reserved)?;
    Ok(id)
}

/// Resolves a hold, once.
pub(crate) fn resolve(
    on: &mut View<'_>,
    hold: TransferId,
    how: Resolution,
    like: impl Into<Like>,
) -> Result<TransferId, Stop> {
    let held = on.get::<Hold>(hold)?;
    if held.state != HoldState::Open {
        return Err(refused!(Code::HoldNotOpen, "the hold {hold} was already {}", held.state).into());
    }
    let (phase, event, posted) = match how {
        Resolution::Void => (Phase::VoidsPending, HoldEvent::WasVoided, 0),
        Resolution::Expire => (Phase::ExpiresPending, HoldEvent::TimedOut, 0),
        Resolution::Post(part) => {
            if held.due_at.is_some_and(|due_at| due_at <= on.now()) {
                return Err(refused!(Code::HoldExpired, "the time of the hold {hold} has passed").into());
            }
            let part = part.unwrap_or(held.amount);
            if part > held.amount {
                let amount = held.amount;
                return Err(refused!(
                    Code::ExceedsHold,
                    "{part} minor units asked, the hold {hold} holds {amount}"
                )
                .into());
            }
            (Phase::PostsPending, HoldEvent::WasPosted, part)
        }
    };
    let currency = on.get::<Account>(held.debit)?.currency;
    let Like { id, kind, reference, metadata, effective_at } = like.into();
    let (debit, credit, subject) = (held.debit, held.credit, held.subject);
    let amount = Money::new(if posted > 0 { posted } else { held.amount }, currency);
    let booking = Booking { id, debit, credit, amount, kind, subject, reference, metadata, effective_at };
    let kept = how == Resolution::Expire && planted(Defect::ExpiryKeepsMoney);
    let pending = if kept { 0 } else { held.amount.saturating_neg() };
    let movement = Movement { posted, pending, ..Movement::default() };
    let id = enter(on, &booking, phase, Some(hold), movement)?;
    on.advance::<Hold>(hold, event, |hold| {
        hold.posted = posted;
        hold.due_at = None;
    })?;
    Ok(id)
}

/// Moves as much of the amount as the bounds of these sides allow; refused where that is nothing.
pub(crate) fn book_within(
    on: &mut View<'_>,
    booking: Booking,
    within: Sides,
) -> Result<(TransferId, Money), Stop> {
    let amount = room(on, &booking, within)?;
    let id = book(on, &Booking { amount, ..booking })?;
    Ok((id, amount))
}

fn room(on: &mut View<'_>, booking: &Booking, within: Sides) -> Result<Money, Stop> {
    let (debit, credit) = parties(on, booking, Phase::Posted)?;
    let most = booking.amount;
    let mut amount = i128::from(most.minor());
    for (account, side) in [(debit, Side::Debit), (credit, Side::Credit)] {
        let asked = if side == Side::Debit { within.debits() } else { within.credits() };
        if !asked {
            continue;
        }
        let id = account.id;
        let figures = on.find::<Balance>(account.balance_id(on.lane()))?;
        let normal = account.purpose.side();
        let figures = figures.map_or(Figures::zero(normal), |balance| balance.figures(normal));
        let (room, code) = if side == normal {
            let most = account.max_balance.map(i128::from);
            (most.map(|most| most.saturating_sub(figures.ceiling())), Code::BalanceLimitExceeded)
        } else {
            let least = account.min_available.map(i128::from);
            (least.map(|least| figures.available().saturating_sub(least)), Code::InsufficientFunds)
        };
        let Some(room) = room else { continue };
        if room <= 0 {
            return Err(
                refused!(code, "the bounds of the account {id} leave nothing of {most} to move").into()
            );
        }
        amount = amount.min(room);
    }
    // It is at most `most`.
    Ok(Money::new(i64::try_from(amount).unwrap_or(most.minor()), most.currency()))
}

/// Both accounts, if they may be posted to.
fn parties(on: &mut View<'_>, booking: &Booking, phase: Phase) -> Result<(Arc<Account>, Arc<Account>), Stop> {
    if booking.debit == booking.credit {
        return Err(
            refused!(Code::SameAccount, "debit and credit are both the account {}", booking.debit).into()
        );
    }
    // Both are asked for before either may be missing: one load brings both.
    let (debit, credit) = (on.get::<Account>(booking.debit), on.get::<Account>(booking.credit));
    let (debit, credit) = (debit?, credit?);
    for account in [&debit, &credit] {
        let (currency, amount) = (account.currency, booking.amount);
        if currency != amount.currency() {
            let id = account.id;
            return Err(refused!(
                Code::CurrencyMismatch,
                "{amount} on the account {id}, which is in {currency}"
            )
            .into());
        }
    }
    if phase != Phase::VoidsPending && phase != Phase::ExpiresPending {
        may_post(&debit, Side::Debit)?;
        may_post(&credit, Side::Credit)?;
    }
    Ok((debit, credit))
}

/// Checks and writes one transfer.
fn enter(
    on: &mut View<'_>,
    booking: &Booking,
    phase: Phase,
    hold: Option<TransferId>,
    movement: Movement,
) -> Result<TransferId, Stop> {
    if !booking.amount.is_positive() {
        return Err(Stop::Bug(format!("{} is booked, which is not above zero", booking.amount)));
    }
    let (debit, credit) = parties(on, booking, phase)?;
    let debited = moved(on, &debit, Side::Debit, movement);
    let credited = moved(on, &credit, Side::Credit, movement);
    let ((mut debited, debit_after), (mut credited, credit_after)) = (debited?, credited?);
    // After this line nothing may fail.
    let id = match booking.id {
        Some(id) => id,
        None => on.new_id()?,
    };
    let position = on.next_position();
    let transfer = Transfer {
        position,
        id,
        debit: debit.id,
        credit: credit.id,
        amount: booking.amount.minor(),
        phase,
        kind: booking.kind,
        subject: booking.subject,
        hold,
        reference: booking.reference.clone(),
        effective_at: booking.effective_at,
        recorded_at: on.now(),
        debit_before: debited.newest.replace(position).filter(|_| !planted(Defect::LinkDropped)),
        debit_after,
        credit_before: credited.newest.replace(position),
        credit_after,
        metadata: booking.metadata.clone(),
    };
    store(on, debited)?;
    store(on, credited)?;
    on.append(transfer);
    Ok(id)
}

fn may_post(account: &Account, side: Side) -> Result<(), Refused> {
    let stands = match (account.state, side) {
        _ if planted(Defect::FreezeIgnored) => return Ok(()),
        (AccountState::Open, _)
        | (AccountState::DebitsFrozen, Side::Credit)
        | (AccountState::CreditsFrozen, Side::Debit) => return Ok(()),
        (state, _) => state,
    };
    Err(refused!(Code::AccountNotOpen, "the account {} is {stands}", account.id))
}

/// The balance of this lane after the movement, with its net; refused where a bound would be broken, or
/// broken worse.
fn moved(on: &mut View<'_>, account: &Account, side: Side, by: Movement) -> Result<(Balance, i64), Stop> {
    let id = account.balance_id(on.lane());
    let before = on.find::<Balance>(id)?;
    let lane = if account.purpose.is_guarded() { 0 } else { on.lane() };
    let mut after = before.as_deref().cloned().unwrap_or_else(|| Balance::zero(id, account.id, lane));
    let mut earlier = after.figures(account.purpose.side());
    match side {
        Side::Debit => {
            earlier.pending_debits = earlier.pending_debits.saturating_add(i128::from(by.released.0));
        }
        Side::Credit => {
            earlier.pending_credits = earlier.pending_credits.saturating_add(i128::from(by.released.1));
        }
    }
    let (posted, pending) = match side {
        Side::Debit => (&mut after.debits, &mut after.pending_debits),
        Side::Credit => (&mut after.credits, &mut after.pending_credits),
    };
    *posted = posted.saturating_add(i128::from(by.posted));
    *pending = pending.saturating_add(i128::from(by.pending));
    after.transfers = after.transfers.saturating_add(1);
    let later = after.figures(account.purpose.side());
    if let Some(least) = account.min_available
        && later.available() < earlier.available()
        && later.available() < i128::from(least)
        && !planted(Defect::BoundIgnored)
    {
        let available = earlier.available().saturating_sub(i128::from(least));
        let asked = earlier.available().saturating_sub(later.available());
        return Err(refused!(
            Code::InsufficientFunds,
            "{asked} minor units of {} asked, the account {} has {available} available",
            account.currency,
            account.id
        )
        .into());
    }
    if let Some(most) = account.max_balance
        && later.ceiling() > earlier.ceiling()
        && later.ceiling() > i128::from(most)
    {
        return Err(refused!(
            Code::BalanceLimitExceeded,
            "the account {} would rise to {} minor units of {}, it may hold {most}",
            account.id,
            later.ceiling(),
            account.currency
        )
        .into());
    }
    let net = i64::try_from(later.balance());
    let net =
        net.map_err(|_| refused!(Code::AmountTooLarge, "the account {} would hold too much", account.id))?;
    Ok((after, net))
}

fn store(on: &mut View<'_>, balance: Balance) -> Result<(), Stop> {
    if let Some(mark) = balance.mark().filter(|_| !planted(Defect::MarkForgotten)) {
        on.insert(mark)?;
    }
    on.put(balance)
}
