"""A value of any type that commands take, made from the annotations of their parameters."""

from __future__ import annotations

import collections.abc
import inspect
import types
import typing
from datetime import datetime, timezone
from decimal import Decimal
from typing import Any

import paywright as pw
from paywright._base import Record, Word

SIMPLE: dict[object, object] = {
    bool: True,
    int: 60,
    str: "a text",
    Decimal: Decimal("0.029"),
    datetime: datetime(2026, 12, 1, tzinfo=timezone.utc),
    pw.Money: pw.Money("5.00", "EUR"),
    pw.Currency: pw.Currency("EUR"),
    pw.Metadata: {"table": 7},
}


def hints(of: type[Any]) -> dict[str, Any]:
    """What a class is made of: the parameters of its `__new__`, with their types."""
    made = typing.get_type_hints(of.__new__)
    return {name: made[name] for name in inspect.signature(of.__new__).parameters if name != "cls"}


def anything(hint: Any) -> Any:
    """A right value of this type; of several types the first."""
    if hint in SIMPLE:
        return SIMPLE[hint]
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return anything(next(part for part in parts if part is not type(None)))
    if origin is collections.abc.Iterable:
        return [anything(parts[0])]
    if isinstance(hint, type) and issubclass(hint, Word):
        return next(iter(hint))
    if isinstance(hint, type) and issubclass(hint, pw.Id):
        return hint.derived("anything")
    if isinstance(hint, type) and issubclass(hint, Record):
        return hint(**{name: anything(part) for name, part in hints(hint).items()})
    raise AssertionError(f"nothing is known of {hint}: add it here")


def every_value() -> list[tuple[type[Record], str, Any]]:
    """Every class that is made of something, with each of its fields and the field's type."""
    return [
        (value, name, hint)
        for value in _made()
        for name, hint in hints(value).items()
    ]


def _made() -> list[type[Record]]:
    from paywright import _classes
    from paywright.commands import BY_TAG

    variants = [variant for members in _classes.MEMBERS.values() for variant in members]
    values = [one for one in variants if isinstance(one, type) and issubclass(one, Record)]
    return [*BY_TAG.values(), pw.AccountKey, pw.NewTransfer, *values]
