//! Wallets that are empty, full, frozen or closed.

use super::tops_up;
use crate::support::World;
use crate::support::shop::{CARDS, Shop, pence, pending_of, wallet};
use paywright::{
    AccountId, AccountKey, CloseAccount, Currency, FreezeAccount, OpenAccount, Purpose, Sides, UserId,
};

pub struct Accounts {
    /// Users by what their wallets are.
    pub poor: UserId,
    pub full: UserId,
    pub frozen: UserId,
    /// Its credits are frozen.
    pub half_frozen: UserId,
    pub closed: AccountId,
    pub receivable: AccountId,
    pub euros: AccountId,
    pub merchant_pending: AccountId,
}

impl Accounts {
    /// Still all open, so that payments can be made.
    pub fn opened(world: &World, shop: &Shop) -> Self {
        let user = |name| world.user(name);
        let closed = world.done(OpenAccount::new(wallet(user("gone")))).id;
        world.done(CloseAccount::new(closed));
        let all = Self {
            poor: user("poor"),
            full: user("full"),
            frozen: user("frozen"),
            half_frozen: user("half frozen"),
            closed,
            merchant_pending: pending_of(shop.merchant).id(),
            receivable: AccountKey::channel(CARDS, pence(1).currency()).id(),
            euros: world.done(OpenAccount::new(AccountKey::platform(Purpose::Bank, Currency::EUR))).id,
        };
        world.done(OpenAccount { max_balance: Some(1_000), ..OpenAccount::new(wallet(all.full)) });
        tops_up(world, all.full, 1_000);
        tops_up(world, all.frozen, 10_000);
        all
    }

    /// What was to be paid is paid.
    pub fn stop(&self, world: &World) {
        tops_up(world, self.full, 300);
        world.done(FreezeAccount::new(self.wallet_of(self.frozen)));
        let account = self.wallet_of(self.half_frozen);
        world.done(FreezeAccount { sides: Sides::Credits, ..FreezeAccount::new(account) });
    }

    pub fn wallet_of(&self, user: UserId) -> AccountId {
        wallet(user).id()
    }
}
