"""The journal's side of the engine for asyncio."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import IO, Any, TypeVar

from . import _native
from ._errors import PaywrightError, Undelivered
from ._journal import Backup, Journal, Path, Progress
from .records import Behind, Event, FeedPage, Imported, Verification

__all__ = ["AsyncJournal"]

Result = TypeVar("Result")


class AsyncJournal:
    """What is asked of the journal, and awaited."""

    __slots__ = ()

    @property
    def sync(self) -> Journal:
        """Whoever is asked."""
        raise NotImplementedError

    async def _run(self, call: Callable[..., Result], *given: Any, **named: Any) -> Result:
        raise NotImplementedError

    async def cut(self) -> str:
        """How far each lane has come, as a text to keep."""
        return await self._run(self.sync.cut)

    async def behind(self, cut: str) -> Behind:
        """How far these books have come beyond a cut."""
        return await self._run(self.sync.behind, cut)

    async def feed(self, after: str | None = None, limit: int = 100) -> FeedPage:
        """What happened after a cut, as events; the next page begins where it ends."""
        return await self._run(self.sync.feed, after, limit)

    async def deliver(
        self, subscriber: Callable[[Event], object], after: str | None = None, *, limit: int = 100
    ) -> str:
        """Hands each event after a cut to a subscriber, which may be a coroutine function.

        It runs on the loop, one event after the other, each at least once; see `paywright.Engine.deliver`.
        """
        cut = after
        while True:
            try:
                page = await self.feed(cut, limit)
            except PaywrightError:
                if cut is None or cut == after:
                    raise
                return cut
            for event in page.events:
                try:
                    handled = subscriber(event)
                    if inspect.isawaitable(handled):
                        await handled
                except Exception as error:
                    raise Undelivered(cut, event) from error
                cut = _native.reached(cut, event.lane, event.sequence, event.hash)
            if not page.events:
                return page.next

    async def verify(self, cut: str | None = None, *, progress: Progress | None = None) -> Verification:
        """Checks everything stored against the journal."""
        return await self._run(self.sync.verify, cut, progress=progress)

    async def verify_with(self, progress: Progress, cut: str | None = None) -> Verification:
        """The same, told how far it is."""
        return await self._run(self.sync.verify_with, progress, cut)

    async def check(self) -> list[str]:
        """What SQLite itself finds wrong with the file: one sentence each."""
        return await self._run(self.sync.check)

    async def export(self, to: Path | IO[str], *, progress: Progress | None = None) -> int:
        """Writes the whole journal as lines of JSON. Answers how many entries there were."""
        return await self._run(self.sync.export, to, progress=progress)

    async def import_from(
        self, lines: Path | Iterable[str], *, progress: Progress | None = None
    ) -> Imported:
        """Makes the books of an export anew, on an empty database."""
        return await self._run(self.sync.import_from, lines, progress=progress)

    async def backup(self, to: Path, *, progress: Progress | None = None) -> Backup:
        """Copies one moment into a new file, and verifies it before it has its name."""
        return await self._run(self.sync.backup, to, progress=progress)

    async def forget_keys_before(self, before: datetime, *, progress: Progress | None = None) -> int:
        """Forgets idempotency keys that were used before a moment at least 30 days back."""
        return await self._run(self.sync.forget_keys_before, before, progress=progress)
