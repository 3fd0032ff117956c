"""Many commands from one table: which columns become what."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

import paywright as pw
from baskets import of_duckdb, of_pandas, only_refusal, orders, outcomes, placed
from shop import START, Shop

pa = pytest.importorskip("pyarrow")


@pytest.mark.parametrize("table", [pl.DataFrame, pa.table, of_pandas, of_duckdb])
def test_each_library_s_table_is_taken_as_it_is(shop: Shop, table: Any) -> None:
    columns = orders(shop)
    columns["expires_at"] = [START + timedelta(hours=row + 1) for row in range(3)]
    columns["metadata"] = ['{"table": 7}', None, "{}"]
    result = placed(shop, table(columns))
    assert outcomes(result) == ["accepted"] * 3, list(result)
    found = [shop.engine.get(pw.Order, row.id or "") for row in result]
    assert [order and order.total for order in found] == [
        pw.Money("18.50", "EUR"),
        pw.Money("19.50", "EUR"),
        pw.Money("20.50", "EUR"),
    ]
    assert [order and order.expires_at for order in found] == columns["expires_at"]
    assert [order and order.metadata for order in found] == ['{"table":7}', None, "{}"]
    assert [order and order.reference for order in found] == columns["reference"]
    assert outcomes(placed(shop, table(columns))) == ["replayed"] * 3


def test_an_id_tells_by_its_prefix_which_variant_is_meant(shop: Shop) -> None:
    order = shop.order("o")
    table = pl.DataFrame({"purpose": [str(order.id)], "method": ["channel:cards"]})
    (row,) = shop.engine.bulk("start_payment", table, key_prefix="pay")
    payment = shop.payment(pw.PaymentId(row.id or ""))
    assert payment.order == order.id


def test_what_is_left_out_is_what_the_method_makes_it(shop: Shop) -> None:
    account = shop.engine.open_account(
        pw.AccountKey.of_user(shop.customer, pw.Purpose.WALLET, "EUR")
    )
    shop.engine.bulk("freeze_account", pl.DataFrame({"account": [account.id]}))
    shop.engine.bulk("confirm_payment", pl.DataFrame({"payment": [shop.card_payment("p").id]}))
    found = shop.engine.get(pw.Account, account.id)
    assert found is not None and found.state == pw.AccountState.FROZEN


def test_an_account_is_named_flat_or_as_one_struct(shop: Shop) -> None:
    flat = pl.DataFrame(
        {
            "owner": ["platform", shop.customer],
            "purpose": ["bank", "wallet"],
            "currency": ["EUR", "EUR"],
        }
    )
    struct = flat.select(account=pl.struct("owner", "purpose", "currency"))
    first = shop.engine.bulk("open_account", flat)
    assert outcomes(first) == ["accepted"] * 2, list(first)
    assert outcomes(shop.engine.bulk("open_account", struct)) == ["replayed"] * 2
    assert shop.engine.get(pw.Account, first[0].id or "") is not None


def test_a_currency_comes_from_its_own_column_then_the_table_s_then_the_argument(
    shop: Shop,
) -> None:
    table = pl.DataFrame(
        {
            "merchant": [shop.merchant] * 3,
            "total": [100, 100, 100],
            "total_currency": ["JPY", None, None],
            "currency": ["USD", "USD", None],
        }
    )
    result = placed(shop, table)
    # The merchant sells in euros alone.
    assert [(row.code, (row.message or "").split(" at ")[0]) for row in result] == [
        ("currency_mismatch", "an order of 100 JPY"),
        ("currency_mismatch", "an order of 1.00 USD"),
        (None, ""),
    ]
    with pytest.raises(ValueError, match="place_order: columns are missing: total_currency"):
        placed(shop, pl.DataFrame(orders(shop)), currency=None)


def test_decimals_of_any_scale_are_taken_to_the_last_digit(shop: Shop) -> None:
    for place, (scale, kind) in enumerate(
        [
            (2, pa.decimal128),
            (9, pa.decimal128),
            (30, pa.decimal128),
            (2, pa.decimal64),
            (4, pa.decimal32),
            (-1, pa.decimal128),
        ]
    ):
        wanted = "20.00" if scale < 0 else "18.50"
        cast = pa.array(
            [Decimal(wanted)], kind(5 if scale < 3 else 38 if kind is pa.decimal128 else 9, scale)
        )
        table = pa.table({"merchant": [shop.merchant], "total": cast})
        (row,) = placed(shop, table, key_prefix=f"scale {place}")
        order = shop.engine.get(pw.Order, row.id or "")
        assert order is not None and str(order.total) == f"{wanted} EUR"


@pytest.mark.parametrize(
    "kind",
    [
        pa.string(),
        pa.large_string(),
        pa.string_view(),
        pa.dictionary(pa.int8(), pa.string()),
        pa.dictionary(pa.uint32(), pa.large_string()),
    ],
)
def test_texts_are_taken_in_every_layout(shop: Shop, kind: Any) -> None:
    columns = orders(shop)
    texts = {
        name: pa.array(columns[name], pa.string()).cast(kind) for name in ("merchant", "reference")
    }
    result = placed(shop, pa.table({**columns, **texts}))
    assert outcomes(result) == ["accepted"] * 3, list(result)


def test_categories_of_polars_and_pandas_are_texts(shop: Shop) -> None:
    frame = pl.DataFrame(orders(shop)).with_columns(pl.col("merchant").cast(pl.Categorical))
    assert placed(shop, frame).counts["accepted"] == 3
    pandas = of_pandas(orders(shop)).astype({"merchant": "category"})
    assert placed(shop, pandas).counts["replayed"] == 3


def test_a_filtered_frame_of_pandas_keeps_its_index_to_itself(shop: Shop) -> None:
    frame = of_pandas(orders(shop))
    assert outcomes(placed(shop, frame[frame.reference != "basket-1"])) == ["accepted"] * 2


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_times_are_taken_in_every_unit_and_zone(shop: Shop, unit: str) -> None:
    until = START + timedelta(days=1)
    times = pa.array([until], pa.timestamp(unit, tz="Asia/Tokyo"))
    table = pa.table({"merchant": [shop.merchant], "total": [100], "expires_at": times})
    (row,) = placed(shop, table)
    order = shop.engine.get(pw.Order, row.id or "")
    assert order is not None and order.expires_at == until


@pytest.mark.parametrize(
    "kind",
    [
        pa.int8(),
        pa.int16(),
        pa.int32(),
        pa.int64(),
        pa.uint8(),
        pa.uint16(),
        pa.uint32(),
        pa.uint64(),
    ],
)
def test_whole_numbers_of_any_width_are_minor_units(shop: Shop, kind: Any) -> None:
    table = pa.table({"merchant": [shop.merchant], "total": pa.array([99], kind)})
    (row,) = placed(shop, table)
    order = shop.engine.get(pw.Order, row.id or "")
    assert order is not None and order.total == pw.Money("0.99", "EUR")


def test_everything_may_be_written_as_text_as_in_a_file(shop: Shop) -> None:
    table = pl.DataFrame(
        {
            "merchant": [shop.merchant],
            "total": ["18.50"],
            "expires_at": ["2026-11-24T10:00:00+01:00"],
        }
    )
    (row,) = placed(shop, table)
    order = shop.engine.get(pw.Order, row.id or "")
    assert order is not None and order.total == pw.Money("18.50", "EUR")
    assert order.expires_at == datetime(2026, 11, 24, 9, tzinfo=timezone.utc)
    accounts = shop.engine.bulk(
        "open_account",
        pl.DataFrame(
            {
                "owner": ["platform"],
                "purpose": ["bank"],
                "currency": ["EUR"],
                "max_balance": ["1e3"],
            }
        ),
    )
    assert only_refusal(accounts)[1] == "max_balance: '1e3' is no whole number"


def test_an_empty_table_does_nothing(shop: Shop) -> None:
    frame = pl.DataFrame(orders(shop)).clear()
    result = placed(shop, frame)
    assert (len(result), result.ended_early, sum(result.counts.values())) == (0, None, 0)
    assert pl.DataFrame(result).shape == (0, 4)


def test_slices_and_chunks_are_read_where_they_begin(shop: Shop) -> None:
    table = pa.table(orders(shop, 10))
    sliced = pa.concat_tables(
        [table.slice(2, 3), table.slice(7, 1), table.slice(4, 0), table.slice(9)]
    )
    result = placed(shop, sliced)
    found = [shop.engine.get(pw.Order, row.id or "") for row in result]
    assert [order and order.reference for order in found] == [
        f"basket-{row}" for row in (2, 3, 4, 7, 9)
    ]
    totals = [order and order.total.amount for order in found]
    assert totals == [Decimal("18.50") + row for row in (2, 3, 4, 7, 9)]


def test_lists_are_read_where_they_begin(shop: Shop) -> None:
    effects = [[pw.EffectId.derived(f"{row} {place}") for place in range(row)] for row in range(6)]
    for kind in (pa.list_, pa.large_list):
        table = pa.table(
            {"effects": pa.array([[*map(str, ids)] for ids in effects], kind(pa.string()))}
        )
        result = shop.engine.bulk("recover_effects", table.slice(2, 3))
        assert [row.code for row in result] == ["not_found"] * 3 or outcomes(result) == [
            "replayed"
        ] * 3


def test_a_column_that_holds_nothing_is_as_if_it_were_missing(shop: Shop) -> None:
    table = pa.table({**orders(shop), "customer": pa.nulls(3)})
    assert placed(shop, table).counts["accepted"] == 3
