//! Cancel an order.

use super::merchants_business;
use crate::actor::Actor;
use crate::command::command;
use crate::engine::{Stop, View};
use crate::error::{Code, refused};
use crate::id::OrderId;
use crate::limits;
use crate::machine::State;
use crate::order::{Order, OrderEvent, OrderState, close};

command! {
    /// Gives an order up that is not paid in full. Its payments end as far as they can now: what is
    /// authorised is voided, and the refund of what is captured is requested. What is unfinished at a channel
    /// is waited for, and undone when it succeeds.
    ///
    /// A customer may cancel an order of which nothing is paid.
    pub struct CancelOrder = 38 "cancel_order", repeated by State, answers Order {
        /// The order.
        1 order: OrderId,
        /// Why, at most 256 bytes; kept in the journal.
        2 reason: Option<String>,
    }
    refuses [InvalidValue, NotFound, NotPermitted, WrongState]
}

impl CancelOrder {
    /// This order.
    #[must_use]
    pub const fn new(order: OrderId) -> Self {
        Self { order, reason: None }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Order, Stop> {
        limits::optional_text("reason", self.reason.as_ref(), limits::TEXT_BYTES)?;
        let order = on.get::<Order>(self.order)?;
        match on.actor() {
            Actor::User(user) if order.customer == Some(*user) => {
                if order.state != OrderState::Open {
                    let (id, state) = (order.id, order.state);
                    return Err(refused!(
                        Code::NotPermitted,
                        "the order {id} is {state}: its merchant or the platform may cancel it"
                    )
                    .into());
                }
            }
            actor => merchants_business(actor, &order)?,
        }
        OrderState::step(Some(order.state), OrderEvent::WasCancelled)?;
        // After this line nothing may fail.
        close(on, &order, OrderEvent::WasCancelled)?;
        on.get::<Order>(self.order).map(|order| Order::clone(&order))
    }
}
