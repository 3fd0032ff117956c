//! The names of the targets. `cargo xtask` takes this file in too, to answer a wrong one at once.

/// Hands the names of all targets to a macro.
#[macro_export]
macro_rules! targets {
    ($with:ident) => {
        $with! {
            money, ids, times, metadata, values, requests, answers, commands, cursors, cuts, rows, entries,
            imports, replays, orders, signatures, seals,
        }
    };
}

macro_rules! names {
    ($($name:ident,)*) => {
        /// The name of every target.
        pub const NAMES: &[&str] = &[$(stringify!($name),)*];
    };
}

targets!(names);
