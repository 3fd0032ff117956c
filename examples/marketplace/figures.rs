//! The figures of a run, and what the file alone says they must be.

use crate::invoice::{Invoice, Kind};
use crate::orders::Orders;
use crate::table::pounds;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::fmt;

/// One merchant's figures, or those of all; amounts in pence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MerchantFigures {
    pub payments: u64,
    pub captured: i64,
    pub fees: i64,
    pub refunded: i64,
    pub owed: i64,
}

impl fmt::Display for MerchantFigures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { payments, .. } = self;
        let [captured, fees, refunded, owed] =
            [self.captured, self.fees, self.refunded, self.owed].map(pounds);
        write!(f, "{payments} payments, {captured} captured, {fees} fees, {refunded} refunded, {owed} owed")
    }
}

impl MerchantFigures {
    /// The figures of both.
    pub const fn plus(&self, other: &Self) -> Self {
        Self {
            payments: self.payments.saturating_add(other.payments),
            captured: self.captured.saturating_add(other.captured),
            fees: self.fees.saturating_add(other.fees),
            refunded: self.refunded.saturating_add(other.refunded),
            owed: self.owed.saturating_add(other.owed),
        }
    }
}

/// What became of the business in a file: as the books tell it, or as the file makes expect.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub merchants: BTreeMap<String, MerchantFigures>,
    /// Refunds that succeeded.
    pub refunds: u64,
    /// Requests of which any amount found no place.
    pub refused: u64,
    /// That amount, in pence.
    pub refused_minor: i64,
}

impl Tally {
    pub fn total(&self) -> MerchantFigures {
        self.merchants.values().fold(MerchantFigures::default(), |sum, one| sum.plus(one))
    }

    /// Counts a refund request of which so much found no place.
    pub fn refuse(&mut self, pence: i64) {
        if pence > 0 {
            self.refused = self.refused.saturating_add(1);
            self.refused_minor = self.refused_minor.saturating_add(pence);
        }
    }

    /// What the file alone says, by the rules of the marketplace and without an engine.
    pub fn expected(orders: &Orders) -> Self {
        let mut tally = Self::default();
        let mut refundable: HashMap<&str, i64> = HashMap::new();
        for invoice in &orders.invoices {
            let figures = tally.merchants.entry(invoice.country.clone()).or_default();
            match invoice.kind() {
                Kind::Order => {
                    let paid = payment_of(invoice.total);
                    *figures = figures.plus(&paid);
                    refundable.insert(&invoice.number, invoice.total);
                }
                Kind::Refund => {
                    let asked = invoice.total.saturating_neg();
                    let (refunds, left) = place(asked, orders.paid_before(invoice), &mut refundable);
                    let placed = asked.saturating_sub(left);
                    let (refunded, owed) = (placed, placed.saturating_neg());
                    *figures =
                        figures.plus(&MerchantFigures { refunded, owed, ..MerchantFigures::default() });
                    tally.refunds = tally.refunds.saturating_add(refunds);
                    tally.refuse(left);
                }
                Kind::NothingToPay | Kind::Adjustment => {}
            }
        }
        tally
    }

    /// The first figure that is not the same in both, as a sentence.
    pub fn difference(&self, expected: &Self) -> Option<String> {
        for (name, figures) in &self.merchants {
            match expected.merchants.get(name) {
                Some(same) if same == figures => {}
                Some(other) => return Some(format!("{name} has {figures} where the file makes {other}")),
                None => {
                    return Some(format!("there is a merchant {name} that this order file does not name"));
                }
            }
        }
        let missing = expected.merchants.keys().find(|name| !self.merchants.contains_key(*name));
        if let Some(name) = missing {
            return Some(format!("there is no merchant {name}, though the order file names it"));
        }
        let counts = |tally: &Self| (tally.refunds, tally.refused, tally.refused_minor);
        let (found, wanted) = (counts(self), counts(expected));
        (found != wanted).then(|| {
            format!(
                "refunds, refused requests and pence refused are {found:?} where the file makes {wanted:?}"
            )
        })
    }
}

/// 2.9 %, rounded half-up, plus 30 pence.
const fn payment_of(total: i64) -> MerchantFigures {
    let fee = total.saturating_mul(29).saturating_add(500) / 1_000 + 30;
    MerchantFigures { payments: 1, captured: total, fees: fee, refunded: 0, owed: total.saturating_sub(fee) }
}

/// Places an amount on payments, newest first; answers how many took some of it, and what is left.
fn place<'a>(
    asked: i64,
    paid: impl Iterator<Item = &'a Invoice>,
    refundable: &mut HashMap<&'a str, i64>,
) -> (u64, i64) {
    let (mut refunds, mut left) = (0, asked);
    for paid in paid {
        let Some(open) = refundable.get_mut(paid.number.as_str()) else { continue };
        let placed = left.min(*open);
        if placed > 0 {
            *open = open.saturating_sub(placed);
            left = left.saturating_sub(placed);
            refunds += 1;
        }
    }
    (refunds, left)
}

/// Everything `--json` prints; amounts in pence.
#[derive(Debug, Serialize)]
pub struct Figures {
    pub invoices: usize,
    pub orders: usize,
    pub captured: i64,
    pub fees: i64,
    pub skipped_nothing_to_pay: usize,
    pub skipped_adjustments: usize,
    pub refund_requests: usize,
    pub refunds: u64,
    pub refunded: i64,
    pub refund_refused: u64,
    pub refund_refused_minor: i64,
    pub owed: i64,
    pub merchants: BTreeMap<String, MerchantFigures>,
    pub verified: bool,
    pub commands: u64,
    pub seconds: f64,
    /// Of the file; a server keeps that to itself.
    pub database_bytes: Option<u64>,
}

/// What a run was, beside its money.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    pub verified: bool,
    pub commands: u64,
    pub seconds: f64,
    pub database_bytes: Option<u64>,
}

impl Figures {
    pub fn new(orders: &Orders, books: &Tally, effort: Effort) -> Self {
        let total = books.total();
        Self {
            invoices: orders.invoices.len(),
            orders: orders.count(Kind::Order),
            captured: total.captured,
            fees: total.fees,
            skipped_nothing_to_pay: orders.count(Kind::NothingToPay),
            skipped_adjustments: orders.count(Kind::Adjustment),
            refund_requests: orders.count(Kind::Refund),
            refunds: books.refunds,
            refunded: total.refunded,
            refund_refused: books.refused,
            refund_refused_minor: books.refused_minor,
            owed: total.owed,
            merchants: books.merchants.clone(),
            verified: effort.verified,
            commands: effort.commands,
            seconds: effort.seconds,
            database_bytes: effort.database_bytes,
        }
    }
}
