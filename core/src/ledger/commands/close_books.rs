//! Close the books.

use super::by_accountant;
use crate::command::command;
use crate::engine::{Stop, View};
use crate::error::{Code, refused};
use crate::id::BooksId;
use crate::journal::Books;
use crate::limits;
use crate::time::Timestamp;

command! {
    /// Closes the books through a moment: from then on no transfer may count from that moment or an earlier
    /// one. Books are never opened again; what comes late is posted with a later date.
    pub struct CloseBooks = 8 "close_books", repeated by State, answers Books {
        /// The last moment that is closed; it must have passed.
        1 through: Timestamp,
    }
    refuses [InvalidValue, NotPermitted, BooksClosed]
}

impl CloseBooks {
    /// Through this moment.
    #[must_use]
    pub const fn new(through: Timestamp) -> Self {
        Self { through }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Books, Stop> {
        limits::past("the moment that books are closed through", self.through)?;
        let (through, now) = (self.through, on.now());
        if through >= now {
            return Err(refused!(Code::InvalidValue, "{through} has not passed: it is {now} now").into());
        }
        by_accountant(on)?;
        let books = on.get::<Books>(BooksId::ONLY)?;
        if books.closed_through == Some(through) {
            return Ok(Books::clone(&books));
        }
        are_open(on, Some(through))?;
        // After this line nothing may fail.
        let books = on.change::<Books>(BooksId::ONLY, |books| books.closed_through = Some(through))?;
        Ok(Books::clone(&books))
    }
}

/// What counts from a moment of its own counts from one that has passed.
pub(super) fn has_passed(on: &View<'_>, moment: Option<Timestamp>) -> Result<(), Stop> {
    let Some(moment) = moment else { return Ok(()) };
    let now = on.now();
    if moment > now {
        return Err(refused!(Code::InvalidValue, "{moment} lies in the future: it is {now} now").into());
    }
    Ok(limits::past("the moment that a transfer counts from", moment)?)
}

/// Refused where the books are closed at this moment.
pub(super) fn are_open(on: &mut View<'_>, moment: Option<Timestamp>) -> Result<(), Stop> {
    let Some(moment) = moment else { return Ok(()) };
    let books = on.get::<Books>(BooksId::ONLY)?;
    match books.closed_through.filter(|through| moment <= *through) {
        Some(through) => Err(refused!(
            Code::BooksClosed,
            "the books are closed through {through}, and {moment} is not behind that"
        )
        .into()),
        None => Ok(()),
    }
}
