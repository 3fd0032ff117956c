"""How a command ends: its exit code, and the sentence for what went wrong."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

from .._errors import Misuse, PaywrightError, Refused, StorageError

Given = TypeVar("Given")

DONE = 0
REFUSED = 1
USAGE = 2
STORAGE = 3
BUG = 4
# 128 and the number of the signal, as shells have it.
INTERRUPTED = 130


class Ended(Exception):
    """A command cannot go on: its exit code, and why as a sentence."""

    def __init__(self, code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def given(convert: Callable[[str], Given], text: str) -> Given:
    """What was typed as a value of the engine's, which says what is wrong with it."""
    try:
        return convert(text)
    except (TypeError, ValueError) as error:
        raise Ended(USAGE, f"{text}: {error}") from None


def of(error: BaseException) -> tuple[int, str]:
    """The exit code and the sentence for what a command raised."""
    if isinstance(error, Ended):
        return error.code, str(error)
    if isinstance(error, PaywrightError):
        return _code(error), str(error)
    if isinstance(error, MemoryError):
        return STORAGE, "there is not enough memory for this"
    if isinstance(error, OSError):
        named = f"{os.fsdecode(error.filename)}: " if error.filename is not None else ""
        return STORAGE, f"{named}{error.strerror or error}"
    return BUG, f"this should not have happened, please report it: {type(error).__name__}: {error}"


def _code(error: PaywrightError) -> int:
    if isinstance(error, Refused):
        return REFUSED
    if isinstance(error, StorageError):
        return STORAGE
    return USAGE if isinstance(error, Misuse) else BUG
