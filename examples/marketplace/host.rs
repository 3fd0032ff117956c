//! The host: hands invoices to the engine a batch at a time, does what the engine wants done at the card
//! channel, and goes on where an earlier run was stopped.

use crate::failure::Failure;
use crate::invoice::{Invoice, Kind, merchant};
use crate::orders::Orders;
use crate::pages::each;
use crate::place::Place;
use paywright::journal::Lane;
use paywright::{
    ActivateMerchant, ConfirmPayment, CreateFeePlan, Currency, Engine, Error, FeePlanId, Merchant,
    MerchantId, MerchantState, Method, Money, Payment, PaymentId, PaymentState, PlaceOrder, Refund, RefundId,
    RefundReview, RegisterMerchant, RegisterUser, Request, RequestRefund, StartPayment, UserId, limits,
};
use paywright_testing::{ManualClock, SimulatedChannel, drive};
use std::collections::{HashMap, HashSet};

/// The same after each start: so it finds what an earlier run had claimed.
const WORKER: &str = "marketplace";
const CHANNEL: &str = "cards";
const SEED: u64 = 2011;

/// A request, and the invoice that it is made for.
struct Asked<'a> {
    invoice: Option<&'a Invoice>,
    request: Request,
}

/// What the engine holds of this file already when a run starts.
#[derive(Debug, Default)]
struct Done {
    /// Merchants that may sell.
    merchants: HashSet<MerchantId>,
    payments: HashSet<PaymentId>,
    refunds: HashMap<RefundId, i64>,
}

/// A marketplace that runs on an engine.
#[derive(Debug)]
pub struct Host<'a> {
    orders: &'a Orders,
    engine: Engine,
    clock: ManualClock,
    channel: SimulatedChannel,
    done: Done,
    registered: HashSet<UserId>,
    entries_before: u64,
}

impl<'a> Host<'a> {
    /// Opens the database, or makes it, and brings to an end what an earlier run had begun: claims that were
    /// never answered are ended, and the channel is asked what became of them.
    pub fn open(place: &Place, orders: &'a Orders) -> Result<Self, Failure> {
        let clock = ManualClock::new(orders.invoices.first().map(|invoice| invoice.at).unwrap_or_default());
        let engine = place.engine(clock.clone())?;
        clock.set(engine.now().max(engine.written_until()?));
        let entries_before = entries(&engine)?;
        let channel = SimulatedChannel::approving(SEED);
        engine.recover(WORKER)?;
        drive(&engine, WORKER, &channel)?;
        let done = Done::read(&engine)?;
        let registered = HashSet::new();
        Ok(Self { orders, engine, clock, channel, done, registered, entries_before })
    }

    pub const fn engine(&self) -> &Engine {
        &self.engine
    }

    /// How many commands this run had accepted: each left one entry in the journal.
    pub fn commands(&self) -> Result<u64, Failure> {
        Ok(entries(&self.engine)?.saturating_sub(self.entries_before))
    }

    /// Runs the whole file, skipping what an earlier run has done; tells `progress` how many invoices are
    /// behind it.
    pub fn run(&mut self, mut progress: impl FnMut(usize)) -> Result<(), Failure> {
        let orders = self.orders;
        let mut asked = opening(orders, &self.done.merchants)?;
        for batch in orders.batches() {
            let end = batch.end;
            let Some(invoices) = orders.invoices.get(batch) else { continue };
            self.advance_clock(invoices)?;
            for invoice in invoices {
                match invoice.kind() {
                    Kind::Order => self.order(invoice, &mut asked),
                    Kind::Refund => self.refund(invoice, &mut asked)?,
                    Kind::NothingToPay | Kind::Adjustment => {}
                }
            }
            self.ask(std::mem::take(&mut asked))?;
            drive(&self.engine, WORKER, &self.channel)?;
            progress(end);
        }
        Ok(())
    }

    /// The clock stands at the last invoice, or where an earlier run has taken it.
    fn advance_clock(&self, invoices: &[Invoice]) -> Result<(), Failure> {
        let last = invoices.iter().map(|invoice| invoice.at).max().unwrap_or_default();
        self.clock.set(last.max(self.engine.written_until()?));
        Ok(())
    }

