#![forbid(unsafe_code)]
#![deny(missing_docs, missing_debug_implementations, unreachable_pub)]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::todo, clippy::dbg_macro)]
#![deny(clippy::print_stdout, clippy::print_stderr, clippy::use_self, clippy::manual_let_else)]
#![deny(clippy::too_many_lines, clippy::too_many_arguments, clippy::allow_attributes_without_reason)]
//! A payment engine that lives inside its host's process: ledger, orders, payments and refunds as pure rules
//! over one small storage trait.
//!
//! What it is for, in order: it never loses or invents money; it can be read; it is fast. Rules are pure
//! functions of a command, the records it reads and the time. Everything that moves money is a ledger
//! transfer in the same commit as the change of state that caused it. What the outside world does is
//! observed, never assumed: silence is neither a success nor a decline.
//!
//! # A first payment
//!
//! ```
//! use paywright::*;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // `MemoryStorage` forgets at the end; `paywright_sqlite::SqliteStorage::open("shop.db")?` does not.
//! let engine = Engine::new(MemoryStorage::new())?;
//!
//! // The terms: 2.9 % and 30 cents a payment. Then a merchant on those terms, who may sell.
//! let terms = CreateFeePlan::new("standard", "0.029".parse()?, "0.30 EUR".parse()?);
//! let plan = engine.request(terms).key("setup-plan").execute()?;
//! let shop = engine.request(RegisterMerchant::new("Shop", plan.id)).key("setup-shop").execute()?;
//! engine.execute(ActivateMerchant::new(shop.id))?;
//!
//! // A guest orders for 18.50 EUR and pays by card. The key makes each request safe to repeat.
//! let order = PlaceOrder::new(shop.id, "18.50 EUR".parse()?);
//! let order = engine.request(order).key("basket-8812").execute()?;
//! let start = StartPayment::new(order.id, Method::channel("cards"));
//! let payment = engine.request(start).key("checkout-8812").execute()?;
//! engine.execute(ConfirmPayment::new(payment.id))?;
//!
//! // What is to be sent to the channel was written down with the decision. The host takes it, asks the
//! // channel, and brings back what came of it.
//! for work in engine.claim("worker-1", 100, 60)? {
//!     println!("charge {} at {}", work.operation.amount, work.operation.channel);
//!     engine.execute(CompleteEffect::new(work.effect.id, "worker-1", Outcome::Succeeded))?;
//! }
//!
//! let payment = engine.get::<Payment>(payment.id)?.ok_or("the payment is gone")?;
//! assert_eq!(payment.state, PaymentState::Succeeded);
//! let owed = AccountKey::merchant(shop.id, Purpose::MerchantPending, Currency::EUR).id();
//! assert_eq!(engine.balance(owed)?.map(|owed| owed.balance()), Some(1850 - 84));
//! assert!(engine.verify(&[])?.is_clean());
//! # Ok(())
//! # }
//! ```
//!
//! # How it is put together
//!
//! - **Commands** change state: plain structs with an imperative name, such as [`PlaceOrder`] or
//!   [`RequestRefund`]. Each lists its refusals; [`AnyCommand::CATALOGUE`] lists the commands. They are asked
//!   for through [`Engine::execute`], [`Engine::request`] (with a key and an [`Actor`]), [`Engine::batch`]
//!   (one commit, one result each) and [`Engine::atomic`] (all or nothing). [`Engine::preview`] decides one
//!   like any other and commits nothing. A [`Request`] may carry a deadline.
//! - **Records** are what is stored: [`Order`], [`Payment`], [`Refund`], [`Account`], [`Transfer`] and so on.
//!   They are read by id with [`Engine::get`], in pages with [`Engine::list`], and by anyone with SQL.
//! - **History** of an account is read with [`Engine::statement`], what it held with
//!   [`Engine::balance_as_of`], what all held with [`Engine::trial_balance_at`], a [`Cut`].
//! - **Time** ends states: [`Engine::tick`] expires orders, payments, authorisations, holds and reviews.
//! - **Cases** ask people where no rule can settle something ([`Case`], [`CloseCase`]).
//! - **Effects** are work for the outside world: [`Engine::claim`], [`CompleteEffect`], [`Engine::recover`]
//!   after a restart, [`Engine::tick`] for what time makes due. [`ObserveOperation`] takes what webhooks and
//!   statements say.
//! - **The journal** has one entry for each accepted command, hash-chained; [`Engine::verify`] checks
//!   everything stored against it. [`Engine::feed`] hands it out to whoever follows, and
//!   [`Engine::export`] and [`Engine::import`] carry the books to another storage.
//! - **Errors** are of four kinds, by who is at fault ([`ErrorKind`]); [`error::catalogue`] lists every code.
//! - **Devices** sign how far their journal had come ([`signature::SignedCut`]).
//! - **Sealed copies** carry a journal to another device, readable by the owner's key alone ([`seal`]).
//! - **Storages** implement [`storage::Storage`]; time and randomness come in through [`Clock`] and
//!   [`Entropy`].
//!
//! Nothing here does I/O, starts a thread, or reads a clock outside `time.rs`.

