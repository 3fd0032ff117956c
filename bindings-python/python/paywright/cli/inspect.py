"""What is in a database."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from .. import _native
from .._base import Currency
from ..engine import Engine
from ..enums import CaseState, EffectKind, EffectState
from ..records import Case, Effect, Hold, Operation, Order, Payment, Refund
from . import ending, output
from .database import on_server, opened, shown
from .output import Amount, Row

_SUMS = ("debits", "credits", "pending_debits", "pending_credits")
# Everything that time ends.
_DUE = (Hold, Order, Payment, Refund, Operation)


def inspect(asked: argparse.Namespace) -> int:
    """Shows accounts, the trial balance, lanes, what waits, and sizes."""
    with opened(asked) as engine:
        found: dict[str, Any] = {
            "database": shown(engine),
            "accounts": _accounts(engine),
            "trial_balance": _trial_balance(engine),
            "cut": engine.cut(),
            "lanes": _lanes(engine),
            "effects": _effects(engine),
            "oldest_due": _oldest_due(engine),
            "open_cases": _open_cases(engine),
            # What a server's tables take it tells itself.
            "sizes": None if on_server(asked) else _sizes(engine),
        }
    if asked.json:
        output.json_object(found)
    else:
        output.lines(_text(found))
    if all(trial["is_balanced"] for trial in found["trial_balance"]):
        return ending.DONE
    output.say("debits and credits are NOT equal; `paywright verify` says what is wrong")
    return ending.REFUSED


def _counted(names: tuple[str, ...], counts: Counter[tuple[str, ...]]) -> list[dict[str, Any]]:
    return [{**dict(zip(names, key)), "count": count} for key, count in sorted(counts.items())]


def _accounts(engine: Engine) -> list[dict[str, Any]]:
    found = engine.accounts()
    counts = Counter((str(one.currency), str(one.purpose), str(one.state)) for one in found)
    return _counted(("currency", "purpose", "state"), Counter(counts))


def _trial_balance(engine: Engine) -> list[dict[str, Any]]:
    lines: dict[Currency, list[tuple[str, tuple[int, ...]]]] = {}
    for currency, purpose, figures in engine.trial_balance():
        lines.setdefault(currency, []).append((str(purpose), figures[1:]))
    return [_trial(currency, of) for currency, of in sorted(lines.items())]


def _trial(currency: Currency, lines: list[tuple[str, tuple[int, ...]]]) -> dict[str, Any]:
    def amounts(sums: tuple[int, ...]) -> dict[str, Amount]:
        return {name: Amount(minor, currency.exponent) for name, minor in zip(_SUMS, sums)}

    total = tuple(map(sum, zip(*(sums for _, sums in lines))))
    return {
        "currency": str(currency),
        "lines": [{"purpose": purpose, **amounts(sums)} for purpose, sums in lines],
        "total": amounts(total),
        "is_balanced": total[0] == total[1] and total[2] == total[3],
    }


def _lanes(engine: Engine) -> list[dict[str, Any]]:
    names = ("lane", "epoch", "sequence", "held_until", "last_entry_at")
    return [dict(zip(names, lane)) for lane in _native.lanes(engine._handle)]


def _effects(engine: Engine) -> list[dict[str, Any]]:
    counts = Counter((effect.kind, effect.state) for effect in engine.list(Effect))
    found = []
    for kind in EffectKind:
        for state in EffectState:
            if count := counts[kind, state]:
                first = engine.list(Effect, by="by_due", state=state, kind=kind).page(limit=1).items
                due: datetime | None = first[0].due_at if first else None
                found.append({"kind": kind, "state": state, "count": count, "oldest_due": due})
    return found


def _oldest_due(engine: Engine) -> list[dict[str, Any]]:
    found = []
    for record in _DUE:
        # What nothing is due of is not in the index.
        first: list[Any] = engine.list(record, by="by_due").page(limit=1).items
        found += [{"table": record.TABLE, "at": one.due_at} for one in first]
    return found


def _open_cases(engine: Engine) -> list[dict[str, Any]]:
    cases = engine.list(Case, by="by_state", state=CaseState.OPEN)
    return _counted(("kind",), Counter((str(case.kind),) for case in cases))


def _sizes(engine: Engine) -> dict[str, Any]:
    file_bytes, log_bytes, page_bytes, free_pages, tables = _native.sizes(engine._handle)
    return {
        "file_bytes": file_bytes,
        "log_bytes": log_bytes,
        "page_bytes": page_bytes,
        "free_pages": free_pages,
        "tables": [{"table": name, "rows": rows, "bytes": size} for name, rows, size in tables],
    }


def _text(found: dict[str, Any]) -> Iterator[str]:
    yield found["database"]
    yield from _table(("Accounts", "currency", "state", "number"), found["accounts"], _account)
    yield from _table(("Lane", "epoch", "sequence", "held until", "last entry"), found["lanes"])
    yield from _table(("Effects", "state", "number", "oldest due"), found["effects"])
    yield from _table(("What waits for a time", "the oldest"), found["oldest_due"])
    yield from _table(("Open cases", "number"), found["open_cases"])
    for trial in found["trial_balance"]:
        rows = [tuple(line.values()) for line in trial["lines"]]
        total = "total" if trial["is_balanced"] else "total, NOT equal"
        rows.append((total, *trial["total"].values()))
        title = f"Trial balance, {trial['currency']}"
        yield ""
        yield from output.table((title, *(name.replace("_", " ") for name in _SUMS)), rows, sums=1)
    yield from _sized(found["sizes"])
    yield f"cut: {found['cut']}"


def _sized(sizes: dict[str, Any] | None) -> Iterator[str]:
    if sizes is None:
        yield ""
        return
    yield from _table(("Tables", "rows", "bytes"), sizes["tables"])
    yield ""
    yield f"bytes of the file: {sizes['file_bytes']:,}; of its log: {sizes['log_bytes']:,}"
    yield f"bytes of a page: {sizes['page_bytes']:,}; free pages: {sizes['free_pages']:,}"


def _table(names: tuple[str, ...], found: list[dict[str, Any]], row: Any = None) -> Iterator[str]:
    if found:
        yield ""
        yield from output.table(names, [row(one) if row else tuple(one.values()) for one in found])


def _account(one: dict[str, Any]) -> Row:
    return one["purpose"], one["currency"], one["state"], one["count"]
