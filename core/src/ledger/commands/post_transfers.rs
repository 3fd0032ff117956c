//! Post transfers.

use super::by_accountant;
use super::close_books::{are_open, has_passed};
use crate::command::{Output, command, same_content};
use crate::engine::{Stop, View};
use crate::error::{Code, Refused, refused};
use crate::id::TransferId;
use crate::ledger::posting::{self, Booking, Resolution};
use crate::ledger::{
    Account, Balance, Booked, Hold, NewTransfer, Phase, Posted, Posting, Transfer, TransferKind,
};
use crate::limits;
use crate::money::Money;
use minicbor::{Decoder, Encoder};
use std::convert::Infallible;

command! {
    /// Posts transfers, each with its own result; chained ones stand or fall together.
    ///
    /// The command itself is refused only where its list or its actor is; what stops one transfer is that
    /// transfer's result. One whose id names a transfer that is there already, and that asks for the same, is
    /// not posted again: it is answered as `repeated`. Refusals of transfers, in order: `invalid_value`,
    /// `books_closed`, `amount_must_be_positive`, `amount_too_large`, `same_account`, `not_found`,
    /// `currency_mismatch`, `account_not_open`, `insufficient_funds`, `balance_limit_exceeded`,
    /// `hold_not_open`, `hold_expired`, `exceeds_hold`, `id_reused`, `chain_failed`.
    pub struct PostTransfers = 2 "post_transfers", repeated by Ids, answers Posted {
        /// The transfers, in order.
        1 transfers: Vec<NewTransfer>,
    }
    refuses [InvalidValue, NotPermitted]
}

impl PostTransfers {
    /// These transfers.
    pub fn new(transfers: impl Into<Vec<NewTransfer>>) -> Self {
        Self { transfers: transfers.into() }
    }

