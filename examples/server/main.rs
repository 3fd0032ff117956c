#![forbid(unsafe_code)]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::todo, clippy::dbg_macro)]
#![deny(clippy::use_self, clippy::manual_let_else, clippy::too_many_lines, clippy::too_many_arguments)]
#![deny(clippy::allow_attributes_without_reason)]
//! A PostgreSQL server to throw away: its address on a line, and it is there until the input ends. For who
//! wants to try something, and for tests that are not Rust's.

#[allow(dead_code, reason = "there are no options here")]
#[path = "../../xtask/src/terminal.rs"]
mod terminal;

use paywright_testing::PostgresServer;
use std::io::{self, BufRead, IsTerminal};
use std::process::ExitCode;

fn main() -> ExitCode {
    let server = match PostgresServer::start(&[]) {
        Ok(server) => server,
        Err(missing) => {
            terminal::say(&missing.to_string());
            return ExitCode::FAILURE;
        }
    };
    if terminal::print(&format!("{}\n", server.address())).is_err() {
        return ExitCode::FAILURE;
    }
    if io::stdin().is_terminal() {
        terminal::say("It is there until you press Enter. Then all that is in it is gone.");
    }
    // Whatever comes, or nothing any more: the server goes with this process.
    let _ = io::stdin().lock().read_line(&mut String::new());
    ExitCode::SUCCESS
}
