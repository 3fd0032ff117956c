"""The same engine for asyncio: every method is awaited, and runs on a small pool of threads of its own.

    async with aio.open("shop.db") as engine:
        order = await engine.place_order(shop.id, pw.Money("18.50", "EUR"), key="basket-8812")
        async for payment in engine.list(pw.Payment, by="by_order", order=order.id): ...

A call whose await is cancelled may have happened: ask again with the same key, and it happens once. The
engine itself never suffers from it. Clock, entropy and progress callbacks are called on the pool's threads.
"""

from __future__ import annotations

import asyncio
import builtins
import os
from collections.abc import AsyncIterator, Callable, Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import datetime
from functools import partial
from typing import Any, Generic, Literal, TypeVar

from . import _native
from . import engine as _engine
from . import listing as _listing
from ._aio_calls import AsyncCalls
from ._aio_journal import AsyncJournal
from ._base import Command, Currency, Record
from ._errors import PaywrightError, made
from ._journal import Path, Progress
from .bulk import BulkResult, Table
from .engine import Answer, Request
from .enums import AccountState, Purpose
from .ids import AccountId, TransferId
from .listing import Page
from .records import (
    Account,
    Event,
    Figures,
    StatementLine,
    Transfer,
    TrialLine,
    Work,
)
from .values import AnyActor, AnyOwner

__all__ = ["Engine", "Listing", "Opening", "open"]

Item = TypeVar("Item")
Result = TypeVar("Result")
Stored = TypeVar("Stored", bound=Record)


class Opening:
    """An engine that is being opened: `await` it, or use it in an `async with` block."""

    __slots__ = ("_engine", "_open", "_workers")

    def __init__(self, open: Callable[[], _engine.Engine], workers: int) -> None:
        self._open = open
        self._workers = workers

    def __await__(self) -> Generator[Any, None, Engine]:
        return self._opened().__await__()

    async def __aenter__(self) -> Engine:
        self._engine = await self._opened()
        return self._engine

    async def __aexit__(self, *_: object) -> None:
        await self._engine.close()

    async def _opened(self) -> Engine:
        pool = ThreadPoolExecutor(self._workers, thread_name_prefix="paywright")
        opening = pool.submit(_called, self._open)
        try:
            return Engine(await asyncio.wrap_future(opening), pool)
        except BaseException:
            # Cancelled or failed: an engine that opens nevertheless is let go of.
            opening.add_done_callback(_let_go)
            pool.shutdown(wait=False)
            raise


def _let_go(opening: Any) -> None:
    if not opening.cancelled() and opening.exception() is None:
        opening.result().close()


def open(
    path: Path,
    *,
    clock: Callable[[], datetime] | None = None,
    entropy: int | Callable[[int, int], int] | None = None,
    access: Literal["create", "existing", "read_only"] = "create",
    schema: str | None = None,
    connections: int | None = None,
    root_certificates: Path | None = None,
    workers: int = 4,
) -> Opening:
    """Opens the file, or the database on a server, as `paywright.open` does.

        engine = await aio.open("shop.db")
        async with aio.open("shop.db") as engine: ...

    Args:
        path: The file, `":memory:"`, or the address of a PostgreSQL database.
        clock: Tells the time as an aware datetime; it must not call the engine.
        entropy: A seed, or a callable of lane and sequence.
        access: Whether what is missing is made, and whether anything is written.
        schema: Of a server: the schema with the tables.
        connections: Of a server: at most so many. Each call that runs takes one.
        root_certificates: Of a server: a file (PEM) with the authorities that may have signed its
            certificate.
        workers: How many calls run at once; others wait for their turn. Calls that wait for the same commit
            share it, so more workers write more a second.
    """
    opened = partial(
        _engine.Engine,
        path,
        clock=clock,
        entropy=entropy,
        access=access,
        schema=schema,
        connections=connections,
        root_certificates=root_certificates,
    )
    return Opening(opened, workers)


