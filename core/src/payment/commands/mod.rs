pub(super) mod answer_challenge;
pub(super) mod attach_method;
pub(super) mod cancel_payment;
pub(super) mod capture_payment;
pub(super) mod confirm_payment;
pub(super) mod increment_authorisation;
pub(super) mod release_rest;
pub(super) mod resume_payment;
pub(super) mod review_payment;
pub(super) mod start_payment;
pub(super) mod void_payment;

use super::closing::is_wanted;
use super::{Method, Payment};
use crate::actor::{Actor, Role};
use crate::engine::{Stop, View};
use crate::error::{Code, Refused, refused};
use crate::id::{PaymentId, UserId};
use crate::ledger::Owner;
use crate::limits;

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

/// The platform alone.
fn platforms_business(actor: &Actor, what: &str) -> Result<(), Refused> {
    if actor.may(Role::Agent) {
        return Ok(());
    }
    Err(refused!(Code::NotPermitted, "{actor} may not {what}; the platform does"))
}

/// Nothing else starts on a payment while an operation of it is unfinished.
fn no_operation(payment: &Payment) -> Result<(), Refused> {
    match payment.operation {
        Some(operation) => {
            let id = payment.id;
            Err(refused!(
                Code::OperationUnfinished,
                "{operation} of the payment {id} is unfinished; wait for it"
            ))
        }
        None => Ok(()),
    }
}

/// Nothing more is taken or reserved for a closed order; what it still has is on its way back.
fn order_open(on: &mut View<'_>, payment: &Payment) -> Result<(), Stop> {
    if is_wanted(on, payment)? {
        return Ok(());
    }
    Err(refused!(Code::WrongState, "the order of the payment {} is closed", payment.id).into())
}

/// What was authorised may still be captured.
fn still_authorised(on: &View<'_>, payment: &Payment) -> Result<(), Refused> {
    match payment.authorised_until {
        Some(until) if until <= on.now() => {
            let id = payment.id;
            Err(refused!(Code::AuthorisationExpired, "the payment {id} was authorised until {until}"))
        }
        _ => Ok(()),
    }
}

/// A method that this payment can be paid with.
fn usable(method: &Method, payer: Option<UserId>, receiver: Owner) -> Result<(), Refused> {
    match (method, payer) {
        (Method::Channel(name), _) => limits::text("name of the channel", name, limits::NAME_BYTES),
        (Method::Wallet, None) => {
            Err(refused!(Code::InvalidValue, "a guest has no wallet to pay from; name the payer"))
        }
        (Method::Wallet, Some(payer)) if receiver == Owner::User(payer) => {
            Err(refused!(Code::InvalidValue, "a wallet cannot be topped up from itself"))
        }
        (Method::Wallet, Some(_)) => Ok(()),
    }
}

/// The payment as the command leaves it.
fn answer(on: &mut View<'_>, id: PaymentId) -> Result<Payment, Stop> {
    on.get::<Payment>(id).map(|payment| Payment::clone(&payment))
}
