//! The ledger: accounts with bounds, transfers between two of them, holds. Every posting sums to zero,
//! because every transfer debits one account by what it credits the other.
//!
//! How an account is posted to is fixed by its purpose. A *guarded* account (a wallet) has one [`Balance`]
//! for all lanes and may have bounds. A *shared* account (the platform's, and a merchant's money before
//! settlement) has one balance a lane, so that no two writers ever wait for each other on it; it has no
//! bounds, and its sums are the sums of its balances.
#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::as_conversions)]

mod account;
mod balance;
mod commands;
mod exchange;
mod hold;
mod new_transfer;
mod outcome;
mod posting;
mod transfer;

pub(crate) use account::open;
pub use account::{Account, AccountEvent, AccountKey, AccountState, Owner, Purpose, Side};
pub(crate) use balance::MARK_EVERY;
pub use balance::{Balance, Figures, Mark};
pub use commands::change_bounds::ChangeBounds;
pub use commands::close_account::CloseAccount;
pub use commands::close_books::CloseBooks;
pub use commands::exchange_currency::ExchangeCurrency;
pub use commands::freeze_account::{FreezeAccount, Sides};
pub use commands::open_account::OpenAccount;
pub use commands::post_transfers::PostTransfers;
pub use commands::unfreeze_account::UnfreezeAccount;
pub use exchange::Exchange;
pub use hold::{Hold, HoldEvent, HoldState};
pub use new_transfer::{Booked, NewTransfer, Posted, Posting};
pub(crate) use outcome::{Cause, expire};
pub(crate) use posting::{Booking, Resolution, reserve, reserve_instead, resolve};
pub use transfer::{Phase, Position, Transfer, TransferKind};