class Listing(Generic[Item]):
    """A list that is read while it is gone through with `async for`, a thousand items at a time."""

    __slots__ = ("_listing", "_run")

    def __init__(self, listing: _listing.Listing[Item], run: Callable[..., Any]) -> None:
        self._listing = listing
        self._run = run

    async def __aiter__(self) -> AsyncIterator[Item]:
        after: str | None = None
        while True:
            page = await self.page(after=after, limit=_listing._AT_ONCE)
            for item in page:
                yield item
            after = page.next
            if after is None:
                return

    async def page(self, *, after: str | None = None, limit: int = 100) -> Page[Item]:
        """One page, of at most 1,000 items. The next begins where `next` of this one says."""
        page: Page[Item] = await self._run(self._listing.page, after=after, limit=limit)
        return page

    async def first(self) -> Item | None:
        """The first item, if there is one."""
        first: Item | None = await self._run(self._listing.first)
        return first


def _called(call: Callable[..., Result], *given: Any, **named: Any) -> Result:
    try:
        return call(*given, **named)
    except StopIteration as error:
        # No future can hold one: whoever awaits it would wait for ever.
        raise RuntimeError("the host's own code raised StopIteration") from error


class Engine(AsyncCalls, AsyncJournal):
    """`paywright.Engine` for asyncio, with the same methods. `open` makes one."""

    __slots__ = ("_pool", "_process", "_sync")

    def __init__(self, engine: _engine.Engine, pool: ThreadPoolExecutor) -> None:
        self._sync = engine
        self._pool = pool
        self._process = os.getpid()

    async def __aenter__(self) -> Engine:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def __repr__(self) -> str:
        return repr(self._sync).replace("paywright.", "paywright.aio.", 1)

    async def _run(self, call: Callable[..., Result], *given: Any, **named: Any) -> Result:
        if os.getpid() != self._process:
            # The pool's threads stayed in the process that forked. The call refuses at once.
            return call(*given, **named)
        work: Callable[[], Result] = partial(copy_context().run, _called, call, *given, **named)
        try:
            running = asyncio.get_running_loop().run_in_executor(self._pool, work)
        except RuntimeError:
            raise made("misuse", "closed", "this engine was closed: open it again", False) from None
        return await running

    async def _call(self, tag: int, values: tuple[Any, ...], envelope: tuple[Any, Any, Any]) -> Any:
        return await self._run(_native.call, self._sync._handle, tag, values, envelope)

    def _listed(self, listing: _listing.Listing[Item]) -> Listing[Item]:
        return Listing(listing, self._run)

    @property
    def sync(self) -> _engine.Engine:
        """The engine itself, for calls from threads: `await asyncio.to_thread(report, engine.sync)`."""
        return self._sync

    async def close(self) -> None:
        """Lets go of the database, once the calls that were begun are over."""
        try:
            if os.getpid() == self._process:
                await asyncio.to_thread(self._pool.shutdown)
        finally:
            # Also where the wait is cancelled: whoever leaves the block has let go of the database.
            self._sync.close()

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
        return self._sync.closed

    # Commands as values

    async def execute(
        self,
        command: Command,
        *,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Any:
        """One command, in one commit: what its method answers."""
        return await self._run(self._sync.execute, command, key=key, actor=actor, deadline=deadline)

    async def answer(self, request: Command | Request) -> Answer:
        """The same, with whether it was new."""
        return await self._run(self._sync.answer, request)

    async def preview(self, request: Command | Request) -> Answer:
        """What a request would be answered if it were made now."""
        return await self._run(self._sync.preview, request)

    async def batch(
        self, requests: Iterable[Command | Request]
    ) -> builtins.list[Answer | PaywrightError]:
        """Decides the requests in order and commits what was accepted at once: a result for each."""
        return await self._run(self._sync.batch, [*requests])

    async def atomic(self, requests: Iterable[Command | Request]) -> builtins.list[Answer]:
        """As `batch`, but all or nothing."""
        return await self._run(self._sync.atomic, [*requests])

    async def bulk(
        self,
        command: type[Command] | str,
        table: Table,
        *,
        currency: Currency | str | None = None,
        key_prefix: str | None = None,
        actor: AnyActor | None = None,
        rows_per_commit: int = 1_000,
        progress: Progress | bool | None = None,
    ) -> BulkResult:
        """One command for each row of a table, each with its own result."""
        return await self._run(
            self._sync.bulk,
            command,
            table,
            currency=currency,
            key_prefix=key_prefix,
            actor=actor,
            rows_per_commit=rows_per_commit,
            progress=progress,
        )

    # Effects and time

    async def claim(
        self, worker: str, most: int = 100, lease_seconds: int = 60
    ) -> builtins.list[Work]:
        """Hands up to `most` effects that are due to a worker, for so many seconds."""
        return await self._run(self._sync.claim, worker, most, lease_seconds)

    async def recover(self, worker: str) -> int:
        """Ends the claims of a worker that started anew, before it claims again."""
        return await self._run(self._sync.recover, worker)

    async def tick(self) -> int:
        """Does what time has made due; call it again while the answer is not zero."""
        return await self._run(self._sync.tick)

    # Queries

    async def get(self, record: type[Stored], id: str) -> Stored | None:
        """The record of this type with this id."""
        return await self._run(self._sync.get, record, id)

    def list(
        self,
        record: type[Stored],
        *,
        by: str | None = None,
        newest_first: bool = False,
        scale: int | None = None,
        **fields: Any,
    ) -> Listing[Stored]:
        """All records of a type: by id, or by an index and the values of its leading fields."""
        listing = self._sync.list(record, by=by, newest_first=newest_first, scale=scale, **fields)
        return self._listed(listing)

    async def transfer(self, id: TransferId) -> Transfer | None:
        """The transfer with this id."""
        return await self._run(self._sync.transfer, id)

    async def balance(self, account: AccountId) -> Figures | None:
        """What an account holds, in minor units."""
        return await self._run(self._sync.balance, account)

    async def balance_as_of(
        self,
        account: AccountId,
        *,
        cut: str | None = None,
        recorded: datetime | None = None,
        effective: datetime | None = None,
    ) -> Figures | None:
        """What an account held: at a cut, as recorded until a time, or as effective from it."""
        as_of = partial(self._sync.balance_as_of, cut=cut, recorded=recorded, effective=effective)
        return await self._run(as_of, account)

    def statement(
        self,
        account: AccountId,
        *,
        since: datetime | None = None,
        before: datetime | None = None,
        kind: int | None = None,
        everything: bool = False,
        newest_first: bool = False,
    ) -> Listing[StatementLine]:
        """An account's statement: its lines by time, each with the balance after it."""
        lines = partial(self._sync.statement, account, since=since, before=before, kind=kind)
        return self._listed(lines(everything=everything, newest_first=newest_first))

    def accounts(
        self,
        *,
        owner: AnyOwner | None = None,
        purpose: Purpose | None = None,
        state: AccountState | None = None,
    ) -> Listing[Account]:
        """The accounts of an owner, for a purpose, in a state."""
        return self._listed(self._sync.accounts(owner=owner, purpose=purpose, state=state))

    def trial_balance(self) -> Listing[TrialLine]:
        """The sums of all accounts, by currency and purpose."""
        return self._listed(self._sync.trial_balance())

    def trial_balance_at(self, cut: str) -> Listing[TrialLine]:
        """The trial balance at a cut, whatever was booked since."""
        return self._listed(self._sync.trial_balance_at(cut))

    def events(self, after: str | None = None) -> Listing[Event]:
        """All that happened after a cut, as the feed has it."""
        return self._listed(self._sync.events(after))

    async def written_until(self) -> datetime:
        """Time of the newest entry; 1970 where there is none."""
        return await self._run(self._sync.written_until)

    async def now(self) -> datetime:
        """The engine's clock."""
        return await self._run(self._sync.now)

    async def waiting(self) -> int:
        """How many calls wait for this engine just now."""
        return await self._run(self._sync.waiting)
