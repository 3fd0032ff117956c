//! What is there when a random day begins, piece by piece.

use crate::support::shop::{Shop, pence};
use crate::support::{World, gbp};
use paywright::{
    AccountKey, ActivateMerchant, CreateFeePlan, FeesOnRefund, OpenAccount, Purpose, RefundReview,
    RegisterMerchant, Unreviewed,
};

/// One piece.
#[derive(Clone, Copy, Debug)]
pub enum Beginning {
    /// Another merchant, on terms of its own.
    Merchant(FeesOnRefund, RefundReview, Unreviewed, Option<u32>),
    /// The customer has money.
    TopUp,
    Order(&'static str),
    PaidByCard,
    /// Needs the money.
    AuthorisedFromWallet,
    AuthorisedByCard,
    /// Of the platform.
    Account(Purpose),
}

impl Beginning {
    pub const ALL: &'static [Self] = &[
        Self::Merchant(FeesOnRefund::Returned, RefundReview::NotRequired, Unreviewed::Reject, Some(3_000)),
        Self::Merchant(FeesOnRefund::ProRata, RefundReview::Required, Unreviewed::Approve, None),
        Self::Merchant(FeesOnRefund::Kept, RefundReview::Required, Unreviewed::Reject, Some(50_000)),
        Self::TopUp,
        Self::Order("12.00 GBP"),
        Self::Order("7.50 GBP"),
        Self::Order("30.00 GBP"),
        Self::PaidByCard,
        Self::AuthorisedFromWallet,
        Self::AuthorisedByCard,
        Self::Account(Purpose::Bank),
        Self::Account(Purpose::Suspense),
    ];

    /// How many commands that takes.
    pub const fn commands(self) -> usize {
        match self {
            Self::Order(_) | Self::Account(_) => 1,
            Self::Merchant(..) | Self::AuthorisedFromWallet => 3,
            Self::TopUp => 4,
            Self::PaidByCard | Self::AuthorisedByCard => 5,
        }
    }

    pub fn is_made(self, world: &World, shop: &Shop) {
        match self {
            Self::Merchant(on_refund, refund_review, unreviewed, refund_window_seconds) => {
                let plan = CreateFeePlan::new("other terms", "0.05".parse().unwrap(), pence(20));
                let plan = world.done(CreateFeePlan { on_refund, ..plan }).id;
                let draft = RegisterMerchant::new("Another", plan);
                let review_seconds = Some(900);
                let draft = RegisterMerchant {
                    refund_review,
                    review_seconds,
                    unreviewed,
                    refund_window_seconds,
                    ..draft
                };
                let merchant = world.done(draft).id;
                world.done(ActivateMerchant::new(merchant));
            }
            Self::TopUp => drop(world.tops_up(shop.customer, "40.00 GBP")),
            Self::Order(total) => drop(world.order_of(shop, total)),
            Self::PaidByCard => drop(world.paid_by_card(shop, "9.00 GBP")),
            Self::AuthorisedFromWallet => drop(world.authorised_from_wallet(shop, "8.00 GBP")),
            Self::AuthorisedByCard => drop(world.authorised_by_card(shop, "14.00 GBP")),
            Self::Account(purpose) => {
                world.done(OpenAccount::new(AccountKey::platform(purpose, gbp())));
            }
        }
    }
}
