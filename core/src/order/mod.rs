//! Orders: what a merchant is owed for, and how far it is paid.

mod commands;
mod states;

pub use commands::cancel_order::CancelOrder;
pub use commands::place_order::PlaceOrder;
pub use commands::record_fulfilment::RecordFulfilment;
pub use states::{OrderEvent, OrderState};

use crate::defect::{Defect, planted};
use crate::engine::{Stop, View};
use crate::id::{MerchantId, OrderId, PaymentId, UserId};
use crate::merchant::Merchant;
use crate::metadata::Metadata;
use crate::money::Money;
use crate::payment::{self, Payment};
use crate::storage::{record, words};
use crate::time::Timestamp;

record! {
    /// Something to be paid to one merchant. Amounts beside the total are minor units of its currency.
    pub struct Order = 12 "orders" kept by Journal {
        /// Its id.
        id: OrderId,
        /// Who is owed.
        1 merchant: MerchantId,
        /// Who ordered; none at a guest checkout.
        2 customer: Option<UserId>,
        /// What is to be paid.
        3 total: Money,
        /// Captured for it.
        4 paid: i64,
        /// Reserved by payments that are under way.
        5 in_flight: i64,
        /// Given back of what was paid.
        6 refunded: i64,
        /// Reserved by refunds that are under way.
        7 refunds_reserved: i64,
        /// The host's own reference.
        8 reference: Option<String>,
        /// Where it stands.
        9 state: OrderState,
        /// Since when.
        10 placed_at: Timestamp,
        /// How far the merchant has delivered.
        11 fulfilment: Fulfilment,
        /// Until when it may be paid.
        12 expires_at: Option<Timestamp>,
        /// When time ends the state it is in: it expires unpaid, or its time for refunds is over.
        13 due_at: Option<Timestamp>,
        /// Its newest payment; each names the one before.
        14 newest_payment: Option<PaymentId>,
        /// How many payments it has had.
        15 payments: u32,
        /// What the host keeps with it.
        16 metadata: Option<Metadata>,
    }
    index by_merchant(merchant, placed_at);
    index by_customer(customer, placed_at);
    index by_due(due_at);
}

words! {
    /// How far an order is delivered.
    pub enum Fulfilment {
        /// Nothing yet.
        1 None = "none",
        /// A part.
        2 Part = "part",
        /// All.
        3 All = "all",
    }
}

impl Order {
    /// What is neither paid nor under way.
    #[must_use]
    pub const fn due(&self) -> Money {
        let due = self.total.minor().saturating_sub(self.paid).saturating_sub(self.in_flight);
        Money::new(due, self.total.currency())
    }
}

/// A payment of the order was captured: so much is paid, and no longer under way. One that is closed stays
/// so.
pub(crate) fn paid(on: &mut View<'_>, id: OrderId, amount: i64) -> Result<(), Stop> {
    let order = on.get::<Order>(id)?;
    let whole = order.paid.saturating_add(amount) >= order.total.minor();
    let change = |order: &mut Order| {
        order.paid = order.paid.saturating_add(amount);
        let over = if planted(Defect::StillUnderWay) { 0 } else { amount };
        order.in_flight = order.in_flight.saturating_sub(over);
    };
    if order.state == OrderState::Closed {
        return on.change::<Order>(id, change).map(|_| ());
    }
    if !whole {
        return on.advance::<Order>(id, OrderEvent::PaidInPart, change).map(|_| ());
    }
    let window = on.get::<Merchant>(order.merchant)?.refund_window_seconds;
    let finished_at = window.map(|seconds| on.now().plus_seconds(i64::from(seconds)));
    on.advance::<Order>(id, OrderEvent::PaidInFull, |order| {
        change(order);
        order.due_at = finished_at;
    })?;
    Ok(())
}

/// A payment of the order ended with so much of it uncaptured.
pub(crate) fn released(on: &mut View<'_>, id: OrderId, amount: i64) -> Result<(), Stop> {
    on.change::<Order>(id, |order| order.in_flight = order.in_flight.saturating_sub(amount)).map(|_| ())
}

/// Closes an order and winds its payments up, the newest first.
fn close(on: &mut View<'_>, order: &Order, event: OrderEvent) -> Result<(), Stop> {
    on.advance::<Order>(order.id, event, |order| order.due_at = None)?;
    let mut next = order.newest_payment;
    while let Some(id) = next {
        next = on.get::<Payment>(id)?.before;
        payment::wind_up(on, id)?;
    }
    Ok(())
}

/// Does what time makes due; says whether there was anything to do.
pub(crate) fn time_out(on: &mut View<'_>, id: OrderId) -> Result<bool, Stop> {
    let Some(order) = on.find::<Order>(id)? else { return Ok(false) };
    if order.due_at.is_none_or(|due_at| due_at > on.now()) {
        return Ok(false);
    }
    if order.state == OrderState::Paid {
        on.advance::<Order>(id, OrderEvent::RefundWindowPassed, |order| order.due_at = None)?;
    } else {
        close(on, &order, OrderEvent::TimedOut)?;
    }
    Ok(true)
}
