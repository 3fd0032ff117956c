"""What the native half offers to the package. It is private: use `paywright`."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from os import PathLike
from typing import Any, Final, final, overload

from ._base import Currency, Id
from ._errors import PaywrightError
from .bulk import Table
from .engine import Answer
from .enums import AccountState, Purpose, Side
from .ids import AccountId, OperationId
from .records import (
    Account,
    Behind,
    FeedPage,
    Figures,
    Imported,
    StatementLine,
    TrialLine,
    Verification,
    Work,
)
from .values import AccountKey, AnyActor, AnyOutcome, AnyOwner

__all__ = [
    "BulkRows",
    "Handle",
    "Money",
    "SimulatedChannel",
    "TextTable",
    "__version__",
    "account_id",
    "accounts",
    "accounts_table",
    "answer",
    "atomic",
    "backup",
    "balance",
    "batch",
    "behind",
    "bulk",
    "call",
    "check",
    "claim",
    "cut",
    "derived",
    "drive",
    "events_table",
    "exponent",
    "export",
    "feed",
    "figures",
    "forked",
    "forget_keys",
    "get",
    "id_bytes",
    "id_text",
    "import_lines",
    "in_engine",
    "is_address",
    "lanes",
    "page",
    "preview",
    "reached",
    "records_table",
    "recover",
    "register",
    "sizes",
    "statement",
    "statement_table",
    "tick",
    "times",
    "trial_balance",
    "trial_balance_table",
    "verify",
]

__version__: Final[str]

# Key, actor, deadline.
_Envelope = tuple[str | None, AnyActor | None, datetime | None]
# Tag of a command, the values of its fields, the envelope.
_Asked = tuple[int, tuple[Any, ...], _Envelope]
# Newest first or not, where the page begins, how many items it has.
_Paging = tuple[bool, str | None, int]
# A callback that is told how many steps of how many are done.
_Progress = Callable[[int, int | None], object]

@final
class Money:
    """An exact amount of one currency.

    It is given as a `Decimal` or a text of whole units: `Money("18.50", "EUR")`. Floats are refused, for
    they are not exact, and so are ints, for nobody can tell whether euros or cents are meant: say
    `Money("18", "EUR")` or `Money.of_minor(1850, "EUR")`. Amounts of one currency are added, subtracted
    and compared; those of different currencies are never equal and have no order.
    """

    def __new__(cls, amount: Decimal | str, currency: Currency | str) -> Money: ...
    @staticmethod
    def of_minor(minor: int, currency: Currency | str) -> Money:
        """An amount from its minor units: `Money.of_minor(1850, "EUR")` is 18.50 EUR."""

    @staticmethod
    def parse(text: str) -> Money:
        """Reads what `str()` writes: `Money.parse("18.50 EUR")`."""

    @property
    def amount(self) -> Decimal:
        """The amount in whole units, with as many decimals as the currency has."""

    @property
    def minor(self) -> int:
        """The amount in minor units: 1850 for 18.50 EUR."""

    @property
    def currency(self) -> Currency:
        """What it is an amount of."""

    def __hash__(self) -> int: ...
    def __bool__(self) -> bool: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __lt__(self, value: Money, /) -> bool: ...
    def __le__(self, value: Money, /) -> bool: ...
    def __gt__(self, value: Money, /) -> bool: ...
    def __ge__(self, value: Money, /) -> bool: ...
    def __add__(self, value: Money, /) -> Money: ...
    @overload
    def __radd__(self, value: int, /) -> Money: ...
    @overload
    def __radd__(self, value: Money, /) -> Money: ...
    def __sub__(self, value: Money, /) -> Money: ...
    def __rsub__(self, value: Money, /) -> Money: ...
    def __neg__(self) -> Money: ...
    def __abs__(self) -> Money: ...
    def __reduce__(self) -> tuple[Any, tuple[int, str]]: ...

@final
class Handle:
    """An open engine. Threads may share it; processes may not."""

    def __new__(
        cls,
        place: tuple[str | None, tuple[str | None, int | None, str | PathLike[str] | None]],
        clock: Callable[[], datetime] | None,
        entropy: int | Callable[[int, int], int] | None,
        access: str,
    ) -> Handle: ...
    def close(self) -> None: ...
    @property
    def closed(self) -> bool: ...
    @property
    def place(self) -> str: ...

@final
class TextTable:
    """A table whose columns are all texts, of an iterator of its rows: it can be gone through once."""

    def __new__(cls, names: Sequence[str], rows: Iterable[Sequence[str | None]]) -> TextTable: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

@final
class SimulatedChannel:
    """A channel whose answers follow from its seed, its weights and the operation's id alone."""

    def __new__(cls, seed: int, approving: bool) -> SimulatedChannel: ...
    def weigh(self, behaviour: int, weight: int) -> SimulatedChannel: ...
    def behaviour(self, operation: OperationId) -> int: ...
    def send(self, operation: OperationId) -> tuple[AnyOutcome, list[AnyOutcome]]: ...
    def ask(self, operation: OperationId) -> AnyOutcome: ...

