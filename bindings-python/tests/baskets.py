"""Orders as tables, and what became of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import paywright as pw
from shop import Shop

pa = pytest.importorskip("pyarrow")


def orders(shop: Shop, count: int = 3) -> dict[str, list[Any]]:
    """Orders as columns."""
    return {
        "merchant": [shop.merchant] * count,
        "total": [Decimal("18.50") + row for row in range(count)],
        "reference": [f"basket-{row}" for row in range(count)],
    }


def placed(shop: Shop, table: Any, **options: Any) -> pw.BulkResult:
    """The orders of a table."""
    return shop.engine.bulk(
        pw.PlaceOrder, table, **{"currency": "EUR", "key_prefix": "day-1", **options}
    )


def outcomes(result: pw.BulkResult) -> list[str]:
    return [row.outcome for row in result]


def only_refusal(result: pw.BulkResult) -> tuple[str | None, str]:
    """Code and message of the one row that was refused."""
    (row,) = result.refused
    return row.code, row.message or ""


def of_pandas(columns: dict[str, list[Any]]) -> Any:
    return pytest.importorskip("pandas").DataFrame(columns)


def of_duckdb(columns: dict[str, list[Any]]) -> Any:
    duckdb = pytest.importorskip("duckdb")
    table = pa.table(columns)
    return duckdb.from_arrow(table)
