"""Opening the database that a command is about."""

from __future__ import annotations

from typing import Literal

from ..engine import Engine
from . import ending


def in_memory() -> ending.Ended:
    """Nothing would be there any more."""
    text = "a database in memory ends with the command: give the path of a file"
    return ending.Ended(ending.USAGE, text)


def opened(path: str, access: Literal["existing", "read_only"] = "read_only") -> Engine:
    """The database in a file that must be there."""
    if path == ":memory:":
        raise in_memory()
    return Engine(path, access=access)
