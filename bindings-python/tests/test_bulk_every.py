"""Every command can be a row of a table, with all its fields and all their variants."""

from __future__ import annotations

import re
from typing import Any

import pytest

import paywright as pw
from anything import anything, hints
from paywright._classes import MEMBERS
from paywright.commands import BY_TAG
from shop import Shop

pa = pytest.importorskip("pyarrow")


def cells(name: str, hint: Any, value: Any) -> dict[str, Any]:
    """A value as the columns that a table has for it."""
    if isinstance(value, pw.Money):
        return {name: value.amount, f"{name}_currency": str(value.currency)}
    if isinstance(value, pw.AccountKey):
        return {
            part: one
            for of, inner in hints(pw.AccountKey).items()
            for part, one in cells(of, inner, getattr(value, of)).items()
        }
    for variants in MEMBERS.values():
        if type(value) in variants:
            word = re.sub("(?<!^)(?=[A-Z])", "_", type(value).__name__).lower()
            parts = type(value).__match_args__
            if len(parts) == 1 and parts[0] in (
                "user",
                "merchant",
                "order",
                "channel",
                "payment",
                "hold",
                "operation",
                "refund",
                "address",
                "code",
            ):
                return {name: f"{word}:{value[0]}"}
            columns = {name: word}
            for part in parts:
                columns.update(cells(part, None, getattr(value, part)))
            return columns
    if isinstance(value, dict):
        return {name: '{"table": 7}'}
    if isinstance(value, list):
        return {name: [str(one) for one in value]}
    return {name: value.value if isinstance(value, pw.Word) else value}


def as_columns(command: type[pw.Command], **values: Any) -> dict[str, list[Any]]:
    """One row, with every field of a command."""
    columns: dict[str, Any] = {}
    for name, hint in hints(command).items():
        columns.update(cells(name, hint, values.get(name, anything(hint))))
    return {name: [value] for name, value in columns.items()}


def asked(shop: Shop, command: type[pw.Command], columns: dict[str, list[Any]]) -> None:
    """It is taken, or a rule refuses it: no row is refused for how it is written."""
    result = shop.engine.bulk(command, pa.table(columns), key_prefix="any")
    (row,) = result
    assert row.outcome in ("accepted", "replayed", "refused"), row
    assert not re.match(r"[a-z_.]+: |no \w+ can be made", row.message or ""), row


@pytest.mark.parametrize(
    "command", [one for one in BY_TAG.values() if one is not pw.PostTransfers]
)
def test_every_command_can_be_a_row_with_all_its_fields(
    shop: Shop, command: type[pw.Command]
) -> None:
    asked(shop, command, as_columns(command))


@pytest.mark.parametrize(
    ("command", "field", "variants"),
    [
        (pw.OpenAccount, "account", "Owner"),
        (pw.StartPayment, "purpose", "PaymentPurpose"),
        (pw.StartPayment, "method", "Method"),
        (pw.ConfirmPayment, "verdict", "Verdict"),
        (pw.ObserveOperation, "outcome", "Outcome"),
        (pw.TimeOut, "due", "Due"),
    ],
)
def test_every_variant_can_be_written_in_a_row(
    shop: Shop, command: type[pw.Command], field: str, variants: str
) -> None:
    for variant in MEMBERS[variants]:
        value = anything(variant)
        if field == "account":
            value = pw.AccountKey(value, pw.Purpose.WALLET, "EUR")
        asked(shop, command, as_columns(command, **{field: value}))
