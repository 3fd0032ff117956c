//! Record how far an order is fulfilled.

use super::merchants_business;
use crate::command::command;
use crate::engine::{Stop, View};
use crate::id::OrderId;
use crate::order::{Fulfilment, Order};

command! {
    /// Notes how far the merchant has delivered. It moves no money and stands beside the order's state.
    pub struct RecordFulfilment = 39 "record_fulfilment", repeated by State, answers Order {
        /// The order.
        1 order: OrderId,
        /// How far.
        2 fulfilment: Fulfilment,
    }
    refuses [NotFound, NotPermitted]
}

impl RecordFulfilment {
    /// So far.
    #[must_use]
    pub const fn new(order: OrderId, fulfilment: Fulfilment) -> Self {
        Self { order, fulfilment }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Order, Stop> {
        let order = on.get::<Order>(self.order)?;
        merchants_business(on.actor(), &order)?;
        if order.fulfilment == self.fulfilment {
            return Ok(Order::clone(&order));
        }
        // After this line nothing may fail.
        let order = on.change::<Order>(order.id, |order| order.fulfilment = self.fulfilment)?;
        Ok(Order::clone(&order))
    }
}
