"""The root of what goes wrong, and a class for each of the four kinds, by who is at fault."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .records import Event

logger = logging.getLogger("paywright")
# A host that has said nothing about logging hears nothing of it.
logger.addHandler(logging.NullHandler())


class PaywrightError(Exception):
    """What the engine answers where it does not do what was asked.

    Its text is a sentence for a person; programs look at the class and the `code`.
    """

    code: str
    """The stable code, listed in `errors.CODES`."""
    retryable: bool
    """The same request, unchanged, may succeed later."""
    details: Mapping[str, Any]
    """What else is known: at least the code and its meaning."""

    def __init__(self, code: str, text: str, retryable: bool = False, **details: Any) -> None:
        super().__init__(code, text, retryable)
        self.code = code
        self.retryable = retryable
        self.details = {"code": code, "retryable": retryable, **details}

    def __str__(self) -> str:
        return f"{self.code}: {self.args[1]}"

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.args == other.args

    def __hash__(self) -> int:
        return hash(self.args)


class Refused(PaywrightError):
    """The rules say no. Nothing was changed."""


class StorageError(PaywrightError):
    """The world failed. Nothing was changed, but for `outcome_unknown` and `deadline_exceeded`."""


class Misuse(PaywrightError):
    """The caller erred; the text says how to mend it. Nothing was changed."""


class BugError(PaywrightError):
    """The engine erred. Nothing was changed; please report it."""


class Undelivered(Exception):
    """A subscriber raised, so that nothing more was delivered to it; what it raised is the cause."""

    cut: str | None
    """Behind the last event that was delivered: go on from it. None before the first."""
    event: Event
    """The event that was not delivered, or only in part."""

    def __init__(self, cut: str | None, event: Event) -> None:
        super().__init__(cut, event)
        self.cut = cut
        self.event = event

    def __str__(self) -> str:
        return f"the subscriber raised at entry {self.event.sequence} of lane {self.event.lane}"


KINDS = {"refused": Refused, "storage": StorageError, "misuse": Misuse, "bug": BugError}


def made(kind: str, code: str, text: str, retryable: bool) -> PaywrightError:
    """The exception for an error of the engine. What an operator should know of is logged."""
    from .errors import CODES

    wanted, meaning = CODES.get(code, (KINDS[kind], ""))
    if kind == "storage":
        logger.warning("%s: %s", code, text)
    elif kind == "bug":
        logger.error("%s", text)
    return wanted(code, text, retryable, meaning=meaning)
