"""Lists as tables: what Polars, pandas, pyarrow and DuckDB make of them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

import paywright as pw
from paywright import records
from shop import START, Shop, eur

pa = pytest.importorskip("pyarrow")

STORED = [
    "Account",
    "Asset",
    "Balance",
    "Books",
    "Case",
    "Effect",
    "Exchange",
    "FeePlan",
    "Hold",
    "Merchant",
    "Operation",
    "Order",
    "Part",
    "Payment",
    "Refund",
    "Transfer",
    "User",
]


def busy(shop: Shop) -> pw.Order:
    """A little of everything; answers an order with all that one may have."""
    order = shop.engine.place_order(
        shop.merchant,
        eur("18.50"),
        customer=shop.customer,
        reference="basket-1",
        key="order",
        expires_at=START + timedelta(days=1),
        metadata={"table": 7},
    )
    shop.card_payment("p")
    shop.top_up("t")
    for worked in shop.engine.claim("worker"):
        shop.engine.complete_effect(worked.effect.id, "worker", pw.Outcome.Succeeded())
    return order


def of_pandas(listing: Any) -> list[dict[str, Any]]:
    frame = pytest.importorskip("pandas").DataFrame.from_arrow(listing)
    return [*frame[["id", "total", "total_currency"]].to_dict("records")]


def of_duckdb(listing: Any) -> list[dict[str, Any]]:
    duckdb = pytest.importorskip("duckdb")
    rows = duckdb.sql("select id, total, total_currency from listing").fetchall()
    return [dict(zip(("id", "total", "total_currency"), row)) for row in rows]


@pytest.mark.parametrize(
    "rows",
    [
        lambda listing: pl.DataFrame(listing).select("id", "total", "total_currency").to_dicts(),
        lambda listing: pa.table(listing).select(["id", "total", "total_currency"]).to_pylist(),
        of_pandas,
        of_duckdb,
    ],
)
def test_each_library_reads_a_list_as_it_is(shop: Shop, rows: Any) -> None:
    order = busy(shop)
    found = rows(shop.engine.list(pw.Order))
    assert len(found) == 2
    assert {"id": str(order.id), "total": Decimal("18.50"), "total_currency": "EUR"} in found


def test_a_record_is_a_row_with_each_of_its_fields(shop: Shop) -> None:
    order = busy(shop)
    table = pl.DataFrame(shop.engine.list(pw.Order)).filter(pl.col("id") == order.id)
    (row,) = table.to_dicts()
    assert set(pw.Order.__match_args__) | {"total_currency"} == set(row)
    assert row["customer"] == shop.customer and row["state"] == "open"
    assert (row["placed_at"], row["expires_at"]) == (order.placed_at, order.expires_at)
    assert row["metadata"] == '{"table":7}' and row["newest_payment"] is None
    assert table.schema["total"] == pl.Decimal(38, 4)
    assert str(table.schema["placed_at"]) == "Datetime(time_unit='us', time_zone='UTC')"


@pytest.mark.parametrize("name", STORED)
def test_every_record_can_be_a_row(shop: Shop, name: str) -> None:
    busy(shop)
    listing = shop.engine.list(getattr(records, name))
    table = pa.table(listing)
    assert table.num_rows == sum(1 for _ in listing)
    table.validate(full=True)


def test_what_a_list_says_is_what_a_bulk_takes(shop: Shop) -> None:
    busy(shop)
    accounts = pl.DataFrame(shop.engine.accounts())
    keys = accounts.select("owner", "purpose", "currency", "scope")
    result = shop.engine.bulk("open_account", keys)
    assert [(row.outcome, row.id) for row in result] == [("replayed", id) for id in accounts["id"]]


def test_amounts_keep_every_minor_unit_of_every_currency(shop: Shop) -> None:
    plan = shop.engine.create_fee_plan
    points, ether = pw.Currency("POINTS/0"), pw.Currency("ETHER/9")
    shop.engine.register_asset(points, "Points")
    most = 1_000_000_000_000_000
    for currency, minor in [("JPY", most), ("KWD", 1), (points, 7)]:
        plan(f"in {currency}", "0.029", pw.Money.of_minor(minor, currency), key=str(currency))
    table = pl.DataFrame(shop.engine.list(pw.FeePlan))
    assert table.schema["fixed"] == pl.Decimal(38, 4)
    fixed = dict(zip(table["fixed_currency"], table["fixed"]))
    assert fixed == {"EUR": Decimal("0.3"), "JPY": most, "KWD": Decimal("0.001"), "POINTS/0": 7}
    assert table["rate"].to_list() == [Decimal("0.029")] * 4
    shop.engine.register_asset(ether, "Ether")
    plan("in ether", "0", pw.Money.of_minor(1, ether), key="ether")
    table = pl.DataFrame(shop.engine.list(pw.FeePlan))
    assert table.schema["fixed"] == pl.Decimal(38, 9)
    assert min(table["fixed"]) == Decimal("0.000000001") and max(table["fixed"]) == most


def test_a_scale_that_is_too_small_is_refused_and_never_rounds(shop: Shop) -> None:
    assert pl.DataFrame(shop.engine.list(pw.FeePlan, scale=2))["fixed"].to_list() == [
        Decimal("0.30")
    ]
    assert pa.table(shop.engine.list(pw.FeePlan, scale=18))["fixed"].to_pylist() == [Decimal("0.3")]
    with pytest.raises(pa.ArrowException, match="30 with 2 decimals cannot be kept with 0"):
        pa.table(shop.engine.list(pw.FeePlan, scale=0))
    with pytest.raises(ValueError, match="scale is between 0 and 18, not 19"):
        pa.table(shop.engine.list(pw.FeePlan, scale=19))


def test_a_list_by_an_index_and_newest_first_is_the_same_as_a_table(shop: Shop) -> None:
    orders = [shop.order(f"o{row}").id for row in range(5)]
    listing = shop.engine.list(pw.Order, newest_first=True)
    assert pl.DataFrame(listing)["id"].to_list() == [order.id for order in listing]
    assert sorted(order.id for order in listing) == sorted(orders)
    payment = shop.card_payment("p")
    by_order = shop.engine.list(pw.Payment, by="by_order", order=payment.order)
    assert pl.DataFrame(by_order)["id"].to_list() == [payment.id]


def test_a_list_longer_than_a_page_comes_in_batches(shop: Shop) -> None:
    users = pl.DataFrame({"reference": [f"user-{row}" for row in range(2_500)]})
    shop.engine.bulk("register_user", users, key_prefix="u")
    listing = shop.engine.list(pw.User)
    reader = pa.RecordBatchReader.from_stream(listing)
    assert [batch.num_rows for batch in reader] == [1_000, 1_000, 501]
    assert pl.DataFrame(listing).height == pl.DataFrame(listing).height == 2_501


def test_an_empty_list_has_its_columns(shop: Shop) -> None:
    table = pl.DataFrame(shop.engine.list(pw.Refund))
    assert table.height == 0 and {"id", "amount", "amount_currency", "state"} <= set(table.columns)


def test_a_statement_is_in_whole_units_of_its_account(shop: Shop) -> None:
    busy(shop)
    wallet = next(iter(shop.engine.accounts(purpose=pw.Purpose.WALLET)))
    lines = [*shop.engine.statement(wallet.id)]
    table = pl.DataFrame(shop.engine.statement(wallet.id))
    assert lines and table.schema["balance"] == table.schema["amount"] == pl.Decimal(38, 2)
    currency = pw.Currency("EUR")
    assert table["balance"].to_list() == [currency.amount(line.balance) for line in lines]
    assert table["amount"].to_list() == [currency.amount(line.transfer.amount) for line in lines]
    assert table["transfer_id"].to_list() == [line.transfer.id for line in lines]
    assert set(table["currency"]) == {"EUR"} and set(table["side"]) <= {"debit", "credit"}
    later = shop.engine.statement(wallet.id, since=START + timedelta(days=1))
    assert pl.DataFrame(later).height == 0
    with pytest.raises(pw.Missing, match="was never opened"):
        pl.DataFrame(shop.engine.statement(pw.AccountId.derived("nobody's")))


def test_a_trial_balance_balances_as_a_table(shop: Shop) -> None:
    busy(shop)
    table = pl.DataFrame(shop.engine.trial_balance())
    lines = [*shop.engine.trial_balance()]
    assert table["purpose"].to_list() == [line.purpose for line in lines]
    assert table["figures_debits"].sum() == table["figures_credits"].sum() > 0
    minor = [int(amount * 100) for amount in table["figures_debits"]]
    assert minor == [line.figures.debits for line in lines]
    early = shop.engine.trial_balance_at(shop.engine.cut())
    assert pl.DataFrame(early).equals(table)


def test_currencies_of_other_exponents_stand_in_one_trial_balance(shop: Shop) -> None:
    for currency, minor in [("JPY", 5), ("KWD", 7)]:
        keys = [
            pw.AccountKey.of_platform(of, currency) for of in (pw.Purpose.BANK, pw.Purpose.EQUITY)
        ]
        bank, equity = (shop.engine.open_account(key).id for key in keys)
        table = pl.DataFrame({"debit": [bank], "credit": [equity], "amount": [minor]})
        shop.engine.bulk("post_transfers", table, currency=currency, key_prefix=currency)
    table = pl.DataFrame(shop.engine.trial_balance())
    debits = {
        row["currency"]: row["figures_debits"] for row in table.to_dicts() if row["figures_debits"]
    }
    assert debits == {"JPY": Decimal(5), "KWD": Decimal("0.007")}


def test_events_are_rows_with_what_they_changed(shop: Shop) -> None:
    cut = shop.engine.cut()
    busy(shop)
    events = [*shop.engine.events(cut)]
    rows = pl.DataFrame(shop.engine.events(cut)).to_dicts()
    assert [(row["lane"], row["sequence"]) for row in rows] == [
        (one.lane, one.sequence) for one in events
    ]
    assert [bytes.fromhex(row["hash"]) for row in rows] == [one.hash for one in events]
    assert [row["command"] for row in rows] == [one.command.NAME for one in events]
    assert [row["key"] for row in rows] == [one.key for one in events]
    for row, event in zip(rows, events):
        changes = [(one["table"], one["id"], one["version"]) for one in row["changes"]]
        assert changes == [(one.table, one.id, one.version) for one in event.changes]
        edges = [[edge["event"] for edge in one["edges"]] for one in row["changes"]]
        assert edges == [[edge.event for edge in one.edges] for one in event.changes]
        assert row["transfers_count"] == (event.transfers and event.transfers.count)
    assert {row["actor"] for row in rows} == {"system"}
    by = pw.Actor.Operator("anna", [pw.Role.AGENT])
    shop.engine.register_user("customer-2", key="c2", actor=by)
    last = pl.DataFrame(shop.engine.events()).to_dicts()[-1]
    assert (last["actor"], last["actor_name"], last["actor_roles"]) == (
        "operator",
        "anna",
        ["agent"],
    )


def test_an_engine_that_is_closed_ends_the_table_with_an_error() -> None:
    shop = Shop()
    users = pl.DataFrame({"reference": [f"user-{row}" for row in range(2_500)]})
    shop.engine.bulk("register_user", users, key_prefix="u")
    listing = shop.engine.list(pw.User)
    reader = pa.RecordBatchReader.from_stream(listing)
    reader.read_next_batch()
    shop.engine.close()
    with pytest.raises(pa.ArrowException, match="this engine was closed"):
        reader.read_next_batch()
    with pytest.raises(pw.Misuse, match="this engine was closed"):
        pl.DataFrame(listing)


def test_a_table_that_nobody_reads_is_let_go_of(shop: Shop) -> None:
    for _ in range(100):
        shop.engine.list(pw.User).__arrow_c_stream__()
        pa.RecordBatchReader.from_stream(shop.engine.list(pw.User))


def test_wrong_indexes_are_told_when_the_table_is_read(shop: Shop) -> None:
    with pytest.raises(TypeError, match="colour: the index by_order goes by order"):
        pl.DataFrame(shop.engine.list(pw.Payment, by="by_order", colour="red"))
    with pytest.raises(pa.ArrowException, match="invalid_cursor|index"):
        pa.table(shop.engine.list(pw.Payment, by="by_colour"))
