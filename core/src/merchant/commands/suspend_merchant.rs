//! Suspend a merchant.

use super::by_administrator;
use crate::command::command;
use crate::engine::{Stop, View};
use crate::id::MerchantId;
use crate::merchant::{Merchant, MerchantEvent};

command! {
    /// Stops a merchant from selling; what is open goes on.
    pub struct SuspendMerchant = 14 "suspend_merchant", repeated by State, answers Merchant {
        /// The merchant.
        1 merchant: MerchantId,
    }
    refuses [NotPermitted, NotFound, WrongState]
}

impl SuspendMerchant {
    /// This merchant.
    #[must_use]
    pub const fn new(merchant: MerchantId) -> Self {
        Self { merchant }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Merchant, Stop> {
        by_administrator(on)?;
        on.get::<Merchant>(self.merchant)?;
        on.advance::<Merchant>(self.merchant, MerchantEvent::WasSuspended, |_| {})
            .map(|merchant| Merchant::clone(&merchant))
    }
}
