"""Many commands from one table, and what became of each row."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Protocol

from . import _native
from ._base import Command, Currency, Id, Record, field
from ._errors import made
from ._journal import Progress
from ._native import TextTable
from .listing import Listing
from .records import Event

if TYPE_CHECKING:
    from .values import AnyActor

__all__ = ["BulkInterrupted", "BulkResult", "BulkRow", "Table", "TextTable"]

# Refused rows shown in a notebook.
_SHOWN = 20
# Characters of a bar.
_BAR = 30


class Table(Protocol):
    """Anything that hands itself over by Arrow: of Polars, pandas, pyarrow, DuckDB, and others."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The stream, in a capsule."""


class BulkRow(Record):
    """What became of a row."""

    __slots__ = ()
    __match_args__ = ("row", "outcome", "id", "code", "message")
    row: Final[int] = field(0)
    """Its place in the table, from 0."""
    outcome: Final[str] = field(1)
    """`accepted`, `replayed`, `refused`, `not_started` or `unknown`."""
    id: Final[Id | None] = field(2)
    """The id of the record that was made or changed, if it is known."""
    code: Final[str | None] = field(3)
    """Why it was refused, or what is unknown."""
    message: Final[str | None] = field(4)
    """The same for a person."""


class BulkResult:
    """What became of each row of a table, in the table's order.

    It is itself a table of the columns `outcome`, `id`, `code` and `message`:
    `pl.DataFrame(result)`, `pa.table(result)`, `pd.DataFrame.from_arrow(result)`. A row is

    - `accepted`: it was new, and is done;
    - `replayed`: it was done before, or had nothing to change;
    - `refused`: it was not done; `code` and `message` say why;
    - `not_started`: nothing was done, for the bulk ended before it;
    - `unknown`: the storage did not say what became of its commit.

    The same table with the same keys finishes what is `not_started` and settles what is `unknown`.
    """

    __slots__ = ("_rows", "ended_early")

    ended_early: BaseException | None
    """Why it ended before the last row, if it did."""

    def __init__(self, rows: _native.BulkRows, ended_early: BaseException | None) -> None:
        self._rows = rows
        self.ended_early = ended_early

    @property
    def counts(self) -> dict[str, int]:
        """How many rows became what: all five outcomes, in the order above."""
        return dict(self._rows.counts())

    @property
    def refused(self) -> Iterator[BulkRow]:
        """The refused rows, in order."""
        place = self._rows.refused_from(0)
        while place is not None:
            yield self[place]
            place = self._rows.refused_from(place + 1)

    def raise_for_refused(self) -> BulkResult:
        """Itself, where every row was done.

        Raises:
            PaywrightError: Why the first refused row was refused, or why the bulk ended early.
        """
        if self.ended_early is not None:
            raise self.ended_early
        first = next(self.refused, None)
        if first is not None and first.code is not None:
            count = self.counts["refused"]
            text = f"{count} of {len(self)} rows were refused; row {first.row}: {first.message}"
            raise made("refused", first.code, text, False)
        return self

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, row: int) -> BulkRow:
        place = row + len(self) if row < 0 else row
        if not 0 <= place < len(self):
            raise IndexError(f"the table has {len(self)} rows, and no row {row}")
        return tuple.__new__(BulkRow, (place, *self._rows.row(place)))

    def __iter__(self) -> Iterator[BulkRow]:
        return (self[place] for place in range(len(self)))

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._rows.__arrow_c_stream__(requested_schema)

    def __repr__(self) -> str:
        counts = ", ".join(
            f"{count:,} {outcome}" for outcome, count in self.counts.items() if count
        )
        return f"<paywright.BulkResult of {len(self):,} rows: {counts or 'nothing'}>"

    def _repr_html_(self) -> str:
        from html import escape

        count = [f"<tr><th>{name}</th><td>{rows:,}</td></tr>" for name, rows in self.counts.items()]
        counts = "".join(count)
        early = "" if self.ended_early is None else f"<p>ended early: {escape(str(self.ended_early))}</p>"
        shown = [row for row, _ in zip(self.refused, range(_SHOWN))]
        rows = "".join(
            f"<tr><td>{row.row}</td><td>{escape(row.code or '')}</td>"
            f"<td>{escape(row.message or '')}</td></tr>"
            for row in shown
        )
        head = "<tr><th>row</th><th>code</th><th>message</th></tr>"
        refused = f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>" if shown else ""
        more = "<p>and more</p>" if self.counts["refused"] > _SHOWN else ""
        return f"<table><caption>{len(self):,} rows</caption>{counts}</table>{early}{refused}{more}"


class BulkInterrupted(KeyboardInterrupt):
    """Ctrl-C between two commits of a bulk. The same table with the same keys finishes it."""

    result: BulkResult
    """The rows that were done."""

    def __init__(self, result: BulkResult) -> None:
        done = len(result) - result.counts["not_started"]
        super().__init__(
            f"interrupted after {done:,} rows; the same table with the same keys finishes it"
        )
        self.result = result


