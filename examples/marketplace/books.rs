//! What the engine's books say: parts, refunds and what is owed, each checked against the others.

use crate::failure::Failure;
use crate::figures::{MerchantFigures, Tally};
use crate::invoice::Kind;
use crate::orders::Orders;
use crate::pages::each;
use crate::table::pounds;
use paywright::{
    AccountKey, Currency, Engine, Merchant, MerchantId, Owner, Part, PaymentId, Purpose, Refund, RefundId,
    RefundState,
};
use std::collections::HashMap;

/// The books of all merchants, in pounds.
#[derive(Debug, Default)]
struct Books {
    merchants: HashMap<MerchantId, MerchantFigures>,
    /// What parts say was refunded of their payments.
    refunded: HashMap<PaymentId, i64>,
    /// Refunds that succeeded, and what they gave back.
    refunds: HashMap<RefundId, i64>,
}

impl Tally {
    /// Reads the books.
    ///
    /// # Errors
    /// [`Failure::Books`] where parts, refunds, balances and the order file do not agree.
    pub fn of_books(engine: &Engine, orders: &Orders) -> Result<Self, Failure> {
        let books = Books::read(engine)?;
        let mut tally = Self { refunds: count(books.refunds.len()), ..Self::default() };
        let mut merchants = Vec::new();
        each(engine, |merchant: Merchant| merchants.push(merchant))?;
        for Merchant { id, name, .. } in merchants {
            let mut figures = books.merchants.get(&id).copied().unwrap_or_default();
            figures.owed = pending(engine, id)?;
            let expected = figures.captured.saturating_sub(figures.fees).saturating_sub(figures.refunded);
            if figures.owed != expected {
                let (owed, expected) = (pounds(figures.owed), pounds(expected));
                let what = format!("{name} is owed {owed}, and its parts make {expected}");
                return Err(Failure::Books(what));
            }
            tally.merchants.insert(name, figures);
        }
        for refund in orders.invoices.iter().filter(|invoice| invoice.kind() == Kind::Refund) {
            let ids = orders.paid_before(refund).map(|paid| refund.refund_of(paid));
            let placed: i64 = ids.filter_map(|id| books.refunds.get(&id)).sum();
            tally.refuse(refund.total.saturating_neg().saturating_sub(placed));
        }
        match tally.difference(&Self::expected(orders)) {
            None => Ok(tally),
            Some(difference) => Err(Failure::Books(difference)),
        }
    }
}

impl Books {
    fn read(engine: &Engine) -> Result<Self, Failure> {
        let mut books = Self::default();
        each(engine, |part: Part| books.take_part(&part))?;
        let mut of_payments: HashMap<PaymentId, i64> = HashMap::new();
        each(engine, |refund: Refund| {
            if refund.state == RefundState::Succeeded {
                let amount = refund.amount.minor();
                books.refunds.insert(refund.id, amount);
                let sum = of_payments.entry(refund.payment).or_default();
                *sum = sum.saturating_add(amount);
            }
        })?;
        let differs = |payment: &PaymentId| books.refunded.get(payment) != of_payments.get(payment);
        match books.refunded.keys().chain(of_payments.keys()).find(|payment| differs(payment)) {
            None => Ok(books),
            Some(payment) => {
                let what = format!("the refunds of {payment} are not what its part says was refunded");
                Err(Failure::Books(what))
            }
        }
    }

    fn take_part(&mut self, part: &Part) {
        let Owner::Merchant(merchant) = part.receiver else { return };
        let paid = MerchantFigures {
            payments: u64::from(part.captured > 0),
            captured: part.captured,
            fees: part.fee,
            refunded: part.refunded,
            owed: 0,
        };
        let figures = self.merchants.entry(merchant).or_default();
        *figures = figures.plus(&paid);
        if part.refunded != 0 {
            self.refunded.insert(part.payment, part.refunded);
        }
    }
}

/// What a merchant is owed: the balance of its pending account.
fn pending(engine: &Engine, merchant: MerchantId) -> Result<i64, Failure> {
    let account = AccountKey::merchant(merchant, Purpose::MerchantPending, Currency::GBP).id();
    let balance = engine.balance(account)?.map_or(0, |figures| figures.balance());
    let too_much = |_| Failure::Books(format!("{merchant} is owed {balance}, more than can be counted"));
    i64::try_from(balance).map_err(too_much)
}

fn count(items: usize) -> u64 {
    u64::try_from(items).unwrap_or(u64::MAX)
}
