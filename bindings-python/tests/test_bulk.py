"""Many commands from one table: which columns become what, and what is refused before or row by row."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

import paywright as pw
from anything import anything, hints
from paywright._classes import COMMANDS, MEMBERS
from shop import START, Shop

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
    return shop.engine.bulk(pw.PlaceOrder, table, **{"currency": "EUR", "key_prefix": "day-1", **options})


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


@pytest.mark.parametrize("table", [pl.DataFrame, pa.table, of_pandas, of_duckdb])
def test_each_library_s_table_is_taken_as_it_is(shop: Shop, table: Any) -> None:
    columns = orders(shop)
    columns["expires_at"] = [START + timedelta(hours=row + 1) for row in range(3)]
    columns["metadata"] = ['{"table": 7}', None, "{}"]
    result = placed(shop, table(columns))
    assert outcomes(result) == ["accepted"] * 3, list(result)
    found = [shop.engine.get(pw.Order, row.id or "") for row in result]
    assert [order and order.total for order in found] == [
        pw.Money("18.50", "EUR"), pw.Money("19.50", "EUR"), pw.Money("20.50", "EUR"),
    ]
    assert [order and order.expires_at for order in found] == columns["expires_at"]
    assert [order and order.metadata for order in found] == ['{"table":7}', None, "{}"]
    assert [order and order.reference for order in found] == columns["reference"]
    assert outcomes(placed(shop, table(columns))) == ["replayed"] * 3


def cells(name: str, hint: Any, value: Any) -> dict[str, Any]:
    """A value as the columns that a table has for it."""
    if isinstance(value, pw.Money):
        return {name: value.amount, f"{name}_currency": str(value.currency)}
    if isinstance(value, pw.AccountKey):
        return {part: one for of, inner in hints(pw.AccountKey).items()
                for part, one in cells(of, inner, getattr(value, of)).items()}
    for variants in MEMBERS.values():
        if type(value) in variants:
            word = re.sub("(?<!^)(?=[A-Z])", "_", type(value).__name__).lower()
            parts = type(value).__match_args__
            if len(parts) == 1 and parts[0] in ("user", "merchant", "order", "channel", "payment", "hold",
                                                "operation", "refund", "address", "code"):
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


@pytest.mark.parametrize("command", [one for one in COMMANDS.values() if one is not pw.PostTransfers])
def test_every_command_can_be_a_row_with_all_its_fields(shop: Shop, command: type[pw.Command]) -> None:
    asked(shop, command, as_columns(command))


@pytest.mark.parametrize(
    ("command", "field", "variants"),
    [(pw.OpenAccount, "account", "Owner"), (pw.StartPayment, "purpose", "PaymentPurpose"),
     (pw.StartPayment, "method", "Method"), (pw.ConfirmPayment, "verdict", "Verdict"),
     (pw.ObserveOperation, "outcome", "Outcome"), (pw.TimeOut, "due", "Due")],
)
def test_every_variant_can_be_written_in_a_row(
    shop: Shop, command: type[pw.Command], field: str, variants: str
) -> None:
    for variant in MEMBERS[variants]:
        value = anything(variant)
        if field == "account":
            value = pw.AccountKey(value, pw.Purpose.WALLET, "EUR")
        asked(shop, command, as_columns(command, **{field: value}))


def test_an_id_tells_by_its_prefix_which_variant_is_meant(shop: Shop) -> None:
    order = shop.order("o")
    table = pl.DataFrame({"purpose": [str(order.id)], "method": ["channel:cards"]})
    (row,) = shop.engine.bulk("start_payment", table, key_prefix="pay")
    payment = shop.payment(pw.PaymentId(row.id or ""))
    assert payment.order == order.id


def test_what_is_left_out_is_what_the_method_makes_it(shop: Shop) -> None:
    account = shop.engine.open_account(pw.AccountKey.of_user(shop.customer, pw.Purpose.WALLET, "EUR"))
    shop.engine.bulk("freeze_account", pl.DataFrame({"account": [account.id]}))
    shop.engine.bulk("confirm_payment", pl.DataFrame({"payment": [shop.card_payment("p").id]}))
    found = shop.engine.get(pw.Account, account.id)
    assert found is not None and found.state == pw.AccountState.FROZEN


def test_an_account_is_named_flat_or_as_one_struct(shop: Shop) -> None:
    flat = pl.DataFrame({"owner": ["platform", shop.customer], "purpose": ["bank", "wallet"],
                         "currency": ["EUR", "EUR"]})
    struct = flat.select(account=pl.struct("owner", "purpose", "currency"))
    first = shop.engine.bulk("open_account", flat)
    assert outcomes(first) == ["accepted"] * 2, list(first)
    assert outcomes(shop.engine.bulk("open_account", struct)) == ["replayed"] * 2
    assert shop.engine.get(pw.Account, first[0].id or "") is not None


def test_a_currency_comes_from_its_own_column_then_the_table_s_then_the_argument(shop: Shop) -> None:
    table = pl.DataFrame({
        "merchant": [shop.merchant] * 3, "total": [100, 100, 100],
        "total_currency": ["JPY", None, None], "currency": ["USD", "USD", None],
    })
    result = placed(shop, table)
    # The merchant sells in euros alone.
    assert [(row.code, (row.message or "").split(" at ")[0]) for row in result] == [
        ("currency_mismatch", "an order of 100 JPY"), ("currency_mismatch", "an order of 1.00 USD"),
        (None, ""),
    ]
    with pytest.raises(ValueError, match="place_order: columns are missing: total_currency"):
        placed(shop, pl.DataFrame(orders(shop)), currency=None)


@pytest.mark.parametrize(
    ("total", "message"),
    [(Decimal("18.505"), "total: too_many_decimals"), (None, "total: it must be given"),
     (Decimal("99999999999999999999.5"), "total: amount_overflow")],
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
    assert result.counts == {"accepted": 2, "replayed": 0, "refused": 1, "not_started": 0, "unknown": 0}


def test_decimals_of_any_scale_are_taken_to_the_last_digit(shop: Shop) -> None:
    for place, (scale, kind) in enumerate([(2, pa.decimal128), (9, pa.decimal128), (30, pa.decimal128),
                                           (2, pa.decimal64), (4, pa.decimal32), (-1, pa.decimal128)]):
        wanted = "20.00" if scale < 0 else "18.50"
        cast = pa.array([Decimal(wanted)], kind(5 if scale < 3 else 38 if kind is pa.decimal128 else 9, scale))
        table = pa.table({"merchant": [shop.merchant], "total": cast})
        (row,) = placed(shop, table, key_prefix=f"scale {place}")
        order = shop.engine.get(pw.Order, row.id or "")
        assert order is not None and str(order.total) == f"{wanted} EUR"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [("merchant", "mch_nobody", "merchant: 'mch_nobody' is not an id of the form mch_"),
     ("merchant", None, "merchant: it must be given"),
     ("customer", "ord_01", "customer: 'ord_01' is not an id of the form usr_"),
     ("metadata", "[1]", "metadata: "), ("expires_at", "2026-11-28T09:00:00", "expires_at: ")],
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
    assert (result[-1].message or "").startswith("fulfilment: 'eaten' is no Fulfilment: give one of ")
    table = pl.DataFrame({"purpose": ["lunch"]})
    result = shop.engine.bulk("start_payment", table, key_prefix="p")
    assert only_refusal(result)[1].endswith("give one of order:order, top_up:user")


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"total": pa.array([1.5, 2.5, 3.5])}, TypeError, "total holds Float64"),
        ({"total": pa.array([float("nan")] * 3)}, TypeError, "floats are not exact"),
        ({"merchant": pa.array([1, 2, 3])}, TypeError, "merchant holds Int64, and texts are wanted"),
        ({"reference": pa.array([True] * 3)}, TypeError, "reference holds Boolean"),
        ({"expires_at": pa.array([START.replace(tzinfo=None)] * 3)}, TypeError,
         "expires_at holds times that do not say their zone"),
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
    table = pa.Table.from_arrays([pa.array(one) for one in [*columns.values(), columns["total"]]],
                                 names=[*columns, "total"])
    with pytest.raises(ValueError, match="two columns are called total"):
        placed(shop, table)


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view(),
                                  pa.dictionary(pa.int8(), pa.string()),
                                  pa.dictionary(pa.uint32(), pa.large_string())])
def test_texts_are_taken_in_every_layout(shop: Shop, kind: Any) -> None:
    columns = orders(shop)
    texts = {name: pa.array(columns[name], pa.string()).cast(kind) for name in ("merchant", "reference")}
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


def test_a_time_finer_than_a_microsecond_refuses_its_row(shop: Shop) -> None:
    times = pa.array([1_800_000_000_000_000_001], pa.timestamp("ns", tz="UTC"))
    table = pa.table({"merchant": [shop.merchant], "total": [100], "expires_at": times})
    assert only_refusal(placed(shop, table))[1].startswith("expires_at: times are kept to the microsecond")


@pytest.mark.parametrize("kind", [pa.int8(), pa.int16(), pa.int32(), pa.int64(),
                                  pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64()])
def test_whole_numbers_of_any_width_are_minor_units(shop: Shop, kind: Any) -> None:
    table = pa.table({"merchant": [shop.merchant], "total": pa.array([99], kind)})
    (row,) = placed(shop, table)
    order = shop.engine.get(pw.Order, row.id or "")
    assert order is not None and order.total == pw.Money("0.99", "EUR")


def test_everything_may_be_written_as_text_as_in_a_file(shop: Shop) -> None:
    table = pl.DataFrame({"merchant": [shop.merchant], "total": ["18.50"],
                          "expires_at": ["2026-11-24T10:00:00+01:00"]})
    (row,) = placed(shop, table)
    order = shop.engine.get(pw.Order, row.id or "")
    assert order is not None and order.total == pw.Money("18.50", "EUR")
    assert order.expires_at == datetime(2026, 11, 24, 9, tzinfo=timezone.utc)
    accounts = shop.engine.bulk("open_account", pl.DataFrame(
        {"owner": ["platform"], "purpose": ["bank"], "currency": ["EUR"], "max_balance": ["1e3"]}))
    assert only_refusal(accounts)[1] == "max_balance: '1e3' is no whole number"


def test_an_empty_table_does_nothing(shop: Shop) -> None:
    frame = pl.DataFrame(orders(shop)).clear()
    result = placed(shop, frame)
    assert (len(result), result.ended_early, sum(result.counts.values())) == (0, None, 0)
    assert pl.DataFrame(result).shape == (0, 4)


def test_slices_and_chunks_are_read_where_they_begin(shop: Shop) -> None:
    table = pa.table(orders(shop, 10))
    sliced = pa.concat_tables([table.slice(2, 3), table.slice(7, 1), table.slice(4, 0), table.slice(9)])
    result = placed(shop, sliced)
    found = [shop.engine.get(pw.Order, row.id or "") for row in result]
    assert [order and order.reference for order in found] == [f"basket-{row}" for row in (2, 3, 4, 7, 9)]
    totals = [order and order.total.amount for order in found]
    assert totals == [Decimal("18.50") + row for row in (2, 3, 4, 7, 9)]


def test_lists_are_read_where_they_begin(shop: Shop) -> None:
    effects = [[pw.EffectId.derived(f"{row} {place}") for place in range(row)] for row in range(6)]
    for kind in (pa.list_, pa.large_list):
        table = pa.table({"effects": pa.array([[*map(str, ids)] for ids in effects], kind(pa.string()))})
        result = shop.engine.bulk("recover_effects", table.slice(2, 3))
        assert [row.code for row in result] == ["not_found"] * 3 or outcomes(result) == ["replayed"] * 3


def test_a_column_that_holds_nothing_is_as_if_it_were_missing(shop: Shop) -> None:
    table = pa.table({**orders(shop), "customer": pa.nulls(3)})
    assert placed(shop, table).counts["accepted"] == 3


def test_a_row_says_who_asks(shop: Shop) -> None:
    refund = pl.DataFrame({"name": ["A", "B", "C", "D"],
                           "actor": [None, "system", f"merchant:{shop.merchant}", "operator"],
                           "actor_name": [None, None, None, "anna"],
                           "actor_roles": [None, None, None, ["administrator"]]})
    table = refund.with_columns(fee_plan=pl.lit(str(shop.engine.list(pw.FeePlan).page().items[0].id)))
    result = shop.engine.bulk("register_merchant", table, key_prefix="m")
    assert outcomes(result) == ["accepted", "accepted", "refused", "accepted"], list(result)
    assert only_refusal(result)[0] == "not_permitted"
    asked = [event.actor for event in shop.engine.events()][-3:]
    assert asked == [pw.Actor.System(), pw.Actor.System(), pw.Actor.Operator("anna", [pw.Role.ADMINISTRATOR])]
    by_argument = shop.engine.bulk("activate_merchant", pl.DataFrame({"merchant": [shop.merchant]}),
                                   actor=pw.Actor.User(shop.customer))
    assert only_refusal(by_argument)[0] == "not_permitted"


@pytest.mark.parametrize(
    ("table", "message"),
    [(pl.LazyFrame({"a": [1]}), "LazyFrame is no table that can be handed over by Arrow: call .collect()"),
     ([{"a": 1}], "list is no table that can be handed over by Arrow: make a DataFrame of it"),
     ({"a": [1]}, "dict is no table"), (None, "NoneType is no table"), ("orders.csv", "str is no table")],
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
    with pytest.raises(ValueError, match=re.escape("columns are missing: key (or id, or key_prefix=)")):
        placed(shop, table, key_prefix=None)
    keyed = table.with_columns(key=pl.Series(["a", None, "c"]))
    result = placed(shop, keyed, key_prefix=None)
    assert outcomes(result) == ["accepted", "refused", "accepted"]
    assert only_refusal(result)[0] == "not_repeatable"
    ids = [pw.OrderId.derived(str(row)) for row in range(3)]
    result = placed(shop, table.with_columns(id=pl.Series([*map(str, ids)])), key_prefix=None)
    assert [row.id for row in result] == ids
