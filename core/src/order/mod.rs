//! Orders: what a merchant is owed for, and how far it is paid.

mod commands;
mod states;

pub use commands::place_order::PlaceOrder;
pub use states::{OrderEvent, OrderState};

use crate::engine::{Stop, View};
use crate::id::{MerchantId, OrderId, UserId};
use crate::money::Money;
use crate::storage::record;
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
    }
    index by_merchant(merchant, placed_at);
    index by_customer(customer, placed_at);
}

impl Order {
    /// What is neither paid nor under way.
    #[must_use]
    pub const fn due(&self) -> Money {
        let due = self.total.minor().saturating_sub(self.paid).saturating_sub(self.in_flight);
        Money::new(due, self.total.currency())
    }
}

/// A payment of the order was captured: so much is paid, and no longer under way.
pub(crate) fn paid(on: &mut View<'_>, id: OrderId, amount: i64) -> Result<(), Stop> {
    let order = on.get::<Order>(id)?;
    let whole = order.paid.saturating_add(amount) >= order.total.minor();
    let event = if whole { OrderEvent::PaidInFull } else { OrderEvent::PaidInPart };
    let change = |order: &mut Order| {
        order.paid = order.paid.saturating_add(amount);
        order.in_flight = order.in_flight.saturating_sub(amount);
    };
    on.advance::<Order>(id, event, change).map(|_| ())
}

/// A payment of the order ended with so much of it uncaptured.
pub(crate) fn released(on: &mut View<'_>, id: OrderId, amount: i64) -> Result<(), Stop> {
    on.change::<Order>(id, |order| order.in_flight = order.in_flight.saturating_sub(amount)).map(|_| ())
}
