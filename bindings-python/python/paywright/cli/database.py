"""Opening the database that a command is about: a file, or a PostgreSQL server's."""

from __future__ import annotations

import argparse
from typing import Literal

from .._native import is_address
from ..engine import Engine
from . import ending


def in_memory() -> ending.Ended:
    """Nothing would be there any more."""
    text = "a database in memory ends with the command: give the path of a file"
    return ending.Ended(ending.USAGE, text)


def opened(
    asked: argparse.Namespace, access: Literal["create", "existing", "read_only"] = "read_only"
) -> Engine:
    """The database, which must be there unless it is to be made."""
    if asked.file == ":memory:":
        raise in_memory()
    try:
        return Engine(
            asked.file, access=access, schema=asked.schema, root_certificates=asked.root_certificates
        )
    except (TypeError, ValueError) as error:
        # An address that is none, or what only an address has beside a file.
        raise ending.Ended(ending.USAGE, str(error)) from None


def on_server(asked: argparse.Namespace) -> bool:
    """Whether it is behind an address, so that no file is."""
    try:
        return is_address(asked.file)
    except ValueError as error:
        raise ending.Ended(ending.USAGE, str(error)) from None


def shown(engine: Engine) -> str:
    """Where it is, without a password."""
    return engine._handle.place
