//! The ledger by hand on a random day: accounts that are opened, frozen and closed, and transfers.

use super::step::Posting;
use super::{Day, nowhere, pick};
use crate::support::gbp;
use crate::support::shop::pence;
use paywright::journal::IdempotencyKey;
use paywright::{
    Account, AccountId, AccountKey, AccountState, ChangeBounds, CloseAccount, CloseBooks, Currency,
    ExchangeCurrency, ForgetKeys, FreezeAccount, Hold, HoldState, Money, NewTransfer, OpenAccount,
    PostTransfers, Purpose, RaiseRules, Sides, Timestamp, TransferId, UnfreezeAccount,
};

/// Accounts whose freezing gets in the way of what channels do.
const FROZEN: &[Purpose] = &[Purpose::Wallet, Purpose::MerchantPending];

impl Day<'_> {
    pub fn posts(&mut self, step: &Posting) -> String {
        let transfers = match step {
            Posting::Open { owner, purpose, least, most } => {
                let key = self.key(*owner, *purpose);
                let (min_available, max_balance) = (*least, *most);
                return self.says(OpenAccount { min_available, max_balance, ..OpenAccount::new(key) });
            }
            Posting::Freeze { account, sides } => {
                let account = self.account_that(*account, |account| FROZEN.contains(&account.purpose));
                return self.says(FreezeAccount { sides: side(*sides), ..FreezeAccount::new(account) });
            }
            Posting::Unfreeze { account, sides } => {
                let account = self.account_that(*account, |account| account.state != AccountState::Open);
                return self.says(UnfreezeAccount { account, sides: side(*sides), reason: None });
            }
            Posting::Bounds { account, least, most } => {
                let account = self.account_that(*account, |account| account.purpose.is_guarded());
                return self.says(ChangeBounds { account, min_available: *least, max_balance: *most });
            }
            Posting::Close { account } => {
                let (world, also_open) = (self.world, account.is_multiple_of(2));
                let empty = |account: &Account| {
                    let open = account.state == AccountState::Open;
                    if open && !also_open || account.state == AccountState::Closed {
                        return false;
                    }
                    let figures = world.eye().balance(account.id).unwrap().unwrap();
                    let pending = (figures.pending_debits, figures.pending_credits);
                    (figures.balance(), pending) == (0, (0, 0)) && FROZEN.contains(&account.purpose)
                };
                let account = self.account_that(*account, empty);
                return self.says(CloseAccount::new(account));
            }
            Posting::CloseBooks { ago } => return self.says(CloseBooks::new(self.ago(*ago))),
            Posting::Raise { to } => return self.says(RaiseRules::new(*to)),
            Posting::Exchange { account, amount, into, ago } => {
                let exchange = self.exchange(*account, *amount, *into);
                let effective_at = ago.map(|ago| self.ago(ago));
                return self.says(ExchangeCurrency { effective_at, ..exchange });
            }
            Posting::Forget { days } => {
                let keys =
                    self.world.all::<IdempotencyKey>().into_iter().map(|key| key.id).take(30).collect();
                return self.says(ForgetKeys { keys, before: self.ago(days * 86_400) });
            }
            _ => self.transfers(step),
        };
        self.says(PostTransfers::new(transfers))
    }

    fn transfers(&self, step: &Posting) -> Vec<NewTransfer> {
        let account = |choice: &u8| self.account(*choice).id;
        // Few ids, so that some are used twice.
        let id = |choice: &u8| TransferId::derived(&format!("by hand {}", choice % 12));
        match step {
            Posting::Post { from, to, amount, id: chosen } => {
                vec![NewTransfer::posted(account(from), account(to), pence(*amount)).with_id(id(chosen))]
            }
            Posting::Hold { from, to, amount, id: chosen, seconds } => {
                let expires_at = seconds.map(|seconds| self.world.clock.reads().plus_seconds(seconds));
                let mut hold = NewTransfer::pending(account(from), account(to), pence(*amount));
                if let paywright::Posting::Pending { expires_at: until, .. } = &mut hold.posting {
                    *until = expires_at;
                }
                vec![hold.with_id(id(chosen))]
            }
            Posting::PostHold { hold, part } => {
                vec![NewTransfer::post_pending(self.hold(*hold), part.map(pence))]
            }
            Posting::VoidHold { hold } => vec![NewTransfer::void_pending(self.hold(*hold))],
            Posting::Chain { links } => {
                let link = |(from, to, amount): &(u8, u8, i64)| {
                    NewTransfer::posted(account(from), account(to), pence(*amount)).chained()
                };
                let mut links: Vec<NewTransfer> = links.iter().map(link).collect();
                links.iter_mut().next_back().unwrap().chained = false;
                links
            }
            Posting::Balance { from, to, most, id: chosen, within, ago } => {
                let balancing = paywright::Posting::Balancing {
                    debit: account(from),
                    credit: account(to),
                    most: pence(*most),
                    within: side(*within),
                };
                let effective_at = ago.map(|ago| self.ago(ago));
                let any = NewTransfer::posted(account(from), account(to), pence(*most));
                vec![NewTransfer { posting: balancing, effective_at, ..any.with_id(id(chosen)) }]
            }
            _ => Vec::new(),
        }
    }

    fn ago(&self, seconds: i64) -> Timestamp {
        self.world.clock.reads().plus_seconds(-seconds)
    }

    /// Pounds of an account for euros of the bank, or the other way round, one for two.
    fn exchange(&mut self, account: u8, amount: i64, into: bool) -> ExchangeCurrency {
        let key = AccountKey::platform(Purpose::Bank, Currency::EUR);
        let euros = key.id();
        self.says(OpenAccount::new(key));
        let (pounds, rate) = (self.account(account).id, if into { "0.5" } else { "2" });
        let (pounds, twice) = ((pounds, pence(amount)), Money::new(amount.saturating_mul(2), Currency::EUR));
        let (debit, credit) = if into { ((euros, twice), pounds) } else { (pounds, (euros, twice)) };
        ExchangeCurrency::new(debit, credit, rate.parse().unwrap())
    }

    fn key(&self, owner: u8, purpose: u8) -> AccountKey {
        let merchant = self.merchant(owner).id;
        match purpose % 4 {
            0 | 1 => AccountKey::user(self.user(owner).id, Purpose::Wallet, gbp()),
            2 => AccountKey::merchant(merchant, Purpose::MerchantAvailable, gbp()),
            _ => AccountKey::merchant(merchant, Purpose::MerchantPending, gbp()),
        }
    }

    fn account_that(&self, choice: u8, fits: impl Fn(&Account) -> bool) -> AccountId {
        self.one::<Account>(choice, fits).map_or_else(nowhere, |account| account.id)
    }

    /// An open hold that was made by hand; sometimes another, which belongs to a payment or is over.
    fn hold(&self, choice: u8) -> TransferId {
        let by_hand = |hold: &Hold| hold.subject.is_none() && hold.state == HoldState::Open;
        self.one::<Hold>(choice, by_hand).map_or_else(nowhere, |hold| hold.id)
    }
}

fn side(choice: u8) -> Sides {
    pick(&[Sides::Debits, Sides::Credits, Sides::Both], choice).unwrap()
}
