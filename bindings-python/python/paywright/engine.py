"""The engine: every command as a method, every query, and what keeps the books whole."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final, Literal, TypeVar

from . import _native
from ._base import Command, Record, field, text, whole
from ._calls import Calls
from ._errors import PaywrightError, logger
from ._journal import Backup, Journal, Path
from .bulk import Tables
from .enums import Acceptance, AccountState, Purpose
from .errors import Missing
from .ids import AccountId, TransferId
from .listing import Listing
from .records import (
    Account,
    Figures,
    StatementLine,
    Transfer,
    TrialLine,
    Work,
)
from .values import AnyActor, AnyOwner

__all__ = ["Answer", "Backup", "Engine", "Request", "open"]

Stored = TypeVar("Stored", bound=Record)
Found = TypeVar("Found")


class Answer(Record):
    """An accepted command's answer."""

    __slots__ = ()
    __match_args__ = ("output", "acceptance")
    output: Final[Any] = field(0)
    """What the command answers: the same as its method of `Engine`."""
    acceptance: Final[Acceptance] = field(1)
    """Whether it was new."""


class Request(Record):
    """A command, the key that makes it safe to repeat, who asks, and until when it is worth doing."""

    __slots__ = ()
    __match_args__ = ("command", "key", "actor", "deadline")

    def __new__(
        cls,
        command: Command,
        *,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Request:
        return tuple.__new__(cls, (command, key, actor, deadline))

    command: Final[Command] = field(0)
    """What is asked for."""
    key: Final[str | None] = field(1)
    """Idempotency key: at most 64 bytes, unique for the actor."""
    actor: Final[AnyActor | None] = field(2)
    """Who asks; the host itself where it is left out."""
    deadline: Final[datetime | None] = field(3)
    """Worth doing only before this moment."""


def open(
    path: Path,
    *,
    clock: Callable[[], datetime] | None = None,
    entropy: int | Callable[[int, int], int] | None = None,
    access: Literal["create", "existing", "read_only"] = "create",
    schema: str | None = None,
    connections: int | None = None,
    root_certificates: Path | None = None,
) -> Engine:
    """Opens the file, or makes it where it is missing; `":memory:"` is a database that forgets.

        engine = paywright.open("postgres://shop:secret@db.example/shop?sslmode=require")

    Behind an address, any number of engines on any number of machines share a PostgreSQL database.

    Args:
        path: The file, or the address of a PostgreSQL database, in which special characters of user and
            password are written as % and two hexadecimal digits. Its `sslmode` is `disable`, `prefer` (where
            nothing is said) or `require`; where there is encryption, the server's certificate is verified.
            No error, no log and no `repr()` repeats the password. Beside a file lie `-wal` and `-shm` while
            it is open. Nothing else in this process should open it meanwhile, such as the module `sqlite3`,
            which has an SQLite of its own and takes this one's locks along when it closes the file. If it
            removed the log, the engine answers `storage_lost` from then on; what was answered before is
            kept, and an engine opened anew goes on. Never let it do so while another thread uses the
            engine. Look at the file from another process.
        clock: Tells the time as an aware datetime; the machine's where it is left out. It must not call
            the engine.
        entropy: A seed, for runs that are the same byte for byte; or a callable of lane and sequence that
            answers 64 bits. The operating system's where it is left out.
        access: "existing" opens nothing that is not there, so that a mistyped path is no empty shop;
            "read_only" writes nothing to it either.
        schema: Of a server: the schema with the tables, one for each tenant, made where it is missing;
            `paywright` where it is left out.
        connections: Of a server: at most so many, made when they are needed; 16 where it is left out.
        root_certificates: Of a server: a file (PEM) with the authorities that may have signed its
            certificate; those that the machine trusts where it is left out.

    Raises:
        StorageError: `storage_unavailable`, `storage_corrupt`, or `newer_schema`.
        ValueError: An address that cannot be read.
    """
    return Engine(
        path,
        clock=clock,
        entropy=entropy,
        access=access,
        schema=schema,
        connections=connections,
        root_certificates=root_certificates,
    )


class Engine(Calls, Journal, Tables):
    """A payment engine over one database. Threads may share it; each process opens its own.

    A process that forks does so before it opens a file that its children open too; or it starts them anew,
    as `multiprocessing` does by its start method `spawn`. What else is refused as `forked`: SQLite would
    lose what a child writes.

    Every command is a method with its own name. Each call is one commit, durable when it returns, and
    runs without the interpreter's lock. Used in a `with` block, the engine is closed at its end.
    """

    __slots__ = ("__weakref__", "_handle")

    def __init__(
        self,
        path: Path,
        *,
        clock: Callable[[], datetime] | None = None,
        entropy: int | Callable[[int, int], int] | None = None,
        access: Literal["create", "existing", "read_only"] = "create",
        schema: str | None = None,
        connections: int | None = None,
        root_certificates: Path | None = None,
    ) -> None:
        place = os.fspath(path)
        if not isinstance(place, str):
            raise TypeError("a path is a text or a pathlib.Path")
        if clock is not None and not callable(clock):
            raise TypeError("clock: a callable that answers an aware datetime is wanted")
        if isinstance(entropy, int):
            whole("entropy", entropy, 2**64 - 1)
        elif entropy is not None and not callable(entropy):
            raise TypeError("entropy: a seed is wanted, or a callable of lane and sequence")
        if connections is not None and whole("connections", connections) < 1:
            raise ValueError("connections: one at least is wanted")
        of_server = (text("schema", schema), connections, root_certificates)
        given = None if place == ":memory:" else place
        self._handle = _native.Handle((given, of_server), clock, entropy, access)
        logger.debug("opened %s", self._handle.place)

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the database. Calls of other threads that are under way go on to their end."""
        self._handle.close()

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
        return self._handle.closed

    def __repr__(self) -> str:
        state = "closed " if self.closed else ""
        return f"<{state}paywright.Engine {self._handle.place}>"

    # Commands as values

    def execute(
        self,
        command: Command,
        *,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Any:
        """One command, in one commit: what its method answers.

        Raises:
            PaywrightError: Nothing was changed; only `outcome_unknown` and `deadline_exceeded` leave open
                whether it happened. Ask again with the same key.
        """
        tag, values, envelope = _asked(Request(command, key=key, actor=actor, deadline=deadline))
        return _native.call(self._handle, tag, values, envelope)

    def answer(self, request: Command | Request) -> Answer:
        """The same, with whether it was new."""
        return _native.answer(self._handle, _asked(request))

    def preview(self, request: Command | Request) -> Answer:
        """What a request would be answered if it were made now. Nothing is written, and it needs no key."""
        return _native.preview(self._handle, _asked(request))

    def batch(self, requests: Iterable[Command | Request]) -> list[Answer | PaywrightError]:
        """Decides the requests in order and commits what was accepted at once.

        One answer or exception a request, in their order, and none is raised: a refused one does not stop
        the others. A request that is no request at all (a wrong type) raises before anything is done.
        """
        return _native.batch(self._handle, [_asked(request) for request in requests])

    def atomic(self, requests: Iterable[Command | Request]) -> list[Answer]:
        """As `batch`, but all or nothing.

        Raises:
            PaywrightError: That of the first request that was not accepted; nothing was changed.
        """
        return _native.atomic(self._handle, [_asked(request) for request in requests])

    # Effects and time

    def claim(self, worker: str, most: int = 100, lease_seconds: int = 60) -> list[Work]:
        """Hands up to `most` effects that are due to a worker, for so many seconds.

        The worker does each, and brings what came of it with `complete_effect`; `channel.perform` is that
        loop.
        """
        return _native.claim(
            self._handle, worker, whole("most", most), whole("lease_seconds", lease_seconds)
        )

    def recover(self, worker: str) -> int:
        """Ends the claims of a worker that started anew, before it claims again. Answers how many."""
        return _native.recover(self._handle, worker)

    def tick(self) -> int:
        """Does what time has made due: leases end; holds, orders and payments expire; reviews time out.

        Answers how many things were done; call it again while that is not zero.
        """
        return _native.tick(self._handle)

    # Queries

    def get(self, record: type[Stored], id: str) -> Stored | None:
        """The record of this type with this id: `engine.get(Payment, payment_id)`."""
        found: Stored | None = _native.get(self._handle, _name(record), id)
        return found

    def list(
        self,
        record: type[Stored],
        *,
        by: str | None = None,
        newest_first: bool = False,
        scale: int | None = None,
        **fields: Any,
    ) -> Listing[Stored]:
        """All records of a type: by id, or by an index and the values of its leading fields.

            engine.list(Payment, by="by_order", order=order.id)

        Args:
            record: Their class.
            by: Name of the index, as [the tables have them](tables.md).
            newest_first: From the other end.
            scale: Decimals of amounts in Arrow; enough for every currency where it is left out.
            fields: Values that the index's leading fields must have.
        """
        name, given = _name(record), [*fields.items()]
        text("by", by)
        return Listing(
            lambda after, limit: _native.page(self._handle, name, by, given, (newest_first, after, limit)),
            lambda: _native.records_table(self._handle, name, (by, given), newest_first, scale),
        )

    def transfer(self, id: TransferId) -> Transfer | None:
        """The transfer with this id."""
        return self.get(Transfer, id)

    def balance(self, account: AccountId) -> Figures | None:
        """What an account holds, in minor units: balance, available, and the sums they come from."""
        return _native.balance(self._handle, account, None, None, None)

    def balance_as_of(
        self,
        account: AccountId,
        *,
        cut: str | None = None,
        recorded: datetime | None = None,
        effective: datetime | None = None,
    ) -> Figures | None:
        """What an account held: at a cut, as recorded until a time, or as effective from it. Give one."""
        if cut is None and recorded is None and effective is None:
            raise TypeError("balance_as_of: give cut, recorded, or effective")
        return _native.balance(self._handle, account, text("cut", cut), recorded, effective)

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
        """An account's statement: its lines by time, each with the balance after it.

        Args:
            account: The account.
            since: Lines recorded at this time or later.
            before: Lines recorded before this time.
            kind: Only transfers of this kind.
            everything: Also what was held, voided and expired, which leaves the balance as it was.
            newest_first: From the other end.

        Raises:
            Missing: There is no such account; raised when the lines are read.
        """

        if kind is not None:
            whole("kind", kind, 2**16 - 1)
        shown = (since, before, kind, everything)

        def known(read: Found | None) -> Found:
            if read is None:
                raise Missing("not_found", f"there is no account {account}: it was never opened")
            return read

        return Listing(
            lambda after, limit: known(
                _native.statement(self._handle, account, shown, (newest_first, after, limit))
            ),
            lambda: known(_native.statement_table(self._handle, account, shown, newest_first)),
        )

    def accounts(
        self,
        *,
        owner: AnyOwner | None = None,
        purpose: Purpose | None = None,
        state: AccountState | None = None,
    ) -> Listing[Account]:
        """The accounts of an owner, for a purpose, in a state."""
        wanted = (owner, purpose, state)
        return Listing(
            lambda after, limit: _native.accounts(self._handle, wanted, (False, after, limit)),
            lambda: _native.accounts_table(self._handle, wanted),
        )

    def trial_balance(self) -> Listing[TrialLine]:
        """The sums of all accounts, by currency and purpose."""
        return Listing(
            lambda after, limit: (_native.trial_balance(self._handle, None), None),
            lambda: _native.trial_balance_table(self._handle, None),
        )

    def trial_balance_at(self, cut: str) -> Listing[TrialLine]:
        """The trial balance at a cut, whatever was booked since."""
        text("cut", cut)
        return Listing(
            lambda after, limit: (_native.trial_balance(self._handle, cut), None),
            lambda: _native.trial_balance_table(self._handle, cut),
        )

    def written_until(self) -> datetime:
        """Time of the newest entry; 1970 where there is none."""
        return _native.times(self._handle)[0]

    def now(self) -> datetime:
        """The engine's clock."""
        return _native.times(self._handle)[1]

    def waiting(self) -> int:
        """How many calls wait for this engine just now."""
        return _native.times(self._handle)[2]


def _name(record: type[Record]) -> str:
    if not isinstance(record, type) or not issubclass(record, Record):
        raise TypeError(f"record: a class such as Payment is wanted, not {record!r}")
    return record.__name__


def _asked(request: Command | Request) -> tuple[int, tuple[Any, ...], tuple[Any, Any, Any]]:
    command, key, actor, deadline = request if isinstance(request, Request) else (request, None, None, None)
    if not isinstance(command, Command):
        raise TypeError(f"a command is wanted, such as PlaceOrder(...), not {type(command).__name__}")
    if key is not None and not isinstance(key, str):
        raise TypeError(f"key: a text is wanted, not {type(key).__name__}")
    return command.TAG, command, (key, actor, deadline)
