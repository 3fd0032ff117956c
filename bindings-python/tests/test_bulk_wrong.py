"""What is wrong with a table is told before anything is done; with a row, by its row alone."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

import paywright as pw
from baskets import only_refusal, orders, outcomes, placed
from shop import START, Shop, eur

pa = pytest.importorskip("pyarrow")


@pytest.mark.parametrize(
    ("total", "message"),
    [
        (Decimal("18.505"), "total: too_many_decimals"),
        (None, "total: it must be given"),
        (Decimal("99999999999999999999.5"), "total: amount_overflow"),
    ],
)
def test_an_amount_that_cannot_be_kept_refuses_its_row_alone(
    shop: Shop, total: Decimal | None, message: str
) -> None:
    columns = orders(shop)
    columns["total"][1] = total
    table = pa.table({**columns, "total": pa.array(columns["total"], pa.decimal128(38, 3))})
    result = placed(shop, table)
    assert outcomes(result) == ["accepted", "refused", "accepted"]
    code, text = only_refusal(result)
    assert code == "invalid_value" and text.startswith(message)
    assert result.counts == {
        "accepted": 2,
        "replayed": 0,
        "refused": 1,
        "not_started": 0,
        "unknown": 0,
    }


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("merchant", "mch_nobody", "merchant: 'mch_nobody' is not an id of the form mch_"),
        ("merchant", None, "merchant: it must be given"),
        ("customer", "ord_01", "customer: 'ord_01' is not an id of the form usr_"),
        ("metadata", "[1]", "metadata: "),
        ("expires_at", "2026-11-28T09:00:00", "expires_at: "),
    ],
)
def test_a_value_that_is_none_refuses_its_row_with_the_field(
    shop: Shop, field: str, value: str | None, message: str
) -> None:
    columns = {**orders(shop), "customer": [shop.customer] * 3}
    columns.setdefault(field, [None] * 3)
    columns[field][2] = value
    result = placed(shop, pa.table({**columns, field: pa.array(columns[field], pa.string())}))
    assert outcomes(result) == ["accepted", "accepted", "refused"]
    assert only_refusal(result)[1].startswith(message)


def test_a_word_that_is_unknown_refuses_its_row_and_says_which_there_are(shop: Shop) -> None:
    order = shop.order("o").id
    table = pl.DataFrame({"order": [order, order], "fulfilment": ["none", "eaten"]})
    result = shop.engine.bulk("record_fulfilment", table)
    assert (result[-1].message or "").startswith(
        "fulfilment: 'eaten' is no Fulfilment: give one of "
    )
    table = pl.DataFrame({"purpose": ["lunch"]})
    result = shop.engine.bulk("start_payment", table, key_prefix="p")
    assert only_refusal(result)[1].endswith("give one of order:order, top_up:user")


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"total": pa.array([1.5, 2.5, 3.5])}, TypeError, "total holds Float64"),
        ({"total": pa.array([float("nan")] * 3)}, TypeError, "floats are not exact"),
        (
            {"merchant": pa.array([1, 2, 3])},
            TypeError,
            "merchant holds Int64, and texts are wanted",
        ),
        ({"reference": pa.array([True] * 3)}, TypeError, "reference holds Boolean"),
        (
            {"expires_at": pa.array([START.replace(tzinfo=None)] * 3)},
            TypeError,
            "expires_at holds times that do not say their zone",
        ),
        ({"metadata": pa.array([{"a": 1}] * 3)}, TypeError, "metadata holds Struct"),
        ({"colour": pa.array(["red"] * 3)}, ValueError, "nothing is made of the columns colour"),
        ({"merchant": None}, ValueError, "columns are missing: merchant"),
        ({"key": pa.array(["a", "b", "c"])}, ValueError, "from the column key or from key_prefix="),
        ({"key": pa.array([1, 2, 3])}, TypeError, "key holds Int64"),
    ],
)
def test_wrong_columns_are_told_before_anything_is_done(
    shop: Shop, change: dict[str, Any], error: type[Exception], message: str
) -> None:
    columns = {**orders(shop), **change}
    table = pa.table({name: column for name, column in columns.items() if column is not None})
    cut = shop.engine.cut()
    with pytest.raises(error, match=re.escape(message)):
        placed(shop, table)
    assert shop.engine.cut() == cut


def test_two_columns_of_one_name_are_refused(shop: Shop) -> None:
    columns = orders(shop)
    table = pa.Table.from_arrays(
        [pa.array(one) for one in [*columns.values(), columns["total"]]], names=[*columns, "total"]
    )
    with pytest.raises(ValueError, match="two columns are called total"):
        placed(shop, table)


def test_a_time_finer_than_a_microsecond_refuses_its_row(shop: Shop) -> None:
    times = pa.array([1_800_000_000_000_000_001], pa.timestamp("ns", tz="UTC"))
    table = pa.table({"merchant": [shop.merchant], "total": [100], "expires_at": times})
    assert only_refusal(placed(shop, table))[1].startswith(
        "expires_at: times are kept to the microsecond"
    )


def test_a_row_says_who_asks(shop: Shop) -> None:
    refund = pl.DataFrame(
        {
            "name": ["A", "B", "C", "D"],
            "actor": [None, "system", f"merchant:{shop.merchant}", "operator"],
            "actor_name": [None, None, None, "anna"],
            "actor_roles": [None, None, None, ["administrator"]],
        }
    )
    table = refund.with_columns(
        fee_plan=pl.lit(str(shop.engine.list(pw.FeePlan).page().items[0].id))
    )
    result = shop.engine.bulk("register_merchant", table, key_prefix="m")
    assert outcomes(result) == ["accepted", "accepted", "refused", "accepted"], list(result)
    assert only_refusal(result)[0] == "not_permitted"
    asked = [event.actor for event in shop.engine.events()][-3:]
    assert asked == [
        pw.Actor.System(),
        pw.Actor.System(),
        pw.Actor.Operator("anna", [pw.Role.ADMINISTRATOR]),
    ]
    by_argument = shop.engine.bulk(
        "activate_merchant",
        pl.DataFrame({"merchant": [shop.merchant]}),
        actor=pw.Actor.User(shop.customer),
    )
    assert only_refusal(by_argument)[0] == "not_permitted"


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (
            pl.LazyFrame({"a": [1]}),
            "LazyFrame is no table that can be handed over by Arrow: call .collect()",
        ),
        ([{"a": 1}], "list is no table that can be handed over by Arrow: make a DataFrame of it"),
        ({"a": [1]}, "dict is no table"),
        (None, "NoneType is no table"),
        ("orders.csv", "str is no table"),
    ],
)
def test_what_is_no_table_is_told_what_to_do(shop: Shop, table: Any, message: str) -> None:
    with pytest.raises(TypeError, match=re.escape(message)):
        placed(shop, table)


def test_a_command_is_a_class_or_a_name(shop: Shop) -> None:
    with pytest.raises(ValueError, match="there is no command 'place_orders'"):
        shop.engine.bulk("place_orders", pl.DataFrame())
    with pytest.raises(TypeError, match="a class such as PlaceOrder or a name is wanted"):
        shop.engine.bulk(pw.Order, pl.DataFrame())  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="rows_per_commit is between 1 and 10000, not 0"):
        placed(shop, pl.DataFrame(orders(shop)), rows_per_commit=0)


def test_rows_need_something_that_tells_them_from_their_repeats(shop: Shop) -> None:
    table = pl.DataFrame(orders(shop))
    with pytest.raises(
        ValueError, match=re.escape("columns are missing: key (or id, or key_prefix=)")
    ):
        placed(shop, table, key_prefix=None)
    keyed = table.with_columns(key=pl.Series(["a", None, "c"]))
    result = placed(shop, keyed, key_prefix=None)
    assert outcomes(result) == ["accepted", "refused", "accepted"]
    assert only_refusal(result)[0] == "not_repeatable"
    ids = [pw.OrderId.derived(str(row)) for row in range(3)]
    result = placed(shop, table.with_columns(id=pl.Series([*map(str, ids)])), key_prefix=None)
    assert [row.id for row in result] == ids


def test_sums_of_duckdb_are_not_taken_for_whole_units(shop: Shop) -> None:
    duckdb = pytest.importorskip("duckdb")
    cents = duckdb.sql(f"select '{shop.merchant}' as merchant, sum(i) as total from range(3) as of(i)")
    with pytest.raises(TypeError, match="^total holds HUGEINT.* cast it to BIGINT"):
        shop.engine.bulk(pw.PlaceOrder, cents, currency="EUR", key_prefix="sums")
    cast = cents.select("merchant, total::BIGINT as total")
    result = shop.engine.bulk(pw.PlaceOrder, cast, currency="EUR", key_prefix="sums")
    assert result.counts["accepted"] == 1
    order = shop.engine.list(pw.Order).first()
    assert order is not None and order.total == eur("0.03")
