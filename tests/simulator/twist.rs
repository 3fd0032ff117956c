//! Requests made from earlier ones: by somebody who has no business with them, and with ids that were used
//! before.

use crate::day::{nowhere, pick};
use paywright::{
    Actor, AnyCommand, CreateFeePlan, ExchangeCurrency, ExchangeId, FeePlanId, Id, MerchantId, OrderId,
    PaymentId, PlaceOrder, RefundId, RegisterMerchant, RegisterUser, RequestRefund, Role, StartPayment,
    UserId,
};

/// How a request is twisted.
#[derive(Clone, Copy, Debug)]
pub enum Twist {
    /// Somebody else asks.
    Stranger(u8),
    /// What it makes gets one of a few ids.
    Named(u8),
}

pub fn twisted(command: AnyCommand, twist: Twist) -> (AnyCommand, Actor) {
    match twist {
        Twist::Stranger(choice) => (command, stranger(choice)),
        Twist::Named(choice) => (named(command, choice), Actor::System),
    }
}

fn stranger(choice: u8) -> Actor {
    let actors = [
        Actor::User(nowhere()),
        Actor::Merchant(nowhere()),
        Actor::operator("nobody", []),
        Actor::operator("clerk", [Role::Agent]),
    ];
    actors[usize::from(choice) % actors.len()].clone()
}

/// Whoever asks for it may choose the id of what it makes.
pub const fn can_be_named(command: &AnyCommand) -> bool {
    use AnyCommand::{CreateFeePlan, ExchangeCurrency, PlaceOrder, RegisterMerchant, RegisterUser};
    use AnyCommand::{RequestRefund, StartPayment};
    matches!(
        command,
        RegisterUser(_)
            | CreateFeePlan(_)
            | RegisterMerchant(_)
            | PlaceOrder(_)
            | StartPayment(_)
            | RequestRefund(_)
            | ExchangeCurrency(_)
    )
}

fn named(command: AnyCommand, choice: u8) -> AnyCommand {
    // Few ids, so that some are used twice; no two kinds of records share one.
    let name = pick(&["one", "two"], choice).unwrap_or_default();
    fn id<I: Id>(name: &str) -> Option<I> {
        let mut bytes = [7; 16];
        let text = I::PREFIX.bytes().chain(name.bytes());
        bytes.iter_mut().zip(text).for_each(|(to, from)| *to = from);
        I::from_bytes(bytes).ok()
    }
    match command {
        AnyCommand::RegisterUser(c) => RegisterUser { id: id::<UserId>(name), ..c }.into(),
        AnyCommand::CreateFeePlan(c) => CreateFeePlan { id: id::<FeePlanId>(name), ..c }.into(),
        AnyCommand::RegisterMerchant(c) => RegisterMerchant { id: id::<MerchantId>(name), ..c }.into(),
        AnyCommand::PlaceOrder(c) => PlaceOrder { id: id::<OrderId>(name), ..c }.into(),
        AnyCommand::StartPayment(c) => StartPayment { id: id::<PaymentId>(name), ..c }.into(),
        AnyCommand::RequestRefund(c) => RequestRefund { id: id::<RefundId>(name), ..c }.into(),
        AnyCommand::ExchangeCurrency(c) => ExchangeCurrency { id: id::<ExchangeId>(name), ..c }.into(),
        other => other,
    }
}
