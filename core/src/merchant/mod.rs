//! Merchants: who sells, and on which terms.

mod commands;
mod fee_plan;
mod states;

pub use commands::activate_merchant::ActivateMerchant;
pub use commands::create_fee_plan::CreateFeePlan;
pub use commands::register_merchant::RegisterMerchant;
pub use commands::suspend_merchant::SuspendMerchant;
pub use fee_plan::{FeePlan, FeesOnRefund};
pub use states::{MerchantEvent, MerchantState};

use crate::id::{FeePlanId, MerchantId};
use crate::storage::{record, words};

record! {
    /// A merchant.
    pub struct Merchant = 9 "merchants" kept by Journal {
        /// Its id.
        id: MerchantId,
        /// Its name.
        1 name: String,
        /// The fee plan of payments that start from now on.
        2 fee_plan: FeePlanId,
        /// Whether its refunds are reviewed.
        3 refund_review: RefundReview,
        /// Where it stands.
        4 state: MerchantState,
        /// For how long a refund may wait for its review, in seconds; without end where there is none.
        5 review_seconds: Option<u32>,
        /// What becomes of a refund that nobody reviewed in time.
        6 unreviewed: Unreviewed,
        /// For how long after an order is paid its merchant may refund it, in seconds; without end where
        /// there is none.
        7 refund_window_seconds: Option<u32>,
    }
}

words! {
    /// What becomes of a refund that nobody reviewed in time.
    pub enum Unreviewed {
        /// It is rejected.
        1 Reject = "reject",
        /// It is approved.
        2 Approve = "approve",
    }
}

words! {
    /// Whether a merchant's refunds wait for a reviewer.
    pub enum RefundReview {
        /// Each waits until somebody other than its requester approves it.
        1 Required = "required",
        /// Each is approved as it is requested.
        2 NotRequired = "not_required",
    }
}
