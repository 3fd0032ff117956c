pub(super) mod capture_payment;
pub(super) mod confirm_payment;
pub(super) mod start_payment;

use super::Payment;
use crate::actor::{Actor, Role};
use crate::error::{Code, Refused, refused};
use crate::id::UserId;
use crate::ledger::Owner;

/// The platform, or the user who pays.
fn payers_business(actor: &Actor, payer: Option<UserId>) -> Result<(), Refused> {
    let may = match actor {
        Actor::System | Actor::Operator { .. } => actor.may(Role::Agent),
        Actor::User(user) => payer == Some(*user),
        Actor::Merchant(_) => false,
    };
    if may { Ok(()) } else { Err(refused!(Code::NotPermitted, "{actor} may not pay for somebody else")) }
}

/// The platform, or the merchant who is paid.
pub(crate) fn receivers_business(actor: &Actor, payment: &Payment) -> Result<(), Refused> {
    let may = match actor {
        Actor::System | Actor::Operator { .. } => actor.may(Role::Agent),
        Actor::Merchant(merchant) => payment.receiver == Owner::Merchant(*merchant),
        Actor::User(_) => false,
    };
    if may { Ok(()) } else { Err(refused!(Code::NotPermitted, "{actor} is not paid by {}", payment.id)) }
}
