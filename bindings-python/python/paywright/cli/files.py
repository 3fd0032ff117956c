"""Files made: a new database, an export, a backup."""

from __future__ import annotations

import argparse
import os
import sys

from ..errors import StorageError
from . import ending, output
from .database import in_memory, on_server, opened, shown
from .progress import Bar


def init(asked: argparse.Namespace) -> int:
    """Makes a new database."""
    path: str = asked.file
    if path == ":memory:":
        raise in_memory()
    if on_server(asked):
        return _on_server(asked)
    # Whoever makes the file first has it; another that begins at the same time is told.
    os.close(_new(path))
    try:
        with opened(asked, "create") as engine:
            engine.verify()
    except BaseException:
        os.unlink(path)
        raise
    output.lines([f"made {path}"])
    return ending.DONE


def _on_server(asked: argparse.Namespace) -> int:
    try:
        # Whoever only reads brings nothing to this release that an older one made.
        with opened(asked, "read_only") as engine:
            place = shown(engine)
    except StorageError as error:
        # Only this says that nothing is there; a server that does not answer may well have a database.
        if " has no storage in schema " not in str(error):
            raise
        with opened(asked, "create") as engine:
            engine.verify()
            output.lines([f"made {shown(engine)}"])
        return ending.DONE
    raise _is_there(place, "give another --schema")


def export(asked: argparse.Namespace) -> int:
    """Writes the journal as lines of JSON."""
    with opened(asked) as engine, Bar("entries") as bar:
        if asked.to == "-":
            try:
                engine.export(sys.stdout, progress=bar)
            finally:
                output.flush()
            return ending.DONE
        try:
            entries = engine.export(asked.to, progress=bar)
        except FileExistsError:
            raise _is_there(asked.to) from None
    output.lines([f"{entries:,} journal entries are in {asked.to}"])
    return ending.DONE


def backup(asked: argparse.Namespace) -> int:
    """Copies one moment into a new file."""
    with opened(asked) as engine, Bar("steps") as bar:
        made = engine.backup(asked.to, progress=bar)
    output.lines(
        [
            f"{made.bytes:,} bytes are in {asked.to}",
            f"verified: {made.entries:,} journal entries, {made.transfers:,} transfers",
            f"cut: {made.cut}",
        ]
    )
    return ending.DONE


def _new(path: str) -> int:
    try:
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
        return os.open(path, flags, 0o666)
    except FileExistsError:
        raise _is_there(path) from None


def _is_there(place: str, instead: str = "give the path of a new file") -> ending.Ended:
    sentence = f"{place} is there already, and was left as it is: {instead}"
    return ending.Ended(ending.STORAGE, sentence)
