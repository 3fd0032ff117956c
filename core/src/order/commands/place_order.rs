//! Place an order.

use crate::actor::{Actor, Role};
use crate::command::{command, same_content};
use crate::engine::{Stop, View};
use crate::error::{Code, Refused, refused};
use crate::id::{MerchantId, OrderId, UserId};
use crate::limits;
use crate::merchant::{FeePlan, Merchant, MerchantState};
use crate::metadata::Metadata;
use crate::money::Money;
use crate::order::{Fulfilment, Order, OrderEvent, OrderState};
use crate::time::Timestamp;
use crate::user::User;

command! {
    /// Places an order at a merchant.
    pub struct PlaceOrder = 15 "place_order", repeated by Id, answers Order {
        /// The order's id; made where it is left out.
        1 id: Option<OrderId>,
        /// Who is owed.
        2 merchant: MerchantId,
        /// Who orders; left out at a guest checkout.
        3 customer: Option<UserId>,
        /// What is to be paid, in the currency of the merchant's fee plan.
        4 total: Money,
        /// The host's own reference, at most 256 bytes.
        5 reference: Option<String>,
        /// Until when it may be paid; then it is closed as if it were cancelled. Without end where it is left
        /// out.
        6 expires_at: Option<Timestamp>,
        /// What the host keeps with it.
        7 metadata: Option<Metadata>,
    }
    refuses [
        InvalidValue, AmountMustBePositive, AmountTooLarge, NotPermitted, IdReused, NotFound,
        CurrencyMismatch, MerchantNotActive,
    ]
}

impl PlaceOrder {
    /// A guest's order.
    #[must_use]
    pub const fn new(merchant: MerchantId, total: Money) -> Self {
        Self { id: None, merchant, customer: None, total, reference: None, expires_at: None, metadata: None }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Order, Stop> {
        limits::optional_text("reference of the order", self.reference.as_ref(), limits::TEXT_BYTES)?;
        limits::amount(self.total.minor())?;
        if let Some(id) = self.id
            && let Some(order) = on.find::<Order>(id)?
        {
            self.permitted(on.actor())?;
            self.repeats(&order)?;
            return Ok(Order::clone(&order));
        }
        // Later than the repeat, because what was in time then need not be in time now.
        limits::until("an order", self.expires_at, on.now())?;
        self.permitted(on.actor())?;
        let merchant = on.get::<Merchant>(self.merchant)?;
        if let Some(customer) = self.customer {
            on.get::<User>(customer)?;
        }
        let currency = on.get::<FeePlan>(merchant.fee_plan)?.fixed.currency();
        if self.total.currency() != currency {
            let total = self.total;
            return Err(refused!(
                Code::CurrencyMismatch,
                "an order of {total} at a merchant who sells in {currency}"
            )
            .into());
        }
        if merchant.state != MerchantState::Active {
            let (name, state) = (&merchant.name, merchant.state);
            return Err(refused!(Code::MerchantNotActive, "the merchant {name} is {state}").into());
        }
        // After this line nothing may fail.
        let order = Order {
            id: on.id_or_new(self.id)?,
            merchant: self.merchant,
            customer: self.customer,
            total: self.total,
            paid: 0,
            in_flight: 0,
            refunded: 0,
            refunds_reserved: 0,
            reference: self.reference.clone(),
            state: OrderState::Open,
            placed_at: on.now(),
            fulfilment: Fulfilment::None,
            expires_at: self.expires_at,
            due_at: self.expires_at,
            newest_payment: None,
            payments: 0,
            metadata: self.metadata.clone(),
        };
        on.begin(order, OrderEvent::Placed).map(|order| Order::clone(&order))
    }

    fn permitted(&self, actor: &Actor) -> Result<(), Refused> {
        let may = match actor {
            Actor::System | Actor::Operator { .. } => actor.may(Role::Agent),
            Actor::Merchant(merchant) => *merchant == self.merchant,
            Actor::User(user) => Some(*user) == self.customer,
        };
        if may { Ok(()) } else { Err(refused!(Code::NotPermitted, "{actor} may not place this order")) }
    }

    fn repeats(&self, order: &Order) -> Result<(), Refused> {
        let differs = [
            ("merchant", order.merchant != self.merchant),
            ("customer", order.customer != self.customer),
            ("total", order.total != self.total),
            ("reference", order.reference != self.reference),
            ("time to be paid", order.expires_at != self.expires_at),
            ("metadata", order.metadata != self.metadata),
        ];
        same_content(order.id, &differs)
    }
}