class Tables:
    """The engine's methods that are there for tables."""

    __slots__ = ()
    _handle: _native.Handle

    def bulk(
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
        """One command for each row of a table, a thousand or so a commit, each with its own result.

            engine.bulk(pw.PlaceOrder, orders, currency="EUR", key_prefix="orders-2026-11-27")

        Columns are called as the command's fields are; [the page of tables](bulk.md) has the
        details. A row that cannot be read is refused with `invalid_value`, and the others go on.
        Every row has a key or an id of its own, so the same table again does nothing twice, and
        finishes what was interrupted.

        Args:
            command: Its class or its name, such as `PlaceOrder` or `"place_order"`.
            table: A DataFrame of Polars or pandas, a table of pyarrow, a relation of DuckDB.
            currency: Of amounts that no column says it of.
            key_prefix: Makes the keys of rows: the prefix, a slash, and the row's place from 0.
            actor: Who asks, where no column `actor` says it.
            rows_per_commit: At most so many rows are committed at once.
            progress: Told how many rows of how many are done, between commits; the bulk stops where
                it answers False. True for a bar on standard error, which is also what a terminal
                gets where this is left out; False for none.

        Raises:
            TypeError: It is no table, or a column holds what its field cannot be made of.
            ValueError: A column is missing, or nothing is made of one.
            BulkInterrupted: Ctrl-C, between two commits.
        """
        total, rows = _count(table), _native.BulkRows()
        bar = _Bar() if progress is True or (progress is None and _is_watched()) else None
        told = bar or (progress if callable(progress) else None)
        envelope, pace = (currency, key_prefix, actor), (rows_per_commit, total, told)
        try:
            ended = _native.bulk(self._handle, (_tag(command), _sound(table)), envelope, pace, rows)
        except KeyboardInterrupt as error:
            raise BulkInterrupted(BulkResult(rows, error)) from error
        finally:
            if bar is not None:
                bar.finish()
        return BulkResult(rows, ended)

    def events(self, after: str | None = None) -> Listing[Event]:
        """All that happened after a cut, as the feed has it, to go through or as a table.

        The table has a row for each event: its place and hash, when, who asked, the key, the
        command's name, the changes as a list of structs, and the place and number of its transfers.
        """

        def page(behind: str | None, limit: int) -> tuple[list[Event], str | None]:
            found = _native.feed(self._handle, behind or after, limit)
            return found.events, found.next if found.events else None

        return Listing(page, lambda: _native.events_table(self._handle, after))


def _tag(command: type[Command] | str) -> int:
    if isinstance(command, type) and issubclass(command, Command):
        return command.TAG
    from .commands import BY_TAG

    for tag, known in BY_TAG.items():
        if command == known.NAME:
            return tag
    if isinstance(command, str):
        raise ValueError(
            f"there is no command {command!r}: give a name such as 'place_order', or a class"
        )
    raise TypeError(f"command: a class such as PlaceOrder or a name is wanted, not {command!r}")


def _sound(table: Any) -> Any:
    """The table; Polars hands columns of nothing over in a way that Arrow does not allow.

    DuckDB makes HUGEINTs of its sums of ints, and hands them over as decimals: minor units would be taken
    for whole ones.
    """
    if type(table).__module__.partition(".")[0] in ("duckdb", "_duckdb"):
        kinds = zip(getattr(table, "columns", ()), getattr(table, "types", ()))
        sums = [name for name, kind in kinds if str(kind) == "HUGEINT"]
        if sums:
            mend = "cast it to BIGINT for minor units, or to DECIMAL for whole ones"
            raise TypeError(f"{', '.join(sums)} holds HUGEINT, which Arrow does not know: {mend}")
    polars = sys.modules.get("polars")
    if polars is None or not isinstance(table, polars.DataFrame):
        return table
    nothing = [name for name, kind in table.schema.items() if kind == polars.Null]
    return table.with_columns(polars.col(nothing).cast(polars.String)) if nothing else table


def _count(table: Any) -> int | None:
    """How many rows there are, of what knows it without being read."""
    for name in ("num_rows", "height"):
        count = getattr(table, name, None)
        if isinstance(count, int):
            return count
    shape = getattr(getattr(table, "index", None), "shape", None)
    return int(shape[0]) if isinstance(shape, tuple) else None


def _is_watched() -> bool:
    """Whether standard error is a terminal. Programs without a console have none, or a closed one."""
    try:
        return sys.stderr.isatty()
    except (AttributeError, ValueError):
        return False


class _Bar:
    """One line on standard error that is written over and over; a terminal that is gone stops nothing."""

    def __init__(self) -> None:
        self._is_shown = False

    def __call__(self, done: int, total: int | None) -> None:
        self._is_shown = True
        if total:
            full = min(_BAR, _BAR * done // total)
            text = f"[{'#' * full}{'.' * (_BAR - full)}] {done:,} of {total:,} rows"
        else:
            text = f"{done:,} rows"
        self._write(f"\r{text}")

    def finish(self) -> None:
        if self._is_shown:
            self._write("\n")

    def _write(self, text: str) -> None:
        with suppress(AttributeError, OSError, ValueError):
            sys.stderr.write(text)
            sys.stderr.flush()
