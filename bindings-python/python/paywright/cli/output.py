"""What is printed: tables for people, JSON and CSV for programs, sentences for whoever watches."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timezone
from functools import partial
from itertools import chain, islice
from typing import Any

from .._errors import logger
from . import ending

Cell = Any
Row = Sequence[Cell]

# Rows that decide how wide a table's columns are, so that a long list begins to show at once.
_MEASURED = 1_000
_GAP = "  "


class Amount:
    """Minor units with the decimals of their currency, exact at any size."""

    __slots__ = ("minor", "exponent")

    def __init__(self, minor: int, exponent: int) -> None:
        self.minor = minor
        self.exponent = exponent

    def __str__(self) -> str:
        digits = str(abs(self.minor)).rjust(self.exponent + 1, "0")
        if self.exponent:
            digits = f"{digits[: -self.exponent]}.{digits[-self.exponent :]}"
        return f"-{digits}" if self.minor < 0 else digits

    def grouped(self) -> str:
        """For people: 1,065,562.48."""
        sign = "-" if self.minor < 0 else ""
        whole, point, part = str(self).removeprefix("-").partition(".")
        return f"{sign}{int(whole):,}{point}{part}"


def prepare() -> None:
    """Names may hold what a terminal's encoding lacks: that is shown as escapes, nothing stops."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
    # What went wrong is said once, by the command.
    logger.addHandler(logging.NullHandler())


def say(sentence: str) -> None:
    """Tells whoever watches. Where nobody can be told, the exit code has to do."""
    with contextlib.suppress(OSError, ValueError):
        print(_one_line(sentence), file=sys.stderr, flush=True)


def lines(texts: Iterable[str]) -> None:
    """Prints lines. Where the reader has seen enough and left, the rest is not asked for."""
    for text in texts:
        if not _reaches(partial(sys.stdout.write, f"{text}\n")):
            return
    flush()


def flush() -> None:
    """Everything printed so far reaches its place, or it is said that it cannot."""
    _reaches(sys.stdout.flush)


def _reaches(write: Callable[[], object]) -> bool:
    """Whether there still is a reader."""
    try:
        write()
        return True
    except BrokenPipeError:
        _to_nowhere()
        return False
    except OSError as error:
        _to_nowhere()
        why = error.strerror or error
        raise ending.Ended(ending.STORAGE, f"what was found cannot be printed: {why}") from None


def _to_nowhere() -> None:
    # Else the interpreter tries to print the rest once more when it ends, and complains.
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def rows(form: str, names: Sequence[str], found: Iterable[Row]) -> None:
    """A list in the form that was asked for: `text`, `json` or `csv`."""
    if form == "json":
        lines(_json_lines(names, found))
    elif form == "csv":
        lines(_csv_lines(names, found))
    else:
        lines(table(names, found))


def json_object(value: dict[str, Any]) -> None:
    """One object, over several lines."""
    import json

    lines([json.dumps(value, indent=2, ensure_ascii=False, default=text)])


def _json_lines(names: Sequence[str], found: Iterable[Row]) -> Iterator[str]:
    import json

    yield "["
    before = None
    for row in found:
        if before is not None:
            yield f"{before},"
        before = json.dumps(dict(zip(names, row)), ensure_ascii=False, default=text)
    if before is not None:
        yield before
    yield "]"


def _csv_lines(names: Sequence[str], found: Iterable[Row]) -> Iterator[str]:
    import csv
    import io

    written = io.StringIO()
    writer = csv.writer(written, lineterminator="")
    for row in chain([names], found):
        writer.writerow([text(cell) for cell in row])
        yield written.getvalue()
        written.seek(0)
        written.truncate()


def table(names: Sequence[str], found: Iterable[Row], sums: int = 0) -> Iterator[str]:
    """Aligned columns under their names, numbers at the right. The last `sums` rows are set off."""
    source = iter(found)
    first = list(islice(source, _MEASURED))
    numbers = (int, Amount)
    right = [any(isinstance(row[place], numbers) for row in first) for place in range(len(names))]
    shown = [[_shown(cell) for cell in row] for row in first]
    widths = [max(map(len, column)) for column in zip(names, *shown)]

    def line(cells: Sequence[str]) -> str:
        aligned = zip(cells, widths, right)
        return _GAP.join(c.rjust(w) if r else c.ljust(w) for c, w, r in aligned).rstrip()

    rule = "-" * (sum(widths) + len(_GAP) * (len(widths) - 1))
    yield line(names)
    yield rule
    for place, cells in enumerate(shown):
        if sums and place == len(shown) - sums:
            yield rule
        yield line(cells)
    for row in source:
        yield line([_shown(cell) for cell in row])


def _shown(cell: Cell) -> str:
    if isinstance(cell, Amount):
        return cell.grouped()
    if isinstance(cell, int) and not isinstance(cell, bool):
        return f"{cell:,}"
    return _one_line(text(cell))


def text(cell: Cell) -> str:
    """A cell as programs read it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")
    return str(cell)


def _one_line(shown: str) -> str:
    # What others named may not steer the terminal.
    if shown.isprintable():
        return shown
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in shown)
