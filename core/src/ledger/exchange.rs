//! Exchanges of one currency for another.

use super::account::{AccountKey, Purpose, open};
use super::posting::{Booking, book};
use super::transfer::TransferKind;
use crate::engine::{Stop, View};
use crate::error::{Code, Refused, refused};
use crate::id::{AccountId, ExchangeId, TransferId};
use crate::metadata::Metadata;
use crate::money::{Money, Rate, Rounding};
use crate::storage::record;
use crate::time::Timestamp;

record! {
    /// Money of one currency exchanged for money of another. Each leg goes through `fx_position` in its own
    /// currency; what was booked is kept with its rate and never computed again.
    pub struct Exchange = 20 "exchanges" kept by Journal {
        /// Its id.
        id: ExchangeId,
        /// Account debited.
        1 debit: AccountId,
        /// Account credited.
        2 credit: AccountId,
        /// What was debited, in the currency of that account.
        3 debited: Money,
        /// What was credited, in the currency of that account.
        4 credited: Money,
        /// Whole units of the credited currency for one whole unit of the debited one.
        5 rate: Rate,
        /// The transfer from the debited account to `fx_position`.
        6 out: TransferId,
        /// The transfer from `fx_position` to the credited account.
        7 back: TransferId,
        /// When it counts, where that is before it was recorded.
        8 effective_at: Option<Timestamp>,
        /// The caller's own reference.
        9 reference: Option<String>,
        /// What the host keeps with it.
        10 metadata: Option<Metadata>,
    }
    ; never changes
}

/// What is to be exchanged.
#[derive(Clone, Debug)]
pub(super) struct NewExchange {
    pub(super) id: ExchangeId,
    pub(super) debit: AccountId,
    pub(super) credit: AccountId,
    pub(super) debited: Money,
    pub(super) credited: Money,
    pub(super) rate: Rate,
    pub(super) effective_at: Option<Timestamp>,
    pub(super) reference: Option<String>,
    pub(super) metadata: Option<Metadata>,
}

/// The amounts are of two currencies and agree with the rate, however it was rounded to a minor unit.
pub(super) fn agrees(debited: Money, credited: Money, rate: Rate) -> Result<(), Refused> {
    if debited.currency() == credited.currency() {
        let currency = debited.currency();
        return Err(refused!(Code::InvalidValue, "{currency} for {currency} is no exchange"));
    }
    let worth = |rounding| rate.convert(debited, credited.currency(), rounding);
    let (Ok(least), Ok(most)) = (worth(Rounding::Down), worth(Rounding::Up)) else {
        return Err(refused!(Code::InvalidValue, "{debited} cannot be exchanged at a rate of {rate}"));
    };
    if (least.minor()..=most.minor()).contains(&credited.minor()) {
        return Ok(());
    }
    Err(refused!(Code::RateMismatch, "{debited} at {rate} are {least}, not {credited}"))
}

/// Books both legs.
pub(super) fn exchange(on: &mut View<'_>, new: NewExchange) -> Result<Exchange, Stop> {
    let mut leg = |amount: Money, other: AccountId, is_out: bool| -> Result<TransferId, Stop> {
        let position = AccountKey::platform(Purpose::FxPosition, amount.currency());
        let position = open(on, &position)?.id;
        let (debit, credit) = if is_out { (other, position) } else { (position, other) };
        let booking = Booking {
            id: None,
            debit,
            credit,
            amount,
            kind: TransferKind::EXCHANGE,
            subject: Some(new.id.to_bytes()),
            reference: new.reference.clone(),
            metadata: None,
            effective_at: new.effective_at,
        };
        book(on, &booking)
    };
    let out = leg(new.debited, new.debit, true)?;
    let back = leg(new.credited, new.credit, false)?;
    let NewExchange { id, debit, credit, debited, credited, rate, effective_at, reference, metadata } = new;
    let exchange =
        Exchange { id, debit, credit, debited, credited, rate, out, back, effective_at, reference, metadata };
    on.insert(exchange).map(|exchange| Exchange::clone(&exchange))
}
