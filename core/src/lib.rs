#![forbid(unsafe_code)]
#![deny(missing_docs, missing_debug_implementations, unreachable_pub)]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::todo, clippy::dbg_macro)]
#![deny(clippy::print_stdout, clippy::print_stderr, clippy::use_self, clippy::manual_let_else)]
#![deny(clippy::too_many_lines, clippy::too_many_arguments, clippy::allow_attributes_without_reason)]
//! Paywright.

pub mod actor;
pub mod case;
pub mod catalogue;
pub mod command;
pub mod effect;
pub mod engine;
pub mod error;
pub mod id;
pub mod journal;
pub mod ledger;
pub mod limits;
pub mod machine;
pub mod merchant;
pub mod money;
pub mod operation;
pub mod order;
pub mod payment;
pub mod refund;
pub mod storage;
pub mod time;
pub mod user;

pub use actor::{Actor, Role};
pub use case::{Case, CaseKind, CaseState};
pub use command::{AnyCommand, AnyOutput, Command, CommandSpec, InputField, Output, Repeat};
pub use effect::{
    ClaimEffects, Claimed, CompleteEffect, Effect, EffectKind, EffectState, RecoverEffects, Work,
};
pub use engine::{
    Acceptance, Answer, Cursor, Engine, Page, PageOf, Request, TrialLine, TypedRequest, schema,
};
pub use error::{Code, CodeSpec, Error, ErrorKind, Fault, Misuse, Refused};
pub use id::{
    AccountId, CaseId, EffectId, FeePlanId, Id, InvalidId, MerchantId, OperationId, OrderId, PartId,
    PaymentId, RefundId, TransferId, UserId,
};
pub use journal::{Anchor, Finding, Verification};
pub use ledger::{
    Account, AccountKey, AccountState, Balance, Figures, Hold, HoldState, NewTransfer, OpenAccount, Owner,
    Phase, Position, PostTransfers, Posted, Posting, Purpose, Side, Transfer, TransferKind,
};
pub use merchant::{
    ActivateMerchant, CreateFeePlan, FeePlan, Merchant, MerchantState, RefundReview, RegisterMerchant,
    SuspendMerchant,
};
pub use money::{Currency, Money, MoneyError, Rate, Remainder, Rounding, SplitFault};
pub use operation::{ObserveOperation, Operation, OperationKind, OperationState, Outcome};
pub use order::{Order, OrderState, PlaceOrder};
pub use payment::{
    CaptureKind, CaptureMode, CapturePayment, ConfirmPayment, Method, Part, Payment, PaymentPurpose,
    PaymentState, StartPayment,
};
pub use refund::{ApproveRefund, Refund, RefundState, RequestRefund};
pub use storage::MemoryStorage;
pub use time::{Clock, Entropy, InvalidTimestamp, SeededEntropy, SystemClock, SystemEntropy, Timestamp};
pub use user::{RegisterUser, User};
