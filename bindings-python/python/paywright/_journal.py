"""The journal's side of the engine: followed, checked, taken along and played again."""

from __future__ import annotations

import os
from builtins import open as _open_file
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final, IO, Union

from . import _native
from ._base import Record, field, text, whole
from ._errors import PaywrightError, Undelivered
from .records import Behind, Event, FeedPage, Imported, Verification

__all__ = ["Backup", "Journal", "Path", "Progress"]

Path = Union[str, "os.PathLike[str]"]
Progress = Callable[[int, Union[int, None]], object]


class Backup(Record):
    """What a backup holds."""

    __slots__ = ()
    __match_args__ = ("bytes", "entries", "transfers", "cut")
    bytes: Final[int] = field(0)
    """Size of the file."""
    entries: Final[int] = field(1)
    """Journal entries in it, each of them verified."""
    transfers: Final[int] = field(2)
    """Transfers in it, each of them verified."""
    cut: Final[str] = field(3)
    """How far each lane had come. Kept elsewhere, it tells whether the backup was rewritten."""


class Journal:
    """What is asked of the journal."""

    __slots__ = ()
    _handle: _native.Handle

    def cut(self) -> str:
        """How far each lane has come, as a text to keep: a feed goes on from it, balances are asked at it."""
        return _native.cut(self._handle)

    def behind(self, cut: str) -> Behind:
        """How far these books have come beyond a cut: how stale a copy is that stands there.

        The copy is asked for its cut, then the books for what came after it. A cut of other books, or ahead
        of these, is answered `journal_forked`.
        """
        return _native.behind(self._handle, text("cut", cut))

    def feed(self, after: str | None = None, limit: int = 100) -> FeedPage:
        """What happened after a cut, as events; the next page begins where it ends."""
        return _native.feed(self._handle, text("after", after), whole("limit", limit))

    def deliver(
        self,
        subscriber: Callable[[Event], object],
        after: str | None = None,
        *,
        limit: int = 100,
    ) -> str:
        """Hands each event after a cut to a subscriber, one by one, until there are no more.

        Answers the cut behind the last: keep it, and go on from it. Nothing of the engine is held while the
        subscriber works, so it may call the engine and take its time. Every event comes at least once: one
        that was handled comes again where the process ended before its cut was kept. Lane and sequence tell
        an event from every other.

        Args:
            subscriber: Called with each event.
            after: The cut that was kept; from the beginning where it is left out.
            limit: How many events are read at once.

        Raises:
            Undelivered: The subscriber raised. Its `cut` is behind the last event that was delivered;
                what was raised is its cause. Only KeyboardInterrupt and its like come out as themselves.
            StorageError: The first event cannot be read. Where a later one cannot, the cut before it is
                answered, and the next call raises.
        """
        cut = after
        while True:
            try:
                page = self.feed(cut, limit)
            except PaywrightError:
                if cut is None or cut == after:
                    raise
                return cut
            for event in page.events:
                try:
                    subscriber(event)
                except Exception as error:
                    raise Undelivered(cut, event) from error
                cut = _native.reached(cut, event.lane, event.sequence, event.hash)
            if not page.events:
                return page.next

    def verify(self, cut: str | None = None, *, progress: Progress | None = None) -> Verification:
        """Checks everything stored against the journal.

        Args:
            cut: One that was kept elsewhere: only with it is a journal found that was rewritten whole.
            progress: Told how many steps of how many are done; the check stops where it answers False.
        """
        return _native.verify(self._handle, text("cut", cut), progress)

    def verify_with(self, progress: Progress, cut: str | None = None) -> Verification:
        """The same, told how far it is."""
        return self.verify(cut, progress=progress)

    def check(self) -> list[str]:
        """What SQLite itself finds wrong with the file: one sentence each.

        Raises:
            Misuse: `in_memory`, `on_server`: there is no file. A server checks its own (`pg_amcheck`).
        """
        return _native.check(self._handle)

    def export(self, to: Path | IO[str], *, progress: Progress | None = None) -> int:
        """Writes the whole journal as lines of JSON, from which `import_from` makes the same books.

        Answers how many entries there were. A file that is there already is not overwritten, and of an
        export that does not come to its end no file is left.
        """
        if isinstance(to, (str, os.PathLike)):
            return self._export_to(os.path.abspath(to), progress)
        if not hasattr(to, "write"):
            raise TypeError(f"to: a path or an open file is wanted, not {type(to).__name__}")
        return _native.export(self._handle, to.write, progress)

    def _export_to(self, path: str, progress: Progress | None) -> int:
        file = _open_file(path, "x", encoding="utf-8", newline="\n")
        try:
            with file:
                entries = _native.export(self._handle, file.write, progress)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            # A part of a journal is in the way of the whole one, and may be taken for it.
            os.unlink(path)
            raise
        return entries

    def import_from(self, lines: Path | Iterable[str], *, progress: Progress | None = None) -> Imported:
        """Makes the books of an export anew, on an empty database: each command is decided again."""
        if isinstance(lines, (str, os.PathLike)):
            with _open_file(lines, encoding="utf-8") as file:
                return _native.import_lines(self._handle, file, progress)
        return _native.import_lines(self._handle, lines, progress)

    def backup(self, to: Path, *, progress: Progress | None = None) -> Backup:
        """Copies one moment into a new file while payments go on, and verifies it before it has its name.

        Raises:
            Misuse: `in_memory`, `on_server`: there is no file. A server is copied by its own tools.
        """
        made: Backup = tuple.__new__(Backup, _native.backup(self._handle, os.fspath(to), progress))
        return made

    def forget_keys_before(self, before: datetime, *, progress: Progress | None = None) -> int:
        """Forgets idempotency keys that were used before a moment at least 30 days back. Answers how many."""
        return _native.forget_keys(self._handle, before, progress)