    fn names_all_ids(&self) -> bool {
        self.transfers.iter().all(|transfer| transfer.id.is_some())
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Posted, Stop> {
        limits::list("transfers", self.transfers.len(), limits::TRANSFERS)?;
        if self.transfers.last().is_some_and(|last| last.chained) {
            return Err(refused!(
                Code::InvalidValue,
                "the last transfer is chained to a next one that is missing"
            )
            .into());
        }
        by_accountant(on)?;
        let mut results = Vec::with_capacity(self.transfers.len());
        let mut missing = false;
        for chain in self.transfers.split_inclusive(|transfer| !transfer.chained) {
            match post_chain(on, chain) {
                Ok(booked) => results.extend(booked),
                // Gone through to the end, so that one load brings all that is looked up.
                Err(Stop::Missing) => missing = true,
                Err(stop) => return Err(stop),
            }
        }
        if missing {
            self.load(on)?;
            return Err(Stop::Missing);
        }
        Ok(Posted { results })
    }

    /// Asks for everything at once: holds, then accounts, then balances.
    fn load(&self, on: &mut View<'_>) -> Result<(), Stop> {
        let holds: Vec<TransferId> = self.transfers.iter().filter_map(NewTransfer::hold).collect();
        on.want::<Hold>(holds.iter().copied())?;
        let mut accounts = Vec::with_capacity(self.transfers.len().saturating_mul(2));
        for transfer in &self.transfers {
            match &transfer.posting {
                Posting::Posted { debit, credit, .. }
                | Posting::Pending { debit, credit, .. }
                | Posting::Balancing { debit, credit, .. } => accounts.extend([*debit, *credit]),
                Posting::PostPending { pending, .. } | Posting::VoidPending { pending } => {
                    let hold = on.find::<Hold>(*pending)?;
                    accounts.extend(hold.iter().flat_map(|hold| [hold.debit, hold.credit]));
                }
            }
        }
        accounts.sort_unstable();
        accounts.dedup();
        on.want::<Account>(accounts.iter().copied())?;
        let mut balances = Vec::with_capacity(accounts.len());
        for id in accounts {
            let account = on.find::<Account>(id)?;
            balances.extend(account.map(|account| account.balance_id(on.lane())));
        }
        on.want::<Balance>(balances)
    }
}

/// The results of one chain: all posted, or the first refusal and `chain_failed` for the others.
fn post_chain(on: &mut View<'_>, chain: &[NewTransfer]) -> Result<Vec<Result<Booked, Refused>>, Stop> {
    if let [single] = chain {
        return match post(on, single) {
            Ok(booked) => Ok(vec![Ok(booked)]),
            Err(Stop::Refused(refused)) => Ok(vec![Err(refused)]),
            Err(stop) => Err(stop),
        };
    }
    let mut failed = 0;
    let posted = on.attempt(|on| {
        let mut booked = Vec::with_capacity(chain.len());
        for (place, transfer) in chain.iter().enumerate() {
            failed = place;
            booked.push(Ok(post(on, transfer)?));
        }
        Ok(booked)
    });
    match posted {
        Err(Stop::Refused(refused)) => {
            // What stands in the way may be one before it that is there already and is counted twice.
            on.want_transfers(chain.iter().take(failed).filter_map(|transfer| transfer.id))?;
            let others =
                refused!(Code::ChainFailed, "transfer {} of its chain was refused", failed.saturating_add(1));
            let result = |place| Err(if place == failed { refused.clone() } else { others.clone() });
            Ok((0..chain.len()).map(result).collect())
        }
        other => other,
    }
}

fn post(on: &mut View<'_>, new: &NewTransfer) -> Result<Booked, Stop> {
    if let Some(existing) = new.id.and_then(|id| on.met_transfer(id)).cloned() {
        return new.repeats(on, &existing);
    }
    if let Some(id) = new.id
        && on.remembers::<Hold>(id)
        && let Some(existing) = on.look_up_transfer(id)?.cloned()
    {
        return new.repeats(on, &existing);
    }
    match post_new(on, new) {
        // What stands in the way may be the transfer's own first posting.
        Err(Stop::Refused(refused)) => {
            match new.id.map(|id| on.look_up_transfer(id)).transpose()?.flatten().cloned() {
                Some(existing) => new.repeats(on, &existing),
                None => Err(refused.into()),
            }
        }
        other => other,
    }
}

fn post_new(on: &mut View<'_>, new: &NewTransfer) -> Result<Booked, Stop> {
    limits::optional_text("reference", new.reference.as_ref(), limits::TEXT_BYTES)?;
    if new.kind != TransferKind::GENERAL && new.kind.0 < TransferKind::FIRST_OF_HOST {
        let (kind, first) = (new.kind.0, TransferKind::FIRST_OF_HOST);
        return Err(
            refused!(Code::InvalidValue, "kind {kind} is the engine's; yours begin at {first}").into()
        );
    }
    effective(on, new)?;
    match &new.posting {
        Posting::Posted { amount, .. }
        | Posting::Pending { amount, .. }
        | Posting::Balancing { most: amount, .. } => limits::amount(amount.minor())?,
        Posting::PostPending { amount: Some(part), .. } => limits::amount(part.minor())?,
        Posting::PostPending { .. } | Posting::VoidPending { .. } => {}
    }
    let booking = |debit, credit, amount| Booking {
        id: new.id,
        debit,
        credit,
        amount,
        kind: new.kind,
        subject: None,
        reference: new.reference.clone(),
        metadata: new.metadata.clone(),
        effective_at: new.effective_at,
    };
    let like = || posting::Like {
        id: new.id,
        kind: new.kind,
        reference: new.reference.clone(),
        metadata: new.metadata.clone(),
        effective_at: new.effective_at,
    };
    let id = match new.posting {
        Posting::Balancing { debit, credit, most, within } => {
            let (id, moved) = posting::book_within(on, booking(debit, credit, most), within)?;
            return Ok(Booked { id, moved: Some(moved), repeated: false });
        }
        Posting::Posted { debit, credit, amount } => posting::book(on, &booking(debit, credit, amount)),
        Posting::Pending { debit, credit, amount, expires_at } => {
            posting::reserve(on, &booking(debit, credit, amount), expires_at)
        }
        Posting::PostPending { pending, amount } => {
            by_hand(on, pending, amount)?;
            posting::resolve(on, pending, Resolution::Post(amount.map(Money::minor)), like())
        }
        Posting::VoidPending { pending } => {
            by_hand(on, pending, None)?;
            posting::resolve(on, pending, Resolution::Void, like())
        }
    }?;
    Ok(Booked { id, moved: None, repeated: false })
}

/// What counts from an earlier moment must move money.
fn effective(on: &mut View<'_>, new: &NewTransfer) -> Result<(), Stop> {
    let moves = !matches!(new.posting, Posting::Pending { .. } | Posting::VoidPending { .. });
    if new.effective_at.is_some() && !moves {
        let why = "only what moves money counts from a moment of its own; a hold is made or released now";
        return Err(refused!(Code::InvalidValue, "{why}").into());
    }
    has_passed(on, new.effective_at)?;
    are_open(on, new.effective_at)
}

/// A hold that a payment or refund made is resolved by it alone.
fn by_hand(on: &mut View<'_>, pending: TransferId, amount: Option<Money>) -> Result<(), Stop> {
    let hold = on.get::<Hold>(pending)?;
    if hold.subject.is_some() {
        return Err(refused!(Code::NotPermitted, "the hold {pending} belongs to a payment or refund").into());
    }
    let currency = on.get::<Account>(hold.debit)?.currency;
    match amount.filter(|amount| amount.currency() != currency) {
        Some(amount) => Err(refused!(Code::CurrencyMismatch, "{amount} of a hold in {currency}").into()),
        None => Ok(()),
    }
}

impl NewTransfer {
    const fn hold(&self) -> Option<TransferId> {
        match self.posting {
            Posting::PostPending { pending, .. } | Posting::VoidPending { pending } => Some(pending),
            Posting::Posted { .. } | Posting::Pending { .. } | Posting::Balancing { .. } => None,
        }
    }

