"""Opening the database that a command is about."""

from __future__ import annotations

from ..engine import Access, Engine
from . import ending


def opened(path: str, access: Access = "read_only") -> Engine:
    """The database in a file that must be there."""
    if path == ":memory:":
        raise ending.Ended(ending.USAGE, "a database in memory ends with the command: give the path of a file")
    return Engine(path, access=access)
