"""Whether everything stored is as the journal tells it."""

from __future__ import annotations

import argparse

from ..engine import Engine
from ..errors import StorageError
from ..records import Verification
from . import ending, output
from .database import on_server, opened, shown
from .progress import Bar


def verify(asked: argparse.Namespace) -> int:
    """Checks a database, and names each row that is not as it was written."""
    try:
        with opened(asked) as engine, Bar("steps") as bar:
            found = engine.verify(asked.cut, progress=bar)
            # A server checks its own files.
            of_file = [] if on_server(asked) else engine.check()
            lanes, place = _lanes(engine), shown(engine)
    except StorageError as error:
        if error.code != "storage_corrupt":
            raise
        # It is damaged beyond reading: that is an answer too.
        raise ending.Ended(ending.REFUSED, str(error)) from None
    except ValueError as error:
        # Of the cut, which is not even text.
        raise ending.Ended(ending.USAGE, str(error)) from None
    if asked.json:
        output.json_object(_object(place, found, of_file, lanes))
    else:
        output.lines(_text(place, found, of_file, lanes))
    return ending.DONE if found.is_clean and not of_file else ending.REFUSED


def _lanes(engine: Engine) -> int:
    from .._native import lanes

    return len(lanes(engine._handle))


def _object(place: str, found: Verification, of_file: list[str], lanes: int) -> dict[str, object]:
    return {
        "database": place,
        "clean": found.is_clean and not of_file,
        "entries": found.entries,
        "lanes": lanes,
        "transfers": found.transfers,
        "records": found.records,
        "findings": [finding.as_dict() for finding in found.findings],
        "further_findings": found.further_findings,
        "file": of_file,
    }


def _text(place: str, found: Verification, of_file: list[str], lanes: int) -> list[str]:
    on = "1 lane" if lanes == 1 else f"{lanes:,} lanes"
    texts = [
        place,
        f"checked: {found.entries:,} journal entries on {on}, {found.transfers:,} transfers, "
        f"{found.records:,} other records",
    ]
    listed = [f"{finding.table} {finding.row}: {finding.what}" for finding in found.findings]
    listed += of_file
    if not listed:
        return [*texts, "verified: everything stored is as the journal tells it"]
    count = len(listed) + found.further_findings
    things = "1 thing is" if count == 1 else f"{count:,} things are"
    more = ", the first of each table listed here" if found.further_findings else ""
    return [*texts, *listed, f"NOT verified: {things} not as the engine wrote it{more}"]
