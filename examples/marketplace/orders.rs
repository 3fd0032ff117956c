//! The invoices of an order file, in the order in which they run, and what came before each.

use crate::invoice::{Buyer, Invoice, Kind, in_london};
use crate::lines::{Line, OrdersError, Source};
use paywright::limits;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

/// All invoices of a file by time, then by their first line.
#[derive(Debug)]
pub struct Orders {
    pub source: Source,
    pub invoices: Vec<Invoice>,
    /// The paid orders of each customer at each merchant, oldest first, as places in `invoices`.
    buyers: Vec<Vec<usize>>,
}

impl Orders {
    /// Reads the whole file, so that nothing is posted of a file that is malformed anywhere.
    ///
    /// # Errors
    /// The first malformed line, by its number.
    pub fn read(source: Source) -> Result<Self, OrdersError> {
        let mut invoices: Vec<Invoice> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        source.each_line(|line| {
            let place = places.get(&line.invoice).copied();
            if let Some(invoice) = place.and_then(|place| invoices.get_mut(place)) {
                let total = invoice.total.checked_add(line.pence).filter(is_bookable);
                invoice.total = total.ok_or_else(|| too_much(&source, &line))?;
                return Ok(());
            }
            if !is_bookable(&line.pence) {
                return Err(too_much(&source, &line));
            }
            places.insert(line.invoice.clone(), invoices.len());
            invoices.push(begin(line));
            Ok(())
        })?;
        if invoices.is_empty() {
            return Err(source.malformed(2, "no order line follows the first line"));
        }
        invoices.sort_by_key(|invoice| (invoice.at, invoice.first_line));
        let buyers = find_buyers(&mut invoices);
        Ok(Self { source, invoices, buyers })
    }

    /// Paid orders of a refund's customer at its merchant before the refund, newest first.
    pub fn paid_before(&self, refund: &Invoice) -> impl Iterator<Item = &Invoice> {
        let paid = refund.buyer.and_then(|buyer| self.buyers.get(buyer.place)?.get(..buyer.paid_before));
        paid.unwrap_or_default().iter().rev().filter_map(|place| self.invoices.get(*place))
    }

    /// Every country that an invoice names: each stands for a merchant.
    pub fn countries(&self) -> BTreeSet<&str> {
        self.invoices.iter().map(|invoice| invoice.country.as_str()).collect()
    }

    pub fn count(&self, kind: Kind) -> usize {
        self.invoices.iter().filter(|invoice| invoice.kind() == kind).count()
    }

    /// Runs of invoices that can go to the engine at once: of one day, and ended before a refund whose buyer
    /// paid or was refunded within the run, for where the refund finds its place must be read from the
    /// engine.
    pub fn batches(&self) -> Vec<Range<usize>> {
        let mut batches = Vec::new();
        let mut touched = HashSet::new();
        let (mut start, mut today) = (0, None);
        for (place, invoice) in self.invoices.iter().enumerate() {
            let buyer = invoice.buyer.map(|buyer| buyer.place);
            let must_wait = invoice.kind() == Kind::Refund && buyer.is_some_and(|one| touched.contains(&one));
            if must_wait || today != Some(invoice.day) {
                batches.push(start..place);
                (start, today) = (place, Some(invoice.day));
                touched.clear();
            }
            touched.extend(buyer);
        }
        batches.push(start..self.invoices.len());
        batches.retain(|batch| !batch.is_empty());
        batches
    }
}

/// Less than the engine books at once, either way.
fn is_bookable(pence: &i64) -> bool {
    pence.unsigned_abs() <= limits::AMOUNT_MINOR.unsigned_abs()
}

fn too_much(source: &Source, line: &Line) -> OrdersError {
    let invoice = &line.invoice;
    source.malformed(line.number, format!("the invoice {invoice} comes to more than can be booked"))
}

fn begin(line: Line) -> Invoice {
    Invoice {
        number: line.invoice,
        first_line: line.number,
        at: in_london(line.date),
        day: line.date.date(),
        customer: line.customer,
        country: line.country,
        total: line.pence,
        buyer: None,
    }
}

/// Tells invoices which buyer they belong to, and buyers which orders they paid.
fn find_buyers(invoices: &mut [Invoice]) -> Vec<Vec<usize>> {
    let mut buyers: Vec<Vec<usize>> = Vec::new();
    let mut places: HashMap<(String, String), usize> = HashMap::new();
    for (place, invoice) in invoices.iter_mut().enumerate() {
        let kind = invoice.kind();
        let Some(customer) = invoice.customer.clone() else { continue };
        if !matches!(kind, Kind::Order | Kind::Refund) {
            continue;
        }
        let buyer = *places.entry((customer, invoice.country.clone())).or_insert(buyers.len());
        if buyer == buyers.len() {
            buyers.push(Vec::new());
        }
        let Some(paid) = buyers.get_mut(buyer) else { continue };
        invoice.buyer = Some(Buyer { place: buyer, paid_before: paid.len() });
        if kind == Kind::Order {
            paid.push(place);
        }
    }
    buyers
}
