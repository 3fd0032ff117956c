//! Where a merchant stands.

use super::Merchant;
use crate::storage::states;

states! {
    machine "merchant" of Merchant;
    /// Where a merchant stands.
    pub enum MerchantState {
        /// Registered; nothing can be sold yet.
        1 Draft = "draft",
        /// May sell.
        2 Active = "active",
        /// May not sell; what is open goes on.
        3 Suspended = "suspended",
    }
    /// What happens to a merchant.
    pub enum MerchantEvent {
        /// It was registered.
        1 Registered = "registered",
        /// The platform let it sell, for the first time or again.
        2 Activated = "activated",
        /// The platform stopped it.
        3 WasSuspended = "suspended",
    }
    starts { 901 Registered => Draft, }
    edges {
        902 Draft + Activated => Active,
        903 Active + WasSuspended => Suspended,
        904 Suspended + Activated => Active,
    }
}
