#![forbid(unsafe_code)]
#![deny(missing_docs, missing_debug_implementations, unreachable_pub)]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::todo, clippy::dbg_macro)]
#![deny(clippy::print_stdout, clippy::print_stderr, clippy::use_self, clippy::manual_let_else)]
#![deny(clippy::too_many_lines, clippy::too_many_arguments, clippy::allow_attributes_without_reason)]
//! The laws of a [`Storage`](paywright::storage::Storage), for every backend to run.
//!
//! An engine trusts its storage with money: a commit that is half there, a conflict that is not named or a
//! page that leaves a row out is a loss somewhere. What it relies on is written here, each law a function
//! that tries to catch the backend breaking it, on tables of its own that are meaner than an engine's.
//!
//! # Running them on your backend
//! Say how to make an empty place and how to open it, and let [`conformance!`] write one test for each law:
//!
//! ```
//! use paywright::storage::{Key, MemoryStorage, Storage, StorageError, Table};
//! use paywright_storage_conformance::{Backend, Cannot, Disk, Place, check};
//!
//! struct Memory;
//!
//! impl Backend for Memory {
//!     fn place(&self) -> Result<Box<dyn Place>, StorageError> {
//!         Ok(Box::new(MemoryPlace(MemoryStorage::new())))
//!     }
//! }
//!
//! // For a backend with files this holds the path, and removes the file when it is dropped.
//! struct MemoryPlace(MemoryStorage);
//!
//! impl Place for MemoryPlace {
//!     fn open(&self) -> Result<Box<dyn Storage>, StorageError> {
//!         Ok(Box::new(self.0.clone()))
//!     }
//!     fn set_disk(&self, _: Disk) -> Result<(), Cannot> {
//!         Err(Cannot("memory has no disk".to_owned()))
//!     }
//!     fn damage(&self, _: &'static Table, _: Key) -> Result<(), Cannot> {
//!         Err(Cannot("nobody else can write to this memory".to_owned()))
//!     }
//!     fn lose_answer(&self) -> Result<(), Cannot> {
//!         Err(Cannot("a call within the process is always answered".to_owned()))
//!     }
//! }
//!
//! // In `tests/laws.rs` of a backend this line is all: one test a law.
//! paywright_storage_conformance::conformance!(Memory);
//!
//! // Or as a program:
//! let report = check(&Memory);
//! assert!(report.is_lawful(), "{report}");
//! ```
//!
//! A test that fails names the law, its sentence and what was found instead. A law that needs a fault which
//! the backend cannot make (a full disk, say) is reported as not tried, with the backend's reason: see
//! [`Report`].
//!
//! # What the laws leave open
//! - The order of conflicts in an answer, and of rows in an answer to `load`.
//! - Keys that are repeated in one `load`: the laws ask for distinct ones.
//! - A row whose key *and* unique value are taken may be named for the key only, or for both.
//! - Of two new rows of one batch with the same unique value either may be named, or both.
//! - An entry that leaves a gap in its lane: the lane's head row, changed in the same batch, prevents it.
//! - Two changed rows of one batch that swap their unique values may be refused, naming either.

mod backend;
mod draft;
mod ground;
mod law;
mod laws;
mod read;
mod refusal;
mod tables;

pub use backend::{Backend, Cannot, Disk, Place};
pub use law::{Law, Outcome, Report, Unheld, Verdict, check, uphold};
pub use laws::LAWS;
