#![forbid(unsafe_code)]
#![deny(missing_docs, missing_debug_implementations, unreachable_pub)]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::todo, clippy::dbg_macro)]
#![deny(clippy::print_stdout, clippy::print_stderr, clippy::use_self, clippy::manual_let_else)]
#![deny(clippy::too_many_lines, clippy::too_many_arguments, clippy::allow_attributes_without_reason)]
//! For hosts that test how they use Paywright: a channel that behaves as badly as real ones do and always in
//! the same way, a storage that fails as real ones do, a clock that stands until it is set, and the loop that
//! takes effects to the channel and brings back what came of them.
//!
//! ```
//! use paywright::{
//!     ActivateMerchant, ConfirmPayment, CreateFeePlan, Engine, MemoryStorage, Method, Payment, PaymentState,
//!     PlaceOrder, RegisterMerchant, SeededEntropy, StartPayment,
//! };
//! use paywright_testing::{ManualClock, SimulatedChannel, drive};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let clock = ManualClock::new("2026-11-23T09:00:00Z".parse()?);
//! let engine = Engine::with(MemoryStorage::new(), clock.clone(), SeededEntropy(1))?;
//! let terms = CreateFeePlan::new("standard", "0.029".parse()?, "0.30 GBP".parse()?);
//! let plan = engine.request(terms).key("plan").execute()?;
//! let shop = engine.request(RegisterMerchant::new("Bakery", plan.id)).key("bakery").execute()?;
//! engine.execute(ActivateMerchant::new(shop.id))?;
//! let order = engine.request(PlaceOrder::new(shop.id, "18.50 GBP".parse()?)).key("order").execute()?;
//! let start = StartPayment::new(order.id, Method::channel("cards"));
//! let payment = engine.request(start).key("payment").execute()?;
//! engine.execute(ConfirmPayment::new(payment.id))?;
//!
//! // The confirmation wrote down that an operation is to be sent. Somebody must do it:
//! assert_eq!(drive(&engine, "till-1", &SimulatedChannel::approving(7))?, 1);
//! let payment = engine.get::<Payment>(payment.id)?;
//! assert_eq!(payment.map(|payment| payment.state), Some(PaymentState::Succeeded));
//! # Ok(())
//! # }
//! ```

mod channel;
mod clock;
mod drive;
mod faulty;
#[cfg(unix)]
mod server;
#[cfg(unix)]
mod standby;

pub use channel::{Answer, Behaviour, SimulatedChannel};
pub use clock::ManualClock;
pub use drive::drive;
pub use faulty::{Faults, FaultyStorage, StorageFault};
#[cfg(unix)]
pub use server::{NoServer, PostgresServer};

/// The code of the README and of the guides runs as tests.
#[cfg(doctest)]
mod pages {
    #[doc = include_str!("../../README.md")]
    mod readme {}
    #[doc = include_str!("../../docs/guides/checkout.md")]
    mod checkout {}
    #[doc = include_str!("../../docs/guides/wallet.md")]
    mod wallet {}
    #[doc = include_str!("../../docs/guides/hotel.md")]
    mod hotel {}
    #[doc = include_str!("../../docs/guides/refund.md")]
    mod refund {}
    #[doc = include_str!("../../docs/guides/ledger.md")]
    mod ledger {}
    #[doc = include_str!("../../docs/guides/statements.md")]
    mod statements {}
    #[doc = include_str!("../../docs/guides/feed.md")]
    mod feed {}
    #[doc = include_str!("../../docs/guides/journal.md")]
    mod journal {}
    #[doc = include_str!("../../docs/guides/backup.md")]
    mod backup {}
}
