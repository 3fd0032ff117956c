//! Reroute a refund.

use super::{answer, by_refunder};
use crate::command::command;
use crate::engine::{Stop, View};
use crate::error::{Code, Refused, refused};
use crate::id::RefundId;
use crate::ledger::{self, Cause, Owner, Resolution, TransferKind};
use crate::limits;
use crate::payment::{Method, Payment};
use crate::refund::{Refund, RefundEvent, advance, reserve, send};

command! {
    /// Sends a refund whose destination is closed to another: the payer's wallet, or another channel, whose
    /// operation then builds on none before.
    pub struct RerouteRefund = 43 "reroute_refund", repeated by State, answers Refund {
        /// The refund.
        1 refund: RefundId,
        /// Where it goes.
        2 to: Method,
    }
    refuses [InvalidValue, NotFound, NotPermitted, WrongState, AccountNotOpen, BalanceLimitExceeded]
}

impl RerouteRefund {
    /// There.
    #[must_use]
    pub const fn new(refund: RefundId, to: Method) -> Self {
        Self { refund, to }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Refund, Stop> {
        if let Method::Channel(name) = &self.to {
            limits::text("name of the channel", name, limits::NAME_BYTES)?;
        }
        let refund = on.get::<Refund>(self.refund)?;
        by_refunder(on, &refund)?;
        let to = Some(self.to.clone());
        // It rests on the operation before no longer, whatever that one comes to after all.
        let rerouted = advance(on, refund.id, RefundEvent::Rerouted, |refund| {
            (refund.destination, refund.operation) = (to, None);
        })?;
        let payment = on.get::<Payment>(refund.payment)?;
        if self.to == Method::Wallet {
            has_another_wallet(&payment)?;
        }
        if self.to == Method::Wallet && payment.payer.map(Owner::User) == Some(payment.receiver) {
            let id = payment.id;
            return Err(
                refused!(Code::WrongState, "the payment {id} is in its payer's wallet already").into()
            );
        }
        if let Some(hold) = refund.hold {
            ledger::resolve(on, hold, Resolution::Void, TransferKind::REFUND)?;
        }
        let rerouted = reserve(on, &rerouted)?;
        send(on, &rerouted, Cause::Request)?;
        answer(on, refund.id)
    }
}

/// The payer has a wallet, and the money does not come from it.
fn has_another_wallet(payment: &Payment) -> Result<(), Refused> {
    let id = payment.id;
    match payment.payer {
        None => Err(refused!(Code::WrongState, "the payment {id} is a guest's, who has no wallet")),
        Some(payer) if payment.receiver == Owner::User(payer) => Err(refused!(
            Code::WrongState,
            "the payment {id} topped that very wallet up, and is taken from it"
        )),
        Some(_) => Ok(()),
    }
}
