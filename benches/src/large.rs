//! The large database that several figures share. A child process makes it, once a run, and the most memory
//! that this took is a figure of its own: the measuring process has both sides of every figure in its memory.

use crate::books::{Books, Template, all_new};
use crate::figures::ledger::{one_command, postings_of};
use crate::ground::Ground;
use crate::load::Movements;
use crate::{Outcome, Scale, raw};
use paywright::{Engine, StatementOf};
use paywright_sqlite::SqliteStorage;
use std::path::Path;
use std::process::{Command, Stdio};

/// The argument that makes the program the child; a scale's name and a path follow it.
pub const GROW: &str = "--grow-database";
/// Accounts whose statement the child reads.
const READ: usize = 1_000;

/// A closed database of 5 million transfers, less in a quick run.
#[derive(Debug)]
pub struct Large {
    /// The file and who is in it.
    pub template: Template,
    /// Megabytes that the child had in memory at most; not a number where the system does not say.
    pub peak: f64,
}

impl Large {
    /// Has a child make it.
    pub fn on(ground: &Ground, program: &Path) -> Outcome<Self> {
        let database = ground.database();
        let mut child = Command::new(program);
        child.args([GROW, ground.scale.name]).arg(database.path()).stderr(Stdio::inherit());
        let told = child.output()?;
        if !told.status.success() {
            return Err("the large database could not be made".into());
        }
        let peak = std::str::from_utf8(&told.stdout)?.trim().parse()?;
        Ok(Self { template: Template::of(database, Books::of(&ground.scale)?)?, peak })
    }
}

/// Fills an engine that has no books yet, and makes so many commits of transfers.
pub fn fill(engine: &Engine, scale: &Scale, commits: usize) -> Outcome<Books> {
    let books = Books::fill(engine, scale)?;
    let mut movements = Movements::new(scale);
    for _ in 0..commits {
        let postings = postings_of(&books, &movements.next_commit()?)?;
        all_new(engine.batch(one_command(postings)))?;
    }
    Ok(books)
}

/// What the child does: makes the database, reads statements, and answers its peak of memory.
pub fn grow(scale: &Scale, path: &Path) -> Outcome<f64> {
    let engine = Engine::new(SqliteStorage::open(path)?)?;
    let books = fill(&engine, scale, scale.stored_commits)?;
    for wallet in books.wallets.iter().take(READ) {
        engine.statement(&StatementOf::new(*wallet))?.ok_or("a wallet is gone")?;
    }
    drop(engine);
    raw::checkpoint(path)?;
    Ok(peak())
}

/// Megabytes that this process had in memory at most.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    peak_of(&status).map_or(f64::NAN, |kibibytes| f64::from(kibibytes) * 1024.0 / 1e6)
}

fn peak_of(status: &str) -> Option<u32> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peak_is_read_from_what_the_system_says_of_a_process() {
        assert_eq!(peak_of("Name:\tbench\nVmHWM:\t   61440 kB\nVmRSS:\t 1024 kB\n"), Some(61_440));
        assert_eq!(peak_of("Name:\tbench\n"), None);
    }
}
