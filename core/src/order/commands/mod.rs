pub(super) mod cancel_order;
pub(super) mod place_order;
pub(super) mod record_fulfilment;

use super::Order;
use crate::actor::{Actor, Role};
use crate::error::{Code, Refused, refused};

/// The platform, or the merchant who is owed.
fn merchants_business(actor: &Actor, order: &Order) -> Result<(), Refused> {
    let may = match actor {
        Actor::System | Actor::Operator { .. } => actor.may(Role::Agent),
        Actor::Merchant(merchant) => *merchant == order.merchant,
        Actor::User(_) => false,
    };
    if may { Ok(()) } else { Err(refused!(Code::NotPermitted, "{actor} does not sell by {}", order.id)) }
}
