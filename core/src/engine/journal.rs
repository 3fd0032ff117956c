//! What the journal is good for beyond answering: to be followed, checked, taken along and played again.

use super::Engine;
use crate::error::{Error, Misuse};
use crate::journal::{Anchor, Behind, Cut, Export, FeedPage, Imported, Verification, feed, verify};
use crate::limits;
use crate::progress::Progress;
use crate::seal::{Keys, Lines, Opener, Salt, Sealer};
use std::io::{Read, Write};
use std::ops::ControlFlow;

impl Engine {
    /// What happened after a cut: at most `limit` events, 1 to 1,000, of one moment of the storage. Whoever
    /// follows the books asks from [`Cut::START`], handles the page, keeps [`FeedPage::next`], and asks again
    /// with it; an empty page means that nothing more has happened yet.
    ///
    /// No event is left out, and one is handed out again where the subscriber stopped before it had kept the
    /// cut: at least once. A page ends early where its entries hold more than 16 MiB, and before an entry
    /// that cannot be handed out; the next call then says why.
    ///
    /// ```
    /// # use paywright::*;
    /// # let engine = Engine::new(MemoryStorage::new())?;
    /// engine.execute(OpenAccount::new(AccountKey::platform(Purpose::Bank, Currency::EUR)))?;
    /// let page = engine.feed(&Cut::START, 100)?;
    /// assert_eq!(page.events[0].name(), "open_account");
    /// assert_eq!((page.events[0].changes[0].table, page.events[0].changes[0].version), ("accounts", 1));
    /// assert!(engine.feed(&page.next, 100)?.events.is_empty());
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Misuse::TooMany`]; [`Error::Storage`], with the place where an entry is concerned: `storage_corrupt`
    /// where the next one is not as it was written, `rules_version_unsupported` where only a later release
    /// can read it (nothing is skipped: update, and go on from the same cut), `journal_forked` where the cut
    /// is of another storage, or an older copy was put back: begin again from a cut that both have.
    pub fn feed(&self, after: &Cut, limit: u32) -> Result<FeedPage, Error> {
        let most = usize::try_from(limit).unwrap_or(usize::MAX);
        if most == 0 || most > limits::FEED_EVENTS {
            let most = limits::FEED_EVENTS;
            return Err(Error::misuse(
                Misuse::TooMany,
                format!("a page of the feed has between 1 and {most} events"),
            ));
        }
        let snapshot = self.reads()?.snapshot()?;
        feed::page(&*snapshot, after, most)
    }

    /// The whole journal of one moment as lines of JSON, from which [`Engine::import`] makes the same books:
    /// a header, a line an entry in an order in which each finds what it relied on, and a footer. The host
    /// writes them where it wants, and stops when it wants.
    ///
    /// Each line of an entry has its stored `bytes` and their `hash`, which an import reads, beside what
    /// people read of it. What is committed meanwhile is not in it; the moment is held until the export is
    /// dropped, and a SQLite file's log grows meanwhile.
    ///
    /// # Errors
    /// [`Error::Storage`]; `storage_corrupt` where entries rest on what was never so. What is wrong with a
    /// single entry is said when its turn comes.
    pub fn export(&self) -> Result<Export<'_>, Error> {
        Export::of(self.reads()?.snapshot()?)
    }

    /// Makes the books of an export anew, on an empty storage: each command is decided again, at its time, by
    /// its actor, over what was imported before it, and must come to the very entry that the line holds. In
    /// the end everything stored is as it was in the exported storage.
    ///
    /// It commits every so many entries, and between commits tells `progress`, which may stop it. Whatever
    /// ended it, the same lines go on where it stopped: entries that are there already are compared and not
    /// decided again. Meanwhile nobody else may write to the storage, and commands of this engine wait. From
    /// `lines` and `progress` themselves it may be read, but a command, a preview or another import is
    /// answered `reentrant_call`, with nothing changed, and the import goes on.
    ///
    /// ```
    /// # use paywright::*;
    /// # use std::ops::ControlFlow;
    /// # let engine = Engine::new(MemoryStorage::new())?;
    /// engine.execute(OpenAccount::new(AccountKey::platform(Purpose::Bank, Currency::EUR)))?;
    /// let copy = Engine::new(MemoryStorage::new())?;
    /// let imported = copy.import(engine.export()?, |_| ControlFlow::Continue(()))?;
    /// assert_eq!((imported.entries, imported.already_there), (1, 0));
    /// assert_eq!(copy.cut()?, engine.cut()?);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// No other engine may be open on the storage meanwhile.
    ///
    /// # Errors
    /// [`Misuse::StorageNotEmpty`] before anything is written; [`Misuse::InvalidImport`], with the number of
    /// the line; `replay_differs`, with lane and sequence; `rules_version_unsupported` where the export is of
    /// other rules; [`Misuse::Stopped`]; an error among the lines; [`Error::Storage`]. What was committed
    /// before stays.
    pub fn import(
        &self,
        lines: impl IntoIterator<Item = Result<String, Error>>,
        mut progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Imported, Error> {
        let mut lines = lines.into_iter();
        self.alone(|writer, ground| writer.import(ground, &mut lines, &mut progress))?
    }

    /// The same as [`Engine::export`], written to `out` as a [sealed copy](crate::seal) that only the owner's
    /// key opens: a wallet moves to a new phone by it. Answers how many entries it holds, after the end of it
    /// was flushed. `progress` is told every thousand entries and may stop it.
    ///
    /// ```
    /// # use paywright::seal::{Keys, KeysFailed, Salt, SealKey};
    /// # use paywright::*;
    /// # use std::ops::ControlFlow;
    /// # struct Owner;
    /// # impl Keys for Owner {
    /// #     fn current(&self) -> Result<String, KeysFailed> {
    /// #         Ok("2026".to_owned())
    /// #     }
    /// #     fn key(&self, _: &str) -> Result<Option<SealKey>, KeysFailed> {
    /// #         Ok(SealKey::from_bytes(&[7; 32]).ok())
    /// #     }
    /// # }
    /// # let old = Engine::new(MemoryStorage::new())?;
    /// old.execute(OpenAccount::new(AccountKey::platform(Purpose::Bank, Currency::EUR)))?;
    /// let mut copy = Vec::new(); // a file, or what a server keeps
    /// let on = |_| ControlFlow::Continue(());
    /// assert_eq!(old.export_sealed(&Owner, Salt::random()?, &mut copy, on)?, 1);
    ///
    /// let new = Engine::new(MemoryStorage::new())?;
    /// new.import_sealed(&Owner, &copy[..], on)?;
    /// assert_eq!(new.cut()?, old.cut()?);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Engine::export`] and [`Sealer::new`](crate::seal::Sealer::new); `storage_unavailable` where it
    /// cannot be written; [`Misuse::Stopped`]. What was written before is no copy.
    pub fn export_sealed(
        &self,
        keys: &dyn Keys,
        salt: Salt,
        out: &mut dyn Write,
        mut progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<u64, Error> {
        let mut export = self.export()?;
        let total = Some(export.total());
        let mut sealer = Sealer::new(keys, salt, out)?;
        while let Some(line) = export.next() {
            sealer.write(line?.as_bytes())?;
            sealer.write(b"\n")?;
            let done = export.done();
            if done > 0 && done.is_multiple_of(1_000) {
                Progress { done, total }.tell("entries", &mut progress)?;
            }
        }
        sealer.finish()?;
        Ok(export.done())
    }

    /// As [`Engine::import`], from a sealed copy. Its lines are sound as they come, so they are imported as
    /// they come; that the copy is cut short or changed further on is found there and answered, what was
    /// imported before stays, and the whole copy goes on from there.
    ///
    /// # Errors
    /// As [`Engine::import`]; before anything is written, `no_key`; `invalid_seal`: it is no sealed copy, was
    /// changed or cut short, or sealed with another key; `storage_unavailable` where it cannot be read.
    pub fn import_sealed(
        &self,
        keys: &dyn Keys,
        input: impl Read,
        progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Imported, Error> {
        self.import(Lines::of(Opener::new(keys, input)?), progress)
    }

    /// How far these books have come beyond a cut: how stale a copy is that stands there, such as a standby
    /// that reports are read from. The copy is asked for its cut, then the books for what came after it.
    ///
    /// ```
    /// use paywright::*;
    /// let engine = Engine::new(MemoryStorage::new())?;
    /// let cut = engine.cut()?;
    /// assert_eq!(engine.behind(&cut)?, Behind { entries: 0, since: None });
    /// engine.execute(OpenAccount::new(AccountKey::platform(Purpose::Bank, Currency::EUR)))?;
    /// let behind = engine.behind(&cut)?;
    /// assert_eq!((behind.entries, behind.since), (1, Some(engine.written_until()?)));
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// `journal_forked` where an entry of the cut is not in these books: the copy is of others, or is ahead
    /// of them; [`Error::Storage`].
    pub fn behind(&self, cut: &Cut) -> Result<Behind, Error> {
        Behind::of(cut, &*self.reads()?.snapshot()?)
    }

    /// Checks everything stored against the journal, on one snapshot: hash chains, digests, balances, states,
    /// and that nothing is missing or too much. Whoever recomputes every hash is found only with an anchor:
    /// the head of a lane that was kept elsewhere.
    ///
    /// # Errors
    /// [`Error::Storage`] where the storage cannot be read; what is wrong with its content is a finding, not
    /// an error.
    pub fn verify(&self, anchors: &[Anchor]) -> Result<Verification, Error> {
        self.verify_with(anchors, |_| ControlFlow::Continue(()))
    }

    /// As [`Engine::verify`], and tells every thousand entries how far it has come. A long journal is read
    /// several times; the total counts each entry as often as it is read. `progress` may call the engine;
    /// what it writes is not checked, for the snapshot is of before.
    ///
    /// # Errors
    /// As [`Engine::verify`]; [`Misuse::Stopped`].
    pub fn verify_with(
        &self,
        anchors: &[Anchor],
        mut progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Verification, Error> {
        let snapshot = self.reads()?.snapshot()?;
        verify::verify(&*snapshot, anchors, &mut progress)
    }
}
