#![forbid(unsafe_code)]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::todo, clippy::dbg_macro)]
#![deny(clippy::use_self, clippy::manual_let_else, clippy::too_many_lines, clippy::too_many_arguments)]
#![deny(clippy::allow_attributes_without_reason)]
//! Follows a database: what a search index, a data warehouse or a mailer would do, with a terminal in its
//! place.

mod cursor;
mod events;
mod options;

#[path = "../database.rs"]
mod database;
#[path = "../../xtask/src/terminal.rs"]
mod terminal;

use cursor::CursorFile;
use database::unopened;
use events::Seen;
use options::Options;
use paywright::{Engine, FeedPage};
use paywright_sqlite::{Access, SqliteOptions, SqliteStorage};
use std::io::{self, Write};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

/// Events asked for at once.
const PAGE: u32 = 500;
/// How long to wait where nothing more has happened.
const PAUSE: Duration = Duration::from_millis(500);

fn main() -> ExitCode {
    let options: Options = match terminal::read(std::env::args_os()) {
        Ok(options) => options,
        Err(answer) => return answer.give(),
    };
    match follow(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            terminal::say(&format!("the database is followed no further: {why}"));
            ExitCode::FAILURE
        }
    }
}

fn follow(options: &Options) -> Result<(), String> {
    let path = &options.database;
    let sqlite = SqliteOptions { access: Access::ReadOnly, ..SqliteOptions::default() };
    let storage = SqliteStorage::open_with(path, sqlite).map_err(|error| unopened(path, &error))?;
    let engine = Engine::new(storage).map_err(|error| format!("{}: {error}", path.display()))?;
    let file = CursorFile::at(&options.cursor);
    let (mut cut, mut seen) = (file.read()?, Seen::default());
    loop {
        let FeedPage { events, next } = engine.feed(&cut, PAGE).map_err(|error| error.to_string())?;
        if events.is_empty() {
            if options.once {
                return Ok(());
            }
            thread::sleep(PAUSE);
            continue;
        }
        let mut text = String::new();
        for event in &events {
            text.push_str(&if options.json { seen.json(event) } else { seen.line(event) });
            text.push('\n');
        }
        // First handled, then kept: a stop between both repeats the page and loses nothing.
        if !print(&text)? {
            return Ok(());
        }
        file.write(&next)?;
        cut = next;
    }
}

/// Whether somebody was there to read it.
fn print(text: &str) -> Result<bool, String> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(format!("the events cannot be printed: {}", terminal::reason(&error))),
    }
}
