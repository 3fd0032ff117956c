"""A command for each row of a file of CSV or Parquet."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Any

from .._native import TextTable
from ..bulk import BulkInterrupted, BulkResult, Table
from ..enums import Role
from ..ids import MerchantId, UserId
from ..values import Actor, AnyActor
from . import ending, output
from .database import opened
from .progress import Bar

if TYPE_CHECKING:
    from ..engine import Engine

_NAMES = ("row", "outcome", "id", "code", "message")
# Refused rows that are named where nobody asked for all rows.
_NAMED = 20
_SETTLES = "the same file with the same keys finishes it"


def bulk(asked: argparse.Namespace) -> int:
    """Does a command for each row."""
    actor = None if asked.actor is None else ending.given(_actor, asked.actor)
    with _table(asked.table) as table, opened(asked, "existing") as engine:
        try:
            result = _done(engine, table, asked, actor)
        except BulkInterrupted as interrupted:
            _tell(asked.form, interrupted.result)
            output.say(f"interrupted; {_SETTLES}")
            return ending.INTERRUPTED
    _tell(asked.form, result)
    if isinstance(result.ended_early, ValueError):
        # The file, not the engine.
        sentence = getattr(table, "broken", None) or str(result.ended_early)
        raise ending.Ended(ending.USAGE, f"{sentence}; mended, {_SETTLES}")
    if result.ended_early is not None:
        code, sentence = ending.of(result.ended_early)
        raise ending.Ended(code, f"{sentence}; {_SETTLES}")
    return ending.REFUSED if result.counts["refused"] else ending.DONE


def _done(
    engine: Engine, table: Table, asked: argparse.Namespace, actor: AnyActor | None
) -> BulkResult:
    with Bar("rows") as bar:
        try:
            return engine.bulk(
                asked.command,
                table,
                currency=asked.currency,
                key_prefix=asked.key_prefix,
                actor=actor,
                rows_per_commit=asked.rows_per_commit,
                progress=bar,
            )
        except (TypeError, ValueError) as error:
            # Of the columns or the options: nothing was done.
            raise ending.Ended(ending.USAGE, str(error)) from None


def _tell(form: str, result: BulkResult) -> None:
    if form != "text":
        output.rows(form, _NAMES, result)
        return
    refused = [(row.row, row.code, row.message) for row in islice(result.refused, _NAMED)]
    if refused:
        output.lines(output.table(("row", "code", "why it was refused"), refused))
    counts = result.counts
    more = counts["refused"] - len(refused)
    output.lines([f"and {more:,} more were refused; --csv names all"] if more else [])
    told = [f"{count:,} {outcome.replace('_', ' ')}" for outcome, count in counts.items() if count]
    output.lines([f"{len(result):,} rows: {', '.join(told) or 'nothing to do'}"])


def _actor(text: str) -> AnyActor:
    word, _, of = text.partition(":")
    if text == "system":
        return Actor.System()
    if word == "user":
        return Actor.User(UserId(of))
    if word == "merchant":
        return Actor.Merchant(MerchantId(of))
    name, _, roles = of.partition(":")
    if word == "operator" and name:
        unknown = [role for role in roles.split(",") if role and role not in list(Role)]
        if unknown:
            raise ValueError(f"there is no role {unknown[0]}; there are {', '.join(Role)}")
        return Actor.Operator(name, [Role(role) for role in roles.split(",") if role])
    raise ValueError("an actor is system, user:ID, merchant:ID, or operator:NAME:ROLE,ROLE")


@contextmanager
def _table(path: str) -> Iterator[Table]:
    """The file as a table that is read as far as it is needed."""
    kind = path.rpartition(".")[2].lower()
    if kind == "csv":
        with open(path, encoding="utf-8-sig", newline="") as file:
            yield _Csv(path, file)
    elif kind == "parquet":
        yield _of_parquet(path)
    else:
        raise ending.Ended(ending.USAGE, f"{path} is neither called .csv nor .parquet")


class _Csv:
    """A table of texts, read while it is gone through."""

    def __init__(self, path: str, file: Any) -> None:
        import csv

        self.broken: str | None = None
        self._path = path
        self._rows = csv.reader(file, strict=True)
        # What a file that is no CSV in UTF-8 is told by.
        self._wrong = (csv.Error, UnicodeDecodeError)
        try:
            self._names = next(self._rows, [])
        except self._wrong as error:
            raise ending.Ended(ending.USAGE, self._no_csv(error)) from None
        if not self._names:
            sentence = f"{path} is empty: its first line must have the columns' names"
            raise ending.Ended(ending.USAGE, sentence)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return TextTable(self._names, self._cells()).__arrow_c_stream__(requested_schema)

    def _cells(self) -> Iterator[list[str | None]]:
        try:
            for row in self._rows:
                # The last line of many files is empty; it is no row.
                if not row:
                    continue
                if len(row) != len(self._names):
                    wanted = f"has {len(row)} cells, and the first line {len(self._names)}"
                    raise self._ended(f"line {self._rows.line_num} of {self._path} {wanted}")
                yield [cell or None for cell in row]
        except self._wrong as error:
            raise self._ended(self._no_csv(error)) from None

    def _ended(self, sentence: str) -> ValueError:
        self.broken = sentence
        return ValueError(sentence)

    def _no_csv(self, error: Exception) -> str:
        return f"line {self._rows.line_num + 1} of {self._path} is no CSV in UTF-8: {error}"


def _of_parquet(path: str) -> Table:
    try:
        parquet, pyarrow = import_module("pyarrow.parquet"), import_module("pyarrow")
    except ImportError:
        sentence = "reading Parquet needs pyarrow: pip install 'paywright[parquet]'"
        raise ending.Ended(ending.USAGE, sentence) from None
    try:
        file = parquet.ParquetFile(path)
    except pyarrow.ArrowException as error:
        raise ending.Ended(ending.USAGE, f"{path} is no Parquet file: {error}") from None
    reader: Table = pyarrow.RecordBatchReader.from_batches(file.schema_arrow, file.iter_batches())
    return reader