    /// The customer, if new, the order, and its payment.
    fn order(&mut self, invoice: &'a Invoice, asked: &mut Vec<Asked<'a>>) {
        if self.done.payments.contains(&invoice.payment()) {
            return;
        }
        let mut ask = |request| asked.push(Asked { invoice: Some(invoice), request });
        if let (Some(id), Some(customer)) = (invoice.user(), &invoice.customer)
            && self.registered.insert(id)
        {
            ask(Request::new(RegisterUser { id: Some(id), ..RegisterUser::new(customer.clone()) }));
        }
        ask(Request::new(PlaceOrder {
            id: Some(invoice.order()),
            customer: invoice.user(),
            reference: Some(invoice.number.clone()),
            ..PlaceOrder::new(invoice.merchant(), invoice.amount())
        }));
        ask(Request::new(StartPayment {
            id: Some(invoice.payment()),
            ..StartPayment::new(invoice.order(), Method::channel(CHANNEL))
        }));
        ask(Request::new(ConfirmPayment::new(invoice.payment())));
    }

    /// Refunds of the buyer's payments, newest first, each as far as it is still refundable.
    fn refund(&self, invoice: &'a Invoice, asked: &mut Vec<Asked<'a>>) -> Result<(), Failure> {
        let mut left = invoice.total.saturating_neg();
        for paid in self.orders.paid_before(invoice) {
            if left <= 0 {
                break;
            }
            let id = invoice.refund_of(paid);
            if let Some(placed) = self.done.refunds.get(&id) {
                left = left.saturating_sub(*placed);
                continue;
            }
            let payment = self.engine.get::<Payment>(paid.payment())?;
            let refundable = payment.map_or(0, |payment| payment.refundable().minor());
            let placed = left.min(refundable);
            if placed > 0 {
                let amount = Money::new(placed, Currency::GBP);
                let refund = RequestRefund { id: Some(id), ..RequestRefund::new(paid.payment(), amount) };
                let reason = Some(invoice.number.clone());
                asked.push(Asked {
                    invoice: Some(invoice),
                    request: RequestRefund { reason, ..refund }.into(),
                });
                left = left.saturating_sub(placed);
            }
        }
        Ok(())
    }

    /// Hands requests to the engine, in one commit unless they are more than it takes at once.
    fn ask(&self, mut asked: Vec<Asked<'a>>) -> Result<(), Failure> {
        while !asked.is_empty() {
            let rest = asked.split_off(asked.len().min(limits::BATCH_REQUESTS));
            let (invoices, requests): (Vec<_>, Vec<_>) =
                asked.into_iter().map(|one| (one.invoice, one.request)).unzip();
            for (result, invoice) in self.engine.batch(requests).into_iter().zip(invoices) {
                result.map_err(|error| match invoice {
                    Some(invoice) => Failure::Invoice { invoice: invoice.number.clone(), error },
                    None => Failure::Engine(error),
                })?;
            }
            asked = rest;
        }
        Ok(())
    }
}

impl Done {
    fn read(engine: &Engine) -> Result<Self, Error> {
        let mut done = Self::default();
        each(engine, |merchant: Merchant| {
            if merchant.state == MerchantState::Active {
                done.merchants.insert(merchant.id);
            }
        })?;
        each(engine, |payment: Payment| {
            if payment.state != PaymentState::RequiresConfirmation {
                done.payments.insert(payment.id);
            }
        })?;
        each(engine, |refund: Refund| {
            done.refunds.insert(refund.id, refund.amount.minor());
        })?;
        Ok(done)
    }
}

/// What comes before the first invoice: the terms, and every merchant that may not sell yet.
fn opening<'a>(orders: &Orders, selling: &HashSet<MerchantId>) -> Result<Vec<Asked<'a>>, Failure> {
    let plan = FeePlanId::derived("marketplace");
    let wrong =
        |error: paywright::MoneyError| Failure::Books(format!("the fee plan cannot be read: {error}"));
    let (rate, fixed) = ("0.029".parse().map_err(wrong)?, Money::new(30, Currency::GBP));
    let terms = CreateFeePlan { id: Some(plan), ..CreateFeePlan::new("2.9 % and 30 pence", rate, fixed) };
    // Asked again, the same terms change nothing.
    let mut requests = vec![Request::new(terms)];
    for country in orders.countries() {
        let id = merchant(country);
        if selling.contains(&id) {
            continue;
        }
        requests.push(Request::new(RegisterMerchant {
            id: Some(id),
            refund_review: RefundReview::NotRequired,
            ..RegisterMerchant::new(country, plan)
        }));
        requests.push(Request::new(ActivateMerchant::new(id)));
    }
    Ok(requests.into_iter().map(|request| Asked { invoice: None, request }).collect())
}

/// How many entries the journal has.
fn entries(engine: &Engine) -> Result<u64, Error> {
    let mut entries = 0_u64;
    each(engine, |lane: Lane| entries = entries.saturating_add(lane.sequence))?;
    Ok(entries)
}
