pub(super) mod approve_refund;
pub(super) mod close_refund;
pub(super) mod give_up_refund;
pub(super) mod reject_refund;
pub(super) mod request_refund;
pub(super) mod reroute_refund;
pub(super) mod retry_refund;
pub(super) mod withdraw_refund;

use super::Refund;
use crate::actor::Role;
use crate::engine::{Stop, View};
use crate::error::{Code, Refused, refused};
use crate::id::RefundId;
use crate::operation::Operation;
use crate::payment::{Payment, receivers_business};

/// Reviews are the reviewers' business.
fn by_reviewer(on: &View<'_>) -> Result<(), Stop> {
    if on.actor().may(Role::Reviewer) {
        return Ok(());
    }
    let actor = on.actor();
    Err(refused!(Code::NotPermitted, "{actor} may not review refunds; a reviewer may").into())
}

/// The platform, or the merchant who refunds.
fn by_refunder(on: &mut View<'_>, refund: &Refund) -> Result<(), Stop> {
    let payment = on.get::<Payment>(refund.payment)?;
    Ok(receivers_business(on.actor(), &payment)?)
}

/// A review whose time has passed is over, also before `tick` has ended it.
fn in_time(on: &View<'_>, refund: &Refund) -> Result<(), Refused> {
    match refund.due_at {
        Some(due_at) if due_at <= on.now() => {
            let id = refund.id;
            Err(refused!(Code::WrongState, "the time for the review of {id} passed at {due_at}"))
        }
        _ => Ok(()),
    }
}

/// Nothing else starts on a refund while its operation is unfinished.
fn no_operation(on: &mut View<'_>, refund: &Refund) -> Result<(), Stop> {
    let Some(operation) = refund.operation else { return Ok(()) };
    if on.get::<Operation>(operation)?.is_unfinished() {
        return Err(unfinished(refund, operation).into());
    }
    Ok(())
}

fn unfinished(refund: &Refund, operation: crate::id::OperationId) -> Refused {
    let id = refund.id;
    refused!(Code::OperationUnfinished, "{operation} of the refund {id} is unfinished; wait for it")
}

/// The refund as the command leaves it.
fn answer(on: &mut View<'_>, id: RefundId) -> Result<Refund, Stop> {
    on.get::<Refund>(id).map(|refund| Refund::clone(&refund))
}
