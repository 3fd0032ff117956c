//! Accounts: who owns them, what for, in which currency, and within which bounds.

use super::balance::Balance;
use crate::asset;
use crate::engine::{Stop, View};
use crate::error::{Code, Refused, refused};
use crate::id::{AccountId, BalanceId, MerchantId, UserId};
use crate::limits;
use crate::machine::Word;
use crate::money::Currency;
use crate::shape::{spoken, value, variants};
use crate::storage::{Corrupt, Field, Key, Kind, RowReader, RowWriter, record, states, words};
use std::fmt;
use std::sync::Arc;

spoken! {
    /// The side on which an account normally has its balance.
    pub enum Side {
        /// Debits raise it: what others owe us, and what we spent.
        1 Debit = "debit",
        /// Credits raise it: what we owe others, and what we earned.
        2 Credit = "credit",
    }
}

words! {
    /// What an account is for; it fixes the side, the bounds it opens with, and how it is posted to.
    pub enum Purpose {
        /// A user's money.
        1 Wallet = "wallet",
        /// A merchant's: captured, not yet settled. Refunds, chargebacks and fees may drive it negative.
        2 MerchantPending = "merchant_pending",
        /// A merchant's: settled, may be paid out.
        3 MerchantAvailable = "merchant_available",
        /// A merchant's: held back for a time.
        4 MerchantReserve = "merchant_reserve",
        /// A merchant's: held while a dispute is open.
        5 DisputeHold = "dispute_hold",
        /// A merchant's or user's: on its way to a bank.
        6 PayoutInTransit = "payout_in_transit",
        /// One offline allowance.
        7 OfflineEscrow = "offline_escrow",
        /// One campaign's budget.
        8 PromotionBudget = "promotion_budget",
        /// The platform's: fees earned.
        9 FeeIncome = "fee_income",
        /// The platform's: money that came in and belongs back to its payer.
        10 PayerRefundable = "payer_refundable",
        /// The platform's: tax owed.
        11 TaxPayable = "tax_payable",
        /// The platform's own capital.
        12 Equity = "equity",
        /// The platform's: money whose place is not known yet.
        13 Suspense = "suspense",
        /// The platform's: the open position in a currency.
        14 FxPosition = "fx_position",
        /// The platform's: money at its bank.
        15 Bank = "bank",
        /// The platform's: what a channel owes it; the scope names the channel.
        16 ChannelReceivable = "channel_receivable",
        /// The platform's: what users owe it.
        17 UserReceivable = "user_receivable",
        /// The platform's: what channels charge.
        18 ChannelFeeExpense = "channel_fee_expense",
        /// The platform's: what promotions cost.
        19 PromotionExpense = "promotion_expense",
        /// The platform's: money lost.
        20 Loss = "loss",
        /// The platform's: gain or loss by exchange rates.
        21 FxGainLoss = "fx_gain_loss",
    }
}

impl Purpose {
    /// The normal side of its accounts.
    #[must_use]
    pub const fn side(self) -> Side {
        match self {
            Self::Bank
            | Self::ChannelReceivable
            | Self::UserReceivable
            | Self::ChannelFeeExpense
            | Self::PromotionExpense
            | Self::Loss
            | Self::FxGainLoss => Side::Debit,
            _ => Side::Credit,
        }
    }

    /// Its accounts have one balance over all lanes and may have bounds; the others have one a lane and none.
    #[must_use]
    pub const fn is_guarded(self) -> bool {
        matches!(
            self,
            Self::Wallet
                | Self::MerchantAvailable
                | Self::MerchantReserve
                | Self::DisputeHold
                | Self::PayoutInTransit
                | Self::OfflineEscrow
                | Self::PromotionBudget
        )
    }

    /// What a channel did is booked here whatever happens, so such an account is never frozen or closed.
    #[must_use]
    pub const fn takes_outcomes(self) -> bool {
        matches!(
            self,
            Self::ChannelReceivable
                | Self::UserReceivable
                | Self::PayerRefundable
                | Self::FeeIncome
                | Self::Suspense
        )
    }

    /// Whether such an account may belong to this owner.
    #[must_use]
    pub const fn fits(self, owner: Owner) -> bool {
        match self {
            Self::Wallet => matches!(owner, Owner::User(_)),
            Self::MerchantPending | Self::MerchantAvailable | Self::MerchantReserve | Self::DisputeHold => {
                matches!(owner, Owner::Merchant(_))
            }
            Self::PayoutInTransit => !matches!(owner, Owner::Platform),
            Self::OfflineEscrow | Self::PromotionBudget => true,
            _ => matches!(owner, Owner::Platform),
        }
    }
}

states! {
    machine "account" of Account;
    /// What may be posted to an account.
    pub enum AccountState {
        /// Everything within its bounds.
        1 Open = "open",
        /// No debits.
        2 DebitsFrozen = "debits_frozen",
        /// No credits.
        3 CreditsFrozen = "credits_frozen",
        /// Nothing.
        4 Frozen = "frozen",
        /// Nothing, for ever.
        5 Closed = "closed",
    }
    /// What happens to an account.
    pub enum AccountEvent {
        /// It was opened.
        1 Opened = "opened",
        /// No more debits.
        2 FrozeDebits = "debits_frozen",
        /// No more credits.
        3 FrozeCredits = "credits_frozen",
        /// Debits again.
        4 ThawedDebits = "debits_unfrozen",
        /// Credits again.
        5 ThawedCredits = "credits_unfrozen",
        /// It was closed.
        6 WasClosed = "closed",
    }
    starts { 401 Opened => Open, }
    edges {
        402 Open + FrozeDebits => DebitsFrozen,
        403 Open + FrozeCredits => CreditsFrozen,
        404 DebitsFrozen + FrozeCredits => Frozen,
        405 CreditsFrozen + FrozeDebits => Frozen,
        406 DebitsFrozen + ThawedDebits => Open,
        407 CreditsFrozen + ThawedCredits => Open,
        408 Frozen + ThawedDebits => CreditsFrozen,
        409 Frozen + ThawedCredits => DebitsFrozen,
        410 Open + WasClosed => Closed,
        411 DebitsFrozen + WasClosed => Closed,
        412 CreditsFrozen + WasClosed => Closed,
        413 Frozen + WasClosed => Closed,
    }
}

