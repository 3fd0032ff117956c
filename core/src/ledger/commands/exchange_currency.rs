//! Exchange one currency for another.

use super::by_accountant;
use super::close_books::{are_open, has_passed};
use crate::command::{command, same_content};
use crate::engine::{Stop, View};
use crate::id::{AccountId, ExchangeId};
use crate::ledger::exchange::{self, Exchange, NewExchange};
use crate::limits;
use crate::metadata::Metadata;
use crate::money::{Money, Rate};
use crate::time::Timestamp;

command! {
    /// Debits one account in its currency and credits another in its own, both through `fx_position`. The
    /// caller says both amounts and the rate; they must agree to the minor unit, however it was rounded
    /// ([`Rate::convert`]), and are kept as they were booked.
    ///
    /// What the platform gains or loses stays in `fx_position` until it is posted to `fx_gain_loss`.
    pub struct ExchangeCurrency = 9 "exchange_currency", repeated by Id, answers Exchange {
        /// The exchange's id; made where it is left out.
        1 id: Option<ExchangeId>,
        /// Account to debit.
        2 debit: AccountId,
        /// Account to credit.
        3 credit: AccountId,
        /// What to debit, in the currency of that account.
        4 debited: Money,
        /// What to credit, in the currency of that account.
        5 credited: Money,
        /// Whole units of the credited currency for one whole unit of the debited one.
        6 rate: Rate,
        /// When it counts, where that is before it is recorded.
        7 effective_at: Option<Timestamp>,
        /// The caller's own reference, at most 256 bytes.
        8 reference: Option<String>,
        /// What the host keeps with it.
        9 metadata: Option<Metadata>,
    }
    refuses [
        InvalidValue, AmountMustBePositive, AmountTooLarge, RateMismatch, NotPermitted, IdReused,
        BooksClosed, UnknownAsset, NotFound, SameAccount, CurrencyMismatch, AccountNotOpen, InsufficientFunds,
        BalanceLimitExceeded,
    ]
}

impl ExchangeCurrency {
    /// So much of one account for so much on another, at a rate.
    #[must_use]
    pub const fn new(debit: (AccountId, Money), credit: (AccountId, Money), rate: Rate) -> Self {
        let ((debit, debited), (credit, credited)) = (debit, credit);
        let (id, effective_at, reference, metadata) = (None, None, None, None);
        Self { id, debit, credit, debited, credited, rate, effective_at, reference, metadata }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Exchange, Stop> {
        limits::optional_text("reference", self.reference.as_ref(), limits::TEXT_BYTES)?;
        limits::amount(self.debited.minor())?;
        limits::amount(self.credited.minor())?;
        exchange::agrees(self.debited, self.credited, self.rate)?;
        has_passed(on, self.effective_at)?;
        by_accountant(on)?;
        if let Some(id) = self.id
            && let Some(exchange) = on.find::<Exchange>(id)?
        {
            self.repeats(&exchange)?;
            return Ok(Exchange::clone(&exchange));
        }
        are_open(on, self.effective_at)?;
        let new = NewExchange {
            id: on.id_or_new(self.id)?,
            debit: self.debit,
            credit: self.credit,
            debited: self.debited,
            credited: self.credited,
            rate: self.rate,
            effective_at: self.effective_at,
            reference: self.reference.clone(),
            metadata: self.metadata.clone(),
        };
        exchange::exchange(on, new)
    }

    fn repeats(&self, there: &Exchange) -> Result<(), Stop> {
        let differs = [
            ("debit", self.debit != there.debit),
            ("credit", self.credit != there.credit),
            ("debited", self.debited != there.debited),
            ("credited", self.credited != there.credited),
            ("rate", self.rate != there.rate),
            ("effective_at", self.effective_at != there.effective_at),
            ("reference", self.reference != there.reference),
            ("metadata", self.metadata != there.metadata),
        ];
        Ok(same_content(there.id, &differs)?)
    }
}
