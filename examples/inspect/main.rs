#![forbid(unsafe_code)]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::todo, clippy::dbg_macro)]
#![deny(clippy::use_self, clippy::manual_let_else, clippy::too_many_lines, clippy::too_many_arguments)]
#![deny(clippy::allow_attributes_without_reason)]
//! Shows what is in a database: accounts, the trial balance, lanes, what waits, and sizes.

mod contents;
mod look;
mod options;
mod text;

#[path = "../database.rs"]
mod database;
#[path = "../reader.rs"]
mod reader;
#[allow(dead_code, reason = "shared with the marketplace, whose amounts are pounds")]
#[path = "../marketplace/table.rs"]
mod table;
#[path = "../../xtask/src/terminal.rs"]
mod terminal;

use options::Options;
use reader::{FOUND, UNREAD};
use std::process::ExitCode;

fn main() -> ExitCode {
    let options: Options = match terminal::read(std::env::args_os()) {
        Ok(options) => options,
        Err(answer) => return answer.give(),
    };
    let contents = match look::at(&options) {
        Ok(contents) => contents,
        Err(failure) => {
            terminal::say(&format!("the database cannot be inspected: {}", failure.why));
            return ExitCode::from(failure.code);
        }
    };
    let text = if options.json { contents.json() } else { contents.to_string() };
    if let Err(error) = terminal::print(&text) {
        let reason = terminal::reason(&error);
        terminal::say(&format!(
            "what was found cannot be printed: {reason}; start again with a place for it"
        ));
        return ExitCode::from(UNREAD);
    }
    if contents.is_balanced() {
        return ExitCode::SUCCESS;
    }
    terminal::say("debits and credits are NOT equal; `cargo xtask verify` says what is wrong");
    ExitCode::from(FOUND)
}
