//! Raise the rules.

use crate::actor::Role;
use crate::command::command;
use crate::engine::{Stop, View};
use crate::error::{Code, refused};
use crate::id::BooksId;
use crate::journal::Books;

command! {
    /// Raises the version of the rules that every engine on these books decides by. A release that brings new
    /// rules knows the older ones too and goes on with those, so that engines of both releases work side by
    /// side; once all of them are of the new one, this command makes the new rules hold.
    ///
    /// An engine that does not know them is answered `rules_version_too_old` from its next command on, and
    /// changes nothing; it goes on reading. Rules are never lowered.
    pub struct RaiseRules = 50 "raise_rules", repeated by State, answers Books {
        /// The version that is to hold.
        1 to: u32,
    }
    refuses [InvalidValue, NotPermitted]
}

impl RaiseRules {
    /// To this version.
    #[must_use]
    pub const fn new(to: u32) -> Self {
        Self { to }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Books, Stop> {
        let (to, knows) = (self.to, on.knows());
        if to > knows {
            let first = "update every engine first";
            return Err(refused!(
                Code::InvalidValue,
                "rules {to} are not known to this release, which knows those up to {knows}: {first}"
            )
            .into());
        }
        let books = on.get::<Books>(BooksId::ONLY)?;
        if to < books.rules {
            let holds = books.rules;
            return Err(refused!(
                Code::InvalidValue,
                "rules are never lowered, and these books are kept by rules {holds}: {to} are older"
            )
            .into());
        }
        if !on.actor().may(Role::Administrator) {
            let actor = on.actor();
            return Err(refused!(
                Code::NotPermitted,
                "{actor} may not raise the rules; an administrator may"
            )
            .into());
        }
        if to == books.rules {
            return Ok(Books::clone(&books));
        }
        // After this line nothing may fail.
        let books = on.change::<Books>(BooksId::ONLY, |books| books.rules = to)?;
        Ok(Books::clone(&books))
    }
}