pub mod actor;
pub mod asset;
pub mod case;
pub mod catalogue;
pub mod command;
#[cfg(not(paywright_defects))]
mod defect;
#[cfg(paywright_defects)]
pub mod defect;
pub mod due;
pub mod effect;
pub mod engine;
pub mod error;
pub mod id;
pub mod journal;
pub mod ledger;
pub mod limits;
pub mod machine;
pub mod merchant;
pub mod metadata;
pub mod money;
pub mod operation;
pub mod order;
pub mod payment;
pub mod progress;
pub mod refund;
pub mod seal;
pub mod shape;
pub mod signature;
pub mod storage;
pub mod time;
pub mod user;

pub use actor::{Actor, Role};
pub use asset::{Asset, RegisterAsset};
pub use case::{Case, CaseKind, CaseState, CloseCase};
pub use command::{AnyCommand, AnyOutput, Command, CommandSpec, InputField, Output, OutputSpec, Repeat};
pub use due::{Due, TimeOut, TimedOut};
pub use effect::{
    ClaimEffects, Claimed, CompleteEffect, Effect, EffectKind, EffectState, RecoverEffects, Work,
};
pub use engine::{
    Acceptance, AccountsOf, Answer, AsOf, Bulk, Cursor, Engine, Page, PageOf, Request, StatementLine,
    StatementLines, StatementOf, TrialLine, TypedRequest, schema,
};
pub use error::{Code, CodeSpec, Error, ErrorKind, Family, Fault, Misuse, Refused};
pub use id::{
    AccountId, AssetId, CaseId, EffectId, ExchangeId, FeePlanId, Id, InvalidId, KeyId, MerchantId,
    OperationId, OrderId, PartId, PaymentId, RefundId, TransferId, UserId,
};
pub use journal::{
    AddedTransfers, Anchor, Behind, Books, Change, Cut, Event, Export, FeedPage, Finding, ForgetKeys,
    Forgotten, Imported, RaiseRules, Verification,
};
pub use ledger::{
    Account, AccountKey, AccountState, Balance, Booked, ChangeBounds, CloseAccount, CloseBooks, Exchange,
    ExchangeCurrency, Figures, FreezeAccount, Hold, HoldState, NewTransfer, OpenAccount, Owner, Phase,
    Position, PostTransfers, Posted, Posting, Purpose, Side, Sides, Transfer, TransferKind, UnfreezeAccount,
};
pub use merchant::{
    ActivateMerchant, CreateFeePlan, FeePlan, FeesOnRefund, Merchant, MerchantState, RefundReview,
    RegisterMerchant, SuspendMerchant, Unreviewed,
};
pub use metadata::{Metadata, MetadataError};
pub use money::{Currency, Money, MoneyError, Rate, Remainder, Rounding, SplitFault};
pub use operation::{
    ObserveOperation, Operation, OperationKind, OperationState, Outcome, PayerAction, RetryReversal,
};
pub use order::{CancelOrder, Fulfilment, Order, OrderState, PlaceOrder, RecordFulfilment};
pub use payment::{
    AnswerChallenge, AttachMethod, CancelPayment, CaptureKind, CaptureMode, CapturePayment, ChallengeResult,
    ConfirmPayment, Decision, IncrementAuthorisation, Method, Part, Payment, PaymentPurpose, PaymentState,
    ReleaseRest, ResumePayment, ReviewPayment, StartPayment, Verdict, VoidPayment,
};
pub use progress::Progress;
pub use refund::{
    ApproveRefund, CloseRefund, GiveUpRefund, Refund, RefundState, RejectRefund, RequestRefund,
    RerouteRefund, RetryRefund, WithdrawRefund,
};
pub use storage::MemoryStorage;
pub use time::{Clock, Entropy, InvalidTimestamp, SeededEntropy, SystemClock, SystemEntropy, Timestamp};
pub use user::{RegisterUser, User};
