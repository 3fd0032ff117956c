"""Transfers from a table: one a row, many in one command, and each safe to repeat."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
import pytest

import paywright as pw
from shop import Shop, eur


@pytest.fixture
def accounts(shop: Shop) -> dict[str, pw.AccountId]:
    """Bank and equity of the platform, and a wallet."""
    keys = {
        "bank": pw.AccountKey.of_platform(pw.Purpose.BANK, "EUR"),
        "equity": pw.AccountKey.of_platform(pw.Purpose.EQUITY, "EUR"),
        "wallet": pw.AccountKey.of_user(shop.customer, pw.Purpose.WALLET, "EUR"),
    }
    return {name: shop.engine.open_account(key).id for name, key in keys.items()}


def posted(shop: Shop, columns: dict[str, Any], **options: Any) -> pw.BulkResult:
    """The transfers of a table."""
    given = {"currency": "EUR", "key_prefix": "day-1", **options}
    return shop.engine.bulk("post_transfers", pl.DataFrame(columns), **given)


def told(result: pw.BulkResult) -> list[tuple[str, str | None]]:
    return [(row.outcome, row.code) for row in result]


def deposits(accounts: dict[str, pw.AccountId], count: int) -> dict[str, list[Any]]:
    return {
        "debit": [str(accounts["bank"])] * count,
        "credit": [str(accounts["equity"])] * count,
        "amount": [Decimal("1.25")] * count,
    }


def balance(shop: Shop, account: pw.AccountId) -> int:
    found = shop.engine.balance(account)
    return found.balance if found else 0


DONE, AGAIN = ("accepted", None), ("replayed", None)


def test_many_rows_are_one_command_and_each_is_a_transfer(
    shop: Shop, accounts: dict[str, pw.AccountId]
) -> None:
    cut = shop.engine.cut()
    result = posted(shop, deposits(accounts, 10))
    assert told(result) == [DONE] * 10
    assert [event.command.NAME for event in shop.engine.feed(cut).events] == ["post_transfers"]
    assert balance(shop, accounts["bank"]) == 1250
    transfers = [shop.engine.transfer(pw.TransferId(row.id or "")) for row in result]
    assert [transfer and transfer.amount for transfer in transfers] == [125] * 10
    assert result[3].id == pw.TransferId.derived("day-1/3")


@pytest.mark.parametrize("rows_per_commit", [1, 3, 7, 1_000])
def test_the_same_rows_cut_in_another_way_are_not_posted_again(
    shop: Shop, accounts: dict[str, pw.AccountId], rows_per_commit: int
) -> None:
    table = deposits(accounts, 10)
    assert told(posted(shop, table, rows_per_commit=4)) == [DONE] * 10
    assert told(posted(shop, table, rows_per_commit=rows_per_commit)) == [AGAIN] * 10
    assert balance(shop, accounts["bank"]) == 1250
    longer = posted(shop, deposits(accounts, 12), rows_per_commit=rows_per_commit)
    assert told(longer) == [AGAIN] * 10 + [DONE] * 2


def test_a_row_s_own_id_goes_before_its_key(shop: Shop, accounts: dict[str, pw.AccountId]) -> None:
    ids = [str(pw.TransferId.derived("mine")), None]
    table = {**deposits(accounts, 2), "id": ids, "key": ["a", "b"]}
    result = posted(shop, table, key_prefix=None)
    assert [row.id for row in result] == [ids[0], pw.TransferId.derived("b")]
    without = {**deposits(accounts, 2), "id": ids}
    assert told(posted(shop, without, key_prefix=None)) == [AGAIN, ("refused", "invalid_value")]
    with pytest.raises(ValueError, match="columns are missing: key"):
        posted(shop, deposits(accounts, 2), key_prefix=None)


def test_one_transfer_that_is_refused_leaves_the_others(
    shop: Shop, accounts: dict[str, pw.AccountId]
) -> None:
    table = deposits(accounts, 4)
    table["debit"][1] = str(pw.AccountId.derived("nobody's"))
    table["credit"][2] = "nobody"
    result = posted(shop, table)
    assert told(result) == [DONE, ("refused", "not_found"), ("refused", "invalid_value"), DONE]
    assert (result[2].message or "").startswith("credit: 'nobody' is not an id of the form acc_")


def test_chained_rows_stand_or_fall_together(shop: Shop, accounts: dict[str, pw.AccountId]) -> None:
    table = {**deposits(accounts, 6), "chained": [True, True, False, True, False, False]}
    table["amount"][1] = Decimal("0.001")
    table["credit"][3] = table["debit"][3]
    result = posted(shop, table, rows_per_commit=1)
    assert told(result) == [
        ("refused", "chain_failed"),
        ("refused", "invalid_value"),
        ("refused", "chain_failed"),
        ("refused", "same_account"),
        ("refused", "chain_failed"),
        DONE,
    ]
    assert balance(shop, accounts["bank"]) == 125


def test_chains_are_never_cut_by_commits(shop: Shop, accounts: dict[str, pw.AccountId]) -> None:
    chained = ([True] * 4 + [False]) * 4
    cut = shop.engine.cut()
    result = posted(shop, {**deposits(accounts, 20), "chained": chained}, rows_per_commit=7)
    assert told(result) == [DONE] * 20
    commands = [event.command for event in shop.engine.feed(cut).events]
    sizes = [len([*one.transfers]) for one in commands if isinstance(one, pw.PostTransfers)]
    assert sizes == [5, 5, 5, 5]


def test_a_chain_without_an_end_is_refused(shop: Shop, accounts: dict[str, pw.AccountId]) -> None:
    result = posted(shop, {**deposits(accounts, 3), "chained": [False, True, True]})
    assert told(result) == [DONE, ("refused", "invalid_value"), ("refused", "invalid_value")]
    result = posted(shop, {**deposits(accounts, 2), "chained": ["maybe", "false"]}, key_prefix="2")
    assert told(result) == [("refused", "invalid_value"), ("refused", "chain_failed")]


def test_a_chain_of_more_rows_than_a_commit_takes_is_refused(
    shop: Shop, accounts: dict[str, pw.AccountId]
) -> None:
    chained = [True] * 10_001 + [False, False]
    result = posted(shop, {**deposits(accounts, 10_003), "chained": chained})
    assert result.counts["refused"] == 10_002 and result[-1].outcome == "accepted"
    assert result[0].message == "10002 rows are chained; one commit takes 10000"


def test_holds_are_made_posted_and_voided_by_rows(
    shop: Shop, accounts: dict[str, pw.AccountId]
) -> None:
    posted(shop, {**deposits(accounts, 1), "amount": [eur("100.00").amount]})
    first = posted(
        shop, {**deposits(accounts, 2), "posting": ["pending", "pending"]}, key_prefix="h"
    )
    holds = [str(row.id) for row in first]
    table = {
        "posting": ["post_pending", "void_pending"],
        "pending": holds,
        "amount": [Decimal("1.00"), None],
    }
    assert told(posted(shop, table, key_prefix="r")) == [DONE, DONE]
    assert balance(shop, accounts["bank"]) == 10_100
    most = {
        "posting": ["balancing"],
        "debit": [str(accounts["wallet"])],
        "credit": [str(accounts["bank"])],
        "most": [100],
        "within": ["debits"],
    }
    assert told(posted(shop, most, key_prefix="b")) == [("refused", "insufficient_funds")]


def test_a_part_that_a_posting_lacks_refuses_its_row(
    shop: Shop, accounts: dict[str, pw.AccountId]
) -> None:
    table = {"posting": ["void_pending", "posted"], "pending": [None, None]}
    result = posted(shop, table)
    messages = [(row.message or "").split(",")[0] for row in result]
    assert messages == ["pending: it must be given", "debit: it must be given"]
    with pytest.raises(ValueError, match="columns are missing: debit, credit, amount"):
        posted(shop, {"reference": ["x"]})
    with pytest.raises(ValueError, match="nothing is made of the columns pending"):
        posted(shop, {**deposits(accounts, 2), "pending": [None, None]})


def test_who_may_not_post_is_told_in_each_row(
    shop: Shop, accounts: dict[str, pw.AccountId]
) -> None:
    table = {**deposits(accounts, 4), "actor": ["system", f"user:{shop.customer}"] * 2}
    no = ("refused", "not_permitted")
    assert told(posted(shop, table)) == [DONE, no, DONE, no]
    mixed = {**deposits(accounts, 2), "actor": ["system", None], "chained": [True, False]}
    by = pw.Actor.Operator("anna", [pw.Role.ACCOUNTANT])
    result = posted(shop, mixed, key_prefix="2", actor=by)
    assert told(result) == [("refused", "invalid_value")] * 2
    assert result[0].message == "rows that are chained name more than one actor"