@final
class BulkRows:
    """The rows of a bulk, in the order of its table."""

    def __new__(cls) -> BulkRows: ...
    def __len__(self) -> int: ...
    def counts(self) -> list[tuple[str, int]]: ...
    def row(self, place: int) -> tuple[str, Id | None, str | None, str | None]: ...
    def refused_from(self, place: int) -> int | None: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

def register(package: dict[str, Any]) -> None: ...
def call(handle: Handle, tag: int, values: tuple[Any, ...], envelope: _Envelope) -> Any: ...
def answer(handle: Handle, asked: _Asked) -> Answer: ...
def preview(handle: Handle, asked: _Asked) -> Answer: ...
def batch(handle: Handle, asked: Sequence[_Asked]) -> list[Answer | PaywrightError]: ...
def atomic(handle: Handle, asked: Sequence[_Asked]) -> list[Answer]: ...
def bulk(
    handle: Handle,
    asked: tuple[int, Table],
    envelope: tuple[Currency | str | None, str | None, AnyActor | None],
    pace: tuple[int, int | None, _Progress | None],
    into: BulkRows,
) -> BaseException | None: ...
def get(handle: Handle, name: str, id: str) -> Any: ...
def page(
    handle: Handle,
    name: str,
    index: str | None,
    fields: Sequence[tuple[str, Any]],
    paging: _Paging,
) -> tuple[list[Any], str | None]: ...
def accounts(
    handle: Handle,
    wanted: tuple[AnyOwner | None, Purpose | None, AccountState | None],
    paging: _Paging,
) -> tuple[list[Account], str | None]: ...
def balance(
    handle: Handle,
    account: AccountId,
    cut: str | None,
    recorded: datetime | None,
    effective: datetime | None,
) -> Figures | None: ...
def statement(
    handle: Handle,
    account: AccountId,
    shown: tuple[datetime | None, datetime | None, int | None, bool],
    paging: _Paging,
) -> tuple[list[StatementLine], str | None] | None: ...
def trial_balance(handle: Handle, cut: str | None) -> list[TrialLine]: ...
def times(handle: Handle) -> tuple[datetime, datetime, int]: ...
def claim(handle: Handle, worker: str, most: int, lease_seconds: int) -> list[Work]: ...
def recover(handle: Handle, worker: str) -> int: ...
def tick(handle: Handle) -> int: ...
def drive(handle: Handle, worker: str, channel: SimulatedChannel) -> int: ...
def cut(handle: Handle) -> str: ...
def behind(handle: Handle, cut: str | None) -> Behind: ...
def feed(handle: Handle, after: str | None, limit: int) -> FeedPage: ...
def reached(cut: str | None, lane: int, sequence: int, hash: bytes) -> str: ...
def verify(handle: Handle, kept_cut: str | None, progress: _Progress | None) -> Verification: ...
def check(handle: Handle) -> list[str]: ...
def export(handle: Handle, write: Callable[[str], object], progress: _Progress | None) -> int: ...
def import_lines(handle: Handle, lines: Iterable[str], progress: _Progress | None) -> Imported: ...
def backup(
    handle: Handle, to: str | PathLike[str], progress: _Progress | None
) -> tuple[int, int, int, str]: ...
def in_engine() -> int:
    """Nanoseconds that calls and batches have spent in the engine."""

def forked() -> None:
    """Python calls it in the child of every fork."""

def forget_keys(handle: Handle, before: datetime, progress: _Progress | None) -> int: ...
def account_id(key: AccountKey) -> AccountId: ...
def figures(side: Side, sums: tuple[int, ...]) -> tuple[int, int, int]: ...
def derived(prefix: str, natural_key: str) -> str: ...
def id_text(prefix: str, bytes: bytes) -> str: ...
def id_bytes(prefix: str, text: str) -> bytes: ...
def exponent(currency: Currency | str) -> int: ...
def is_address(place: str | PathLike[str]) -> bool: ...
def lanes(handle: Handle) -> list[tuple[int, int, int, datetime, datetime]]: ...
def sizes(handle: Handle) -> tuple[int, int, int, int, list[tuple[str, int, int]]]: ...
def records_table(
    handle: Handle,
    name: str,
    by: tuple[str | None, list[tuple[str, Any]]],
    newest_first: bool,
    scale: int | None,
) -> object: ...
def accounts_table(
    handle: Handle, wanted: tuple[AnyOwner | None, Purpose | None, AccountState | None]
) -> object: ...
def statement_table(
    handle: Handle,
    account: AccountId,
    shown: tuple[datetime | None, datetime | None, int | None, bool],
    newest_first: bool,
) -> object | None: ...
def trial_balance_table(handle: Handle, cut: str | None) -> object: ...
def events_table(handle: Handle, after: str | None) -> object: ...
