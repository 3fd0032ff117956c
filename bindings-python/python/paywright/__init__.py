"""Paywright: an embeddable payment engine.

Ledger, orders, payments and refunds inside your own process, in one file:

    import paywright as pw

    with pw.open("shop.db") as engine:
        terms = engine.create_fee_plan("standard", "0.029", pw.Money("0.30", "EUR"), key="terms")
        shop = engine.register_merchant("Shop", terms.id, key="shop")
        engine.activate_merchant(shop.id)
        order = engine.place_order(shop.id, pw.Money("18.50", "EUR"), key="basket-8812")
"""

from __future__ import annotations

import datetime as _datetime
import os as _os
from decimal import Decimal as _Decimal
from importlib import import_module as _import_module
from typing import TYPE_CHECKING, Any

from . import _base, _classes, _errors, _native
from ._base import *
from ._base import Command, Currency, Id, Metadata, Refusal
from ._native import Money as Money
from ._native import __version__ as __version__
from .bulk import *
from .engine import *
from .engine import Answer
from .enums import *
from .errors import *
from .ids import *
from .listing import *
from .records import *
from .values import *

if TYPE_CHECKING:
    from . import aio as aio
    from . import channel as channel
    from . import testing as testing
    from .commands import *


def _command(tag: int) -> type[Command]:
    from .commands import BY_TAG

    return BY_TAG[tag]


_native.register(
    {
        "classes": {**_classes.CLASSES, "Answer": Answer},
        "members": _classes.MEMBERS,
        "command": _command,
        "Id": Id,
        "Currency": Currency,
        "Metadata": Metadata,
        "Refusal": Refusal,
        "error": _errors.made,
        "to_json": _base.to_json,
        "Decimal": _Decimal,
        "datetime": _datetime.datetime,
        "timedelta": _datetime.timedelta,
        "epoch": _datetime.datetime(1970, 1, 1, tzinfo=_datetime.timezone.utc),
    }
)

if hasattr(_os, "register_at_fork"):
    _os.register_at_fork(after_in_child=_native.forked)


def __dir__() -> list[str]:
    return sorted({*globals(), *_classes.COMMANDS, "aio", "channel", "commands", "testing"})


def __getattr__(name: str) -> Any:
    # Commands are methods of the engine first; as values they are loaded when one is asked for, as is what
    # only some need.
    if name in ("aio", "channel", "commands", "testing"):
        return _import_module(f".{name}", __name__)
    if name in _classes.COMMANDS:
        return getattr(_import_module(".commands", __name__), name)
    raise AttributeError(f"module 'paywright' has no attribute {name!r}")