    /// The id of the existing transfer if this is it again; refused with the first field that differs.
    fn repeats(&self, on: &mut View<'_>, existing: &Transfer) -> Result<Booked, Stop> {
        let currency = on.get::<Account>(existing.debit)?.currency;
        let hold = on.find::<Hold>(existing.hold.unwrap_or(existing.id))?;
        let lasts = hold.as_ref().and_then(|hold| hold.expires_at);
        let held = hold.map(|hold| Money::new(hold.amount, currency));
        let booked = Money::new(existing.amount, currency);
        let (phase, accounts, amount, until) = match self.posting {
            Posting::Posted { debit, credit, amount } => {
                (Phase::Posted, Some((debit, credit)), Some(amount), lasts)
            }
            Posting::Pending { debit, credit, amount, expires_at } => {
                (Phase::Pending, Some((debit, credit)), Some(amount), expires_at)
            }
            Posting::PostPending { amount, .. } => (Phase::PostsPending, None, amount.or(held), lasts),
            Posting::VoidPending { .. } => (Phase::VoidsPending, None, None, lasts),
            Posting::Balancing { debit, credit, most, .. } => {
                let moved =
                    (most.currency() == currency && existing.amount <= most.minor()).then_some(booked);
                (Phase::Posted, Some((debit, credit)), Some(moved.unwrap_or(most)), lasts)
            }
        };
        let differs = [
            ("posting", phase != existing.phase),
            ("hold", self.hold() != existing.hold),
            ("debit", accounts.is_some_and(|(debit, _)| debit != existing.debit)),
            ("credit", accounts.is_some_and(|(_, credit)| credit != existing.credit)),
            ("amount", amount.is_some_and(|amount| amount != booked)),
            ("expiry", until != lasts),
            ("kind", self.kind != existing.kind),
            ("reference", self.reference != existing.reference),
            ("metadata", self.metadata != existing.metadata),
            ("effective_at", self.effective_at != existing.effective_at),
        ];
        same_content(existing.id, &differs)?;
        let moved = matches!(self.posting, Posting::Balancing { .. }).then_some(booked);
        Ok(Booked { id: existing.id, moved, repeated: true })
    }
}

impl Output for Posted {
    fn keep(&self, e: &mut Encoder<Vec<u8>>) -> Result<(), minicbor::encode::Error<Infallible>> {
        e.encode(&self.results).map(|_| ())
    }

    fn recall(d: &mut Decoder<'_>, _: &mut View<'_>) -> Result<Self, Stop> {
        let results = d.decode().map_err(Stop::undecodable)?;
        Ok(Self { results })
    }
}
