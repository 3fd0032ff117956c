//! The journal taken along: every entry as a line, in an order in which each finds what it relied on.

use super::chain::{Chain, heads};
use super::cut::Cut;
use super::feed::Event;
use super::line::{Header, entry_line, footer_line};
use super::merged::Merged;
use super::order::causes;
use super::records::{Books, Lane};
use crate::engine::read_all;
use crate::error::Error;
use crate::id::BooksId;
use crate::shape::told;
use crate::storage::{Corrupt, Reader, Record, Rows, StorageError};
use std::fmt;

told! {
    /// What an import came to.
    pub struct Imported: Copy {
        /// Entries of the export, all of which are now in the storage.
        entries: u64,
        /// How many of them an earlier import had brought.
        already_there: u64,
    }
}

/// The lines of an export, without line ends: made by [`Engine::export`](crate::Engine::export). Behind an
/// error there are no more.
pub struct Export<'a> {
    from: Box<dyn Reader + 'a>,
    header: Header,
    merged: Merged,
    done: u64,
    next: Next,
}

/// Which line comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Header,
    Entry,
    Nothing,
}

impl<'a> Export<'a> {
    pub(crate) fn of(from: Box<dyn Reader + 'a>) -> Result<Self, Error> {
        let lanes = heads(&*from)?;
        let merged = Merged::after(&Cut::START, &lanes, causes(&*from, &lanes)?);
        let rules = rules_of_books(&*from)?;
        let header = Header { rules, books_rules: first_rules(&*from, &lanes, rules)?, lanes };
        Ok(Self { from, header, merged, done: 0, next: Next::Header })
    }

    /// How many entries were handed out.
    #[must_use]
    pub const fn done(&self) -> u64 {
        self.done
    }

    /// How many there are in all; header and footer are two lines more.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.header.entries()
    }

    fn entry(&mut self) -> Result<String, Error> {
        let Some(link) = self.merged.next(&*self.from)? else {
            self.next = Next::Nothing;
            return Ok(footer_line(self.done));
        };
        self.done = self.done.saturating_add(1);
        Ok(entry_line(&Event::of(&link)?, &link.row.bytes))
    }
}

impl Iterator for Export<'_> {
    type Item = Result<String, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.next {
            Next::Header => {
                self.next = Next::Entry;
                Some(Ok(self.header.line()))
            }
            Next::Entry => {
                let line = self.entry();
                if line.is_err() {
                    self.next = Next::Nothing;
                }
                Some(line)
            }
            Next::Nothing => None,
        }
    }
}

impl std::iter::FusedIterator for Export<'_> {}

impl fmt::Debug for Export<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Export")
            .field("done", &self.done)
            .field("total", &self.total())
            .finish_non_exhaustive()
    }
}

/// The rules that the books began with: those of the first entry, and rules only rise.
fn first_rules(from: &dyn Reader, lanes: &[Lane], now: u32) -> Result<u32, Error> {
    let mut first = now;
    for lane in lanes {
        let mut chain = Chain::after(lane.clone(), None);
        first = chain.peek(from)?.map_or(first, |link| first.min(link.entry.rules));
    }
    Ok(first)
}

/// The rules that hold.
fn rules_of_books(from: &dyn Reader) -> Result<u32, StorageError> {
    let mut rows = Rows::new(Books::TABLE);
    from.load(Books::TABLE, &[BooksId::ONLY.into()], &mut rows)?;
    let books = read_all::<Books>(&rows)?.pop();
    let (table, key) = (Books::TABLE.name, Some(BooksId::ONLY.into()));
    let missing = || Corrupt { table, key, what: "the row is missing".to_owned() }.into();
    books.map(|books| books.rules).ok_or_else(missing)
}
