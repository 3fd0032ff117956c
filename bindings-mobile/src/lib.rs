#![forbid(unsafe_code)]
#![deny(missing_docs, missing_debug_implementations, unreachable_pub)]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::todo, clippy::dbg_macro)]
#![deny(clippy::print_stdout, clippy::print_stderr, clippy::use_self, clippy::manual_let_else)]
#![deny(clippy::too_many_lines, clippy::too_many_arguments, clippy::allow_attributes_without_reason)]
//! The native half of the Kotlin and Swift packages, and private there.
//!
//! It takes bytes, calls, and answers bytes: no rule of payments stands here. Both packages write a command
//! as the journal holds it and read answers piece by piece, by types that are generated from core's
//! descriptions; so one function takes every command, one takes every question, and a new command in core
//! needs nothing here. UniFFI carries the bytes, and the host's own clock and entropy the other way.
//!
//! No exported function can fail but by its `Result`: Swift has no other way to survive it.

mod answering;
mod asking;
mod fault;
mod handle;
mod host;
mod journal;
mod signing;
mod telling;
mod values;

pub use answering::Outcome;
pub use fault::{Fault, FaultKind, FaultParts};
pub use handle::{FileAccess, NativeEngine, Opening};
pub use host::{HostClock, HostEntropy, HostFault, HostProgress};
pub use journal::sealed_key_id;
pub use signing::{accepted_signature, check_signed_cut, cut_message, public_key, signed_cut};
pub use values::{
    account_id, canonical_metadata, derived_id, exponent, figures, id_bytes, id_text, minor_units, rate,
};

uniffi::setup_scaffolding!("paywright_native");
