#![deny(unsafe_code)]
#![deny(missing_docs, missing_debug_implementations, unreachable_pub)]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::todo, clippy::dbg_macro)]
#![deny(clippy::print_stdout, clippy::print_stderr, clippy::use_self, clippy::manual_let_else)]
#![deny(clippy::too_many_lines, clippy::too_many_arguments, clippy::allow_attributes_without_reason)]
//! The native half of the Python package `paywright`; `paywright._native` to Python, and private there.
//!
//! It converts, calls, and converts: no rule of payments stands here. What a command, a record or an answer
//! is made of it reads from core's descriptions, so one function takes every command (`asking`), one way
//! in checks every value (`taking`), and one way out builds every answer (`giving`).

mod arrow;
mod asking;
mod fault;
mod forks;
mod giving;
mod handle;
mod host;
mod inspecting;
mod journal;
mod moment;
mod money;
mod place;
mod reading;
mod registry;
mod simulated;
mod taking;

use pyo3::prelude::*;

#[pymodule]
mod _native {
    use pyo3::prelude::*;

    #[pymodule_export]
    use super::arrow::lines::TextTable;
    #[pymodule_export]
    use super::arrow::listing::{
        accounts_table, events_table, records_table, statement_table, trial_balance_table,
    };
    #[pymodule_export]
    use super::arrow::posting::{BulkRows, bulk};
    #[pymodule_export]
    use super::asking::{answer, atomic, batch, call, in_engine, preview};
    #[pymodule_export]
    use super::forks::forked;
    #[pymodule_export]
    use super::handle::Handle;
    #[pymodule_export]
    use super::inspecting::{lanes, sizes};
    #[pymodule_export]
    use super::journal::{
        backup, behind, check, cut, export, feed, forget_keys, import_lines, reached, verify,
    };
    #[pymodule_export]
    use super::money::{Money, exponent};
    #[pymodule_export]
    use super::place::is_address;
    #[pymodule_export]
    use super::reading::{
        account_id, accounts, balance, claim, derived, figures, get, id_bytes, id_text, page, recover,
        statement, tick, times, trial_balance,
    };
    #[pymodule_export]
    use super::registry::register;
    #[pymodule_export]
    use super::simulated::{SimulatedChannel, drive};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
