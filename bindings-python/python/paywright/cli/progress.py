"""How far a long command is, on one line of a terminal; elsewhere nothing is shown."""

from __future__ import annotations

import sys
import time
from types import TracebackType

_WIDTH = 30
_SECONDS_BETWEEN = 0.1


class Bar:
    """Called with what is done, and of how much. Used in a `with` block, it leaves no trace."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._shows = sys.stderr.isatty()
        self._shown_at = 0.0
        self._wide = 0

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._wide:
            self._write("")

    def __call__(self, done: int, total: int | None) -> None:
        now = time.monotonic()
        if not self._shows or now - self._shown_at < _SECONDS_BETWEEN:
            return
        self._shown_at = now
        if not total:
            self._write(f"{self._what} {done:,}")
            return
        full, share = min(_WIDTH, _WIDTH * done // total), min(100, 100 * done // total)
        bar = "#" * full + "." * (_WIDTH - full)
        self._write(f"{self._what} [{bar}] {share:3} %, {done:,} of {total:,}")

    def _write(self, line: str) -> None:
        try:
            sys.stderr.write(f"\r{line.ljust(self._wide)}" + ("" if line else "\r"))
            sys.stderr.flush()
            self._wide = len(line)
        except (OSError, ValueError):
            self._shows = False