variants! {
    /// Whose account it is.
    pub enum Owner: Copy Hash {
        /// The platform that runs the engine.
        0 Platform = "platform",
        /// A user.
        1 User = "user"(user: UserId),
        /// A merchant.
        2 Merchant = "merchant"(merchant: MerchantId),
    }
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Platform => f.write_str("platform"),
            Self::User(id) => write!(f, "{id}"),
            Self::Merchant(id) => write!(f, "{id}"),
        }
    }
}

impl Field for Owner {
    const COLUMNS: &'static [(&'static str, Kind)] = &[("", Kind::Text)];
    fn write(&self, row: &mut RowWriter<'_>) {
        row.text(&self.to_string());
    }
    fn read(row: &mut RowReader<'_>) -> Result<Self, Corrupt> {
        let text = row.text()?;
        if text == "platform" {
            return Ok(Self::Platform);
        }
        let owner = text.parse().map(Self::User).or_else(|_| text.parse().map(Self::Merchant));
        owner.map_err(|_| row.corrupt("a text that is no owner"))
    }
}

value! {
    /// What makes an account the one it is. The account's id derives from it, so two writers open the same
    /// one.
    pub struct AccountKey in order {
        /// Whose.
        0 owner: Owner,
        /// What for.
        1 purpose: Purpose,
        /// In which currency, for ever.
        2 currency: Currency,
        /// What tells accounts apart that share the rest: the channel of a receivable.
        3 scope: Option<String>,
    }
}

impl AccountKey {
    /// Of a user.
    #[must_use]
    pub const fn user(user: UserId, purpose: Purpose, currency: Currency) -> Self {
        Self { owner: Owner::User(user), purpose, currency, scope: None }
    }

    /// Of a merchant.
    #[must_use]
    pub const fn merchant(merchant: MerchantId, purpose: Purpose, currency: Currency) -> Self {
        Self { owner: Owner::Merchant(merchant), purpose, currency, scope: None }
    }

    /// Of the platform.
    #[must_use]
    pub const fn platform(purpose: Purpose, currency: Currency) -> Self {
        Self { owner: Owner::Platform, purpose, currency, scope: None }
    }

    /// What a channel owes the platform.
    pub fn channel(channel: impl Into<String>, currency: Currency) -> Self {
        Self { scope: Some(channel.into()), ..Self::platform(Purpose::ChannelReceivable, currency) }
    }

    pub(crate) fn check(&self) -> Result<(), Refused> {
        limits::optional_text("scope of the account", self.scope.as_ref(), limits::NAME_BYTES)
    }

    pub(crate) fn fits(&self) -> Result<(), Refused> {
        let (purpose, owner) = (self.purpose, self.owner);
        if purpose.fits(owner) {
            return Ok(());
        }
        Err(refused!(Code::PurposeNotAllowed, "{owner} cannot own an account for {purpose}"))
    }

    /// The account's id.
    #[must_use]
    pub fn id(&self) -> AccountId {
        let (owner, currency) = (self.owner.to_string(), self.currency.text());
        let natural = (owner, self.purpose.word(), &*currency, self.scope.as_deref());
        AccountId::of(Key::natural("accounts", natural))
    }
}

record! {
    /// What rules an account: rarely changed, relied on by every posting.
    pub struct Account = 4 "accounts" kept by Journal {
        /// Its id, derived from owner, purpose, currency and scope.
        id: AccountId,
        /// Whose.
        1 owner: Owner,
        /// What for.
        2 purpose: Purpose,
        /// In which currency, for ever.
        3 currency: Currency,
        /// What tells accounts apart that share the rest.
        4 scope: Option<String>,
        /// What must stay available, in minor units; none where there is no such bound.
        5 min_available: Option<i64>,
        /// What the balance may rise to, in minor units; none where there is no such bound.
        6 max_balance: Option<i64>,
        /// What may be posted to it.
        7 state: AccountState,
    }
    index by_owner(owner, purpose);
    index by_purpose(purpose, state);
    index by_state(state);
}

impl Account {
    /// The balance that this lane posts to.
    pub(crate) fn balance_id(&self, lane: u16) -> BalanceId {
        if self.purpose.is_guarded() { Balance::guarded(self.id) } else { Balance::shared(self.id, lane) }
    }
}

/// The account with this key, opened with the bounds of its purpose if it is not there yet.
pub(crate) fn open(on: &mut View<'_>, key: &AccountKey) -> Result<Arc<Account>, Stop> {
    let id = key.id();
    if let Some(account) = on.find::<Account>(id)? {
        return Ok(account);
    }
    key.check()?;
    key.fits()?;
    asset::known(on, key.currency)?;
    if key.purpose.is_guarded() {
        on.insert(Balance::zero(Balance::guarded(id), id, 0))?;
    }
    let account = Account {
        id,
        owner: key.owner,
        purpose: key.purpose,
        currency: key.currency,
        scope: key.scope.clone(),
        min_available: key.purpose.is_guarded().then_some(0),
        max_balance: None,
        state: AccountState::Open,
    };
    on.begin(account, AccountEvent::Opened)
}
